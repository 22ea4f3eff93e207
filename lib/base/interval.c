#include "base/interval.h"

#include <stdio.h>

struct kl_interval kl_interval_point(struct kl_decimal value)
{
	return kl_interval_range(value, value);
}

struct kl_interval kl_interval_range(struct kl_decimal low, struct kl_decimal high)
{
	return (struct kl_interval){
		{ low, false, false }, { high, false, false } };
}

struct kl_interval kl_interval_all(void)
{
	struct kl_bound none = { { 0, 0 }, true, true };

	return (struct kl_interval){ none, none };
}

/* Whether value is a multiple of unit, and if so an even one. */
static bool is_multiple(struct kl_decimal value, struct kl_decimal unit,
	bool *even)
{
	struct kl_decimal zero = { 0, unit.decimals }, aligned;
	struct kl_decimal no = { 0, value.decimals }, step;

	if (!kl_decimal_add(value, zero, &aligned)
			|| !kl_decimal_add(unit, no, &step) || step.coefficient <= 0)
		return false;
	*even = aligned.coefficient / step.coefficient % 2 == 0;
	return aligned.coefficient % step.coefficient == 0;
}

/* [value - down, value + up] with the given ends open. */
static bool around(struct kl_decimal value, struct kl_decimal down,
	struct kl_decimal up, bool low_open, bool high_open,
	struct kl_interval *out)
{
	struct kl_interval made = { { value, low_open, false },
		{ value, high_open, false } };

	if (!kl_decimal_subtract(value, down, &made.low.at)
			|| !kl_decimal_add(value, up, &made.high.at))
		return false;
	*out = made;
	return true;
}

bool kl_interval_rounded(struct kl_decimal value, struct kl_decimal unit,
	enum kl_rounding rounding, struct kl_interval *out)
{
	const struct kl_decimal none = { 0, 0 };
	struct kl_decimal half;
	int sign = kl_decimal_sign(value);
	bool even = false;

	if (!is_multiple(value, unit, &even) || unit.decimals >= KL_DECIMAL_DIGITS
			|| !kl_decimal_scale(unit, 5, &half))
		return false;
	half.decimals++;
	switch (rounding) {
	case KL_HALF_UP:
		return around(value, half, half, sign <= 0, sign >= 0, out);
	case KL_HALF_EVEN:
		return around(value, half, half, !even, !even, out);
	case KL_ROUND_UP:
		if (sign == 0)
			return around(value, none, none, false, false, out);
		return sign > 0 ? around(value, unit, none, true, false, out)
			: around(value, none, unit, false, true, out);
	case KL_ROUND_DOWN:
		if (sign == 0)
			return around(value, unit, unit, true, true, out);
		return sign > 0 ? around(value, none, unit, false, true, out)
			: around(value, unit, none, true, false, out);
	}
	return false;
}

bool kl_interval_is_point(const struct kl_interval *a)
{
	return !a->low.infinite && !a->high.infinite
		&& kl_decimal_compare(a->low.at, a->high.at) == 0;
}

static bool add_bound(struct kl_bound *sum, const struct kl_bound *a,
	int64_t factor)
{
	struct kl_decimal scaled;

	if (sum->infinite || a->infinite) {
		*sum = (struct kl_bound){ { 0, 0 }, true, true };
		return true;
	}
	if (!kl_decimal_scale(a->at, factor, &scaled)
			|| !kl_decimal_add(sum->at, scaled, &sum->at))
		return false;
	sum->open = sum->open || a->open;
	return true;
}

bool kl_interval_add_scaled(struct kl_interval *sum,
	const struct kl_interval *a, int64_t factor)
{
	struct kl_interval made = *sum;

	if (factor == 0)
		return true;
	if (!add_bound(&made.low, factor > 0 ? &a->low : &a->high, factor)
			|| !add_bound(&made.high, factor > 0 ? &a->high : &a->low, factor))
		return false;
	*sum = made;
	return true;
}

/* Sign of the least (or greatest) value: an open end at 0 is beyond it. */
static int low_sign(const struct kl_interval *a)
{
	if (a->low.infinite)
		return -1;
	int sign = kl_decimal_sign(a->low.at);
	return sign == 0 && a->low.open ? 1 : sign;
}

static int high_sign(const struct kl_interval *a)
{
	if (a->high.infinite)
		return 1;
	int sign = kl_decimal_sign(a->high.at);
	return sign == 0 && a->high.open ? -1 : sign;
}

enum kl_outcome kl_interval_zero(const struct kl_interval *a)
{
	if (low_sign(a) > 0 || high_sign(a) < 0)
		return KL_VIOLATED;
	return kl_interval_is_point(a) ? KL_HOLDS : KL_UNDECIDED;
}

enum kl_outcome kl_interval_at_most_zero(const struct kl_interval *a)
{
	if (low_sign(a) > 0)
		return KL_VIOLATED;
	return high_sign(a) <= 0 ? KL_HOLDS : KL_UNDECIDED;
}

/* 40.0 as an end is 40: its decimals come from half a unit, not from print. */
static void format_end(struct kl_decimal end, char decimal_char, char *out)
{
	while (end.decimals > 0 && end.coefficient % 10 == 0) {
		end.coefficient /= 10;
		end.decimals--;
	}
	kl_decimal_format(end, decimal_char, out);
}

size_t kl_interval_format(const struct kl_interval *a, char decimal_char,
	char *out)
{
	char low[KL_DECIMAL_TEXT], high[KL_DECIMAL_TEXT];
	int length;

	if (kl_interval_is_point(a)) {
		kl_decimal_format(a->low.at, decimal_char, low);
	} else {
		format_end(a->low.at, decimal_char, low);
		format_end(a->high.at, decimal_char, high);
	}
	if (a->low.infinite && a->high.infinite)
		length = snprintf(out, KL_INTERVAL_TEXT, "anything");
	else if (a->low.infinite)
		length = snprintf(out, KL_INTERVAL_TEXT, "%s%s",
			a->high.open ? "<" : "<=", high);
	else if (a->high.infinite)
		length = snprintf(out, KL_INTERVAL_TEXT, "%s%s",
			a->low.open ? ">" : ">=", low);
	else if (kl_interval_is_point(a))
		length = snprintf(out, KL_INTERVAL_TEXT, "%s", low);
	else
		length = snprintf(out, KL_INTERVAL_TEXT, "%s..%s", low, high);
	return length > 0 ? (size_t)length : 0;
}
