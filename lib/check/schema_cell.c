/* The type and the constraints of one cell. */
#include "check/schema.h"

struct cell {
	const struct kl_scope *scope;
	const struct kl_row *row;
	struct kl_schema_column *column;
	const struct kl_value *value;
	bool *right;
	struct kl_error *error;
};

bool kl_schema_asks(const struct kl_field *field)
{
	const struct kl_constraints *c = &field->constraints;
	bool limits = false;

	for (int i = 0; i < KL_LIMITS; i++)
		limits = limits || c->limits[i].given;
	return field->type > KL_TYPE_STRING || field->form != KL_FORM_NONE
		|| c->required || c->values.count > 0
		|| c->categories.count > 0 || c->pattern != NULL || limits
		|| c->has_least || c->has_most;
}

static enum kl_status report(const struct cell *cell, enum kl_code code,
	enum kl_message message, struct kl_span expected,
	const struct kl_figure *figures, size_t count)
{
	size_t column = cell->column->index;
	struct kl_finding finding = { .code = code, .message = message,
		.place = kl_scope_place(cell->scope, cell->row, column),
		.label = kl_scope_label(cell->row, column),
		.value = cell->row->cells[column], .expected = expected,
		.decimal_char = cell->column->field->reading.decimal_char,
		.figures = figures, .figure_count = count };

	*cell->right = false;
	return kl_scope_report(cell->scope, &finding, cell->error);
}

static struct kl_figure text_figure(const char *name, struct kl_span text)
{
	return (struct kl_figure){ .name = name, .kind = KL_FIGURE_TEXT,
		.text = text };
}

static enum kl_message type_message(const struct kl_field *field)
{
	static const enum kl_message of_types[] = {
		[KL_TYPE_INTEGER] = KL_MESSAGE_type_integer,
		[KL_TYPE_NUMBER] = KL_MESSAGE_type_number,
		[KL_TYPE_BOOLEAN] = KL_MESSAGE_type_boolean,
		[KL_TYPE_LIST] = KL_MESSAGE_type_item,
		[KL_TYPE_DATE] = KL_MESSAGE_type_date,
		[KL_TYPE_TIME] = KL_MESSAGE_type_time,
		[KL_TYPE_DATETIME] = KL_MESSAGE_type_datetime,
		[KL_TYPE_YEAR] = KL_MESSAGE_type_year,
		[KL_TYPE_YEARMONTH] = KL_MESSAGE_type_yearmonth,
		[KL_TYPE_DURATION] = KL_MESSAGE_type_duration };
	static const enum kl_message of_forms[] = {
		[KL_FORM_EMAIL] = KL_MESSAGE_type_email,
		[KL_FORM_URI] = KL_MESSAGE_type_uri,
		[KL_FORM_UUID] = KL_MESSAGE_type_uuid,
		[KL_FORM_BINARY] = KL_MESSAGE_type_binary };

	return field->form != KL_FORM_NONE ? of_forms[field->form]
		: of_types[field->type];
}

static enum kl_message item_message(enum kl_field_type type)
{
	switch (type) {
	case KL_TYPE_INTEGER:
		return KL_MESSAGE_item_integer;
	case KL_TYPE_BOOLEAN:
		return KL_MESSAGE_item_boolean;
	case KL_TYPE_DATE:
		return KL_MESSAGE_item_date;
	case KL_TYPE_TIME:
		return KL_MESSAGE_item_time;
	case KL_TYPE_DATETIME:
		return KL_MESSAGE_item_datetime;
	default:
		return KL_MESSAGE_item_number;
	}
}

static enum kl_status report_type(const struct cell *cell)
{
	static const enum kl_message forms[] = {
		[KL_TYPE_DATE] = KL_MESSAGE_form_date,
		[KL_TYPE_TIME] = KL_MESSAGE_form_time,
		[KL_TYPE_DATETIME] = KL_MESSAGE_form_datetime };
	const struct kl_field *field = cell->column->field;
	const struct kl_span none = { 0 };
	struct kl_figure figures[] = {
		text_figure("form", field->pattern),
		kl_schema_count("number", cell->value->item_number),
		{ .name = "what", .kind = KL_FIGURE_PHRASE,
			.phrase = item_message(field->item_type) } };

	if (cell->value->kind == KL_VALUE_TOO_LONG)
		return report(cell, KL_CODE_type, KL_MESSAGE_type_too_long, none,
			NULL, 0);
	if (field->pattern.at == NULL && field->type >= KL_TYPE_DATE
			&& field->type <= KL_TYPE_DATETIME)
		figures[0] = (struct kl_figure){ .name = "form",
			.kind = KL_FIGURE_PHRASE, .phrase = forms[field->type] };
	return report(cell, KL_CODE_type, type_message(field), none, figures, 3);
}

/* A range is never known to be one of the values, nor to be none. */
static enum kl_status check_choice(const struct cell *cell,
	const struct kl_choice *choice, enum kl_message message)
{
	const struct kl_figure figure = text_figure("allowed", choice->listed);

	if (cell->value->kind == KL_VALUE_RANGE
			|| kl_choice_has(choice, cell->value))
		return KL_OK;
	return report(cell, KL_CODE_enum, message, choice->listed, &figure, 1);
}

/* A pattern that takes too long on a cell is told once a column. */
static enum kl_status check_pattern(const struct cell *cell)
{
	const struct kl_constraints *c = &cell->column->field->constraints;
	const struct kl_figure figure = text_figure("pattern", c->pattern_text);
	const struct kl_span none = { 0 };
	struct kl_error problem;

	if (cell->value->marked)
		return KL_OK;
	const unsigned told = cell->column->given_up;
	switch (kl_pattern_test(c->pattern, cell->row->cells[cell->column->index],
			&cell->column->given_up)) {
	case KL_PATTERN_MATCHES:
		return KL_OK;
	case KL_PATTERN_DIFFERS:
		return report(cell, KL_CODE_pattern, KL_MESSAGE_pattern, none,
			&figure, 1);
	case KL_PATTERN_GIVEN_UP:
		break;
	}
	*cell->right = false;
	if (told > 0)
		return KL_OK;
	kl_fail(&problem, KL_LIMIT, cell->scope->table->shown, cell->row->line, 0,
		"the pattern of field '%s' takes too long on this cell, which was not checked with it; further ones are not told",
		cell->column->field->name.at);
	kl_report_problem(cell->scope->report, &problem);
	return KL_OK;
}

static enum kl_status check_limits(const struct cell *cell)
{
	static const struct {
		enum kl_code code;
		enum kl_message message;
		int wrong;              /* the order that is wrong */
		bool equal;             /* and so is an equal value */
	} kinds[KL_LIMITS] = {
		[KL_LIMIT_MINIMUM] = { KL_CODE_minimum, KL_MESSAGE_minimum, -1, false },
		[KL_LIMIT_MAXIMUM] = { KL_CODE_maximum, KL_MESSAGE_maximum, 1, false },
		[KL_LIMIT_ABOVE] = { KL_CODE_minimum, KL_MESSAGE_minimum_above, -1, true },
		[KL_LIMIT_BELOW] = { KL_CODE_maximum, KL_MESSAGE_maximum_below, 1, true } };
	enum kl_status status = KL_OK;

	for (int i = 0; i < KL_LIMITS && status == KL_OK; i++) {
		const struct kl_limit *limit =
			&cell->column->field->constraints.limits[i];
		if (!limit->given)
			continue;
		int order = kl_value_compare(cell->value, &limit->value);
		bool equal = order == 0 && kinds[i].equal
			&& cell->value->kind != KL_VALUE_RANGE;
		if (order != kinds[i].wrong && !equal)
			continue;
		const struct kl_figure figure = text_figure("limit", limit->text);
		status = report(cell, kinds[i].code, kinds[i].message, limit->text,
			&figure, 1);
	}
	return status;
}

static enum kl_status check_length(const struct cell *cell)
{
	const struct kl_constraints *c = &cell->column->field->constraints;
	const struct kl_span none = { 0 };
	uint64_t found = cell->value->kind == KL_VALUE_LIST ? cell->value->items
		: kl_utf8_count(cell->value->text);
	struct kl_figure figures[] = { kl_schema_count("found", found),
		kl_schema_count("limit", c->least) };
	enum kl_status status = KL_OK;

	if (c->has_least && found < c->least)
		status = report(cell, KL_CODE_min_length, KL_MESSAGE_min_length, none,
			figures, 2);
	figures[1] = kl_schema_count("limit", c->most);
	if (c->has_most && found > c->most && status == KL_OK)
		status = report(cell, KL_CODE_max_length, KL_MESSAGE_max_length, none,
			figures, 2);
	return status;
}

enum kl_status kl_schema_cell(const struct kl_scope *scope,
	const struct kl_row *row, struct kl_schema_column *column,
	const struct kl_value *value, bool *right, struct kl_error *error)
{
	const struct cell cell = { scope, row, column, value, right, error };
	const struct kl_constraints *c = &column->field->constraints;
	const struct kl_span none = { 0 };
	enum kl_status status = KL_OK;

	*right = true;
	if (value->kind == KL_VALUE_MISSING) {
		return c->required ? report(&cell, KL_CODE_required,
			value->text.length == 0 ? KL_MESSAGE_required
				: KL_MESSAGE_required_mark, none, NULL, 0) : KL_OK;
	}
	if (value->kind == KL_VALUE_WRONG || value->kind == KL_VALUE_TOO_LONG)
		return report_type(&cell);
	/* What is one of the enum is one of the categories. */
	if (c->values.count > 0)
		status = check_choice(&cell, &c->values, KL_MESSAGE_enum);
	else if (c->categories.count > 0)
		status = check_choice(&cell, &c->categories,
			KL_MESSAGE_enum_categories);
	if (status == KL_OK && c->pattern != NULL)
		status = check_pattern(&cell);
	if (status == KL_OK)
		status = check_limits(&cell);
	if (status == KL_OK && (c->has_least || c->has_most))
		status = check_length(&cell);
	return status;
}
