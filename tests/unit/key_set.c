#include "base/key_set.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "random.h"

enum { KEYS = 3000, LONGEST = 40 };

struct kept {
	char text[LONGEST];
	size_t length;
	struct kl_key_place place;
};

static struct kl_key_place first_of(const struct kept *all, size_t count,
	struct kl_span key)
{
	for (size_t i = 0; i < count; i++)
		if (kl_span_equal((struct kl_span){ all[i].text, all[i].length },
				key))
			return all[i].place;
	return (struct kl_key_place){ 0, 0 };
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

/* Against a plain list; with the own hash, with one for all keys, and with few in
 * one part, whose tables fill up. */
Test(key_set, is_exact)
{
	static struct kept all[KEYS];

	for (int way = 0; way < 3; way++) {
		struct kl_key_set set = { 0 };
		uint64_t state = (uint64_t)way + 1;
		for (size_t i = 0; i < KEYS; i++) {
			struct kl_span key = draw(&state, all[i].text);
			struct kl_key_place before = { 7, 7 };
			const struct kl_key_place place = { i + 1, way == 2 ? 1
				: i * 100000 + 2 }, first = first_of(all, i, key);
			bool found = false;
			all[i].length = key.length;
			all[i].place = first.row != 0 ? first : place;
			cr_assert(way == 0
				? kl_key_set_add(&set, key, &place, &before)
				: kl_key_set_add_hashed(&set, way == 1 ? UINT64_MAX
					: key.length << 38, key, &place, &before));
			cr_assert_eq(before.row, first.row, "way %d, key %zu", way, i);
			cr_assert_eq(before.line, first.line);
			if (way > 0)
				continue;
			cr_assert(kl_key_set_find(&set, key, &found) && found);
		}
		kl_key_set_release(&set);
	}
}

Test(key_set, finds_nothing_in_an_empty_one)
{
	struct kl_key_set set = { 0 };
	bool found = true;

	cr_assert(kl_key_set_find(&set, kl_span_of("a"), &found));
	cr_assert(!found);
	kl_key_set_release(&set);
}
