/*
 * The rows that a rule is about: those that meet its `when`, and none of its
 * `unless`. Works the same for every check.
 */
#ifndef KL_RUN_FILTER_H
#define KL_RUN_FILTER_H

#include "expression/evaluate.h"
#include "finding/report.h"

struct kl_filter;

/* *out is NULL when the rule is about all rows. Errors: KL_INVALID at the place
 * of the mistake in the rule file, KL_NO_MEMORY. */
enum kl_status kl_filter_new(const struct kl_rule *rule,
	const struct kl_dataset *dataset, struct kl_filter **out,
	struct kl_error *error);
void kl_filter_free(struct kl_filter *filter);

/* For the table that is to be read; `columns` outlive its rows. Errors: KL_INVALID
 * (no such column), KL_NO_MEMORY. */
enum kl_status kl_filter_begin(struct kl_filter *filter,
	const struct kl_table *table, const struct kl_columns *columns,
	struct kl_error *error);

/* Behind the last row of the table. Errors: those of kl_binding_check. */
enum kl_status kl_filter_end(const struct kl_filter *filter, struct kl_error *error);

/* The rows of the batch that the rule is about, until the next call. `report`
 * takes the others: those of which it cannot be decided, as outcomes of rule
 * `index`, and those that are left out with a reason; NULL: they were counted
 * before. With `perhaps` not NULL the undecided ones are among the rows, and it
 * says which they are. False when memory is out. */
bool kl_filter_batch(struct kl_filter *filter, const struct kl_batch *batch,
	struct kl_report *report, size_t index, const bool **perhaps,
	struct kl_batch *out);

#endif
