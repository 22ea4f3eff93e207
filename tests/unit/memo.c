/* Texts that were chosen to put each other out of a memo: what is counted is how many
 * are still there, not time. */
#include "base/memo.h"

#include <criterion/criterion.h>

enum { TEXTS = 100, SEEDS = 200 };

static const uint64_t golden = UINT64_C(0x9e3779b97f4a7c15);
static const uint64_t third = UINT64_C(0xff51afd7ed558ccd);

/* The place when the multipliers were the same in each process. */
static uint64_t known_slot(const uint64_t *words)
{
	return ((words[0] * golden ^ words[1]) * third + KL_SHORT_MOST)
		>> (64 - KL_MEMO_BITS);
}

/* The second word takes back what the first did. */
static void choose(uint64_t i, uint64_t *words)
{
	words[0] = i;
	words[1] = i * golden ^ UINT64_C(0x6162636465666768);
}

static struct kl_span text_of(const uint64_t *words)
{
	return (struct kl_span){ (const char *)words, KL_SHORT_MOST };
}

/* Of texts that were all added. */
static unsigned count_there(void)
{
	static struct kl_memo memo;
	uint64_t words[2];
	unsigned there = 0;

	memo = (struct kl_memo){ 0 };
	for (uint64_t i = 0; i < TEXTS; i++) {
		choose(i, words);
		kl_memo_add(&memo, text_of(words));
	}
	for (uint64_t i = 0; i < TEXTS; i++) {
		choose(i, words);
		there += kl_memo_has(&memo, text_of(words));
	}
	return there;
}

Test(memo, texts_chosen_to_collide)
{
	uint64_t first[2], words[2];
	unsigned there = 0, least = TEXTS;

	choose(0, first);
	for (uint64_t i = 0; i < TEXTS; i++) {
		choose(i, words);
		cr_assert_eq(known_slot(words), known_slot(first));
	}
	for (uint64_t seed = 0; seed < SEEDS; seed++) {
		kl_secret_set(seed);
		const unsigned now = count_there();
		there += now;
		least = now < least ? now : least;
	}
	/* By chance 91 of a hundred in 512 places, where it was one. */
	cr_expect(there > SEEDS * 85, "%u", there);
	cr_expect(least > TEXTS / 4, "%u", least);
}
