/*
 * Values of a block of rows. For the files expression/block*.c.
 */
#ifndef KL_EXPRESSION_BLOCK_VALUE_H
#define KL_EXPRESSION_BLOCK_VALUE_H

#include "expression/block.h"

enum { KL_BLOCK_ROOM = 2048 };          /* bytes of the texts that are made */
enum { KL_BLOCK_KEYS = 2 };             /* most keys of a function over rows */

/* Of the rows in `known`; those in `open` have none, for certain. */
struct kl_numbers {
	uint64_t known, open;
	int64_t over[KL_BLOCK_ROWS], under[KL_BLOCK_ROWS];
};

struct kl_dates {
	uint64_t known, open;
	uint32_t at[KL_BLOCK_ROWS];             /* as kl_plain_date makes them */
};

struct kl_texts {
	uint64_t known, open;
	struct kl_span at[KL_BLOCK_ROWS];       /* in cells, the rule, or: */
	size_t used;
	char room[KL_BLOCK_ROOM];
};

/* The values of an operand of that type in the rows that have a bit in `live`. */
void kl_block_numbers(const struct kl_operand *operand,
	const struct kl_row *rows, uint64_t live, struct kl_numbers *out);
void kl_block_dates(const struct kl_operand *operand,
	const struct kl_row *rows, uint64_t live, struct kl_dates *out);
void kl_block_texts(const struct kl_operand *operand,
	const struct kl_row *rows, uint64_t live, struct kl_texts *out);

/* What a function over rows says for each row: `take` gets what it is where that is
 * not unknown. */
void kl_block_gathered(const struct kl_operand *operand,
	const struct kl_row *rows, uint64_t live, uint64_t *open,
	void (*take)(void *context, unsigned row, const struct kl_result *value),
	void *context);

/* The number of the lowest bit, which is then taken out. Not of 0. */
static inline unsigned kl_block_next(uint64_t *left)
{
	unsigned row = (unsigned)__builtin_ctzll(*left);

	*left &= *left - 1;
	return row;
}

static inline struct kl_span kl_block_cell(const struct kl_operand *column,
	const struct kl_row *row)
{
	return column->slot->index < row->count ? row->cells[column->slot->index]
		: (struct kl_span){ "", 0 };
}

/* False: it does not fit. */
static inline bool kl_fraction_of(struct kl_ratio value, struct kl_fraction *out)
{
	out->over = (int64_t)value.over;
	out->under = (int64_t)value.under;
	return out->over == value.over && out->under == value.under;
}

/* -1, 0, 1. */
static inline int kl_fraction_compare(struct kl_fraction a, struct kl_fraction b)
{
	if (a.under == b.under)
		return (a.over > b.over) - (a.over < b.over);
	kl_int128 x = (kl_int128)a.over * b.under, y = (kl_int128)b.over * a.under;
	return (x > y) - (x < y);
}

static inline struct kl_fraction kl_numbers_at(const struct kl_numbers *of,
	unsigned row)
{
	return (struct kl_fraction){ of->over[row], of->under[row] };
}

static inline void kl_numbers_put(struct kl_numbers *to, unsigned row,
	struct kl_fraction value)
{
	to->over[row] = value.over;
	to->under[row] = value.under;
	to->known |= UINT64_C(1) << row;
}

static inline struct kl_date kl_date_of_plain(uint32_t date)
{
	return (struct kl_date){ (int)kl_plain_year(date), (int)kl_plain_month(date),
		(int)kl_plain_day(date) };
}

static inline uint32_t kl_plain_of_date(struct kl_date date)
{
	return kl_plain_date((uint32_t)date.year, (uint32_t)date.month,
		(uint32_t)date.day);
}

#endif
