/* Which rows of a table are totals of others, and what they should be. */
#include "draft/shape.h"

/* Without a label the last row may be a total if so many columns add up, and is
 * surely one with so many bits together (see sums.h) above one a column. */
enum { COLUMNS = 2, SURE_BITS = 20 };

static bool is_label(struct kl_span text, bool inner)
{
	static const char *const labels[] = { "totaal", "total", "totalen",
		"totals", "eindtotaal", "totaal generaal", "grand total",
		"subtotaal", "sub totaal", "subtotal" };
	size_t count = sizeof labels / sizeof *labels - (inner ? 0 : 3);

	if (text.length < 5 || text.length > 20)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (kl_text_same_folded(text, kl_span_of(labels[i])))
			return true;
	}
	return false;
}

/* Adds a level, so that those of fewer rows come after: subtotals first. */
static void add_level(struct kl_total_rows *rows,
	const struct kl_draft_column *column, uint32_t value)
{
	uint32_t count = column->values[value].count;
	size_t at = rows->level_count;

	if (at == KL_TOTAL_LEVELS)
		return;
	for (; at > 0 && rows->levels[at - 1].rows < count; at--)
		rows->levels[at] = rows->levels[at - 1];
	rows->levels[at] = (struct kl_total_level){ column->index, value,
		column->values[value].text, count };
	rows->level_count++;
}

static bool can_label(const struct kl_draft_column *column)
{
	return column->kind == KL_DRAFT_TEXT && column->usable
		&& column->name.length <= KL_SCALAR_KEY_MOST;
}

size_t kl_total_level(const struct kl_total_rows *rows,
	const struct kl_draft_table *table, size_t row)
{
	for (size_t i = 0; i < rows->level_count; i++) {
		const struct kl_total_level *level = &rows->levels[i];
		if (table->columns[level->column].ids[row] == level->value)
			return i + 1;
	}
	return 0;
}

/* The highest total is one row, the last; or the first, with all below it. Of
 * several rows of one level, the last one ends the table. */
static bool is_sound(struct kl_total_rows *rows,
	const struct kl_draft_table *table)
{
	size_t last = table->row_count - 1;
	const struct kl_total_level *highest = &rows->levels[rows->level_count - 1];

	rows->last = last;
	if (kl_total_level(rows, table, last) == rows->level_count)
		return highest->rows == 1 || rows->level_count == 1;
	rows->above = rows->level_count == 1 && highest->rows == 1
		&& kl_total_level(rows, table, 0) == 1;
	rows->last = 0;
	return rows->above;
}

/* The last row, if the columns say so and its first text is in no other row. */
static void find_unlabelled(struct kl_total_rows *rows,
	const struct kl_shape *shape, size_t t)
{
	const struct kl_draft_table *table = shape->tables[t];
	size_t last = table->row_count - 1;
	struct kl_down_tally tally = { 0 };

	for (size_t i = 0; i < table->column_count && rows->level_count == 0; i++) {
		const struct kl_draft_column *column = &table->columns[i];
		uint32_t value = column->ids[last];
		if (can_label(column) && value != UINT32_MAX
				&& column->values[value].count == 1)
			add_level(rows, column, value);
	}
	for (size_t i = 0; i < shape->column_count && rows->level_count > 0; i++)
		kl_shape_add_down(shape, t, rows, i, &tally);
	rows->last = last;
	rows->sure = tally.bits >= SURE_BITS + shape->column_count;
	if (tally.rich < COLUMNS || tally.outcomes[KL_VIOLATED] > 0)
		rows->level_count = 0;
}

struct kl_total_rows kl_shape_total_rows(const struct kl_shape *shape, size_t t)
{
	const struct kl_draft_table *table = shape->tables[t];
	struct kl_total_rows rows = { .named = true, .sure = true };

	if (table->row_count < 2 || table->cut)
		return rows;
	for (size_t i = 0; i < table->column_count; i++) {
		const struct kl_draft_column *column = &table->columns[i];
		for (size_t v = 0; v < column->value_count && can_label(column); v++) {
			const struct kl_draft_value *value = &column->values[v];
			if (is_label(value->text, value->count > 1))
				add_level(&rows, column, (uint32_t)v);
		}
	}
	if (rows.level_count > 0 && !is_sound(&rows, table))
		rows.level_count = 0;
	if (rows.level_count == 0) {
		rows.named = false;
		rows.above = false;
		find_unlabelled(&rows, shape, t);
	}
	return rows;
}

static unsigned logarithm(int64_t value)
{
	unsigned bits = 0;

	for (; value > 1; value /= 2)
		bits++;
	return bits;
}

/* What waits to be added up to a total: known only if all of it is. */
struct waiting {
	int64_t low, high;
	size_t parts, unknown;
};

static void wait_for(struct waiting *waiting, struct kl_draft_figure figure)
{
	if (!kl_figure_known(figure)) {
		waiting->unknown++;
		return;
	}
	waiting->low += figure.low;
	waiting->high += figure.high;
	waiting->parts += figure.high != 0;
}

/* As lib/check/totals_down.c: a total takes what waits on the levels below it. */
static void close_total(struct waiting *levels, size_t level,
	struct kl_draft_figure total, struct kl_down_tally *tally)
{
	struct waiting sum = { 0 };
	enum kl_outcome outcome = KL_UNDECIDED;

	for (size_t i = 0; i < level; i++) {
		sum.low += levels[i].low;
		sum.high += levels[i].high;
		sum.parts += levels[i].parts;
		sum.unknown += levels[i].unknown;
		levels[i] = (struct waiting){ 0 };
	}
	if (sum.unknown == 0 && kl_figure_known(total)) {
		if (sum.high < total.low || sum.low > total.high)
			outcome = KL_VIOLATED;
		else if (sum.low == sum.high && kl_figure_exact(total))
			outcome = KL_HOLDS;
	}
	tally->outcomes[outcome]++;
	if (outcome != KL_HOLDS || sum.parts < 2)
		return;
	tally->rich++;
	tally->bits += logarithm(total.low);
}

static struct kl_draft_figure figure_at(const struct kl_shape *shape, size_t t,
	size_t column, size_t row)
{
	const struct kl_draft_figure *figures =
		shape->tables[t]->columns[shape->columns[column]].figures;

	return figures != NULL ? figures[row] : (struct kl_draft_figure){ 1, 0 };
}

void kl_shape_add_down(const struct kl_shape *shape, size_t t,
	const struct kl_total_rows *rows, size_t column,
	struct kl_down_tally *tally)
{
	const struct kl_draft_table *table = shape->tables[t];
	struct waiting levels[KL_TOTAL_LEVELS + 1] = { 0 };

	for (size_t i = 0; i < table->row_count; i++) {
		/* A total above is met last when the rows are walked from below. */
		size_t row = rows->above ? table->row_count - 1 - i : i;
		size_t level = kl_total_level(rows, table, row);
		struct kl_draft_figure figure = figure_at(shape, t, column, row);
		if (level > 0)
			close_total(levels, level, figure, tally);
		wait_for(&levels[level], figure);
	}
}

struct kl_draft_figure kl_shape_body_sum(const struct kl_shape *shape, size_t t,
	const struct kl_total_rows *rows, size_t column)
{
	const struct kl_draft_table *table = shape->tables[t];
	struct waiting sum = { 0 };

	for (size_t row = 0; row < table->row_count; row++) {
		if (kl_total_level(rows, table, row) == 0)
			wait_for(&sum, figure_at(shape, t, column, row));
	}
	return sum.unknown > 0 ? (struct kl_draft_figure){ 1, 0 }
		: (struct kl_draft_figure){ sum.low, sum.high };
}
