/*
 * A table that one thread reads while another takes its rows: batches are put in a
 * ring, and taken in the order in which they were put. What can be told of rows by
 * themselves (calls->test) is found out by whoever has nothing else to do: the reader
 * when the ring is full, the taker when the next batch is not tested yet, and
 * threads that do nothing else.
 */
#ifndef KL_TABLE_RELAY_H
#define KL_TABLE_RELAY_H

#include <pthread.h>

#include "table/reader.h"

enum { KL_RELAY_SLOTS = 8 };

enum kl_relay_state {
	KL_RELAY_FREE, KL_RELAY_PUT, KL_RELAY_IN_TEST, KL_RELAY_TESTED
};

/* A batch, and the memory that it stands in. */
struct kl_relay_slot {
	enum kl_relay_state state;
	struct kl_batch batch;
	char *bytes, *text;             /* as those of buffer and splitter */
	size_t byte_capacity, text_capacity;
	struct kl_span *cells;
	struct kl_row *rows;
	struct kl_issue *issues;
	size_t cell_capacity, row_capacity, issue_capacity;
};

struct kl_relay {
	const struct kl_reader_calls *calls;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct kl_relay_slot slots[KL_RELAY_SLOTS];
	uint64_t put, taken;            /* slots, since the beginning */
	bool ended;                     /* nothing more is put */
	bool stopped;                   /* nothing more is taken */
	bool alone;                     /* there is one thread, and one slot is used */
};

/* False: the system has no more locks. Release only after true. */
bool kl_relay_init(struct kl_relay *relay, const struct kl_reader_calls *calls);
void kl_relay_release(struct kl_relay *relay);

/* For the reader: the slot to be filled next, as soon as it is free; NULL: nothing
 * more is taken. Then, that it was filled; or that nothing more comes. */
struct kl_relay_slot *kl_relay_room(struct kl_relay *relay);
void kl_relay_put(struct kl_relay *relay);
void kl_relay_end(struct kl_relay *relay);

/* For the taker: the next batch, tested; NULL: there is no more. Then, that it is
 * done with; or that it takes no more. */
const struct kl_batch *kl_relay_next(struct kl_relay *relay);
void kl_relay_done(struct kl_relay *relay);
void kl_relay_stop(struct kl_relay *relay);

/* For others: tests batches until no more come. */
void kl_relay_help(struct kl_relay *relay);

#endif
