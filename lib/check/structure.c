/* The header, the shape of the rows, the encoding and the quotes. */
#include <stdio.h>
#include <stdlib.h>

#include "base/translate.h"
#include "check/schema.h"
#include "table/sheet.h"

struct kl_figure kl_schema_count(const char *name, uint64_t count)
{
	return (struct kl_figure){ .name = name, .kind = KL_FIGURE_COUNT,
		.number = kl_decimal_of((int64_t)count) };
}

static struct kl_finding header_finding(const struct kl_scope *scope,
	enum kl_code code, enum kl_message message, size_t column)
{
	struct kl_finding finding = { .code = code, .message = message,
		.place = kl_scope_place(scope, scope->columns->header, column) };

	finding.place.row = 0;
	return finding;
}

static enum kl_status report_nameless(const struct kl_scope *scope,
	size_t column, struct kl_error *error)
{
	struct kl_finding finding = header_finding(scope, KL_CODE_header_missing,
		KL_MESSAGE_header_blank, column);
	const struct kl_figure figure = kl_schema_count("number",
		scope->dialect->left + column + 1);

	finding.figures = &figure;
	finding.figure_count = 1;
	return kl_scope_report(scope, &finding, error);
}

static enum kl_status report_duplicate(const struct kl_scope *scope,
	size_t first, size_t second, struct kl_error *error)
{
	struct kl_finding finding = header_finding(scope,
		KL_CODE_header_duplicate, KL_MESSAGE_header_duplicate, second);
	const struct kl_figure figures[] = { kl_schema_count("first", first + 1),
		kl_schema_count("second", second + 1) };

	finding.figures = figures;
	finding.figure_count = 2;
	return kl_scope_report(scope, &finding, error);
}

static enum kl_status check_names(const struct kl_scope *scope,
	size_t *doubled, struct kl_error *error)
{
	const struct kl_columns *columns = scope->columns;
	enum kl_status status = KL_OK;
	struct kl_index seen = { 0 };

	for (size_t i = 0; i < columns->count && status == KL_OK; i++) {
		uint32_t first = 0;
		bool found = false;
		if (columns->names[i].length == 0)
			status = report_nameless(scope, i, error);
		else if (!kl_index_add(&seen, columns->names[i], (uint32_t)i, &first,
				&found))
			status = kl_no_memory(error);
		else if (found)
			status = report_duplicate(scope, first, i, error);
		*doubled += found;
	}
	kl_index_release(&seen);
	return status;
}

/* Columns that are not declared, and fields that the header has not. */
struct strangers {
	struct kl_span *columns, *fields;
	size_t column_count, field_count;
};

static bool find_strangers(const struct kl_scope *scope, struct strangers *out)
{
	const struct kl_columns *columns = scope->columns;
	const struct kl_table *table = scope->table;

	*out = (struct strangers){
		.columns = calloc(columns->count + 1, sizeof *out->columns),
		.fields = calloc(table->field_count + 1, sizeof *out->fields) };
	if (out->columns == NULL || out->fields == NULL)
		return false;
	for (size_t i = 0; i < columns->count; i++) {
		if (kl_table_field(table, columns->names[i]) == NULL
				&& columns->names[i].length > 0)
			out->columns[out->column_count++] = columns->names[i];
	}
	for (size_t i = 0; i < table->field_count; i++) {
		if (kl_scope_column(scope, table->fields[i].name) == SIZE_MAX)
			out->fields[out->field_count++] = table->fields[i].name;
	}
	return true;
}

/* The finding with the name that most likely was meant, of those that are there. */
static enum kl_status report_near(const struct kl_scope *scope,
	struct kl_finding finding, struct kl_span name,
	const struct kl_span *others, size_t count, enum kl_message with,
	struct kl_error *error)
{
	size_t near = kl_text_nearest(name, others, count);
	struct kl_figure figure = { .name = "near", .kind = KL_FIGURE_TEXT };

	if (near < count) {
		figure.text = others[near];
		finding.message = with;
		finding.figures = &figure;
		finding.figure_count = 1;
		if (finding.expected.length == 0)
			finding.expected = others[near];
	}
	return kl_scope_report(scope, &finding, error);
}

static enum kl_status check_declared(const struct kl_scope *scope,
	const struct strangers *strangers, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < strangers->field_count && status == KL_OK; i++) {
		struct kl_span name = strangers->fields[i];
		struct kl_finding finding = header_finding(scope,
			KL_CODE_header_missing, KL_MESSAGE_header_missing,
			scope->columns->count);
		finding.place.column = 0;
		finding.place.field = name;
		finding.expected = name;
		status = report_near(scope, finding, name, strangers->columns,
			strangers->column_count, KL_MESSAGE_header_missing_near,
			error);
	}
	return status;
}

/* Columns that are not declared; with the declared one that is missing and nearest. */
static enum kl_status check_extra(const struct kl_scope *scope,
	const struct strangers *strangers, struct kl_error *error)
{
	const struct kl_columns *columns = scope->columns;
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < columns->count && status == KL_OK; i++) {
		struct kl_span name = columns->names[i];
		if (kl_table_field(scope->table, name) != NULL || name.length == 0)
			continue;
		struct kl_finding finding = header_finding(scope,
			KL_CODE_header_extra, KL_MESSAGE_header_extra, i);
		finding.value = name;
		status = report_near(scope, finding, name, strangers->fields,
			strangers->field_count, KL_MESSAGE_header_extra_near,
			error);
	}
	return status;
}

/* Told once a file: the first column that stands elsewhere. */
static enum kl_status check_order(const struct kl_scope *scope,
	struct kl_error *error)
{
	const struct kl_columns *columns = scope->columns;

	for (size_t i = 0; i < columns->count && i < scope->table->field_count; i++) {
		struct kl_span declared = scope->table->fields[i].name;
		if (kl_span_equal(columns->names[i], declared))
			continue;
		struct kl_figure figure = kl_schema_count("second", i + 1);
		struct kl_finding finding = header_finding(scope,
			KL_CODE_header_order, KL_MESSAGE_header_order, i);
		finding.value = columns->names[i];
		finding.expected = declared;
		finding.figures = &figure;
		finding.figure_count = 1;
		return kl_scope_report(scope, &finding, error);
	}
	return KL_OK;
}

/* None of the declared columns is there. */
static enum kl_status check_any(const struct kl_scope *scope,
	struct kl_error *error)
{
	for (size_t i = 0; i < scope->table->field_count; i++) {
		if (kl_scope_column(scope, scope->table->fields[i].name) != SIZE_MAX)
			return KL_OK;
	}
	struct kl_finding finding = header_finding(scope, KL_CODE_header_missing,
		KL_MESSAGE_header_missing_all, 0);
	finding.place.field = (struct kl_span){ 0 };
	return kl_scope_report(scope, &finding, error);
}

enum kl_status kl_schema_header(const struct kl_scope *scope,
	struct kl_error *error)
{
	const enum kl_fields_match match = scope->table->match;
	size_t doubled = 0;

	if (scope->columns->count == 0) {
		struct kl_finding finding = header_finding(scope,
			KL_CODE_header_missing, scope->dialect->sheet != NULL
			? KL_MESSAGE_header_none_sheet : KL_MESSAGE_header_none, 0);
		return kl_scope_report(scope, &finding, error);
	}
	enum kl_status status = check_names(scope, &doubled, error);
	if (status != KL_OK || scope->table->field_count == 0)
		return status;
	if (match == KL_FIELDS_PARTIAL)
		return check_any(scope, error);
	struct strangers strangers;
	if (!find_strangers(scope, &strangers))
		status = kl_no_memory(error);
	if (status == KL_OK && match != KL_FIELDS_SUPERSET)
		status = check_declared(scope, &strangers, error);
	if (status == KL_OK && match != KL_FIELDS_SUBSET)
		status = check_extra(scope, &strangers, error);
	if (status == KL_OK && match == KL_FIELDS_EXACT && doubled == 0
			&& strangers.field_count + strangers.column_count == 0)
		status = check_order(scope, error);
	free(strangers.columns);
	free(strangers.fields);
	return status;
}

static bool is_blank(const struct kl_row *row)
{
	for (size_t i = 0; i < row->count; i++) {
		if (!kl_span_is_blank(row->cells[i]))
			return false;
	}
	return true;
}

static enum kl_status report_shape(const struct kl_scope *scope,
	const struct kl_row *row, struct kl_error *error)
{
	size_t columns = scope->columns->count;
	bool blank = is_blank(row), extra = row->count > columns;
	struct kl_figure figures[] = { kl_schema_count("found", row->count),
		kl_schema_count("columns", columns) };
	struct kl_finding finding = { .code = KL_CODE_row_blank,
		.message = KL_MESSAGE_row_blank, .figures = figures,
		.figure_count = 2 };

	if (!blank) {
		finding.code = extra ? KL_CODE_row_extra_cell
			: KL_CODE_row_missing_cell;
		finding.message = extra ? KL_MESSAGE_row_extra_cell
			: KL_MESSAGE_row_missing_cell;
	}
	size_t at = blank ? 0 : extra ? columns : row->count;
	/* Blank cells before it may be not stored, or at an edge that is left out. */
	for (size_t i = at; extra && !blank && i < row->count; i++) {
		if (row->cells[i].length > 0) {
			at = i;
			break;
		}
	}
	finding.place = kl_scope_place(scope, row, at);
	if (blank)
		finding.place.field = (struct kl_span){ 0 };
	else
		finding.label = kl_scope_label(row, SIZE_MAX);
	if (extra && !blank)
		finding.value = row->cells[at];
	return kl_scope_report(scope, &finding, error);
}

enum kl_status kl_schema_shape(const struct kl_scope *scope,
	const struct kl_row *row, bool *blank, struct kl_error *error)
{
	size_t columns = scope->columns->count;

	*blank = false;
	if (kl_schema_has_shape(scope, row))
		return KL_OK;
	*blank = is_blank(row);
	return row->count != columns || *blank ? report_shape(scope, row, error)
		: KL_OK;
}

/* Of a cell of a workbook: its column by name, or by letter. */
static void name_column(const struct kl_scope *scope,
	const struct kl_issue *issue, struct kl_finding *finding,
	struct kl_text_buffer *column)
{
	size_t index = (size_t)issue->column - 1 - scope->dialect->left;

	if (index < scope->columns->count
			&& scope->columns->names[index].length > 0) {
		finding->place.field = scope->columns->names[index];
		kl_text_add(column, finding->place.field);
		return;
	}
	kl_text_puts(column, kl_translate("column "));
	kl_sheet_add_column(issue->column, column);
}

/* How each issue of the reader is told; one of the encoding by why it is one. */
static const struct {
	enum kl_code code;
	enum kl_message message;
} kinds[] = {
	[KL_ISSUE_QUOTE_STRAY] = { KL_CODE_quote, KL_MESSAGE_quote_stray },
	[KL_ISSUE_QUOTE_OPEN] = { KL_CODE_quote, KL_MESSAGE_quote_open },
	[KL_ISSUE_ENCODING] = { KL_CODE_encoding, KL_MESSAGE_encoding },
	[KL_ISSUE_NUL] = { KL_CODE_encoding, KL_MESSAGE_encoding_nul },
	[KL_ISSUE_BLANK_LINE] = { KL_CODE_row_blank, KL_MESSAGE_line_blank },
	[KL_ISSUE_BLANK_ROWS] = { KL_CODE_row_blank,
		KL_MESSAGE_sheet_rows_blank },
	[KL_ISSUE_EDGE] = { KL_CODE_row_extra_cell,
		KL_MESSAGE_row_edge_cell },
	[KL_ISSUE_CELL_ERROR] = { KL_CODE_cell_error,
		KL_MESSAGE_cell_error },
	[KL_ISSUE_NO_VALUE] = { KL_CODE_cell_error,
		KL_MESSAGE_cell_no_value },
};

static const enum kl_message misfits[] = {
	[KL_MISFIT_UTF_8] = KL_MESSAGE_encoding,
	[KL_MISFIT_WINDOWS_1252] = KL_MESSAGE_encoding_windows_1252,
	[KL_MISFIT_MIXED] = KL_MESSAGE_encoding_mixed,
	[KL_MISFIT_SURROGATE] = KL_MESSAGE_encoding_surrogate,
	[KL_MISFIT_CUT_OFF] = KL_MESSAGE_encoding_cut_off,
};

static enum kl_message blank_rows(const struct kl_scope *scope,
	const struct kl_issue *issue)
{
	bool one = issue->line == issue->last_line;

	if (scope->dialect->sheet == NULL)
		return one ? KL_MESSAGE_line_blank : KL_MESSAGE_lines_blank;
	return one ? KL_MESSAGE_sheet_row_blank : KL_MESSAGE_sheet_rows_blank;
}

enum kl_status kl_schema_issue(const struct kl_scope *scope,
	const struct kl_issue *issue, struct kl_error *error)
{
	struct kl_text_buffer column = { 0 };
	char byte[8];

	snprintf(byte, sizeof byte, "0x%02X", issue->byte);
	struct kl_finding finding = { .code = kinds[issue->kind].code,
		.message = kinds[issue->kind].message,
		.place = { .order = scope->table->order,
			.table = scope->table->name, .path = scope->table->shown,
			.line = issue->line, .column = issue->column,
			.row = issue->row, .sheet = scope->dialect->sheet } };
	if (issue->kind == KL_ISSUE_ENCODING)
		finding.message = misfits[issue->why];
	if (issue->kind == KL_ISSUE_BLANK_ROWS)
		finding.message = blank_rows(scope, issue);
	if (finding.code == KL_CODE_cell_error)
		name_column(scope, issue, &finding, &column);
	const struct kl_figure figures[] = {
		{ .name = "byte", .kind = KL_FIGURE_VALUE, .text = kl_span_of(byte) },
		kl_schema_count("offset", issue->offset),
		kl_schema_count("last", issue->last_line),
		{ .name = "column", .kind = KL_FIGURE_TEXT,
			.text = kl_text_span(&column) },
		{ .name = "error", .kind = KL_FIGURE_VALUE,
			.text = kl_span_of(issue->text) },
	};
	finding.figures = figures;
	finding.figure_count = sizeof figures / sizeof *figures;
	enum kl_status status = column.failed ? kl_no_memory(error)
		: kl_scope_report(scope, &finding, error);
	kl_text_release(&column);
	return status;
}
