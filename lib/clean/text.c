/* Texts of cells: blanks at their edges, and what was made of them. */
#include "clean/cell.h"

static bool is_blank(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xa0
		|| c == 0x1680 || (c >= 0x2000 && c <= 0x200d) || c == 0x2028
		|| c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x2060
		|| c == 0x3000 || c == 0xfeff;
}

/* Whether a blank can begin, or end, with the byte. */
static const bool first[256] = { [' '] = true, ['\t'] = true, ['\n'] = true,
	['\v'] = true, ['\f'] = true, ['\r'] = true, [0xc2] = true, [0xe1] = true,
	[0xe2] = true, [0xe3] = true, [0xef] = true };
static const bool last[256] = { [' '] = true, ['\t'] = true, ['\n'] = true,
	['\v'] = true, ['\f'] = true, ['\r'] = true, [0x80] = true, [0x81] = true,
	[0x82] = true, [0x83] = true, [0x84] = true, [0x85] = true, [0x86] = true,
	[0x87] = true, [0x88] = true, [0x89] = true, [0x8a] = true, [0x8b] = true,
	[0x8c] = true, [0x8d] = true, [0x9f] = true, [0xa0] = true, [0xa8] = true,
	[0xa9] = true, [0xaf] = true, [0xbf] = true };

bool kl_clean_is_trimmed(struct kl_span text)
{
	return text.length == 0 || (!first[(unsigned char)*text.at]
		&& !last[(unsigned char)text.at[text.length - 1]]);
}

/* Where the character that ends at the end of the text begins. */
static size_t last_length(struct kl_span text)
{
	size_t length = 1;

	while (length < text.length && length < 4
			&& ((unsigned char)text.at[text.length - length] & 0xc0) == 0x80)
		length++;
	return length;
}

struct kl_span kl_clean_trim(struct kl_span text)
{
	uint32_t c;

	while (text.length > 0 && first[(unsigned char)*text.at]) {
		size_t length = kl_utf8_next(text, &c);
		if (!is_blank(c))
			break;
		text.at += length;
		text.length -= length;
	}
	while (text.length > 0 && last[(unsigned char)text.at[text.length - 1]]) {
		size_t length = last_length(text);
		const struct kl_span end = { text.at + text.length - length, length };
		if (kl_utf8_next(end, &c) != length || !is_blank(c))
			break;
		text.length -= length;
	}
	return text;
}

struct kl_span kl_clean_made(struct kl_span text, struct kl_text_buffer *made,
	struct kl_arena *arena)
{
	if (made->failed)
		text.at = NULL;
	else if (!kl_span_equal(kl_text_span(made), text))
		text = kl_arena_span(arena, kl_text_span(made));
	kl_text_release(made);
	return text;
}
