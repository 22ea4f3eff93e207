/*
 * Temporary files that nobody else can read or find: of mode 0600, and without a
 * name as soon as they are made.
 */
#ifndef KL_BASE_TEMPORARY_H
#define KL_BASE_TEMPORARY_H

#include <stdio.h>

#include "base/status.h"

/* Where they are made: TMPDIR, else /tmp. */
const char *kl_temporary_folder(void);
/* The caller closes *fd, which is only set on success. Errors: KL_NO_MEMORY, KL_IO,
 * with the folder. */
enum kl_status kl_temporary_open(int *fd, struct kl_error *error);
/* The same as a stream, to write and to read. */
enum kl_status kl_temporary_stream(FILE **stream, struct kl_error *error);
/* kl_io_error of a temporary file that could not be written. */
enum kl_status kl_temporary_failed(int number, struct kl_error *error);

#endif
