/* Totals down the column. A row is of the body (level 0) or a total of level 1,
 * 2, ... in the order in which the rule names them. A total is the sum of the
 * rows of the level below since the last total of its own level or higher, and
 * of rows of still lower levels that no total between has taken. */
#include <stdlib.h>

#include "check/totals.h"

#include "base/translate.h"

/* The state of one group: parts and open heads of every column and level. */
static size_t slot(const struct kl_totals *state, size_t column, size_t level)
{
	return column * state->levels + level;
}

static void release_groups(struct kl_totals *state)
{
	size_t slots = state->columns != NULL
		? state->columns->word_count * state->levels : 0;

	for (size_t i = 0; i < state->group_count; i++) {
		for (size_t j = 0; j < slots && state->groups[i].parts != NULL; j++)
			kl_parts_release(&state->groups[i].parts[j]);
		free(state->groups[i].parts);
		free(state->groups[i].heads);
		free(state->groups[i].open);
	}
	state->group_count = 0;
	kl_index_release(&state->group_index);
}

void kl_totals_down_release(struct kl_totals *state)
{
	release_groups(state);
	free(state->groups);
	free(state->down_columns);
	free(state->by);
	kl_selector_release(&state->selector);
}

static enum kl_status find_columns(struct kl_totals *state,
	const struct kl_scope *scope, struct kl_error *error)
{
	const struct kl_argument *by = kl_rule_argument(scope->rule, "down.by");
	size_t count = state->columns->word_count;
	enum kl_status status = KL_OK;

	if (state->down_columns == NULL) {
		state->down_columns = calloc(count + 1, sizeof *state->down_columns);
		state->by = calloc(by->word_count + 1, sizeof *state->by);
		if (state->down_columns == NULL || state->by == NULL)
			return kl_no_memory(error);
	}
	for (size_t i = 0; i < count && status == KL_OK; i++) {
		const struct kl_word *word = &state->columns->words[i];
		status = kl_scope_need_column(scope, word,
			&state->down_columns[i].index, error);
		state->down_columns[i].reading = kl_table_reading(scope->table,
			word->text);
	}
	for (size_t i = 0; i < by->word_count && status == KL_OK; i++)
		status = kl_scope_need_column(scope, &by->words[i], &state->by[i],
			error);
	return status;
}

enum kl_status kl_totals_down_begin(struct kl_totals *state,
	const struct kl_scope *scope, struct kl_error *error)
{
	const struct kl_argument *row = kl_rule_argument(scope->rule, "down.row");
	const struct kl_argument *position = kl_rule_argument(scope->rule,
		"down.position");

	release_groups(state);
	state->total_rows = 0;
	state->empty_totals = 0;
	state->highest_seen = false;
	state->levels = (row->given ? row->row_count : 1) + 1;
	state->above = position->given && position->choice == 1;
	enum kl_status status = find_columns(state, scope, error);
	if (status == KL_OK)
		status = kl_selector_begin(&state->selector, scope, row, false, error);
	return status;
}

static struct kl_totals_group *new_group(struct kl_totals *state)
{
	size_t slots = state->columns->word_count * state->levels;

	if (!kl_grow(state->groups, state->group_capacity, state->group_count + 1))
		return NULL;
	struct kl_totals_group *group = &state->groups[state->group_count++];
	*group = (struct kl_totals_group){
		.parts = calloc(slots, sizeof *group->parts),
		.heads = calloc(slots, sizeof *group->heads),
		.open = calloc(slots, sizeof *group->open) };
	if (group->parts == NULL || group->heads == NULL || group->open == NULL)
		return NULL;
	return group;
}

/* The group of the row by its cells in the `by` columns; NULL: out of memory. */
static struct kl_totals_group *find_group(struct kl_totals *state,
	const struct kl_scope *scope, const struct kl_row *row)
{
	size_t by = kl_rule_argument(scope->rule, "down.by")->word_count;
	struct kl_text_buffer key = { 0 };
	uint32_t number = 0;
	bool found = false;

	for (size_t i = 0; i < by; i++) {
		kl_text_add(&key, kl_span_trim(kl_row_cell(row, state->by[i])));
		kl_text_add(&key, (struct kl_span){ "\xff", 1 });
	}
	bool added = !key.failed && kl_index_add(&state->group_index,
		kl_text_span(&key), (uint32_t)state->group_count, &number, &found);
	kl_text_release(&key);
	if (!added)
		return NULL;
	return found ? &state->groups[number] : new_group(state);
}

/* The total `head` of a level takes what waits on the levels below it. */
static enum kl_status close_total(struct kl_totals *state,
	const struct kl_scope *scope, struct kl_totals_group *group, size_t column,
	size_t level, uint32_t head, struct kl_error *error)
{
	size_t count = 1;

	if (!kl_grow(state->terms, state->term_capacity, count))
		return kl_no_memory(error);
	state->terms[0] = (struct kl_term){ head, 1 };
	for (size_t i = level; i-- > 0; ) {
		if (!kl_parts_take(&group->parts[slot(state, column, i)],
				scope->equations, -1, &state->terms, &count,
				&state->term_capacity))
			return kl_no_memory(error);
	}
	if (count == 1) {
		state->empty_totals++;
		kl_report_outcome(scope->report, scope->rule_index, KL_UNDECIDED, 1);
		return KL_OK;
	}
	return kl_totals_add(state, scope->equations, scope, count, error);
}

/* Total rows that stand above their parts: a row closes the open totals of its
 * level and below. What still waits below its level stood before it, so it is
 * for a higher total. */
static enum kl_status place_above(struct kl_totals *state,
	const struct kl_scope *scope, struct kl_totals_group *group, size_t column,
	size_t level, uint32_t cell, struct kl_error *error)
{
	size_t here = slot(state, column, level);

	for (size_t i = 1; i <= level; i++) {
		size_t at = slot(state, column, i);
		if (!group->open[at])
			continue;
		group->open[at] = false;
		enum kl_status status = close_total(state, scope, group, column, i,
			group->heads[at], error);
		if (status != KL_OK)
			return status;
	}
	for (size_t i = 0; i < level; i++) {
		if (!kl_parts_move(&group->parts[slot(state, column, i)],
				&group->parts[here]))
			return kl_no_memory(error);
	}
	group->heads[here] = cell;
	group->open[here] = level > 0;
	/* The highest total is part of nothing. */
	if (level + 1 == state->levels)
		return KL_OK;
	return kl_parts_add(&group->parts[here], cell) ? KL_OK
		: kl_no_memory(error);
}

static enum kl_status place_cell(struct kl_totals *state,
	const struct kl_scope *scope, struct kl_totals_group *group, size_t column,
	size_t level, uint32_t cell, struct kl_error *error)
{
	if (state->above)
		return place_above(state, scope, group, column, level, cell, error);
	if (level > 0) {
		enum kl_status status = close_total(state, scope, group, column,
			level, cell, error);
		if (status != KL_OK)
			return status;
	}
	/* The highest total is part of nothing. */
	if (level + 1 == state->levels)
		return KL_OK;
	return kl_parts_add(&group->parts[slot(state, column, level)], cell)
		? KL_OK : kl_no_memory(error);
}

static enum kl_status stream_cell(struct kl_totals *state,
	const struct kl_scope *scope, struct kl_totals_group *group, size_t column,
	const struct kl_row *row, struct kl_error *error)
{
	const struct kl_totals_column *place = &state->down_columns[column];
	struct kl_cell value;
	uint32_t cell;

	kl_cell_read(kl_row_cell(row, place->index), place->reading, &value);
	if (value.kind == KL_CELL_EXACT || value.kind == KL_CELL_ROUNDED
			|| value.kind == KL_CELL_RANGE) {
		kl_parts_add_value(&group->parts[slot(state, column, 0)], &value);
		return KL_OK;
	}
	/* Not a number, or not printed: then it may have been derived in its row. */
	enum kl_status status = kl_scope_number(scope, state->row, row,
		place->index, place->reading, &cell, error);
	if (status != KL_OK)
		return status;
	const struct kl_equation_cell *known = kl_equations_at(state->row, cell);
	if (known->derived) {
		value.interval = known->known;
		value.kind = kl_interval_is_point(&known->known) ? KL_CELL_EXACT
			: KL_CELL_RANGE;
	}
	kl_parts_add_value(&group->parts[slot(state, column, 0)], &value);
	return KL_OK;
}

enum kl_status kl_totals_down_row(struct kl_totals *state,
	const struct kl_scope *scope, const struct kl_row *row, bool stream,
	struct kl_error *error)
{
	size_t found = kl_selector_find(&state->selector, row);
	size_t level = found == SIZE_MAX ? 0 : found + 1;
	struct kl_totals_group *group = find_group(state, scope, row);
	enum kl_status status = KL_OK;

	if (group == NULL)
		return kl_no_memory(error);
	state->total_rows += level > 0;
	state->highest_seen = state->highest_seen || level + 1 == state->levels;
	for (size_t i = 0; i < state->columns->word_count && status == KL_OK; i++) {
		const struct kl_totals_column *place = &state->down_columns[i];
		uint32_t cell;
		if (stream && level == 0) {
			status = stream_cell(state, scope, group, i, row, error);
			continue;
		}
		status = kl_scope_number(scope, scope->equations, row, place->index,
			place->reading, &cell, error);
		if (status == KL_OK)
			status = place_cell(state, scope, group, i, level, cell, error);
	}
	return status;
}

static enum kl_status close_open(struct kl_totals *state,
	const struct kl_scope *scope, struct kl_totals_group *group,
	struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < state->columns->word_count; i++) {
		for (size_t level = 1; level < state->levels && status == KL_OK;
				level++) {
			size_t at = slot(state, i, level);
			if (group->open[at])
				status = close_total(state, scope, group, i, level,
					group->heads[at], error);
			group->open[at] = false;
		}
	}
	return status;
}

/* Columns of the group in which rows are left that are part of no total. */
static uint64_t count_left(const struct kl_totals *state,
	const struct kl_totals_group *group)
{
	uint64_t left = 0;

	for (size_t i = 0; i < state->columns->word_count; i++) {
		bool any = false;
		for (size_t level = 0; level < state->levels; level++) {
			const struct kl_parts *parts =
				&group->parts[slot(state, i, level)];
			any = any || parts->count > 0 || parts->rest_count > 0;
		}
		left += any;
	}
	return left;
}

/* The rule names a highest total, and the table has only lower ones. */
static enum kl_status refuse_headless(const struct kl_scope *scope,
	struct kl_error *error)
{
	const struct kl_argument *row = kl_rule_argument(scope->rule, "down.row");
	const struct kl_match *match = &row->rows[row->row_count - 1].matches[0];

	return kl_fail(error, KL_INVALID, scope->rule->path, match->value.line,
		match->value.column,
		"table %s has no row where %.*s = %.*s: its subtotals were not added up",
		scope->table->name, (int)match->field.text.length,
		match->field.text.at, (int)match->value.text.length,
		match->value.text.at);
}

/* Of many rows only the sum is kept. */
static enum kl_status refuse_long(const struct kl_totals *state,
	const struct kl_scope *scope, struct kl_error *error)
{
	const struct kl_argument *kind = kl_rule_argument(scope->rule, "kind");

	return kl_fail(error, KL_INVALID, scope->rule->path, kind->line,
		kind->column, "table %s has more than %llu rows: the parts in the rows "
		"after that were not compared with their total one by one",
		scope->table->name, (unsigned long long)state->kept);
}

/* A rule that found no total row, or totals without rows, checked nothing. */
static enum kl_status refuse_empty(const struct kl_totals *state,
	const struct kl_scope *scope, struct kl_error *error)
{
	const struct kl_argument *row = kl_rule_argument(scope->rule, "down.row");
	const struct kl_argument *at = row->given ? row : state->columns;
	struct kl_text_buffer wanted = { 0 };

	kl_selector_describe(&state->selector, &wanted);
	const char *text = wanted.at;
	enum kl_status status = wanted.failed ? kl_no_memory(error)
		: state->total_rows == 0
		? kl_fail(error, KL_INVALID, scope->rule->path, at->line, at->column,
			"table %s has no row where %s: its totals were not checked",
			scope->table->name, text)
		: kl_fail(error, KL_INVALID, scope->rule->path, at->line, at->column,
			"in table %s no rows stand %s the total row (%s): nothing was added up",
			scope->table->name, kl_translate(state->above ? KL_TEXT("below")
				: KL_TEXT("above")), text);
	kl_text_release(&wanted);
	return status;
}

enum kl_status kl_totals_down_end(struct kl_totals *state,
	const struct kl_scope *scope, struct kl_error *error)
{
	size_t columns = state->columns->word_count;
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < state->group_count && status == KL_OK; i++) {
		status = close_open(state, scope, &state->groups[i], error);
		if (state->total_rows > 0)
			kl_report_outcome(scope->report, scope->rule_index,
				KL_UNDECIDED, count_left(state, &state->groups[i]));
	}
	bool nothing = state->total_rows == 0
		|| state->empty_totals >= state->total_rows * columns;
	if (status == KL_OK && nothing)
		return refuse_empty(state, scope, error);
	if (status == KL_OK && !state->highest_seen)
		return refuse_headless(scope, error);
	if (status == KL_OK && state->kind != KL_TOTALS_EXCLUSIVE
			&& state->rows > state->kept)
		return refuse_long(state, scope, error);
	return status;
}
