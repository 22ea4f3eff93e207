/*
 * What the tests of the reader share: a source in memory, and what the reader
 * hands on written down as text.
 */
#ifndef KL_TEST_READING_H
#define KL_TEST_READING_H

#include <criterion/criterion.h>
#include <errno.h>
#include <inttypes.h>

#include "base/text.h"
#include "table/reader.h"

/* Bytes and their number, so that NUL may stand in them. */
#define T(literal) { "" literal, sizeof literal - 1 }

static const struct kl_dialect comma = { .delimiter = ',', .quote = '"',
	.encoding = KL_UTF_8 };

/* A source of bytes in memory, in pieces of at most `piece` (0: all). */
struct memory {
	struct kl_span bytes;
	size_t piece, given;
	size_t fail_at;         /* not 0: errno EIO once so much is given */
};

static inline ssize_t memory_read(void *context, void *buffer, size_t size)
{
	struct memory *memory = context;
	size_t left = memory->bytes.length - memory->given;

	if (memory->fail_at != 0 && memory->given >= memory->fail_at) {
		errno = EIO;
		return -1;
	}
	if (size > left)
		size = left;
	if (memory->piece != 0 && size > memory->piece)
		size = memory->piece;
	if (size > 0)
		memcpy(buffer, memory->bytes.at + memory->given, size);
	memory->given += size;
	return (ssize_t)size;
}

/* What was handed on, as text:
 *   0@1 1:1<a> 1:3<b> $1:4        record, line, cells with their places, end
 *   1@2! ...                      a plain row
 *   stray 2:3 +9 r1               issue, place, offset, record */
struct record {
	struct kl_row_walk walk;
	struct kl_text_buffer rows, issues, notes;
	struct kl_span file;            /* if given: raw pieces are compared */
	size_t at;                      /* reached in file */
	struct kl_dialect used;
	size_t headers, batches, row_count, plain_count, quote_count;
	uint64_t last_line, last_column;        /* of issues */
	enum kl_status header_says, batch_says;
	bool quiet;                     /* count only */
	bool anywhere;                  /* cells need not stand where raw has them */
};

static inline void skip_blank(struct record *record)
{
	while (record->at < record->file.length
			&& strchr("\r\n", record->file.at[record->at]) != NULL
			&& record->file.at[record->at] != '\0')
		record->at++;
}

static inline void compare_raw(struct record *record, const struct kl_row *row)
{
	skip_blank(record);
	if (record->headers == 1 && record->row_count == 0 && row->number == 0
			&& record->file.length >= 3
			&& memcmp(record->file.at, "\xef\xbb\xbf", 3) == 0) {
		record->at = 3;
		skip_blank(record);
	}
	cr_assert(row->raw.length <= record->file.length - record->at);
	cr_assert(kl_span_equal(row->raw, (struct kl_span){
		record->file.at + record->at, row->raw.length }),
		"raw bytes of record %" PRIu64, row->number);
	record->at += row->raw.length;
}

/* A cell's place must be where raw shows the cell. */
static inline void compare_place(const struct kl_row *row,
	const struct kl_dialect *dialect, size_t cell, uint64_t line,
	uint64_t column)
{
	const char *at = row->raw.at, *end = at + row->raw.length;

	for (uint64_t l = row->line; l < line && at < end; at++)
		l += *at == '\n' || (*at == '\r' && (at + 1 == end || at[1] != '\n'));
	for (; column > 1 && at < end; column--) {
		uint32_t codepoint;
		at += kl_utf8_next((struct kl_span){ at, (size_t)(end - at) },
			&codepoint);
	}
	struct kl_span text = row->cells[cell];
	cr_assert(at == row->raw.at ? cell == 0 : at[-1] == dialect->delimiter);
	if (text.length > 0)
		cr_assert(at < end && (*at == *text.at || *at == dialect->quote));
	else
		cr_assert(at == end || *at == dialect->delimiter || *at == '\n'
			|| *at == '\r' || *at == dialect->quote);
}

/* The place is the same by way of the cell before it, and after a cell behind. */
static inline void compare_walk(struct record *record,
	const struct kl_row *row, const struct kl_dialect *dialect, size_t cell,
	uint64_t line, uint64_t column)
{
	uint64_t other_line, other_column;

	if (cell % 3 == 1)
		kl_row_place_after(&record->walk, row, dialect, row->count,
			&other_line, &other_column);
	kl_row_place_after(&record->walk, row, dialect, cell, &other_line,
		&other_column);
	cr_assert(other_line == line && other_column == column);
}

static inline void add_row(struct record *record, const struct kl_row *row,
	const struct kl_dialect *dialect)
{
	uint64_t line, column;

	record->plain_count += row->plain;
	if (record->file.at != NULL)
		compare_raw(record, row);
	if (record->quiet)
		return;
	kl_text_printf(&record->rows, "%" PRIu64 "@%" PRIu64 "%s", row->number,
		row->line, row->plain ? "!" : "");
	for (size_t i = 0; i < row->count; i++) {
		kl_row_place(row, dialect, i, &line, &column);
		if (!record->anywhere)
			compare_place(row, dialect, i, line, column);
		compare_walk(record, row, dialect, i, line, column);
		kl_text_printf(&record->rows, " %" PRIu64 ":%" PRIu64 "<", line,
			column);
		kl_text_add_visible(&record->rows, row->cells[i], 0);
		kl_text_puts(&record->rows, ">");
	}
	kl_row_place(row, dialect, row->count, &line, &column);
	compare_walk(record, row, dialect, row->count, line, column);
	kl_text_printf(&record->rows, " $%" PRIu64 ":%" PRIu64 "\n", line, column);
}

static inline enum kl_status on_header(void *context, const struct kl_row *row,
	const struct kl_dialect *used, struct kl_error *error)
{
	struct record *record = context;

	cr_assert_eq(record->batches, 0);
	cr_assert_eq(row->number, 0);
	record->headers++;
	record->used = *used;
	add_row(record, row, used);
	return record->header_says == KL_OK ? KL_OK
		: kl_fail(error, record->header_says, NULL, 0, 0, "header");
}

static inline void add_issue(struct record *record, const struct kl_issue *issue)
{
	static const char *const names[] = {
		"stray", "open", "encoding", "nul", "blank"
	};
	static const char *const misfits[] = {
		"", " windows-1252", " mixed", " surrogate", " cut off"
	};

	cr_assert(record->last_line < issue->line
		|| (record->last_line == issue->line
			&& record->last_column <= issue->column),
		"order of issues");
	record->last_line = issue->line;
	record->last_column = issue->column;
	record->quote_count += issue->kind == KL_ISSUE_QUOTE_STRAY
		|| issue->kind == KL_ISSUE_QUOTE_OPEN;
	if (record->quiet)
		return;
	kl_text_printf(&record->issues, "%s %" PRIu64 ":%" PRIu64 " +%" PRIu64
		" r%" PRIu64, names[issue->kind], issue->line, issue->column,
		issue->offset, issue->row);
	if (issue->kind == KL_ISSUE_ENCODING)
		kl_text_printf(&record->issues, " %02x%s", issue->byte,
			misfits[issue->why]);
	kl_text_puts(&record->issues, "\n");
}

static inline enum kl_status on_batch(void *context, const struct kl_batch *batch,
	struct kl_error *error)
{
	struct record *record = context;

	cr_assert_eq(record->headers, 1);
	cr_assert(batch->count > 0 || batch->issue_count > 0);
	record->batches++;
	record->used = batch->dialect;
	for (size_t i = 0; i < batch->count; i++) {
		cr_assert_eq(batch->rows[i].number, ++record->row_count);
		add_row(record, &batch->rows[i], &batch->dialect);
	}
	for (size_t i = 0; i < batch->issue_count; i++)
		add_issue(record, &batch->issues[i]);
	return record->batch_says == KL_OK ? KL_OK
		: kl_fail(error, record->batch_says, NULL, 0, 0, "batch");
}

/* "encoding 3:2 this is no UTF-8 ...\n" */
static inline void on_note(void *context, const struct kl_note *note)
{
	struct record *record = context;

	cr_assert_str_eq(note->path, "some.csv");
	kl_text_printf(&record->notes, "%s", kl_note_name(note->kind));
	if (note->line > 0)
		kl_text_printf(&record->notes, " %" PRIu64 ":%" PRIu64, note->line,
			note->column);
	kl_text_printf(&record->notes, " %s\n", note->text);
}

static inline void record_release(struct record *record)
{
	kl_text_release(&record->notes);
	kl_text_release(&record->rows);
	kl_text_release(&record->issues);
}

static inline enum kl_status read_source(struct kl_source source,
	const struct kl_dialect *dialect, size_t block, struct record *record,
	struct kl_error *error)
{
	const struct kl_reader_calls calls = { .header = on_header,
		.batch = on_batch, .context = record, .note = on_note };

	return kl_read_table(&source, "some.csv", dialect, block, &calls, error);
}

static inline enum kl_status read_memory(struct kl_span bytes, size_t piece,
	const struct kl_dialect *dialect, size_t block, struct record *record,
	struct kl_error *error)
{
	struct memory memory = { .bytes = bytes, .piece = piece };

	return read_source((struct kl_source){ memory_read, &memory, NULL }, dialect,
		block, record, error);
}

static inline const char *shown(const struct kl_text_buffer *buffer)
{
	return buffer->at != NULL ? buffer->at : "";
}

static inline void expect_once(struct kl_span bytes,
	const struct kl_dialect *dialect, size_t block, size_t piece,
	const char *rows, const char *issues)
{
	struct record record = { .file = bytes };
	struct kl_error error = { 0 };
	enum kl_status status = read_memory(bytes, piece, dialect, block, &record,
		&error);

	cr_assert_eq(status, KL_OK, "%s", error.text);
	cr_assert_eq(error.status, KL_OK, "error is untouched");
	cr_assert_eq(record.headers, 1);
	cr_assert_str_eq(shown(&record.rows), rows, "block %zu piece %zu: %s\n%s"
		"instead of\n%s", block, piece, bytes.at, shown(&record.rows), rows);
	cr_assert_str_eq(shown(&record.issues), issues, "block %zu piece %zu: %s\n"
		"%sinstead of\n%s", block, piece, bytes.at, shown(&record.issues),
		issues);
	cr_assert_eq(record.quote_count, record.plain_count);
	skip_blank(&record);
	if (record.row_count > 0)
		cr_assert_eq(record.at, bytes.length, "all of the file is in rows");
	record_release(&record);
}

/* The same result for every size of block and of piece. */
static inline void expect(struct kl_span bytes, const struct kl_dialect *dialect,
	const char *rows, const char *issues)
{
	for (size_t block = 0; block <= bytes.length + 2; block++) {
		expect_once(bytes, dialect, block, 0, rows, issues);
		expect_once(bytes, dialect, block, 1, rows, issues);
		expect_once(bytes, dialect, block, 1 + block % 7, rows, issues);
	}
}

#endif
