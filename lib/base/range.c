#include "base/ratio.h"

#include <string.h>

struct kl_range kl_range_between(struct kl_ratio low, struct kl_ratio high)
{
	return (struct kl_range){ low, high, false, false,
		kl_ratio_compare(low, high) == 0 };
}

bool kl_range_of_interval(const struct kl_interval *interval,
	struct kl_range *out)
{
	if (interval->low.infinite || interval->high.infinite)
		return false;
	*out = kl_range_between(kl_ratio_of_decimal(interval->low.at),
		kl_ratio_of_decimal(interval->high.at));
	out->low_open = interval->low.open && !out->point;
	out->high_open = interval->high.open && !out->point;
	return true;
}

static bool point_or_not(struct kl_range *made, struct kl_range *out)
{
	made->point = !made->low_open && !made->high_open
		&& kl_ratio_compare(made->low, made->high) == 0;
	*out = *made;
	return true;
}

bool kl_range_add(const struct kl_range *a, const struct kl_range *b,
	struct kl_range *out)
{
	struct kl_range made = { .low_open = a->low_open || b->low_open,
		.high_open = a->high_open || b->high_open };

	if (!kl_ratio_add(a->low, b->low, &made.low))
		return false;
	if (a->point && b->point) {
		*out = kl_range_point(made.low);
		return true;
	}
	return kl_ratio_add(a->high, b->high, &made.high)
		&& point_or_not(&made, out);
}

void kl_range_negate(const struct kl_range *a, struct kl_range *out)
{
	*out = (struct kl_range){ kl_ratio_negate(a->high),
		kl_ratio_negate(a->low), a->high_open, a->low_open, a->point };
}

bool kl_range_subtract(const struct kl_range *a, const struct kl_range *b,
	struct kl_range *out)
{
	struct kl_range opposite;

	kl_range_negate(b, &opposite);
	return kl_range_add(a, &opposite, out);
}

/* An end of the result, from an end of each. */
struct end {
	struct kl_ratio at;
	bool open;
};

/* Of equal ends the closed one counts: it is in the result. */
static void take_end(struct kl_range *made, const struct end *end, bool first)
{
	int low = first ? -1 : kl_ratio_compare(end->at, made->low);
	int high = first ? 1 : kl_ratio_compare(end->at, made->high);

	if (low < 0 || (low == 0 && !end->open)) {
		made->low = end->at;
		made->low_open = end->open;
	}
	if (high > 0 || (high == 0 && !end->open)) {
		made->high = end->at;
		made->high_open = end->open;
	}
}

static bool combine(const struct kl_range *a, const struct kl_range *b,
	bool (*operation)(struct kl_ratio, struct kl_ratio, struct kl_ratio *),
	struct kl_range *out)
{
	struct kl_range made = { 0 };

	if (a->point && b->point) {
		if (!operation(a->low, b->low, &made.low))
			return false;
		*out = kl_range_point(made.low);
		return true;
	}
	for (int i = 0; i < 4; i++) {
		struct end end = { .open = (i & 1 ? a->high_open : a->low_open)
			|| (i & 2 ? b->high_open : b->low_open) };
		if (!operation(i & 1 ? a->high : a->low, i & 2 ? b->high : b->low,
				&end.at))
			return false;
		/* 0 times an open end is 0, and can be met. */
		end.open = end.open && kl_ratio_sign(end.at) != 0;
		take_end(&made, &end, i == 0);
	}
	return point_or_not(&made, out);
}

bool kl_range_multiply(const struct kl_range *a, const struct kl_range *b,
	struct kl_range *out)
{
	return combine(a, b, kl_ratio_multiply, out);
}

bool kl_range_divide(const struct kl_range *a, const struct kl_range *b,
	struct kl_range *out)
{
	if (kl_ratio_sign(b->low) <= 0 && kl_ratio_sign(b->high) >= 0)
		return false;
	return combine(a, b, kl_ratio_divide, out);
}

void kl_range_absolute(const struct kl_range *a, struct kl_range *out)
{
	struct kl_range opposite;

	if (kl_ratio_sign(a->low) >= 0) {
		*out = *a;
		return;
	}
	kl_range_negate(a, &opposite);
	if (kl_ratio_sign(a->high) > 0) {
		struct kl_range zero = kl_range_point(kl_ratio_of(0));
		kl_range_greatest(a, &opposite, &opposite);
		kl_range_greatest(&opposite, &zero, &opposite);
		opposite.low_open = false;
	}
	*out = opposite;
}

void kl_range_unite(const struct kl_range *a, const struct kl_range *b,
	struct kl_range *out)
{
	struct kl_range made = *a;
	struct end low = { b->low, b->low_open }, high = { b->high, b->high_open };

	take_end(&made, &low, false);
	take_end(&made, &high, false);
	point_or_not(&made, out);
}

/* -1 if the end of a is the lower one, as the low end of a range. */
static int compare_lows(const struct kl_range *a, const struct kl_range *b)
{
	int order = kl_ratio_compare(a->low, b->low);
	return order != 0 ? order : a->low_open - b->low_open;
}

static int compare_highs(const struct kl_range *a, const struct kl_range *b)
{
	int order = kl_ratio_compare(a->high, b->high);
	return order != 0 ? order : b->high_open - a->high_open;
}

static void choose(const struct kl_range *low, const struct kl_range *high,
	struct kl_range *out)
{
	struct kl_range made = { low->low, high->high, low->low_open,
		high->high_open, false };
	point_or_not(&made, out);
}

void kl_range_least(const struct kl_range *a, const struct kl_range *b,
	struct kl_range *out)
{
	choose(compare_lows(a, b) <= 0 ? a : b, compare_highs(a, b) <= 0 ? a : b,
		out);
}

void kl_range_greatest(const struct kl_range *a, const struct kl_range *b,
	struct kl_range *out)
{
	choose(compare_lows(a, b) >= 0 ? a : b, compare_highs(a, b) >= 0 ? a : b,
		out);
}

enum kl_outcome kl_range_equal(const struct kl_range *a,
	const struct kl_range *b)
{
	if (a->point && b->point)
		return kl_ratio_compare(a->low, b->low) == 0 ? KL_HOLDS : KL_VIOLATED;
	int left = kl_ratio_compare(a->high, b->low);
	int right = kl_ratio_compare(b->high, a->low);
	return left < 0 || right < 0
		|| (left == 0 && (a->high_open || b->low_open))
		|| (right == 0 && (b->high_open || a->low_open))
		? KL_VIOLATED : KL_UNDECIDED;
}

enum kl_outcome kl_range_less(const struct kl_range *a,
	const struct kl_range *b)
{
	int order = kl_ratio_compare(a->high, b->low);

	if (a->point && b->point)
		return order < 0 ? KL_HOLDS : KL_VIOLATED;
	if (order < 0 || (order == 0 && (a->high_open || b->low_open)))
		return KL_HOLDS;
	return kl_ratio_compare(a->low, b->high) >= 0 ? KL_VIOLATED
		: KL_UNDECIDED;
}

enum kl_outcome kl_range_at_most(const struct kl_range *a,
	const struct kl_range *b)
{
	switch (kl_range_less(b, a)) {
	case KL_HOLDS:
		return KL_VIOLATED;
	case KL_VIOLATED:
		return KL_HOLDS;
	case KL_UNDECIDED:
		break;
	}
	return KL_UNDECIDED;
}

static size_t format_ratio(struct kl_ratio a, char decimal_char, int most,
	char *out)
{
	struct kl_decimal value;

	if (kl_ratio_decimal(a, &value) && value.decimals <= most)
		return kl_decimal_format(value, decimal_char, out);
	for (; most >= 0; most--) {
		if (kl_ratio_round(a, most, KL_ROUND_DOWN, &value)) {
			size_t length = kl_decimal_format(value, decimal_char, out);
			strcpy(out + length, "...");
			return length + 3;
		}
	}
	strcpy(out, "a very large number");
	return strlen(out);
}

size_t kl_range_format(const struct kl_range *a, char decimal_char, int most,
	char *out)
{
	size_t length = format_ratio(a->low, decimal_char, most, out);

	if (a->point)
		return length;
	strcpy(out + length, "..");
	return length + 2 + format_ratio(a->high, decimal_char, most,
		out + length + 2);
}
