/*
 * The change since an earlier delivery: sums per key of both, and what is made
 * of their difference. For the files of check/trend*.c.
 */
#ifndef KL_CHECK_TREND_H
#define KL_CHECK_TREND_H

#include "check/check.h"

/* What one column of one key adds up to in one table. */
struct kl_trend_value {
	struct kl_decimal low, high;    /* the same, unless there are ranges */
	uint64_t line, row;             /* of the first cell */
	uint32_t column;
	bool unknown;                   /* a cell of it is, or the sum is too long */
	struct kl_span printed;         /* the first cell */
};

/* A group of rows of one key. Its values stand in kl_trend_side.values. */
struct kl_trend_entry {
	struct kl_span key;             /* as printed: "bbl, 2" */
	struct kl_span first;           /* its first cell */
	struct kl_span sought;          /* as the indexes have it */
	uint64_t line, row;             /* of the first row */
	uint32_t column;
	uint64_t rows;
	bool met;                       /* the other table has it too */
};

/* A table that is compared. */
struct kl_trend_side {
	const struct kl_table *table;
	bool read;                      /* to its end, and it has rows */
	const char *sheet;              /* of a workbook; else NULL */
	char decimal_char;
	struct kl_index keys;           /* to the number of the entry */
	struct kl_trend_entry *entries;
	size_t count, capacity;
	struct kl_trend_value *values;  /* of all entries, one after another */
	size_t value_capacity;
	struct kl_arena arena;
};

struct kl_trend {
	const struct kl_argument *key, *columns;
	bool counts, tells_new, tells_vanished;
	struct kl_decimal percent, absolute;
	uint32_t earlier_order;         /* of the earlier table in the dataset */
	struct kl_trend_side earlier;
	struct kl_trend_side *sides;    /* the tables compared with it */
	size_t side_count, side_capacity;
	/* Of the current table: */
	struct kl_trend_side *side;
	size_t *indexes;                /* of key, then of columns */
	const struct kl_reading **readings;     /* of columns */
	struct kl_text_buffer sought, shown;
	struct kl_text_buffer name;     /* of the key: "leerweg,leerjaar" */
};

/* How many values an entry has: the columns, and the rows if these are counted
 * (the last). */
static inline size_t kl_trend_width(const struct kl_trend *state)
{
	return state->columns->word_count + state->counts;
}

/* Whether a value changed by no more than `absolute` or `percent` % of the
 * earlier one; exactly that is still within. Undecided where ranges leave it
 * open, or a value is unknown. */
enum kl_outcome kl_trend_within(const struct kl_trend *state,
	const struct kl_trend_value *earlier, const struct kl_trend_value *now);

/* Compares one table with the earlier, and reports. */
enum kl_status kl_trend_compare(struct kl_trend *state,
	const struct kl_scope *scope, struct kl_trend_side *side,
	struct kl_error *error);

#endif
