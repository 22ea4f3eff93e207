/*
 * Waivers: findings that somebody answers for, with a reason, until a date. What a
 * waiver file is read into (rule/waivers.h), and which findings it names.
 */
#ifndef KL_FINDING_WAIVER_H
#define KL_FINDING_WAIVER_H

#include "base/date.h"
#include "base/status.h"
#include "finding/finding.h"

enum { KL_WAIVERS_MOST = 10000 };       /* of a run; each finding is held against all */

/* Names the findings for which all holds that is given. */
struct kl_waiver {
	bool by_code, by_fingerprint;
	enum kl_code code;
	uint64_t fingerprint;
	uint64_t row;                   /* 0: not given */
	struct kl_span rule, table, field;      /* at NULL: not given */
	const char *reason, *owner;
	struct kl_date until;           /* the last day that it holds */
	const char *path;               /* of its file, as people named it */
	uint32_t line, column;
	bool expired;                   /* it does not hold today */
	uint64_t named;                 /* findings */
	uint64_t counting;              /* of these, that count: of one that expired */
};

/* Zero to start, but for `today`; release it. */
struct kl_waivers {
	struct kl_waiver *list;
	size_t count, capacity;
	struct kl_date today;
	struct kl_arena arena;
};

void kl_waivers_release(struct kl_waivers *waivers);

/* The waiver that holds for the finding, the first in the list, or NULL. Every one
 * that names it counts it: two may name the same. None names the findings about
 * waivers. */
const struct kl_waiver *kl_waivers_find(struct kl_waivers *waivers,
	const struct kl_finding *finding);

/* What is to be told of a waiver, once all findings are known: that it expired and
 * findings count again; if `whole`, that it names none, or that it expired and
 * another holds for all that it names. `whole`: everything was checked, so that none
 * can be missing. */
enum kl_waiver_news { KL_WAIVER_FINE, KL_WAIVER_UNUSED, KL_WAIVER_EXPIRED };
enum kl_waiver_news kl_waiver_news(const struct kl_waiver *waiver, bool whole);

/* Makes the finding that tells it, which borrows from waiver, `what` and `figures`. */
enum { KL_WAIVER_FIGURES = 5 };
void kl_waiver_finding(const struct kl_waiver *waiver, enum kl_waiver_news news,
	struct kl_text_buffer *what, struct kl_figure *figures,
	struct kl_finding *finding);

/* Adds "waived until 2027-01-31 by J. Jansen: counted again, see memo 12". */
void kl_waiver_add(const struct kl_waiver *waiver, struct kl_text_buffer *out);

#endif
