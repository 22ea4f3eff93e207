/*
 * A set of keys with the place where each was met first, in little memory:
 * 25 to 30 bytes for a key of nine digits. Exact: whole keys are kept and compared,
 * never hashes alone.
 *
 * Keys are spread over parts by their hash. A part has a log of its keys, one
 * after the other, and a table of 8 bytes a slot (hash and offset in the log),
 * which grows by a quarter at a time without a look at the keys.
 */
#ifndef KL_BASE_KEY_SET_H
#define KL_BASE_KEY_SET_H

#include <stdint.h>

#include "base/span.h"

/* Where a key stood. */
struct kl_key_place {
	uint64_t row, line;
};

/* Zero it to start. */
struct kl_key_part;
struct kl_key_set {
	struct kl_key_part *parts;
	unsigned char *entry;           /* scratch: a key as it is kept */
	size_t entry_capacity;
};

/* Whether the key is there. *found is only set on success. False when memory is
 * out. */
bool kl_key_set_find(struct kl_key_set *set, struct kl_span key, bool *found);
/* Adds the key with its place, or gives the place that it has, which must not be
 * row 0: *before is row 0 if the key is new. False when memory is out, or the keys
 * of a part would take more than 4 GiB; the set is then as it was. */
bool kl_key_set_add(struct kl_key_set *set, struct kl_span key,
	const struct kl_key_place *place, struct kl_key_place *before);
/* The same, with a hash of the caller's, which must be the same for equal keys. */
bool kl_key_set_add_hashed(struct kl_key_set *set, uint64_t hash,
	struct kl_span key, const struct kl_key_place *place,
	struct kl_key_place *before);
void kl_key_set_release(struct kl_key_set *set);

#endif
