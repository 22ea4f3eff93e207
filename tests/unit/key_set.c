#include "base/key_set.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "random.h"

enum { KEYS = 3000, LONGEST = 40 };

struct kept {
	char text[LONGEST];
	size_t length;
	uint64_t row;
};

static uint64_t first_of(const struct kept *all, size_t count, struct kl_span key)
{
	for (size_t i = 0; i < count; i++)
		if (kl_span_equal((struct kl_span){ all[i].text, all[i].length },
				key))
			return all[i].row;
	return 0;
}

/* Of few bytes, so that keys come twice and begin each other; all lengths, bytes
 * of no text among them. */
static struct kl_span draw(uint64_t *state, char *to)
{
	static const char bytes[] = { '0', '9', '=', '\0', '\0', '\0', '-', '.',
		'a', '\x09', '\xff', '\xc3' };
	const size_t most = random_below(state, 3) == 0 ? LONGEST : 4;
	const size_t length = (size_t)random_below(state, (int)most + 1);
	const size_t kinds = (size_t)random_below(state, sizeof bytes) + 1;

	for (size_t i = 0; i < length; i++)
		to[i] = bytes[random_below(state, (int)kinds)];
	return (struct kl_span){ to, length };
}

static bool count_rows(void *context, const struct kl_packed_key *key,
	uint64_t row)
{
	uint64_t *sums = context;

	cr_assert(kl_key_is_short(key->word) == (key->bytes.length == 0));
	sums[0]++;
	sums[1] += row;
	return true;
}

/* Against a plain list; with the own words, and with words of long keys that are all
 * the same, or few, so that keys meet in one place. */
Test(key_set, is_exact)
{
	static struct kept all[KEYS];

	for (int way = 0; way < 3; way++) {
		struct kl_key_set set = { 0 };
		uint64_t state = (uint64_t)way + 1, sums[2] = { 0 }, sum = 0;
		for (size_t i = 0; i < KEYS; i++) {
			struct kl_span text = draw(&state, all[i].text);
			struct kl_packed_key key = kl_key_of(text);
			uint64_t before = 7, first = first_of(all, i, text);
			if (way > 0)
				key = (struct kl_packed_key){ UINT64_C(1) << 63
					| (way == 1 ? 0 : (uint64_t)text.length << 50),
					text };
			cr_assert_eq(kl_key_set_find(&set, &key), first != 0);
			all[i].length = text.length;
			all[i].row = first != 0 ? first : i + 1;
			sum += first != 0 ? 0 : i + 1;
			kl_key_set_fetch(&set, &key, 1);
			if (kl_key_set_add_quickly(&set, key.word, (uint32_t)i + 1))
				before = 0;
			else
				cr_assert(kl_key_set_add(&set, &key, i + 1,
					&before));
			cr_assert_eq(before, first, "way %d, key %zu", way, i);
			cr_assert(kl_key_set_find(&set, &key));
		}
		if (way == 0) {
			cr_assert(kl_key_set_each(&set, count_rows, sums));
			cr_assert_eq(sums[0], set.count);
			cr_assert_eq(sums[1], sum);
		}
		kl_key_set_release(&set);
	}
}

static struct kl_packed_key many(uint64_t i)
{
	return kl_key_short(i * 614889787 % 899999993 + 1);
}

static bool mark_row(void *context, const struct kl_packed_key *key, uint64_t row)
{
	unsigned char *met = context;

	cr_assert_eq(key->word, many(row).word);
	cr_assert_eq(met[row], 0);
	met[row] = 1;
	return true;
}

/* As many as make tables of large pages, which grow several times. */
Test(key_set, keeps_every_key_when_it_grows)
{
	enum { MANY = 1500000 };
	unsigned char *met = calloc(MANY + 1, 1);
	struct kl_key_set set = { 0 };
	size_t quick = 0;

	for (uint32_t row = 1; row <= MANY; row++) {
		const struct kl_packed_key key = many(row);
		const bool added = kl_key_set_add_quickly(&set, key.word, row);
		uint64_t before = 0;
		quick += added;
		cr_assert(added || kl_key_set_add(&set, &key, row, &before));
		cr_assert_eq(before, 0);
		cr_assert(!kl_key_set_add_quickly(&set, key.word, row));
	}
	cr_assert(quick > MANY - 1000);
	cr_assert_eq(set.count, MANY);
	cr_assert(set.bytes < 25 * (size_t)MANY);
	for (uint32_t row = 1; row <= MANY; row++) {
		const struct kl_packed_key key = many(row);
		uint64_t before = 0;
		cr_assert(kl_key_set_add(&set, &key, 1, &before));
		cr_assert_eq(before, row);
	}
	cr_assert(kl_key_set_each(&set, mark_row, met));
	cr_assert_eq(memchr(met + 1, 0, MANY), NULL);
	kl_key_set_release(&set);
	free(met);
}

Test(key_set, finds_nothing_in_an_empty_one)
{
	struct kl_key_set set = { 0 };
	const struct kl_packed_key key = kl_key_of(kl_span_of("a"));

	cr_assert(!kl_key_set_find(&set, &key));
	kl_key_set_fetch(&set, &key, 1);
	kl_key_set_release(&set);
}

/* A row that does not fit leaves the set as it was. */
Test(key_set, refuses_a_row_that_is_too_large)
{
	struct kl_key_set set = { 0 };
	const struct kl_packed_key key = kl_key_of(kl_span_of("a"));
	uint64_t before;

	cr_assert(!kl_key_set_add(&set, &key, UINT64_C(1) << 32, &before));
	cr_assert(!kl_key_set_find(&set, &key));
	cr_assert(kl_key_set_add(&set, &key, UINT32_MAX, &before));
	cr_assert_eq(before, 0);
	cr_assert(kl_key_set_add(&set, &key, 1, &before));
	cr_assert_eq(before, UINT32_MAX);
	kl_key_set_release(&set);
}
