/* Parts against totals: along the row, down the column, over groups, nested. */
#include "check/totals.h"

#include <stdlib.h>

#include "base/translate.h"

static const char *const kinds[] = { "exclusive", "multiple", "subset", NULL };
static const char *const positions[] = { "below", "above", NULL };

static const struct kl_parameter parameters[] = {
	{ "across", KL_PARAMETER_SUMS, "TOTAL=PART+PART",
		"in every row, the total column is the sum of the part columns", NULL },
	{ "total", KL_PARAMETER_COLUMN, "COLUMN",
		"the total column, with parts: the same as across", NULL },
	{ "parts", KL_PARAMETER_COLUMNS, "COLUMNS",
		"the part columns, with total", NULL },
	{ "down.columns", KL_PARAMETER_COLUMNS, "COLUMNS",
		"columns of which the total row is the sum of the rows", NULL },
	{ "down.row", KL_PARAMETER_ROWS, "COLUMN=VALUE",
		"the total row; several: subtotals first "
		"(default: the row with a cell Totaal)", NULL },
	{ "down.by", KL_PARAMETER_COLUMNS, "COLUMNS",
		"a total row for each group of rows equal in these columns", NULL },
	{ "down.position", KL_PARAMETER_CHOICE, "WHERE",
		"where total rows stand: below their parts (default) or above",
		positions },
	{ "kind", KL_PARAMETER_CHOICE, "KIND",
		"exclusive (default): parts add up to the total; multiple: several "
		"answers, each part <= total <= sum; subset: each part <= total",
		kinds },
};

/* How columns are added up, without columns, would check nothing. */
static enum kl_status need_columns(const struct kl_scope *scope,
	struct kl_error *error)
{
	static const char *const keys[] = { "down.row", "down.by", "down.position" };

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		const struct kl_argument *argument = kl_rule_argument(scope->rule,
			keys[i]);
		if (argument->given)
			return kl_scope_refuse(scope, argument,
				" adds up no columns: 'columns' is missing", error);
	}
	return KL_OK;
}

static enum kl_status begin_rule(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct kl_totals *state = memory;
	const struct kl_rule *rule = scope->rule;
	const struct kl_argument *total = kl_rule_argument(rule, "total");
	const struct kl_argument *parts = kl_rule_argument(rule, "parts");
	const struct kl_argument *kind = kl_rule_argument(rule, "kind");

	state->across = kl_rule_argument(rule, "across");
	state->columns = kl_rule_argument(rule, "down.columns");
	if (total->given != parts->given)
		return kl_fail(error, KL_INVALID, rule->path, rule->line, rule->column,
			"'total' and 'parts' go together; '%s' is missing",
			total->given ? "parts" : "total");
	if (!total->given && !state->across->given && !state->columns->given)
		return kl_scope_refuse(scope, NULL, " says no totals: give "
			"'across', 'down' or 'total' with 'parts'", error);
	if (!state->columns->given) {
		enum kl_status status = need_columns(scope, error);
		if (status != KL_OK)
			return status;
	}
	if (total->given)
		state->pair = (struct kl_sum){ total->words[0], parts->words,
			parts->word_count };
	state->kind = kind->given ? (enum kl_totals_kind)kind->choice
		: KL_TOTALS_EXCLUSIVE;
	state->row = kl_equations_new();
	return state->row != NULL ? KL_OK : kl_no_memory(error);
}

static enum kl_status need_column(struct kl_totals *state,
	const struct kl_scope *scope, const struct kl_word *word,
	struct kl_error *error)
{
	struct kl_totals_column column;
	enum kl_status status = kl_scope_need_column(scope, word, &column.index,
		error);

	if (status != KL_OK)
		return status;
	column.reading = kl_table_reading(scope->table, word->text);
	if (!kl_grow(state->sum_columns, state->sum_column_capacity,
			state->sum_column_count + 1))
		return kl_no_memory(error);
	state->sum_columns[state->sum_column_count++] = column;
	return KL_OK;
}

/* A column twice in one sum cancels, or counts twice: nobody means that. */
static enum kl_status refuse_repeated(const struct kl_totals *state,
	const struct kl_scope *scope, const struct kl_sum *sum,
	struct kl_error *error)
{
	const struct kl_totals_column *columns = state->sum_columns
		+ state->sum_column_count - sum->part_count - 1;

	for (size_t i = 1; i <= sum->part_count; i++) {
		const struct kl_word *part = &sum->parts[i - 1];
		for (size_t j = 0; j < i; j++) {
			if (columns[i].index == columns[j].index)
				return kl_fail(error, KL_INVALID, scope->rule->path,
					part->line, part->column, j == 0
					? KL_TEXT("column '%.*s' is the total of itself")
					: KL_TEXT("column '%.*s' is twice a part of the same total"),
					(int)part->text.length, part->text.at);
		}
	}
	return KL_OK;
}

static enum kl_status need_sum(struct kl_totals *state,
	const struct kl_scope *scope, const struct kl_sum *sum,
	struct kl_error *error)
{
	enum kl_status status = need_column(state, scope, &sum->total, error);

	if (!kl_grow(state->sum_parts, state->sum_part_capacity,
			state->sum_count + 1))
		return kl_no_memory(error);
	state->sum_parts[state->sum_count++] = sum->part_count;
	for (size_t i = 0; i < sum->part_count && status == KL_OK; i++)
		status = need_column(state, scope, &sum->parts[i], error);
	return status == KL_OK ? refuse_repeated(state, scope, sum, error) : status;
}

static enum kl_status begin_table(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct kl_totals *state = memory;
	enum kl_status status = KL_OK;

	state->rows = 0;
	state->sum_column_count = 0;
	state->sum_count = 0;
	for (size_t i = 0; i < state->across->sum_count && status == KL_OK; i++)
		status = need_sum(state, scope, &state->across->sums[i], error);
	if (status == KL_OK && state->pair.part_count > 0)
		status = need_sum(state, scope, &state->pair, error);
	if (status == KL_OK && state->columns->given)
		status = kl_totals_down_begin(state, scope, error);
	state->kept = kl_kept_rows(state->sum_column_count
		+ state->columns->word_count);
	return status;
}

enum kl_status kl_totals_add(struct kl_totals *state,
	struct kl_equations *equations, const struct kl_scope *scope,
	size_t count, struct kl_error *error)
{
	uint32_t rule = (uint32_t)scope->rule_index;
	const struct kl_term *terms = state->terms;
	bool added = true;

	for (size_t i = 1; i < count && added
			&& state->kind != KL_TOTALS_EXCLUSIVE; i++) {
		const struct kl_term pair[] = { { terms[i].cell, 1 },
			{ terms[0].cell, -1 } };
		/* A running sum of many rows is no part by itself. */
		if (kl_equations_at(equations, terms[i].cell)->place.path != NULL)
			added = kl_equations_add(equations, KL_AT_MOST, pair, 2, rule,
				KL_TOTALS_PART);
	}
	if (added && state->kind == KL_TOTALS_EXCLUSIVE)
		added = kl_equations_add(equations, KL_EQUALS, terms, count, rule,
			KL_TOTALS_SUM);
	else if (added && state->kind == KL_TOTALS_MULTIPLE)
		added = kl_equations_add(equations, KL_AT_MOST, terms, count, rule,
			KL_TOTALS_ABOVE);
	return added ? KL_OK : kl_no_memory(error);
}

/* One sum of one row. *column runs over sum_columns. */
static enum kl_status add_across(struct kl_totals *state,
	struct kl_equations *equations, const struct kl_scope *scope,
	const struct kl_row *row, const struct kl_sum *sum, size_t *column,
	struct kl_error *error)
{
	enum kl_status status = KL_OK;
	size_t count = sum->part_count + 1;

	if (!kl_grow(state->terms, state->term_capacity, count))
		return kl_no_memory(error);
	for (size_t i = 0; i < count && status == KL_OK; i++, ++*column) {
		const struct kl_totals_column *place = &state->sum_columns[*column];
		state->terms[i].factor = i == 0 ? 1 : -1;
		status = kl_scope_number(scope, equations, row, place->index,
			place->reading, &state->terms[i].cell, error);
	}
	return status == KL_OK
		? kl_totals_add(state, equations, scope, count, error) : status;
}

static enum kl_status add_row(struct kl_totals *state,
	struct kl_equations *equations, const struct kl_scope *scope,
	const struct kl_row *row, struct kl_error *error)
{
	enum kl_status status = KL_OK;
	size_t column = 0;

	for (size_t i = 0; i < state->across->sum_count && status == KL_OK; i++)
		status = add_across(state, equations, scope, row,
			&state->across->sums[i], &column, error);
	if (status == KL_OK && state->pair.part_count > 0)
		status = add_across(state, equations, scope, row, &state->pair,
			&column, error);
	return status;
}

struct streaming {
	struct kl_totals *state;
	const struct kl_scope *scope;
};

static enum kl_status judge_streamed(void *context,
	const struct kl_judgement *judgement, struct kl_error *error)
{
	const struct streaming *streaming = context;
	struct kl_scope scope = *streaming->scope;

	kl_report_equation(scope.report, scope.rule_index, judgement->outcome);
	if (judgement->outcome != KL_VIOLATED)
		return KL_OK;
	scope.equations = streaming->state->row;
	return kl_totals_violated(streaming->state, &scope, judgement, error);
}

/* Whether all parts and totals of the row are exact numbers that add up: what
 * nearly every row of a long table is. */
static bool plainly_holds(const struct kl_totals *state,
	const struct kl_row *row)
{
	size_t column = 0;

	for (size_t i = 0; i < state->sum_count; i++) {
		struct kl_decimal total = { 0, 0 }, sum = { 0, 0 };
		for (size_t j = 0; j <= state->sum_parts[i]; j++, column++) {
			const struct kl_totals_column *at = &state->sum_columns[column];
			struct kl_cell cell;
			kl_cell_read(kl_row_cell(row, at->index), at->reading, &cell);
			if (cell.kind != KL_CELL_EXACT)
				return false;
			if (j == 0)
				total = cell.value;
			else if (!kl_decimal_add(sum, cell.value, &sum))
				return false;
		}
		if (kl_decimal_compare(sum, total) != 0)
			return false;
	}
	return true;
}

/* A long table: the equations of a row are judged at once and forgotten. */
static enum kl_status stream_row(struct kl_totals *state,
	const struct kl_scope *scope, const struct kl_row *row,
	struct kl_error *error)
{
	struct streaming streaming = { state, scope };

	if (kl_equations_cells(state->row) > 0)
		kl_equations_clear(state->row);
	if (state->kind == KL_TOTALS_EXCLUSIVE && plainly_holds(state, row)) {
		for (size_t i = 0; i < state->sum_count; i++)
			kl_report_equation(scope->report, scope->rule_index, KL_HOLDS);
		return KL_OK;
	}
	enum kl_status status = add_row(state, state->row, scope, row, error);
	if (status != KL_OK)
		return status;
	size_t derived = kl_equations_derive(state->row);
	kl_report_derived(scope->report, derived);
	return kl_equations_judge(state->row, judge_streamed, &streaming, error);
}

static enum kl_status check_batch(void *memory, const struct kl_scope *scope,
	const struct kl_batch *batch, struct kl_error *error)
{
	struct kl_totals *state = memory;
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < batch->count && status == KL_OK; i++) {
		const struct kl_row *row = &batch->rows[i];
		bool stream = ++state->rows > state->kept;
		if (stream)
			status = stream_row(state, scope, row, error);
		else
			status = add_row(state, scope->equations, scope, row, error);
		if (status == KL_OK && state->columns->given)
			status = kl_totals_down_row(state, scope, row, stream, error);
	}
	return status;
}

static enum kl_status end_table(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct kl_totals *state = memory;

	return state->columns->given && state->rows > 0
		? kl_totals_down_end(state, scope, error) : KL_OK;
}

static bool apart(const void *state)
{
	(void)state;
	return true;
}

static void release(void *memory)
{
	struct kl_totals *state = memory;

	kl_totals_down_release(state);
	kl_equations_free(state->row);
	free(state->sum_columns);
	free(state->sum_parts);
	free(state->terms);
}

const struct kl_check kl_check_totals = {
	.words = { "totals", "leerjaar totals and every other total: parts against "
		"total, along the row, down the column, over groups, nested",
		parameters, sizeof parameters / sizeof *parameters },
	.state_size = sizeof(struct kl_totals),
	.begin_rule = begin_rule,
	.begin_table = begin_table,
	.batch = check_batch,
	.end_table = end_table,
	.violated = kl_totals_violated,
	.release = release,
	.apart = apart,
};
