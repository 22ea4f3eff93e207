#include "base/key_log.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "random.h"

enum { ROWS = 50000, KEYS = 20000, TEXT = 40 };

/* One in three is short; the others are not, and differ at their ends. */
static struct kl_packed_key key_of(uint64_t number, char *text)
{
	const int length = snprintf(text, TEXT, number % 3 == 0 ? "%09d"
		: "a key that is not short %d", (int)number);

	return kl_key_of((struct kl_span){ text, (size_t)length });
}

static int numbers[ROWS];       /* the key of each row; -1: it has none */

/* Blocks of all sizes, of rows with a key and without; in between rows are left out. A
 * row whose key stood before may be known for certain, few others are. */
static size_t fill(struct kl_key_log *log, uint64_t *state)
{
	static bool met[KEYS];
	char texts[KL_KEY_LOG_BLOCK][TEXT];
	struct kl_packed_key keys[KL_KEY_LOG_BLOCK];
	size_t others = 0;

	memset(met, 0, sizeof met);
	for (size_t row = 0, count; row < ROWS; row += count) {
		uint64_t there = 0, perhaps = 0;
		count = (size_t)random_below(state, KL_KEY_LOG_BLOCK) + 1;
		if (count > ROWS - row)
			count = ROWS - row;
		for (size_t i = 0; i < count; i++) {
			const int number = random_below(state, KEYS);
			keys[i] = key_of((uint64_t)number, texts[i]);
			numbers[row + i] = random_below(state, 8) > 0 ? number : -1;
			there |= (uint64_t)(numbers[row + i] >= 0) << i;
		}
		if (random_below(state, 9) == 0) {
			cr_assert(kl_key_log_skip(log, count));
			for (size_t i = 0; i < count; i++)
				numbers[row + i] = -1;
			continue;
		}
		cr_assert(kl_key_log_add(log, keys, count, there, &perhaps));
		cr_assert_eq(perhaps & ~there, 0);
		for (size_t i = 0; i < count; i++) {
			if (numbers[row + i] < 0)
				continue;
			bool *before = &met[numbers[row + i]];
			cr_assert(!*before || perhaps >> i & 1, "row %zu", row + i);
			others += !*before && perhaps >> i & 1;
			*before = true;
			if (perhaps >> i & 1)
				cr_assert(kl_key_log_ask(log, row + i, 7 * (row + i)));
		}
	}
	return others;
}

/* All that were put in are passed, in order, with their bytes and what was asked. */
static void walk_all(const struct kl_key_log *log, const struct kl_key_filter *only)
{
	struct kl_key_log_walk walk = { .log = log, .only = only };
	size_t asked = 0, passed = 0;
	char text[TEXT];

	for (size_t row = 0; row < ROWS; row++) {
		if (numbers[row] < 0)
			continue;
		const struct kl_packed_key key = key_of((uint64_t)numbers[row], text);
		if (only != NULL && !kl_key_filter_knows(only, key.word))
			continue;
		cr_assert(kl_key_log_next(&walk));
		passed++;
		cr_assert_eq(walk.row, row);
		cr_assert_eq(walk.key.word, key.word);
		cr_assert(kl_key_is_short(key.word)
			|| kl_span_equal(walk.key.bytes, key.bytes));
		cr_assert(!walk.is_asked || walk.number == 7 * row);
		asked += walk.is_asked;
	}
	cr_assert(!kl_key_log_next(&walk));
	cr_assert_eq(asked, log->asked_count);
	cr_assert(only == NULL || passed < ROWS);
}

/* Whatever is expected: nothing, too little, the right, or far too much. */
Test(key_log, tells_all_keys_that_stood_before)
{
	static const uint64_t expected[] = { 0, 500, KEYS, 3000000, UINT64_MAX };

	for (size_t e = 0; e < sizeof expected / sizeof *expected; e++) {
		struct kl_key_log log = { .expected = expected[e] };
		struct kl_key_filter only = { 0 };
		uint64_t state = e + 1;
		cr_assert(fill(&log, &state) < KEYS / 50);
		cr_assert_eq(log.rows, ROWS);
		/* Not more than the memory that is told. */
		cr_assert(expected[e] > ROWS || kl_key_log_size(&log)
			< ROWS * 12 + log.bytes.length + 64 * log.asked_count);
		walk_all(&log, NULL);
		cr_assert(kl_key_log_narrow(&log, &only));
		walk_all(&log, &only);
		kl_key_filter_release(&only);
		kl_key_log_release(&log);
		cr_assert_eq(kl_key_log_size(&log), 0);
	}
}

/* Keys that were never met pass as if they had been as seldom as is said. */
Test(key_log, takes_few_for_others)
{
	enum { MANY = 1 << 20 };
	struct kl_key_log log = { 0 };
	size_t taken = 0;

	for (uint64_t row = 0; row < MANY; row += KL_KEY_LOG_BLOCK) {
		struct kl_packed_key keys[KL_KEY_LOG_BLOCK];
		uint64_t perhaps;
		for (uint64_t i = 0; i < KL_KEY_LOG_BLOCK; i++)
			keys[i] = kl_key_short(kl_key_date((uint32_t)(row + i)));
		cr_assert(kl_key_log_add(&log, keys, KL_KEY_LOG_BLOCK, UINT64_MAX,
			&perhaps));
		taken += (size_t)__builtin_popcountll(perhaps);
	}
	cr_expect(taken < MANY / 200, "%zu", taken);
	kl_key_log_release(&log);
}

/* There is no room for so many: nothing has changed. */
Test(key_log, says_when_memory_is_out)
{
	struct kl_key_log log = { 0 };

	cr_assert(kl_key_log_skip(&log, 3));
	cr_assert(!kl_key_log_skip(&log, UINT64_MAX / 2));
	cr_assert(!kl_key_log_skip(&log, UINT64_MAX - 1));
	cr_assert_eq(log.rows, 3);
	kl_key_log_release(&log);
}
