/*
 * A lot: findings that wait until there are many, or no more come. They are then
 * sorted, weighed and passed on one by one, and what was counted of them stays with
 * the lot until its owner takes it.
 */
#ifndef KL_FINDING_LOT_H
#define KL_FINDING_LOT_H

#include "finding/baseline.h"
#include "finding/mold.h"
#include "finding/waiver.h"

enum { KL_LOT_FINDINGS = 16384, KL_LOT_BYTES = 16 << 20 };

/* Who gets the findings, and what they are held against: NULL, or borrowed. */
struct kl_lot_way {
	enum kl_status (*finding)(void *context, const struct kl_finding *finding,
		struct kl_error *error);
	void *context;
	struct kl_waivers *waivers;
	struct kl_baseline *baseline;
};

/* What was counted of one rule and table, one behind the other. */
struct kl_lot_count {
	uint32_t rule, order;
	uint64_t findings[KL_SEVERITIES];
};

struct kl_waiting;

/* Zero to start; release it. */
struct kl_lot {
	struct kl_waiting *list;
	size_t count, capacity;
	bool unsorted;                  /* they came in another order than they are told */
	struct kl_arena copies;
	struct kl_lot_count *counts;
	size_t counts_count, counts_capacity;
	uint64_t waived, known;         /* besides those that count */
};

/* Takes a copy, in a mold if it has one. False when memory is out. */
bool kl_lot_add(struct kl_lot *lot, struct kl_molds *molds, uint32_t rule,
	const struct kl_finding *finding);
bool kl_lot_is_full(const struct kl_lot *lot);
/* Passes all on, sorted by table, line, column, code, counting each before it is passed
 * on, until one fails; then the lot is empty but for its counts. Errors: those of the
 * receiver, KL_NO_MEMORY. */
enum kl_status kl_lot_tell(struct kl_lot *lot, const struct kl_lot_way *way,
	struct kl_error *error);
void kl_lot_release(struct kl_lot *lot);

#endif
