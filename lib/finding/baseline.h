/*
 * A baseline: findings that were there before, by fingerprint, each as often as it
 * was. What is read of a file, and what is gathered for one (format/baseline.h).
 */
#ifndef KL_FINDING_BASELINE_H
#define KL_FINDING_BASELINE_H

#include "base/status.h"
#include "finding/finding.h"

/* Different fingerprints. Twice as many records are held at most while they are
 * gathered, of 48 bytes each: 48 MB; beside them every name once. */
enum { KL_BASELINE_MOST = 500000 };

struct kl_known {
	uint64_t fingerprint;
	uint32_t count, seen;           /* so often it was there, and is now */
	const char *code, *path, *table, *field;        /* NULL: none */
};

/* Zero to start; release it. */
struct kl_baseline {
	struct kl_known *list;
	size_t count, capacity;
	const char **names;
	size_t name_count, name_capacity;
	struct kl_index index;          /* of names */
	struct kl_arena texts;
};

void kl_baseline_release(struct kl_baseline *baseline);

/* Adds a record, whose texts are copied. Errors: KL_LIMIT, KL_NO_MEMORY. */
enum kl_status kl_baseline_add(struct kl_baseline *baseline,
	const struct kl_known *record, struct kl_error *error);
/* Adds what a record tells of the finding, in this style: with no_values none of
 * what its cells are. */
enum kl_status kl_baseline_add_finding(struct kl_baseline *baseline,
	const struct kl_finding *finding, const struct kl_style *style,
	struct kl_error *error);

/* Puts records of one fingerprint together, once all are there. Errors: KL_LIMIT. */
enum kl_status kl_baseline_close(struct kl_baseline *baseline,
	struct kl_error *error);
/* Whether the finding is known: as often as it was there, and no more. One that was
 * added without values knows any finding of its code, rule, table and field that is not
 * waived. */
bool kl_baseline_knows(struct kl_baseline *baseline,
	const struct kl_finding *finding);
/* How many are there no more. */
uint64_t kl_baseline_gone(const struct kl_baseline *baseline);
/* From then on in the order that people read: by path, table, code, field. */
void kl_baseline_arrange(struct kl_baseline *baseline);

#endif
