#include "rule/scalar.h"

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* What YAML 1.1 or 1.2 takes for a boolean or for nothing. */
static bool is_reserved(struct kl_span text)
{
	static const char *const words[] = { "y", "n", "yes", "no", "true", "false",
		"on", "off", "null", "nan", "inf" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (kl_span_alike(text, kl_span_of(words[i])))
			return true;
	}
	return false;
}

/* Letters of ASCII, digits, and what is no sign of YAML between them. */
static bool is_plain(struct kl_span text)
{
	if (text.length == 0 || !is_letter(*text.at) || is_reserved(text)
			|| text.at[text.length - 1] == ' ')
		return false;
	for (size_t i = 0; i < text.length; i++) {
		char c = text.at[i];
		if (!is_letter(c) && !kl_is_digit(c) && c != '_' && c != '-'
				&& c != '.' && c != '/' && c != ' ')
			return false;
	}
	return true;
}

/* What a reader of YAML may not take as it is, or takes for the end of a line:
 * controls, NEL, LS and PS, the byte order mark, and no characters at all. */
static bool needs_escape(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0xa0) || c == 0x2028 || c == 0x2029
		|| c == 0xfeff || (c & 0xfffe) == 0xfffe
		|| (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e)
		|| (c >= 0x2060 && c <= 0x206f);
}

static void add_escape(struct kl_text_buffer *out, uint32_t c)
{
	kl_text_printf(out, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x"
		: "\\U%08x", (unsigned)c);
}

void kl_scalar_add_quoted(struct kl_text_buffer *out, struct kl_span text)
{
	kl_text_puts(out, "\"");
	while (text.length > 0) {
		uint32_t c;
		size_t length = kl_utf8_next(text, &c);
		if (c == UINT32_MAX || c == 0)
			kl_text_puts(out, "\xef\xbf\xbd");
		else if (c == '"' || c == '\\')
			kl_text_printf(out, "\\%c", (int)c);
		else if (c == '\n' || c == '\t')
			kl_text_puts(out, c == '\n' ? "\\n" : "\\t");
		else if (needs_escape(c))
			add_escape(out, c);
		else
			kl_text_add(out, (struct kl_span){ text.at, length });
		text.at += length;
		text.length -= length;
	}
	kl_text_puts(out, "\"");
}

void kl_scalar_add(struct kl_text_buffer *out, struct kl_span text)
{
	if (is_plain(text))
		kl_text_add(out, text);
	else
		kl_scalar_add_quoted(out, text);
}

void kl_scalar_add_list(struct kl_text_buffer *out, const struct kl_span *texts,
	size_t count)
{
	kl_text_puts(out, "[");
	for (size_t i = 0; i < count; i++) {
		kl_text_puts(out, i > 0 ? ", " : "");
		kl_scalar_add(out, texts[i]);
	}
	kl_text_puts(out, "]");
}

void kl_scalar_add_remark(struct kl_text_buffer *out, struct kl_span text,
	size_t most)
{
	for (size_t shown = 0; text.length > 0; shown++) {
		uint32_t c;
		size_t length = kl_utf8_next(text, &c);
		if (most != 0 && shown == most) {
			kl_text_puts(out, "…");
			return;
		}
		if (c != UINT32_MAX && needs_escape(c))
			add_escape(out, c);
		else
			kl_text_add_visible(out, (struct kl_span){ text.at, length }, 0);
		text.at += length;
		text.length -= length;
	}
}
