/*
 * Exact fractions, and ranges of them. A fraction is two 128-bit numbers; it is
 * reduced only where it would not fit otherwise, so that decimals of common
 * size never meet a greatest common divisor. What does not fit is told, never
 * rounded.
 */
#ifndef KL_BASE_RATIO_H
#define KL_BASE_RATIO_H

#include "base/interval.h"

/* over / under; under > 0. Both less than 2^127 in size. */
struct kl_ratio {
	kl_int128 over, under;
};

static inline struct kl_ratio kl_ratio_of(int64_t value)
{
	return (struct kl_ratio){ value, 1 };
}

struct kl_ratio kl_ratio_of_decimal(struct kl_decimal value);
struct kl_ratio kl_ratio_reduced(struct kl_ratio a);

/* -1, 0 or 1; exact for all. */
int kl_ratio_compare(struct kl_ratio a, struct kl_ratio b);
static inline int kl_ratio_sign(struct kl_ratio a)
{
	return (a.over > 0) - (a.over < 0);
}

/* False when the result does not fit, or b is 0 in a division; *out is then
 * untouched. */
bool kl_ratio_add(struct kl_ratio a, struct kl_ratio b, struct kl_ratio *out);
bool kl_ratio_subtract(struct kl_ratio a, struct kl_ratio b,
	struct kl_ratio *out);
bool kl_ratio_multiply(struct kl_ratio a, struct kl_ratio b,
	struct kl_ratio *out);
bool kl_ratio_divide(struct kl_ratio a, struct kl_ratio b,
	struct kl_ratio *out);
static inline struct kl_ratio kl_ratio_negate(struct kl_ratio a)
{
	return (struct kl_ratio){ -a.over, a.under };
}

/* The decimal of that many decimals that the ratio is rounded to. False if it
 * does not fit; *out is then untouched. */
bool kl_ratio_round(struct kl_ratio a, int decimals, enum kl_rounding rounding,
	struct kl_decimal *out);
/* The decimal that it is, with the fewest decimals. False if there is none (as
 * of 1/3); *out is then untouched. */
bool kl_ratio_decimal(struct kl_ratio a, struct kl_decimal *out);

/* Everything from low to high. Both ends are finite. */
struct kl_range {
	struct kl_ratio low, high;
	bool low_open, high_open;       /* the end itself is not in it */
	bool point;                     /* low is high, and in it */
};

static inline struct kl_range kl_range_point(struct kl_ratio at)
{
	return (struct kl_range){ at, at, false, false, true };
}

/* False when an end of the interval is infinite; *out is then untouched. */
bool kl_range_of_interval(const struct kl_interval *interval,
	struct kl_range *out);
/* From low to high, both included; low is at most high. */
struct kl_range kl_range_between(struct kl_ratio low, struct kl_ratio high);

/* All values that the operation can give; never less, where the same unknown
 * value takes part twice perhaps more. False when an end does not fit, or the
 * divisor can be 0; *out is then untouched. `out` can be an operand. */
bool kl_range_add(const struct kl_range *a, const struct kl_range *b,
	struct kl_range *out);
bool kl_range_subtract(const struct kl_range *a, const struct kl_range *b,
	struct kl_range *out);
bool kl_range_multiply(const struct kl_range *a, const struct kl_range *b,
	struct kl_range *out);
bool kl_range_divide(const struct kl_range *a, const struct kl_range *b,
	struct kl_range *out);
void kl_range_negate(const struct kl_range *a, struct kl_range *out);
void kl_range_absolute(const struct kl_range *a, struct kl_range *out);
/* The smaller of a value of a and one of b; the larger. */
void kl_range_least(const struct kl_range *a, const struct kl_range *b,
	struct kl_range *out);
void kl_range_greatest(const struct kl_range *a, const struct kl_range *b,
	struct kl_range *out);
/* All of both, and what lies between. */
void kl_range_unite(const struct kl_range *a, const struct kl_range *b,
	struct kl_range *out);

/* Whether a value of a is equal to, less than, at most one of b. */
enum kl_outcome kl_range_equal(const struct kl_range *a,
	const struct kl_range *b);
enum kl_outcome kl_range_less(const struct kl_range *a,
	const struct kl_range *b);
enum kl_outcome kl_range_at_most(const struct kl_range *a,
	const struct kl_range *b);

/* For people: "0.6", "1..4"; a number without end with `most` decimals and an
 * ellipsis, "0.333...". Returns the length; NUL-terminated. */
enum { KL_RANGE_TEXT = 2 * KL_DECIMAL_TEXT + 16 };
size_t kl_range_format(const struct kl_range *a, char decimal_char, int most,
	char *out);

#endif
