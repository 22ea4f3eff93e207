/*
 * What the files of the totals check share: totals.c (the rule, along the row),
 * totals_down.c (down the column), totals_finding.c (what is said).
 */
#ifndef KL_CHECK_TOTALS_H
#define KL_CHECK_TOTALS_H

#include "check/parts.h"
#include "check/selector.h"

enum kl_totals_kind {
	KL_TOTALS_EXCLUSIVE, KL_TOTALS_MULTIPLE, KL_TOTALS_SUBSET
};

/* What an equation says: its tag. */
enum kl_totals_tag { KL_TOTALS_SUM, KL_TOTALS_ABOVE, KL_TOTALS_PART };

struct kl_totals_column {
	size_t index;
	const struct kl_reading *reading;
};

struct kl_totals_group {
	struct kl_parts *parts;         /* [column * levels + level]: what waits
	                                   for a total of a higher level */
	uint32_t *heads;                /* position above: open total of each level */
	bool *open;                     /*   in the same order */
};

struct kl_totals {
	const struct kl_argument *across, *columns;
	struct kl_sum pair;             /* total and parts; no parts: not given */
	enum kl_totals_kind kind;
	/* Of the current table: */
	uint64_t rows, kept;            /* read so far; whose cells are kept */
	struct kl_totals_column *sum_columns;   /* across: total, its parts, total, ... */
	size_t sum_column_count, sum_column_capacity;
	size_t *sum_parts;              /* parts of each sum */
	size_t sum_count, sum_part_capacity;
	struct kl_totals_column *down_columns;
	size_t *by;
	size_t levels;                  /* of rows: 1 for the body, and one a total */
	bool above;
	struct kl_selector selector;
	struct kl_index group_index;
	struct kl_totals_group *groups;
	size_t group_count, group_capacity;
	uint64_t total_rows, empty_totals;
	bool highest_seen;              /* a total row of the highest level */
	/* Scratch: */
	struct kl_equations *row;
	struct kl_term *terms;
	size_t term_capacity;
};

/* Adds what the rule's kind says of a total and its parts: state->terms, the
 * total first with factor 1, then `count` - 1 parts with factor -1. */
enum kl_status kl_totals_add(struct kl_totals *state,
	struct kl_equations *equations, const struct kl_scope *scope,
	size_t count, struct kl_error *error);

enum kl_status kl_totals_down_begin(struct kl_totals *state,
	const struct kl_scope *scope, struct kl_error *error);
/* With `stream` the cells of a body row go into the running sums. */
enum kl_status kl_totals_down_row(struct kl_totals *state,
	const struct kl_scope *scope, const struct kl_row *row, bool stream,
	struct kl_error *error);
enum kl_status kl_totals_down_end(struct kl_totals *state,
	const struct kl_scope *scope, struct kl_error *error);
void kl_totals_down_release(struct kl_totals *state);

enum kl_status kl_totals_violated(void *state, const struct kl_scope *scope,
	const struct kl_judgement *judgement, struct kl_error *error);

#endif
