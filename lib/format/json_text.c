#include "format/json_text.h"

/* How many bytes from here need nothing. */
static size_t plain_length(struct kl_span text)
{
	size_t i = 0;

	while (i < text.length && (unsigned char)text.at[i] >= 0x20
			&& (unsigned char)text.at[i] < 0x80 && text.at[i] != '"'
			&& text.at[i] != '\\')
		i++;
	return i;
}

static size_t add_special(struct kl_text_buffer *out, struct kl_span text)
{
	uint32_t codepoint;
	size_t length = kl_utf8_next(text, &codepoint);

	if (codepoint == UINT32_MAX)
		kl_text_puts(out, "\xef\xbf\xbd");
	else if (codepoint == '"' || codepoint == '\\')
		kl_text_printf(out, "\\%c", (char)codepoint);
	else if (codepoint == '\n')
		kl_text_puts(out, "\\n");
	else if (codepoint < 0x20)
		kl_text_printf(out, "\\u%04x", (unsigned)codepoint);
	else
		kl_text_add(out, (struct kl_span){ text.at, length });
	return length;
}

void kl_json_add_text(struct kl_text_buffer *out, struct kl_span text)
{
	kl_text_puts(out, "\"");
	while (text.length > 0) {
		size_t length = plain_length(text);
		if (length > 0)
			kl_text_add(out, (struct kl_span){ text.at, length });
		else
			length = add_special(out, text);
		text.at += length;
		text.length -= length;
	}
	kl_text_puts(out, "\"");
}
