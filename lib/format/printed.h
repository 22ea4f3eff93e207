/*
 * Cells that other programs may take as numbers without showing another text.
 */
#ifndef KL_FORMAT_PRINTED_H
#define KL_FORMAT_PRINTED_H

#include "table/cell.h"

/* Digits that a double holds without loss, and so nearly every program. */
enum { KL_PRINTED_DIGITS = 15 };

/* True if the cell is a number that is printed as numbers are: -digits[.digits]
 * with the declared characters, without blanks, plus, and leading zeros, of at
 * most KL_PRINTED_DIGITS digits; and no mark. `*grouped`: with group characters.
 * Both are of no use if it is not. */
bool kl_printed_number(struct kl_span text, const struct kl_reading *reading,
	struct kl_decimal *value, bool *grouped);

#endif
