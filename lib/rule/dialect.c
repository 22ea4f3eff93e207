/* The dialect of a table, and what is demanded and not done. */
#include "rule/descriptor.h"

enum { SHEETS_MOST = 65536 };

#define WORDS(list) (list), sizeof (list) / sizeof *(list)

static const struct kl_demand dialect_demands[] = {
	{ "header", "true" }, { "headerRows", "1" }, { "headerJoin", " " },
	{ "commentRows", NULL }, { "commentChar", NULL }, { "doubleQuote", "true" },
	{ "escapeChar", NULL }, { "skipInitialSpace", "false" },
	{ "nullSequence", NULL }, { "property", NULL }, { "itemType", NULL },
	{ "itemKeys", NULL }, { "table", NULL }
};

static bool asks(const struct kl_node *value, const char *fine)
{
	if (kl_node_is_null(value))
		return false;
	if (value->kind != KL_NODE_SCALAR && value->count == 0)
		return false;
	/* A list of one is what `headerRows: [1]` is. */
	if (value->kind == KL_NODE_LIST && value->count == 1)
		value = value->items[0];
	return fine == NULL || value->kind != KL_NODE_SCALAR
		|| !kl_span_is(value->text, fine);
}

enum kl_status kl_describe_demands(const struct kl_describer *d,
	const struct kl_node *map, const struct kl_demand *demands, size_t count,
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
			status = read_sheet(&inner, levels[i], table, error);
		if (status == KL_OK)
			status = kl_describe_demands(&inner, levels[i],
				WORDS(dialect_demands), "the dialect of table",
				table->name, "read", error);
	}
	return status;
}
