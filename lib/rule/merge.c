#include "rule/descriptor.h"

#include <stdlib.h>

#include "rule/path.h"

static bool is_declared(const struct kl_table *table)
{
	return table->line != 0;
}

/* Names are found by index; after tables went or changed it is made again. */
static enum kl_status index_names(struct kl_dataset *dataset,
	struct kl_error *error)
{
	kl_index_release(&dataset->names);
	dataset->names = (struct kl_index){ 0 };
	for (size_t i = 0; i < dataset->table_count; i++) {
		dataset->tables[i].order = (uint32_t)i;
		if (!kl_index_add(&dataset->names,
			kl_span_of(dataset->tables[i].name), (uint32_t)i, NULL, NULL))
			return kl_no_memory(error);
	}
	return KL_OK;
}

static enum kl_status drop_plain(struct kl_dataset *dataset,
	struct kl_error *error)
{
	size_t kept = 0;

	for (size_t i = 0; i < dataset->table_count; i++)
		if (is_declared(&dataset->tables[i]))
			dataset->tables[kept++] = dataset->tables[i];
	dataset->table_count = kept;
	return index_names(dataset, error);
}

/* Of the tables of one workbook: the sheet that is described, or the first. */
static bool is_same_sheet(const struct kl_dataset *dataset, size_t index,
	const struct kl_dialect *described)
{
	const struct kl_table *given = &dataset->tables[index];

	if (given->dialect.sheet == NULL)
		return true;
	if (described->sheet != NULL)
		return strcmp(described->sheet, given->dialect.sheet) == 0;
	if (described->sheet_number > 0)
		return described->sheet_number == given->dialect.sheet_number;
	for (size_t i = 0; i < index; i++) {
		if (strcmp(dataset->tables[i].path, given->path) == 0)
			return false;
	}
	return true;
}

/* True if a file that was named on the command line is the one described. */
static bool is_meant(const struct kl_dataset *dataset, size_t index,
	const struct kl_table *table)
{
	const struct kl_table *given = &dataset->tables[index];

	if (is_declared(given))
		return false;
	if (strcmp(given->name, table->name) == 0)
		return true;
	bool same_file = strcmp(given->path, table->path) == 0
		|| kl_span_equal(kl_path_base(given->path),
			kl_path_base(table->path));
	return same_file && is_same_sheet(dataset, index, &table->dialect);
}

/* A resource that is known, and no table here: references may name it. */
static enum kl_status note_other(struct kl_dataset *dataset,
	struct kl_span name, struct kl_error *error)
{
	return kl_index_add(&dataset->others, name, 0, NULL, NULL) ? KL_OK
		: kl_no_memory(error);
}

static enum kl_status describe_given(struct kl_dataset *dataset,
	const struct kl_table *table, struct kl_error *error)
{
	for (size_t i = 0; i < dataset->table_count; i++) {
		struct kl_table *given = &dataset->tables[i];
		struct kl_table described = *table;

		if (!is_meant(dataset, i, table))
			continue;
		if (given->dialect.sheet != NULL) {
			described.dialect.sheet = given->dialect.sheet;
			described.dialect.sheet_number =
				given->dialect.sheet_number;
		}
		described.path = given->path;
		described.shown = given->shown;
		*given = described;
		return index_names(dataset, error);
	}
	return note_other(dataset, kl_span_of(table->name), error);
}

static enum kl_status add_described(struct kl_dataset *dataset,
	const struct kl_table *table, struct kl_error *error)
{
	uint32_t order;

	if (kl_index_find(&dataset->names, kl_span_of(table->name), &order)
		&& is_declared(&dataset->tables[order]))
		return KL_OK;
	if (dataset->given)
		return describe_given(dataset, table, error);
	return kl_dataset_add_table(dataset, table) ? KL_OK : kl_no_memory(error);
}

enum kl_status kl_describe_undeclared(const struct kl_describer *d,
	const struct kl_node *klopt, struct kl_error *error)
{
	struct kl_dataset *dataset = d->dataset;
	const struct kl_level_scope scope = { d->path, &dataset->arena };
	enum kl_status status = KL_OK;

	for (size_t i = 0; status == KL_OK && i < dataset->table_count; i++) {
		struct kl_table *table = &dataset->tables[i];
		struct kl_level level = { .reading = table->reading };

		if (is_declared(table))
			continue;
		status = kl_level_read(&level, &scope, klopt, error);
		if (status == KL_OK)
			status = kl_level_read_chars(&level, &scope, klopt, error);
		table->reading = level.reading;
	}
	return status;
}

enum kl_status kl_describe_resources(struct kl_describer *d,
	const struct kl_node *list, struct kl_error *error)
{
	struct kl_dataset *dataset = d->dataset;
	struct kl_index seen = { 0 };
	enum kl_status status;

	status = kl_node_need(list, d->path, KL_NODE_LIST, "resources",
		"a list of mappings", error);
	if (status == KL_OK && list->count == 0)
		status = kl_node_fail(list, d->path, error, "'resources' is empty");
	if (status == KL_OK && dataset->plain)
		status = drop_plain(dataset, error);
	for (size_t i = 0; status == KL_OK && i < list->count; i++) {
		struct kl_table table;
		uint32_t first;
		bool found;

		status = kl_describe_table(d, list->items[i], &table, error);
		if (status == KL_OK && table.name == NULL)
			status = note_other(dataset, kl_node_get(list->items[i],
				"name")->text, error);
		if (status != KL_OK || table.name == NULL)
			continue;
		if (!kl_index_add(&seen, kl_span_of(table.name), table.line,
			&first, &found))
			status = kl_no_memory(error);
		else if (found)
			status = kl_node_fail(kl_node_get(list->items[i], "name"),
				d->path, error,
				"resource '%s' stands twice, first at line %u",
				table.name, (unsigned)first);
		else
			status = add_described(dataset, &table, error);
	}
	kl_index_release(&seen);
	return status;
}
