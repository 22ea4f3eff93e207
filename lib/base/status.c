#include "base/status.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/translate.h"

enum kl_status kl_fail(struct kl_error *error, enum kl_status status,
	const char *path, uint64_t line, uint64_t column,
	const char *format, ...)
{
	va_list arguments;

	if (error == NULL)
		return status;
	/* The text may quote the error that is being replaced. */
	char text[KL_ERROR_TEXT];
	va_start(arguments, format);
	vsnprintf(text, sizeof text, kl_translate(format), arguments);
	va_end(arguments);

	error->status = status;
	error->line = line;
	error->column = column;
	memcpy(error->text, text, sizeof text);
	if (path == NULL)
		error->path[0] = '\0';
	else if (path != error->path)
		snprintf(error->path, sizeof error->path, "%s", path);
	return status;
}

enum kl_status kl_no_memory(struct kl_error *error)
{
	return kl_fail(error, KL_NO_MEMORY, NULL, 0, 0, "out of memory");
}

const char *kl_system_words(int number, char *out)
{
	static const struct {
		int number;
		const char *text;
	} texts[] = {
#define KL_SYSTEM_TEXT(number, text) { number, text },
#include "base/system.def"
#undef KL_SYSTEM_TEXT
	};
	const int before = errno;

	if (strerror_r(number, out, KL_SYSTEM_WORDS) != 0)
		snprintf(out, KL_SYSTEM_WORDS, "error %d", number);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		if (texts[i].number == number)
			snprintf(out, KL_SYSTEM_WORDS, "%s", kl_translate(texts[i].text));
	}
	errno = before;
	return out;
}

enum kl_status kl_io_error(struct kl_error *error, int number, const char *path,
	const char *what)
{
	char words[KL_SYSTEM_WORDS];

	if (number == ENOMEM)
		return kl_no_memory(error);
	return kl_fail(error, number == EPIPE ? KL_CLOSED : KL_IO, path, 0, 0,
		"cannot %s: %s", kl_translate(what),
		kl_system_words(number, words));
}
