/* Patterns that take long on a text, and how long they are tried. */
#include <criterion/criterion.h>

#include "base/pattern.h"

static struct kl_pattern *compiled(const char *text)
{
	struct kl_pattern *pattern;

	cr_assert_eq(kl_pattern_new(kl_span_of(text), &pattern, NULL), KL_OK);
	return pattern;
}

#define LONG_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

Test(pattern, is_tried_until_it_was_given_up_often)
{
	struct kl_pattern *pattern = compiled("(a+)+[bc]");
	unsigned given_up = 0;
	const struct kl_span right = kl_span_of("aab"), wrong = kl_span_of("aad"),
		slow = kl_span_of(LONG_A "!");

	for (int i = 1; i < KL_PATTERN_GIVEN_UP_MOST; i++)
		cr_assert_eq(kl_pattern_test(pattern, slow, &given_up), KL_PATTERN_GIVEN_UP);
	cr_expect_eq(kl_pattern_test(pattern, right, &given_up), KL_PATTERN_MATCHES);
	cr_expect_eq(kl_pattern_test(pattern, wrong, &given_up), KL_PATTERN_DIFFERS);
	cr_expect_eq(kl_pattern_test(pattern, slow, &given_up), KL_PATTERN_GIVEN_UP);
	cr_expect_eq(kl_pattern_test(pattern, right, &given_up), KL_PATTERN_GIVEN_UP);
	cr_expect_eq(kl_pattern_test(pattern, wrong, &given_up), KL_PATTERN_GIVEN_UP);
	given_up = 0;
	cr_expect_eq(kl_pattern_test(pattern, right, &given_up), KL_PATTERN_MATCHES);
	kl_pattern_free(pattern);
}

/* Of many texts at once it is given up sooner; alone it is tried for longer. */
Test(pattern, of_many_texts_is_given_up_sooner)
{
	struct kl_pattern *pattern = compiled("(a+)+[bc]");
	const struct kl_span texts[] = { kl_span_of("aab"), kl_span_of("aad"),
		kl_span_of("aaaaaaaaaaaaaaaa!"), kl_span_of(LONG_A "!") };
	uint64_t matches, left;
	unsigned given_up = 0;

	cr_assert(kl_pattern_test_all(pattern, texts, 15, &matches, &left));
	cr_expect_eq(matches, 1);
	cr_expect_eq(left, 4 | 8);
	cr_expect_eq(kl_pattern_test(pattern, texts[2], &given_up), KL_PATTERN_DIFFERS);
	cr_expect_eq(kl_pattern_test(pattern, texts[3], &given_up), KL_PATTERN_GIVEN_UP);
	kl_pattern_free(pattern);
}
