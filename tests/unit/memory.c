#include "base/memory.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "random.h"

static bool is_zero(const unsigned char *at, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (at[i] != 0)
			return false;
	return true;
}

/* Each piece is filled with its own byte: pieces that overlap show. */
Test(memory, arena_pieces)
{
	enum { PIECES = 3000 };
	static unsigned char *pieces[PIECES];
	static size_t sizes[PIECES];
	struct kl_arena arena = { 0 };
	uint64_t state = 1;
	size_t total = 0;

	for (int i = 0; i < PIECES; i++) {
		sizes[i] = (size_t)random_below(&state,
			i % 100 == 99 ? 100000 : 200);
		pieces[i] = kl_arena_alloc(&arena, sizes[i]);
		cr_assert_not_null(pieces[i]);
		cr_expect_eq((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
		cr_expect(is_zero(pieces[i], sizes[i]), "%zu bytes", sizes[i]);
		if (sizes[i] > 0)
			memset(pieces[i], i % 255 + 1, sizes[i]);
		total += sizes[i];
	}
	cr_expect_geq(arena.used, total);
	cr_expect_leq(arena.used, total + PIECES * _Alignof(max_align_t));
	for (int i = 0; i < PIECES; i++)
		for (size_t at = 0; at < sizes[i]; at++)
			if (pieces[i][at] != i % 255 + 1)
				cr_assert_fail("piece %d of %zu bytes", i, sizes[i]);
	kl_arena_release(&arena);
	cr_expect_null(arena.blocks);
	cr_expect_eq(arena.used, 0);
	cr_expect_not_null(kl_arena_alloc(&arena, 1));
	kl_arena_release(&arena);
	kl_arena_release(&arena);
}

Test(memory, arena_too_much)
{
	struct kl_arena arena = { 0 };

	cr_expect_null(kl_arena_alloc(&arena, SIZE_MAX));
	cr_expect_null(kl_arena_alloc(&arena, SIZE_MAX - 8));
	cr_expect_eq(arena.used, 0);
	kl_arena_release(&arena);
}

Test(memory, arena_texts)
{
	struct kl_arena arena = { 0 };
	char source[] = "crebo 10795";
	struct kl_span nul = { "a\0b", 3 };

	char *text = kl_arena_text(&arena, (struct kl_span){ source, 5 });
	struct kl_span span = kl_arena_span(&arena, kl_span_of(source));
	struct kl_span kept = kl_arena_span(&arena, nul);
	memset(source, 'x', sizeof source - 1);
	cr_expect_str_eq(text, "crebo");
	cr_expect(kl_span_is(span, "crebo 10795"));
	cr_expect(kl_span_equal(kept, nul));
	cr_expect_eq(kept.at[3], '\0');
	cr_expect_str_eq(kl_arena_text(&arena, (struct kl_span){ 0 }), "");
	span = kl_arena_span(&arena, kl_span_of(""));
	cr_expect(span.at != NULL && span.length == 0);
	span = kl_arena_span(&arena, (struct kl_span){ 0 });
	cr_expect(span.at == NULL && span.length == 0, "absent stays absent");
	kl_arena_release(&arena);
}

Test(memory, reserve)
{
	uint32_t *items = NULL;
	size_t capacity = 0, moves = 0;

	for (uint32_t i = 0; i < 100000; i++) {
		size_t had = capacity;
		cr_assert(kl_grow(items, capacity, (size_t)i + 1));
		cr_assert_gt(capacity, i);
		moves += capacity != had;
		items[i] = i;
	}
	cr_expect_lt(moves, 40, "grows by half: %zu moves", moves);
	for (uint32_t i = 0; i < 100000; i++)
		if (items[i] != i)
			cr_assert_fail("item %u", i);
	uint32_t *before = items;
	size_t had = capacity;
	cr_expect(kl_grow(items, capacity, 1));
	cr_expect_not(kl_grow(items, capacity, SIZE_MAX / 2));
	cr_expect_not(kl_grow(items, capacity, SIZE_MAX));
	cr_expect(items == before && capacity == had, "untouched");
	free(items);
}

static struct kl_span key_of(char *buffer, size_t size, uint32_t number)
{
	int length = snprintf(buffer, size, "%u", number * 7919u);

	return (struct kl_span){ buffer, (size_t)length };
}

Test(memory, index_of_thousands)
{
	enum { KEYS = 20000 };
	struct kl_index index = { 0 };
	char buffer[32];
	uint32_t value, stored;
	bool found;

	cr_expect_not(kl_index_find(&index, kl_span_of("1"), &value));
	for (uint32_t i = 0; i < KEYS; i++) {
		cr_assert(kl_index_add(&index, key_of(buffer, sizeof buffer, i), i,
			&stored, &found));
		if (found || stored != i)
			cr_assert_fail("%s is new", buffer);
	}
	cr_expect_eq(index.count, KEYS);
	for (uint32_t i = 0; i < KEYS; i++) {
		struct kl_span key = key_of(buffer, sizeof buffer, i);
		if (!kl_index_find(&index, key, &value) || value != i)
			cr_assert_fail("%s", buffer);
		cr_assert(kl_index_add(&index, key, i + 1, &stored, &found));
		if (!found || stored != i)
			cr_assert_fail("%s keeps its value", buffer);
		if (!kl_index_find(&index, key, &value) || value != i)
			cr_assert_fail("%s after it was added again", buffer);
	}
	cr_expect_eq(index.count, KEYS);
	for (uint32_t i = KEYS; i < 2 * KEYS; i++)
		if (kl_index_find(&index, key_of(buffer, sizeof buffer, i), &value))
			cr_assert_fail("%s is not there", buffer);
	kl_index_release(&index);
	cr_expect_eq(index.count, 0);
	cr_expect_not(kl_index_find(&index, kl_span_of("0"), &value));
}

Test(memory, index_of_odd_keys)
{
	static const struct {
		const char *at;
		size_t length;
	} keys[] = {
		{ "", 0 }, { "\0", 1 }, { "\0\0", 2 }, { "a", 1 }, { "a\0", 2 },
		{ "A", 1 }, { "a ", 2 }, { "\xff", 1 }, { "00", 2 }, { "0", 1 },
	};
	struct kl_index index = { 0 };
	uint32_t value;
	bool found;

	for (uint32_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		cr_assert(kl_index_add(&index,
			(struct kl_span){ keys[i].at, keys[i].length }, i, NULL, &found));
		cr_expect_not(found, "key %u", i);
	}
	for (uint32_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		cr_expect(kl_index_find(&index,
			(struct kl_span){ keys[i].at, keys[i].length }, &value));
		cr_expect_eq(value, i);
	}
	cr_expect(kl_index_find(&index, (struct kl_span){ 0 }, &value));
	cr_expect_eq(value, 0, "an absent text is an empty one");
	cr_assert(kl_index_add(&index, kl_span_of("a"), 99, NULL, NULL));
	cr_assert(kl_index_find(&index, kl_span_of("a"), &value));
	cr_expect_eq(value, 3);
	kl_index_release(&index);
}

/* Fingerprints are kept in files: these values may never change. */
Test(memory, hash_is_the_same_everywhere)
{
	static const struct {
		uint64_t seed;
		const char *text;
		size_t length;
		uint64_t wanted;
	} cases[] = {
		{ 0, "", 0, UINT64_C(0xecba3df2c3383c52) },
		{ 0, "a", 1, UINT64_C(0xed8170de1919a24d) },
		{ 0, "10795", 5, UINT64_C(0x8bff541df08907da) },
		{ 7, "10795", 5, UINT64_C(0xb7d617995d3ce22c) },
		{ 0, "\xff\0\x80", 3, UINT64_C(0x82ab76406c92fd97) },
		{ 0, "\xc3\xa9\xc3\xa9n", 5, UINT64_C(0x947a66ed70d3c2fb) },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_eq(kl_hash(cases[i].seed, (struct kl_span){ cases[i].text,
			cases[i].length }), cases[i].wanted, "case %zu", i);
	cr_expect_eq(kl_hash(0, (struct kl_span){ 0 }),
		kl_hash(0, kl_span_of("")));
}

/* Memory is used again for pieces of any size, and is not asked for anew. */
Test(memory, arena_used_again)
{
	struct kl_arena arena = { 0 };
	uint64_t state = 5;

	for (int round = 0; round < 20; round++) {
		for (int i = 0; i < 500; i++) {
			size_t size = (size_t)random_below(&state,
				i % 100 == 99 ? 50000 : 300);
			unsigned char *piece = i % 2 == 0 ? kl_arena_alloc(&arena, size)
				: kl_arena_take(&arena, size);
			cr_assert_not_null(piece);
			cr_expect_eq((uintptr_t)piece % _Alignof(max_align_t), 0);
			if (i % 2 == 0)
				cr_expect(is_zero(piece, size), "%zu bytes", size);
			if (size > 0)
				memset(piece, 0xa5, size);
		}
		cr_expect_gt(arena.used, 0);
		kl_arena_reuse(&arena);
		cr_expect_eq(arena.used, 0);
		cr_expect_null(arena.blocks);
		cr_expect_not_null(arena.spare);
	}
	struct kl_arena_block *spare = arena.spare;
	cr_expect_not_null(kl_arena_take(&arena, 1));
	cr_expect_eq(arena.blocks, spare);
	kl_arena_release(&arena);
	cr_expect_null(arena.spare);
}
