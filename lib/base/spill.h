/*
 * Text that grows too long to hold in memory: beyond KL_SPILL_HELD bytes it goes to
 * a temporary file without a name, in TMPDIR or /tmp, that no other user can read.
 */
#ifndef KL_BASE_SPILL_H
#define KL_BASE_SPILL_H

#include <stdint.h>
#include <stdio.h>

#include "base/text.h"

enum { KL_SPILL_HELD = 256 << 10 };

/* Zero to start; release it. */
struct kl_spill {
	struct kl_text_buffer held;     /* the end of it */
	uint64_t stored;                /* bytes before that, in the file */
	bool opened;
	int fd;
};

static inline uint64_t kl_spill_length(const struct kl_spill *spill)
{
	return spill->stored + spill->held.length;
}

/* Adds text at the end. Errors: KL_IO, with the folder; KL_NO_MEMORY. */
enum kl_status kl_spill_add(struct kl_spill *spill, struct kl_span text,
	struct kl_error *error);
/* Leaves the first `length` bytes, of as many or more. */
void kl_spill_cut(struct kl_spill *spill, uint64_t length);
/* Writes `length` bytes from `from`, which are there, to a stream. Errors: KL_IO,
 * KL_CLOSED. */
enum kl_status kl_spill_write(const struct kl_spill *spill, uint64_t from,
	uint64_t length, FILE *stream, struct kl_error *error);
void kl_spill_release(struct kl_spill *spill);

#endif
