/*
 * Points and spans of time as Table Schema has them: date, time, datetime, year,
 * yearmonth and duration. Calendar dates are proleptic Gregorian.
 *
 * The default forms are those of XML Schema 1.1 part 2: YYYY-MM-DD, hh:mm:ss,
 * YYYY-MM-DDThh:mm:ss, YYYY, YYYY-MM, PnYnMnDTnHnMnS. A time may have a fraction
 * (of 9 digits at most) and a zone, Z or +hh:mm; without one it counts as UTC.
 */
#ifndef KL_BASE_MOMENT_H
#define KL_BASE_MOMENT_H

#include <stdint.h>

#include "base/span.h"

enum kl_moment_kind {
	KL_MOMENT_DATE, KL_MOMENT_TIME, KL_MOMENT_DATETIME, KL_MOMENT_YEAR,
	KL_MOMENT_YEARMONTH, KL_MOMENT_DURATION
};

struct kl_moment {
	int64_t months;         /* of a duration; else 0 */
	int64_t seconds;        /* from 0001-01-01; of a time from midnight; UTC */
	int64_t nanoseconds;    /* of a duration with the sign of the others */
};

/* The default form. False if text is none; *out is then untouched. */
bool kl_moment_parse(enum kl_moment_kind kind, struct kl_span text,
	struct kl_moment *out);

/* What a pattern of strptime is good for. */
enum kl_moment_pattern {
	KL_PATTERN_FINE,
	KL_PATTERN_UNKNOWN,     /* a directive that strptime does not have */
	KL_PATTERN_TWICE,       /* a directive that stands twice */
	KL_PATTERN_INEXACT      /* one of a locale, a zone's name or a week, as %c */
};

/* Fine are %Y %y %m %b %B %h %d %e %j %a %A %w %u %H %I %p %M %S %f %z and %%. Else *directive is the letter; 0 if the pattern ends with %. */
enum kl_moment_pattern kl_moment_pattern_check(struct kl_span pattern,
	char *directive);

/* Reads text by a fine pattern, as strptime of Python does in the C locale:
 * numbers may lack their leading zero, a blank in the pattern is one or more blanks,
 * %y is 1969 to 2068, names are English in any case, a day of the week is not
 * compared with the date, and what the pattern does not tell is that of
 * 1900-01-01 00:00:00. */
bool kl_moment_match(struct kl_span pattern, struct kl_span text,
	struct kl_moment *out);

/* -1, 0 or 1. Durations in months and in days have an order only where it is the
 * same from each of the four dates that XML Schema names; else
 * KL_MOMENT_UNORDERED. */
enum { KL_MOMENT_UNORDERED = 2 };
int kl_moment_compare(struct kl_moment a, struct kl_moment b);

/* Days from 0001-01-01, and whether there is such a date; year 1 or later. */
int64_t kl_moment_days(int64_t year, int month, int day);
bool kl_moment_is_day(int64_t year, int month, int day);

#endif
