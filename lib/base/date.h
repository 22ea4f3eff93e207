/*
 * Calendar dates (proleptic Gregorian), as text 2004-10-01 (ISO 8601).
 */
#ifndef KL_BASE_DATE_H
#define KL_BASE_DATE_H

#include <stdint.h>

#include "base/span.h"

struct kl_date {
	int year, month, day;           /* year 0: no date */
};

enum { KL_DATE_TEXT = 16 };

/* False if text is not a date YYYY-MM-DD that exists; *out is then untouched. */
bool kl_date_parse(struct kl_span text, struct kl_date *out);
/* Writes YYYY-MM-DD; `out` holds KL_DATE_TEXT bytes. */
void kl_date_format(struct kl_date date, char *out);
/* Days from 0001-01-01. */
int64_t kl_date_days(struct kl_date date);
/* False if the day is not in the years 1 to 9999; *out is then untouched. */
bool kl_date_of_days(int64_t days, struct kl_date *out);
/* Whole years from birth to `on`; negative before birth. Who was born on
 * 29 February has a birthday on 1 March where there is no such day. */
int kl_date_age(struct kl_date birth, struct kl_date on);
int kl_date_compare(struct kl_date a, struct kl_date b);
/* Writes the school year of a date, which begins on 1 August, as 2004-2005, and
 * returns its length; `out` holds KL_SCHOOLYEAR_TEXT bytes and gets no NUL. Year
 * 1 to 9999. */
enum { KL_SCHOOLYEAR_TEXT = 10 };       /* 9999-10000 */
size_t kl_date_schoolyear(int year, int month, char *out);
static inline bool kl_date_given(struct kl_date date) { return date.year != 0; }

#endif
