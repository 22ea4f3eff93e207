/* What a cell becomes when it is cleaned, why, and what is left. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "clean/cell.h"

static struct kl_field field_of(enum kl_field_type type, const char *pattern,
	char decimal_char, const char *group_char)
{
	struct kl_field field = { .name = kl_span_of("x"), .type = type,
		.pattern = kl_span_of(pattern) };

	kl_reading_init(&field.reading);
	field.reading.decimal_char = decimal_char;
	field.reading.group_char = kl_span_of(group_char);
	field.reading.scientific = type == KL_TYPE_NUMBER;
	return field;
}

struct expected {
	const char *in, *out;           /* out NULL: as it is */
	enum kl_clean_word why, left;
};

/* Cleans the cell, and what became of it once more, by the new field. */
static void expect(const struct kl_field *from, const struct kl_clean_code *code,
	const struct expected *e)
{
	struct kl_field to = kl_clean_target(from, false), again = kl_clean_target(
		&to, false);
	struct kl_clean_column column = { .from = from, .to = &to, .codes = code,
		.code_count = code != NULL };
	struct kl_clean_column second = { .from = &to, .to = &again, .codes = code,
		.code_count = code != NULL };
	struct kl_arena arena = { 0 };
	struct kl_clean_cell cell, twice;
	const char *out = e->out != NULL ? e->out : e->in;

	cr_assert(kl_clean_cell(&column, kl_span_of(e->in), &arena, &cell));
	cr_expect(kl_span_is(cell.text, out), "'%s' became '%.*s', not '%s'", e->in,
		(int)cell.text.length, cell.text.at, out);
	cr_expect_eq(cell.why.words[0], e->why, "'%s': %s", e->in,
		kl_clean_text(cell.why.words[0]));
	cr_expect_eq(cell.left, e->left, "'%s': %s", e->in,
		kl_clean_text(cell.left));
	cr_assert(kl_clean_cell(&second, cell.text, &arena, &twice));
	cr_expect(kl_span_equal(cell.text, twice.text), "'%s' became '%.*s', then "
		"'%.*s'", e->in, (int)cell.text.length, cell.text.at,
		(int)twice.text.length, twice.text.at);
	/* What needs no look needs no change. */
	cr_assert(kl_clean_column_ready(&column, &arena));
	cr_expect(!kl_clean_is_plain(&column, kl_span_of(e->in))
		|| (kl_span_is(cell.text, e->in) && cell.left == KL_CLEAN_NOTHING),
		"'%s' is taken to be clean", e->in);
	kl_arena_release(&arena);
}

Test(clean_cell, blanks)
{
	static const struct expected cases[] = {
		{ "", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
		{ "a b", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
		{ " a  b\t", "a  b", KL_CLEAN_blanks, KL_CLEAN_NOTHING },
		{ " ", "", KL_CLEAN_blanks, KL_CLEAN_NOTHING },
		{ "\xc2\xa0" "a\xc2\xa0", "a", KL_CLEAN_blanks, KL_CLEAN_NOTHING },
		{ "\xe2\x80\xaf" "a", "a", KL_CLEAN_blanks, KL_CLEAN_NOTHING },
		{ "a\xe2\x80\x8b", "a", KL_CLEAN_blanks, KL_CLEAN_NOTHING },
		{ "\xef\xbb\xbf" "a", "a", KL_CLEAN_blanks, KL_CLEAN_NOTHING },
		{ "\xe3\x80\x80" "a\r\n", "a", KL_CLEAN_blanks, KL_CLEAN_NOTHING },
		{ "a\nb", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
		/* Letters that share bytes with blanks. */
		{ "\xc3\xa0", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
		{ "\xe2\x82\xac 5", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
		{ "x\xe2\x80\xa6", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
		{ "\xc5\xa0", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
		{ "007", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
		{ "n.v.t", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
		/* Bytes that are no UTF-8 are not looked into. */
		{ "\xa0", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
		{ "a\x80", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
	};
	const struct kl_field field = field_of(KL_TYPE_STRING, NULL, '.', "");

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		expect(&field, NULL, &cases[i]);
}

/* Two of them differ in case only. */
Test(clean_cell, declared_words)
{
	static const struct kl_span words[] = { { "BBL", 3 }, { "Bol", 3 },
		{ "bbl-x", 5 }, { "bol", 3 } };
	static const struct expected cases[] = {
		{ "BBL", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
		{ "bbl", "BBL", KL_CLEAN_word, KL_CLEAN_NOTHING },
		{ " bBL-X", "bbl-x", KL_CLEAN_blanks, KL_CLEAN_NOTHING },
		{ "bol", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
		{ "BOL", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
		{ "bb", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
	};
	struct kl_field field = field_of(KL_TYPE_STRING, NULL, '.', "");

	field.constraints.values.texts = words;
	field.constraints.values.count = sizeof words / sizeof *words;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		expect(&field, NULL, &cases[i]);
}

Test(clean_cell, dutch_numbers)
{
	static const struct expected cases[] = {
		{ "12", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
		{ "1.234,50", "1234.50", KL_CLEAN_number, KL_CLEAN_NOTHING },
		{ "1234,5", "1234.5", KL_CLEAN_number, KL_CLEAN_NOTHING },
		{ "1.234", "1234", KL_CLEAN_number, KL_CLEAN_NOTHING },
		{ "12.34", NULL, KL_CLEAN_NOTHING, KL_CLEAN_not_number },
		{ "-1.234.567,8900", "-1234567.8900", KL_CLEAN_number,
			KL_CLEAN_NOTHING },
		{ "\xe2\x88\x92" "5,0", "-5.0", KL_CLEAN_number, KL_CLEAN_NOTHING },
		{ "+5", "5", KL_CLEAN_number, KL_CLEAN_NOTHING },
		{ ",5", ".5", KL_CLEAN_number, KL_CLEAN_NOTHING },
		{ "5,", "5", KL_CLEAN_number, KL_CLEAN_NOTHING },
		{ "007,10", "007.10", KL_CLEAN_number, KL_CLEAN_NOTHING },
		{ "1,5E3", "1.5E3", KL_CLEAN_number, KL_CLEAN_NOTHING },
		{ "INF", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
		{ " 5,5 ", "5.5", KL_CLEAN_blanks, KL_CLEAN_NOTHING },
		{ "vijf", NULL, KL_CLEAN_NOTHING, KL_CLEAN_not_number },
		{ "5 uur", NULL, KL_CLEAN_NOTHING, KL_CLEAN_not_number },
		{ "1234567890123456789012345678901234567", NULL, KL_CLEAN_NOTHING,
			KL_CLEAN_number_long },
		/* Marks. */
		{ "-", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
		{ "\xe2\x80\x93", "-", KL_CLEAN_mark, KL_CLEAN_NOTHING },
		{ "---", "-", KL_CLEAN_mark, KL_CLEAN_NOTHING },
		{ "--", NULL, KL_CLEAN_NOTHING, KL_CLEAN_not_number },
		{ "nvt", "n.v.t.", KL_CLEAN_mark, KL_CLEAN_NOTHING },
		{ "N.V.T.", "n.v.t.", KL_CLEAN_mark, KL_CLEAN_NOTHING },
		{ "null", "NULL", KL_CLEAN_mark, KL_CLEAN_NOTHING },
		{ "X", "x", KL_CLEAN_mark, KL_CLEAN_NOTHING },
		{ ".", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
		{ "*", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
		{ "<5", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
		{ "< 5", "<5", KL_CLEAN_mark, KL_CLEAN_NOTHING },
		{ "<1.000", "<1000", KL_CLEAN_number, KL_CLEAN_NOTHING },
		{ ">5", NULL, KL_CLEAN_NOTHING, KL_CLEAN_not_number },
	};
	const struct kl_field field = field_of(KL_TYPE_NUMBER, NULL, ',', ".");

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		expect(&field, NULL, &cases[i]);
}

Test(clean_cell, integers)
{
	static const struct expected cases[] = {
		{ "12", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
		{ "12.0", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
		{ "12.5", NULL, KL_CLEAN_NOTHING, KL_CLEAN_not_whole },
		{ "1 234", "1234", KL_CLEAN_number, KL_CLEAN_NOTHING },
	};
	const struct kl_field field = field_of(KL_TYPE_INTEGER, NULL, '.', " ");

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		expect(&field, NULL, &cases[i]);
}

/* What stands around a number stays; what would be read otherwise is left. */
Test(clean_cell, numbers_with_text)
{
	static const struct expected cases[] = {
		{ "(=3,7%)", "(=3.7%)", KL_CLEAN_number, KL_CLEAN_NOTHING },
		{ "\xe2\x82\xac 1.250,00", "\xe2\x82\xac 1250.00", KL_CLEAN_number,
			KL_CLEAN_NOTHING },
		{ "ca. 5", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
		{ "nr.5", NULL, KL_CLEAN_NOTHING, KL_CLEAN_not_number },
		{ "5", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
	};
	struct kl_field field = field_of(KL_TYPE_NUMBER, NULL, ',', ".");

	field.reading.bare_number = false;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		expect(&field, NULL, &cases[i]);
}

/* A declared mark keeps its spelling, and what it stands for is never changed. */
Test(clean_cell, declared_marks)
{
	static const struct expected cases[] = {
		{ "geen", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
		{ "Geen", NULL, KL_CLEAN_NOTHING, KL_CLEAN_not_number },
		{ "Onb.", "onb.", KL_CLEAN_mark, KL_CLEAN_NOTHING },
		{ "nvt", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
		/* Here it is unknown: the dash that is 0 must not become it. */
		{ "-", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
		{ "\xe2\x80\x93", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
	};
	struct kl_marker markers[4];
	struct kl_field field = field_of(KL_TYPE_NUMBER, NULL, '.', "");

	cr_assert(kl_marker_parse(kl_span_of("geen"), kl_span_of("0"), markers));
	cr_assert(kl_marker_parse(kl_span_of("onb."), kl_span_of("unknown"),
		markers + 1));
	cr_assert(kl_marker_parse(kl_span_of("nvt"), kl_span_of("unknown"),
		markers + 2));
	cr_assert(kl_marker_parse(kl_span_of("-"), kl_span_of("unknown"),
		markers + 3));
	field.reading.markers = markers;
	field.reading.marker_count = 4;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		expect(&field, NULL, &cases[i]);
}

Test(clean_cell, dates)
{
	static const struct expected dutch[] = {
		{ "1-8-2022", "2022-08-01", KL_CLEAN_date, KL_CLEAN_NOTHING },
		{ "31-12-0999", "0999-12-31", KL_CLEAN_date, KL_CLEAN_NOTHING },
		{ "29-2-2000", "2000-02-29", KL_CLEAN_date, KL_CLEAN_NOTHING },
		{ "29-2-1900", NULL, KL_CLEAN_NOTHING, KL_CLEAN_not_date },
		{ "01-03-2000", "2000-03-01", KL_CLEAN_date, KL_CLEAN_NOTHING },
		{ "2022-08-01", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
		{ "8/1/2022", NULL, KL_CLEAN_NOTHING, KL_CLEAN_not_date },
		{ "NVT", "n.v.t.", KL_CLEAN_mark, KL_CLEAN_NOTHING },
		{ "", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
	};
	static const struct expected iso[] = {
		{ "2022-08-01", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
		{ "2022-8-1", "2022-08-01", KL_CLEAN_date, KL_CLEAN_NOTHING },
		{ "2022-08-01 00:00:00", "2022-08-01", KL_CLEAN_date,
			KL_CLEAN_NOTHING },
		{ "2022-08-01 13:00:00", NULL, KL_CLEAN_NOTHING, KL_CLEAN_not_date },
		{ "1-8-2022", NULL, KL_CLEAN_NOTHING, KL_CLEAN_not_date },
		{ "2022-13-01", NULL, KL_CLEAN_NOTHING, KL_CLEAN_not_date },
	};
	const struct kl_field first = field_of(KL_TYPE_DATE, "%d-%m-%Y", '.', "");
	const struct kl_field second = field_of(KL_TYPE_DATE, NULL, '.', "");

	for (size_t i = 0; i < sizeof dutch / sizeof *dutch; i++)
		expect(&first, NULL, &dutch[i]);
	for (size_t i = 0; i < sizeof iso / sizeof *iso; i++)
		expect(&second, NULL, &iso[i]);
}

Test(clean_cell, times)
{
	static const struct {
		enum kl_field_type type;
		const char *pattern;
		struct expected e;
	} cases[] = {
		{ KL_TYPE_TIME, "%H.%M", { "9.05", "09:05:00", KL_CLEAN_time,
			KL_CLEAN_NOTHING } },
		{ KL_TYPE_TIME, "%I:%M %p", { "12:30 am", "00:30:00", KL_CLEAN_time,
			KL_CLEAN_NOTHING } },
		{ KL_TYPE_TIME, "%H:%M", { "25:00", NULL, KL_CLEAN_NOTHING,
			KL_CLEAN_not_time } },
		{ KL_TYPE_DATETIME, "%d-%m-%y %H:%M:%S.%f", { "1-8-22 7:00:01.250",
			"2022-08-01T07:00:01.25", KL_CLEAN_datetime,
			KL_CLEAN_NOTHING } },
		/* The zone would be lost, and so would the day that is not there. */
		{ KL_TYPE_DATETIME, "%Y-%m-%d %H:%M%z", { "2022-08-01 07:00+0200",
			NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING } },
		{ KL_TYPE_DATE, "%m-%Y", { "8-2022", NULL, KL_CLEAN_NOTHING,
			KL_CLEAN_NOTHING } },
		{ KL_TYPE_DATE, "%j/%Y", { "60/2024", "2024-02-29", KL_CLEAN_date,
			KL_CLEAN_NOTHING } },
		{ KL_TYPE_DATE, "%d %B %Y", { "1 august 2022", "2022-08-01",
			KL_CLEAN_date, KL_CLEAN_NOTHING } },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct kl_field field = field_of(cases[i].type,
			cases[i].pattern, '.', "");
		expect(&field, NULL, &cases[i].e);
	}
}

/* Every day of four centuries comes back as it was. */
Test(clean_cell, all_days)
{
	const struct kl_field from = field_of(KL_TYPE_DATE, "%d-%m-%Y", '.', "");
	const struct kl_field to = kl_clean_target(&from, false);
	struct kl_arena arena = { 0 };
	char text[24], iso[24];

	for (int year = 1899; year <= 2301; year++) {
		for (int month = 1; month <= 12; month++) {
			for (int day = 1; day <= 31; day++) {
				if (!kl_moment_is_day(year, month, day))
					continue;
				snprintf(text, sizeof text, "%d-%d-%04d", day, month,
					year);
				snprintf(iso, sizeof iso, "%04d-%02d-%02d", year,
					month, day);
				struct kl_span made = kl_clean_moment(&from, &to,
					kl_span_of(text), &arena);
				cr_assert(kl_span_is(made, iso), "%s: %.*s", text,
					(int)made.length, made.at);
			}
		}
		kl_arena_release(&arena);
	}
}

Test(clean_cell, booleans)
{
	static const struct expected cases[] = {
		{ "J", "true", KL_CLEAN_boolean, KL_CLEAN_NOTHING },
		{ "N", "false", KL_CLEAN_boolean, KL_CLEAN_NOTHING },
		{ "true", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
		{ "j", NULL, KL_CLEAN_NOTHING, KL_CLEAN_not_boolean },
		{ "", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
	};
	const struct kl_span no = kl_span_of("N"), yes = kl_span_of("J");
	struct kl_field field = field_of(KL_TYPE_BOOLEAN, NULL, '.', "");
	const struct kl_field plain = field;
	const struct expected one = { "1", NULL, KL_CLEAN_NOTHING,
		KL_CLEAN_NOTHING };

	field.words[0] = &no;
	field.words[1] = &yes;
	field.word_counts[0] = field.word_counts[1] = 1;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		expect(&field, NULL, &cases[i]);
	expect(&plain, NULL, &one);
}

Test(clean_cell, codes_by_form)
{
	static const struct {
		bool crebo;
		enum kl_codes_form form;
		struct expected e;
	} cases[] = {
		{ true, KL_CODES_NO_FORM, { "25.080", "25080", KL_CLEAN_code_group,
			KL_CLEAN_NOTHING } },
		{ true, KL_CODES_NO_FORM, { "10023.0", "10023",
			KL_CLEAN_code_decimals, KL_CLEAN_NOTHING } },
		{ true, KL_CODES_NO_FORM, { "10023,00", "10023",
			KL_CLEAN_code_decimals, KL_CLEAN_NOTHING } },
		{ true, KL_CODES_NO_FORM, { "1O779", "10779",
			KL_CLEAN_code_letter_o, KL_CLEAN_NOTHING } },
		{ true, KL_CODES_NO_FORM, { "10 023", "10023",
			KL_CLEAN_code_blanks, KL_CLEAN_NOTHING } },
		/* Zeros at the end can only be known from a register. */
		{ true, KL_CODES_NO_FORM, { "25.08", NULL, KL_CLEAN_NOTHING,
			KL_CLEAN_not_code } },
		{ true, KL_CODES_NO_FORM, { "99999", NULL, KL_CLEAN_NOTHING,
			KL_CLEAN_NOTHING } },
		{ true, KL_CODES_NO_FORM, { "02EW", NULL, KL_CLEAN_NOTHING,
			KL_CLEAN_NOTHING } },
		{ true, KL_CODES_NO_FORM, { "onbekend", NULL, KL_CLEAN_NOTHING,
			KL_CLEAN_not_code } },
		{ true, KL_CODES_NO_FORM, { "n.v.t.", NULL, KL_CLEAN_NOTHING,
			KL_CLEAN_NOTHING } },
		{ false, KL_CODES_BRIN, { "99zz", "99ZZ", KL_CLEAN_code_lower_case,
			KL_CLEAN_NOTHING } },
		{ false, KL_CODES_BRIN, { "O2EW", "02EW", KL_CLEAN_code_letter_o,
			KL_CLEAN_NOTHING } },
		{ false, KL_CODES_BRIN, { " 02EW", "02EW", KL_CLEAN_blanks,
			KL_CLEAN_NOTHING } },
		{ false, KL_CODES_BRIN, { "12E3", NULL, KL_CLEAN_NOTHING,
			KL_CLEAN_not_code } },
		{ false, KL_CODES_GEMEENTE, { "60", "0060", KL_CLEAN_code_zeros,
			KL_CLEAN_NOTHING } },
		{ false, KL_CODES_GEMEENTE, { "129.0", "0129",
			KL_CLEAN_code_decimals, KL_CLEAN_NOTHING } },
	};
	const struct kl_field field = field_of(KL_TYPE_STRING, NULL, '.', "");

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct kl_clean_code code = { .crebo = cases[i].crebo,
			.form = cases[i].form };
		expect(&field, &code, &cases[i].e);
	}
}

/* The list decides what is certain. */
Test(clean_cell, codes_by_list)
{
	static const struct expected cases[] = {
		{ "0060", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
		{ "60", "0060", KL_CLEAN_code_zeros, KL_CLEAN_NOTHING },
		{ "61", NULL, KL_CLEAN_NOTHING, KL_CLEAN_not_listed },
		{ "9999", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
		{ "60|O363", "0060|0363", KL_CLEAN_code_zeros, KL_CLEAN_NOTHING },
		{ "0060 | x", NULL, KL_CLEAN_NOTHING, KL_CLEAN_NOTHING },
	};
	const struct kl_word listed[] = { { .text = kl_span_of("0060") },
		{ .text = kl_span_of("0363") } };
	const struct kl_clean_code code = { .form = KL_CODES_GEMEENTE,
		.listed = listed, .listed_count = 2, .separator = { "|", 1 } };
	const struct kl_field field = field_of(KL_TYPE_STRING, NULL, '.', "");

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		expect(&field, &code, &cases[i]);
}

Test(clean_cell, codes_by_pattern)
{
	static const struct {
		const char *pattern;
		bool is_code;
		struct expected e;
	} cases[] = {
		{ "[0-9]{4}", true, { "60", "0060", KL_CLEAN_code_zeros,
			KL_CLEAN_NOTHING } },
		{ "\\d{4}", true, { "1.234", "1234", KL_CLEAN_code_group,
			KL_CLEAN_NOTHING } },
		{ "99[A-Z]{2}", true, { "99zz", "99ZZ", KL_CLEAN_code_lower_case,
			KL_CLEAN_NOTHING } },
		{ "[0-9]{5}", true, { "10023.0", "10023", KL_CLEAN_code_decimals,
			KL_CLEAN_NOTHING } },
		{ "[0-9]{5}", true, { "x", NULL, KL_CLEAN_NOTHING,
			KL_CLEAN_NOTHING } },
		{ "[0-9]{5}", true, { "abc", NULL, KL_CLEAN_NOTHING,
			KL_CLEAN_not_code } },
		{ "[0-9]{1,4}", false, { 0 } },
		{ "[a-z]{4}", false, { 0 } },
		{ "[A-Z]{4}", false, { 0 } },
		{ "\\w{4}", false, { 0 } },
		{ "[0-9]", false, { 0 } },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_field field = field_of(KL_TYPE_STRING, NULL, '.', "");
		struct kl_pattern *pattern;
		struct kl_clean_code code;
		cr_assert_eq(kl_pattern_new(kl_span_of(cases[i].pattern), &pattern,
			NULL), KL_OK);
		field.constraints.pattern = pattern;
		cr_expect_eq(kl_clean_code_by_pattern(&field, &code),
			cases[i].is_code, "%s", cases[i].pattern);
		if (cases[i].is_code)
			expect(&field, &code, &cases[i].e);
		kl_pattern_free(pattern);
	}
}

Test(clean_cell, words)
{
	for (int i = KL_CLEAN_NOTHING + 1; i < KL_CLEAN_WORDS; i++) {
		const char *text = kl_clean_text((enum kl_clean_word)i);
		size_t length = strlen(text);
		cr_expect(length > 5 && length < 80, "%s", text);
		cr_expect(text[length - 1] != '.', "%s", text);
	}
}
