/*
 * Where a name stands in an array of names, without a walk along it.
 */
#ifndef KL_BASE_NAME_INDEX_H
#define KL_BASE_NAME_INDEX_H

#include <stdint.h>

#include "base/memory.h"

/* The names stand elsewhere: in an array of anything that holds one, in which the
 * first stands at `names`, and each next `stride` bytes further. Zero: there is no
 * index, and a name is looked for along the array. */
struct kl_name_index {
	const uint32_t *slots;          /* position + 1, or 0 where it is free */
	size_t capacity;                /* a power of two; 0: none */
};

/* Makes the index of so many names, in the arena; of a few there is none. Of equal
 * names it knows the first. False when memory is out: it is then zero. */
bool kl_name_index_make(struct kl_name_index *index, const struct kl_span *names,
	size_t stride, size_t count, struct kl_arena *arena);
/* The position of the first such name among the names that the index was made of,
 * or SIZE_MAX. */
size_t kl_name_index_find(const struct kl_name_index *index,
	const struct kl_span *names, size_t stride, size_t count,
	struct kl_span name);

#endif
