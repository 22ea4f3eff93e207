/*
 * What a finding means, for who must mend it: under the heads that the manuals
 * of Dutch education data use (Omschrijving, Gevolg, Oorzaak, Oplossing).
 */
#ifndef KL_FINDING_EXPLAIN_H
#define KL_FINDING_EXPLAIN_H

#include "finding/finding.h"

enum { KL_EXPLAIN_PARAGRAPHS = 4 };

/* "Description", "Consequence", "Cause", "Remedy", in the language of the process. */
const char *kl_explain_head(size_t paragraph);

/* A paragraph, likewise: one line of plain sentences, to be wrapped by who shows
 * it. Every code has all four (explain.def). */
const char *kl_code_explain(enum kl_code code, size_t paragraph);

#endif
