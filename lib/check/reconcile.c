/* Reconcile: a published table against aggregates of the records behind it. */
#include "check/reconcile.h"

#include <stdlib.h>

#include "check/selector.h"

static const char *const yes_no[] = { "yes", "no", "true", "false", NULL };

static const struct kl_parameter parameters[] = {
	{ "records", KL_PARAMETER_TABLE, "TABLE",
		"the table with the records; as an option, a file", NULL },
	{ "rows", KL_PARAMETER_PAIRS, "COLUMN=EXPRESSION",
		"a published column, and what a record has there; may be repeated",
		NULL },
	{ "total", KL_PARAMETER_ROWS, "COLUMN=VALUE",
		"the row over all records (default: one with a cell Totaal)", NULL },
	{ "columns", KL_PARAMETER_PAIRS, "COLUMN=CONDITION",
		"a published column, and which records count in it (true: all); may "
		"be repeated", NULL },
	{ "sum", KL_PARAMETER_EXPRESSION, "EXPRESSION",
		"what is added up of the records (default: they are counted)", NULL },
	{ "distinct", KL_PARAMETER_EXPRESSION, "EXPRESSION",
		"of what the different values are counted", NULL },
	{ "separator", KL_PARAMETER_TEXT, "TEXT",
		"what stands between several values of a record: it counts in the "
		"row of each", NULL },
	{ "once", KL_PARAMETER_CHOICE, "WHETHER",
		"yes: in the total row such a record counts once; default: for each "
		"of its values", yes_no },
	{ "fill", KL_PARAMETER_COLUMNS, "COLUMNS",
		"published columns in which a blank cell means the cell above", NULL },
	{ "name", KL_PARAMETER_COLUMN, "COLUMN",
		"what a record is called in findings (default: its primary key, else "
		"its first column)", NULL },
};

static enum kl_status check_arguments(struct kl_reconcile *state,
	const struct kl_scope *scope, struct kl_error *error)
{
	const struct kl_rule *rule = scope->rule;
	const struct kl_argument *separator = kl_rule_argument(rule, "separator");
	const struct kl_argument *once = kl_rule_argument(rule, "once");
	const struct kl_argument *distinct = kl_rule_argument(rule, "distinct");

	if (!kl_rule_argument(rule, "records")->given)
		return kl_scope_refuse(scope, NULL, ": 'records' is missing: "
			"the table with the records", error);
	if (!state->columns->given)
		return kl_scope_refuse(scope, NULL, ": 'columns' is missing: "
			"which records count in which published column", error);
	if (distinct->given && kl_rule_argument(rule, "sum")->given)
		return kl_scope_refuse(scope, distinct, ": 'sum' and "
			"'distinct' exclude each other", error);
	if (separator->given && state->rows->pair_count != 1)
		return kl_scope_refuse(scope, separator, ": 'separator' needs "
			"one column in 'rows', whose values it stands between",
			error);
	if (once->given && !separator->given)
		return kl_scope_refuse(scope, once, ": 'once' is about records "
			"with several values: it needs 'separator'", error);
	state->once = once->given && once->choice % 2 == 0;
	return kl_scope_separator(scope, separator, &state->separator, error);
}

static enum kl_status check_fill(const struct kl_reconcile *state,
	const struct kl_scope *scope, struct kl_error *error)
{
	const struct kl_rule *rule = scope->rule;

	for (size_t i = 0; i < state->fill->word_count; i++) {
		const struct kl_word *word = &state->fill->words[i];
		size_t at = 0;
		while (at < state->rows->pair_count && !kl_span_equal(word->text,
				state->rows->pairs[at].field.text))
			at++;
		if (at == state->rows->pair_count)
			return kl_fail(error, KL_INVALID, rule->path, word->line,
				word->column, "rule '%s': 'fill' takes columns of 'rows', which "
				"'%.*s' is not", rule->id, (int)word->text.length,
				word->text.at);
	}
	return KL_OK;
}

static enum kl_status read_expression(struct kl_reconcile *state,
	const struct kl_scope *scope, const struct kl_word *word,
	enum kl_expression_type wanted, struct kl_expression **out,
	struct kl_error *error)
{
	enum kl_status status = kl_expression_read(word, scope->rule->path,
		&state->arena, out, error);

	return status != KL_OK ? status : kl_expression_check(*out, scope->dataset,
		&state->about, wanted, false, error);
}

static enum kl_status read_expressions(struct kl_reconcile *state,
	const struct kl_scope *scope, struct kl_error *error)
{
	const struct kl_argument *sum = kl_rule_argument(scope->rule, "sum");
	const struct kl_argument *distinct = kl_rule_argument(scope->rule,
		"distinct");
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < state->rows->pair_count && status == KL_OK; i++)
		status = read_expression(state, scope, &state->rows->pairs[i].value,
			KL_OF_ANY, &state->row_values[i], error);
	for (size_t i = 0; i < state->columns->pair_count && status == KL_OK; i++)
		status = read_expression(state, scope, &state->columns->pairs[i].value,
			KL_OF_TRUTH, &state->conditions[i], error);
	if (sum->given || distinct->given) {
		const struct kl_word *word = sum->given ? sum->words
			: distinct->words;
		state->of = sum->given ? KL_RECONCILE_SUM : KL_RECONCILE_DISTINCT;
		state->what = kl_span_trim(word->text);
		if (status == KL_OK)
			status = read_expression(state, scope, word, sum->given
				? KL_OF_NUMBER : KL_OF_ANY, &state->amount, error);
	}
	return status;
}

static bool make_room(struct kl_reconcile *state)
{
	size_t rows = state->rows->pair_count + 1;
	size_t width = kl_reconcile_width(state) + 1;

	state->row_values = kl_arena_alloc(&state->arena,
		rows * sizeof *state->row_values);
	state->conditions = kl_arena_alloc(&state->arena,
		width * sizeof *state->conditions);
	state->row_bindings = kl_arena_alloc(&state->arena,
		rows * sizeof *state->row_bindings);
	state->condition_bindings = kl_arena_alloc(&state->arena,
		width * sizeof *state->condition_bindings);
	state->outcomes = kl_arena_alloc(&state->arena,
		width * sizeof *state->outcomes);
	state->row_indexes = kl_arena_alloc(&state->arena,
		rows * sizeof *state->row_indexes);
	state->column_indexes = kl_arena_alloc(&state->arena,
		width * sizeof *state->column_indexes);
	state->above = kl_arena_alloc(&state->arena, rows * sizeof *state->above);
	state->selector = kl_arena_alloc(&state->arena, sizeof *state->selector);
	state->records.counted = kl_arena_alloc(&state->arena,
		width * sizeof *state->records.counted);
	return state->row_values != NULL && state->conditions != NULL
		&& state->row_bindings != NULL && state->condition_bindings != NULL
		&& state->outcomes != NULL && state->row_indexes != NULL
		&& state->column_indexes != NULL && state->above != NULL
		&& state->selector != NULL && state->records.counted != NULL;
}

static enum kl_status begin_rule(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct kl_reconcile *state = memory;
	const struct kl_rule *rule = scope->rule;
	const struct kl_argument *records = kl_rule_argument(rule, "records");
	size_t order = 0;

	state->rows = kl_rule_argument(rule, "rows");
	state->columns = kl_rule_argument(rule, "columns");
	state->total = kl_rule_argument(rule, "total");
	state->fill = kl_rule_argument(rule, "fill");
	state->about = kl_rule_about(rule, records);
	enum kl_status status = check_arguments(state, scope, error);
	if (status == KL_OK)
		status = check_fill(state, scope, error);
	if (status == KL_OK && !make_room(state))
		return kl_no_memory(error);
	if (status == KL_OK)
		status = kl_scope_need_table(scope, records, "records", &order, error);
	state->records_order = (uint32_t)order;
	return status != KL_OK ? status : read_expressions(state, scope, error);
}

static bool is_records(const struct kl_reconcile *state,
	const struct kl_scope *scope)
{
	return scope->table->order == state->records_order;
}

static bool wants(const void *memory, const struct kl_scope *scope)
{
	return is_records(memory, scope)
		|| kl_rule_applies(scope->rule, scope->table->name);
}

static enum kl_status begin_table(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	return is_records(memory, scope)
		? kl_reconcile_records_begin(memory, scope, error)
		: kl_reconcile_table_begin(memory, scope, error);
}

static enum kl_status check_batch(void *memory, const struct kl_scope *scope,
	const struct kl_batch *batch, struct kl_error *error)
{
	enum kl_status status = KL_OK;
	bool records = is_records(memory, scope);

	for (size_t i = 0; i < batch->count && status == KL_OK; i++)
		status = !records
			? kl_reconcile_table_row(memory, scope, &batch->rows[i], error)
			: kl_reconcile_record(memory, scope, &batch->rows[i],
				scope->perhaps != NULL && scope->perhaps[i], error);
	return status;
}

static enum kl_status end_table(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct kl_reconcile *state = memory;

	if (!is_records(state, scope))
		return kl_reconcile_table_end(state, scope, error);
	state->records.table = scope->table;
	return kl_reconcile_records_end(state, error);
}

static enum kl_status finish(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct kl_reconcile *state = memory;
	enum kl_status status = KL_OK;

	/* Without records everything would be missing; that there are none is told
	 * by itself. */
	if (state->records.table == NULL || state->records.count == 0)
		return KL_OK;
	if (state->table_count == 0)
		return kl_scope_refuse(scope, NULL, ": no table is compared "
			"with the records", error);
	for (size_t i = 0; i < state->table_count; i++) {
		struct kl_error problem;
		if (!state->tables[i].complete)
			continue;
		enum kl_status one = kl_reconcile_compare(state, scope,
			&state->tables[i], &problem);
		if (one == KL_OK)
			continue;
		if (one != KL_INVALID) {
			*error = problem;
			return one;
		}
		/* The last that is told is returned. */
		if (status != KL_OK)
			kl_report_problem(scope->report, error);
		*error = problem;
		status = one;
	}
	return status;
}

static void release(void *memory)
{
	struct kl_reconcile *state = memory;

	kl_reconcile_records_release(state);
	for (size_t i = 0; i < state->table_count; i++)
		kl_reconcile_table_release(&state->tables[i]);
	free(state->tables);
	if (state->selector != NULL)
		kl_selector_release(state->selector);
	kl_text_release(&state->key);
	kl_text_release(&state->shown);
	kl_text_release(&state->part);
	kl_arena_release(&state->arena);
}

const struct kl_check kl_check_reconcile = {
	.words = { "reconcile", "a published table equals the aggregate of the "
		"records behind it: counts, sums, different values",
		parameters, sizeof parameters / sizeof *parameters },
	.state_size = sizeof(struct kl_reconcile),
	.begin_rule = begin_rule,
	.wants = wants,
	.filters = KL_FILTERS_NAMED,
	.filtered = "records",
	.begin_table = begin_table,
	.batch = check_batch,
	.end_table = end_table,
	.finish = finish,
	.release = release,
};
