/*
 * What a finding means, for who must mend it: under the heads that the manuals
 * of Dutch education data use (Omschrijving, Gevolg, Oorzaak, Oplossing).
 */
#ifndef KL_FINDING_EXPLAIN_H
#define KL_FINDING_EXPLAIN_H

#include "finding/finding.h"

enum { KL_EXPLAIN_PARAGRAPHS = 4 };

/* A paragraph is one line of plain sentences, to be wrapped by who shows it. */
struct kl_explanation {
	const char *paragraphs[KL_EXPLAIN_PARAGRAPHS];
};

/* "Description", "Consequence", "Cause", "Remedy": in the order of paragraphs. */
extern const char *const kl_explain_heads[KL_EXPLAIN_PARAGRAPHS];

/* Every code has one (explain.def). */
const struct kl_explanation *kl_code_explain(enum kl_code code);

#endif
