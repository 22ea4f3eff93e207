/*
 * Output that appears whole or not at all: a temporary file beside the target,
 * written, synced, renamed. An existing file survives every failure.
 */
#ifndef KL_BASE_OUTPUT_H
#define KL_BASE_OUTPUT_H

#include <stdio.h>

#include "base/status.h"

/* Bytes that are written at once: a file system asks much for each call. Measured: more
 * takes no less. */
enum { KL_OUTPUT_ROOM = 64 << 10 };

struct kl_output {
	FILE *stream;           /* write here; NULL once committed or discarded */
	char *target;           /* where it will appear; NULL for a stream given */
	char *volatile temporary;       /* where it is written now */
	char *room;             /* of the stream; NULL: it has what the system gives */
};

/* Opens a temporary file (mode 0600, then what the umask gives) beside path.
 * If path names a device or a FIFO that exists, writes to it directly. */
enum kl_status kl_output_open(struct kl_output *output, const char *path,
	struct kl_error *error);
/* Writes to a stream of the caller's; commit flushes, never closes it. */
void kl_output_use(struct kl_output *output, FILE *stream);
/* Flushes, syncs and closes the temporary file: what then is left to commit is a
 * rename. For files that appear together. On failure removes it. */
enum kl_status kl_output_settle(struct kl_output *output,
	struct kl_error *error);
/* Settles and renames; on failure removes the temporary file. */
enum kl_status kl_output_commit(struct kl_output *output,
	struct kl_error *error);
/* Removes the temporary file, if there still is one. Safe after commit and on a
 * zeroed struct. */
void kl_output_discard(struct kl_output *output);

/* Only removes the temporary file: for a handler of signals, which ends the
 * program after it. */
void kl_output_abandon(const struct kl_output *output);

#endif
