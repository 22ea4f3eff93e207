#include "table/cell.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define NBSP "\xc2\xa0"
#define MINUS "\xe2\x88\x92"
#define NINES_36 "999999999999999999999999999999999999"

/* A cell in one word: "3.70" exact, "~3.7[3.65,3.75)" rounded, "1..4" a range,
 * "?" unknown, "text", "long". */
static void write_cell(const struct kl_cell *cell, char *out)
{
	char value[KL_DECIMAL_TEXT], low[KL_DECIMAL_TEXT], high[KL_DECIMAL_TEXT];
	const struct kl_interval *interval = &cell->interval;
	bool all = interval->low.infinite && interval->high.infinite;

	kl_decimal_format(cell->value, '.', value);
	kl_decimal_format(interval->low.at, '.', low);
	kl_decimal_format(interval->high.at, '.', high);
	switch (cell->kind) {
	case KL_CELL_EXACT:
		sprintf(out, "%s%s", value, kl_interval_is_point(interval)
			&& strcmp(low, value) == 0 ? "" : " (interval)");
		return;
	case KL_CELL_ROUNDED:
		sprintf(out, "~%s%c%s,%s%c", value, interval->low.open ? '(' : '[',
			low, high, interval->high.open ? ')' : ']');
		return;
	case KL_CELL_RANGE:
		sprintf(out, "%s..%s%s", low, high, interval->low.open
			|| interval->high.open || all ? " (ends)" : "");
		return;
	case KL_CELL_UNKNOWN:
		sprintf(out, "?%s", all ? "" : " (interval)");
		return;
	case KL_CELL_TEXT:
		sprintf(out, "text%s", all ? "" : " (interval)");
		return;
	case KL_CELL_TOO_LONG:
		sprintf(out, "long%s", all ? "" : " (interval)");
		return;
	}
}

struct reading_case {
	const char *text, *wanted;
};

static void expect_cells(const struct kl_reading *reading,
	const struct reading_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct kl_cell cell;
		char got[4 * KL_DECIMAL_TEXT];
		memset(&cell, 0x5a, sizeof cell);
		kl_cell_read(kl_span_of(cases[i].text), reading, &cell);
		write_cell(&cell, got);
		cr_expect_str_eq(got, cases[i].wanted, "'%s' is %s, not %s",
			cases[i].text, got, cases[i].wanted);
	}
}

#define EXPECT_CELLS(reading, cases) \
	expect_cells((reading), (cases), sizeof (cases) / sizeof *(cases))

Test(cell, numbers)
{
	static const struct reading_case cases[] = {
		{ "0", "0" }, { "28", "28" }, { "-3", "-3" }, { MINUS "3", "-3" },
		{ "+3", "3" }, { "3.70", "3.70" }, { "007", "7" }, { " 12\t", "12" },
		{ NBSP "12" NBSP, "12" }, { NBSP " 12 " NBSP " ", "12" },
		{ "12.", "12" }, { ".5", "0.5" },
		{ "1 2", "text" }, { "1" NBSP "234", "text" }, { "3,7", "text" },
		{ "1e3", "text" }, { "12*", "text" }, { "7%", "text" },
		{ "Totaal", "text" }, { "2004-2005", "text" }, { "28\n", "text" },
		{ "NaN", "text" }, { "Inf", "text" },
		{ NINES_36, NINES_36 }, { NINES_36 "9", "long" },
		{ "0." NINES_36 "9", "long" },
	};
	struct kl_reading reading;

	kl_reading_init(&reading);
	EXPECT_CELLS(&reading, cases);
}

Test(cell, default_marks)
{
	static const struct reading_case cases[] = {
		{ "-", "0" }, { "\xe2\x80\x93", "0" }, { "---", "0" },
		{ " - ", "0" }, { NBSP "-" NBSP, "0" },
		{ "", "?" }, { " ", "?" }, { NBSP, "?" }, { "\t" NBSP " ", "?" },
		{ ".", "?" }, { "x", "?" }, { "*", "?" }, { "NULL", "?" },
		{ "n.v.t.", "?" }, { "nvt", "?" }, { "NVT", "?" },
		{ "--", "text" }, { "\xe2\x80\x94", "text" }, { "..", "text" },
		{ "X", "text" }, { "null", "text" }, { "**", "text" },
		{ "<5", "1..4" }, { "< 5", "1..4" }, { "<" NBSP "5", "1..4" },
		{ "<10", "1..9" }, { "<3", "1..2" }, { "<2", "1" },
		{ "<1", "text" }, { "<0", "text" }, { "<-5", "text" },
		{ "<", "text" }, { "<<5", "text" }, { "<5.0", "text" },
		{ "<x", "text" }, { ">5", "text" }, { "5<", "text" },
		{ "\xe2\x89\xa4" "5", "text" }, { "<=5", "text" },
		{ "<" NINES_36, "1..999999999999999999999999999999999998" },
	};
	struct kl_reading reading;

	kl_reading_init(&reading);
	EXPECT_CELLS(&reading, cases);
}

Test(cell, decimal_comma_and_groups)
{
	static const struct reading_case cases[] = {
		{ "3,7", "3.7" }, { "-0,05", "-0.05" }, { "1.234", "1234" },
		{ "1.234.567,8", "1234567.8" }, { "25.080", "25080" },
		{ "3.7", "text" }, { "1.2345", "text" }, { "1,2,3", "text" },
		{ "<1.000", "1..999" }, { "<5,0", "text" }, { ".", "?" },
		{ ",", "text" },
	};
	static const struct reading_case spaced[] = {
		{ "1" NBSP "234,5", "1234.5" }, { "1 234", "text" },
		{ NBSP "1" NBSP "234" NBSP, "1234" }, { "1.234", "text" },
	};
	struct kl_reading reading;

	kl_reading_init(&reading);
	reading.decimal_char = ',';
	reading.group_char = kl_span_of(".");
	EXPECT_CELLS(&reading, cases);
	reading.group_char = kl_span_of(NBSP);
	EXPECT_CELLS(&reading, spaced);
}

Test(cell, more_than_the_bare_number)
{
	static const struct reading_case cases[] = {
		{ "(=3,7%)", "3.7" }, { "(= 9,0%)", "9.0" }, { "EUR 5", "5" },
		{ "\xe2\x82\xac" NBSP "5,50", "5.50" }, { "100%", "100" },
		{ "5", "5" }, { "-5", "-5" }, { "EUR -5", "-5" }, { "+5%", "5" },
		{ "-\xe2\x82\xac" "5", "-5" }, { "-EUR 5,50", "-5.50" },
		{ "- 5", "-5" }, { MINUS "\xe2\x82\xac" " 5", "-5" },
		{ "--5", "text" }, { "-EUR -5", "text" }, { "EUR 5,-", "5" },
		{ "EUR-5", "-5" }, { "(-5)", "-5" }, { "a-EUR 5", "5" },
		{ MINUS "5%", "-5" }, { "EUR " MINUS "5", "-5" },
		{ "-,5%", "-0.5" }, { ",5%", "0.5" }, { "(1.234)", "1234" },
		{ "EUR 1.234,50 p.j.", "1234.50" }, { "1.234.", "1234" },
		{ "-", "0" }, { "---", "0" }, { "", "?" }, { "x", "?" },
		{ "n.v.t.", "?" }, { "onbekend", "text" }, { "3 van 4", "text" },
		{ "2004-2005", "text" }, { "%", "text" }, { "(-)", "text" },
		{ MINUS, "text" },
		{ "<5", "1..4" }, { "< 5", "1..4" }, { "<2", "1" },
		{ "<1", "text" }, { "<5%", "text" }, { "(<5)", "text" },
		{ ">95%", "text" },
		{ "EUR " NINES_36 "9", "long" },
	};
	struct kl_reading reading;

	kl_reading_init(&reading);
	reading.decimal_char = ',';
	reading.group_char = kl_span_of(".");
	reading.bare_number = false;
	EXPECT_CELLS(&reading, cases);
}

Test(cell, rounded_as_printed)
{
	static const struct reading_case cases[] = {
		{ "3.7", "~3.7[3.65,3.75)" }, { "3.70", "~3.70[3.695,3.705)" },
		{ "4", "~4[3.5,4.5)" }, { "-4", "~-4(-4.5,-3.5]" },
		{ "0", "~0(-0.5,0.5)" }, { "0.0", "~0.0(-0.05,0.05)" },
		/* A mark is no rounded figure. */
		{ "-", "0" }, { "<5", "1..4" }, { "", "?" }, { "x", "?" },
		{ "0.00000000000000000000000000000000001",
			"~0.00000000000000000000000000000000001"
			"[0.000000000000000000000000000000000005,"
			"0.000000000000000000000000000000000015)" },
		{ "0.000000000000000000000000000000000001", "long" },
	};
	static const struct reading_case up[] = {
		{ "3.7", "~3.7(3.6,3.7]" }, { "0", "~0[0,0]" },
		{ "-4", "~-4[-4,-3)" },
	};
	struct kl_reading reading;

	kl_reading_init(&reading);
	reading.rounded = KL_ROUNDED_PRINTED;
	EXPECT_CELLS(&reading, cases);
	reading.rounding = KL_ROUND_UP;
	EXPECT_CELLS(&reading, up);
}

Test(cell, rounded_to_a_unit)
{
	static const struct reading_case tens[] = {
		{ "130", "~130[125.0,135.0)" }, { "0", "~0(-5.0,5.0)" },
		{ "131", "131" }, { "135", "135" }, { "130.0", "~130.0[125.0,135.0)" },
		{ "130.5", "130.5" }, { "<10", "1..9" }, { "-", "0" },
	};
	static const struct reading_case thousandths[] = {
		{ "0.125", "~0.125[0.1245,0.1255)" }, { "0.1255", "0.1255" },
		{ NINES_36, "long" },
	};
	struct kl_reading reading;

	kl_reading_init(&reading);
	reading.rounded = KL_ROUNDED_UNIT;
	reading.unit = kl_decimal_of(10);
	EXPECT_CELLS(&reading, tens);
	reading.unit = (struct kl_decimal){ 1, 3 };
	EXPECT_CELLS(&reading, thousandths);
}

Test(cell, declared_marks_win)
{
	static const struct {
		const char *mark, *meaning;
	} declared[] = {
		{ "-", "unknown" }, { "", "0" }, { "<5", "0..4" }, { ".", "[1, 3]" },
		{ "99", "unknown" }, { "*", "2..2" }, { "-", "7" }, { "ca. 5", "4..6" },
	};
	static const struct reading_case cases[] = {
		{ "-", "?" }, { " - ", "?" }, { "", "0" }, { NBSP, "0" },
		{ "<5", "0..4" }, { "<6", "1..5" }, { ".", "1..3" }, { "99", "?" },
		{ "99.0", "99.0" }, { "*", "2" }, { "ca. 5", "4..6" }, { "x", "?" },
		{ "---", "0" },
	};
	struct kl_marker markers[sizeof declared / sizeof *declared];
	struct kl_reading reading;

	kl_reading_init(&reading);
	for (size_t i = 0; i < sizeof declared / sizeof *declared; i++)
		cr_assert(kl_marker_parse(kl_span_of(declared[i].mark),
			kl_span_of(declared[i].meaning), &markers[i]),
			"%s", declared[i].meaning);
	reading.markers = markers;
	reading.marker_count = sizeof markers / sizeof *markers;
	EXPECT_CELLS(&reading, cases);
	/* Also before a number is looked for among other characters. */
	reading.bare_number = false;
	EXPECT_CELLS(&reading, cases);
}

Test(cell, meanings_of_marks)
{
	static const struct {
		const char *meaning, *wanted;   /* NULL: refused */
	} cases[] = {
		{ "0", "0..0" }, { " 7 ", "7..7" }, { "-1.5", "-1.5..-1.5" },
		{ "1..4", "1..4" }, { " 1 .. 4 ", "1..4" }, { "[1, 4]", "1..4" },
		{ "[1,4]", "1..4" }, { "0.5..1.5", "0.5..1.5" }, { "-4..-1", "-4..-1" },
		{ "3..3", "3..3" }, { "unknown", "?" }, { " unknown ", "?" },
		{ "", NULL }, { "4..1", NULL }, { "[4, 1]", NULL }, { "1..", NULL },
		{ "..4", NULL }, { "..", NULL }, { "[]", NULL }, { "[1]", NULL },
		{ "[1, 2, 3]", NULL }, { "[1, 4", NULL }, { "1, 4", NULL },
		{ "Unknown", NULL }, { "five", NULL }, { "1,5", NULL },
		{ "<5", NULL }, { "1...4", NULL }, { NINES_36 "9", NULL },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_marker marker = { .mark = kl_span_of("untouched") };
		bool done = kl_marker_parse(kl_span_of(" m" NBSP),
			kl_span_of(cases[i].meaning), &marker);
		cr_expect_eq(done, cases[i].wanted != NULL, "'%s'",
			cases[i].meaning);
		cr_expect(kl_span_is(marker.mark, done ? "m" : "untouched"));
		if (!done || cases[i].wanted == NULL)
			continue;
		char got[KL_INTERVAL_TEXT] = "?", low[KL_DECIMAL_TEXT],
			high[KL_DECIMAL_TEXT];
		kl_decimal_format(marker.interval.low.at, '.', low);
		kl_decimal_format(marker.interval.high.at, '.', high);
		if (!marker.unknown)
			sprintf(got, "%s..%s", low, high);
		cr_expect_str_eq(got, cases[i].wanted, "'%s': %s",
			cases[i].meaning, got);
	}
}

/* Table Schema's number: with an exponent, and what XML Schema calls special. */
Test(cell, scientific)
{
	static const struct reading_case cases[] = {
		{ "1.5E3", "1500" }, { "-2e-2", "-0.02" }, { "15", "15" },
		{ "INF", "text" }, { "NaN", "text" },
		{ "infinity", "text" }, { "1E", "text" }, { "E3", "text" },
		{ "1E99", "long" }, { "<5", "1..4" }, { "-", "0" },
	};
	static const struct reading_case rounded[] = {
		{ "1.5E3", "~1500[1450.0,1550.0)" }, { "1.5", "~1.5[1.45,1.55)" },
		{ "1E-1", "~0.1[0.05,0.15)" },
	};
	static const struct reading_case bare[] = {
		{ "EUR 1.5E3", "1500" }, { "-EUR 1E1", "-10" }, { "1E3 p.j.", "1000" },
	};
	static const struct {
		const char *text;
		enum kl_special wanted;
	} specials[] = {
		{ "INF", KL_SPECIAL_INFINITE }, { "+inf", KL_SPECIAL_INFINITE },
		{ " -Inf ", KL_SPECIAL_NEGATIVE }, { "nAn", KL_SPECIAL_NAN },
		{ "-NaN", KL_SPECIAL_NONE }, { "", KL_SPECIAL_NONE },
		{ "IN", KL_SPECIAL_NONE }, { "1", KL_SPECIAL_NONE },
	};
	struct kl_reading reading;

	kl_reading_init(&reading);
	cr_expect_eq(kl_cell_special(kl_span_of("INF"), &reading),
		KL_SPECIAL_NONE);
	reading.scientific = true;
	EXPECT_CELLS(&reading, cases);
	for (size_t i = 0; i < sizeof specials / sizeof *specials; i++)
		cr_expect_eq(kl_cell_special(kl_span_of(specials[i].text),
			&reading), specials[i].wanted, "%s", specials[i].text);
	reading.rounded = KL_ROUNDED_PRINTED;
	EXPECT_CELLS(&reading, rounded);
	reading.rounded = KL_NOT_ROUNDED;
	reading.bare_number = false;
	EXPECT_CELLS(&reading, bare);
}

/* An empty cell may come without an address. */
Test(cell, absent)
{
	struct kl_reading reading;
	struct kl_cell cell;

	kl_reading_init(&reading);
	for (int bare = 0; bare < 2; bare++) {
		reading.bare_number = bare;
		kl_cell_read((struct kl_span){ 0 }, &reading, &cell);
		cr_expect_eq(cell.kind, KL_CELL_UNKNOWN);
	}
}
