#include "rule/descriptor.h"

#define WORDS(list) (list), sizeof (list) / sizeof *(list)

/* Every type of Table Schema v1 and v2; klopt understands those up to "any". */
static const char *const types[] = { "integer", "number", "string", "any",
	"boolean", "object", "array", "list", "datetime", "date", "time", "year",
	"yearmonth", "duration", "geopoint", "geojson" };
enum { UNDERSTOOD = 4, TYPES = sizeof types / sizeof *types };

static const char *const field_klopt_keys[] = { "markers", "rounded", "rounding" };

/* A property that asks for something, unless it says what holds anyway. */
struct demand {
	const char *key, *fine;
};

static const struct demand field_demands[] = {
	{ "constraints", NULL }, { "format", "default" }, { "categories", NULL },
	{ "trueValues", NULL }, { "falseValues", NULL }
};

static const struct demand schema_demands[] = {
	{ "primaryKey", NULL }, { "foreignKeys", NULL }, { "uniqueKeys", NULL },
	{ "fieldsMatch", "exact" }
};

static const struct demand dialect_demands[] = {
	{ "header", "true" }, { "headerRows", "1" }, { "headerJoin", " " },
	{ "commentRows", NULL }, { "commentChar", NULL }, { "doubleQuote", "true" },
	{ "escapeChar", NULL }, { "skipInitialSpace", "false" },
	{ "nullSequence", NULL }, { "property", NULL }, { "itemType", NULL },
	{ "itemKeys", NULL }, { "sheetNumber", NULL }, { "sheetName", NULL },
	{ "table", NULL }
};

static bool asks(const struct kl_node *value, const char *fine)
{
	if (kl_node_is_null(value))
		return false;
	if (value->kind != KL_NODE_SCALAR && value->count == 0)
		return false;
	/* A list of one is what `headerRows: [1]` and `fieldsMatch: [exact]` are. */
	if (value->kind == KL_NODE_LIST && value->count == 1)
		value = value->items[0];
	return fine == NULL || value->kind != KL_NODE_SCALAR
		|| !kl_span_is(value->text, fine);
}

static enum kl_status note_demands(const struct kl_describer *d,
	const struct kl_node *map, const struct demand *demands, size_t count,
	const char *what, const char *name, const char *verb,
	struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; status == KL_OK && i < map->count; i += 2) {
		const struct kl_node *key = map->items[i];
		for (size_t k = 0; k < count; k++) {
			if (!kl_span_is(key->text, demands[k].key)
				|| !asks(map->items[i + 1], demands[k].fine))
				continue;
			status = kl_describe_unchecked(d, key, error,
				"'%s' of %s '%s' is not %s by this version of klopt",
				demands[k].key, what, name, verb);
		}
	}
	return status;
}

static enum kl_status read_type(const struct kl_describer *d,
	const struct kl_node *type, struct kl_field *field,
	struct kl_error *error)
{
	static const enum kl_field_type understood[UNDERSTOOD] = {
		KL_TYPE_INTEGER, KL_TYPE_NUMBER, KL_TYPE_STRING, KL_TYPE_ANY };
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
	if (i < UNDERSTOOD) {
		field->type = understood[i];
		return KL_OK;
	}
	return kl_describe_unchecked(d, type, error,
		"type '%s' of field '%s' is not checked by this version of klopt",
		types[i], field->name.at);
}

static enum kl_status read_field_level(const struct kl_describer *d,
	const struct kl_node *node, struct kl_level *level,
	struct kl_error *error)
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
	return status;
}

static enum kl_status read_field(const struct kl_describer *d,
	const struct kl_node *node, struct kl_level level,
	struct kl_field *field, struct kl_error *error)
{
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
		status = note_demands(d, node, WORDS(field_demands), "field",
			field->name.at, "checked", error);
	if (status == KL_OK)
		status = read_field_level(d, node, &level, error);
	if (status == KL_OK)
		status = kl_level_close(&level, &d->dataset->arena,
			&field->reading, error);
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
			status = kl_node_fail(list->items[i], d->path, error,
				"field '%s' stands twice, first at line %u",
				fields[i].name.at, (unsigned)fields[first].line);
	}
	kl_index_release(&seen);
	table->fields = fields;
	table->field_count = list->count;
	return status;
}

enum kl_status kl_describe_schema(const struct kl_describer *d,
	const struct kl_node *schema, struct kl_level *level,
	struct kl_table *table, struct kl_error *error)
{
	const struct kl_node *fields, *missing;
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
		status = note_demands(&inner, schema, WORDS(schema_demands),
			"table", table->name, "checked", error);
	if (status == KL_OK)
		status = read_fields(&inner, fields, level, table, error);
	return status;
}

static enum kl_status read_delimiter(const struct kl_describer *d,
	const struct kl_node *dialect, struct kl_table *table,
	struct kl_error *error)
{
	const struct kl_node *delimiter = kl_node_get(dialect, "delimiter");
	const struct kl_node *quote = kl_node_get(dialect, "quoteChar");
	enum kl_status status = KL_OK;
	char c;

	if (!kl_node_is_null(delimiter)) {
		status = kl_level_char(delimiter, d->path, "delimiter", &c, error);
		if (status == KL_OK && (c == '\0' || c == '\n' || c == '\r'))
			status = kl_node_fail(delimiter, d->path, error,
				"'delimiter' takes one character, no line end");
		if (status == KL_OK)
			table->dialect.delimiter = c;
	}
	if (status == KL_OK && quote != NULL)
		status = kl_level_char(quote, d->path, "quoteChar",
			&table->dialect.quote, error);
	if (status == KL_OK && table->dialect.quote != '\0'
		&& table->dialect.quote == table->dialect.delimiter)
		status = kl_node_fail(quote != NULL ? quote : delimiter, d->path,
			error, "'delimiter' and 'quoteChar' are the same here");
	return status;
}

enum kl_status kl_describe_dialect(const struct kl_describer *d,
	const struct kl_node *dialect, struct kl_table *table,
	struct kl_error *error)
{
	const struct kl_node *levels[2];
	struct kl_describer inner;
	enum kl_status status;

	status = kl_describe_follow(d, "dialect", &dialect, &inner, error);
	if (status != KL_OK)
		return status;
	levels[0] = dialect;
	levels[1] = kl_node_get(dialect, "csv");
	if (!kl_node_is_null(levels[1]))
		status = kl_node_need(levels[1], inner.path, KL_NODE_MAP, "csv",
			"a mapping", error);
	for (size_t i = 0; status == KL_OK && i < 2; i++) {
		if (kl_node_is_null(levels[i]))
			continue;
		status = read_delimiter(&inner, levels[i], table, error);
		if (status == KL_OK)
			status = note_demands(&inner, levels[i],
				WORDS(dialect_demands), "the dialect of table",
				table->name, "read", error);
	}
	return status;
}
