/* Numbers and marks. */
#include "base/text.h"
#include "clean/cell.h"

/* Where digits begin: at a digit, or at a decimal character before one. */
static size_t digits_begin(struct kl_span text, char decimal_char)
{
	size_t i = 0;

	while (i < text.length && !kl_is_digit(text.at[i])
			&& (text.at[i] != decimal_char || i + 1 == text.length
				|| !kl_is_digit(text.at[i + 1])))
		i++;
	return i;
}

/* An exponent keeps its sign, and a decimal character behind the last digit
 * counts: 12, is 12. */
static size_t digits_end(struct kl_span text, char decimal_char)
{
	size_t end = text.length;

	while (end > 0 && !kl_is_digit(text.at[end - 1]))
		end--;
	return end > 0 && end < text.length && text.at[end] == decimal_char
		? end + 1 : end;
}

static bool stands(struct kl_span text, size_t at, struct kl_span what)
{
	return what.length > 0 && what.length <= text.length - at
		&& memcmp(text.at + at, what.at, what.length) == 0;
}

/* U+2212 is a minus; a plus says nothing. */
static void add_sign(struct kl_span before, bool bare, struct kl_text_buffer *out)
{
	const struct kl_span minus = { "\xe2\x88\x92", 3 }, plus = { "+", 1 };

	if (bare && kl_span_equal(before, minus))
		kl_text_puts(out, "-");
	else if (!bare || !kl_span_equal(before, plus))
		kl_text_add(out, before);
}

struct kl_span kl_clean_number(const struct kl_field *from,
	const struct kl_field *to, struct kl_span text, struct kl_arena *arena)
{
	const struct kl_reading *reading = &from->reading;
	struct kl_text_buffer made = { 0 };
	size_t begin = digits_begin(text, reading->decimal_char);
	size_t end = digits_end(text, reading->decimal_char);

	if (end < begin)
		end = begin;
	add_sign((struct kl_span){ text.at, begin }, reading->bare_number, &made);
	for (size_t i = begin; i < end; i++) {
		if (stands(text, i, reading->group_char)) {
			i += reading->group_char.length - 1;
			continue;
		}
		char c = text.at[i] == reading->decimal_char
			? to->reading.decimal_char : text.at[i];
		if (c == to->reading.decimal_char && i + 1 == end)
			continue;
		kl_text_add(&made, (struct kl_span){ &c, 1 });
	}
	kl_text_add(&made, (struct kl_span){ text.at + end, text.length - end });
	return kl_clean_made(text, &made, arena);
}

/* A mark without what differs between its spellings: blanks, case, the dots of an
 * abbreviation, the length of a dash. */
static void fold(struct kl_span mark, struct kl_text_buffer *out)
{
	bool letters = false;

	for (size_t i = 0; i < mark.length; i++)
		letters = letters || ((mark.at[i] | 0x20) >= 'a'
			&& (mark.at[i] | 0x20) <= 'z');
	while (mark.length > 0) {
		uint32_t c;
		size_t length = kl_utf8_next(mark, &c);
		bool dash = c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
		bool dropped = c == ' ' || c == '\t' || c == 0xa0 || c == 0x202f
			|| (c == '.' && letters) || (dash && out->length > 0
				&& out->at[out->length - 1] == '-');
		if (c >= 'A' && c <= 'Z')
			kl_text_printf(out, "%c", (int)(c - 'A' + 'a'));
		else if (dash && !dropped)
			kl_text_puts(out, "-");
		else if (!dropped)
			kl_text_add(out, (struct kl_span){ mark.at, length });
		mark.at += length;
		mark.length -= length;
	}
}

static bool folds_alike(struct kl_span a, struct kl_span b, bool *failed)
{
	struct kl_text_buffer x = { 0 }, y = { 0 };

	fold(a, &x);
	fold(b, &y);
	bool alike = !x.failed && !y.failed && x.length > 0
		&& kl_span_equal(kl_text_span(&x), kl_text_span(&y));
	*failed = *failed || x.failed || y.failed;
	kl_text_release(&x);
	kl_text_release(&y);
	return alike;
}

/* What stands for zero or a range must have been that before; a spelling that is
 * not known may become a mark for what is unknown. */
static bool means_the_same(const struct kl_reading *reading, struct kl_span text,
	struct kl_span mark)
{
	struct kl_cell before, after;

	kl_cell_read(text, reading, &before);
	kl_cell_read(mark, reading, &after);
	if (after.kind == KL_CELL_UNKNOWN)
		return before.kind == KL_CELL_UNKNOWN || before.kind == KL_CELL_TEXT;
	return before.kind == after.kind && before.kind != KL_CELL_TEXT
		&& kl_decimal_compare(before.interval.low.at,
			after.interval.low.at) == 0
		&& kl_decimal_compare(before.interval.high.at,
			after.interval.high.at) == 0;
}

/* "< 5" is <5. */
static struct kl_span clean_below(const struct kl_reading *reading,
	struct kl_span text, struct kl_arena *arena)
{
	const struct kl_span rest = kl_clean_trim((struct kl_span){ text.at + 1,
		text.length - 1 });
	char *made = kl_arena_alloc(arena, rest.length + 1);
	const struct kl_span below = { made, rest.length + 1 };

	if (made == NULL)
		return below;
	made[0] = '<';
	memcpy(made + 1, rest.at, rest.length);
	return means_the_same(reading, text, below) ? below : text;
}

struct kl_span kl_clean_mark(const struct kl_field *from, struct kl_span text,
	struct kl_arena *arena)
{
	static const char *const defaults[] = { "-", "n.v.t.", "NULL", "x" };
	const struct kl_reading *reading = &from->reading;
	bool failed = false;

	for (size_t i = 0; i < reading->marker_count; i++) {
		if (kl_span_equal(text, reading->markers[i].mark))
			return text;
	}
	if (text.length > 1 && *text.at == '<')
		return clean_below(reading, text, arena);
	for (size_t i = 0; i < reading->marker_count + 4; i++) {
		bool declared = i < reading->marker_count;
		struct kl_span mark = declared ? reading->markers[i].mark
			: kl_span_of(defaults[i - reading->marker_count]);
		if (folds_alike(text, mark, &failed)
				&& means_the_same(reading, text, mark))
			return mark;
	}
	if (failed)
		text.at = NULL;
	return text;
}
