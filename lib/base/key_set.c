#include "base/key_set.h"

#include <stdlib.h>

enum {
	NUMBER_MOST = 10,       /* bytes of a number of 64 bits, 7 in each */
	OFFSET_BITS = 33,
	FIRST_SLOTS = 8
};

static size_t put_number(unsigned char *to, uint64_t number)
{
	size_t length = 0;

	for (; number >= 0x80; number >>= 7)
		to[length++] = (unsigned char)(number | 0x80);
	to[length++] = (unsigned char)number;
	return length;
}

static uint64_t get_number(const unsigned char **from)
{
	uint64_t number = 0;

	for (unsigned shift = 0;; shift += 7) {
		unsigned char byte = *(*from)++;
		number |= (uint64_t)(byte & 0x7f) << shift;
		if (byte < 0x80)
			return number;
	}
}

static uint64_t word_of(const struct kl_key_slot *slot)
{
	return (uint64_t)slot->high << 32 | slot->low;
}

/* What a slot has of a long key: its hash but for the part, and where it stands. */
static uint64_t long_word(uint64_t word, size_t offset)
{
	return UINT64_C(1) << 63 | (word >> 25 & 0x3fffffff) << OFFSET_BITS
		| offset;
}

/* The bits of the word by which a slot is chosen, where kl_key_home has them. */
static uint64_t home_bits(uint64_t kept)
{
	return kl_key_is_short(kept) ? kept
		: (kept >> OFFSET_BITS & 0x3fffffff) << 25;
}

static struct kl_span logged(const struct kl_key_part *part, uint64_t kept)
{
	const unsigned char *at = part->log
		+ (kept & ((UINT64_C(1) << OFFSET_BITS) - 1));
	uint64_t length = get_number(&at);

	return (struct kl_span){ (const char *)at, (size_t)length };
}

static bool is_same(const struct kl_key_part *part, uint64_t kept,
	const struct kl_packed_key *key)
{
	if (kl_key_is_short(key->word))
		return kept == key->word;
	return kept >> OFFSET_BITS == long_word(key->word, 0) >> OFFSET_BITS
		&& kl_span_equal(logged(part, kept), key->bytes);
}

/* The slot of the key, or the free one where it would go. */
static struct kl_key_slot *find_slot(const struct kl_key_part *part,
	const struct kl_packed_key *key)
{
	size_t at = kl_key_home(part, key->word);

	for (;; at = at + 1 < part->capacity ? at + 1 : 0) {
		struct kl_key_slot *slot = &part->slots[at];
		if (slot->row == 0 || is_same(part, word_of(slot), key))
			return slot;
	}
}

static size_t next_capacity(const struct kl_key_set *set,
	const struct kl_key_part *part)
{
	/* From 8 to 12 at first: then no two parts grow at the same time. */
	if (part->capacity == 0)
		return FIRST_SLOTS + (size_t)(part - set->parts) * FIRST_SLOTS
			/ (2 * KL_KEY_PARTS);
	return part->capacity + part->capacity / 2;
}

static bool grow_slots(struct kl_key_set *set, struct kl_key_part *part)
{
	const struct kl_key_part old = *part;

	if (5 * (part->count + 1) <= 4 * part->capacity)
		return true;
	part->capacity = next_capacity(set, part);
	part->slots = calloc(part->capacity, sizeof *part->slots);
	if (part->slots == NULL) {
		*part = old;
		return false;
	}
	for (size_t i = 0; i < old.capacity; i++) {
		if (old.slots[i].row == 0)
			continue;
		size_t at = kl_key_home(part, home_bits(word_of(&old.slots[i])));
		while (part->slots[at].row != 0)
			at = at + 1 < part->capacity ? at + 1 : 0;
		part->slots[at] = old.slots[i];
	}
	free(old.slots);
	set->bytes += (part->capacity - old.capacity) * sizeof *part->slots;
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

bool kl_key_set_find(const struct kl_key_set *set, const struct kl_packed_key *key)
{
	if (set->parts == NULL)
		return false;
	const struct kl_key_part *part = kl_key_part(set, key->word);
	return part->count > 0 && find_slot(part, key)->row != 0;
}

/* The word of a new key as it is kept; a long one goes to the log. */
static bool keep(struct kl_key_set *set, struct kl_key_part *part,
	const struct kl_packed_key *key, uint64_t *kept)
{
	unsigned char head[NUMBER_MOST];

	*kept = key->word;
	if (kl_key_is_short(key->word))
		return true;
	size_t length = put_number(head, key->bytes.length);
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
	uint64_t kept;

	if (set->parts == NULL) {
		set->parts = calloc(KL_KEY_PARTS, sizeof *set->parts);
		set->bytes = KL_KEY_PARTS * sizeof *set->parts;
	}
	if (set->parts == NULL)
		return false;
	struct kl_key_part *part = kl_key_part(set, key->word);
	if (!grow_slots(set, part))
		return false;
	struct kl_key_slot *slot = find_slot(part, key);
	*before = slot->row;
	if (slot->row != 0)
		return true;
	if (row > UINT32_MAX || !keep(set, part, key, &kept))
		return false;
	*slot = (struct kl_key_slot){ (uint32_t)kept, (uint32_t)(kept >> 32),
		(uint32_t)row };
	part->count++;
	set->count++;
	return true;
}

bool kl_key_set_each(const struct kl_key_set *set,
	bool (*take)(void *context, const struct kl_packed_key *key, uint64_t row),
	void *context)
{
	for (size_t i = 0; set->parts != NULL && i < KL_KEY_PARTS; i++) {
		const struct kl_key_part *part = &set->parts[i];
		for (size_t at = 0; at < part->capacity; at++) {
			const struct kl_key_slot *slot = &part->slots[at];
			struct kl_packed_key key = { word_of(slot), { "", 0 } };
			if (slot->row != 0 && !kl_key_is_short(key.word))
				key = kl_key_of(logged(part, key.word));
			if (slot->row != 0 && !take(context, &key, slot->row))
				return false;
		}
	}
	return true;
}

void kl_key_set_release(struct kl_key_set *set)
{
	for (size_t i = 0; set->parts != NULL && i < KL_KEY_PARTS; i++) {
		free(set->parts[i].slots);
		free(set->parts[i].log);
	}
	free(set->parts);
	*set = (struct kl_key_set){ 0 };
}
