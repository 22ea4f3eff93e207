#include "base/sorter.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "random.h"

enum { RECORDS = 4000, LONGEST = 30 };

/* Against qsort, with more or less memory, and read twice. */
Test(sorter, sorts_beyond_memory)
{
	static char bytes[RECORDS][LONGEST];
	static struct kl_span sorted[RECORDS];
	static const size_t mosts[] = { 1, 500, 5000, 50000, 10000000 };

	for (size_t m = 0; m < sizeof mosts / sizeof *mosts; m++) {
		struct kl_sorter sorter = { .most = mosts[m] };
		uint64_t state = m + 1;
		struct kl_error error;
		struct kl_span record;
		bool there;
		for (size_t i = 0; i < RECORDS; i++) {
			const size_t length = (size_t)random_below(&state, LONGEST);
			for (size_t c = 0; c < length; c++)
				bytes[i][c] = (char)(random_below(&state, 3) * 127);
			sorted[i] = (struct kl_span){ bytes[i], length };
			cr_assert_eq(kl_sorter_add(&sorter, sorted[i], &error), KL_OK);
		}
		qsort(sorted, RECORDS, sizeof *sorted, kl_span_compare_at);
		for (int time = 0; time < 2; time++) {
			for (size_t i = 0; i < RECORDS; i++) {
				cr_assert_eq(kl_sorter_next(&sorter, &record, &there,
					&error), KL_OK);
				cr_assert(there);
				cr_assert(kl_span_equal(record, sorted[i]),
					"memory %zu, record %zu", mosts[m], i);
			}
			cr_assert_eq(kl_sorter_next(&sorter, &record, &there,
				&error), KL_OK);
			cr_assert(!there);
			kl_sorter_again(&sorter);
		}
		kl_sorter_release(&sorter);
	}
}

/* Records longer than what is read of a run at a time. */
Test(sorter, takes_long_records)
{
	enum { LONG = 300000 };
	char *text = malloc(LONG);
	struct kl_sorter sorter = { .most = 1000 };
	struct kl_error error;
	struct kl_span record;
	bool there = true;

	memset(text, 'x', LONG);
	for (size_t i = 0; i < 9; i++)
		cr_assert_eq(kl_sorter_add(&sorter, (struct kl_span){ text,
			LONG - i * 30000 }, &error), KL_OK);
	for (size_t i = 9; i-- > 0;) {
		cr_assert_eq(kl_sorter_next(&sorter, &record, &there, &error), KL_OK);
		cr_assert(there);
		cr_assert_eq(record.length, LONG - i * 30000);
		cr_assert_eq(record.at[record.length - 1], 'x');
	}
	kl_sorter_release(&sorter);
	free(text);
}
