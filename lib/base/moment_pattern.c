/* Patterns of strptime, read exactly: nothing here depends on a locale. */
#include <stdint.h>

#include "base/moment.h"

static const char exact[] = "YymdejHIMSfzbBhaApwu%";
/* Of C and Python: what a locale, a time zone or a week decides, and shorthands
 * that only some have. */
static const char inexact[] = "cCDFgGklnPrRstTUVWxXZEO+";

enum kl_moment_pattern kl_moment_pattern_check(struct kl_span pattern,
	char *directive)
{
	enum kl_moment_pattern result = KL_PATTERN_FINE;
	bool seen[128] = { false };

	for (size_t i = 0; i < pattern.length; i++) {
		if (pattern.at[i] != '%')
			continue;
		char c = i + 1 < pattern.length ? pattern.at[i + 1] : '\0';
		i++;
		*directive = c;
		if (c != '\0' && strchr(exact, c) != NULL) {
			if (c != '%' && seen[(unsigned char)c])
				return KL_PATTERN_TWICE;
			seen[(unsigned char)c] = true;
		} else if (c != '\0' && strchr(inexact, c) != NULL) {
			result = KL_PATTERN_INEXACT;
			break;
		} else {
			return KL_PATTERN_UNKNOWN;
		}
	}
	return result;
}

struct parts {
	int year, month, day, day_of_year, hour, minute, second;
	int half;                       /* %p: 1 AM, 2 PM; 0: not told */
	int hour_of_half;               /* %I; 0: not told */
	int weekday;                    /* read and not compared, as strptime does */
	int64_t nanoseconds, zone;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Where the number of a directive goes, and its limits. */
static int *target_of(struct parts *parts, char directive, size_t *digits,
	int *least, int *most)
{
	*digits = 2;
	*least = 0;
	*most = 59;
	switch (directive) {
	case 'Y':
		*digits = 4;
		*least = 1;
		*most = 9999;
		return &parts->year;
	case 'y':
		*most = 99;
		return &parts->year;
	case 'm':
		*least = 1;
		*most = 12;
		return &parts->month;
	case 'd':
	case 'e':
		*least = 1;
		*most = 31;
		return &parts->day;
	case 'j':
		*digits = 3;
		*least = 1;
		*most = 366;
		return &parts->day_of_year;
	case 'H':
		*most = 23;
		return &parts->hour;
	case 'I':
		*least = 1;
		*most = 12;
		return &parts->hour_of_half;
	case 'w':
	case 'u':
		*digits = 1;
		*least = directive == 'u';
		*most = directive == 'u' ? 7 : 6;
		return &parts->weekday;
	case 'M':
		return &parts->minute;
	default:
		return &parts->second;
	}
}

static bool match(struct kl_span pattern, struct kl_span text,
	struct parts *parts);

static struct kl_span after(struct kl_span text, size_t count)
{
	return (struct kl_span){ text.at + count, text.length - count };
}

static bool match_number(char directive, struct kl_span pattern,
	struct kl_span text, struct parts *parts)
{
	size_t most_digits, digits = 0;
	int least, most, value = 0;
	int *target = target_of(parts, directive, &most_digits, &least, &most);
	/* A year has all its digits. */
	size_t least_digits = directive == 'Y' || directive == 'y' ? most_digits : 1;

	while (digits < most_digits && digits < text.length
			&& is_digit(text.at[digits]))
		digits++;
	for (; digits >= least_digits; digits--) {
		value = 0;
		for (size_t i = 0; i < digits; i++)
			value = 10 * value + (text.at[i] - '0');
		if (value < least || value > most)
			continue;
		if (directive == 'y')
			value += value < 69 ? 2000 : 1900;
		*target = value;
		if (match(pattern, after(text, digits), parts))
			return true;
	}
	return false;
}

static bool match_fraction(struct kl_span pattern, struct kl_span text,
	struct parts *parts)
{
	size_t digits = 0;

	while (digits < 6 && digits < text.length && is_digit(text.at[digits]))
		digits++;
	for (; digits >= 1; digits--) {
		int64_t value = 0;
		for (size_t i = 0; i < 9; i++)
			value = 10 * value + (i < digits ? text.at[i] - '0' : 0);
		parts->nanoseconds = value;
		if (match(pattern, after(text, digits), parts))
			return true;
	}
	return false;
}

/* Z, +hhmm or +hh:mm. */
static bool match_zone(struct kl_span pattern, struct kl_span text,
	struct parts *parts)
{
	if (text.length > 0 && *text.at == 'Z') {
		parts->zone = 0;
		return match(pattern, after(text, 1), parts);
	}
	if (text.length < 5 || (*text.at != '+' && *text.at != '-'))
		return false;
	size_t colon = text.at[3] == ':';
	if (text.length < 5 + colon)
		return false;
	const char digits[] = { text.at[1], text.at[2], text.at[3 + colon],
		text.at[4 + colon] };
	for (size_t i = 0; i < 4; i++) {
		if (!is_digit(digits[i]))
			return false;
	}
	int hours = 10 * (digits[0] - '0') + digits[1] - '0';
	int minutes = 10 * (digits[2] - '0') + digits[3] - '0';
	if (hours > 23 || minutes > 59)
		return false;
	parts->zone = (*text.at == '+' ? 60 : -60) * (60 * hours + minutes);
	return match(pattern, after(text, 5 + colon), parts);
}

static bool match_blanks(struct kl_span pattern, struct kl_span text,
	struct parts *parts)
{
	size_t blanks = 0;

	while (pattern.length > 0 && is_blank(*pattern.at))
		pattern = after(pattern, 1);
	while (blanks < text.length && is_blank(text.at[blanks]))
		blanks++;
	return blanks > 0 && match(pattern, after(text, blanks), parts);
}

static const char *const months[] = { "January", "February", "March", "April",
	"May", "June", "July", "August", "September", "October", "November",
	"December", NULL };
static const char *const weekdays[] = { "Monday", "Tuesday", "Wednesday",
	"Thursday", "Friday", "Saturday", "Sunday", NULL };
static const char *const halves[] = { "AM", "PM", NULL };

/* A name, in any case, or its first three letters. No two names begin alike, so
 * one way is tried. *target becomes its number, from 1. */
static bool match_name(const char *const *names, bool shortened, int *target,
	struct kl_span pattern, struct kl_span text, struct parts *parts)
{
	for (int i = 0; names[i] != NULL; i++) {
		struct kl_span name = kl_span_of(names[i]);
		if (shortened)
			name.length = 3;
		if (text.length < name.length || !kl_span_alike(name,
				(struct kl_span){ text.at, name.length }))
			continue;
		*target = i + 1;
		return match(pattern, after(text, name.length), parts);
	}
	return false;
}

static bool match_directive(char directive, struct kl_span pattern,
	struct kl_span text, struct parts *parts)
{
	switch (directive) {
	case 'f':
		return match_fraction(pattern, text, parts);
	case 'z':
		return match_zone(pattern, text, parts);
	case 'b':
	case 'h':
	case 'B':
		return match_name(months, directive != 'B', &parts->month, pattern,
			text, parts);
	case 'a':
	case 'A':
		return match_name(weekdays, directive == 'a', &parts->weekday,
			pattern, text, parts);
	case 'p':
		return match_name(halves, false, &parts->half, pattern, text,
			parts);
	default:
		return match_number(directive, pattern, text, parts);
	}
}

/* Each directive stands once, so few ways are tried. */
static bool match(struct kl_span pattern, struct kl_span text,
	struct parts *parts)
{
	while (pattern.length > 0) {
		char c = *pattern.at;
		if (is_blank(c))
			return match_blanks(pattern, text, parts);
		if (c == '%' && pattern.length > 1 && pattern.at[1] != '%') {
			return match_directive(pattern.at[1], after(pattern, 2),
				text, parts);
		}
		if (text.length == 0 || *text.at != c)
			return false;
		pattern = after(pattern, c == '%' ? 2 : 1);
		text = after(text, 1);
	}
	return text.length == 0;
}

bool kl_moment_match(struct kl_span pattern, struct kl_span text,
	struct kl_moment *out)
{
	struct parts parts = { .year = 1900, .month = 1, .day = 1 };

	if (!match(pattern, text, &parts)
			|| !kl_moment_is_day(parts.year, parts.month, parts.day))
		return false;
	/* Twelve is the first hour of each half; without %p it is of the first. */
	if (parts.hour_of_half > 0)
		parts.hour = parts.hour_of_half % 12 + (parts.half == 2 ? 12 : 0);
	int64_t days = kl_moment_days(parts.year, parts.month, parts.day);
	if (parts.day_of_year > 0) {
		if (parts.day_of_year == 366
				&& !kl_moment_is_day(parts.year, 2, 29))
			return false;
		days = kl_moment_days(parts.year, 1, 1) + parts.day_of_year - 1;
	}
	*out = (struct kl_moment){ .seconds = 86400 * days + 3600 * parts.hour
			+ 60 * parts.minute + parts.second - parts.zone,
		.nanoseconds = parts.nanoseconds };
	return true;
}
