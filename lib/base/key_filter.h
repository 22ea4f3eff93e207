/*
 * A filter of keys by their words: what it does not know was not put into it for
 * certain. Of all others it knows some, the fewer the more room there is: with 16 bits
 * a key one in 200.
 *
 * A key has four bits in one word of it (Putze, Sanders and Singler, "Cache-, Hash- and
 * Space-Efficient Bloom Filters", WEA 2007), so that it costs one look into memory.
 */
#ifndef KL_BASE_KEY_FILTER_H
#define KL_BASE_KEY_FILTER_H

#include "base/key_set.h"

/* Zero it: it is not there, and must not be asked. */
struct kl_key_filter {
	uint64_t *words;                /* of kl_pages_get */
	size_t count;                   /* at most 2^KL_KEY_HOME_BITS are used */
};

/* Of that many words, a multiple of 8; empty. False when memory is out. */
static inline bool kl_key_filter_make(struct kl_key_filter *filter, size_t count)
{
	uint64_t *words = kl_pages_get(count * sizeof *words);

	if (words != NULL)
		*filter = (struct kl_key_filter){ words, count };
	return words != NULL;
}

static inline void kl_key_filter_release(struct kl_key_filter *filter)
{
	kl_pages_free(filter->words, filter->count * sizeof *filter->words);
	*filter = (struct kl_key_filter){ 0 };
}

static inline uint64_t *kl_key_filter_at(const struct kl_key_filter *filter,
	uint64_t word)
{
	return &filter->words[kl_key_home(word) * filter->count >> KL_KEY_HOME_BITS];
}

static inline uint64_t kl_key_filter_bits(uint64_t word)
{
	const uint64_t one = 1;

	return one << (word & 63) | one << (word >> 6 & 63)
		| one << (word >> 12 & 63) | one << (word >> 18 & 63);
}

static inline void kl_key_filter_put(const struct kl_key_filter *filter, uint64_t word)
{
	*kl_key_filter_at(filter, word) |= kl_key_filter_bits(word);
}

static inline bool kl_key_filter_knows(const struct kl_key_filter *filter, uint64_t word)
{
	const uint64_t bits = kl_key_filter_bits(word);

	return (*kl_key_filter_at(filter, word) & bits) == bits;
}

#endif
