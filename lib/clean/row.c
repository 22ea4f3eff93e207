/* Rows: what their cells become, and what of them is told. */
#include "clean/row.h"

#include <stdlib.h>

bool kl_clean_is_padding(const struct kl_row *row, size_t from)
{
	for (size_t i = from; i < row->count; i++) {
		if (row->cells[i].length > 0
				&& kl_clean_trim(row->cells[i]).length > 0)
			return false;
	}
	return true;
}

/* The cell of an event, with its place. */
static enum kl_status tell_cell(struct kl_clean_table *table,
	const struct kl_row *row, size_t column, struct kl_clean_event event,
	struct kl_error *error)
{
	if (!table->silent)
		kl_row_place_after(&table->walk, row, &table->dialect, column,
			&event.line, &event.column);
	if (column < table->count)
		event.field = table->names[column];
	return kl_clean_tell(table, event, error);
}

/* What stands for "as above": nothing, or one of these. */
static bool is_ditto(struct kl_span text)
{
	static const char *const marks[] = { "\"", "''", ",,", "\xe2\x80\x9e",
		"\xe2\x80\x9d", "\xe2\x80\xb3", "\xe3\x80\x83", "idem", "id." };

	if (text.length == 0)
		return true;
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		if (kl_span_alike(text, kl_span_of(marks[i])))
			return true;
	}
	return false;
}

/* Fills the cell in, or keeps it for those below. */
static bool fill_down(struct kl_clean_table *table, size_t column,
	struct kl_clean_cell *cell)
{
	struct kl_text_buffer *above = &table->above[column];
	const struct kl_span kept = kl_text_span(above);

	if (!is_ditto(cell->text)) {
		if (kl_span_equal(kept, cell->text))
			return true;
		above->length = 0;
		kl_text_add(above, cell->text);
		return !above->failed;
	}
	if (kept.length == 0) {
		cell->left = KL_CLEAN_nothing_above;
		return true;
	}
	cell->text = kl_arena_span(&table->scratch, kept);
	cell->why = kl_clean_why(KL_CLEAN_fill_down);
	return cell->text.at != NULL;
}

static enum kl_status tell_change(struct kl_clean_table *table,
	const struct kl_row *row, size_t column, const struct kl_clean_cell *cell,
	struct kl_error *error)
{
	const struct kl_span from = row->cells[column];
	enum kl_status status = KL_OK;

	if (!kl_span_equal(from, cell->text))
		status = tell_cell(table, row, column, (struct kl_clean_event){
			.from = { from.at != NULL ? from.at : "", from.length },
			.to = { cell->text.at != NULL ? cell->text.at : "",
				cell->text.length }, .why = cell->why }, error);
	if (status == KL_OK && cell->left != KL_CLEAN_NOTHING)
		status = tell_cell(table, row, column, (struct kl_clean_event){
			.from = cell->text, .why = kl_clean_why(cell->left),
			.left = true }, error);
	return status;
}

static enum kl_status clean_cell(struct kl_clean_table *table,
	const struct kl_row *row, size_t column, struct kl_error *error)
{
	struct kl_clean_column *of = &table->columns[column];
	struct kl_clean_cell cell;

	/* A sign for "as above" is no cell of its column. */
	bool ditto = of->from->fill_down
		&& is_ditto(kl_clean_trim(row->cells[column]));
	if (ditto)
		cell = (struct kl_clean_cell){
			.text = kl_clean_trim(row->cells[column]) };
	else if (!kl_clean_cell(of, row->cells[column], &table->scratch, &cell))
		return kl_no_memory(error);
	bool stays = ditto && cell.text.length == 0
		&& kl_clean_is_total(table, row, table->names[column]);
	if (of->from->fill_down && !stays && !fill_down(table, column, &cell))
		return kl_no_memory(error);
	table->cells[column] = cell.text;
	/* What fills others in is kept each time it stands there. */
	if (of->kind == KL_CLEAN_KNOWN && cell.left == KL_CLEAN_NOTHING
			&& !of->from->fill_down
			&& kl_span_equal(cell.text, row->cells[column]))
		kl_memo_add(of->known, cell.text);
	return tell_change(table, row, column, &cell, error);
}

/* Repairs of this row, and what is told of it. */
static enum kl_status repair(struct kl_clean_table *table,
	const struct kl_row *row, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	while (status == KL_OK && table->next_repair < table->repair_count) {
		const struct kl_clean_repair *r = &table->repairs[table->next_repair];
		size_t column = 0;
		if (r->row > table->result->rows)
			break;
		table->next_repair++;
		while (column < table->count
				&& !kl_span_equal(table->names[column], r->field))
			column++;
		if (column >= row->count || column >= table->count)
			continue;
		const struct kl_span cell = table->cells[column];
		bool change = r->to.at != NULL && kl_span_equal(cell, r->from);
		if (change)
			table->cells[column] = r->to;
		status = tell_cell(table, row, column, (struct kl_clean_event){
			.from = cell, .to = change ? r->to : (struct kl_span){ 0 },
			.why = kl_clean_why(r->why), .left = !change }, error);
	}
	return status;
}

/* Cells behind the last column go if they are empty; others stay, and are told. */
static enum kl_status judge_length(struct kl_clean_table *table,
	const struct kl_row *row, size_t *count, struct kl_error *error)
{
	const struct kl_span nothing = { 0 };

	*count = row->count;
	if (row->count < table->count)
		return tell_cell(table, row, row->count, (struct kl_clean_event){
			.from = nothing, .why = kl_clean_why(KL_CLEAN_row_short),
			.left = true }, error);
	if (row->count == table->count)
		return KL_OK;
	if (kl_clean_is_padding(row, table->count)) {
		*count = table->count;
		return kl_clean_tell_file(table, row->line, KL_CLEAN_cells_padding,
			NULL, NULL, error);
	}
	return tell_cell(table, row, table->count, (struct kl_clean_event){
		.from = row->cells[table->count],
		.why = kl_clean_why(KL_CLEAN_row_long), .left = true }, error);
}

/* The cells as they are written. What a short row lacks in the middle becomes
 * empty, if its columns are moved. */
static const struct kl_span *put_in_order(struct kl_clean_table *table,
	size_t *count)
{
	size_t there = *count, last = 0;

	if (table->in_order)
		return table->cells;
	for (size_t i = 0; i < table->count; i++) {
		bool has = table->order[i] < there;
		table->written[i] = has ? table->cells[table->order[i]]
			: (struct kl_span){ 0 };
		if (has)
			last = i + 1;
	}
	for (size_t i = table->count; i < there; i++)
		table->written[i] = table->cells[i];
	*count = there > table->count ? there : last;
	return table->written;
}

enum kl_status kl_clean_row(struct kl_clean_table *table,
	const struct kl_row *row, struct kl_error *error)
{
	size_t count = row->count;
	enum kl_status status = KL_OK;

	if (!kl_grow(table->cells, table->capacity, row->count + 1)
			|| !kl_grow(table->written, table->written_capacity,
				table->count + row->count + 1))
		return kl_no_memory(error);
	table->result->rows++;
	for (size_t i = 0; i < row->count && status == KL_OK; i++) {
		table->cells[i] = row->cells[i];
		if (i < table->count && !kl_clean_is_plain(&table->columns[i],
				row->cells[i]))
			status = clean_cell(table, row, i, error);
	}
	if (status == KL_OK && row->count != table->count)
		status = judge_length(table, row, &count, error);
	if (status == KL_OK && table->next_repair < table->repair_count)
		status = repair(table, row, error);
	if (status != KL_OK)
		return status;
	const struct kl_span *cells = put_in_order(table, &count);
	return kl_csv_row(&table->csv, cells, count, error);
}
