/* What must stand in one row only. */
#include <stdlib.h>

#include "check/schema.h"

#include "base/translate.h"

/* The finding is about all cells of the key. */
static enum kl_status report(struct kl_schema *state,
	const struct kl_scope *scope, const struct kl_row *row,
	const struct kl_schema_key *key, struct kl_finding *finding,
	struct kl_error *error)
{
	const size_t count = key->parts.count;
	struct kl_finding_cell *cells = calloc(count, sizeof *cells);

	if (cells == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < count; i++) {
		const size_t column = key->parts.list[i].column;
		cells[i].place = kl_scope_place(scope, row, column);
		cells[i].value = kl_row_cell(row, column);
	}
	finding->place = cells[0].place;
	if (key->key != NULL)
		finding->place.field = key->key->name;
	finding->label = kl_scope_label(row, key->parts.list[0].column);
	finding->value = kl_schema_shown(state, &key->parts, row);
	finding->cells = cells;
	finding->cell_count = count > 1 ? count : 0;
	enum kl_status status = state->shown.failed ? kl_no_memory(error)
		: kl_scope_report(scope, finding, error);
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

static enum kl_status report_again(struct kl_schema *state,
	const struct kl_scope *scope, const struct kl_row *row,
	const struct kl_schema_key *key, uint64_t first, struct kl_error *error)
{
	const struct kl_figure figures[] = { kl_schema_count("first", first),
		kl_schema_count("first_line", kl_row_lines_find(&state->lines,
			first)) };
	struct kl_finding finding = { .code = KL_CODE_key_duplicate,
		.message = KL_MESSAGE_key_duplicate, .figures = figures,
		.figure_count = 2 };

	if (key->key == NULL) {
		finding.code = KL_CODE_unique;
		finding.message = KL_MESSAGE_unique;
	}
	return report(state, scope, row, key, &finding, error);
}

/* How many rows there will be, if all are as long as the first. That of a compressed file
 * is less than it will be, which does no harm. */
static uint64_t expect(struct kl_schema *state, const struct kl_scope *scope,
	const struct kl_row *rows, size_t count)
{
	enum { SAMPLE = 4096 };

	for (size_t i = 0; i < count && state->sample < SAMPLE; i++) {
		state->sample_bytes += rows[i].raw.length;
		state->sample++;
	}
	return state->sample_bytes == 0 ? 0
		: scope->bytes / state->sample_bytes * state->sample;
}

_Static_assert((int)KL_BLOCK_ROWS <= (int)KL_KEY_LOG_BLOCK,
	"a block of rows is logged at once");

/* Rows that follow each other, as nearly all do; else one. */
static size_t run_of(const struct kl_row *rows, size_t count)
{
	return rows[count - 1].number - rows->number == count - 1 ? count : 1;
}

/* What is told of rows whose key stood before is told when all were read, in their
 * order: it is the same whether the keys were in memory or not. */
static enum kl_status log_block(struct kl_schema *state, const struct kl_row *rows,
	size_t count, struct kl_key_watch *seen, const struct kl_schema_block *block,
	struct kl_error *error)
{
	const size_t run = count > 0 ? run_of(rows, count) : 1;
	enum kl_status status = KL_OK;

	for (size_t from = 0; from < count && status == KL_OK; from += run) {
		uint64_t perhaps = 0, number;
		status = kl_key_watch_add_block(seen, &block->keys[from], run,
			rows[from].number, block->there >> from & kl_block_all(run),
			&perhaps, error);
		for (; perhaps != 0 && status == KL_OK; perhaps &= perhaps - 1) {
			const size_t i = from + (size_t)__builtin_ctzll(perhaps);
			status = kl_schema_keep_row(&state->rows, &rows[i], &number,
				error);
			if (status == KL_OK)
				status = kl_key_watch_keep(seen, &block->keys[i],
					rows[i].number, number, error);
		}
	}
	return status;
}

/* The same of one row, where keys are looked for. */
static enum kl_status look_for(struct kl_schema *state, const struct kl_row *row,
	struct kl_key_watch *seen, const struct kl_packed_key *key,
	struct kl_error *error)
{
	enum kl_key_answer answer = KL_KEY_NEW;
	uint64_t before = 0, number;
	enum kl_status status = kl_key_watch_add(seen, key, row->number, &answer,
		&before, error);

	if (status != KL_OK || answer == KL_KEY_NEW)
		return status;
	status = kl_schema_keep_row(&state->rows, row, &number, error);
	if (status != KL_OK)
		return status;
	return answer == KL_KEY_KNOWN ? kl_key_watch_known(seen, row->number,
			before, number, error)
		: kl_key_watch_keep(seen, key, row->number, number, error);
}

static enum kl_status check_key(struct kl_schema *state,
	const struct kl_scope *scope, const struct kl_row *rows, size_t count,
	uint64_t wanted, struct kl_schema_key *key, struct kl_error *error)
{
	struct kl_schema_block block;
	enum kl_status status = kl_schema_read_keys(state, &key->parts, rows, count,
		wanted, &block, error);
	bool primary = key->key != NULL && key->key->primary;

	const bool logs = key->seen->logs;
	if (status == KL_OK && logs)
		status = log_block(state, rows, count, key->seen, &block, error);
	else if (status == KL_OK)
		kl_key_watch_fetch(key->seen, block.keys, count);
	for (size_t i = 0; i < count && status == KL_OK; i++) {
		const bool there = kl_schema_is_set(block.there, i) && !logs;
		if (there && kl_key_watch_add_quickly(key->seen, block.keys[i].word,
				rows[i].number))
			continue;
		if (there)
			status = look_for(state, &rows[i], key->seen, &block.keys[i],
				error);
		else if (kl_schema_is_set(block.missing, i) && primary)
			status = report_missing(state, scope, &rows[i], key,
				block.missing_part[i], error);
	}
	return status;
}

enum kl_status kl_schema_keys_tell(struct kl_schema *state,
	const struct kl_scope *scope, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < state->key_count && status == KL_OK; i++) {
		const struct kl_schema_key *key = &state->keys[i];
		struct kl_key_again again;
		bool there = true;
		while (status == KL_OK && there) {
			struct kl_row row;
			status = kl_key_watch_next(key->seen, &again, &there, error);
			if (status == KL_OK && there)
				status = kl_schema_kept_row(&state->rows,
					again.number, &state->kept, &row, error);
			if (status == KL_OK && there)
				status = report_again(state, scope, &row, key,
					again.before, error);
		}
	}
	return status;
}

static enum kl_status add_key(struct kl_schema *state,
	const struct kl_scope *scope, const struct kl_key *declared,
	const struct kl_word *names, size_t count, struct kl_error *error)
{
	struct kl_schema_key *key = &state->keys[state->key_count];
	enum kl_status status = kl_schema_find(state, scope, names, count, NULL,
		KL_TEXT("the key with it"), &key->parts, error);

	if (status != KL_OK || key->parts.list == NULL)
		return status;
	key->key = declared;
	key->own = (struct kl_key_watch){ .most = state->share, .logs = true };
	key->seen = kl_schema_references_share(state, scope, names, count);
	if (key->seen == NULL)
		key->seen = &key->own;
	state->key_count++;
	return KL_OK;
}

/* Whether a primary or unique key is this column alone. */
static bool is_key_alone(const struct kl_table *table, struct kl_span name)
{
	for (size_t i = 0; i < table->key_count; i++) {
		if (table->keys[i].count == 1
				&& kl_span_equal(table->keys[i].fields[0].text, name))
			return true;
	}
	return false;
}

/* Columns that must be unique by themselves, also two of one name. */
static enum kl_status add_columns(struct kl_schema *state,
	const struct kl_scope *scope, struct kl_error *error)
{
	const struct kl_columns *columns = scope->columns;
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < columns->count && status == KL_OK; i++) {
		const struct kl_field *field = kl_table_field(scope->table,
			columns->names[i]);
		if (field == NULL || !field->constraints.unique
				|| is_key_alone(scope->table, field->name))
			continue;
		struct kl_schema_key *key = &state->keys[state->key_count++];
		key->own = (struct kl_key_watch){ .most = state->share, .logs = true };
		key->seen = &key->own;
		status = kl_schema_column_alone(state, scope, i, &key->parts, error);
	}
	return status;
}

enum kl_status kl_schema_keys_begin(struct kl_schema *state,
	const struct kl_scope *scope, struct kl_error *error)
{
	const struct kl_table *table = scope->table;
	enum kl_status status = KL_OK;

	state->rows.most = state->share;
	state->sample = state->sample_bytes = 0;
	state->keys = kl_arena_alloc(&state->of_table, (table->key_count
		+ scope->columns->count + 1) * sizeof *state->keys);
	if (state->keys == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < table->key_count && scope->columns->count > 0
			&& status == KL_OK; i++)
		status = add_key(state, scope, &table->keys[i],
			table->keys[i].fields, table->keys[i].count, error);
	return status == KL_OK ? add_columns(state, scope, error) : status;
}

static bool note_lines(struct kl_row_lines *lines, const struct kl_row *rows,
	size_t count)
{
	const struct kl_row *first = rows, *last = &rows[count - 1];
	bool noted = true;

	/* Rows that take a line each; more would be further on. */
	if (kl_row_lines_expects(lines, first->number, first->line)
			&& kl_row_lines_expects(lines, last->number, last->line)
			&& last->number - first->number == count - 1)
		return true;
	for (size_t i = 0; i < count && noted; i++)
		noted = kl_row_lines_add(lines, rows[i].number, rows[i].line);
	return noted;
}

enum kl_status kl_schema_keys_rows(struct kl_schema *state,
	const struct kl_scope *scope, const struct kl_row *rows, size_t count,
	uint64_t wanted, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	if (state->key_count > 0 && count > 0
			&& !note_lines(&state->lines, rows, count))
		return kl_no_memory(error);
	const uint64_t expected = expect(state, scope, rows, count);
	for (size_t i = 0; i < state->key_count && status == KL_OK; i++) {
		kl_key_watch_expect(state->keys[i].seen, expected);
		status = check_key(state, scope, rows, count, wanted,
			&state->keys[i], error);
	}
	return status;
}

void kl_schema_keys_end(struct kl_schema *state)
{
	for (size_t i = 0; i < state->key_count; i++)
		kl_key_watch_release(&state->keys[i].own);
	kl_spool_release(&state->rows);
	kl_row_lines_release(&state->lines);
}
