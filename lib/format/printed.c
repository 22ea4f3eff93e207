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

bool kl_printed_number(struct kl_span text, const struct kl_reading *reading,
	struct kl_decimal *value, bool *grouped)
{
	char printed[KL_DECIMAL_TEXT], bare[MOST_TEXT];
	struct kl_cell cell;

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
