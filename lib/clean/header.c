/* The header: what the columns are, and in which order they are written. */
#include "clean/table.h"

#include <stdlib.h>

/* What is declared of a column of which nothing is. */
static const struct kl_field undeclared = { .type = KL_TYPE_ANY,
	.reading = { .decimal_char = '.', .bare_number = true } };

/* Which field each column is, and which column each field. */
struct match {
	size_t *field_of;               /* by column; SIZE_MAX: none */
	size_t *column_of;              /* by field; SIZE_MAX: none */
	size_t columns, fields;
};

/* The reader gives the names as they are declared, however they are written. */
static bool match_fields(struct kl_clean_table *table, struct match *match)
{
	const struct kl_field *fields = table->from->fields;
	struct kl_index names = { 0 };
	bool failed = false;
	uint32_t column;

	for (size_t i = 0; i < match->columns; i++) {
		match->field_of[i] = SIZE_MAX;
		failed = failed || !kl_index_add(&names, table->names[i],
			(uint32_t)i, NULL, NULL);
	}
	for (size_t i = 0; i < match->fields && !failed; i++) {
		match->column_of[i] = SIZE_MAX;
		if (kl_index_find(&names, fields[i].name, &column)
				&& match->field_of[column] == SIZE_MAX) {
			match->field_of[column] = i;
			match->column_of[i] = column;
		}
	}
	kl_index_release(&names);
	return !failed;
}

/* Declared columns in their order, then the others. */
static void set_order(struct kl_clean_table *table, const struct match *match)
{
	size_t count = 0;

	for (size_t i = 0; i < match->fields; i++) {
		if (match->column_of[i] != SIZE_MAX)
			table->order[count++] = match->column_of[i];
	}
	for (size_t i = 0; i < match->columns; i++) {
		if (match->field_of[i] == SIZE_MAX)
			table->order[count++] = i;
	}
	table->in_order = true;
	for (size_t i = 0; i < count; i++)
		table->in_order = table->in_order && table->order[i] == i;
}

/* The codes that rules and the command line say of the column, else those by the
 * pattern of its field. */
static bool set_codes(struct kl_clean_table *table, size_t index)
{
	struct kl_clean_codes *codes = (struct kl_clean_codes *)&table->clean->codes;
	struct kl_clean_column *column = &table->columns[index];
	struct kl_clean_code by_pattern;
	size_t count = 0;

	for (size_t i = 0; i < codes->count; i++)
		count += kl_span_equal(codes->items[i].code.column,
			table->names[index]);
	struct kl_clean_code *own = kl_arena_alloc(&table->arena,
		(count + 1) * sizeof *own);
	if (own == NULL)
		return false;
	for (size_t i = 0; i < codes->count; i++) {
		struct kl_clean_rule_code *item = &codes->items[i];
		if (!kl_span_equal(item->code.column, table->names[index])
				|| (item->rule != NULL && !kl_rule_applies(item->rule,
					table->from->name)))
			continue;
		item->used = true;
		own[column->code_count++] = item->code;
	}
	if (column->code_count == 0
			&& kl_clean_code_by_pattern(column->from, &by_pattern))
		own[column->code_count++] = by_pattern;
	column->codes = own;
	return true;
}

static enum kl_status set_column(struct kl_clean_table *table, size_t index,
	size_t field, const struct kl_row *header, struct kl_error *error)
{
	struct kl_clean_column *column = &table->columns[index];
	const struct kl_span raw = header->cells[index];
	bool declared = field != SIZE_MAX;

	column->from = declared ? &table->from->fields[field] : &undeclared;
	column->to = declared ? &table->to->fields[field] : &undeclared;
	if (declared)
		table->names[index] = column->from->name;
	if (!set_codes(table, index)
			|| !kl_clean_column_ready(column, &table->arena))
		return kl_no_memory(error);
	if (kl_span_equal(raw, table->names[index]))
		return KL_OK;
	return kl_clean_tell(table, (struct kl_clean_event){ .line = header->line,
		.field = table->names[index], .from = raw,
		.to = table->names[index],
		.why = kl_clean_why(KL_CLEAN_name_blanks) }, error);
}

/* A name that is nearly that of a field which is not there: what a column is
 * called is not certain, and it keeps its name. */
static enum kl_status tell_near(struct kl_clean_table *table,
	const struct match *match, const struct kl_row *header,
	struct kl_error *error)
{
	const struct kl_field *fields = table->from->fields;
	enum kl_status status = KL_OK;
	size_t count = 0;
	struct kl_span *missing = kl_arena_alloc(&table->arena,
		(match->fields + 1) * sizeof *missing);

	if (missing == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < match->fields; i++) {
		if (match->column_of[i] == SIZE_MAX)
			missing[count++] = fields[i].name;
	}
	for (size_t i = 0; i < table->count && status == KL_OK; i++) {
		size_t near = match->field_of[i] != SIZE_MAX ? count
			: kl_text_nearest(table->names[i], missing, count);
		if (near >= count)
			continue;
		struct kl_clean_event event = { .field = missing[near],
			.from = table->names[i],
			.why = kl_clean_why(KL_CLEAN_name_near), .left = true };
		kl_row_place(header, &table->dialect, i, &event.line,
			&event.column);
		status = kl_clean_tell(table, event, error);
	}
	return status;
}

static enum kl_status tell_moved(struct kl_clean_table *table,
	const struct kl_row *header, struct kl_error *error)
{
	struct kl_text_buffer before = { 0 }, after = { 0 };
	enum kl_status status;

	for (size_t i = 0; i < table->count; i++) {
		kl_text_puts(&before, i > 0 ? ", " : "");
		kl_text_add(&before, table->names[i]);
		kl_text_puts(&after, i > 0 ? ", " : "");
		kl_text_add(&after, table->names[table->order[i]]);
	}
	if (!before.failed && !after.failed)
		status = kl_clean_tell(table, (struct kl_clean_event){
			.line = header->line, .from = kl_text_span(&before),
			.to = kl_text_span(&after),
			.why = kl_clean_why(KL_CLEAN_moved) }, error);
	else
		status = kl_no_memory(error);
	kl_text_release(&before);
	kl_text_release(&after);
	return status;
}

static bool make_room(struct kl_clean_table *table, struct match *match)
{
	struct kl_arena *arena = &table->arena;
	size_t count = table->count + 1;

	table->columns = kl_arena_alloc(arena, count * sizeof *table->columns);
	table->names = kl_arena_alloc(arena, count * sizeof *table->names);
	table->order = kl_arena_alloc(arena, count * sizeof *table->order);
	table->above = kl_arena_alloc(arena, count * sizeof *table->above);
	match->field_of = kl_arena_alloc(arena, count * sizeof *match->field_of);
	match->column_of = kl_arena_alloc(arena,
		(match->fields + 1) * sizeof *match->column_of);
	return table->columns != NULL && table->names != NULL
		&& table->order != NULL && table->above != NULL
		&& match->field_of != NULL && match->column_of != NULL;
}

enum kl_status kl_clean_take_header(struct kl_clean_table *table,
	const struct kl_row *header, struct kl_error *error)
{
	struct match match = { .columns = header->count,
		.fields = table->from->field_count };
	enum kl_status status = KL_OK;

	table->count = header->count;
	if (!make_room(table, &match))
		return kl_no_memory(error);
	for (size_t i = 0; i < table->count; i++) {
		struct kl_span name = kl_clean_trim(header->cells[i]);
		table->names[i] = kl_arena_span(&table->arena, name);
		if (table->names[i].at == NULL && name.length > 0)
			return kl_no_memory(error);
	}
	if (!match_fields(table, &match))
		return kl_no_memory(error);
	set_order(table, &match);
	for (size_t i = 0; i < table->count && status == KL_OK; i++)
		status = set_column(table, i, match.field_of[i], header, error);
	if (status == KL_OK)
		status = tell_near(table, &match, header, error);
	if (status == KL_OK && !table->in_order)
		status = tell_moved(table, header, error);
	return status != KL_OK || kl_clean_find_totals(table) ? status
		: kl_no_memory(error);
}
