#include "table/relay.h"

#include <stdlib.h>

bool kl_relay_init(struct kl_relay *relay, const struct kl_reader_calls *calls)
{
	*relay = (struct kl_relay){ .calls = calls };
	if (pthread_mutex_init(&relay->lock, NULL) != 0)
		return false;
	if (pthread_cond_init(&relay->changed, NULL) == 0)
		return true;
	pthread_mutex_destroy(&relay->lock);
	return false;
}

void kl_relay_release(struct kl_relay *relay)
{
	for (size_t i = 0; i < KL_RELAY_SLOTS; i++) {
		struct kl_relay_slot *slot = &relay->slots[i];
		free(slot->bytes);
		free(slot->text);
		free(slot->cells);
		free(slot->rows);
		free(slot->issues);
	}
	pthread_cond_destroy(&relay->changed);
	pthread_mutex_destroy(&relay->lock);
}

static struct kl_relay_slot *slot_of(struct kl_relay *relay, uint64_t number)
{
	return &relay->slots[number % KL_RELAY_SLOTS];
}

/* Who waits is woken for several batches at a time: to wake a thread takes as long as
 * to test a batch. It is woken for each when the ring is half full, and so before it
 * is full; and when it is half empty, after it was full. */
enum { HALF = KL_RELAY_SLOTS / 2 };

static void wake_if(struct kl_relay *relay, bool wake)
{
	if (wake)
		pthread_cond_broadcast(&relay->changed);
}

/* Tests a batch that nobody has, else waits for a change: the last for the reader, in
 * whose cache it still is, the first for others. */
static void test_or_wait(struct kl_relay *relay, bool last)
{
	const struct kl_reader_calls *calls = relay->calls;
	const uint64_t count = relay->put - relay->taken;

	for (uint64_t k = 0; k < count; k++) {
		uint64_t i = last ? relay->put - 1 - k : relay->taken + k;
		struct kl_relay_slot *slot = slot_of(relay, i);
		if (slot->state != KL_RELAY_PUT)
			continue;
		slot->state = KL_RELAY_IN_TEST;
		pthread_mutex_unlock(&relay->lock);
		calls->test(calls->context, slot->rows, slot->batch.count);
		pthread_mutex_lock(&relay->lock);
		slot->state = KL_RELAY_TESTED;
		/* Nobody waits for a later one. */
		wake_if(relay, i == relay->taken);
		return;
	}
	pthread_cond_wait(&relay->changed, &relay->lock);
}

struct kl_relay_slot *kl_relay_room(struct kl_relay *relay)
{
	struct kl_relay_slot *slot = slot_of(relay, relay->put);

	pthread_mutex_lock(&relay->lock);
	while (slot->state != KL_RELAY_FREE && !relay->stopped)
		test_or_wait(relay, true);
	bool stopped = relay->stopped;
	pthread_mutex_unlock(&relay->lock);
	return stopped ? NULL : slot;
}

void kl_relay_put(struct kl_relay *relay)
{
	pthread_mutex_lock(&relay->lock);
	slot_of(relay, relay->put++)->state = relay->calls->test != NULL
		? KL_RELAY_PUT : KL_RELAY_TESTED;
	wake_if(relay, relay->put - relay->taken >= HALF);
	pthread_mutex_unlock(&relay->lock);
}

void kl_relay_end(struct kl_relay *relay)
{
	pthread_mutex_lock(&relay->lock);
	relay->ended = true;
	pthread_cond_broadcast(&relay->changed);
	pthread_mutex_unlock(&relay->lock);
}

const struct kl_batch *kl_relay_next(struct kl_relay *relay)
{
	struct kl_relay_slot *slot = slot_of(relay, relay->taken);

	pthread_mutex_lock(&relay->lock);
	while (slot->state != KL_RELAY_TESTED
			&& !(relay->ended && relay->taken == relay->put))
		test_or_wait(relay, false);
	bool there = slot->state == KL_RELAY_TESTED;
	pthread_mutex_unlock(&relay->lock);
	return there ? &slot->batch : NULL;
}

void kl_relay_done(struct kl_relay *relay)
{
	pthread_mutex_lock(&relay->lock);
	slot_of(relay, relay->taken++)->state = KL_RELAY_FREE;
	wake_if(relay, relay->put - relay->taken == HALF);
	pthread_mutex_unlock(&relay->lock);
}

void kl_relay_stop(struct kl_relay *relay)
{
	pthread_mutex_lock(&relay->lock);
	relay->stopped = true;
	pthread_cond_broadcast(&relay->changed);
	pthread_mutex_unlock(&relay->lock);
}

void kl_relay_help(struct kl_relay *relay)
{
	pthread_mutex_lock(&relay->lock);
	while (!relay->stopped && !(relay->ended && relay->taken == relay->put))
		test_or_wait(relay, false);
	pthread_mutex_unlock(&relay->lock);
}
