/* The keys of a block of rows, from the cells of one column or several. */
#include "check/schema.h"

#include "base/translate.h"

static enum kl_schema_part_kind kind_of(const struct kl_schema_part *part)
{
	const struct kl_field *field = part->field;

	if (field->type <= KL_TYPE_STRING && field->form == KL_FORM_NONE)
		return KL_PART_TEXT;
	if (part->as_text)
		return KL_PART_OTHER;
	if (field->type == KL_TYPE_INTEGER || field->type == KL_TYPE_NUMBER)
		return KL_PART_NUMBER;
	return field->type == KL_TYPE_DATE && field->pattern.at == NULL
		? KL_PART_DATE : KL_PART_OTHER;
}

/* A column without a field is text. */
static bool make_part(struct kl_schema *state, const struct kl_scope *scope,
	size_t column, bool as_text, struct kl_schema_part *part)
{
	struct kl_field *text;

	part->column = column;
	part->as_text = as_text;
	part->field = kl_table_field(scope->table, scope->columns->names[column]);
	if (part->field == NULL) {
		text = kl_arena_alloc(&state->of_table, sizeof *text);
		if (text == NULL)
			return false;
		text->reading = scope->table->reading;
		part->field = text;
	}
	part->kind = kind_of(part);
	kl_plain_init(&part->plain, &part->field->reading,
		part->field->type == KL_TYPE_INTEGER);
	return true;
}

enum kl_status kl_schema_find(struct kl_schema *state,
	const struct kl_scope *scope, const struct kl_word *names, size_t count,
	const bool *as_text, const char *what, struct kl_schema_parts *out,
	struct kl_error *error)
{
	struct kl_error problem;
	struct kl_schema_part *parts = kl_arena_alloc(&state->of_table,
		(count + 1) * sizeof *parts);

	*out = (struct kl_schema_parts){ 0 };
	if (parts == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < count; i++) {
		size_t column = kl_scope_column(scope, names[i].text);
		if (column == SIZE_MAX) {
			kl_fail(&problem, KL_INVALID, scope->table->shown,
				scope->columns->header->line, 0,
				"has no column '%s', so %s could not be checked",
				names[i].text.at, kl_translate(what));
			kl_report_problem(scope->report, &problem);
			return KL_OK;
		}
		if (!make_part(state, scope, column,
				as_text != NULL && as_text[i], &parts[i]))
			return kl_no_memory(error);
		if (column >= out->width)
			out->width = column + 1;
	}
	out->list = parts;
	out->count = count;
	return KL_OK;
}

enum kl_status kl_schema_column_alone(struct kl_schema *state,
	const struct kl_scope *scope, size_t column, struct kl_schema_parts *out,
	struct kl_error *error)
{
	*out = (struct kl_schema_parts){ kl_arena_alloc(&state->of_table,
		sizeof *out->list), 1, column + 1 };
	return out->list != NULL && make_part(state, scope, column, false,
		out->list) ? KL_OK : kl_no_memory(error);
}

static bool is_blank_at_end(struct kl_span cell)
{
	char last = cell.at[cell.length - 1];

	return last == ' ' || last == '\t';
}

/* A value that is written in the plain way; false: it is for read_slowly. *text: of
 * one that has no code, as it is kept. */
static inline bool read_plainly(const struct kl_schema_part *part,
	struct kl_span cell, uint64_t *code, struct kl_span *text, bool *marked)
{
	struct kl_plain_number number;
	uint32_t date;

	switch (part->kind) {
	case KL_PART_TEXT:
		if (!kl_plain_is_text(&part->plain, cell)
				|| (part->as_text && is_blank_at_end(cell)))
			return false;
		*marked = !part->as_text;
		*text = cell;
		*code = 0;
		kl_key_text(cell, *marked, code);
		return true;
	case KL_PART_NUMBER:
		return kl_plain_read_number(&part->plain, cell, &number)
			&& kl_key_number(number.digits, number.decimals, code);
	case KL_PART_DATE:
		if (!kl_plain_read_date(&part->plain, cell, &date))
			return false;
		*code = kl_key_date(date);
		return true;
	case KL_PART_OTHER:
		break;
	}
	return false;
}

/* A date has the same code as a plain one. */
static bool moment_code(const struct kl_moment *moment, uint64_t *code)
{
	const int64_t day = 24 * 3600;
	struct kl_date date;

	if (moment->months != 0 || moment->nanoseconds != 0
			|| moment->seconds % day != 0
			|| !kl_date_of_days(moment->seconds / day, &date))
		return false;
	*code = kl_key_date(kl_plain_date((uint32_t)date.year,
		(uint32_t)date.month, (uint32_t)date.day));
	return true;
}

static bool number_code(struct kl_decimal number, uint64_t *code)
{
	while (number.decimals > 0 && number.coefficient % 10 == 0) {
		number.coefficient /= 10;
		number.decimals--;
	}
	return number.coefficient >= INT64_MIN && number.coefficient <= INT64_MAX
		&& number.decimals >= 0
		&& kl_key_number((int64_t)number.coefficient,
			(unsigned)number.decimals, code);
}

static bool is_as_it_stands(const struct kl_value *value)
{
	return value->kind == KL_VALUE_TEXT || value->kind == KL_VALUE_WRONG
		|| value->kind == KL_VALUE_TOO_LONG
		|| value->kind == KL_VALUE_RANGE;
}

/* False: the value is missing. */
static bool read_slowly(struct kl_schema *state,
	const struct kl_schema_part *part, struct kl_span cell, uint64_t *code,
	struct kl_span *text, bool *marked)
{
	struct kl_value value;

	kl_value_read(part->field, cell, &value);
	if (value.kind == KL_VALUE_MISSING)
		return false;
	*code = 0;
	*marked = false;
	if (part->as_text) {
		*text = kl_span_trim(value.text);
	} else if ((value.kind == KL_VALUE_NUMBER
			&& number_code(value.number, code))
			|| (value.kind == KL_VALUE_MOMENT
				&& moment_code(&value.moment, code))) {
		return true;
	} else if (is_as_it_stands(&value)) {
		/* Apart, so that no text is taken for a value. */
		*marked = true;
		*text = value.text;
	} else {
		state->value.length = 0;
		kl_value_add_key(&value, false, &state->value);
		*text = kl_text_span(&state->value);
	}
	kl_key_text(*text, *marked, code);
	return true;
}

static bool read_part(struct kl_schema *state, const struct kl_schema_part *part,
	struct kl_span cell, uint64_t *code, struct kl_span *text, bool *marked)
{
	return (cell.length > 0 && read_plainly(part, cell, code, text, marked))
		|| read_slowly(state, part, cell, code, text, marked);
}

/* Texts of one column that are written plainly and short, as keys are as a rule; which
 * they are. The others have no key. */
static uint64_t read_texts(const struct kl_schema_parts *parts,
	const struct kl_row *rows, size_t count, uint64_t wanted,
	struct kl_packed_key *keys)
{
	const struct kl_schema_part *part = parts->list;
	const bool all = parts->count == 1 && part->kind == KL_PART_TEXT
		&& !part->as_text;
	uint64_t done = 0, code;

	for (size_t i = 0; i < count; i++) {
		const bool ask = all && kl_schema_is_set(wanted, i)
			&& rows[i].count >= parts->width;
		keys[i] = (struct kl_packed_key){ 0, { "", 0 } };
		if (!ask || !kl_plain_is_text(&part->plain,
				rows[i].cells[part->column])
				|| !kl_key_text(rows[i].cells[part->column], true, &code))
			continue;
		keys[i] = kl_key_short(code);
		done |= UINT64_C(1) << i;
	}
	return done;
}

/* The one part of a key, which has a code or goes to state->key. */
static bool read_one(struct kl_schema *state, const struct kl_schema_part *part,
	struct kl_span cell, struct kl_packed_key *key)
{
	struct kl_span text;
	uint64_t code;
	bool marked;

	if (!read_part(state, part, cell, &code, &text, &marked))
		return false;
	if (code != 0)
		*key = kl_key_short(code);
	else
		kl_key_add_text(&state->key, text, marked);
	return true;
}

/* Index of the first part that is missing, or the count. */
static size_t read_several(struct kl_schema *state,
	const struct kl_schema_parts *parts, const struct kl_row *row)
{
	struct kl_span text;
	uint64_t code;
	bool marked;

	for (size_t i = 0; i < parts->count; i++) {
		const struct kl_schema_part *part = &parts->list[i];
		if (!read_part(state, part, row->cells[part->column], &code, &text,
				&marked))
			return i;
		if (code != 0)
			kl_key_add_code(&state->key, code);
		else
			kl_key_add_text(&state->key, text, marked);
	}
	return parts->count;
}

/* The same of rows that are not read yet. */
static enum kl_status read_others(struct kl_schema *state,
	const struct kl_schema_parts *parts, const struct kl_row *rows,
	size_t count, uint64_t wanted, struct kl_schema_block *block,
	struct kl_error *error)
{
	size_t ends[KL_BLOCK_ROWS + 1] = { 0 };

	state->key.length = 0;
	for (size_t i = 0; i < count; i++) {
		const struct kl_row *row = &rows[i];
		size_t missing = parts->count;
		if (!kl_schema_is_set(wanted, i) || row->count < parts->width)
			missing = SIZE_MAX;
		else if (parts->count > 1)
			missing = read_several(state, parts, row);
		else if (!read_one(state, parts->list,
				row->cells[parts->list->column], &block->keys[i]))
			missing = 0;
		block->there |= (uint64_t)(missing == parts->count) << i;
		block->missing |= (uint64_t)(missing < parts->count) << i;
		block->missing_part[i] = missing;
		ends[i + 1] = state->key.length;
	}
	if (state->key.failed || state->value.failed)
		return kl_no_memory(error);
	/* Only now, since the buffer moves when it grows. */
	for (size_t i = 0; i < count; i++) {
		if (ends[i + 1] > ends[i])
			block->keys[i] = kl_key_of((struct kl_span){
				state->key.at + ends[i], ends[i + 1] - ends[i] });
	}
	return KL_OK;
}

enum kl_status kl_schema_read_keys(struct kl_schema *state,
	const struct kl_schema_parts *parts, const struct kl_row *rows,
	size_t count, uint64_t wanted, struct kl_schema_block *block,
	struct kl_error *error)
{
	const uint64_t done = read_texts(parts, rows, count, wanted, block->keys);

	block->there = done;
	block->missing = 0;
	return (wanted & kl_block_all(count) & ~done) == 0 ? KL_OK
		: read_others(state, parts, rows, count, wanted & ~done, block, error);
}

struct kl_span kl_schema_shown(struct kl_schema *state,
	const struct kl_schema_parts *parts, const struct kl_row *row)
{
	state->shown.length = 0;
	for (size_t i = 0; i < parts->count; i++) {
		kl_text_puts(&state->shown, i > 0 ? "," : "");
		kl_text_add(&state->shown, row->cells[parts->list[i].column]);
	}
	return kl_text_span(&state->shown);
}
