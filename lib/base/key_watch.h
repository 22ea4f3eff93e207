/*
 * A set of keys, or a log of them, that keeps to a bound of memory: beyond it keys go to disk, sorted,
 * and which keys were met before is told at the end. Exact, and the same is told with
 * any bound.
 *
 * When keys go to disk a filter of some bits a key remains: what it does not know is
 * new for certain. The caller keeps what it needs of a row whose key stood before, or
 * may have, under a number that kl_key_watch_next gives back for those that did.
 */
#ifndef KL_BASE_KEY_WATCH_H
#define KL_BASE_KEY_WATCH_H

#include "base/key_log.h"
#include "base/sorter.h"

struct kl_key_watch {                   /* zero it, and set `most`, and `logs` */
	size_t most;                    /* bytes of memory, about; 0: no bound */
	bool logs;                      /* nobody looks for keys in it: they need no set
	                                   but a log, which takes half the memory and
	                                   less time */
	struct kl_key_set set;          /* since what went to disk */
	struct kl_key_log log;
	uint64_t base;                  /* the rows of both count from here */
	struct kl_key_filter filter;    /* not there: nothing went to disk */
	struct kl_sorter keys;          /* what went to disk, and what may be there */
	struct kl_sorter found;         /* rows whose key stood before, by row */
	bool roomy;                     /* the set keeps to its bound, and nothing went
	                                   to disk */
	bool ended;
	struct kl_text_buffer record;   /* scratch */
};

/* Fetches the memory where the keys are looked for, before they are. */
static inline void kl_key_watch_fetch(const struct kl_key_watch *watch,
	const struct kl_packed_key *keys, size_t count)
{
	kl_key_set_fetch(&watch->set, keys, count);
}

/* The answer to kl_key_watch_add; one that logs does not say KNOWN. */
enum kl_key_answer { KL_KEY_NEW, KL_KEY_KNOWN, KL_KEY_PERHAPS };

/* Adds the key of a row, from 1, ascending. KNOWN: it stood in row *before. PERHAPS:
 * kl_key_watch_keep must be called with it. Errors: KL_NO_MEMORY, those of
 * kl_spool_add. */
enum kl_status kl_key_watch_add(struct kl_key_watch *watch,
	const struct kl_packed_key *key, uint64_t row,
	enum kl_key_answer *answer, uint64_t *before, struct kl_error *error);
/* Adds the key as kl_key_watch_add does if it is NEW, which is seen at once nearly
 * always. False: nothing was done. */
static inline bool kl_key_watch_add_quickly(struct kl_key_watch *watch, uint64_t word,
	uint64_t row)
{
	return watch->roomy && row - watch->base <= UINT32_MAX
		&& kl_key_set_add_quickly(&watch->set, word,
			(uint32_t)(row - watch->base));
}

/* As many rows will come, as far as that is known; what is asked is answered as well
 * without. */
void kl_key_watch_expect(struct kl_key_watch *watch, uint64_t rows);

/* Adds to one that logs the keys of at most KL_KEY_LOG_BLOCK rows that follow each other:
 * `there` and `perhaps` have a bit for each, as for kl_key_log_add. kl_key_watch_keep must
 * be called with each that may be known. */
enum kl_status kl_key_watch_add_block(struct kl_key_watch *watch,
	const struct kl_packed_key *keys, size_t count, uint64_t first, uint64_t there,
	uint64_t *perhaps, struct kl_error *error);

/* Whether the key was added to one that does not log: PERHAPS is answered by
 * kl_key_watch_next_lost. */
enum kl_key_answer kl_key_watch_find(const struct kl_key_watch *watch,
	const struct kl_packed_key *key);
/* `number` is what the caller knows the row by. */
enum kl_status kl_key_watch_known(struct kl_key_watch *watch, uint64_t row,
	uint64_t before, uint64_t number, struct kl_error *error);
enum kl_status kl_key_watch_keep(struct kl_key_watch *watch,
	const struct kl_packed_key *key, uint64_t row, uint64_t number,
	struct kl_error *error);

/* A row whose key stood before. */
struct kl_key_again {
	uint64_t row, before, number;
};
/* The rows whose key stood before, of those that were given a number, by row. *there false
 * behind the last. Nothing can be added any more. */
enum kl_status kl_key_watch_next(struct kl_key_watch *watch,
	struct kl_key_again *again, bool *there, struct kl_error *error);
/* Of the rows that were kept those whose key `other` has not, by row; `before` is of
 * no use. What is looked for is only kept, not added. Not while other's rows are
 * asked for. */
enum kl_status kl_key_watch_next_lost(struct kl_key_watch *watch,
	struct kl_key_watch *other, struct kl_key_again *lost, bool *there,
	struct kl_error *error);
void kl_key_watch_release(struct kl_key_watch *watch);

#endif
