/* N: the printed N, a table's total, and the column sums of tables about the
 * same respondents agree. */
#include "check/n.h"

#include <stdlib.h>

#include "base/translate.h"

static const struct kl_parameter parameters[] = {
	{ "column", KL_PARAMETER_COLUMN, "COLUMN",
		"the column whose total is N", NULL },
	{ "row", KL_PARAMETER_ROWS, "COLUMN=VALUE",
		"the total row (default: the row with a cell Totaal; "
		"without one, the rows are added up)", NULL },
	{ "n", KL_PARAMETER_NUMBER, "NUMBER",
		"the printed N, for tables whose descriptor has none", NULL },
	{ "same", KL_PARAMETER_COLUMNS, "COLUMNS",
		"the tables are about the same respondents: one N, and equal sums in "
		"these columns", NULL },
	{ "multiple", KL_PARAMETER_TABLES, "TABLES",
		"tables in which several answers were allowed: "
		"each part <= N <= sum of the parts", NULL },
};

static bool add_quantity(const struct kl_scope *scope,
	struct kl_n_shared *shared)
{
	return kl_equations_quantity(scope->equations, NULL, &shared->cell);
}

static enum kl_status begin_rule(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct kl_n *state = memory;
	const struct kl_rule *rule = scope->rule;

	state->column = kl_rule_argument(rule, "column");
	state->row = kl_rule_argument(rule, "row");
	state->same = kl_rule_argument(rule, "same");
	if (!state->column->given && !state->same->given)
		return kl_scope_refuse(scope, NULL, " compares nothing: give "
			"'column', or 'same', or both", error);
	size_t count = state->same->word_count;
	state->shared = calloc(count + 1, sizeof *state->shared);
	state->sums = calloc(count + 1, sizeof *state->sums);
	state->indexes = calloc(count + 1, sizeof *state->indexes);
	if (state->shared == NULL || state->sums == NULL || state->indexes == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i <= count; i++) {
		if (!add_quantity(scope, &state->shared[i]))
			return kl_no_memory(error);
	}
	return KL_OK;
}

/* An N that was given with the rule. Each rule has one of its own, told by where
 * it stands. */
static bool add_given_n(const struct kl_scope *scope,
	const struct kl_argument *given, uint32_t *cell)
{
	const struct kl_rule *rule = scope->rule;
	struct kl_place place = { .order = scope->table->order,
		.table = scope->table->name, .path = scope->table->shown,
		.field = kl_span_of("n") };
	const struct kl_cell value = { KL_CELL_EXACT, given->number,
		kl_interval_point(given->number) };
	char text[KL_DECIMAL_TEXT];
	size_t length = kl_decimal_format(given->number, '.', text);

	if (rule->path != NULL) {
		place.path = rule->path;
		place.line = given->line;
		place.column = given->column;
	}
	return kl_equations_cell(scope->equations, &place, (struct kl_span){ 0 },
		(struct kl_span){ text, length }, &value, '.', cell, NULL);
}

/* The N of the table as a cell of its own: where it stands in the descriptor, or
 * as it was given with the rule. */
static enum kl_status add_n(struct kl_n *state, const struct kl_scope *scope,
	struct kl_n_table *table, struct kl_error *error)
{
	const struct kl_argument *given = kl_rule_argument(scope->rule, "n");
	bool added;

	table->has_n = true;
	if (scope->table->n.text.at != NULL) {
		added = kl_scope_printed_n(scope, &table->n);
	} else if (given->given) {
		added = add_given_n(scope, given, &table->n);
	} else if (state->column->given) {
		return kl_fail(error, KL_INVALID, scope->rule->path,
			state->column->line, state->column->column,
			"table %s has no N to compare with: give 'n' in its descriptor (klopt: {n: ...}) or in the rule",
			scope->table->name);
	} else {
		table->has_n = false;
		return KL_OK;
	}
	return added ? KL_OK : kl_no_memory(error);
}

static bool is_multiple(const struct kl_scope *scope)
{
	const struct kl_argument *multiple = kl_rule_argument(scope->rule,
		"multiple");

	return kl_word_matches(multiple->words, multiple->word_count,
		scope->table->name);
}

static enum kl_status find_columns(struct kl_n *state,
	const struct kl_scope *scope, struct kl_n_table *table,
	struct kl_error *error)
{
	size_t count = state->same->word_count;
	enum kl_status status = KL_OK;

	table->headers = kl_arena_alloc(&state->arena,
		(count + 1) * sizeof *table->headers);
	if (table->headers == NULL)
		return kl_no_memory(error);
	if (state->column->given)
		status = kl_scope_need_column(scope, &state->column->words[0],
			&state->indexes[count], error);
	for (size_t i = 0; i < count && status == KL_OK; i++) {
		status = kl_scope_need_column(scope, &state->same->words[i],
			&state->indexes[i], error);
		if (status != KL_OK)
			break;
		table->headers[i] = kl_scope_place(scope, scope->columns->header,
			state->indexes[i]);
		table->headers[i].field = state->same->words[i].text;
	}
	return status;
}

static enum kl_status begin_table(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct kl_n *state = memory;
	struct kl_n_table table = { .name = scope->table->name,
		.multiple = is_multiple(scope) };

	state->rows = 0;
	state->kept = kl_kept_rows(state->same->word_count + 1);
	state->total_rows = 0;
	state->current = SIZE_MAX;
	for (size_t i = 0; i <= state->same->word_count; i++)
		kl_parts_release(&state->sums[i]);
	enum kl_status status = find_columns(state, scope, &table, error);
	if (status == KL_OK)
		status = kl_selector_begin(&state->selector, scope, state->row, true,
			error);
	if (status == KL_OK)
		status = add_n(state, scope, &table, error);
	if (status != KL_OK)
		return status;
	state->row_applies = state->row_applies || state->selector.applies;
	if (!kl_grow(state->tables, state->table_capacity, state->table_count + 1))
		return kl_no_memory(error);
	state->current = state->table_count++;
	state->tables[state->current] = table;
	return KL_OK;
}

/* A body cell goes among the parts of its column, or into their running sum. */
static enum kl_status add_part(struct kl_n *state, const struct kl_scope *scope,
	const struct kl_row *row, size_t at, struct kl_error *error)
{
	size_t column = state->indexes[at];
	const struct kl_reading *reading = kl_table_reading(scope->table,
		scope->columns->names[column]);
	struct kl_cell value;
	uint32_t cell;

	if (state->rows > state->kept) {
		kl_cell_read(kl_row_cell(row, column), reading, &value);
		kl_parts_add_value(&state->sums[at], &value);
		return kl_scope_report_text(scope, row, column, &value, error);
	}
	enum kl_status status = kl_scope_number(scope, scope->equations, row,
		column, reading, &cell, error);
	if (status == KL_OK && !kl_parts_add(&state->sums[at], cell))
		status = kl_no_memory(error);
	return status;
}

static enum kl_status add_total(struct kl_n *state,
	const struct kl_scope *scope, const struct kl_row *row,
	struct kl_error *error)
{
	size_t column = state->indexes[state->same->word_count];
	struct kl_n_table *table = &state->tables[state->current];

	if (!state->column->given || table->has_total)
		return KL_OK;
	table->has_total = true;
	return kl_scope_number(scope, scope->equations, row, column,
		kl_table_reading(scope->table, scope->columns->names[column]),
		&table->total, error);
}

static enum kl_status check_batch(void *memory, const struct kl_scope *scope,
	const struct kl_batch *batch, struct kl_error *error)
{
	struct kl_n *state = memory;
	size_t columns = state->same->word_count + state->column->given;
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < batch->count && status == KL_OK; i++) {
		const struct kl_row *row = &batch->rows[i];
		state->rows++;
		if (kl_selector_find(&state->selector, row) != SIZE_MAX) {
			state->total_rows++;
			status = add_total(state, scope, row, error);
			continue;
		}
		for (size_t j = 0; j < columns && status == KL_OK; j++)
			status = add_part(state, scope, row, j, error);
	}
	return status;
}

static enum kl_status add_equation(struct kl_n *state,
	const struct kl_scope *scope, enum kl_relation relation,
	const struct kl_term *terms, size_t count, struct kl_n_record record,
	struct kl_error *error)
{
	if (!kl_grow(state->records, state->record_capacity,
			state->record_count + 1))
		return kl_no_memory(error);
	record.equation = kl_equations_count(scope->equations);
	state->records[state->record_count] = record;
	return kl_equations_add(scope->equations, relation, terms, count,
		(uint32_t)scope->rule_index, (uint32_t)state->record_count++)
		? KL_OK : kl_no_memory(error);
}

/* Each kept part is at most `whole`. */
static enum kl_status add_bounds(struct kl_n *state,
	const struct kl_scope *scope, const struct kl_parts *parts, uint32_t whole,
	struct kl_n_record record, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < parts->count && status == KL_OK; i++) {
		const struct kl_term terms[] = { { parts->cells[i], 1 },
			{ whole, -1 } };
		status = add_equation(state, scope, KL_AT_MOST, terms, 2, record,
			error);
	}
	return status;
}

/* head <relation> the sum of the parts, which are used up. */
static enum kl_status add_sum(struct kl_n *state, const struct kl_scope *scope,
	enum kl_relation relation, uint32_t head, struct kl_parts *parts,
	struct kl_n_record record, struct kl_error *error)
{
	size_t count = 1;

	if (!kl_grow(state->terms, state->term_capacity, 1))
		return kl_no_memory(error);
	state->terms[0] = (struct kl_term){ head, 1 };
	if (!kl_parts_take(parts, scope->equations, -1, &state->terms, &count,
			&state->term_capacity))
		return kl_no_memory(error);
	return add_equation(state, scope, relation, state->terms, count, record,
		error);
}

/* Why N cannot be compared with the table, at the word that picks total rows. */
static enum kl_status refuse_n(const struct kl_n *state,
	const struct kl_scope *scope, const char *before, const char *after,
	struct kl_error *error)
{
	const struct kl_argument *at = state->row->given ? state->row
		: state->column;
	struct kl_text_buffer wanted = { 0 };

	kl_selector_describe(&state->selector, &wanted);
	enum kl_status status = kl_fail(error, KL_INVALID, scope->rule->path,
		at->line, at->column, "table %s has %s where %s: %s",
		scope->table->name, kl_translate(before),
		wanted.failed ? "..." : wanted.at, kl_translate(after));
	kl_text_release(&wanted);
	return status;
}

static enum kl_status compare_n(struct kl_n *state,
	const struct kl_scope *scope, const struct kl_n_table *table,
	struct kl_error *error)
{
	struct kl_parts *parts = &state->sums[state->same->word_count];
	uint32_t number = (uint32_t)state->current;

	if (table->multiple) {
		enum kl_status status = add_bounds(state, scope, parts, table->n,
			(struct kl_n_record){ KL_N_PART, number, 0, 0 }, error);
		return status != KL_OK ? status : add_sum(state, scope, KL_AT_MOST,
			table->n, parts, (struct kl_n_record){ KL_N_SEVERAL, number, 0, 0 },
			error);
	}
	if (state->total_rows > 1)
		return refuse_n(state, scope, "several rows",
			"which of them N belongs to is not known; name it with 'row'",
			error);
	if (table->has_total) {
		const struct kl_term terms[] = { { table->n, 1 },
			{ table->total, -1 } };
		return add_equation(state, scope, KL_EQUALS, terms, 2,
			(struct kl_n_record){ KL_N_TOTAL, number, 0, 0 }, error);
	}
	if (state->row->given && state->selector.applies)
		return refuse_n(state, scope, "no row", "its N was not checked",
			error);
	return add_sum(state, scope, KL_EQUALS, table->n, parts,
		(struct kl_n_record){ KL_N_SUM, number, 0, 0 }, error);
}

static enum kl_status compare_columns(struct kl_n *state,
	const struct kl_scope *scope, const struct kl_n_table *table,
	struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < state->same->word_count && status == KL_OK; i++) {
		struct kl_n_record record = { table->multiple ? KL_N_PART_COLUMN
			: KL_N_COLUMN, (uint32_t)state->current, (uint32_t)i, 0 };
		status = table->multiple
			? add_bounds(state, scope, &state->sums[i],
				state->shared[i].cell, record, error)
			: add_sum(state, scope, KL_EQUALS, state->shared[i].cell,
				&state->sums[i], record, error);
	}
	return status;
}

/* Nothing but total rows: a sum of no rows is not 0, it was not printed. And of
 * many rows only the sum is kept. */
static enum kl_status refuse_rows(const struct kl_n *state,
	const struct kl_scope *scope, const struct kl_n_table *table,
	struct kl_error *error)
{
	const struct kl_argument *at = state->same->given ? state->same
		: state->column;
	bool adds_up = state->same->given || table->multiple;

	if (adds_up && state->rows == state->total_rows)
		return kl_fail(error, KL_INVALID, scope->rule->path, at->line,
			at->column, "table %s has only total rows: nothing was added up in it",
			table->name);
	if (table->multiple && state->rows > state->kept)
		return kl_fail(error, KL_INVALID, scope->rule->path, at->line,
			at->column, "table %s has more than %llu rows: the parts in the "
			"rows after that were not compared with N one by one",
			table->name, (unsigned long long)state->kept);
	return KL_OK;
}

static enum kl_status end_table(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct kl_n *state = memory;
	enum kl_status status = KL_OK;

	if (state->current == SIZE_MAX || state->rows == 0)
		return KL_OK;
	const struct kl_n_table table = state->tables[state->current];
	bool body = state->rows > state->total_rows;
	if (state->same->given) {
		if (body)
			status = compare_columns(state, scope, &table, error);
		if (status == KL_OK && table.has_n) {
			const struct kl_term terms[] = { { table.n, 1 },
				{ state->shared[state->same->word_count].cell, -1 } };
			status = add_equation(state, scope, KL_EQUALS, terms, 2,
				(struct kl_n_record){ KL_N_GROUP,
					(uint32_t)state->current, 0, 0 }, error);
		}
	}
	if (status == KL_OK && state->column->given
			&& (body || !table.multiple))
		status = compare_n(state, scope, &table, error);
	return status != KL_OK ? status : refuse_rows(state, scope, &table, error);
}

/* A table of several answers that is misspelt would be told to be wrong. */
static enum kl_status refuse_unmatched(const struct kl_scope *scope,
	struct kl_error *error)
{
	const struct kl_argument *multiple = kl_rule_argument(scope->rule,
		"multiple");
	const struct kl_dataset *dataset = scope->dataset;

	for (size_t i = 0; i < multiple->word_count; i++) {
		const struct kl_word *word = &multiple->words[i];
		size_t at = 0;
		while (at < dataset->table_count
				&& !kl_word_matches(word, 1, dataset->tables[at].name))
			at++;
		if (at == dataset->table_count)
			return kl_fail(error, KL_INVALID, scope->rule->path, word->line,
				word->column, "'multiple': there is no table '%.*s'",
				(int)word->text.length, word->text.at);
	}
	return KL_OK;
}

static enum kl_status finish(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct kl_n *state = memory;
	const struct kl_argument *row = state->row;

	if (row->given && !state->row_applies && state->table_count > 0) {
		const struct kl_word *field = &row->rows[0].matches[0].field;
		return kl_fail(error, KL_INVALID, scope->rule->path, field->line,
			field->column, "no table of the rule has the column '%.*s'",
			(int)field->text.length, field->text.at);
	}
	enum kl_status status = kl_n_vote(state, scope, error);
	return status != KL_OK ? status : refuse_unmatched(scope, error);
}

static void release(void *memory)
{
	struct kl_n *state = memory;

	for (size_t i = 0; state->sums != NULL && i <= state->same->word_count; i++)
		kl_parts_release(&state->sums[i]);
	free(state->sums);
	free(state->shared);
	free(state->indexes);
	free(state->tables);
	free(state->records);
	free(state->terms);
	kl_selector_release(&state->selector);
	kl_arena_release(&state->arena);
}

const struct kl_check kl_check_n = {
	.words = { "n", "N counts: the printed N, the table's total, and the column "
		"sums of tables about the same respondents agree",
		parameters, sizeof parameters / sizeof *parameters },
	.state_size = sizeof(struct kl_n),
	.begin_rule = begin_rule,
	.begin_table = begin_table,
	.batch = check_batch,
	.end_table = end_table,
	.finish = finish,
	.violated = kl_n_violated,
	.release = release,
};
