/*
 * Tables that have the same columns, looked at together: what holds in each of
 * sixteen small tables is no chance.
 */
#ifndef KL_DRAFT_SHAPE_H
#define KL_DRAFT_SHAPE_H

#include "rule/scalar.h"
#include "draft/sums.h"

struct kl_shape {
	const struct kl_draft_table **tables;
	size_t table_count;
	size_t *columns;                /* of these tables: those that count something */
	size_t column_count;
	struct kl_sums sums;            /* the rows of all tables, one after the other */
	struct kl_draft_figure **kept;  /* where they are, if there are several */
	bool *part;                     /* of the columns: part of a sum that was found */
	bool *summed;                   /* total of one */
	bool *paired;                   /* of the tables' columns: a percentage whose
	                                   count and N were found */
};

/* The shape whose first table has this index, which is no later table of another.
 * False when memory is out. Release also after failure. */
bool kl_shape_make(struct kl_shape *shape, const struct kl_draft *draft,
	size_t first);
void kl_shape_release(struct kl_shape *shape);

/* The table, and the row in it, of a row of the shape. */
const struct kl_draft_table *kl_shape_row(const struct kl_shape *shape,
	size_t *row);

static inline const struct kl_draft_column *kl_shape_column(
	const struct kl_shape *shape, size_t i)
{
	return &shape->tables[0]->columns[shape->columns[i]];
}

/* Proposals about the figures of a shape, in this order, since one builds on the
 * other; false when memory is out. */
bool kl_shape_totals(struct kl_draft *draft, struct kl_shape *shape);
bool kl_shape_down(struct kl_draft *draft, struct kl_shape *shape);
bool kl_shape_n(struct kl_draft *draft, struct kl_shape *shape);
bool kl_shape_percent(struct kl_draft *draft, struct kl_shape *shape);
bool kl_shape_closing(struct kl_draft *draft, struct kl_shape *shape);

/* Whether a name or label says that it is a total. */
bool kl_name_is_total(struct kl_span name);

/* Rows that are totals: of each level those with one label in one column, the
 * subtotals first. */
enum { KL_TOTAL_LEVELS = 3 };
struct kl_total_level {
	size_t column;
	uint32_t value;                 /* of the column */
	struct kl_span text;
	uint32_t rows;
};
struct kl_total_rows {
	struct kl_total_level levels[KL_TOTAL_LEVELS];
	size_t level_count;             /* 0: no row is a total */
	bool named, sure;               /* the label says so; or it can be no chance */
	bool above;                     /* it stands over its parts */
	size_t last;                    /* the row of the highest */
};
struct kl_total_rows kl_shape_total_rows(const struct kl_shape *shape, size_t table);
/* 0: the row is no total. */
size_t kl_total_level(const struct kl_total_rows *rows,
	const struct kl_draft_table *table, size_t row);

/* How sums of a column come out, as lib/check/totals_down.c adds up. */
struct kl_down_tally {
	uint64_t outcomes[3];
	uint64_t rich, bits;            /* as of a kl_sum_found */
};
void kl_shape_add_down(const struct kl_shape *shape, size_t table,
	const struct kl_total_rows *rows, size_t column,
	struct kl_down_tally *tally);
/* The sum of the rows that are no totals. */
struct kl_draft_figure kl_shape_body_sum(const struct kl_shape *shape,
	size_t table, const struct kl_total_rows *rows, size_t column);

/* A proposal in the making. Zero it; add to its texts; then it is added, or only
 * released. */
struct kl_drafting {
	struct kl_draft *draft;
	struct kl_text_buffer body, why, told, held, id;
	bool enabled;
};

/* Adds the proposal for these tables, and releases it. False when memory is out. */
bool kl_drafting_add(struct kl_drafting *drafting, enum kl_draft_check check,
	const struct kl_draft_table *const *tables, size_t count);

/* Adds "holds in 24 of 25 rows, 1 cannot be decided" to `held`. */
void kl_drafting_hold(struct kl_drafting *drafting, uint64_t held,
	uint64_t violated, uint64_t undecided, const char *what);
/* Adds "; not in line 6" (of which table, if there are several), and what was
 * looked at if it was not all, to `why`. */
void kl_drafting_where(struct kl_drafting *drafting,
	const struct kl_shape *shape, size_t row);
void kl_drafting_bounds(struct kl_drafting *drafting,
	const struct kl_draft_table *const *tables, size_t count);
/* Adds a name as an id can be: "leerjaar-3". */
void kl_drafting_name(struct kl_drafting *drafting, struct kl_span name);

#endif
