/* Names of sheets, and texts and numbers as a workbook takes them. */
#include <criterion/criterion.h>

#include "format/printed.h"
#include "format/xlsx.h"

Test(xlsx_names, are_cleaned)
{
	static const struct {
		const char *wanted, *name;
	} cases[] = {
		{ "leerlingen", "leerlingen" },
		{ "a[b]:c*d?e/f\\g", "a_b__c_d_e_f_g" },
		{ "'quoted'", "quoted" },
		{ "it's", "it's" },
		{ "tab\there", "tab_here" },
		{ "", "Table" },
		{ " '' ", "Table (2)" },
		{ "bad\xff", "bad\xef\xbf\xbd" },
		{ "0123456789012345678901234567890", "0123456789012345678901234567890" },
		{ "0123456789abcdefghijklmnopqrstuvwxyz",
			"0123456789abcdefghijklmnopqrstu" },
		/* The apostrophe would stand at the end. */
		{ "012345678901234567890123456789'x", "012345678901234567890123456789" },
		/* An emoji counts for two: 15 of them and one letter. */
		{ "a\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80"
			"\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80"
			"\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80"
			"\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80",
			"a\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80"
			"\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80"
			"\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80"
			"\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80" },
	};
	struct kl_sheet_names names = { 0 };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_str_eq(kl_sheet_name(&names, kl_span_of(cases[i].wanted),
			1), cases[i].name);
	kl_sheet_names_release(&names);
}

Test(xlsx_names, are_unique_whatever_the_case)
{
	static const struct {
		const char *wanted;
		unsigned from;
		const char *name;
	} cases[] = {
		{ "Overview", 1, "Overview" },
		{ "overview", 1, "overview (2)" },
		{ "OVERVIEW", 1, "OVERVIEW (3)" },
		{ "\xc3\x89\xc3\xa9n", 1, "\xc3\x89\xc3\xa9n" },
		{ "\xc3\xa9\xc3\x89N", 1, "\xc3\xa9\xc3\x89N (2)" },
		{ "een", 1, "een" },
		{ "een", 2, "een (2)" },
		{ "a-1", 1, "a-1" },
		{ "a 1", 1, "a 1" },
		{ "rechtsbescherming-geregeld-in-2004", 1,
			"rechtsbescherming-geregeld-in-2" },
		{ "rechtsbescherming-geregeld-in-2005", 1,
			"rechtsbescherming-geregeld- (2)" },
	};
	struct kl_sheet_names names = { 0 };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_str_eq(kl_sheet_name(&names, kl_span_of(cases[i].wanted),
			cases[i].from), cases[i].name);
	kl_sheet_names_release(&names);
}

/* Places are made by the library. */
static void load(void)
{
	struct kl_error error;

	cr_assert_eq(kl_xlsx_library_load(&error), KL_OK);
}

TestSuite(xlsx_text, .init = load);

Test(xlsx_text, reads_back_the_same)
{
	static const struct {
		struct kl_span text;
		const char *made;
		size_t units;
	} cases[] = {
		{ { "", 0 }, "", 0 },
		{ { "02EW", 4 }, "02EW", 4 },
		{ { "=1+1", 4 }, "=1+1", 4 },
		{ { "a\tb\nc", 5 }, "a\tb\nc", 5 },
		{ { "cr\r\n", 4 }, "cr_x000D_\n", 10 },
		{ { "\x01" "a", 2 }, "_x0001_a", 8 },
		{ { "_x0041_", 7 }, "_x005F_x0041_", 13 },
		{ { "_x00e9_", 7 }, "_x005F_x00e9_", 13 },
		/* What follows could complete it. */
		{ { "_x0041\x01", 7 }, "_x005F_x0041_x0001_", 19 },
		{ { "_x004", 5 }, "_x004", 5 },
		{ { "a_x_b", 5 }, "a_x_b", 5 },
		{ { "a\xff" "b", 3 }, "a\xef\xbf\xbd" "b", 3 },
		{ { "a\0b", 3 }, "a\xef\xbf\xbd" "b", 3 },
		{ { "\xef\xbf\xbe", 3 }, "_xFFFE_", 7 },
		{ { "\xf0\x9f\x98\x80", 4 }, "\xf0\x9f\x98\x80", 2 },
	};
	struct kl_text_buffer out = { 0 };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		cr_expect_eq(kl_xlsx_text(cases[i].text, 0, &out), cases[i].units,
			"case %zu", i);
		cr_expect_str_eq(out.at, cases[i].made);
	}
	kl_text_release(&out);
}

Test(xlsx_text, is_cut_with_an_ellipsis)
{
	static const struct {
		const char *text;
		size_t most;
		const char *made;
	} cases[] = {
		{ "abcde", 5, "abcde" },
		{ "abcdef", 5, "abcd\xe2\x80\xa6" },
		{ "abcd_", 5, "abcd_" },
		{ "abcd_e", 5, "abcd\xe2\x80\xa6" },
		{ "ab\xc3\xa9" "de", 5, "ab\xc3\xa9" "de" },
		{ "ab\xc3\xa9" "def", 5, "ab\xc3\xa9" "d\xe2\x80\xa6" },
		{ "abc\x01", 5, "abc\xe2\x80\xa6" },
		{ "abc\xf0\x9f\x98\x80", 5, "abc\xf0\x9f\x98\x80" },
		{ "abc\xf0\x9f\x98\x80" "d", 5, "abc\xe2\x80\xa6" },
	};
	struct kl_text_buffer out = { 0 };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		cr_expect_eq(kl_xlsx_text(kl_span_of(cases[i].text), cases[i].most,
			&out), 5);
		cr_expect_str_eq(out.at, cases[i].made);
	}
	kl_text_release(&out);
}

Test(xlsx_text, links_quote_the_sheet)
{
	struct kl_text_buffer out = { 0 };

	kl_xlsx_add_place(&out, "it's", 6, 1);
	cr_expect_str_eq(out.at, "'it''s'!B7");
	kl_text_release(&out);
}

Test(xlsx_text, ranges_are_absolute)
{
	struct kl_text_buffer out = { 0 };

	kl_xlsx_add_range(&out, "2004", 6, 1, 3);
	kl_text_puts(&out, " ");
	kl_xlsx_add_range(&out, "it's", 1048575, 16383, 1);
	cr_expect_str_eq(out.at, "'2004'!$B$7:$B$9 'it''s'!$XFD$1048576");
	kl_text_release(&out);
}

Test(xlsx_number, only_what_a_format_prints_alike)
{
	static const struct {
		const char *text;
		char decimal_char;
		const char *group;
		bool is;
		double number;
		int shape;
	} cases[] = {
		{ "12", '.', "", true, 12, KL_XLSX_NUMBER },
		{ "-12", '.', "", true, -12, KL_XLSX_NUMBER },
		{ "\xe2\x88\x92" "12", '.', "", false, 0, 0 },
		{ " 12", '.', "", false, 0, 0 },
		{ "12 ", '.', "", false, 0, 0 },
		{ "0", '.', "", true, 0, KL_XLSX_NUMBER },
		{ "1.50", '.', "", true, 1.5, KL_XLSX_NUMBER + 2 },
		{ "8,41", ',', "", true, 8.41, KL_XLSX_NUMBER + 2 },
		{ "1.234,5", ',', ".", true, 1234.5, KL_XLSX_GROUPED + 1 },
		{ "1.000.000", ',', ".", true, 1e6, KL_XLSX_GROUPED },
		{ "123456789012345", '.', "", true, 123456789012345.0,
			KL_XLSX_NUMBER },
		{ "1234567890123456", '.', "", false, 0, 0 },
		{ "0.1234567890123456", '.', "", false, 0, 0 },
		{ "007", '.', "", false, 0, 0 },
		{ "+5", '.', "", false, 0, 0 },
		{ "12.", '.', "", false, 0, 0 },
		{ ".5", '.', "", false, 0, 0 },
		{ "-0", '.', "", false, 0, 0 },
		{ "-", '.', "", false, 0, 0 },
		{ ".", '.', "", false, 0, 0 },
		{ "", '.', "", false, 0, 0 },
		{ "<5", '.', "", false, 0, 0 },
		{ "<2", '.', "", false, 0, 0 },
		{ "1e3", '.', "", false, 0, 0 },
		{ "abc", '.', "", false, 0, 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_reading reading;
		struct kl_decimal number = { 0, 0 };
		int shape = 0;
		kl_reading_init(&reading);
		reading.decimal_char = cases[i].decimal_char;
		reading.group_char = kl_span_of(cases[i].group);
		cr_expect_eq(kl_xlsx_number(kl_span_of(cases[i].text), &reading,
			&number, &shape), cases[i].is, "'%s'", cases[i].text);
		cr_expect_eq(shape, cases[i].shape, "'%s'", cases[i].text);
		cr_expect(!cases[i].is || kl_decimal_double(number)
			== cases[i].number, "'%s'", cases[i].text);
	}
}

/* A mark that stands for a number stays the mark, also if it is a digit. */
Test(xlsx_number, marks_stay)
{
	struct kl_reading reading;
	struct kl_marker nine;
	struct kl_decimal number;
	int shape;

	kl_reading_init(&reading);
	cr_assert(kl_marker_parse(kl_span_of("9"), kl_span_of("unknown"), &nine));
	reading.markers = &nine;
	reading.marker_count = 1;
	cr_expect_not(kl_xlsx_number(kl_span_of("9"), &reading, &number, &shape));
	cr_expect(kl_xlsx_number(kl_span_of("99"), &reading, &number, &shape));
	reading.bare_number = false;
	cr_expect_not(kl_xlsx_number(kl_span_of("(=3.7%)"), &reading, &number,
		&shape));
}

/* As the library writes a number: its own code does no more than this. */
static void expect_written(int64_t number, int decimals)
{
	const struct kl_decimal value = { number, decimals };
	char wanted[KL_DECIMAL_TEXT], text[KL_DECIMAL_TEXT];
	size_t length = kl_xlsx_number_text(value, text);

	snprintf(wanted, sizeof wanted, "%.16G", kl_decimal_double(value));
	if (length != strlen(wanted) || memcmp(text, wanted, length) != 0)
		cr_expect(false, "%lld / 10^%d: %.*s, not %s", (long long)number,
			decimals, (int)length, text, wanted);
}

Test(xlsx_number, is_written_as_the_library_writes_it)
{
	enum { MOST = KL_PRINTED_DIGITS };
	int64_t power = 1;
	uint64_t state = 2005;

	for (int64_t number = -2000; number < 120000; number++) {
		for (int decimals = 0; decimals <= 5; decimals++)
			expect_written(number, decimals);
	}
	for (int digits = 1; digits <= MOST; digits++) {
		power *= 10;
		for (int decimals = 0; decimals <= MOST; decimals++) {
			expect_written(power - 1, decimals);
			expect_written(power / 10, decimals);
			expect_written(power / 10 + (digits > 1), decimals);
			for (int i = 0; i < 4000; i++) {
				state = state * UINT64_C(6364136223846793005)
					+ UINT64_C(1442695040888963407);
				int64_t number = (int64_t)((state >> 11)
					% (uint64_t)power);
				expect_written(i % 2 ? number : -number, decimals);
			}
		}
	}
}

Test(xlsx_number, reads_plain_digits_as_any_others)
{
	static const char *const texts[] = { "0", "00", "1", "10", "010", "-0", "-1",
		"-", "--1", "0,5", "0,", ",5", "-0,5", "-0,0", "1,2,3", "1,50", "1.5",
		"1.500", "12.345,6", "999999999999999", "9999999999999999", "1 2",
		" 1", "1 ", "-,5", "1,", "0,000", "5-", "+5", "00,5", "1e3", "-00" };
	struct kl_marker other;

	cr_assert(kl_marker_parse(kl_span_of("?"), kl_span_of("unknown"), &other));
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		/* A mark sends all texts the long way. */
		for (int grouped = 0; grouped < 2; grouped++) {
			struct kl_reading reading, marked;
			struct kl_decimal a = { 0, 0 }, b = { 0, 0 };
			int shape = 0, same = 0;
			kl_reading_init(&reading);
			reading.decimal_char = ',';
			reading.group_char = kl_span_of(grouped ? "." : "");
			marked = reading;
			marked.markers = &other;
			marked.marker_count = 1;
			bool is = kl_xlsx_number(kl_span_of(texts[i]), &reading, &a,
				&shape);
			cr_expect_eq(is, kl_xlsx_number(kl_span_of(texts[i]), &marked,
				&b, &same), "%s", texts[i]);
			cr_expect(!is || (shape == same && a.decimals == b.decimals
				&& a.coefficient == b.coefficient), "%s", texts[i]);
		}
	}
}
