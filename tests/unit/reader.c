#include "table/reader.h"

#include <criterion/criterion.h>
#include <csv.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/text.h"

/* Bytes and their number, so that NUL may stand in them. */
#define T(literal) { "" literal, sizeof literal - 1 }

static const struct kl_dialect comma = { ',', '"' };

/* A source of bytes in memory, in pieces of at most `piece` (0: all). */
struct memory {
	struct kl_span bytes;
	size_t piece, given;
	size_t fail_at;         /* not 0: errno EIO once so much is given */
};

static ssize_t memory_read(void *context, void *buffer, size_t size)
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
	struct kl_text_buffer rows, issues;
	struct kl_span file;            /* if given: raw pieces are compared */
	size_t at;                      /* reached in file */
	struct kl_dialect used;
	size_t headers, batches, row_count, plain_count, quote_count;
	uint64_t last_offset;
	enum kl_status header_says, batch_says;
	bool quiet;                     /* count only */
};

static void skip_blank(struct record *record)
{
	while (record->at < record->file.length
			&& strchr("\r\n", record->file.at[record->at]) != NULL
			&& record->file.at[record->at] != '\0')
		record->at++;
}

static void compare_raw(struct record *record, const struct kl_row *row)
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
static void compare_place(const struct kl_row *row,
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

static void add_row(struct record *record, const struct kl_row *row,
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
		compare_place(row, dialect, i, line, column);
		kl_text_printf(&record->rows, " %" PRIu64 ":%" PRIu64 "<", line,
			column);
		kl_text_add_visible(&record->rows, row->cells[i], 0);
		kl_text_puts(&record->rows, ">");
	}
	kl_row_place(row, dialect, row->count, &line, &column);
	kl_text_printf(&record->rows, " $%" PRIu64 ":%" PRIu64 "\n", line, column);
}

static enum kl_status on_header(void *context, const struct kl_row *row,
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

static void add_issue(struct record *record, const struct kl_issue *issue)
{
	static const char *const names[] = {
		"stray", "open", "encoding", "nul", "blank"
	};

	cr_assert(record->last_offset <= issue->offset, "order of issues");
	record->last_offset = issue->offset;
	record->quote_count += issue->kind == KL_ISSUE_QUOTE_STRAY
		|| issue->kind == KL_ISSUE_QUOTE_OPEN;
	if (record->quiet)
		return;
	kl_text_printf(&record->issues, "%s %" PRIu64 ":%" PRIu64 " +%" PRIu64
		" r%" PRIu64, names[issue->kind], issue->line, issue->column,
		issue->offset, issue->row);
	if (issue->kind == KL_ISSUE_ENCODING)
		kl_text_printf(&record->issues, " %02x", issue->byte);
	kl_text_puts(&record->issues, "\n");
}

static enum kl_status on_batch(void *context, const struct kl_batch *batch,
	struct kl_error *error)
{
	struct record *record = context;

	cr_assert_eq(record->headers, 1);
	cr_assert(batch->count > 0 || batch->issue_count > 0);
	record->batches++;
	for (size_t i = 0; i < batch->count; i++) {
		cr_assert_eq(batch->rows[i].number, ++record->row_count);
		add_row(record, &batch->rows[i], &batch->dialect);
	}
	for (size_t i = 0; i < batch->issue_count; i++)
		add_issue(record, &batch->issues[i]);
	return record->batch_says == KL_OK ? KL_OK
		: kl_fail(error, record->batch_says, NULL, 0, 0, "batch");
}

static void record_release(struct record *record)
{
	kl_text_release(&record->rows);
	kl_text_release(&record->issues);
}

static enum kl_status read_source(struct kl_source source,
	const struct kl_dialect *dialect, size_t block, struct record *record,
	struct kl_error *error)
{
	const struct kl_reader_calls calls = { on_header, on_batch, record };

	return kl_read_table(&source, "some.csv", dialect, block, &calls, error);
}

static enum kl_status read_memory(struct kl_span bytes, size_t piece,
	const struct kl_dialect *dialect, size_t block, struct record *record,
	struct kl_error *error)
{
	struct memory memory = { .bytes = bytes, .piece = piece };

	return read_source((struct kl_source){ memory_read, &memory }, dialect,
		block, record, error);
}

static const char *shown(const struct kl_text_buffer *buffer)
{
	return buffer->at != NULL ? buffer->at : "";
}

static void expect_once(struct kl_span bytes, const struct kl_dialect *dialect,
	size_t block, size_t piece, const char *rows, const char *issues)
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
static void expect(struct kl_span bytes, const struct kl_dialect *dialect,
	const char *rows, const char *issues)
{
	for (size_t block = 0; block <= bytes.length + 2; block++) {
		expect_once(bytes, dialect, block, 0, rows, issues);
		expect_once(bytes, dialect, block, 1, rows, issues);
		expect_once(bytes, dialect, block, 1 + block % 7, rows, issues);
	}
}

struct sample {
	struct kl_span bytes;
	const char *rows, *issues;
};

Test(reader, valid)
{
	static const struct sample samples[] = {
		{ T("a,b\n1,2\n"), "0@1 1:1<a> 1:3<b> $1:4\n1@2 2:1<1> 2:3<2> $2:4\n", "" },
		{ T("a,b\n1,2"), "0@1 1:1<a> 1:3<b> $1:4\n1@2 2:1<1> 2:3<2> $2:4\n", "" },
		{ T("a,b\r\n1,2\r\n"),
			"0@1 1:1<a> 1:3<b> $1:4\n1@2 2:1<1> 2:3<2> $2:4\n", "" },
		{ T("a,b\r1,2\r"), "0@1 1:1<a> 1:3<b> $1:4\n1@2 2:1<1> 2:3<2> $2:4\n", "" },
		{ T("a\nb\rc\r\nd"), "0@1 1:1<a> $1:2\n1@2 2:1<b> $2:2\n"
			"2@3 3:1<c> $3:2\n3@4 4:1<d> $4:2\n", "" },
		{ T(""), "0@1 $1:1\n", "" },
		{ T("a"), "0@1 1:1<a> $1:2\n", "" },
		{ T(","), "0@1 1:1<> 1:2<> $1:2\n", "" },
		{ T(" "), "0@1 1:1< > $1:2\n", "" },
		/* quotes */
		{ T("\"a\",\"b,c\"\n\"\",\"d\"\"e\"\n"),
			"0@1 1:1<a> 1:5<b,c> $1:10\n1@2 2:1<> 2:4<d\"e> $2:10\n", "" },
		{ T("\"\""), "0@1 1:1<> $1:3\n", "" },
		{ T("\"\"\"\",x\r\n"), "0@1 1:1<\"> 1:6<x> $1:7\n", "" },
		{ T("a\n\"\",\n,\"\"\n"), "0@1 1:1<a> $1:2\n1@2 2:1<> 2:4<> $2:4\n"
			"2@3 3:1<> 3:2<> $3:4\n", "" },
		/* blanks belong to cells */
		{ T(" a , b\t\n\" c \",\td\n"),
			"0@1 1:1< a > 1:5< b\\t> $1:8\n1@2 2:1< c > 2:7<\\td> $2:9\n", "" },
		/* line ends inside cells, and the places behind them */
		{ T("a,b\n\"x\ny\",\"z\r\n\r\nz\",q\n1,2\n"),
			"0@1 1:1<a> 1:3<b> $1:4\n"
			"1@2 2:1<x\\ny> 3:4<z\\r\\n\\r\\nz> 5:4<q> $5:5\n"
			"2@6 6:1<1> 6:3<2> $6:4\n", "" },
		{ T("\"\r\r\n\n\",b\r1"), "0@1 1:1<\\r\\r\\n\\n> 4:3<b> $4:4\n"
			"1@5 5:1<1> $5:2\n", "" },
		{ T("\"a\r\"\r\n\"b\"\r\"\nc\""), "0@1 1:1<a\\r> $2:2\n1@3 3:1<b> $3:4\n"
			"2@4 4:1<\\nc> $5:3\n", "" },
		/* columns count code points */
		{ T("\xc3\xa9\xc3\xa9,\xe2\x82\xac,b\n\"\xf0\x9f\x98\x80\n\xc3\xa9\",c\n"),
			"0@1 1:1<\xc3\xa9\xc3\xa9> 1:4<\xe2\x82\xac> 1:6<b> $1:7\n"
			"1@2 2:1<\xf0\x9f\x98\x80\\n\xc3\xa9> 3:4<c> $3:5\n", "" },
		/* a byte order mark is no character */
		{ T("\xef\xbb\xbf" "a,b\n1,2\n"),
			"0@1 1:1<a> 1:3<b> $1:4\n1@2 2:1<1> 2:3<2> $2:4\n", "" },
		{ T("\xef\xbb\xbf\"a\",b\n1,2\n"),
			"0@1 1:1<a> 1:5<b> $1:6\n1@2 2:1<1> 2:3<2> $2:4\n", "" },
		{ T("\xef\xbb\xbf"), "0@1 $1:1\n", "" },
		{ T("a\n\xef\xbb\xbf\n"), "0@1 1:1<a> $1:2\n1@2 2:1<\\ufeff> $2:2\n", "" },
		/* rows are as wide as they are */
		{ T("a,b\n1\n1,2,3\n,\n"), "0@1 1:1<a> 1:3<b> $1:4\n1@2 2:1<1> $2:2\n"
			"2@3 3:1<1> 3:3<2> 3:5<3> $3:6\n3@4 4:1<> 4:2<> $4:2\n", "" },
	};

	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
		if (samples[i].rows != NULL && samples[i].issues != NULL)
			expect(samples[i].bytes, &comma, samples[i].rows,
				samples[i].issues);
}

Test(reader, issues)
{
	static const struct sample samples[] = {
		/* empty lines are no records */
		{ T("\n\r\na\n\n1\n\r\r\n"), "0@3 3:1<a> $3:2\n1@5 5:1<1> $5:2\n",
			"blank 1:1 +0 r0\nblank 2:1 +1 r0\nblank 4:1 +5 r0\n"
			"blank 6:1 +8 r0\nblank 7:1 +9 r0\n" },
		{ T("\n\n"), "0@3 $3:1\n", "blank 1:1 +0 r0\nblank 2:1 +1 r0\n" },
		{ T("\xef\xbb\xbf\r\na"), "0@2 2:1<a> $2:2\n", "blank 1:1 +3 r0\n" },
		/* bytes that are no text */
		{ T("a,b\n1,\xe9t\xe9\n\xff,2\n"),
			"0@1 1:1<a> 1:3<b> $1:4\n1@2 2:1<1> 2:3<\\xe9t\\xe9> $2:6\n"
			"2@3 3:1<\\xff> 3:3<2> $3:4\n", "encoding 2:3 +6 r1 e9\n" },
		{ T("\xef\xbb\xbf" "a\xc3,b\n"), "0@1 1:1<a\\xc3> 1:4<b> $1:5\n",
			"encoding 1:2 +4 r0 c3\n" },
		{ T("a\n\"\xc3\xa9\n\xc3\xa9\xed\xa0\x80\""),
			"0@1 1:1<a> $1:2\n1@2 2:1<\xc3\xa9\\n\xc3\xa9\\xed\\xa0\\x80> $3:6\n",
			"encoding 3:2 +8 r1 ed\n" },
		{ T("a\n1\n\xe2\x82"), "0@1 1:1<a> $1:2\n1@2 2:1<1> $2:2\n"
			"2@3 3:1<\\xe2\\x82> $3:3\n", "encoding 3:1 +4 r2 e2\n" },
		{ T("a,b\n1\0,\0\n\"\0\",\xff\n"), "0@1 1:1<a> 1:3<b> $1:4\n"
			"1@2 2:1<1\\x00> 2:4<\\x00> $2:5\n2@3 3:1<\\x00> 3:5<\\xff> $3:6\n",
			"nul 2:2 +5 r1\nencoding 3:5 +13 r2 ff\n" },
		{ T("\xff\n\0\n"), "0@1 1:1<\\xff> $1:2\n1@2 2:1<\\x00> $2:2\n",
			"encoding 1:1 +0 r0 ff\nnul 2:1 +2 r1\n" },
		/* quotes where none can stand: read as ordinary where they pair */
		{ T("a,b\nx\"y,2\n3,4\n"), "0@1 1:1<a> 1:3<b> $1:4\n"
			"1@2! 2:1<x\"y> 2:5<2> $2:6\n2@3 3:1<3> 3:3<4> $3:4\n",
			"stray 2:2 +5 r1\n" },
		{ T("a,b\n1,\"x\"y\n3,4\n"), "0@1 1:1<a> 1:3<b> $1:4\n"
			"1@2! 2:1<1> 2:3<\"x\"y> $2:7\n2@3 3:1<3> 3:3<4> $3:4\n",
			"stray 2:5 +8 r1\n" },
		{ T("a,b\n\"x\"\xc3\xa9\",2\n"), "0@1 1:1<a> 1:3<b> $1:4\n"
			"1@2! 2:1<x\"\xc3\xa9> 2:7<2> $2:8\n", "stray 2:3 +6 r1\n" },
		{ T("a\n\"x\" ,\"y\"\n"), "0@1 1:1<a> $1:2\n"
			"1@2! 2:1<x\" ,\"y> $2:9\n", "stray 2:3 +4 r1\n" },
		{ T("a\"\n1\n"), "0@1! 1:1<a\"> $1:3\n1@2 2:1<1> $2:2\n",
			"stray 1:2 +1 r0\n" },
		{ T("\xef\xbb\xbf\"a\"b\r\n1\r\n"), "0@1! 1:1<\"a\"b> $1:5\n"
			"1@2 2:1<1> $2:2\n", "stray 1:3 +5 r0\n" },
		{ T("a\n\xc3\xa9,\xc3\xa9\""), "0@1 1:1<a> $1:2\n"
			"1@2! 2:1<\xc3\xa9> 2:3<\xc3\xa9\"> $2:5\n", "stray 2:4 +7 r1\n" },
		/* a quote that is not closed: the lines behind it come back */
		{ T("a,b\n1,\"x\n2,y\n3,z\n"), "0@1 1:1<a> 1:3<b> $1:4\n"
			"1@2! 2:1<1> 2:3<\"x> $2:5\n2@3 3:1<2> 3:3<y> $3:4\n"
			"3@4 4:1<3> 4:3<z> $4:4\n", "open 2:3 +6 r1\n" },
		{ T("a,b\n1,\"x\n2,\"y\"\n3,z\n"), "0@1 1:1<a> 1:3<b> $1:4\n"
			"1@2! 2:1<1> 2:3<\"x> $2:5\n2@3 3:1<2> 3:3<y> $3:6\n"
			"3@4 4:1<3> 4:3<z> $4:4\n", "open 2:3 +6 r1\n" },
		{ T("\"a,b\r1,\"\"\r\r3,4"), "0@1! 1:1<\"a> 1:4<b> $1:5\n"
			"1@2 2:1<1> 2:3<> $2:5\n2@4 4:1<3> 4:3<4> $4:4\n",
			"open 1:1 +0 r0\nblank 3:1 +10 r0\n" },
		{ T("\""), "0@1! 1:1<\"> $1:2\n", "open 1:1 +0 r0\n" },
		{ T("a\n\"\"\""), "0@1 1:1<a> $1:2\n1@2! 2:1<\"\"\"> $2:4\n",
			"open 2:1 +2 r1\n" },
		{ T("\"a\n\"b\n\"c\n"), "0@1! 1:1<\"a> $1:3\n1@2! 2:1<\"b> $2:3\n"
			"2@3! 3:1<\"c> $3:3\n",
			"open 1:1 +0 r0\nopen 2:1 +3 r1\nopen 3:1 +6 r2\n" },
		/* the cell that stays open is not the first quoted one */
		{ T("a\n\"p,q\",\"x\",\"y,z\n1\n"), "0@1 1:1<a> $1:2\n"
			"1@2! 2:1<\"p> 2:4<q\"> 2:7<\"x\"> 2:11<\"y> 2:14<z> $2:15\n"
			"2@3 3:1<1> $3:2\n", "open 2:11 +12 r1\n" },
		/* bad bytes swallowed by a quote belong to the record they come to */
		{ T("a\n\"x\ny\xff\n\0\n"), "0@1 1:1<a> $1:2\n1@2! 2:1<\"x> $2:3\n"
			"2@3 3:1<y\\xff> $3:3\n3@4 4:1<\\x00> $4:2\n",
			"open 2:1 +2 r1\nencoding 3:2 +6 r2 ff\nnul 4:1 +8 r3\n" },
		/* issues of one record stand in file order */
		{ T("a\n\0b\"\xff\n"), "0@1 1:1<a> $1:2\n1@2! 2:1<\\x00b\"\\xff> $2:5\n",
			"nul 2:1 +2 r1\nstray 2:3 +4 r1\nencoding 2:4 +5 r1 ff\n" },
	};

	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
		expect(samples[i].bytes, &comma, samples[i].rows, samples[i].issues);
}

Test(reader, dialects)
{
	static const struct {
		struct kl_dialect dialect;
		struct sample sample;
	} cases[] = {
		{ { '\t', '"' }, { T("a\tb,c\n\"\t\"\t2\n"),
			"0@1 1:1<a> 1:3<b,c> $1:6\n1@2 2:1<\\t> 2:5<2> $2:6\n", "" } },
		{ { ' ', '"' }, { T("a  b\n"), "0@1 1:1<a> 1:3<> 1:4<b> $1:5\n", "" } },
		{ { ';', '\'' }, { T("'a;b';\"c;d\n'x''\ny'\n"),
			"0@1 1:1<a;b> 1:7<\"c> 1:10<d> $1:11\n1@2 2:1<x'\\ny> $3:3\n", "" } },
		{ { ',', 0 }, { T("\"a,b\n\"\n\n\"\"x,\0\n"),
			"0@1 1:1<\"a> 1:4<b> $1:5\n1@2 2:1<\"> $2:2\n"
			"2@4 4:1<\"\"x> 4:5<\\x00> $4:6\n",
			"blank 3:1 +7 r0\nnul 4:5 +12 r2\n" } },
		{ { 0, 0 }, { T("a;\"b;c,d\"\n1;2"),
			"0@1 1:1<a> 1:3<\"b> 1:6<c,d\"> $1:10\n1@2 2:1<1> 2:3<2> $2:4\n",
			"" } },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (cases[i].sample.rows != NULL)
			expect(cases[i].sample.bytes, &cases[i].dialect,
				cases[i].sample.rows, cases[i].sample.issues);
}

Test(reader, delimiter_is_decided_by_the_header)
{
	static const struct {
		struct kl_span bytes;
		char quote, delimiter;
	} cases[] = {
		{ T(""), '"', ',' },
		{ T("a\n1;2;3\n"), '"', ',' },
		{ T("a;b\n1,2,3,4\n"), '"', ';' },
		{ T("a;b,c\n"), '"', ',' },
		{ T("a\tb\tc,d\n"), '"', '\t' },
		{ T("a|b|c;d\r1;;;;\r"), '"', '|' },
		{ T("\n\r\na;b\n"), '"', ';' },
		{ T("\xef\xbb\xbf\"a,b,c\";d\n"), '"', ';' },
		{ T("\"a\"\",,,\"\"\";d\n"), '"', ';' },
		{ T("\"a,,\n,,\";d\n,,,,\n"), '"', ';' },
		{ T("a;5\" b,c;d\n"), '"', ';' },
		{ T("\"a;b;c,d\n1,2,3,4,5\n"), '"', ';' },
		{ T("'a,b,c';d\n"), '\'', ';' },
		{ T("'a,b,c';d\n"), 0, ',' },
		{ T("a,b|c|d;e\n"), '|', ',' },
		{ T("a,b,c;d\n"), ',', ';' },
		{ T("a"), ',', ';' },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct kl_dialect dialect = { 0, cases[i].quote };
		for (size_t block = 0; block <= cases[i].bytes.length + 1; block++) {
			struct record record = { 0 };
			cr_assert_eq(read_memory(cases[i].bytes, 1, &dialect, block,
				&record, NULL), KL_OK);
			cr_expect_eq(record.used.delimiter, cases[i].delimiter, "%s: %c",
				cases[i].bytes.at, record.used.delimiter);
			cr_expect_eq(record.used.quote, cases[i].quote);
			record_release(&record);
		}
	}
}

Test(reader, refusals)
{
	static const struct {
		struct kl_dialect dialect;
		struct kl_span bytes;
		enum kl_status status;
		const char *says;
	} cases[] = {
		{ { ',', '"' }, T("\xff\xfe" "a\0"), KL_INVALID, "UTF-16" },
		{ { ',', '"' }, T("\xfe\xff\0a"), KL_INVALID, "UTF-16" },
		{ { 0, '"' }, T("PK\3\4\x14\0"), KL_INVALID, "XLSX" },
		{ { ',', '"' }, T("\xd0\xcf\x11\xe0\xa1\xb1"), KL_INVALID, ".xls" },
		{ { ',', ',' }, T("a"), KL_USAGE, "same" },
		{ { '\n', '"' }, T("a"), KL_USAGE, "line end" },
		{ { ',', '\r' }, T("a"), KL_USAGE, "line end" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		for (size_t block = 0; block < 9; block++) {
			struct record record = { 0 };
			struct kl_error error = { 0 };
			cr_expect_eq(read_memory(cases[i].bytes, 1, &cases[i].dialect,
				block, &record, &error), cases[i].status);
			cr_expect_eq(error.status, cases[i].status);
			cr_expect_str_eq(error.path, "some.csv");
			cr_expect(strstr(error.text, cases[i].says) != NULL, "%s",
				error.text);
			cr_expect_eq(record.headers, 0);
			record_release(&record);
		}
}

Test(reader, almost_refused)
{
	expect((struct kl_span)T("PK\3,x\n"), &comma,
		"0@1 1:1<PK\\x03> 1:5<x> $1:6\n", "");
	expect((struct kl_span)T("PK"), &comma, "0@1 1:1<PK> $1:3\n", "");
	expect((struct kl_span)T("\xef\xbb"), &comma,
		"0@1 1:1<\\xef\\xbb> $1:3\n", "encoding 1:1 +0 r0 ef\n");
}

Test(reader, read_errors)
{
	const struct kl_span bytes = T("a,b\n1,\"x\ny\"\n3,4\n");

	for (size_t fail_at = 1; fail_at <= bytes.length; fail_at++)
		for (size_t block = 0; block < 20; block++) {
			struct memory memory = { bytes, 1, 0, fail_at };
			struct record record = { 0 };
			struct kl_error error = { 0 };
			cr_expect_eq(read_source((struct kl_source){ memory_read,
				&memory }, &comma, block, &record, &error), KL_IO);
			cr_expect_eq(error.status, KL_IO);
			cr_expect_str_eq(error.path, "some.csv");
			cr_expect(strstr(error.text, strerror(EIO)) != NULL);
			record_release(&record);
		}
}

Test(reader, callbacks_end_the_reading)
{
	const struct kl_span bytes = T("a\n1\n2\n3\n");
	struct record record = { .header_says = KL_CLOSED };
	struct kl_error error = { 0 };

	cr_expect_eq(read_memory(bytes, 0, &comma, 0, &record, &error), KL_CLOSED);
	cr_expect_eq(record.headers, 1);
	cr_expect_eq(record.batches, 0);
	cr_expect_str_eq(error.text, "header");
	record_release(&record);

	record = (struct record){ .batch_says = KL_LIMIT };
	cr_expect_eq(read_memory(bytes, 0, &comma, 8, &record, &error), KL_LIMIT);
	cr_expect_eq(record.batches, 1);
	cr_expect_str_eq(error.text, "batch");
	record_release(&record);
}

static int pipe_ends[2];
static volatile sig_atomic_t woken;

/* Gives the reader something only after it was interrupted. */
static void wake(int number)
{
	(void)number;
	if (woken++ == 0)
		return;
	if (write(pipe_ends[1], "a,b\n", 4) == 4)
		close(pipe_ends[1]);
	const struct itimerval never = { 0 };
	setitimer(ITIMER_REAL, &never, NULL);
}

Test(reader, descriptor_goes_on_after_a_signal, .timeout = 20)
{
	const struct sigaction action = { .sa_handler = wake };
	const struct itimerval soon = { { 0, 20000 }, { 0, 20000 } };
	struct record record = { 0 };
	struct kl_error error = { 0 };

	cr_assert_eq(pipe(pipe_ends), 0);
	cr_assert_eq(sigaction(SIGALRM, &action, NULL), 0);
	cr_assert_eq(setitimer(ITIMER_REAL, &soon, NULL), 0);
	cr_expect_eq(read_source(kl_source_fd(&pipe_ends[0]), &comma, 0, &record,
		&error), KL_OK, "%s", error.text);
	cr_expect_str_eq(shown(&record.rows), "0@1 1:1<a> 1:3<b> $1:4\n");
	cr_expect(woken >= 2);
	record_release(&record);
	close(pipe_ends[0]);
}

Test(reader, descriptor_of_a_folder)
{
	int fd = open("/", O_RDONLY);
	struct record record = { 0 };
	struct kl_error error = { 0 };

	cr_expect_eq(read_source(kl_source_fd(&fd), &comma, 0, &record, &error),
		KL_IO);
	cr_expect(strstr(error.text, strerror(EISDIR)) != NULL);
	close(fd);
}

/* First some bytes, then others again and again: up to `total` (0: no end). */
struct repeated {
	struct kl_span first, again;
	size_t total, given;
};

static ssize_t repeated_read(void *context, void *buffer, size_t size)
{
	struct repeated *repeated = context;
	struct kl_span first = repeated->first, again = repeated->again;
	char *out = buffer;

	if (repeated->total != 0 && size > repeated->total - repeated->given)
		size = repeated->total - repeated->given;
	for (size_t i = 0; i < size; i++) {
		size_t at = repeated->given++;
		out[i] = at < first.length ? first.at[at]
			: again.at[(at - first.length) % again.length];
	}
	return (ssize_t)size;
}

Test(reader, files_without_end_are_refused, .timeout = 120)
{
	static const struct {
		struct kl_span first, again;
		uint64_t line;
		const char *says;
	} cases[] = {
		{ T("a\n1\n"), T("xxxxxxx"), 3, "64 MiB" },
		{ T("a\n\"\n\"\n1,\""), T("xxxxxxx"), 4, "64 MiB" },
		{ T("a\n\""), T("xxxxxx\n"), 2, "64 MiB" },
		{ T("\""), T("\"\"\r"), 1, "64 MiB" },
		{ T("a\n"), T(","), 2, "64 MiB" },
		{ T(""), T("\","), 1, "64 MiB" },
		{ T(""), T("\r\n"), 65537, "no header" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct repeated repeated = { cases[i].first, cases[i].again, 0, 0 };
		struct record record = { .quiet = true };
		struct kl_error error = { 0 };
		cr_expect_eq(read_source((struct kl_source){ repeated_read, &repeated },
			&comma, 0, &record, &error), KL_LIMIT);
		cr_expect_eq(error.status, KL_LIMIT);
		cr_expect_eq(error.line, cases[i].line, "%s: line %" PRIu64,
			error.text, error.line);
		cr_expect(strstr(error.text, cases[i].says) != NULL, "%s", error.text);
		cr_expect(repeated.given <= KL_RECORD_MOST + (1 << 20),
			"%zu bytes read", repeated.given);
	}
}

Test(reader, records_up_to_the_limit, .timeout = 120)
{
	const size_t blocks[] = { 0, 1 << 20, (100 << 20) + 7 };

	for (size_t i = 0; i < 3; i++)
		for (size_t extra = 0; extra < 3; extra++) {
			/* Header, then a record of so many bytes without a line end. */
			struct repeated repeated = { T("a\n\""), T("\"\""),
				2 + KL_RECORD_MOST + extra, 0 };
			struct record record = { .quiet = true };
			struct kl_error error = { 0 };
			enum kl_status status = read_source((struct kl_source){
				repeated_read, &repeated }, &comma, blocks[i], &record,
				&error);
			cr_expect_eq(status, extra == 0 ? KL_OK : KL_LIMIT,
				"block %zu extra %zu: %s", blocks[i], extra, error.text);
			cr_expect_eq(record.row_count, extra == 0 ? 1 : 0);
		}
}

Test(reader, cells_up_to_the_limit, .timeout = 60)
{
	static const struct kl_span again[] = { T(","), T("\"\",") };

	for (size_t i = 0; i < 2; i++)
		for (size_t extra = 0; extra < 2; extra++) {
			struct repeated repeated = { T("a\n"), again[i],
				2 + again[i].length * (KL_CELLS_MOST - 1 + extra), 0 };
			struct record record = { .quiet = true };
			struct kl_error error = { 0 };
			cr_expect_eq(read_source((struct kl_source){ repeated_read,
				&repeated }, &comma, 0, &record, &error),
				extra == 0 ? KL_OK : KL_LIMIT);
			cr_expect_eq(record.row_count, 1 - extra);
			cr_expect(extra == 0 || (error.line == 2
				&& strstr(error.text, "cells") != NULL), "%s", error.text);
		}
}

/* What would be read again for every line if the reader were careless. */
Test(reader, hostile_quotes_take_linear_time, .timeout = 60)
{
	static const struct {
		struct kl_span first, again;
		size_t rows;            /* in one `again`; with the header one less */
	} cases[] = {
		{ T(""), T("\"\n"), 0 },
		{ T(""), T("\"a\n"), 1 },
		{ T(""), T("a\"\n"), 1 },
		{ T(""), T("a\"\r"), 1 },
		{ T(""), T("\"a\"b\r"), 1 },
		{ T("\""), T("a,b\n"), 1 },
		{ T("\"\n"), T("a\n"), 1 },
		{ T("\"\n"), T("a,\"\"\n"), 1 },
		{ T("\"\r"), T("\"\"\r"), 1 },
		{ T(""), T("x,\"y\na,b\nc,\"\"\nd,\"\"\n"), 4 },
		{ T(""), T("x,\"y\na,b\"\"\nc,\"\"\nz\"\n"), 0 },
		{ T("a\n"), T("\"x,"), 0 },
		{ T("a\n"), T("\"\""), 0 },
		{ T("\"\""), T("\n"), 0 },
		{ T("a\n\"\n"), T("\r"), 0 },
		{ T("a\n"), T("\"\",\""), 0 },
		{ T("a\n"), T("\xff\n"), 1 },
		{ T("a\n"), T("\0"), 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t length = cases[i].again.length, times = (2 << 20) / length;
		struct repeated repeated = { cases[i].first, cases[i].again,
			cases[i].first.length + times * length, 0 };
		struct record record = { .quiet = true };
		cr_expect_eq(read_source((struct kl_source){ repeated_read, &repeated },
			&comma, 0, &record, NULL), KL_OK);
		cr_expect_eq(record.quote_count, record.plain_count);
		if (cases[i].rows != 0)
			cr_expect(record.row_count + 1 >= times * cases[i].rows
				&& record.row_count <= times * cases[i].rows + 1,
				"case %zu: %zu rows", i, record.row_count);
	}
}

/* A pseudo-random number below `below`; the same on every machine. */
static size_t pick(uint64_t *seed, size_t below)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (size_t)(*seed >> 11) % below;
}

/* A table that is written, and what the reader must say of it. */
struct written {
	struct kl_text_buffer file, rows;
	uint64_t seed, line, column, records;
};

static void write_cell(struct written *out, bool first)
{
	static const char *const pieces[] = {
		"a", "1", " ", ",", "\"", "\n", "\r\n", "\r", "\xc3\xa9", "\xe2\x82\xac",
		"\t", ";"
	};
	enum { PIECES = sizeof pieces / sizeof *pieces };
	struct kl_text_buffer cell = { 0 };
	bool quoted = pick(&out->seed, 3) == 0;
	uint64_t line = out->line, column = out->column;
	bool cr = false;

	kl_text_puts(&cell, "");
	for (size_t count = pick(&out->seed, 6); count > 0; count--) {
		size_t piece = pick(&out->seed, PIECES);
		/* A single empty cell would be an empty line. */
		if (!quoted && piece >= 3 && piece <= 7)
			continue;
		kl_text_puts(&cell, pieces[piece]);
	}
	if (first && cell.length == 0)
		quoted = true;
	out->column += quoted;
	kl_text_puts(&out->file, quoted ? "\"" : "");
	for (size_t i = 0; i < cell.length; i++) {
		char c = cell.at[i];
		kl_text_add(&out->file, (struct kl_span){ &c, 1 });
		if (c == '"')
			kl_text_puts(&out->file, "\"");
		if (c == '\n' || c == '\r') {
			out->line += !(c == '\n' && cr);
			out->column = 1;
		} else if ((c & 0xc0) != 0x80) {
			out->column += c == '"' ? 2 : 1;
		}
		cr = c == '\r';
	}
	out->column += quoted;
	kl_text_puts(&out->file, quoted ? "\"" : "");
	kl_text_printf(&out->rows, " %" PRIu64 ":%" PRIu64 "<", line, column);
	kl_text_add_visible(&out->rows, kl_text_span(&cell), 0);
	kl_text_puts(&out->rows, ">");
	kl_text_release(&cell);
}

static void write_record(struct written *out, bool last)
{
	static const char *const ends[] = { "\n", "\r\n", "\r" };

	kl_text_printf(&out->rows, "%" PRIu64 "@%" PRIu64, out->records++,
		out->line);
	for (size_t cells = 1 + pick(&out->seed, 5), i = 0; i < cells; i++) {
		if (i > 0) {
			kl_text_puts(&out->file, ",");
			out->column++;
		}
		write_cell(out, i == 0);
	}
	kl_text_printf(&out->rows, " $%" PRIu64 ":%" PRIu64 "\n", out->line,
		out->column);
	if (!last || pick(&out->seed, 2) == 0)
		kl_text_puts(&out->file, ends[pick(&out->seed, 3)]);
	out->line++;
	out->column = 1;
}

/* A CR that ends a record and an LF that begins the next cannot meet: no record
 * begins with a bare LF, since an empty first cell is quoted. */
Test(reader, random_valid_tables, .timeout = 120)
{
	for (uint64_t seed = 1; seed <= 400; seed++) {
		struct written out = { .seed = seed * UINT64_C(0x9e3779b97f4a7c15),
			.line = 1, .column = 1 };
		for (size_t records = 1 + pick(&out.seed, 12); records > 0; records--)
			write_record(&out, records == 1);
		const size_t blocks[] = { 0, 1, 2, 3, 5, 9, 17, 40, 41,
			1 + pick(&out.seed, 200) };
		for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
			expect_once(kl_text_span(&out.file), &comma, blocks[i],
				pick(&out.seed, 9), out.rows.at, "");
		kl_text_release(&out.file);
		kl_text_release(&out.rows);
	}
}

struct oracle {
	struct kl_text_buffer text;
};

static void oracle_cell(void *bytes, size_t length, void *context)
{
	struct oracle *oracle = context;

	kl_text_puts(&oracle->text, "<");
	kl_text_add_visible(&oracle->text, (struct kl_span){ bytes, length }, 0);
	kl_text_puts(&oracle->text, ">");
}

static void oracle_row(int end, void *context)
{
	struct oracle *oracle = context;

	(void)end;
	kl_text_puts(&oracle->text, "\n");
}

static int never(unsigned char c)
{
	(void)c;
	return 0;
}

/* The file by libcsv alone; false if it refuses it. */
static bool ask_libcsv(struct kl_span bytes, struct oracle *oracle)
{
	struct csv_parser parser;
	bool fine;

	cr_assert_eq(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI), 0);
	csv_set_space_func(&parser, never);
	fine = csv_parse(&parser, bytes.at, bytes.length, oracle_cell, oracle_row,
		oracle) == bytes.length
		&& csv_fini(&parser, oracle_cell, oracle_row, oracle) == 0;
	csv_free(&parser);
	return fine;
}

/* Rows as the oracle writes them: numbers, places left out. */
static struct kl_text_buffer bare(const char *rows)
{
	struct kl_text_buffer out = { 0 };
	bool inside = false;

	kl_text_puts(&out, "");
	for (; *rows != '\0'; rows++) {
		inside = inside || *rows == '<';
		if (inside || *rows == '\n')
			kl_text_add(&out, (struct kl_span){ rows, 1 });
		if (*rows == '>')
			inside = false;
	}
	return out;
}

/* Anything at all: the same for every block; all of it in rows; quotes that
 * libcsv takes give its cells, others give one issue for every plain row. */
Test(reader, random_bytes, .timeout = 240)
{
	static const char alphabet[] = "a,\"\n\r\"\n,b\xc3\xa9\xff";
	uint64_t seed = 20041001;
	size_t agreed = 0, plain = 0;

	for (int round = 0; round < 4000; round++) {
		char bytes[64];
		size_t length = pick(&seed, sizeof bytes);
		size_t letters = round % 2 == 0 ? 5 : sizeof alphabet;
		for (size_t i = 0; i < length; i++)
			bytes[i] = alphabet[pick(&seed, letters)];
		const struct kl_span file = { bytes, length };
		struct record first = { .file = file };
		struct kl_error error = { 0 };
		if (length > 1 && (memcmp(bytes, "\xff\xfe", 2) == 0))
			continue;
		cr_assert_eq(read_memory(file, 0, &comma, 0, &first, &error), KL_OK);
		for (size_t block = 1; block < length + 2; block += 1 + block / 3)
			expect_once(file, &comma, block, block % 5, shown(&first.rows),
				shown(&first.issues));
		plain += first.plain_count;
		struct oracle oracle = { 0 };
		kl_text_puts(&oracle.text, "");
		if (ask_libcsv(file, &oracle) && oracle.text.length > 0) {
			struct kl_text_buffer cells = bare(shown(&first.rows));
			cr_assert_str_eq(cells.at, oracle.text.at);
			cr_assert_eq(first.plain_count, 0);
			kl_text_release(&cells);
			agreed++;
		} else if (oracle.text.length > 0) {
			cr_assert(first.plain_count > 0);
		}
		kl_text_release(&oracle.text);
		record_release(&first);
	}
	cr_expect(agreed > 300, "%zu", agreed);
	cr_expect(plain > 3000, "%zu", plain);
}

/* Many rows: more than a batch, and more than a buffer. */
Test(reader, long_files, .timeout = 60)
{
	const size_t blocks[] = { 0, 100, 4096, 65537 };
	enum { TIMES = 60000 };

	for (size_t i = 0; i < 4; i++) {
		const struct kl_span again = T("12,\"a\"\"b\",x\ny,\"1\n2\",\n");
		struct repeated repeated = { T("h\n"), again,
			2 + again.length * TIMES, 0 };
		struct record record = { .quiet = true };
		cr_expect_eq(read_source((struct kl_source){ repeated_read, &repeated },
			&comma, blocks[i], &record, NULL), KL_OK);
		cr_expect_eq(record.row_count, 2 * TIMES);
		cr_expect(record.batches > 2 * TIMES / 5000);
	}
}
