#include "base/decimal.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "figures.h"
#include "random.h"

#define NINES_36 "999999999999999999999999999999999999"
#define ZEROS_36 "000000000000000000000000000000000000"
#define ZEROS_35 "00000000000000000000000000000000000"
#define MINUS "\xe2\x88\x92"

static void expect_text(struct kl_decimal value, char decimal_char,
	const char *wanted)
{
	char text[KL_DECIMAL_TEXT];
	size_t length = kl_decimal_format(value, decimal_char, text);

	cr_expect_str_eq(text, wanted, "%s instead of %s", text, wanted);
	cr_expect_eq(length, strlen(wanted), "%s", wanted);
}

Test(decimal, parsed)
{
	static const struct {
		const char *text, *group;
		char decimal_char;
		int decimals;
		int64_t coefficient;
	} cases[] = {
		{ "0", "", '.', 0, 0 },
		{ "-0", "", '.', 0, 0 },
		{ "12", "", '.', 0, 12 },
		{ "+12", "", '.', 0, 12 },
		{ "-12", "", '.', 0, -12 },
		{ MINUS "12", "", '.', 0, -12 },
		{ "12,30", "", ',', 2, 1230 },
		{ "-0.05", "", '.', 2, -5 },
		{ "12.", "", '.', 0, 12 },
		{ ".5", "", '.', 1, 5 },
		{ "-,5", "", ',', 1, -5 },
		{ "00012", "", '.', 0, 12 },
		{ "0.000", "", '.', 3, 0 },
		{ "1.234", ".", ',', 0, 1234 },
		{ "1.234.567,8", ".", ',', 1, 12345678 },
		{ "12 345", " ", ',', 0, 12345 },
		{ "999.999", ".", ',', 0, 999999 },
		{ "1234567", ".", ',', 0, 1234567 },
		{ "1\xc2\xa0" "234,50", "\xc2\xa0", ',', 2, 123450 },
		{ "-1'000", "'", '.', 0, -1000 },
		{ ZEROS_36 ZEROS_36 "7", "", '.', 0, 7 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_decimal got = { 77, 77 };
		cr_expect_eq(kl_decimal_parse(kl_span_of(cases[i].text),
			cases[i].decimal_char, kl_span_of(cases[i].group), &got),
			KL_PARSED, "%s", cases[i].text);
		cr_expect(got.coefficient == cases[i].coefficient, "%s", cases[i].text);
		cr_expect_eq(got.decimals, cases[i].decimals, "%s", cases[i].text);
	}
}

Test(decimal, scientific)
{
	/* NULL: not a number; "long": of too many digits. */
	static const struct {
		const char *text, *wanted, *last;
	} cases[] = {
		{ "1.5E3", "1500", "100" }, { "1.5e3", "1500", "100" },
		{ "15", "15", "1" }, { "-1.50E+1", "-15.0", "0.1" },
		{ "1E0", "1", "1" }, { "12E-3", "0.012", "0.001" },
		{ "1.5E-3", "0.0015", "0.0001" }, { "120E-1", "12.0", "0.1" },
		{ ".5E1", "5", "1" }, { "5.E1", "50", "10" },
		{ "0E999999999999", "0", NULL }, { "0E-99", "0." ZEROS_36, NULL },
		{ "1E35", "1" ZEROS_35, "1" ZEROS_35 },
		{ "1E36", "long", NULL }, { "1E-36", "0." ZEROS_35 "1", NULL },
		{ "1E-37", "long", NULL }, { "1E99999999999999999999", "long", NULL },
		{ NINES_36 "E0", NINES_36, "1" }, { NINES_36 "E1", "long", NULL },
		{ NINES_36 "9E-1", "long", NULL },
		{ "E3", NULL, NULL }, { "1E", NULL, NULL }, { "1E+", NULL, NULL },
		{ "1E1.5", NULL, NULL }, { "1E3E3", NULL, NULL },
		{ "1 E3", NULL, NULL }, { "1E 3", NULL, NULL }, { "1,5E3", NULL, NULL },
		{ "1D3", NULL, NULL }, { "", NULL, NULL },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_decimal got = { 77, 7 }, last = { 77, 7 };
		const char *wanted = cases[i].wanted;
		enum kl_parsed parsed = kl_decimal_parse_scientific(
			kl_span_of(cases[i].text), '.', (struct kl_span){ 0 }, &got,
			&last);
		cr_expect_eq(parsed, wanted == NULL ? KL_NOT_A_NUMBER
			: strcmp(wanted, "long") == 0 ? KL_TOO_LONG : KL_PARSED,
			"%s", cases[i].text);
		if (parsed == KL_PARSED)
			expect_text(got, '.', wanted);
		else
			cr_expect(got.decimals == 7 && last.decimals == 7);
		if (cases[i].last != NULL && parsed == KL_PARSED)
			expect_text(last, '.', cases[i].last);
	}
}

Test(decimal, not_parsed)
{
	static const struct {
		const char *text, *group;
		enum kl_parsed wanted;
	} cases[] = {
		{ "", "", KL_NOT_A_NUMBER },
		{ ",", "", KL_NOT_A_NUMBER },
		{ "-", "", KL_NOT_A_NUMBER },
		{ "-,", "", KL_NOT_A_NUMBER },
		{ "--1", "", KL_NOT_A_NUMBER },
		{ "+-1", "", KL_NOT_A_NUMBER },
		{ MINUS, "", KL_NOT_A_NUMBER },
		{ "\xe2\x88", "", KL_NOT_A_NUMBER },
		{ "1-", "", KL_NOT_A_NUMBER },
		{ "1e5", "", KL_NOT_A_NUMBER },
		{ "0x1", "", KL_NOT_A_NUMBER },
		{ "1,2,3", "", KL_NOT_A_NUMBER },
		{ "1.5", "", KL_NOT_A_NUMBER },
		{ " 1", "", KL_NOT_A_NUMBER },
		{ "1 ", "", KL_NOT_A_NUMBER },
		{ "12%", "", KL_NOT_A_NUMBER },
		{ "nan", "", KL_NOT_A_NUMBER },
		{ "\xd9\xa1", "", KL_NOT_A_NUMBER },
		{ "1.23", ".", KL_NOT_A_NUMBER },
		{ "1.2345", ".", KL_NOT_A_NUMBER },
		{ "1234.567", ".", KL_NOT_A_NUMBER },
		{ "1.234567", ".", KL_NOT_A_NUMBER },
		{ "1.234.56", ".", KL_NOT_A_NUMBER },
		{ ".123", ".", KL_NOT_A_NUMBER },
		{ "1..234", ".", KL_NOT_A_NUMBER },
		{ "1.234.", ".", KL_NOT_A_NUMBER },
		{ "1,234.567", ".", KL_NOT_A_NUMBER },
		{ NINES_36 "9", "", KL_TOO_LONG },
		{ "-" NINES_36 "9", "", KL_TOO_LONG },
		{ NINES_36 ",0", "", KL_TOO_LONG },
		{ "0," ZEROS_36 "1", "", KL_TOO_LONG },
		{ "0," ZEROS_36 "0", "", KL_TOO_LONG },
		{ NINES_36 "9x", "", KL_NOT_A_NUMBER },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_decimal got = { 77, 7 };
		cr_expect_eq(kl_decimal_parse(kl_span_of(cases[i].text), ',',
			kl_span_of(cases[i].group), &got), cases[i].wanted,
			"%s", cases[i].text);
		cr_expect(got.coefficient == 77 && got.decimals == 7,
			"%s: untouched", cases[i].text);
	}
}

/* Spans end by their length: what stands behind them is not read. */
Test(decimal, spans)
{
	const struct kl_span none = { 0 };
	struct kl_decimal got;

	cr_assert_eq(kl_decimal_parse((struct kl_span){ "1234", 2 }, '.', none,
		&got), KL_PARSED);
	cr_expect(got.coefficient == 12);
	cr_assert_eq(kl_decimal_parse((struct kl_span){ "12.5", 3 }, '.', none,
		&got), KL_PARSED);
	cr_expect(got.coefficient == 12 && got.decimals == 0);
	cr_expect_eq(kl_decimal_parse(none, '.', none, &got), KL_NOT_A_NUMBER);
	cr_expect_eq(kl_decimal_parse((struct kl_span){ "1.234", 4 }, ',',
		kl_span_of("."), &got), KL_NOT_A_NUMBER);
}

Test(decimal, formatted)
{
	static const struct {
		const char *text, *wanted;
	} cases[] = {
		{ "0", "0" }, { "-0", "0" }, { "0.00", "0,00" }, { "12", "12" },
		{ "-12.30", "-12,30" }, { ".5", "0,5" }, { "-.05", "-0,05" },
		{ "+007", "7" }, { NINES_36, NINES_36 },
		{ "-0." NINES_36, "-0," NINES_36 },
		{ "0." ZEROS_36, "0," ZEROS_36 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		expect_text(decimal(cases[i].text), ',', cases[i].wanted);
}

static kl_int128 largest(void)
{
	kl_int128 half = (kl_int128)1 << 126;

	return half - 1 + half;
}

Test(decimal, ends_of_the_range)
{
	struct kl_decimal most = { largest(), 0 }, least = { -largest() - 1, 0 };
	struct kl_decimal one = kl_decimal_of(1), got = { 5, 5 };

	expect_text(most, '.', "170141183460469231731687303715884105727");
	expect_text(least, '.', "-170141183460469231731687303715884105728");
	cr_expect_not(kl_decimal_add(most, one, &got));
	cr_expect_not(kl_decimal_subtract(least, one, &got));
	cr_expect_not(kl_decimal_subtract(kl_decimal_of(0), least, &got));
	cr_expect_not(kl_decimal_scale(least, -1, &got));
	cr_expect_not(kl_decimal_scale(most, 2, &got));
	cr_expect_not(kl_decimal_add(most, decimal("0.1"), &got));
	cr_expect(got.coefficient == 5 && got.decimals == 5, "untouched");
	cr_assert(kl_decimal_subtract(kl_decimal_of(-1), least, &got));
	cr_expect(got.coefficient == largest());
	cr_assert(kl_decimal_add(most, least, &got));
	cr_expect(got.coefficient == -1);
	cr_expect_eq(kl_decimal_compare(least, most), -1);
	cr_expect_eq(kl_decimal_compare(most, least), 1);
	cr_expect_eq(kl_decimal_compare(most,
		(struct kl_decimal){ largest(), 36 }), 1);
}

Test(decimal, compared)
{
	static const struct {
		const char *a, *b;
		int wanted;
	} cases[] = {
		{ "1.5", "1.50", 0 }, { "0", "-0.000", 0 }, { "1", "2", -1 },
		{ "-1", "-2", 1 }, { "-1.5", "-1.4", -1 }, { "-0.1", "0.1", -1 },
		{ "0.1", "0.09", 1 }, { "-0.5", "0", -1 }, { "10", "9.99", 1 },
		{ NINES_36, "0." NINES_36, 1 }, { "1", "0." NINES_36, 1 },
		{ "-1", "-0." NINES_36, -1 }, { "0." NINES_36, "0." NINES_36, 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_decimal a = decimal(cases[i].a), b = decimal(cases[i].b);
		cr_expect_eq(kl_decimal_compare(a, b), cases[i].wanted, "%s %s",
			cases[i].a, cases[i].b);
		cr_expect_eq(kl_decimal_compare(b, a), -cases[i].wanted, "%s %s",
			cases[i].b, cases[i].a);
	}
}

/* The same arithmetic once more, as one does it on paper: digits with DECIMALS
 * of them after the point, least first. */
enum { PAPER = 120, DECIMALS = 40 };

struct paper {
	bool negative;
	int digits[PAPER];
};

static struct paper paper_of(const char *text)
{
	struct paper paper = { 0 };
	const char *point = strchr(text, '.');
	int at;

	paper.negative = *text == '-';
	text += paper.negative;
	at = DECIMALS + (int)(point != NULL ? point - text
		: (ptrdiff_t)strlen(text));
	for (; *text != '\0'; text++) {
		if (*text != '.')
			paper.digits[--at] = *text - '0';
	}
	return paper;
}

static int paper_order(const struct paper *a, const struct paper *b)
{
	for (int i = PAPER - 1; i >= 0; i--) {
		if (a->digits[i] != b->digits[i])
			return a->digits[i] < b->digits[i] ? -1 : 1;
	}
	return 0;
}

static struct paper paper_sum(const struct paper *a, const struct paper *b)
{
	const struct paper *more = paper_order(a, b) < 0 ? b : a;
	const struct paper *less = more == a ? b : a;
	struct paper sum = { .negative = more->negative };
	int times = a->negative == b->negative ? 1 : -1, carry = 0;

	for (int i = 0; i < PAPER; i++) {
		int digit = more->digits[i] + times * less->digits[i] + carry;
		carry = digit < 0 ? -1 : digit / 10;
		sum.digits[i] = digit - 10 * carry;
	}
	return sum;
}

static struct paper paper_times(const struct paper *a, int64_t factor)
{
	struct paper product = { .negative = a->negative != (factor < 0) };
	uint64_t size = factor < 0 ? -(uint64_t)factor : (uint64_t)factor;
	kl_int128 carry = 0;

	for (int i = 0; i < PAPER; i++) {
		carry += (kl_int128)a->digits[i] * size;
		product.digits[i] = (int)(carry % 10);
		carry /= 10;
	}
	return product;
}

static void paper_write(const struct paper *paper, int decimals, char *out)
{
	int at = PAPER - 1;
	bool zero = true;

	for (int i = 0; i < PAPER; i++)
		zero = zero && paper->digits[i] == 0;
	if (paper->negative && !zero)
		*out++ = '-';
	while (at > DECIMALS && paper->digits[at] == 0)
		at--;
	for (; at >= DECIMALS - decimals; at--) {
		if (at == DECIMALS - 1)
			*out++ = '.';
		*out++ = (char)('0' + paper->digits[at]);
	}
	*out = '\0';
}

/* Whether the digits down to that decimal are a number below 2^127. */
static bool paper_fits(const struct paper *paper, int decimals)
{
	struct paper limit = paper_of("170141183460469231731687303715884105728");
	struct paper shifted = { 0 };

	for (int i = 0; i + decimals < PAPER; i++)
		shifted.digits[i + decimals] = paper->digits[i];
	return paper_order(&shifted, &limit) < 0;
}

/* Up to 36 digits; many nines and zeros, where carries run far. */
static void random_number(uint64_t *state, char *out)
{
	int digits = random_between(state, 1, KL_DECIMAL_DIGITS);
	int decimals = random_between(state, 0, digits);
	int taste = random_below(state, 4);

	if (random_below(state, 2) == 0)
		*out++ = '-';
	if (decimals == digits)
		*out++ = '0';
	for (int i = 0; i < digits; i++) {
		int digit = random_below(state, 10);
		if (taste < 2 && random_below(state, 4) != 0)
			digit = taste * 9;
		if (digits - i == decimals)
			*out++ = '.';
		*out++ = (char)('0' + digit);
	}
	*out = '\0';
}

static int decimals_of(const char *text)
{
	const char *point = strchr(text, '.');

	return point != NULL ? (int)strlen(point + 1) : 0;
}

static void check_sum(const char *left, const char *right, int sign)
{
	struct paper a = paper_of(left), b = paper_of(right), sum;
	struct kl_decimal got;
	char wanted[PAPER + 4], text[KL_DECIMAL_TEXT];
	int more = decimals_of(left), other = decimals_of(right);

	if (sign < 0)
		b.negative = !b.negative;
	if (other > more)
		more = other;
	sum = paper_sum(&a, &b);
	bool fits = paper_fits(&sum, more) && paper_fits(&a, more)
		&& paper_fits(&b, more);
	bool done = sign > 0
		? kl_decimal_add(decimal(left), decimal(right), &got)
		: kl_decimal_subtract(decimal(left), decimal(right), &got);
	if (done != fits)
		cr_assert_fail("%s and %s, sign %d: fits", left, right, sign);
	if (!done)
		return;
	kl_decimal_format(got, '.', text);
	paper_write(&sum, more, wanted);
	if (strcmp(text, wanted) != 0)
		cr_assert_fail("%s and %s, sign %d: %s, not %s", left, right, sign,
			text, wanted);
}

static void check_order(const char *left, const char *right)
{
	struct paper a = paper_of(left), b = paper_of(right);
	struct paper difference;
	bool zero = true;

	b.negative = !b.negative;
	difference = paper_sum(&a, &b);
	for (int i = 0; i < PAPER; i++)
		zero = zero && difference.digits[i] == 0;
	int wanted = zero ? 0 : difference.negative ? -1 : 1;
	if (kl_decimal_compare(decimal(left), decimal(right)) != wanted)
		cr_assert_fail("%s compared with %s", left, right);
}

static void check_product(const char *left, int64_t factor)
{
	struct paper a = paper_of(left), product = paper_times(&a, factor);
	struct kl_decimal got;
	char wanted[PAPER + 4], text[KL_DECIMAL_TEXT];
	int decimals = decimals_of(left);
	bool done = kl_decimal_scale(decimal(left), factor, &got);

	if (done != paper_fits(&product, decimals))
		cr_assert_fail("%s times %lld: fits", left, (long long)factor);
	if (!done)
		return;
	kl_decimal_format(got, '.', text);
	paper_write(&product, decimals, wanted);
	if (strcmp(text, wanted) != 0)
		cr_assert_fail("%s times %lld: %s, not %s", left,
			(long long)factor, text, wanted);
}

Test(decimal, same_as_on_paper)
{
	uint64_t state = 20041001;
	char left[KL_DECIMAL_TEXT], right[KL_DECIMAL_TEXT];

	for (int i = 0; i < 40000; i++) {
		random_number(&state, left);
		random_number(&state, right);
		check_sum(left, right, 1);
		check_sum(left, right, -1);
		check_order(left, right);
		check_product(left, (int64_t)random_next(&state)
			>> random_below(&state, 64));
	}
}

/* Neighbours differ in the last of 36 digits only. */
Test(decimal, neighbours)
{
	uint64_t state = 1;
	char left[KL_DECIMAL_TEXT], right[KL_DECIMAL_TEXT];

	for (int i = 0; i < 20000; i++) {
		random_number(&state, left);
		strcpy(right, left);
		char *last = right + strlen(right) - 1;
		*last = (char)('0' + random_below(&state, 10));
		check_order(left, right);
		check_sum(left, right, -1);
	}
}

Test(decimal, printed_as_read)
{
	uint64_t state = 2;
	char text[KL_DECIMAL_TEXT], back[KL_DECIMAL_TEXT], wanted[PAPER + 4];

	for (int i = 0; i < 20000; i++) {
		random_number(&state, text);
		struct paper paper = paper_of(text);
		paper_write(&paper, decimals_of(text), wanted);
		kl_decimal_format(decimal(text), '.', back);
		if (strcmp(back, wanted) != 0)
			cr_assert_fail("%s: %s, not %s", text, back, wanted);
	}
}

Test(decimal, nearest_double)
{
	uint64_t state = 3;
	char text[KL_DECIMAL_TEXT];

	cr_expect(kl_decimal_double(decimal("0.1")) == 0.1);
	cr_expect(kl_decimal_double(decimal("-12.30")) == -12.3);
	cr_expect(kl_decimal_double(decimal("9007199254740993")) == 0x1p53);
	cr_expect(kl_decimal_double(decimal(NINES_36)) == 1e36);
	for (int i = 0; i < 40000; i++) {
		random_number(&state, text);
		if (kl_decimal_double(decimal(text)) != strtod(text, NULL))
			cr_assert_fail("%s", text);
	}
}
