/* The dialect of a table, and what is demanded and not done. */
#include "rule/descriptor.h"

#include <stdlib.h>

#include "base/translate.h"

enum { SHEETS_MOST = 65536 };

#define WORDS(list) (list), sizeof (list) / sizeof *(list)

static const struct kl_demand dialect_demands[] = {
	{ "doubleQuote", "true" }, { "escapeChar", NULL }, { "property", NULL },
	{ "itemType", NULL }, { "itemKeys", NULL }, { "table", NULL }
};

static bool asks(const struct kl_node *value, const char *fine)
{
	if (kl_node_is_null(value))
		return false;
	if (value->kind != KL_NODE_SCALAR && value->count == 0)
		return false;
	return fine == NULL || value->kind != KL_NODE_SCALAR
		|| !kl_span_is(value->text, fine);
}

enum kl_status kl_describe_demands(const struct kl_describer *d,
	const struct kl_node *map, const struct kl_demand *demands, size_t count,
	const char *name, const char *sentence,
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
				sentence, demands[k].key, name);
		}
	}
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

/* Which sheet of a workbook; sheetName goes before sheetNumber. */
static enum kl_status read_sheet(const struct kl_describer *d,
	const struct kl_node *dialect, struct kl_table *table,
	struct kl_error *error)
{
	const struct kl_node *number = kl_node_get(dialect, "sheetNumber");
	const struct kl_span no_groups = { 0 };
	struct kl_decimal value;

	if (!kl_node_is_null(number)) {
		if (number->kind != KL_NODE_SCALAR || kl_decimal_parse(number->text,
				'.', no_groups, &value) != KL_PARSED
				|| kl_decimal_compare(value, kl_decimal_of(1)) < 0
				|| kl_decimal_compare(value,
					kl_decimal_of(SHEETS_MOST)) > 0
				|| value.decimals > 0)
			return kl_node_fail(number, d->path, error,
				"'sheetNumber' takes a whole number from 1 on");
		table->dialect.sheet_number = (unsigned)value.coefficient;
	}
	return kl_describe_text(d, dialect, "sheetName", &table->dialect.sheet,
		error);
}

static int compare_rows(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static bool read_number(const struct kl_node *node, uint64_t *out)
{
	const struct kl_span no_groups = { 0 };
	struct kl_decimal value;

	if (node->kind != KL_NODE_SCALAR || node->text.length > 18
			|| kl_decimal_parse(node->text, '.', no_groups, &value)
				!= KL_PARSED || value.decimals != 0
			|| kl_decimal_sign(value) <= 0)
		return false;
	*out = (uint64_t)value.coefficient;
	return true;
}

/* Row numbers, sorted; one by itself is taken too. */
static enum kl_status read_rows(const struct kl_describer *d,
	const struct kl_node *map, const char *key, const uint64_t **out,
	size_t *count, struct kl_error *error)
{
	const struct kl_node *node = kl_node_get(map, key);

	if (kl_node_is_null(node))
		return KL_OK;
	bool one = node->kind == KL_NODE_SCALAR;
	size_t given = one ? 1 : node->count;
	uint64_t *rows = kl_arena_alloc(&d->dataset->arena,
		(given + 1) * sizeof *rows);
	if (rows == NULL)
		return kl_no_memory(error);
	bool fine = node->kind != KL_NODE_MAP && given > 0;
	for (size_t i = 0; i < given && fine; i++)
		fine = read_number(one ? node : node->items[i], &rows[i]);
	if (!fine)
		return kl_node_fail(node, d->path, error,
			"'%s' takes a list of row numbers, from 1", key);
	qsort(rows, given, sizeof *rows, compare_rows);
	for (size_t i = 1; i < given; i++) {
		if (rows[i] == rows[i - 1])
			return kl_node_fail(node, d->path, error,
				"row %llu stands twice in '%s'",
				(unsigned long long)rows[i], key);
	}
	*out = rows;
	*count = given;
	return KL_OK;
}

static enum kl_status read_span(const struct kl_describer *d,
	const struct kl_node *map, const char *key, struct kl_span *out,
	struct kl_error *error)
{
	const struct kl_node *node = kl_node_get(map, key);

	if (kl_node_is_null(node))
		return KL_OK;
	enum kl_status status = kl_node_need_text(node, d->path, key, "a text",
		error);
	if (status == KL_OK && memchr(node->text.at, '\n', node->text.length) != NULL)
		status = kl_node_fail(node, d->path, error,
			"'%s' takes a text without a line end", key);
	if (status != KL_OK)
		return status;
	*out = kl_arena_span(&d->dataset->arena, node->text);
	return out->at != NULL ? KL_OK : kl_no_memory(error);
}

/* Which rows are the header, and which none at all. */
static enum kl_status read_layout(const struct kl_describer *d,
	const struct kl_node *map, struct kl_layout *layout,
	struct kl_error *error)
{
	bool header = layout->header_count > 0;
	enum kl_status status = kl_describe_flag(d, map, "header", &header, error);

	if (status == KL_OK)
		status = read_rows(d, map, "headerRows", &layout->header_rows,
			&layout->header_count, error);
	if (status == KL_OK)
		status = read_span(d, map, "headerJoin", &layout->join, error);
	if (status == KL_OK)
		status = read_rows(d, map, "commentRows", &layout->comment_rows,
			&layout->comment_count, error);
	if (status == KL_OK)
		status = read_span(d, map, "commentChar", &layout->comment, error);
	if (!header)
		layout->header_count = 0;
	layout->declared = layout->declared || !header
		|| !kl_node_is_null(kl_node_get(map, "headerRows"))
		|| !kl_node_is_null(kl_node_get(map, "commentRows"));
	return status;
}

/* false: names that differ in case are the same, which need not be told. true: they
 * are not. */
static enum kl_status read_case(const struct kl_describer *d,
	const struct kl_node *map, struct kl_layout *layout,
	struct kl_table *table, struct kl_error *error)
{
	enum kl_status status = KL_OK;
	bool cased;

	if (!kl_node_is_null(kl_node_get(map, "caseSensitiveHeader"))) {
		status = kl_describe_flag(d, map, "caseSensitiveHeader", &cased,
			error);
		layout->fold_names = status == KL_OK && !cased;
		table->dialect.exact_names = status == KL_OK && cased;
	}
	return status;
}

/* A cell that is this is missing, whatever its field says. */
static enum kl_status read_null(const struct kl_describer *d,
	const struct kl_node *map, struct kl_level *level, struct kl_error *error)
{
	struct kl_reading *reading = &level->reading;
	struct kl_span text = { 0 };
	enum kl_status status = read_span(d, map, "nullSequence", &text, error);

	if (status != KL_OK || text.at == NULL)
		return status;
	struct kl_marker *markers = kl_arena_alloc(&d->dataset->arena,
		(reading->marker_count + 1) * sizeof *markers);
	if (markers == NULL)
		return kl_no_memory(error);
	markers[0] = (struct kl_marker){ .mark = kl_span_trim(text),
		.unknown = true, .interval = kl_interval_all() };
	if (reading->marker_count > 0)
		memcpy(markers + 1, reading->markers,
			reading->marker_count * sizeof *markers);
	reading->markers = markers;
	reading->marker_count++;
	return KL_OK;
}

/* LF, CRLF and CR all end a line here. */
static enum kl_status read_terminator(const struct kl_describer *d,
	const struct kl_node *map, const struct kl_table *table,
	struct kl_error *error)
{
	const struct kl_node *node = kl_node_get(map, "lineTerminator");

	if (kl_node_is_null(node) || (node->kind == KL_NODE_SCALAR
			&& (kl_span_is(node->text, "\n")
				|| kl_span_is(node->text, "\r\n")
				|| kl_span_is(node->text, "\r"))))
		return KL_OK;
	return kl_describe_unchecked(d, node, error,
		"'lineTerminator' of the dialect of table '%s' is not read by this version of klopt",
		table->name);
}

static enum kl_status read_level(const struct kl_describer *d,
	const struct kl_node *map, struct kl_layout *layout,
	struct kl_level *level, struct kl_table *table, struct kl_error *error)
{
	enum kl_status status = read_delimiter(d, map, table, error);

	if (status == KL_OK)
		status = read_sheet(d, map, table, error);
	if (status == KL_OK)
		status = read_layout(d, map, layout, error);
	if (status == KL_OK)
		status = read_case(d, map, layout, table, error);
	if (status == KL_OK)
		status = kl_describe_flag(d, map, "skipInitialSpace",
			&table->dialect.skip_space, error);
	if (status == KL_OK)
		status = read_null(d, map, level, error);
	if (status == KL_OK)
		status = read_terminator(d, map, table, error);
	return status != KL_OK ? status : kl_describe_demands(d, map,
		WORDS(dialect_demands), table->name, KL_TEXT("'%s' of the dialect of "
		"table '%s' is not read by this version of klopt"),
		error);
}

enum kl_status kl_describe_dialect(const struct kl_describer *d,
	const struct kl_node *dialect, struct kl_level *level,
	struct kl_table *table, struct kl_error *error)
{
	static const uint64_t first[] = { 1 };
	static const char *const known[] = { "csv", "delimiter", "quoteChar",
		"doubleQuote", "escapeChar", "header", "headerRows", "headerJoin",
		"commentRows", "commentChar", "caseSensitiveHeader",
		"nullSequence", "lineTerminator", "skipInitialSpace", NULL };
	const struct kl_node *levels[2];
	struct kl_describer inner;
	enum kl_status status;

	status = kl_describe_follow(d, "dialect", &dialect, &inner, error);
	if (status != KL_OK)
		return status;
	struct kl_layout *layout = kl_arena_alloc(&d->dataset->arena,
		sizeof *layout);
	if (layout == NULL)
		return kl_no_memory(error);
	*layout = (struct kl_layout){ .header_rows = first, .header_count = 1,
		.join = { " ", 1 } };
	levels[0] = dialect;
	levels[1] = kl_node_get(dialect, "csv");
	if (!kl_node_is_null(levels[1]))
		status = kl_node_need(levels[1], inner.path, KL_NODE_MAP, "csv",
			"a mapping", error);
	for (size_t i = 0; status == KL_OK && i < 2; i++) {
		if (!kl_node_is_null(levels[i]))
			status = read_level(&inner, levels[i], layout, level,
				table, error);
		if (status == KL_OK && !kl_node_is_null(levels[i]))
			status = kl_describe_misspelt(&inner, levels[i], known,
				error);
	}
	/* What says no more than the default is not looked at for each line. */
	if (layout->header_count != 1 || layout->header_rows[0] != 1
			|| layout->comment_count + layout->comment.length > 0
			|| layout->fold_names || layout->declared)
		table->dialect.layout = layout;
	return status;
}

enum kl_status kl_describe_names(const struct kl_describer *d,
	struct kl_table *table, struct kl_error *error)
{
	struct kl_arena *arena = &d->dataset->arena;

	if (table->field_count == 0)
		return KL_OK;
	struct kl_wanted *wanted = kl_arena_alloc(arena, sizeof *wanted);
	struct kl_span *names = kl_arena_alloc(arena,
		table->field_count * sizeof *names);
	if (wanted == NULL || names == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < table->field_count; i++)
		names[i] = table->fields[i].name;
	*wanted = (struct kl_wanted){ names, table->field_count,
		table->field_count };
	table->dialect.wanted = wanted;
	if (table->dialect.layout == NULL)
		return KL_OK;
	struct kl_layout *layout = kl_arena_alloc(arena, sizeof *layout);
	if (layout == NULL)
		return kl_no_memory(error);
	*layout = *table->dialect.layout;
	layout->names = names;
	layout->name_count = table->field_count;
	table->dialect.layout = layout;
	return KL_OK;
}

enum kl_status kl_describe_compression(const struct kl_describer *d,
	const struct kl_node *resource, enum kl_packing *out,
	struct kl_error *error)
{
	static const struct {
		const char *name;
		enum kl_packing packing;
	} known[] = { { "gz", KL_PACKED_GZIP }, { "gzip", KL_PACKED_GZIP },
		{ "zst", KL_PACKED_ZSTD }, { "zstd", KL_PACKED_ZSTD } };
	const struct kl_node *node = kl_node_get(resource, "compression");

	if (kl_node_is_null(node))
		return KL_OK;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (node->kind == KL_NODE_SCALAR
				&& kl_span_is(node->text, known[i].name)) {
			*out = known[i].packing;
			return KL_OK;
		}
	}
	return kl_describe_unchecked(d, node, error,
		"'compression' of a resource is none that this version of klopt reads: gz, zst");
}
