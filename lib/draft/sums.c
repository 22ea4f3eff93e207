#include "draft/sums.h"

enum { BASIS = 8 };             /* rows a search goes by */
enum { BASES = 3 };             /* searches by other rows, since some may be wrong */
enum { FOUND = 16 };            /* sets that a search keeps */
enum { GLANCE = 500 };          /* rows that are counted first */

static enum kl_outcome judge(const struct kl_sums *sums,
	const struct kl_sum_found *sum, size_t row, bool *rich)
{
	struct kl_draft_figure total = sums->columns[sum->total][row];
	int64_t low = 0, high = 0;
	size_t parts = 0;

	if (!kl_figure_known(total))
		return KL_UNDECIDED;
	for (size_t i = 0; i < sum->part_count; i++) {
		struct kl_draft_figure part = sums->columns[sum->parts[i]][row];
		if (!kl_figure_known(part))
			return KL_UNDECIDED;
		low += part.low;
		high += part.high;
		parts += part.high != 0;
	}
	*rich = parts >= 2;
	if (high < total.low || low > total.high)
		return KL_VIOLATED;
	return low == high && kl_figure_exact(total) ? KL_HOLDS : KL_UNDECIDED;
}

static unsigned logarithm(int64_t value)
{
	unsigned bits = 0;

	for (value = value < 0 ? -value : value; value > 1; value /= 2)
		bits++;
	return bits;
}

static void count_rows(const struct kl_sums *sums, struct kl_sum_found *sum,
	size_t rows)
{
	int64_t last = -1;

	sum->held = sum->violated = sum->undecided = sum->rich = sum->bits = 0;
	sum->violated_row = SIZE_MAX;
	for (size_t row = 0; row < rows; row++) {
		bool rich = false;
		enum kl_outcome outcome = judge(sums, sum, row, &rich);
		int64_t total = sums->columns[sum->total][row].low;
		sum->undecided += outcome == KL_UNDECIDED;
		sum->held += outcome == KL_HOLDS;
		sum->violated += outcome == KL_VIOLATED;
		if (outcome == KL_VIOLATED && sum->violated_row == SIZE_MAX)
			sum->violated_row = row;
		if (outcome != KL_HOLDS || !rich)
			continue;
		sum->rich++;
		/* The same row once more tells nothing. */
		sum->bits += total == last ? 0 : logarithm(total);
		last = total;
	}
}

static void count_holds(const struct kl_sums *sums, struct kl_sum_found *sum)
{
	count_rows(sums, sum, sums->row_count);
}

/* What can be a part: never negative, and not 0 everywhere. */
static bool is_part(const struct kl_sums *sums, size_t column)
{
	bool some = false;

	for (size_t row = 0; row < sums->row_count; row++) {
		struct kl_draft_figure figure = sums->columns[column][row];
		if (!kl_figure_known(figure))
			continue;
		if (figure.low < 0)
			return false;
		some = some || figure.high > 0;
	}
	return some;
}

struct search {
	const struct kl_sums *sums;
	size_t total;
	unsigned share;
	size_t parts[KL_SUM_PARTS];     /* that can be, the nearest first */
	size_t part_count;
	size_t rows[BASIS];
	size_t row_count;
	size_t chosen[KL_SUM_PARTS];    /* indexes in parts */
	size_t nodes;
	struct kl_sum_found found[FOUND];
	size_t found_count;
};

static size_t apart(size_t a, size_t b)
{
	return a > b ? a - b : b - a;
}

static void choose_parts(struct search *search)
{
	const struct kl_sums *sums = search->sums;
	size_t t = search->total;

	for (size_t d = 1; d < sums->column_count; d++) {
		size_t both[] = { t >= d ? t - d : SIZE_MAX, t + d };
		for (size_t i = 0; i < 2; i++) {
			if (both[i] < sums->column_count
					&& search->part_count < KL_SUM_PARTS
					&& is_part(sums, both[i]))
				search->parts[search->part_count++] = both[i];
		}
	}
}

static bool is_known(const struct search *search, size_t column, size_t row)
{
	return kl_figure_known(search->sums->columns[column][row]);
}

/* How much a row tells: parts that are known and not 0. */
static size_t weight(const struct search *search, size_t row)
{
	size_t known = 0;

	if (!kl_figure_exact(search->sums->columns[search->total][row])
			|| search->sums->columns[search->total][row].low <= 0)
		return 0;
	for (size_t i = 0; i < search->part_count; i++) {
		struct kl_draft_figure figure =
			search->sums->columns[search->parts[i]][row];
		known += kl_figure_exact(figure) && figure.low > 0;
	}
	return known;
}

/* Takes the rows that tell most, of every third from `from` on where there are
 * many; all rows when there are few. */
static void choose_rows(struct search *search, size_t from, size_t step)
{
	size_t weights[BASIS] = { 0 };
	size_t rows = search->sums->row_count;

	search->row_count = 0;
	for (size_t row = from; row < rows && row < GLANCE * step; row += step) {
		size_t here = weight(search, row), at = search->row_count;
		if (here == 0 || (at == BASIS && here <= weights[BASIS - 1]))
			continue;
		at = at == BASIS ? BASIS - 1 : at;
		for (; at > 0 && weights[at - 1] < here; at--) {
			weights[at] = weights[at - 1];
			search->rows[at] = search->rows[at - 1];
		}
		weights[at] = here;
		search->rows[at] = row;
		search->row_count += search->row_count < BASIS;
	}
}

static bool same_parts(const struct kl_sum_found *a, const struct kl_sum_found *b)
{
	return a->part_count == b->part_count && memcmp(a->parts, b->parts,
		a->part_count * sizeof *a->parts) == 0;
}

static bool is_enough(const struct kl_sum_found *sum, unsigned share)
{
	return sum->held > 0
		&& 10 * sum->held >= share * (sum->held + sum->violated);
}

/* Counts a set; keeps it if it holds often enough. */
static void try_set(struct search *search, const size_t *parts, size_t count)
{
	struct kl_sum_found sum = { .total = search->total, .part_count = count };
	size_t rows = search->sums->row_count;

	if (count < 2 || search->found_count == FOUND)
		return;
	memcpy(sum.parts, parts, count * sizeof *parts);
	for (size_t i = 1; i < count; i++) {
		for (size_t j = i; j > 0 && sum.parts[j - 1] > sum.parts[j]; j--) {
			size_t part = sum.parts[j];
			sum.parts[j] = sum.parts[j - 1];
			sum.parts[j - 1] = part;
		}
	}
	for (size_t i = 0; i < search->found_count; i++) {
		if (same_parts(&search->found[i], &sum))
			return;
	}
	count_rows(search->sums, &sum, rows < GLANCE ? rows : GLANCE);
	if (rows > GLANCE && sum.held + sum.undecided > sum.violated)
		count_holds(search->sums, &sum);
	if (is_enough(&sum, search->share) && sum.rich > 0)
		search->found[search->found_count++] = sum;
}

/* The runs of columns beside the total, the longest first, and all. */
static void try_runs(struct search *search)
{
	size_t t = search->total, parts[KL_SUM_PARTS];

	for (int side = -1; side <= 1; side += 2) {
		size_t count = 0;
		for (size_t d = 1; d < search->sums->column_count
				&& count < KL_SUM_PARTS; d++) {
			size_t at = side < 0 ? t - d : t + d;
			if (at >= search->sums->column_count)
				break;
			size_t i = 0;
			while (i < search->part_count && search->parts[i] != at)
				i++;
			if (i == search->part_count)
				continue;
			parts[count++] = at;
			try_set(search, parts, count);
		}
	}
	try_set(search, search->parts, search->part_count);
}

/* Whether the chosen parts can still become the total in all rows: with those
 * from `next` on. *whole: they are it already, in all that are known. */
static bool can_become(const struct search *search, size_t chosen, size_t next,
	bool *whole)
{
	*whole = true;
	for (size_t r = 0; r < search->row_count; r++) {
		size_t row = search->rows[r];
		int64_t total = search->sums->columns[search->total][row].low;
		int64_t low = 0, high = 0;
		bool known = true;
		for (size_t i = 0; i < chosen; i++) {
			size_t part = search->parts[search->chosen[i]];
			known = known && is_known(search, part, row);
			low += search->sums->columns[part][row].low;
			high += search->sums->columns[part][row].high;
		}
		if (!known)
			continue;
		if (low > total)
			return false;
		*whole = *whole && high >= total;
		for (size_t i = next; i < search->part_count && high < total; i++) {
			size_t part = search->parts[i];
			high = is_known(search, part, row)
				? high + search->sums->columns[part][row].high : total;
		}
		if (high < total)
			return false;
	}
	return true;
}

static void extend(struct search *search, size_t chosen, size_t next)
{
	size_t parts[KL_SUM_PARTS];
	bool whole;

	if (++search->nodes > KL_SUM_NODES || search->found_count == FOUND
			|| !can_become(search, chosen, next, &whole))
		return;
	if (whole && chosen >= 2) {
		for (size_t i = 0; i < chosen; i++)
			parts[i] = search->parts[search->chosen[i]];
		try_set(search, parts, chosen);
	}
	for (size_t i = next; i < search->part_count; i++) {
		search->chosen[chosen] = i;
		extend(search, chosen + 1, i + 1);
	}
}

static size_t width(const struct kl_sum_found *sum)
{
	size_t last = sum->parts[sum->part_count - 1];

	return apart(sum->total, sum->parts[0]) + apart(sum->total, last)
		+ (last - sum->parts[0] + 1 - sum->part_count);
}

static bool is_better(const struct kl_sum_found *a, const struct kl_sum_found *b)
{
	if (a->held != b->held)
		return a->held > b->held;
	if (a->violated != b->violated)
		return a->violated < b->violated;
	if (a->part_count != b->part_count)
		return a->part_count < b->part_count;
	return width(a) < width(b);
}

bool kl_sums_find(const struct kl_sums *sums, size_t total, unsigned share,
	struct kl_sum_found *out)
{
	struct search search = { .sums = sums, .total = total, .share = share };
	size_t bases = sums->row_count > BASIS ? BASES : 1;
	const struct kl_sum_found *best = NULL;

	choose_parts(&search);
	if (search.part_count < 2)
		return false;
	try_runs(&search);
	for (size_t i = 0; i < bases; i++) {
		choose_rows(&search, i, bases);
		search.nodes = 0;
		if (search.row_count > 0)
			extend(&search, 0, 0);
	}
	for (size_t i = 0; i < search.found_count; i++) {
		if (best == NULL || is_better(&search.found[i], best))
			best = &search.found[i];
	}
	if (best == NULL)
		return false;
	*out = *best;
	for (size_t i = 0; i < search.found_count; i++)
		out->rivals += &search.found[i] != best
			&& search.found[i].held == best->held
			&& search.found[i].part_count == best->part_count;
	return true;
}
