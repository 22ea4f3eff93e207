/*
 * The repairs of a judgement as a finding tells them. For the files of check/.
 */
#ifndef KL_CHECK_PROPOSAL_H
#define KL_CHECK_PROPOSAL_H

#include "check/check.h"

/* Zero it to start. */
struct kl_proposal {
	struct kl_finding_repair *repairs;
	struct kl_change *changes;      /* of all repairs */
	struct kl_arena arena;          /* texts of the changes */
};

/* Gives the finding the repairs; they live as long as the proposal. False when
 * memory is out. */
bool kl_proposal_make(struct kl_proposal *proposal,
	const struct kl_equations *equations, const struct kl_judgement *judgement,
	struct kl_finding *finding);
void kl_proposal_release(struct kl_proposal *proposal);

#endif
