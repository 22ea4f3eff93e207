#include "expression/block.h"

#include <stdlib.h>

#include "base/translate.h"

void kl_binding_free(struct kl_binding *binding)
{
	if (binding == NULL)
		return;
	for (size_t i = 0; i < binding->frame->works && binding->works != NULL; i++) {
		kl_pattern_free(binding->works[i].pattern);
		kl_text_release(&binding->works[i].text);
	}
	kl_text_release(&binding->key);
	kl_arena_release(&binding->arena);
	free(binding->works);
	free(binding->slots);
	free(binding);
}

static enum kl_status no_column(const struct kl_expression *e,
	const struct kl_frame_column *column, const struct kl_table *table,
	const struct kl_columns *columns, struct kl_error *error)
{
	struct kl_text_buffer text = { 0 };
	size_t near = kl_text_nearest(column->name, columns->names,
		columns->count);

	kl_text_puts(&text, kl_translate("there is no column '"));
	kl_text_add_visible(&text, column->name, 60);
	kl_text_printf(&text, kl_translate("' in table %s"), table->name);
	if (near < columns->count) {
		kl_text_puts(&text, kl_translate("; did you mean '"));
		kl_text_add_visible(&text, columns->names[near], 60);
		kl_text_puts(&text, "'?");
	}
	enum kl_status status = text.failed ? kl_no_memory(error)
		: kl_expression_fail(e, column->from, error, "%s", text.at);
	kl_text_release(&text);
	return status;
}

static enum kl_status bind_column(struct kl_binding *b, size_t at,
	const struct kl_columns *columns, struct kl_error *error)
{
	const struct kl_frame_column *column = &b->frame->columns[at];
	struct kl_slot *slot = &b->slots[at];

	slot->index = kl_columns_find(columns, column->name);
	slot->type = column->type;
	if (slot->index == SIZE_MAX) {
		slot->reading = b->reading;
		return b->table == NULL ? KL_OK : no_column(b->expression, column,
			b->table, columns, error);
	}
	slot->field = kl_table_field(b->table, column->name);
	slot->reading = kl_table_reading(b->table, column->name);
	slot->whole = slot->field != NULL && slot->field->type == KL_TYPE_INTEGER;
	kl_plain_init(&slot->plain, slot->reading, slot->whole);
	return KL_OK;
}

/* Patterns are those of the binding: they are not for two threads at once. */
static enum kl_status compile(struct kl_binding *b, const struct kl_tree *term,
	struct kl_error *error)
{
	const struct kl_aggregate *a = term->aggregate;
	enum kl_status status = KL_OK;

	if (term->kind == KL_TREE_MATCHES)
		status = kl_pattern_new(term->text, &b->works[term->slot].pattern,
			error);
	for (size_t i = 0; i < term->count && status == KL_OK; i++)
		status = compile(b, term->operands[i], error);
	for (size_t i = 0; a != NULL && i < a->key_count && status == KL_OK; i++)
		status = compile(b, a->keys[i].here, error);
	return status;
}

static enum kl_status compile_aggregate(struct kl_binding *b,
	const struct kl_aggregate *a, struct kl_error *error)
{
	enum kl_status status = a->condition == NULL ? KL_OK
		: compile(b, a->condition, error);

	for (size_t i = 0; i < a->value_count && status == KL_OK; i++)
		status = compile(b, a->values[i], error);
	return status;
}

enum kl_status kl_bind_frame(const struct kl_expression *expression,
	const struct kl_aggregate *aggregate, const struct kl_gather *gather,
	const struct kl_table *table, const struct kl_columns *columns,
	struct kl_binding **out, struct kl_error *error)
{
	static const struct kl_columns none = { .count = 0 };
	struct kl_binding *b = calloc(1, sizeof *b);
	enum kl_status status = KL_OK;

	if (b == NULL)
		return kl_no_memory(error);
	b->expression = expression;
	b->frame = aggregate != NULL ? &aggregate->frame : &expression->frame;
	b->gather = gather;
	b->table = table;
	kl_reading_init(&b->default_reading);
	b->reading = table != NULL ? &table->reading : &b->default_reading;
	b->slots = calloc(b->frame->count + 1, sizeof *b->slots);
	b->works = calloc(b->frame->works + 1, sizeof *b->works);
	if (b->slots == NULL || b->works == NULL)
		status = kl_no_memory(error);
	for (size_t i = 0; i < b->frame->count && status == KL_OK; i++)
		status = bind_column(b, i, columns != NULL ? columns : &none, error);
	if (status == KL_OK)
		status = aggregate != NULL ? compile_aggregate(b, aggregate, error)
			: compile(b, expression->root, error);
	if (status == KL_OK)
		*out = b;
	else
		kl_binding_free(b);
	return status;
}

enum kl_status kl_bind(const struct kl_expression *expression,
	const struct kl_gather *gather, const struct kl_table *table,
	const struct kl_columns *columns, struct kl_binding **out,
	struct kl_error *error)
{
	struct kl_binding *made;
	enum kl_status status = kl_bind_frame(expression, NULL, gather, table,
		columns, &made, error);

	if (status != KL_OK)
		return status;
	if (!kl_block_compile(made, expression->root, &made->arena,
			&made->block)) {
		kl_binding_free(made);
		return kl_no_memory(error);
	}
	*out = made;
	return KL_OK;
}

enum kl_status kl_binding_check(const struct kl_binding *b, struct kl_error *error)
{
	if (b == NULL || b->given_up == NULL)
		return KL_OK;
	if (b->table == NULL || b->given_up_line == 0)
		return kl_expression_fail(b->expression, b->given_up->from, error,
			"this pattern takes too long on a text, of which it cannot be decided");
	return kl_expression_fail(b->expression, b->given_up->from, error,
		"this pattern takes too long on line %llu of table %s, of which it cannot be decided; further lines are not told",
		(unsigned long long)b->given_up_line, b->table->name);
}

void kl_binding_take(struct kl_binding *b, const struct kl_row *row)
{
	if (row != NULL && b->row != NULL && row->number == b->number
			&& row->cells == b->cells)
		return;
	b->row = row;
	b->number = row != NULL ? row->number : 0;
	b->cells = row != NULL ? row->cells : NULL;
	for (size_t i = 0; i < b->frame->count; i++)
		b->slots[i].read = false;
}

static bool read_number(const struct kl_slot *slot, struct kl_span text,
	struct kl_result *value)
{
	struct kl_plain_number plain;
	struct kl_cell cell;

	value->type = KL_OF_NUMBER;
	if (kl_plain_read_number(&slot->plain, text, &plain)) {
		const struct kl_decimal number = { plain.digits,
			(int)plain.decimals };
		value->number = kl_range_point(kl_ratio_of_decimal(number));
		return true;
	}
	kl_cell_read(text, slot->reading, &cell);
	if (cell.kind == KL_CELL_EXACT)
		value->number = kl_range_point(kl_ratio_of_decimal(cell.value));
	else if ((cell.kind != KL_CELL_RANGE && cell.kind != KL_CELL_ROUNDED)
			|| !kl_range_of_interval(&cell.interval, &value->number))
		return false;
	if (slot->whole && value->number.point && value->number.low.under != 1)
		return value->number.low.over % value->number.low.under == 0;
	return true;
}

/* A mark that is declared for what is not known. */
static bool read_text(const struct kl_slot *slot, struct kl_span text,
	struct kl_result *value)
{
	const struct kl_reading *reading = slot->reading;

	value->type = KL_OF_TEXT;
	for (size_t i = 0; i < reading->marker_count; i++) {
		if (kl_span_equal(text, reading->markers[i].mark))
			return !reading->markers[i].unknown;
	}
	return true;
}

static void read_typed(const struct kl_slot *slot, enum kl_field_type type,
	struct kl_span cell, struct kl_value *value)
{
	struct kl_field made = { .type = type, .reading = *slot->reading };

	kl_value_read(slot->field != NULL && slot->field->type == type
		? slot->field : &made, cell, value);
}

static bool read_date(const struct kl_slot *slot, struct kl_span text,
	struct kl_result *value)
{
	bool iso = slot->field == NULL || slot->field->pattern.at == NULL;
	struct kl_value read;

	value->type = KL_OF_DATE;
	if (iso)
		return kl_date_parse(text, &value->date);
	read_typed(slot, KL_TYPE_DATE, text, &read);
	return read.kind == KL_VALUE_MOMENT && kl_date_of_days(
		read.moment.seconds / (24 * 3600), &value->date);
}

static bool read_truth(const struct kl_slot *slot, struct kl_span text,
	struct kl_result *value)
{
	struct kl_value read;

	value->type = KL_OF_TRUTH;
	read_typed(slot, KL_TYPE_BOOLEAN, text, &read);
	value->truth = read.truth ? KL_HOLDS : KL_VIOLATED;
	return read.kind == KL_VALUE_BOOLEAN;
}

/* A number if it is one; unknown if it stands for that; else text. */
static bool read_any(const struct kl_slot *slot, struct kl_span text,
	struct kl_result *value)
{
	struct kl_cell cell;

	if (read_number(slot, text, value))
		return true;
	kl_cell_read(text, slot->reading, &cell);
	value->type = KL_OF_TEXT;
	return cell.kind != KL_CELL_UNKNOWN;
}

void kl_slot_value_of(const struct kl_slot *slot, struct kl_span cell,
	struct kl_result *value)
{
	static bool (*const readers[])(const struct kl_slot *, struct kl_span,
		struct kl_result *) = {
		[KL_OF_ANY] = read_any, [KL_OF_NUMBER] = read_number,
		[KL_OF_TEXT] = read_text, [KL_OF_DATE] = read_date,
		[KL_OF_TRUTH] = read_truth };

	value->type = slot->type;
	value->text = kl_span_trim(cell);
	value->blank = value->text.length == 0;
	/* Blank can be declared to be a number. */
	value->unknown = value->blank && slot->type != KL_OF_NUMBER
		&& slot->type != KL_OF_ANY ? true
		: !readers[slot->type](slot, value->text, value);
	value->blank = value->blank && value->unknown;
	if (value->unknown)
		value->truth = KL_UNDECIDED;
}

void kl_slot_read(const struct kl_binding *b, struct kl_slot *slot)
{
	struct kl_result *value = &slot->value;
	struct kl_span cell = { "", 0 };

	slot->read = true;
	if (b->row == NULL || slot->index == SIZE_MAX) {
		value->type = slot->type;
		value->unknown = true;
		value->blank = false;
		value->truth = KL_UNDECIDED;
		value->text = cell;
		return;
	}
	if (slot->index < b->row->count)
		cell = b->row->cells[slot->index];
	kl_slot_value_of(slot, cell, value);
}

size_t kl_binding_column(const struct kl_binding *binding, size_t at,
	enum kl_expression_type *type, struct kl_span *name)
{
	if (at >= binding->frame->count)
		return SIZE_MAX;
	*type = binding->frame->columns[at].type;
	*name = binding->frame->columns[at].name;
	return binding->slots[at].index;
}
