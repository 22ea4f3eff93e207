/* A set of short texts has those that were added, and no other. */
#include <criterion/criterion.h>

#include "base/short_set.h"
#include "base/memory.h"
#include "random.h"

static struct kl_span make(uint64_t *seed, char *bytes)
{
	static const char letters[] = "09AZ\0a";
	size_t length = (size_t)random_below(seed, 10);

	for (size_t i = 0; i < length; i++)
		bytes[i] = letters[random_below(seed, 6)];
	return (struct kl_span){ bytes, length };
}

Test(short_set, what_was_added)
{
	struct kl_short_set set = { 0 };
	struct kl_index index = { 0 };
	uint64_t seed = 20020801;
	uint32_t value;
	char bytes[16];
	size_t found = 0;

	cr_assert_not(kl_short_set_has(&set, kl_span_of("BOL")));
	for (int n = 0; n < 20000; n++) {
		struct kl_span text = make(&seed, bytes);
		cr_assert(kl_short_set_add(&set, text));
		cr_assert(kl_index_add(&index, text, 0, NULL, NULL));
	}
	cr_assert_leq(4 * set.count, set.capacity);
	for (int n = 0; n < 200000; n++) {
		struct kl_span text = make(&seed, bytes);
		bool there = text.length > 0 && text.length <= KL_SHORT_SET_MOST
			&& kl_index_find(&index, text, &value);
		cr_assert_eq(kl_short_set_has(&set, text), there, "'%.*s'",
			(int)text.length, text.at);
		found += there;
	}
	cr_expect(found > 50000 && found < 150000, "%zu", found);
	kl_short_set_release(&set);
	kl_index_release(&index);
}

/* Texts with the same bytes and another length, and of every length. */
Test(short_set, lengths)
{
	static const char text[] = "00000000\0\0\0\0\0\0\0\0";

	for (size_t from = 0; from <= 8; from += 4) {
		for (size_t length = 0; length <= 8; length++) {
			struct kl_short_set set = { 0 };
			cr_assert(kl_short_set_add(&set,
				(struct kl_span){ text + from, length }));
			for (size_t i = 0; i <= 8; i++)
				cr_expect_eq(kl_short_set_has(&set,
					(struct kl_span){ text + from, i }),
					i == length && i > 0 && i <= KL_SHORT_SET_MOST);
			kl_short_set_release(&set);
		}
	}
}
