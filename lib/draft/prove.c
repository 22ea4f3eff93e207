/* What a run of the draft itself found. */
#include <inttypes.h>

#include "rule/scalar.h"
#include "base/translate.h"
#include "draft/sample.h"

void kl_draft_prove(struct kl_draft *draft, const struct kl_tally *tally)
{
	for (size_t i = 0; i < tally->rule_count; i++) {
		const struct kl_rule_tally *rule = &tally->rules[i];
		uint64_t *findings = rule->rule == NULL ? draft->always : NULL;
		for (size_t p = 0; p < draft->proposal_count && findings == NULL; p++) {
			if (kl_span_is(draft->proposals[p].id, rule->rule))
				findings = draft->proposals[p].findings;
		}
		if (findings != NULL)
			memcpy(findings, rule->findings, sizeof rule->findings);
	}
}

/* Without memory of its own, since it is also told when all is written. */
void kl_draft_findings(const uint64_t *findings, char out[KL_DRAFT_FINDINGS])
{
	static const struct {
		enum kl_severity severity;
		const char *one, *more;
	} words[] = { { KL_ERROR, KL_TEXT("error"), KL_TEXT("errors") },
		{ KL_WARNING, KL_TEXT("warning"), KL_TEXT("warnings") },
		{ KL_INFO, KL_TEXT("info"), KL_TEXT("infos") } };
	size_t used = 0;

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		const uint64_t count = findings[words[i].severity];
		if (count == 0 || used >= KL_DRAFT_FINDINGS)
			continue;
		used += (size_t)snprintf(out + used, KL_DRAFT_FINDINGS - used,
			"%s%" PRIu64 " %s", used > 0 ? ", " : "", count,
			kl_translate(count == 1 ? words[i].one : words[i].more));
	}
	if (used == 0)
		snprintf(out, KL_DRAFT_FINDINGS, "%s", kl_translate("nothing"));
}
