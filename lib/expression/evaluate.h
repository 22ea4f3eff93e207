/*
 * What an expression is worth: for one row, or for whole tables.
 */
#ifndef KL_EXPRESSION_EVALUATE_H
#define KL_EXPRESSION_EVALUATE_H

#include "expression/gather.h"

struct kl_result {
	enum kl_expression_type type;   /* never ANY, unless unknown */
	bool unknown;
	bool blank;                     /* unknown, and its cell is blank */
	struct kl_range number;
	struct kl_span text;            /* of a number from a cell: as printed; borrowed
	                                   until the next row */
	struct kl_date date;
	enum kl_outcome truth;          /* KL_HOLDS: true; KL_VIOLATED: false */
};

/* An expression bound to the columns of the table that is being read. */
struct kl_binding;

/* The names of the columns are borrowed as long as it lives; a row has its cells in
 * their order. With table NULL there are no rows: for expressions that ask none. `gather` may
 * be NULL if the expression does not gather. Errors: KL_INVALID (no such
 * column, at its place in the rule file; with `columns` NULL there are none),
 * KL_NO_MEMORY. */
enum kl_status kl_bind(const struct kl_expression *expression,
	const struct kl_gather *gather, const struct kl_table *table,
	const struct kl_columns *columns, struct kl_binding **out,
	struct kl_error *error);
void kl_binding_free(struct kl_binding *binding);

/* KL_OK if all that was evaluated until now could be; KL_INVALID, at the place in the
 * rule file, if a pattern took too long on a text, which left a row undecided that
 * nothing else is told of. `binding` NULL: KL_OK. */
enum kl_status kl_binding_check(const struct kl_binding *binding,
	struct kl_error *error);

/* Evaluates for a row (NULL where there is none: its columns are unknown).
 * Cells are read once for a row that is evaluated several times in a row. Not for
 * two threads at once. */
void kl_evaluate(struct kl_binding *binding, const struct kl_row *row,
	struct kl_result *out);
/* The same of an expression of the type truth. */
enum kl_outcome kl_evaluate_truth(struct kl_binding *binding,
	const struct kl_row *row);
/* The same for at most KL_BLOCK_ROWS rows of a table, those that have a bit in `live`;
 * the other outcomes are left as they are. */
void kl_evaluate_truths(struct kl_binding *binding, const struct kl_row *rows,
	uint64_t live, enum kl_outcome *outcomes);
/* Of these the rows, a bit each, of which it holds, as far as that can be told
 * quickly; by any number of threads. */
uint64_t kl_evaluate_holds(const struct kl_binding *binding,
	const struct kl_row *rows, size_t count);
/* A part of the expression: one of its terms outside functions over rows. */
void kl_evaluate_tree(struct kl_binding *binding, const struct kl_tree *term,
	const struct kl_row *row, struct kl_result *out);

/* If the expression is a division, or one with something added or subtracted, as
 * 1 - a / b: it as one fraction, what is divided, and by what (b - a, b). False
 * if it is none, or either is not a number that is known. */
bool kl_evaluate_division(struct kl_binding *binding, const struct kl_row *row,
	struct kl_range *over, struct kl_range *under);

/* The columns of the row that are read: name and index in the row of column
 * number `at`, as the expression names them; SIZE_MAX when there are no more. */
size_t kl_binding_column(const struct kl_binding *binding, size_t at,
	enum kl_expression_type *type, struct kl_span *name);

#endif
