/* The picture of a table: its rows with findings and what is around them. */
#include "format/html.h"

enum {
	TOTAL_ROWS = 20,        /* drawn because they are total rows */
	FLAGS = 3,              /* findings that a cell names */
	NUMBER = 8, GAP = 2, PAPER = 125        /* widths in characters, printed */
};

struct drawing {
	struct kl_html *h;
	struct kl_text_buffer *out;
	size_t order;
	const struct kl_table *table;
	const struct kl_html_table *info;
	struct kl_dialect dialect;
	struct kl_mark *marks;          /* not yet used */
	size_t mark_count;
	size_t columns;                 /* drawn */
	bool *numbers;                  /* columns of numbers: on the right */
	uint64_t rows;                  /* of the table */
	size_t next;                    /* of info->rows: not yet passed */
	uint64_t extra, totals;         /* rows drawn beside those of findings */
	uint64_t drawn, passed;         /* rows; since the last that was drawn */
};

static enum kl_status count_header(void *context, const struct kl_row *row,
	const struct kl_dialect *used, struct kl_error *error)
{
	(void)context;
	(void)row;
	(void)used;
	(void)error;
	return KL_OK;
}

static enum kl_status count_batch(void *context, const struct kl_batch *batch,
	struct kl_error *error)
{
	uint64_t *rows = context;

	(void)error;
	*rows += batch->count;
	return KL_OK;
}

/* Signs that lead to the findings of a cell; marks are sorted, worst first. */
static void add_flags(struct drawing *d, const struct kl_mark *marks,
	size_t count)
{
	static const enum kl_phrase words[KL_MARK_LEVELS] = {
		[KL_MARK_PART] = KL_PHRASE_part_of,
		[KL_MARK_INFO] = KL_PHRASE_info_number,
		[KL_MARK_WARNING] = KL_PHRASE_warning_number,
		[KL_MARK_ERROR] = KL_PHRASE_error_number,
	};

	for (size_t i = 0; i < count && i < FLAGS; i++) {
		enum kl_mark_level level = marks[i].level;
		kl_text_printf(d->out, " <a class=\"flag %s\" href=\"#f%u\" "
			"aria-label=\"", kl_html_class(level),
			(unsigned)marks[i].finding);
		kl_html_count(d->h, d->out, words[level], marks[i].finding, 0);
		kl_text_printf(d->out, "\">%s%u</a>", kl_html_sign(level),
			(unsigned)marks[i].finding);
	}
	if (count > FLAGS)
		kl_text_printf(d->out, " <span class=\"flag\">+%zu</span>",
			count - FLAGS);
}

/* Names of columns are long, and break at their underscores. */
static void add_name(struct drawing *d, struct kl_span name)
{
	while (name.length <= KL_HTML_CELL) {
		const char *at = name.length > 0
			? memchr(name.at, '_', name.length - 1) : NULL;
		if (at == NULL)
			break;
		struct kl_span part = { name.at, (size_t)(at - name.at) + 1 };
		kl_html_text(d->h, d->out, part, KL_HTML_CELL);
		kl_text_puts(d->out, "<wbr/>");
		name.at += part.length;
		name.length -= part.length;
	}
	kl_html_text(d->h, d->out, name, KL_HTML_CELL);
}

/* Too wide for paper, if no word may be broken. */
static bool is_wide(const struct drawing *d)
{
	const struct kl_shown_table *info = &d->h->shown.tables[d->order];
	size_t width = NUMBER;

	for (size_t i = 0; i < d->columns && i < info->column_count; i++) {
		size_t part = 0, longest = NUMBER;
		for (size_t at = 0; at < info->names[i].length; at++) {
			char c = info->names[i].at[at];
			part = c == ' ' ? 0 : part + 1;
			longest = part > longest ? part : longest;
			part = c == '_' ? 0 : part;
		}
		width += longest + GAP;
	}
	return width > PAPER;
}

static void add_cell(struct drawing *d, const char *element, uint64_t row,
	uint32_t column, struct kl_span text, const struct kl_mark *marks,
	size_t count)
{
	const struct kl_spot spot = { .row = row, .column = column };
	bool right = column < d->columns && d->numbers[column];

	kl_text_printf(d->out, "<%s id=\"", element);
	kl_html_add_id(d->out, d->order, &spot);
	if (count > 0 || right)
		kl_text_printf(d->out, "\" class=\"%s%s%s",
			count > 0 ? kl_html_class(marks->level) : "",
			count > 0 && right ? " " : "", right ? "number" : "");
	kl_text_puts(d->out, row == 0 ? "\" scope=\"col\">" : "\">");
	if (row == 0)
		add_name(d, text);
	else
		kl_html_text(d->h, d->out, text, KL_HTML_CELL);
	add_flags(d, marks, count);
	kl_text_printf(d->out, "</%s>", element);
}

/* The cells of a row, the marks sorted by column. */
static void add_cells(struct drawing *d, const char *element,
	const struct kl_row *row, const struct kl_mark *marks, size_t count)
{
	size_t cells = row->count > d->columns ? row->count : d->columns;

	if (cells > KL_HTML_COLUMNS)
		cells = KL_HTML_COLUMNS;
	for (uint32_t i = 0; i < cells; i++) {
		size_t here = 0;
		while (here < count && marks[here].column == i)
			here++;
		add_cell(d, element, row->number, i, i < row->count
			? row->cells[i] : (struct kl_span){ 0 }, marks, here);
		count -= here;
		if (count > 0)
			marks += here;
	}
}

static const struct kl_mark *take_marks(struct drawing *d,
	const struct kl_row *row, size_t *count)
{
	struct kl_mark *marks = d->marks;

	*count = 0;
	if (d->mark_count == 0 || marks->row != row->number)
		return NULL;
	*count = kl_marks_of_row(marks, d->mark_count, row, &d->dialect);
	d->marks += *count;
	d->mark_count -= *count;
	return marks;
}

static enum kl_status take_header(void *context, const struct kl_row *row,
	const struct kl_dialect *used, struct kl_error *error)
{
	struct drawing *d = context;
	struct kl_text_buffer *out = d->out;
	size_t count;

	d->dialect = *used;
	const struct kl_mark *marks = take_marks(d, row, &count);
	for (size_t i = 0; i < row->count && i < d->columns; i++) {
		const struct kl_field *field = kl_table_field(d->table,
			kl_span_trim(row->cells[i]));
		d->numbers[i] = field != NULL && (field->type == KL_TYPE_INTEGER
			|| field->type == KL_TYPE_NUMBER);
	}
	kl_text_printf(out, "<thead><tr id=\"t%zu-r0\"><th scope=\"col\" "
		"class=\"row\">", d->order + 1);
	kl_html_say(d->h, out, KL_PHRASE_row);
	kl_text_puts(out, "</th>");
	add_cells(d, "th", row, marks, count);
	kl_text_puts(out, "</tr></thead>\n<tbody>\n");
	return out->failed ? kl_no_memory(error) : KL_OK;
}

static void add_gap(struct drawing *d)
{
	if (d->passed == 0)
		return;
	kl_text_printf(d->out, "<tr class=\"gap\"><td colspan=\"%zu\">",
		d->columns + 1);
	kl_html_count(d->h, d->out, KL_PHRASE_rows_left_out, d->passed, 0);
	kl_text_puts(d->out, "</td></tr>\n");
	d->passed = 0;
}

/* Folding takes its time, and few cells begin with the letter; beyond ASCII any
 * character can become it. */
static bool can_be_total(struct kl_span cell)
{
	size_t at = 0;

	if (cell.length < 5 || cell.length > 8)
		return false;
	while (at < cell.length && (unsigned char)cell.at[at] < 0x80
			&& !kl_is_letter(cell.at[at]) && !kl_is_digit(cell.at[at]))
		at++;
	return at < cell.length && ((unsigned char)cell.at[at] >= 0x80
		|| (cell.at[at] | 0x20) == 't');
}

/* A cell reads Totaal or Total. */
static bool is_total(const struct kl_row *row)
{
	for (size_t i = 0; i < row->count; i++) {
		struct kl_span cell = kl_span_trim(row->cells[i]);
		if (can_be_total(cell)
				&& (kl_text_same_folded(cell, kl_span_of("totaal"))
				|| kl_text_same_folded(cell, kl_span_of("total"))))
			return true;
	}
	return false;
}

/* A row beside one of a finding, below the header, or with totals. */
static bool is_near(struct drawing *d, const struct kl_row *row)
{
	const struct kl_html_table *info = d->info;
	uint64_t before = d->next > 0 ? info->rows[d->next - 1] : 0;

	if (d->extra + info->row_count >= KL_HTML_ROWS)
		return false;
	if (row->number == before + 1 || (d->next < info->row_count
			&& row->number + 1 == info->rows[d->next]))
		return true;
	return d->totals < TOTAL_ROWS && is_total(row) && ++d->totals > 0;
}

static bool is_drawn(struct drawing *d, const struct kl_row *row)
{
	if (d->next < d->info->row_count
			&& d->info->rows[d->next] == row->number) {
		d->next++;
		return true;
	}
	if (d->rows > KL_HTML_WHOLE && !is_near(d, row))
		return false;
	d->extra++;
	return true;
}

static void take_row(struct drawing *d, const struct kl_row *row)
{
	size_t count;

	if (!is_drawn(d, row)) {
		d->passed++;
		return;
	}
	add_gap(d);
	const struct kl_mark *marks = take_marks(d, row, &count);
	kl_text_printf(d->out, "<tr id=\"t%zu-r%llu\"><th scope=\"row\">%llu</th>",
		d->order + 1, (unsigned long long)row->number,
		(unsigned long long)row->number);
	add_cells(d, "td", row, marks, count);
	kl_text_puts(d->out, "</tr>\n");
	d->drawn++;
}

static enum kl_status take_batch(void *context, const struct kl_batch *batch,
	struct kl_error *error)
{
	struct drawing *d = context;

	for (size_t i = 0; i < batch->count && !d->out->failed; i++)
		take_row(d, &batch->rows[i]);
	return d->out->failed ? kl_no_memory(error) : KL_OK;
}

static void add_caption(struct drawing *d)
{
	struct kl_text_buffer *out = d->out;
	size_t columns = d->h->shown.tables[d->order].column_count;

	kl_text_printf(out, "<div class=\"box\" role=\"region\" tabindex=\"0\" "
		"aria-labelledby=\"t%zu-caption\">\n<table%s>\n"
		"<caption id=\"t%zu-caption\">", d->order + 1,
		is_wide(d) ? " class=\"wide\"" : "", d->order + 1);
	kl_html_texts(d->h, out, d->table->name);
	kl_text_puts(out, ": ");
	kl_html_count(d->h, out, KL_PHRASE_table_rows, d->rows, 0);
	if (columns > d->columns) {
		kl_text_puts(out, ", ");
		kl_html_count(d->h, out, KL_PHRASE_columns_left_out,
			columns - d->columns, 0);
	}
	kl_text_puts(out, "</caption>\n");
}

/* The N that is printed under the table, which findings can concern. */
static void add_n(struct drawing *d)
{
	struct kl_text_buffer *out = d->out;
	size_t count = 0;

	if (d->table->n.text.at == NULL)
		return;
	while (d->mark_count > 0 && d->marks->row != KL_HTML_ROW_N) {
		d->marks++;
		d->mark_count--;
	}
	if (d->mark_count > 0) {
		const struct kl_row none = { .number = KL_HTML_ROW_N };
		count = kl_marks_of_row(d->marks, d->mark_count, &none, &d->dialect);
	}
	kl_text_printf(out, "<p class=\"n\">");
	kl_html_say(d->h, out, KL_PHRASE_printed_n);
	kl_text_printf(out, " <span class=\"%s\" id=\"t%zu-n\">", count > 0
		? kl_html_class(d->marks->level) : "plain", d->order + 1);
	kl_html_text(d->h, out, d->table->n.text, KL_HTML_CELL);
	add_flags(d, d->marks, count);
	kl_text_puts(out, "</span></p>\n");
}

static enum kl_status draw(struct drawing *d, struct kl_error *error)
{
	const struct kl_reader_calls calls = { .header = take_header,
		.batch = take_batch, .context = d };
	const struct kl_reader_calls counting = { .header = count_header,
		.batch = count_batch, .context = &d->rows };
	enum kl_status status = kl_shown_read(&d->h->shown, d->order, &counting,
		error);

	if (status != KL_OK)
		return status;
	add_caption(d);
	status = kl_shown_read(&d->h->shown, d->order, &calls, error);
	if (status != KL_OK)
		return status;
	add_gap(d);
	kl_text_puts(d->out, "</tbody>\n</table>\n</div>\n");
	add_n(d);
	return d->out->failed ? kl_no_memory(error) : KL_OK;
}

enum kl_status kl_html_draw(struct kl_html *h, size_t order,
	struct kl_error *error)
{
	bool numbers[KL_HTML_COLUMNS] = { false };
	struct drawing d = { .h = h, .out = &h->page, .order = order,
		.table = &h->scope->dataset->tables[order],
		.info = &h->tables[order], .numbers = numbers };
	size_t columns = h->shown.tables[order].column_count;

	d.columns = columns < KL_HTML_COLUMNS ? columns : KL_HTML_COLUMNS;
	d.marks = kl_marks_of_table(&h->marks, order, &d.mark_count);
	return draw(&d, error);
}
