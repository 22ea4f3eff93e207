/* Functions of values. */
#include "expression/binding.h"

#include <utf8proc.h>

static const struct kl_range *point(struct kl_range *room, int64_t value)
{
	*room = kl_range_point(kl_ratio_of(value));
	return room;
}

static bool round_ratio(struct kl_ratio value, int decimals,
	struct kl_ratio *out)
{
	struct kl_decimal rounded;

	if (!kl_ratio_round(value, decimals, KL_HALF_UP, &rounded))
		return false;
	*out = kl_ratio_of_decimal(rounded);
	return true;
}

static const struct kl_range *round_range(const struct kl_tree *term,
	const struct kl_range *value, struct kl_range *room)
{
	int decimals = term->count > 1
		? (int)term->operands[1]->number.low.over : 0;
	struct kl_ratio low, high;

	if (!round_ratio(value->low, decimals, &low)
			|| !round_ratio(value->high, decimals, &high))
		return NULL;
	*room = kl_range_between(low, high);
	return room;
}

/* The least or greatest of all operands. */
static const struct kl_range *extreme(struct kl_binding *b,
	const struct kl_tree *term, struct kl_range *room)
{
	struct kl_range made = { 0 }, other;

	for (size_t i = 0; i < term->count; i++) {
		const struct kl_range *value = kl_number_of(b, term->operands[i],
			&other);
		if (value == NULL)
			return NULL;
		if (i == 0)
			made = *value;
		else if (term->call == KL_CALL_LEAST)
			kl_range_least(&made, value, &made);
		else
			kl_range_greatest(&made, value, &made);
	}
	*room = made;
	return room;
}

static const struct kl_range *number_in(struct kl_binding *b,
	const struct kl_tree *term, struct kl_range *room)
{
	struct kl_span text;
	struct kl_cell cell;

	if (!kl_text_of(b, term, &text))
		return NULL;
	kl_cell_read(text, term->kind == KL_TREE_COLUMN
		? b->slots[term->slot].reading : b->reading, &cell);
	return (cell.kind == KL_CELL_EXACT || cell.kind == KL_CELL_RANGE
		|| cell.kind == KL_CELL_ROUNDED)
		&& kl_range_of_interval(&cell.interval, room) ? room : NULL;
}

static const struct kl_range *of_dates(struct kl_binding *b,
	const struct kl_tree *term, struct kl_range *room)
{
	struct kl_date first, second = { 0 };

	if (!kl_date_of(b, term->operands[0], &first) || (term->count > 1
			&& !kl_date_of(b, term->operands[1], &second)))
		return NULL;
	switch (term->call) {
	case KL_CALL_YEAR:
		return point(room, first.year);
	case KL_CALL_MONTH:
		return point(room, first.month);
	case KL_CALL_DAY:
		return point(room, first.day);
	case KL_CALL_AGE:
		return point(room, kl_date_age(first, second));
	default:
		return point(room, kl_date_days(second) - kl_date_days(first));
	}
}

const struct kl_range *kl_call_number(struct kl_binding *b,
	const struct kl_tree *term, struct kl_range *room)
{
	const struct kl_tree *first = term->operands[0];
	const struct kl_range *value;
	struct kl_range inner;
	struct kl_span text;

	switch (term->call) {
	case KL_CALL_ABS:
		value = kl_number_of(b, first, &inner);
		if (value == NULL)
			return NULL;
		kl_range_absolute(value, room);
		return room;
	case KL_CALL_ROUND:
		value = kl_number_of(b, first, &inner);
		return value == NULL ? NULL : round_range(term, value, room);
	case KL_CALL_LEAST:
	case KL_CALL_GREATEST:
		return extreme(b, term, room);
	case KL_CALL_LENGTH:
		return kl_text_of(b, first, &text)
			? point(room, (int64_t)kl_utf8_count(text)) : NULL;
	case KL_CALL_NUMBER:
		return first->type == KL_OF_NUMBER ? kl_number_of(b, first, room)
			: number_in(b, first, room);
	default:
		return of_dates(b, term, room);
	}
}

static void start(struct kl_text_buffer *buffer)
{
	buffer->length = 0;
	buffer->failed = false;
}

static bool finish(const struct kl_text_buffer *buffer, struct kl_span *out)
{
	*out = (struct kl_span){ buffer->length > 0 ? buffer->at : "",
		buffer->length };
	return !buffer->failed;
}

static bool change_case(struct kl_span text, bool upper,
	struct kl_text_buffer *buffer, struct kl_span *out)
{
	start(buffer);
	while (text.length > 0) {
		uint32_t codepoint;
		utf8proc_uint8_t bytes[4];
		size_t length = kl_utf8_next(text, &codepoint);
		if (codepoint > 0x10ffff) {
			kl_text_add(buffer, (struct kl_span){ text.at, length });
		} else {
			int32_t changed = upper ? utf8proc_toupper((int32_t)codepoint)
				: utf8proc_tolower((int32_t)codepoint);
			kl_text_add(buffer, (struct kl_span){ (const char *)bytes,
				(size_t)utf8proc_encode_char(changed, bytes) });
		}
		text.at += length;
		text.length -= length;
	}
	return finish(buffer, out);
}

/* The decimal as it is, without zeros at its end. */
static bool write_number(struct kl_binding *b, const struct kl_tree *term,
	struct kl_text_buffer *buffer, struct kl_span *out)
{
	struct kl_range room;
	struct kl_decimal decimal;
	char text[KL_DECIMAL_TEXT];
	const struct kl_range *value = kl_number_of(b, term, &room);

	if (value == NULL || !value->point
			|| !kl_ratio_decimal(value->low, &decimal))
		return false;
	kl_decimal_format(decimal, '.', text);
	start(buffer);
	kl_text_puts(buffer, text);
	return finish(buffer, out);
}

static void write_year(int year, char *out)
{
	for (int i = 3; i >= 0; i--, year /= 10)
		out[i] = (char)('0' + year % 10);
}

/* Not by printf, which takes longer than all the rest. */
static void write_schoolyear(int from, struct kl_text_buffer *buffer)
{
	char text[] = "0000-0000";

	if (from == 9999) {
		kl_text_puts(buffer, "9999-10000");
		return;
	}
	write_year(from, text);
	write_year(from + 1, text + 5);
	kl_text_add(buffer, (struct kl_span){ text, sizeof text - 1 });
}

static bool write_date(struct kl_binding *b, const struct kl_tree *term,
	bool school, struct kl_text_buffer *buffer, struct kl_span *out)
{
	struct kl_date date;
	char text[KL_DATE_TEXT];

	if (!kl_date_of(b, term, &date))
		return false;
	start(buffer);
	if (school) {
		write_schoolyear(date.month >= 8 ? date.year : date.year - 1,
			buffer);
	} else {
		kl_date_format(date, text);
		kl_text_puts(buffer, text);
	}
	return finish(buffer, out);
}

static bool write_value(struct kl_binding *b, const struct kl_tree *term,
	struct kl_text_buffer *buffer, struct kl_span *out)
{
	enum kl_outcome truth;

	switch (term->type) {
	case KL_OF_NUMBER:
		return write_number(b, term, buffer, out);
	case KL_OF_DATE:
		return write_date(b, term, false, buffer, out);
	case KL_OF_TRUTH:
		truth = kl_truth_of(b, term);
		*out = kl_span_of(truth == KL_HOLDS ? "true" : "false");
		return truth != KL_UNDECIDED;
	default:
		return kl_text_of(b, term, out);
	}
}

static bool extreme_text(struct kl_binding *b, const struct kl_tree *term,
	struct kl_span *out)
{
	int wanted = term->call == KL_CALL_LEAST ? -1 : 1;
	struct kl_span other;

	if (!kl_text_of(b, term->operands[0], out))
		return false;
	for (size_t i = 1; i < term->count; i++) {
		if (!kl_text_of(b, term->operands[i], &other))
			return false;
		if (kl_span_compare(other, *out) * wanted > 0)
			*out = other;
	}
	return true;
}

bool kl_call_text(struct kl_binding *b, const struct kl_tree *term,
	struct kl_span *out)
{
	struct kl_text_buffer *buffer = &b->works[term->slot].text;
	const struct kl_tree *first = term->operands[0];
	struct kl_span text;

	switch (term->call) {
	case KL_CALL_TEXT:
		return write_value(b, first, buffer, out);
	case KL_CALL_SCHOOLYEAR:
		return write_date(b, first, true, buffer, out);
	case KL_CALL_LEAST:
	case KL_CALL_GREATEST:
		return extreme_text(b, term, out);
	default:
		break;
	}
	if (!kl_text_of(b, first, &text))
		return false;
	if (term->call == KL_CALL_LOWER || term->call == KL_CALL_UPPER)
		return change_case(text, term->call == KL_CALL_UPPER, buffer, out);
	*out = kl_span_trim(text);
	return true;
}

bool kl_call_date(struct kl_binding *b, const struct kl_tree *term,
	struct kl_date *out)
{
	int wanted = term->call == KL_CALL_LEAST ? -1 : 1;
	struct kl_moment moment;
	struct kl_span text;
	struct kl_date other;

	if (term->call == KL_CALL_DATE) {
		if (!kl_text_of(b, term->operands[0], &text))
			return false;
		return term->count == 1 ? kl_date_parse(text, out)
			: kl_moment_match(term->operands[1]->text, text, &moment)
			&& kl_date_of_days(moment.seconds / (24 * 3600), out);
	}
	for (size_t i = 0; i < term->count; i++) {
		if (!kl_date_of(b, term->operands[i], &other))
			return false;
		if (i == 0 || kl_date_compare(other, *out) * wanted > 0)
			*out = other;
	}
	return true;
}

static bool contains(struct kl_span text, struct kl_span part)
{
	for (size_t i = 0; i + part.length <= text.length; i++) {
		if (memcmp(text.at + i, part.at, part.length) == 0)
			return true;
	}
	return false;
}

enum kl_outcome kl_call_truth(struct kl_binding *b, const struct kl_tree *term)
{
	struct kl_span text, part;
	bool holds;

	if (!kl_text_of(b, term->operands[0], &text)
			|| !kl_text_of(b, term->operands[1], &part))
		return KL_UNDECIDED;
	if (term->call == KL_CALL_CONTAINS)
		holds = contains(text, part);
	else
		holds = part.length <= text.length && memcmp(term->call
			== KL_CALL_STARTS ? text.at : text.at + text.length
			- part.length, part.at, part.length) == 0;
	return holds ? KL_HOLDS : KL_VIOLATED;
}
