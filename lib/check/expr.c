/* Conditions: on each row, on each group of rows, on a whole table. */
#include "check/condition.h"

#include <stdlib.h>

static const struct kl_parameter parameters[] = {
	{ "expect", KL_PARAMETER_EXPRESSION, "EXPRESSION",
		"the condition that should hold", NULL },
	{ "group", KL_PARAMETER_COLUMNS, "COLUMNS",
		"the condition is about rows that agree in these columns, together",
		NULL },
	{ "field", KL_PARAMETER_COLUMN, "COLUMN",
		"the column that findings point at (default: the first that the "
		"condition names)", NULL },
	{ "message", KL_PARAMETER_TEXT, "TEXT",
		"what findings say (default: the condition)", NULL },
};

struct expr {
	const struct kl_argument *group, *field, *message;
	struct kl_expression *expression;
	struct kl_gather *gather;       /* NULL: it looks at single rows */
	bool is_part;                   /* which shares these two */
	bool together;                  /* it is about groups, or the whole table */
	struct kl_arena arena;
	/* Of the current table: */
	struct kl_binding *binding;
	size_t field_index;
	size_t *group_indexes;
	struct kl_index groups;         /* those that were looked at */
	struct kl_text_buffer key;
	uint64_t outcomes[3];           /* of the current batch */
};

static enum kl_status begin_rule(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct expr *state = memory;
	const struct kl_rule *rule = scope->rule;
	const struct kl_argument *expect = kl_rule_argument(rule, "expect");

	state->group = kl_rule_argument(rule, "group");
	state->field = kl_rule_argument(rule, "field");
	state->message = kl_rule_argument(rule, "message");
	if (!expect->given)
		return kl_scope_refuse(scope, NULL, ": 'expect' is missing: "
			"the condition that should hold", error);
	enum kl_status status = kl_expression_read(&expect->words[0], rule->path,
		&state->arena, &state->expression, error);
	if (status == KL_OK && state->group->given)
		status = kl_expression_group(state->expression, state->group->words,
			state->group->word_count, error);
	if (status == KL_OK)
		status = kl_expression_check(state->expression, scope->dataset, rule,
			KL_OF_TRUTH, true, error);
	if (status != KL_OK)
		return status;
	bool gathers = kl_expression_gathers(state->expression);
	state->together = state->group->given
		|| (gathers && !kl_expression_asks_row(state->expression));
	state->group_indexes = calloc(state->group->word_count + 1,
		sizeof *state->group_indexes);
	if (gathers)
		state->gather = kl_gather_new();
	if (state->group_indexes == NULL || (gathers && state->gather == NULL))
		return kl_no_memory(error);
	return gathers ? kl_gather_add(state->gather, state->expression, error)
		: KL_OK;
}

static bool prepares(const void *memory, const struct kl_scope *scope)
{
	const struct expr *state = memory;

	return kl_gather_wants(state->gather, scope->table);
}

static enum kl_status begin_table(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct expr *state = memory;
	enum kl_status status = KL_OK;

	if (scope->preparing)
		return kl_gather_begin(state->gather, scope->table,
			scope->columns, error);
	kl_binding_free(state->binding);
	state->binding = NULL;
	kl_index_release(&state->groups);
	state->field_index = SIZE_MAX;
	if (state->field->given)
		status = kl_scope_need_column(scope, &state->field->words[0],
			&state->field_index, error);
	for (size_t i = 0; i < state->group->word_count && status == KL_OK; i++)
		status = kl_scope_need_column(scope, &state->group->words[i],
			&state->group_indexes[i], error);
	return status != KL_OK ? status : kl_bind(state->expression, state->gather,
		scope->table, scope->columns, &state->binding, error);
}

static enum kl_status report(struct expr *state, const struct kl_scope *scope,
	const struct kl_row *row, struct kl_error *error)
{
	struct kl_condition condition = { 0 };
	struct kl_finding *finding = &condition.finding;
	/* Of a whole table no row is meant more than another. */
	const struct kl_row *place = state->together && !state->group->given
		? NULL : row;
	bool done = kl_condition_tell(&condition, scope, state->binding,
		state->expression, place, state->field_index);
	enum kl_status status = done ? KL_OK : kl_no_memory(error);

	if (done && state->message->given) {
		finding->message = finding->cell_count > 0
			? KL_MESSAGE_expression_said : KL_MESSAGE_expression_said_alone;
		condition.figures[finding->figure_count++] = (struct kl_figure){
			.name = "said", .kind = KL_FIGURE_TEXT,
			.text = state->message->words[0].text };
	}
	if (done)
		status = kl_scope_report(scope, finding, error);
	kl_condition_release(&condition);
	return status;
}

/* Whether it is the first row of its group. False when memory is out. */
static bool is_first(struct expr *state, const struct kl_row *row, bool *first)
{
	bool found;

	state->key.length = 0;
	for (size_t i = 0; i < state->group->word_count; i++) {
		struct kl_span cell = kl_span_trim(kl_row_cell(row,
			state->group_indexes[i]));
		uint32_t length = (uint32_t)cell.length;
		kl_text_add(&state->key, cell);
		kl_text_add(&state->key, (struct kl_span){ (const char *)&length,
			sizeof length });
	}
	if (state->key.failed || !kl_index_add(&state->groups,
			kl_text_span(&state->key), 0, NULL, &found))
		return false;
	*first = !found;
	return true;
}

static enum kl_status take_outcome(struct expr *state,
	const struct kl_scope *scope, const struct kl_row *row,
	enum kl_outcome outcome, struct kl_error *error)
{
	state->outcomes[outcome]++;
	return outcome == KL_VIOLATED ? report(state, scope, row, error) : KL_OK;
}

/* Of each group its first row. */
static enum kl_status check_groups(struct expr *state,
	const struct kl_scope *scope, const struct kl_batch *batch,
	struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < batch->count && status == KL_OK; i++) {
		const struct kl_row *row = &batch->rows[i];
		bool first;
		if (!is_first(state, row, &first))
			return kl_no_memory(error);
		if (first)
			status = take_outcome(state, scope, row,
				kl_evaluate_truth(state->binding, row), error);
	}
	return status;
}

static enum kl_status check_rows(struct expr *state,
	const struct kl_scope *scope, const struct kl_batch *batch,
	struct kl_error *error)
{
	enum kl_outcome outcomes[KL_BLOCK_ROWS];
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < batch->count && status == KL_OK;
			i += KL_BLOCK_ROWS) {
		const struct kl_row *rows = &batch->rows[i];
		size_t count = kl_block_rows(batch->count - i);
		if (kl_scope_passed(scope, rows, count)) {
			state->outcomes[KL_HOLDS] += count;
			continue;
		}
		for (size_t j = 0; j < count; j++)
			outcomes[j] = KL_HOLDS;
		kl_evaluate_truths(state->binding, rows, kl_scope_left(scope, rows,
			count), outcomes);
		for (size_t j = 0; j < count && status == KL_OK; j++)
			status = take_outcome(state, scope, &rows[j],
				outcomes[j], error);
	}
	return status;
}

static uint64_t test(const void *memory, const struct kl_scope *scope,
	const struct kl_row *rows, size_t count)
{
	const struct expr *state = memory;

	(void)scope;
	return state->together ? 0
		: kl_evaluate_holds(state->binding, rows, count);
}

static enum kl_status check_batch(void *memory, const struct kl_scope *scope,
	const struct kl_batch *batch, struct kl_error *error)
{
	struct expr *state = memory;
	enum kl_status status;

	if (scope->preparing)
		return kl_gather_batch(state->gather, batch, scope->dialect, error);
	memset(state->outcomes, 0, sizeof state->outcomes);
	status = state->together ? check_groups(state, scope, batch, error)
		: check_rows(state, scope, batch, error);
	for (int i = 0; i < 3; i++)
		kl_report_outcome(scope->report, scope->rule_index,
			(enum kl_outcome)i, state->outcomes[i]);
	return status;
}

static enum kl_status end_table(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct expr *state = memory;

	return scope->preparing ? kl_gather_end(state->gather, error)
		: kl_binding_check(state->binding, error);
}

/* What could not be gathered left rows undecided; why is told once. */
static enum kl_status finish(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct expr *state = memory;

	(void)scope;
	return state->gather == NULL ? KL_OK
		: kl_gather_check(state->gather, error);
}

static bool apart(const void *state)
{
	(void)state;
	return true;
}

static enum kl_status part(void *memory, const void *from,
	struct kl_error *error)
{
	const struct expr *whole = from;
	struct expr *state = memory;

	*state = (struct expr){ .group = whole->group, .field = whole->field,
		.message = whole->message, .expression = whole->expression,
		.gather = whole->gather, .is_part = true,
		.together = whole->together };
	state->group_indexes = calloc(state->group->word_count + 1,
		sizeof *state->group_indexes);
	return state->group_indexes != NULL ? KL_OK : kl_no_memory(error);
}

static void release(void *memory)
{
	struct expr *state = memory;

	kl_binding_free(state->binding);
	if (!state->is_part)
		kl_gather_free(state->gather);
	kl_index_release(&state->groups);
	kl_text_release(&state->key);
	free(state->group_indexes);
	kl_arena_release(&state->arena);
}

const struct kl_check kl_check_expr = {
	.words = { "expr", "a condition holds: on each row, each group of rows, or "
		"a whole table",
		parameters, sizeof parameters / sizeof *parameters },
	.state_size = sizeof(struct expr),
	.begin_rule = begin_rule,
	.prepares = prepares,
	.begin_table = begin_table,
	.batch = check_batch,
	.test = test,
	.end_table = end_table,
	.finish = finish,
	.release = release,
	.apart = apart,
	.part = part,
};
