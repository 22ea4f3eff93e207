#include "table/xlsx_rows.h"

#include <stdlib.h>

#include "base/memory.h"
#include "table/sheet.h"

/* A batch ends when any of these is reached, which bounds its arrays. */
enum { ROWS = 4096, CELLS = 1 << 16, ISSUES = 4096, TEXT = 4 << 20 };

static const struct kl_span blank = { "", 0 };

static void give_absent(struct kl_sheet_rows *rows, size_t cells);

void kl_rows_release(struct kl_sheet_rows *rows)
{
	free(rows->rows);
	free(rows->cells);
	free(rows->offsets);
	free(rows->issues);
	kl_text_release(&rows->text);
}

static void fail(struct kl_sheet_rows *rows, enum kl_status status)
{
	if (rows->status == KL_OK)
		rows->status = status;
}

void kl_rows_begin(struct kl_sheet_rows *rows, uint64_t line)
{
	/* Numbers are written as their column is declared, so that its name must
	 * be known before them. */
	if (rows->number == 0 && kl_header_none(&rows->header)
			&& rows->header.layout->name_count > 0)
		give_absent(rows, 0);
	rows->line = line;
	rows->width = 0;
	rows->used = false;
	rows->text_begin = rows->text.length;
	rows->issue_begin = rows->issue_count;
}

/* Makes the row in progress at least so wide. */
static bool widen(struct kl_sheet_rows *rows, size_t width)
{
	size_t need = rows->cell_count + width;

	if (!kl_grow(rows->cells, rows->cell_capacity, need)
			|| !kl_grow(rows->offsets, rows->offset_capacity, need)) {
		fail(rows, kl_no_memory(rows->error));
		return false;
	}
	for (; rows->width < width; rows->width++)
		rows->cells[rows->cell_count + rows->width] = blank;
	return true;
}

static enum kl_status too_long(struct kl_sheet_rows *rows)
{
	return kl_fail(rows->error, KL_LIMIT, rows->path, 0, 0,
		"row %llu of sheet '%s' holds more than %d MiB",
		(unsigned long long)rows->line, rows->dialect.sheet,
		KL_RECORD_MOST >> 20);
}

static enum kl_status twice(struct kl_sheet_rows *rows, size_t column)
{
	struct kl_text_buffer cell = { 0 };

	kl_sheet_add_cell(rows->dialect.sheet, rows->line, column + 1, &cell);
	enum kl_status status = cell.failed ? kl_no_memory(rows->error)
		: kl_fail(rows->error, KL_INVALID, rows->path, 0, 0,
			"is damaged: the cell %s stands in it twice", cell.at);
	kl_text_release(&cell);
	return status;
}

void kl_rows_put(struct kl_sheet_rows *rows, size_t column, struct kl_span text,
	bool copy)
{
	if (text.length == 0 || rows->status != KL_OK
			|| (column >= rows->width && !widen(rows, column + 1)))
		return;
	size_t at = rows->cell_count + column;
	if (rows->cells[at].length > 0) {
		fail(rows, twice(rows, column));
		return;
	}
	rows->used = true;
	rows->cells[at] = text;
	if (!copy)
		return;
	rows->cells[at].at = NULL;
	rows->offsets[at] = rows->text.length;
	kl_text_add(&rows->text, text);
	if (rows->text.failed)
		fail(rows, kl_no_memory(rows->error));
	else if (rows->text.length - rows->text_begin > KL_RECORD_MOST)
		fail(rows, too_long(rows));
}

static void add_issue(struct kl_sheet_rows *rows, struct kl_issue issue)
{
	if (rows->status != KL_OK)
		return;
	if (!kl_grow(rows->issues, rows->issue_capacity, rows->issue_count + 1)) {
		fail(rows, kl_no_memory(rows->error));
		return;
	}
	rows->issues[rows->issue_count++] = issue;
}

void kl_rows_issue(struct kl_sheet_rows *rows, size_t column,
	enum kl_issue_kind kind, const char *text)
{
	if (column >= rows->width && !widen(rows, column + 1))
		return;
	rows->used = true;
	add_issue(rows, (struct kl_issue){ .kind = kind, .line = rows->line,
		.last_line = rows->line, .column = column + 1,
		.row = rows->number, .text = text });
}

/* Text and cells moved while they were gathered. */
static void join(struct kl_sheet_rows *rows)
{
	const struct kl_span *cells = rows->cells;

	for (size_t i = 0; i < rows->cell_count; i++) {
		if (rows->cells[i].at == NULL)
			rows->cells[i].at = rows->text.at + rows->offsets[i];
	}
	for (size_t i = 0; i < rows->row_count; i++) {
		rows->rows[i].cells = cells;
		cells += rows->rows[i].count;
	}
}

/* Hands on what was gathered. */
static void deliver(struct kl_sheet_rows *rows)
{
	if (rows->status != KL_OK)
		return;
	join(rows);
	if (rows->row_count > 0 || rows->issue_count > 0) {
		const struct kl_batch batch = { rows->rows, rows->row_count,
			rows->issues, rows->issue_count, rows->dialect };
		rows->status = rows->calls->batch(rows->calls->context, &batch,
			rows->error);
	}
	rows->row_count = rows->cell_count = rows->issue_count = 0;
	rows->text.length = 0;
}

/* Drops the row in progress. */
static void drop(struct kl_sheet_rows *rows)
{
	rows->text.length = rows->text_begin;
	rows->issue_count = rows->issue_begin;
}

static void give(struct kl_sheet_rows *rows, const struct kl_row *header)
{
	rows->header_width = header->count;
	rows->number = 1;
	rows->status = rows->calls->header(rows->calls->context, header,
		&rows->dialect, rows->error);
}

static void give_absent(struct kl_sheet_rows *rows, size_t cells)
{
	struct kl_row header;

	if (rows->status != KL_OK)
		return;
	if (kl_header_absent(&rows->header, cells, &header))
		give(rows, &header);
	else
		fail(rows, kl_no_memory(rows->error));
	for (size_t i = rows->issue_begin; i < rows->issue_count; i++)
		rows->issues[i].row = rows->number;
}

/* A row before the header was given. */
static void take_first(struct kl_sheet_rows *rows, uint64_t line)
{
	struct kl_row header = { .line = line, .count = rows->width };
	bool whole;

	rows->cell_count = rows->width;
	join(rows);
	header.cells = rows->cells;
	rows->header.row = line + 1;
	if (!kl_header_take(&rows->header, &header, &whole))
		fail(rows, kl_no_memory(rows->error));
	else if (whole)
		give(rows, &header);
	rows->cell_count = 0;
	rows->text.length = 0;
}

/* Whether the row in progress is no part of the table. */
static bool is_left_out(struct kl_sheet_rows *rows)
{
	struct kl_span first = rows->width > 0 ? rows->cells[rows->cell_count]
		: blank;

	if (rows->header.layout == NULL)
		return false;
	if (first.at == NULL)
		first.at = rows->text.at + rows->offsets[rows->cell_count];
	rows->header.row = rows->line;
	return kl_header_skips(&rows->header, first);
}

/* Rows between the last that was used and this one. */
static void tell_blank(struct kl_sheet_rows *rows)
{
	const struct kl_layout *layout = rows->header.layout;
	bool above = rows->number == 0 && layout != NULL
		&& layout->header_count > 0;

	if (rows->line > rows->reached + 1 && !above)
		add_issue(rows, (struct kl_issue){ .kind = KL_ISSUE_BLANK_ROWS,
			.line = rows->reached + 1, .last_line = rows->line - 1,
			.column = 1 });
	rows->reached = rows->line;
}

void kl_rows_end(struct kl_sheet_rows *rows)
{
	if (!rows->used || rows->status != KL_OK)
		return;
	if (is_left_out(rows)) {
		drop(rows);
		tell_blank(rows);
		return;
	}
	tell_blank(rows);
	if (rows->number == 0 && kl_header_none(&rows->header))
		give_absent(rows, rows->width);
	if (rows->number == 0) {
		take_first(rows, rows->line);
		return;
	}
	if (rows->status != KL_OK || !widen(rows, rows->header_width))
		return;
	if (!kl_grow(rows->rows, rows->row_capacity, rows->row_count + 1)) {
		fail(rows, kl_no_memory(rows->error));
		return;
	}
	rows->rows[rows->row_count++] = (struct kl_row){
		.number = rows->number++, .line = rows->line,
		.count = rows->width };
	rows->cell_count += rows->width;
	if (rows->row_count == ROWS || rows->row_count == rows->calls->most
			|| rows->cell_count >= CELLS || rows->issue_count >= ISSUES
			|| rows->text.length >= TEXT)
		deliver(rows);
}

void kl_rows_finish(struct kl_sheet_rows *rows)
{
	if (rows->status != KL_OK)
		return;
	const struct kl_row none = { .line = rows->line > 0 ? rows->line : 1 };
	if (rows->number == 0 && kl_header_none(&rows->header))
		give_absent(rows, 0);
	else if (rows->number == 0)
		give(rows, &none);
	deliver(rows);
}
