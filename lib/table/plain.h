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
#include <string.h>

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

/* The first eight bytes of a text as one number, the first byte lowest. */
static inline uint64_t kl_plain_load(const char *at)
{
	uint64_t word;

	memcpy(&word, at, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	return word;
}

static inline uint64_t kl_plain_load_half(const char *at)
{
	uint32_t half;

	memcpy(&half, at, sizeof half);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	half = __builtin_bswap32(half);
#endif
	return half;
}

/* The high bit of each byte that is no digit. */
static inline uint64_t kl_plain_not_digits(uint64_t word)
{
	uint64_t digits = word ^ UINT64_C(0x3030303030303030);

	return (((digits & UINT64_C(0x7f7f7f7f7f7f7f7f))
		+ UINT64_C(0x7676767676767676)) | digits)
		& UINT64_C(0x8080808080808080);
}

/* Of eight digits each two: 0 to 99 in 16 bits, the first two lowest. */
static inline uint64_t kl_plain_pairs(uint64_t word)
{
	return ((word & UINT64_C(0x0f0f0f0f0f0f0f0f)) * (10 << 8 | 1) >> 8)
		& UINT64_C(0x00ff00ff00ff00ff);
}

static inline uint64_t kl_plain_eight_digits(uint64_t word)
{
	uint64_t pairs = kl_plain_pairs(word);

	pairs = (pairs * (UINT64_C(100) << 16 | 1) >> 16)
		& UINT64_C(0x0000ffff0000ffff);
	return (pairs * (UINT64_C(10000) << 32 | 1)) >> 32;
}

/* Digits, perhaps with a decimal character, of four to eight bytes. */
static inline bool kl_plain_read_short(const struct kl_plain *plain,
	struct kl_span cell, struct kl_plain_number *out)
{
	const unsigned empty = 8 * (8 - (unsigned)cell.length);
	const uint64_t first = kl_plain_load_half(cell.at) << empty;
	const uint64_t last = kl_plain_load_half(cell.at + cell.length - 4);
	/* To the right, zeros in front. */
	uint64_t word = last << 32 | (first & UINT32_MAX)
		| (UINT64_C(0x3030303030303030) & ((UINT64_C(1) << empty) - 1));
	uint64_t other = kl_plain_not_digits(word);

	out->decimals = 0;
	if (other != 0) {
		const unsigned point = (unsigned)__builtin_ctzll(other) & ~7u;
		const uint64_t before = (UINT64_C(1) << point) - 1;
		if ((other & (other - 1)) != 0 || plain->decimal_char == '\0'
				|| (char)(word >> point) != plain->decimal_char)
			return false;
		word = (word & ~before & ~(UINT64_C(0xff) << point))
			| (word & before) << 8 | '0';
		out->decimals = 7 - point / 8;
	}
	out->digits = (int64_t)kl_plain_eight_digits(word);
	return true;
}

/* -digits[.digits]. False: not plain, and *out is then of no use. */
static inline bool kl_plain_read_number(const struct kl_plain *plain,
	struct kl_span cell, struct kl_plain_number *out)
{
	if (!plain->numbers || !kl_plain_is_text(plain, cell))
		return false;
	if (cell.length >= 4 && cell.length <= 8 && *cell.at != '-')
		return kl_plain_read_short(plain, cell, out);
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

/* YYYY-MM-DD. False: not plain, or no date; *date is then untouched. */
static inline bool kl_plain_read_date(const struct kl_plain *plain,
	struct kl_span cell, uint32_t *date)
{
	if (cell.length != 10 || plain->suspect[(unsigned char)*cell.at])
		return false;
	/* YYYY-MM- and YY-MM-DD. */
	const uint64_t first = kl_plain_load(cell.at);
	const uint64_t last = kl_plain_load(cell.at + 2);
	const uint64_t digits = (first & UINT32_MAX) | (first >> 40 & 0xffff) << 32
		| last >> 48 << 48;
	const uint64_t pairs = kl_plain_pairs(digits);
	uint32_t year = (uint32_t)(pairs & 0xff) * 100
		+ (uint32_t)(pairs >> 16 & 0xff);
	uint32_t month = (uint32_t)(pairs >> 32 & 0xff);
	uint32_t day = (uint32_t)(pairs >> 48 & 0xff);
	/* Most days are one of every month. */
	bool common = year >= 1 && month - 1 < 12 && day - 1 < 28;
	if ((first >> 32 & 0xff) != '-' || first >> 56 != '-'
			|| kl_plain_not_digits(digits) != 0 || (!common
			&& !kl_moment_is_day(year, (int)month, (int)day)))
		return false;
	*date = kl_plain_date(year, month, day);
	return true;
}

#endif
