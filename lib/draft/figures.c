/* What stands where numbers stand and is none; and the figures themselves, as
 * whole numbers that can be added up fast. */
#include <stdlib.h>

#include "draft/sample.h"

static bool note_mark(struct kl_draft *draft, const struct kl_draft_value *value,
	const struct kl_cell *cell)
{
	for (size_t i = 0; i < draft->marker_count; i++) {
		if (kl_span_equal(draft->markers[i].mark, value->text)) {
			draft->marker_cells[i] += value->count;
			return true;
		}
	}
	size_t capacity = draft->marker_capacity;
	if (!kl_grow(draft->markers, draft->marker_capacity,
				draft->marker_count + 1)
			|| !kl_reserve((void **)&draft->marker_cells, &capacity,
				draft->marker_capacity, sizeof *draft->marker_cells))
		return false;
	draft->markers[draft->marker_count] = (struct kl_marker){ value->text,
		cell->kind == KL_CELL_UNKNOWN, cell->interval };
	draft->marker_cells[draft->marker_count++] = value->count;
	return true;
}

/* Of text, a declared mark for what is unknown is no text any more. */
static void count_missing(const struct kl_draft *draft,
	struct kl_draft_column *column)
{
	struct kl_cell cell;

	for (size_t v = 0; v < column->value_count; v++) {
		const struct kl_draft_value *value = &column->values[v];
		bool missing = column->kind != KL_DRAFT_TEXT
			&& kl_draft_is_mark(value->text, &cell)
			&& cell.kind == KL_CELL_UNKNOWN;
		for (size_t i = 0; i < draft->marker_count; i++)
			missing = missing || (draft->markers[i].unknown
				&& kl_span_equal(draft->markers[i].mark, value->text));
		column->missing += missing ? value->count : 0;
	}
}

bool kl_draft_marks(struct kl_draft *draft)
{
	struct kl_cell cell;

	for (size_t t = 0; t < draft->table_count; t++) {
		for (size_t i = 0; i < draft->tables[t].column_count; i++) {
			struct kl_draft_column *column = &draft->tables[t].columns[i];
			if (!kl_column_is_number(column))
				continue;
			for (size_t v = 0; v < column->value_count; v++) {
				if (kl_draft_is_mark(column->values[v].text, &cell)
						&& !note_mark(draft, &column->values[v],
							&cell))
					return false;
			}
		}
	}
	for (size_t t = 0; t < draft->table_count; t++) {
		for (size_t i = 0; i < draft->tables[t].column_count; i++)
			count_missing(draft, &draft->tables[t].columns[i]);
	}
	return true;
}

enum { FIGURE_DECIMALS = 6 };         /* a table with more has no sums */

static int decimals_of(const struct kl_draft_table *table)
{
	int most = 0;

	for (size_t i = 0; i < table->column_count; i++) {
		const struct kl_draft_column *column = &table->columns[i];
		struct kl_cell cell;
		for (size_t v = 0; v < column->value_count
				&& kl_column_is_number(column); v++) {
			kl_cell_read(column->values[v].text, &column->reading, &cell);
			most = cell.value.decimals > most ? cell.value.decimals : most;
		}
	}
	return most;
}

static struct kl_draft_figure figure_of(const struct kl_interval *in,
	int decimals)
{
	const struct kl_draft_figure unknown = { 1, 0 };
	struct kl_decimal low, high;
	int64_t unit = (int64_t)kl_power_of_ten(decimals);

	if (in->low.infinite || in->high.infinite || in->low.open || in->high.open
			|| !kl_decimal_scale(in->low.at, unit, &low)
			|| !kl_decimal_scale(in->high.at, unit, &high))
		return unknown;
	low.coefficient /= kl_power_of_ten(low.decimals);
	high.coefficient /= kl_power_of_ten(high.decimals);
	if (low.coefficient < -KL_FIGURE_MOST || high.coefficient > KL_FIGURE_MOST)
		return unknown;
	return (struct kl_draft_figure){ (int64_t)low.coefficient,
		(int64_t)high.coefficient };
}

static bool add_figures(struct kl_draft_table *table,
	struct kl_draft_column *column)
{
	const size_t count = column->value_count;
	struct kl_draft_figure *values = malloc((count + 1) * sizeof *values);
	struct kl_draft_figure *figures = malloc((table->row_count + 1)
		* sizeof *figures);
	struct kl_cell cell;

	if (values == NULL || figures == NULL) {
		free(values);
		free(figures);
		return false;
	}
	for (size_t v = 0; v < count; v++) {
		kl_cell_read(column->values[v].text, &column->reading, &cell);
		values[v] = figure_of(&cell.interval, table->decimals);
	}
	for (size_t row = 0; row < table->row_count; row++)
		figures[row] = column->ids[row] == UINT32_MAX
			? (struct kl_draft_figure){ 1, 0 } : values[column->ids[row]];
	free(values);
	column->figures = figures;
	return true;
}

bool kl_draft_figures(struct kl_draft *draft)
{
	for (size_t t = 0; t < draft->table_count; t++) {
		struct kl_draft_table *table = &draft->tables[t];
		table->decimals = decimals_of(table);
		for (size_t i = 0; i < table->column_count
				&& table->decimals <= FIGURE_DECIMALS; i++) {
			struct kl_draft_column *column = &table->columns[i];
			if (kl_column_is_number(column)
					&& !add_figures(table, column))
				return false;
		}
	}
	return true;
}
