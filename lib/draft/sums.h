/*
 * Which column is the sum of which others, found by adding up.
 *
 * Of one column as total, sets of other columns are tried: the runs at its left
 * and right, all of them, and by search those that make the total in a few rows
 * (subset sum, with the rows as bounds); then they are counted over all rows.
 *
 * Small numbers agree by chance. A row in which two parts or more are not 0 agrees
 * by chance about once in as many times as its total is large, and there are 2^k
 * sets of k columns: so `bits`, the logarithm of all these totals together, less k,
 * is how sure a sum is. (The measure is that of minimum description length.)
 */
#ifndef KL_DRAFT_SUMS_H
#define KL_DRAFT_SUMS_H

#include "draft/sample.h"

enum { KL_SUM_PARTS = 24 };             /* most parts of a sum that are looked for */
enum { KL_SUM_NODES = 100000 };         /* most steps of one search */

/* Figures of columns that count something. */
struct kl_sums {
	const struct kl_draft_figure *const *columns;   /* each of `rows` figures */
	size_t column_count;
	size_t row_count;
};

struct kl_sum_found {
	size_t total;
	size_t parts[KL_SUM_PARTS];     /* ascending */
	size_t part_count;
	uint64_t held, violated, undecided;     /* rows */
	uint64_t rich;                  /* rows that hold, with two parts or more that
	                                   are not 0 */
	uint64_t bits;                  /* see above */
	size_t violated_row;            /* the first; SIZE_MAX: none */
	size_t rivals;                  /* sets of as few parts that hold as often */
};

/* The sum that a column most probably is: it holds in most rows, of those that
 * hold as often the one with the fewest parts (a subtotal instead of its parts),
 * then the nearest. At least `share` of ten decided rows hold. False: there is
 * none. Columns with a negative figure take no part. */
bool kl_sums_find(const struct kl_sums *sums, size_t total, unsigned share,
	struct kl_sum_found *out);

#endif
