/* What a workbook keeps of a cell, as the text that klopt reads. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "random.h"
#include "table/sheet.h"
#include "table/xlsx_value.h"

#define COUNT(array) (sizeof (array) / sizeof *(array))

static const char *number_of(const char *text, bool computed)
{
	static struct kl_text_buffer out;

	out.length = 0;
	kl_text_add(&out, (struct kl_span){ "", 0 });
	kl_workbook_add_number(kl_span_of(text), computed, &out);
	return out.at;
}

Test(xlsx_values, numbers)
{
	static const struct {
		const char *text, *typed, *computed;
	} cases[] = {
		/* As they are in the file. */
		{ "0", "0", "0" },
		{ "-1", "-1", "-1" },
		{ "0.5", "0.5", "0.5" },
		{ "1.50", "1.50", "1.50" },
		{ "007", "007", "007" },
		{ "82.2", "82.2", "82.2" },
		{ "123456789012345", "123456789012345", "123456789012345" },
		{ "12345678901234567", "12345678901234567", "12345678901234567" },
		{ "123456789012345678901234567890", "123456789012345678901234567890",
			"123456789012345678901234567890" },
		/* A binary tail: typed as 1.1, 82.2, 0.1, 4.35 and 1/3. */
		{ "1.1000000000000001", "1.1", "1.1" },
		{ "82.200000000000003", "82.2", "82.2" },
		{ "0.10000000000000001", "0.1", "0.1" },
		{ "4.3499999999999996", "4.35", "4.35" },
		{ "-4.3499999999999996", "-4.35", "-4.35" },
		{ "0.33333333333333331", "0.3333333333333333", "0.333333333333333" },
		/* Another double than 0.3: typed it stays, a sum is what Excel shows. */
		{ "0.30000000000000004", "0.30000000000000004", "0.3" },
		{ "99.999999999999986", "99.99999999999999", "100" },
		{ "1234567.1234567889", "1234567.123456789", "1234567.12345679" },
		/* More digits than a double needs were written on purpose. */
		{ "0.123456789012345678", "0.123456789012345678",
			"0.123456789012346" },
		/* Exponents. */
		{ "1E3", "1000", "1000" },
		{ "1e+3", "1000", "1000" },
		{ "1.5E-3", "0.0015", "0.0015" },
		{ "-1.5E-3", "-0.0015", "-0.0015" },
		{ "1.50E1", "15.0", "15.0" },
		{ "0.5E1", "5", "5" },
		{ "1.1000000000000001E2", "110.00000000000001", "110" },
		{ "5.0000000000000001E-3", "0.005", "0.005" },
		{ "1.0000000000000001E-5", "0.00001", "0.00001" },
		{ "1E20", "100000000000000000000", "100000000000000000000" },
		/* What is no number, or too long to write out, is left. */
		{ "", "", "" },
		{ "abc", "abc", "abc" },
		{ "1E", "1E", "1E" },
		{ "1E5000", "1E5000", "1E5000" },
		{ "E5", "E5", "E5" },
		{ "1.2.3", "1.2.3", "1.2.3" },
		{ "1.2.3E4", "1.2.3E4", "1.2.3E4" },
		{ "NaN", "NaN", "NaN" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		cr_expect_str_eq(number_of(cases[i].text, false), cases[i].typed,
			"%s: %s", cases[i].text, number_of(cases[i].text, false));
		cr_expect_str_eq(number_of(cases[i].text, true), cases[i].computed,
			"%s computed: %s", cases[i].text,
			number_of(cases[i].text, true));
	}
}

/* Every number of 15 digits that somebody types comes back as typed, although
 * the program writes 17. */
Test(xlsx_values, what_was_typed_comes_back)
{
	static const int powers[] = { 1, 10, 100, 1000, 10000, 100000, 1000000,
		10000000, 100000000, 1000000000 };
	uint64_t random = 1;
	char typed[64], written[64];

	for (int i = 0; i < 200000; i++) {
		int decimals = random_between(&random, 1, 9);
		int whole = random_below(&random, 1000000);
		int part = random_below(&random, powers[decimals]);
		snprintf(typed, sizeof typed, "%d.%0*d", whole, decimals, part);
		size_t length = strlen(typed);
		while (typed[length - 1] == '0')
			typed[--length] = '\0';
		if (typed[length - 1] == '.')
			continue;
		snprintf(written, sizeof written, "%.17g", strtod(typed, NULL));
		cr_assert_str_eq(number_of(written, false), typed, "%s", written);
		snprintf(written, sizeof written, "%.16E", strtod(typed, NULL));
		cr_assert_str_eq(number_of(written, false), typed, "%s", written);
	}
}

Test(xlsx_values, formats)
{
	static const struct {
		const char *code;
		enum kl_number_kind kind;
	} cases[] = {
		{ "General", KL_NUMBER_PLAIN },
		{ "0", KL_NUMBER_PLAIN },
		{ "0.00%", KL_NUMBER_PLAIN },
		{ "#,##0.00;[Red]-#,##0.00", KL_NUMBER_PLAIN },
		{ "0.00E+00", KL_NUMBER_PLAIN },
		{ "##0.0e-0", KL_NUMBER_PLAIN },
		{ "@", KL_NUMBER_PLAIN },
		{ "", KL_NUMBER_PLAIN },
		{ ";;;", KL_NUMBER_PLAIN },
		{ "\"dagen\" 0", KL_NUMBER_PLAIN },
		{ "0 \\d\\a\\g", KL_NUMBER_PLAIN },
		{ "[$\xe2\x82\xac-413] #,##0.00", KL_NUMBER_PLAIN },
		{ "_d0_m", KL_NUMBER_PLAIN },
		{ "0;d", KL_NUMBER_PLAIN },
		{ "[Red]0", KL_NUMBER_PLAIN },
		{ "yyyy\\-mm\\-dd;@", KL_NUMBER_DATE },
		{ "d-m-yyyy", KL_NUMBER_DATE },
		{ "DD/MM/YY", KL_NUMBER_DATE },
		{ "[$-413]d mmmm yyyy;@", KL_NUMBER_DATE },
		{ "mmm-yy", KL_NUMBER_DATE },
		{ "m", KL_NUMBER_DATE },
		{ "yyyy", KL_NUMBER_DATE },
		{ "[$-411]ggge\"y\"m\"m\"d\"d\"", KL_NUMBER_DATE },
		{ "h:mm", KL_NUMBER_TIME },
		{ "h:mm AM/PM", KL_NUMBER_TIME },
		{ "mm:ss.0", KL_NUMBER_TIME },
		{ "hh:mm:ss", KL_NUMBER_TIME },
		{ "d-m-yyyy h:mm", KL_NUMBER_DATETIME },
		{ "yyyy-mm-dd\\Thh:mm:ss", KL_NUMBER_DATETIME },
		{ "[h]:mm", KL_NUMBER_ELAPSED },
		{ "[mm]:ss", KL_NUMBER_ELAPSED },
		{ "[", KL_NUMBER_PLAIN },
		{ "\"", KL_NUMBER_PLAIN },
		{ "\\", KL_NUMBER_PLAIN },
		{ "h:mm a/p", KL_NUMBER_TIME },
		{ "a0", KL_NUMBER_PLAIN },
		{ "ddge", KL_NUMBER_DATE },
		{ "[ss].0", KL_NUMBER_ELAPSED },
		{ "[hm]0", KL_NUMBER_PLAIN },
		{ "[>100]0", KL_NUMBER_PLAIN },
		{ "[]0", KL_NUMBER_PLAIN },
		{ "0e", KL_NUMBER_DATE },
		{ "0.0E0", KL_NUMBER_DATE },
		/* More parts than any format has. */
		{ "dhdhdhdhdhdhdhdhdhdhdhdhdhdhdhdhdhdh", KL_NUMBER_DATETIME },
	};
	static const struct {
		uint32_t number;
		enum kl_number_kind kind;
	} builtin[] = {
		{ 0, KL_NUMBER_PLAIN }, { 13, KL_NUMBER_PLAIN },
		{ 14, KL_NUMBER_DATE }, { 17, KL_NUMBER_DATE },
		{ 18, KL_NUMBER_TIME }, { 21, KL_NUMBER_TIME },
		{ 22, KL_NUMBER_DATETIME }, { 23, KL_NUMBER_PLAIN },
		{ 45, KL_NUMBER_TIME }, { 46, KL_NUMBER_ELAPSED },
		{ 47, KL_NUMBER_TIME }, { 48, KL_NUMBER_PLAIN },
		{ 49, KL_NUMBER_PLAIN }, { 164, KL_NUMBER_PLAIN },
		/* Those of the languages of the Far East. */
		{ 26, KL_NUMBER_PLAIN }, { 27, KL_NUMBER_DATE },
		{ 31, KL_NUMBER_DATE }, { 32, KL_NUMBER_TIME },
		{ 35, KL_NUMBER_TIME }, { 36, KL_NUMBER_DATE },
		{ 37, KL_NUMBER_PLAIN }, { 50, KL_NUMBER_DATE },
		{ 54, KL_NUMBER_DATE }, { 55, KL_NUMBER_TIME },
		{ 56, KL_NUMBER_TIME }, { 57, KL_NUMBER_DATE },
		{ 58, KL_NUMBER_DATE }, { 59, KL_NUMBER_PLAIN },
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_eq(kl_workbook_format(kl_span_of(cases[i].code)),
			cases[i].kind, "%s", cases[i].code);
	for (size_t i = 0; i < COUNT(builtin); i++)
		cr_expect_eq(kl_workbook_builtin(builtin[i].number),
			builtin[i].kind, "%u", (unsigned)builtin[i].number);
}

Test(xlsx_values, dates)
{
	static const struct {
		const char *number;
		enum kl_number_kind kind;
		const char *from_1900, *from_1904;      /* NULL: it is no day */
	} cases[] = {
		{ "0", KL_NUMBER_DATE, NULL, "1904-01-01" },
		{ "1", KL_NUMBER_DATE, "1900-01-01", "1904-01-02" },
		{ "59", KL_NUMBER_DATE, "1900-02-28", "1904-02-29" },
		{ "60", KL_NUMBER_DATE, NULL, "1904-03-01" },
		{ "61", KL_NUMBER_DATE, "1900-03-01", "1904-03-02" },
		{ "38261", KL_NUMBER_DATE, "2004-10-01", "2008-10-02" },
		{ "36799", KL_NUMBER_DATE, "2000-09-30", "2004-10-01" },
		{ "2958465", KL_NUMBER_DATE, "9999-12-31", NULL },
		{ "2958466", KL_NUMBER_DATE, NULL, NULL },
		{ "-1", KL_NUMBER_DATE, NULL, NULL },
		{ "abc", KL_NUMBER_DATE, NULL, NULL },
		{ "", KL_NUMBER_DATE, NULL, NULL },
		{ ".5", KL_NUMBER_DATE, NULL, NULL },
		{ "1.x", KL_NUMBER_DATE, NULL, NULL },
		{ "1./", KL_NUMBER_DATE, NULL, NULL },
		/* Digits beyond the fifteenth tell nothing of a millisecond. */
		{ "1.50000000000000099", KL_NUMBER_DATE, "1900-01-01T12:00:00",
			"1904-01-02T12:00:00" },
		{ "99999999999999999999", KL_NUMBER_DATE, NULL, NULL },
		/* The time is not lost, whatever the format shows. */
		{ "38261.5", KL_NUMBER_DATE, "2004-10-01T12:00:00",
			"2008-10-02T12:00:00" },
		{ "38261", KL_NUMBER_DATETIME, "2004-10-01T00:00:00",
			"2008-10-02T00:00:00" },
		{ "38261.604166666664", KL_NUMBER_DATETIME, "2004-10-01T14:30:00",
			"2008-10-02T14:30:00" },
		{ "38261.5", KL_NUMBER_TIME, "2004-10-01T12:00:00",
			"2008-10-02T12:00:00" },
		{ "0.5", KL_NUMBER_TIME, "12:00:00", "12:00:00" },
		{ "0", KL_NUMBER_TIME, "00:00:00", "00:00:00" },
		{ "0.99999999999", KL_NUMBER_TIME, "1900-01-01T00:00:00",
			"1904-01-02T00:00:00" },
		{ "0.5", KL_NUMBER_DATETIME, "12:00:00", "1904-01-01T12:00:00" },
		{ "0.354166666666667", KL_NUMBER_TIME, "08:30:00", "08:30:00" },
		{ "0.00001", KL_NUMBER_TIME, "00:00:00.864", "00:00:00.864" },
		{ "38261.9999999999", KL_NUMBER_DATETIME, "2004-10-02T00:00:00",
			"2008-10-03T00:00:00" },
		{ "1.5", KL_NUMBER_ELAPSED, "36:00:00", "36:00:00" },
		{ "0.0625", KL_NUMBER_ELAPSED, "01:30:00", "01:30:00" },
		{ "5", KL_NUMBER_ELAPSED, "120:00:00", "120:00:00" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		for (int from_1904 = 0; from_1904 < 2; from_1904++) {
			const char *wanted = from_1904 ? cases[i].from_1904
				: cases[i].from_1900;
			struct kl_text_buffer out = { 0 };
			bool is_day = kl_workbook_add_date(
				kl_span_of(cases[i].number), cases[i].kind,
				from_1904, &out);
			cr_expect_eq(is_day, wanted != NULL, "%s",
				cases[i].number);
			if (is_day && wanted != NULL)
				cr_expect_str_eq(out.at, wanted, "%s: %s",
					cases[i].number, out.at);
			else
				cr_expect_eq(out.length, 0);
			kl_text_release(&out);
		}
	}
}

Test(xlsx_values, escapes)
{
	static const struct {
		const char *text, *decoded;
	} cases[] = {
		{ "", "" },
		{ "plain", "plain" },
		{ "_x0041_", "A" },
		{ "a_x000D_\n", "a\r\n" },
		{ "_x00e9__x20AC_", "\xc3\xa9\xe2\x82\xac" },
		{ "_xD83D__xDE00_", "\xf0\x9f\x98\x80" },
		{ "_x005F_x0041_", "_x0041_" },
		{ "_x0000_", "_x0000_" },
		{ "_xD83D_", "_xD83D_" },
		{ "_xDE00_", "_xDE00_" },
		{ "_xD83D__x0041_", "_xD83D_A" },
		{ "_x41_", "_x41_" },
		{ "_X0041_", "_X0041_" },
		{ "_x004G_", "_x004G_" },
		{ "_x0041", "_x0041" },
		{ "__x0041_", "_A" },
		{ "_", "_" },
		{ "leerjaar_3_x", "leerjaar_3_x" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct kl_text_buffer out = { 0 };
		kl_text_puts(&out, "");
		kl_workbook_add_text(kl_span_of(cases[i].text), &out);
		cr_expect_str_eq(out.at, cases[i].decoded, "%s: %s", cases[i].text,
			out.at);
		kl_text_release(&out);
	}
}

Test(xlsx_values, references)
{
	static const struct {
		const char *name;
		uint32_t row, column;           /* 0: it is none */
	} cases[] = {
		{ "A1", 1, 1 }, { "B7", 7, 2 }, { "Z10", 10, 26 }, { "AA1", 1, 27 },
		{ "b7", 7, 2 }, { "XFD1048576", 1048576, 16384 },
		{ "XFE1", 1, 16385 }, { "A999999999", 999999999, 1 },
		{ "A0", 0, 0 }, { "A", 0, 0 }, { "1", 0, 0 }, { "", 0, 0 },
		{ "A1B", 0, 0 }, { "$A$1", 0, 0 }, { "A1234567890", 0, 0 },
		{ "ABCDEFG1", 0, 0 }, { "A-1", 0, 0 },
	};
	static const struct {
		const char *sheet;
		uint64_t row, column;
		const char *name;
	} names[] = {
		{ "Blad1", 7, 2, "Blad1!B7" }, { "Blad1", 7, 0, "Blad1!7" },
		{ "Blad1", 0, 0, "Blad1" }, { "a b", 1, 1, "'a b'!A1" },
		{ "it's", 1, 1, "'it''s'!A1" }, { "2004", 1, 1, "'2004'!A1" },
		{ "ao-3", 1, 28, "'ao-3'!AB1" }, { "AB12", 1, 1, "'AB12'!A1" },
		{ "\xc3\xa9\xc3\xa9n", 1, 1, "\xc3\xa9\xc3\xa9n!A1" },
		{ "x", 1048576, 16384, "x!XFD1048576" }, { "x", 1, 702, "x!ZZ1" },
		{ "x", 1, 703, "x!AAA1" }, { "", 1, 1, "''!A1" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		uint32_t row = 0, column = 0;
		cr_expect_eq(kl_sheet_reference(kl_span_of(cases[i].name), &row,
			&column), cases[i].row > 0, "%s", cases[i].name);
		cr_expect_eq(row, cases[i].row, "%s", cases[i].name);
		cr_expect_eq(column, cases[i].column, "%s", cases[i].name);
	}
	for (size_t i = 0; i < COUNT(names); i++) {
		struct kl_text_buffer out = { 0 };
		kl_sheet_add_cell(names[i].sheet, names[i].row, names[i].column,
			&out);
		cr_expect_str_eq(out.at, names[i].name, "%s", out.at);
		kl_text_release(&out);
	}
}
