/*
 * The check percent, in parts: the rule and its tables (percent.c), the figures
 * of one row (percent_row.c), what is told of them (percent_finding.c), and what
 * sums of their counts say to that (percent_sums.c). For the files of check/.
 */
#ifndef KL_CHECK_PERCENT_H
#define KL_CHECK_PERCENT_H

#include "base/share.h"
#include "check/making.h"

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

/* A finding that waits for the sums. */
struct kl_percent_held {
	const struct kl_finding *finding;       /* as it is if they say nothing */
	bool lone;                      /* no other percentage of its row is wrong */
	bool row_fits;                  /* another N fits all of its row */
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
	uint32_t n_cell;                /* the same, for the equations */
	uint64_t rows, kept;            /* of the table; how many wait for the sums */
	struct kl_percent_held *held;   /* of this table, and before it of those that
	                                   are not judged yet */
	size_t held_first, held_count, held_capacity;
	bool apart;                     /* this table is judged behind its end */
	struct kl_arena arena;          /* of what is held */
};

/* The row at hand. */
struct kl_percent_row {
	const struct kl_row *row;
	struct kl_whole n;
	size_t violated;                /* figures */
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

/* Reports the figure (outcome violated) or holds it, and the sum of the row. */
enum kl_status kl_percent_tell(struct kl_percent *state,
	const struct kl_scope *scope, struct kl_percent_row *at,
	const struct kl_percent_figure *figure, struct kl_error *error);
enum kl_status kl_percent_tell_sum(const struct kl_percent *state,
	const struct kl_scope *scope, const struct kl_percent_row *at,
	struct kl_error *error);

/* Whether sums can say something of the figure: its count and N are exact, the
 * row is one of those that are kept, and not too much is held. */
bool kl_percent_waits(const struct kl_percent *state,
	const struct kl_percent_row *at, const struct kl_percent_figure *figure);
/* Makes the figure known to them; `held`: of what is held, or any if it fits. */
enum kl_status kl_percent_add_share(const struct kl_percent *state,
	const struct kl_scope *scope, const struct kl_percent_row *at,
	const struct kl_percent_figure *figure, size_t held, struct kl_error *error);
/* Holds the finding about the figure until they were judged. */
enum kl_status kl_percent_hold(struct kl_percent *state,
	const struct kl_scope *scope, const struct kl_percent_row *at,
	const struct kl_percent_figure *figure, struct kl_making *making,
	struct kl_error *error);
/* Reports what was held. */
enum kl_status kl_percent_violated(void *state, const struct kl_scope *scope,
	const struct kl_judgement *judgement, struct kl_error *error);

/* What a cell is as a whole number that is counted, from 0. */
struct kl_whole kl_percent_whole(const struct kl_cell *cell);

#endif
