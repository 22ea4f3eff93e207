/*
 * A figure as a text states it: "82,2 procent", "ruim 22 %", "een kwart", "7
 * scholen". Which values are meant by it?
 *
 *   claim   := [softener] figure [rest] | [softener] share [rest] | quantifier [rest]
 *   figure  := (DIGITS [("." | ",") DIGITS] | NUMERAL) ["%" | "procent" | "percent"]
 *   NUMERAL := een to twintig, then tens to honderd; one to twenty, to a hundred
 *   rest    := words without another figure, "scholen"; they are not looked at
 *
 *   softener                                what is meant, by a figure f
 *   none, precies, exactly                  rounds to f at its printed decimals
 *   ruim, iets meer dan, just over          from f up to the next figure
 *   een kleine, bijna, nagenoeg, krap,      above the figure before f, below f
 *     iets minder dan, just under, nearly
 *   ten minste, minstens, at least ...      f or more
 *   ten hoogste, hooguit, at most ...       f or less
 *   meer dan, more than                     more than f
 *   minder dan, less than                   less than f
 *   ongeveer, circa, rond, zo'n, about      f, give or take a bound
 *
 * 1.234 is not read, unless as a percentage: it may be thousands or a fraction.
 *
 * The figures before and after f are the nearest with as many digits before
 * their last zeros: 80 stands between 70 and 90, 22 between 21 and 23, 100
 * between 90 and 200, 82,2 between 82,1 and 82,3.
 *
 * A share is one of een kwart, a quarter, een derde, a third, de helft, half,
 * twee derde, two thirds, driekwart, three quarters: give or take 2.5 percent
 * points, softened up to 10 percent points away ("bijna alle": more than 90 %,
 * not 100). A quantifier: alle, all; geen, none; de meeste, most (more than half).
 */
#ifndef KL_CHECK_CLAIM_H
#define KL_CHECK_CLAIM_H

#include "base/ratio.h"

/* Everything between two ends, each of which can be absent. */
struct kl_claim_bounds {
	struct kl_ratio low, high;
	bool has_low, has_high;
	bool low_open, high_open;       /* the end itself is not meant */
};

enum kl_claim_kind {
	KL_CLAIM_EXACT,
	KL_CLAIM_OVER,          /* just over: up to the next figure */
	KL_CLAIM_UNDER,         /* just under */
	KL_CLAIM_LEAST,         /* at least */
	KL_CLAIM_MOST,          /* at most */
	KL_CLAIM_MORE,          /* more than */
	KL_CLAIM_LESS,          /* less than */
	KL_CLAIM_ABOUT
};

struct kl_claim {
	enum kl_claim_kind kind;
	bool percent;           /* the figure is a percentage: 50 stands for 1/2 */
	bool share;             /* a share or quantifier in words */
	int decimals;           /* as printed */
	char decimal_char;      /* as printed; 0: none is */
	struct kl_claim_bounds bounds;  /* of the value itself: 1/2, not 50 */
};

enum { KL_CLAIM_TEXT = 240 };           /* most bytes of a claim */

/* How a claim is read. */
struct kl_claim_terms {
	enum kl_rounding rounding;      /* of a figure that is exact */
	const struct kl_decimal *within;        /* how far from the figure, in its own
	                                   unit; NULL: half of what its last digit
	                                   that is no zero counts */
};

/* NULL, or what is wrong with the text; *out is then untouched. */
const char *kl_claim_read(struct kl_span text,
	const struct kl_claim_terms *terms, struct kl_claim *out);

/* Whether the value is one that is meant. */
enum kl_outcome kl_claim_judge(const struct kl_claim_bounds *bounds,
	const struct kl_range *value);

/* Whether no value is meant by both. */
bool kl_claims_apart(const struct kl_claim_bounds *a,
	const struct kl_claim_bounds *b);

/* The whole count whose share of n is meant, the nearest to `near`. False if
 * there is none in 0 to n. */
bool kl_claim_count(const struct kl_claim_bounds *bounds, int64_t n,
	int64_t near, int64_t *count);

/* Which counts and N nearby would be meant, where count of n is not. */
enum { KL_CLAIM_NEAR = 20 };            /* how far from N another is looked for */
struct kl_claim_fit {
	bool same_n;            /* another count of the same N: `count` */
	bool near;              /* it is not further away than KL_CLAIM_NEAR */
	bool same_count;        /* the same count of another N: n_low to n_high */
	bool other;             /* another count of another N: other_count, other_n */
	int64_t count, n_low, n_high;
	int64_t other_count, other_n;
};
/* With same_n there is no other; else `other` is told only where its N is not
 * further away than that of the same count. */
void kl_claim_fit(const struct kl_claim_bounds *bounds, int64_t count,
	int64_t n, struct kl_claim_fit *out);

#endif
