/* Percentages: a printed percentage is possible for its count and N, and those of
 * a row close. */
#include "check/parts.h"
#include "check/percent.h"

#include <stdlib.h>

static const char *const sums[] = { "row", "no", NULL };

static const struct kl_parameter parameters[] = {
	{ "pairs", KL_PARAMETER_SUMS, "PERCENTAGE=COUNT",
		"a column with percentages, and the column with their counts", NULL },
	{ "columns", KL_PARAMETER_COLUMNS, "COLUMNS",
		"columns with percentages whose counts are not printed: is there any "
		"count of N that gives them", NULL },
	{ "means", KL_PARAMETER_COLUMNS, "COLUMNS",
		"columns with means of whole numbers: is there any sum over N that "
		"gives them", NULL },
	{ "items", KL_PARAMETER_NUMBER, "NUMBER",
		"how many items each mean is taken over (default: 1)", NULL },
	{ "of", KL_PARAMETER_COLUMN, "COLUMN", "the column with N", NULL },
	{ "n", KL_PARAMETER_NUMBER, "NUMBER",
		"N, where it is not a column and the descriptor has none", NULL },
	{ "sum", KL_PARAMETER_CHOICE, "WHAT",
		"row (default): the percentages of the pairs in a row make 100, but "
		"for that of N itself; no: they need not, several answers were allowed",
		sums },
};

struct kl_whole kl_percent_whole(const struct kl_cell *cell)
{
	const struct kl_whole none = { 0, -1 };
	const struct kl_interval *in = &cell->interval;
	struct kl_whole whole;

	if (cell->kind == KL_CELL_TEXT || in->low.infinite || in->high.infinite
			|| in->low.open || in->high.open
			|| !kl_share_whole(in->low.at, &whole.low)
			|| !kl_share_whole(in->high.at, &whole.high))
		return none;
	return whole;
}

/* A whole number from 1 that was given, or what it is by default. */
static enum kl_status read_number(const struct kl_scope *scope,
	const struct kl_argument *argument, int64_t most, const char *text,
	int64_t *out, struct kl_error *error)
{
	if (!argument->given)
		return KL_OK;
	const struct kl_cell cell = { .kind = KL_CELL_EXACT,
		.value = argument->number,
		.interval = kl_interval_point(argument->number) };
	struct kl_whole whole = kl_percent_whole(&cell);
	if (whole.low < 1 || !kl_whole_exact(whole) || whole.low > most)
		return kl_scope_refuse(scope, argument, text, error);
	*out = whole.low;
	return KL_OK;
}

/* An N that a rule gives is no cell that could be wrong. */
static bool add_given_n(struct kl_percent *state, const struct kl_scope *scope)
{
	const struct kl_cell value = { KL_CELL_EXACT, state->n->number,
		kl_interval_point(state->n->number) };

	return kl_equations_quantity(scope->equations, &value, &state->n_cell);
}

static enum kl_status begin_rule(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct kl_percent *state = memory;
	const struct kl_rule *rule = scope->rule;
	const struct kl_argument *items = kl_rule_argument(rule, "items");
	int64_t n = 0;

	state->pairs = kl_rule_argument(rule, "pairs");
	state->columns = kl_rule_argument(rule, "columns");
	state->means = kl_rule_argument(rule, "means");
	state->of = kl_rule_argument(rule, "of");
	state->n = kl_rule_argument(rule, "n");
	state->sum = kl_rule_argument(rule, "sum");
	state->items = 1;
	state->count = state->pairs->sum_count + state->columns->word_count
		+ state->means->word_count;
	if (state->count == 0)
		return kl_scope_refuse(scope, NULL, " looks at no percentage: "
			"give 'pairs', or 'columns', or 'means'", error);
	if (state->of->given && state->n->given)
		return kl_scope_refuse(scope, state->n, " gives N twice: as a "
			"column ('of') and as a number ('n')", error);
	for (size_t i = 0; i < state->pairs->sum_count; i++) {
		if (state->pairs->sums[i].part_count != 1)
			return kl_scope_refuse(scope, state->pairs, " gives a "
				"percentage several counts: a pair has one",
				error);
	}
	enum kl_status status = read_number(scope, items, KL_SHARE_ITEMS,
		" gives 'items', which takes a whole number from 1 to 1000",
		&state->items, error);
	if (status == KL_OK)
		status = read_number(scope, state->n, KL_SHARE_MOST,
			" gives 'n', which takes a whole number from 1", &n, error);
	if (status != KL_OK)
		return status;
	state->table_n = (struct kl_whole){ n, n };
	state->table = calloc(state->count, sizeof *state->table);
	state->figures = calloc(state->count, sizeof *state->figures);
	return state->table != NULL && state->figures != NULL ? KL_OK
		: kl_no_memory(error);
}

static enum kl_status find_column(const struct kl_scope *scope,
	const struct kl_word *word, size_t *index,
	const struct kl_reading **reading, struct kl_error *error)
{
	enum kl_status status = kl_scope_need_column(scope, word, index, error);

	if (status == KL_OK)
		*reading = kl_table_reading(scope->table, word->text);
	return status;
}

static enum kl_status find_n(struct kl_percent *state,
	const struct kl_scope *scope, struct kl_error *error)
{
	const struct kl_table *table = scope->table;

	state->of_index = SIZE_MAX;
	if (state->of->given)
		return find_column(scope, &state->of->words[0], &state->of_index,
			&state->of_reading, error);
	if (state->n->given)
		return add_given_n(state, scope) ? KL_OK : kl_no_memory(error);
	if (table->n.text.at == NULL)
		return kl_fail(error, KL_INVALID, scope->rule->path, scope->rule->line,
			scope->rule->column, "rule '%s': table %s has no N; give 'of' "
			"(its column) or 'n', or klopt.n in the descriptor",
			scope->rule->id, table->name);
	const struct kl_cell cell = { .kind = KL_CELL_EXACT,
		.value = table->n_value,
		.interval = kl_interval_point(table->n_value) };
	state->table_n = kl_percent_whole(&cell);
	return kl_scope_printed_n(scope, &state->n_cell) ? KL_OK
		: kl_no_memory(error);
}

static enum kl_status find_pairs(struct kl_percent *state,
	const struct kl_scope *scope, struct kl_error *error)
{
	bool closes = !state->sum->given || state->sum->choice == 0;
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < state->pairs->sum_count && status == KL_OK; i++) {
		const struct kl_sum *pair = &state->pairs->sums[i];
		struct kl_percent_column *column = &state->table[i];
		*column = (struct kl_percent_column){ .count_index = SIZE_MAX };
		status = find_column(scope, &pair->total, &column->index,
			&column->reading, error);
		if (status == KL_OK)
			status = find_column(scope, &pair->parts[0],
				&column->count_index, &column->count_reading, error);
		column->closes = closes && column->count_index != state->of_index;
	}
	return status;
}

static enum kl_status find_columns(const struct kl_scope *scope,
	const struct kl_argument *names, bool mean,
	struct kl_percent_column *columns, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < names->word_count && status == KL_OK; i++) {
		columns[i] = (struct kl_percent_column){ .count_index = SIZE_MAX,
			.mean = mean };
		status = find_column(scope, &names->words[i], &columns[i].index,
			&columns[i].reading, error);
	}
	return status;
}

/* What was held of a table that was judged apart has been told. */
static void begin_held(struct kl_percent *state, const struct kl_scope *scope)
{
	if (!state->apart)
		state->held_first = state->held_count;
	state->held_count = state->held_first;
	if (state->held_count == 0)
		kl_arena_reuse(&state->arena);
	state->apart = scope->apart;
}

static enum kl_status begin_table(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct kl_percent *state = memory;
	struct kl_percent_column *next = state->table + state->pairs->sum_count;
	enum kl_status status = find_n(state, scope, error);

	state->rows = 0;
	begin_held(state, scope);
	state->kept = kl_kept_rows(2 * state->pairs->sum_count + 1);
	if (status == KL_OK)
		status = find_pairs(state, scope, error);
	if (status == KL_OK)
		status = find_columns(scope, state->columns, false, next, error);
	next += state->columns->word_count;
	if (status == KL_OK)
		status = find_columns(scope, state->means, true, next, error);
	return status;
}

static enum kl_status check_row(struct kl_percent *state,
	const struct kl_scope *scope, const struct kl_row *row,
	struct kl_error *error)
{
	struct kl_percent_row at = { .row = row };
	enum kl_status status = kl_percent_judge(state, scope, &at, error);

	state->rows++;
	for (size_t i = 0; i < state->count && status == KL_OK; i++) {
		const struct kl_percent_figure *figure = &state->figures[i];
		kl_report_outcome(scope->report, scope->rule_index, figure->outcome,
			1);
		if (figure->outcome == KL_VIOLATED)
			status = kl_percent_tell(state, scope, &at, figure, error);
		else if (kl_percent_waits(state, &at, figure))
			status = kl_percent_add_share(state, scope, &at, figure, 0,
				error);
	}
	if (status == KL_OK && at.sums) {
		enum kl_outcome sum = kl_interval_zero(&at.sum) == KL_VIOLATED
			? KL_VIOLATED : KL_HOLDS;
		kl_report_outcome(scope->report, scope->rule_index, sum, 1);
		if (sum == KL_VIOLATED)
			status = kl_percent_tell_sum(state, scope, &at, error);
	}
	return status;
}

static enum kl_status check_batch(void *memory, const struct kl_scope *scope,
	const struct kl_batch *batch, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < batch->count && status == KL_OK; i++)
		status = check_row(memory, scope, &batch->rows[i], error);
	return status;
}

static bool apart(const void *state)
{
	(void)state;
	return true;
}

static void release(void *memory)
{
	struct kl_percent *state = memory;

	free(state->table);
	free(state->figures);
	free(state->held);
	kl_arena_release(&state->arena);
}

const struct kl_check kl_check_percent = {
	.words = { "percent", "percentages: one that is printed is possible for its "
		"count and N, and those of a row make 100",
		parameters, sizeof parameters / sizeof *parameters },
	.state_size = sizeof(struct kl_percent),
	.begin_rule = begin_rule,
	.begin_table = begin_table,
	.batch = check_batch,
	.violated = kl_percent_violated,
	.release = release,
	.apart = apart,
};
