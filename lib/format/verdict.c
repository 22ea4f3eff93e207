#include "format/verdict.h"

const char *kl_verdict_sign(enum kl_verdict_kind kind)
{
	static const char *const signs[KL_VERDICTS] = {
		[KL_GOOD] = "\xe2\x9c\x93", [KL_BAD] = "\xe2\x9c\x97",
		[KL_DOUBTFUL] = "!", [KL_REMARKS] = "i", [KL_UNSURE] = "?",
	};

	return signs[kind];
}

enum kl_verdict_kind kl_judge_run(const struct kl_tally *tally,
	enum kl_severity fail_on, enum kl_phrase *phrase)
{
	uint64_t failing = 0, undecided = 0;

	for (int i = (int)fail_on; i < KL_SEVERITIES; i++)
		failing += tally->findings[i];
	for (size_t i = 0; i < tally->rule_count; i++)
		undecided += tally->rules[i].outcomes[KL_UNDECIDED];
	if (failing > 0) {
		*phrase = KL_PHRASE_run_bad;
		return KL_BAD;
	}
	if (tally->problems > 0 || tally->rows == 0) {
		*phrase = tally->rows == 0 ? KL_PHRASE_run_nothing
			: KL_PHRASE_run_unsure;
		return KL_UNSURE;
	}
	*phrase = tally->waived + tally->known > 0 ? KL_PHRASE_run_excused
		: undecided > 0 ? KL_PHRASE_run_decided
		: tally->rule_count > 1 ? KL_PHRASE_run_good
		: KL_PHRASE_run_no_rules;
	return KL_GOOD;
}

enum kl_verdict_kind kl_judge_rule(const struct kl_rule_tally *rule,
	enum kl_phrase *phrase)
{
	const uint64_t *outcomes = rule->outcomes;

	if (outcomes[KL_VIOLATED] > 0 || rule->findings[KL_ERROR] > 0) {
		*phrase = outcomes[KL_VIOLATED] > 0 ? KL_PHRASE_violated
			: KL_PHRASE_errors;
		return KL_BAD;
	}
	if (rule->findings[KL_WARNING] > 0) {
		*phrase = KL_PHRASE_warnings;
		return KL_DOUBTFUL;
	}
	if ((rule->tables == 0 || rule->idle) && outcomes[KL_HOLDS] == 0
			&& outcomes[KL_UNDECIDED] == 0) {
		*phrase = KL_PHRASE_checked_nothing;
		return KL_UNSURE;
	}
	if (outcomes[KL_HOLDS] == 0 && outcomes[KL_UNDECIDED] > 0) {
		*phrase = KL_PHRASE_undecided;
		return KL_UNSURE;
	}
	*phrase = outcomes[KL_HOLDS] > 0 ? KL_PHRASE_holds : KL_PHRASE_nothing_found;
	return KL_GOOD;
}

enum kl_verdict_kind kl_judge_table(const uint64_t *findings,
	enum kl_phrase *phrase)
{
	static const struct {
		enum kl_phrase phrase;
		enum kl_verdict_kind kind;
	} worst[KL_SEVERITIES] = {
		[KL_INFO] = { KL_PHRASE_infos, KL_REMARKS },
		[KL_WARNING] = { KL_PHRASE_warnings, KL_DOUBTFUL },
		[KL_ERROR] = { KL_PHRASE_errors, KL_BAD },
	};

	for (int i = KL_SEVERITIES; i-- > 0; ) {
		if (findings[i] > 0) {
			*phrase = worst[i].phrase;
			return worst[i].kind;
		}
	}
	*phrase = KL_PHRASE_nothing_found;
	return KL_GOOD;
}

static void add_count(struct kl_text_buffer *out, enum kl_phrase phrase,
	uint64_t count)
{
	kl_text_puts(out, out->length > 0 ? ", " : "");
	kl_phrase_add(out, phrase, count, 0);
}

void kl_excused_add(const struct kl_tally *tally, struct kl_text_buffer *out)
{
	struct kl_text_buffer list = { 0 };
	uint64_t found = 0;

	for (int i = 0; i < KL_SEVERITIES; i++)
		found += tally->findings[i];
	if (tally->baseline != NULL) {
		add_count(&list, KL_PHRASE_count_new, found);
		add_count(&list, KL_PHRASE_count_known, tally->known);
	}
	if (tally->waivers != NULL)
		add_count(&list, KL_PHRASE_count_waived, tally->waived);
	if (tally->gone > 0)
		add_count(&list, KL_PHRASE_count_gone, tally->gone);
	if (list.length > 0)
		kl_text_add(out, kl_text_span(&list));
	out->failed = out->failed || list.failed;
	kl_text_release(&list);
}

void kl_excuse_add(const struct kl_finding *finding, struct kl_text_buffer *out)
{
	if (finding->waiver != NULL)
		kl_waiver_add(finding->waiver, out);
	else if (finding->novelty == KL_NOVELTY_KNOWN)
		kl_text_puts(out, kl_phrase(KL_PHRASE_known));
}
