#include "base/key_set.h"

#include <stdlib.h>

#include "base/pages.h"

enum {
	NUMBER_MOST = 10,       /* bytes of a number of 64 bits, 7 in each */
	OFFSET_BITS = 33,       /* of a place in a log: those of the home in between */
	FIRST_HOMES = 32
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
	uint64_t length = get_number(&at);

	return (struct kl_span){ (const char *)at, (size_t)length };
}

/* Of two words with one home. */
static bool is_same(const struct kl_key_part *part, uint64_t kept,
	const struct kl_packed_key *key)
{
	if (kl_key_is_short(key->word))
		return kept == key->word;
	return kl_span_equal(logged(part, kept), key->bytes);
}

/* Some are for keys that have no place at the last homes, and the last is always
 * free, so that every search ends. */
static size_t slots_of(size_t homes)
{
	return homes > 0 ? homes + homes / 64 + 33 : 0;
}

static size_t size_of(size_t homes)
{
	return (slots_of(homes) * sizeof(struct kl_key_slot) + 63) / 64 * 64;
}

/* Index of the slot of the key, or of the one before which it would go. */
static inline size_t find_slot(const struct kl_key_part *part,
	const struct kl_packed_key *key, bool *found)
{
	const uint64_t home = kl_key_home(key->word);
	size_t at = kl_key_start(part, key->word);

	*found = false;
	while (part->slots[at].row != 0
			&& kl_key_home(word_of(&part->slots[at])) < home)
		at++;
	for (; part->slots[at].row != 0
			&& kl_key_home(word_of(&part->slots[at])) == home; at++) {
		*found = is_same(part, word_of(&part->slots[at]), key);
		if (*found)
			break;
	}
	return at;
}

/* Each slot to its home, or behind the one before; free ones are overwritten. False:
 * they do not fit. */
static bool move_slots(const struct kl_key_part *from, struct kl_key_part *to)
{
	const size_t count = slots_of(from->homes), most = slots_of(to->homes) - 1;
	size_t next = 0;

	for (size_t i = 0; i < count; i++) {
		const struct kl_key_slot slot = from->slots[i];
		size_t at = kl_key_start(to, word_of(&slot));
		at = at > next ? at : next;
		if (at >= most)
			return false;
		to->slots[at] = slot;
		next = slot.row != 0 ? at + 1 : next;
	}
	return true;
}

static bool grow_slots(struct kl_key_set *set, struct kl_key_part *part)
{
	struct kl_key_part grown = *part;

	for (;;) {
		/* Other sizes at first: then no two parts grow at the same time. */
		grown.homes = grown.homes > 0 ? grown.homes + grown.homes / 2
			: FIRST_HOMES + (size_t)(part - set->parts) / 2;
		grown.slots = kl_pages_get(size_of(grown.homes));
		if (grown.slots == NULL)
			return false;
		if (move_slots(part, &grown))
			break;
		kl_pages_free(grown.slots, size_of(grown.homes));
	}
	set->bytes += size_of(grown.homes) - size_of(part->homes);
	kl_pages_free(part->slots, size_of(part->homes));
	*part = grown;
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
	bool found = false;
	if (part->count > 0)
		find_slot(part, key, &found);
	return found;
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

/* Moves the slots from there to the next free one. False: that is the last. */
static inline bool make_way(struct kl_key_part *part, size_t at)
{
	size_t end = at;

	while (part->slots[end].row != 0)
		end++;
	if (end + 1 >= slots_of(part->homes))
		return false;
	for (; end > at; end--)
		part->slots[end] = part->slots[end - 1];
	return true;
}

bool kl_key_set_add(struct kl_key_set *set, const struct kl_packed_key *key,
	uint64_t row, uint64_t *before)
{
	uint64_t kept;
	bool found;

	if (set->parts == NULL) {
		set->parts = calloc(KL_KEY_PARTS, sizeof *set->parts);
		set->bytes = KL_KEY_PARTS * sizeof *set->parts;
	}
	if (set->parts == NULL)
		return false;
	struct kl_key_part *part = kl_key_part(set, key->word);
	if (5 * (part->count + 1) > 4 * part->homes && !grow_slots(set, part))
		return false;
	size_t at = find_slot(part, key, &found);
	*before = found ? part->slots[at].row : 0;
	if (found)
		return true;
	if (row > UINT32_MAX || !keep(set, part, key, &kept))
		return false;
	while (!make_way(part, at)) {
		if (!grow_slots(set, part))
			return false;
		at = find_slot(part, key, &found);
	}
	part->slots[at] = (struct kl_key_slot){ (uint32_t)kept,
		(uint32_t)(kept >> 32), (uint32_t)row };
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
		for (size_t at = 0; at < slots_of(part->homes); at++) {
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
		kl_pages_free(set->parts[i].slots, size_of(set->parts[i].homes));
		free(set->parts[i].log);
	}
	free(set->parts);
	*set = (struct kl_key_set){ 0 };
}
