/*
 * Patterns for whole texts, as Perl has them (PCRE2): compiled once, bounded in
 * time and memory.
 */
#ifndef KL_BASE_PATTERN_H
#define KL_BASE_PATTERN_H

#include "base/pattern_table.h"
#include "base/status.h"

struct kl_pattern;

enum kl_pattern_match {
	KL_PATTERN_MATCHES,
	KL_PATTERN_DIFFERS,
	KL_PATTERN_GIVEN_UP     /* it would take too long, or too much memory */
};

/* Compiles; \d, \w and \s are those of Unicode, as in XML Schema, and case
 * counts. Errors: KL_INVALID with a sentence that begins after "the pattern",
 * without a place; KL_NO_MEMORY. A character class that takes another from it,
 * [a-z-[aeiou]], is refused, since Perl reads it otherwise. */
enum kl_status kl_pattern_new(struct kl_span text, struct kl_pattern **out,
	struct kl_error *error);
void kl_pattern_free(struct kl_pattern *pattern);

/* Whether the whole text matches. By any number of threads. Without memory for one
 * more of them it is given up. `given_up`: on how many texts of a file it was given up,
 * which the caller counts from 0 by passing it on; from KL_PATTERN_GIVEN_UP_MOST on only
 * the pattern's table is asked: millions of such texts would take hours. */
enum { KL_PATTERN_GIVEN_UP_MOST = 200 };
enum kl_pattern_match kl_pattern_test(struct kl_pattern *pattern,
	struct kl_span text, unsigned *given_up);
/* The same of texts[i] for every bit i of `live`: a bit in *matches, in *given_up, or
 * in neither. It is given up a hundred times as soon; kl_pattern_test may know of
 * these. By any number of threads. False when memory is out. */
bool kl_pattern_test_all(const struct kl_pattern *pattern,
	const struct kl_span *texts, uint64_t live, uint64_t *matches,
	uint64_t *given_up);
/* What is in the table matches; of any other text only the test above knows.
 * NULL: the pattern has none. Lives as long as the pattern. */
const struct kl_pattern_table *kl_pattern_table(
	const struct kl_pattern *pattern);

#endif
