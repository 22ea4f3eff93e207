/*
 * A set of keys with the row where each was met first, in little memory: some 18
 * bytes for a short key, and its bytes besides for another. Exact: short keys are
 * kept in a word that is no hash, of others all bytes are kept and compared.
 *
 * Keys are spread over parts by their words. A part has a table of buckets, one to a
 * line of the processor's cache, in the order of the words, so that it grows where it
 * is in one walk, and a log of the keys that are not short. The parts grow at
 * different times.
 */
#ifndef KL_BASE_KEY_SET_H
#define KL_BASE_KEY_SET_H

#include "base/packed_key.h"
#include "base/pages.h"

/* Bits of a word: which part, and where in it. A long key is kept with these. */
enum {
	KL_KEY_PARTS = 4, KL_KEY_PART_AT = 61,
	KL_KEY_HOME_AT = 31, KL_KEY_HOME_BITS = 30,
	KL_KEY_BUCKET = 5               /* keys in a bucket */
};

struct kl_key_bucket {
	uint64_t words[KL_KEY_BUCKET];  /* 0: free, as no short key is; of a long key
	                                   its home and place */
	uint32_t rows[KL_KEY_BUCKET];
	uint32_t count;
};

struct kl_key_part {
	struct kl_key_bucket *buckets;  /* a key is in its home, or in the first behind
	                                   it that was not full; the last is empty */
	size_t homes;                   /* there are more buckets behind these */
	size_t count, most;             /* of keys; at most before it grows */
	struct kl_pages pages;          /* the buckets */
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
static inline struct kl_key_bucket *kl_key_start(const struct kl_key_part *part,
	uint64_t word)
{
	return &part->buckets[kl_key_home(word) * part->homes >> KL_KEY_HOME_BITS];
}

/* A bit for each word of the bucket that is this one. */
static inline unsigned kl_key_equal(const struct kl_key_bucket *bucket, uint64_t word)
{
	const uint64_t *words = bucket->words;

	return (unsigned)((words[0] == word) | (words[1] == word) << 1
		| (words[2] == word) << 2 | (words[3] == word) << 3
		| (words[4] == word) << 4);
}

static inline void kl_key_put(struct kl_key_bucket *bucket, uint64_t word, uint32_t row)
{
	bucket->words[bucket->count] = word;
	bucket->rows[bucket->count] = row;
	bucket->count++;
}

/* Adds a key as kl_key_set_add does if it is short and new, and nothing has to grow
 * for it, which is nearly always. False: nothing was done. */
static inline bool kl_key_set_add_quickly(struct kl_key_set *set, uint64_t word,
	uint32_t row)
{
	if (set->parts == NULL || !kl_key_is_short(word))
		return false;
	struct kl_key_part *part = kl_key_part(set, word);
	if (part->count >= part->most)
		return false;
	struct kl_key_bucket *bucket = kl_key_start(part, word);
	while (kl_key_equal(bucket, word) == 0 && bucket->count == KL_KEY_BUCKET)
		bucket++;
	if (kl_key_equal(bucket, word) != 0
			|| bucket + 1 == part->buckets + part->pages.size / sizeof *bucket)
		return false;
	kl_key_put(bucket, word, row);
	part->count++;
	set->count++;
	return true;
}

/* Fetches the memory where the keys are looked for, before they are: all at once, so
 * that none waits for another. */
void kl_key_set_fetch(const struct kl_key_set *set, const struct kl_packed_key *keys,
	size_t count);
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
