/* What findings say of cells, until the cells are shown. */
#include <stdlib.h>

#include "format/shown.h"

/* Among the physical lines of the file, and not in the descriptor. */
static bool is_in_table(const struct kl_shown_table *info,
	const struct kl_table *table, const struct kl_place *place)
{
	return place->line > 0 && place->path != NULL
		&& strcmp(place->path, table->shown) == 0
		&& (place->row > 0 || (place->line >= info->header_line
			&& place->line <= info->header_end))
		&& info->column_count > 0;
}

/* Among columns of one name, in the header. */
static uint32_t find_header(const struct kl_shown_table *info,
	const struct kl_place *place)
{
	for (uint32_t i = 0; i < info->column_count && info->header != NULL; i++) {
		if (info->header[i].line == place->line
				&& info->header[i].column == place->column)
			return i;
	}
	return KL_MARK_LATE;
}

struct kl_spot kl_shown_find(const struct kl_shown *shown,
	const struct kl_place *place)
{
	const struct kl_dataset *dataset = shown->dataset;
	struct kl_spot spot = { 0 };
	uint32_t unused;

	if (place->table == NULL || place->order >= dataset->table_count)
		return spot;
	const struct kl_shown_table *info = &shown->tables[place->order];
	spot.table = info->without == KL_UNSHOWN_NOT;
	spot.cell = spot.table
		&& is_in_table(info, &dataset->tables[place->order], place);
	if (!spot.cell)
		return spot;
	spot.row = place->row;
	if (place->field.at == NULL
			|| kl_index_find(&info->repeated, place->field, &unused)
			|| !kl_index_find(&info->columns, place->field, &spot.column))
		spot.column = spot.row == 0 ? find_header(info, place)
			: KL_MARK_LATE;
	return spot;
}

enum kl_status kl_marks_add(struct kl_marks *marks, const struct kl_spot *spot,
	const struct kl_place *place, const struct kl_mark *mark,
	struct kl_error *error)
{
	/* The parts of one long column must not take all the room. */
	size_t most = mark->level == KL_MARK_PART ? marks->most / 2 : marks->most;

	if (marks->count >= most) {
		marks->left_out++;
		return KL_OK;
	}
	if (!kl_grow(marks->list, marks->capacity, marks->count + 1))
		return kl_no_memory(error);
	marks->list[marks->count] = (struct kl_mark){ .order = place->order,
		.column = spot->column, .row = spot->row, .line = place->line,
		.at = place->column, .message = mark->message,
		.finding = mark->finding, .number = (uint32_t)marks->count,
		.level = mark->level };
	marks->count++;
	return KL_OK;
}

void kl_marks_release(struct kl_marks *marks)
{
	free(marks->list);
	*marks = (struct kl_marks){ 0 };
}

static int compare_numbers(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int compare_rows(const void *left, const void *right)
{
	const struct kl_mark *a = left, *b = right;
	int order = compare_numbers(a->order, b->order);

	if (order == 0)
		order = compare_numbers(a->row, b->row);
	return order != 0 ? order : compare_numbers(a->number, b->number);
}

static int compare_columns(const void *left, const void *right)
{
	const struct kl_mark *a = left, *b = right;
	int order = compare_numbers(a->column, b->column);

	if (order == 0)
		order = compare_numbers(b->level, a->level);
	return order != 0 ? order : compare_numbers(a->number, b->number);
}

void kl_marks_sort(struct kl_marks *marks)
{
	if (marks->count > 1)
		qsort(marks->list, marks->count, sizeof *marks->list, compare_rows);
}

struct kl_mark *kl_marks_of_table(const struct kl_marks *marks, size_t order,
	size_t *count)
{
	size_t first = 0, last;

	while (first < marks->count && marks->list[first].order < order)
		first++;
	last = first;
	while (last < marks->count && marks->list[last].order == order)
		last++;
	*count = last - first;
	return first < marks->count ? &marks->list[first] : NULL;
}

/* The cell in which the place lies: the last that begins no later. */
static uint32_t find_column(const struct kl_mark *mark,
	const struct kl_row *row, const struct kl_dialect *dialect)
{
	size_t low = 0, high = row->count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		uint64_t line, column;
		kl_row_place(row, dialect, middle, &line, &column);
		if (line < mark->line || (line == mark->line && column <= mark->at))
			low = middle;
		else
			high = middle;
	}
	return (uint32_t)low;
}

size_t kl_marks_of_row(struct kl_mark *marks, size_t most,
	const struct kl_row *row, const struct kl_dialect *dialect)
{
	size_t count = 0;

	while (count < most && marks[count].order == marks[0].order
			&& marks[count].row == row->number) {
		struct kl_mark *mark = &marks[count++];
		if (mark->column == KL_MARK_LATE)
			mark->column = find_column(mark, row, dialect);
	}
	if (count > 1)
		qsort(marks, count, sizeof *marks, compare_columns);
	return count;
}
