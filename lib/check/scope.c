#include "check/check.h"

#include <stdlib.h>

#include "base/translate.h"
#include "table/place.h"

size_t kl_scope_column(const struct kl_scope *scope, struct kl_span name)
{
	return kl_columns_find(scope->columns, name);
}

enum kl_status kl_scope_need_column(const struct kl_scope *scope,
	const struct kl_word *word, size_t *index, struct kl_error *error)
{
	const struct kl_columns *columns = scope->columns;

	*index = kl_scope_column(scope, word->text);
	if (*index != SIZE_MAX)
		return KL_OK;
	struct kl_text_buffer text = { 0 };
	kl_text_puts(&text, kl_translate("there is no column '"));
	kl_text_add_visible(&text, word->text, 60);
	kl_text_printf(&text, kl_translate("' in table %s"), scope->table->name);
	size_t near = kl_text_nearest(word->text, columns->names, columns->count);
	if (near < columns->count) {
		kl_text_puts(&text, kl_translate("; did you mean '"));
		kl_text_add_visible(&text, columns->names[near], 60);
		kl_text_puts(&text, "'?");
	}
	enum kl_status status = text.failed ? kl_no_memory(error)
		: kl_fail(error, KL_INVALID, scope->rule->path, word->line,
			word->column, "%s", text.at);
	kl_text_release(&text);
	return status;
}

enum kl_status kl_scope_need_table(const struct kl_scope *scope,
	const struct kl_argument *argument, const char *key, size_t *order,
	struct kl_error *error)
{
	const struct kl_dataset *dataset = scope->dataset;
	const struct kl_word *word = &argument->words[0];
	struct kl_span *names = calloc(dataset->table_count + 1, sizeof *names);

	if (names == NULL)
		return kl_no_memory(error);
	for (*order = 0; *order < dataset->table_count; ++*order) {
		names[*order] = kl_span_of(dataset->tables[*order].name);
		if (kl_span_equal(names[*order], word->text))
			break;
	}
	enum kl_status status = KL_OK;
	if (*order == dataset->table_count) {
		size_t near = kl_text_nearest(word->text, names, *order);
		bool found = near < *order;
		status = kl_fail(error, KL_INVALID, scope->rule->path, word->line,
			word->column, "'%s': there is no table '%.*s'%s%s%s", key,
			(int)word->text.length, word->text.at,
			found ? kl_translate("; did you mean '") : "",
			found ? names[near].at : "", found ? "'?" : "");
	}
	free(names);
	return status;
}

/* What a place has room for; beyond it they are not known. */
enum { MOST_BYTE = (1 << 24) - 1, MOST_LEAD = (1 << 6) - 1 };

static unsigned find_written(const struct kl_dialect *dialect)
{
	switch (dialect->encoding) {
	case KL_WINDOWS_1252:
		return KL_WRITTEN_SINGLE;
	case KL_UTF_16:
	case KL_UTF_16LE:
	case KL_UTF_16BE:
		return KL_WRITTEN_WIDE;
	default:
		return KL_WRITTEN_UTF_8;
	}
}

struct kl_place kl_scope_place(const struct kl_scope *scope,
	const struct kl_row *row, size_t column)
{
	struct kl_place place = { .order = scope->table->order,
		.table = scope->table->name, .path = scope->table->shown,
		.row = row->number, .sheet = scope->dialect->sheet };

	size_t byte, lead;
	kl_row_place_after(scope->walk, row, scope->dialect, column, &place.line,
		&place.column);
	if (kl_row_text_start(scope->walk, row, scope->dialect, column, &byte, &lead)
			&& byte <= MOST_BYTE && lead <= MOST_LEAD) {
		place.byte = byte & MOST_BYTE;
		place.lead = lead & MOST_LEAD;
		place.written = find_written(scope->dialect) & 3;
	}
	if (column < scope->columns->count)
		place.field = scope->columns->names[column];
	return place;
}

struct kl_span kl_scope_label(const struct kl_row *row, size_t column)
{
	return kl_row_label(row, column);
}

enum kl_status kl_scope_separator(const struct kl_scope *scope,
	const struct kl_argument *argument, struct kl_span *out,
	struct kl_error *error)
{
	*out = (struct kl_span){ "", 0 };
	if (!argument->given)
		return KL_OK;
	struct kl_span text = argument->words[0].text;
	if (text.length == 0)
		return kl_fail(error, KL_INVALID, scope->rule->path, argument->line,
			argument->column, "'separator' takes a character or more");
	/* A blank can be the separator itself. */
	*out = kl_span_trim(text).length > 0 ? kl_span_trim(text) : text;
	return KL_OK;
}

bool kl_scope_next_value(struct kl_span *rest, struct kl_span separator,
	struct kl_span *value)
{
	bool there = kl_span_next(rest, separator, value);

	if (there && separator.length > 0)
		*value = kl_span_trim(*value);
	return there;
}

enum kl_status kl_scope_register(const struct kl_scope *scope,
	struct kl_register *reg, bool *there, struct kl_error *error)
{
	const struct kl_argument *named = kl_rule_argument(scope->rule, "register");
	struct kl_error inner;

	*there = false;
	if (!named->given)
		return KL_OK;
	enum kl_status status = kl_register_read(reg, named->words[0].text,
		scope->rule->path, scope->search, &inner);
	*there = status == KL_OK;
	for (size_t i = 0; *there && i < reg->note_count; i++)
		kl_report_note(scope->report, KL_NO_TABLE, NULL, &reg->notes[i]);
	if (status == KL_OK)
		return KL_OK;
	/* A register that is not found is a mistake of the rule that names it. */
	if (inner.path[0] == '\0')
		return kl_fail(error, status, scope->rule->path, named->line,
			named->column, "%s", inner.text);
	*error = inner;
	return status;
}

enum kl_status kl_scope_refuse(const struct kl_scope *scope,
	const struct kl_argument *argument, const char *why,
	struct kl_error *error)
{
	const struct kl_rule *rule = scope->rule;

	return kl_fail(error, KL_INVALID, rule->path,
		argument != NULL ? argument->line : rule->line,
		argument != NULL ? argument->column : rule->column,
		"rule '%s'%s", rule->id, kl_translate(why));
}

enum kl_status kl_scope_report(const struct kl_scope *scope,
	struct kl_finding *finding, struct kl_error *error)
{
	if (scope->rule != NULL) {
		finding->rule = scope->rule->id;
		finding->check = scope->rule->words->name;
		finding->severity = kl_rule_severity(scope->rule, finding->code);
	} else {
		finding->check = "schema";
		finding->severity = kl_code_severity(finding->code);
	}
	return kl_report_add(scope->report, scope->rule_index, finding, error);
}

/* True if the schema's own check looks at the numbers of this column. */
static bool is_checked_by_schema(const struct kl_scope *scope, size_t column)
{
	if (column >= scope->columns->count)
		return false;
	const struct kl_field *field = kl_table_field(scope->table,
		scope->columns->names[column]);
	return field != NULL && (field->type == KL_TYPE_INTEGER
		|| field->type == KL_TYPE_NUMBER);
}

enum kl_status kl_scope_report_text(const struct kl_scope *scope,
	const struct kl_row *row, size_t column, const struct kl_cell *value,
	struct kl_error *error)
{
	if ((value->kind != KL_CELL_TEXT && value->kind != KL_CELL_TOO_LONG)
			|| is_checked_by_schema(scope, column))
		return KL_OK;
	struct kl_finding finding = { .code = KL_CODE_type,
		.message = value->kind == KL_CELL_TEXT ? KL_MESSAGE_type_number
			: KL_MESSAGE_type_too_long,
		.place = kl_scope_place(scope, row, column),
		.label = kl_scope_label(row, column),
		.value = kl_row_cell(row, column) };
	return kl_scope_report(scope, &finding, error);
}

enum kl_status kl_scope_number(const struct kl_scope *scope,
	struct kl_equations *equations, const struct kl_row *row, size_t column,
	const struct kl_reading *reading, uint32_t *cell, struct kl_error *error)
{
	struct kl_span text = kl_row_cell(row, column);
	struct kl_place place = kl_scope_place(scope, row, column);
	struct kl_cell value;
	bool found;

	kl_cell_read(text, reading, &value);
	if (!kl_equations_cell(equations, &place, kl_scope_label(row, column), text,
			&value, reading->decimal_char, cell, &found))
		return kl_no_memory(error);
	return found ? KL_OK
		: kl_scope_report_text(scope, row, column, &value, error);
}

bool kl_scope_printed_n(const struct kl_scope *scope, uint32_t *cell)
{
	const struct kl_table *table = scope->table;
	const struct kl_word *printed = &table->n;
	const struct kl_place place = { .order = table->order,
		.table = table->name, .line = printed->line,
		.path = printed->line > 0 ? table->declared : table->shown,
		.column = printed->column, .field = kl_span_of("n") };
	const struct kl_cell value = { KL_CELL_EXACT, table->n_value,
		kl_interval_point(table->n_value) };

	return kl_equations_cell(scope->equations, &place, (struct kl_span){ 0 },
		printed->text, &value, '.', cell, NULL);
}
