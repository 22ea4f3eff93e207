#include "base/moment.h"

enum { HOUR = 3600, DAY = 24 * HOUR, NANO_DIGITS = 9 };

/* Text that is being read from the left. */
struct cursor {
	const char *at, *end;
};

static bool take(struct cursor *c, char expected)
{
	if (c->at == c->end || *c->at != expected)
		return false;
	c->at++;
	return true;
}

/* least to most digits, all that there are. */
static bool take_digits(struct cursor *c, int least, int most, int64_t *out)
{
	int count = 0;
	int64_t value = 0;

	while (c->at < c->end && kl_is_digit(*c->at)) {
		if (++count > most)
			return false;
		value = 10 * value + (*c->at++ - '0');
	}
	*out = value;
	return count >= least;
}

static bool is_leap(int64_t year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int64_t kl_moment_days(int64_t year, int month, int day)
{
	static const int before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273,
		304, 334 };
	int64_t years = year - 1;

	return 365 * years + years / 4 - years / 100 + years / 400
		+ before[month - 1] + (month > 2 && is_leap(year)) + day - 1;
}

bool kl_moment_is_day(int64_t year, int month, int day)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return year >= 1 && month >= 1 && month <= 12 && day >= 1
		&& day <= days[month - 1] + (month == 2 && is_leap(year));
}

static bool take_date(struct cursor *c, struct kl_moment *out)
{
	int64_t year, month, day;

	if (!take_digits(c, 4, 4, &year) || !take(c, '-')
			|| !take_digits(c, 2, 2, &month) || !take(c, '-')
			|| !take_digits(c, 2, 2, &day)
			|| !kl_moment_is_day(year, (int)month, (int)day))
		return false;
	out->seconds = DAY * kl_moment_days(year, (int)month, (int)day);
	return true;
}

static bool take_fraction(struct cursor *c, int64_t *nanoseconds)
{
	const char *from = c->at;

	if (!take_digits(c, 1, NANO_DIGITS, nanoseconds))
		return false;
	for (int64_t i = c->at - from; i < NANO_DIGITS; i++)
		*nanoseconds *= 10;
	return true;
}

/* Z, or hours and minutes east of UTC; none is fine. */
static bool take_zone(struct cursor *c, struct kl_moment *out)
{
	int64_t hours, minutes;

	if (c->at == c->end || take(c, 'Z'))
		return true;
	int sign = take(c, '+') ? -1 : 1;
	if ((sign == 1 && !take(c, '-')) || !take_digits(c, 2, 2, &hours)
			|| !take(c, ':') || !take_digits(c, 2, 2, &minutes)
			|| minutes > 59 || hours * 60 + minutes > 14 * 60)
		return false;
	out->seconds += sign * (hours * HOUR + minutes * 60);
	return true;
}

static bool take_time(struct cursor *c, struct kl_moment *out)
{
	int64_t hour, minute, second, nano = 0;

	if (!take_digits(c, 2, 2, &hour) || !take(c, ':')
			|| !take_digits(c, 2, 2, &minute) || !take(c, ':')
			|| !take_digits(c, 2, 2, &second)
			|| (take(c, '.') && !take_fraction(c, &nano)))
		return false;
	bool midnight = hour == 24 && minute == 0 && second == 0 && nano == 0;
	if ((hour > 23 && !midnight) || minute > 59 || second > 59)
		return false;
	out->seconds += hour * HOUR + minute * 60 + second;
	out->nanoseconds = nano;
	return take_zone(c, out);
}

static bool take_year(struct cursor *c, struct kl_moment *out)
{
	bool before = take(c, '-');
	int64_t year;

	if (!take_digits(c, 4, 9, &year))
		return false;
	/* Years are compared with years only. */
	out->seconds = before ? -year : year;
	return true;
}

static bool take_yearmonth(struct cursor *c, struct kl_moment *out)
{
	int64_t month;

	if (!take_year(c, out) || !take(c, '-') || !take_digits(c, 2, 2, &month)
			|| month < 1 || month > 12)
		return false;
	out->seconds = 12 * out->seconds + month - 1;
	return true;
}

static bool take_seconds(struct cursor *c, struct kl_moment *out)
{
	int64_t second, nano = 0;

	if (!take_digits(c, 1, 9, &second)
			|| (take(c, '.') && !take_fraction(c, &nano)) || !take(c, 'S'))
		return false;
	out->seconds += second;
	out->nanoseconds = nano;
	return true;
}

/* The parts "nY" and so on in their order, each at most once. */
static bool take_parts(struct cursor *c, const char *letters,
	const int64_t *units, int64_t *sum)
{
	while (c->at < c->end && *c->at != 'T') {
		struct cursor before = *c;
		int64_t value;

		if (!take_digits(c, 1, 9, &value) || c->at == c->end)
			return false;
		while (*letters != '\0' && *letters != *c->at) {
			letters++;
			units++;
		}
		if (*letters == '\0') {
			*c = before;
			return true;
		}
		*sum += value * *units++;
		letters++;
		c->at++;
	}
	return true;
}

static bool take_duration(struct cursor *c, struct kl_moment *out)
{
	static const int64_t of_months[] = { 12, 1 }, of_day[] = { DAY };
	static const int64_t of_time[] = { HOUR, 60 };
	int sign = take(c, '-') ? -1 : 1;

	if (!take(c, 'P') || c->at == c->end
			|| !take_parts(c, "YM", of_months, &out->months)
			|| !take_parts(c, "D", of_day, &out->seconds))
		return false;
	if (take(c, 'T') && (c->at == c->end
			|| !take_parts(c, "HM", of_time, &out->seconds)
			|| (c->at < c->end && !take_seconds(c, out))))
		return false;
	out->months *= sign;
	out->seconds *= sign;
	out->nanoseconds *= sign;
	return true;
}

static bool take_datetime(struct cursor *c, struct kl_moment *out)
{
	return take_date(c, out) && take(c, 'T') && take_time(c, out);
}

bool kl_moment_parse(enum kl_moment_kind kind, struct kl_span text,
	struct kl_moment *out)
{
	static bool (*const takers[])(struct cursor *, struct kl_moment *) = {
		[KL_MOMENT_DATE] = take_date, [KL_MOMENT_TIME] = take_time,
		[KL_MOMENT_DATETIME] = take_datetime, [KL_MOMENT_YEAR] = take_year,
		[KL_MOMENT_YEARMONTH] = take_yearmonth,
		[KL_MOMENT_DURATION] = take_duration,
	};
	struct kl_moment made = { 0 };

	if (text.length == 0)
		return false;
	struct cursor c = { text.at, text.at + text.length };
	if (!takers[kind](&c, &made) || c.at != c.end)
		return false;
	*out = made;
	return true;
}

static int sign_of(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* Seconds from a month of XML Schema's reference dates to `months` later. */
static int64_t from_month(int64_t year, int month, int64_t months)
{
	/* 400 years are 146 097 days; so no year before 1 is met. */
	int64_t at = 12 * (year - 1) + month - 1 + months;
	int64_t eras = at >= 0 ? at / 4800 : -((4799 - at) / 4800);
	int64_t rest = at - 4800 * eras;

	return DAY * (146097 * eras
		+ kl_moment_days(rest / 12 + 1, (int)(rest % 12) + 1, 1)
		- kl_moment_days(year, month, 1));
}

int kl_moment_compare(struct kl_moment a, struct kl_moment b)
{
	static const struct { int year, month; } from[] = {
		{ 1696, 9 }, { 1697, 2 }, { 1903, 3 }, { 1903, 7 } };
	int result = 0;

	for (size_t i = 0; i < sizeof from / sizeof *from; i++) {
		int64_t x = from_month(from[i].year, from[i].month, a.months);
		int64_t y = from_month(from[i].year, from[i].month, b.months);
		int sign = sign_of(x + a.seconds, y + b.seconds);
		if (sign == 0)
			sign = sign_of(a.nanoseconds, b.nanoseconds);
		if (i > 0 && sign != result)
			return KL_MOMENT_UNORDERED;
		result = sign;
		if (a.months == b.months)
			break;
	}
	return result;
}
