/*
 * The rows of a sheet, gathered into batches. For the files xlsx*.c.
 *
 * A failure of a call is kept, and what is given after it is ignored.
 */
#ifndef KL_TABLE_XLSX_ROWS_H
#define KL_TABLE_XLSX_ROWS_H

#include "base/text.h"
#include "table/header.h"

struct kl_sheet_rows {
	const struct kl_reader_calls *calls;
	const char *path;               /* for errors */
	struct kl_dialect dialect;      /* with the name of the sheet */
	struct kl_error *error;
	enum kl_status status;

	struct kl_row *rows;
	size_t row_count, row_capacity;
	struct kl_span *cells;          /* of all rows; at NULL: at its offset in text */
	size_t *offsets;
	size_t cell_count, cell_capacity, offset_capacity;
	struct kl_text_buffer text;
	struct kl_issue *issues;
	size_t issue_count, issue_capacity;

	uint64_t line;                  /* of the row in progress */
	size_t width;                   /* its cells so far */
	bool used;                      /* something stands in it */
	size_t text_begin, issue_begin; /* of its text and issues */
	uint64_t reached;               /* line of the last row that was used */
	uint64_t number;                /* of the next record; 0: the header */
	size_t header_width;
	struct kl_header header;        /* released by who began it */
};

/* Whether the row in progress is one of data, surely. */
static inline bool kl_rows_in_data(const struct kl_sheet_rows *rows)
{
	return rows->number > 0 || kl_header_none(&rows->header);
}

void kl_rows_release(struct kl_sheet_rows *rows);

/* A row at a line beyond the last. */
void kl_rows_begin(struct kl_sheet_rows *rows, uint64_t line);
/* A cell of it (from 0), in any order, each once: a text that outlives the
 * reading, or one that is copied. An empty text is a blank cell. */
void kl_rows_put(struct kl_sheet_rows *rows, size_t column, struct kl_span text,
	bool copy);
/* Something about a cell of it, which then counts as used. */
void kl_rows_issue(struct kl_sheet_rows *rows, size_t column,
	enum kl_issue_kind kind, const char *text);
/* A row in which nothing stands is no row, and told as an issue if a later one
 * is used. */
void kl_rows_end(struct kl_sheet_rows *rows);
/* After the last row. */
void kl_rows_finish(struct kl_sheet_rows *rows);

#endif
