/* Sheets that are lists: findings, changes. */
#include <assert.h>
#include <stdlib.h>

#include "format/xlsx_pour.h"

static bool is_shown(const struct kl_xlsx *x, const struct kl_xlsx_list *list,
	uint32_t column)
{
	return !list->columns[column].values || !x->scope->style->no_values;
}

/* Column of the sheet, for those before it that are left out. */
static uint32_t shown_column(const struct kl_xlsx *x,
	const struct kl_xlsx_list *list, uint32_t column)
{
	uint32_t shown = 0;

	for (uint32_t i = 0; i < column; i++)
		shown += is_shown(x, list, i);
	return shown;
}

static enum kl_status put_header(struct kl_xlsx *x, struct kl_xlsx_list *list,
	struct kl_error *error)
{
	lxw_format *format;
	enum kl_status status = kl_xlsx_format(x, KL_MARK_PLAIN, KL_XLSX_HEADER,
		&format, error);

	for (uint32_t i = 0; i < list->column_count && status == KL_OK; i++) {
		uint32_t at = shown_column(x, list, i);
		if (!is_shown(x, list, i))
			continue;
		worksheet_set_column(list->sheet, (lxw_col_t)at, (lxw_col_t)at,
			list->columns[i].width, NULL);
		status = kl_xlsx_puts(x, list->sheet, 0, at,
			kl_phrase(list->columns[i].title), format, error);
	}
	return status;
}

enum kl_status kl_xlsx_list_begin(struct kl_xlsx *x, struct kl_xlsx_list *list,
	struct kl_error *error)
{
	const char *name = kl_sheet_name(&x->names,
		kl_span_of(kl_phrase(list->title)), ++list->sheets);

	if (name == NULL)
		return kl_no_memory(error);
	if (list->name == NULL)
		list->name = name;
	list->row = list->links = 0;
	enum kl_status status = kl_xlsx_add_sheet(x, name, &list->sheet, error);
	return status == KL_OK ? put_header(x, list, error) : status;
}

enum kl_status kl_xlsx_list_end(struct kl_xlsx *x, struct kl_xlsx_list *list,
	struct kl_error *error)
{
	enum kl_status status = KL_OK;
	double width = 0;

	for (uint32_t i = 0; i < list->column_count; i++)
		width += is_shown(x, list, i) ? list->columns[i].width : 0;
	kl_xlsx_dress(x, list->sheet, list->row,
		shown_column(x, list, list->column_count), width);
	if (list->pour != NULL)
		status = kl_xlsx_pour_end(x, list->pour, error);
	kl_xlsx_list_release(list);
	return status;
}

void kl_xlsx_list_release(struct kl_xlsx_list *list)
{
	if (list->pour != NULL)
		kl_xlsx_pour_release(list->pour);
	free(list->pour);
	list->pour = NULL;
}

static enum kl_status begin_pour(struct kl_xlsx *x, struct kl_xlsx_list *list,
	struct kl_error *error)
{
	list->pour = calloc(1, sizeof *list->pour);
	return list->pour == NULL ? kl_no_memory(error)
		: kl_xlsx_pour_begin(x, list->pour, list->sheet, error);
}

enum kl_status kl_xlsx_list_next(struct kl_xlsx *x, struct kl_xlsx_list *list,
	bool may_link, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	if (list->row == KL_XLSX_ROWS - 1) {
		status = kl_xlsx_list_end(x, list, error);
		if (status == KL_OK)
			status = kl_xlsx_list_begin(x, list, error);
	}
	list->row++;
	list->lines = 1;
	/* Of a link the library must write the cell. */
	if (status == KL_OK && list->pour == NULL && list->row > KL_XLSX_POUR_ROWS
			&& (!may_link || list->links == KL_XLSX_LINKS))
		status = begin_pour(x, list, error);
	if (status == KL_OK && list->pour != NULL)
		kl_xlsx_pour_row(list->pour, list->row);
	return status;
}

static enum kl_status pour_text(struct kl_xlsx *x, struct kl_xlsx_list *list,
	uint32_t at, struct kl_span text, lxw_format *format,
	struct kl_error *error)
{
	if (kl_xlsx_pour_plain(list->pour, at, text, format))
		return KL_OK;
	kl_xlsx_text(text, KL_XLSX_UNITS, &x->text);
	if (x->text.failed)
		return kl_no_memory(error);
	if (x->text.length == 0)
		kl_xlsx_pour_blank(list->pour, at, format);
	else
		kl_xlsx_pour_text(list->pour, at, kl_text_span(&x->text), format);
	return KL_OK;
}

enum kl_status kl_xlsx_list_put_as(struct kl_xlsx *x, struct kl_xlsx_list *list,
	uint32_t column, struct kl_span text, lxw_format *format,
	struct kl_error *error)
{
	uint32_t at = shown_column(x, list, column);

	return list->pour != NULL ? pour_text(x, list, at, text, format, error)
		: kl_xlsx_put(x, list->sheet, list->row, at, text, format, error);
}

enum kl_status kl_xlsx_list_put(struct kl_xlsx *x, struct kl_xlsx_list *list,
	uint32_t column, struct kl_span text, struct kl_error *error)
{
	lxw_format *format;

	if (text.at == NULL || !is_shown(x, list, column))
		return KL_OK;
	size_t lines = kl_xlsx_lines(text, list->columns[column].width);
	list->lines = lines > list->lines ? lines : list->lines;
	enum kl_status status = kl_xlsx_format(x, KL_MARK_PLAIN, KL_XLSX_WRAPPED,
		&format, error);
	return status != KL_OK ? status : kl_xlsx_list_put_as(x, list, column,
		text, format, error);
}

enum kl_status kl_xlsx_list_put_count(struct kl_xlsx *x,
	struct kl_xlsx_list *list, uint32_t column, uint64_t count,
	struct kl_error *error)
{
	uint32_t at = shown_column(x, list, column);

	if (count == 0)
		return KL_OK;
	if (list->pour == NULL)
		return kl_xlsx_put_count(x, list->sheet, list->row, at,
			count, x->counted, error);
	kl_xlsx_pour_number(list->pour, at, kl_decimal_of((int64_t)count),
		x->counted);
	return KL_OK;
}

enum kl_status kl_xlsx_list_put_link(struct kl_xlsx *x,
	struct kl_xlsx_list *list, uint32_t column, const char *text,
	lxw_format *format, const struct kl_xlsx_target *target,
	struct kl_error *error)
{
	uint32_t at = shown_column(x, list, column);
	const char *sheet = kl_xlsx_sheet_of(x, target->order, target->part);

	if (sheet == NULL)
		return kl_no_memory(error);
	if (list->links < KL_XLSX_LINKS) {
		assert(list->pour == NULL);
		list->links++;
		return kl_xlsx_put_link(x, list->sheet, list->row, at, text, format,
			sheet, target->row, target->column, error);
	}
	list->unlinked++;
	return kl_xlsx_list_put_as(x, list, column, kl_span_of(text), format,
		error);
}

enum kl_status kl_xlsx_list_put_cell(struct kl_xlsx *x,
	struct kl_xlsx_list *list, uint32_t column,
	const struct kl_xlsx_target *target, struct kl_error *error)
{
	char cell[LXW_MAX_CELL_NAME_LENGTH + 24];

	lxw_rowcol_to_cell(cell, target->row, (lxw_col_t)target->column);
	if (target->part > 0)
		snprintf(cell + strlen(cell), 24, " (%u)", target->part + 1);
	return kl_xlsx_list_put(x, list, column, kl_span_of(cell), error);
}

enum kl_status kl_xlsx_list_end_row(struct kl_xlsx_list *list,
	struct kl_error *error)
{
	return list->pour != NULL ? kl_xlsx_pour_end_row(list->pour,
			kl_xlsx_height(list->lines), error)
		: kl_xlsx_set_lines(list->sheet, list->row, list->lines, error);
}
