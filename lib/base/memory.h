/*
 * Memory: an arena, growing arrays, and an index of texts.
 */
#ifndef KL_BASE_MEMORY_H
#define KL_BASE_MEMORY_H

#include <stdint.h>

#include "base/span.h"

/* An arena: many small pieces, released together. Zero it to start. */
struct kl_arena_block;
struct kl_arena {
	struct kl_arena_block *blocks;
	struct kl_arena_block *spare;   /* blocks of the usual size to use again */
	size_t used;        /* bytes handed out, for accounting */
};

/* size bytes, zeroed, aligned for any type; NULL when memory is out. */
void *kl_arena_alloc(struct kl_arena *arena, size_t size);
/* The same, with anything in it. */
void *kl_arena_take(struct kl_arena *arena, size_t size);
/* A NUL-terminated copy; NULL when memory is out. */
char *kl_arena_text(struct kl_arena *arena, struct kl_span text);
/* A copy as span; .at is NULL when memory is out (never for an empty text), and
 * when it was NULL in `text`: an absent text stays absent. */
struct kl_span kl_arena_span(struct kl_arena *arena, struct kl_span text);
void kl_arena_release(struct kl_arena *arena);
/* All pieces are given back, but the memory is kept for as many again. */
void kl_arena_reuse(struct kl_arena *arena);

/* Makes room for at least `need` items of `size` bytes in *items, growing by
 * half; *items moves. False when memory is out: *items is then untouched. */
bool kl_reserve(void **items, size_t *capacity, size_t need, size_t size);
/* The same for an array of a type: kl_grow(list->items, list->capacity, n). */
#define kl_grow(items, capacity, need) \
	kl_reserve((void **)&(items), &(capacity), (need), sizeof *(items))

/* An index from text to number: open addressing, keys copied. Zero to start. */
struct kl_index_slot;
struct kl_index {
	struct kl_index_slot *slots;
	size_t capacity, count;
	struct kl_arena keys;
};

/* True and *value if the key is there. */
bool kl_index_find(const struct kl_index *index, struct kl_span key,
	uint32_t *value);
/* Adds key with value, or leaves the value that was there. *found tells which
 * (may be NULL). False when memory is out. */
bool kl_index_add(struct kl_index *index, struct kl_span key, uint32_t value,
	uint32_t *stored, bool *found);
void kl_index_release(struct kl_index *index);

/* A 64-bit hash of bytes (FNV-1a with a final mix); same on every machine, so for no
 * table: see hash.h. */
uint64_t kl_hash(uint64_t seed, struct kl_span text);

#endif
