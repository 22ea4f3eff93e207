/*
 * Writing delimited text, so that kl_read_table reads back the same cells, and so
 * do readers that know less: RFC 4180 with LF.
 *
 * A cell stands in quotes only if it must:
 *   - it holds the delimiter, the quote or a line end;
 *   - it begins or ends with a blank (space, tab), which many readers trim;
 *   - it is empty and alone in its row, which would be an empty line;
 *   - it is the first of a row, and begins as a comment of the dialect;
 *   - it is the very first, and begins as a file does that is no such text: with
 *     a byte order mark, `sep=`, or as a zip file or old workbook; where it would
 *     still be a line that names the delimiter, such a line goes before it;
 *   - it stands in the first row or alone in its row, and holds another of
 *     , ; tab | which would count as a delimiter where none is declared.
 */
#ifndef KL_TABLE_CSV_WRITE_H
#define KL_TABLE_CSV_WRITE_H

#include <stdio.h>

#include "table/reader.h"

enum { KL_CSV_BUFFER = 32 * 1024 };

/* Nothing to release. */
struct kl_csv {
	FILE *stream;           /* borrowed */
	char delimiter, quote;  /* quote 0: none */
	struct kl_span comment; /* borrowed of the dialect's layout; empty: none */
	bool begun;             /* a row was written */
	bool special[256];      /* bytes for which a cell is quoted */
	size_t used;
	char buffer[KL_CSV_BUFFER];
};

/* Of the dialect counts delimiter (0: comma), quote, and what begins a comment.
 * Nothing is written yet. */
void kl_csv_begin(struct kl_csv *csv, const struct kl_dialect *dialect,
	FILE *stream);

/* Writes one row; one without cells is nothing. Errors: KL_INVALID: the dialect
 * has no quote, and a cell needs one (nothing of the row is written then); KL_IO,
 * KL_CLOSED: the stream failed, which may also be told by kl_csv_end only. */
enum kl_status kl_csv_row(struct kl_csv *csv, const struct kl_span *cells,
	size_t count, struct kl_error *error);

/* Writes a row that stands there as text, with its line end. Errors: KL_IO, KL_CLOSED,
 * which may also be told by kl_csv_end only. */
enum kl_status kl_csv_add(struct kl_csv *csv, struct kl_span row,
	struct kl_error *error);

/* Whether a cell would stand in quotes: that at `index` in the next row, of `count`
 * cells. Of a dialect without a quote: whether it needs one. */
bool kl_csv_quotes(const struct kl_csv *csv, struct kl_span cell, size_t index,
	size_t count);

/* Hands the rest to the stream, and flushes that. Errors: KL_IO, KL_CLOSED. */
enum kl_status kl_csv_end(struct kl_csv *csv, struct kl_error *error);

#endif
