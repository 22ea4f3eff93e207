#include "check/percent.h"

#include <assert.h>
#include <stdio.h>

enum { CELLS = 3 };             /* percentage, count, N */

/* The share as the table would print it: its own cell, with another number in
 * it. Returns what is put in its place: the number alone. */
static struct kl_span write_right(const struct kl_percent_figure *figure,
	kl_int128 units, char *number)
{
	const struct kl_decimal right = { units, figure->share.decimals };
	size_t length = kl_decimal_format(right,
		figure->column->reading->decimal_char, number);

	return (struct kl_span){ number, length };
}

/* Off by one in the last digit, as all that are wrong in the row, so that what is
 * printed makes 100 where the right roundings would not. */
static bool is_closing(const struct kl_percent *state,
	const struct kl_percent_row *at, const struct kl_percent_figure *figure)
{
	const struct kl_decimal hundred = kl_decimal_of(100);
	int side = kl_decimal_compare(hundred, at->right_sum);

	if (!at->sums || !at->right_known || side == 0 || !figure->column->closes
			|| kl_decimal_compare(at->printed_sum, hundred) != 0)
		return false;
	for (size_t i = 0; i < state->count; i++) {
		const struct kl_percent_figure *other = &state->figures[i];
		if (other->column->closes && other->outcome == KL_VIOLATED
				&& other->printed - other->low != side)
			return false;
	}
	return true;
}

static size_t add_cells(const struct kl_percent *state,
	const struct kl_scope *scope, const struct kl_row *row,
	const struct kl_percent_figure *figure, struct kl_finding_cell *cells)
{
	const size_t columns[CELLS] = { figure->column->index,
		figure->column->count_index, state->of_index };
	size_t count = 0;

	for (size_t i = 0; i < CELLS; i++) {
		if (columns[i] == SIZE_MAX || (i == 2 && columns[2] == columns[1]))
			continue;
		cells[count++] = (struct kl_finding_cell){
			kl_scope_place(scope, row, columns[i]),
			kl_row_cell(row, columns[i]) };
	}
	return count;
}

static void add_fit(struct kl_making *making, struct kl_percent_row *at,
	const struct kl_percent_figure *figure)
{
	if (!figure->has_fit) {
		kl_making_phrase(making, "fit", KL_MESSAGE_percent_fit_none);
		return;
	}
	kl_making_number(making, "fit_count", kl_decimal_of(figure->fit.count));
	kl_making_number(making, "fit_n", kl_decimal_of(figure->fit.n));
	bool row = at->row_fit == figure->fit.n && !at->row_fit_told;
	at->row_fit_told = at->row_fit_told || row;
	kl_making_phrase(making, "fit", figure->column->mean
		? KL_MESSAGE_percent_fit_mean : row ? KL_MESSAGE_percent_fit_row
		: KL_MESSAGE_percent_fit);
}

static void choose_words(struct kl_making *making,
	const struct kl_percent *state, struct kl_percent_row *at,
	const struct kl_percent_figure *figure)
{
	struct kl_finding *finding = &making->finding;

	finding->code = KL_CODE_percent_mismatch;
	kl_making_number(making, "n", kl_decimal_of(at->n.low));
	if (figure->column->count_index == SIZE_MAX) {
		finding->message = figure->column->mean ? KL_MESSAGE_percent_mean
			: KL_MESSAGE_percent_impossible;
		add_fit(making, at, figure);
	} else if (!kl_whole_exact(figure->count) || !kl_whole_exact(at->n)) {
		finding->message = KL_MESSAGE_percent_range;
	} else if (is_closing(state, at, figure)) {
		finding->code = KL_CODE_percent_closed;
		finding->message = KL_MESSAGE_percent_closed;
		kl_making_number(making, "count", kl_decimal_of(figure->count.low));
		kl_making_number(making, "sum", at->right_sum);
		kl_making_phrase(making, "moved", figure->printed < figure->low
			? KL_MESSAGE_percent_lowered : KL_MESSAGE_percent_raised);
	} else {
		finding->message = KL_MESSAGE_percent_mismatch;
		kl_making_number(making, "count", kl_decimal_of(figure->count.low));
		add_fit(making, at, figure);
	}
}

enum kl_status kl_percent_tell(struct kl_percent *state,
	const struct kl_scope *scope, struct kl_percent_row *at,
	const struct kl_percent_figure *figure, struct kl_error *error)
{
	struct kl_finding_cell cells[CELLS];
	char low[KL_DECIMAL_TEXT], high[KL_DECIMAL_TEXT];
	char range[2 * KL_DECIMAL_TEXT + 4];
	struct kl_making making = { .finding = {
		.place = kl_scope_place(scope, at->row, figure->column->index),
		.label = kl_scope_label(at->row, figure->column->index),
		.value = kl_span_trim(figure->text),
		.decimal_char = figure->column->reading->decimal_char,
		.cells = cells } };

	making.finding.cell_count = add_cells(state, scope, at->row, figure, cells);
	choose_words(&making, state, at, figure);
	if (figure->column->count_index != SIZE_MAX) {
		struct kl_span from = write_right(figure, figure->low, low);
		struct kl_span to = write_right(figure, figure->high, high);
		making.finding.expected = from;
		if (figure->low != figure->high) {
			snprintf(range, sizeof range, "%s..%s", from.at, to.at);
			making.finding.expected = kl_span_of(range);
		}
	}
	/* What was adjusted on purpose is no evidence, and needs no repair. */
	return making.finding.code == KL_CODE_percent_mismatch
			&& kl_percent_waits(state, at, figure)
		? kl_percent_hold(state, scope, at, figure, &making, error)
		: kl_making_report(&making, scope, error);
}

enum kl_status kl_percent_tell_sum(const struct kl_percent *state,
	const struct kl_scope *scope, const struct kl_percent_row *at,
	struct kl_error *error)
{
	enum { CELLS_MOST = 64 };
	struct kl_finding_cell cells[CELLS_MOST];
	const struct kl_percent_column *first = NULL;
	char sum[KL_DECIMAL_TEXT];
	struct kl_making making = { .finding = { .code = KL_CODE_percent_sum,
		.message = KL_MESSAGE_percent_sum, .cells = cells } };
	struct kl_finding *finding = &making.finding;

	for (size_t i = 0; i < state->count; i++) {
		const struct kl_percent_column *column = &state->table[i];
		if (!column->closes)
			continue;
		first = first != NULL ? first : column;
		if (finding->cell_count == CELLS_MOST) {
			finding->unlisted_cells++;
			continue;
		}
		cells[finding->cell_count++] = (struct kl_finding_cell){
			kl_scope_place(scope, at->row, column->index),
			kl_row_cell(at->row, column->index) };
	}
	assert(first != NULL);
	finding->place = kl_scope_place(scope, at->row, first->index);
	finding->label = kl_scope_label(at->row, first->index);
	finding->decimal_char = first->reading->decimal_char;
	kl_decimal_format(at->printed_sum, finding->decimal_char, sum);
	finding->value = kl_span_of(sum);
	finding->expected = kl_span_of("100");
	return kl_making_report(&making, scope, error);
}
