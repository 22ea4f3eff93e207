/* What is always checked: the header, the shape of the rows, the encoding and
 * the quotes, and numbers in columns that are declared as numbers. */
#include <stdio.h>
#include <stdlib.h>

#include "check/check.h"

struct state {
	const struct kl_field **fields;         /* by column; NULL: not declared */
	size_t capacity;
};

static struct kl_figure count_figure(const char *name, uint64_t count)
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
	const struct kl_figure figure = count_figure("number", column + 1);

	finding.figures = &figure;
	finding.figure_count = 1;
	return kl_scope_report(scope, &finding, error);
}

static enum kl_status report_duplicate(const struct kl_scope *scope,
	size_t first, size_t second, struct kl_error *error)
{
	struct kl_finding finding = header_finding(scope,
		KL_CODE_header_duplicate, KL_MESSAGE_header_duplicate, second);
	const struct kl_figure figures[] = { count_figure("first", first + 1),
		count_figure("second", second + 1) };

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

static enum kl_status check_declared(const struct kl_scope *scope,
	size_t *missing, struct kl_error *error)
{
	for (size_t i = 0; i < scope->table->field_count; i++) {
		struct kl_span name = scope->table->fields[i].name;
		if (kl_scope_column(scope, name) != SIZE_MAX)
			continue;
		struct kl_finding finding = header_finding(scope,
			KL_CODE_header_missing, KL_MESSAGE_header_missing,
			scope->columns->count);
		finding.place.column = 0;
		finding.place.field = name;
		finding.expected = name;
		++*missing;
		enum kl_status status = kl_scope_report(scope, &finding, error);
		if (status != KL_OK)
			return status;
	}
	return KL_OK;
}

/* Columns that are not declared; with the declared one that is missing and nearest. */
static enum kl_status check_extra(const struct kl_scope *scope, size_t *extra,
	struct kl_error *error)
{
	const struct kl_columns *columns = scope->columns;
	const struct kl_table *table = scope->table;
	enum kl_status status = KL_OK;
	struct kl_span *absent = calloc(table->field_count + 1, sizeof *absent);
	size_t absent_count = 0;

	if (absent == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < table->field_count; i++) {
		if (kl_scope_column(scope, table->fields[i].name) == SIZE_MAX)
			absent[absent_count++] = table->fields[i].name;
	}
	for (size_t i = 0; i < columns->count && status == KL_OK; i++) {
		if (kl_table_field(table, columns->names[i]) != NULL
				|| columns->names[i].length == 0)
			continue;
		struct kl_finding finding = header_finding(scope,
			KL_CODE_header_extra, KL_MESSAGE_header_extra, i);
		finding.value = columns->names[i];
		size_t near = kl_text_nearest(columns->names[i], absent, absent_count);
		struct kl_figure figure = { .name = "near", .kind = KL_FIGURE_TEXT };
		if (near < absent_count) {
			figure.text = absent[near];
			finding.message = KL_MESSAGE_header_extra_near;
			finding.expected = absent[near];
			finding.figures = &figure;
			finding.figure_count = 1;
		}
		++*extra;
		status = kl_scope_report(scope, &finding, error);
	}
	free(absent);
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
		struct kl_figure figure = count_figure("second", i + 1);
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

static enum kl_status check_header(const struct kl_scope *scope,
	struct kl_error *error)
{
	size_t doubled = 0, missing = 0, extra = 0;

	if (scope->columns->count == 0) {
		struct kl_finding finding = header_finding(scope,
			KL_CODE_header_missing, KL_MESSAGE_header_none, 0);
		return kl_scope_report(scope, &finding, error);
	}
	enum kl_status status = check_names(scope, &doubled, error);
	if (status != KL_OK || scope->table->field_count == 0)
		return status;
	status = check_declared(scope, &missing, error);
	if (status == KL_OK)
		status = check_extra(scope, &extra, error);
	if (status == KL_OK && doubled == 0 && missing == 0 && extra == 0)
		status = check_order(scope, error);
	return status;
}

static enum kl_status begin_table(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct state *state = memory;
	size_t count = scope->columns->count;

	if (!kl_grow(state->fields, state->capacity, count + 1))
		return kl_no_memory(error);
	for (size_t i = 0; i < count; i++) {
		const struct kl_field *field = kl_table_field(scope->table,
			scope->columns->names[i]);
		bool number = field != NULL && (field->type == KL_TYPE_INTEGER
			|| field->type == KL_TYPE_NUMBER);
		state->fields[i] = number ? field : NULL;
	}
	return check_header(scope, error);
}

static bool is_blank(const struct kl_row *row)
{
	for (size_t i = 0; i < row->count; i++) {
		if (kl_span_trim(row->cells[i]).length > 0)
			return false;
	}
	return true;
}

static enum kl_status report_shape(const struct kl_scope *scope,
	const struct kl_row *row, struct kl_error *error)
{
	size_t columns = scope->columns->count;
	bool blank = is_blank(row), extra = row->count > columns;
	struct kl_figure figures[] = { count_figure("found", row->count),
		count_figure("columns", columns) };
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
	finding.place = kl_scope_place(scope, row, at);
	if (blank)
		finding.place.field = (struct kl_span){ 0 };
	else
		finding.label = kl_scope_label(row, SIZE_MAX);
	if (extra && !blank)
		finding.value = row->cells[columns];
	return kl_scope_report(scope, &finding, error);
}

static bool is_whole(const struct kl_cell *cell)
{
	kl_int128 coefficient = cell->value.coefficient;

	for (int i = 0; i < cell->value.decimals; i++) {
		if (coefficient % 10 != 0)
			return false;
		coefficient /= 10;
	}
	return true;
}

static enum kl_status check_number(const struct kl_scope *scope,
	const struct kl_row *row, size_t column, const struct kl_field *field,
	struct kl_error *error)
{
	struct kl_cell cell;
	enum kl_message message;

	kl_cell_read(row->cells[column], &field->reading, &cell);
	if (cell.kind == KL_CELL_TOO_LONG)
		message = KL_MESSAGE_type_too_long;
	else if (cell.kind == KL_CELL_TEXT)
		message = field->type == KL_TYPE_INTEGER ? KL_MESSAGE_type_integer
			: KL_MESSAGE_type_number;
	else if (field->type == KL_TYPE_INTEGER && !is_whole(&cell))
		message = KL_MESSAGE_type_integer;
	else
		return KL_OK;
	struct kl_finding finding = { .code = KL_CODE_type, .message = message,
		.place = kl_scope_place(scope, row, column),
		.label = kl_scope_label(row, column), .value = row->cells[column] };
	return kl_scope_report(scope, &finding, error);
}

static enum kl_status check_row(const struct state *state,
	const struct kl_scope *scope, const struct kl_row *row,
	struct kl_error *error)
{
	size_t columns = scope->columns->count;
	enum kl_status status = KL_OK;

	if (row->count != columns || kl_span_trim(row->cells[0]).length == 0) {
		if (row->count != columns || is_blank(row))
			status = report_shape(scope, row, error);
	}
	for (size_t i = 0; i < row->count && i < columns && status == KL_OK; i++) {
		if (state->fields[i] != NULL)
			status = check_number(scope, row, i, state->fields[i], error);
	}
	return status;
}

static enum kl_status report_issue(const struct kl_scope *scope,
	const struct kl_issue *issue, struct kl_error *error)
{
	static const struct {
		enum kl_code code;
		enum kl_message message;
	} kinds[] = {
		[KL_ISSUE_QUOTE_STRAY] = { KL_CODE_quote, KL_MESSAGE_quote_stray },
		[KL_ISSUE_QUOTE_OPEN] = { KL_CODE_quote, KL_MESSAGE_quote_open },
		[KL_ISSUE_ENCODING] = { KL_CODE_encoding, KL_MESSAGE_encoding },
		[KL_ISSUE_NUL] = { KL_CODE_encoding, KL_MESSAGE_encoding_nul },
		[KL_ISSUE_BLANK_LINE] = { KL_CODE_row_blank, KL_MESSAGE_line_blank },
	};
	char byte[8];

	snprintf(byte, sizeof byte, "0x%02X", issue->byte);
	const struct kl_figure figures[] = {
		{ .name = "byte", .kind = KL_FIGURE_TEXT, .text = kl_span_of(byte) },
		count_figure("offset", issue->offset),
	};
	struct kl_finding finding = { .code = kinds[issue->kind].code,
		.message = kinds[issue->kind].message,
		.place = { .order = scope->table->order,
			.table = scope->table->name, .path = scope->table->shown,
			.line = issue->line, .column = issue->column,
			.row = issue->row },
		.figures = figures, .figure_count = 2 };
	return kl_scope_report(scope, &finding, error);
}

static enum kl_status check_batch(void *memory, const struct kl_scope *scope,
	const struct kl_batch *batch, struct kl_error *error)
{
	const struct state *state = memory;
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < batch->issue_count && status == KL_OK; i++)
		status = report_issue(scope, &batch->issues[i], error);
	for (size_t i = 0; i < batch->count && status == KL_OK; i++)
		status = check_row(state, scope, &batch->rows[i], error);
	return status;
}

static void release(void *memory)
{
	struct state *state = memory;

	free(state->fields);
}

const struct kl_check kl_check_structure = {
	.words = { "schema", "the header, the shape of the rows, encoding, quotes, "
		"and numbers where numbers are declared", NULL, 0 },
	.state_size = sizeof(struct state),
	.begin_table = begin_table,
	.batch = check_batch,
	.release = release,
};
