#include "base/json_write.h"

#include <errno.h>

/* Bytes that stand in a string as they are. */
static size_t plain_run(struct kl_span text)
{
	size_t at = 0;

	while (at < text.length && (unsigned char)text.at[at] >= 0x20
			&& (unsigned char)text.at[at] < 0x80
			&& text.at[at] != '"' && text.at[at] != '\\')
		at++;
	return at;
}

static void add_character(struct kl_text_buffer *out, struct kl_span bytes,
	uint32_t codepoint)
{
	static const char named[] = "\"\\\b\f\n\r\t", names[] = "\"\\bfnrt";
	const char *found = codepoint == 0 || codepoint > 0x7f ? NULL
		: strchr(named, (int)codepoint);

	if (found != NULL) {
		kl_text_puts(out, "\\");
		kl_text_add(out, (struct kl_span){ names + (found - named), 1 });
	} else if (codepoint < 0x20) {
		kl_text_printf(out, "\\u%04X", (unsigned)codepoint);
	} else if (codepoint == UINT32_MAX) {
		kl_text_puts(out, "\xef\xbf\xbd");
	} else {
		kl_text_add(out, bytes);
	}
}

void kl_json_add_string(struct kl_text_buffer *out, struct kl_span text)
{
	if (text.at == NULL) {
		kl_text_puts(out, "null");
		return;
	}
	kl_text_puts(out, "\"");
	while (text.length > 0) {
		uint32_t codepoint;
		size_t length = plain_run(text);
		kl_text_add(out, (struct kl_span){ text.at, length });
		text.at += length;
		text.length -= length;
		if (text.length == 0)
			break;
		length = kl_utf8_next(text, &codepoint);
		add_character(out, (struct kl_span){ text.at, length }, codepoint);
		text.at += length;
		text.length -= length;
	}
	kl_text_puts(out, "\"");
}

void kl_json_add_number(struct kl_text_buffer *out, const char *before,
	uint64_t number)
{
	kl_text_puts(out, before);
	kl_text_add_count(out, number);
}

void kl_json_key(struct kl_text_buffer *out, const char *key)
{
	const char last = out->length > 0 ? out->at[out->length - 1] : '{';

	if (last != '{' && last != '[')
		kl_text_puts(out, ",");
	if (key == NULL)
		return;
	kl_text_puts(out, "\"");
	kl_text_puts(out, key);
	kl_text_puts(out, "\":");
}

void kl_json_open(struct kl_text_buffer *out, const char *key, const char *bracket)
{
	kl_json_key(out, key);
	kl_text_puts(out, bracket);
}

void kl_json_set(struct kl_text_buffer *out, const char *key, struct kl_span text)
{
	kl_json_key(out, key);
	kl_json_add_string(out, text);
}

void kl_json_set_count(struct kl_text_buffer *out, const char *key, uint64_t count)
{
	kl_json_key(out, key);
	kl_text_add_count(out, count);
}

void kl_json_set_bool(struct kl_text_buffer *out, const char *key, bool value)
{
	kl_json_key(out, key);
	kl_text_puts(out, value ? "true" : "false");
}

void kl_json_set_built(struct kl_text_buffer *out, const char *key,
	struct kl_text_buffer *text)
{
	kl_json_set(out, key, text->length == 0 ? kl_span_of("")
		: kl_text_span(text));
	out->failed = out->failed || text->failed;
	kl_text_release(text);
}

enum kl_status kl_json_put(struct kl_text_buffer *out, FILE *stream,
	struct kl_error *error)
{
	if (out->failed)
		return kl_no_memory(error);
	bool written = fwrite(out->at, 1, out->length, stream) == out->length;
	out->length = 0;
	return written ? KL_OK : kl_io_error(error, errno, NULL,
		"write the findings");
}
