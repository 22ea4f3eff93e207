#include "rule/rewrite.h"

#include <errno.h>
#include <stdlib.h>

#include "rule/rewriting.h"
#include "rule/path.h"

void kl_rewrite_out_of_memory(struct kl_rewrite *w)
{
	if (w->status == KL_OK)
		w->status = kl_no_memory(w->error);
}

void kl_rewrite_set(struct kl_rewrite *w, struct kl_node *map, const char *key,
	struct kl_node *value)
{
	if (!kl_node_set(w->arena, map, key, value))
		kl_rewrite_out_of_memory(w);
}

void kl_rewrite_set_text(struct kl_rewrite *w, struct kl_node *map,
	const char *key, struct kl_span text, bool quoted)
{
	struct kl_node *value = kl_node_text(w->arena, text, quoted);

	if (value == NULL)
		kl_rewrite_out_of_memory(w);
	else
		kl_rewrite_set(w, map, key, value);
}

struct kl_node *kl_rewrite_copy(struct kl_rewrite *w,
	const struct kl_node *node)
{
	struct kl_node *made = kl_node_copy(w->arena, node);

	if (made == NULL)
		kl_rewrite_out_of_memory(w);
	return made;
}

/* The tree of a file; NULL if it cannot be read, as the status then says. */
static const struct kl_node *read_file(struct kl_rewrite *w, const char *path)
{
	struct kl_node *root;

	for (const struct kl_rewrite_source *at = w->sources; at != NULL; at = at->next) {
		if (strcmp(at->path, path) == 0)
			return at->root;
	}
	struct kl_rewrite_source *made = kl_arena_alloc(w->arena, sizeof *made);
	if (made == NULL) {
		kl_rewrite_out_of_memory(w);
		return NULL;
	}
	w->status = kl_node_read(path, w->arena, &root, w->error);
	if (w->status != KL_OK)
		return NULL;
	*made = (struct kl_rewrite_source){ path, root, w->sources };
	w->sources = made;
	return root;
}

/* What a key has: a mapping, or the name of a file with one. */
static const struct kl_node *follow(struct kl_rewrite *w, const char *declared,
	const struct kl_node *node)
{
	if (node == NULL || node->kind != KL_NODE_SCALAR || kl_node_is_null(node))
		return node;
	const char *folder = kl_path_folder(w->arena, declared);
	const char *path = folder == NULL ? NULL : kl_path_join(w->arena, folder,
		node->text);
	if (path == NULL) {
		kl_rewrite_out_of_memory(w);
		return NULL;
	}
	return read_file(w, path);
}

static const struct kl_node *find_resource(const struct kl_node *root,
	const char *name)
{
	const struct kl_node *list = root != NULL ? kl_node_get(root, "resources")
		: NULL;

	for (size_t i = 0; list != NULL && list->kind == KL_NODE_LIST
			&& i < list->count; i++) {
		const struct kl_node *own = list->items[i]->kind == KL_NODE_MAP
			? kl_node_get(list->items[i], "name") : NULL;
		if (own != NULL && kl_span_is(own->text, name))
			return list->items[i];
	}
	return NULL;
}

static void edit_schema(struct kl_rewrite *w, size_t order,
	struct kl_node *resource)
{
	const struct kl_table *from = &w->r->from->tables[order];
	const struct kl_table *to = &w->r->written[order];
	const struct kl_node *old = follow(w, from->declared,
		kl_node_get(resource, "schema"));

	if (old == NULL || old->kind != KL_NODE_MAP)
		return;
	struct kl_node *schema = kl_rewrite_copy(w, old);
	const struct kl_node *list = kl_node_get(old, "fields");
	struct kl_node *fields = list != NULL && list->kind == KL_NODE_LIST
		? kl_rewrite_copy(w, list) : NULL;
	if (schema == NULL)
		return;
	for (size_t i = 0; fields != NULL && i < fields->count
			&& i < from->field_count; i++) {
		struct kl_node *field = kl_rewrite_copy(w, fields->items[i]);
		if (field == NULL)
			return;
		kl_rewrite_field(w, &from->fields[i], &to->fields[i], field);
		fields->items[i] = field;
	}
	if (fields != NULL)
		kl_rewrite_set(w, schema, "fields", fields);
	kl_rewrite_set(w, resource, "schema", schema);
}

static void edit_dialect(struct kl_rewrite *w, size_t order,
	struct kl_node *resource)
{
	const struct kl_table *from = &w->r->from->tables[order];
	const struct kl_dialect *to = &w->r->written[order].dialect;
	const struct kl_node *old = follow(w, from->declared,
		kl_node_get(resource, "dialect"));
	struct kl_node *made = kl_node_map(w->arena);

	if (made == NULL) {
		kl_rewrite_out_of_memory(w);
		return;
	}
	kl_rewrite_set_text(w, made, "delimiter", (struct kl_span){ &to->delimiter, 1 }, true);
	if (to->quote != '"')
		kl_rewrite_set_text(w, made, "quoteChar", (struct kl_span){ &to->quote, 1 }, true);
	/* It is a mark, and stands in cells. */
	const struct kl_node *nothing = old != NULL && old->kind == KL_NODE_MAP
		? kl_node_get(old, "nullSequence") : NULL;
	if (nothing != NULL)
		kl_rewrite_set(w, made, "nullSequence", (struct kl_node *)nothing);
	kl_rewrite_set(w, resource, "dialect", made);
}

/* Nothing stands around the table any more, and nothing is to be guessed. */
static void set_frame(struct kl_rewrite *w, struct kl_node *resource)
{
	const struct kl_node *old = kl_node_get(resource, "klopt");
	struct kl_node *made = old != NULL && old->kind == KL_NODE_MAP
		? kl_rewrite_copy(w, old) : kl_node_map(w->arena);

	if (made == NULL) {
		kl_rewrite_out_of_memory(w);
		return;
	}
	kl_rewrite_set(w, made, "footerRows", NULL);
	kl_rewrite_set_text(w, made, "frame", kl_span_of("as-is"), false);
	kl_rewrite_set(w, resource, "klopt", made);
}

/* What a rule file says of all its resources. */
static void take_outer(struct kl_rewrite *w, const struct kl_node *root,
	struct kl_node *resource)
{
	static const char *const keys[] = { "markers", "rounded", "rounding",
		"decimalChar", "groupChar", "bareNumber" };
	const struct kl_node *outer = kl_node_get(root, "klopt");
	const struct kl_node *own = kl_node_get(resource, "klopt");

	if (outer == NULL || outer->kind != KL_NODE_MAP)
		return;
	struct kl_node *made = own != NULL && own->kind == KL_NODE_MAP
		? kl_rewrite_copy(w, own) : kl_node_map(w->arena);
	for (size_t i = 0; made != NULL && i < sizeof keys / sizeof *keys; i++) {
		const struct kl_node *value = kl_node_get(outer, keys[i]);
		if (value != NULL && kl_node_get(made, keys[i]) == NULL)
			kl_rewrite_set(w, made, keys[i], (struct kl_node *)value);
	}
	if (made == NULL)
		kl_rewrite_out_of_memory(w);
	else if (made->count > 0)
		kl_rewrite_set(w, resource, "klopt", made);
}

/* NULL, with the status, when memory is out or a file cannot be read. */
static struct kl_node *make_resource(struct kl_rewrite *w, size_t order,
	bool of_descriptor)
{
	static const char *const gone[] = { "compression", "encoding", "format",
		"mediatype", "bytes", "hash" };
	const struct kl_table *from = &w->r->from->tables[order];
	const struct kl_node *root = from->declared != NULL
		? read_file(w, from->declared) : NULL;
	const struct kl_node *old = find_resource(root, from->name);
	struct kl_node *made = old != NULL ? kl_rewrite_copy(w, old) : kl_node_map(w->arena);

	if (made == NULL || w->status != KL_OK) {
		kl_rewrite_out_of_memory(w);
		return NULL;
	}
	if (old == NULL)
		kl_rewrite_set_text(w, made, "name", kl_span_of(from->name), true);
	kl_rewrite_set_text(w, made, "path",
		kl_path_base(w->r->written[order].path), false);
	for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
		kl_rewrite_set(w, made, gone[i], NULL);
	edit_dialect(w, order, made);
	set_frame(w, made);
	edit_schema(w, order, made);
	if (old != NULL && !of_descriptor)
		take_outer(w, root, made);
	return w->status == KL_OK ? made : NULL;
}

static bool is_of_descriptor(const struct kl_rewrite *w, size_t order)
{
	const struct kl_table *table = &w->r->from->tables[order];

	return table->declared != NULL && w->r->from->descriptor != NULL
		&& strcmp(table->declared, w->r->from->descriptor) == 0;
}

/* Those of the descriptor in their places, then the others. What is no table
 * here stays as it was. */
static void edit_resources(struct kl_rewrite *w, const struct kl_node *old,
	struct kl_node *root)
{
	const size_t count = w->r->from->table_count;
	const struct kl_node *list = old != NULL ? kl_node_get(old, "resources")
		: NULL;
	const size_t listed = list != NULL ? list->count : 0;
	struct kl_node *made = kl_node_map(w->arena);

	if (made == NULL) {
		kl_rewrite_out_of_memory(w);
		return;
	}
	made->kind = KL_NODE_LIST;
	made->items = kl_arena_alloc(w->arena, (listed + count + 1)
		* sizeof(struct kl_node *));
	if (made->items == NULL) {
		kl_rewrite_out_of_memory(w);
		return;
	}
	for (size_t i = 0; i < listed; i++)
		made->items[made->count++] = list->items[i];
	for (size_t i = 0; i < count && w->status == KL_OK; i++) {
		bool own = is_of_descriptor(w, i);
		const struct kl_node *before = own ? find_resource(old,
			w->r->from->tables[i].name) : NULL;
		size_t at = 0;
		while (at < made->count && (before == NULL
				|| made->items[at] != before))
			at++;
		made->items[at] = make_resource(w, i, own);
		made->count += at == made->count;
	}
	kl_rewrite_set(w, root, "resources", made);
}

/* The path of a file as seen from a folder; both are there. NULL: memory is out. */
static const char *path_from(struct kl_arena *arena, const char *folder,
	const char *file)
{
	char *from = realpath(folder, NULL);
	char *to = from != NULL ? realpath(file, NULL) : NULL;
	struct kl_text_buffer path = { 0 };
	const bool is_lost = to == NULL && errno == ENOMEM;
	const char *made = is_lost ? NULL : file;
	size_t common = 0;

	for (size_t i = 0; from != NULL && to != NULL && (i == 0
			|| from[i - 1] == to[i - 1]); i++) {
		bool whole = from[i] == '\0' ? to[i] == '/' : to[i] == '/'
			&& from[i] == '/';
		if (whole)
			common = i;
		if (from[i] == '\0' || to[i] == '\0')
			break;
	}
	if (from != NULL && to != NULL) {
		for (const char *at = from + common; *at != '\0'; at++) {
			if (*at == '/')
				kl_text_puts(&path, "../");
		}
		kl_text_puts(&path, to + common + 1);
		made = path.failed ? NULL : kl_arena_text(arena,
			kl_text_span(&path));
	}
	free(from);
	free(to);
	kl_text_release(&path);
	return made;
}

static struct kl_node *move_file(struct kl_rewrite *w, struct kl_node *name)
{
	const char *descriptor = w->r->from->descriptor;
	const char *folder = kl_path_folder(w->arena, descriptor);
	const char *path = folder == NULL ? NULL : kl_path_join(w->arena, folder,
		name->text);

	if (path == NULL) {
		kl_rewrite_out_of_memory(w);
		return name;
	}
	/* Those that ship with klopt are found from everywhere. */
	if (!kl_path_is_file(path))
		return name;
	const char *moved = path_from(w->arena, w->r->folder, path);
	struct kl_node *made = moved == NULL ? NULL
		: kl_node_text(w->arena, kl_span_of(moved), false);
	if (made == NULL)
		kl_rewrite_out_of_memory(w);
	return made;
}

/* The files that the descriptor names at a key of `klopt`. */
static void edit_files(struct kl_rewrite *w, struct kl_node *root, const char *key)
{
	const struct kl_node *klopt = kl_node_get(root, "klopt");
	const struct kl_node *files = klopt == NULL || klopt->kind != KL_NODE_MAP
		? NULL : kl_node_get(klopt, key);

	if (files == NULL || files->kind == KL_NODE_MAP)
		return;
	struct kl_node *made = kl_rewrite_copy(w, klopt), *list = kl_rewrite_copy(w, files);
	if (made == NULL || list == NULL)
		return;
	if (list->kind == KL_NODE_SCALAR)
		list = move_file(w, list);
	for (size_t i = 0; list != NULL && list->kind == KL_NODE_LIST
			&& i < list->count; i++)
		list->items[i] = move_file(w, list->items[i]);
	if (w->status != KL_OK)
		return;
	kl_rewrite_set(w, made, key, list);
	kl_rewrite_set(w, root, "klopt", made);
}

enum kl_status kl_descriptor_rewrite(const struct kl_rewriting *rewriting,
	struct kl_text_buffer *out, struct kl_error *error)
{
	const struct kl_dataset *from = rewriting->from;
	struct kl_arena arena = { 0 };
	struct kl_rewrite w = { .r = rewriting, .arena = &arena, .error = error };
	const struct kl_node *old = from->descriptor != NULL
		? read_file(&w, from->descriptor) : NULL;
	struct kl_node *root = old != NULL ? kl_rewrite_copy(&w, old) : kl_node_map(&arena);

	if (root == NULL)
		kl_rewrite_out_of_memory(&w);
	if (w.status == KL_OK && old == NULL && from->name != NULL)
		kl_rewrite_set_text(&w, root, "name", kl_span_of(from->name), true);
	if (w.status == KL_OK)
		edit_resources(&w, old, root);
	if (w.status == KL_OK)
		edit_files(&w, root, "rules");
	if (w.status == KL_OK)
		edit_files(&w, root, "waivers");
	if (w.status == KL_OK)
		kl_node_write(root, out);
	kl_arena_release(&arena);
	return w.status == KL_OK && out->failed ? kl_no_memory(error) : w.status;
}
