/* Which cells become numbers: those that a number format prints as they are. */
#include "format/xlsx.h"

enum {
	MOST_DIGITS = 15,       /* that a double holds without loss */
	MOST_TEXT = 40          /* bytes of a number with so many, and groups */
};

bool kl_xlsx_is_number(const struct kl_field *field)
{
	return field != NULL && (field->type == KL_TYPE_INTEGER
		|| field->type == KL_TYPE_NUMBER);
}

static int count_digits(kl_int128 coefficient)
{
	int digits = 1;

	for (; coefficient > 9 || coefficient < -9; coefficient /= 10)
		digits++;
	return digits;
}

/* The text without group characters, and with '-' for U+2212; 0 if it is too
 * long for a number that fits. `out` holds MOST_TEXT bytes. */
static size_t normalize(struct kl_span text, struct kl_span group, char *out,
	bool *grouped)
{
	static const char minus[] = "\xe2\x88\x92";
	size_t length = 0;

	*grouped = false;
	if (text.length >= 3 && memcmp(text.at, minus, 3) == 0) {
		out[length++] = '-';
		text.at += 3;
		text.length -= 3;
	}
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

bool kl_xlsx_number(struct kl_span text, const struct kl_reading *reading,
	double *number, int *shape)
{
	char printed[KL_DECIMAL_TEXT], bare[MOST_TEXT];
	struct kl_decimal value;
	struct kl_cell cell;
	bool grouped;

	kl_cell_read(text, reading, &cell);
	if (cell.kind != KL_CELL_EXACT && cell.kind != KL_CELL_ROUNDED)
		return false;
	/* A mark may stand for a number: it stays the mark. So does "007", "+5",
	 * or "(=3,7%)": as a number it would look otherwise. */
	text = kl_span_trim(text);
	if (kl_decimal_parse(text, reading->decimal_char, reading->group_char,
			&value) != KL_PARSED
			|| kl_decimal_compare(value, cell.value) != 0
			|| value.decimals > MOST_DIGITS
			|| count_digits(value.coefficient) > MOST_DIGITS)
		return false;
	size_t length = normalize(text, reading->group_char, bare, &grouped);
	size_t expected = kl_decimal_format(value, reading->decimal_char, printed);
	if (length != expected || memcmp(bare, printed, length) != 0)
		return false;
	*number = kl_decimal_double(value);
	*shape = (grouped ? KL_XLSX_GROUPED : KL_XLSX_NUMBER) + value.decimals;
	return true;
}
