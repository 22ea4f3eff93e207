#include "rule/register.h"

#include <stdlib.h>

#include "base/text.h"
#include "rule/codelist.h"
#include "rule/path.h"
#include "rule/reading.h"
#include "rule/search.h"

#define WORDS(list) (list), sizeof (list) / sizeof *(list)

static const char *const keys[] = { "register", "title", "date", "path", "source",
	"licence", "notes", "columns", "delimiter", "encoding" };

static enum kl_status read_text(struct kl_register *reg, const char *path,
	const struct kl_node *root, const char *key, const char **out,
	struct kl_error *error)
{
	const struct kl_node *value = kl_node_get(root, key);
	enum kl_status status;

	if (kl_node_is_null(value))
		return KL_OK;
	status = kl_node_need_text(value, path, key, "a text", error);
	if (status != KL_OK)
		return status;
	*out = kl_arena_text(&reg->arena, value->text);
	return *out != NULL ? KL_OK : kl_no_memory(error);
}

static enum kl_status read_id(struct kl_register *reg, const char *path,
	const struct kl_node *root, struct kl_error *error)
{
	const struct kl_node *id = kl_node_get(root, "register");
	struct kl_span stem = kl_path_stem(path);
	enum kl_status status;

	if (id == NULL)
		return kl_node_missing(root, path, "the register", "register",
			error);
	status = kl_node_need_text(id, path, "register", "the id of the register",
		error);
	if (status == KL_OK && !kl_span_equal(id->text, stem))
		status = kl_node_fail(id, path, error,
			"register '%s' is described in a file called '%.*s'; both have one name",
			id->text.at, (int)stem.length, stem.at);
	if (status == KL_OK)
		status = read_text(reg, path, root, "register", &reg->id, error);
	return status;
}

static enum kl_status set_path(struct kl_register *reg, const char *path,
	const struct kl_node *node, struct kl_error *error)
{
	const char *folder = kl_path_folder(&reg->arena, path);
	struct kl_text_buffer name = { 0 };

	if (node != NULL) {
		enum kl_status status = kl_node_need_text(node, path, "path",
			"the path of a CSV file", error);
		if (status != KL_OK)
			return status;
		if (kl_path_is_url(node->text) || kl_path_leaves(node->text))
			return kl_node_fail(node, path, error,
				"path '%s' leaves the folder of the register",
				node->text.at);
		kl_text_add(&name, node->text);
	} else {
		kl_text_printf(&name, "%s.csv", reg->id);
	}
	if (!name.failed && folder != NULL)
		reg->path = kl_path_join(&reg->arena, folder,
			kl_text_span(&name));
	kl_text_release(&name);
	return reg->path != NULL ? KL_OK : kl_no_memory(error);
}

static bool is_column(const struct kl_node *key, size_t column)
{
	return kl_text_distance(key->text,
		kl_span_of(kl_register_columns[column]), 0) == 0;
}

static enum kl_status read_columns(struct kl_codelist *list,
	const struct kl_node *map, struct kl_error *error)
{
	const char *path = list->description;
	enum kl_status status;

	status = kl_node_need(map, path, KL_NODE_MAP, "columns",
		"a mapping from klopt's name of a column to the header's", error);
	for (size_t i = 0; status == KL_OK && i < map->count; i += 2) {
		const struct kl_node *key = map->items[i];
		size_t c = 0;

		while (c < KL_REGISTER_COLUMNS && !is_column(key, c))
			c++;
		if (c == KL_REGISTER_COLUMNS)
			return kl_node_unknown(key, path, "column",
				WORDS(kl_register_columns), error);
		list->names[c] = map->items[i + 1];
		status = kl_node_need_text(map->items[i + 1], path, key->text.at,
			"the name that the column has in the header", error);
	}
	return status;
}

static enum kl_status read_encoding(const char *path,
	const struct kl_node *root, enum kl_encoding *out, struct kl_error *error)
{
	const struct kl_node *encoding = kl_node_get(root, "encoding");

	if (kl_node_is_null(encoding) || (encoding->kind == KL_NODE_SCALAR
			&& kl_encoding_find(encoding->text, out)))
		return KL_OK;
	return kl_node_fail(encoding, path, error,
		"'encoding' takes utf-8, utf-16, utf-16le, utf-16be or windows-1252");
}

static enum kl_status read_description(struct kl_register *reg,
	const struct kl_node *root, struct kl_codelist *list,
	struct kl_error *error)
{
	const char *path = list->description;
	const struct kl_node *columns, *delimiter;
	enum kl_status status;

	if (root->kind != KL_NODE_MAP)
		return kl_node_fail(root, path, error,
			"the description of a register is a mapping with 'register'");
	status = kl_node_keys(root, path, WORDS(keys), error);
	if (status == KL_OK)
		status = read_id(reg, path, root, error);
	if (status == KL_OK)
		status = read_text(reg, path, root, "title", &reg->title, error);
	if (status == KL_OK)
		status = read_text(reg, path, root, "date", &reg->date, error);
	if (status == KL_OK)
		status = read_text(reg, path, root, "source", &reg->source, error);
	if (status == KL_OK)
		status = set_path(reg, path, kl_node_get(root, "path"), error);
	columns = kl_node_get(root, "columns");
	if (status == KL_OK && !kl_node_is_null(columns))
		status = read_columns(list, columns, error);
	delimiter = kl_node_get(root, "delimiter");
	if (status == KL_OK && delimiter != NULL)
		status = kl_level_char(delimiter, path, "delimiter",
			&list->dialect.delimiter, error);
	return status == KL_OK ? read_encoding(path, root, &list->dialect.encoding,
		error) : status;
}

static enum kl_status read_described(struct kl_register *reg, const char *path,
	bool entries, struct kl_error *error)
{
	struct kl_codelist list = { .description = path, .dialect = { .quote = '"', .as_is = true } };
	struct kl_arena tree = { 0 };
	struct kl_node *root;
	enum kl_status status = kl_node_read(path, &tree, &root, error);

	if (status == KL_OK)
		status = read_description(reg, root, &list, error);
	if (status == KL_OK && entries)
		status = kl_codelist_read(reg, &list, error);
	kl_arena_release(&tree);
	return status;
}

static bool is_description(const char *path)
{
	return kl_path_ends(kl_span_of(path), ".yaml")
		|| kl_path_ends(kl_span_of(path), ".yml");
}

enum kl_status kl_register_read(struct kl_register *reg, struct kl_span name,
	const char *from, const struct kl_search *search, struct kl_error *error)
{
	const struct kl_codelist plain = { .dialect = { .quote = '"', .as_is = true } };
	const char *path;
	enum kl_status status;

	*reg = (struct kl_register){ 0 };
	status = kl_search_register(search, from, name, &reg->arena, &path, error);
	if (status != KL_OK)
		return status;
	if (is_description(path))
		return read_described(reg, path, true, error);
	reg->path = path;
	reg->id = kl_arena_text(&reg->arena, kl_path_stem(path));
	if (reg->id == NULL)
		return kl_no_memory(error);
	return kl_codelist_read(reg, &plain, error);
}

enum kl_status kl_register_files(struct kl_span name, const char *from,
	const struct kl_search *search, struct kl_arena *arena, const char *files[2],
	struct kl_error *error)
{
	struct kl_register reg = { 0 };
	const char *path = NULL;
	enum kl_status status = kl_search_register(search, from, name, arena, &path,
		error);

	files[0] = NULL;
	files[1] = status == KL_OK ? path : NULL;
	if (status != KL_OK || !is_description(path))
		return status;
	files[0] = path;
	status = read_described(&reg, path, false, error);
	if (status == KL_OK)
		files[1] = kl_arena_text(arena, kl_span_of(reg.path));
	kl_register_release(&reg);
	return status != KL_OK || files[1] != NULL ? status : kl_no_memory(error);
}

void kl_register_release(struct kl_register *reg)
{
	free(reg->entries);
	kl_index_release(&reg->codes);
	kl_arena_release(&reg->arena);
	*reg = (struct kl_register){ 0 };
}

const struct kl_register_entry *kl_register_find(const struct kl_register *reg,
	struct kl_span code)
{
	uint32_t entry;

	return kl_index_find(&reg->codes, code, &entry) ? &reg->entries[entry]
		: NULL;
}

enum kl_status kl_register_list(const struct kl_search *search,
	void (*each)(void *context, const struct kl_register *reg), void *context,
	struct kl_error *error)
{
	struct kl_arena arena = { 0 };
	struct kl_found_register *found;
	size_t count = 0;
	enum kl_status status = kl_search_registers(search, false, NULL, &arena,
		&found, &count, error);

	for (size_t i = 0; status == KL_OK && i < count; i++) {
		struct kl_register reg = { 0 };

		status = read_described(&reg, found[i].path, false, error);
		if (status == KL_OK)
			each(context, &reg);
		kl_register_release(&reg);
	}
	kl_arena_release(&arena);
	return status;
}
