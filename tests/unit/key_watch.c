#include "base/key_watch.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "random.h"

enum { ROWS = 20000, LONGEST = 24 };

struct drawn {
	char text[LONGEST];
	size_t length;
	uint64_t first;
};

static struct drawn all[ROWS + 1];
static uint64_t told[ROWS + 1];

static struct kl_span text_of(size_t row)
{
	return (struct kl_span){ all[row].text, all[row].length };
}

static int compare_rows(const void *a, const void *b)
{
	const size_t *x = a, *y = b;
	int order = kl_span_compare(text_of(*x), text_of(*y));

	return order != 0 ? order : (*x > *y) - (*x < *y);
}

/* Keys of some lengths, of which many come again; and where each is first. */
static void draw_all(uint64_t seed, int kinds)
{
	static size_t rows[ROWS];
	uint64_t state = seed;

	for (size_t i = 1; i <= ROWS; i++) {
		char *to = all[i].text;
		int key = random_below(&state, kinds);
		all[i].length = (size_t)snprintf(to, LONGEST, key % 3 == 0 ? "%d"
			: key % 3 == 1 ? "%09d" : "een sleutel %d", key);
		rows[i - 1] = i;
	}
	qsort(rows, ROWS, sizeof *rows, compare_rows);
	for (size_t i = 0; i < ROWS; i++) {
		bool same = i > 0 && kl_span_equal(text_of(rows[i]),
			text_of(rows[i - 1]));
		all[rows[i]].first = same ? all[rows[i - 1]].first : rows[i];
	}
}

static void add_all(struct kl_key_watch *watch, uint64_t from)
{
	struct kl_error error;

	memset(told, 0, sizeof told);
	for (size_t row = 1; row <= ROWS; row++) {
		const struct kl_packed_key key = kl_key_of(text_of(row));
		enum kl_key_answer answer;
		uint64_t before = 0;
		kl_key_watch_fetch(watch, &key, 1);
		if (kl_key_watch_add_quickly(watch, key.word, row + from))
			continue;
		cr_assert_eq(kl_key_watch_add(watch, &key, row + from, &answer,
			&before, &error), KL_OK);
		if (answer == KL_KEY_KNOWN)
			cr_assert_eq(kl_key_watch_known(watch, row + from, before,
				3 * row, &error), KL_OK);
		else if (answer == KL_KEY_PERHAPS)
			cr_assert_eq(kl_key_watch_keep(watch, &key, row + from,
				3 * row, &error), KL_OK);
	}
}

/* With any memory the same is told, in the order of the rows; also of rows beyond what
 * a set has numbers for. */
Test(key_watch, tells_the_same_with_any_memory)
{
	static const size_t mosts[] = { 0, 1 << 20, 100000, 20000, 3000, 1 };

	for (size_t m = 0; m < 4 * sizeof mosts / sizeof *mosts; m++) {
		const size_t most = mosts[m / 4];
		const uint64_t from = m % 2 == 0 ? 0
			: UINT32_MAX - (uint64_t)ROWS / 2;
		struct kl_key_watch watch = { .most = most, .logs = m / 2 % 2 == 1 };
		struct kl_key_again again;
		struct kl_error error;
		uint64_t last = 0;
		bool there;
		draw_all(m + 1, m % 3 == 0 ? 500 : ROWS);
		kl_key_watch_expect(&watch, m % 5 * ROWS);
		add_all(&watch, from);
		for (;;) {
			cr_assert_eq(kl_key_watch_next(&watch, &again, &there,
				&error), KL_OK);
			if (!there)
				break;
			cr_assert(again.row > last);
			last = again.row;
			cr_assert_eq(again.number, 3 * (again.row - from));
			told[again.row - from] = again.before - from;
		}
		cr_assert(most != 20000 || watch.filter.words != NULL);
		for (size_t row = 1; row <= ROWS; row++)
			cr_assert_eq(told[row], all[row].first == row ? 0
				: all[row].first, "case %zu, row %zu", m, row);
		kl_key_watch_release(&watch);
	}
}

/* Keys of one that are looked for in another, before it is whole: those that it has
 * not are told by row. */
Test(key_watch, finds_what_another_has_not)
{
	static const size_t mosts[] = { 0, 100000, 3000, 1 };
	enum { MOSTS = sizeof mosts / sizeof *mosts };

	for (size_t m = 0; m < MOSTS * MOSTS; m++) {
		struct kl_key_watch other = { .most = mosts[m % MOSTS] };
		struct kl_key_watch asked = { .most = mosts[m / MOSTS] };
		struct kl_key_again lost;
		struct kl_error error;
		bool there;
		draw_all(m + 1, 5000);
		/* Where a key is first decides whether the other has it. */
		for (size_t row = 1; row <= ROWS; row++) {
			const struct kl_packed_key key = kl_key_of(text_of(row));
			enum kl_key_answer answer;
			uint64_t before;
			if (all[row].first % 3 == 0)
				cr_assert_eq(kl_key_watch_keep(&asked, &key, row,
					row + 5, &error), KL_OK);
			if (all[row].first % 2 != 0)
				continue;
			cr_assert_eq(kl_key_watch_add(&other, &key, row, &answer,
				&before, &error), KL_OK);
			if (answer == KL_KEY_PERHAPS)
				cr_assert_eq(kl_key_watch_keep(&other, &key, row, 0,
					&error), KL_OK);
			cr_assert_neq(kl_key_watch_find(&other, &key), KL_KEY_NEW);
		}
		do {
			cr_assert_eq(kl_key_watch_next(&other, &lost, &there,
				&error), KL_OK);
		} while (there);
		for (size_t row = 1; row <= ROWS; row++) {
			if (all[row].first % 3 != 0 || all[row].first % 2 == 0)
				continue;
			cr_assert_eq(kl_key_watch_next_lost(&asked, &other, &lost,
				&there, &error), KL_OK);
			cr_assert(there);
			cr_assert_eq(lost.row, row, "case %zu", m);
			cr_assert_eq(lost.number, row + 5);
		}
		cr_assert_eq(kl_key_watch_next_lost(&asked, &other, &lost, &there,
			&error), KL_OK);
		cr_assert(!there);
		kl_key_watch_release(&other);
		kl_key_watch_release(&asked);
	}
}
