#include "rule/descriptor.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/translate.h"
#include "rule/argument.h"
#include "rule/path.h"
#include "table/frame.h"

enum { UNCHECKED_MOST = 1000 };
enum { OF_DESCRIPTORS = 3 };    /* keys of a package that a rule file has not */

#define WORDS(list) (list), sizeof (list) / sizeof *(list)

static const char *const package_keys[] = { "rules", "waivers", "changes",
	"markers", "rounded", "rounding", "decimalChar", "groupChar", "bareNumber" };
static const char *const resource_keys[] = { "n", "source", "markers", "rounded",
	"rounding", "decimalChar", "groupChar", "bareNumber", "frame", "footerRows" };

static struct kl_level_scope level_scope(const struct kl_describer *d)
{
	return (struct kl_level_scope){ d->path, &d->dataset->arena };
}

void kl_describe_start(struct kl_describer *d)
{
	d->package = (struct kl_level){ .reading = d->dataset->reading };
}

enum kl_status kl_describe_unchecked(const struct kl_describer *d,
	const struct kl_node *node, struct kl_error *error,
	const char *format, ...)
{
	struct kl_dataset *dataset = d->dataset;
	char text[KL_ERROR_TEXT];
	va_list arguments;

	if (dataset->unchecked_count == UNCHECKED_MOST)
		return KL_OK;
	if (!kl_grow(dataset->unchecked, dataset->unchecked_capacity,
		dataset->unchecked_count + 1))
		return kl_no_memory(error);
	va_start(arguments, format);
	vsnprintf(text, sizeof text, kl_translate(format), arguments);
	va_end(arguments);
	if (dataset->unchecked_count + 1 == UNCHECKED_MOST)
		snprintf(text, sizeof text,
			kl_translate("more that is not checked by this version of klopt may follow; it is not listed"));
	kl_fail(&dataset->unchecked[dataset->unchecked_count++], KL_INVALID,
		d->path, node->line, node->column, "%s", text);
	return KL_OK;
}

enum kl_status kl_describe_flag(const struct kl_describer *d,
	const struct kl_node *map, const char *key, bool *out,
	struct kl_error *error)
{
	const struct kl_node *node = kl_node_get(map, key);

	return kl_node_is_null(node) ? KL_OK
		: kl_level_flag(node, d->path, key, out, error);
}

enum kl_status kl_describe_text(const struct kl_describer *d,
	const struct kl_node *map, const char *key, const char **out,
	struct kl_error *error)
{
	const struct kl_node *value = kl_node_get(map, key);

	if (kl_node_is_null(value))
		return KL_OK;
	enum kl_status status = kl_node_need_text(value, d->path, key, "a text",
		error);
	if (status != KL_OK)
		return status;
	*out = kl_arena_text(&d->dataset->arena, value->text);
	return *out != NULL ? KL_OK : kl_no_memory(error);
}

/* By a link, since it was checked by its letters. It may lead to any folder of the
 * package: the data can stand apart from the descriptor. */
static enum kl_status check_links(const struct kl_describer *d, const char *folder,
	const struct kl_node *node, struct kl_error *error)
{
	const char *file = kl_path_join(d->tree, folder, node->text);
	const char *data = d->dataset->folder;

	if (file == NULL)
		return kl_no_memory(error);
	if (!kl_path_leads_out(folder != NULL ? folder : ".", file)
			|| !kl_path_leads_out(data != NULL ? data : ".", file))
		return KL_OK;
	return kl_node_fail(node, d->path, error, "path '%s' is a link that leaves"
		" the package; allow it with --allow-outside", node->text.at);
}

/* Of a file as seen from the folder; NULL: the current one. */
static enum kl_status check_path(const struct kl_describer *d, const char *folder,
	const char *key, const struct kl_node *node, struct kl_error *error)
{
	enum kl_status status = kl_node_need_text(node, d->path, key,
		"the path of a file", error);

	if (status != KL_OK)
		return status;
	if (node->text.length == 0)
		return kl_node_fail(node, d->path, error, "'%s' is empty", key);
	if (kl_path_is_url(node->text)) {
		return kl_node_fail(node, d->path, error,
			"path '%s' is a URL; klopt reads no URLs", node->text.at);
	}
	if (d->options != NULL && d->options->allow_outside)
		return KL_OK;
	if (kl_path_leaves(node->text)) {
		return kl_node_fail(node, d->path, error,
			"path '%s' leaves the package; allow it with --allow-outside",
			node->text.at);
	}
	return check_links(d, folder, node, error);
}

enum kl_status kl_describe_follow(const struct kl_describer *d, const char *key,
	const struct kl_node **node, struct kl_describer *inner,
	struct kl_error *error)
{
	struct kl_node *root;

	*inner = *d;
	if ((*node)->kind == KL_NODE_SCALAR) {
		const char *folder = kl_path_folder(d->tree, d->path);
		if (folder == NULL)
			return kl_no_memory(error);
		enum kl_status status = check_path(d, folder, key, *node, error);
		if (status != KL_OK)
			return status;
		inner->path = kl_path_join(&d->dataset->arena, folder,
			(*node)->text);
		if (inner->path == NULL)
			return kl_no_memory(error);
		status = kl_path_need_regular(inner->path, error);
		if (status == KL_OK)
			status = kl_node_read(inner->path, d->tree, &root, error);
		if (status != KL_OK)
			return status;
		*node = root;
	}
	if ((*node)->kind == KL_NODE_MAP)
		return KL_OK;
	return kl_node_fail(*node, inner->path, error,
		"'%s' takes a mapping, or the path of a file with one", key);
}

/* The names of files at a key. */
static enum kl_status read_files(struct kl_describer *d,
	const struct kl_node *klopt, const char *key, const char *takes,
	const struct kl_word **out, size_t *out_count, struct kl_error *error)
{
	struct kl_arena *arena = &d->dataset->arena;
	const struct kl_node *node = kl_node_get(klopt, key);
	const struct kl_word *words;
	size_t count;

	if (d->rule_file || node == NULL)
		return KL_OK;
	enum kl_status status = kl_words_read(node, d->path, key, takes, d->tree,
		&words, &count, error);
	if (status != KL_OK)
		return status;
	struct kl_word *kept = kl_arena_alloc(arena, count * sizeof *kept);
	if (kept == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < count; i++) {
		kept[i] = words[i];
		kept[i].text.at = kl_arena_text(arena, words[i].text);
		if (kept[i].text.at == NULL)
			return kl_no_memory(error);
	}
	*out = kept;
	*out_count = count;
	return KL_OK;
}

/* Seen from where the tables are, as their paths. */
static enum kl_status read_changes(struct kl_describer *d,
	const struct kl_node *node, struct kl_error *error)
{
	struct kl_dataset *dataset = d->dataset;
	enum kl_status status = check_path(d, d->dataset->folder, "changes", node, error);

	if (status != KL_OK)
		return status;
	dataset->changes = kl_path_join(&dataset->arena, dataset->folder,
		node->text);
	return dataset->changes != NULL ? KL_OK : kl_no_memory(error);
}

enum kl_status kl_describe_klopt(struct kl_describer *d,
	const struct kl_node *klopt, struct kl_error *error)
{
	const struct kl_level_scope scope = level_scope(d);
	size_t known = sizeof package_keys / sizeof *package_keys;
	size_t first = d->rule_file ? OF_DESCRIPTORS : 0;
	enum kl_status status;

	status = kl_node_need(klopt, d->path, KL_NODE_MAP, "klopt", "a mapping",
		error);
	if (status == KL_OK)
		status = kl_node_keys(klopt, d->path, package_keys + first,
			known - first, error);
	if (status == KL_OK)
		status = read_files(d, klopt, "rules",
			"the name of a rule file, or a list of these",
			&d->dataset->rules, &d->dataset->rule_count, error);
	if (status == KL_OK)
		status = read_files(d, klopt, "waivers",
			"the name of a waiver file, or a list of these",
			&d->dataset->waivers, &d->dataset->waiver_count, error);
	if (status == KL_OK && !d->rule_file
		&& !kl_node_is_null(kl_node_get(klopt, "changes")))
		status = read_changes(d, kl_node_get(klopt, "changes"), error);
	if (status == KL_OK)
		status = kl_level_read(&d->package, &scope, klopt, error);
	if (status == KL_OK)
		status = kl_level_read_chars(&d->package, &scope, klopt, error);
	return status;
}

/* How klopt names the N of a table: as printed, so in the table's notation. */
static enum kl_status read_n(const struct kl_describer *d,
	const struct kl_node *node, const struct kl_reading *reading,
	struct kl_table *table, struct kl_error *error)
{
	if (kl_node_is_null(node))
		return KL_OK;
	if (node->kind != KL_NODE_SCALAR || kl_decimal_parse(
		kl_span_trim(node->text), reading->decimal_char,
		reading->group_char, &table->n_value) != KL_PARSED
		|| kl_decimal_sign(table->n_value) < 0
		|| table->n_value.decimals != 0) {
		return kl_node_fail(node, d->path, error,
			"'n' takes the printed N, a whole number, or null");
	}
	table->n.text = kl_arena_span(&d->dataset->arena,
		kl_span_trim(node->text));
	table->n.line = node->line;
	table->n.column = node->column;
	return table->n.text.at != NULL ? KL_OK : kl_no_memory(error);
}

/* Whether what stands around the table is guessed, and what stands below it. */
static enum kl_status read_frame(const struct kl_describer *d,
	const struct kl_node *klopt, struct kl_dialect *dialect,
	struct kl_error *error)
{
	const struct kl_node *frame = kl_node_get(klopt, "frame");
	const struct kl_node *footer = kl_node_get(klopt, "footerRows");
	const struct kl_span no_groups = { 0 };
	struct kl_decimal rows;

	if (!kl_node_is_null(frame)) {
		dialect->as_is = frame->kind == KL_NODE_SCALAR
			&& kl_span_is(frame->text, "as-is");
		if (!dialect->as_is && (frame->kind != KL_NODE_SCALAR
				|| !kl_span_is(frame->text, "guess")))
			return kl_node_fail(frame, d->path, error,
				"'frame' takes guess or as-is");
	}
	if (kl_node_is_null(footer))
		return KL_OK;
	if (footer->kind != KL_NODE_SCALAR || kl_decimal_parse(footer->text, '.',
			no_groups, &rows) != KL_PARSED || rows.decimals != 0
			|| kl_decimal_sign(rows) < 0 || kl_decimal_compare(rows,
				kl_decimal_of(KL_FOOTER_MOST)) > 0)
		return kl_node_fail(footer, d->path, error,
			"'footerRows' takes a number of rows, at most %d",
			KL_FOOTER_MOST);
	dialect->footer_given = true;
	dialect->footer_rows = (size_t)rows.coefficient;
	return KL_OK;
}

static enum kl_status read_klopt(const struct kl_describer *d,
	const struct kl_node *klopt, struct kl_level *level,
	struct kl_table *table, struct kl_error *error)
{
	const struct kl_level_scope scope = level_scope(d);
	enum kl_status status;

	if (kl_node_is_null(klopt))
		return KL_OK;
	status = kl_node_need(klopt, d->path, KL_NODE_MAP, "klopt", "a mapping",
		error);
	if (status == KL_OK)
		status = kl_node_keys(klopt, d->path, WORDS(resource_keys), error);
	if (status == KL_OK)
		status = kl_level_read(level, &scope, klopt, error);
	if (status == KL_OK)
		status = kl_level_read_chars(level, &scope, klopt, error);
	if (status == KL_OK)
		status = read_n(d, kl_node_get(klopt, "n"), &level->reading,
			table, error);
	if (status == KL_OK)
		status = kl_describe_text(d, klopt, "source", &table->source, error);
	if (status == KL_OK)
		status = read_frame(d, klopt, &table->dialect, error);
	return status;
}

/* Sets *path to the one path; NULL if there are several or none. */
static enum kl_status read_path(const struct kl_describer *d,
	const struct kl_node *resource, const char *name,
	const struct kl_node **path, struct kl_error *error)
{
	const struct kl_node *node = kl_node_get(resource, "path");
	enum kl_status status = KL_OK;

	*path = NULL;
	if (kl_node_is_null(node) && kl_node_get(resource, "data") != NULL) {
		return kl_describe_unchecked(d, kl_node_get(resource, "data"), error,
			"'data' of table '%s' is not checked by this version of klopt",
			name);
	}
	if (node == NULL)
		return kl_node_missing(resource, d->path, "resource", "path", error);
	if (node->kind != KL_NODE_LIST) {
		*path = node;
		return check_path(d, d->dataset->folder, "path", node, error);
	}
	if (node->count == 0)
		return kl_node_fail(node, d->path, error, "'path' is empty");
	for (size_t i = 0; status == KL_OK && i < node->count; i++)
		status = check_path(d, d->dataset->folder, "path", node->items[i], error);
	if (status == KL_OK && node->count == 1)
		*path = node->items[0];
	else if (status == KL_OK)
		status = kl_describe_unchecked(d, node, error,
			"table '%s' has several files and is not checked by this version of klopt",
			name);
	return status;
}

bool kl_describe_is_readable(const struct kl_node *format, struct kl_span path)
{
	static const char *const endings[] = { ".csv", ".tsv", ".txt", ".tab",
		".xlsx", ".xlsm", ".xls", ".xlsb", ".ods" };
	struct kl_span base = kl_path_unpacked(kl_path_base(path.at));

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		if (format != NULL && format->kind == KL_NODE_SCALAR) {
			if (kl_text_distance(format->text,
				kl_span_of(endings[i] + 1), 0) == 0)
				return true;
		} else if (kl_path_ends(base, endings[i])) {
			return true;
		}
	}
	return format == NULL && memchr(base.at, '.', base.length) == NULL;
}

enum kl_status kl_describe_encoding(const struct kl_describer *d,
	const struct kl_node *map, const char *subject, enum kl_encoding *out,
	struct kl_error *error)
{
	const struct kl_node *encoding = kl_node_get(map, "encoding");

	if (kl_node_is_null(encoding) || (encoding->kind == KL_NODE_SCALAR
			&& kl_encoding_find(encoding->text, out)))
		return KL_OK;
	return kl_describe_unchecked(d, encoding, error,
		"'encoding' of %s is none that this version of klopt reads: utf-8, utf-16, utf-16le, utf-16be, windows-1252",
		kl_translate(subject));
}

static enum kl_status read_identity(const struct kl_describer *d,
	const struct kl_node *resource, struct kl_table *table,
	struct kl_error *error)
{
	const struct kl_node *name = kl_node_get(resource, "name"), *path = NULL;
	const struct kl_node *format = kl_node_get(resource, "format");
	enum kl_status status;

	if (name == NULL)
		return kl_node_missing(resource, d->path, "resource", "name", error);
	status = kl_node_need_text(name, d->path, "name", "a text", error);
	if (status == KL_OK && name->text.length == 0)
		status = kl_node_fail(name, d->path, error, "'name' is empty");
	if (status == KL_OK)
		status = read_path(d, resource, name->text.at, &path, error);
	if (status != KL_OK || path == NULL)
		return status;
	if (!kl_describe_is_readable(kl_node_is_null(format) ? NULL : format, path->text)) {
		return kl_describe_unchecked(d, path, error,
			"table '%s' is no CSV file or workbook (.xlsx), and is not checked by this version of klopt",
			name->text.at);
	}
	table->path = kl_path_join(&d->dataset->arena, d->dataset->folder,
		path->text);
	table->shown = table->path;
	table->declared = d->path;
	table->line = resource->line;
	if (table->path == NULL)
		return kl_no_memory(error);
	status = kl_describe_text(d, resource, "title", &table->title, error);
	return status == KL_OK
		? kl_describe_text(d, resource, "name", &table->name, error) : status;
}

enum kl_status kl_describe_table(const struct kl_describer *d,
	const struct kl_node *resource, struct kl_table *table,
	struct kl_error *error)
{
	static const char *const known[] = { "name", "path", "data", "dialect",
		"schema", "klopt", "compression", "encoding", "format", "title", "bytes", "hash",
		"type", NULL };
	const struct kl_node *dialect, *schema;
	struct kl_level level = d->package;
	enum kl_status status;

	*table = (struct kl_table){ 0 };
	if (resource->kind != KL_NODE_MAP) {
		return kl_node_fail(resource, d->path, error,
			"'resources' takes a list of mappings");
	}
	status = read_identity(d, resource, table, error);
	if (status != KL_OK || table->name == NULL)
		return status;
	dialect = kl_node_get(resource, "dialect");
	schema = kl_node_get(resource, "schema");
	kl_dataset_defaults(d->options, &table->reading, &table->dialect);
	if (d->encoding != KL_ENCODING_OPEN)
		table->dialect.encoding = d->encoding;

	status = read_klopt(d, kl_node_get(resource, "klopt"), &level, table,
		error);
	if (status == KL_OK)
		status = kl_describe_encoding(d, resource, KL_TEXT("a resource"),
			&table->dialect.encoding, error);
	if (status == KL_OK)
		status = kl_describe_compression(d, resource,
			&table->dialect.packing, error);
	if (status == KL_OK && !kl_node_is_null(dialect))
		status = kl_describe_dialect(d, dialect, &level, table, error);
	if (status == KL_OK && !kl_node_is_null(schema))
		status = kl_describe_schema(d, schema, &level, table, error);
	if (status == KL_OK)
		status = kl_describe_names(d, table, error);
	if (status == KL_OK)
		status = kl_describe_misspelt(d, resource, known, error);
	if (status == KL_OK)
		status = kl_level_close(&level, &d->dataset->arena,
			&table->reading, error);
	return status;
}
