#include "format/json_write.h"

#include <errno.h>
#include <stdlib.h>

json_t *kl_json_text(struct kl_span text)
{
	struct kl_text_buffer clean = { 0 };

	if (text.at == NULL)
		return json_null();
	json_t *made = json_stringn(text.at, text.length);
	if (made != NULL)
		return made;
	while (text.length > 0) {
		uint32_t codepoint;
		size_t length = kl_utf8_next(text, &codepoint);
		if (codepoint == UINT32_MAX)
			kl_text_puts(&clean, "\xef\xbf\xbd");
		else
			kl_text_add(&clean, (struct kl_span){ text.at, length });
		text.at += length;
		text.length -= length;
	}
	made = clean.failed ? NULL : json_stringn(clean.at, clean.length);
	kl_text_release(&clean);
	return made;
}

json_t *kl_json_built(struct kl_text_buffer *text)
{
	json_t *made = text->failed ? NULL : text->length == 0 ? json_string("")
		: kl_json_text(kl_text_span(text));

	kl_text_release(text);
	return made;
}

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

void kl_json_add_value(struct kl_text_buffer *out, const char *before, json_t *value)
{
	char *text = kl_json_dump(value, JSON_ENCODE_ANY);

	kl_text_puts(out, before);
	if (text != NULL)
		kl_text_puts(out, text);
	else
		out->failed = true;
	free(text);
}

char *kl_json_dump(json_t *value, size_t flags)
{
	char *text = value != NULL ? json_dumps(value, JSON_COMPACT | flags) : NULL;

	json_decref(value);
	return text;
}

enum kl_status kl_json_write(FILE *stream, const char *before, json_t *value,
	size_t flags, const char *after, struct kl_error *error)
{
	char *text = kl_json_dump(value, flags);

	if (text == NULL)
		return kl_no_memory(error);
	bool written = fputs(before, stream) != EOF && fputs(text, stream) != EOF
		&& fputs(after, stream) != EOF;
	int number = errno;
	free(text);
	return written ? KL_OK : kl_io_error(error, number, NULL,
		"write the findings");
}
