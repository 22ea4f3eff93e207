#include "base/short_set.h"

#include <stdlib.h>

enum { LEAST_BITS = 4 };

static size_t slot_of(const struct kl_short_set *set, uint64_t word)
{
	size_t at = (size_t)(kl_short_set_hash(word) >> set->shift);

	while (set->slots[at] != word && set->slots[at] != 0)
		at = (at + 1) & (set->capacity - 1);
	return at;
}

static bool grow(struct kl_short_set *set)
{
	struct kl_short_set larger = { .capacity = set->capacity == 0
		? (size_t)1 << LEAST_BITS : 2 * set->capacity,
		.shift = set->capacity == 0 ? 64 - LEAST_BITS
			: set->shift - 1, .count = set->count };

	larger.slots = calloc(larger.capacity, sizeof *larger.slots);
	if (larger.slots == NULL)
		return false;
	for (size_t i = 0; i < set->capacity; i++) {
		uint64_t word = set->slots[i];
		if (word != 0)
			larger.slots[slot_of(&larger, word)] = word;
	}
	free(set->slots);
	*set = larger;
	return true;
}

bool kl_short_set_add(struct kl_short_set *set, struct kl_span text)
{
	const uint64_t word = kl_short_set_word(text);

	if (word == 0)
		return true;
	if (4 * (set->count + 1) > set->capacity && !grow(set))
		return false;
	size_t at = slot_of(set, word);
	set->count += set->slots[at] == 0;
	set->slots[at] = word;
	return true;
}

void kl_short_set_release(struct kl_short_set *set)
{
	free(set->slots);
	*set = (struct kl_short_set){ 0 };
}
