#include "table/reader.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "table/buffer.h"
#include "table/dialect.h"
#include "table/header.h"
#include "table/place.h"
#include "table/split.h"

/* A batch ends when any of these is reached, which bounds its arrays. */
enum { ROWS = 1024, CELLS = 1 << 16, ISSUES = 4096 };

struct reader {
	const char *path;
	const struct kl_reader_calls *calls;
	struct kl_dialect dialect;
	struct kl_buffer buffer;
	struct kl_splitter splitter;
	struct kl_row *rows;
	size_t row_count, row_capacity, row_most;
	struct kl_issue *issues;
	size_t issue_count, issue_capacity;

	size_t record;          /* in the buffer: start of the record in progress */
	size_t first_end;       /* end of its first physical line */
	size_t next;            /* start of the line to be taken */
	uint64_t line;          /* physical line of `record` */
	uint64_t lines;         /* physical lines of it that are taken */
	uint64_t number;        /* the record's; 0 for the header */
	struct kl_header header;
	bool header_given;
	bool nul_met, encoding_met;
};

static struct kl_span piece(const struct reader *reader, size_t from, size_t to)
{
	return (struct kl_span){ reader->buffer.at + from, to - from };
}

/* Issues are kept in file order; they come nearly so. */
static enum kl_status add_issue(struct reader *reader, struct kl_issue issue,
	struct kl_error *error)
{
	if (reader->issue_count == reader->issue_capacity
			&& !kl_grow(reader->issues, reader->issue_capacity,
				reader->issue_count + 1))
		return kl_no_memory(error);
	size_t i = reader->issue_count++;
	for (; i > 0 && reader->issues[i - 1].offset > issue.offset; i--)
		reader->issues[i] = reader->issues[i - 1];
	reader->issues[i] = issue;
	return KL_OK;
}

/* An issue at the byte `at`, a place in raw, which begins on `line`. */
static struct kl_issue issue_at(const struct reader *reader,
	enum kl_issue_kind kind, struct kl_span raw, const char *at,
	uint64_t line, uint64_t row)
{
	struct kl_issue issue = { .kind = kind, .row = row,
		.offset = reader->buffer.offset + (uint64_t)(at - reader->buffer.at) };

	kl_place_of(raw, (size_t)(at - raw.at), line, &issue.line, &issue.column);
	return issue;
}

static enum kl_status note_byte(struct reader *reader, const struct kl_row *rows,
	size_t count, const char *at, struct kl_error *error)
{
	bool *met = *at == '\0' ? &reader->nul_met : &reader->encoding_met;
	size_t i = 0;

	if (*met)
		return KL_OK;
	*met = true;
	while (i + 1 < count && at >= rows[i + 1].raw.at)
		i++;
	struct kl_issue issue = issue_at(reader,
		*at == '\0' ? KL_ISSUE_NUL : KL_ISSUE_ENCODING,
		rows[i].raw, at, rows[i].line, rows[i].number);
	issue.byte = (unsigned char)*at;
	return add_issue(reader, issue, error);
}

/* Looks for the first NUL and the first byte that is no UTF-8. Rows stand one
 * after another in the buffer, with at most empty lines between them. */
static enum kl_status check_bytes(struct reader *reader,
	const struct kl_row *rows, size_t count, struct kl_error *error)
{
	if (count == 0)
		return KL_OK;
	const char *at = rows[0].raw.at;
	const char *end = rows[count - 1].raw.at + rows[count - 1].raw.length;
	while (at < end && !(reader->nul_met && reader->encoding_met)) {
		size_t left = (size_t)(end - at);
		const char *hit = reader->encoding_met ? memchr(at, '\0', left)
			: at + kl_utf8_check((struct kl_span){ at, left });
		if (hit == NULL || hit == end)
			break;
		enum kl_status status = note_byte(reader, rows, count, hit, error);
		if (status != KL_OK)
			return status;
		at = hit + 1;
	}
	return KL_OK;
}

/* Cells move while they are gathered, so rows learn last where theirs are. */
static void join_cells(struct reader *reader)
{
	const struct kl_span *cells = reader->splitter.cells;

	for (size_t i = 0; i < reader->row_count; i++) {
		reader->rows[i].cells = cells;
		cells += reader->rows[i].count;
	}
}

/* Hands on what was gathered; between records only. */
static enum kl_status deliver(struct reader *reader, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	if (!reader->header_given)
		return KL_OK;
	if (reader->row_count > 0 || reader->issue_count > 0) {
		status = check_bytes(reader, reader->rows, reader->row_count, error);
		if (status != KL_OK)
			return status;
		join_cells(reader);
		const struct kl_batch batch = { reader->rows, reader->row_count,
			reader->issues, reader->issue_count, reader->dialect };
		status = reader->calls->batch(reader->calls->context, &batch, error);
	}
	reader->row_count = reader->issue_count = 0;
	if (!kl_splitter_clear(&reader->splitter, reader->buffer.capacity)
			&& status == KL_OK)
		return kl_no_memory(error);
	return status;
}

static enum kl_status give_header(struct reader *reader, struct kl_row *header,
	struct kl_error *error)
{
	enum kl_status status = check_bytes(reader, header, 1, error);

	if (status != KL_OK)
		return status;
	reader->header_given = true;
	reader->number = 1;
	status = reader->calls->header(reader->calls->context, header,
		&reader->dialect, error);
	if (!kl_splitter_clear(&reader->splitter, reader->buffer.capacity)
			&& status == KL_OK)
		return kl_no_memory(error);
	return status;
}

static enum kl_status give_absent(struct reader *reader, size_t cells,
	struct kl_error *error)
{
	struct kl_row header;

	if (!kl_header_absent(&reader->header, cells, &header))
		return kl_no_memory(error);
	reader->header_given = true;
	reader->number = 1;
	return reader->calls->header(reader->calls->context, &header,
		&reader->dialect, error);
}

static void begin_record(struct reader *reader, size_t at, uint64_t line)
{
	reader->record = reader->next = at;
	reader->line = line;
	reader->lines = 0;
}

/* A record before the header was given. */
static enum kl_status take_first(struct reader *reader, struct kl_row *row,
	struct kl_error *error)
{
	bool whole;

	if (kl_header_none(&reader->header)) {
		row->number = 1;
		return give_absent(reader, row->count, error);
	}
	row->cells = reader->splitter.cells;
	if (!kl_header_take(&reader->header, row, &whole))
		return kl_no_memory(error);
	if (whole)
		return give_header(reader, row, error);
	return kl_splitter_clear(&reader->splitter, reader->buffer.capacity)
		? KL_OK : kl_no_memory(error);
}

/* The record in progress is whole: it ends at `end`, `lines` below its first. */
static enum kl_status accept(struct reader *reader, size_t end, uint64_t lines,
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
	reader->header.row++;
	begin_record(reader, end, reader->line + lines);
	if (!reader->header_given) {
		enum kl_status status = take_first(reader, row, error);
		if (status != KL_OK || !kl_header_none(&reader->header))
			return status;
	}
	reader->number++;
	reader->row_count++;
	if (reader->row_count < reader->row_most && reader->splitter.count < CELLS
			&& reader->issue_count < ISSUES)
		return KL_OK;
	return deliver(reader, error);
}

/* A line that is no record. */
static void leave_out(struct reader *reader, size_t end)
{
	reader->header.row++;
	begin_record(reader, end, reader->line + 1);
}

static enum kl_status take_blank(struct reader *reader, size_t end,
	struct kl_error *error)
{
	const struct kl_issue issue = { .kind = KL_ISSUE_BLANK_LINE,
		.line = reader->line, .column = 1,
		.offset = reader->buffer.offset + reader->record };
	enum kl_status status = add_issue(reader, issue, error);

	if (status != KL_OK)
		return status;
	if (!reader->header_given && reader->issue_count > KL_BLANK_MOST)
		return kl_fail(error, KL_LIMIT, reader->path, reader->line, 0,
			"there is no header: more than %d lines are empty",
			KL_BLANK_MOST);
	leave_out(reader, end);
	return reader->issue_count < ISSUES ? KL_OK : deliver(reader, error);
}

static enum kl_status too_large(const struct reader *reader, enum kl_split why,
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
static enum kl_status note_quote(struct reader *reader, size_t refused,
	struct kl_error *error)
{
	struct kl_span line = piece(reader, reader->record, reader->first_end);
	enum kl_issue_kind kind = KL_ISSUE_QUOTE_OPEN;
	const char *at = line.at + kl_place_open_quote(line, reader->dialect);

	if (refused < reader->first_end) {
		kind = KL_ISSUE_QUOTE_STRAY;
		at = reader->buffer.at + refused;
		/* Behind a closing quote, what follows it is refused. */
		if (*at != reader->dialect.quote)
			at--;
	}
	return add_issue(reader, issue_at(reader, kind, line, at, reader->line,
		reader->number), error);
}

/* Takes the first line of the record in progress again, by itself. */
static enum kl_status recover(struct reader *reader, size_t refused,
	struct kl_error *error)
{
	struct kl_splitter *splitter = &reader->splitter;
	struct kl_span line = piece(reader, reader->record, reader->first_end);
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
static enum kl_status take_line(struct reader *reader, size_t end,
	struct kl_error *error)
{
	struct kl_span line = piece(reader, reader->next, end);
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

/* The record in progress goes on beyond the buffer: forgets its cells, hands
 * on what came before, and reads more; it will be taken from its start again. */
static enum kl_status read_on(struct reader *reader, struct kl_error *error)
{
	size_t record = reader->record;

	if (reader->buffer.filled - record > KL_RECORD_MOST)
		return too_large(reader, KL_SPLIT_OPEN, error);
	kl_splitter_drop(&reader->splitter);
	enum kl_status status = deliver(reader, error);
	if (status == KL_OK)
		status = kl_buffer_fill(&reader->buffer, record, error);
	if (status != KL_OK)
		return status;
	begin_record(reader, 0, reader->line);
	/* Nothing is gathered, so the text buffer may move. */
	return kl_splitter_clear(&reader->splitter, reader->buffer.capacity)
		? KL_OK : kl_no_memory(error);
}

/* Where the lowest header row begins, if its rows take one line each. */
static size_t lowest_header(struct reader *reader)
{
	size_t at = reader->record, end;

	for (uint64_t below = kl_header_below(&reader->header); below > 0
			&& kl_buffer_line(&reader->buffer, at, &end); below--)
		at = end;
	return at;
}

static enum kl_status decide_delimiter(struct reader *reader,
	struct kl_error *error)
{
	size_t from, end = reader->buffer.filled;

	if (end - reader->record < KL_DIALECT_WINDOW && !reader->buffer.ended)
		return read_on(reader, error);
	from = lowest_header(reader);
	if (end - from > KL_DIALECT_WINDOW)
		end = from + KL_DIALECT_WINDOW;
	reader->dialect.delimiter = kl_dialect_delimiter(piece(reader, from, end),
		reader->dialect.quote);
	kl_splitter_use(&reader->splitter, reader->dialect);
	return KL_OK;
}

static bool is_blank(const struct reader *reader)
{
	char c = reader->buffer.at[reader->next];

	return reader->lines == 0 && (c == '\n' || c == '\r');
}

static bool is_left_out(struct reader *reader, size_t end)
{
	return reader->dialect.layout != NULL && reader->lines == 0
		&& kl_header_skips(&reader->header,
			piece(reader, reader->next, end));
}

static enum kl_status read_records(struct reader *reader, struct kl_error *error)
{
	enum kl_status status = KL_OK;
	size_t end;

	while (status == KL_OK) {
		if (kl_buffer_line(&reader->buffer, reader->next, &end)) {
			if (is_left_out(reader, end))
				leave_out(reader, end);
			else if (is_blank(reader))
				status = take_blank(reader, end, error);
			else if (reader->dialect.delimiter == 0)
				status = decide_delimiter(reader, error);
			else
				status = take_line(reader, end, error);
		} else if (!reader->buffer.ended) {
			status = read_on(reader, error);
		} else if (reader->lines > 0) {
			status = recover(reader, reader->next, error);
		} else {
			break;
		}
	}
	return status;
}

static enum kl_status read_end(struct reader *reader, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	if (reader->dialect.delimiter == 0)
		reader->dialect.delimiter =
			kl_dialect_delimiter((struct kl_span){ 0 }, reader->dialect.quote);
	if (!reader->header_given && kl_header_none(&reader->header)) {
		status = give_absent(reader, 0, error);
	} else if (!reader->header_given) {
		struct kl_row none = { .line = reader->line,
			.raw = piece(reader, reader->next, reader->next) };
		status = give_header(reader, &none, error);
	}
	return status == KL_OK ? deliver(reader, error) : status;
}

static enum kl_status begin(struct reader *reader,
	const struct kl_source *source, size_t block, struct kl_error *error)
{
	size_t skip;
	enum kl_status status = kl_buffer_init(&reader->buffer, source,
		reader->path, block, error);

	if (status == KL_OK)
		status = kl_buffer_fill(&reader->buffer, 0, error);
	if (status != KL_OK)
		return status;
	status = kl_dialect_start(piece(reader, 0, reader->buffer.filled),
		reader->path, &skip, error);
	if (status != KL_OK)
		return status;
	begin_record(reader, skip, 1);
	kl_splitter_use(&reader->splitter, reader->dialect);
	return kl_splitter_clear(&reader->splitter, reader->buffer.capacity)
		? KL_OK : kl_no_memory(error);
}

enum kl_status kl_read_table(const struct kl_source *source, const char *path,
	const struct kl_dialect *dialect, size_t block,
	const struct kl_reader_calls *calls, struct kl_error *error)
{
	struct reader reader = { .path = path, .calls = calls, .dialect = *dialect,
		.row_most = calls->most > 0 && calls->most < ROWS ? calls->most
			: ROWS };
	enum kl_status status = kl_dialect_check(dialect, path, error);

	if (status != KL_OK)
		return status;
	reader.dialect.encoding = KL_UTF_8;
	kl_header_init(&reader.header, dialect->layout);
	status = kl_splitter_init(&reader.splitter) ? begin(&reader, source, block,
		error) : kl_no_memory(error);
	if (status == KL_OK)
		status = read_records(&reader, error);
	if (status == KL_OK)
		status = read_end(&reader, error);
	free(reader.rows);
	free(reader.issues);
	kl_header_release(&reader.header);
	kl_splitter_release(&reader.splitter);
	kl_buffer_release(&reader.buffer);
	return status;
}
