/*
 * A thread that tells full lots, while the next is filled. One lot at a time, so that
 * what comes out is the same as without it.
 */
#ifndef KL_FINDING_TELLER_H
#define KL_FINDING_TELLER_H

#include "finding/lot.h"

struct kl_teller;

/* `way` is borrowed. NULL: there is no memory or no thread for it. */
struct kl_teller *kl_teller_new(const struct kl_lot_way *way);
/* Waits until it is done with the lot that it was given; what that ended with, once.
 * The lot is the caller's again. Errors: those of kl_lot_tell. */
enum kl_status kl_teller_wait(struct kl_teller *teller, struct kl_error *error);
/* The lot is the teller's until kl_teller_wait, which was called after the one before. */
void kl_teller_give(struct kl_teller *teller, struct kl_lot *lot);
/* Waits as well. NULL is let be. */
void kl_teller_free(struct kl_teller *teller);

#endif
