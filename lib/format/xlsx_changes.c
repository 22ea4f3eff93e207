/* The sheet of changes: the log that klopt-clean wrote, with links to the cells.
 * It is read twice: before anything is written, for what is linked and whether
 * it fits, and at the end, when it is known which row of a sheet a line is. */
#include <stdlib.h>

#include "base/hash.h"
#include "format/changes.h"
#include "format/xlsx.h"
#include "rule/path.h"

enum { TABLE, CELL, OF_THE_LOG };       /* then the columns of the log */

static const struct kl_xlsx_list_column columns[] = {
	{ KL_PHRASE_column_table, 26, false },
	{ KL_PHRASE_column_cell, 10, false },
	{ KL_PHRASE_column_file, 34, false },
	{ KL_PHRASE_column_line, 9, false },
	{ KL_PHRASE_column_field, 18, false },
	{ KL_PHRASE_column_from, 30, true },
	{ KL_PHRASE_column_to, 30, true },
	{ KL_PHRASE_column_why, 50, false },
};

enum { COLUMNS = sizeof columns / sizeof *columns };

/* The path of a table as a log has it: as shown, or seen from the dataset. */
static struct kl_span inner_path(const struct kl_dataset *dataset,
	const char *path)
{
	size_t length = dataset->folder != NULL ? strlen(dataset->folder) : 0;

	return length > 0 && strncmp(path, dataset->folder, length) == 0
		&& path[length] == '/' ? kl_span_of(path + length + 1)
		: kl_span_of(path);
}

/* A sheet of a workbook is told as levering.xlsx:Blad1. */
static bool add_path(struct kl_xlsx *x, uint32_t order, struct kl_span path)
{
	const char *sheet = x->shown.tables[order].sheet;
	struct kl_text_buffer key = { 0 };

	kl_text_add(&key, path);
	kl_text_puts(&key, sheet != NULL ? ":" : "");
	kl_text_puts(&key, sheet != NULL ? sheet : "");
	bool added = !key.failed && kl_index_add(&x->changes.paths,
		kl_text_span(&key), order, NULL, NULL);
	kl_text_release(&key);
	return added;
}

static bool index_tables(struct kl_xlsx *x)
{
	const struct kl_dataset *dataset = x->scope->dataset;

	for (uint32_t i = 0; i < dataset->table_count; i++) {
		const char *path = dataset->tables[i].shown;
		if (x->shown.tables[i].without == KL_UNSHOWN_NOT
				&& (!add_path(x, i, kl_span_of(path))
				|| !add_path(x, i, inner_path(dataset, path))))
			return false;
	}
	return true;
}

/* The name of the file, without its ending. */
static struct kl_span stem_of(struct kl_span path)
{
	for (size_t i = path.length; i-- > 0; ) {
		if (path.at[i] == '/') {
			path = (struct kl_span){ path.at + i + 1, path.length - i - 1 };
			break;
		}
	}
	path = kl_path_unpacked(path);
	for (size_t i = path.length; i-- > 1; ) {
		if (path.at[i] == '.') {
			path.length = i;
			break;
		}
	}
	return path;
}

/* The table that came of another file or sheet is called as that. */
static bool find_by_name(const struct kl_xlsx *x, struct kl_span path,
	uint32_t *order)
{
	const struct kl_dataset *dataset = x->scope->dataset;
	struct kl_span sheet = { 0 };
	size_t found = 0;

	for (size_t i = path.length; i-- > 0; ) {
		if (path.at[i] == ':') {
			sheet = (struct kl_span){ path.at + i + 1, path.length - i - 1 };
			path.length = i;
			break;
		}
	}
	for (uint32_t i = 0; i < dataset->table_count; i++) {
		struct kl_span stem = stem_of(kl_span_of(dataset->tables[i].shown));
		if (x->shown.tables[i].without != KL_UNSHOWN_NOT || stem.length == 0
				|| dataset->tables[i].dialect.sheet != NULL
				|| (!kl_span_equal(stem, stem_of(path))
					&& !kl_span_equal(stem, sheet)))
			continue;
		*order = i;
		found++;
	}
	return found == 1;
}

static bool find_table(struct kl_xlsx *x, struct kl_span path, uint32_t *order)
{
	if (kl_index_find(&x->changes.paths, path, order)
			|| find_by_name(x, path, order))
		return true;
	x->changes.elsewhere += path.length > 0 && !x->scope->style->no_values;
	return false;
}

/* False if there is no such table or column, or two of that name. */
static bool find_cell(struct kl_xlsx *x, const struct kl_logged *change,
	struct kl_xlsx_target *target)
{
	struct kl_span field = kl_span_trim(change->cells[KL_CHANGE_FIELD]);
	struct kl_span from = change->cells[KL_CHANGE_FROM];
	struct kl_span to = change->cells[KL_CHANGE_TO];
	uint32_t unused;

	if (!find_table(x, change->cells[KL_CHANGE_PATH], &target->order)
			|| change->line == 0)
		return false;
	const struct kl_shown_table *info = &x->shown.tables[target->order];
	struct kl_xlsx_logged *table = &x->changes.tables[target->order];
	target->line = change->line;
	target->of_cell = field.length > 0;
	if (!target->of_cell)
		return true;
	target->told = from.length > 0 || to.length > 0;
	target->from = kl_key_hash(from);
	target->to = kl_key_hash(to);
	if (kl_span_equal(kl_span_trim(to), field) && (table->header == 0
			|| change->line < table->header))
		table->header = change->line;
	return !kl_index_find(&info->repeated, field, &unused)
		&& kl_index_find(&info->columns, field, &target->column);
}

static enum kl_status check_length(struct kl_xlsx *x,
	const struct kl_logged *change, size_t column, struct kl_error *error)
{
	size_t units = kl_xlsx_text(change->cells[column], 0, &x->text);
	uint64_t line, at;

	if (x->text.failed)
		return kl_no_memory(error);
	if (units <= KL_XLSX_UNITS)
		return KL_OK;
	kl_row_place(change->row, change->dialect, column, &line, &at);
	return kl_fail(error, KL_LIMIT, x->scope->changes, line, at,
		"the cell has %zu characters; a cell of a workbook holds %d", units,
		KL_XLSX_UNITS);
}

static enum kl_status look_at(void *context, const struct kl_logged *change,
	struct kl_error *error)
{
	struct kl_xlsx *x = context;
	struct kl_xlsx_changes *changes = &x->changes;
	struct kl_xlsx_target target = { .number = changes->count++ };
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < KL_CHANGE_COLUMNS && status == KL_OK; i++)
		status = check_length(x, change, i, error);
	if (status != KL_OK || !find_cell(x, change, &target))
		return status;
	if (changes->target_count == KL_XLSX_LINKS) {
		changes->list.unlinked++;
		return KL_OK;
	}
	if (!kl_grow(changes->targets, changes->target_capacity,
			changes->target_count + 1))
		return kl_no_memory(error);
	changes->targets[changes->target_count++] = target;
	return KL_OK;
}

static int compare_numbers(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int by_line(const void *left, const void *right)
{
	const struct kl_xlsx_target *a = left, *b = right;
	int order = compare_numbers(a->order, b->order);

	return order != 0 ? order : compare_numbers(a->line, b->line);
}

static int by_number(const void *left, const void *right)
{
	const struct kl_xlsx_target *a = left, *b = right;

	return compare_numbers(a->number, b->number);
}

static void sort(struct kl_xlsx_changes *changes,
	int (*compare)(const void *, const void *))
{
	if (changes->target_count > 1)
		qsort(changes->targets, changes->target_count,
			sizeof *changes->targets, compare);
}

enum kl_status kl_xlsx_begin_changes(struct kl_xlsx *x, struct kl_error *error)
{
	x->changes.list = (struct kl_xlsx_list){ .title = KL_PHRASE_sheet_changes,
		.columns = columns, .column_count = COLUMNS };
	return x->scope->changes == NULL ? KL_OK
		: kl_xlsx_list_begin(x, &x->changes.list, error);
}

enum kl_status kl_xlsx_look_at_changes(struct kl_xlsx *x,
	struct kl_error *error)
{
	const struct kl_change_calls calls = { look_at, x };
	struct kl_xlsx_changes *changes = &x->changes;

	if (x->scope->changes == NULL)
		return KL_OK;
	changes->tables = calloc(x->scope->dataset->table_count + 1,
		sizeof *changes->tables);
	if (changes->tables == NULL || !index_tables(x))
		return kl_no_memory(error);
	enum kl_status status = kl_changes_read(x->scope->changes, &calls, error);
	sort(changes, by_line);
	changes->next = 0;
	return status;
}

/* The line that the row ends on; walked only where that can matter. */
static uint64_t last_line(const struct kl_row *row,
	const struct kl_dialect *dialect, uint64_t wanted)
{
	uint64_t line = row->line, column;

	if (wanted > row->line && wanted - row->line < row->raw.length)
		kl_row_place(row, dialect, row->count, &line, &column);
	return line;
}

/* Where the header stands tells how far the rows were moved up. */
static void move(struct kl_xlsx_changes *changes, size_t order, uint64_t header)
{
	uint64_t logged = changes->tables[order].header;

	if (logged == 0 || logged == header)
		return;
	for (size_t i = changes->next; i < changes->target_count
			&& changes->targets[i].order <= order; i++) {
		struct kl_xlsx_target *target = &changes->targets[i];
		if (target->order == order)
			target->line = target->line + header > logged
				? target->line + header - logged : 0;
	}
}

/* The header has the names of now in either case. */
static void compare(struct kl_xlsx_logged *table,
	const struct kl_xlsx_target *target, const struct kl_row *row)
{
	struct kl_span cell = target->column < row->count
		? row->cells[target->column] : (struct kl_span){ 0 };
	uint64_t is = kl_key_hash(cell);
	bool either = row->number == 0
		&& (is == target->from || is == target->to);

	if (!target->of_cell || !target->told)
		return;
	table->seen = true;
	table->not_from = table->not_from || (!either && is != target->from);
	table->not_to = table->not_to || (!either && is != target->to);
}

void kl_xlsx_meet_row(struct kl_xlsx *x, size_t order, const struct kl_row *row,
	const struct kl_dialect *dialect, uint32_t part, uint32_t sheet_row)
{
	struct kl_xlsx_changes *changes = &x->changes;

	if (changes->next == changes->target_count)
		return;
	if (row->number == 0)
		move(changes, order, row->line);
	struct kl_xlsx_target *target = &changes->targets[changes->next];
	const struct kl_xlsx_target *end = changes->targets
		+ changes->target_count;
	while (target < end && (target->order < order || (target->order == order
			&& target->line < row->line)))
		target++;
	while (target < end && target->order == order && target->line
			<= last_line(row, dialect, target->line)) {
		target->part = part;
		target->row = sheet_row;
		target->met = true;
		compare(&changes->tables[order], target, row);
		target++;
	}
	changes->next = (size_t)(target - changes->targets);
}

/* Whether the lines of the log are those of the table: all cells in it are what
 * the log says they were, or all are what they became. */
static bool stands_still(const struct kl_xlsx_logged *table)
{
	return table->seen && !(table->not_from && table->not_to);
}

/* The table, which leads to the cell, and the cell; else to the column. */
static enum kl_status put_target(struct kl_xlsx *x,
	const struct kl_xlsx_target *target, struct kl_error *error)
{
	struct kl_xlsx_list *list = &x->changes.list;
	const char *name = x->scope->dataset->tables[target->order].name;
	const struct kl_xlsx_target column = { .order = target->order,
		.column = target->column };
	bool still = stands_still(&x->changes.tables[target->order]);

	if (still && !target->met)
		return KL_OK;
	x->changes.moved += !still && target->of_cell;
	enum kl_status status = kl_xlsx_list_put_link(x, list, TABLE, name,
		x->linked, still ? target : &column, error);
	return status != KL_OK || !still ? status : kl_xlsx_list_put_cell(x, list,
		CELL, target, error);
}

static enum kl_status put_change(void *context, const struct kl_logged *change,
	struct kl_error *error)
{
	struct kl_xlsx *x = context;
	struct kl_xlsx_changes *changes = &x->changes;
	bool may_link = changes->next < changes->target_count;
	const struct kl_xlsx_target *target = may_link
		? &changes->targets[changes->next] : NULL;
	bool here = may_link && target->number == changes->written;
	enum kl_status status = kl_xlsx_list_next(x, &changes->list, may_link,
		error);

	changes->written++;
	changes->next += here;
	if (status == KL_OK && here)
		status = put_target(x, target, error);
	for (uint32_t i = 0; i < KL_CHANGE_COLUMNS && status == KL_OK; i++) {
		if (i == KL_CHANGE_LINE)
			status = kl_xlsx_list_put_count(x, &changes->list,
				OF_THE_LOG + i, change->line, error);
		else
			status = kl_xlsx_list_put(x, &changes->list, OF_THE_LOG + i,
				change->cells[i], error);
	}
	return status == KL_OK ? kl_xlsx_list_end_row(&changes->list, error)
		: status;
}

enum kl_status kl_xlsx_write_changes(struct kl_xlsx *x, struct kl_error *error)
{
	const struct kl_change_calls calls = { put_change, x };
	struct kl_xlsx_changes *changes = &x->changes;

	if (x->scope->changes == NULL)
		return KL_OK;
	sort(changes, by_number);
	changes->next = 0;
	enum kl_status status = kl_changes_read(x->scope->changes, &calls, error);
	if (status == KL_OK && changes->written != changes->count)
		status = kl_fail(error, KL_IO, x->scope->changes, 0, 0,
			"changed while it was read; export again");
	return status == KL_OK ? kl_xlsx_list_end(x, &changes->list, error)
		: status;
}

void kl_xlsx_close_changes(struct kl_xlsx *x)
{
	kl_xlsx_list_release(&x->changes.list);
	free(x->changes.targets);
	free(x->changes.tables);
	kl_index_release(&x->changes.paths);
}
