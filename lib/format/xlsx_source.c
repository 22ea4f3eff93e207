/* The tables' sheets. */
#include <stdlib.h>

#include "format/xlsx.h"

static enum kl_status check_width(const struct kl_xlsx *x, size_t order,
	struct kl_error *error)
{
	const struct kl_shown_table *info = &x->shown.tables[order];

	if (info->column_count <= KL_XLSX_COLUMNS)
		return KL_OK;
	return kl_fail(error, KL_LIMIT, x->scope->dataset->tables[order].shown,
		info->header_line, 0,
		"the header has %zu columns; a sheet of a workbook holds %d",
		info->column_count, KL_XLSX_COLUMNS);
}

enum kl_status kl_xlsx_open_tables(struct kl_xlsx *x, struct kl_error *error)
{
	size_t count = x->scope->dataset->table_count;
	enum kl_status status = kl_shown_init(&x->shown, x->scope, error);

	if (status != KL_OK)
		return status;
	x->tables = calloc(count + 1, sizeof *x->tables);
	if (x->tables == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < count && status == KL_OK; i++) {
		if (x->shown.tables[i].without == KL_UNSHOWN_NOT
				&& kl_xlsx_sheet_of(x, i, 0) == NULL)
			return kl_no_memory(error);
		status = check_width(x, i, error);
	}
	return status;
}

void kl_xlsx_close_tables(struct kl_xlsx *x)
{
	for (size_t i = 0; x->tables != NULL
			&& i < x->scope->dataset->table_count; i++)
		free(x->tables[i].sheets);
	free(x->tables);
	kl_shown_release(&x->shown);
}

const char *kl_xlsx_sheet_of(struct kl_xlsx *x, size_t order, size_t part)
{
	struct kl_xlsx_table *info = &x->tables[order];
	struct kl_span name = kl_span_of(x->scope->dataset->tables[order].name);

	while (info->sheet_count <= part) {
		unsigned number = (unsigned)info->sheet_count + 1;
		const char *sheet = kl_sheet_name(&x->names, name, number);
		if (sheet == NULL || !kl_grow(info->sheets, info->sheet_capacity,
				info->sheet_count + 1))
			return NULL;
		info->sheets[info->sheet_count++] = sheet;
	}
	return info->sheets[part];
}
