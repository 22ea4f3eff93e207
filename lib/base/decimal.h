/*
 * Exact decimals: a 128-bit coefficient and the number of printed decimals.
 * 12,30 is {1230, 2}. No binary floating point anywhere.
 */
#ifndef KL_BASE_DECIMAL_H
#define KL_BASE_DECIMAL_H

#include <stdint.h>

#include "base/span.h"

__extension__ typedef __int128 kl_int128;

enum { KL_DECIMAL_DIGITS = 36 };        /* most digits that are taken in */
enum { KL_DECIMAL_TEXT = 64 };          /* room for any decimal as text */

struct kl_decimal {
	kl_int128 coefficient;
	int decimals;                   /* 0 to KL_DECIMAL_DIGITS */
};

enum kl_parsed {
	KL_PARSED,
	KL_NOT_A_NUMBER,
	KL_TOO_LONG             /* a number of more digits than can be held */
};

static inline struct kl_decimal kl_decimal_of(int64_t value)
{
	return (struct kl_decimal){ value, 0 };
}

/* Reads [+-]digits[.digits] (at least one digit; "12." and ".5" are numbers)
 * with the given decimal character. A group character (0: none) may stand only
 * between groups of three digits before the decimal character. U+2212 is a
 * minus too. No exponent. Leading zeros are fine. */
enum kl_parsed kl_decimal_parse(struct kl_span text, char decimal_char,
	struct kl_span group_char, struct kl_decimal *out);

/* The same with an exponent behind it or not, as 1.5E3 and 2e-1: exact. *last is
 * one unit of the last digit that is printed: 100 of 1.5E3. KL_TOO_LONG also
 * when the number, written without the exponent, has too many digits. */
enum kl_parsed kl_decimal_parse_scientific(struct kl_span text,
	char decimal_char, struct kl_span group_char, struct kl_decimal *out,
	struct kl_decimal *last);

/* Writes the decimal as printed (all its decimals) and returns the length;
 * `out` holds KL_DECIMAL_TEXT bytes, NUL-terminated. */
size_t kl_decimal_format(struct kl_decimal value, char decimal_char, char *out);

/* -1, 0 or 1; 1.50 equals 1.5. Exact for all values that parse takes in. */
int kl_decimal_compare(struct kl_decimal a, struct kl_decimal b);

/* False when the result does not fit, or one of both written with the decimals
 * of the other; *out is then untouched. */
bool kl_decimal_add(struct kl_decimal a, struct kl_decimal b,
	struct kl_decimal *out);
bool kl_decimal_subtract(struct kl_decimal a, struct kl_decimal b,
	struct kl_decimal *out);
bool kl_decimal_scale(struct kl_decimal a, int64_t factor,
	struct kl_decimal *out);

static inline int kl_decimal_sign(struct kl_decimal a)
{
	return (a.coefficient > 0) - (a.coefficient < 0);
}

static inline struct kl_decimal kl_decimal_negate(struct kl_decimal a)
{
	return (struct kl_decimal){ -a.coefficient, a.decimals };
}

/* The nearest double, for spreadsheets only; never for a comparison. */
double kl_decimal_double(struct kl_decimal a);

#endif
