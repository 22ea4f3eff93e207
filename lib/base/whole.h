/*
 * Reads and writes of a file that are done whole: the system may move fewer bytes than
 * it was asked to, or none because a signal came first.
 */
#ifndef KL_BASE_WHOLE_H
#define KL_BASE_WHOLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads `size` bytes from the offset `from` on, or up to the end of the file; *got is
 * how many. False when it could not, with errno; *got is then what came before. */
bool kl_read_at(int fd, void *to, size_t size, uint64_t from, size_t *got);
/* Writes where the file stands. False when it could not, with errno. */
bool kl_write_whole(int fd, const void *from, size_t size);

#endif
