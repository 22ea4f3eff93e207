#include "base/ratio.h"

#include <assert.h>

struct kl_ratio kl_ratio_of_decimal(struct kl_decimal value)
{
	return (struct kl_ratio){ value.coefficient,
		kl_power_of_ten(value.decimals) };
}

static kl_int128 divisor(kl_int128 a, kl_int128 b)
{
	if (a < 0)
		a = -a;
	while (b != 0) {
		kl_int128 rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

struct kl_ratio kl_ratio_reduced(struct kl_ratio a)
{
	kl_int128 common = divisor(a.over, a.under);

	return (struct kl_ratio){ a.over / common, a.under / common };
}

static bool is_small(kl_int128 value)
{
	return value == (int64_t)value;
}

/* The whole part, towards minus infinity; *rest is 0 or more. */
static kl_int128 whole(struct kl_ratio a, kl_int128 *rest)
{
	kl_int128 quotient = a.over / a.under;

	*rest = a.over % a.under;
	if (*rest < 0) {
		*rest += a.under;
		quotient--;
	}
	return quotient;
}

/* By whole parts, then the reciprocals of what is left: Euclid's steps. */
static int compare_slowly(struct kl_ratio a, struct kl_ratio b)
{
	int sign = 1;

	for (;;) {
		kl_int128 rest_a, rest_b;
		kl_int128 whole_a = whole(a, &rest_a), whole_b = whole(b, &rest_b);
		if (whole_a != whole_b)
			return whole_a < whole_b ? -sign : sign;
		if (rest_a == 0 || rest_b == 0)
			return sign * ((rest_a > 0) - (rest_b > 0));
		a = (struct kl_ratio){ a.under, rest_a };
		b = (struct kl_ratio){ b.under, rest_b };
		sign = -sign;
	}
}

int kl_ratio_compare(struct kl_ratio a, struct kl_ratio b)
{
	if (a.under == b.under)
		return (a.over > b.over) - (a.over < b.over);
	if (!is_small(a.over) || !is_small(a.under) || !is_small(b.over)
			|| !is_small(b.under))
		return compare_slowly(a, b);
	kl_int128 left = (kl_int128)(int64_t)a.over * (int64_t)b.under;
	kl_int128 right = (kl_int128)(int64_t)b.over * (int64_t)a.under;
	return (left > right) - (left < right);
}

/* The most negative number is not taken: its opposite does not exist. */
static bool has_opposite(kl_int128 value)
{
	const kl_int128 half = (kl_int128)1 << 126;

	return value >= -(half - 1) - half;
}

static bool times(kl_int128 a, kl_int128 b, kl_int128 *out)
{
	return !__builtin_mul_overflow(a, b, out) && has_opposite(*out);
}

static bool plus(kl_int128 a, kl_int128 b, kl_int128 *out)
{
	return !__builtin_add_overflow(a, b, out) && has_opposite(*out);
}

bool kl_ratio_add(struct kl_ratio a, struct kl_ratio b, struct kl_ratio *out)
{
	kl_int128 left, right, over, under;

	if (a.under == b.under && plus(a.over, b.over, &over)) {
		*out = (struct kl_ratio){ over, a.under };
		return true;
	}
	if (times(a.over, b.under, &left) && times(b.over, a.under, &right)
			&& times(a.under, b.under, &under)
			&& plus(left, right, &over)) {
		*out = (struct kl_ratio){ over, under };
		return true;
	}
	a = kl_ratio_reduced(a);
	b = kl_ratio_reduced(b);
	kl_int128 common = divisor(a.under, b.under);
	if (!times(a.over, b.under / common, &left)
			|| !times(b.over, a.under / common, &right)
			|| !times(a.under, b.under / common, &under)
			|| !plus(left, right, &over))
		return false;
	*out = kl_ratio_reduced((struct kl_ratio){ over, under });
	return true;
}

bool kl_ratio_subtract(struct kl_ratio a, struct kl_ratio b,
	struct kl_ratio *out)
{
	return kl_ratio_add(a, kl_ratio_negate(b), out);
}

bool kl_ratio_multiply(struct kl_ratio a, struct kl_ratio b,
	struct kl_ratio *out)
{
	kl_int128 over, under;

	if (!times(a.over, b.over, &over) || !times(a.under, b.under, &under)) {
		struct kl_ratio x = kl_ratio_reduced((struct kl_ratio){ a.over, b.under });
		struct kl_ratio y = kl_ratio_reduced((struct kl_ratio){ b.over, a.under });
		if (!times(x.over, y.over, &over)
				|| !times(x.under, y.under, &under))
			return false;
	}
	*out = (struct kl_ratio){ over, under };
	return true;
}

bool kl_ratio_divide(struct kl_ratio a, struct kl_ratio b,
	struct kl_ratio *out)
{
	if (b.over == 0)
		return false;
	struct kl_ratio inverse = b.over > 0
		? (struct kl_ratio){ b.under, b.over }
		: (struct kl_ratio){ -b.under, -b.over };
	return kl_ratio_multiply(a, inverse, out);
}

/* Whether |value| goes up one unit, where *rest* of *under* is cut off. */
static bool goes_up(kl_int128 cut, kl_int128 rest, kl_int128 under,
	enum kl_rounding rounding)
{
	switch (rounding) {
	case KL_HALF_UP:
		return rest >= under - rest;
	case KL_HALF_EVEN:
		return rest > under - rest || (rest == under - rest && cut % 2 != 0);
	case KL_ROUND_UP:
		return rest > 0;
	case KL_ROUND_DOWN:
		break;
	}
	return false;
}

bool kl_ratio_round(struct kl_ratio a, int decimals, enum kl_rounding rounding,
	struct kl_decimal *out)
{
	kl_int128 most = kl_power_of_ten(KL_DECIMAL_DIGITS);
	struct kl_ratio scaled;

	if (decimals < 0 || decimals > KL_DECIMAL_DIGITS || !kl_ratio_multiply(a,
			(struct kl_ratio){ kl_power_of_ten(decimals), 1 }, &scaled))
		return false;
	bool negative = scaled.over < 0;
	if (negative)
		scaled.over = -scaled.over;
	kl_int128 cut = scaled.over / scaled.under;
	cut += goes_up(cut, scaled.over % scaled.under, scaled.under, rounding);
	if (cut >= most)
		return false;
	*out = (struct kl_decimal){ negative ? -cut : cut, decimals };
	return true;
}

bool kl_ratio_decimal(struct kl_ratio a, struct kl_decimal *out)
{
	int decimals = 0, twos = 0, fives = 0;

	a = kl_ratio_reduced(a);
	kl_int128 rest = a.under;
	for (; rest % 2 == 0; rest /= 2)
		twos++;
	for (; rest % 5 == 0; rest /= 5)
		fives++;
	decimals = twos > fives ? twos : fives;
	return rest == 1 && kl_ratio_round(a, decimals, KL_ROUND_DOWN, out);
}
