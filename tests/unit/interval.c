#include "base/interval.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "figures.h"

/* "[1,2)": round brackets where the end is open; "-" for no end. */
static struct kl_bound bound(const char *text, size_t length, bool open)
{
	char copy[KL_DECIMAL_TEXT];

	snprintf(copy, sizeof copy, "%.*s", (int)length, text);
	if (strcmp(copy, "-") == 0)
		return (struct kl_bound){ { 0, 0 }, true, true };
	return (struct kl_bound){ decimal(copy), open, false };
}

static struct kl_interval interval(const char *text)
{
	size_t comma = strcspn(text, ","), length = strlen(text);

	return (struct kl_interval){
		bound(text + 1, comma - 1, *text == '('),
		bound(text + comma + 1, length - comma - 2, text[length - 1] == ')') };
}

static void write_interval(const struct kl_interval *a, char *out)
{
	char low[KL_DECIMAL_TEXT] = "-", high[KL_DECIMAL_TEXT] = "-";

	if (!a->low.infinite)
		kl_decimal_format(a->low.at, '.', low);
	if (!a->high.infinite)
		kl_decimal_format(a->high.at, '.', high);
	sprintf(out, "%c%s,%s%c", a->low.open ? '(' : '[', low, high,
		a->high.open ? ')' : ']');
}

static void expect_interval(const struct kl_interval *a, const char *wanted,
	const char *what)
{
	char got[KL_INTERVAL_TEXT];

	write_interval(a, got);
	cr_expect_str_eq(got, wanted, "%s: %s instead of %s", what, got, wanted);
}

Test(interval, rounded)
{
	static const struct {
		const char *value, *unit, *wanted[4];   /* by enum kl_rounding */
	} cases[] = {
		{ "23", "1", { "[22.5,23.5)", "(22.5,23.5)", "(22,23]", "[23,24)" } },
		{ "24", "1", { "[23.5,24.5)", "[23.5,24.5]", "(23,24]", "[24,25)" } },
		{ "-23", "1", { "(-23.5,-22.5]", "(-23.5,-22.5)", "[-23,-22)",
			"(-24,-23]" } },
		{ "-24", "1", { "(-24.5,-23.5]", "[-24.5,-23.5]", "[-24,-23)",
			"(-25,-24]" } },
		{ "0", "1", { "(-0.5,0.5)", "[-0.5,0.5]", "[0,0]", "(-1,1)" } },
		{ "3.7", "0.1", { "[3.65,3.75)", "(3.65,3.75)", "(3.6,3.7]",
			"[3.7,3.8)" } },
		{ "9.0", "0.1", { "[8.95,9.05)", "[8.95,9.05]", "(8.9,9.0]",
			"[9.0,9.1)" } },
		{ "130", "10", { "[125.0,135.0)", "(125.0,135.0)", "(120,130]",
			"[130,140)" } },
		{ "7.50", "2.5", { "[6.25,8.75)", "(6.25,8.75)", "(5.00,7.50]",
			"[7.50,10.00)" } },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		for (int rounding = KL_HALF_UP; rounding <= KL_ROUND_DOWN; rounding++) {
			struct kl_interval got, wanted =
				interval(cases[i].wanted[rounding]);
			cr_assert(kl_interval_rounded(decimal(cases[i].value),
				decimal(cases[i].unit), (enum kl_rounding)rounding,
				&got));
			cr_expect(kl_decimal_compare(got.low.at, wanted.low.at) == 0
				&& kl_decimal_compare(got.high.at, wanted.high.at) == 0
				&& got.low.open == wanted.low.open
				&& got.high.open == wanted.high.open
				&& !got.low.infinite && !got.high.infinite,
				"%s to %s, rounding %d", cases[i].value,
				cases[i].unit, rounding);
		}
	}
}

Test(interval, not_rounded)
{
	static const struct {
		const char *value, *unit;
	} cases[] = {
		{ "23", "10" }, { "3.75", "0.1" }, { "1", "0" }, { "1", "-1" },
		{ "0.000000000000000000000000000000000001",
			"0.000000000000000000000000000000000001" },
		{ "999999999999999999999999999999999999", "0.001" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_interval got = interval("[7,8)");
		cr_expect_not(kl_interval_rounded(decimal(cases[i].value),
			decimal(cases[i].unit), KL_HALF_UP, &got), "%s to %s",
			cases[i].value, cases[i].unit);
		expect_interval(&got, "[7,8)", "untouched");
	}
}

enum { STEPS = 8 };     /* of the fine grid in one unit */

static bool contains(const struct kl_interval *a, struct kl_decimal value)
{
	int low = kl_decimal_compare(value, a->low.at);
	int high = kl_decimal_compare(value, a->high.at);

	return (a->low.open ? low > 0 : low >= 0)
		&& (a->high.open ? high < 0 : high <= 0);
}

/* A value is in the interval of a figure exactly if it rounds to the figure. */
Test(interval, rounded_is_the_inverse_of_rounding)
{
	static const char *const units[] = { "1", "0.1", "10", "0.5", "25" };

	for (size_t u = 0; u < sizeof units / sizeof *units; u++) {
		struct kl_decimal unit = decimal(units[u]), step = unit, figure;
		step.coefficient *= 125;                /* an eighth */
		step.decimals += 3;
		for (int n = 0; n < 4 * 7; n++) {
			enum kl_rounding rounding = (enum kl_rounding)(n % 4);
			int units_printed = n / 4 - 3;
			struct kl_interval got;
			cr_assert(kl_decimal_scale(unit, units_printed, &figure));
			cr_assert(kl_interval_rounded(figure, unit, rounding, &got));
			for (int steps = -6 * STEPS; steps <= 6 * STEPS; steps++) {
				struct kl_decimal value;
				cr_assert(kl_decimal_scale(step, steps, &value));
				cr_expect_eq(contains(&got, value),
					round_to_units(steps, STEPS, rounding) == units_printed,
					"unit %s, rounding %d: %d eighths, %d printed",
					units[u], rounding, steps, units_printed);
			}
		}
	}
}

Test(interval, added)
{
	static const struct {
		const char *sum, *added;
		int64_t factor;
		const char *wanted;
	} cases[] = {
		{ "[0,0]", "[1,4]", 1, "[1,4]" },
		{ "[0,0]", "[1,4]", -1, "[-4,-1]" },
		{ "[1,2)", "[1,4]", 2, "[3,10)" },
		{ "[1,2)", "[1,4]", 0, "[1,2)" },
		{ "[1,2]", "[1,4)", -1, "(-3,1]" },
		{ "[1,2]", "(1,4]", -2, "[-7,0)" },
		{ "(1,2)", "[0.5,0.5]", 1, "(1.5,2.5)" },
		{ "[1,-)", "[1,4]", 1, "[2,-)" },
		{ "[1,2]", "[3,-)", -1, "(-,-1]" },
		{ "[1,2]", "(-,3)", 1, "(-,5)" },
		{ "(-,-)", "[1,2]", 1, "(-,-)" },
		{ "[1,2]", "(-,-)", 5, "(-,-)" },
		{ "[1,2]", "(-,-)", 0, "[1,2]" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_interval sum = interval(cases[i].sum);
		struct kl_interval added = interval(cases[i].added);
		cr_expect(kl_interval_add_scaled(&sum, &added, cases[i].factor));
		expect_interval(&sum, cases[i].wanted, cases[i].sum);
	}
}

Test(interval, overflow_leaves_the_sum)
{
	struct kl_interval sum = interval("[1,2)");
	struct kl_interval wide =
		interval("[0,999999999999999999999999999999999999]");

	cr_expect_not(kl_interval_add_scaled(&sum, &wide, 1000));
	cr_expect_not(kl_interval_add_scaled(&sum, &wide, -1000));
	expect_interval(&sum, "[1,2)", "untouched");
}

Test(interval, against_zero)
{
	static const struct {
		const char *text;
		enum kl_outcome zero, at_most;
	} cases[] = {
		{ "[0,0]", KL_HOLDS, KL_HOLDS },
		{ "[0.00,0]", KL_HOLDS, KL_HOLDS },
		{ "[1,1]", KL_VIOLATED, KL_VIOLATED },
		{ "[-1,-1]", KL_VIOLATED, KL_HOLDS },
		{ "[-1,1]", KL_UNDECIDED, KL_UNDECIDED },
		{ "[0,1]", KL_UNDECIDED, KL_UNDECIDED },
		{ "(0,1]", KL_VIOLATED, KL_VIOLATED },
		{ "[-1,0]", KL_UNDECIDED, KL_HOLDS },
		{ "[-1,0)", KL_VIOLATED, KL_HOLDS },
		{ "[-2,-1]", KL_VIOLATED, KL_HOLDS },
		{ "[1,2]", KL_VIOLATED, KL_VIOLATED },
		{ "(-,-)", KL_UNDECIDED, KL_UNDECIDED },
		{ "(-,0]", KL_UNDECIDED, KL_HOLDS },
		{ "(-,0)", KL_VIOLATED, KL_HOLDS },
		{ "(-,1]", KL_UNDECIDED, KL_UNDECIDED },
		{ "[0,-)", KL_UNDECIDED, KL_UNDECIDED },
		{ "(0,-)", KL_VIOLATED, KL_VIOLATED },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_interval a = interval(cases[i].text);
		cr_expect_eq(kl_interval_zero(&a), cases[i].zero, "%s",
			cases[i].text);
		cr_expect_eq(kl_interval_at_most_zero(&a), cases[i].at_most, "%s",
			cases[i].text);
	}
}

Test(interval, points)
{
	struct kl_interval all = kl_interval_all();
	struct kl_interval point = kl_interval_point(decimal("1.5"));
	struct kl_interval same = kl_interval_range(decimal("1.5"), decimal("1.50"));
	struct kl_interval range = kl_interval_range(decimal("1"), decimal("4"));

	cr_expect_not(kl_interval_is_point(&all));
	cr_expect(kl_interval_is_point(&point));
	cr_expect(kl_interval_is_point(&same));
	cr_expect_not(kl_interval_is_point(&range));
	expect_interval(&point, "[1.5,1.5]", "point");
	expect_interval(&range, "[1,4]", "range");
	expect_interval(&all, "(-,-)", "all");
}

Test(interval, formatted)
{
	static const struct {
		const char *text, *wanted;
	} cases[] = {
		{ "[23,23]", "23" }, { "[1.5,1.50]", "1,5" }, { "[22,25]", "22..25" },
		{ "[-0.5,0.5)", "-0,5..0,5" }, { "(-,25)", "<25" },
		{ "(-,25]", "<=25" }, { "(22,-)", ">22" }, { "[22.0,-)", ">=22" },
		{ "(-,-)", "anything" }, { "[39.50,40.0)", "39,5..40" },
		{ "[-10.00,0.0]", "-10..0" }, { "[1.50,1.50]", "1,50" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_interval a = interval(cases[i].text);
		char text[KL_INTERVAL_TEXT];
		size_t length = kl_interval_format(&a, ',', text);
		cr_expect_str_eq(text, cases[i].wanted, "%s", text);
		cr_expect_eq(length, strlen(cases[i].wanted));
	}
}
