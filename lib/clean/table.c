#include "clean/table.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "clean/row.h"
#include "run/engine.h"

static enum kl_clean_end end_of(struct kl_span raw)
{
	char last = raw.length > 0 ? raw.at[raw.length - 1] : '\0';

	if (last == '\r')
		return KL_END_CR;
	if (last != '\n')
		return KL_END_NONE;
	return raw.length > 1 && raw.at[raw.length - 2] == '\r' ? KL_END_CRLF
		: KL_END_LF;
}

static uint64_t count_lines(struct kl_span raw)
{
	uint64_t lines = 0;

	for (size_t i = 0; i < raw.length; i++)
		lines += raw.at[i] == '\n' || (raw.at[i] == '\r'
			&& (i + 1 == raw.length || raw.at[i + 1] != '\n'));
	return lines;
}

/* Of every row that is read, before it is cleaned. */
static enum kl_status note_row(struct kl_clean_table *table,
	const struct kl_row *row, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	if (row->raw.length > 0 && row->line > 0)
		table->line_ends |= end_of(row->raw);
	if (table->dialect.layout != NULL && row->line > 0) {
		status = kl_clean_tell_gap(table, row->line, error);
		table->next_line = row->line + count_lines(row->raw);
	}
	return status;
}

/* Whether the row has quotes, and no cell that needs them. */
static bool has_needless_quotes(const struct kl_clean_table *table,
	const struct kl_row *row)
{
	if (table->dialect.quote == 0 || row->raw.length == 0 || row->plain
			|| memchr(row->raw.at, table->dialect.quote, row->raw.length)
				== NULL)
		return false;
	for (size_t i = 0; i < row->count; i++)
		if (kl_csv_quotes(&table->csv, row->cells[i], i, row->count))
			return false;
	return true;
}

/* What was written since the last time goes out; it is compared with the rows. */
static enum kl_status hand_on(struct kl_clean_table *table,
	const struct kl_row *rows, size_t count, struct kl_error *error)
{
	enum kl_status status = kl_csv_end(&table->csv, error);
	off_t size = status == KL_OK ? ftello(table->memory) : -1;
	size_t at = 0;

	if (status != KL_OK)
		return status;
	if (size < 0 || fseeko(table->memory, 0, SEEK_SET) != 0)
		return kl_no_memory(error);
	for (size_t i = 0; i < count && !table->result->differs; i++) {
		const struct kl_span raw = rows[i].raw;
		table->result->differs = raw.length > (size_t)size - at
			|| memcmp(table->bytes + at, raw.at, raw.length) != 0;
		at += raw.length;
	}
	table->result->differs = table->result->differs || at != (size_t)size;
	table->taken += (uint64_t)size;
	errno = 0;
	if (table->out != NULL && size > 0 && fwrite(table->bytes, 1, (size_t)size,
			table->out) != (size_t)size)
		return kl_io_error(error, errno, NULL, "write");
	return KL_OK;
}

static enum kl_status take_header(void *context, const struct kl_row *row,
	const struct kl_dialect *used, struct kl_error *error)
{
	struct kl_clean_table *table = context;

	table->dialect = *used;
	if (used->sheet != NULL) {
		table->dialect.sheet = kl_arena_text(&table->arena,
			kl_span_of(used->sheet));
		if (table->dialect.sheet == NULL)
			return kl_no_memory(error);
	}
	table->next_line = 1;
	table->encoding = used->encoding;
	enum kl_status status = kl_clean_tell_dialect(table, row, error);
	if (status == KL_OK)
		status = kl_clean_tell_parts(table, error);
	if (status == KL_OK)
		status = note_row(table, row, error);
	if (status == KL_OK)
		status = kl_clean_take_header(table, row, error);
	/* Before anything is written to a stream. */
	if (status == KL_OK && table->clean->dataset->table_count == 1)
		status = kl_clean_codes_used(&table->clean->codes, error);
	if (status != KL_OK || table->count == 0)
		return status;
	struct kl_span *names = kl_arena_alloc(&table->arena,
		table->count * sizeof *names);
	if (names == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < table->count; i++)
		names[i] = table->names[table->order[i]];
	status = kl_csv_row(&table->csv, names, table->count, error);
	return status == KL_OK ? hand_on(table, row, 1, error) : status;
}

static enum kl_status take_row(struct kl_clean_table *table,
	const struct kl_row *row, struct kl_error *error)
{
	enum kl_status status = note_row(table, row, error);

	if (status != KL_OK)
		return status;
	if (kl_clean_is_padding(row, 0))
		return kl_clean_tell_file(table, row->line, KL_CLEAN_row_padding,
			NULL, NULL, error);
	if (!table->told_quotes && has_needless_quotes(table, row)) {
		table->told_quotes = true;
		status = kl_clean_tell_file(table, row->line, KL_CLEAN_quotes, NULL,
			NULL, error);
	}
	return status == KL_OK ? kl_clean_row(table, row, error) : status;
}

/* Rows and issues by line, as they stand in the file. */
static enum kl_status take_batch(void *context, const struct kl_batch *batch,
	struct kl_error *error)
{
	struct kl_clean_table *table = context;
	enum kl_status status = KL_OK;
	size_t issue = 0;

	table->encoding = batch->dialect.encoding;
	for (size_t i = 0; i < batch->count && status == KL_OK; i++) {
		while (issue < batch->issue_count && status == KL_OK
				&& batch->issues[issue].line <= batch->rows[i].line)
			status = kl_clean_take_issue(table, &batch->issues[issue++], error);
		if (status == KL_OK)
			status = take_row(table, &batch->rows[i], error);
	}
	while (issue < batch->issue_count && status == KL_OK)
		status = kl_clean_take_issue(table, &batch->issues[issue++], error);
	if (status == KL_OK)
		status = hand_on(table, batch->rows, batch->count, error);
	kl_arena_release(&table->scratch);
	return status;
}

static char decimal_char(void *context, size_t column)
{
	const struct kl_clean_table *table = context;
	const struct kl_clean_column *of = &table->columns[column];

	return column < table->count && of->from->name.at != NULL
		? of->from->reading.decimal_char
		: table->from->reading.decimal_char;
}

static void take_note(void *context, const struct kl_note *note)
{
	struct kl_clean_table *table = context;
	const struct kl_clean_calls *calls = &table->clean->calls;

	table->recoded = table->recoded || note->kind == KL_NOTE_encoding
		|| note->kind == KL_NOTE_encoding_declared;
	if (note->kind == KL_NOTE_separator)
		kl_clean_add_part(table, (struct kl_clean_part){
			.word = KL_CLEAN_separator, .line = note->line,
			.last_line = note->line });
	if (!table->silent && calls->note != NULL)
		calls->note(calls->context, note);
}

static enum kl_status read_input(struct kl_clean_table *table,
	struct kl_error *error)
{
	const struct kl_reader_calls calls = { .header = take_header,
		.batch = take_batch, .context = table, .note = take_note,
		.decimal_char = decimal_char, .left_out = kl_clean_take_left_out };
	struct stat about;

	table->error = error;
	/* Of what is compressed it is not the size of the text. */
	if (kl_input_packing(table->input) == KL_PACKED_NOT
			&& fstat(table->input->fd, &about) == 0
			&& S_ISREG(about.st_mode))
		table->size = (uint64_t)about.st_size;
	table->memory = open_memstream(&table->bytes, &table->byte_count);
	if (table->memory == NULL)
		return kl_no_memory(error);
	kl_csv_begin(&table->csv, &table->to->dialect, table->memory);
	enum kl_status status = kl_read_input(table->input, table->from->shown,
		&table->from->dialect, 0, &calls, error);
	return status == KL_OK ? kl_clean_tell_ends(table, error) : status;
}

enum kl_status kl_clean_table_run(struct kl_clean_table *table,
	struct kl_error *error)
{
	const struct kl_dataset *dataset = table->clean->dataset;
	struct kl_input own;
	enum kl_status status = kl_engine_open(dataset, table->from,
		table->clean->repair, &own, &table->input, error);

	*table->result = (struct kl_clean_result){ 0 };
	if (status != KL_OK)
		return status;
	status = read_input(table, error);
	kl_engine_close(dataset, table->input);
	table->input = NULL;
	return status;
}

void kl_clean_table_release(struct kl_clean_table *table)
{
	for (size_t i = 0; table->above != NULL && i < table->count; i++)
		kl_text_release(&table->above[i]);
	if (table->memory != NULL)
		fclose(table->memory);
	free(table->parts);
	free(table->bytes);
	free(table->cells);
	free(table->written);
	kl_arena_release(&table->arena);
	kl_arena_release(&table->scratch);
}
