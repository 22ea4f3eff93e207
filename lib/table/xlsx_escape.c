/* Characters that XML cannot hold, which a workbook writes as _xHHHH_. */
#include "table/xlsx_value.h"

enum { ESCAPE = 7 };    /* bytes of _xHHHH_ */

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_escape(struct kl_span text, uint32_t *unit)
{
	if (text.length < ESCAPE || text.at[0] != '_' || text.at[1] != 'x'
			|| text.at[ESCAPE - 1] != '_')
		return false;
	*unit = 0;
	for (size_t i = 2; i < ESCAPE - 1; i++) {
		int digit = hex(text.at[i]);
		if (digit < 0)
			return false;
		*unit = *unit * 16 + (uint32_t)digit;
	}
	return true;
}

static struct kl_span skip(struct kl_span text, size_t bytes)
{
	return (struct kl_span){ text.at + bytes, text.length - bytes };
}

/* Bytes of the escape that stands first, and its character; 0 if there is none
 * that can be decoded. */
static size_t decode(struct kl_span text, uint32_t *character)
{
	uint32_t low;

	if (!is_escape(text, character) || *character == 0)
		return 0;
	if (*character < 0xd800 || *character > 0xdfff)
		return ESCAPE;
	if (*character > 0xdbff || !is_escape(skip(text, ESCAPE), &low)
			|| low < 0xdc00 || low > 0xdfff)
		return 0;
	*character = 0x10000 + ((*character - 0xd800) << 10) + (low - 0xdc00);
	return 2 * (size_t)ESCAPE;
}

static void add_character(uint32_t c, struct kl_text_buffer *out)
{
	char bytes[4];
	size_t length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

	for (size_t i = length; i-- > 1; c >>= 6)
		bytes[i] = (char)(0x80 | (c & 0x3f));
	bytes[0] = (char)(length == 1 ? c : (0xf00U >> length & 0xf0) | c);
	kl_text_add(out, (struct kl_span){ bytes, length });
}

void kl_workbook_add_text(struct kl_span text, struct kl_text_buffer *out)
{
	uint32_t character;

	while (text.length > 0) {
		const char *at = memchr(text.at, '_', text.length);
		size_t before = at != NULL ? (size_t)(at - text.at) : text.length;
		kl_text_add(out, (struct kl_span){ text.at, before });
		text = skip(text, before);
		if (text.length == 0)
			return;
		size_t taken = decode(text, &character);
		if (taken > 0)
			add_character(character, out);
		else
			kl_text_add(out, (struct kl_span){ text.at, taken = 1 });
		text = skip(text, taken);
	}
}
