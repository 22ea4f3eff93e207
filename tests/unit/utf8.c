/* Long text is found right or wrong as utf8proc finds it character by character, at
 * every level, whatever stands where blocks meet. */
#include <criterion/criterion.h>
#include <string.h>
#include <utf8proc.h>

#include "base/text.h"
#include "base/utf8.h"
#include "random.h"

enum { BYTES = 4 * KL_UTF8_BLOCK };

static size_t first_bad(const char *at, size_t size)
{
	size_t i = 0;

	while (i < size && at[i] != '\0') {
		utf8proc_int32_t codepoint;
		utf8proc_ssize_t length = utf8proc_iterate(
			(const utf8proc_uint8_t *)at + i,
			(utf8proc_ssize_t)(size - i), &codepoint);
		if (length <= 0)
			break;
		i += (size_t)length;
	}
	return i;
}

/* The block in which it shows that something is wrong at `bad`: that of one of the
 * bytes of the character. */
static bool is_block(size_t blocks, size_t bad, size_t size)
{
	size_t most = size / KL_UTF8_BLOCK;
	size_t first = bad / KL_UTF8_BLOCK, last = (bad + 3) / KL_UTF8_BLOCK;

	return bad == size ? blocks == most
		: blocks == (first < most ? first : most)
			|| blocks == (last < most ? last : most);
}

static void check(const char *at, size_t size)
{
	const struct kl_span text = { at, size };
	size_t bad = first_bad(at, size), blocks, before = SIZE_MAX;

	if (kl_utf8_check(text) != bad)
		cr_assert_fail("%zu of %zu bytes instead of %zu",
			kl_utf8_check(text), size, bad);
	for (int level = KL_UTF8_PLAIN + 1; level < KL_UTF8_LEVELS; level++) {
		if (!kl_utf8_blocks_at((enum kl_utf8_level)level, text, &blocks))
			continue;
		if (!is_block(blocks, bad, size)
				|| (before != SIZE_MAX && blocks != before))
			cr_assert_fail("level %d: %zu blocks of %zu bytes, bad at %zu",
				level, blocks, size, bad);
		before = blocks;
	}
}

/* Four bytes of every kind, where blocks and halves of them meet. */
Test(utf8, every_kind_of_byte_where_blocks_meet)
{
	static const unsigned char kinds[] = { 0x00, 0x7f, 0x80, 0x8f, 0x90,
		0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xed,
		0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xff };
	enum { KINDS = sizeof kinds };
	static const size_t places[] = { 13, 14, 29, 31, 45, 60, 61, 62, 63, 64, 124,
		126 };
	enum { ALL = KINDS * KINDS * KINDS * KINDS };
	char bytes[2 * KL_UTF8_BLOCK];
	uint64_t seed = 19920902;

	memset(bytes, 'a', sizeof bytes);
	for (int n = 0; n < 2 * ALL; n++) {
		size_t place = places[random_below(&seed, 12)];
		size_t size = place + 4 < sizeof bytes ? 4 : sizeof bytes - place;
		for (size_t i = 0, rest = (size_t)n % ALL; i < size; i++, rest /= KINDS)
			bytes[place + i] = (char)kinds[rest % KINDS];
		check(bytes, sizeof bytes);
		memset(bytes + place, n % 2 == 0 ? 'a' : 'z', size);
	}
}

Test(utf8, every_code_point_where_blocks_meet)
{
	for (utf8proc_int32_t c = 0x80; c < 0x110000; c++) {
		char bytes[2 * KL_UTF8_BLOCK];
		utf8proc_uint8_t made[4];
		size_t place = 60 + (size_t)c % 5;
		if (c >= 0xd800 && c <= 0xdfff)
			continue;
		memset(bytes, c % 3 == 0 ? '\x7f' : 'a', sizeof bytes);
		size_t length = (size_t)utf8proc_encode_char(c, made);
		memcpy(bytes + place, made, length);
		check(bytes, sizeof bytes);
	}
}

/* Right text of all lengths of characters, in which a byte or none was changed, and
 * which is cut off anywhere. */
Test(utf8, random_text)
{
	static const char *const parts[] = { "a", "plain text", "\xc2\x80", "\xc3\xa9",
		"\xdf\xbf", "\xe0\xa0\x80", "\xe2\x82\xac", "\xed\x9f\xbf",
		"\xee\x80\x80", "\xef\xbf\xbd", "\xf0\x90\x80\x80",
		"\xf0\x9f\x98\x80", "\xf4\x8f\xbf\xbf",
		"0123456789012345678901234567890123456789" };
	enum { PARTS = sizeof parts / sizeof *parts };
	char bytes[BYTES + 64];
	uint64_t seed = 20031111;

	for (int round = 0; round < 200000; round++) {
		size_t size = 0;
		int most = random_between(&seed, 1, PARTS);
		while (size < BYTES) {
			const char *part = parts[random_below(&seed, most)];
			memcpy(bytes + size, part, strlen(part));
			size += strlen(part);
		}
		size = (size_t)random_below(&seed, BYTES + 1);
		if (round % 4 != 0)
			bytes[random_below(&seed, BYTES)] =
				(char)random_below(&seed, 256);
		check(bytes, size);
	}
}

/* A NUL, and a byte that is no ASCII, at every place. */
Test(utf8, runs_of_ascii)
{
	char bytes[BYTES];

	memset(bytes, 'a', sizeof bytes);
	for (size_t size = 0; size <= sizeof bytes; size++) {
		cr_assert_eq(kl_ascii_run((struct kl_span){ bytes, size }), size);
		for (size_t i = 0; i < size; i++) {
			bytes[i] = (size + i) % 2 == 0 ? '\0' : '\x80';
			size_t run = kl_ascii_run((struct kl_span){ bytes, size });
			bytes[i] = 'a';
			if (run != i)
				cr_assert_fail("%zu of %zu instead of %zu", run, size,
					i);
		}
	}
}
