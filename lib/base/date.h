/*
 * Calendar dates (proleptic Gregorian), as text 2004-10-01 (ISO 8601).
 */
#ifndef KL_BASE_DATE_H
#define KL_BASE_DATE_H

#include "base/span.h"

struct kl_date {
	int year, month, day;           /* year 0: no date */
};

enum { KL_DATE_TEXT = 16 };

/* False if text is not a date YYYY-MM-DD that exists; *out is then untouched. */
bool kl_date_parse(struct kl_span text, struct kl_date *out);
/* Writes YYYY-MM-DD; `out` holds KL_DATE_TEXT bytes. */
void kl_date_format(struct kl_date date, char *out);
int kl_date_compare(struct kl_date a, struct kl_date b);
static inline bool kl_date_given(struct kl_date date) { return date.year != 0; }

#endif
