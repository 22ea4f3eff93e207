#include "base/name_index.h"

#include "base/hash.h"

/* So many are compared in the time that a hash takes. */
enum { FEW = 16 };

static struct kl_span name_at(const struct kl_span *names, size_t stride,
	size_t at)
{
	return *(const struct kl_span *)(const void *)
		((const char *)names + at * stride);
}

bool kl_name_index_make(struct kl_name_index *index, const struct kl_span *names,
	size_t stride, size_t count, struct kl_arena *arena)
{
	size_t capacity = 2 * FEW;

	*index = (struct kl_name_index){ 0 };
	if (count <= FEW || count >= UINT32_MAX)
		return true;
	while (capacity < 2 * count)
		capacity *= 2;
	uint32_t *slots = kl_arena_alloc(arena, capacity * sizeof *slots);
	if (slots == NULL)
		return false;
	for (size_t i = 0; i < count; i++) {
		struct kl_span name = name_at(names, stride, i);
		size_t at = (size_t)kl_key_hash(name) & (capacity - 1);
		while (slots[at] != 0 && !kl_short_same(name,
				name_at(names, stride, slots[at] - 1)))
			at = (at + 1) & (capacity - 1);
		if (slots[at] == 0)
			slots[at] = (uint32_t)i + 1;
	}
	*index = (struct kl_name_index){ slots, capacity };
	return true;
}

size_t kl_name_index_find(const struct kl_name_index *index,
	const struct kl_span *names, size_t stride, size_t count,
	struct kl_span name)
{
	if (index->capacity == 0) {
		for (size_t i = 0; i < count; i++) {
			if (kl_span_equal(name_at(names, stride, i), name))
				return i;
		}
		return SIZE_MAX;
	}
	size_t at = (size_t)kl_key_hash(name) & (index->capacity - 1);
	while (index->slots[at] != 0) {
		size_t found = index->slots[at] - 1;
		if (kl_short_same(name_at(names, stride, found), name))
			return found;
		at = (at + 1) & (index->capacity - 1);
	}
	return SIZE_MAX;
}
