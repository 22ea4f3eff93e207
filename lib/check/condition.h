/*
 * What is told of a condition that does not hold for a row: the part of it that
 * fails, the cells in that part, and what was computed. For the files of check/.
 */
#ifndef KL_CHECK_CONDITION_H
#define KL_CHECK_CONDITION_H

#include "check/check.h"
#include "expression/evaluate.h"

enum { KL_CONDITION_CELLS = 16, KL_CONDITION_FIGURES = 8 };

struct kl_condition {
	struct kl_finding finding;      /* code, place, value, expected, cells, figures
	                                   condition, computed, left and right */
	struct kl_figure figures[KL_CONDITION_FIGURES];
	struct kl_finding_cell cells[KL_CONDITION_CELLS];
	struct kl_text_buffer left, right;      /* values, as text */
	struct kl_text_buffer expected;
};

/* Fills it in. `row` is a row of the current table, or one that has its group's
 * cells only; NULL: there is none. `field` is the column that is to be pointed at;
 * SIZE_MAX: the first in the part that fails. The finding borrows from all of
 * these. False when memory is out. Release also then. */
bool kl_condition_tell(struct kl_condition *condition,
	const struct kl_scope *scope, struct kl_binding *binding,
	const struct kl_expression *expression, const struct kl_row *row,
	size_t field);
void kl_condition_release(struct kl_condition *condition);

#endif
