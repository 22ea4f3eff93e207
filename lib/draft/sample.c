#include "draft/sample.h"

#include <stdlib.h>
#include <unistd.h>

/* What a value takes beside its text, and a row beside its cells; about. */
enum { VALUE_BYTES = 96, ROW_BYTES = 8 };

struct reading {
	struct kl_draft_table *table;
	size_t most;                    /* rows to keep */
};

static enum kl_status take_header(void *context, const struct kl_row *row,
	const struct kl_dialect *used, struct kl_error *error)
{
	const struct reading *reading = context;
	struct kl_draft_table *table = reading->table;
	struct kl_index names = { 0 };
	bool kept = true, found = false;

	table->dialect = *used;
	/* It dies with the workbook; the dataset has it too. */
	table->dialect.sheet = NULL;
	table->headed = row->count > 0;
	table->header_row = row->line;
	table->columns = kl_arena_alloc(&table->arena,
		(row->count + 1) * sizeof *table->columns);
	if (table->columns == NULL)
		return kl_no_memory(error);
	table->column_count = row->count;
	for (size_t i = 0; i < row->count && kept; i++) {
		struct kl_draft_column *column = &table->columns[i];
		column->index = i;
		column->name = kl_arena_span(&table->arena,
			kl_span_trim(row->cells[i]));
		kept = (column->name.at != NULL || column->name.length == 0)
			&& kl_index_add(&names, column->name, 0, NULL, &found);
		column->usable = column->name.length > 0 && !found
			&& kl_utf8_check(column->name) == column->name.length;
	}
	kl_index_release(&names);
	return kept ? KL_OK : kl_no_memory(error);
}

/* The value that a text is in its column, which counts it. */
static bool take_value(struct kl_draft_table *table,
	struct kl_draft_column *column, struct kl_span text, uint32_t row,
	uint32_t *id)
{
	bool found;

	if (!kl_index_add(&column->texts, text, (uint32_t)column->value_count, id,
			&found))
		return false;
	if (found) {
		column->values[*id].count++;
		return true;
	}
	if (!kl_grow(column->values, column->value_capacity,
			column->value_count + 1))
		return false;
	struct kl_span copy = kl_arena_span(&table->arena, text);
	column->values[column->value_count++] = (struct kl_draft_value){ copy, 1,
		row };
	table->used += VALUE_BYTES + 2 * text.length;
	return copy.at != NULL;
}

static bool make_room(struct kl_draft_table *table)
{
	size_t need = table->row_count + 1, capacity = table->row_capacity;

	if (!kl_grow(table->lines, table->row_capacity, need))
		return false;
	if (table->row_capacity == capacity)
		return true;
	for (size_t i = 0; i < table->column_count; i++) {
		size_t of_ids = capacity;
		if (!kl_reserve((void **)&table->columns[i].ids, &of_ids,
				table->row_capacity, sizeof *table->columns[i].ids))
			return false;
	}
	return true;
}

static bool is_blank(const struct kl_row *row)
{
	size_t i = 0;

	while (i < row->count && kl_span_is_blank(row->cells[i]))
		i++;
	return i == row->count;
}

static bool keep_row(struct kl_draft_table *table, const struct kl_row *row)
{
	uint32_t at = (uint32_t)table->row_count;

	if (!make_room(table))
		return false;
	for (size_t i = 0; i < table->column_count; i++) {
		struct kl_draft_column *column = &table->columns[i];
		struct kl_span text = i < row->count ? kl_span_trim(row->cells[i])
			: (struct kl_span){ NULL, 0 };
		column->ids[at] = UINT32_MAX;
		if (text.length > 0 && !take_value(table, column, text, at,
				&column->ids[at]))
			return false;
		column->filled += text.length > 0;
		column->blank += text.length == 0;
	}
	table->lines[table->row_count++] = row->line;
	table->used += ROW_BYTES + table->column_count * sizeof(uint32_t);
	return true;
}

static enum kl_status take_batch(void *context, const struct kl_batch *batch,
	struct kl_error *error)
{
	const struct reading *reading = context;
	struct kl_draft_table *table = reading->table;

	for (size_t i = 0; i < batch->count; i++) {
		const struct kl_row *row = &batch->rows[i];
		table->rows++;
		table->cut = table->cut || table->row_count >= reading->most
			|| table->used >= table->limit;
		if (is_blank(row)) {
			table->blank_rows++;
			continue;
		}
		table->ragged += row->count != table->column_count;
		if (!table->cut && !keep_row(table, row))
			return kl_no_memory(error);
	}
	return KL_OK;
}

enum { N_DIGITS = 9 };          /* nobody asked more */

int64_t kl_sample_n(struct kl_span text)
{
	for (size_t i = 0; i + 2 < text.length; i++) {
		bool begins = i == 0 || strchr(" (_-,", text.at[i - 1]) != NULL;
		size_t at = i + 1;
		int64_t n = 0;
		if (!begins || (text.at[i] != 'N' && text.at[i] != 'n'))
			continue;
		while (at < text.length && text.at[at] == ' ')
			at++;
		if (at == text.length || text.at[at++] != '=')
			continue;
		while (at < text.length && text.at[at] == ' ')
			at++;
		size_t from = at;
		for (; at < text.length && kl_is_digit(text.at[at]); at++)
			n = at - from < N_DIGITS ? 10 * n + (text.at[at] - '0') : n;
		if (at > from && at - from <= N_DIGITS)
			return n;
	}
	return -1;
}

/* What stands around the table. */
static void take_frame(void *context, const struct kl_left_out *part)
{
	const struct reading *reading = context;
	struct kl_draft_table *table = reading->table;
	bool above = table->columns == NULL;

	table->narrowed = table->narrowed || part->kind == KL_LEFT_OUT_COLUMNS;
	table->notes += part->kind == KL_LEFT_OUT_NOTE;
	if (part->kind != KL_LEFT_OUT_TITLE && part->kind != KL_LEFT_OUT_NOTE)
		return;
	if (above && table->title.at == NULL && part->text.length > 0
			&& kl_utf8_check(part->text) == part->text.length)
		table->title = kl_arena_span(&table->arena, part->text);
	if (table->n < 0)
		table->n = kl_sample_n(part->text);
}

/* Text that is not UTF-8 from some byte on is known late. */
static void take_note(void *context, const struct kl_note *note)
{
	const struct reading *reading = context;
	struct kl_dialect *dialect = &reading->table->dialect;

	if (note->kind == KL_NOTE_encoding && (dialect->encoding == KL_UTF_8
			|| dialect->encoding == KL_ENCODING_OPEN))
		dialect->encoding = KL_WINDOWS_1252;
}

static enum kl_status open_file(const struct kl_table *table, int *fd,
	struct kl_error *error)
{
	struct stat about;

	/* To open a pipe is to wait for who writes to it. */
	if (stat(table->path, &about) != 0 || S_ISREG(about.st_mode)
			|| S_ISDIR(about.st_mode))
		return kl_input_regular(fd, table->path, table->shown, &about,
			error);
	return kl_fail(error, KL_IO, table->shown, 0, 0,
		"is no file that can be read again, as a descriptor must");
}

enum kl_status kl_sample_read(struct kl_draft_table *table,
	const struct kl_draft *draft, struct kl_error *error)
{
	struct reading reading = { table, draft->bounds.rows };
	const struct kl_reader_calls calls = { .header = take_header,
		.batch = take_batch, .context = &reading,
		.left_out = take_frame, .note = take_note };
	struct kl_input input;
	int fd;
	enum kl_status status = open_file(table->table, &fd, error);

	table->n = kl_sample_n(kl_span_of(table->table->name));
	if (status != KL_OK)
		return status;
	status = kl_input_open(&input, fd, table->table->shown, error);
	if (status == KL_OK)
		status = kl_read_input(&input, table->table->shown,
			&table->table->dialect, 0, &calls, error);
	close(fd);
	return status;
}

void kl_sample_release(struct kl_draft_table *table)
{
	for (size_t i = 0; i < table->column_count; i++) {
		struct kl_draft_column *column = &table->columns[i];
		free(column->values);
		free(column->ids);
		free(column->figures);
		kl_index_release(&column->texts);
	}
	free(table->lines);
	kl_arena_release(&table->arena);
}
