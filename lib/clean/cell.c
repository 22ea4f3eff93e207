#include "clean/cell.h"

struct kl_field kl_clean_target(const struct kl_field *field,
	bool keep_notation)
{
	struct kl_field to = *field;
	bool number = field->type == KL_TYPE_INTEGER
		|| field->type == KL_TYPE_NUMBER;

	if (number)
		to.reading.group_char = (struct kl_span){ 0 };
	if (keep_notation)
		return to;
	if (number)
		to.reading.decimal_char = '.';
	if (kl_clean_is_whole(field->type, field->pattern))
		to.pattern = (struct kl_span){ 0 };
	if (field->words[0] != NULL && field->words[1] != NULL) {
		to.words[0] = to.words[1] = NULL;
		to.word_counts[0] = to.word_counts[1] = 0;
	}
	return to;
}

static enum kl_clean_kind kind_of(const struct kl_clean_column *column)
{
	if (column->code_count > 0 || column->from->fill_down
			|| column->from->constraints.values.texts != NULL)
		return KL_CLEAN_KNOWN;
	switch (column->from->type) {
	case KL_TYPE_INTEGER:
	case KL_TYPE_NUMBER:
		return KL_CLEAN_NUMBER;
	case KL_TYPE_DATE:
		return column->from->pattern.at == NULL ? KL_CLEAN_DATE
			: KL_CLEAN_KNOWN;
	case KL_TYPE_TIME:
	case KL_TYPE_DATETIME:
	case KL_TYPE_BOOLEAN:
		return KL_CLEAN_KNOWN;
	default:
		return KL_CLEAN_TEXT;
	}
}

bool kl_clean_column_ready(struct kl_clean_column *column,
	struct kl_arena *arena)
{
	const struct kl_reading *from = &column->from->reading;

	column->kind = kind_of(column);
	if (column->kind == KL_CLEAN_TEXT)
		return true;
	if (column->kind == KL_CLEAN_KNOWN) {
		column->known = kl_arena_alloc(arena, sizeof *column->known);
		return column->known != NULL;
	}
	struct kl_plain *plain = kl_arena_alloc(arena, sizeof *plain);
	/* A number with the declared decimal character is plain only if that stays. */
	if (plain != NULL)
		kl_plain_init(plain, from, column->from->type == KL_TYPE_INTEGER
			|| from->decimal_char != column->to->reading.decimal_char);
	column->plain = plain;
	return plain != NULL;
}

/* A cell on its way. */
struct cleaning {
	const struct kl_clean_column *column;
	struct kl_arena *arena;
	struct kl_clean_cell *out;
	bool failed;
};

static void note(struct cleaning *c, enum kl_clean_word word)
{
	kl_clean_why_note(&c->out->why, word);
}

static bool is_same_value(const struct kl_value *a, const struct kl_value *b)
{
	if (a->kind == KL_VALUE_RANGE && b->kind == KL_VALUE_RANGE)
		return kl_decimal_compare(a->range.low.at, b->range.low.at) == 0
			&& kl_decimal_compare(a->range.high.at, b->range.high.at) == 0;
	return a->kind == b->kind && (a->kind == KL_VALUE_MISSING
		|| kl_value_equal(a, b));
}

/* Takes the new text, if it is worth what the old one was. */
static bool take(struct cleaning *c, const struct kl_value *value,
	struct kl_span made, enum kl_clean_word word)
{
	struct kl_value after;

	c->failed = c->failed || made.at == NULL;
	if (c->failed)
		return true;
	kl_value_read(c->column->to, made, &after);
	if (!is_same_value(value, &after))
		return false;
	if (!kl_span_equal(made, c->out->text))
		note(c, word);
	c->out->text = made;
	return true;
}

/* A spelling that was not known before became a mark. */
static bool become_mark(struct cleaning *c)
{
	struct kl_span made = kl_clean_mark(c->column->from, c->out->text,
		c->arena);

	c->failed = c->failed || made.at == NULL;
	if (c->failed || kl_span_equal(made, c->out->text))
		return c->failed;
	note(c, KL_CLEAN_mark);
	c->out->text = made;
	return true;
}

static void clean_number(struct cleaning *c)
{
	const struct kl_clean_column *column = c->column;
	struct kl_span text = c->out->text;
	struct kl_value value;
	struct kl_cell cell;

	kl_value_read(column->from, text, &value);
	switch (value.kind) {
	case KL_VALUE_NUMBER:
	case KL_VALUE_RANGE:
	case KL_VALUE_MISSING:
		if (value.kind == KL_VALUE_NUMBER && !value.marked ? take(c, &value,
				kl_clean_number(column->from, column->to, text,
					c->arena), KL_CLEAN_number)
				: take(c, &value, kl_clean_mark(column->from, text,
					c->arena), KL_CLEAN_mark))
			return;
		/* A mark with a number in it: <1.000. */
		if (value.kind == KL_VALUE_RANGE && take(c, &value,
				kl_clean_number(column->from, column->to, text,
					c->arena), KL_CLEAN_number))
			return;
		c->out->left = KL_CLEAN_not_number;
		return;
	case KL_VALUE_TOO_LONG:
		c->out->left = KL_CLEAN_number_long;
		return;
	case KL_VALUE_SPECIAL:
		return;
	default:
		break;
	}
	kl_cell_read(text, &column->from->reading, &cell);
	if (cell.kind != KL_CELL_TEXT)
		c->out->left = KL_CLEAN_not_whole;
	else if (!become_mark(c))
		c->out->left = KL_CLEAN_not_number;
}

static enum kl_clean_word moment_word(enum kl_field_type type)
{
	return type == KL_TYPE_DATE ? KL_CLEAN_date : type == KL_TYPE_TIME
		? KL_CLEAN_time : KL_CLEAN_datetime;
}

static void clean_moment(struct cleaning *c)
{
	const struct kl_clean_column *column = c->column;
	const enum kl_clean_word word = moment_word(column->from->type);
	struct kl_span made = kl_clean_moment(column->from, column->to,
		c->out->text, c->arena);
	struct kl_value before, after;

	c->failed = c->failed || made.at == NULL;
	if (c->failed)
		return;
	kl_value_read(column->from, c->out->text, &before);
	kl_value_read(column->to, made, &after);
	/* A pattern tells of no day, so that a time is one of some day. */
	if (column->from->type == KL_TYPE_TIME)
		before.moment.seconds %= 86400;
	/* What stands there in the new form already was not of the old one. */
	if (after.kind == KL_VALUE_MOMENT && (before.kind != KL_VALUE_MOMENT
			|| kl_value_equal(&before, &after))) {
		if (!kl_span_equal(made, c->out->text))
			note(c, word);
		c->out->text = made;
	} else if (before.kind == KL_VALUE_MISSING) {
		take(c, &before, kl_clean_mark(column->from, c->out->text, c->arena),
			KL_CLEAN_mark);
	} else if (before.kind != KL_VALUE_MOMENT && !become_mark(c)) {
		c->out->left = word == KL_CLEAN_time ? KL_CLEAN_not_time
			: KL_CLEAN_not_date;
	}
}

static void clean_boolean(struct cleaning *c)
{
	struct kl_value value, after;

	kl_value_read(c->column->from, c->out->text, &value);
	kl_value_read(c->column->to, c->out->text, &after);
	if (value.kind == KL_VALUE_BOOLEAN && c->column->to->words[0] == NULL
			&& c->column->from->words[0] != NULL)
		take(c, &value, kl_span_of(value.truth ? "true" : "false"),
			KL_CLEAN_boolean);
	else if (value.kind == KL_VALUE_WRONG && after.kind == KL_VALUE_WRONG
			&& !become_mark(c))
		c->out->left = KL_CLEAN_not_boolean;
}

/* A declared word in other case is that word, if it can be no other one. */
static void clean_word(struct cleaning *c)
{
	const struct kl_choice *declared = &c->column->from->constraints.values;
	const struct kl_span *found = NULL;

	for (size_t i = 0; declared->texts != NULL && i < declared->count; i++) {
		if (kl_span_equal(declared->texts[i], c->out->text))
			return;
		if (!kl_span_alike(declared->texts[i], c->out->text))
			continue;
		if (found != NULL)
			return;
		found = &declared->texts[i];
	}
	if (found == NULL)
		return;
	note(c, KL_CLEAN_word);
	c->out->text = *found;
}

/* Of several kinds of codes that can stand here, the first that says something. */
static void clean_code(struct cleaning *c)
{
	enum kl_clean_word first_left = KL_CLEAN_NOTHING;

	for (size_t i = 0; i < c->column->code_count; i++) {
		struct kl_clean_why why = kl_clean_why(KL_CLEAN_NOTHING);
		enum kl_clean_word left = KL_CLEAN_NOTHING;
		struct kl_span made = kl_clean_mend(&c->column->codes[i],
			c->out->text, c->arena, &why, &left);
		c->failed = c->failed || made.at == NULL;
		if (c->failed)
			return;
		if (why.words[0] != KL_CLEAN_NOTHING) {
			for (size_t j = 0; j < KL_CLEAN_REASONS; j++)
				note(c, why.words[j]);
			c->out->text = made;
			first_left = left;
			break;
		}
		if (left == KL_CLEAN_NOTHING)
			return;
		if (first_left == KL_CLEAN_NOTHING)
			first_left = left;
	}
	c->out->left = first_left;
}

bool kl_clean_cell(const struct kl_clean_column *column, struct kl_span cell,
	struct kl_arena *arena, struct kl_clean_cell *out)
{
	struct cleaning c = { column, arena, out, false };

	*out = (struct kl_clean_cell){ .text = kl_clean_trim(cell) };
	if (out->text.length < cell.length)
		note(&c, KL_CLEAN_blanks);
	if (out->text.length == 0)
		return true;
	if (column->code_count > 0)
		clean_code(&c);
	switch (column->from->type) {
	case KL_TYPE_INTEGER:
	case KL_TYPE_NUMBER:
		if (column->code_count == 0)
			clean_number(&c);
		break;
	case KL_TYPE_DATE:
	case KL_TYPE_TIME:
	case KL_TYPE_DATETIME:
		clean_moment(&c);
		break;
	case KL_TYPE_BOOLEAN:
		clean_boolean(&c);
		break;
	default:
		if (column->code_count == 0)
			clean_word(&c);
		break;
	}
	return !c.failed;
}
