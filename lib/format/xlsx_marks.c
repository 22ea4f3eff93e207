/* What findings say of cells, until the cells are written. */
#include <stdlib.h>

#include "format/xlsx.h"

/* Among the physical lines of the file, and not in the descriptor. */
static bool is_in_table(const struct kl_xlsx_table *info,
	const struct kl_table *table, const struct kl_place *place)
{
	return place->line > 0 && place->path != NULL
		&& strcmp(place->path, table->shown) == 0
		&& (place->row > 0 || (place->line >= info->header_line
			&& place->line <= info->header_end))
		&& info->column_count > 0;
}

/* Among columns of one name, in the header. */
static uint32_t find_header(const struct kl_xlsx_table *info,
	const struct kl_place *place)
{
	for (uint32_t i = 0; i < info->column_count && info->header != NULL; i++) {
		if (info->header[i].line == place->line
				&& info->header[i].column == place->column)
			return i;
	}
	return KL_XLSX_LATE;
}

struct kl_xlsx_spot kl_xlsx_find(const struct kl_xlsx *x,
	const struct kl_place *place)
{
	const struct kl_dataset *dataset = x->scope->dataset;
	struct kl_xlsx_spot spot = { 0 };
	uint32_t unused;

	if (place->table == NULL || place->order >= dataset->table_count)
		return spot;
	const struct kl_xlsx_table *info = &x->tables[place->order];
	spot.sheet = info->without == NULL;
	spot.cell = spot.sheet
		&& is_in_table(info, &dataset->tables[place->order], place);
	if (!spot.cell)
		return spot;
	spot.row = place->row;
	if (place->field.at == NULL
			|| kl_index_find(&info->repeated, place->field, &unused)
			|| !kl_index_find(&info->columns, place->field, &spot.column))
		spot.column = spot.row == 0 ? find_header(info, place)
			: KL_XLSX_LATE;
	return spot;
}

static enum kl_status add(struct kl_xlsx *x, const struct kl_place *place,
	enum kl_xlsx_level level, const char *message, struct kl_error *error)
{
	struct kl_xlsx_spot spot = kl_xlsx_find(x, place);

	/* What stands nowhere in the table is told at its first cell. */
	if (!spot.cell)
		level = KL_XLSX_PLAIN;
	if (!spot.sheet || (!spot.cell && message == NULL))
		return KL_OK;
	/* The parts of one long column must not take all the room. */
	size_t most = level == KL_XLSX_PART ? KL_XLSX_MARKS / 2 : KL_XLSX_MARKS;
	if (x->mark_count >= most) {
		x->unmarked++;
		return KL_OK;
	}
	if (!kl_grow(x->marks, x->mark_capacity, x->mark_count + 1))
		return kl_no_memory(error);
	x->marks[x->mark_count] = (struct kl_xlsx_mark){
		.order = place->order, .column = spot.column, .row = spot.row,
		.line = place->line, .at = place->column, .message = message,
		.number = (uint32_t)x->mark_count, .level = level };
	x->mark_count++;
	return KL_OK;
}

/* "Error: leerjaar_3 is 5, but ... [total-mismatch]" */
static enum kl_status keep_message(struct kl_xlsx *x,
	const struct kl_finding *finding, const char **message,
	struct kl_error *error)
{
	static const char *const words[] = { "Info: ", "Warning: ", "Error: " };
	struct kl_text_buffer text = { 0 };

	*message = NULL;
	if (x->comments == KL_XLSX_COMMENTS) {
		x->uncommented++;
		return KL_OK;
	}
	kl_text_puts(&text, words[finding->severity]);
	kl_finding_message(finding, x->scope->style, &text);
	kl_text_printf(&text, " [%s]", kl_code_name(finding->code));
	if (!text.failed)
		*message = kl_arena_text(&x->arena, kl_text_span(&text));
	kl_text_release(&text);
	x->comments++;
	return *message != NULL ? KL_OK : kl_no_memory(error);
}

enum kl_status kl_xlsx_mark_finding(struct kl_xlsx *x,
	const struct kl_finding *finding, struct kl_error *error)
{
	enum kl_status status = KL_OK;
	const char *message = NULL;

	if (kl_xlsx_find(x, &finding->place).sheet)
		status = keep_message(x, finding, &message, error);
	if (status == KL_OK)
		status = add(x, &finding->place, kl_xlsx_level_of(finding->severity),
			message, error);
	for (size_t i = 0; i < finding->cell_count && status == KL_OK; i++)
		status = add(x, &finding->cells[i].place, KL_XLSX_PART, NULL, error);
	return status;
}

static int compare_numbers(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int compare_rows(const void *left, const void *right)
{
	const struct kl_xlsx_mark *a = left, *b = right;
	int order = compare_numbers(a->order, b->order);

	if (order == 0)
		order = compare_numbers(a->row, b->row);
	return order != 0 ? order : compare_numbers(a->number, b->number);
}

static int compare_columns(const void *left, const void *right)
{
	const struct kl_xlsx_mark *a = left, *b = right;
	int order = compare_numbers(a->column, b->column);

	if (order == 0)
		order = compare_numbers(b->level, a->level);
	return order != 0 ? order : compare_numbers(a->number, b->number);
}

void kl_xlsx_sort_marks(struct kl_xlsx *x)
{
	if (x->mark_count > 1)
		qsort(x->marks, x->mark_count, sizeof *x->marks, compare_rows);
}

/* The cell in which the place lies: the last that begins no later. */
static uint32_t find_column(const struct kl_xlsx_mark *mark,
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

size_t kl_xlsx_row_marks(struct kl_xlsx_mark *marks, size_t most,
	const struct kl_row *row, const struct kl_dialect *dialect)
{
	size_t count = 0;

	while (count < most && marks[count].order == marks[0].order
			&& marks[count].row == row->number) {
		struct kl_xlsx_mark *mark = &marks[count++];
		if (mark->column == KL_XLSX_LATE)
			mark->column = find_column(mark, row, dialect);
	}
	if (count > 1)
		qsort(marks, count, sizeof *marks, compare_columns);
	return count;
}
