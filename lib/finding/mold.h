/*
 * Molds: what findings have in common. A rule that is broken in a million rows tells
 * the same words of the same column a million times; only the place in the table, the
 * row's own name and the value differ. The common part is kept once, the rest of each
 * finding is small.
 */
#ifndef KL_FINDING_MOLD_H
#define KL_FINDING_MOLD_H

#include "finding/finding.h"

enum { KL_MOLDS = 512 };        /* most that are kept; further findings have none */

struct kl_mold {
	struct kl_finding finding;      /* no line, column, row; label and value are
	                                   empty where its findings have one */
	uint64_t hash;                  /* of a fingerprint, without label and value */
	uint32_t number;                /* from 0 */
	uint64_t key;
};

/* Zero to start; release it. */
struct kl_molds {
	const struct kl_mold *slots[2 * KL_MOLDS];
	uint32_t count;
	struct kl_arena arena;
};

/* The mold of the finding, made if there is none yet; NULL: it has none, as when it
 * has cells, repairs or figures from the data, or when memory is out. It lives as long
 * as `molds`; names and paths in it are borrowed, as in findings. */
const struct kl_mold *kl_molds_find(struct kl_molds *molds,
	const struct kl_finding *finding);
void kl_molds_release(struct kl_molds *molds);

/* The finding's own part, with a copy of its texts. */
struct kl_cast;
/* NULL when memory is out. */
const struct kl_cast *kl_cast_new(struct kl_arena *arena,
	const struct kl_finding *finding);
/* The whole again; its texts are those of mold and cast. */
void kl_cast_finding(const struct kl_mold *mold, const struct kl_cast *cast,
	struct kl_finding *out);

#endif
