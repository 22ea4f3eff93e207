/* Percentages without counts that make 100 in every row. */
#include <stdlib.h>

#include "draft/printed.h"

/* Of ten rows so many must close, and so many rows there must be. */
enum { SHARE = 9, ROWS = 3 };

struct closing {
	struct kl_shape *shape;
	size_t *columns;                /* of the tables */
	size_t count;
	struct kl_printed *cells;       /* of the first column all rows, and so on */
	uint64_t outcomes[3];
	size_t violated_row;
	int decimals;                   /* the fewest that are printed */
};

/* A name in an expression stands in backticks, which it cannot have itself. */
static bool can_close(const struct closing *closing, size_t column)
{
	struct kl_span name = closing->shape->tables[0]->columns[column].name;

	return kl_printed_is_percent(closing->shape, column)
		&& !closing->shape->paired[column] && !kl_name_is_total(name)
		&& memchr(name.at, '`', name.length) == NULL;
}

static void count_rows(struct closing *closing)
{
	const size_t rows = closing->shape->sums.row_count;

	closing->violated_row = SIZE_MAX;
	closing->decimals = INT32_MAX;
	for (size_t row = 0; row < rows; row++) {
		struct kl_closing sum = kl_closing_start();
		for (size_t i = 0; i < closing->count; i++) {
			struct kl_printed cell = closing->cells[i * rows + row];
			kl_closing_add(&sum, cell);
			if (cell.decimals >= 0 && cell.decimals < closing->decimals)
				closing->decimals = cell.decimals;
		}
		enum kl_outcome outcome = kl_closing_end(&sum);
		closing->outcomes[outcome]++;
		if (outcome == KL_VIOLATED && closing->violated_row == SIZE_MAX)
			closing->violated_row = row;
	}
}

/* "abs(`a` + `b` - 100) <= 0.10": half a unit for each. */
static void add_expectation(struct kl_drafting *drafting,
	const struct closing *closing)
{
	const struct kl_decimal bound = { 5 * (kl_int128)closing->count,
		closing->decimals + 1 };
	struct kl_text_buffer text = { 0 };
	char number[KL_DECIMAL_TEXT];

	kl_text_puts(&text, "abs(");
	for (size_t i = 0; i < closing->count; i++) {
		struct kl_span name = closing->shape->tables[0]->columns[
			closing->columns[i]].name;
		kl_text_puts(&text, i > 0 ? " + `" : "`");
		kl_text_add(&text, name);
		kl_text_puts(&text, "`");
		kl_text_puts(&drafting->told, i > 0 ? " + " : "");
		kl_scalar_add_remark(&drafting->told, name, 60);
	}
	kl_decimal_format(bound, '.', number);
	kl_text_printf(&text, " - 100) <= %s", number);
	kl_text_puts(&drafting->told, " = 100");
	kl_text_puts(&drafting->body, "expect: ");
	kl_scalar_add(&drafting->body, kl_text_span(&text));
	kl_text_puts(&drafting->body, "\n");
	drafting->body.failed = drafting->body.failed || text.failed;
	kl_text_release(&text);
}

static bool propose(struct kl_draft *draft, const struct closing *closing)
{
	struct kl_drafting drafting = { .draft = draft, .enabled = true };
	const struct kl_shape *shape = closing->shape;

	add_expectation(&drafting, closing);
	kl_drafting_hold(&drafting, closing->outcomes[KL_HOLDS],
		closing->outcomes[KL_VIOLATED], closing->outcomes[KL_UNDECIDED],
		"row");
	kl_drafting_where(&drafting, shape, closing->violated_row);
	kl_text_puts(&drafting.why, "Percentages whose counts were not found; each may be "
		"off by half a unit.\n");
	kl_drafting_bounds(&drafting, shape->tables, shape->table_count);
	kl_text_puts(&drafting.id, "honderd-procent");
	return kl_drafting_add(&drafting, KL_DRAFT_EXPR, shape->tables,
		shape->table_count);
}

bool kl_shape_closing(struct kl_draft *draft, struct kl_shape *shape)
{
	struct closing closing = { .shape = shape };
	const size_t rows = shape->sums.row_count;
	const size_t columns = shape->tables[0]->column_count;
	size_t count = 0;

	for (size_t i = 0; i < columns; i++)
		count += can_close(&closing, i);
	if (count < 2)
		return true;
	closing.columns = calloc(count, sizeof *closing.columns);
	closing.cells = calloc(count * rows + 1, sizeof *closing.cells);
	bool fine = closing.columns != NULL && closing.cells != NULL;
	for (size_t i = 0; i < columns && fine; i++) {
		if (!can_close(&closing, i))
			continue;
		kl_printed_read(shape, i, closing.cells + closing.count * rows);
		closing.columns[closing.count++] = i;
	}
	if (fine) {
		count_rows(&closing);
		uint64_t held = closing.outcomes[KL_HOLDS];
		if (held >= ROWS && 10 * held >= SHARE * (held
				+ closing.outcomes[KL_VIOLATED]))
			fine = propose(draft, &closing);
	}
	free(closing.columns);
	free(closing.cells);
	return fine;
}
