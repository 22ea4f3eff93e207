#include "base/key_set.h"

#include <stdlib.h>

enum {
	OFFSET_BITS = 33,       /* of a place in a log: those of the home in between */
	FIRST_BUCKETS = 16,
	FETCHED = 64,           /* keys at once */
	STEPS = 2               /* so many buckets behind the home */
};

static const uint64_t low_bits = (UINT64_C(1) << KL_KEY_HOME_AT) - 1;

/* What a slot has of a long key: its home where it was, and its place in the log
 * around that. */
static uint64_t long_word(uint64_t word, size_t offset)
{
	return UINT64_C(1) << 63
		| (uint64_t)offset >> KL_KEY_HOME_AT << KL_KEY_PART_AT
		| kl_key_home(word) << KL_KEY_HOME_AT
		| ((uint64_t)offset & low_bits);
}

static struct kl_span logged(const struct kl_key_part *part, uint64_t kept)
{
	uint64_t offset = (kept >> KL_KEY_PART_AT & (KL_KEY_PARTS - 1))
		<< KL_KEY_HOME_AT | (kept & low_bits);
	const unsigned char *at = part->log + offset;
	uint64_t length = kl_key_get_length(&at);

	return (struct kl_span){ (const char *)at, (size_t)length };
}

static size_t bucket_count(const struct kl_key_part *part)
{
	return part->pages.size / sizeof *part->buckets;
}

/* A bit for each key of the bucket that is this one. */
static unsigned find_long(const struct kl_key_part *part,
	const struct kl_key_bucket *bucket, const struct kl_packed_key *key)
{
	unsigned equal = 0;

	for (unsigned i = 0; i < bucket->count; i++) {
		const uint64_t kept = bucket->words[i];
		bool same = !kl_key_is_short(kept)
			&& kl_key_home(kept) == kl_key_home(key->word)
			&& kl_span_equal(logged(part, kept), key->bytes);
		equal |= (unsigned)same << i;
	}
	return equal;
}

/* The bucket of the key, or the one where it would go: *equal is 0 then. */
static struct kl_key_bucket *find_bucket(const struct kl_key_part *part,
	const struct kl_packed_key *key, unsigned *equal)
{
	struct kl_key_bucket *bucket = kl_key_start(part, key->word);

	for (;; bucket++) {
		*equal = kl_key_is_short(key->word)
			? kl_key_equal(bucket, key->word)
			: find_long(part, bucket, key);
		if (*equal != 0 || bucket->count < KL_KEY_BUCKET)
			return bucket;
	}
}

/* Each key of what was the table, and is now the end of it, to its new home or behind.
 * Nothing is put where keys are still to be read: no home is behind the bucket that
 * its key was read from, so the keys that fill some buckets in a row were read from
 * the first of these on, and all that was read from there has a place up to where
 * reading is. The last bucket stays empty for the same reason. */
static void spread(struct kl_key_part *part, size_t before)
{
	const size_t count = bucket_count(part);

	for (size_t i = before; i < count; i++) {
		const struct kl_key_bucket held = part->buckets[i];
		part->buckets[i] = (struct kl_key_bucket){ 0 };
		for (unsigned j = 0; j < held.count; j++) {
			struct kl_key_bucket *to = kl_key_start(part,
				held.words[j]);
			while (to->count == KL_KEY_BUCKET)
				to++;
			kl_key_put(to, held.words[j], held.rows[j]);
		}
	}
}

/* By some third. Other sizes at first: then no two parts grow at the same
 * time. */
static size_t next_size(const struct kl_key_set *set, const struct kl_key_part *part)
{
	const size_t index = (size_t)(part - set->parts);
	const size_t bucket = sizeof *part->buckets, page = KL_LARGE_PAGE;
	size_t size = part->pages.size;

	if (size == 0)
		return bucket * (FIRST_BUCKETS + index);
	if (size < page)
		size = bucket * (bucket_count(part) * 3 / 2);
	else
		size += (size / page + index) / 3 * page;
	if (size < page)
		return size;
	return (size > part->pages.size ? size - 1 : size) / page * page + page;
}

static bool grow_table(struct kl_key_set *set, struct kl_key_part *part)
{
	const size_t had = part->pages.size, size = next_size(set, part);

	if (!kl_pages_grow(&part->pages, size))
		return false;
	part->buckets = part->pages.at;
	/* Some are for keys that have no place in the last homes, and the last is
	 * empty, so that every search ends. */
	const size_t count = bucket_count(part);
	part->homes = count - count / 64 - 3;
	part->most = part->homes * KL_KEY_BUCKET / 32 * 27;
	if (had > 0)
		spread(part, (size - had) / sizeof *part->buckets);
	set->bytes += size - had;
	return true;
}

/* kl_reserve would leave more unused. */
static bool grow_log(struct kl_key_set *set, struct kl_key_part *part,
	size_t more)
{
	if (more > (UINT64_C(1) << OFFSET_BITS) - 1 - part->used)
		return false;
	if (part->used + more <= part->room)
		return true;
	size_t room = part->used + more + part->used / 8 + 32;
	unsigned char *moved = realloc(part->log, room);
	if (moved == NULL)
		return false;
	set->bytes += room - part->room;
	part->log = moved;
	part->room = room;
	return true;
}

/* The memory is read, since hints are dropped when they come many at once; and
 * without a branch, which would be guessed wrong and then wait for the memory. */
static void fetch_some(const struct kl_key_set *set, const struct kl_packed_key *keys,
	size_t count)
{
	static const struct kl_key_bucket none;
	const struct kl_key_bucket *at[FETCHED];

	for (size_t i = 0; i < count; i++) {
		const struct kl_key_part *part = kl_key_part(set, keys[i].word);
		at[i] = part->homes > 0 ? kl_key_start(part, keys[i].word) : &none;
	}
	for (int step = 0; step <= STEPS; step++) {
		for (size_t i = 0; i < count; i++)
			at[i] += *(const volatile uint32_t *)&at[i]->count
				/ KL_KEY_BUCKET;
	}
}

void kl_key_set_fetch(const struct kl_key_set *set, const struct kl_packed_key *keys,
	size_t count)
{
	for (size_t i = 0; set->parts != NULL && i < count; i += FETCHED)
		fetch_some(set, &keys[i], count - i < FETCHED ? count - i : FETCHED);
}

bool kl_key_set_find(const struct kl_key_set *set, const struct kl_packed_key *key)
{
	unsigned equal = 0;

	if (set->parts == NULL)
		return false;
	const struct kl_key_part *part = kl_key_part(set, key->word);
	if (part->count > 0)
		find_bucket(part, key, &equal);
	return equal != 0;
}

/* The word of a new key as it is kept; a long one goes to the log. */
static bool keep(struct kl_key_set *set, struct kl_key_part *part,
	const struct kl_packed_key *key, uint64_t *kept)
{
	unsigned char head[KL_KEY_LENGTH_MOST];

	*kept = key->word;
	if (kl_key_is_short(key->word))
		return true;
	size_t length = kl_key_put_length(head, key->bytes.length);
	if (!grow_log(set, part, length + key->bytes.length))
		return false;
	*kept = long_word(key->word, part->used);
	memcpy(part->log + part->used, head, length);
	memcpy(part->log + part->used + length, key->bytes.at,
		key->bytes.length);
	part->used += length + key->bytes.length;
	return true;
}

bool kl_key_set_add(struct kl_key_set *set, const struct kl_packed_key *key,
	uint64_t row, uint64_t *before)
{
	struct kl_key_bucket *bucket;
	unsigned equal;
	uint64_t kept;

	if (set->parts == NULL) {
		set->parts = calloc(KL_KEY_PARTS, sizeof *set->parts);
		set->bytes = KL_KEY_PARTS * sizeof *set->parts;
	}
	if (set->parts == NULL)
		return false;
	struct kl_key_part *part = kl_key_part(set, key->word);
	if (part->count >= part->most && !grow_table(set, part))
		return false;
	bucket = find_bucket(part, key, &equal);
	*before = equal != 0 ? bucket->rows[__builtin_ctz(equal)] : 0;
	if (equal != 0)
		return true;
	if (row > UINT32_MAX || !keep(set, part, key, &kept))
		return false;
	while (bucket + 1 == part->buckets + bucket_count(part)) {
		if (!grow_table(set, part))
			return false;
		bucket = find_bucket(part, key, &equal);
	}
	kl_key_put(bucket, kept, (uint32_t)row);
	part->count++;
	set->count++;
	return true;
}

static bool take_bucket(const struct kl_key_part *part,
	const struct kl_key_bucket *bucket,
	bool (*take)(void *context, const struct kl_packed_key *key, uint64_t row),
	void *context)
{
	for (unsigned i = 0; i < bucket->count; i++) {
		struct kl_packed_key key = { bucket->words[i], { "", 0 } };
		if (!kl_key_is_short(key.word))
			key = kl_key_of(logged(part, key.word));
		if (!take(context, &key, bucket->rows[i]))
			return false;
	}
	return true;
}

bool kl_key_set_each(const struct kl_key_set *set,
	bool (*take)(void *context, const struct kl_packed_key *key, uint64_t row),
	void *context)
{
	for (size_t i = 0; set->parts != NULL && i < KL_KEY_PARTS; i++) {
		const struct kl_key_part *part = &set->parts[i];
		for (size_t at = 0; at < bucket_count(part); at++) {
			if (!take_bucket(part, &part->buckets[at], take, context))
				return false;
		}
	}
	return true;
}

void kl_key_set_release(struct kl_key_set *set)
{
	for (size_t i = 0; set->parts != NULL && i < KL_KEY_PARTS; i++) {
		kl_pages_release(&set->parts[i].pages);
		free(set->parts[i].log);
	}
	free(set->parts);
	*set = (struct kl_key_set){ 0 };
}
