/*
 * What is being unpacked, for the files unpack*.c.
 */
#ifndef KL_TABLE_UNPACK_WORK_H
#define KL_TABLE_UNPACK_WORK_H

#include "table/unpack.h"

enum kl_unpacked {
	KL_UNPACKED_SOME,               /* all that was asked for */
	KL_UNPACKED_ALL,                /* and there is no more */
	KL_UNPACKED_FAILED              /* and then comes what the error says */
};

/* Bytes that are packed, as they come. */
struct kl_packed {
	const struct kl_source *from;
	char *at;
	size_t taken, filled;           /* of at */
	bool ended;                     /* there are no more behind these */
	struct kl_error error;
};

/* Reads on until `least` bytes wait, or no more come. False: they cannot be read, and
 * the error says why. */
bool kl_packed_fill(struct kl_packed *packed, size_t least);
static inline struct kl_span kl_packed_rest(const struct kl_packed *packed)
{
	return (struct kl_span){ packed->at + packed->taken,
		packed->filled - packed->taken };
}
/* Fills packed->error with what is wrong with the data. `text` may say %s for the name
 * of the packing. */
enum kl_unpacked kl_packed_fail(struct kl_packed *packed, enum kl_packing packing,
	enum kl_status status, const char *text);
/* What follows a member or a frame: another one, or nothing. KL_UNPACKED_SOME: at
 * least as many bytes as tell a beginning wait. */
enum kl_unpacked kl_packed_next(struct kl_packed *packed, enum kl_packing packing);

/* A way of packing. */
struct kl_unpacker {
	void *(*init)(void);            /* NULL: memory is out */
	/* Makes `size` bytes, or less if it does not return KL_UNPACKED_SOME. Not called
	 * again after it returned another. */
	enum kl_unpacked (*run)(void *state, struct kl_packed *packed, char *to,
		size_t size, size_t *made);
	void (*release)(void *state);
};

extern const struct kl_unpacker kl_unpack_gzip, kl_unpack_zstd;

#endif
