/* Numbers, texts and dates. */
#include "expression/binding.h"

static const struct kl_range *arithmetic(struct kl_binding *b,
	const struct kl_tree *term, struct kl_range *room)
{
	struct kl_range room_x, room_y;
	const struct kl_range *x = kl_number_of(b, term->operands[0], &room_x);
	const struct kl_range *y = x == NULL ? NULL
		: kl_number_of(b, term->operands[1], &room_y);
	bool fits;

	if (y == NULL)
		return NULL;
	switch (term->kind) {
	case KL_TREE_ADD:
		fits = kl_range_add(x, y, room);
		break;
	case KL_TREE_SUBTRACT:
		fits = kl_range_subtract(x, y, room);
		break;
	case KL_TREE_MULTIPLY:
		fits = kl_range_multiply(x, y, room);
		break;
	default:
		fits = kl_range_divide(x, y, room);
		break;
	}
	return fits ? room : NULL;
}

static const struct kl_range *days_between(struct kl_binding *b,
	const struct kl_tree *term, struct kl_range *room)
{
	struct kl_date left, right;

	if (!kl_date_of(b, term->operands[0], &left)
			|| !kl_date_of(b, term->operands[1], &right))
		return NULL;
	*room = kl_range_point(kl_ratio_of(kl_date_days(left)
		- kl_date_days(right)));
	return room;
}

static const struct kl_range *negate(struct kl_binding *b,
	const struct kl_tree *term, struct kl_range *room)
{
	struct kl_range inner;
	const struct kl_range *value = kl_number_of(b, term->operands[0], &inner);

	if (value == NULL)
		return NULL;
	kl_range_negate(value, room);
	return room;
}

static const struct kl_range *choose_number(struct kl_binding *b,
	const struct kl_tree *term, struct kl_range *room)
{
	enum kl_outcome condition = kl_truth_of(b, term->operands[0]);
	struct kl_range room_x, room_y;

	if (condition != KL_UNDECIDED)
		return kl_number_of(b, term->operands[condition == KL_HOLDS ? 1 : 2],
			room);
	const struct kl_range *x = kl_number_of(b, term->operands[1], &room_x);
	const struct kl_range *y = kl_number_of(b, term->operands[2], &room_y);
	if (x == NULL || y == NULL)
		return NULL;
	kl_range_unite(x, y, room);
	return room;
}

const struct kl_range *kl_number_of(struct kl_binding *b,
	const struct kl_tree *term, struct kl_range *room)
{
	struct kl_result result;

	switch (term->kind) {
	case KL_TREE_NUMBER:
		return &term->number;
	case KL_TREE_COLUMN: {
		const struct kl_result *value = kl_slot_value(b, term);
		return value->unknown ? NULL : &value->number;
	}
	case KL_TREE_NEGATE:
		return negate(b, term, room);
	case KL_TREE_IF:
		return choose_number(b, term, room);
	case KL_TREE_CALL:
		return kl_call_number(b, term, room);
	case KL_TREE_AGGREGATE:
		kl_gather_answer(b, term->aggregate, &result);
		*room = result.number;
		return result.unknown || result.type != KL_OF_NUMBER ? NULL : room;
	case KL_TREE_SUBTRACT:
		if (term->operands[0]->type == KL_OF_DATE)
			return days_between(b, term, room);
		break;
	default:
		break;
	}
	return arithmetic(b, term, room);
}

/* Which branch it is must be known, or not matter. */
static bool choose_text(struct kl_binding *b, const struct kl_tree *term,
	struct kl_span *out)
{
	enum kl_outcome condition = kl_truth_of(b, term->operands[0]);
	struct kl_span other;

	if (condition != KL_UNDECIDED)
		return kl_text_of(b, term->operands[condition == KL_HOLDS ? 1 : 2],
			out);
	return kl_text_of(b, term->operands[1], out)
		&& kl_text_of(b, term->operands[2], &other)
		&& kl_span_equal(*out, other);
}

bool kl_text_of(struct kl_binding *b, const struct kl_tree *term,
	struct kl_span *out)
{
	struct kl_result result;

	switch (term->kind) {
	case KL_TREE_TEXT:
		*out = term->text;
		return true;
	case KL_TREE_COLUMN: {
		const struct kl_result *value = kl_slot_value(b, term);
		*out = value->text;
		return !value->unknown;
	}
	case KL_TREE_IF:
		return choose_text(b, term, out);
	case KL_TREE_AGGREGATE:
		kl_gather_answer(b, term->aggregate, &result);
		*out = result.text;
		return !result.unknown;
	default:
		return kl_call_text(b, term, out);
	}
}

static bool choose_date(struct kl_binding *b, const struct kl_tree *term,
	struct kl_date *out)
{
	enum kl_outcome condition = kl_truth_of(b, term->operands[0]);
	struct kl_date other;

	if (condition != KL_UNDECIDED)
		return kl_date_of(b, term->operands[condition == KL_HOLDS ? 1 : 2],
			out);
	return kl_date_of(b, term->operands[1], out)
		&& kl_date_of(b, term->operands[2], &other)
		&& kl_date_compare(*out, other) == 0;
}

/* A whole number of days from a date. */
static bool shift_date(struct kl_binding *b, const struct kl_tree *term,
	struct kl_date *out)
{
	size_t date = term->operands[0]->type == KL_OF_DATE ? 0 : 1;
	const kl_int128 most = 10000 * 366;
	struct kl_range room;
	struct kl_date from;
	const struct kl_range *days = kl_number_of(b, term->operands[1 - date],
		&room);

	if (days == NULL || !days->point
			|| !kl_date_of(b, term->operands[date], &from)
			|| days->low.over % days->low.under != 0)
		return false;
	kl_int128 count = days->low.over / days->low.under;
	if (count > most || count < -most)
		return false;
	return kl_date_of_days(kl_date_days(from)
		+ (int64_t)(term->kind == KL_TREE_ADD ? count : -count), out);
}

bool kl_date_of(struct kl_binding *b, const struct kl_tree *term,
	struct kl_date *out)
{
	struct kl_result result;

	switch (term->kind) {
	case KL_TREE_DATE:
		*out = term->date;
		return true;
	case KL_TREE_COLUMN: {
		const struct kl_result *value = kl_slot_value(b, term);
		*out = value->date;
		return !value->unknown;
	}
	case KL_TREE_IF:
		return choose_date(b, term, out);
	case KL_TREE_AGGREGATE:
		kl_gather_answer(b, term->aggregate, &result);
		*out = result.date;
		return !result.unknown && result.type == KL_OF_DATE;
	case KL_TREE_CALL:
		return kl_call_date(b, term, out);
	default:
		return shift_date(b, term, out);
	}
}

static void add_ratio(struct kl_ratio value, struct kl_text_buffer *out)
{
	struct kl_decimal decimal = { value.over, 0 };
	char text[KL_DECIMAL_TEXT];

	if (value.under != 1) {
		value = kl_ratio_reduced(value);
		decimal.coefficient = value.over;
	}
	size_t length = kl_decimal_format(decimal, '.', text);
	kl_text_add(out, (struct kl_span){ text, length });
	if (value.under != 1) {
		decimal.coefficient = value.under;
		length = kl_decimal_format(decimal, '.', text);
		kl_text_puts(out, "/");
		kl_text_add(out, (struct kl_span){ text, length });
	}
}

bool kl_result_add_key(const struct kl_result *value,
	struct kl_text_buffer *out)
{
	size_t before = out->length;
	char date[KL_DATE_TEXT];

	if (!value->unknown && value->type == KL_OF_NUMBER && !value->number.point)
		return false;
	if (value->unknown) {
		kl_text_puts(out, "?");
		kl_text_add(out, value->text);
	} else if (value->type == KL_OF_NUMBER) {
		add_ratio(value->number.low, out);
	} else if (value->type == KL_OF_DATE) {
		kl_date_format(value->date, date);
		kl_text_puts(out, date);
	} else if (value->type == KL_OF_TRUTH) {
		kl_text_puts(out, value->truth == KL_HOLDS ? "true" : "false");
	} else {
		kl_text_puts(out, "=");
		kl_text_add(out, value->text);
	}
	/* The length behind it: where one value ends and the next begins. */
	uint32_t length = (uint32_t)(out->length - before);
	kl_text_add(out, (struct kl_span){ (const char *)&length, sizeof length });
	return true;
}
