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
