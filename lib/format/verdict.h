/*
 * Verdicts, for formats that tell them: of the whole run, of a rule, of a table.
 */
#ifndef KL_FORMAT_VERDICT_H
#define KL_FORMAT_VERDICT_H

#include <time.h>

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

/* When the check was made: now, or SOURCE_DATE_EPOCH, which makes the same of the
 * same input (https://reproducible-builds.org/specs/source-date-epoch/). */
time_t kl_check_time(void);

#endif
