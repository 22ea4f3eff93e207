#include "draft/draft.h"

#include <stdlib.h>

#include "draft/shape.h"
#include "rule/path.h"

const char *const kl_draft_checks[] = { [KL_DRAFT_TOTALS] = "totals",
	[KL_DRAFT_N] = "n", [KL_DRAFT_PERCENT] = "percent",
	[KL_DRAFT_CREBO] = "crebo", [KL_DRAFT_CODES] = "codes",
	[KL_DRAFT_LABELS] = "labels", [KL_DRAFT_EXPR] = "expr" };

struct kl_span kl_draft_path(const char *folder, const char *path)
{
	size_t length = strlen(folder);

	while (path[0] == '.' && path[1] == '/')
		path += 2;
	if (strcmp(folder, ".") != 0 && strncmp(path, folder, length) == 0
			&& (path[length] == '/' || folder[length - 1] == '/'))
		path += length;
	while (*path == '/' && length > 0 && strcmp(folder, ".") != 0)
		path++;
	return kl_span_of(path);
}

static bool same_columns(const struct kl_draft_table *a,
	const struct kl_draft_table *b)
{
	size_t i = 0;

	while (i < a->column_count && i < b->column_count
			&& kl_span_equal(a->columns[i].name, b->columns[i].name))
		i++;
	return i == a->column_count && i == b->column_count;
}

static void set_shapes(struct kl_draft *draft)
{
	for (size_t t = 0; t < draft->table_count; t++) {
		size_t first = 0;
		while (first < t && (draft->tables[first].shape != first
				|| !same_columns(&draft->tables[first],
					&draft->tables[t])))
			first++;
		draft->tables[t].shape = first;
	}
}

static enum kl_status read_tables(struct kl_draft *draft, struct kl_error *error)
{
	const struct kl_dataset *dataset = draft->dataset;
	enum kl_status status = KL_OK;

	draft->tables = calloc(dataset->table_count + 1, sizeof *draft->tables);
	if (draft->tables == NULL)
		return kl_no_memory(error);
	for (size_t t = 0; t < dataset->table_count && status == KL_OK; t++) {
		struct kl_draft_table *table = &draft->tables[draft->table_count++];
		table->table = &dataset->tables[t];
		table->path = kl_draft_path(draft->folder, table->table->path);
		table->limit = draft->bounds.bytes / dataset->table_count;
		status = kl_sample_read(table, draft, error);
		kl_draft_profile(table);
	}
	return status;
}

/* What counts something is looked at in all tables of a shape together. */
static bool find_in_shapes(struct kl_draft *draft)
{
	for (size_t t = 0; t < draft->table_count; t++) {
		struct kl_shape shape = { 0 };
		if (draft->tables[t].shape != t)
			continue;
		bool fine = kl_shape_make(&shape, draft, t)
			&& kl_shape_totals(draft, &shape)
			&& kl_shape_down(draft, &shape)
			&& kl_shape_n(draft, &shape)
			&& kl_shape_percent(draft, &shape)
			&& kl_shape_closing(draft, &shape);
		kl_shape_release(&shape);
		if (!fine)
			return false;
	}
	return true;
}

enum kl_status kl_draft_read(struct kl_draft *draft, struct kl_error *error)
{
	if (draft->bounds.rows == 0)
		draft->bounds.rows = KL_DRAFT_ROWS;
	if (draft->bounds.bytes == 0)
		draft->bounds.bytes = KL_DRAFT_BYTES;
	enum kl_status status = read_tables(draft, error);
	if (status != KL_OK)
		return status;
	set_shapes(draft);
	return kl_draft_find_codes(draft) && kl_draft_marks(draft)
			&& kl_draft_figures(draft) && kl_draft_keys(draft)
			&& kl_draft_find_labels(draft) && find_in_shapes(draft)
		? KL_OK : kl_no_memory(error);
}

void kl_draft_release(struct kl_draft *draft)
{
	for (size_t t = 0; t < draft->table_count; t++)
		kl_sample_release(&draft->tables[t]);
	free(draft->tables);
	free(draft->markers);
	free(draft->marker_cells);
	free(draft->proposals);
	kl_index_release(&draft->ids);
	kl_arena_release(&draft->arena);
}
