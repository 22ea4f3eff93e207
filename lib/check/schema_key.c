/* What must stand in one row only. */
#include <stdlib.h>

#include "check/schema.h"

#include "base/translate.h"

enum kl_status kl_schema_find(struct kl_schema *state,
	const struct kl_scope *scope, const struct kl_word *names, size_t count,
	const char *what, size_t **columns, struct kl_error *error)
{
	struct kl_error problem;

	*columns = kl_arena_alloc(&state->of_table, (count + 1) * sizeof **columns);
	if (*columns == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < count; i++) {
		(*columns)[i] = kl_scope_column(scope, names[i].text);
		if ((*columns)[i] != SIZE_MAX)
			continue;
		*columns = NULL;
		kl_fail(&problem, KL_INVALID, scope->table->shown,
			scope->columns->header->line, 0,
			"has no column '%s', so %s could not be checked",
			names[i].text.at, kl_translate(what));
		kl_report_problem(scope->report, &problem);
		return KL_OK;
	}
	return KL_OK;
}

/* A column without a field is text. */
static void read_value(const struct kl_scope *scope, struct kl_span cell,
	size_t column, struct kl_value *value)
{
	const struct kl_field *field = kl_table_field(scope->table,
		scope->columns->names[column]);
	const struct kl_field text = { .reading = scope->table->reading };

	kl_value_read(field != NULL ? field : &text, cell, value);
}

enum kl_status kl_schema_read_key(struct kl_schema *state,
	const struct kl_scope *scope, const struct kl_row *row,
	const size_t *columns, size_t count, const bool *as_text, size_t *missing,
	bool *short_row, struct kl_error *error)
{
	state->key.length = state->shown.length = 0;
	*missing = count;
	*short_row = false;
	for (size_t i = 0; i < count; i++) {
		struct kl_value value;
		if (columns[i] >= row->count) {
			*short_row = true;
			return KL_OK;
		}
		read_value(scope, row->cells[columns[i]], columns[i], &value);
		if (value.kind == KL_VALUE_MISSING && *missing == count)
			*missing = i;
		kl_value_add_key(&value, as_text != NULL && as_text[i], &state->key);
		kl_text_puts(&state->shown, i > 0 ? "," : "");
		kl_text_add(&state->shown, row->cells[columns[i]]);
	}
	return state->key.failed || state->shown.failed ? kl_no_memory(error)
		: KL_OK;
}

/* The place where the key stood before; row 0 if it is new. */
static enum kl_status note(struct kl_key_set *seen, struct kl_span key,
	const struct kl_row *row, struct kl_key_place *before,
	struct kl_error *error)
{
	const struct kl_key_place place = { row->number, row->line };

	return kl_key_set_add(seen, key, &place, before) ? KL_OK
		: kl_no_memory(error);
}

enum kl_status kl_schema_unique(struct kl_schema *state,
	const struct kl_scope *scope, const struct kl_row *row,
	struct kl_schema_column *column, const struct kl_value *value,
	struct kl_error *error)
{
	struct kl_key_place before;

	if (value->kind == KL_VALUE_MISSING)
		return KL_OK;
	state->key.length = 0;
	kl_value_add_key(value, false, &state->key);
	if (state->key.failed)
		return kl_no_memory(error);
	enum kl_status status = note(&column->seen, kl_text_span(&state->key), row,
		&before, error);
	if (status != KL_OK || before.row == 0)
		return status;
	const struct kl_figure figures[] = { kl_schema_count("first", before.row),
		kl_schema_count("first_line", before.line) };
	struct kl_finding finding = { .code = KL_CODE_unique,
		.message = KL_MESSAGE_unique,
		.place = kl_scope_place(scope, row, column->index),
		.label = kl_scope_label(row, column->index),
		.value = row->cells[column->index], .figures = figures,
		.figure_count = 2 };
	return kl_scope_report(scope, &finding, error);
}

/* The finding is about all cells of the key. */
static enum kl_status report(struct kl_schema *state,
	const struct kl_scope *scope, const struct kl_row *row,
	const struct kl_schema_key *key, struct kl_finding *finding,
	struct kl_error *error)
{
	const size_t count = key->key->count;
	struct kl_finding_cell *cells = calloc(count, sizeof *cells);

	if (cells == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < count; i++) {
		cells[i].place = kl_scope_place(scope, row, key->columns[i]);
		cells[i].value = kl_row_cell(row, key->columns[i]);
	}
	finding->place = cells[0].place;
	finding->place.field = key->key->name;
	finding->label = kl_scope_label(row, key->columns[0]);
	finding->value = kl_text_span(&state->shown);
	finding->cells = cells;
	finding->cell_count = count > 1 ? count : 0;
	enum kl_status status = kl_scope_report(scope, finding, error);
	free(cells);
	return status;
}

static enum kl_status report_missing(struct kl_schema *state,
	const struct kl_scope *scope, const struct kl_row *row,
	const struct kl_schema_key *key, size_t missing, struct kl_error *error)
{
	struct kl_span name = key->key->fields[missing].text;
	const struct kl_field *field = kl_table_field(scope->table, name);
	const struct kl_figure part = { .name = "part", .kind = KL_FIGURE_TEXT,
		.text = name };
	struct kl_finding finding = { .code = KL_CODE_key_missing,
		.message = key->key->count > 1 ? KL_MESSAGE_key_missing_part
			: KL_MESSAGE_key_missing, .figures = &part, .figure_count = 1 };

	/* A field that is required says so itself. */
	if (field != NULL && field->constraints.required)
		return KL_OK;
	return report(state, scope, row, key, &finding, error);
}

static enum kl_status check_key(struct kl_schema *state,
	const struct kl_scope *scope, const struct kl_row *row,
	struct kl_schema_key *key, struct kl_error *error)
{
	struct kl_key_place before;
	bool short_row;
	size_t missing;
	enum kl_status status = kl_schema_read_key(state, scope, row, key->columns,
		key->key->count, NULL, &missing, &short_row, error);

	if (status != KL_OK || short_row)
		return status;
	if (missing < key->key->count)
		return key->key->primary ? report_missing(state, scope, row, key,
			missing, error) : KL_OK;
	status = note(&key->seen, kl_text_span(&state->key), row, &before, error);
	if (status != KL_OK || before.row == 0)
		return status;
	const struct kl_figure figures[] = { kl_schema_count("first", before.row),
		kl_schema_count("first_line", before.line) };
	struct kl_finding finding = { .code = KL_CODE_key_duplicate,
		.message = KL_MESSAGE_key_duplicate, .figures = figures,
		.figure_count = 2 };
	return report(state, scope, row, key, &finding, error);
}

enum kl_status kl_schema_keys_begin(struct kl_schema *state,
	const struct kl_scope *scope, struct kl_error *error)
{
	const struct kl_table *table = scope->table;
	enum kl_status status = KL_OK;

	state->keys = kl_arena_alloc(&state->of_table,
		(table->key_count + 1) * sizeof *state->keys);
	if (state->keys == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < table->key_count && scope->columns->count > 0
			&& status == KL_OK; i++) {
		struct kl_schema_key *key = &state->keys[state->key_count];
		key->key = &table->keys[i];
		status = kl_schema_find(state, scope, key->key->fields,
			key->key->count, KL_TEXT("the key with it"), &key->columns, error);
		if (status == KL_OK && key->columns != NULL)
			state->key_count++;
	}
	return status;
}

enum kl_status kl_schema_keys_row(struct kl_schema *state,
	const struct kl_scope *scope, const struct kl_row *row,
	struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < state->key_count && status == KL_OK; i++)
		status = check_key(state, scope, row, &state->keys[i], error);
	return status;
}

void kl_schema_keys_end(struct kl_schema *state)
{
	for (size_t i = 0; i < state->key_count; i++)
		kl_key_set_release(&state->keys[i].seen);
	for (size_t i = 0; i < state->column_count; i++)
		kl_key_set_release(&state->columns[i].seen);
}
