#include "format/printed.h"

enum { MOST_TEXT = 40 };        /* bytes of a number with so many digits, and more */

static int count_digits(kl_int128 coefficient)
{
	int digits = 1;

	for (; coefficient > 9 || coefficient < -9; coefficient /= 10)
		digits++;
	return digits;
}

/* The text without group characters; 0 if it is too long for a number that
 * fits. `out` holds MOST_TEXT bytes. */
static size_t drop_groups(struct kl_span text, struct kl_span group, char *out,
	bool *grouped)
{
	size_t length = 0;

	*grouped = false;
	while (text.length > 0) {
		size_t step = 1;
		if (group.length > 0 && text.length >= group.length
				&& memcmp(text.at, group.at, group.length) == 0) {
			*grouped = true;
			step = group.length;
		} else if (length == MOST_TEXT) {
			return 0;
		} else {
			out[length++] = *text.at;
		}
		text.at += step;
		text.length -= step;
	}
	return length;
}

/* Nearly all are a few digits without groups, in a column without marks: read once
 * instead of read, written and compared. False: not seen to be one. */
static bool read_plain(struct kl_span text, const struct kl_reading *reading,
	struct kl_decimal *value)
{
	const struct kl_span group = reading->group_char;
	const char *at = text.at, *end = at + text.length, *point = NULL;
	int64_t number = 0;

	if (text.length == 0 || text.length > KL_PRINTED_DIGITS
			|| reading->marker_count > 0 || !reading->bare_number
			|| reading->rounded != KL_NOT_ROUNDED || (group.length > 0
			&& memchr(text.at, *group.at, text.length) != NULL))
		return false;
	at += *at == '-';
	if (at == end || (*at == '0' && end - at > 1
			&& at[1] != reading->decimal_char))
		return false;
	for (const char *first = at; at < end; at++) {
		if (kl_is_digit(*at))
			number = number * 10 + (*at - '0');
		else if (*at == reading->decimal_char && point == NULL && at > first)
			point = at;
		else
			return false;
	}
	if (point == end - 1 || (number == 0 && *text.at == '-'))
		return false;
	*value = (struct kl_decimal){ *text.at == '-' ? -number : number,
		point != NULL ? (int)(end - point) - 1 : 0 };
	return true;
}

bool kl_printed_number(struct kl_span text, const struct kl_reading *reading,
	struct kl_decimal *value, bool *grouped)
{
	char printed[KL_DECIMAL_TEXT], bare[MOST_TEXT];
	struct kl_cell cell;

	*grouped = false;
	if (read_plain(text, reading, value))
		return true;
	/* A mark may stand for a number: it stays the mark. So do "(=3,7%)" and
	 * 1E3. */
	kl_cell_read(text, reading, &cell);
	if ((cell.kind != KL_CELL_EXACT && cell.kind != KL_CELL_ROUNDED)
			|| kl_decimal_parse(text, reading->decimal_char,
				reading->group_char, value) != KL_PARSED
			|| kl_decimal_compare(*value, cell.value) != 0
			|| value->decimals > KL_PRINTED_DIGITS
			|| count_digits(value->coefficient) > KL_PRINTED_DIGITS)
		return false;
	/* "007", "+5" or "5." would look otherwise. */
	size_t length = drop_groups(text, reading->group_char, bare, grouped);
	size_t expected = kl_decimal_format(*value, reading->decimal_char, printed);
	return length == expected && memcmp(bare, printed, length) == 0;
}
