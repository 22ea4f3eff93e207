/* Fractions that fit are exact, and what does not fit is told. */
#include "base/ratio.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof (array) / sizeof *(array))

/* 2 to the power of it, up to 126. */
static kl_int128 two(int power)
{
	return (kl_int128)1 << power;
}

static struct kl_ratio ratio(kl_int128 over, kl_int128 under)
{
	return (struct kl_ratio){ over, under };
}

static bool is(struct kl_ratio got, kl_int128 over, kl_int128 under)
{
	return kl_ratio_compare(got, ratio(over, under)) == 0;
}

Test(ratio, sums_at_the_limit)
{
	const kl_int128 most = two(126) - 1 + two(126);
	struct kl_ratio sum;

	/* Only what they have in common in their lower parts makes these fit. */
	cr_assert(kl_ratio_add(ratio(1, two(100)), ratio(1, two(101)), &sum));
	cr_expect(is(sum, 3, two(101)));
	cr_assert(kl_ratio_subtract(ratio(1, two(101)), ratio(1, two(100)), &sum));
	cr_expect(is(sum, -1, two(101)));
	cr_assert(kl_ratio_add(ratio(most - 1, 1), ratio(1, 1), &sum));
	cr_expect(is(sum, most, 1));

	const struct {
		struct kl_ratio a, b;
	} beyond[] = {
		{ ratio(most, 1), ratio(1, 1) },
		{ ratio(-most, 1), ratio(-1, 1) },      /* its opposite does not exist */
		{ ratio(-most, 1), ratio(-2, 1) },
		{ ratio(two(120) + 1, 3), ratio(1, two(60)) },
		{ ratio(1, two(60)), ratio(two(120) + 1, 3) },
		{ ratio(1, two(100)), ratio(1, two(100) + 1) },
		{ ratio(two(125), 1), ratio(most, 2) },
	};
	for (size_t i = 0; i < COUNT(beyond); i++) {
		sum = ratio(7, 9);
		cr_expect_not(kl_ratio_add(beyond[i].a, beyond[i].b, &sum), "%zu", i);
		cr_expect(is(sum, 7, 9), "%zu: untouched", i);
	}
}

Test(ratio, products_at_the_limit)
{
	struct kl_ratio product;

	cr_assert(kl_ratio_multiply(ratio(two(100), 3), ratio(9, two(100)), &product));
	cr_expect(is(product, 3, 1));
	cr_assert(kl_ratio_multiply(ratio(5, two(100)), ratio(two(100), 7), &product));
	cr_expect(is(product, 5, 7));
	cr_assert(kl_ratio_divide(ratio(6, 1), ratio(-4, 5), &product));
	cr_expect(is(product, -15, 2));

	product = ratio(7, 9);
	cr_expect_not(kl_ratio_multiply(ratio(two(100), 1), ratio(two(100), 1), &product));
	cr_expect_not(kl_ratio_multiply(ratio(1, two(100)), ratio(1, two(100)), &product));
	cr_expect_not(kl_ratio_multiply(ratio(-two(64), 1), ratio(two(63), 1), &product),
		"its opposite does not exist");
	cr_expect_not(kl_ratio_divide(ratio(1, 1), ratio(0, 1), &product));
	cr_expect(is(product, 7, 9), "untouched");
}

Test(ratio, order_of_large_ones)
{
	cr_expect_eq(kl_ratio_compare(ratio(two(120), 3), ratio(two(120) + 1, 3)), -1);
	cr_expect_eq(kl_ratio_compare(ratio(two(120), two(119)), ratio(2, 1)), 0);
	cr_expect_eq(kl_ratio_compare(ratio(two(120) + 1, two(119)), ratio(2, 1)), 1);
	cr_expect_eq(kl_ratio_compare(ratio(2, 1), ratio(two(120) + 1, two(119))), -1);
	cr_expect_eq(kl_ratio_compare(ratio(-two(120) - 1, two(119)), ratio(-2, 1)), -1);
	cr_expect_eq(kl_ratio_compare(ratio(two(100), two(100) + 1),
		ratio(two(101) + 1, two(101) + 3)), -1);
}

Test(ratio, rounding)
{
	static const struct {
		int over, under, decimals;
		enum kl_rounding rounding;
		int wanted;
	} cases[] = {
		{ 1, 2, 0, KL_HALF_UP, 1 }, { -1, 2, 0, KL_HALF_UP, -1 },
		{ 49, 100, 0, KL_HALF_UP, 0 },
		{ 1, 2, 0, KL_HALF_EVEN, 0 }, { 3, 2, 0, KL_HALF_EVEN, 2 },
		{ 5, 2, 0, KL_HALF_EVEN, 2 }, { 51, 100, 0, KL_HALF_EVEN, 1 },
		{ 49, 100, 0, KL_HALF_EVEN, 0 }, { -3, 2, 0, KL_HALF_EVEN, -2 },
		{ 1, 1000, 0, KL_ROUND_UP, 1 }, { 2, 1, 0, KL_ROUND_UP, 2 },
		{ -1, 1000, 0, KL_ROUND_UP, -1 },
		{ 999, 1000, 0, KL_ROUND_DOWN, 0 }, { 2, 3, 2, KL_ROUND_DOWN, 66 },
		{ 2, 3, 2, KL_HALF_EVEN, 67 },
	};
	struct kl_decimal got;

	for (size_t i = 0; i < COUNT(cases); i++) {
		cr_assert(kl_ratio_round(ratio(cases[i].over, cases[i].under),
			cases[i].decimals, cases[i].rounding, &got));
		cr_expect(got.coefficient == cases[i].wanted, "%zu", i);
		cr_expect_eq(got.decimals, cases[i].decimals, "%zu", i);
	}
	cr_expect_not(kl_ratio_round(ratio(1, 3), -1, KL_HALF_UP, &got));
	cr_expect_not(kl_ratio_round(ratio(1, 3), KL_DECIMAL_DIGITS + 1, KL_HALF_UP, &got));
	cr_expect_not(kl_ratio_round(ratio(two(126), 1), 0, KL_HALF_UP, &got));
	cr_expect_not(kl_ratio_round(ratio(two(110), 3), 20, KL_HALF_UP, &got));
}

Test(ratio, decimals_that_end)
{
	struct kl_decimal got;

	cr_assert(kl_ratio_decimal(ratio(3, 24), &got));
	cr_expect(got.coefficient == 125 && got.decimals == 3);
	cr_assert(kl_ratio_decimal(ratio(-7, 25), &got));
	cr_expect(got.coefficient == -28 && got.decimals == 2);
	cr_assert(kl_ratio_decimal(ratio(10, 5), &got));
	cr_expect(got.coefficient == 2 && got.decimals == 0);
	cr_expect_not(kl_ratio_decimal(ratio(1, 3), &got));
	/* It ends, behind more decimals than are kept. */
	cr_expect_not(kl_ratio_decimal(ratio(1, two(40)), &got));
	cr_expect_not(kl_ratio_decimal(ratio(two(126), 1), &got));
}

/* "[1,4)": an end with a parenthesis is open; "3" is a point. */
static struct kl_range range(const char *text)
{
	struct kl_range made = { .low_open = *text == '(' };
	int low, high;
	char close;

	if (sscanf(text + 1, "%d,%d%c", &low, &high, &close) != 3) {
		cr_assert_eq(sscanf(text, "%d", &low), 1, "%s", text);
		return kl_range_point(kl_ratio_of(low));
	}
	made.low = kl_ratio_of(low);
	made.high = kl_ratio_of(high);
	made.high_open = close == ')';
	made.point = low == high;
	return made;
}

static void expect_range(const struct kl_range *got, const char *wanted, const char *what)
{
	struct kl_range want = range(wanted);

	cr_expect(kl_ratio_compare(got->low, want.low) == 0
		&& kl_ratio_compare(got->high, want.high) == 0
		&& got->low_open == want.low_open && got->high_open == want.high_open
		&& got->point == want.point, "%s: not %s", what, wanted);
}

typedef bool operation(const struct kl_range *a, const struct kl_range *b,
	struct kl_range *out);
typedef void choice(const struct kl_range *a, const struct kl_range *b,
	struct kl_range *out);

Test(range, operations)
{
	static const struct {
		operation *operation;
		const char *a, *b, *wanted;
	} cases[] = {
		{ kl_range_add, "[1,4]", "[2,3]", "[3,7]" },
		{ kl_range_add, "(1,4]", "[2,3)", "(3,7)" },
		{ kl_range_add, "[1,4]", "(2,3)", "(3,7)" },
		{ kl_range_add, "[1,4)", "(2,3]", "(3,7)" },
		{ kl_range_add, "2", "3", "5" },
		{ kl_range_subtract, "[1,4)", "[1,2]", "[-1,3)" },
		{ kl_range_multiply, "[-2,3]", "[-5,7]", "[-15,21]" },
		{ kl_range_multiply, "(1,4)", "[2,3]", "(2,12)" },
		{ kl_range_multiply, "[1,4]", "(2,3)", "(2,12)" },
		{ kl_range_multiply, "(0,4)", "[2,3]", "[0,12)" },
		/* Two ways lead to the end: the closed one is in it. */
		{ kl_range_multiply, "[-2,2]", "[-2,2)", "[-4,4]" },
		{ kl_range_multiply, "(-2,2]", "[-2,2)", "[-4,4)" },
		{ kl_range_multiply, "[-2,2)", "[-2,2]", "[-4,4]" },
		{ kl_range_divide, "[6,12]", "[2,3]", "[2,6]" },
		{ kl_range_divide, "[6,12]", "[-3,-2)", "(-6,-2]" },
	};
	struct kl_range got, a, b;

	for (size_t i = 0; i < COUNT(cases); i++) {
		a = range(cases[i].a);
		b = range(cases[i].b);
		cr_assert(cases[i].operation(&a, &b, &got), "%zu", i);
		expect_range(&got, cases[i].wanted, cases[i].a);
	}
	a = range("[1,4]");
	b = range("[0,3]");
	cr_expect_not(kl_range_divide(&a, &b, &got));
	b = range("[-3,0)");
	cr_expect_not(kl_range_divide(&a, &b, &got));
}

Test(range, too_large)
{
	const struct kl_ratio large = ratio(two(126), 1);
	struct kl_range a = kl_range_point(large), got;
	struct kl_range wide = kl_range_between(kl_ratio_of(1), large);

	cr_expect_not(kl_range_add(&a, &a, &got));
	cr_expect_not(kl_range_add(&wide, &wide, &got));
	cr_expect_not(kl_range_multiply(&a, &a, &got));
	cr_expect_not(kl_range_multiply(&wide, &wide, &got));
}

Test(range, choices)
{
	static const struct {
		choice *choice;
		const char *a, *b, *wanted;
	} cases[] = {
		{ kl_range_least, "[1,4]", "[2,3]", "[1,3]" },
		{ kl_range_least, "(1,4)", "[1,4]", "[1,4)" },
		{ kl_range_greatest, "[1,4]", "[2,3]", "[2,4]" },
		{ kl_range_greatest, "(1,4)", "[1,4]", "(1,4]" },
		{ kl_range_unite, "[1,2]", "[3,4]", "[1,4]" },
		{ kl_range_unite, "(1,4)", "[1,4]", "[1,4]" },
		{ kl_range_unite, "[1,4]", "(1,4)", "[1,4]" },
		{ kl_range_unite, "[3,4]", "(1,9)", "(1,9)" },
	};
	struct kl_range got;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct kl_range a = range(cases[i].a), b = range(cases[i].b);
		cases[i].choice(&a, &b, &got);
		expect_range(&got, cases[i].wanted, cases[i].a);
	}
	static const char *const absolutes[][2] = { { "[1,4)", "[1,4)" },
		{ "[-4,-1)", "(1,4]" }, { "[-4,1)", "[0,4]" }, { "(-1,4)", "[0,4)" },
		{ "(-4,0)", "(0,4)" }, { "-3", "3" } };
	for (size_t i = 0; i < COUNT(absolutes); i++) {
		struct kl_range a = range(absolutes[i][0]);
		kl_range_absolute(&a, &got);
		expect_range(&got, absolutes[i][1], absolutes[i][0]);
	}
}

/* H: holds, V: violated, U: cannot be decided; of equal, less and at most. */
Test(range, comparisons)
{
	static const char *const cases[][3] = {
		{ "2", "2", "HVH" }, { "2", "3", "VHH" }, { "3", "2", "VVV" },
		{ "[1,4]", "[2,3]", "UUU" }, { "[1,2]", "[3,4]", "VHH" },
		{ "[3,4]", "[1,2]", "VVV" }, { "[1,2]", "[2,3]", "UUH" },
		{ "[1,2)", "[2,3]", "VHH" }, { "[1,2]", "(2,3]", "VHH" },
		{ "[2,3]", "[1,2]", "UVU" }, { "(2,3]", "[1,2]", "VVV" },
		{ "[2,3]", "[1,2)", "VVV" }, { "2", "[2,3]", "UUH" },
		{ "2", "(2,3]", "VHH" }, { "[2,3]", "2", "UVU" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct kl_range a = range(cases[i][0]), b = range(cases[i][1]);
		const enum kl_outcome got[] = { kl_range_equal(&a, &b),
			kl_range_less(&a, &b), kl_range_at_most(&a, &b) };
		for (size_t j = 0; j < COUNT(got); j++)
			cr_expect_eq(got[j], cases[i][2][j] == 'H' ? KL_HOLDS
				: cases[i][2][j] == 'V' ? KL_VIOLATED : KL_UNDECIDED,
				"%s and %s: %zu", cases[i][0], cases[i][1], j);
	}
}

Test(range, text)
{
	const kl_int128 large = kl_power_of_ten(KL_DECIMAL_DIGITS - 2);
	const struct {
		struct kl_range range;
		const char *text;
	} cases[] = {
		{ kl_range_point(ratio(3, 5)), "0,6" },
		{ kl_range_point(ratio(1, 3)), "0,333..." },
		{ kl_range_between(kl_ratio_of(1), kl_ratio_of(4)), "1..4" },
		{ kl_range_between(ratio(-2, 3), ratio(1, 16)), "-0,666.....0,062..." },
		/* As many decimals as there is room for. */
		{ kl_range_point(ratio(3 * large + 1, 3)),
			"10000000000000000000000000000000000,3..." },
		{ kl_range_point(ratio(two(126), 1)), "a very large number" },
	};
	char text[KL_RANGE_TEXT];

	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t length = kl_range_format(&cases[i].range, ',', 3, text);
		cr_expect_str_eq(text, cases[i].text);
		cr_expect_eq(length, strlen(text));
	}
}

Test(range, of_an_interval)
{
	struct kl_interval interval = { .low = { .at = { 1, 0 }, .open = true },
		.high = { .at = { 45, 1 } } };
	struct kl_range got;

	cr_assert(kl_range_of_interval(&interval, &got));
	cr_expect(is(got.low, 1, 1) && is(got.high, 9, 2));
	cr_expect(got.low_open && !got.high_open && !got.point);
	interval.low.open = false;
	interval.high.open = true;
	cr_assert(kl_range_of_interval(&interval, &got));
	cr_expect(!got.low_open && got.high_open);
	/* One value, however its ends are told. */
	interval.high.at = (struct kl_decimal){ 10, 1 };
	cr_assert(kl_range_of_interval(&interval, &got));
	cr_expect(got.point && !got.low_open && !got.high_open);
	interval.high.infinite = true;
	cr_expect_not(kl_range_of_interval(&interval, &got));
	interval.high.infinite = false;
	interval.low.infinite = true;
	cr_expect_not(kl_range_of_interval(&interval, &got));
}
