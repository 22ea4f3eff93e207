#include "base/packed_key.h"

#include <criterion/criterion.h>
#include <string.h>

#include "random.h"

enum { TEXTS = 2000, LONGEST = 24 };

/* Short texts of one set have other codes, equal ones the same. */
Test(packed_key, texts_have_a_code_each)
{
	static struct { char at[LONGEST]; size_t length; uint64_t code; } all[TEXTS];
	static const char bytes[] = "0019\0a /:";
	uint64_t state = 1;

	for (size_t i = 0; i < TEXTS; i++) {
		size_t kinds = (size_t)random_below(&state, sizeof bytes) + 1;
		all[i].length = (size_t)random_below(&state, LONGEST);
		for (size_t c = 0; c < all[i].length; c++)
			all[i].at[c] = bytes[random_below(&state, (int)kinds)];
		struct kl_span text = { all[i].at, all[i].length };
		all[i].code = 0;
		bool digits = true;
		for (size_t c = 0; c < text.length; c++)
			digits = digits && kl_is_digit(text.at[c]);
		cr_assert_eq(kl_key_text(text, i % 2 == 0, &all[i].code),
			text.length <= (digits ? 18 : 7));
		for (size_t o = 0; o < i && all[i].code != 0; o++) {
			bool same = i % 2 == o % 2 && kl_span_equal(text,
				(struct kl_span){ all[o].at, all[o].length });
			if (all[o].code == 0)
				continue;
			cr_assert_eq(all[o].code == all[i].code, same);
			cr_assert_eq(kl_key_short(all[o].code).word
				== kl_key_short(all[i].code).word, same);
		}
	}
}

/* Codes of 63 bits, one bit changed: other words, and none with the highest bit. */
Test(packed_key, words_are_apart)
{
	uint64_t state = 3;

	for (int i = 0; i < 100000; i++) {
		uint64_t code = random_next(&state) >> 1;
		uint64_t other = code ^ UINT64_C(1) << random_below(&state, 63);
		cr_assert_neq(kl_key_short(code).word, kl_key_short(other).word);
		cr_assert(kl_key_is_short(kl_key_short(code).word));
	}
}

Test(packed_key, numbers_are_what_they_are_worth)
{
	static const struct { int64_t a; unsigned da; int64_t b; unsigned db;
			bool same; } pairs[] = {
		{ 1250, 2, 125, 1, true }, { 1250, 2, 1250, 1, false },
		{ 0, 0, 0, 5, true }, { 7, 0, -7, 0, false }, { 0, 0, -0, 0, true },
		{ 700, 0, 7, 0, false }, { 700, 2, 7, 0, true },
		{ INT64_C(1) << 53, 0, (INT64_C(1) << 53) + 1, 0, false },
		{ -100, 2, -1, 0, true } };
	uint64_t a, b;

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		cr_assert(kl_key_number(pairs[i].a, pairs[i].da, &a));
		cr_assert(kl_key_number(pairs[i].b, pairs[i].db, &b));
		cr_assert_eq(a == b, pairs[i].same, "pair %zu", i);
	}
	cr_assert(!kl_key_number(INT64_C(1) << 54, 0, &a));
	cr_assert(!kl_key_number(INT64_MIN, 0, &a));
	cr_assert(kl_key_number(INT64_C(10) << 52, 1, &a));
}

/* No two lists of values have the same bytes. */
Test(packed_key, several_values_stay_apart)
{
	static const char *const lists[][3] = { { "1", "23", "" }, { "12", "3", "" },
		{ "", "123", "" }, { "a", "b", "c" }, { "ab", "", "c" },
		{ "aaaaaaaaaaaa", "b", "" }, { "aaaaaaaaaaa", "ab", "" },
		{ "aaaaaaaa", "bbbbbbbb", "" }, { "aaaaaaaabbbbbbbb", "", "" },
		{ "01", "23", "" }, { "1", "023", "" } };
	enum { LISTS = sizeof lists / sizeof *lists };
	struct kl_text_buffer made[LISTS] = { 0 };

	for (size_t i = 0; i < LISTS; i++) {
		for (size_t v = 0; v < 3; v++) {
			uint64_t code;
			struct kl_span text = kl_span_of(lists[i][v]);
			if (kl_key_text(text, true, &code))
				kl_key_add_code(&made[i], code);
			else
				kl_key_add_text(&made[i], text, true);
		}
		for (size_t o = 0; o < i; o++)
			cr_assert(!kl_span_equal(kl_text_span(&made[o]),
				kl_text_span(&made[i])), "%zu and %zu", o, i);
	}
	for (size_t i = 0; i < LISTS; i++)
		kl_text_release(&made[i]);
}

/* Where the length takes one byte, and where it takes more. */
Test(packed_key, long_texts_tell_their_length)
{
	struct kl_text_buffer made = { 0 };
	static char text[300];

	memset(text, 'a', sizeof text);
	kl_key_add_text(&made, (struct kl_span){ text, 255 }, false);
	cr_assert_eq(made.length, 255 + 2);
	kl_key_add_text(&made, (struct kl_span){ text, 256 }, false);
	cr_assert_eq(made.length, 255 + 2 + 256 + 9);
	cr_assert_neq(made.at[0], made.at[257]);
	kl_text_release(&made);
}

/* The digits of each length are counted on from those of the one before, each at its
 * place, so that no two texts have the same code. */
Test(packed_key, counts_digits_of_all_lengths)
{
	char text[19] = "";
	uint64_t next = 0, zeros, code, power;

	for (size_t length = 1; length <= 18; length++) {
		const struct kl_span span = { text, length };
		memset(text, '0', length);
		cr_assert(kl_key_text(span, false, &zeros));
		cr_assert(length == 1 || zeros == next, "%zu digits", length);
		power = 1;
		for (size_t at = length; at-- > 0; power *= 10) {
			for (char digit = '1'; digit <= '9'; digit++) {
				text[at] = digit;
				cr_assert(kl_key_text(span, false, &code));
				cr_assert_eq(code - zeros,
					(uint64_t)(digit - '0') * power);
			}
			text[at] = '0';
		}
		memset(text, '9', length);
		cr_assert(kl_key_text(span, false, &next));
		next++;
		/* What is next to a digit is none. */
		for (size_t at = 0; at < length; at++) {
			for (int other = '/'; other <= ':'; other += ':' - '/') {
				text[at] = (char)other;
				cr_assert(!kl_key_text(span, false, &code)
					|| code >> KL_KEY_FORM_AT == KL_KEY_BYTES);
				text[at] = '9';
			}
		}
	}
}
