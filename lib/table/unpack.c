#include "table/unpack.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/thread.h"
#include "base/translate.h"
#include "table/unpack_work.h"

/* Bytes that are unpacked at a time; and before a thread is worth its start. A build
 * for tests makes them small. */
#ifndef KL_UNPACK_BLOCK
#define KL_UNPACK_BLOCK (128 << 10)
#endif
#ifndef KL_UNPACK_AFTER
#define KL_UNPACK_AFTER (512 << 10)
#endif
static const uint64_t after = KL_UNPACK_AFTER;
/* Bytes that are read at a time; those that tell how something begins; blocks. */
enum { PACKED = 64 << 10, TELLING = 4, SLOTS = 4 };

struct slot {
	char *at;
	size_t size, given;
	enum kl_unpacked outcome;
	bool full;
};

struct kl_unpack {
	enum kl_packing packing;
	const struct kl_unpacker *unpacker;
	void *state;
	struct kl_packed packed;
	int number;             /* errno of a read that failed */
	size_t block;
	struct slot slots[SLOTS];
	uint64_t taken, made;   /* slots, by and since the thread */
	bool threaded;          /* a thread makes them: with it, under the lock, all of
	                           a slot but its bytes, and `stopped` */
	bool stopped;           /* nothing more is taken */
	unsigned jobs;
	uint64_t given;         /* bytes of the text */
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
};

enum kl_packing kl_packing_of(struct kl_span first)
{
	static const char zstd[] = "\x28\xb5\x2f\xfd", skipped[] = "\x2a\x4d\x18";

	if (first.length >= 2 && memcmp(first.at, "\x1f\x8b", 2) == 0)
		return KL_PACKED_GZIP;
	if (first.length >= 4 && (memcmp(first.at, zstd, 4) == 0
			|| ((first.at[0] & 0xf0) == 0x50
				&& memcmp(first.at + 1, skipped, 3) == 0)))
		return KL_PACKED_ZSTD;
	return KL_PACKED_NOT;
}

const char *kl_packing_name(enum kl_packing packing)
{
	return packing == KL_PACKED_GZIP ? "gzip" : "zstd";
}

bool kl_packed_fill(struct kl_packed *packed, size_t least)
{
	struct kl_span rest = kl_packed_rest(packed);

	if (rest.length >= least || packed->ended)
		return true;
	memmove(packed->at, rest.at, rest.length);
	packed->taken = 0;
	packed->filled = rest.length;
	while (!packed->ended && packed->filled < least) {
		ssize_t got = packed->from->read(packed->from->context,
			packed->at + packed->filled, PACKED - packed->filled);
		if (got < 0) {
			kl_io_error(&packed->error, errno, NULL, "read");
			return false;
		}
		packed->filled += (size_t)got;
		packed->ended = got == 0;
	}
	return true;
}

enum kl_unpacked kl_packed_fail(struct kl_packed *packed, enum kl_packing packing,
	enum kl_status status, const char *text)
{
	char said[KL_ERROR_TEXT];

	snprintf(said, sizeof said, kl_translate(text), kl_packing_name(packing));
	kl_fail(&packed->error, status, NULL, 0, 0, "%s", said);
	return KL_UNPACKED_FAILED;
}

enum kl_unpacked kl_packed_next(struct kl_packed *packed, enum kl_packing packing)
{
	if (!kl_packed_fill(packed, TELLING))
		return KL_UNPACKED_FAILED;
	struct kl_span rest = kl_packed_rest(packed);
	if (rest.length == 0)
		return KL_UNPACKED_ALL;
	return kl_packing_of(rest) == packing ? KL_UNPACKED_SOME
		: kl_packed_fail(packed, packing, KL_INVALID,
			KL_TEXT("something else follows the %s data"));
}

struct kl_unpack *kl_unpack_new(enum kl_packing packing,
	const struct kl_source *from, size_t block, unsigned jobs)
{
	struct kl_unpack *unpack = calloc(1, sizeof *unpack);

	if (unpack == NULL)
		return NULL;
	unpack->packing = packing;
	unpack->unpacker = packing == KL_PACKED_GZIP ? &kl_unpack_gzip
		: &kl_unpack_zstd;
	unpack->jobs = jobs;
	unpack->block = block == 0 || block > KL_UNPACK_BLOCK ? KL_UNPACK_BLOCK
		: block > TELLING ? block : TELLING;
	unpack->packed.from = from;
	unpack->packed.at = malloc(PACKED);
	unpack->state = unpack->unpacker->init();
	if (unpack->packed.at != NULL && unpack->state != NULL)
		return unpack;
	kl_unpack_free(unpack);
	return NULL;
}

static void stop(struct kl_unpack *unpack)
{
	pthread_mutex_lock(&unpack->lock);
	unpack->stopped = true;
	pthread_cond_broadcast(&unpack->changed);
	pthread_mutex_unlock(&unpack->lock);
	pthread_join(unpack->thread, NULL);
	pthread_cond_destroy(&unpack->changed);
	pthread_mutex_destroy(&unpack->lock);
}

void kl_unpack_free(struct kl_unpack *unpack)
{
	if (unpack == NULL)
		return;
	if (unpack->threaded)
		stop(unpack);
	if (unpack->state != NULL)
		unpack->unpacker->release(unpack->state);
	for (size_t i = 0; i < SLOTS; i++)
		free(unpack->slots[i].at);
	free(unpack->packed.at);
	free(unpack);
}

/* Makes the bytes of a slot that is not full. */
static void make(struct kl_unpack *unpack, struct slot *slot)
{
	slot->size = slot->given = 0;
	if (slot->at == NULL)
		slot->at = malloc(unpack->block);
	slot->outcome = slot->at != NULL ? unpack->unpacker->run(unpack->state,
			&unpack->packed, slot->at, unpack->block, &slot->size)
		: kl_packed_fail(&unpack->packed, unpack->packing, KL_NO_MEMORY,
			KL_TEXT("out of memory"));
}

static struct slot *slot_of(struct kl_unpack *unpack, uint64_t number)
{
	return &unpack->slots[number % SLOTS];
}

static void *make_all(void *context)
{
	struct kl_unpack *unpack = context;
	bool go_on = true;

	while (go_on) {
		struct slot *slot = slot_of(unpack, unpack->made++);
		pthread_mutex_lock(&unpack->lock);
		while (slot->full && !unpack->stopped)
			pthread_cond_wait(&unpack->changed, &unpack->lock);
		go_on = !unpack->stopped;
		pthread_mutex_unlock(&unpack->lock);
		if (!go_on)
			break;
		make(unpack, slot);
		pthread_mutex_lock(&unpack->lock);
		slot->full = true;
		go_on = slot->outcome == KL_UNPACKED_SOME;
		pthread_cond_broadcast(&unpack->changed);
		pthread_mutex_unlock(&unpack->lock);
	}
	return NULL;
}

/* What cannot be started is done without. */
static void start(struct kl_unpack *unpack)
{
	unpack->jobs = 1;
	if (pthread_mutex_init(&unpack->lock, NULL) != 0)
		return;
	if (pthread_cond_init(&unpack->changed, NULL) != 0) {
		pthread_mutex_destroy(&unpack->lock);
		return;
	}
	unpack->threaded = kl_thread_start(&unpack->thread, make_all, unpack);
	if (!unpack->threaded) {
		pthread_cond_destroy(&unpack->changed);
		pthread_mutex_destroy(&unpack->lock);
	}
}

/* The slot that is taken next, full. */
static struct slot *wait_for(struct kl_unpack *unpack)
{
	struct slot *slot = slot_of(unpack, unpack->taken);

	if (unpack->threaded) {
		pthread_mutex_lock(&unpack->lock);
		while (!slot->full)
			pthread_cond_wait(&unpack->changed, &unpack->lock);
		pthread_mutex_unlock(&unpack->lock);
	} else if (!slot->full) {
		make(unpack, slot);
		slot->full = true;
	}
	return slot;
}

static void give_back(struct kl_unpack *unpack, struct slot *slot)
{
	if (!unpack->threaded) {
		slot->full = false;
		if (unpack->jobs > 1 && unpack->given >= after)
			start(unpack);
		return;
	}
	unpack->taken++;
	pthread_mutex_lock(&unpack->lock);
	slot->full = false;
	pthread_cond_broadcast(&unpack->changed);
	pthread_mutex_unlock(&unpack->lock);
}

static ssize_t read_unpacked(void *context, void *buffer, size_t size)
{
	struct kl_unpack *unpack = context;
	struct slot *slot = wait_for(unpack);

	/* The last slot is never given back, so that its outcome stays. */
	while (slot->given == slot->size && slot->outcome == KL_UNPACKED_SOME) {
		give_back(unpack, slot);
		slot = wait_for(unpack);
	}
	size_t left = slot->size - slot->given;
	if (left == 0 && slot->outcome == KL_UNPACKED_FAILED) {
		errno = EIO;
		return -1;
	}
	left = left < size ? left : size;
	memcpy(buffer, slot->at + slot->given, left);
	slot->given += left;
	unpack->given += left;
	return (ssize_t)left;
}

struct kl_span kl_unpack_first(struct kl_unpack *unpack)
{
	const struct slot *slot = wait_for(unpack);

	return (struct kl_span){ slot->at, slot->size < TELLING ? slot->size : TELLING };
}

struct kl_source kl_unpack_source(struct kl_unpack *unpack)
{
	return (struct kl_source){ read_unpacked, unpack, &unpack->packed.error };
}
