/*
 * Reading delimited text in batches of rows.
 *
 * Text is UTF-8 here: what the file has is decoded first (table/decoder.h).
 *
 * The reader takes bytes from a source, in whatever pieces they come, and hands
 * on batches: about a thousand rows of spans that point into its own buffers.
 * Memory does not grow with the length of the file; one record may be at most
 * KL_RECORD_MOST bytes.
 *
 * Quoting is RFC 4180 as libcsv reads it in strict mode, blanks around cells
 * kept. LF, CRLF and a lone CR end a physical line. What is wrong in the text
 * is reported in the batch as an issue; nothing is skipped: of a record with a
 * stray or unclosed quote the first physical line is taken again by itself, and
 * reading goes on strictly at the next line. That line is read as libcsv does
 * when it is not strict (a quote that cannot stand there is an ordinary
 * character); if it would still end inside quotes, it is split at every
 * delimiter and all its quotes are ordinary characters.
 *
 * Work is linear in the size of the file, whatever its quotes: a line is read
 * past strictly at most twice, since a line that leaves a quote open has an odd
 * number of quotes, and the next such line ends the record, well or badly.
 */
#ifndef KL_TABLE_READER_H
#define KL_TABLE_READER_H

#include <stdint.h>
#include <sys/types.h>

#include "base/span.h"
#include "base/status.h"
#include "table/encoding.h"
#include "table/note.h"

enum { KL_RECORD_MOST = 64 << 20 };     /* bytes in one record */
enum { KL_CELLS_MOST = 1 << 20 };       /* cells in one record */
enum { KL_BLANK_MOST = 1 << 16 };       /* empty lines before the header */

/* Bytes from anywhere. read() returns the number of bytes, 0 at the end, -1 and
 * errno on failure; short reads are fine. */
struct kl_source {
	ssize_t (*read)(void *context, void *buffer, size_t size);
	void *context;
	/* After a failure: its status and its text, if the status is not KL_OK; else
	 * errno tells it. NULL: errno does. */
	const struct kl_error *failure;
};

/* How a file is compressed (table/unpack.h). */
enum kl_packing { KL_PACKED_NOT, KL_PACKED_GZIP, KL_PACKED_ZSTD };

/*
 * Where the header stands, and what is no row. Rows are counted from 1 at the
 * start of the file: every record, empty line, and line that is left out is one.
 * What stands before the first header row is left out line by line; so are lines
 * that begin with `comment` and those in comment_rows, quotes or not. Records
 * between header rows are left out.
 *
 * The names of several header rows are joined, blank ones left out. A blank cell
 * in any but the last of them, or one that its row does not have, has the name on
 * its left, as a merged cell of a spreadsheet has.
 */
struct kl_layout {
	const uint64_t *header_rows;    /* ascending; of none every row is data. If they
	                                   are not `declared`, the first record is it */
	size_t header_count;
	struct kl_span join;
	const uint64_t *comment_rows;   /* ascending */
	size_t comment_count;
	struct kl_span comment;         /* empty: none */
	const struct kl_span *names;    /* of the columns; may be none */
	size_t name_count;
	bool fold_names;                /* a header that differs from a name in the
	                                   case of A to Z only is that name */
	bool declared;                  /* which rows are the header or none: nothing
	                                   about it is to be guessed */
};

/* Names of columns that somebody asks for; see table/names.h. */
struct kl_wanted {
	const struct kl_span *names;
	size_t count;
	size_t declared;                /* of them, first: the fields of the table */
};

struct kl_dialect {
	char delimiter;         /* 0: decided by the rows (see kl_read_table) */
	char quote;             /* 0: no quoting, every quote is an ordinary character */
	unsigned sheet_number;  /* of a workbook, from 1; 0: the first that is visible */
	const char *sheet;      /* its name, which goes before the number; NULL: not
	                           given. As used: NULL for what is no workbook */
	bool skip_space;        /* blanks behind a delimiter are no part of the cell */
	const struct kl_layout *layout; /* NULL: the first record is the header */
	/* KL_ENCODING_OPEN: by the bytes (see table/decoder.h). As used: that of the
	 * rows so far, which can turn from UTF-8 to Windows-1252; OPEN of a workbook. */
	enum kl_encoding encoding;
	bool marked;            /* as used: the file begins with a byte order mark */
	/* For kl_read_input (table/frame.h) alone: */
	enum kl_packing packing;        /* that it must have; NOT: by the bytes */
	bool as_is;             /* nothing is guessed, and names are taken exactly */
	bool exact_names;       /* the second alone */
	bool footer_given;      /* footer_rows says how many rows stand below the */
	size_t footer_rows;     /* table; else it is guessed */
	const struct kl_wanted *wanted; /* NULL: none */
	size_t left;            /* as used: columns left out before the first */
};

/* One row. `cells` and `raw` die when the callback returns. */
struct kl_row {
	uint64_t number;                /* records after the header, from 1; header: 0 */
	uint64_t line;                  /* physical line of its first character, from 1;
	                                   0: it does not stand in the file; of a
	                                   workbook: row of the sheet */
	const struct kl_span *cells;    /* unquoted */
	size_t count;
	struct kl_span raw;             /* as it stands in the file, but in UTF-8, line
	                                   end included; none of a workbook */
	bool plain;                     /* taken again after a bad quote: see above */
	uint64_t passed;                /* what calls->test noted; 0: nothing */
};

enum kl_issue_kind {
	KL_ISSUE_QUOTE_STRAY,           /* a quote where none can stand */
	/* A quote that is not closed on its line, and never, or only where a
	 * cell cannot end. Always on the line that is then taken plainly. */
	KL_ISSUE_QUOTE_OPEN,
	KL_ISSUE_ENCODING,              /* first byte that does not fit; once a file */
	KL_ISSUE_NUL,                   /* first NUL byte; once a file */
	KL_ISSUE_BLANK_LINE,            /* an empty line between records (it is no record) */
	KL_ISSUE_BLANK_ROWS,            /* the same, of `line` to `last_line`; of a text,
	                                   rows of blank cells above the header */
	KL_ISSUE_EDGE,                  /* a cell left of the table's first column */
	/* Of a workbook only: */
	KL_ISSUE_CELL_ERROR,            /* a cell that holds an error: `text` says which */
	KL_ISSUE_NO_VALUE               /* a formula without its last value */
};

struct kl_issue {
	enum kl_issue_kind kind;
	uint64_t line, column;          /* of the character meant; or of the cell */
	uint64_t last_line;             /* for BLANK_ROWS */
	uint64_t offset;                /* of the byte in the file, from 0; but where
	                                   that is converted, of what concerns neither
	                                   its encoding nor NUL: in the text */
	uint64_t row;                   /* record it stands in; 0: none or the header */
	unsigned char byte;             /* for ENCODING, with */
	enum kl_misfit why;
	const char *text;               /* for CELL_ERROR; static */
};

/* Some rows, and the issues met since the batch before, both in file order. */
struct kl_batch {
	const struct kl_row *rows;
	size_t count;
	const struct kl_issue *issues;
	size_t issue_count;
	struct kl_dialect dialect;      /* as used */
};

/* Rows that are looked at together, where there is a bit for each. */
enum { KL_BLOCK_ROWS = 64 };
/* How many rows the next block has when `left` are left. */
static inline size_t kl_block_rows(size_t left)
{
	return left < KL_BLOCK_ROWS ? left : KL_BLOCK_ROWS;
}
/* The bits of that many rows, at most KL_BLOCK_ROWS. */
static inline uint64_t kl_block_all(size_t count)
{
	return count < KL_BLOCK_ROWS ? (UINT64_C(1) << count) - 1 : UINT64_MAX;
}

/* What stands around a table and is no part of it, or what was made of it. */
enum kl_left_out_kind {
	KL_LEFT_OUT_TITLE,              /* a row above the header */
	KL_LEFT_OUT_NOTE,               /* a row below the table */
	KL_LEFT_OUT_BLANK,              /* blank rows beside these */
	KL_LEFT_OUT_COLUMNS,            /* blank columns at an edge */
	KL_LEFT_OUT_NAME                /* the name of a column, for which the one
	                                   that is asked for was taken */
};

struct kl_left_out {
	enum kl_left_out_kind kind;
	uint64_t line, last_line;       /* physical lines, or rows of the sheet; of
	                                   COLUMNS and NAME: of the header */
	uint64_t column, last_column;   /* of COLUMNS: their numbers, from 1; of NAME:
	                                   `column`, its number in the table */
	const struct kl_row *row;       /* of TITLE and NOTE; else NULL */
	struct kl_span text;            /* of TITLE and NOTE: the first cell that is
	                                   not blank; of NAME: as it stands */
	struct kl_span name;            /* of NAME: what it is taken for */
};

struct kl_reader_calls {
	/* The header: the first record, BOM removed. Called once, first, also for
	 * a file without any record (row->count 0, the line reached). Issues that
	 * stand before it or in it come with the first batch. Of several header rows
	 * its cells are the joined names, and the rest is that of the last. Without
	 * a header row its cells are the names of the layout, else field1, field2
	 * and so on for the cells of the first record. Not NULL. */
	enum kl_status (*header)(void *context, const struct kl_row *row,
		const struct kl_dialect *used, struct kl_error *error);
	/* Zero or more times; at least once if there are issues. Not NULL. */
	enum kl_status (*batch)(void *context, const struct kl_batch *batch,
		struct kl_error *error);
	void *context;
	/* Something about how the file was read that no row shows, as what is hidden
	 * in a workbook; any number of times, after the header. The note dies when the
	 * call returns. May be NULL. */
	void (*note)(void *context, const struct kl_note *note);
	/* How a number in this column (from 0) is to be written, of which a workbook
	 * holds the value: with '.' or ','. After the header; NULL: with '.'. */
	char (*decimal_char)(void *context, size_t column);
	/* What kl_read_input leaves out, piece by piece, and which names it changes:
	 * above the header before it, the rest after the last batch. What it points
	 * to dies when the call returns. May be NULL. */
	void (*left_out)(void *context, const struct kl_left_out *part);
	size_t most;                    /* rows in a batch; 0: what is best */
	/* With more than one, a thread of its own reads a long text, while `batch` is
	 * still called by the thread that reads the table; workbooks are not. */
	unsigned jobs;
	/* Of rows that will be in a batch: what can be told of each by itself is
	 * noted in row->passed. Called by several threads at the same time, before the
	 * batch is handed on or not at all. May be NULL. */
	void (*test)(void *context, struct kl_row *rows, size_t count);
};

/* Reads source to its end. `path` is for errors only. A status that a callback
 * returns ends the reading and is returned. Errors: KL_IO, KL_NO_MEMORY,
 * what source->failure says,
 * KL_LIMIT (a record or a row too large, more than KL_BLANK_MOST empty lines
 * before the header; the line in error), KL_INVALID (those of kl_decoder_open; said
 * in the sentence), KL_USAGE (delimiter and quote the same, or a line end). After a
 * failure, rows before its place may have been handed on or not.
 *
 * A first line that only says which delimiter is used, as sep=; which spreadsheets
 * obey and write, is no row. The delimiter that it names holds, unless another is
 * given. To a layout it is a row where that leaves out the first row.
 *
 * If dialect->delimiter is 0, and no such line stands there, it is one of , ; tab |
 * by the evidence of header and rows (table/dialect.h).
 *
 * `block` is the number of bytes asked for at a time; 0 for the default
 * (256 KiB). Results do not depend on it. */
enum kl_status kl_read_table(const struct kl_source *source, const char *path,
	const struct kl_dialect *dialect, size_t block,
	const struct kl_reader_calls *calls, struct kl_error *error);

/* The place of a cell's first character (the opening quote, if quoted) in its
 * file: physical line, and column in code points from 1. Walks row->raw, so it is for
 * findings, not for every cell. For an index past the last cell: the place just
 * after the last character of the row, before its line end. `dialect` is the one
 * used: never with delimiter 0. Plain rows are walked as they were split. In a
 * workbook: row of the sheet, and number of its column, from 1. */
void kl_row_place(const struct kl_row *row, const struct kl_dialect *dialect,
	size_t cell, uint64_t *line, uint64_t *column);

/* The cell of a row that was placed last: the next one after it is found from
 * there, so that findings in all cells of a wide row walk it once. Zeroed it
 * knows nothing; zero it before it is used for the rows of another table. */
struct kl_row_walk {
	struct kl_span raw;     /* which row */
	uint64_t number;
	bool quoting;
	size_t cell, start;     /* its index, where it begins in raw */
	size_t line_start;      /* where its line begins in raw */
	uint64_t line, column;
};

/* The same, by way of what `walk` knows. */
void kl_row_place_after(struct kl_row_walk *walk, const struct kl_row *row,
	const struct kl_dialect *dialect, size_t cell, uint64_t *line,
	uint64_t *column);

/* Of the cell that was placed last, in the row that `walk` is in: where its first
 * character that is no quote and no blank stands in its line, in bytes from 1, and
 * how many stand before it in the cell. False if the row has no such cell, or
 * stands in no file of text. */
bool kl_row_text_start(const struct kl_row_walk *walk, const struct kl_row *row,
	const struct kl_dialect *dialect, size_t cell, size_t *byte, size_t *lead);

/* A source that reads a file descriptor, retrying after EINTR; fd is borrowed. */
struct kl_source kl_source_fd(const int *fd);

/* What a read that failed with this errno means; returns its status. */
enum kl_status kl_source_fail(const struct kl_source *source, int number,
	const char *path, struct kl_error *error);

#endif
