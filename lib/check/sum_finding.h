/*
 * A finding made of an equation that does not hold: place, value, what follows,
 * the difference, and every cell. For the files of check/.
 */
#ifndef KL_CHECK_SUM_FINDING_H
#define KL_CHECK_SUM_FINDING_H

#include "check/proposal.h"

enum { KL_SUM_FIGURES = 8 };

struct kl_sum_finding {
	struct kl_finding finding;      /* the caller sets code and message */
	bool rounded;           /* figures that are rounded take part */
	bool one_part;          /* a single cell stands against the head */
	struct kl_figure figures[KL_SUM_FIGURES];       /* parts, count, difference,
	                           bound, one; the caller may add: finding.figure_count */
	struct kl_finding_cell *cells;  /* head first */
	char expected[KL_INTERVAL_TEXT];
	struct kl_text_buffer parts;
	struct kl_proposal proposal;
};

/* Points at the head of the equation. False when memory is out: there is then
 * nothing to release. */
bool kl_sum_finding_init(struct kl_sum_finding *made,
	const struct kl_equations *equations, const struct kl_judgement *judgement);
void kl_sum_finding_release(struct kl_sum_finding *made);

#endif
