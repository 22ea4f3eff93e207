/*
 * The parts of a sum that is being gathered down a column: cells that are kept,
 * and a running sum of those in rows beyond kl_kept_rows. For the files of check/.
 */
#ifndef KL_CHECK_PARTS_H
#define KL_CHECK_PARTS_H

#include "check/check.h"

/* Rows of one table whose cells are kept, so that cells which are not printed
 * are derived over the whole table, and a finding can name them. Further rows
 * go into running sums, so that memory does not grow with the table. */
enum { KL_KEPT_ROWS = 20000, KL_KEPT_CELLS = 80000, KL_KEPT_LEAST = 1000 };

/* How many rows that is, when the rule looks at so many cells of a row: about
 * KL_KEPT_CELLS cells, at most KL_KEPT_ROWS rows and at least KL_KEPT_LEAST. */
uint64_t kl_kept_rows(size_t cells);

/* Zero it to start. */
struct kl_parts {
	uint32_t *cells;
	size_t count, capacity;
	struct kl_cell rest;            /* sum of what was not kept */
	uint64_t rest_count;
};

/* False when memory is out. */
bool kl_parts_add(struct kl_parts *parts, uint32_t cell);
/* Into the running sum. */
void kl_parts_add_value(struct kl_parts *parts, const struct kl_cell *value);
/* Appends terms (cell, factor), the running sum as a quantity of `equations`, and
 * empties the parts. False when memory is out. */
bool kl_parts_take(struct kl_parts *parts, struct kl_equations *equations,
	int32_t factor, struct kl_term **terms, size_t *count, size_t *capacity);
/* Moves everything to the end of `to`. False when memory is out. */
bool kl_parts_move(struct kl_parts *parts, struct kl_parts *to);
void kl_parts_release(struct kl_parts *parts);

#endif
