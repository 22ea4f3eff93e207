#include "run/filter.h"

#include <stdlib.h>

struct condition {
	struct kl_expression *expression;
	struct kl_binding *binding;     /* to the current table */
};

struct kl_filter {
	const struct kl_rule *rule;
	struct condition when;          /* expression NULL: every row */
	struct condition *unless;       /* as many as the rule has */
	struct kl_row *rows;            /* those that were left by the last call */
	bool *perhaps;                  /* which of these are undecided */
	size_t capacity, perhaps_capacity;
	struct kl_arena arena;
};

void kl_filter_free(struct kl_filter *filter)
{
	if (filter == NULL)
		return;
	kl_binding_free(filter->when.binding);
	for (size_t i = 0; filter->unless != NULL
			&& i < filter->rule->unless_count; i++)
		kl_binding_free(filter->unless[i].binding);
	free(filter->unless);
	free(filter->rows);
	free(filter->perhaps);
	kl_arena_release(&filter->arena);
	free(filter);
}

static enum kl_status read_condition(struct kl_filter *filter,
	const struct kl_word *word, const struct kl_dataset *dataset,
	struct condition *condition, struct kl_error *error)
{
	enum kl_status status = kl_expression_read(word, filter->rule->path,
		&filter->arena, &condition->expression, error);

	return status != KL_OK ? status : kl_expression_check(
		condition->expression, dataset, filter->rule, KL_OF_TRUTH, false,
		error);
}

enum kl_status kl_filter_new(const struct kl_rule *rule,
	const struct kl_dataset *dataset, struct kl_filter **out,
	struct kl_error *error)
{
	enum kl_status status = KL_OK;

	*out = NULL;
	if (rule == NULL || (rule->when == NULL && rule->unless_count == 0))
		return KL_OK;
	struct kl_filter *filter = calloc(1, sizeof *filter);
	if (filter == NULL)
		return kl_no_memory(error);
	filter->rule = rule;
	filter->unless = calloc(rule->unless_count + 1, sizeof *filter->unless);
	if (filter->unless == NULL)
		status = kl_no_memory(error);
	if (status == KL_OK && rule->when != NULL)
		status = read_condition(filter, rule->when, dataset, &filter->when,
			error);
	for (size_t i = 0; i < rule->unless_count && status == KL_OK; i++)
		status = read_condition(filter, &rule->unless[i].when, dataset,
			&filter->unless[i], error);
	if (status == KL_OK)
		*out = filter;
	else
		kl_filter_free(filter);
	return status;
}

static enum kl_status bind(struct condition *condition,
	const struct kl_table *table, const struct kl_columns *columns,
	struct kl_error *error)
{
	kl_binding_free(condition->binding);
	condition->binding = NULL;
	return condition->expression == NULL ? KL_OK : kl_bind(
		condition->expression, NULL, table, columns,
		&condition->binding, error);
}

enum kl_status kl_filter_begin(struct kl_filter *filter,
	const struct kl_table *table, const struct kl_columns *columns,
	struct kl_error *error)
{
	enum kl_status status = bind(&filter->when, table, columns, error);

	for (size_t i = 0; i < filter->rule->unless_count && status == KL_OK; i++)
		status = bind(&filter->unless[i], table, columns, error);
	return status;
}

enum kl_status kl_filter_end(const struct kl_filter *filter, struct kl_error *error)
{
	enum kl_status status = kl_binding_check(filter->when.binding, error);

	for (size_t i = 0; i < filter->rule->unless_count && status == KL_OK; i++)
		status = kl_binding_check(filter->unless[i].binding, error);
	return status;
}

/* Whether the rule is about the row, of which `when` is `about`. *excuse: the
 * `unless` that says not, else unless_count. */
static enum kl_outcome decide(struct kl_filter *filter,
	const struct kl_row *row, enum kl_outcome about, size_t *excuse)
{
	size_t count = filter->rule->unless_count;

	*excuse = count;
	for (size_t i = 0; i < count && about != KL_VIOLATED; i++) {
		enum kl_outcome excused = kl_evaluate_truth(
			filter->unless[i].binding, row);
		/* Of a row that is perhaps not meant at all no reason is told. */
		if (excused == KL_HOLDS) {
			*excuse = about == KL_HOLDS ? i : count;
			return KL_VIOLATED;
		}
		if (excused == KL_UNDECIDED)
			about = KL_UNDECIDED;
	}
	return about;
}

bool kl_filter_batch(struct kl_filter *filter, const struct kl_batch *batch,
	struct kl_report *report, size_t index, const bool **perhaps,
	struct kl_batch *out)
{
	enum kl_outcome about[KL_BLOCK_ROWS] = { 0 };   /* KL_HOLDS */
	uint64_t undecided = 0;
	size_t left = 0, excuse;

	if (!kl_grow(filter->rows, filter->capacity, batch->count)
			|| !kl_grow(filter->perhaps, filter->perhaps_capacity,
				batch->count))
		return false;
	for (size_t i = 0; i < batch->count; i++) {
		const struct kl_row *row = &batch->rows[i];
		size_t at = i % KL_BLOCK_ROWS;
		if (at == 0 && filter->when.binding != NULL)
			kl_evaluate_truths(filter->when.binding, row,
				kl_block_all(batch->count - i), about);
		switch (decide(filter, row, about[at], &excuse)) {
		case KL_HOLDS:
			filter->perhaps[left] = false;
			filter->rows[left++] = *row;
			break;
		case KL_UNDECIDED:
			undecided += perhaps == NULL;
			filter->perhaps[left] = true;
			filter->rows[left] = *row;
			left += perhaps != NULL;
			break;
		case KL_VIOLATED:
			if (excuse < filter->rule->unless_count && report != NULL)
				kl_report_excuse(report, index, excuse, 1);
			break;
		}
	}
	if (report != NULL)
		kl_report_outcome(report, index, KL_UNDECIDED, undecided);
	if (perhaps != NULL)
		*perhaps = filter->perhaps;
	*out = *batch;
	out->rows = filter->rows;
	out->count = left;
	return true;
}
