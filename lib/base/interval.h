/*
 * Intervals of exact decimals with open, closed and absent ends, and
 * three-valued comparison.
 *
 * A printed value that was rounded is the set of values that round to it
 * (XBRL Calculations 1.1 treats printed figures so); a suppressed value is the
 * range its mark stands for; an unknown value is everything.
 */
#ifndef KL_BASE_INTERVAL_H
#define KL_BASE_INTERVAL_H

#include "base/decimal.h"

enum kl_outcome { KL_HOLDS, KL_VIOLATED, KL_UNDECIDED };

struct kl_bound {
	struct kl_decimal at;
	bool open;              /* the end itself is not in the interval */
	bool infinite;          /* no end on this side; `at` is then 0 */
};

struct kl_interval {
	struct kl_bound low, high;
};

enum kl_rounding {
	KL_HALF_UP,             /* half away from zero: [v-u/2, v+u/2) for v > 0 */
	KL_HALF_EVEN,           /* the half goes to the even neighbour */
	KL_ROUND_UP,            /* away from zero: (v-u, v] for v > 0 */
	KL_ROUND_DOWN           /* towards zero: [v, v+u) for v > 0 */
};

struct kl_interval kl_interval_point(struct kl_decimal value);
struct kl_interval kl_interval_range(struct kl_decimal low, struct kl_decimal high);
struct kl_interval kl_interval_all(void);

/* All values that give `value` when rounded to `unit` (> 0, e.g. 0.1 or 10).
 * False if value is no multiple of unit or an end does not fit; *out is then
 * untouched. */
bool kl_interval_rounded(struct kl_decimal value, struct kl_decimal unit,
	enum kl_rounding rounding, struct kl_interval *out);

bool kl_interval_is_point(const struct kl_interval *a);

/* *sum += factor * a. False on overflow; *sum is then untouched. */
bool kl_interval_add_scaled(struct kl_interval *sum,
	const struct kl_interval *a, int64_t factor);

/* Whether the value is 0: holds if it can only be 0, violated if 0 lies
 * outside, else undecided. */
enum kl_outcome kl_interval_zero(const struct kl_interval *a);
/* Whether the value is at most 0. */
enum kl_outcome kl_interval_at_most_zero(const struct kl_interval *a);

/* "23", "22..25" (closed ends), "<25", "22.." and so on, for people. */
enum { KL_INTERVAL_TEXT = 2 * KL_DECIMAL_TEXT + 8 };
size_t kl_interval_format(const struct kl_interval *a, char decimal_char,
	char *out);

#endif
