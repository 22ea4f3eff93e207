#include "base/memory.h"

#include <assert.h>
#include <stdlib.h>

#include "base/hash.h"

/* Blocks of an arena: many arenas hold a few names only, so the first is small. */
enum { FIRST = 512, BLOCK = 16 * 1024 };

struct kl_arena_block {
	struct kl_arena_block *next;
	size_t size, used;
	_Alignas(max_align_t) char bytes[];
};

static struct kl_arena_block *new_block(struct kl_arena *arena, size_t room)
{
	struct kl_arena_block *spare = arena->spare;

	if (room != BLOCK || spare == NULL)
		return malloc(sizeof *spare + room);
	arena->spare = spare->next;
	return spare;
}

/* The size of a next block; that of a large piece alone is what it needs. */
static size_t block_room(const struct kl_arena *arena, size_t size)
{
	const struct kl_arena_block *block = arena->blocks;
	size_t room = block == NULL ? FIRST : 2 * block->size;

	if (size > BLOCK / 4)
		return size;
	if (arena->spare != NULL)
		return BLOCK;
	while (room < BLOCK && room / 4 < size)
		room *= 2;
	return room < BLOCK ? room : BLOCK;
}

void *kl_arena_take(struct kl_arena *arena, size_t size)
{
	const size_t align = _Alignof(max_align_t);

	if (size > SIZE_MAX - 2 * BLOCK)
		return NULL;
	size = (size + align - 1) / align * align;
	struct kl_arena_block *block = arena->blocks;
	if (block == NULL || block->size - block->used < size) {
		size_t room = block_room(arena, size);
		struct kl_arena_block *fresh = new_block(arena, room);
		if (fresh == NULL)
			return NULL;
		fresh->size = room;
		fresh->used = 0;
		/* A large piece goes behind the block that still has room. */
		if (block != NULL && size > BLOCK / 4) {
			fresh->next = block->next;
			block->next = fresh;
		} else {
			fresh->next = block;
			arena->blocks = fresh;
		}
		block = fresh;
	}
	void *piece = block->bytes + block->used;
	block->used += size;
	arena->used += size;
	return piece;
}

void *kl_arena_alloc(struct kl_arena *arena, size_t size)
{
	void *piece = kl_arena_take(arena, size);

	if (piece != NULL)
		memset(piece, 0, size);
	return piece;
}

char *kl_arena_text(struct kl_arena *arena, struct kl_span text)
{
	char *copy = kl_arena_alloc(arena, text.length + 1);

	if (copy != NULL && text.length > 0)
		memcpy(copy, text.at, text.length);
	return copy;
}

struct kl_span kl_arena_span(struct kl_arena *arena, struct kl_span text)
{
	if (text.at == NULL)
		return text;
	if (text.length == 0)
		return (struct kl_span){ "", 0 };
	return (struct kl_span){ kl_arena_text(arena, text), text.length };
}

static void free_blocks(struct kl_arena_block *block)
{
	while (block != NULL) {
		struct kl_arena_block *next = block->next;
		free(block);
		block = next;
	}
}

void kl_arena_release(struct kl_arena *arena)
{
	free_blocks(arena->blocks);
	free_blocks(arena->spare);
	*arena = (struct kl_arena){ 0 };
}

void kl_arena_reuse(struct kl_arena *arena)
{
	struct kl_arena_block *block = arena->blocks;

	while (block != NULL) {
		struct kl_arena_block *next = block->next;
		if (block->size == BLOCK) {
			block->next = arena->spare;
			arena->spare = block;
		} else {
			free(block);
		}
		block = next;
	}
	arena->blocks = NULL;
	arena->used = 0;
}

bool kl_reserve(void **items, size_t *capacity, size_t need, size_t size)
{
	if (need <= *capacity)
		return true;
	size_t room = *capacity + *capacity / 2 + 8;
	if (room < need)
		room = need;
	if (room > SIZE_MAX / size)
		return false;
	void *moved = realloc(*items, room * size);
	if (moved == NULL)
		return false;
	*items = moved;
	*capacity = room;
	return true;
}

enum { PACKED_MOST = 8 };       /* bytes */

struct kl_index_slot {
	struct kl_span key;     /* at NULL: free */
	uint64_t packed;        /* the bytes of a key that is short enough */
	uint32_t hash;          /* its lowest bits */
	uint32_t value;
};

uint64_t kl_hash(uint64_t seed, struct kl_span text)
{
	uint64_t hash = seed ^ UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < text.length; i++) {
		hash ^= (unsigned char)text.at[i];
		hash *= UINT64_C(0x100000001b3);
	}
	hash ^= hash >> 33;
	hash *= UINT64_C(0xff51afd7ed558ccd);
	hash ^= hash >> 33;
	return hash;
}

/* Of keys of one length no other has the same; 0 if it is too long. */
static uint64_t pack(struct kl_span key)
{
	if (key.length == 0 || key.length > PACKED_MOST)
		return 0;
	const struct kl_short_text made = kl_short_text(key);
	return key.length == PACKED_MOST ? made.first : made.first | made.last << 32;
}

static inline bool is_key(const struct kl_index_slot *slot, struct kl_span key,
	uint64_t packed, uint64_t hash)
{
	if (slot->packed != packed || slot->key.length != key.length)
		return false;
	return key.length <= PACKED_MOST || (slot->hash == (uint32_t)hash
		&& kl_short_same(slot->key, key));
}

/* The slot that holds the key, or the free one where it would go. */
static struct kl_index_slot *find_slot(struct kl_index_slot *slots,
	size_t capacity, struct kl_span key, uint64_t hash)
{
	size_t at = (size_t)(uint32_t)hash & (capacity - 1);
	const uint64_t packed = pack(key);

	while (slots[at].key.at != NULL && !is_key(&slots[at], key, packed, hash))
		at = (at + 1) & (capacity - 1);
	return &slots[at];
}

bool kl_index_find(const struct kl_index *index, struct kl_span key,
	uint32_t *value)
{
	if (index->count == 0)
		return false;
	const struct kl_index_slot *slot = find_slot(index->slots,
		index->capacity, key, kl_key_hash(key));
	if (slot->key.at == NULL)
		return false;
	*value = slot->value;
	return true;
}

static bool grow(struct kl_index *index)
{
	size_t capacity = index->capacity == 0 ? 16 : 2 * index->capacity;
	struct kl_index_slot *slots = calloc(capacity, sizeof *slots);

	if (slots == NULL)
		return false;
	for (size_t i = 0; i < index->capacity; i++) {
		const struct kl_index_slot *old = &index->slots[i];
		if (old->key.at != NULL)
			*find_slot(slots, capacity, old->key, old->hash) = *old;
	}
	free(index->slots);
	index->slots = slots;
	index->capacity = capacity;
	return true;
}

bool kl_index_add(struct kl_index *index, struct kl_span key, uint32_t value,
	uint32_t *stored, bool *found)
{
	if (2 * (index->count + 1) > index->capacity && !grow(index))
		return false;
	uint64_t hash = kl_key_hash(key);
	struct kl_index_slot *slot = find_slot(index->slots, index->capacity,
		key, hash);
	bool there = slot->key.at != NULL;
	if (!there) {
		struct kl_span copy = { kl_arena_text(&index->keys, key), key.length };
		if (copy.at == NULL)
			return false;
		*slot = (struct kl_index_slot){ copy, pack(key), (uint32_t)hash,
			value };
		index->count++;
	}
	if (stored != NULL)
		*stored = slot->value;
	if (found != NULL)
		*found = there;
	return true;
}

void kl_index_release(struct kl_index *index)
{
	free(index->slots);
	kl_arena_release(&index->keys);
	*index = (struct kl_index){ 0 };
}
