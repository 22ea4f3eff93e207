#include "clean/table.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "clean/row.h"
#include "run/engine.h"

enum line_end { END_NONE = 1, END_LF = 2, END_CRLF = 4, END_CR = 8 };

enum kl_status kl_clean_tell(struct kl_clean_table *table,
	struct kl_clean_event event, struct kl_error *error)
{
	const struct kl_clean_calls *calls = &table->clean->calls;
	struct kl_clean_result *result = table->result;

	if (event.left) {
		result->left++;
	} else if (event.field.at != NULL && event.column > 0) {
		result->cells++;
	} else {
		result->others++;
	}
	result->differs = result->differs || !event.left;
	if (table->silent)
		return KL_OK;
	event.table = table->from;
	event.path = table->from->shown;
	event.sheet = table->dialect.sheet;
	return calls->event(calls->context, &event, error);
}

enum kl_status kl_clean_tell_file(struct kl_clean_table *table, uint64_t line,
	enum kl_clean_word word, const char *from, const char *to,
	struct kl_error *error)
{
	return kl_clean_tell(table, (struct kl_clean_event){ .line = line,
		.from = kl_span_of(from), .to = kl_span_of(to),
		.why = kl_clean_why(word) }, error);
}

/* "," for people. */
static const char *name_of(char delimiter, char *room)
{
	if (delimiter == '\t')
		return "tab";
	room[0] = delimiter;
	room[1] = '\0';
	return room;
}

static enum line_end end_of(struct kl_span raw)
{
	char last = raw.length > 0 ? raw.at[raw.length - 1] : '\0';

	if (last == '\r')
		return END_CR;
	if (last != '\n')
		return END_NONE;
	return raw.length > 1 && raw.at[raw.length - 2] == '\r' ? END_CRLF
		: END_LF;
}

/* What the first bytes say, and the dialect. */
static enum kl_status tell_dialect(struct kl_clean_table *table,
	const struct kl_row *header, struct kl_error *error)
{
	const struct kl_dialect *used = &table->dialect, *to = &table->to->dialect;
	char from_room[2], to_room[2];
	enum kl_status status = KL_OK;

	if (used->sheet != NULL && table->clean->in_place)
		return kl_fail(error, KL_INVALID, table->from->shown, 0, 0,
			"is a workbook, which cannot be cleaned in place; name a folder with -o");
	if (used->sheet != NULL)
		return kl_clean_tell_file(table, 0, KL_CLEAN_sheet, used->sheet, NULL,
			error);
	if (table->input->length >= 3
			&& memcmp(table->input->first, "\xef\xbb\xbf", 3) == 0)
		status = kl_clean_tell_file(table, 0, KL_CLEAN_bom, NULL, NULL, error);
	if (status == KL_OK && header->count > 1
			&& used->delimiter != to->delimiter)
		status = kl_clean_tell_file(table, 0, KL_CLEAN_delimiter,
			name_of(used->delimiter, from_room),
			name_of(to->delimiter, to_room), error);
	if (status == KL_OK && header->line == 0 && header->count > 0)
		status = kl_clean_tell_file(table, 0, KL_CLEAN_header_made, NULL, NULL,
			error);
	return status;
}

/* Lines that are no part of a record, as the layout has it. */
static enum kl_status tell_gap(struct kl_clean_table *table, uint64_t line,
	struct kl_error *error)
{
	char range[64];
	uint64_t first = table->next_line, last = line - 1;

	if (table->dialect.layout == NULL || table->dialect.sheet != NULL
			|| line <= first)
		return KL_OK;
	table->next_line = line;
	if (first == last)
		return kl_clean_tell_file(table, first, KL_CLEAN_layout, NULL, NULL,
			error);
	snprintf(range, sizeof range, "%llu-%llu", (unsigned long long)first,
		(unsigned long long)last);
	return kl_clean_tell_file(table, first, KL_CLEAN_layout, range, NULL, error);
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

	if (row->raw.at != NULL && row->line > 0)
		table->line_ends |= end_of(row->raw);
	if (table->dialect.layout != NULL && row->line > 0) {
		status = tell_gap(table, row->line, error);
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
	for (size_t i = 0; i < row->count; i++) {
		const struct kl_span cell = row->cells[i];
		for (size_t j = 0; j < cell.length; j++) {
			if (table->csv.special[(unsigned char)cell.at[j]])
				return false;
		}
	}
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

/* Lines or columns of the file: "3", "3-5". */
static struct kl_span range_of(struct kl_clean_table *table, uint64_t first,
	uint64_t last)
{
	char range[64];

	snprintf(range, sizeof range, first == last ? "%llu" : "%llu-%llu",
		(unsigned long long)first, (unsigned long long)last);
	return kl_arena_span(&table->arena, kl_span_of(range));
}

static enum kl_status tell_part(struct kl_clean_table *table,
	const struct kl_clean_part *part, struct kl_error *error)
{
	if (part->last_line >= table->next_line)
		table->next_line = part->last_line + 1;
	return kl_clean_tell(table, (struct kl_clean_event){ .line = part->line,
		.field = part->field, .from = part->from, .to = part->to,
		.why = kl_clean_why(part->word) }, error);
}

/* The sheet is known with the header: what is told before it waits. */
static void add_part(struct kl_clean_table *table, struct kl_clean_part part)
{
	if (table->status != KL_OK)
		return;
	if (table->begun)
		table->status = tell_part(table, &part, table->error);
	else if (!kl_grow(table->parts, table->part_capacity,
			table->part_count + 1))
		table->status = kl_no_memory(table->error);
	else
		table->parts[table->part_count++] = part;
}

static void take_left_out(void *context, const struct kl_left_out *left_out)
{
	static const enum kl_clean_word words[] = {
		[KL_LEFT_OUT_TITLE] = KL_CLEAN_title,
		[KL_LEFT_OUT_NOTE] = KL_CLEAN_below,
		[KL_LEFT_OUT_BLANK] = KL_CLEAN_rows_blank,
		[KL_LEFT_OUT_COLUMNS] = KL_CLEAN_columns_blank,
		[KL_LEFT_OUT_NAME] = KL_CLEAN_renamed };
	struct kl_clean_table *table = context;
	struct kl_arena *arena = &table->arena;
	struct kl_clean_part part = { .word = words[left_out->kind],
		.line = left_out->line, .last_line = left_out->last_line };

	if (left_out->kind == KL_LEFT_OUT_COLUMNS) {
		part.from = range_of(table, left_out->column,
			left_out->last_column);
		part.last_line = 0;
	} else if (left_out->kind == KL_LEFT_OUT_NAME) {
		part.from = kl_arena_span(arena, left_out->text);
		part.field = part.to = kl_arena_span(arena, left_out->name);
		part.last_line = 0;
	} else if (left_out->kind != KL_LEFT_OUT_BLANK) {
		part.from = kl_arena_span(arena, left_out->text);
	} else if (left_out->last_line > left_out->line) {
		part.from = range_of(table, left_out->line, left_out->last_line);
	}
	add_part(table, part);
}

static enum kl_status tell_parts(struct kl_clean_table *table,
	struct kl_error *error)
{
	enum kl_status status = table->status;

	table->begun = true;
	for (size_t i = 0; i < table->part_count && status == KL_OK; i++)
		status = tell_part(table, &table->parts[i], error);
	table->part_count = 0;
	return status;
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
	enum kl_status status = tell_dialect(table, row, error);
	if (status == KL_OK)
		status = tell_parts(table, error);
	if (status == KL_OK)
		status = note_row(table, row, error);
	if (status == KL_OK)
		status = kl_clean_take_header(table, row, error);
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

static enum kl_status tell_left(struct kl_clean_table *table,
	const struct kl_issue *issue, enum kl_clean_word word,
	struct kl_error *error)
{
	return kl_clean_tell(table, (struct kl_clean_event){ .line = issue->line,
		.column = issue->column, .from = kl_span_of(issue->text),
		.why = kl_clean_why(word), .left = true }, error);
}

static enum kl_status take_issue(struct kl_clean_table *table,
	const struct kl_issue *issue, struct kl_error *error)
{
	enum kl_status status = KL_OK;
	char range[64];

	switch (issue->kind) {
	case KL_ISSUE_QUOTE_STRAY:
		return tell_left(table, issue, KL_CLEAN_quote_stray, error);
	case KL_ISSUE_QUOTE_OPEN:
		return tell_left(table, issue, KL_CLEAN_quote_open, error);
	case KL_ISSUE_EDGE:
		return tell_left(table, issue, KL_CLEAN_edge, error);
	case KL_ISSUE_NUL:
		return tell_left(table, issue, KL_CLEAN_nul, error);
	case KL_ISSUE_CELL_ERROR:
		return tell_left(table, issue, KL_CLEAN_cell_error, error);
	case KL_ISSUE_NO_VALUE:
		return tell_left(table, issue, KL_CLEAN_no_value, error);
	case KL_ISSUE_ENCODING:
		return kl_fail(error, KL_INVALID, table->from->shown, issue->line,
			issue->column, "byte 0x%02x is not UTF-8, so nothing is written",
			issue->byte);
	case KL_ISSUE_BLANK_LINE:
		status = tell_gap(table, issue->line, error);
		table->next_line = issue->line + 1;
		return status != KL_OK ? status : kl_clean_tell_file(table,
			issue->line, KL_CLEAN_line_blank, NULL, NULL, error);
	case KL_ISSUE_BLANK_ROWS:
		snprintf(range, sizeof range, "%llu-%llu",
			(unsigned long long)issue->line,
			(unsigned long long)issue->last_line);
		return kl_clean_tell_file(table, issue->line, KL_CLEAN_rows_blank,
			issue->last_line > issue->line ? range : NULL, NULL, error);
	}
	return KL_OK;
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
			status = take_issue(table, &batch->issues[issue++], error);
		if (status == KL_OK)
			status = take_row(table, &batch->rows[i], error);
	}
	while (issue < batch->issue_count && status == KL_OK)
		status = take_issue(table, &batch->issues[issue++], error);
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

	if (note->kind == KL_NOTE_separator)
		add_part(table, (struct kl_clean_part){
			.word = KL_CLEAN_separator, .line = note->line,
			.last_line = note->line });
	if (!table->silent && calls->note != NULL)
		calls->note(calls->context, note);
}

/* What is known of a file only when it was read. */
static enum kl_status tell_ends(struct kl_clean_table *table,
	struct kl_error *error)
{
	const unsigned ends = table->line_ends & ~(unsigned)END_NONE;
	enum kl_status status = table->status;

	if (status == KL_OK && table->dialect.sheet == NULL
			&& table->encoding != KL_ENCODING_OPEN
			&& table->encoding != KL_UTF_8)
		status = kl_clean_tell_file(table, 0, KL_CLEAN_encoding,
			kl_encoding_name(table->encoding),
			kl_encoding_name(KL_UTF_8), error);
	if (status == KL_OK && ends & (END_CRLF | END_CR))
		status = kl_clean_tell_file(table, 0, KL_CLEAN_line_ends,
			ends == END_CRLF ? "CRLF" : ends == END_CR ? "CR" : "mixed",
			"LF", error);
	if (status == KL_OK && table->line_ends & END_NONE)
		status = kl_clean_tell_file(table, 0, KL_CLEAN_last_line, NULL, NULL,
			error);
	if (table->dialect.sheet == NULL && table->size > 0
			&& table->taken != table->size)
		table->result->differs = true;
	/* Nothing was told, and the bytes are others: cells that need no quotes. */
	if (status == KL_OK && table->result->differs
			&& table->result->cells + table->result->others == 0)
		status = kl_clean_tell_file(table, 0, KL_CLEAN_quotes, NULL, NULL,
			error);
	return status;
}

static enum kl_status read_input(struct kl_clean_table *table,
	struct kl_error *error)
{
	const struct kl_reader_calls calls = { .header = take_header,
		.batch = take_batch, .context = table, .note = take_note,
		.decimal_char = decimal_char, .left_out = take_left_out };
	struct stat about;

	table->error = error;
	if (fstat(table->input->fd, &about) == 0 && S_ISREG(about.st_mode))
		table->size = (uint64_t)about.st_size;
	table->memory = open_memstream(&table->bytes, &table->byte_count);
	if (table->memory == NULL)
		return kl_no_memory(error);
	kl_csv_begin(&table->csv, &table->to->dialect, table->memory);
	enum kl_status status = kl_read_input(table->input, table->from->shown,
		&table->from->dialect, 0, &calls, error);
	return status == KL_OK ? tell_ends(table, error) : status;
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
