/*
 * A set of keys with the row where each was met first, in little memory: some 18
 * bytes for a short key, and its bytes besides for another. Exact: short keys are
 * kept in a word that is no hash, of others all bytes are kept and compared.
 *
 * Keys are spread over parts by their words. A part has a table of 12 bytes a slot in
 * the order of the words, so that it grows by a walk through both tables, and a log
 * of the keys that are not short. The parts grow at different times.
 */
#ifndef KL_BASE_KEY_SET_H
#define KL_BASE_KEY_SET_H

#include "base/packed_key.h"

/* Bits of a word: which part, and where in it. A long key is kept with these. */
enum {
	KL_KEY_PARTS = 32, KL_KEY_PART_AT = 58,
	KL_KEY_HOME_AT = 28, KL_KEY_HOME_BITS = 30
};

struct kl_key_slot {
	uint32_t low, high;             /* the word; of a long key its home and place */
	uint32_t row;                   /* 0: free */
};

struct kl_key_part {
	struct kl_key_slot *slots;      /* ascending by home, none before its home, and
	                                   no free one between a home and its key */
	size_t homes;                   /* there are more slots behind these */
	size_t count;
	unsigned char *log;
	size_t used, room;
};

/* Zero it to start. */
struct kl_key_set {
	struct kl_key_part *parts;
	size_t count;
	size_t bytes;                   /* of memory, about */
};

static inline struct kl_key_part *kl_key_part(const struct kl_key_set *set,
	uint64_t word)
{
	return &set->parts[word >> KL_KEY_PART_AT & (KL_KEY_PARTS - 1)];
}

static inline uint64_t kl_key_home(uint64_t word)
{
	return word >> KL_KEY_HOME_AT & ((UINT64_C(1) << KL_KEY_HOME_BITS) - 1);
}

/* Where the search for the word begins. */
static inline size_t kl_key_start(const struct kl_key_part *part, uint64_t word)
{
	return (size_t)(kl_key_home(word) * part->homes >> KL_KEY_HOME_BITS);
}

/* Fetches the memory where the key is looked for, while others are dealt with. A
 * call to what is only a hint would be dropped. */
__attribute__((always_inline)) static inline void kl_key_set_fetch(
	const struct kl_key_set *set, uint64_t word)
{
	if (set->parts == NULL)
		return;
	const struct kl_key_part *part = kl_key_part(set, word);
	if (part->homes == 0)
		return;
	const struct kl_key_slot *slot = &part->slots[kl_key_start(part, word)];
	__builtin_prefetch(slot, 1);
	__builtin_prefetch(slot + 4, 1);
}

/* Whether the key is there. */
bool kl_key_set_find(const struct kl_key_set *set, const struct kl_packed_key *key);
/* Adds the key with its row, which is not 0, or gives the row that it has: *before
 * is 0 if the key is new. False when memory is out, the keys of a part would take
 * more than 8 GiB, or the row does not fit: the set is then as it was. */
bool kl_key_set_add(struct kl_key_set *set, const struct kl_packed_key *key,
	uint64_t row, uint64_t *before);
/* Calls `take` with every key until it returns false; false then. The hash of a long
 * key is not known any more: its word is that of kl_key_of its bytes. */
bool kl_key_set_each(const struct kl_key_set *set,
	bool (*take)(void *context, const struct kl_packed_key *key, uint64_t row),
	void *context);
void kl_key_set_release(struct kl_key_set *set);

#endif
