#include "base/date.h"

#include <criterion/criterion.h>
#include <stdio.h>

Test(date, parsed)
{
	static const struct {
		const char *text;
		int year, month, day;
	} cases[] = {
		{ "2004-10-01", 2004, 10, 1 }, { "0001-01-01", 1, 1, 1 },
		{ "9999-12-31", 9999, 12, 31 }, { "2004-02-29", 2004, 2, 29 },
		{ "2000-02-29", 2000, 2, 29 }, { "2012-08-01", 2012, 8, 1 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_date date = { 0 };
		char text[KL_DATE_TEXT];
		cr_expect(kl_date_parse(kl_span_of(cases[i].text), &date), "%s",
			cases[i].text);
		cr_expect(date.year == cases[i].year && date.month == cases[i].month
			&& date.day == cases[i].day, "%s", cases[i].text);
		kl_date_format(date, text);
		cr_expect_str_eq(text, cases[i].text);
	}
}

Test(date, not_parsed)
{
	static const char *const cases[] = {
		"", "2004", "2004-10", "2004-10-1", "2004-1-01", "04-10-01",
		"01-10-2004", "2004/10/01", "20041001", "2004-10-01 ",
		" 2004-10-01", "2004-10-011", "2004-10-01T", "2004-13-01",
		"2004-00-10", "2004-10-00", "2004-10-32", "2004-09-31",
		"2004-06-31", "2003-02-29", "1900-02-29", "2100-02-29",
		"2004-02-30", "0000-01-01", "-004-10-01", "2004-+1-01",
		"2004-10--1", "200a-10-01", "2004-1o-01", "2004-10-0l",
		"\xd9\xa2/04-10-01",
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_date date = { 1, 2, 3 };
		cr_expect_not(kl_date_parse(kl_span_of(cases[i]), &date), "%s",
			cases[i]);
		cr_expect(date.year == 1 && date.month == 2 && date.day == 3,
			"%s: untouched", cases[i]);
	}
	struct kl_date date;
	cr_expect_not(kl_date_parse((struct kl_span){ 0 }, &date));
	cr_expect_not(kl_date_parse((struct kl_span){ "2004-10-01", 9 }, &date));
	cr_expect(kl_date_parse((struct kl_span){ "2004-10-011", 10 }, &date));
}

/* From 0001-01-01 to 9999-12-31 are 3 652 059 days; 400 years are 146 097. */
Test(date, as_many_days_as_the_calendar_has)
{
	long days = 0, cycle = 0;
	struct kl_date date, before = { 0 };
	char text[32];

	for (int n = 0; n < 10000 * 14 * 33; n++) {
		int year = n / (14 * 33), month = n / 33 % 14, day = n % 33;
		snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
		if (!kl_date_parse(kl_span_of(text), &date))
			continue;
		days++;
		cycle += year > 2000 && year <= 2400;
		if (kl_date_compare(before, date) >= 0)
			cr_assert_fail("%s is after the day before", text);
		before = date;
	}
	cr_expect_eq(days, 3652059);
	cr_expect_eq(cycle, 146097);
}

Test(date, compared)
{
	static const struct {
		struct kl_date a, b;
		int wanted;
	} cases[] = {
		{ { 2004, 10, 1 }, { 2004, 10, 1 }, 0 },
		{ { 2004, 10, 1 }, { 2004, 10, 2 }, -1 },
		{ { 2004, 10, 31 }, { 2004, 11, 1 }, -1 },
		{ { 2004, 12, 31 }, { 2005, 1, 1 }, -1 },
		{ { 0, 0, 0 }, { 1, 1, 1 }, -1 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		cr_expect_eq(kl_date_compare(cases[i].a, cases[i].b),
			cases[i].wanted);
		cr_expect_eq(kl_date_compare(cases[i].b, cases[i].a),
			-cases[i].wanted);
	}
	cr_expect_not(kl_date_given((struct kl_date){ 0 }));
	cr_expect(kl_date_given((struct kl_date){ 2004, 10, 1 }));
}

Test(date, school_years)
{
	static const struct {
		int year, month;
		const char *text;
	} cases[] = {
		{ 2004, 7, "2003-2004" }, { 2004, 8, "2004-2005" },
		{ 1, 1, "0000-0001" }, { 999, 12, "0999-1000" },
		{ 9999, 7, "9998-9999" }, { 9999, 8, "9999-10000" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[KL_SCHOOLYEAR_TEXT];
		size_t length = kl_date_schoolyear(cases[i].year,
			cases[i].month, text);
		cr_expect(kl_span_is((struct kl_span){ text, length },
			cases[i].text), "%s", cases[i].text);
	}
}
