/* Trend: change since an earlier delivery stays within a bound. */
#include "check/trend.h"

#include <stdlib.h>

static const char *const yes_no[] = { "yes", "no", "true", "false", NULL };

static const struct kl_parameter parameters[] = {
	{ "earlier", KL_PARAMETER_TABLE, "TABLE",
		"the earlier delivery: a table of the dataset; as an option, a file",
		NULL },
	{ "key", KL_PARAMETER_COLUMNS, "COLUMNS",
		"columns that tell which rows belong together; rows of one key are "
		"added up", NULL },
	{ "columns", KL_PARAMETER_COLUMNS, "COLUMNS",
		"columns whose numbers are compared", NULL },
	{ "count", KL_PARAMETER_CHOICE, "WHETHER",
		"yes: the number of rows of each key is compared too; default: no, "
		"but yes without columns", yes_no },
	{ "percent", KL_PARAMETER_NUMBER, "NUMBER",
		"changes of more than this many percent are told (default: 10)",
		NULL },
	{ "absolute", KL_PARAMETER_NUMBER, "NUMBER",
		"changes of at most this are never told (default: 0)", NULL },
	{ "new", KL_PARAMETER_CHOICE, "WHETHER",
		"yes (default): a key that the earlier table lacks is told", yes_no },
	{ "vanished", KL_PARAMETER_CHOICE, "WHETHER",
		"yes (default): a key that only the earlier table has is told",
		yes_no },
};

/* More than this is no bound any more, and could not be multiplied exactly. */
enum { MOST_PERCENT = 1000000, MOST_DECIMALS = 6 };

static enum kl_status read_bounds(struct kl_trend *state,
	const struct kl_scope *scope, struct kl_error *error)
{
	const struct kl_argument *percent = kl_rule_argument(scope->rule, "percent");
	const struct kl_argument *absolute = kl_rule_argument(scope->rule,
		"absolute");

	state->percent = percent->given ? percent->number : kl_decimal_of(10);
	state->absolute = absolute->given ? absolute->number : kl_decimal_of(0);
	if (kl_decimal_sign(state->percent) < 0
			|| kl_decimal_compare(state->percent,
				kl_decimal_of(MOST_PERCENT)) > 0
			|| state->percent.decimals > MOST_DECIMALS)
		return kl_scope_refuse(scope, percent, ": 'percent' takes a "
			"number from 0 to 1000000, of at most 6 decimals",
			error);
	if (kl_decimal_sign(state->absolute) < 0)
		return kl_scope_refuse(scope, absolute, ": 'absolute' takes no "
			"negative number", error);
	return KL_OK;
}

static bool says_yes(const struct kl_argument *argument)
{
	return !argument->given || argument->choice % 2 == 0;
}

static enum kl_status begin_rule(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct kl_trend *state = memory;
	const struct kl_rule *rule = scope->rule;
	const struct kl_argument *count = kl_rule_argument(rule, "count");
	size_t order;

	state->key = kl_rule_argument(rule, "key");
	state->columns = kl_rule_argument(rule, "columns");
	state->counts = says_yes(count)
		&& (count->given || !state->columns->given);
	state->tells_new = says_yes(kl_rule_argument(rule, "new"));
	state->tells_vanished = says_yes(kl_rule_argument(rule, "vanished"));
	if (!kl_rule_argument(rule, "earlier")->given)
		return kl_scope_refuse(scope, NULL, ": 'earlier' is missing: "
			"the table to compare with", error);
	if (!state->key->given)
		return kl_scope_refuse(scope, NULL, ": 'key' is missing: the "
			"columns that tell which rows belong together", error);
	if (kl_trend_width(state) == 0)
		return kl_scope_refuse(scope, count, ": nothing is compared: "
			"give 'columns', or 'count: yes'", error);
	enum kl_status status = kl_scope_need_table(scope,
		kl_rule_argument(rule, "earlier"), "earlier", &order, error);
	if (status == KL_OK)
		status = read_bounds(state, scope, error);
	if (status != KL_OK)
		return status;
	state->earlier_order = (uint32_t)order;
	size_t columns = state->key->word_count + state->columns->word_count;
	for (size_t i = 0; i < state->key->word_count; i++) {
		kl_text_puts(&state->name, i > 0 ? "," : "");
		kl_text_add(&state->name, state->key->words[i].text);
	}
	state->indexes = calloc(columns, sizeof *state->indexes);
	state->readings = calloc(columns, sizeof *state->readings);
	return state->indexes != NULL && state->readings != NULL
		&& !state->name.failed ? KL_OK : kl_no_memory(error);
}

static bool wants(const void *memory, const struct kl_scope *scope)
{
	const struct kl_trend *state = memory;

	return scope->table->order == state->earlier_order
		|| kl_rule_applies(scope->rule, scope->table->name);
}

static void release_side(struct kl_trend_side *side)
{
	kl_index_release(&side->keys);
	kl_arena_release(&side->arena);
	free(side->entries);
	free(side->values);
}

static enum kl_status begin_table(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct kl_trend *state = memory;
	size_t keys = state->key->word_count;
	enum kl_status status = KL_OK;

	state->side = &state->earlier;
	if (scope->table->order != state->earlier_order) {
		if (!kl_grow(state->sides, state->side_capacity,
				state->side_count + 1))
			return kl_no_memory(error);
		state->side = &state->sides[state->side_count++];
		*state->side = (struct kl_trend_side){ 0 };
	}
	state->side->table = scope->table;
	state->side->sheet = scope->dialect->sheet;
	state->side->decimal_char = scope->table->reading.decimal_char;
	for (size_t i = 0; i < keys && status == KL_OK; i++)
		status = kl_scope_need_column(scope, &state->key->words[i],
			&state->indexes[i], error);
	for (size_t i = 0; i < state->columns->word_count && status == KL_OK; i++) {
		const struct kl_word *word = &state->columns->words[i];
		status = kl_scope_need_column(scope, word, &state->indexes[keys + i],
			error);
		state->readings[i] = kl_table_reading(scope->table, word->text);
		state->side->decimal_char = state->readings[i]->decimal_char;
	}
	return status;
}

/* The key as it is found by, and as people see it. */
static bool read_key(struct kl_trend *state, const struct kl_row *row)
{
	state->sought.length = state->shown.length = 0;
	for (size_t i = 0; i < state->key->word_count; i++) {
		struct kl_span cell = kl_span_trim(kl_row_cell(row,
			state->indexes[i]));
		uint32_t length = (uint32_t)cell.length;
		kl_text_add(&state->sought, cell);
		kl_text_add(&state->sought, (struct kl_span){
			(const char *)&length, sizeof length });
		kl_text_puts(&state->shown, i > 0 ? ", " : "");
		kl_text_add(&state->shown, cell);
	}
	return !state->sought.failed && !state->shown.failed;
}

static bool add_entry(struct kl_trend *state, const struct kl_scope *scope,
	const struct kl_row *row)
{
	struct kl_trend_side *side = state->side;
	size_t width = kl_trend_width(state);
	struct kl_place place = kl_scope_place(scope, row, state->indexes[0]);

	if (!kl_grow(side->entries, side->capacity, side->count + 1)
			|| !kl_grow(side->values, side->value_capacity,
				(side->count + 1) * width))
		return false;
	struct kl_trend_entry *entry = &side->entries[side->count];
	*entry = (struct kl_trend_entry){ .line = place.line,
		.column = (uint32_t)place.column, .row = row->number,
		.key = kl_arena_span(&side->arena, kl_text_span(&state->shown)),
		.sought = kl_arena_span(&side->arena,
			kl_text_span(&state->sought)) };
	/* What is shown begins with the first cell. */
	entry->first = (struct kl_span){ entry->key.at, kl_span_trim(
		kl_row_cell(row, state->indexes[0])).length };
	memset(&side->values[side->count * width], 0,
		width * sizeof *side->values);
	side->count++;
	return entry->sought.at != NULL
		&& (entry->key.at != NULL || state->shown.at == NULL);
}

static bool keep_place(struct kl_trend *state, const struct kl_scope *scope,
	const struct kl_row *row, size_t column, struct kl_trend_value *value)
{
	struct kl_span text = kl_row_cell(row, column);
	struct kl_place place = kl_scope_place(scope, row, column);

	value->line = place.line;
	value->column = (uint32_t)place.column;
	value->row = row->number;
	value->printed = kl_arena_span(&state->side->arena, text);
	return value->printed.at != NULL || text.at == NULL;
}

static enum kl_status add_cell(struct kl_trend *state,
	const struct kl_scope *scope, const struct kl_row *row, size_t number,
	struct kl_trend_value *value, bool first, struct kl_error *error)
{
	size_t column = state->indexes[state->key->word_count + number];
	struct kl_cell cell;

	kl_cell_read(kl_row_cell(row, column), state->readings[number], &cell);
	if (first && !keep_place(state, scope, row, column, value))
		return kl_no_memory(error);
	if (cell.interval.low.infinite || cell.interval.high.infinite
			|| !kl_decimal_add(value->low, cell.interval.low.at, &value->low)
			|| !kl_decimal_add(value->high, cell.interval.high.at,
				&value->high))
		value->unknown = true;
	return kl_scope_report_text(scope, row, column, &cell, error);
}

static enum kl_status add_row(struct kl_trend *state,
	const struct kl_scope *scope, const struct kl_row *row,
	struct kl_error *error)
{
	struct kl_trend_side *side = state->side;
	enum kl_status status = KL_OK;
	size_t width = kl_trend_width(state);
	uint32_t at;
	bool found;

	if (side->count >= UINT32_MAX)
		return kl_fail(error, KL_LIMIT, scope->table->shown, row->line, 0,
			"more different keys than can be counted");
	if (!read_key(state, row) || !kl_index_add(&side->keys,
			kl_text_span(&state->sought), (uint32_t)side->count, &at, &found)
			|| (!found && !add_entry(state, scope, row)))
		return kl_no_memory(error);
	struct kl_trend_value *values = &side->values[at * width];
	side->entries[at].rows++;
	for (size_t i = 0; i < state->columns->word_count && status == KL_OK; i++)
		status = add_cell(state, scope, row, i, &values[i], !found, error);
	if (state->counts) {
		values[width - 1].low = values[width - 1].high = kl_decimal_of(
			(int64_t)side->entries[at].rows);
	}
	return status;
}

static enum kl_status check_batch(void *memory, const struct kl_scope *scope,
	const struct kl_batch *batch, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < batch->count && status == KL_OK; i++)
		status = add_row(memory, scope, &batch->rows[i], error);
	return status;
}

static enum kl_status end_table(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct kl_trend *state = memory;

	(void)scope;
	(void)error;
	/* Against a table without rows everything would be new, or vanished; that
	 * it has none is told by itself. */
	state->side->read = state->side->count > 0;
	return KL_OK;
}

static enum kl_status finish(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct kl_trend *state = memory;
	enum kl_status status = KL_OK;

	if (state->side_count == 0 && state->earlier.read)
		return kl_scope_refuse(scope, NULL, ": no table is compared "
			"with the earlier one", error);
	for (size_t i = 0; i < state->side_count && status == KL_OK; i++) {
		if (state->earlier.read && state->sides[i].read)
			status = kl_trend_compare(state, scope, &state->sides[i], error);
	}
	return status;
}

static void release(void *memory)
{
	struct kl_trend *state = memory;

	release_side(&state->earlier);
	for (size_t i = 0; i < state->side_count; i++)
		release_side(&state->sides[i]);
	free(state->sides);
	free(state->indexes);
	free(state->readings);
	kl_text_release(&state->sought);
	kl_text_release(&state->shown);
	kl_text_release(&state->name);
}

const struct kl_check kl_check_trend = {
	.words = { "trend", "change since an earlier delivery stays within a bound: "
		"numbers and rows by key, new and vanished keys",
		parameters, sizeof parameters / sizeof *parameters },
	.state_size = sizeof(struct kl_trend),
	.begin_rule = begin_rule,
	.wants = wants,
	.filters = KL_FILTERS_WANTED,
	.begin_table = begin_table,
	.batch = check_batch,
	.end_table = end_table,
	.finish = finish,
	.release = release,
};
