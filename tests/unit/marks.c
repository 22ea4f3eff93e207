/* Marks are the same at every level, for every length and place. */
#include <criterion/criterion.h>

#include "random.h"
#include "table/marks.h"

enum { BYTES = 300, WORDS = BYTES / KL_MARKS_WORD + 1 };

static void expect_marks(const char *at, size_t size, struct kl_marked marked,
	const struct kl_marks *words, int level)
{
	size_t whole = (size + KL_MARKS_WORD - 1) / KL_MARKS_WORD * KL_MARKS_WORD;

	for (size_t i = 0; i < whole; i++) {
		const struct kl_marks *word = &words[i / KL_MARKS_WORD];
		const uint64_t bit = UINT64_C(1) << i % KL_MARKS_WORD;
		bool there = i < size;
		bool fine = !(word->delimiters & bit)
				== !(there && at[i] == marked.delimiter)
			&& !(word->quotes & bit) == !(there && marked.quote != 0
				&& at[i] == marked.quote)
			&& !(word->lf & bit) == !(there && at[i] == '\n')
			&& !(word->cr & bit) == !(there && at[i] == '\r');
		cr_assert(fine, "level %d: byte %zu of %zu", level, i, size);
	}
}

Test(marks, are_the_same_at_every_level)
{
	static const struct kl_marked all[] = { { ',', '"' }, { ';', '\'' },
		{ '\t', 0 }, { '|', '"' }, { '\x80', '\xff' }, { '\0', '\'' } };
	static const char near[] = ",-+;:\t\x08|}{\"#!\n\x0b\r\x0c\x8a\x8d\x80\xff\x7f\xac";
	char bytes[BYTES + 8];
	uint64_t seed = 20051201;
	struct kl_marks words[WORDS];

	for (int round = 0; round < 400; round++) {
		struct kl_marked marked = all[round % 6];
		for (size_t i = 0; i < sizeof bytes; i++)
			bytes[i] = round % 2 == 0
				? near[random_below(&seed, sizeof near)]
				: (char)random_below(&seed, 256);
		const char *at = bytes + round % 8;
		size_t size = (size_t)random_below(&seed, BYTES + 1);
		for (int level = 0; level < KL_MARKS_LEVELS; level++) {
			if (kl_marks_find_at((enum kl_marks_level)level, at, size,
					marked, words))
				expect_marks(at, size, marked, words, level);
			else
				cr_assert_neq(level, KL_MARKS_PLAIN);
		}
		kl_marks_find(at, size, marked, words);
		expect_marks(at, size, marked, words, KL_MARKS_LEVELS);
	}
}
