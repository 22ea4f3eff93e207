#include "rule/search.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "base/translate.h"
#include "rule/node.h"
#include "rule/path.h"

static bool is_there(const char *path, const char *from)
{
	return path != NULL && (from == NULL ? kl_path_is_file(path)
		: kl_path_is_regular(path));
}

const char *kl_search_file(const struct kl_search *search, const char *from,
	const char *name, struct kl_arena *arena)
{
	struct kl_span last = kl_span_of(name);
	const char *folder = kl_path_folder(arena, from);
	const char *path;

	if (folder == NULL)
		return NULL;
	path = kl_path_join(arena, folder, last);
	if (is_there(path, from))
		return path;
	for (size_t i = 0; search != NULL && search->folders != NULL
		&& search->folders[i] != NULL; i++) {
		path = kl_path_join(arena, search->folders[i], last);
		if (is_there(path, from))
			return path;
	}
	return NULL;
}

/* <folder>/registers/<id>.yaml, then <folder>/<id>.yaml */
static const char *register_in(struct kl_arena *arena, const char *folder,
	struct kl_span id)
{
	static const char *const folders[] = { "registers/", "" };

	for (size_t i = 0; i < 2; i++) {
		size_t length = strlen(folders[i]) + id.length + sizeof ".yaml";
		char *name = kl_arena_alloc(arena, length);
		if (name == NULL)
			return NULL;
		snprintf(name, length, "%s%.*s.yaml", folders[i],
			(int)id.length, id.at);
		const char *path = kl_path_join(arena, folder, kl_span_of(name));
		if (path != NULL && kl_path_is_regular(path))
			return path;
	}
	return NULL;
}

/* What cannot be read describes none. Errors: KL_NO_MEMORY. */
static enum kl_status describes_register(const char *path, bool *does,
	struct kl_error *error)
{
	struct kl_arena tree = { 0 };
	struct kl_node *root;
	enum kl_status status = kl_node_read(path, &tree, &root, NULL);

	*does = status == KL_OK && kl_node_get(root, "register") != NULL;
	kl_arena_release(&tree);
	return status == KL_NO_MEMORY ? kl_no_memory(error) : KL_OK;
}

struct found {
	struct kl_found_register *items;
	size_t count, capacity;
};

static enum kl_status add_folder(struct found *found, struct kl_arena *arena,
	const char *folder, bool only_registers, struct kl_error *error)
{
	static const char *const endings[] = { ".yaml", NULL };
	const char **names;
	size_t count;
	enum kl_status status;

	if (!kl_path_is_folder(folder))
		return KL_OK;
	status = kl_path_list(arena, folder, endings, &names, &count, error);
	for (size_t i = 0; status == KL_OK && i < count; i++) {
		const char *path = kl_path_join(arena, folder,
			kl_span_of(names[i]));
		const char *id = kl_arena_text(arena, kl_path_stem(names[i]));

		bool does = true;

		if (path == NULL || id == NULL)
			return kl_no_memory(error);
		if (!kl_path_is_regular(path))
			continue;
		if (!only_registers)
			status = describes_register(path, &does, error);
		if (status != KL_OK || !does)
			continue;
		if (!kl_grow(found->items, found->capacity, found->count + 1))
			return kl_no_memory(error);
		found->items[found->count++] =
			(struct kl_found_register){ id, path };
	}
	return status;
}

static enum kl_status add_search_folder(struct found *found,
	struct kl_arena *arena, const char *folder, struct kl_error *error)
{
	const char *registers = kl_path_join(arena, folder,
		kl_span_of("registers"));
	enum kl_status status;

	if (registers == NULL)
		return kl_no_memory(error);
	status = add_folder(found, arena, registers, true, error);
	if (status == KL_OK)
		status = add_folder(found, arena, folder, false, error);
	return status;
}

/* Keeps the first of each id; sorts by id. There are some dozens at most. */
static void settle(struct found *found)
{
	size_t kept = 0;

	for (size_t i = 0; i < found->count; i++) {
		struct kl_found_register one = found->items[i];
		size_t k = 0;

		while (k < kept && strcmp(found->items[k].id, one.id) < 0)
			k++;
		if (k < kept && strcmp(found->items[k].id, one.id) == 0)
			continue;
		memmove(found->items + k + 1, found->items + k,
			(kept - k) * sizeof *found->items);
		found->items[k] = one;
		kept++;
	}
	found->count = kept;
}

enum kl_status kl_search_registers(const struct kl_search *search,
	bool beside, const char *from, struct kl_arena *arena,
	struct kl_found_register **out, size_t *count, struct kl_error *error)
{
	struct found found = { 0 };
	enum kl_status status = KL_OK;

	if (beside) {
		const char *folder = kl_path_folder(arena, from);
		status = folder == NULL ? kl_no_memory(error)
			: add_search_folder(&found, arena, folder, error);
	}
	for (size_t i = 0; status == KL_OK && search != NULL
		&& search->folders != NULL && search->folders[i] != NULL; i++)
		status = add_search_folder(&found, arena, search->folders[i],
			error);
	if (status == KL_OK) {
		settle(&found);
		*count = found.count;
		*out = kl_arena_alloc(arena, (found.count + 1) * sizeof **out);
		if (*out == NULL)
			status = kl_no_memory(error);
		else if (found.count > 0)
			memcpy(*out, found.items, found.count * sizeof **out);
	}
	free(found.items);
	return status;
}

static enum kl_status no_register(const struct kl_search *search,
	const char *from, struct kl_span name, struct kl_arena *arena,
	struct kl_error *error)
{
	struct kl_text_buffer text = { 0 };
	struct kl_found_register *found;
	size_t count;
	enum kl_status status = kl_search_registers(search, true, from, arena,
		&found, &count, error);

	if (status != KL_OK)
		return status;
	struct kl_span *ids = kl_arena_alloc(arena, (count + 1) * sizeof *ids);
	if (ids == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < count; i++)
		ids[i] = kl_span_of(found[i].id);
	size_t nearest = kl_text_nearest(name, ids, count);

	kl_text_puts(&text, kl_translate("there is no register '"));
	kl_text_add_visible(&text, name, 64);
	kl_text_puts(&text, "'");
	if (nearest < count)
		kl_text_printf(&text, kl_translate("; did you mean '%s'?"), found[nearest].id);
	else if (count == 0)
		kl_text_puts(&text, kl_translate(", nor any other"));
	for (size_t i = 0, told = 0; i < count; i++) {
		if (i == nearest)
			continue;
		kl_text_printf(&text, "%s%s", told > 0 ? ", "
			: nearest < count ? kl_translate(" (there are also ")
			: kl_translate(" (there are "),
			found[i].id);
		told++;
		if (i + 1 == count || (i + 2 == count && nearest == count - 1))
			kl_text_puts(&text, ")");
	}
	status = text.failed ? kl_no_memory(error)
		: kl_fail(error, KL_IO, NULL, 0, 0, "%s", text.at);
	kl_text_release(&text);
	return status;
}

enum kl_status kl_search_register(const struct kl_search *search,
	const char *from, struct kl_span name, struct kl_arena *arena,
	const char **path, struct kl_error *error)
{
	bool is_path = memchr(name.at, '/', name.length) != NULL
		|| kl_path_ends(kl_path_unpacked(name), ".csv") || kl_path_ends(name, ".yaml")
		|| kl_path_ends(name, ".yml") || kl_path_ends(name, ".xlsx");
	const char *folder = kl_path_folder(arena, from);

	if (folder == NULL)
		return kl_no_memory(error);
	if (is_path) {
		*path = kl_path_join(arena, folder, name);
		if (*path == NULL)
			return kl_no_memory(error);
		return from != NULL ? kl_path_need_regular(*path, error) : KL_OK;
	}
	*path = register_in(arena, folder, name);
	for (size_t i = 0; *path == NULL && search != NULL
		&& search->folders != NULL && search->folders[i] != NULL; i++)
		*path = register_in(arena, search->folders[i], name);
	return *path != NULL ? KL_OK
		: no_register(search, from, name, arena, error);
}
