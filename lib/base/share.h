/*
 * Shares as they are printed: count/N in percent, or a mean of whole numbers,
 * rounded to some decimals. Which whole counts can have been printed so?
 *
 * With N alone this is the GRIM test (Brown and Heathers, "The GRIM Test: A
 * Simple Technique Detects Numerous Anomalies in the Reporting of Results in
 * Psychology", 2017). All arithmetic is exact.
 */
#ifndef KL_BASE_SHARE_H
#define KL_BASE_SHARE_H

#include "base/interval.h"

enum { KL_SHARE_DECIMALS = 12 };                /* most decimals */
#define KL_SHARE_MOST INT64_C(1000000000000)    /* largest count and N */
enum { KL_SHARE_NEAR = 20 };    /* how far from N another N is looked for */

enum { KL_SHARE_ITEMS = 1000 }; /* most items that a mean is taken over */

/* How a share is printed: times * count / (n * items), rounded to the decimals. */
struct kl_share {
	int64_t times;          /* 100 for a percentage, 1 for a mean */
	int64_t items;          /* 1; of a mean: items each respondent answered */
	int decimals;           /* 0 to KL_SHARE_DECIMALS */
	enum kl_rounding rounding;
};

/* The decimal as a count or N: a whole number from 0 to KL_SHARE_MOST. False: it
 * is none. */
bool kl_share_whole(struct kl_decimal value, int64_t *out);

/* The share in units of its last decimal: 4643 is 46.43 with two. Of count in 0
 * to KL_SHARE_MOST and n in 1 to KL_SHARE_MOST. */
kl_int128 kl_share_round(const struct kl_share *share, int64_t count, int64_t n);

/* The whole count of n that is printed so, nearest to `near`; false if there is
 * none. `printed` is in units of the last decimal. */
bool kl_share_count(const struct kl_share *share, kl_int128 printed, int64_t n,
	int64_t near, int64_t *count);

struct kl_share_fit {
	int64_t count, n;
};

/* The count and N nearby that are printed so: the nearest N within KL_SHARE_NEAR,
 * N itself first, then the nearest count. False if there is none. */
bool kl_share_near(const struct kl_share *share, kl_int128 printed,
	int64_t count, int64_t n, struct kl_share_fit *fit);

#endif
