#include "rule/chart.h"

#include "rule/rulefile.h"

enum { TITLE, TYPE, TABLE, CATEGORY, SERIES, WHEN, WITHOUT, CATEGORY_AXIS,
	VALUE_AXIS, PARAMETERS };

static const char *const types[] = { "columns", "stacked", "bars", "lines", NULL };

static const struct kl_parameter parameters[PARAMETERS] = {
	[TITLE] = { "title", KL_PARAMETER_TEXT, "TEXT", "what it shows", NULL },
	[TYPE] = { "type", KL_PARAMETER_CHOICE, "TYPE",
		"columns (default), stacked, bars or lines", types },
	[TABLE] = { "table", KL_PARAMETER_TABLE, "TABLE", "whose figures", NULL },
	[CATEGORY] = { "category", KL_PARAMETER_COLUMNS, "COLUMN,...",
		"the columns that name a row", NULL },
	[SERIES] = { "series", KL_PARAMETER_COLUMNS, "COLUMN,...",
		"the columns of figures", NULL },
	[WHEN] = { "when", KL_PARAMETER_EXPRESSION, "EXPRESSION",
		"only rows that meet it", NULL },
	[WITHOUT] = { "without", KL_PARAMETER_ROWS, "FIELD=VALUE",
		"rows that are left out, as the total row", NULL },
	[CATEGORY_AXIS] = { "axes.category", KL_PARAMETER_TEXT, "TEXT",
		"title of the axis of rows", NULL },
	[VALUE_AXIS] = { "axes.value", KL_PARAMETER_TEXT, "TEXT",
		"title of the axis of figures", NULL },
};

const struct kl_words kl_chart_words = { "chart", "a chart in a workbook",
	parameters, PARAMETERS };

struct reading {
	struct kl_rules *rules;
	const char *path;
	struct kl_error *error;
};

static const char *text_of(const struct kl_argument *argument)
{
	return argument->given ? argument->words[0].text.at : NULL;
}

static enum kl_status check_needed(const struct reading *r,
	const struct kl_node *node, const struct kl_argument *arguments)
{
	static const int needed[] = { TITLE, TABLE, CATEGORY, SERIES };

	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
		if (!arguments[needed[i]].given)
			return kl_node_missing(node, r->path, "chart",
				parameters[needed[i]].name, r->error);
	}
	return KL_OK;
}

static enum kl_status check_count(const struct reading *r, int parameter,
	const struct kl_argument *argument, size_t most)
{
	return argument->word_count <= most ? KL_OK : kl_fail(r->error, KL_INVALID,
		r->path, argument->line, argument->column,
		"'%s' takes at most %zu columns", parameters[parameter].name, most);
}

static enum kl_status add(const struct reading *r, const struct kl_node *node,
	const struct kl_argument *arguments)
{
	struct kl_rules *rules = r->rules;

	if (!kl_grow(rules->charts, rules->chart_capacity, rules->chart_count + 1))
		return kl_no_memory(r->error);
	struct kl_chart *chart = &rules->charts[rules->chart_count++];
	*chart = (struct kl_chart){ .title = text_of(&arguments[TITLE]),
		.type = arguments[TYPE].given
			? (enum kl_chart_type)arguments[TYPE].choice
			: KL_CHART_COLUMNS,
		.table = arguments[TABLE].words[0],
		.categories = arguments[CATEGORY].words,
		.category_count = arguments[CATEGORY].word_count,
		.series = arguments[SERIES].words,
		.series_count = arguments[SERIES].word_count,
		.without = arguments[WITHOUT].rows,
		.without_count = arguments[WITHOUT].row_count,
		.category_axis = text_of(&arguments[CATEGORY_AXIS]),
		.value_axis = text_of(&arguments[VALUE_AXIS]),
		.about = { .id = text_of(&arguments[TITLE]),
			.words = &kl_chart_words, .arguments = arguments,
			.tables = arguments[TABLE].words, .table_count = 1,
			.when = arguments[WHEN].given ? arguments[WHEN].words
				: NULL,
			.path = r->path, .line = node->line,
			.column = node->column } };
	return KL_OK;
}

static enum kl_status read_chart(const struct reading *r,
	const struct kl_node *node)
{
	static const char *const others[] = { "description" };
	struct kl_argument *arguments = kl_arena_alloc(&r->rules->arena,
		PARAMETERS * sizeof *arguments);
	const struct kl_keys keys = { r->path, &r->rules->arena, &kl_chart_words,
		others, 1, r->error };
	enum kl_status status = kl_node_need(node, r->path, KL_NODE_MAP, "charts",
		"a list of mappings", r->error);

	if (arguments == NULL)
		return kl_no_memory(r->error);
	for (size_t i = 0; status == KL_OK && i < node->count; i += 2) {
		if (!kl_span_is(node->items[i]->text, others[0]))
			status = kl_keys_read(&keys, node->items[i],
				node->items[i + 1], arguments);
	}
	if (status == KL_OK)
		status = check_needed(r, node, arguments);
	if (status == KL_OK)
		status = check_count(r, CATEGORY, &arguments[CATEGORY],
			KL_CHART_CATEGORIES);
	if (status == KL_OK)
		status = check_count(r, SERIES, &arguments[SERIES],
			KL_CHART_SERIES);
	return status == KL_OK ? add(r, node, arguments) : status;
}

enum kl_status kl_charts_read(struct kl_rules *rules,
	const struct kl_node *list, const char *path, struct kl_error *error)
{
	const struct reading r = { rules, path, error };
	enum kl_status status = kl_node_need(list, path, KL_NODE_LIST, "charts",
		"a list of mappings", error);

	if (status == KL_OK && list->count == 0)
		status = kl_node_fail(list, path, error, "'charts' is empty");
	for (size_t i = 0; status == KL_OK && i < list->count; i++)
		status = read_chart(&r, list->items[i]);
	return status;
}
