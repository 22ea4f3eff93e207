#include "base/key_set.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum {
	PARTS = 256,
	NUMBER_MOST = 10        /* bytes of a number of 64 bits, 7 in each */
};

struct kl_key_slot {
	uint32_t hash;
	uint32_t entry;         /* its offset in the log and 1; 0: free */
};

struct kl_key_part {
	struct kl_key_slot *slots;
	unsigned char *log;
	size_t capacity, count, used, room;
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

/* Half bytes: a digit, or one of these. */
enum { EQUALS = 10, ZERO, MINUS, POINT, THREE_ZEROS, ANY_BYTE };

struct halves {
	unsigned char *to;
	size_t count;
};

static void put_half(struct halves *halves, unsigned value)
{
	unsigned char *at = halves->to + halves->count / 2;

	*at = (unsigned char)(halves->count % 2 == 0 ? value : *at | value << 4);
	halves->count++;
}

/* Digits, and what stands around them in the key of a value, in half a byte each;
 * other bytes in one and a half. */
static size_t pack(struct kl_span key, unsigned char *to)
{
	struct halves halves = { to, 0 };

	for (size_t i = 0; i < key.length; i++) {
		const unsigned byte = (unsigned char)key.at[i];
		if (byte >= '0' && byte <= '9') {
			put_half(&halves, byte - '0');
		} else if (byte == '\0' && key.length - i >= 3
				&& key.at[i + 1] == '\0' && key.at[i + 2] == '\0') {
			put_half(&halves, THREE_ZEROS);
			i += 2;
		} else if (byte == '=' || byte == '\0' || byte == '-'
				|| byte == '.') {
			put_half(&halves, byte == '=' ? EQUALS : byte == '\0' ? ZERO
				: byte == '-' ? MINUS : POINT);
		} else {
			put_half(&halves, ANY_BYTE);
			put_half(&halves, byte % 16);
			put_half(&halves, byte / 16);
		}
	}
	return halves.count;
}

/* The key as it is kept, without its place: its length and whether it is packed,
 * then its bytes. Equal keys have equal entries, and others others. */
static bool make_entry(struct kl_key_set *set, struct kl_span key,
	size_t *length)
{
	if (key.length > UINT32_MAX || !kl_grow(set->entry, set->entry_capacity,
			2 * key.length + 4 * NUMBER_MOST))
		return false;
	unsigned char *bytes = set->entry + NUMBER_MOST;
	size_t halves = pack(key, bytes), size = (halves + 1) / 2;
	uint64_t head = 2 * (uint64_t)halves + 1;
	if (size > key.length) {
		size = key.length;
		memcpy(bytes, key.at, size);
		head = 2 * (uint64_t)size;
	}
	*length = put_number(set->entry, head);
	memmove(set->entry + *length, bytes, size);
	*length += size;
	return true;
}

/* The slot of the entry, or the free one where it would go. */
static struct kl_key_slot *find_slot(const struct kl_key_part *part,
	uint32_t hash, const unsigned char *entry, size_t length)
{
	size_t at = (size_t)((uint64_t)hash * part->capacity >> 32);

	for (;; at = at + 1 < part->capacity ? at + 1 : 0) {
		struct kl_key_slot *slot = &part->slots[at];
		if (slot->entry == 0)
			return slot;
		/* An entry tells its length, so one cannot begin another. */
		if (slot->hash == hash && length <= part->used - (slot->entry - 1)
				&& memcmp(part->log + slot->entry - 1, entry,
					length) == 0)
			return slot;
	}
}

static bool grow_slots(struct kl_key_part *part)
{
	const struct kl_key_part old = *part;

	if (5 * (part->count + 1) <= 4 * part->capacity)
		return true;
	part->capacity += part->capacity / 4 + 4;
	part->slots = calloc(part->capacity, sizeof *part->slots);
	if (part->slots == NULL) {
		*part = old;
		return false;
	}
	for (size_t i = 0; i < old.capacity; i++) {
		if (old.slots[i].entry == 0)
			continue;
		size_t at = (size_t)((uint64_t)old.slots[i].hash
			* part->capacity >> 32);
		while (part->slots[at].entry != 0)
			at = at + 1 < part->capacity ? at + 1 : 0;
		part->slots[at] = old.slots[i];
	}
	free(old.slots);
	return true;
}

/* kl_reserve would leave more unused. */
static bool grow_log(struct kl_key_part *part, size_t more)
{
	if (more > UINT32_MAX - 1 - part->used)
		return false;
	if (part->used + more <= part->room)
		return true;
	size_t room = part->used + more + part->used / 8 + 32;
	unsigned char *moved = realloc(part->log, room);
	if (moved == NULL)
		return false;
	part->log = moved;
	part->room = room;
	return true;
}

static struct kl_key_part *part_of(const struct kl_key_set *set, uint64_t hash)
{
	return &set->parts[hash % PARTS];
}

static uint32_t rest_of(uint64_t hash)
{
	return (uint32_t)(hash / PARTS);
}

bool kl_key_set_find(struct kl_key_set *set, struct kl_span key, bool *found)
{
	const uint64_t hash = kl_key_hash(key);
	size_t length;

	if (!make_entry(set, key, &length))
		return false;
	*found = set->parts != NULL && part_of(set, hash)->count > 0
		&& find_slot(part_of(set, hash), rest_of(hash), set->entry,
			length)->entry != 0;
	return true;
}

bool kl_key_set_add_hashed(struct kl_key_set *set, uint64_t hash,
	struct kl_span key, const struct kl_key_place *place,
	struct kl_key_place *before)
{
	size_t length;

	if (set->parts == NULL)
		set->parts = calloc(PARTS, sizeof *set->parts);
	if (set->parts == NULL || !make_entry(set, key, &length))
		return false;
	struct kl_key_part *part = part_of(set, hash);
	if (!grow_slots(part))
		return false;
	struct kl_key_slot *slot = find_slot(part, rest_of(hash), set->entry,
		length);
	if (slot->entry != 0) {
		const unsigned char *at = part->log + slot->entry - 1 + length;
		before->row = get_number(&at);
		before->line = before->row + get_number(&at);
		return true;
	}
	size_t all = length + put_number(set->entry + length, place->row);
	/* Lines run ahead of rows; if not, this wraps around, and back. */
	all += put_number(set->entry + all, place->line - place->row);
	if (!grow_log(part, all))
		return false;
	memcpy(part->log + part->used, set->entry, all);
	*slot = (struct kl_key_slot){ rest_of(hash), (uint32_t)part->used + 1 };
	part->used += all;
	part->count++;
	*before = (struct kl_key_place){ 0, 0 };
	return true;
}

bool kl_key_set_add(struct kl_key_set *set, struct kl_span key,
	const struct kl_key_place *place, struct kl_key_place *before)
{
	return kl_key_set_add_hashed(set, kl_key_hash(key), key, place, before);
}

void kl_key_set_release(struct kl_key_set *set)
{
	for (size_t i = 0; set->parts != NULL && i < PARTS; i++) {
		free(set->parts[i].slots);
		free(set->parts[i].log);
	}
	free(set->parts);
	free(set->entry);
	*set = (struct kl_key_set){ 0 };
}
