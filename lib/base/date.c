#include "base/date.h"

#include <stdio.h>

#include "base/moment.h"

static bool digits(const char *at, int count, int *out)
{
	int value = 0;

	for (int i = 0; i < count; i++) {
		if (at[i] < '0' || at[i] > '9')
			return false;
		value = 10 * value + (at[i] - '0');
	}
	*out = value;
	return true;
}

static int days_in_month(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

bool kl_date_parse(struct kl_span text, struct kl_date *out)
{
	struct kl_date date;

	if (text.length != 10 || text.at[4] != '-' || text.at[7] != '-'
			|| !digits(text.at, 4, &date.year)
			|| !digits(text.at + 5, 2, &date.month)
			|| !digits(text.at + 8, 2, &date.day))
		return false;
	if (date.year < 1 || date.month < 1 || date.month > 12 || date.day < 1
			|| date.day > days_in_month(date.year, date.month))
		return false;
	*out = date;
	return true;
}

void kl_date_format(struct kl_date date, char *out)
{
	snprintf(out, KL_DATE_TEXT, "%04u-%02u-%02u", (unsigned)date.year % 10000u,
		(unsigned)date.month % 100u, (unsigned)date.day % 100u);
}

int64_t kl_date_days(struct kl_date date)
{
	return kl_moment_days(date.year, date.month, date.day);
}

bool kl_date_of_days(int64_t days, struct kl_date *out)
{
	const int64_t last = kl_moment_days(9999, 12, 31);
	struct kl_date made = { 1, 1, 1 };

	if (days < 0 || days > last)
		return false;
	/* A guess that is never too late, and at most a year too early. */
	made.year = (int)(days * 400 / 146097);
	made.year = made.year < 1 ? 1 : made.year;
	while (made.year < 9999 && kl_moment_days(made.year + 1, 1, 1) <= days)
		made.year++;
	/* No month has more than 31 days. */
	made.month += (int)(days - kl_moment_days(made.year, 1, 1)) / 31;
	while (made.month < 12
			&& kl_moment_days(made.year, made.month + 1, 1) <= days)
		made.month++;
	made.day = (int)(days - kl_moment_days(made.year, made.month, 1)) + 1;
	*out = made;
	return true;
}

int kl_date_age(struct kl_date birth, struct kl_date on)
{
	bool before = on.month < birth.month
		|| (on.month == birth.month && on.day < birth.day);

	return on.year - birth.year - before;
}

int kl_date_compare(struct kl_date a, struct kl_date b)
{
	if (a.year != b.year)
		return a.year < b.year ? -1 : 1;
	if (a.month != b.month)
		return a.month < b.month ? -1 : 1;
	return (a.day > b.day) - (a.day < b.day);
}

static void write_year(int year, char *out)
{
	for (int i = 3; i >= 0; i--, year /= 10)
		out[i] = (char)('0' + year % 10);
}

/* Not by printf, which takes longer than all the rest of a condition. */
size_t kl_date_schoolyear(int year, int month, char *out)
{
	static const char last[] = "9999-10000";
	int from = month < 8 ? year - 1 : year;

	if (from == 9999) {
		memcpy(out, last, sizeof last - 1);
		return sizeof last - 1;
	}
	write_year(from, out);
	out[4] = '-';
	write_year(from + 1, out + 5);
	return 9;
}
