/*
 * Verdicts, for formats that tell them: of the whole run, of a rule, of a table.
 */
#ifndef KL_FORMAT_VERDICT_H
#define KL_FORMAT_VERDICT_H

#include "base/clock.h"
#include "format/format.h"
#include "format/phrases.h"

enum kl_verdict_kind {
	KL_GOOD, KL_BAD, KL_DOUBTFUL, KL_REMARKS, KL_UNSURE, KL_VERDICTS
};

/* A sign that tells it without colours: a tick, a cross, "!", "i", "?". */
const char *kl_verdict_sign(enum kl_verdict_kind kind);

enum kl_verdict_kind kl_judge_run(const struct kl_tally *tally,
	enum kl_severity fail_on, enum kl_phrase *phrase);
enum kl_verdict_kind kl_judge_rule(const struct kl_rule_tally *rule,
	enum kl_phrase *phrase);
/* By its findings alone. */
enum kl_verdict_kind kl_judge_table(const uint64_t *findings,
	enum kl_phrase *phrase);

/* Adds "1 new, 2 known by the baseline, 3 waived", as far as waivers and a baseline
 * were given: nothing if neither was. */
void kl_excused_add(const struct kl_tally *tally, struct kl_text_buffer *out);
/* Adds why a finding does not count: "waived until ...", "known". */
void kl_excuse_add(const struct kl_finding *finding, struct kl_text_buffer *out);

#endif
