/*
 * The bytes of what is compressed with gzip or zstd, while it is read: a source that
 * wraps another. How either cuts its bytes does not show.
 *
 * Several members of gzip, or frames of zstd, behind one another are one text, as for
 * their own programs; frames that are to be skipped are, and so are zero bytes behind
 * gzip, with which tapes are filled up. All else there is a failure, and so is data
 * that is cut off, damaged, or disagrees with its checksum: reading fails
 * there, when what could be unpacked before it was given. Memory is bounded: a frame of zstd
 * that needs more than KL_UNPACK_WINDOW_MOST is refused.
 */
#ifndef KL_TABLE_UNPACK_H
#define KL_TABLE_UNPACK_H

#include "table/reader.h"

enum { KL_UNPACK_WINDOW_MOST = 128 << 20 };     /* bytes */

/* How the bytes begin, of which four are enough, tells it. */
enum kl_packing kl_packing_of(struct kl_span first);
/* "gzip", "zstd"; not of KL_PACKED_NOT. */
const char *kl_packing_name(enum kl_packing packing);

struct kl_unpack;

/* `from` is borrowed. `block` is the number of bytes that are unpacked at a time; 0:
 * what is best. With more than one job, a thread of its own unpacks what is long.
 * NULL when memory is out. */
struct kl_unpack *kl_unpack_new(enum kl_packing packing,
	const struct kl_source *from, size_t block, unsigned jobs);
void kl_unpack_free(struct kl_unpack *unpack);

/* How the text begins: four bytes of it, or all if it has less. Nothing is taken by
 * that. Empty also of what cannot be read: reading tells why. */
struct kl_span kl_unpack_first(struct kl_unpack *unpack);

/* The text. Its failure is set; a read that failed fails again. */
struct kl_source kl_unpack_source(struct kl_unpack *unpack);

#endif
