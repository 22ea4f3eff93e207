#include "table/sheet.h"

enum { LETTERS_MOST = 6, DIGITS_MOST = 9 };

bool kl_sheet_reference(struct kl_span name, uint32_t *row, uint32_t *column)
{
	uint32_t letters = 0, digits = 0;
	size_t at = 0;

	for (; at < name.length && kl_is_letter(name.at[at]); at++)
		letters = letters * 26 + (uint32_t)(name.at[at] & 0x1f);
	size_t first = at;
	if (first == 0 || first > LETTERS_MOST)
		return false;
	for (; at < name.length && kl_is_digit(name.at[at]); at++) {
		if (at - first == DIGITS_MOST)
			return false;
		digits = digits * 10 + (uint32_t)(name.at[at] - '0');
	}
	if (at < name.length || digits == 0)
		return false;
	*row = digits;
	*column = letters;
	return true;
}

void kl_sheet_add_column(uint64_t column, struct kl_text_buffer *out)
{
	char letters[16];
	size_t at = sizeof letters;

	for (; column > 0 && at > 0; column = (column - 1) / 26)
		letters[--at] = (char)('A' + (column - 1) % 26);
	kl_text_add(out, (struct kl_span){ letters + at, sizeof letters - at });
}

/* Letters, digits and _, not a digit first; beyond ASCII all counts as a letter.
 * What looks like the name of a cell is quoted too. */
static bool is_plain(const char *sheet)
{
	uint32_t row, column;

	if (kl_is_digit(*sheet) || *sheet == '\0')
		return false;
	if (kl_sheet_reference(kl_span_of(sheet), &row, &column)
			&& row <= KL_SHEET_ROWS && column <= KL_SHEET_COLUMNS)
		return false;
	for (; *sheet != '\0'; sheet++) {
		if (!kl_is_letter(*sheet) && !kl_is_digit(*sheet) && *sheet != '_'
				&& (unsigned char)*sheet < 0x80)
			return false;
	}
	return true;
}

void kl_sheet_add_cell(const char *sheet, uint64_t row, uint64_t column,
	struct kl_text_buffer *out)
{
	bool plain = is_plain(sheet);

	kl_text_puts(out, plain ? "" : "'");
	for (const char *at = sheet; *at != '\0'; at++)
		kl_text_add(out, (struct kl_span){ *at == '\'' ? "''" : at,
			*at == '\'' ? 2 : 1 });
	kl_text_puts(out, plain ? "" : "'");
	if (row == 0)
		return;
	kl_text_puts(out, "!");
	kl_sheet_add_column(column, out);
	kl_text_printf(out, "%llu", (unsigned long long)row);
}
