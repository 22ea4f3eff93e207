/* Percentages: which count of which N they are. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/share.h"
#include "draft/printed.h"

/* Of ten decided rows so many must fit, and in so many the count must not be 0 or
 * N; where the name of the count says that it is the one, one row at least. Of the
 * percentages of one N together, half must fit. */
enum { SHARE = 9, RICH = 3, SHARE_ROWS = 7 };
enum { GLANCE = 200 };          /* rows that are counted first */

/* A column with percentages, and what it seems to be a share of. */
struct share {
	size_t column;                  /* of the tables */
	size_t count, n;                /* of the shape's columns */
	bool named;
	uint64_t outcomes[3], rich;
	size_t violated_row;
	struct kl_printed *cells;          /* of each row of the shape; borrowed */
};

struct shares {
	struct kl_shape *shape;
	struct share *found;
	size_t count;
};

static bool whole(struct kl_draft_figure figure, int decimals,
	struct kl_draft_figure *out)
{
	int64_t unit = (int64_t)kl_power_of_ten(decimals);

	*out = (struct kl_draft_figure){ figure.low / unit, figure.high / unit };
	return kl_figure_known(figure) && figure.low >= 0
		&& figure.low % unit == 0 && figure.high % unit == 0;
}

/* As lib/check/percent_row.c judges a figure. */
static enum kl_outcome judge(struct kl_printed printed,
	struct kl_draft_figure count, struct kl_draft_figure n)
{
	const struct kl_share share = { 100, 1, printed.decimals, KL_HALF_UP };

	if (printed.decimals < 0 || n.low < 1)
		return KL_UNDECIDED;
	kl_int128 low = kl_share_round(&share, count.low, n.high);
	kl_int128 high = kl_share_round(&share, count.high, n.low);
	if (printed.units < low || printed.units > high)
		return KL_VIOLATED;
	return low == high ? KL_HOLDS : KL_UNDECIDED;
}

static void count_rows(const struct kl_shape *shape, struct share *share,
	const struct kl_printed *cells, size_t most)
{
	size_t row = 0;

	memset(share->outcomes, 0, sizeof share->outcomes);
	share->rich = 0;
	share->violated_row = SIZE_MAX;
	for (size_t t = 0; t < shape->table_count; t++) {
		const struct kl_draft_table *table = shape->tables[t];
		for (size_t i = 0; i < table->row_count && row < most; i++, row++) {
			struct kl_draft_figure count, n;
			enum kl_outcome outcome = KL_UNDECIDED;
			if (whole(shape->sums.columns[share->count][row],
					table->decimals, &count)
					&& whole(shape->sums.columns[share->n][row],
						table->decimals, &n))
				outcome = judge(cells[row], count, n);
			share->outcomes[outcome]++;
			share->rich += outcome == KL_HOLDS && count.low > 0
				&& count.low < n.low;
			if (outcome == KL_VIOLATED && share->violated_row == SIZE_MAX)
				share->violated_row = row;
		}
	}
}

static bool is_enough(const struct share *share)
{
	uint64_t held = share->outcomes[KL_HOLDS];
	uint64_t decided = held + share->outcomes[KL_VIOLATED];

	return held > 0 && (share->named || (share->rich >= RICH
		&& 10 * held >= SHARE * decided));
}

/* "ja_pct" is the share of "ja", "% geslaagd" of "geslaagd". */
static bool is_named_after(struct kl_span percent, struct kl_span count)
{
	static const char *const words[] = { "pct", "perc", "procent", "percentage",
		"aandeel" };
	struct kl_text_buffer a = { 0 }, b = { 0 };
	bool named = false;

	kl_text_add_folded(&a, percent);
	kl_text_add_folded(&b, count);
	struct kl_span rest = kl_text_span(&a), name = kl_text_span(&b);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		struct kl_span word = kl_span_of(words[i]);
		if (rest.length > word.length && memcmp(rest.at + rest.length
				- word.length, word.at, word.length) == 0)
			rest.length -= word.length;
		else if (rest.length > word.length
				&& memcmp(rest.at, word.at, word.length) == 0)
			rest = (struct kl_span){ rest.at + word.length,
				rest.length - word.length };
		named = named || kl_span_equal(kl_span_trim(rest), name);
	}
	kl_text_release(&a);
	kl_text_release(&b);
	return named && name.length > 0;
}

static bool is_better(const struct share *a, const struct share *b)
{
	if (a->named != b->named)
		return a->named;
	if (a->outcomes[KL_HOLDS] != b->outcomes[KL_HOLDS])
		return a->outcomes[KL_HOLDS] > b->outcomes[KL_HOLDS];
	return a->outcomes[KL_VIOLATED] < b->outcomes[KL_VIOLATED];
}

/* All pairs of count and N; those that are called so, and total columns, win. */
static bool find(const struct kl_shape *shape, size_t column,
	const struct kl_printed *cells, struct share *best)
{
	struct kl_span name = shape->tables[0]->columns[column].name;
	bool found = false;

	for (size_t c = 0; c < shape->column_count; c++) {
		bool named = is_named_after(name, kl_shape_column(shape, c)->name);
		for (size_t i = 0; i < shape->column_count; i++) {
			struct share share = { .column = column, .count = c, .n = i,
				.named = named };
			bool total = kl_name_is_total(
				kl_shape_column(shape, i)->name);
			if (c == i && !(named && total))
				continue;
			count_rows(shape, &share, cells, GLANCE);
			if (!named && share.outcomes[KL_VIOLATED]
					> share.outcomes[KL_HOLDS])
				continue;
			count_rows(shape, &share, cells, SIZE_MAX);
			if (!is_enough(&share) || (found && !is_better(&share, best)))
				continue;
			*best = share;
			found = true;
		}
	}
	return found;
}

/* How many rows the printed percentages of one N can make 100 in, and cannot. */
static void count_closed(const struct shares *shares, size_t n,
	uint64_t *closed, uint64_t *open)
{
	const size_t rows = shares->shape->sums.row_count;

	for (size_t row = 0; row < rows; row++) {
		struct kl_closing sum = kl_closing_start();
		for (size_t i = 0; i < shares->count; i++) {
			const struct share *share = &shares->found[i];
			if (share->n == n && share->count != n)
				kl_closing_add(&sum, share->cells[row]);
		}
		enum kl_outcome outcome = kl_closing_end(&sum);
		*closed += outcome == KL_HOLDS;
		*open += outcome == KL_VIOLATED;
	}
}

static void add_pairs(struct kl_drafting *drafting, const struct shares *shares,
	size_t n, uint64_t *outcomes)
{
	const struct kl_shape *shape = shares->shape;
	struct kl_text_buffer *body = &drafting->body;
	size_t wrong = SIZE_MAX, count = 0;

	kl_text_puts(body, "pairs:\n");
	for (size_t i = 0; i < shares->count; i++) {
		const struct share *share = &shares->found[i];
		if (share->n != n)
			continue;
		struct kl_span name = shape->tables[0]->columns[share->column].name;
		kl_text_puts(body, "  ");
		kl_scalar_add(body, name);
		kl_text_puts(body, ": ");
		kl_scalar_add(body, kl_shape_column(shape, share->count)->name);
		kl_text_puts(body, "\n");
		kl_text_puts(&drafting->told, count++ > 0 ? ", " : "");
		kl_scalar_add_remark(&drafting->told, name, 60);
		for (size_t o = 0; o < 3; o++)
			outcomes[o] += share->outcomes[o];
		wrong = wrong == SIZE_MAX ? share->violated_row : wrong;
	}
	kl_text_puts(&drafting->told, " of ");
	kl_scalar_add_remark(&drafting->told, kl_shape_column(shape, n)->name, 60);
	kl_drafting_hold(drafting, outcomes[KL_HOLDS], outcomes[KL_VIOLATED],
		outcomes[KL_UNDECIDED], "cell");
	kl_drafting_where(drafting, shape, wrong);
}

static bool propose(struct kl_draft *draft, const struct shares *shares, size_t n)
{
	struct kl_drafting drafting = { .draft = draft };
	const struct kl_shape *shape = shares->shape;
	uint64_t outcomes[3] = { 0 }, closed = 0, open = 0;

	add_pairs(&drafting, shares, n, outcomes);
	count_closed(shares, n, &closed, &open);
	kl_text_puts(&drafting.body, "of: ");
	kl_scalar_add(&drafting.body, kl_shape_column(shape, n)->name);
	kl_text_puts(&drafting.body, "\n");
	kl_text_puts(&drafting.why, "Each percentage is what rounding of count / N "
		"gives.\n");
	if (closed + open > 0)
		kl_text_printf(&drafting.why, "They can make 100 in %" PRIu64 " of %"
			PRIu64 " rows.\n", closed, closed + open);
	if (10 * closed < SHARE_ROWS * (closed + open))
		kl_text_puts(&drafting.body, "sum: no\n");
	drafting.enabled = outcomes[KL_HOLDS] >= outcomes[KL_VIOLATED];
	if (!drafting.enabled)
		kl_text_puts(&drafting.why, "They fit too seldom: not enabled.\n");
	kl_drafting_bounds(&drafting, shape->tables, shape->table_count);
	kl_text_puts(&drafting.id, "percentages");
	return kl_drafting_add(&drafting, KL_DRAFT_PERCENT, shape->tables,
		shape->table_count);
}

static bool propose_all(struct kl_draft *draft, const struct shares *shares)
{
	for (size_t n = 0; n < shares->shape->column_count; n++) {
		size_t i = 0;
		while (i < shares->count && shares->found[i].n != n)
			i++;
		if (i < shares->count && !propose(draft, shares, n))
			return false;
	}
	return true;
}

static void take(struct shares *shares, size_t column, struct kl_printed *cells)
{
	shares->found[shares->count++].cells = cells;
	shares->shape->paired[column] = true;
}

bool kl_shape_percent(struct kl_draft *draft, struct kl_shape *shape)
{
	struct shares shares = { .shape = shape };
	size_t rows = shape->sums.row_count;
	bool fine = shape->column_count > 0;

	if (!fine)
		return true;
	shares.found = kl_arena_alloc(&draft->arena,
		shape->tables[0]->column_count * sizeof *shares.found);
	fine = shares.found != NULL;
	for (size_t i = 0; i < shape->tables[0]->column_count && fine; i++) {
		if (!kl_printed_is_percent(shape, i))
			continue;
		struct kl_printed *cells = malloc((rows + 1) * sizeof *cells);
		fine = cells != NULL;
		if (fine)
			kl_printed_read(shape, i, cells);
		if (fine && find(shape, i, cells, &shares.found[shares.count]))
			take(&shares, i, cells);
		else
			free(cells);
	}
	fine = fine && propose_all(draft, &shares);
	for (size_t i = 0; i < shares.count; i++)
		free(shares.found[i].cells);
	return fine;
}
