#include "rule/rewrite.h"

#include <stdlib.h>

#include "rule/node_write.h"
#include "rule/path.h"

/* A file that declares something, read once. */
struct source {
	const char *path;
	const struct kl_node *root;
	struct source *next;
};

struct rewrite {
	const struct kl_rewriting *r;
	struct kl_arena *arena;
	struct source *sources;
	struct kl_error *error;
	enum kl_status status;
};

static void run_out(struct rewrite *w)
{
	if (w->status == KL_OK)
		w->status = kl_no_memory(w->error);
}

static void set(struct rewrite *w, struct kl_node *map, const char *key,
	struct kl_node *value)
{
	if (!kl_node_set(w->arena, map, key, value))
		run_out(w);
}

static void set_text(struct rewrite *w, struct kl_node *map, const char *key,
	struct kl_span text)
{
	struct kl_node *value = kl_node_text(w->arena, text, true);

	if (value == NULL)
		run_out(w);
	else
		set(w, map, key, value);
}

static struct kl_node *copy(struct rewrite *w, const struct kl_node *node)
{
	struct kl_node *made = kl_node_copy(w->arena, node);

	if (made == NULL)
		run_out(w);
	return made;
}

/* The tree of a file; NULL if it cannot be read, as the status then says. */
static const struct kl_node *read_file(struct rewrite *w, const char *path)
{
	struct kl_node *root;

	for (const struct source *at = w->sources; at != NULL; at = at->next) {
		if (strcmp(at->path, path) == 0)
			return at->root;
	}
	struct source *made = kl_arena_alloc(w->arena, sizeof *made);
	if (made == NULL) {
		run_out(w);
		return NULL;
	}
	w->status = kl_node_read(path, w->arena, &root, w->error);
	if (w->status != KL_OK)
		return NULL;
	*made = (struct source){ path, root, w->sources };
	w->sources = made;
	return root;
}

/* What a key has: a mapping, or the name of a file with one. */
static const struct kl_node *follow(struct rewrite *w, const char *declared,
	const struct kl_node *node)
{
	if (node == NULL || node->kind != KL_NODE_SCALAR || kl_node_is_null(node))
		return node;
	const char *folder = kl_path_folder(w->arena, declared);
	const char *path = folder == NULL ? NULL : kl_path_join(w->arena, folder,
		node->text);
	if (path == NULL) {
		run_out(w);
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

/* A scalar of a constraint in the new notation. A number without quotes has it. */
static struct kl_node *new_value(struct rewrite *w, const struct kl_field *from,
	const struct kl_field *to, struct kl_node *value)
{
	bool number = from->type == KL_TYPE_INTEGER || from->type == KL_TYPE_NUMBER;

	if (value->kind != KL_NODE_SCALAR || (number && !value->quoted))
		return value;
	struct kl_span text = w->r->value(from, to, value->text, w->arena);
	struct kl_node *made = text.at == NULL ? NULL
		: kl_node_text(w->arena, text, true);
	if (made == NULL)
		run_out(w);
	return made != NULL ? made : value;
}

static void edit_constraints(struct rewrite *w, const struct kl_field *from,
	const struct kl_field *to, struct kl_node *field)
{
	static const char *const keys[] = { "minimum", "maximum",
		"exclusiveMinimum", "exclusiveMaximum" };
	const struct kl_node *old = kl_node_get(field, "constraints");

	if (old == NULL || old->kind != KL_NODE_MAP)
		return;
	struct kl_node *made = copy(w, old);
	if (made == NULL)
		return;
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		const struct kl_node *value = kl_node_get(made, keys[i]);
		if (value != NULL)
			set(w, made, keys[i], new_value(w, from, to,
				(struct kl_node *)value));
	}
	const struct kl_node *values = kl_node_get(made, "enum");
	if (values != NULL && values->kind == KL_NODE_LIST) {
		struct kl_node *list = copy(w, values);
		for (size_t i = 0; list != NULL && i < list->count; i++)
			list->items[i] = new_value(w, from, to, list->items[i]);
		if (list != NULL)
			set(w, made, "enum", list);
	}
	set(w, field, "constraints", made);
}

/* The cells are filled in. */
static void drop_fill_down(struct rewrite *w, struct kl_node *field)
{
	const struct kl_node *old = kl_node_get(field, "klopt");

	if (old == NULL || old->kind != KL_NODE_MAP
			|| kl_node_get(old, "fill_down") == NULL)
		return;
	struct kl_node *made = copy(w, old);
	if (made == NULL)
		return;
	set(w, made, "fill_down", NULL);
	set(w, field, "klopt", made->count > 0 ? made : NULL);
}

static void edit_field(struct rewrite *w, const struct kl_field *from,
	const struct kl_field *to, struct kl_node *field)
{
	const char point[] = { to->reading.decimal_char, '\0' };

	if (from->reading.decimal_char != to->reading.decimal_char)
		set_text(w, field, "decimalChar", kl_span_of(point));
	if (from->reading.group_char.length > 0
			&& to->reading.group_char.length == 0)
		set_text(w, field, "groupChar", kl_span_of(""));
	if (from->pattern.at != NULL && to->pattern.at == NULL)
		set(w, field, "format", NULL);
	if (from->words[0] != NULL && to->words[0] == NULL) {
		set(w, field, "trueValues", NULL);
		set(w, field, "falseValues", NULL);
	}
	edit_constraints(w, from, to, field);
	drop_fill_down(w, field);
}

static void edit_schema(struct rewrite *w, size_t order,
	struct kl_node *resource)
{
	const struct kl_table *from = &w->r->from->tables[order];
	const struct kl_table *to = &w->r->written[order];
	const struct kl_node *old = follow(w, from->declared,
		kl_node_get(resource, "schema"));

	if (old == NULL || old->kind != KL_NODE_MAP)
		return;
	struct kl_node *schema = copy(w, old);
	const struct kl_node *list = kl_node_get(old, "fields");
	struct kl_node *fields = list != NULL && list->kind == KL_NODE_LIST
		? copy(w, list) : NULL;
	if (schema == NULL)
		return;
	for (size_t i = 0; fields != NULL && i < fields->count
			&& i < from->field_count; i++) {
		struct kl_node *field = copy(w, fields->items[i]);
		if (field == NULL)
			return;
		edit_field(w, &from->fields[i], &to->fields[i], field);
		fields->items[i] = field;
	}
	if (fields != NULL)
		set(w, schema, "fields", fields);
	set(w, resource, "schema", schema);
}

static void edit_dialect(struct rewrite *w, size_t order,
	struct kl_node *resource)
{
	const struct kl_table *from = &w->r->from->tables[order];
	const struct kl_dialect *to = &w->r->written[order].dialect;
	const struct kl_node *old = follow(w, from->declared,
		kl_node_get(resource, "dialect"));
	struct kl_node *made = kl_node_map(w->arena);

	if (made == NULL) {
		run_out(w);
		return;
	}
	set_text(w, made, "delimiter", (struct kl_span){ &to->delimiter, 1 });
	if (to->quote != '"')
		set_text(w, made, "quoteChar", (struct kl_span){ &to->quote, 1 });
	/* It is a mark, and stands in cells. */
	const struct kl_node *nothing = old != NULL && old->kind == KL_NODE_MAP
		? kl_node_get(old, "nullSequence") : NULL;
	if (nothing != NULL)
		set(w, made, "nullSequence", (struct kl_node *)nothing);
	set(w, resource, "dialect", made);
}

/* Nothing stands around the table any more, and nothing is to be guessed. */
static void set_frame(struct rewrite *w, struct kl_node *resource)
{
	const struct kl_node *old = kl_node_get(resource, "klopt");
	struct kl_node *made = old != NULL && old->kind == KL_NODE_MAP
		? copy(w, old) : kl_node_map(w->arena);
	struct kl_node *as_is = kl_node_text(w->arena, kl_span_of("as-is"), false);

	if (made == NULL || as_is == NULL) {
		run_out(w);
		return;
	}
	set(w, made, "footerRows", NULL);
	set(w, made, "frame", as_is);
	set(w, resource, "klopt", made);
}

/* What a rule file says of all its resources. */
static void take_outer(struct rewrite *w, const struct kl_node *root,
	struct kl_node *resource)
{
	static const char *const keys[] = { "markers", "rounded", "rounding",
		"decimalChar", "groupChar", "bareNumber" };
	const struct kl_node *outer = kl_node_get(root, "klopt");
	const struct kl_node *own = kl_node_get(resource, "klopt");

	if (outer == NULL || outer->kind != KL_NODE_MAP)
		return;
	struct kl_node *made = own != NULL && own->kind == KL_NODE_MAP
		? copy(w, own) : kl_node_map(w->arena);
	for (size_t i = 0; made != NULL && i < sizeof keys / sizeof *keys; i++) {
		const struct kl_node *value = kl_node_get(outer, keys[i]);
		if (value != NULL && kl_node_get(made, keys[i]) == NULL)
			set(w, made, keys[i], (struct kl_node *)value);
	}
	if (made == NULL)
		run_out(w);
	else if (made->count > 0)
		set(w, resource, "klopt", made);
}

/* NULL, with the status, when memory is out or a file cannot be read. */
static struct kl_node *make_resource(struct rewrite *w, size_t order,
	bool of_descriptor)
{
	static const char *const gone[] = { "encoding", "format", "mediatype",
		"bytes", "hash" };
	const struct kl_table *from = &w->r->from->tables[order];
	const struct kl_node *root = from->declared != NULL
		? read_file(w, from->declared) : NULL;
	const struct kl_node *old = find_resource(root, from->name);
	struct kl_node *made = old != NULL ? copy(w, old) : kl_node_map(w->arena);

	if (made == NULL || w->status != KL_OK) {
		run_out(w);
		return NULL;
	}
	if (old == NULL)
		set_text(w, made, "name", kl_span_of(from->name));
	struct kl_node *path = kl_node_text(w->arena,
		kl_path_base(w->r->written[order].path), false);
	if (path == NULL)
		run_out(w);
	else
		set(w, made, "path", path);
	for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
		set(w, made, gone[i], NULL);
	edit_dialect(w, order, made);
	set_frame(w, made);
	edit_schema(w, order, made);
	if (old != NULL && !of_descriptor)
		take_outer(w, root, made);
	return w->status == KL_OK ? made : NULL;
}

static bool is_of_descriptor(const struct rewrite *w, size_t order)
{
	const struct kl_table *table = &w->r->from->tables[order];

	return table->declared != NULL && w->r->from->descriptor != NULL
		&& strcmp(table->declared, w->r->from->descriptor) == 0;
}

/* Those of the descriptor in their places, then the others. What is no table
 * here stays as it was. */
static void edit_resources(struct rewrite *w, const struct kl_node *old,
	struct kl_node *root)
{
	const size_t count = w->r->from->table_count;
	const struct kl_node *list = old != NULL ? kl_node_get(old, "resources")
		: NULL;
	const size_t listed = list != NULL ? list->count : 0;
	struct kl_node *made = kl_node_map(w->arena);

	if (made == NULL) {
		run_out(w);
		return;
	}
	made->kind = KL_NODE_LIST;
	made->items = kl_arena_alloc(w->arena, (listed + count + 1)
		* sizeof(struct kl_node *));
	if (made->items == NULL) {
		run_out(w);
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
	set(w, root, "resources", made);
}

/* The path of a file as seen from a folder; both are there. NULL: memory is out. */
static const char *path_from(struct kl_arena *arena, const char *folder,
	const char *file)
{
	char *from = realpath(folder, NULL), *to = realpath(file, NULL);
	struct kl_text_buffer path = { 0 };
	const char *made = file;
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

static struct kl_node *move_rule(struct rewrite *w, struct kl_node *name)
{
	const char *descriptor = w->r->from->descriptor;
	const char *folder = kl_path_folder(w->arena, descriptor);
	const char *path = folder == NULL ? NULL : kl_path_join(w->arena, folder,
		name->text);

	if (path == NULL) {
		run_out(w);
		return name;
	}
	/* Those that ship with klopt are found from everywhere. */
	if (!kl_path_is_file(path))
		return name;
	const char *moved = path_from(w->arena, w->r->folder, path);
	struct kl_node *made = moved == NULL ? NULL
		: kl_node_text(w->arena, kl_span_of(moved), false);
	if (made == NULL)
		run_out(w);
	return made;
}

static void edit_rules(struct rewrite *w, struct kl_node *root)
{
	const struct kl_node *klopt = kl_node_get(root, "klopt");
	const struct kl_node *rules = klopt == NULL || klopt->kind != KL_NODE_MAP
		? NULL : kl_node_get(klopt, "rules");

	if (rules == NULL || rules->kind == KL_NODE_MAP)
		return;
	struct kl_node *made = copy(w, klopt), *list = copy(w, rules);
	if (made == NULL || list == NULL)
		return;
	if (list->kind == KL_NODE_SCALAR)
		list = move_rule(w, list);
	for (size_t i = 0; list != NULL && list->kind == KL_NODE_LIST
			&& i < list->count; i++)
		list->items[i] = move_rule(w, list->items[i]);
	if (w->status != KL_OK)
		return;
	set(w, made, "rules", list);
	set(w, root, "klopt", made);
}

enum kl_status kl_descriptor_rewrite(const struct kl_rewriting *rewriting,
	struct kl_text_buffer *out, struct kl_error *error)
{
	const struct kl_dataset *from = rewriting->from;
	struct kl_arena arena = { 0 };
	struct rewrite w = { .r = rewriting, .arena = &arena, .error = error };
	const struct kl_node *old = from->descriptor != NULL
		? read_file(&w, from->descriptor) : NULL;
	struct kl_node *root = old != NULL ? copy(&w, old) : kl_node_map(&arena);

	if (root == NULL)
		run_out(&w);
	if (w.status == KL_OK && old == NULL && from->name != NULL)
		set_text(&w, root, "name", kl_span_of(from->name));
	if (w.status == KL_OK)
		edit_resources(&w, old, root);
	if (w.status == KL_OK)
		edit_rules(&w, root);
	if (w.status == KL_OK)
		kl_node_write(root, out);
	kl_arena_release(&arena);
	return w.status == KL_OK && out->failed ? kl_no_memory(error) : w.status;
}
