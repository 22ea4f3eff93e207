/*
 * A set of short texts, as codes are: each is one number, so that a text is looked up
 * in about a nanosecond, by any number of threads.
 */
#ifndef KL_BASE_SHORT_SET_H
#define KL_BASE_SHORT_SET_H

#include <stdint.h>

#include "base/hash.h"

enum { KL_SHORT_SET_MOST = 7 };         /* bytes in a text */

struct kl_short_set {                   /* zero it to start, and release it */
	uint64_t *slots;                /* 0: free; a quarter at most is not */
	size_t capacity, count;
	unsigned shift;                 /* of a hash, to its slot */
};

/* The bytes of the text and its length: no other text has the same. 0: it is empty
 * or too long. */
static inline uint64_t kl_short_set_word(struct kl_span text)
{
	const uint64_t length = (uint64_t)text.length << 56;
	uint32_t first, last;

	if (text.length - 1 >= KL_SHORT_SET_MOST)
		return 0;
	if (text.length >= 4) {
		memcpy(&first, text.at, 4);
		memcpy(&last, text.at + text.length - 4, 4);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
		first = __builtin_bswap32(first);
		last = __builtin_bswap32(last);
#endif
		return length | first | (uint64_t)last << 8 * (text.length - 4);
	}
	return length | (uint64_t)(unsigned char)text.at[text.length - 1] << 16
		| (uint64_t)(unsigned char)text.at[text.length / 2] << 8
		| (unsigned char)*text.at;
}

static inline uint64_t kl_short_set_hash(uint64_t word)
{
	return (word ^ word >> 29) * kl_secret.last;
}

static inline bool kl_short_set_has(const struct kl_short_set *set, struct kl_span text)
{
	const uint64_t word = kl_short_set_word(text);

	if (word == 0 || set->count == 0)
		return false;
	size_t at = (size_t)(kl_short_set_hash(word) >> set->shift);
	while (set->slots[at] != word && set->slots[at] != 0)
		at = (at + 1) & (set->capacity - 1);
	return set->slots[at] != 0;
}

/* Does nothing with a text that is empty or too long. False when memory is out. */
bool kl_short_set_add(struct kl_short_set *set, struct kl_span text);
void kl_short_set_release(struct kl_short_set *set);

#endif
