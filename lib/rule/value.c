#include "rule/field.h"

#include "base/form.h"
#include "base/text.h"

static bool is_whole(struct kl_decimal value)
{
	kl_int128 coefficient = value.coefficient;

	for (int i = 0; i < value.decimals; i++) {
		if (coefficient % 10 != 0)
			return false;
		coefficient /= 10;
	}
	return true;
}

/* Whether a mark stands for the number: a declared one, "-" or "<2". */
static bool is_mark(const struct kl_reading *reading, struct kl_span text)
{
	for (size_t i = 0; i < reading->marker_count; i++) {
		if (kl_span_equal(text, reading->markers[i].mark))
			return true;
	}
	if (text.length > 0 && *text.at == '<')
		return true;
	for (size_t i = 0; i < text.length; i++) {
		if (text.at[i] >= '0' && text.at[i] <= '9')
			return false;
	}
	return true;
}

static void read_number(const struct kl_field *field, enum kl_field_type type,
	struct kl_span text, struct kl_value *out)
{
	struct kl_cell cell;

	kl_cell_read(text, &field->reading, &cell);
	out->special = cell.kind != KL_CELL_TEXT ? KL_SPECIAL_NONE
		: kl_cell_special(text, &field->reading);
	if (out->special != KL_SPECIAL_NONE) {
		out->kind = KL_VALUE_SPECIAL;
		return;
	}
	out->kind = KL_VALUE_NUMBER;
	out->number = cell.value;
	out->range = kl_interval_point(cell.value);
	switch (cell.kind) {
	case KL_CELL_UNKNOWN:
		out->kind = KL_VALUE_MISSING;
		break;
	case KL_CELL_TEXT:
		out->kind = KL_VALUE_WRONG;
		break;
	case KL_CELL_TOO_LONG:
		out->kind = KL_VALUE_TOO_LONG;
		break;
	case KL_CELL_RANGE:
		out->kind = KL_VALUE_RANGE;
		out->range = cell.interval;
		out->marked = true;
		break;
	case KL_CELL_EXACT:
		out->marked = is_mark(&field->reading, out->text);
		/* fall through */
	case KL_CELL_ROUNDED:
		if (type == KL_TYPE_INTEGER && !is_whole(cell.value))
			out->kind = KL_VALUE_WRONG;
		break;
	}
}

static bool is_in(struct kl_span text, const struct kl_span *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (kl_span_equal(text, words[i]))
			return true;
	}
	return false;
}

static void read_boolean(const struct kl_field *field, struct kl_span text,
	struct kl_value *out)
{
	static const struct kl_span defaults[2][4] = {
		{ { "false", 5 }, { "False", 5 }, { "FALSE", 5 }, { "0", 1 } },
		{ { "true", 4 }, { "True", 4 }, { "TRUE", 4 }, { "1", 1 } } };

	for (size_t i = 0; i < 2; i++) {
		bool own = field->words[i] != NULL;
		if (is_in(text, own ? field->words[i] : defaults[i],
				own ? field->word_counts[i] : 4)) {
			out->kind = KL_VALUE_BOOLEAN;
			out->truth = i == 1;
		}
	}
}

static void read_moment(struct kl_span pattern, enum kl_moment_kind kind,
	struct kl_span text, struct kl_value *out)
{
	if (pattern.at != NULL ? kl_moment_match(pattern, text, &out->moment)
			: kl_moment_parse(kind, text, &out->moment))
		out->kind = KL_VALUE_MOMENT;
}

/* An item of a list, read as a cell of its type. */
static void read_item(const struct kl_field *field, struct kl_span text,
	struct kl_value *item)
{
	const struct kl_span none = { NULL, 0 };
	enum kl_moment_kind kind;

	*item = (struct kl_value){ .kind = KL_VALUE_WRONG, .text = text };
	if (kl_type_is_moment(field->item_type, &kind))
		read_moment(none, kind, text, item);
	else if (field->item_type == KL_TYPE_BOOLEAN)
		read_boolean(field, text, item);
	else if (field->item_type == KL_TYPE_INTEGER
			|| field->item_type == KL_TYPE_NUMBER)
		read_number(field, field->item_type, text, item);
	else
		item->kind = KL_VALUE_TEXT;
}

static size_t find(struct kl_span text, struct kl_span part)
{
	for (size_t i = 0; part.length > 0 && i + part.length <= text.length; i++) {
		if (memcmp(text.at + i, part.at, part.length) == 0)
			return i;
	}
	return text.length;
}

/* Takes the first item off what is left of a list; false behind the last. */
static bool take_item(const struct kl_field *field, struct kl_span *rest,
	struct kl_value *item)
{
	const struct kl_span comma = { ",", 1 };
	struct kl_span by = field->delimiter.length > 0 ? field->delimiter : comma;

	if (rest->at == NULL)
		return false;
	size_t length = find(*rest, by);
	read_item(field, kl_span_trim((struct kl_span){ rest->at, length }), item);
	if (length == rest->length) {
		rest->at = NULL;
		return true;
	}
	rest->at += length + by.length;
	rest->length -= length + by.length;
	return true;
}

static void read_list(const struct kl_field *field, struct kl_value *out)
{
	struct kl_span rest = out->text;
	struct kl_value item;

	out->kind = KL_VALUE_LIST;
	out->field = field;
	while (take_item(field, &rest, &item)) {
		out->items++;
		if (item.kind != KL_VALUE_WRONG && item.kind != KL_VALUE_TOO_LONG)
			continue;
		out->kind = KL_VALUE_WRONG;
		out->item = item.text;
		out->item_number = out->items;
		return;
	}
}

static bool has_form(enum kl_field_form form, struct kl_span text)
{
	switch (form) {
	case KL_FORM_EMAIL:
		return kl_form_email(text);
	case KL_FORM_URI:
		return kl_form_uri(text);
	case KL_FORM_UUID:
		return kl_form_uuid(text);
	case KL_FORM_BINARY:
		return kl_form_binary(text);
	case KL_FORM_NONE:
		break;
	}
	return true;
}

static bool is_missing_text(const struct kl_field *field, struct kl_span text)
{
	const struct kl_reading *reading = &field->reading;

	for (size_t i = 0; i < reading->marker_count; i++) {
		if (kl_span_equal(text, reading->markers[i].mark))
			return reading->markers[i].unknown;
	}
	return text.length == 0 && !field->blank_is_text;
}

void kl_value_read(const struct kl_field *field, struct kl_span cell,
	struct kl_value *out)
{
	struct kl_span text = kl_span_trim(cell);
	enum kl_moment_kind kind;

	*out = (struct kl_value){ .kind = KL_VALUE_WRONG, .text = text };
	if (field->type == KL_TYPE_INTEGER || field->type == KL_TYPE_NUMBER) {
		read_number(field, field->type, text, out);
		return;
	}
	if (is_missing_text(field, text)) {
		out->kind = KL_VALUE_MISSING;
		return;
	}
	if (field->type == KL_TYPE_ANY || field->type == KL_TYPE_STRING) {
		out->text = cell;
		out->kind = has_form(field->form, cell) ? KL_VALUE_TEXT
			: KL_VALUE_WRONG;
		return;
	}
	if (field->type == KL_TYPE_LIST) {
		read_list(field, out);
		return;
	}
	if (kl_type_is_moment(field->type, &kind))
		read_moment(field->pattern, kind, text, out);
	else
		read_boolean(field, text, out);
	/* The marks that stand for no figure stand for no date either. */
	if (out->kind == KL_VALUE_WRONG) {
		struct kl_cell as_number;
		kl_cell_read(text, &field->reading, &as_number);
		if (as_number.kind == KL_CELL_UNKNOWN)
			out->kind = KL_VALUE_MISSING;
	}
}

static bool is_number(const struct kl_value *value)
{
	return value->kind == KL_VALUE_NUMBER || value->kind == KL_VALUE_RANGE
		|| (value->kind == KL_VALUE_SPECIAL
			&& value->special != KL_SPECIAL_NAN);
}

/* Where a number lies among all: infinite ones at the ends. */
static int end_of(const struct kl_value *value)
{
	if (value->kind != KL_VALUE_SPECIAL)
		return 0;
	return value->special == KL_SPECIAL_INFINITE ? 1 : -1;
}

int kl_value_compare(const struct kl_value *a, const struct kl_value *b)
{
	if (a->kind == KL_VALUE_MOMENT && b->kind == KL_VALUE_MOMENT)
		return kl_moment_compare(a->moment, b->moment);
	if (!is_number(a) || !is_number(b))
		return KL_MOMENT_UNORDERED;
	if (end_of(a) != 0 || end_of(b) != 0)
		return (end_of(a) > end_of(b)) - (end_of(a) < end_of(b));
	if (a->kind == KL_VALUE_NUMBER && b->kind == KL_VALUE_NUMBER)
		return kl_decimal_compare(a->number, b->number);
	if (kl_decimal_compare(a->range.high.at, b->range.low.at) < 0)
		return -1;
	return kl_decimal_compare(a->range.low.at, b->range.high.at) > 0;
}

static bool lists_equal(const struct kl_value *a, const struct kl_value *b)
{
	struct kl_span rest_a = a->text, rest_b = b->text;
	struct kl_value x, y;
	bool equal = a->items == b->items;

	while (equal && take_item(a->field, &rest_a, &x)
			&& take_item(b->field, &rest_b, &y))
		equal = kl_value_equal(&x, &y);
	return equal;
}

bool kl_value_equal(const struct kl_value *a, const struct kl_value *b)
{
	if (a->kind == KL_VALUE_RANGE || b->kind == KL_VALUE_RANGE)
		return false;
	if (a->kind == KL_VALUE_BOOLEAN && b->kind == KL_VALUE_BOOLEAN)
		return a->truth == b->truth;
	if (a->kind == KL_VALUE_LIST && b->kind == KL_VALUE_LIST)
		return lists_equal(a, b);
	if (a->kind == KL_VALUE_SPECIAL && b->kind == KL_VALUE_SPECIAL)
		return a->special == b->special;
	int order = kl_value_compare(a, b);
	return order == KL_MOMENT_UNORDERED ? kl_span_equal(a->text, b->text)
		: order == 0;
}

bool kl_choice_has(const struct kl_choice *choice, const struct kl_value *value)
{
	size_t i = 0;

	while (i < choice->count && !kl_value_equal(value, &choice->values[i]))
		i++;
	return i < choice->count;
}

static void add_number(struct kl_decimal value, struct kl_text_buffer *out)
{
	char text[KL_DECIMAL_TEXT];

	while (value.decimals > 0 && value.coefficient % 10 == 0) {
		value.coefficient /= 10;
		value.decimals--;
	}
	size_t length = kl_decimal_format(value, '.', text);
	kl_text_add(out, (struct kl_span){ text, length });
}

/* The items as keys one behind the other. */
static void add_list(const struct kl_value *value, struct kl_text_buffer *out)
{
	struct kl_span rest = value->text;
	struct kl_value item;

	while (take_item(value->field, &rest, &item))
		kl_value_add_key(&item, false, out);
}

void kl_value_add_key(const struct kl_value *value, bool as_text,
	struct kl_text_buffer *out)
{
	static const char *const specials[] = {
		[KL_SPECIAL_NONE] = "", [KL_SPECIAL_INFINITE] = "INF",
		[KL_SPECIAL_NEGATIVE] = "-INF", [KL_SPECIAL_NAN] = "NaN" };
	size_t before = out->length;
	uint32_t length;

	if (as_text) {
		kl_text_add(out, kl_span_trim(value->text));
	} else if (value->kind == KL_VALUE_NUMBER) {
		add_number(value->number, out);
	} else if (value->kind == KL_VALUE_BOOLEAN) {
		kl_text_puts(out, value->truth ? "true" : "false");
	} else if (value->kind == KL_VALUE_SPECIAL) {
		kl_text_puts(out, specials[value->special]);
	} else if (value->kind == KL_VALUE_LIST) {
		add_list(value, out);
	} else if (value->kind == KL_VALUE_MOMENT) {
		kl_text_printf(out, "%lldM%lldS%lld",
			(long long)value->moment.months,
			(long long)value->moment.seconds,
			(long long)value->moment.nanoseconds);
	} else {
		/* So that no text is taken for a value. */
		kl_text_puts(out, "=");
		kl_text_add(out, value->text);
	}
	/* The length behind it: where one value ends and the next begins. */
	length = (uint32_t)(out->length - before);
	kl_text_add(out, (struct kl_span){ (const char *)&length, sizeof length });
}
