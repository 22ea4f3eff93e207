/*
 * Plain cells: nearly all that stand in a table. A number of few digits, a date
 * YYYY-MM-DD, a text that is no mark are read here in some nanoseconds.
 *
 * What is read here is worth what kl_cell_read, kl_value_read and kl_moment_parse
 * make of it; what is not read (a mark, blanks at the edges, a plus, groups, more
 * digits, or an empty cell) is theirs to judge. So this may know little, but
 * nothing wrong.
 */
#ifndef KL_TABLE_PLAIN_H
#define KL_TABLE_PLAIN_H

#include <stdint.h>

#include "base/moment.h"
#include "table/cell.h"

enum { KL_PLAIN_DIGITS = 18 };          /* so that every number fits */

/* How the plain cells of a column are read. */
struct kl_plain {
	bool suspect[256];      /* first bytes of what can be a mark, or blank */
	bool numbers;           /* digits are a number and nothing else */
	char decimal_char;      /* 0: whole numbers only */
};

struct kl_plain_number {
	int64_t digits;         /* 12.50: 1250 */
	unsigned decimals;
};

/* `whole`: a number with a decimal character is not plain. */
void kl_plain_init(struct kl_plain *plain, const struct kl_reading *reading,
	bool whole);

/* Whether it is a text, with no blank in front; there can be one at its end. */
static inline bool kl_plain_is_text(const struct kl_plain *plain,
	struct kl_span cell)
{
	return cell.length > 0 && !plain->suspect[(unsigned char)*cell.at];
}

/* -digits[.digits]. False: not plain, and *out is then of no use. */
static inline bool kl_plain_read_number(const struct kl_plain *plain,
	struct kl_span cell, struct kl_plain_number *out)
{
	if (!plain->numbers || !kl_plain_is_text(plain, cell))
		return false;
	const char *at = cell.at, *end = cell.at + cell.length, *point = NULL;
	bool negative = *at == '-';
	int64_t digits = 0;
	at += negative;
	ptrdiff_t length = end - at;
	if (length > KL_PLAIN_DIGITS)
		return false;
	for (; at < end; at++) {
		unsigned digit = (unsigned)(unsigned char)*at - '0';
		if (digit <= 9)
			digits = 10 * digits + digit;
		else if (*at == plain->decimal_char && point == NULL && *at != '\0')
			point = at + 1;
		else
			return false;
	}
	out->digits = negative ? -digits : digits;
	out->decimals = point != NULL ? (unsigned)(end - point) : 0;
	/* A digit at least. */
	return length > (point != NULL);
}

/* A date as one number, which has the order of dates. */
static inline uint32_t kl_plain_date(uint32_t year, uint32_t month, uint32_t day)
{
	return (year << 4 | month) << 5 | day;
}
static inline uint32_t kl_plain_year(uint32_t date) { return date >> 9; }
static inline uint32_t kl_plain_month(uint32_t date) { return date >> 5 & 15; }
static inline uint32_t kl_plain_day(uint32_t date) { return date & 31; }

static inline uint32_t kl_plain_digit(char c, bool *wrong)
{
	uint32_t digit = (uint32_t)(unsigned char)c - '0';

	*wrong |= digit > 9;
	return digit;
}

/* YYYY-MM-DD. False: not plain, or no date; *date is then untouched. */
static inline bool kl_plain_read_date(const struct kl_plain *plain,
	struct kl_span cell, uint32_t *date)
{
	const char *at = cell.at;
	bool wrong = false;

	if (cell.length != 10 || plain->suspect[(unsigned char)*at]
			|| at[4] != '-' || at[7] != '-')
		return false;
	uint32_t year = kl_plain_digit(at[0], &wrong);
	year = 10 * year + kl_plain_digit(at[1], &wrong);
	year = 10 * year + kl_plain_digit(at[2], &wrong);
	year = 10 * year + kl_plain_digit(at[3], &wrong);
	uint32_t month = kl_plain_digit(at[5], &wrong);
	month = 10 * month + kl_plain_digit(at[6], &wrong);
	uint32_t day = kl_plain_digit(at[8], &wrong);
	day = 10 * day + kl_plain_digit(at[9], &wrong);
	/* Most days are one of every month. */
	bool common = year >= 1 && month - 1 < 12 && day - 1 < 28;
	if (wrong || (!common
			&& !kl_moment_is_day(year, (int)month, (int)day)))
		return false;
	*date = kl_plain_date(year, month, day);
	return true;
}

#endif
