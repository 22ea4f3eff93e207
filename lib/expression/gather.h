/*
 * What one rule needs of whole tables: the functions over rows in its
 * expressions, computed while the tables are read. Memory grows with what must
 * be remembered: groups, different values, the rows that are looked up.
 */
#ifndef KL_EXPRESSION_GATHER_H
#define KL_EXPRESSION_GATHER_H

#include "expression/expression.h"
#include "finding/finding.h"
#include "table/columns.h"

struct kl_gather;

/* NULL when memory is out. */
struct kl_gather *kl_gather_new(void);
void kl_gather_free(struct kl_gather *gather);

/* Adds a checked expression; it outlives the gather. Errors: KL_NO_MEMORY. */
enum kl_status kl_gather_add(struct kl_gather *gather,
	const struct kl_expression *expression, struct kl_error *error);

/* Whether a table feeds something. */
bool kl_gather_wants(const struct kl_gather *gather,
	const struct kl_table *table);

/* While a table that is wanted is read: begin, batches, end. `columns` outlive
 * that. A table that was read before is forgotten first. Errors: KL_INVALID
 * (begin: there is no such column, at its place in the rule file; end: not
 * exactly one row for a `cell`, two rows of one key for a `lookup`),
 * KL_NO_MEMORY. What failed so stays unknown. */
enum kl_status kl_gather_begin(struct kl_gather *gather,
	const struct kl_table *table, const struct kl_columns *columns,
	struct kl_error *error);
enum kl_status kl_gather_batch(struct kl_gather *gather,
	const struct kl_batch *batch, const struct kl_dialect *dialect,
	struct kl_error *error);
enum kl_status kl_gather_end(struct kl_gather *gather, struct kl_error *error);

/* After gathering. The tables that were not read: KL_INVALID at the place of
 * the first such name, since what it needs is unknown. */
enum kl_status kl_gather_check(const struct kl_gather *gather,
	struct kl_error *error);

/* The cells that `cell(...)` of an expression took, in the order written: those
 * of the columns in its value. Texts live as long as the gather. */
struct kl_gathered_cell {
	struct kl_finding_cell cell;
	struct kl_span label;           /* of its row: first cell with a word in it; at
	                                   NULL: none */
	struct kl_cell value;           /* as a number, if it is one */
	char decimal_char;
};
/* Cell number `index` of the expression, evaluated for `table` (NULL: it names all
 * its tables); false if there are not so many. */
bool kl_gather_cell(const struct kl_gather *gather,
	const struct kl_expression *expression, const struct kl_table *table,
	size_t index, struct kl_gathered_cell *out);

#endif
