/*
 * What a workbook keeps of a cell, as the text that klopt reads.
 *
 * A number stands in the XML as decimal text, and is a binary double for the
 * program that wrote it; that program may have written 1.1 as
 * 1.1000000000000001. Nobody can type more than 15 digits into Excel, and 17
 * say exactly which double it is. So:
 *
 *   - digits without an exponent, at most 15 of them, or without a fraction, or
 *     more than 17 of them (no double needs those): as they are in the file,
 *     zeros at the end included;
 *   - an exponent is written out: 1E3 is 1000, 1.5E-3 is 0.0015;
 *   - 16 or 17 digits with a fraction: the shortest decimal of 15 to 17 digits
 *     that means the same double: 1.1000000000000001 is 1.1. Whatever was typed
 *     comes back, and 0.30000000000000004, which is another double than 0.3,
 *     stays as it is;
 *   - the result of a formula, which nobody typed: 15 digits, as Excel shows
 *     and compares it: 0.30000000000000004 as the sum of 0.1 and 0.2 is 0.3.
 *
 * A percentage is stored as its fraction, and stays that: 82,2 % is 0.822.
 */
#ifndef KL_TABLE_XLSX_VALUE_H
#define KL_TABLE_XLSX_VALUE_H

#include <stdint.h>

#include "base/text.h"

/* Adds a number as said above; what is no number as it is. `computed`: it is
 * the result of a formula. */
void kl_workbook_add_number(struct kl_span text, bool computed,
	struct kl_text_buffer *out);

/* What a number format makes of a number. */
enum kl_number_kind {
	KL_NUMBER_PLAIN,
	KL_NUMBER_DATE,         /* d-m-yyyy */
	KL_NUMBER_TIME,         /* h:mm */
	KL_NUMBER_DATETIME,
	KL_NUMBER_ELAPSED       /* [h]:mm: hours go on after 24 */
};

/* Of a format that is built in, by its number (ECMA-376 part 1, 18.8.30, with
 * those of East Asia). */
enum kl_number_kind kl_workbook_builtin(uint32_t number);
/* Of a format's code, as yyyy\-mm\-dd;@: its first section decides. */
enum kl_number_kind kl_workbook_format(struct kl_span code);

/* Adds a day number as YYYY-MM-DD, YYYY-MM-DDThh:mm:ss or hh:mm:ss, with
 * milliseconds where there are some: what the format shows, and what the number
 * holds beyond it. `from_1904`: day 0 is 1 January 1904; else day 1 is 1 January
 * 1900, and day 60 a 29 February 1900 that never was, as Excel has it. False,
 * and nothing added, for a number that is no such day (also 60, and 0 as a
 * date): it then stays a number. */
bool kl_workbook_add_date(struct kl_span number, enum kl_number_kind kind,
	bool from_1904, struct kl_text_buffer *out);

/* Adds text with _xHHHH_ decoded, which stands for a UTF-16 unit; what would be
 * NUL or half a character stays as it is. */
void kl_workbook_add_text(struct kl_span text, struct kl_text_buffer *out);

#endif
