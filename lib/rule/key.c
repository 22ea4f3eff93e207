/* Keys of a table, and references to those of another. */
#include "rule/descriptor.h"

#include <stdlib.h>

#include "base/translate.h"
#include "rule/argument.h"

static const char takes[] = KL_TEXT("the name of a field, or a list of these");

static const struct kl_word *keep_words(const struct kl_describer *d,
	const struct kl_word *words, size_t count)
{
	struct kl_word *kept = kl_arena_alloc(&d->dataset->arena,
		(count + 1) * sizeof *kept);

	for (size_t i = 0; kept != NULL && i < count; i++) {
		kept[i] = words[i];
		kept[i].written = (struct kl_span){ 0 };
		kept[i].text = kl_arena_span(&d->dataset->arena, words[i].text);
		if (kept[i].text.at == NULL)
			return NULL;
	}
	return kept;
}

static struct kl_span join(struct kl_arena *arena, const struct kl_word *words,
	size_t count)
{
	struct kl_text_buffer text = { 0 };

	for (size_t i = 0; i < count; i++) {
		kl_text_puts(&text, i > 0 ? "," : "");
		kl_text_add(&text, words[i].text);
	}
	struct kl_span joined = kl_arena_span(arena, kl_text_span(&text));
	if (text.failed)
		joined.at = NULL;
	kl_text_release(&text);
	return joined;
}

/* KL_INVALID at the word of a field that the table does not declare. */
static enum kl_status need_field(const struct kl_table *table,
	const struct kl_word *word, const char *path, struct kl_error *error)
{
	if (kl_table_field(table, word->text) != NULL)
		return KL_OK;
	struct kl_span *names = calloc(table->field_count + 1, sizeof *names);
	if (names == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < table->field_count; i++)
		names[i] = table->fields[i].name;
	size_t near = kl_text_nearest(word->text, names, table->field_count);
	bool found = near < table->field_count;
	free(names);
	return kl_fail(error, KL_INVALID, path, word->line, word->column,
		"there is no field '%s' in table '%s'%s%s%s", word->text.at,
		table->name, found ? kl_translate("; did you mean '") : "",
		found ? table->fields[near].name.at : "", found ? "'?" : "");
}

static enum kl_status read_names(const struct kl_describer *d,
	const char *key, const struct kl_node *node, const struct kl_word **words,
	size_t *count, struct kl_span *joined, struct kl_error *error)
{
	enum kl_status status = kl_words_read(node, d->path, key, takes, d->tree,
		words, count, error);

	if (status != KL_OK)
		return status;
	*words = keep_words(d, *words, *count);
	*joined = *words != NULL ? join(&d->dataset->arena, *words, *count)
		: (struct kl_span){ NULL, 0 };
	return joined->at != NULL ? KL_OK : kl_no_memory(error);
}

static enum kl_status read_key(const struct kl_describer *d,
	const char *name, const struct kl_node *node, const struct kl_table *table,
	struct kl_key *key, struct kl_error *error)
{
	enum kl_status status = read_names(d, name, node, &key->fields,
		&key->count, &key->name, error);

	key->path = d->path;
	for (size_t i = 0; i < key->count && status == KL_OK; i++)
		status = need_field(table, &key->fields[i], d->path, error);
	return status;
}

static enum kl_status read_keys(const struct kl_describer *d,
	const struct kl_node *schema, struct kl_table *table,
	struct kl_error *error)
{
	const struct kl_node *primary = kl_node_get(schema, "primaryKey");
	const struct kl_node *unique = kl_node_get(schema, "uniqueKeys");
	enum kl_status status = KL_OK;
	size_t count = 0;

	/* An empty list is what v1 writes where there is no key. */
	if (primary != NULL && primary->kind == KL_NODE_LIST && primary->count == 0)
		primary = NULL;
	if (!kl_node_is_null(unique))
		status = kl_node_need(unique, d->path, KL_NODE_LIST, "uniqueKeys",
			"a list of keys", error);
	else
		unique = NULL;
	if (status != KL_OK)
		return status;
	struct kl_key *keys = kl_arena_alloc(&d->dataset->arena,
		((unique != NULL ? unique->count : 0) + 1) * sizeof *keys);
	if (keys == NULL)
		return kl_no_memory(error);
	if (!kl_node_is_null(primary)) {
		keys[count].primary = true;
		status = read_key(d, "primaryKey", primary, table, &keys[count++],
			error);
	}
	for (size_t i = 0; unique != NULL && i < unique->count
			&& status == KL_OK; i++)
		status = read_key(d, "uniqueKeys", unique->items[i], table,
			&keys[count++], error);
	table->keys = keys;
	table->key_count = count;
	return status;
}

static enum kl_status read_reference(const struct kl_describer *d,
	const struct kl_node *node, const struct kl_table *table,
	struct kl_reference *made, struct kl_error *error)
{
	const struct kl_node *fields = kl_node_get(node, "fields"), *others;
	const struct kl_node *reference = kl_node_get(node, "reference");
	const struct kl_node *resource;
	size_t count = 0;

	if (node->kind != KL_NODE_MAP)
		return kl_node_fail(node, d->path, error,
			"'foreignKeys' takes a list of mappings");
	if (fields == NULL)
		return kl_node_missing(node, d->path, "foreign key", "fields", error);
	if (reference == NULL)
		return kl_node_missing(node, d->path, "foreign key", "reference",
			error);
	if (reference->kind != KL_NODE_MAP)
		return kl_node_fail(reference, d->path, error,
			"'reference' takes a mapping with resource and fields");
	/* Not of the standard itself, but of its recipes. */
	if (!kl_node_is_null(kl_node_get(reference, "package")))
		return kl_describe_unchecked(d, reference, error,
			"references of table '%s' to another package are not checked by this version of klopt",
			table->name);
	others = kl_node_get(reference, "fields");
	resource = kl_node_get(reference, "resource");
	if (others == NULL)
		return kl_node_missing(reference, d->path, "reference", "fields",
			error);
	made->path = d->path;
	enum kl_status status = read_names(d, "fields", fields, &made->fields,
		&made->count, &made->name, error);
	for (size_t i = 0; i < made->count && status == KL_OK; i++)
		status = need_field(table, &made->fields[i], d->path, error);
	if (status == KL_OK)
		status = read_names(d, "fields", others, &made->others, &count,
			&made->other_name, error);
	if (status != KL_OK)
		return status;
	if (count != made->count)
		return kl_node_fail(others, d->path, error,
			"a foreign key of %zu fields cannot refer to %zu fields",
			made->count, count);
	if (kl_node_is_null(resource))
		return KL_OK;
	if (resource->kind != KL_NODE_SCALAR)
		return kl_node_fail(resource, d->path, error,
			"'resource' takes the name of a table");
	made->resource.text = kl_arena_span(&d->dataset->arena, resource->text);
	made->resource.line = resource->line;
	made->resource.column = resource->column;
	return made->resource.text.at != NULL ? KL_OK : kl_no_memory(error);
}

enum kl_status kl_describe_keys(const struct kl_describer *d,
	const struct kl_node *schema, struct kl_table *table,
	struct kl_error *error)
{
	const struct kl_node *list = kl_node_get(schema, "foreignKeys");
	enum kl_status status = read_keys(d, schema, table, error);

	if (status != KL_OK || kl_node_is_null(list))
		return status;
	status = kl_node_need(list, d->path, KL_NODE_LIST, "foreignKeys",
		"a list of mappings", error);
	if (status != KL_OK)
		return status;
	table->references = kl_arena_alloc(&d->dataset->arena,
		(list->count + 1) * sizeof *table->references);
	if (table->references == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < list->count && status == KL_OK; i++) {
		struct kl_reference *made =
			&table->references[table->reference_count];
		status = read_reference(d, list->items[i], table, made, error);
		table->reference_count += made->count > 0;
	}
	return status;
}

static enum kl_status unknown_table(const struct kl_dataset *dataset,
	const struct kl_reference *reference, struct kl_error *error)
{
	const struct kl_word *word = &reference->resource;
	struct kl_span *names = calloc(dataset->table_count + 1, sizeof *names);

	if (names == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < dataset->table_count; i++)
		names[i] = kl_span_of(dataset->tables[i].name);
	size_t near = kl_text_nearest(word->text, names, dataset->table_count);
	bool found = near < dataset->table_count;
	free(names);
	return kl_fail(error, KL_INVALID, reference->path, word->line, word->column,
		"there is no table '%s'%s%s%s", word->text.at,
		found ? kl_translate("; did you mean '") : "",
		found ? dataset->tables[near].name : "", found ? "'?" : "");
}

static enum kl_status link_one(struct kl_dataset *dataset,
	const struct kl_table *table, struct kl_reference *reference,
	struct kl_error *error)
{
	const struct kl_word *word = &reference->resource;
	struct kl_describer d = { .dataset = dataset, .path = reference->path };
	const struct kl_node at = { .line = word->line, .column = word->column };
	uint32_t order = table->order;
	enum kl_status status = KL_OK;

	reference->target = SIZE_MAX;
	if (word->text.length > 0
			&& !kl_index_find(&dataset->names, word->text, &order)) {
		if (!kl_index_find(&dataset->others, word->text, &order))
			return unknown_table(dataset, reference, error);
		return kl_describe_unchecked(&d, &at, error,
			"references of table '%s' to '%s' are not checked: '%s' is not read",
			table->name, word->text.at, word->text.at);
	}
	reference->target = order;
	const struct kl_table *target = &dataset->tables[order];
	for (size_t i = 0; i < reference->count && target->field_count > 0
			&& status == KL_OK; i++)
		status = need_field(target, &reference->others[i], reference->path,
			error);
	return status;
}

enum kl_status kl_dataset_link(struct kl_dataset *dataset,
	struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < dataset->table_count; i++) {
		const struct kl_table *table = &dataset->tables[i];
		for (size_t r = 0; r < table->reference_count && status == KL_OK; r++)
			status = link_one(dataset, table, &table->references[r], error);
	}
	return status;
}
