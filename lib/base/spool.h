/*
 * Bytes that are kept for later: in memory, and when there are more in a temporary
 * file that nobody else can read or find, in TMPDIR, else /tmp.
 */
#ifndef KL_BASE_SPOOL_H
#define KL_BASE_SPOOL_H

#include <stdio.h>

#include "base/span.h"
#include "base/status.h"

enum { KL_SPOOL_HELD = 256 << 10 };     /* bytes that are written at once */

struct kl_spool {                       /* zero it to start */
	size_t most;                    /* bytes of memory before there is a file; not
	                                   less than KL_SPOOL_HELD */
	bool opened;
	int fd;
	char *last;                     /* what was added last, not written yet */
	size_t last_length, last_capacity;
	uint64_t written;               /* bytes before that */
};

/* Where the next byte is added. */
static inline uint64_t kl_spool_end(const struct kl_spool *spool)
{
	return spool->written + spool->last_length;
}

/* Errors: KL_NO_MEMORY, KL_IO (no file can be made, or the disk is full), with the
 * folder. */
enum kl_status kl_spool_add(struct kl_spool *spool, const void *bytes,
	size_t length, struct kl_error *error);
/* Reads bytes that were added. */
enum kl_status kl_spool_read(const struct kl_spool *spool, uint64_t from, void *out,
	size_t length, struct kl_error *error);
/* Writes bytes that were added to a stream, where they are the findings. Errors:
 * KL_IO, KL_CLOSED. */
enum kl_status kl_spool_write(const struct kl_spool *spool, uint64_t from,
	uint64_t length, FILE *stream, struct kl_error *error);
/* Leaves the first `length` bytes, of as many or more. */
void kl_spool_cut(struct kl_spool *spool, uint64_t length);
void kl_spool_release(struct kl_spool *spool);

#endif
