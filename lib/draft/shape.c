#include "draft/shape.h"

#include <stdlib.h>

/* Whether the column counts something in one table, and is text in none. */
static bool is_counted(const struct kl_shape *shape, size_t column)
{
	bool some = false;

	for (size_t t = 0; t < shape->table_count; t++) {
		const struct kl_draft_column *here =
			&shape->tables[t]->columns[column];
		if (kl_column_is_count(here))
			some = true;
		else if (here->kind != KL_DRAFT_EMPTY)
			return false;
	}
	return some && shape->tables[0]->columns[column].name.length
		<= KL_SCALAR_KEY_MOST;
}

static bool gather(struct kl_shape *shape, const struct kl_draft *draft,
	size_t first)
{
	for (size_t t = first; t < draft->table_count; t++) {
		if (draft->tables[t].shape == first)
			shape->tables[shape->table_count++] = &draft->tables[t];
	}
	for (size_t i = 0; i < shape->tables[0]->column_count; i++) {
		if (is_counted(shape, i))
			shape->columns[shape->column_count++] = i;
	}
	for (size_t t = 0; t < shape->table_count; t++)
		shape->sums.row_count += shape->tables[t]->row_count;
	shape->sums.column_count = shape->column_count;
	return true;
}

static void fill(const struct kl_shape *shape, size_t column,
	struct kl_draft_figure *out)
{
	for (size_t t = 0; t < shape->table_count; t++) {
		const struct kl_draft_table *table = shape->tables[t];
		const struct kl_draft_column *from = &table->columns[column];
		for (size_t row = 0; row < table->row_count; row++)
			*out++ = from->figures != NULL ? from->figures[row]
				: (struct kl_draft_figure){ 1, 0 };
	}
}

/* Of one table the figures are its own. */
static bool lay_out(struct kl_shape *shape)
{
	const struct kl_draft_figure **columns = calloc(shape->column_count + 1,
		sizeof *columns);

	shape->sums.columns = columns;
	if (columns == NULL)
		return false;
	for (size_t i = 0; i < shape->column_count; i++) {
		if (shape->table_count == 1) {
			columns[i] = kl_shape_column(shape, i)->figures;
			continue;
		}
		shape->kept[i] = malloc((shape->sums.row_count + 1)
			* sizeof **shape->kept);
		if (shape->kept[i] == NULL)
			return false;
		fill(shape, shape->columns[i], shape->kept[i]);
		columns[i] = shape->kept[i];
	}
	return true;
}

bool kl_shape_make(struct kl_shape *shape, const struct kl_draft *draft,
	size_t first)
{
	size_t columns = draft->tables[first].column_count + 1;

	*shape = (struct kl_shape){
		.tables = calloc(draft->table_count, sizeof *shape->tables),
		.columns = calloc(columns, sizeof *shape->columns),
		.kept = calloc(columns, sizeof *shape->kept),
		.part = calloc(columns, sizeof *shape->part),
		.summed = calloc(columns, sizeof *shape->summed),
		.paired = calloc(columns, sizeof *shape->paired) };
	return shape->tables != NULL && shape->columns != NULL
		&& shape->kept != NULL && shape->part != NULL
		&& shape->summed != NULL && shape->paired != NULL
		&& gather(shape, draft, first) && lay_out(shape);
}

void kl_shape_release(struct kl_shape *shape)
{
	for (size_t i = 0; shape->kept != NULL && i < shape->column_count; i++)
		free(shape->kept[i]);
	free(shape->tables);
	free(shape->columns);
	free(shape->kept);
	free(shape->part);
	free(shape->summed);
	free(shape->paired);
	free((void *)shape->sums.columns);
}

const struct kl_draft_table *kl_shape_row(const struct kl_shape *shape,
	size_t *row)
{
	size_t t = 0;

	while (*row >= shape->tables[t]->row_count)
		*row -= shape->tables[t++]->row_count;
	return shape->tables[t];
}
