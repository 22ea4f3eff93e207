/* What is said of a total that does not hold. */
#include <stdlib.h>

#include "check/totals.h"
#include "check/sum_finding.h"

static enum kl_message message_of(const struct kl_scope *scope,
	const struct kl_judgement *judgement, const struct kl_sum_finding *made)
{
	if (judgement->tag == KL_TOTALS_PART)
		return KL_MESSAGE_part_exceeds_total;
	if (judgement->tag == KL_TOTALS_ABOVE)
		return KL_MESSAGE_total_above_sum;
	if (kl_equations_at(scope->equations, judgement->head)->derived)
		return KL_MESSAGE_total_unprinted;
	if (made->rounded)
		return KL_MESSAGE_total_rounded;
	return made->one_part ? KL_MESSAGE_total_one : KL_MESSAGE_total_mismatch;
}

enum kl_status kl_totals_violated(void *state, const struct kl_scope *scope,
	const struct kl_judgement *judgement, struct kl_error *error)
{
	struct kl_sum_finding made;

	(void)state;
	if (!kl_sum_finding_init(&made, scope->equations, judgement))
		return kl_no_memory(error);
	made.finding.code = judgement->tag == KL_TOTALS_PART
		? KL_CODE_part_exceeds : KL_CODE_total_mismatch;
	made.finding.message = message_of(scope, judgement, &made);
	enum kl_status status = kl_scope_report(scope, &made.finding, error);
	kl_sum_finding_release(&made);
	return status;
}
