/*
 * The check percent, in parts: the rule and its tables (percent.c), the figures
 * of one row (percent_row.c), what is told of them (percent_finding.c). For the
 * files of check/.
 */
#ifndef KL_CHECK_PERCENT_H
#define KL_CHECK_PERCENT_H

#include "check/check.h"
#include "check/share.h"

/* A column with shares, in the current table. */
struct kl_percent_column {
	size_t index;
	size_t count_index;             /* column of the counts; SIZE_MAX: none */
	const struct kl_reading *reading, *count_reading;
	bool mean;                      /* a mean of whole numbers, no percentage */
	bool closes;                    /* with the others of its row it makes 100 */
};

/* What a whole number can be; high < low: not known, or no whole number. */
struct kl_whole {
	int64_t low, high;
};

static inline bool kl_whole_exact(struct kl_whole whole)
{
	return whole.low == whole.high;
}

/* One share in the current row. */
struct kl_percent_figure {
	const struct kl_percent_column *column;
	struct kl_span text;            /* as printed */
	struct kl_cell cell;
	struct kl_share share;
	kl_int128 printed;              /* in units of the last decimal */
	struct kl_whole count;
	kl_int128 low, high;            /* what count and N round to */
	enum kl_outcome outcome;
	bool has_fit;
	struct kl_share_fit fit;        /* which count and N nearby would do */
};

struct kl_percent {
	const struct kl_argument *pairs, *columns, *means, *of, *n, *sum;
	int64_t items;
	struct kl_percent_column *table;        /* of the current table */
	struct kl_percent_figure *figures;      /* of the current row */
	size_t count;
	size_t of_index;                /* SIZE_MAX: N is not a column */
	const struct kl_reading *of_reading;
	struct kl_whole table_n;        /* if it is not */
};

/* The row at hand. */
struct kl_percent_row {
	const struct kl_row *row;
	struct kl_whole n;
	int64_t row_fit;                /* the N that all figures fit; 0: none */
	bool row_fit_told;
	bool sums;                      /* all that close are printed, two or more */
	struct kl_interval sum;         /* of what is printed, as it was rounded */
	struct kl_decimal printed_sum, right_sum;
	bool right_known;
};

/* Reads and judges the figures of the row. Text where a number should be is
 * reported. */
enum kl_status kl_percent_judge(struct kl_percent *state,
	const struct kl_scope *scope, struct kl_percent_row *at,
	struct kl_error *error);

/* Reports the figure (outcome violated), and the sum of the row. */
enum kl_status kl_percent_tell(const struct kl_percent *state,
	const struct kl_scope *scope, struct kl_percent_row *at,
	const struct kl_percent_figure *figure, struct kl_error *error);
enum kl_status kl_percent_tell_sum(const struct kl_percent *state,
	const struct kl_scope *scope, const struct kl_percent_row *at,
	struct kl_error *error);

/* What a cell is as a whole number that is counted, from 0. */
struct kl_whole kl_percent_whole(const struct kl_cell *cell);

#endif
