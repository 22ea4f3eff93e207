#include "format/xlsx_blocks.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <zlib.h>

#include "base/memory.h"
#include "base/temporary.h"
#include "base/thread.h"
#include "base/whole.h"
#include "format/xlsx.h"
#include "format/xlsx_packer.h"

/* Text in a block. A build for tests makes it small. */
#ifndef KL_POUR_BLOCK
#define KL_POUR_BLOCK (512 << 10)
#endif
enum {
	SLOTS = 6,                      /* blocks under way */
	SIZE = KL_POUR_BLOCK,
	BEFORE = 32 << 10,              /* of the text before it */
	MOST_THREADS = 3                /* beside the caller's */
};

enum state { EMPTY, FULL, TAKEN, PACKED };

struct slot {
	enum state state;
	struct kl_packer *packer;
	unsigned char *text, *packed;   /* the text with what was before it */
	size_t before, length, room, size;
	unsigned long crc;
	bool failed;
};

/* Slots are filled, taken and written in turn. */
struct kl_blocks {
	int fd;
	struct slot slots[SLOTS];
	uint64_t filled, taken, written;
	struct kl_blocks_stream whole;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	pthread_t threads[MOST_THREADS];
	size_t thread_count;
	bool closing;
};

static void pack(struct slot *slot)
{
	slot->failed = !kl_packer_pack(slot->packer, slot->text, slot->before,
		slot->length, slot->packed, slot->room, &slot->size);
	slot->crc = kl_packer_crc(slot->text + slot->before, slot->length);
}

/* With the lock held; there is a slot that nobody took. */
static void pack_next(struct kl_blocks *blocks)
{
	struct slot *slot = &blocks->slots[blocks->taken++ % SLOTS];

	slot->state = TAKEN;
	pthread_mutex_unlock(&blocks->lock);
	pack(slot);
	pthread_mutex_lock(&blocks->lock);
	slot->state = PACKED;
	pthread_cond_broadcast(&blocks->changed);
}

static void *work(void *context)
{
	struct kl_blocks *blocks = context;

	pthread_mutex_lock(&blocks->lock);
	while (!blocks->closing) {
		if (blocks->taken < blocks->filled)
			pack_next(blocks);
		else
			pthread_cond_wait(&blocks->changed, &blocks->lock);
	}
	pthread_mutex_unlock(&blocks->lock);
	return NULL;
}

/* Without any thread of its own the caller does all. */
static void start_threads(struct kl_blocks *blocks)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	while (blocks->thread_count < MOST_THREADS
			&& (long)blocks->thread_count + 1 < cores
			&& kl_thread_start(&blocks->threads[blocks->thread_count],
				work, blocks))
		blocks->thread_count++;
}

static bool open_slot(struct slot *slot, int level)
{
	slot->packer = kl_packer_open(level);
	if (slot->packer == NULL)
		return false;
	slot->room = kl_packer_bound(slot->packer, SIZE);
	slot->text = malloc(BEFORE + SIZE);
	slot->packed = malloc(slot->room);
	return slot->text != NULL && slot->packed != NULL;
}

struct kl_blocks *kl_blocks_open(int fd, int level)
{
	struct kl_blocks *blocks = calloc(1, sizeof *blocks);
	bool failed = false;

	if (blocks == NULL)
		return NULL;
	pthread_mutex_init(&blocks->lock, NULL);
	pthread_cond_init(&blocks->changed, NULL);
	blocks->fd = fd;
	blocks->whole.start = lseek(fd, 0, SEEK_END);
	for (size_t i = 0; i < SLOTS && !failed; i++)
		failed = !open_slot(&blocks->slots[i], level);
	if (failed) {
		kl_blocks_close(blocks);
		return NULL;
	}
	start_threads(blocks);
	return blocks;
}

static enum kl_status put(int fd, const unsigned char *at, size_t size,
	struct kl_error *error)
{
	return kl_write_whole(fd, at, size) ? KL_OK : kl_io_error(error, errno,
		kl_temporary_folder(), "write a temporary file");
}

/* The oldest block goes to the file, and its slot is empty. */
static enum kl_status write_next(struct kl_blocks *blocks, struct kl_error *error)
{
	struct slot *slot = &blocks->slots[blocks->written % SLOTS];

	pthread_mutex_lock(&blocks->lock);
	while (slot->state != PACKED) {
		if (blocks->taken < blocks->filled)
			pack_next(blocks);
		else
			pthread_cond_wait(&blocks->changed, &blocks->lock);
	}
	pthread_mutex_unlock(&blocks->lock);
	if (slot->failed)
		return kl_no_memory(error);
	blocks->whole.crc = crc32_combine(blocks->whole.crc, slot->crc,
		(z_off_t)slot->length);
	blocks->whole.length += slot->length;
	blocks->whole.packed += slot->size;
	slot->state = EMPTY;
	blocks->written++;
	return put(blocks->fd, slot->packed, slot->size, error);
}

/* The block that is being filled goes to who packs it. */
static enum kl_status turn(struct kl_blocks *blocks, struct kl_error *error)
{
	struct slot *slot = &blocks->slots[blocks->filled % SLOTS];
	struct slot *next = &blocks->slots[(blocks->filled + 1) % SLOTS];
	enum kl_status status = KL_OK;

	if (blocks->filled + 1 - blocks->written == SLOTS)
		status = write_next(blocks, error);
	if (status != KL_OK)
		return status;
	size_t whole = slot->before + slot->length;
	next->before = whole < BEFORE ? whole : BEFORE;
	next->length = 0;
	memcpy(next->text, slot->text + whole - next->before, next->before);
	pthread_mutex_lock(&blocks->lock);
	slot->state = FULL;
	blocks->filled++;
	pthread_cond_broadcast(&blocks->changed);
	pthread_mutex_unlock(&blocks->lock);
	return KL_OK;
}

enum kl_status kl_blocks_add(struct kl_blocks *blocks, struct kl_span text,
	struct kl_error *error)
{
	while (text.length > 0) {
		struct slot *slot = &blocks->slots[blocks->filled % SLOTS];
		size_t fits = SIZE - slot->length;
		fits = fits < text.length ? fits : text.length;
		memcpy(slot->text + slot->before + slot->length, text.at, fits);
		slot->length += fits;
		text.at += fits;
		text.length -= fits;
		if (slot->length < SIZE)
			break;
		enum kl_status status = turn(blocks, error);
		if (status != KL_OK)
			return status;
	}
	return KL_OK;
}

enum kl_status kl_blocks_end(struct kl_blocks *blocks,
	struct kl_blocks_stream *stream, struct kl_error *error)
{
	enum kl_status status = turn(blocks, error);

	while (status == KL_OK && blocks->written < blocks->filled)
		status = write_next(blocks, error);
	*stream = blocks->whole;
	return status;
}

void kl_blocks_close(struct kl_blocks *blocks)
{
	if (blocks == NULL)
		return;
	pthread_mutex_lock(&blocks->lock);
	blocks->closing = true;
	pthread_cond_broadcast(&blocks->changed);
	pthread_mutex_unlock(&blocks->lock);
	for (size_t i = 0; i < blocks->thread_count; i++)
		pthread_join(blocks->threads[i], NULL);
	for (size_t i = 0; i < SLOTS; i++) {
		kl_packer_close(blocks->slots[i].packer);
		free(blocks->slots[i].text);
		free(blocks->slots[i].packed);
	}
	pthread_cond_destroy(&blocks->changed);
	pthread_mutex_destroy(&blocks->lock);
	free(blocks);
}
