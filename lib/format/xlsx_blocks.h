/*
 * Much text, deflated in blocks by several threads, into a file that has no name.
 *
 * The blocks (xlsx_packer.h) in their order are one stream, that goes on where it
 * ends.
 */
#ifndef KL_FORMAT_XLSX_BLOCKS_H
#define KL_FORMAT_XLSX_BLOCKS_H

#include <sys/types.h>

#include "base/text.h"

struct kl_blocks;

/* Where the stream stands, and what it holds. */
struct kl_blocks_stream {
	off_t start;                    /* in the file */
	uint64_t packed, length;        /* bytes, deflated and not */
	unsigned long crc;              /* CRC-32 of the text */
};

/* Goes on at the end of fd; level is of zlib. NULL: memory is out. */
struct kl_blocks *kl_blocks_open(int fd, int level);
/* Adds text. Errors: KL_NO_MEMORY, KL_IO. */
enum kl_status kl_blocks_add(struct kl_blocks *blocks, struct kl_span text,
	struct kl_error *error);
/* All of it is in the file. */
enum kl_status kl_blocks_end(struct kl_blocks *blocks,
	struct kl_blocks_stream *stream, struct kl_error *error);
/* Ends the threads; may be given NULL. */
void kl_blocks_close(struct kl_blocks *blocks);

#endif
