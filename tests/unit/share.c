#include "base/share.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static const enum kl_rounding roundings[] = { KL_HALF_UP, KL_HALF_EVEN,
	KL_ROUND_UP, KL_ROUND_DOWN };
enum { ROUNDINGS = sizeof roundings / sizeof *roundings };

/* Whether printed/unit is 100 * count / n rounded: by the definition of each
 * rounding, without a division. */
static bool is_rounding(long printed, long unit, long count, long n,
	enum kl_rounding rounding)
{
	/* 100 * count / n - printed / unit, in parts of n * unit; twice that. */
	long off = 2 * (100 * count * unit - printed * n);

	switch (rounding) {
	case KL_HALF_UP:
		return off >= -n && off < n;
	case KL_HALF_EVEN:
		return (off > -n && off < n)
			|| (printed % 2 == 0 && (off == n || off == -n));
	case KL_ROUND_UP:
		return off <= 0 && off > -2 * n;
	case KL_ROUND_DOWN:
		return off >= 0 && off < 2 * n;
	}
	return false;
}

/* Every count of every N to 200, with 0 to 2 decimals, in every rounding. */
Test(share, agrees_with_exact_fractions)
{
	for (int r = 0; r < ROUNDINGS; r++) {
		long unit = 1;
		for (int decimals = 0; decimals <= 2; decimals++, unit *= 10) {
			struct kl_share share = { 100, 1, decimals, roundings[r] };
			for (long n = 1; n <= 200; n++) {
				for (long count = 0; count <= n; count++) {
					long got = (long)kl_share_round(&share, count, n);
					bool right = is_rounding(got, unit, count, n,
						roundings[r]);
					for (long by = -1; by <= 1; by += 2)
						right = right && !is_rounding(got + by, unit,
							count, n, roundings[r]);
					cr_assert(right, "%ld of %ld, %d decimals: %ld",
						count, n, decimals, got);
				}
			}
		}
	}
}

enum { PRINTED_MOST = 10000 };  /* 100.00 */

/* Which printed values some count of N gives, and the least of these counts
 * (counts a little above N can still be rounded to 100); -1: none. */
static void list_possible(int *least, long unit, long n,
	enum kl_rounding rounding)
{
	for (long printed = 0; printed <= 100 * unit; printed++)
		least[printed] = -1;
	for (long count = 0; count <= n + n / 50 + 2; count++) {
		long near = 100 * unit * count / n;
		for (long printed = near - 2; printed <= near + 2; printed++) {
			if (printed >= 0 && printed <= 100 * unit && least[printed] < 0
					&& is_rounding(printed, unit, count, n, rounding))
				least[printed] = (int)count;
		}
	}
}

static void expect_possible(const struct kl_share *share, const int *least,
	long n, long printed)
{
	int64_t count = -1;
	bool found = kl_share_count(share, printed, n, 0, &count);

	if (found != (least[printed] >= 0) || count != least[printed])
		cr_assert_fail("%ld with %d decimals of %ld: %ld, not %d", printed,
			share->decimals, n, (long)count, least[printed]);
}

/* Of every N to 200 every value that can be printed is told from every one that
 * cannot, in every rounding. */
Test(share, tells_what_no_count_gives)
{
	static int least[PRINTED_MOST + 1];

	for (int r = 0; r < ROUNDINGS; r++) {
		long unit = 1;
		for (int decimals = 0; decimals <= 2; decimals++, unit *= 10) {
			struct kl_share share = { 100, 1, decimals, roundings[r] };
			for (long n = 1; n <= 200; n++) {
				list_possible(least, unit, n, roundings[r]);
				for (long at = 0; at <= 100 * unit; at++)
					expect_possible(&share, least, n, at);
			}
		}
	}
}

/* A count is found where there is one, the nearest, and none where none is. */
Test(share, finds_the_nearest_count)
{
	for (int r = 0; r < ROUNDINGS; r++) {
		struct kl_share share = { 100, 1, 1, roundings[r] };
		for (long n = 1; n <= 60; n++) {
			for (long printed = 0; printed <= 1000; printed += 7) {
				long near = n / 3, best = -1;
				for (long count = 0; count <= n + 1; count++) {
					if (is_rounding(printed, 10, count, n, roundings[r])
							&& (best < 0 || labs(count - near)
								< labs(best - near)))
						best = count;
				}
				int64_t found = -1;
				cr_assert_eq(kl_share_count(&share, printed, n, near,
					&found), best >= 0);
				cr_assert_eq(found, best);
			}
		}
	}
}

struct fit_case {
	long printed, count, n;         /* one decimal: 782 is 78.2 */
	long fit_count, fit_n;          /* 0: none */
};

Test(share, names_the_denominator_that_was_used)
{
	static const struct fit_case cases[] = {
		{ 37, 2, 56, 2, 54 }, { 463, 26, 56, 25, 54 },
		{ 782, 43, 56, 43, 55 }, { 218, 13, 56, 12, 55 },
		{ 945, 53, 56, 52, 55 }, { 55, 3, 56, 3, 55 },
		{ 500, 28, 56, 28, 56 }, { 364, 4, 11, 4, 11 },
	};
	const struct kl_share share = { 100, 1, 1, KL_HALF_UP };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct fit_case *c = &cases[i];
		struct kl_share_fit fit = { 0, 0 };
		cr_expect(kl_share_near(&share, c->printed, c->count, c->n, &fit));
		cr_expect_eq(fit.count, c->fit_count, "%ld: %ld", c->printed,
			(long)fit.count);
		cr_expect_eq(fit.n, c->fit_n, "%ld: %ld", c->printed, (long)fit.n);
	}
}

/* The mean of 7 whole numbers can be 2.43 (17/7), never 2.44. */
Test(share, means_of_whole_numbers)
{
	const struct kl_share mean = { 1, 1, 2, KL_HALF_UP };
	int64_t count;

	cr_expect(kl_share_count(&mean, 243, 7, 0, &count));
	cr_expect_eq(count, 17);
	cr_expect_not(kl_share_count(&mean, 244, 7, 0, &count));
}

Test(share, largest_figures)
{
	const struct kl_share share = { 100, 1, KL_SHARE_DECIMALS, KL_HALF_UP };
	int64_t count;

	cr_expect(kl_share_round(&share, KL_SHARE_MOST, KL_SHARE_MOST)
		== (kl_int128)100 * 1000000000000);
	cr_expect(kl_share_count(&share, (kl_int128)100 * 1000000000000,
		KL_SHARE_MOST, 0, &count));
	cr_expect_eq(count, KL_SHARE_MOST);
}
