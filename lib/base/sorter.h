/*
 * Records in the order of their bytes, more than memory has room for: what does not
 * fit is sorted and put on disk, and merged when it is read.
 */
#ifndef KL_BASE_SORTER_H
#define KL_BASE_SORTER_H

#include "base/spool.h"

struct kl_sorter_item;
struct kl_sorter_run;
struct kl_sorter {                      /* zero it, and set `most` */
	size_t most;                    /* bytes of memory, about */
	char *bytes;                    /* of the records in memory */
	size_t used, capacity;
	struct kl_sorter_item *items;
	size_t count, item_capacity;
	struct kl_sorter_run *runs;
	size_t run_count, run_capacity;
	struct kl_spool spool;
	bool reading;
	size_t next;                    /* in memory */
	size_t last;                    /* the run that gave the last record */
};

/* Records of less than 4 GiB. Errors: KL_NO_MEMORY, and those of kl_spool_add. */
enum kl_status kl_sorter_add(struct kl_sorter *sorter, struct kl_span record,
	struct kl_error *error);
/* The next record, in order; *there false behind the last. It lives until the next
 * call. Nothing can be added any more. */
enum kl_status kl_sorter_next(struct kl_sorter *sorter, struct kl_span *record,
	bool *there, struct kl_error *error);
/* From the first again. */
void kl_sorter_again(struct kl_sorter *sorter);
void kl_sorter_release(struct kl_sorter *sorter);

#endif
