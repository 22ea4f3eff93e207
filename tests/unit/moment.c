#include "base/moment.h"

#include <criterion/criterion.h>

#include "base/form.h"
#include "base/pattern.h"

static bool is_moment(enum kl_moment_kind kind, const char *text)
{
	struct kl_moment moment;

	return kl_moment_parse(kind, kl_span_of(text), &moment);
}

Test(moment, default_forms)
{
	static const struct {
		enum kl_moment_kind kind;
		const char *text;
		bool fine;
	} cases[] = {
		{ KL_MOMENT_DATE, "2004-02-29", true },
		{ KL_MOMENT_DATE, "2003-02-29", false },
		{ KL_MOMENT_DATE, "2004-2-29", false },
		{ KL_MOMENT_DATE, "0000-01-01", false },
		{ KL_MOMENT_DATE, "2004/02-01", false },
		{ KL_MOMENT_DATE, "2004-02/01", false },
		{ KL_MOMENT_DATE, "2004-02-1", false },
		{ KL_MOMENT_TIME, "1:00:00", false },
		{ KL_MOMENT_TIME, "12-30:00", false },
		{ KL_MOMENT_TIME, "12:3:00", false },
		{ KL_MOMENT_TIME, "12:30:0", false },
		{ KL_MOMENT_TIME, "12:60:00", false },
		{ KL_MOMENT_TIME, "24:01:00", false },
		{ KL_MOMENT_TIME, "24:00:00.5", false },
		{ KL_MOMENT_TIME, "25:00:00", false },
		{ KL_MOMENT_TIME, "12:30:00-01:30", true },
		{ KL_MOMENT_TIME, "12:30:00 01:30", false },
		{ KL_MOMENT_TIME, "12:30:00+1:30", false },
		{ KL_MOMENT_TIME, "12:30:00+0130", false },
		{ KL_MOMENT_TIME, "12:30:00+01:3", false },
		{ KL_MOMENT_TIME, "12:30:00+01:60", false },
		{ KL_MOMENT_TIME, "23:59:59", true },
		{ KL_MOMENT_TIME, "24:00:00", true },
		{ KL_MOMENT_TIME, "24:00:01", false },
		{ KL_MOMENT_TIME, "12:30", false },
		{ KL_MOMENT_TIME, "12:30:60", false },
		{ KL_MOMENT_TIME, "12:30:00.123456789Z", true },
		{ KL_MOMENT_TIME, "12:30:00.", false },
		{ KL_MOMENT_TIME, "12:30:00+14:00", true },
		{ KL_MOMENT_TIME, "12:30:00+14:01", false },
		{ KL_MOMENT_DATETIME, "2004-10-01T08:00:00", true },
		{ KL_MOMENT_DATETIME, "2004-10-01 08:00:00", false },
		{ KL_MOMENT_YEAR, "2004", true }, { KL_MOMENT_YEAR, "-0044", true },
		{ KL_MOMENT_YEAR, "204", false },
		{ KL_MOMENT_YEARMONTH, "2004-12", true },
		{ KL_MOMENT_YEARMONTH, "2004-13", false },
		{ KL_MOMENT_YEARMONTH, "2004-1", false },
		{ KL_MOMENT_YEARMONTH, "2004-00", false },
		{ KL_MOMENT_YEARMONTH, "2004/12", false },
		{ KL_MOMENT_YEARMONTH, "204-12", false },
		{ KL_MOMENT_DURATION, "P1Y2M3DT4H5M6.7S", true },
		{ KL_MOMENT_DURATION, "-P1D", true },
		{ KL_MOMENT_DURATION, "PT5M", true },
		{ KL_MOMENT_DURATION, "P", false },
		{ KL_MOMENT_DURATION, "P1DT", false },
		{ KL_MOMENT_DURATION, "P1M1Y", false },
		{ KL_MOMENT_DURATION, "P1S", false },
		{ KL_MOMENT_DURATION, "P1", false },
		{ KL_MOMENT_DURATION, "1D", false },
		{ KL_MOMENT_DURATION, "P-1D", false },
		{ KL_MOMENT_DURATION, "P1D1D", false },
		{ KL_MOMENT_DURATION, "P1YT", false },
		{ KL_MOMENT_DURATION, "PT1.25S", true },
		{ KL_MOMENT_DURATION, "PT1.S", false },
		{ KL_MOMENT_DURATION, "PT1.5", false },
		{ KL_MOMENT_DURATION, "PT1M1H", false },
		{ KL_MOMENT_DURATION, "PTS", false },
		{ KL_MOMENT_DATE, "", false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_eq(is_moment(cases[i].kind, cases[i].text),
			cases[i].fine, "%s", cases[i].text);
}

static int compare(enum kl_moment_kind kind, const char *a, const char *b)
{
	struct kl_moment x, y;

	cr_assert(kl_moment_parse(kind, kl_span_of(a), &x), "%s", a);
	cr_assert(kl_moment_parse(kind, kl_span_of(b), &y), "%s", b);
	return kl_moment_compare(x, y);
}

Test(moment, order)
{
	cr_expect_eq(compare(KL_MOMENT_DATE, "2004-02-29", "2004-03-01"), -1);
	cr_expect_eq(compare(KL_MOMENT_DATE, "1999-12-31", "1999-12-31"), 0);
	cr_expect_eq(compare(KL_MOMENT_YEAR, "-0044", "0014"), -1);
	cr_expect_eq(compare(KL_MOMENT_YEARMONTH, "2004-12", "2005-01"), -1);
	cr_expect_eq(compare(KL_MOMENT_TIME, "12:00:00+01:00", "11:00:00Z"), 0);
	cr_expect_eq(compare(KL_MOMENT_TIME, "12:00:00.1", "12:00:00.01"), 1);
	cr_expect_eq(compare(KL_MOMENT_DURATION, "P1Y", "P12M"), 0);
	cr_expect_eq(compare(KL_MOMENT_DURATION, "P1D", "PT24H"), 0);
	cr_expect_eq(compare(KL_MOMENT_DURATION, "P1M", "P32D"), -1);
	cr_expect_eq(compare(KL_MOMENT_DURATION, "P1M", "P27D"), 1);
	cr_expect_eq(compare(KL_MOMENT_DURATION, "P1M", "P30D"),
		KL_MOMENT_UNORDERED);
	cr_expect_eq(compare(KL_MOMENT_DURATION, "-P999999999M", "P0D"), -1);
}

Test(moment, patterns_are_known)
{
	static const struct {
		const char *text;
		enum kl_moment_pattern wanted;
		char directive;
	} cases[] = {
		{ "%d-%m-%Y %H:%M:%S%z %f %% %%", KL_PATTERN_FINE, '%' },
		{ "%a %A %d %b %B %y %I %p %w %u %h %e %j", KL_PATTERN_FINE, 'j' },
		{ "%Y-%U", KL_PATTERN_INEXACT, 'U' }, { "%Z", KL_PATTERN_INEXACT, 'Z' },
		{ "%Y%Y", KL_PATTERN_TWICE, 'Y' }, { "%q", KL_PATTERN_UNKNOWN, 'q' },
		{ "%c", KL_PATTERN_INEXACT, 'c' }, { "%", KL_PATTERN_UNKNOWN, 0 },
		{ "%\xc3\xa9", KL_PATTERN_UNKNOWN, '\xc3' },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char directive = '?';
		cr_expect_eq(kl_moment_pattern_check(kl_span_of(cases[i].text),
			&directive), cases[i].wanted, "%s", cases[i].text);
		cr_expect_eq(directive, cases[i].directive, "%s", cases[i].text);
	}
}

Test(moment, patterns_match)
{
	/* What is wanted in the default form; NULL: no match. */
	static const struct {
		const char *pattern, *text, *wanted;
	} cases[] = {
		{ "%d-%m-%Y", "01-10-2004", "2004-10-01T00:00:00" },
		{ "%d-%m-%Y", "1-1-2004", "2004-01-01T00:00:00" },
		{ "%d-%m-%Y", "29-02-2003", NULL }, { "%d-%m-%Y", "1-1-04", NULL },
		{ "%d-%m-%Y", "01-10-2004 ", NULL }, { "%d-%m-%Y", "", NULL },
		{ "%d%m%Y", "1122004", "2004-02-11T00:00:00" },
		{ "%Y%m%d", "20041001", "2004-10-01T00:00:00" },
		{ "%d/%m/%y", "01/10/69", "1969-10-01T00:00:00" },
		{ "%d/%m/%y", "01/10/68", "2068-10-01T00:00:00" },
		{ "%Y-%j", "2004-366", "2004-12-31T00:00:00" },
		{ "%Y-%j", "2003-366", NULL },
		{ "%H:%M", "23:59", "1900-01-01T23:59:00" },
		{ "%H:%M", "24:00", NULL },
		{ "%Y %H", "2004   7", "2004-01-01T07:00:00" },
		{ "%S.%f%z", "1.5+0100", "1899-12-31T23:00:01.5" },
		{ "%S%z", "1Z", "1900-01-01T00:00:01" }, { "%S%z", "1+1", NULL },
		{ "%Y%%", "2004%", "2004-01-01T00:00:00" }, { "%Y%%", "2004", NULL },
		{ "%d %b %Y", "1 Oct 2004", "2004-10-01T00:00:00" },
		{ "%d %b %Y", "1 OCT 2004", "2004-10-01T00:00:00" },
		{ "%d %b %Y", "1 okt 2004", NULL },
		{ "%d %b %Y", "1 October 2004", NULL },
		{ "%d %B %Y", "1 october 2004", "2004-10-01T00:00:00" },
		{ "%d %B %Y", "1 Oct 2004", NULL },
		{ "%d %B %Y", "31 June 2004", NULL },
		{ "%b %e, %Y", "may  3, 2004", "2004-05-03T00:00:00" },
		{ "%B%d", "MAY3", "1900-05-03T00:00:00" },
		{ "%a %d-%m-%Y", "Fri 1-10-2004", "2004-10-01T00:00:00" },
		{ "%a %d-%m-%Y", "mon 1-10-2004", "2004-10-01T00:00:00" },
		{ "%A %d-%m-%Y", "Friday 1-10-2004", "2004-10-01T00:00:00" },
		{ "%A %d-%m-%Y", "Fri 1-10-2004", NULL },
		{ "%w %Y", "0 2004", "2004-01-01T00:00:00" },
		{ "%w %Y", "7 2004", NULL }, { "%u %Y", "0 2004", NULL },
		{ "%I:%M %p", "12:00 AM", "1900-01-01T00:00:00" },
		{ "%I:%M %p", "12:59 pm", "1900-01-01T12:59:00" },
		{ "%I:%M %p", "1:00 PM", "1900-01-01T13:00:00" },
		{ "%p %I", "pm 11", "1900-01-01T23:00:00" },
		{ "%I", "12", "1900-01-01T00:00:00" },
		{ "%I", "11", "1900-01-01T11:00:00" },
		{ "%I %p", "0 AM", NULL }, { "%I %p", "13 PM", NULL },
		{ "%I %p", "1 M", NULL },
		{ "%H %p", "1 PM", "1900-01-01T01:00:00" },
		/* As many digits of a second as leave what follows some. */
		{ "%S.%f", "1.123456", "1900-01-01T00:00:01.123456" },
		{ "%S.%f", "1.1234567", NULL }, { "%S.%f", "1.", NULL },
		{ "%S.%f%M", "1.12", "1900-01-01T00:02:01.1" },
		{ "%S%z", "1-0130", "1900-01-01T01:30:01" },
		{ "%S%z", "1+01:30", "1899-12-31T22:30:01" },
		{ "%S%z", "1", NULL }, { "%S%z", "1*0130", NULL },
		{ "%S%z", "1+01:3", NULL }, { "%S%z", "1+0a30", NULL },
		{ "%S%z", "1+2400", NULL }, { "%S%z", "1+0060", NULL },
		{ "%Y  %H", "2004\t7", "2004-01-01T07:00:00" },
		{ "%Y ", "2004 ", "2004-01-01T00:00:00" }, { "%Y ", "2004", NULL },
		{ "%Y %H", "2004!7", NULL },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_moment got, wanted;
		bool fine = kl_moment_match(kl_span_of(cases[i].pattern),
			kl_span_of(cases[i].text), &got);
		cr_expect_eq(fine, cases[i].wanted != NULL, "%s", cases[i].text);
		if (!fine || cases[i].wanted == NULL)
			continue;
		cr_assert(kl_moment_parse(KL_MOMENT_DATETIME,
			kl_span_of(cases[i].wanted), &wanted));
		cr_expect_eq(kl_moment_compare(got, wanted), 0, "%s",
			cases[i].text);
	}
}

#define D "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz01234567" /* 60 */

Test(form, texts)
{
	static const struct {
		bool (*is)(struct kl_span text);
		const char *text;
		bool fine;
	} cases[] = {
		{ kl_form_email, "jan.de-boer+x@school.nl", true },
		{ kl_form_email, "jan@school@nl", false },
		{ kl_form_email, ".jan@school.nl", false },
		{ kl_form_email, "jan@-school.nl", false },
		{ kl_form_email, "jan@school..nl", false },
		{ kl_form_email, "jan school@x.nl", false },
		{ kl_form_email, "@x.nl", false }, { kl_form_email, "jan", false },
		{ kl_form_email, "", false }, { kl_form_email, "jan@", false },
		{ kl_form_email, "j..an@x.nl", false },
		{ kl_form_email, "jan.@x.nl", false },
		{ kl_form_email, "jan@x-.nl", false },
		{ kl_form_email, "jan@school_1.nl", false },
		{ kl_form_email, "jan@school.nl.", false },
		{ kl_form_email, "j\xc3\xa4n@sch\xc3\xb6l.nl", true },
		{ kl_form_email, D "1234@x.nl", true },         /* 64 */
		{ kl_form_email, D "12345@x.nl", false },
		{ kl_form_email, "jan@" D "123.nl", true },     /* 63 */
		{ kl_form_email, "jan@" D "1234.nl", false },
		{ kl_form_email, "jan@" D "." D "." D "." D ".12345678901", true },
		{ kl_form_email, "jan@" D "." D "." D "." D ".123456789012", false },
		{ kl_form_uri, "https://x.nl/a?b=%20#c", true },
		{ kl_form_uri, "urn:isbn:1", true }, { kl_form_uri, "x.nl", false },
		{ kl_form_uri, "https://x.nl/a b", false },
		{ kl_form_uri, "https://x.nl/%2", false }, { kl_form_uri, ":a", false },
		{ kl_form_uri, "", false }, { kl_form_uri, "urn:", false },
		{ kl_form_uri, "a", false }, { kl_form_uri, "1a:b", false },
		{ kl_form_uri, "a1+b-c.d:x", true }, { kl_form_uri, "a_b:x", false },
		{ kl_form_uri, "x:%aF%09", true }, { kl_form_uri, "x:%g0", false },
		{ kl_form_uri, "x:%0G", false }, { kl_form_uri, "x:%0:", false },
		{ kl_form_uri, "x:%@0", false }, { kl_form_uri, "x:\"", false },
		{ kl_form_uuid, "123e4567-e89b-12d3-a456-426614174000", true },
		{ kl_form_uuid, "123e4567-e89b-12d3-a456-42661417400", false },
		{ kl_form_uuid, "123e4567-e89b-12d3-a456_426614174000", false },
		{ kl_form_binary, "aGVsbG8=", true }, { kl_form_binary, "", true },
		{ kl_form_binary, "aGVsbG8", false }, { kl_form_binary, "a===", false },
		{ kl_form_uuid, "123E4567-E89B-12D3-A456-426614174000", true },
		{ kl_form_uuid, "123e4567-e89b-12d3-a456-42661417400g", false },
		{ kl_form_binary, "ab+/", true }, { kl_form_binary, "ab-_", false },
		{ kl_form_binary, "ab==", true }, { kl_form_binary, "====", false },
		{ kl_form_binary, "a=bc", false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_eq(cases[i].is(kl_span_of(cases[i].text)), cases[i].fine,
			"%s", cases[i].text);
}

Test(pattern, whole_texts)
{
	static const struct {
		const char *pattern, *text;
		enum kl_pattern_match wanted;
	} cases[] = {
		{ "[0-9]{5}", "10795", KL_PATTERN_MATCHES },
		{ "[0-9]{5}", "107950", KL_PATTERN_DIFFERS },
		{ "a|ab", "ab", KL_PATTERN_MATCHES },
		{ "", "", KL_PATTERN_MATCHES },
		{ "^a$", "a", KL_PATTERN_MATCHES },
		{ "\\w+", "no\xc3\xab", KL_PATTERN_MATCHES },
		{ "a.", "a\xff", KL_PATTERN_DIFFERS },
		{ "(a+)+[bd]", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac",
			KL_PATTERN_GIVEN_UP },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_pattern *pattern;
		unsigned given_up = 0;
		cr_assert_eq(kl_pattern_new(kl_span_of(cases[i].pattern), &pattern,
			NULL), KL_OK);
		cr_expect_eq(kl_pattern_test(pattern, kl_span_of(cases[i].text),
			&given_up), cases[i].wanted, "%s", cases[i].pattern);
		kl_pattern_free(pattern);
	}
}
