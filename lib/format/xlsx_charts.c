#include "format/xlsx_charts.h"

#include <stdlib.h>

#include "base/translate.h"

enum {
	NAMES_WIDTH = 46, FIGURES_WIDTH = 16,   /* columns, in digits */
	PRINT_SCALE = 80                        /* so that a chart fits on a page */
};

static enum kl_status find_column(const struct kl_xlsx *x,
	const struct kl_xlsx_chart *made, const struct kl_word *word,
	uint32_t *column, struct kl_error *error)
{
	const struct kl_shown_table *info = &x->shown.tables[made->order];
	const struct kl_chart *chart = made->chart;

	if (kl_index_find(&info->columns, word->text, column))
		return KL_OK;
	size_t near = kl_text_nearest(word->text, info->names,
		info->column_count);
	bool found = near < info->column_count;
	return kl_fail(error, KL_INVALID, chart->about.path, word->line,
		word->column, "chart '%s': table '%s' has no column '%s'%s%.*s%s",
		chart->title, chart->table.text.at, word->text.at,
		found ? kl_translate("; did you mean '") : "",
		found ? (int)info->names[near].length : 0,
		found ? info->names[near].at : "", found ? "'?" : "");
}

static enum kl_status find_columns(struct kl_xlsx *x,
	const struct kl_xlsx_chart *made, const struct kl_word *words,
	size_t count, uint32_t **columns, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	*columns = kl_arena_alloc(&x->arena, (count + 1) * sizeof **columns);
	if (*columns == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < count && status == KL_OK; i++)
		status = find_column(x, made, &words[i], &(*columns)[i], error);
	return status;
}

static enum kl_status find_without(struct kl_xlsx *x,
	struct kl_xlsx_chart *made, struct kl_error *error)
{
	const struct kl_chart *chart = made->chart;
	enum kl_status status = KL_OK;
	size_t count = 0;

	for (size_t i = 0; i < chart->without_count; i++)
		count += chart->without[i].count;
	made->without = kl_arena_alloc(&x->arena,
		(count + 1) * sizeof *made->without);
	if (made->without == NULL)
		return kl_no_memory(error);
	count = 0;
	for (size_t i = 0; i < chart->without_count; i++) {
		const struct kl_row_match *match = &chart->without[i];
		for (size_t j = 0; j < match->count && status == KL_OK; j++)
			status = find_column(x, made, &match->matches[j].field,
				&made->without[count++], error);
	}
	return status;
}

static enum kl_status bind(struct kl_xlsx *x, struct kl_xlsx_chart *made,
	struct kl_error *error)
{
	const struct kl_dataset *dataset = x->scope->dataset;
	const struct kl_shown_table *info = &x->shown.tables[made->order];
	const struct kl_rule *about = &made->chart->about;

	if (about->when == NULL)
		return KL_OK;
	enum kl_status status = kl_expression_read(about->when, about->path,
		&x->arena, &made->when, error);
	if (status == KL_OK)
		status = kl_expression_check(made->when, dataset, about,
			KL_OF_TRUTH, false, error);
	const struct kl_columns columns = { .names = info->names,
		.count = info->column_count };
	return status != KL_OK ? status : kl_bind(made->when, NULL,
		&dataset->tables[made->order], &columns, &made->binding, error);
}

/* Tables that are described are all there are: another name is a mistake. Of
 * plain files a delivery has some, and not always the same. */
static enum kl_status find_table(const struct kl_xlsx *x,
	struct kl_xlsx_chart *made, struct kl_error *error)
{
	const struct kl_dataset *dataset = x->scope->dataset;
	const struct kl_chart *chart = made->chart;
	uint32_t order;

	made->order = SIZE_MAX;
	if (kl_index_find(&dataset->names, chart->table.text, &order)) {
		made->order = order;
		return KL_OK;
	}
	if (dataset->plain || dataset->given)
		return KL_OK;
	struct kl_span *names = calloc(dataset->table_count + 1, sizeof *names);
	if (names == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < dataset->table_count; i++)
		names[i] = kl_span_of(dataset->tables[i].name);
	size_t near = kl_text_nearest(chart->table.text, names,
		dataset->table_count);
	bool found = near < dataset->table_count;
	kl_fail(error, KL_INVALID, chart->about.path, chart->table.line,
		chart->table.column, "chart '%s': there is no table '%s'%s%s%s",
		chart->title, chart->table.text.at, found ? kl_translate("; did you mean '") : "",
		found ? names[near].at : "", found ? "'?" : "");
	free(names);
	return KL_INVALID;
}

static enum kl_status open_chart(struct kl_xlsx *x, struct kl_xlsx_chart *made,
	struct kl_error *error)
{
	const struct kl_chart *chart = made->chart;
	enum kl_status status = find_table(x, made, error);

	if (status != KL_OK || made->order == SIZE_MAX
			|| x->shown.tables[made->order].without != KL_UNSHOWN_NOT)
		return status;
	status = find_columns(x, made, chart->categories, chart->category_count,
		&made->categories, error);
	if (status == KL_OK)
		status = find_columns(x, made, chart->series, chart->series_count,
			&made->series, error);
	if (status == KL_OK)
		status = find_without(x, made, error);
	return status == KL_OK ? bind(x, made, error) : status;
}

enum kl_status kl_xlsx_begin_charts(struct kl_xlsx *x, struct kl_error *error)
{
	if (x->scope->rules->chart_count == 0)
		return KL_OK;
	x->chart_sheet = kl_sheet_name(&x->names,
		kl_span_of(kl_phrase(KL_PHRASE_sheet_charts)), 1);
	x->heading = workbook_add_format(x->book);
	x->way = workbook_add_format(x->book);
	if (x->chart_sheet == NULL || x->heading == NULL || x->way == NULL)
		return kl_no_memory(error);
	format_set_bold(x->heading);
	format_set_font_size(x->heading, 13);
	format_set_font_color(x->way, KL_XLSX_LINK_COLOR);
	format_set_underline(x->way, LXW_UNDERLINE_SINGLE);
	enum kl_status status = kl_xlsx_add_sheet(x, x->chart_sheet, &x->drawn,
		error);
	if (status != KL_OK)
		return status;
	worksheet_set_column(x->drawn, 0, 0, NAMES_WIDTH, NULL);
	worksheet_set_column(x->drawn, 1, KL_CHART_SERIES, FIGURES_WIDTH, NULL);
	worksheet_gridlines(x->drawn, LXW_HIDE_ALL_GRIDLINES);
	worksheet_set_print_scale(x->drawn, PRINT_SCALE);       /* one chart a page */
	return KL_OK;
}

enum kl_status kl_xlsx_open_charts(struct kl_xlsx *x, struct kl_error *error)
{
	const struct kl_rules *rules = x->scope->rules;
	enum kl_status status = KL_OK;

	x->charts = calloc(rules->chart_count + 1, sizeof *x->charts);
	if (x->charts == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < rules->chart_count && status == KL_OK; i++) {
		x->charts[i].chart = &rules->charts[i];
		status = open_chart(x, &x->charts[i], error);
	}
	return status;
}

void kl_xlsx_close_charts(struct kl_xlsx *x)
{
	for (size_t i = 0; x->charts != NULL
			&& i < x->scope->rules->chart_count; i++) {
		kl_binding_free(x->charts[i].binding);
		free(x->charts[i].points);
	}
	free(x->charts);
}

static struct kl_span cell_of(const struct kl_row *row, uint32_t column)
{
	return column < row->count ? kl_span_trim(row->cells[column])
		: (struct kl_span){ 0 };
}

static bool is_left_out(const struct kl_xlsx_chart *made,
	const struct kl_row *row)
{
	const uint32_t *column = made->without;

	for (size_t i = 0; i < made->chart->without_count; i++) {
		const struct kl_row_match *match = &made->chart->without[i];
		bool met = true;
		for (size_t j = 0; j < match->count; j++)
			met = kl_span_equal(cell_of(row, *column++),
				kl_span_trim(match->matches[j].value.text)) && met;
		if (met)
			return true;
	}
	return false;
}

static bool is_meant(struct kl_xlsx_chart *made, const struct kl_row *row)
{
	enum kl_outcome outcome;

	if (is_left_out(made, row))
		return false;
	outcome = made->binding == NULL ? KL_HOLDS
		: kl_evaluate_truth(made->binding, row);
	made->undecided += outcome == KL_UNDECIDED;
	return outcome == KL_HOLDS;
}

/* "In AOC's, Groen"; a blank cell adds nothing. */
static const char *name_row(struct kl_xlsx *x, const struct kl_xlsx_chart *made,
	const struct kl_row *row)
{
	struct kl_text_buffer name = { 0 };
	const char *kept = NULL;

	for (size_t i = 0; i < made->chart->category_count; i++) {
		struct kl_span text = cell_of(row, made->categories[i]);
		if (text.length == 0)
			continue;
		kl_text_puts(&name, name.length > 0 ? ", " : "");
		kl_text_add(&name, text);
	}
	kl_xlsx_text(kl_text_span(&name), KL_XLSX_NAME, &x->text);
	if (!name.failed && !x->text.failed)
		kept = kl_arena_text(&x->arena, kl_text_span(&x->text));
	kl_text_release(&name);
	return kept;
}

static struct kl_xlsx_figure read_figure(const struct kl_table *table,
	struct kl_span column, struct kl_span text)
{
	const struct kl_reading *reading = kl_table_reading(table, column);
	struct kl_xlsx_figure figure = { .blank = text.length == 0 };
	struct kl_decimal number;
	struct kl_cell cell;
	int shape;

	figure.number = kl_xlsx_is_number(kl_table_field(table, column))
		&& kl_xlsx_number(text, reading, &number, &shape);
	figure.drawn = figure.number;
	if (figure.number)
		figure.value = kl_decimal_double(number);
	if (figure.drawn || figure.blank)
		return figure;
	kl_cell_read(text, reading, &cell);
	figure.drawn = cell.kind == KL_CELL_EXACT || cell.kind == KL_CELL_ROUNDED;
	figure.value = kl_decimal_double(cell.value);
	return figure;
}

static enum kl_status add_point(struct kl_xlsx *x, struct kl_xlsx_chart *made,
	const struct kl_row *row, uint32_t part, uint32_t sheet_row,
	struct kl_error *error)
{
	const struct kl_table *table = &x->scope->dataset->tables[made->order];
	const struct kl_shown_table *info = &x->shown.tables[made->order];
	struct kl_xlsx_point point = { .part = part, .row = sheet_row };

	if (made->count == KL_XLSX_POINTS) {
		made->more++;
		return KL_OK;
	}
	point.name = name_row(x, made, row);
	point.figures = kl_arena_alloc(&x->arena,
		made->chart->series_count * sizeof *point.figures);
	if (point.name == NULL || point.figures == NULL
			|| !kl_grow(made->points, made->capacity, made->count + 1))
		return kl_no_memory(error);
	for (size_t i = 0; i < made->chart->series_count; i++) {
		uint32_t column = made->series[i];
		point.figures[i] = read_figure(table, info->names[column],
			cell_of(row, column));
		made->unread += !point.figures[i].drawn;
	}
	made->points[made->count++] = point;
	return KL_OK;
}

enum kl_status kl_xlsx_chart_row(struct kl_xlsx *x, size_t order,
	const struct kl_row *row, uint32_t part, uint32_t sheet_row,
	struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < x->scope->rules->chart_count && status == KL_OK;
			i++) {
		struct kl_xlsx_chart *made = &x->charts[i];
		if (made->order == order && is_meant(made, row))
			status = add_point(x, made, row, part, sheet_row, error);
	}
	return status;
}

enum kl_status kl_xlsx_write_charts(struct kl_xlsx *x, struct kl_error *error)
{
	const size_t count = x->scope->rules->chart_count;
	lxw_row_t *breaks = calloc(count + 1, sizeof *breaks);
	enum kl_status status = breaks != NULL ? KL_OK : kl_no_memory(error);
	uint32_t row = 0;

	for (size_t i = 0; i < count && status == KL_OK; i++) {
		status = kl_xlsx_draw_chart(x, &x->charts[i], &row, error);
		x->undrawn += x->charts[i].count == 0;
		breaks[i] = i + 1 < count ? row : 0;
	}
	if (count > 1 && status == KL_OK)
		worksheet_set_h_pagebreaks(x->drawn, breaks);
	free(breaks);
	return status;
}
