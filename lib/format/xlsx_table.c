/* The sheets of a table: as printed, with the marks of the findings. */
#include <stdlib.h>

#include "format/xlsx_pour.h"

enum {
	ROWS = KL_XLSX_ROWS - 1,        /* records in one sheet */
	NARROWEST = 8, WIDEST = 50,     /* columns, in characters */
	ARROW = 3,                      /* room for the filter's arrow */
	BOLD = 7,                       /* what wide letters take of a wide column */
	SIGN = 2,
	SIGNED = 200                    /* characters that a sign can stand before */
};

static const lxw_color_t tabs[KL_SEVERITIES] = { 0x0072b2, 0xe69f00, 0xd55e00 };

struct column {
	const struct kl_reading *reading;
	bool number;                    /* declared */
	size_t width;
};

struct writer {
	struct kl_xlsx *x;
	size_t order;
	const struct kl_table *table;
	struct kl_xlsx_table *info;
	lxw_worksheet *sheet;
	uint32_t part;                  /* of the sheets, from 0 */
	uint32_t row;                   /* last written */
	size_t lines;                   /* the highest cell in it */
	struct kl_span *header;         /* copies in the arena */
	size_t header_count;
	struct kl_dialect dialect;
	struct kl_mark *header_marks, *marks;      /* not yet used */
	size_t header_mark_count, mark_count;
	struct column *columns;
	size_t column_count, column_capacity;
	struct kl_text_buffer comment;
	struct kl_xlsx_pour pour;
	size_t bytes;                   /* of the sheet's cells */
	struct kl_arena arena;
};

/* Columns that the header lacks are text. */
static enum kl_status need_columns(struct writer *w, size_t count,
	struct kl_error *error)
{
	if (count <= w->column_count)
		return KL_OK;
	if (!kl_grow(w->columns, w->column_capacity, count))
		return kl_no_memory(error);
	for (size_t i = w->column_count; i < count; i++) {
		struct kl_span name = { 0 };
		const struct kl_field *field = NULL;
		if (i < w->header_count) {
			name = kl_span_trim(w->header[i]);
			field = kl_table_field(w->table, name);
		}
		w->columns[i] = (struct column){
			.reading = kl_table_reading(w->table, name),
			.number = kl_xlsx_is_number(field) };
	}
	w->column_count = count;
	return KL_OK;
}

static enum kl_status too_long(const struct writer *w, const struct kl_row *row,
	size_t column, size_t units, struct kl_error *error)
{
	uint64_t line, at;

	kl_row_place(row, &w->dialect, column, &line, &at);
	return kl_fail(error, KL_LIMIT, w->table->shown, line, at,
		"the cell has %zu characters; a cell of a workbook holds %d", units,
		KL_XLSX_UNITS);
}

/* The comment of a cell: every finding that stands here. */
static enum kl_status put_comment(struct writer *w, uint32_t column,
	const struct kl_mark *marks, size_t count, struct kl_error *error)
{
	lxw_comment_options options = { .author = "klopt", .width = 320,
		.font_size = 9 };
	struct kl_text_buffer all = { 0 };
	size_t told = 0;

	for (size_t i = 0; i < count; i++) {
		if (marks[i].message == NULL)
			continue;
		kl_text_puts(&all, told++ > 0 ? "\n\n" : "");
		kl_text_puts(&all, marks[i].message);
	}
	w->x->across += told > 0 ? (uint64_t)column * column : 0;
	if (w->x->across > KL_XLSX_ACROSS) {
		w->x->uncommented += told;
		told = 0;
	}
	if (told == 0 && !all.failed) {
		kl_text_release(&all);
		return KL_OK;
	}
	kl_xlsx_text(kl_text_span(&all), KL_XLSX_COMMENT, &w->comment);
	bool failed = all.failed || w->comment.failed;
	kl_text_release(&all);
	if (failed)
		return kl_no_memory(error);
	size_t lines = w->comment.length / 46 + 2 * told + 1;
	options.height = (uint16_t)(lines > 24 ? 24 * 16 : lines * 16);
	kl_xlsx_memory_expect(w->comment.length);
	w->x->whole.comments++;
	return kl_xlsx_fail(worksheet_write_comment_opt(w->sheet, w->row,
		(lxw_col_t)column, w->comment.at, &options), error);
}

static int text_shape(const struct column *column, struct kl_span text)
{
	struct kl_cell cell;

	if (text.length == 0)
		return KL_XLSX_BLANK;
	if (column->number) {
		kl_cell_read(text, column->reading, &cell);
		if (cell.kind != KL_CELL_TEXT)
			return KL_XLSX_RIGHT;
	}
	if (memchr(text.at, '\n', text.length) != NULL
			|| (text.length > WIDEST && kl_utf8_count(text) > WIDEST))
		return text.length <= SIGNED ? KL_XLSX_WRAPPED : KL_XLSX_LONG;
	return KL_XLSX_TEXT;
}

static int header_shape(const struct column *column, struct kl_span text)
{
	if (text.length > WIDEST - ARROW
			&& kl_utf8_count(text) > WIDEST - ARROW)
		return KL_XLSX_HEADER_WRAPPED;
	return column->number ? KL_XLSX_HEADER_RIGHT : KL_XLSX_HEADER;
}

static enum kl_status put_text(struct writer *w, const struct kl_row *row,
	uint32_t at, struct kl_span text, lxw_format *format, bool shown_blank,
	struct kl_error *error)
{
	if (w->pour.blocks != NULL
			&& kl_xlsx_pour_plain(&w->pour, at, text, format))
		return KL_OK;
	size_t units = kl_xlsx_text(text, 0, &w->x->text);
	if (w->x->text.failed)
		return kl_no_memory(error);
	if (units > KL_XLSX_UNITS)
		return too_long(w, row, at, units, error);
	w->bytes += w->x->text.length;
	if (w->pour.blocks != NULL) {
		if (units > 0)
			kl_xlsx_pour_text(&w->pour, at, kl_text_span(&w->x->text),
				format);
		else if (shown_blank)
			kl_xlsx_pour_blank(&w->pour, at, format);
		return KL_OK;
	}
	if (units == 0)
		return !shown_blank ? KL_OK : kl_xlsx_fail(worksheet_write_blank(
			w->sheet, w->row, (lxw_col_t)at, format), error);
	kl_xlsx_wrote(w->x, w->sheet, w->x->text.length);
	return kl_xlsx_fail(worksheet_write_string(w->sheet, w->row, (lxw_col_t)at,
		w->x->text.at, format), error);
}

/* What the cell asks of its column and its row. */
static void make_room(struct writer *w, struct column *column,
	struct kl_span text, enum kl_mark_level level, bool is_header, int shape)
{
	size_t width = text.length < WIDEST ? text.length : kl_utf8_count(text);

	width += is_header ? ARROW : 0;
	width += level != KL_MARK_PLAIN ? SIGN : 0;
	if (width > column->width)
		column->width = width;
	if (shape == KL_XLSX_WRAPPED || shape == KL_XLSX_LONG
			|| shape == KL_XLSX_HEADER_WRAPPED) {
		size_t lines = kl_xlsx_lines(text, is_header ? WIDEST - BOLD - ARROW
			: WIDEST);
		w->lines = lines > w->lines ? lines : w->lines;
	}
}

static enum kl_status put_cell(struct writer *w, const struct kl_row *row,
	uint32_t at, enum kl_mark_level level, bool is_header,
	struct kl_error *error)
{
	struct kl_span text = at < row->count ? row->cells[at]
		: (struct kl_span){ 0 };
	struct column *column = &w->columns[at];
	lxw_format *format;
	struct kl_decimal number;
	int shape;
	bool is_number = column->number && !is_header
		&& kl_xlsx_number(text, column->reading, &number, &shape);

	if (!is_number)
		shape = is_header ? header_shape(column, text)
			: text_shape(column, text);
	make_room(w, column, text, level, is_header, shape);
	enum kl_status status = kl_xlsx_format(w->x, level, shape, &format, error);
	if (status != KL_OK)
		return status;
	if (!is_number)
		return put_text(w, row, at, text, format,
			level != KL_MARK_PLAIN || is_header, error);
	if (w->pour.blocks != NULL) {
		kl_xlsx_pour_number(&w->pour, at, number, format);
		return KL_OK;
	}
	kl_xlsx_wrote(w->x, w->sheet, 0);
	return kl_xlsx_fail(worksheet_write_number(w->sheet, w->row, (lxw_col_t)at,
		kl_decimal_double(number), format), error);
}

/* Writes a row with its marks, which are sorted by column, the worst first. */
static enum kl_status put_row(struct writer *w, const struct kl_row *row,
	const struct kl_mark *marks, size_t count, bool is_header,
	struct kl_error *error)
{
	size_t cells = row->count;

	if (count > 0 && marks[count - 1].column >= cells)
		cells = marks[count - 1].column + 1;
	if (cells > KL_XLSX_COLUMNS)
		return kl_fail(error, KL_LIMIT, w->table->shown, row->line, 0,
			"the row has %zu cells; a sheet of a workbook has %d columns",
			cells, KL_XLSX_COLUMNS);
	enum kl_status status = need_columns(w, cells, error);
	w->lines = 1;
	for (uint32_t i = 0; i < cells && status == KL_OK; i++) {
		size_t here = 0;
		while (here < count && marks[here].column == i)
			here++;
		status = put_cell(w, row, i, here > 0 ? marks->level : KL_MARK_PLAIN,
			is_header, error);
		if (status == KL_OK && here > 0)
			status = put_comment(w, i, marks, here, error);
		count -= here;
		if (count > 0)
			marks += here;
	}
	if (status != KL_OK)
		return status;
	return w->pour.blocks != NULL ? kl_xlsx_pour_end_row(&w->pour,
			kl_xlsx_height(w->lines), error)
		: kl_xlsx_set_lines(w->sheet, w->row, w->lines, error);
}

static enum kl_status finish_sheet(struct writer *w, struct kl_error *error)
{
	double total = 0;

	if (w->sheet == NULL)
		return KL_OK;
	for (size_t i = 0; i < w->column_count; i++) {
		size_t width = w->columns[i].width;
		width = width < NARROWEST ? NARROWEST
			: width > WIDEST ? WIDEST : width;
		worksheet_set_column(w->sheet, (lxw_col_t)i, (lxw_col_t)i,
			(double)width + 1, NULL);
		total += (double)width + 1;
	}
	kl_xlsx_dress(w->x, w->sheet, w->row, (uint32_t)w->column_count, total);
	/* Else the library adds up the heights of all rows before a comment, for
	 * each anew: hours. It needs them for a figure that nobody reads. */
	w->sheet->row_size_changed = LXW_FALSE;
	return kl_xlsx_pour_end(w->x, &w->pour, error);
}

static enum kl_status begin_sheet(struct writer *w, struct kl_error *error)
{
	const uint64_t *findings = w->info->findings;
	const char *name = kl_xlsx_sheet_of(w->x, w->order, w->part);
	const struct kl_row header = { .cells = w->header,
		.count = w->header_count };

	if (name == NULL)
		return kl_no_memory(error);
	enum kl_status status = kl_xlsx_add_sheet(w->x, name, &w->sheet, error);
	if (status != KL_OK)
		return status;
	for (int i = KL_SEVERITIES; i-- > 0; ) {
		if (findings[i] > 0) {
			worksheet_set_tab_color(w->sheet, tabs[i]);
			break;
		}
	}
	w->row = 0;
	w->bytes = 0;
	return put_row(w, &header, w->header_marks, w->header_mark_count, true,
		error);
}

static void take_marks(struct writer *w, const struct kl_row *row,
	struct kl_mark **marks, size_t *count)
{
	*marks = w->marks;
	*count = 0;
	if (w->mark_count == 0 || w->marks->row != row->number)
		return;
	*count = kl_marks_of_row(w->marks, w->mark_count, row, &w->dialect);
	w->marks += *count;
	w->mark_count -= *count;
}

static enum kl_status take_header(void *context, const struct kl_row *row,
	const struct kl_dialect *used, struct kl_error *error)
{
	struct writer *w = context;

	w->dialect = *used;
	w->header = kl_arena_alloc(&w->arena, (row->count + 1) * sizeof *w->header);
	if (w->header == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < row->count; i++) {
		size_t units = kl_xlsx_text(row->cells[i], 0, &w->x->text);
		if (units > KL_XLSX_UNITS)
			return too_long(w, row, i, units, error);
		w->header[i] = kl_arena_span(&w->arena, row->cells[i]);
		if (row->cells[i].at != NULL && w->header[i].at == NULL)
			return kl_no_memory(error);
	}
	w->header_count = row->count;
	take_marks(w, row, &w->header_marks, &w->header_mark_count);
	kl_xlsx_meet_row(w->x, w->order, row, &w->dialect, 0, 0);
	return begin_sheet(w, error);
}

static enum kl_status take_row(struct writer *w, const struct kl_row *row,
	struct kl_error *error)
{
	enum kl_status status = KL_OK;
	struct kl_mark *marks;
	size_t count;

	if (w->row == ROWS) {
		status = finish_sheet(w, error);
		w->part++;
		if (status == KL_OK)
			status = begin_sheet(w, error);
		if (status != KL_OK)
			return status;
	}
	w->row++;
	if (w->pour.blocks == NULL && (w->row > KL_XLSX_POUR_ROWS
			|| w->bytes > KL_XLSX_POUR_BYTES))
		status = kl_xlsx_pour_begin(w->x, &w->pour, w->sheet, error);
	if (status != KL_OK)
		return status;
	kl_xlsx_pour_row(&w->pour, w->row);
	kl_xlsx_meet_row(w->x, w->order, row, &w->dialect, w->part, w->row);
	take_marks(w, row, &marks, &count);
	status = kl_xlsx_chart_row(w->x, w->order, row, w->part, w->row, error);
	return status == KL_OK ? put_row(w, row, marks, count, false, error)
		: status;
}

static enum kl_status take_batch(void *context, const struct kl_batch *batch,
	struct kl_error *error)
{
	struct writer *w = context;
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < batch->count && status == KL_OK; i++)
		status = take_row(w, &batch->rows[i], error);
	w->info->rows += batch->count;
	return status;
}

enum kl_status kl_xlsx_write_table(struct kl_xlsx *x, size_t order,
	struct kl_error *error)
{
	struct writer w = { .x = x, .order = order, .info = &x->tables[order],
		.table = &x->scope->dataset->tables[order] };
	const struct kl_reader_calls calls = { .header = take_header,
		.batch = take_batch, .context = &w };

	if (x->shown.tables[order].without != KL_UNSHOWN_NOT)
		return KL_OK;
	w.marks = kl_marks_of_table(&x->marks, order, &w.mark_count);
	enum kl_status status = kl_shown_read(&x->shown, order, &calls, error);
	if (status == KL_OK)
		status = finish_sheet(&w, error);
	kl_xlsx_pour_release(&w.pour);
	free(w.columns);
	kl_text_release(&w.comment);
	kl_arena_release(&w.arena);
	return status;
}
