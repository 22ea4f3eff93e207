#include "rule/descriptor.h"

#define WORDS(list) (list), sizeof (list) / sizeof *(list)

/* Every type of Table Schema v1 and v2. */
static const char *const types[] = { "integer", "number", "string", "any",
	"boolean", "list", "datetime", "date", "time", "year", "yearmonth",
	"duration", "object", "array", "geopoint", "geojson" };
static const enum kl_field_type checked[] = { KL_TYPE_INTEGER, KL_TYPE_NUMBER,
	KL_TYPE_STRING, KL_TYPE_ANY, KL_TYPE_BOOLEAN, KL_TYPE_LIST,
	KL_TYPE_DATETIME, KL_TYPE_DATE, KL_TYPE_TIME, KL_TYPE_YEAR,
	KL_TYPE_YEARMONTH, KL_TYPE_DURATION };
enum { TYPES = sizeof types / sizeof *types,
	CHECKED = sizeof checked / sizeof *checked };

static const char *const field_klopt_keys[] = { "markers", "rounded", "rounding",
	"fill_down" };

static enum kl_status read_type(const struct kl_describer *d,
	const struct kl_node *type, struct kl_field *field,
	struct kl_error *error)
{
	size_t i = 0;

	field->type = KL_TYPE_ANY;
	if (kl_node_is_null(type))
		return KL_OK;
	if (type->kind != KL_NODE_SCALAR) {
		return kl_node_fail(type, d->path, error,
			"'type' takes the name of a type");
	}
	while (i < TYPES && !kl_span_is(type->text, types[i]))
		i++;
	if (i == TYPES)
		return kl_node_unknown(type, d->path, "type", types, TYPES, error);
	if (i < CHECKED) {
		field->type = checked[i];
		return KL_OK;
	}
	return kl_describe_unchecked(d, type, error,
		"field '%s' of type %s is read as text: its content is not checked",
		field->name.at, types[i]);
}

/* As `replaces` of a rule: yes or true, no or false. */
static enum kl_status read_fill_down(const struct kl_describer *d,
	const struct kl_node *klopt, struct kl_field *field,
	struct kl_error *error)
{
	const struct kl_node *node = kl_node_get(klopt, "fill_down");

	if (node == NULL)
		return KL_OK;
	if (node->kind == KL_NODE_SCALAR && (kl_span_is(node->text, "yes")
			|| kl_span_is(node->text, "true")))
		field->fill_down = true;
	else if (node->kind != KL_NODE_SCALAR || (!kl_span_is(node->text, "no")
			&& !kl_span_is(node->text, "false")))
		return kl_node_fail(node, d->path, error,
			"'fill_down' takes yes or no");
	return KL_OK;
}

static enum kl_status read_field_level(const struct kl_describer *d,
	const struct kl_node *node, struct kl_level *level,
	struct kl_field *field, struct kl_error *error)
{
	const struct kl_level_scope scope = { d->path, &d->dataset->arena };
	const struct kl_node *missing = kl_node_get(node, "missingValues");
	const struct kl_node *klopt = kl_node_get(node, "klopt");
	enum kl_status status = kl_level_read_chars(level, &scope, node, error);

	if (status == KL_OK && !kl_node_is_null(missing))
		status = kl_level_read_missing(level, &scope, missing, error);
	if (status != KL_OK || kl_node_is_null(klopt))
		return status;
	status = kl_node_need(klopt, d->path, KL_NODE_MAP, "klopt", "a mapping",
		error);
	if (status == KL_OK)
		status = kl_node_keys(klopt, d->path, WORDS(field_klopt_keys),
			error);
	if (status == KL_OK)
		status = kl_level_read(level, &scope, klopt, error);
	return status == KL_OK ? read_fill_down(d, klopt, field, error) : status;
}

/* Whether missingValues is given, and a blank cell is none of them. */
static bool is_blank_text(const struct kl_level *level)
{
	for (size_t i = 0; i < level->missing_count; i++) {
		if (level->missing[i].mark.length == 0)
			return false;
	}
	return level->missing != NULL;
}

static enum kl_status read_field(const struct kl_describer *d,
	const struct kl_node *node, struct kl_level level,
	struct kl_field *field, struct kl_error *error)
{
	static const char *const known[] = { "type", "format", "constraints",
		"missingValues", "trueValues", "falseValues", "decimalChar",
		"groupChar", "bareNumber", "delimiter", "itemType", "categories",
		"klopt", NULL };
	const struct kl_node *name;
	enum kl_status status;

	if (node->kind != KL_NODE_MAP) {
		return kl_node_fail(node, d->path, error,
			"'fields' takes a list of mappings");
	}
	name = kl_node_get(node, "name");
	if (name == NULL)
		return kl_node_missing(node, d->path, "field", "name", error);
	if (name->kind != KL_NODE_SCALAR)
		return kl_node_fail(name, d->path, error, "'name' takes a text");
	field->line = node->line;
	field->name.length = name->text.length;
	field->name.at = kl_arena_text(&d->dataset->arena, name->text);
	if (field->name.at == NULL)
		return kl_no_memory(error);
	status = read_type(d, kl_node_get(node, "type"), field, error);
	if (status == KL_OK)
		status = read_field_level(d, node, &level, field, error);
	if (status == KL_OK)
		status = kl_level_close(&level, &d->dataset->arena,
			&field->reading, error);
	field->blank_is_text = is_blank_text(&level);
	if (status == KL_OK)
		status = kl_describe_format(d, node, field, error);
	field->reading.scientific = field->type == KL_TYPE_NUMBER
		|| (field->type == KL_TYPE_LIST
			&& field->item_type == KL_TYPE_NUMBER);
	if (status == KL_OK)
		status = kl_describe_categories(d, node, field, error);
	if (status == KL_OK)
		status = kl_describe_constraints(d, node, field, error);
	if (status == KL_OK)
		status = kl_describe_misspelt(d, node, known, error);
	return status;
}

static enum kl_status read_fields(const struct kl_describer *d,
	const struct kl_node *list, const struct kl_level *level,
	struct kl_table *table, struct kl_error *error)
{
	struct kl_index seen = { 0 };
	enum kl_status status = kl_node_need(list, d->path, KL_NODE_LIST,
		"fields", "a list of mappings", error);

	if (status != KL_OK || list->count == 0)
		return status;
	struct kl_field *fields = kl_arena_alloc(&d->dataset->arena,
		list->count * sizeof *fields);
	if (fields == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; status == KL_OK && i < list->count; i++) {
		uint32_t first;
		bool found;

		status = read_field(d, list->items[i], *level, &fields[i], error);
		if (status != KL_OK)
			break;
		if (!kl_index_add(&seen, fields[i].name, (uint32_t)i, &first,
			&found))
			status = kl_no_memory(error);
		else if (found)
			status = kl_describe_unchecked(d, list->items[i], error,
				"field '%s' stands twice, first at line %u: only the first is checked",
				fields[i].name.at, (unsigned)fields[first].line);
	}
	kl_index_release(&seen);
	table->fields = fields;
	table->field_count = list->count;
	return status != KL_OK || kl_name_index_make(&table->field_index,
		&fields->name, sizeof *fields, list->count, &d->dataset->arena)
		? status : kl_no_memory(error);
}

/* One word; in the standard's own profile a list of one. */
static enum kl_status read_match(const struct kl_describer *d,
	const struct kl_node *node, enum kl_fields_match *match,
	struct kl_error *error)
{
	static const char *const names[] = {
		[KL_FIELDS_EXACT] = "exact", [KL_FIELDS_EQUAL] = "equal",
		[KL_FIELDS_SUBSET] = "subset", [KL_FIELDS_SUPERSET] = "superset",
		[KL_FIELDS_PARTIAL] = "partial" };
	enum { COUNT = sizeof names / sizeof *names };

	if (kl_node_is_null(node))
		return KL_OK;
	if (node->kind == KL_NODE_LIST && node->count == 1)
		node = node->items[0];
	enum kl_status status = kl_node_need_text(node, d->path, "fieldsMatch",
		"exact, equal, subset, superset or partial", error);
	if (status != KL_OK)
		return status;
	for (size_t i = 0; i < COUNT; i++) {
		if (kl_span_is(node->text, names[i])) {
			*match = (enum kl_fields_match)i;
			return KL_OK;
		}
	}
	return kl_node_unknown(node, d->path, "fieldsMatch", names, COUNT, error);
}

enum kl_status kl_describe_schema(const struct kl_describer *d,
	const struct kl_node *schema, struct kl_level *level,
	struct kl_table *table, struct kl_error *error)
{
	const struct kl_node *fields, *missing;
	static const char *const known[] = { "fields", "fieldsMatch",
		"missingValues", "primaryKey", "uniqueKeys", "foreignKeys", NULL };
	struct kl_describer inner;
	enum kl_status status;

	status = kl_describe_follow(d, "schema", &schema, &inner, error);
	if (status != KL_OK)
		return status;
	const struct kl_level_scope scope = { inner.path, &d->dataset->arena };
	fields = kl_node_get(schema, "fields");
	missing = kl_node_get(schema, "missingValues");
	if (fields == NULL) {
		return kl_node_missing(schema, inner.path, "schema", "fields",
			error);
	}
	if (!kl_node_is_null(missing))
		status = kl_level_read_missing(level, &scope, missing, error);
	if (status == KL_OK)
		status = read_match(&inner, kl_node_get(schema, "fieldsMatch"),
			&table->match, error);
	if (status == KL_OK)
		status = read_fields(&inner, fields, level, table, error);
	if (status == KL_OK)
		status = kl_describe_keys(&inner, schema, table, error);
	if (status == KL_OK)
		status = kl_describe_misspelt(&inner, schema, known, error);
	return status;
}
