#include "table/reader.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/memory.h"
#include "table/place.h"
#include "table/reader_work.h"

/* A batch ends when any of these is reached, which bounds its arrays. */
enum { ROWS = 1024, CELLS = 1 << 16, ISSUES = 4096 };

/* In the text. */
static uint64_t place_of(const struct kl_reader *reader, const char *at)
{
	return reader->buffer.offset + (uint64_t)(at - reader->buffer.at);
}

enum kl_status kl_reader_look(struct kl_reader *reader, struct kl_span raw,
	uint64_t line, uint64_t row, struct kl_error *error)
{
	uint64_t at = place_of(reader, raw.at);

	if (!kl_issues_wait(&reader->issues, at + raw.length))
		return KL_OK;
	if (!kl_issues_find(&reader->issues, raw, at, line, row))
		return kl_no_memory(error);
	if (reader->issues.turned)
		reader->dialect.encoding = KL_WINDOWS_1252;
	return KL_OK;
}

static enum kl_status look_in_rows(struct kl_reader *reader, struct kl_error *error)
{
	size_t count = reader->row_count;
	enum kl_status status = KL_OK;

	if (count == 0)
		return KL_OK;
	struct kl_span last = reader->rows[count - 1].raw;
	if (!kl_issues_wait(&reader->issues,
			place_of(reader, last.at + last.length)))
		return KL_OK;
	for (size_t i = 0; i < count && status == KL_OK; i++) {
		const struct kl_row *row = &reader->rows[i];
		status = kl_reader_look(reader, row->raw, row->line, row->number,
			error);
	}
	return status;
}

/* Cells move while they are gathered, so rows learn last where theirs are. */
static void join_cells(struct kl_reader *reader)
{
	const struct kl_span *cells = reader->splitter.cells;

	for (size_t i = 0; i < reader->row_count; i++) {
		reader->rows[i].cells = cells;
		cells += reader->rows[i].count;
	}
}

static enum kl_status call_batch(struct kl_reader *reader,
	struct kl_error *error)
{
	const struct kl_batch batch = { reader->rows, reader->row_count,
		reader->issues.list, reader->issues.count, reader->dialect };

	return reader->calls->batch(reader->calls->context, &batch, error);
}

/* Hands on what was gathered; between records only. */
static enum kl_status deliver(struct kl_reader *reader, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	if (!reader->header_given)
		return KL_OK;
	if (reader->row_count > 0 || reader->issues.count > 0) {
		status = look_in_rows(reader, error);
		if (status != KL_OK)
			return status;
		join_cells(reader);
		status = reader->relay != NULL ? kl_reader_hand_on(reader, error)
			: call_batch(reader, error);
	}
	reader->row_count = reader->issues.count = 0;
	if (!kl_splitter_clear(&reader->splitter, reader->buffer.capacity)
			&& status == KL_OK)
		return kl_no_memory(error);
	return status;
}

void kl_reader_begin_record(struct kl_reader *reader, size_t at, uint64_t line)
{
	reader->record = reader->next = at;
	reader->line = line;
	reader->lines = 0;
}

/* The record in progress is whole: it ends at `end`, `lines` below its first. */
static enum kl_status accept(struct kl_reader *reader, size_t end, uint64_t lines,
	bool plain, struct kl_error *error)
{
	if (reader->row_count == reader->row_capacity
			&& !kl_grow(reader->rows, reader->row_capacity,
				reader->row_count + 1))
		return kl_no_memory(error);
	/* Field by field: copying a fresh struct waits for its stores, which
	 * takes half of the time when rows are short. */
	struct kl_row *row = &reader->rows[reader->row_count];
	row->number = reader->number;
	row->line = reader->line;
	row->count = kl_splitter_keep(&reader->splitter);
	row->raw.at = reader->buffer.at + reader->record;
	row->raw.length = end - reader->record;
	row->plain = plain;
	row->passed = 0;
	reader->header.row++;
	kl_reader_begin_record(reader, end, reader->line + lines);
	if (!reader->header_given) {
		enum kl_status status = kl_reader_take_first(reader, row, error);
		if (status != KL_OK || !kl_header_none(&reader->header))
			return status;
	}
	reader->number++;
	reader->row_count++;
	if (reader->row_count < reader->row_most && reader->splitter.count < CELLS
			&& reader->issues.count < ISSUES)
		return KL_OK;
	return deliver(reader, error);
}

enum kl_status kl_reader_leave_out(struct kl_reader *reader, size_t end,
	bool is_row, struct kl_error *error)
{
	enum kl_status status = kl_reader_look(reader, kl_reader_piece(reader, reader->next, end),
		reader->line, 0, error);

	reader->header.row += is_row;
	kl_reader_begin_record(reader, end, reader->line + 1);
	return status;
}

static enum kl_status take_blank(struct kl_reader *reader, size_t end,
	struct kl_error *error)
{
	if (!kl_issues_add_at(&reader->issues, KL_ISSUE_BLANK_LINE,
			kl_reader_piece(reader, reader->record, end), 0,
			reader->buffer.offset + reader->record, reader->line, 0))
		return kl_no_memory(error);
	if (!reader->header_given && reader->issues.count > KL_BLANK_MOST)
		return kl_fail(error, KL_LIMIT, reader->path, reader->line, 0,
			"there is no header: more than %d lines are empty",
			KL_BLANK_MOST);
	enum kl_status status = kl_reader_leave_out(reader, end, true, error);
	return status != KL_OK || reader->issues.count < ISSUES ? status
		: deliver(reader, error);
}

static enum kl_status too_large(const struct kl_reader *reader, enum kl_split why,
	struct kl_error *error)
{
	if (why == KL_SPLIT_NO_MEMORY)
		return kl_no_memory(error);
	if (why == KL_SPLIT_TOO_MANY)
		return kl_fail(error, KL_LIMIT, reader->path, reader->line, 0,
			"the record that begins here has more than %d cells",
			KL_CELLS_MOST);
	return kl_fail(error, KL_LIMIT, reader->path, reader->line, 0,
		"the record that begins here is longer than %d MiB; "
		"perhaps a quote is not closed", KL_RECORD_MOST >> 20);
}

/* What is wrong with the record in progress, of which libcsv refused the byte
 * at `refused`, or which the file's end cut off inside quotes. When it had gone
 * on to a next line, the quote that stood open is to blame: a quote further on
 * is refused only because it was meant to open a cell. */
static enum kl_status note_quote(struct kl_reader *reader, size_t refused,
	struct kl_error *error)
{
	struct kl_span line = kl_reader_piece(reader, reader->record, reader->first_end);
	enum kl_issue_kind kind = KL_ISSUE_QUOTE_OPEN;
	const char *at = line.at + kl_place_open_quote(line, reader->dialect);

	if (refused < reader->first_end) {
		kind = KL_ISSUE_QUOTE_STRAY;
		at = reader->buffer.at + refused;
		/* Behind a closing quote, what follows it is refused. */
		if (*at != reader->dialect.quote)
			at--;
	}
	return kl_issues_add_at(&reader->issues, kind, line,
		(size_t)(at - line.at), place_of(reader, line.at), reader->line,
		reader->number) ? KL_OK : kl_no_memory(error);
}

/* Takes the first line of the record in progress again, by itself. */
static enum kl_status recover(struct kl_reader *reader, size_t refused,
	struct kl_error *error)
{
	struct kl_splitter *splitter = &reader->splitter;
	struct kl_span line = kl_reader_piece(reader, reader->record, reader->first_end);
	enum kl_status status = note_quote(reader, refused, error);
	size_t taken;

	if (status != KL_OK)
		return status;
	kl_splitter_drop(splitter);
	enum kl_split split = kl_splitter_feed(splitter, line, false, true, &taken);
	if (split == KL_SPLIT_OPEN) {
		kl_splitter_drop(splitter);
		split = kl_splitter_plain(splitter, line);
	}
	if (split != KL_SPLIT_DONE)
		return too_large(reader, split, error);
	return accept(reader, reader->first_end, 1, true, error);
}

/* Takes the physical line that ends at `end`. */
static enum kl_status take_line(struct kl_reader *reader, size_t end,
	struct kl_error *error)
{
	struct kl_span line = kl_reader_piece(reader, reader->next, end);
	char quote = reader->dialect.quote;
	enum kl_split split = KL_SPLIT_REFUSED;
	size_t taken = line.length;

	if (end - reader->record > KL_RECORD_MOST)
		return too_large(reader, KL_SPLIT_OPEN, error);
	if (reader->lines == 0)
		reader->first_end = end;
	if (reader->lines == 0 && (quote == 0 || !kl_buffer_quoted(
			&reader->buffer, quote, reader->next, end)))
		split = kl_splitter_plain(&reader->splitter, line);
	else if (reader->lines == 0)
		split = kl_splitter_simple(&reader->splitter, line);
	if (split == KL_SPLIT_REFUSED)
		split = kl_splitter_feed(&reader->splitter, line, true,
			reader->buffer.ended && end == reader->buffer.filled, &taken);
	if (split == KL_SPLIT_REFUSED)
		return recover(reader, reader->next + taken, error);
	if (split != KL_SPLIT_DONE && split != KL_SPLIT_OPEN)
		return too_large(reader, split, error);
	reader->next = end;
	reader->lines++;
	return split == KL_SPLIT_OPEN ? KL_OK
		: accept(reader, end, reader->lines, false, error);
}

/* What failed is told with the last row that could be read; without one as by opening
 * it, which may meet the same. */
static enum kl_status cannot_read(const struct kl_reader *reader,
	enum kl_status status, struct kl_error *error)
{
	if (error == NULL || reader->buffer.failed == 0)
		return status;
	if (reader->number < 2) {
		error->line = error->column = 0;
		return status;
	}
	return kl_fail(error, status, reader->path, reader->line, 0,
		"%s, after row %" PRIu64, error->text, reader->number - 1);
}

/* The record in progress goes on beyond the buffer: forgets its cells, hands
 * on what came before, and reads more; it will be taken from its start again. */
enum kl_status kl_reader_read_on(struct kl_reader *reader, struct kl_error *error)
{
	if (reader->buffer.filled - reader->record > KL_RECORD_MOST)
		return too_large(reader, KL_SPLIT_OPEN, error);
	kl_splitter_drop(&reader->splitter);
	enum kl_status status = deliver(reader, error);
	if (status != KL_OK)
		return status;
	status = kl_buffer_fill(&reader->buffer, reader->record, error);
	if (status != KL_OK)
		return cannot_read(reader, status, error);
	kl_reader_begin_record(reader, 0, reader->line);
	/* Nothing is gathered, so the text buffer may move. */
	return kl_splitter_clear(&reader->splitter, reader->buffer.capacity)
		? KL_OK : kl_no_memory(error);
}

/* Whether records can be taken by their marks: they all begin a line, and no line
 * is left out. */
static bool is_even(const struct kl_reader *reader)
{
	const struct kl_layout *layout = reader->dialect.layout;

	return reader->header_given && reader->lines == 0
		&& !reader->dialect.skip_space
		&& (layout == NULL || (layout->comment.length == 0
			&& layout->comment_count == 0));
}

/* Takes records up to the first that has to be looked at line by line. */
static enum kl_status take_records(struct kl_reader *reader,
	struct kl_error *error)
{
	const struct kl_marked marked = { reader->dialect.delimiter,
		reader->dialect.quote };
	enum kl_status status = KL_OK;

	while (status == KL_OK) {
		size_t end = reader->next;
		uint64_t lines;
		/* What was handed on may have been given for other memory. */
		if (!kl_buffer_mark(&reader->buffer, marked))
			return kl_no_memory(error);
		enum kl_split split = kl_splitter_marked(&reader->splitter,
			kl_reader_piece(reader, 0, reader->buffer.filled),
			reader->buffer.marks, &end, &lines);
		if (split == KL_SPLIT_REFUSED)
			break;
		if (split == KL_SPLIT_NO_MEMORY
				|| end - reader->record > KL_RECORD_MOST)
			return too_large(reader, split, error);
		status = accept(reader, end, lines, false, error);
	}
	return status;
}

static bool is_blank(const struct kl_reader *reader)
{
	char c = reader->buffer.at[reader->next];

	return reader->lines == 0 && (c == '\n' || c == '\r');
}

static bool is_left_out(struct kl_reader *reader, size_t end)
{
	return reader->dialect.layout != NULL && reader->lines == 0
		&& kl_header_skips(&reader->header,
			kl_reader_piece(reader, reader->next, end));
}

enum kl_status kl_reader_records(struct kl_reader *reader, struct kl_error *error)
{
	enum kl_status status = KL_OK;
	size_t end;

	while (status == KL_OK) {
		if (kl_reader_can_relay(reader))
			status = kl_reader_relay(reader, error);
		if (status == KL_OK && is_even(reader))
			status = take_records(reader, error);
		if (status != KL_OK)
			break;
		if (kl_buffer_line(&reader->buffer, reader->next, &end)) {
			if (reader->line == 1 && reader->lines == 0
					&& kl_reader_is_separator(reader, end))
				status = kl_reader_take_separator(reader, end, error);
			else if (is_left_out(reader, end))
				status = kl_reader_leave_out(reader, end, true, error);
			else if (is_blank(reader))
				status = take_blank(reader, end, error);
			else if (reader->dialect.delimiter == 0)
				status = kl_reader_decide(reader, error);
			else
				status = take_line(reader, end, error);
		} else if (!reader->buffer.ended) {
			status = kl_reader_read_on(reader, error);
		} else if (reader->lines > 0) {
			status = recover(reader, reader->next, error);
		} else {
			break;
		}
	}
	return status;
}

enum kl_status kl_read_table(const struct kl_source *source, const char *path,
	const struct kl_dialect *dialect, size_t block,
	const struct kl_reader_calls *calls, struct kl_error *error)
{
	struct kl_reader reader = { .path = path, .calls = calls, .dialect = *dialect,
		.row_most = calls->most > 0 && calls->most < ROWS ? calls->most
			: ROWS };
	enum kl_status status = kl_dialect_check(dialect, path, error);

	if (status != KL_OK)
		return status;
	reader.issues.decoder = &reader.decoder;
	kl_header_init(&reader.header, dialect->layout);
	status = kl_splitter_init(&reader.splitter) ? kl_reader_begin(&reader, source,
		block, error) : kl_no_memory(error);
	if (status == KL_OK)
		status = kl_reader_records(&reader, error);
	if (status == KL_OK)
		status = kl_reader_end(&reader, error);
	if (status == KL_OK)
		status = deliver(&reader, error);
	if (status == KL_OK)
		kl_reader_tell(&reader, dialect);
	free(reader.rows);
	kl_issues_release(&reader.issues);
	kl_header_release(&reader.header);
	kl_splitter_release(&reader.splitter);
	kl_buffer_release(&reader.buffer);
	kl_decoder_release(&reader.decoder);
	return status;
}
