/* The published tables: their figures, by the row that they are about. */
#include "check/reconcile.h"

#include <stdlib.h>

#include "check/selector.h"

void kl_reconcile_table_release(struct kl_reconcile_table *table)
{
	free(table->rows);
	free(table->cells);
	kl_index_release(&table->keys);
	kl_arena_release(&table->arena);
}

void kl_reconcile_add_key(struct kl_reconcile *state, size_t part,
	struct kl_span text)
{
	uint32_t length = (uint32_t)text.length;

	kl_text_add(&state->key, text);
	kl_text_add(&state->key, (struct kl_span){ (const char *)&length,
		sizeof length });
	kl_text_puts(&state->shown, part > 0 ? ", " : "");
	kl_text_add(&state->shown, text);
}

static struct kl_reconcile_table *current(struct kl_reconcile *state)
{
	return &state->tables[state->table_count - 1];
}

enum kl_status kl_reconcile_table_begin(struct kl_reconcile *state,
	const struct kl_scope *scope, struct kl_error *error)
{
	size_t rows = state->rows->pair_count, width = kl_reconcile_width(state);
	enum kl_status status = KL_OK;

	if (!kl_grow(state->tables, state->table_capacity, state->table_count + 1))
		return kl_no_memory(error);
	struct kl_reconcile_table *t = &state->tables[state->table_count++];
	*t = (struct kl_reconcile_table){ .table = scope->table,
		.doubtful = SIZE_MAX, .twin = SIZE_MAX };
	t->readings = kl_arena_alloc(&t->arena, (width + 1) * sizeof *t->readings);
	if (t->readings == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < rows && status == KL_OK; i++) {
		status = kl_scope_need_column(scope, &state->rows->pairs[i].field,
			&state->row_indexes[i], error);
		state->above[i] = (struct kl_span){ "", 0 };
	}
	for (size_t i = 0; i < width && status == KL_OK; i++) {
		const struct kl_word *name = &state->columns->pairs[i].field;
		status = kl_scope_need_column(scope, name, &state->column_indexes[i],
			error);
		t->readings[i] = kl_table_reading(scope->table, name->text);
	}
	return status != KL_OK ? status : kl_selector_begin(state->selector, scope,
		state->total, false, error);
}

static bool is_filled(const struct kl_reconcile *state, size_t part)
{
	for (size_t i = 0; i < state->fill->word_count; i++) {
		if (kl_span_equal(state->fill->words[i].text,
				state->rows->pairs[part].field.text))
			return true;
	}
	return false;
}

/* Puts the key together. *blank: a part of it is not printed. */
static bool read_key(struct kl_reconcile *state, const struct kl_row *row,
	bool *blank)
{
	struct kl_reconcile_table *t = current(state);

	*blank = false;
	state->key.length = state->shown.length = 0;
	for (size_t i = 0; i < state->rows->pair_count; i++) {
		struct kl_span cell = kl_span_trim(kl_row_cell(row,
			state->row_indexes[i]));
		if (is_filled(state, i)) {
			if (cell.length > 0)
				state->above[i] = kl_arena_span(&t->arena, cell);
			if (state->above[i].at == NULL)
				return false;
			cell = state->above[i];
		}
		*blank = *blank || cell.length == 0;
		kl_reconcile_add_key(state, i, cell);
	}
	return !state->key.failed && !state->shown.failed;
}

/* The figures of a row; *known: not all are blank or unknown. */
static enum kl_status add_cells(struct kl_reconcile *state,
	const struct kl_scope *scope, const struct kl_row *row, bool *known,
	struct kl_error *error)
{
	struct kl_reconcile_table *t = current(state);
	size_t width = kl_reconcile_width(state);
	enum kl_status status = KL_OK;

	if (!kl_grow(t->cells, t->cell_capacity, (t->row_count + 1) * width))
		return kl_no_memory(error);
	for (size_t i = 0; i < width && status == KL_OK; i++) {
		size_t column = state->column_indexes[i];
		struct kl_reconcile_cell *cell = &t->cells[t->row_count * width + i];
		struct kl_place place = kl_scope_place(scope, row, column);
		struct kl_span text = kl_span_trim(kl_row_cell(row, column));
		struct kl_cell value;
		kl_cell_read(text, t->readings[i], &value);
		*known = *known || value.kind != KL_CELL_UNKNOWN;
		*cell = (struct kl_reconcile_cell){ kl_arena_span(&t->arena, text),
			place.line, (uint32_t)place.column };
		status = text.at != NULL && cell->printed.at == NULL
			? kl_no_memory(error) : kl_scope_report_text(scope, row, column,
				&value, error);
	}
	return status;
}

/* Which row is about the same as another, or leaves open what it is about. */
static bool note_key(struct kl_reconcile_table *t,
	const struct kl_reconcile_row *row, bool blank)
{
	/* No key of a record is like that of the total row. */
	const struct kl_span total = { "total", 5 };
	uint32_t first;
	bool found;

	if (blank) {
		t->doubtful = t->doubtful == SIZE_MAX ? t->row_count : t->doubtful;
		return true;
	}
	if (!kl_index_add(&t->keys, row->total ? total : row->key,
			(uint32_t)t->row_count, &first, &found))
		return false;
	if (found && t->doubtful == SIZE_MAX) {
		t->doubtful = t->row_count;
		t->twin = first;
	}
	return true;
}

enum kl_status kl_reconcile_table_row(struct kl_reconcile *state,
	const struct kl_scope *scope, const struct kl_row *row,
	struct kl_error *error)
{
	struct kl_reconcile_table *t = current(state);
	bool blank, known = false;

	if (t->row_count >= UINT32_MAX)
		return kl_fail(error, KL_LIMIT, scope->table->shown, row->line, 0,
			"more rows than can be compared");
	enum kl_status status = add_cells(state, scope, row, &known, error);
	if (status != KL_OK)
		return status;
	if (!read_key(state, row, &blank)
			|| !kl_grow(t->rows, t->row_capacity, t->row_count + 1))
		return kl_no_memory(error);
	/* A row of padding is about nothing. */
	if (blank && !known)
		return KL_OK;
	struct kl_reconcile_row *made = &t->rows[t->row_count];
	*made = (struct kl_reconcile_row){ .number = row->number,
		.total = state->rows->given
			&& kl_selector_find(state->selector, row) != SIZE_MAX,
		.key = kl_arena_span(&t->arena, kl_text_span(&state->key)),
		.shown = kl_arena_span(&t->arena, kl_text_span(&state->shown)),
		.label = kl_arena_span(&t->arena, kl_scope_label(row,
			state->column_indexes[0])) };
	t->has_total = t->has_total || made->total;
	if ((state->key.length > 0
			&& (made->key.at == NULL || made->shown.at == NULL))
			|| !note_key(t, made, blank && !made->total))
		return kl_no_memory(error);
	t->row_count++;
	return KL_OK;
}

static enum kl_status tell_doubtful(const struct kl_reconcile *state,
	const struct kl_scope *scope, const struct kl_reconcile_table *t,
	struct kl_error *error)
{
	const struct kl_rule *rule = scope->rule;
	const struct kl_argument *rows = state->rows;
	uint32_t line = rows->given ? rows->line : rule->line;
	uint32_t column = rows->given ? rows->column : rule->column;
	unsigned long long here = t->rows[t->doubtful].number;

	if (t->twin == SIZE_MAX)
		return kl_fail(error, KL_INVALID, rule->path, line, column,
			"rule '%s': row %llu of table %s has a blank cell in a column of 'rows'; if it means the cell above, name the column in 'fill'",
			rule->id, here, scope->table->name);
	return kl_fail(error, KL_INVALID, rule->path, line, column,
		"rule '%s': rows %llu and %llu of table %s are about the same records; 'rows' must tell them apart",
		rule->id, (unsigned long long)t->rows[t->twin].number, here,
		scope->table->name);
}

enum kl_status kl_reconcile_table_end(struct kl_reconcile *state,
	const struct kl_scope *scope, struct kl_error *error)
{
	struct kl_reconcile_table *t = current(state);

	if (t->doubtful != SIZE_MAX)
		return tell_doubtful(state, scope, t, error);
	t->complete = t->row_count > 0;
	if (!state->total->given || t->has_total || !t->complete)
		return KL_OK;
	/* The rest can be compared all the same. */
	return kl_fail(error, KL_INVALID, scope->rule->path, state->total->line,
		state->total->column, "rule '%s': table %s has no row that 'total' means",
		scope->rule->id, scope->table->name);
}
