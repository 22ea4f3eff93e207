/* A long table: a thread reads it, and the caller's takes its rows. Without a thread
 * it is cut into the same batches, on which the order of very many findings depends. */
#include "table/reader_work.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/thread.h"
#include "table/relay.h"

/* Bytes that are read before a thread is worth its start; those of a batch then, of
 * which some fit into the cache of a core; and its rows. A build for tests makes
 * them small. */
#ifndef KL_RELAY_AFTER
#define KL_RELAY_AFTER (1 << 20)
#endif
#ifndef KL_RELAY_BLOCK
#define KL_RELAY_BLOCK (64 << 10)
#endif
#ifndef KL_RELAY_ROWS
#define KL_RELAY_ROWS 4096
#endif
static const uint64_t after = KL_RELAY_AFTER;
enum { HELPERS_MOST = 32 };

/* What the reading thread does, and how it ended. */
struct work {
	struct kl_reader *reader;
	enum kl_status status;
	struct kl_error error;
};

#define SWAP(type, a, b) do { \
	type was = (a); \
	(a) = (b); \
	(b) = was; \
} while (0)

/* Memory for what is read next: no more than it needs, since one long record is no
 * reason to keep much for each slot. */
static bool make_room(struct kl_relay_slot *slot, size_t kept)
{
	size_t need = kept > KL_RELAY_BLOCK / 2 ? 2 * kept : KL_RELAY_BLOCK;

	if (slot->text_capacity > need) {
		free(slot->text);
		slot->text = NULL;
		slot->text_capacity = 0;
	}
	if (slot->byte_capacity == need)
		return true;
	free(slot->bytes);
	slot->bytes = malloc(need);
	slot->byte_capacity = slot->bytes != NULL ? need : 0;
	return slot->bytes != NULL;
}

/* What was gathered becomes the slot's, for memory that it had. */
static void trade(struct kl_reader *reader, struct kl_relay_slot *slot)
{
	struct kl_splitter *splitter = &reader->splitter;
	size_t kept = reader->record;

	SWAP(struct kl_row *, slot->rows, reader->rows);
	SWAP(size_t, slot->row_capacity, reader->row_capacity);
	SWAP(struct kl_issue *, slot->issues, reader->issues.list);
	SWAP(size_t, slot->issue_capacity, reader->issues.capacity);
	SWAP(struct kl_span *, slot->cells, splitter->cells);
	SWAP(size_t, slot->cell_capacity, splitter->capacity);
	SWAP(char *, slot->text, splitter->text);
	SWAP(size_t, slot->text_capacity, splitter->text_capacity);
	kl_buffer_move(&reader->buffer, kept, &slot->bytes,
		&slot->byte_capacity);
	reader->record -= kept;
	reader->next -= kept;
	slot->batch = (struct kl_batch){ slot->rows, reader->row_count,
		slot->issues, reader->issues.count, reader->dialect };
}

static enum kl_status hand_over(struct kl_reader *reader,
	struct kl_relay_slot *slot, struct kl_error *error)
{
	if (!make_room(slot, reader->buffer.filled - reader->record))
		return kl_no_memory(error);
	trade(reader, slot);
	return KL_OK;
}

enum kl_status kl_reader_hand_on(struct kl_reader *reader,
	struct kl_error *error)
{
	struct kl_relay *relay = reader->relay;
	struct kl_relay_slot *slot = relay->alone ? &relay->slots[0]
		: kl_relay_room(relay);

	if (slot == NULL)
		return KL_CLOSED;
	enum kl_status status = hand_over(reader, slot, error);
	if (status != KL_OK)
		return status;
	if (relay->alone)
		return relay->calls->batch(relay->calls->context, &slot->batch,
			error);
	kl_relay_put(relay);
	return KL_OK;
}

bool kl_reader_can_relay(const struct kl_reader *reader)
{
	return !reader->relayed && reader->header_given && reader->row_count == 0
		&& reader->lines == 0 && reader->buffer.offset >= after;
}

static void *read_on(void *context)
{
	struct work *work = context;

	work->status = kl_reader_records(work->reader, &work->error);
	kl_relay_end(work->reader->relay);
	return NULL;
}

static void *help(void *context)
{
	kl_relay_help(context);
	return NULL;
}

static enum kl_status take_all(struct kl_relay *relay, struct kl_error *error)
{
	const struct kl_reader_calls *calls = relay->calls;
	enum kl_status status = KL_OK;
	const struct kl_batch *batch;

	while (status == KL_OK && (batch = kl_relay_next(relay)) != NULL) {
		status = calls->batch(calls->context, batch, error);
		kl_relay_done(relay);
	}
	kl_relay_stop(relay);
	return status;
}

/* Threads that only test, as many as there may be besides the two. */
static size_t start_helpers(struct kl_relay *relay, pthread_t *helpers)
{
	const struct kl_reader_calls *calls = relay->calls;
	size_t count = 0;

	while (calls->test != NULL && count < HELPERS_MOST
			&& count + 2 < calls->jobs
			&& kl_thread_start(&helpers[count], help, relay))
		count++;
	return count;
}

static enum kl_status read_with(struct kl_relay *relay, struct work *work,
	struct kl_error *error)
{
	pthread_t thread, helpers[HELPERS_MOST];

	if (relay->calls->jobs < 2 || !kl_thread_start(&thread, read_on, work)) {
		relay->alone = true;
		return kl_reader_records(work->reader, error);
	}
	size_t count = start_helpers(relay, helpers);
	enum kl_status status = take_all(relay, error);
	pthread_join(thread, NULL);
	while (count > 0)
		pthread_join(helpers[--count], NULL);
	if (status == KL_OK && work->status != KL_OK) {
		status = work->status;
		*error = work->error;
	}
	return status;
}

enum kl_status kl_reader_relay(struct kl_reader *reader, struct kl_error *error)
{
	struct work work = { .reader = reader };
	struct kl_relay relay;
	size_t row_most = reader->row_most;

	reader->relayed = true;
	if (!kl_relay_init(&relay, reader->calls))
		return kl_no_memory(error);
	reader->relay = &relay;
	reader->row_most = reader->calls->most > 0 ? row_most
		: KL_RELAY_ROWS;
	enum kl_status status = read_with(&relay, &work, error);
	reader->row_most = row_most;
	reader->relay = NULL;
	kl_relay_release(&relay);
	return status;
}
