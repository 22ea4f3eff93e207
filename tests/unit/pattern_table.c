/* What a table of a pattern has, PCRE2 takes too. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "base/memo.h"
#include "base/memory.h"
#include "base/pattern.h"
#include "hostile.h"

Test(pattern_table, which_patterns_have_one)
{
	static const struct {
		const char *pattern;
		size_t length;          /* 0: no table */
	} cases[] = {
		{ "[0-9]{2}[A-Z]{2}", 4 }, { "^[0-9]{5}$", 5 }, { "a.c", 3 },
		{ "\\d{4}-\\d{4}", 9 }, { "[\\d\\-X]", 1 }, { "\\.\\$", 2 },
		{ "[^a-z]{3}", 3 }, { "[a-]", 1 }, { "[-a]", 1 }, { "a\\$", 2 },
		{ "[0-9]{32}", 32 }, { "[0-9]{33}", 0 }, { "x{0}a", 1 },
		{ "", 0 }, { "^$", 0 }, { "a*", 0 }, { "a+", 0 }, { "a?", 0 },
		{ "a|b", 0 }, { "(a)", 0 }, { "a{1,2}", 0 }, { "a{2}?", 0 },
		{ "a{2}+", 0 }, { "a{2}{2}", 0 }, { "a{", 0 }, { "a{}", 0 },
		{ "a{2", 0 }, { "[[:digit:]]", 0 }, { "[]a]", 0 }, { "[^]a]", 0 },
		{ "[a-\\d]", 0 }, { "[\\d-z]", 0 }, { "[z-a]", 0 }, { "[a", 0 },
		{ "\\D", 0 }, { "\\x41", 0 }, { "\\1", 0 }, { "\\", 0 },
		{ "(?i)a", 0 }, { "no\xc3\xab", 0 }, { "[\xc3\xab]", 0 },
		{ "a$b", 0 }, { "a^b", 0 }, { "\\p{L}", 0 }, { "\\Qa\\E", 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_pattern_table table;
		bool made = kl_pattern_table_read(kl_span_of(cases[i].pattern),
			&table);
		cr_expect_eq(made, cases[i].length > 0, "%s", cases[i].pattern);
		if (made)
			cr_expect_eq(table.length, cases[i].length, "%s",
				cases[i].pattern);
	}
}

/* In a group it has no table, and is PCRE2's alone. */
static struct kl_pattern *without_table(const char *pattern)
{
	struct kl_pattern *made;
	char text[128];

	snprintf(text, sizeof text, "(?:%s)", pattern);
	cr_assert_eq(kl_pattern_new(kl_span_of(text), &made, NULL), KL_OK, "%s",
		text);
	cr_assert_null(kl_pattern_table(made));
	return made;
}

/* How many of the texts the table has. */
static int compare(const char *pattern, const char *const *texts, size_t count,
	int rounds, uint64_t *state)
{
	struct kl_pattern_table table;
	struct kl_pattern *slow = without_table(pattern), *fast;
	struct hostile cell;
	unsigned given_up = 0;
	int taken = 0;

	cr_assert(kl_pattern_table_read(kl_span_of(pattern), &table), "%s", pattern);
	cr_assert_eq(kl_pattern_new(kl_span_of(pattern), &fast, NULL), KL_OK);
	for (int i = 0; i < rounds; i++) {
		hostile_make(&cell, texts, count, state);
		struct kl_span text = hostile_span(&cell);
		enum kl_pattern_match wanted = kl_pattern_test(slow, text, &given_up);
		bool has = kl_pattern_table_has(&table, text);
		cr_assert(!has || wanted == KL_PATTERN_MATCHES, "%s: '%.*s'",
			pattern, (int)text.length, text.at);
		cr_assert_eq(kl_pattern_test(fast, text, &given_up), wanted, "%s: '%.*s'",
			pattern, (int)text.length, text.at);
		taken += has;
	}
	kl_pattern_free(slow);
	kl_pattern_free(fast);
	return taken;
}

Test(pattern_table, says_what_pcre2_says)
{
	static const struct {
		const char *pattern, *texts[3];
	} cases[] = {
		{ "[0-9]{2}[A-Z]{2}", { "02EW", "00AA", "99ZZ" } },
		{ "20[0-9]{2}-20[0-9]{2}", { "2004-2005", "2000-2099", "20-20" } },
		{ "^\\d{9}$", { "123456789", "\xd9\xa1" "23456789", "12345678\n" } },
		{ "[^0-9]\\w\\s.", { "a_ .", "\xc3\xa9" "a b", "-9 \n" } },
		{ "[\\]\\-\\\\]{2}a", { "]-a", "\\]a", "--a" } },
		{ "[a-c-e]{2}\\.", { "a-.", "ce.", "d-." } },
		{ "[ -~]{3}", { "a b", "~~~", " \t " } },
		{ "x{0}[+--]{2}", { "+-", ",,", "x+-" } },
	};
	uint64_t state = 1;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_gt(compare(cases[i].pattern, cases[i].texts, 3, 20000,
			&state), 1000, "%s", cases[i].pattern);
}

/* Patterns put together at random: those of which a table is made compile, and
 * take what it has. */
Test(pattern_table, any_pattern)
{
	static const char *const pieces[] = { "[0-9]", "[A-Z]", "[", "]", "^", "-",
		"a", "9", ".", "\\d", "\\w", "\\s", "\\", "\\-", "\\]", "{2}", "{1}",
		"{", "}", "a-z", "0-", "$", ",", " ", "[^x]", "*", "?", "(", ":" };
	static const char *const texts[] = { "9", "99", "a9", "A0 ", "a-z", "]",
		"-0a", "zz9", "09Az", "a{2}", "^a$", "\\d" };
	uint64_t state = 7;
	int made = 0;

	for (int i = 0; i < 20000; i++) {
		struct kl_pattern_table table;
		char pattern[64] = "";
		for (int j = random_between(&state, 1, 6); j > 0; j--)
			strcat(pattern, pieces[random_below(&state,
				sizeof pieces / sizeof *pieces)]);
		if (!kl_pattern_table_read(kl_span_of(pattern), &table))
			continue;
		made++;
		(void)compare(pattern, texts, sizeof texts / sizeof *texts, 40,
			&state);
	}
	cr_expect_gt(made, 1000);
}

/* A memo has what was added last, and nothing that was not. */
Test(memo, has_what_was_added)
{
	static const char *const texts[] = { "3", "BOL", "BBL", "Techniek",
		"Zorg en welzijn", "2004-10-01", "a\tb", "0000000000000000",
		"00000000000000000", "Techniek\nTechniek", "Zorg en welzijn\nZorg en welzijn",
		"00000000000000000000000000000000", "000000000000000000000000000000000" };
	static struct kl_memo memo;
	uint64_t state = 3;
	struct hostile cell;
	struct kl_index added = { 0 };
	int met = 0;

	for (int i = 0; i < 200000; i++) {
		uint32_t value;
		hostile_make(&cell, texts, sizeof texts / sizeof *texts, &state);
		struct kl_span text = hostile_span(&cell);
		bool has = kl_memo_has(&memo, text);
		met += has;
		cr_assert(!has || kl_index_find(&added, text, &value), "'%.*s'",
			(int)text.length, text.at);
		if (i % 4 != 0)
			continue;
		kl_memo_add(&memo, text);
		cr_assert(kl_index_add(&added, text, 0, NULL, NULL));
		cr_assert_eq(kl_memo_has(&memo, text), text.length > 0
			&& text.length <= KL_MEMO_MOST);
	}
	cr_expect_gt(met, 10000);
	kl_index_release(&added);
}

/* Of a text of each length, one byte another: it was not added. */
Test(memo, sees_every_byte)
{
	static struct kl_memo memo;
	char text[KL_MEMO_MOST + 1];

	for (size_t length = 1; length <= sizeof text; length++) {
		struct kl_span span = { text, length };
		memset(text, 'a', sizeof text);
		kl_memo_add(&memo, span);
		cr_expect_eq(kl_memo_has(&memo, span), length <= KL_MEMO_MOST);
		for (size_t i = 0; i < length; i++) {
			text[i] = 'b';
			cr_expect_not(kl_memo_has(&memo, span), "%zu of %zu", i,
				length);
			text[i] = 'a';
		}
	}
}
