/* The sheet of findings, written as they come. */
#include "format/xlsx.h"

static const struct {
	enum kl_phrase title;
	double width;
	bool values;                    /* holds cell values */
} columns[] = {
	{ KL_PHRASE_column_severity, 12, false },
	{ KL_PHRASE_column_code, 18, false },
	{ KL_PHRASE_column_rule, 18, false },
	{ KL_PHRASE_column_table, 26, false },
	{ KL_PHRASE_column_cell, 8, false },
	{ KL_PHRASE_column_row, 8, false },
	{ KL_PHRASE_column_field, 18, false },
	{ KL_PHRASE_column_value, 20, true },
	{ KL_PHRASE_column_expected, 20, true },
	{ KL_PHRASE_column_message, 66, false },
	{ KL_PHRASE_column_place, 34, false },
};

enum { COLUMNS = sizeof columns / sizeof *columns };
enum { SEVERITY, CODE, RULE, TABLE, CELL, ROW, FIELD, VALUE, EXPECTED, MESSAGE,
	PLACE };

/* Column of the sheet: those with values are left out where none may appear. */
static uint32_t shown_column(const struct kl_xlsx *x, uint32_t column)
{
	return x->scope->style->no_values && column > EXPECTED ? column - 2
		: column;
}

static bool is_shown(const struct kl_xlsx *x, uint32_t column)
{
	return !columns[column].values || !x->scope->style->no_values;
}

static enum kl_status make_formats(struct kl_xlsx *x, struct kl_error *error)
{
	struct kl_xlsx_list *list = &x->list;
	enum kl_status status = kl_xlsx_new_format(x, KL_MARK_PLAIN,
		KL_XLSX_NUMBER, &list->row_number, error);

	if (status == KL_OK)
		format_set_align(list->row_number, LXW_ALIGN_CENTER);
	for (int i = 0; i < KL_SEVERITIES && status == KL_OK; i++) {
		lxw_format **format = &list->severities[i];
		status = kl_xlsx_new_format(x, kl_mark_level_of((enum kl_severity)i),
			KL_XLSX_TEXT, format, error);
		if (status == KL_OK)
			format_set_underline(*format, LXW_UNDERLINE_SINGLE);
	}
	return status;
}

static enum kl_status begin_sheet(struct kl_xlsx *x, struct kl_error *error)
{
	struct kl_xlsx_list *list = &x->list;
	const char *name = kl_sheet_name(&x->names,
		kl_span_of(kl_phrase(KL_PHRASE_sheet_findings)), ++list->sheets);
	lxw_format *format;

	if (name == NULL)
		return kl_no_memory(error);
	if (list->name == NULL)
		list->name = name;
	enum kl_status status = kl_xlsx_add_sheet(x, name, &list->sheet, error);
	if (status == KL_OK)
		status = kl_xlsx_format(x, KL_MARK_PLAIN, KL_XLSX_HEADER, &format,
			error);
	list->row = list->links = 0;
	for (uint32_t i = 0; i < COLUMNS && status == KL_OK; i++) {
		uint32_t at = shown_column(x, i);
		if (!is_shown(x, i))
			continue;
		worksheet_set_column(list->sheet, (lxw_col_t)at, (lxw_col_t)at,
			columns[i].width, NULL);
		status = kl_xlsx_puts(x, list->sheet, 0, at, kl_phrase(columns[i].title),
			format, error);
	}
	return status;
}

enum kl_status kl_xlsx_begin_findings(struct kl_xlsx *x, struct kl_error *error)
{
	enum kl_status status = make_formats(x, error);

	return status == KL_OK ? begin_sheet(x, error) : status;
}

void kl_xlsx_end_findings(struct kl_xlsx *x)
{
	double width = 0;

	for (uint32_t i = 0; i < COLUMNS; i++)
		width += is_shown(x, i) ? columns[i].width : 0;
	kl_xlsx_dress(x->list.sheet, x->list.row, shown_column(x, PLACE) + 1,
		width);
}

static enum kl_status put(struct kl_xlsx *x, uint32_t column,
	struct kl_span text, struct kl_error *error)
{
	struct kl_xlsx_list *list = &x->list;
	lxw_format *format;

	if (text.at == NULL || !is_shown(x, column))
		return KL_OK;
	size_t lines = kl_xlsx_lines(text, columns[column].width);
	list->lines = lines > list->lines ? lines : list->lines;
	enum kl_status status = kl_xlsx_format(x, KL_MARK_PLAIN, KL_XLSX_WRAPPED,
		&format, error);
	return status != KL_OK ? status : kl_xlsx_put(x, list->sheet, list->row,
		shown_column(x, column), text, format, error);
}

/* Where a finding's link leads: its cell, or the first of its table. */
struct target {
	const char *sheet;
	size_t part;                    /* of the table's sheets, from 0 */
	uint32_t row, column;
};

static enum kl_status find_target(struct kl_xlsx *x,
	const struct kl_spot *spot, const struct kl_finding *finding,
	struct target *target, struct kl_error *error)
{
	const uint64_t records = KL_XLSX_ROWS - 1;

	*target = (struct target){ 0 };
	if (!spot->table)
		return KL_OK;
	if (spot->cell && spot->row > 0) {
		target->part = (size_t)((spot->row - 1) / records);
		target->row = (uint32_t)((spot->row - 1) % records + 1);
	}
	if (spot->cell && spot->column != KL_MARK_LATE)
		target->column = spot->column;
	else if (finding->code == KL_CODE_row_extra_cell)
		target->column = finding->place.sheet != NULL
			? (uint32_t)finding->place.column - 1
			: (uint32_t)x->shown.tables[
				finding->place.order].column_count;
	target->sheet = kl_xlsx_sheet_of(x, finding->place.order,
		target->part);
	return target->sheet != NULL ? KL_OK : kl_no_memory(error);
}

static enum kl_status put_severity(struct kl_xlsx *x, enum kl_severity severity,
	const struct target *target, struct kl_error *error)
{
	struct kl_xlsx_list *list = &x->list;
	static const enum kl_phrase words[] = { KL_PHRASE_info, KL_PHRASE_warning,
		KL_PHRASE_error };
	const char *word = kl_phrase(words[severity]);
	lxw_format *format = list->severities[severity];

	if (target->sheet != NULL && list->links < KL_XLSX_LINKS) {
		list->links++;
		return kl_xlsx_put_link(x, list->sheet, list->row, SEVERITY, word,
			format, target->sheet, target->row, target->column, error);
	}
	list->unlinked += target->sheet != NULL;
	enum kl_status status = kl_xlsx_format(x, kl_mark_level_of(severity),
		KL_XLSX_TEXT, &format, error);
	return status != KL_OK ? status : kl_xlsx_puts(x, list->sheet, list->row,
		SEVERITY, word, format, error);
}

/* "B7"; "B7 (2)" in the second sheet of its table. */
static enum kl_status put_cell(struct kl_xlsx *x, const struct target *target,
	struct kl_error *error)
{
	char cell[LXW_MAX_CELL_NAME_LENGTH + 24];

	lxw_rowcol_to_cell(cell, target->row, (lxw_col_t)target->column);
	if (target->part > 0)
		snprintf(cell + strlen(cell), 24, " (%zu)", target->part + 1);
	return put(x, CELL, kl_span_of(cell), error);
}

static enum kl_status put_row_number(struct kl_xlsx *x, uint64_t row,
	struct kl_error *error)
{
	struct kl_xlsx_list *list = &x->list;

	return row == 0 ? KL_OK : kl_xlsx_put_count(list->sheet, list->row, ROW,
		row, list->row_number, error);
}

static enum kl_status put_texts(struct kl_xlsx *x,
	const struct kl_finding *finding, struct kl_error *error)
{
	const struct {
		uint32_t column;
		struct kl_span text;
	} texts[] = {
		{ CODE, kl_span_of(kl_code_name(finding->code)) },
		{ RULE, kl_span_of(finding->rule != NULL ? finding->rule
			: finding->check) },
		{ TABLE, kl_span_of(finding->place.table) },
		{ FIELD, finding->place.field },
		{ VALUE, finding->value },
		{ EXPECTED, finding->expected },
	};
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < sizeof texts / sizeof *texts && status == KL_OK; i++)
		status = put(x, texts[i].column, texts[i].text, error);
	return status;
}

static enum kl_status put_message(struct kl_xlsx *x,
	const struct kl_finding *finding, struct kl_error *error)
{
	struct kl_text_buffer text = { 0 };

	kl_finding_message(finding, x->scope->style, &text);
	if (finding->search != KL_REPAIR_NOT_SOUGHT && !x->scope->style->no_values) {
		kl_text_puts(&text, "; ");
		kl_finding_repair_text(finding, x->scope->style, &text);
	}
	enum kl_status status = text.failed ? kl_no_memory(error)
		: put(x, MESSAGE, kl_text_span(&text), error);
	kl_text_release(&text);
	return status;
}

/* path:line:column */
static enum kl_status put_place(struct kl_xlsx *x, const struct kl_place *place,
	struct kl_error *error)
{
	struct kl_text_buffer text = { 0 };

	if (place->path == NULL)
		return KL_OK;
	kl_place_add(place, &text);
	enum kl_status status = text.failed ? kl_no_memory(error)
		: put(x, PLACE, kl_text_span(&text), error);
	kl_text_release(&text);
	return status;
}

enum kl_status kl_xlsx_list_finding(struct kl_xlsx *x,
	const struct kl_finding *finding, struct kl_error *error)
{
	struct kl_spot spot = kl_shown_find(&x->shown, &finding->place);
	enum kl_status status = KL_OK;
	struct target target;

	if (x->list.row == KL_XLSX_ROWS - 1) {
		kl_xlsx_end_findings(x);
		status = begin_sheet(x, error);
	}
	x->list.row++;
	x->list.lines = 1;
	if (status == KL_OK)
		status = find_target(x, &spot, finding, &target, error);
	if (status == KL_OK)
		status = put_severity(x, finding->severity, &target, error);
	if (status == KL_OK)
		status = put_texts(x, finding, error);
	if (status == KL_OK && spot.cell && spot.column != KL_MARK_LATE)
		status = put_cell(x, &target, error);
	if (status == KL_OK)
		status = put_row_number(x, finding->place.row, error);
	if (status == KL_OK)
		status = put_message(x, finding, error);
	if (status == KL_OK)
		status = put_place(x, &finding->place, error);
	return status == KL_OK ? kl_xlsx_set_lines(x->list.sheet, x->list.row,
		x->list.lines, error) : status;
}
