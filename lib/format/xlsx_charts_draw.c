/* The sheet of charts. */
#include "format/xlsx_charts.h"

#include <stdlib.h>
#include <string.h>

enum {
	WIDTH = 860, HEIGHT = 400,      /* of a chart, in pixels */
	LIBRARY_WIDTH = 480, LIBRARY_HEIGHT = 288,      /* unless it is scaled */
	ROWS = HEIGHT / 20 + 1          /* that it covers */
};

static const enum kl_phrase kinds[] = {
	[KL_CHART_COLUMNS] = KL_PHRASE_chart_columns,
	[KL_CHART_STACKED] = KL_PHRASE_chart_stacked,
	[KL_CHART_BARS] = KL_PHRASE_chart_bars,
	[KL_CHART_LINES] = KL_PHRASE_chart_lines,
};

/* A chart that is being drawn. A failure is kept; after it nothing is done. */
struct drawing {
	struct kl_xlsx *x;
	struct kl_xlsx_chart *made;
	uint32_t row;                   /* to be written next */
	const char *sheet;              /* where its figures stand */
	uint32_t first;                 /* row of the first of them, in that sheet */
	uint32_t head;                  /* row of the names of the series */
	const uint32_t *columns;        /* of the series, there */
	uint32_t category;              /* column of the names of rows, there */
	enum kl_status status;
	struct kl_error *error;
};

static void take(struct drawing *d, lxw_error code)
{
	if (d->status == KL_OK)
		d->status = kl_xlsx_fail(code, d->error);
}

static void put(struct drawing *d, uint32_t column, const char *text,
	lxw_format *format)
{
	if (d->status == KL_OK)
		d->status = kl_xlsx_puts(d->x, d->x->drawn, d->row, column, text,
			format, d->error);
}

static void put_line(struct drawing *d, enum kl_phrase phrase, uint64_t count)
{
	struct kl_text_buffer text = { 0 };

	kl_phrase_add(&text, phrase, count, 0);
	put(d, 0, text.failed ? "" : text.at, NULL);
	kl_text_release(&text);
	d->row++;
}

static bool is_single_range(const struct kl_xlsx_chart *made)
{
	const struct kl_xlsx_point *points = made->points;

	for (size_t i = 1; i < made->count; i++) {
		if (points[i].part != points[0].part
				|| points[i].row != points[0].row + i)
			return false;
	}
	return true;
}

/* Whether the cells of the table are what is to be drawn, as they stand. */
static bool is_direct(const struct kl_xlsx_chart *made)
{
	if (made->chart->category_count != 1 || !is_single_range(made))
		return false;
	for (size_t i = 0; i < made->count; i++) {
		for (size_t j = 0; j < made->chart->series_count; j++) {
			const struct kl_xlsx_figure *figure =
				&made->points[i].figures[j];
			if (!figure->number && !figure->blank)
				return false;
		}
	}
	return true;
}

/* 'leerlingen'!C2 */
static void add_cell(struct drawing *d, struct kl_text_buffer *out,
	const struct kl_xlsx_point *point, uint32_t column)
{
	const char *sheet = kl_xlsx_sheet_of(d->x, d->made->order, point->part);

	if (sheet == NULL)
		out->failed = true;
	else
		kl_xlsx_add_place(out, sheet, point->row, column);
}

/* =IF('t'!A2="","",'t'!A2&", ")&'t'!B2 */
static void put_name(struct drawing *d, const struct kl_xlsx_point *point)
{
	const struct kl_xlsx_chart *made = d->made;
	struct kl_text_buffer formula = { 0 };
	size_t last = made->chart->category_count - 1;

	kl_text_puts(&formula, "=");
	for (size_t i = 0; i <= last; i++) {
		if (i == last) {
			add_cell(d, &formula, point, made->categories[i]);
			continue;
		}
		kl_text_puts(&formula, "IF(");
		add_cell(d, &formula, point, made->categories[i]);
		kl_text_puts(&formula, "=\"\",\"\",");
		add_cell(d, &formula, point, made->categories[i]);
		kl_text_puts(&formula, "&\", \")&");
	}
	kl_xlsx_wrote(d->x, d->x->drawn, 0);
	take(d, formula.failed ? LXW_ERROR_MEMORY_MALLOC_FAILED
		: worksheet_write_formula_str(d->x->drawn, d->row, 0, formula.at,
			NULL, point->name));
	kl_text_release(&formula);
}

/* A cell that is a number in its sheet is referred to, so that the chart follows
 * it; what a mark stands for is written as it is. */
static void put_figure(struct drawing *d, const struct kl_xlsx_point *point,
	size_t series)
{
	const struct kl_xlsx_figure *figure = &point->figures[series];
	lxw_col_t at = (lxw_col_t)(series + 1);
	struct kl_text_buffer formula = { 0 };

	if (!figure->drawn)
		return;
	kl_xlsx_wrote(d->x, d->x->drawn, 0);
	if (!figure->number) {
		take(d, worksheet_write_number(d->x->drawn, d->row, at,
			figure->value, NULL));
		return;
	}
	kl_text_puts(&formula, "=");
	add_cell(d, &formula, point, d->made->series[series]);
	take(d, formula.failed ? LXW_ERROR_MEMORY_MALLOC_FAILED
		: worksheet_write_formula_num(d->x->drawn, d->row, at, formula.at,
			NULL, figure->value));
	kl_text_release(&formula);
}

static void put_heads(struct drawing *d)
{
	const struct kl_xlsx_chart *made = d->made;
	lxw_format *left, *right;

	if (d->status == KL_OK)
		d->status = kl_xlsx_format(d->x, KL_MARK_PLAIN, KL_XLSX_HEADER,
			&left, d->error);
	if (d->status == KL_OK)
		d->status = kl_xlsx_format(d->x, KL_MARK_PLAIN,
			KL_XLSX_HEADER_RIGHT, &right, d->error);
	if (d->status != KL_OK)
		return;
	put(d, 0, "", left);
	for (uint32_t i = 0; i < made->chart->series_count; i++)
		put(d, i + 1, made->chart->series[i].text.at, right);
	d->row++;
}

/* The figures of rows that do not stand together, below the chart. */
static void put_block(struct drawing *d, uint32_t *columns)
{
	const struct kl_xlsx_chart *made = d->made;

	d->sheet = d->x->chart_sheet;
	d->head = d->row;
	d->first = d->row + 1;
	d->category = 0;
	for (uint32_t i = 0; i < made->chart->series_count; i++)
		columns[i] = i + 1;
	d->columns = columns;
	put_heads(d);
	for (size_t i = 0; i < made->count && d->status == KL_OK; i++) {
		put_name(d, &made->points[i]);
		for (size_t j = 0; j < made->chart->series_count; j++)
			put_figure(d, &made->points[i], j);
		d->row++;
	}
}

static lxw_series_data_point *add_cached(lxw_series_range *range)
{
	lxw_series_data_point *point = calloc(1, sizeof *point);

	if (point == NULL)
		return NULL;
	STAILQ_INSERT_TAIL(range->data_cache, point, list_pointers);
	range->num_data_points++;
	return point;
}

static bool cache_text(lxw_series_range *range, const char *text)
{
	lxw_series_data_point *point = add_cached(range);

	range->ignore_cache = LXW_TRUE;
	range->has_string_cache = LXW_TRUE;
	if (point == NULL)
		return false;
	point->is_string = LXW_TRUE;
	point->string = strdup(text);
	return point->string != NULL;
}

/* What the library would put beside the references, if it could read rows that
 * it has written to a file already: viewers show it, and it tells Excel that the
 * names of rows are texts. */
static bool cache(const struct drawing *d, lxw_chart_series *series, size_t at)
{
	const struct kl_xlsx_chart *made = d->made;
	kl_xlsx_text(kl_span_of(made->chart->series[at].text.at), KL_XLSX_NAME,
		&d->x->text);
	bool done = !d->x->text.failed && cache_text(series->title.range,
		d->x->text.at);

	for (size_t i = 0; i < made->count && done; i++)
		done = cache_text(series->categories, made->points[i].name);
	series->values->ignore_cache = LXW_TRUE;
	for (size_t i = 0; i < made->count && done; i++) {
		lxw_series_data_point *point = add_cached(series->values);
		done = point != NULL;
		if (!done)
			break;
		point->number = made->points[i].figures[at].value;
		point->no_data = !made->points[i].figures[at].drawn;
	}
	return done;
}

/* Hues of Okabe and Ito (2008), each with a pattern or a marker of its own, so
 * that they are told apart without them. */
static const struct {
	lxw_color_t color;
	uint8_t pattern, marker, dash;
} looks[] = {
	{ 0x0072b2, LXW_CHART_PATTERN_NONE, LXW_CHART_MARKER_CIRCLE,
		LXW_CHART_LINE_DASH_SOLID },
	{ 0xe69f00, LXW_CHART_PATTERN_WIDE_UPWARD_DIAGONAL,
		LXW_CHART_MARKER_SQUARE, LXW_CHART_LINE_DASH_DASH },
	{ 0x009e73, LXW_CHART_PATTERN_SMALL_GRID, LXW_CHART_MARKER_TRIANGLE,
		LXW_CHART_LINE_DASH_ROUND_DOT },
	{ 0xcc79a7, LXW_CHART_PATTERN_LARGE_CONFETTI, LXW_CHART_MARKER_DIAMOND,
		LXW_CHART_LINE_DASH_DASH_DOT },
	{ 0x56b4e9, LXW_CHART_PATTERN_DARK_HORIZONTAL, LXW_CHART_MARKER_X,
		LXW_CHART_LINE_DASH_LONG_DASH },
	{ 0xd55e00, LXW_CHART_PATTERN_WIDE_DOWNWARD_DIAGONAL,
		LXW_CHART_MARKER_STAR, LXW_CHART_LINE_DASH_SQUARE_DOT },
	{ 0x333333, LXW_CHART_PATTERN_DARK_VERTICAL, LXW_CHART_MARKER_PLUS,
		LXW_CHART_LINE_DASH_LONG_DASH_DOT },
	{ 0xa08a00, LXW_CHART_PATTERN_LARGE_CHECK, LXW_CHART_MARKER_LONG_DASH,
		LXW_CHART_LINE_DASH_LONG_DASH_DOT_DOT },
};

enum { LOOKS = sizeof looks / sizeof *looks };

/* The colour, with two parts of white to one of it. */
static lxw_color_t tint(lxw_color_t color)
{
	lxw_color_t mixed = 0;

	for (int shift = 0; shift <= 16; shift += 8)
		mixed |= (((color >> shift & 0xff) + 2 * 0xff) / 3) << shift;
	return mixed;
}

static void dress_line(lxw_chart_series *series, size_t at)
{
	lxw_chart_line line = { .color = looks[at].color, .width = 2.25f,
		.dash_type = looks[at].dash };
	lxw_chart_line edge = { .color = looks[at].color };
	lxw_chart_fill fill = { .color = looks[at].color };

	chart_series_set_line(series, &line);
	chart_series_set_marker_type(series, looks[at].marker);
	chart_series_set_marker_size(series, 7);
	chart_series_set_marker_line(series, &edge);
	chart_series_set_marker_fill(series, &fill);
}

static void dress_area(lxw_chart_series *series, size_t at)
{
	lxw_chart_line edge = { .color = looks[at].color, .width = 1.0f };
	lxw_chart_fill fill = { .color = looks[at].color };
	lxw_chart_pattern pattern = { .fg_color = looks[at].color,
		.bg_color = tint(looks[at].color),
		.type = looks[at].pattern };

	chart_series_set_line(series, &edge);
	if (looks[at].pattern == LXW_CHART_PATTERN_NONE)
		chart_series_set_fill(series, &fill);
	else
		chart_series_set_pattern(series, &pattern);
}

static void add_series(struct drawing *d, lxw_chart *chart, size_t at)
{
	const uint32_t count = (uint32_t)d->made->count;
	struct kl_text_buffer names = { 0 }, values = { 0 }, title = { 0 };
	lxw_chart_series *series = NULL;

	kl_text_puts(&names, "=");
	kl_xlsx_add_range(&names, d->sheet, d->first, d->category, count);
	kl_text_puts(&values, "=");
	kl_xlsx_add_range(&values, d->sheet, d->first, d->columns[at], count);
	kl_text_puts(&title, "=");
	kl_xlsx_add_range(&title, d->sheet, d->head, d->columns[at], 1);
	if (!names.failed && !values.failed && !title.failed)
		series = chart_add_series(chart, names.at, values.at);
	if (series != NULL)
		chart_series_set_name(series, title.at);
	if (series == NULL || !cache(d, series, at))
		d->status = kl_no_memory(d->error);
	else if (d->made->chart->type == KL_CHART_LINES)
		dress_line(series, at % LOOKS);
	else
		dress_area(series, at % LOOKS);
	kl_text_release(&names);
	kl_text_release(&values);
	kl_text_release(&title);
}

/* A text of the rule file, for a title; lives as long as the workbook. */
static const char *title_of(struct drawing *d, const char *text)
{
	struct kl_text_buffer visible = { 0 };

	kl_xlsx_add_visible(&visible, kl_span_of(text), KL_XLSX_NAME);
	const char *kept = visible.failed ? NULL : kl_arena_text(&d->x->arena,
		kl_text_span(&visible));
	kl_text_release(&visible);
	if (kept == NULL)
		d->status = kl_no_memory(d->error);
	return kept != NULL ? kept : "";
}

/* Of bars the library calls the axis of categories, which stands, y. */
static void set_texts(struct drawing *d, lxw_chart *chart)
{
	const struct kl_chart *about = d->made->chart;
	bool bars = about->type == KL_CHART_BARS;
	lxw_chart_axis *names = bars ? chart->y_axis : chart->x_axis;
	lxw_chart_axis *values = bars ? chart->x_axis : chart->y_axis;
	lxw_chart_font plain = { .bold = LXW_EXPLICIT_FALSE, .size = 10 };
	lxw_chart_font large = { .bold = LXW_TRUE, .size = 13 };
	lxw_chart_line grid = { .color = 0xd5dae0 };

	chart_title_set_name(chart, title_of(d, about->title));
	chart_title_set_name_font(chart, &large);
	if (about->category_axis != NULL)
		chart_axis_set_name(names, title_of(d, about->category_axis));
	if (about->value_axis != NULL)
		chart_axis_set_name(values, title_of(d, about->value_axis));
	chart_axis_set_name_font(names, &plain);
	chart_axis_set_name_font(values, &plain);
	chart_axis_major_gridlines_set_visible(values, LXW_TRUE);
	chart_axis_major_gridlines_set_line(values, &grid);
	chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
	if (bars)       /* the first row on top, and the scale below */
		chart_axis_set_reverse(names);
	if (bars)
		chart_axis_set_crossing_max(names);
}

static void insert(struct drawing *d, uint32_t row)
{
	static const uint8_t types[] = {
		[KL_CHART_COLUMNS] = LXW_CHART_COLUMN,
		[KL_CHART_STACKED] = LXW_CHART_COLUMN_STACKED,
		[KL_CHART_BARS] = LXW_CHART_BAR, [KL_CHART_LINES] = LXW_CHART_LINE };
	const struct kl_chart *about = d->made->chart;
	struct kl_text_buffer described = { 0 };
	lxw_chart *chart = d->status == KL_OK
		? workbook_add_chart(d->x->book, types[about->type]) : NULL;

	if (chart == NULL) {
		d->status = d->status == KL_OK ? kl_no_memory(d->error) : d->status;
		return;
	}
	for (size_t i = 0; i < about->series_count && d->status == KL_OK; i++)
		add_series(d, chart, i);
	set_texts(d, chart);
	kl_text_printf(&described, "%s (%s)", title_of(d, about->title),
		kl_phrase(kinds[about->type]));
	lxw_chart_options options = { .x_scale = (double)WIDTH / LIBRARY_WIDTH,
		.y_scale = (double)HEIGHT / LIBRARY_HEIGHT,
		.description = described.at };
	take(d, described.failed ? LXW_ERROR_MEMORY_MALLOC_FAILED
		: worksheet_insert_chart_opt(d->x->drawn, row, 0, chart, &options));
	kl_text_release(&described);
}

/* Which table, with the way to it, or why there is no chart. */
static void put_table(struct drawing *d)
{
	const struct kl_xlsx_chart *made = d->made;
	const char *name = made->chart->table.text.at;
	const enum kl_unshown without = made->order != SIZE_MAX
		? d->x->shown.tables[made->order].without : KL_UNSHOWN_NOT;
	static const enum kl_phrase why[] = {
		[KL_UNSHOWN_PIPE] = KL_PHRASE_no_sheet_pipe,
		[KL_UNSHOWN_HIDDEN] = KL_PHRASE_no_sheet_hidden,
		[KL_UNSHOWN_UNREADABLE] = KL_PHRASE_no_sheet_unreadable,
	};
	struct kl_text_buffer text = { 0 };

	kl_text_printf(&text, "%s %s", kl_phrase(KL_PHRASE_chart_of), name);
	if (made->order == SIZE_MAX)
		kl_text_printf(&text, " (%s)", kl_phrase(KL_PHRASE_chart_not_here));
	else if (without != KL_UNSHOWN_NOT)
		kl_text_printf(&text, " (%s)", kl_phrase(why[without]));
	else if (made->count == 0)
		kl_text_printf(&text, " (%s)", kl_phrase(KL_PHRASE_chart_no_rows));
	if (text.failed)
		d->status = kl_no_memory(d->error);
	else if (made->order == SIZE_MAX || without != KL_UNSHOWN_NOT)
		put(d, 0, text.at, NULL);
	else if (d->status == KL_OK)
		d->status = kl_xlsx_put_link(d->x, d->x->drawn, d->row, 0, text.at,
			d->x->way, d->x->tables[made->order].sheets[0], 0, 0,
			d->error);
	kl_text_release(&text);
	d->row++;
}

static void put_notes(struct drawing *d)
{
	const struct {
		enum kl_phrase what;
		uint64_t count;
	} notes[] = {
		{ KL_PHRASE_chart_unread, d->made->unread },
		{ KL_PHRASE_chart_undecided, d->made->undecided },
		{ KL_PHRASE_chart_more, d->made->more },
	};

	for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
		if (notes[i].count > 0)
			put_line(d, notes[i].what, notes[i].count);
	}
}

enum kl_status kl_xlsx_draw_chart(struct kl_xlsx *x, struct kl_xlsx_chart *made,
	uint32_t *row, struct kl_error *error)
{
	struct drawing d = { .x = x, .made = made, .row = *row, .error = error };
	uint32_t columns[KL_CHART_SERIES];

	put(&d, 0, made->chart->title, x->heading);
	d.row++;
	put_table(&d);
	put_notes(&d);
	uint32_t at = d.row;
	if (made->count > 0) {
		d.row += ROWS;
		if (is_direct(made)) {
			d.sheet = kl_xlsx_sheet_of(x, made->order,
				made->points[0].part);
			d.first = made->points[0].row;
			d.columns = made->series;
			d.category = made->categories[0];
		} else {
			put_block(&d, columns);
		}
		insert(&d, at);
	}
	*row = d.row + 1;
	return d.status;
}
