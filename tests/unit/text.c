#include "base/text.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "random.h"

/* Which bytes may follow which, from table 3-7 of the Unicode standard: the
 * length of the sequence at the start, 0 if it is not well formed. */
static size_t well_formed(const unsigned char *at, size_t length)
{
	static const unsigned char rows[][4] = {
		/* first from, to; second from, to */
		{ 0xc2, 0xdf, 0x80, 0xbf }, { 0xe0, 0xe0, 0xa0, 0xbf },
		{ 0xe1, 0xec, 0x80, 0xbf }, { 0xed, 0xed, 0x80, 0x9f },
		{ 0xee, 0xef, 0x80, 0xbf }, { 0xf0, 0xf0, 0x90, 0xbf },
		{ 0xf1, 0xf3, 0x80, 0xbf }, { 0xf4, 0xf4, 0x80, 0x8f },
	};

	if (at[0] < 0x80)
		return 1;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		size_t size = i == 0 ? 2 : i < 5 ? 3 : 4;
		if (at[0] < rows[i][0] || at[0] > rows[i][1])
			continue;
		if (size > length || at[1] < rows[i][2] || at[1] > rows[i][3])
			return 0;
		for (size_t next = 2; next < size; next++)
			if (at[next] < 0x80 || at[next] > 0xbf)
				return 0;
		return size;
	}
	return 0;
}

static size_t first_bad(const unsigned char *at, size_t length)
{
	for (size_t i = 0; i < length;) {
		size_t size = well_formed(at + i, length - i);
		if (size == 0 || at[i] == 0)
			return i;
		i += size;
	}
	return length;
}

static void check_bytes(const unsigned char *at, size_t length)
{
	struct kl_span text = { (const char *)at, length };
	size_t wanted = first_bad(at, length);
	uint32_t codepoint;

	if (kl_utf8_check(text) != wanted)
		cr_assert_fail("%zu bytes from %02x: %zu instead of %zu", length,
			at[0], kl_utf8_check(text), wanted);
	size_t size = well_formed(at, length);
	size_t got = kl_utf8_next(text, &codepoint);
	if (got != (size == 0 ? 1 : size) || (codepoint == UINT32_MAX) != (size == 0))
		cr_assert_fail("%02x %02x: a code point of %zu bytes", at[0],
			length > 1 ? at[1] : 0, got);
}

Test(text, utf8_by_every_kind_of_byte)
{
	static const unsigned char kinds[] = { 0x00, 0x01, 0x7f, 0x80, 0x8f, 0x90,
		0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed,
		0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff };
	enum { KINDS = sizeof kinds };
	unsigned char bytes[4];

	for (int n = 0; n < KINDS * KINDS * KINDS * KINDS; n++) {
		for (int i = 0, rest = n; i < 4; i++, rest /= KINDS)
			bytes[i] = kinds[rest % KINDS];
		check_bytes(bytes, (size_t)n % 4 + 1);
		check_bytes(bytes, 4);
	}
}

/* The first bad byte at every place of a word, and across words. */
Test(text, utf8_after_plain_text)
{
	static const char *const parts[] = { "\x80", "\xff", "\xc3", "\xc3\xa9",
		"\xe2\x82\xac", "\xed\xa0\x80", "\xf0\x9f\x98\x80", "\x01", "\x7f" };
	enum { PARTS = sizeof parts / sizeof *parts };
	unsigned char bytes[64];
	uint64_t state = 1;

	for (int n = 0; n < 50000; n++) {
		size_t length = (size_t)random_below(&state, 25);
		memset(bytes, 'a', sizeof bytes);
		for (int i = 0; i < 3; i++) {
			const char *part = parts[random_below(&state, PARTS)];
			memcpy(bytes + length, part, strlen(part));
			length += strlen(part) + (size_t)random_below(&state, 9);
		}
		if (n % 5 == 0)
			bytes[random_below(&state, (int)length)] = 0;
		check_bytes(bytes, length);
	}
}

Test(text, utf8_every_code_point)
{
	for (uint32_t c = 0; c <= 0x110000; c++) {
		unsigned char bytes[4] = { 0 };
		size_t length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
		static const unsigned char lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
		for (size_t i = length, rest = c; i-- > 0; rest >>= 6)
			bytes[i] = (unsigned char)(i > 0 ? 0x80 | (rest & 0x3f)
				: lead[length] | rest);
		bool valid = c < 0x110000 && (c < 0xd800 || c > 0xdfff);
		struct kl_span text = { (const char *)bytes, length };
		uint32_t got;
		size_t took = kl_utf8_next(text, &got);
		if (took != (valid ? length : 1) || got != (valid ? c : UINT32_MAX))
			cr_assert_fail("U+%04X: %zu bytes, %x", c, took, got);
		if (kl_utf8_check(text) != (valid && c != 0 ? length : 0))
			cr_assert_fail("U+%04X checked", c);
	}
}

Test(text, counted)
{
	static const struct {
		const char *text;
		size_t wanted;
	} cases[] = {
		{ "", 0 }, { "crebo", 5 }, { "\xc3\xa9\xc3\xa9n", 3 },
		{ "\xe2\x82\xac 5", 3 }, { "\xf0\x9f\x98\x80", 1 },
		{ "\xff\xfe", 2 }, { "\xe2\x82", 2 }, { "\xed\xa0\x80", 3 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_eq(kl_utf8_count(kl_span_of(cases[i].text)),
			cases[i].wanted, "case %zu", i);
}

Test(text, absent)
{
	const struct kl_span absent = { 0 };
	struct kl_text_buffer buffer = { 0 };

	cr_expect_eq(kl_utf8_check(absent), 0);
	cr_expect_eq(kl_utf8_count(absent), 0);
	cr_expect_eq(kl_span_trim(absent).length, 0);
	cr_expect_eq(kl_span_compare(absent, kl_span_of("")), 0);
	cr_expect_eq(kl_text_distance(absent, kl_span_of("ab"), 5), 2);
	cr_expect(kl_text_same_folded(absent, kl_span_of("-")));
	kl_text_add(&buffer, absent);
	kl_text_add_visible(&buffer, absent, 0);
	kl_text_add_folded(&buffer, absent);
	cr_expect_str_eq(buffer.at, "");
	kl_text_release(&buffer);
}

Test(text, trimmed)
{
	static const struct {
		const char *text, *wanted;
	} cases[] = {
		{ "", "" }, { " \t ", "" }, { " a b\t", "a b" }, { "a", "a" },
		{ "\na", "\na" }, { "\xc2\xa0" "a", "\xc2\xa0" "a" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect(kl_span_is(kl_span_trim(kl_span_of(cases[i].text)),
			cases[i].wanted), "case %zu", i);
}

Test(span, parts)
{
	static const struct {
		const char *text, *separator, *parts;
	} cases[] = {
		{ "a/b", "/", "[a][b]" }, { "a", "/", "[a]" }, { "", "/", "[]" },
		{ "/a//", "/", "[][a][][]" }, { "a, b", ", ", "[a][b]" },
		{ "a---b", "--", "[a][-b]" }, { "a,b", "", "[a,b]" },
		{ "-", "--", "[-]" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_span rest = kl_span_of(cases[i].text), part;
		struct kl_text_buffer met = { 0 };
		while (kl_span_next(&rest, kl_span_of(cases[i].separator), &part)) {
			kl_text_puts(&met, "[");
			kl_text_add(&met, part);
			kl_text_puts(&met, "]");
		}
		cr_expect_str_eq(met.at, cases[i].parts);
		cr_expect_null(rest.at);
		kl_text_release(&met);
	}
	struct kl_span absent = { NULL, 0 }, part;
	cr_expect_not(kl_span_next(&absent, kl_span_of("/"), &part));
}

Test(text, ordered)
{
	static const char *const sorted[] = { "", "A", "AB", "B", "a", "a b", "ab",
		"\x7f", "\x80", "\xff" };
	enum { COUNT = sizeof sorted / sizeof *sorted };

	for (int a = 0; a < COUNT; a++)
		for (int b = 0; b < COUNT; b++) {
			int order = kl_span_compare(kl_span_of(sorted[a]),
				kl_span_of(sorted[b]));
			cr_expect_eq((order > 0) - (order < 0), (a > b) - (a < b),
				"%d %d", a, b);
		}
}

Test(text, buffer)
{
	struct kl_text_buffer buffer = { 0 };

	cr_expect_eq(kl_text_span(&buffer).length, 0);
	kl_text_puts(&buffer, "N = ");
	kl_text_printf(&buffer, "%d of %s", 28, "33");
	kl_text_add(&buffer, (struct kl_span){ "\0!", 2 });
	cr_expect_eq(buffer.length, 14);
	cr_expect_eq(memcmp(buffer.at, "N = 28 of 33\0!", 15), 0);
	kl_text_release(&buffer);
	cr_expect(buffer.at == NULL && buffer.length == 0);

	for (int i = 0; i < 5000; i++)
		kl_text_printf(&buffer, "%04d", i);
	cr_expect_eq(buffer.length, 20000);
	cr_expect_eq(memcmp(buffer.at + 4 * 4321, "4321", 4), 0);
	cr_expect_eq(strlen(buffer.at), 20000);
	kl_text_add(&buffer, (struct kl_span){ "x", SIZE_MAX / 2 });
	cr_expect(buffer.failed);
	kl_text_puts(&buffer, "more");
	kl_text_printf(&buffer, "more");
	cr_expect(buffer.failed && buffer.length == 20000, "nothing is added");
	kl_text_release(&buffer);
}

Test(text, visible)
{
	static const struct {
		const char *text;
		size_t most;
		const char *wanted;
	} cases[] = {
		{ "10795", 0, "10795" },
		{ "caf\xc3\xa9", 0, "caf\xc3\xa9" },
		{ "a\nb\rc\td", 0, "a\\nb\\rc\\td" },
		{ "\x1b[31m", 0, "\\x1b[31m" },
		{ "\x7f", 0, "\\x7f" },
		{ "\xc2\x9b", 0, "\\u009b" },
		{ "\xc2\xad", 0, "\\u00ad" },
		{ "\xd8\x9c", 0, "\\u061c" },
		{ "a\xe2\x80\xae" "b", 0, "a\\u202eb" },
		{ "\xe2\x80\x8b\xe2\x80\x8f", 0, "\\u200b\\u200f" },
		{ "\xe2\x81\xa6\xe2\x81\xa9", 0, "\\u2066\\u2069" },
		{ "\xe2\x80\xa8", 0, "\\u2028" },
		{ "\xef\xbb\xbf", 0, "\\ufeff" },
		{ "\xf3\xa0\x81\x81", 0, "\\U000e0041" },
		{ "\xf0\x9f\x98\x80", 0, "\xf0\x9f\x98\x80" },
		{ "\xff\xc3", 0, "\\xff\\xc3" },
		{ "\xe2\x80", 0, "\\xe2\\x80" },
		{ "12345", 5, "12345" },
		{ "123456", 5, "12345\xe2\x80\xa6" },
		{ "\xc3\xa9\xc3\xa9\xc3\xa9", 2, "\xc3\xa9\xc3\xa9\xe2\x80\xa6" },
		{ "\n\n\n", 2, "\\n\\n\xe2\x80\xa6" },
		{ "", 1, "" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_text_buffer buffer = { 0 };
		kl_text_puts(&buffer, "=");
		kl_text_add_visible(&buffer, kl_span_of(cases[i].text),
			cases[i].most);
		cr_expect_str_eq(buffer.at + 1, cases[i].wanted, "%s", buffer.at);
		kl_text_release(&buffer);
	}
	struct kl_text_buffer buffer = { 0 };
	kl_text_add_visible(&buffer, (struct kl_span){ "a\0b", 3 }, 0);
	cr_expect_str_eq(buffer.at, "a\\x00b");
	kl_text_release(&buffer);
}

/* Every code point that Unicode lists as Bidi_Control, and all of Cc. */
Test(text, visible_obeys_nothing)
{
	static const uint32_t bidi[] = { 0x61c, 0x200e, 0x200f, 0x202a, 0x202b,
		0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069 };
	enum { BIDI = sizeof bidi / sizeof *bidi };

	for (uint32_t n = 0; n < BIDI + 0xa0; n++) {
		uint32_t c = n < BIDI ? bidi[n] : n - BIDI;
		if (c >= 0x20 && c < 0x7f)
			continue;
		const char bytes[] = {
			(char)(c < 0x80 ? c : c < 0x800 ? 0xc0 | c >> 6 : 0xe0 | c >> 12),
			(char)(c < 0x800 ? 0x80 | (c & 0x3f) : 0x80 | (c >> 6 & 0x3f)),
			(char)(0x80 | (c & 0x3f)) };
		struct kl_text_buffer buffer = { 0 };
		kl_text_add_visible(&buffer, (struct kl_span){ bytes,
			c < 0x80 ? 1 : c < 0x800 ? 2 : 3 }, 0);
		cr_expect_eq(*buffer.at, '\\', "U+%04X", c);
		kl_text_release(&buffer);
	}
}

Test(text, folded)
{
	static const struct {
		const char *text, *wanted;
	} cases[] = {
		{ "", "" },
		{ "Verzorgende", "verzorgende" },
		{ "  Zorg   en\tWelzijn ", "zorg en welzijn" },
		{ "Zorg & Welzijn", "zorg en welzijn" },
		{ "Zorg&Welzijn", "zorg en welzijn" },
		{ "&", "en" },
		{ "Caf\xc3\xa9", "cafe" },
		{ "Cafe\xcc\x81", "cafe" },
		{ "CO\xc3\x96RDINATOR", "coordinator" },
		{ "Zorg-hulp (groen)", "zorg hulp groen" },
		{ "...a...", "a" },
		{ "---", "" },
		{ "a\xc2\xa0" "b", "a b" },
		{ "\xc4\xb2zer", "ijzer" },                     /* ligature IJ */
		{ "\xef\xac\x81" "ets", "fiets" },                 /* ligature fi */
		{ "Stra\xc3\x9f" "e", "strasse" },
		{ "\xef\xbc\xa1\xef\xbc\x91", "a1" },           /* full width */
		{ "m\xc2\xb2", "m2" },
		{ "Niveau 1", "niveau 1" },
		{ "a\xff" "b", "a\xef\xbf\xbd" "b" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_text_buffer buffer = { 0 };
		kl_text_puts(&buffer, "=");
		kl_text_add_folded(&buffer, kl_span_of(cases[i].text));
		cr_expect_str_eq(buffer.at + 1, cases[i].wanted, "%s: %s",
			cases[i].text, buffer.at);
		kl_text_release(&buffer);
	}
}

Test(text, same_folded)
{
	static const struct {
		const char *a, *b;
		bool wanted;
	} cases[] = {
		{ "Totaal", "TOTAAL:", true },
		{ "Zorg & Welzijn", "zorg en welzijn", true },
		{ "helpende", "h\xc3\xa9lpende", true },
		{ "helpende", "helpenden", false },
		{ "leerjaar 3", "leerjaar 4", false },
		{ "zorghulp", "zorg hulp", false },
		{ "\xff", "\xff", true },
		{ "", " ", true },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_eq(kl_text_same_folded(kl_span_of(cases[i].a),
			kl_span_of(cases[i].b)), cases[i].wanted, "%s %s",
			cases[i].a, cases[i].b);
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* The definition of optimal string alignment, as a recursion. */
static size_t distance(const char *a, size_t m, const char *b, size_t n)
{
	if (m == 0 || n == 0)
		return m + n;
	bool same = lower(a[m - 1]) == lower(b[n - 1]);
	size_t best = distance(a, m - 1, b, n - 1) + !same;
	size_t other = distance(a, m - 1, b, n) + 1;
	if (other < best)
		best = other;
	other = distance(a, m, b, n - 1) + 1;
	if (other < best)
		best = other;
	if (m > 1 && n > 1 && lower(a[m - 1]) == lower(b[n - 2])
			&& lower(a[m - 2]) == lower(b[n - 1])) {
		other = distance(a, m - 2, b, n - 2) + 1;
		if (other < best)
			best = other;
	}
	return best;
}

Test(text, distance_by_definition)
{
	uint64_t state = 1;

	for (int n = 0; n < 4000; n++) {
		char words[2][8];
		for (int word = 0; word < 2; word++) {
			int length = random_below(&state, 6);
			for (int i = 0; i < length; i++)
				words[word][i] = "abcA"[random_below(&state, 4)];
			words[word][length] = '\0';
		}
		size_t wanted = distance(words[0], strlen(words[0]), words[1],
			strlen(words[1]));
		for (size_t most = 0; most < 7; most++) {
			size_t got = kl_text_distance(kl_span_of(words[0]),
				kl_span_of(words[1]), most);
			if (got != (wanted > most ? most + 1 : wanted))
				cr_assert_fail("%s %s: %zu, not %zu (most %zu)",
					words[0], words[1], got, wanted, most);
		}
	}
}

Test(text, distance_of_long_texts)
{
	char a[100], b[100];

	memset(a, 'a', sizeof a);
	memset(b, 'a', sizeof b);
	b[10] = 'x';
	cr_expect_eq(kl_text_distance((struct kl_span){ a, 64 },
		(struct kl_span){ b, 64 }, 3), 1);
	cr_expect_eq(kl_text_distance((struct kl_span){ a, 65 },
		(struct kl_span){ b, 65 }, 3), 4);
	cr_expect_eq(kl_text_distance((struct kl_span){ a, 65 },
		(struct kl_span){ a, 65 }, 3), 0);
	cr_expect_eq(kl_text_distance((struct kl_span){ a, 64 },
		(struct kl_span){ a, 0 }, 64), 64);
}

Test(text, nearest)
{
	static const char *const names[] = { "leerjaar_3", "leerjaar_4", "totaal",
		"crebo", "n", "Field" };
	static const struct {
		const char *text;
		size_t wanted;
	} cases[] = {
		{ "totaal", 2 }, { "total", 2 }, { "TOTAAL", 2 }, { "toatal", 2 },
		{ "creob", 3 }, { "crebro", 3 }, { "leerjaar_4", 1 },
		{ "leerjaar4", 1 }, { "leerjaar_5", 0 }, { "filed", 5 },
		{ "onderwijs", 6 }, { "percentage", 6 }, { "", 6 }, { "leerweg", 6 }, { "x", 6 },
		{ "N", 4 }, { "leerjaar", 0 }, { "tot", 2 }, { "to", 6 }, { "cre", 3 },
	};
	struct kl_span words[6];

	for (size_t i = 0; i < 6; i++)
		words[i] = kl_span_of(names[i]);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_eq(kl_text_nearest(kl_span_of(cases[i].text), words, 6),
			cases[i].wanted, "%s", cases[i].text);
	cr_expect_eq(kl_text_nearest(kl_span_of("x"), NULL, 0), 0);
}

Test(text, wrapped)
{
	static const struct {
		const char *text;
		size_t width, at, indent;
		const char *wanted;
	} cases[] = {
		{ "one two", 0, 0, 4, "one two" },
		{ "one two three", KL_TEXT_NARROW - 1, 36, 4, "one two three" },
		{ "one two three", KL_TEXT_NARROW, 33, 4, "one two\n    three" },
		{ "one two three", KL_TEXT_NARROW, 34, 4, "one\n    two three" },
		{ "é é é", KL_TEXT_NARROW, 37, 2, "é é\n  é" },
		{ "one", KL_TEXT_NARROW, 40, 0, "\none" },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa b", KL_TEXT_NARROW,
			2, 2, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n  b" },
		{ "", KL_TEXT_NARROW, 4, 4, "" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_text_buffer out = { 0 };
		kl_text_add_wrapped(&out, kl_span_of(cases[i].text), cases[i].width,
			cases[i].at, cases[i].indent);
		cr_expect_str_eq(out.at != NULL ? out.at : "", cases[i].wanted,
			"case %zu: %s", i, out.at);
		kl_text_release(&out);
	}
}

Test(text, whole_numbers)
{
	static const uint64_t numbers[] = { 0, 1, 9, 10, 99, 100, 4294967295,
		UINT64_MAX / 10, UINT64_MAX };

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		struct kl_text_buffer made = { 0 }, printed = { 0 };
		kl_text_add_count(&made, numbers[i]);
		kl_text_printf(&printed, "%llu", (unsigned long long)numbers[i]);
		cr_expect_str_eq(made.at, printed.at);
		kl_text_release(&made);
		kl_text_release(&printed);
	}
}

/* However it is cut: as many code points as may be shown, then an ellipsis. */
Test(text, shown_up_to_a_number_of_characters)
{
	static const char *const shown[] = { "abé\\ncd€", "a…", "ab…", "abé…",
		"abé\\n…", "abé\\nc…", "abé\\ncd…", "abé\\ncd€", "abé\\ncd€" };

	for (size_t most = 0; most < sizeof shown / sizeof *shown; most++) {
		struct kl_text_buffer made = { 0 };
		kl_text_add_visible(&made, kl_span_of("abé\ncd€"), most);
		cr_expect_str_eq(made.at, shown[most], "%zu: %s", most, made.at);
		kl_text_release(&made);
	}
}
