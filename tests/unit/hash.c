/* Keys that were chosen to fall into one place do so no more: against each hash that
 * was known beforehand there is such a choice, and against secrets none. What is
 * counted is the steps of the searches, not time. */
#include "base/hash.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/key_watch.h"
#include "base/memory.h"
#include "base/name_index.h"
#include "base/short_set.h"
#include "random.h"

enum { MANY = 200000, SOME = 20000, SEEDS = 12, TEXT = 24 };
/* Chance is not the same twice. */
enum { MORE = 5, OF = 4 };

static const uint64_t golden = UINT64_C(0x9e3779b97f4a7c15);
static const uint64_t second = UINT64_C(0xbf58476d1ce4e5b9);
static const uint64_t third = UINT64_C(0xff51afd7ed558ccd);
static const uint64_t low = UINT64_MAX >> 1;

/* What undoes a multiplication by it (Newton). */
static uint64_t inverse(uint64_t odd)
{
	uint64_t made = odd;

	for (int i = 0; i < 6; i++)
		made *= 2 - odd * made;
	return made;
}

/* Steps behind their homes of all keys of the set. */
static uint64_t set_steps(const struct kl_key_set *set)
{
	uint64_t steps = 0;

	for (size_t i = 0; i < KL_KEY_PARTS; i++) {
		const struct kl_key_part *part = &set->parts[i];
		size_t count = part->pages.size / sizeof *part->buckets;
		for (size_t at = 0; at < count; at++) {
			const struct kl_key_bucket *bucket = &part->buckets[at];
			for (unsigned j = 0; j < bucket->count; j++)
				steps += (uint64_t)(bucket
					- kl_key_start(part, bucket->words[j]));
		}
	}
	return steps;
}

/* Of a set of these keys, or of as many that are at random. */
static uint64_t steps_of(const uint64_t *codes, size_t count, bool by_chance)
{
	struct kl_key_set set = { 0 };
	uint64_t state = 7, before;

	for (size_t i = 0; i < count; i++) {
		struct kl_packed_key key = by_chance ? (struct kl_packed_key){
			random_next(&state) & low, { "", 0 } }
			: kl_key_short(codes[i]);
		cr_assert(kl_key_set_add(&set, &key, i + 1, &before));
		cr_assert_eq(before, 0);
	}
	uint64_t steps = set_steps(&set);
	kl_key_set_release(&set);
	return steps;
}

static uint64_t known_word(uint64_t code)
{
	code = (code ^ code >> 32) * golden & low;
	code = (code ^ code >> 29) * second & low;
	return code ^ code >> 32;
}

static uint64_t undo_shift(uint64_t word, unsigned by)
{
	uint64_t made = word;

	for (unsigned i = by; i < 64; i += by)
		made = word ^ made >> by;
	return made;
}

static uint64_t known_code(uint64_t word)
{
	word = undo_shift(word, 32) * inverse(second) & low;
	word = undo_shift(word, 29) * inverse(golden) & low;
	return undo_shift(word, 32);
}

/* Numbers of 17 and 18 digits that all began at one bucket. */
Test(hash, words_chosen_to_collide)
{
	uint64_t *codes = calloc(MANY, sizeof *codes);
	size_t count = 0;

	for (uint64_t bits = 0; count < MANY; bits++) {
		uint64_t word = UINT64_C(1234567891) << KL_KEY_HOME_AT | bits;
		uint64_t code = known_code(word);
		cr_assert_eq(known_word(code) >> KL_KEY_HOME_AT,
			UINT64_C(1234567891));
		if (code >> KL_KEY_FORM_AT == KL_KEY_DIGITS
				&& code < UINT64_C(1111111111111111110))
			codes[count++] = code;
	}
	/* Five to a bucket: key i passed i / 5 of them. */
	const uint64_t known = (uint64_t)MANY * MANY / 10;
	const uint64_t chance = steps_of(NULL, MANY, true);
	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		kl_secret_set(seed);
		const uint64_t steps = steps_of(codes, MANY, false);
		cr_expect(steps < chance * MORE / OF, "%llu steps, %llu by chance",
			(unsigned long long)steps, (unsigned long long)chance);
		cr_assert(steps < known / 10000);
	}
	free(codes);
}

/* In equal steps of each size, as no choice against a multiplication is worse. */
Test(hash, words_in_a_row)
{
	uint64_t *codes = calloc(SOME, sizeof *codes);
	const uint64_t chance = steps_of(NULL, SOME, true);

	for (unsigned shift = 0; shift <= 45; shift += 3) {
		for (uint64_t i = 0; i < SOME; i++)
			codes[i] = (i + 1) << shift;
		for (uint64_t seed = 1; seed <= SEEDS; seed++) {
			kl_secret_set(seed);
			uint64_t steps = steps_of(codes, SOME, false);
			cr_expect(steps < 2 * chance, "%u: %llu, not %llu",
				shift, (unsigned long long)steps,
				(unsigned long long)chance);
		}
	}
	free(codes);
}

/* The searches for these hashes in a table that is half full, one after the other. */
static uint64_t count_probes(const uint64_t *hashes, size_t count)
{
	size_t capacity = 1;
	uint64_t probes = 0;

	while (capacity < 2 * count)
		capacity *= 2;
	unsigned char *taken = calloc(capacity, 1);
	for (size_t i = 0; i < count; i++) {
		size_t at = (size_t)hashes[i] & (capacity - 1);
		for (; taken[at] != 0; at = (at + 1) & (capacity - 1))
			probes++;
		taken[at] = 1;
	}
	free(taken);
	return probes;
}

/* The hashes of texts that there were: of 16 bytes, and of more. */
static uint64_t known_short(const char *text)
{
	uint64_t words[2];

	memcpy(words, text, sizeof words);
	uint64_t hash = (words[0] * golden ^ words[1]) * third + 16;
	return (hash ^ hash >> 32) * golden >> 16;
}

static uint64_t known_start(uint64_t word)
{
	const uint64_t made = (TEXT ^ word) * golden;

	return made ^ made >> 29;
}

static uint64_t known_long(const char *text)
{
	uint64_t words[TEXT / 8];

	memcpy(words, text, sizeof words);
	uint64_t made = known_start(words[0]);
	for (size_t i = 1; i < TEXT / 8; i++) {
		made = (made ^ words[i]) * golden;
		made ^= made >> 29;
	}
	made *= third;
	made = (made ^ made >> 32) * golden;
	return made ^ made >> 32;
}

/* The second word takes back what the first did. */
static void choose_short(uint64_t i, char *text)
{
	const uint64_t words[2] = { i, i * golden ^ UINT64_C(0x6162636465666768) };

	memcpy(text, words, sizeof words);
}

static void choose_long(uint64_t i, char *text)
{
	const uint64_t words[TEXT / 8] = { i, known_start(i) ^ 12345, 67 };

	memcpy(text, words, sizeof words);
}

/* Of one known hash each, so that a search passed all that were there. */
Test(hash, texts_chosen_to_collide)
{
	static const struct {
		size_t length;
		void (*choose)(uint64_t i, char *text);
		uint64_t (*known)(const char *text);
	} ways[] = { { 16, choose_short, known_short }, { TEXT, choose_long, known_long } };
	uint64_t *hashes = calloc(MANY, sizeof *hashes), state = 3;

	for (size_t i = 0; i < MANY; i++)
		hashes[i] = random_next(&state);
	const uint64_t chance = count_probes(hashes, MANY);
	for (size_t way = 0; way < 2 * SEEDS; way++) {
		const size_t length = ways[way % 2].length;
		char text[TEXT] = "";
		ways[way % 2].choose(0, text);
		const uint64_t known = ways[way % 2].known(text);
		kl_secret_set(way);
		for (uint64_t i = 0; i < MANY; i++) {
			ways[way % 2].choose(i, text);
			cr_assert_eq(ways[way % 2].known(text), known);
			hashes[i] = kl_key_hash((struct kl_span){ text, length });
		}
		cr_expect(count_probes(hashes, MANY) < chance * MORE / OF, "way %zu",
			way);
	}
	for (size_t i = 0; i < SOME; i++)
		hashes[i] = 1;
	cr_assert_eq(count_probes(hashes, SOME), (uint64_t)SOME * (SOME - 1) / 2);
	free(hashes);
}

/* Of the bytes of short and long texts each changes the hash, and so does the length;
 * and each bit of the hash as often as not. */
Test(hash, each_byte_counts)
{
	uint64_t state = 5;

	for (size_t length = 1; length < 70; length++) {
		unsigned ones[64] = { 0 };
		for (int turn = 0; turn < 400; turn++) {
			char text[72] = "";
			kl_secret_set(random_next(&state));
			const uint64_t hash = kl_key_hash((struct kl_span){ text, length });
			const int at = random_below(&state, (int)length);
			text[at] = (char)(1 << random_below(&state, 8));
			const uint64_t other = kl_key_hash((struct kl_span){ text, length });
			cr_assert_neq(hash, other, "byte %d of %zu", at, length);
			cr_assert_neq(other, kl_key_hash((struct kl_span){ text,
				length + 1 }));
			for (unsigned bit = 0; bit < 64; bit++)
				ones[bit] += (hash ^ other) >> bit & 1;
		}
		for (unsigned bit = 0; bit < 64; bit++)
			cr_expect(ones[bit] > 130 && ones[bit] < 270, "%zu, %u: %u",
				length, bit, ones[bit]);
	}
}

static uint64_t short_steps(const struct kl_short_set *set)
{
	uint64_t steps = 0;

	for (size_t i = 0; i < set->capacity; i++) {
		if (set->slots[i] != 0)
			steps += (i - (size_t)(kl_short_set_hash(set->slots[i])
				>> set->shift)) & (set->capacity - 1);
	}
	return steps;
}

/* Codes of seven bytes that all began at one slot. */
Test(hash, codes_chosen_to_collide)
{
	for (uint64_t seed = 0; seed < SEEDS; seed++) {
		struct kl_short_set chosen = { 0 }, chance = { 0 };
		uint64_t state = seed + 1;
		kl_secret_set(seed);
		for (uint64_t bits = 0; chosen.count < SOME; bits++) {
			uint64_t word = undo_shift((UINT64_C(0x2a) << 40 | bits)
				* inverse(golden), 29), drawn = random_next(&state);
			char text[8], other[8];
			for (unsigned i = 0; i < 7; i++) {
				text[i] = (char)(word >> 8 * i & 0xff);
				other[i] = (char)(drawn >> 8 * i & 0xff);
			}
			if (word >> 56 != 7)
				continue;
			cr_assert_eq(kl_short_set_word((struct kl_span){ text, 7 }),
				word);
			cr_assert_eq((word ^ word >> 29) * golden >> 40, 0x2a);
			cr_assert(kl_short_set_add(&chosen, (struct kl_span){ text, 7 }));
			cr_assert(kl_short_set_add(&chance, (struct kl_span){ other, 7 }));
		}
		/* Not one a code, where it was half of all. */
		cr_expect(short_steps(&chosen) < SOME, "%llu",
			(unsigned long long)short_steps(&chosen));
		cr_expect(short_steps(&chance) < SOME);
		kl_short_set_release(&chosen);
		kl_short_set_release(&chance);
	}
}

/* What a run tells of keys, names and codes: with any secrets the same. */
struct told {
	uint64_t again[SOME], before[SOME];
	size_t count;
	uint32_t values[SOME];
	size_t places[SOME];
	bool there[SOME];
};

static struct kl_span draw(uint64_t *state, char *text, size_t room)
{
	static const char *const forms[] = { "%d", "%09d", "%d is a longer key than most",
		"a%d" };
	const int length = snprintf(text, room, forms[random_below(state, 4)],
		random_below(state, SOME));

	return (struct kl_span){ text, (size_t)length };
}

static void watch_keys(struct told *told, size_t most, bool logs)
{
	struct kl_key_watch watch = { .most = most, .logs = logs };
	struct kl_key_again again;
	struct kl_error error;
	uint64_t state = 11, before;
	bool there = true;
	char text[64];

	for (uint64_t row = 1; row <= SOME; row++) {
		struct kl_packed_key key = kl_key_of(draw(&state, text, sizeof text));
		enum kl_key_answer answer;
		cr_assert_eq(kl_key_watch_add(&watch, &key, row, &answer, &before,
			&error), KL_OK);
		if (answer == KL_KEY_KNOWN)
			cr_assert_eq(kl_key_watch_known(&watch, row, before, row,
				&error), KL_OK);
		else if (answer == KL_KEY_PERHAPS)
			cr_assert_eq(kl_key_watch_keep(&watch, &key, row, row,
				&error), KL_OK);
	}
	while (there) {
		cr_assert_eq(kl_key_watch_next(&watch, &again, &there, &error), KL_OK);
		if (!there)
			break;
		told->again[told->count] = again.row;
		told->before[told->count++] = again.before;
	}
	kl_key_watch_release(&watch);
}

static void look_up(struct told *told)
{
	static char texts[SOME][64];
	static struct kl_span names[SOME];
	struct kl_arena arena = { 0 };
	struct kl_index index = { 0 };
	struct kl_name_index places;
	struct kl_short_set set = { 0 };
	uint64_t state = 12;

	for (uint32_t i = 0; i < SOME; i++) {
		names[i] = draw(&state, texts[i], sizeof texts[i]);
		cr_assert(kl_index_add(&index, names[i], i, &told->values[i], NULL));
		if (i % 3 == 0)
			cr_assert(kl_short_set_add(&set, names[i]));
	}
	cr_assert(kl_name_index_make(&places, names, sizeof *names, SOME, &arena));
	for (uint32_t i = 0; i < SOME; i++) {
		told->places[i] = kl_name_index_find(&places, names, sizeof *names,
			SOME, names[i]);
		told->there[i] = kl_short_set_has(&set, names[i]);
		cr_assert_eq(told->places[i], told->values[i]);
	}
	kl_index_release(&index);
	kl_short_set_release(&set);
	kl_arena_release(&arena);
}

Test(hash, answers_are_the_same_with_any_secrets)
{
	static struct told first, told;

	for (uint64_t seed = 0; seed < SEEDS; seed++) {
		kl_secret_set(seed);
		memset(&told, 0, sizeof told);
		/* In memory, and beyond it; in a set, and in a log. */
		watch_keys(&told, seed % 2 == 0 ? 0 : 20000, seed / 2 % 2 == 1);
		look_up(&told);
		cr_assert(told.count > SOME / 10);
		if (seed == 0)
			first = told;
		cr_assert_eq(memcmp(&told, &first, sizeof told), 0, "seed %d",
			(int)seed);
	}
}

/* Processes that are started have others: a child has those of its parent. */
Test(hash, secrets_are_drawn)
{
	const struct kl_secret drawn = kl_secret;

	cr_assert(drawn.first % 2 == 1 && drawn.last % 2 == 1 && drawn.end % 2 == 1);
	cr_assert(drawn.first != drawn.last && drawn.even != drawn.odd
		&& drawn.first > UINT32_MAX);
	kl_secret_set(1);
	cr_assert_neq(memcmp(&drawn, &kl_secret, sizeof drawn), 0);
}
