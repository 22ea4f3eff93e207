#include "check/percent.h"

/* What a printed share must be, to be compared at all. */
static bool is_figure(const struct kl_cell *cell)
{
	return (cell->kind == KL_CELL_EXACT || cell->kind == KL_CELL_ROUNDED)
		&& cell->value.decimals <= KL_SHARE_DECIMALS;
}

static enum kl_status read_cell(const struct kl_scope *scope,
	const struct kl_row *row, size_t column, const struct kl_reading *reading,
	struct kl_cell *cell, struct kl_error *error)
{
	kl_cell_read(kl_row_cell(row, column), reading, cell);
	return kl_scope_report_text(scope, row, column, cell, error);
}

static enum kl_status read_figure(const struct kl_percent *state,
	const struct kl_scope *scope, const struct kl_row *row,
	const struct kl_percent_column *column, struct kl_percent_figure *figure,
	struct kl_error *error)
{
	struct kl_cell count;
	enum kl_status status;

	*figure = (struct kl_percent_figure){ .column = column,
		.text = kl_row_cell(row, column->index), .count = { 0, -1 },
		.outcome = KL_UNDECIDED };
	status = read_cell(scope, row, column->index, column->reading,
		&figure->cell, error);
	if (status == KL_OK && column->count_index != SIZE_MAX) {
		status = read_cell(scope, row, column->count_index,
			column->count_reading, &count, error);
		figure->count = kl_percent_whole(&count);
	}
	if (!is_figure(&figure->cell))
		return status;
	figure->printed = figure->cell.value.coefficient;
	figure->share = (struct kl_share){ column->mean ? 1 : 100,
		column->mean ? state->items : 1, figure->cell.value.decimals,
		column->reading->rounding };
	return status;
}

/* Any whole count of N; of a percentage none above N. */
static enum kl_outcome judge_alone(const struct kl_percent_figure *figure,
	struct kl_whole n)
{
	int64_t count;

	if (!kl_whole_exact(n))
		return KL_UNDECIDED;
	return kl_share_count(&figure->share, figure->printed, n.low, 0, &count)
		&& (figure->column->mean || count <= n.low) ? KL_HOLDS : KL_VIOLATED;
}

static enum kl_outcome judge_figure(struct kl_percent_figure *figure,
	struct kl_whole n)
{
	const struct kl_whole count = figure->count;

	if (!is_figure(&figure->cell) || n.low < 1 || n.high < n.low)
		return KL_UNDECIDED;
	if (figure->column->count_index == SIZE_MAX)
		return judge_alone(figure, n);
	if (count.high < count.low)
		return KL_UNDECIDED;
	figure->low = kl_share_round(&figure->share, count.low, n.high);
	figure->high = kl_share_round(&figure->share, count.high, n.low);
	if (figure->printed < figure->low || figure->printed > figure->high)
		return KL_VIOLATED;
	return figure->low == figure->high ? KL_HOLDS : KL_UNDECIDED;
}

static struct kl_decimal decimal(const struct kl_percent_figure *figure,
	kl_int128 units)
{
	return (struct kl_decimal){ units, figure->share.decimals };
}

/* Adds one figure to the sums of its row. False: the row has no sum. */
static bool add_to_sum(struct kl_percent_row *at,
	const struct kl_percent_figure *figure)
{
	const struct kl_decimal unit = { 1, figure->share.decimals };
	struct kl_interval rounded;

	at->right_known = at->right_known && figure->low == figure->high
		&& figure->count.high >= figure->count.low
		&& kl_decimal_add(at->right_sum, decimal(figure, figure->low),
			&at->right_sum);
	return kl_interval_rounded(decimal(figure, figure->printed), unit,
			figure->share.rounding, &rounded)
		&& kl_interval_add_scaled(&at->sum, &rounded, 1)
		&& kl_decimal_add(at->printed_sum, decimal(figure, figure->printed),
			&at->printed_sum);
}

static void add_up(const struct kl_percent *state, struct kl_percent_row *at)
{
	size_t count = 0;

	at->right_known = at->n.low >= 1 && kl_whole_exact(at->n);
	at->sums = true;
	at->sum = kl_interval_point(kl_decimal_of(-100));
	at->printed_sum = at->right_sum = kl_decimal_of(0);
	for (size_t i = 0; i < state->count && at->sums; i++) {
		const struct kl_percent_figure *figure = &state->figures[i];
		if (!figure->column->closes)
			continue;
		count++;
		at->sums = is_figure(&figure->cell) && add_to_sum(at, figure);
	}
	at->sums = at->sums && count > 1;
}

/* Whether all shares of the row, with counts near its own, can be of this N; and
 * make it together, as the counts of the row make their N. */
static bool fits_row(const struct kl_percent *state,
	const struct kl_percent_row *at, int64_t n, struct kl_share_fit *fits)
{
	int64_t printed = 0, fitting = 0;
	size_t count = 0;
	bool closes = true;

	for (size_t i = 0; i < state->count; i++) {
		const struct kl_percent_figure *figure = &state->figures[i];
		if (figure->column->count_index == state->of_index
				|| figure->column->mean)
			continue;
		if (!is_figure(&figure->cell) || !kl_whole_exact(figure->count)
				|| !kl_share_count(&figure->share, figure->printed, n,
					figure->count.low, &fits[i].count))
			return false;
		fits[i].n = n;
		closes = closes && figure->column->closes;
		printed += figure->count.low;
		fitting += fits[i].count;
		count++;
	}
	return count > 1 && (!closes || printed != at->n.low || fitting == n);
}

static void find_row_fit(struct kl_percent *state, struct kl_percent_row *at,
	struct kl_share_fit *fits)
{
	for (int64_t apart = 1; apart <= KL_SHARE_NEAR && at->row_fit == 0;
			apart++) {
		for (int side = -1; side <= 1 && at->row_fit == 0; side += 2) {
			int64_t n = at->n.low + side * apart;
			if (n >= 1 && n <= KL_SHARE_MOST && fits_row(state, at, n, fits))
				at->row_fit = n;
		}
	}
}

enum { FITS_MOST = 64 };        /* figures of a row that one N is looked for */

static void find_fits(struct kl_percent *state, struct kl_percent_row *at)
{
	struct kl_share_fit fits[FITS_MOST];

	if (!kl_whole_exact(at->n))
		return;
	if (state->count <= FITS_MOST)
		find_row_fit(state, at, fits);
	for (size_t i = 0; i < state->count; i++) {
		struct kl_percent_figure *figure = &state->figures[i];
		bool alone = figure->column->count_index == SIZE_MAX;
		kl_int128 near = figure->count.low;
		if (figure->outcome != KL_VIOLATED
				|| (!alone && !kl_whole_exact(figure->count)))
			continue;
		if (alone) {
			near = figure->printed * at->n.low * figure->share.items
				/ figure->share.times;
			for (int d = figure->share.decimals; d > 0; d--)
				near /= 10;
		}
		figure->has_fit = near >= 0 && near <= KL_SHARE_MOST
			&& kl_share_near(&figure->share, figure->printed,
				(int64_t)near, at->n.low, &figure->fit);
		if (alone && !figure->column->mean
				&& figure->fit.count > figure->fit.n)
			figure->has_fit = false;
		if (at->row_fit > 0 && !alone
				&& figure->column->count_index != state->of_index) {
			figure->has_fit = true;
			figure->fit = fits[i];
		}
	}
}

enum kl_status kl_percent_judge(struct kl_percent *state,
	const struct kl_scope *scope, struct kl_percent_row *at,
	struct kl_error *error)
{
	struct kl_cell n;
	enum kl_status status = KL_OK;

	at->n = state->table_n;
	if (state->of_index != SIZE_MAX) {
		status = read_cell(scope, at->row, state->of_index,
			state->of_reading, &n, error);
		at->n = kl_percent_whole(&n);
	}
	for (size_t i = 0; i < state->count && status == KL_OK; i++) {
		struct kl_percent_figure *figure = &state->figures[i];
		status = read_figure(state, scope, at->row, &state->table[i],
			figure, error);
		figure->outcome = judge_figure(figure, at->n);
		at->violated += figure->outcome == KL_VIOLATED;
	}
	if (status != KL_OK)
		return status;
	add_up(state, at);
	if (at->violated > 0)
		find_fits(state, at);
	return KL_OK;
}
