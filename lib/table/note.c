#include "table/note.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/translate.h"
#include "table/reader.h"

static const struct {
	const char *name;
	bool told;
} notes[] = {
#define KL_NOTE(id, name, told) { name, told },
#include "table/note.def"
#undef KL_NOTE
};

const char *kl_note_name(enum kl_note_kind kind)
{
	return notes[kind].name;
}

bool kl_note_is_told(enum kl_note_kind kind)
{
	return notes[kind].told;
}

void kl_note_tell(const struct kl_reader_calls *calls, struct kl_note note,
	const char *format, ...)
{
	char text[KL_ERROR_TEXT];
	va_list rest;

	if (calls->note == NULL)
		return;
	va_start(rest, format);
	vsnprintf(text, sizeof text, kl_translate(format), rest);
	va_end(rest);
	note.text = text;
	calls->note(calls->context, &note);
}
