#include "format/repository.h"

#include <string.h>

#include "rule/dataset.h"

/* What comes after the folder and a slash; NULL if the path is not beneath it. */
static const char *beneath(const char *path, const char *folder)
{
	size_t length = strlen(folder);

	return strncmp(path, folder, length) == 0 && path[length] == '/'
		? path + length + 1 : NULL;
}

/* Takes the last part off; false if there is none. */
static bool drop_part(struct kl_text_buffer *name)
{
	if (name->length == 0)
		return false;
	while (name->length > 0 && name->at[name->length - 1] != '/')
		name->length--;
	if (name->length > 0)
		name->length--;
	return true;
}

/* Adds the parts of the path; false if they lead out of the top. */
static bool add_parts(struct kl_text_buffer *name, const char *path)
{
	while (*path != '\0') {
		size_t length = strcspn(path, "/");
		const struct kl_span part = { path, length };
		path += length + strspn(path + length, "/");
		if (part.length == 0 || kl_span_is(part, "."))
			continue;
		if (kl_span_is(part, "..")) {
			if (!drop_part(name))
				return false;
			continue;
		}
		if (name->length > 0)
			kl_text_puts(name, "/");
		kl_text_add(name, part);
		if (name->failed)
			return true;
	}
	return true;
}

struct kl_span kl_repository_name(const struct kl_repository *repository,
	const char *path, struct kl_text_buffer *room)
{
	const struct kl_span as_given = kl_span_of(path);
	const char *rest = path;

	if (repository == NULL || repository->top == NULL || path == NULL
			|| strcmp(path, KL_STANDARD_INPUT) == 0)
		return as_given;
	room->length = 0;
	if (path[0] == '/')
		rest = beneath(path, repository->top);
	else if (repository->within == NULL)
		rest = NULL;
	else
		kl_text_puts(room, repository->within);
	if (rest == NULL || !add_parts(room, rest) || room->length == 0)
		return as_given;
	return kl_text_span(room);
}
