/*
 * The bytes of a source, a part at a time, found line by line.
 *
 * The buffer is filled to its end before anybody looks at it, so what is found
 * in it does not depend on how the source cuts its bytes.
 */
#ifndef KL_TABLE_BUFFER_H
#define KL_TABLE_BUFFER_H

#include "table/marks.h"
#include "table/reader.h"

/* Bytes that are asked for at a time, unless somebody says otherwise. A build for
 * tests makes it small. */
#ifndef KL_BUFFER_BLOCK
#define KL_BUFFER_BLOCK (256 << 10)
#endif

/* Where a byte was found last: first place at or after `from`, or the end of
 * what is filled. Lets a search go on, or back, without repeating itself. */
struct kl_mark {
	size_t from, found;
};

struct kl_buffer {
	const struct kl_source *source;
	const char *path;               /* for errors */
	size_t block;                   /* bytes asked for at a time */
	char *at;
	size_t capacity, filled;
	uint64_t offset;                /* of at[0] in the file */
	bool ended;                     /* the source has no more */
	int failed;                     /* errno of the source; 0: it did not fail */
	struct kl_mark lf, cr, quote;
	struct kl_marks *marks;         /* of what is filled, if `marked` */
	size_t mark_capacity;
	bool marked;
};

enum kl_status kl_buffer_init(struct kl_buffer *buffer,
	const struct kl_source *source, const char *path, size_t block,
	struct kl_error *error);
void kl_buffer_release(struct kl_buffer *buffer);

/* Drops what stands before `keep`, and fills the buffer to its end or the
 * source's; or to where that fails, and then the next fill fails. What is kept moves to the front. The buffer doubles when more than
 * half of it is kept, so that reading a long record again and again from its
 * start stays linear. Errors: KL_NO_MEMORY, those of kl_source_fail. */
enum kl_status kl_buffer_fill(struct kl_buffer *buffer, size_t keep,
	struct kl_error *error);

/* Goes on in other memory, with what stands at `keep` and behind it, and gives for it
 * the memory that it had. */
void kl_buffer_move(struct kl_buffer *buffer, size_t keep, char **memory,
	size_t *capacity);

/* The end of the physical line at `at`, its LF, CRLF or CR included; at the end
 * of the source a line may have none. False if no whole line stands there. */
bool kl_buffer_line(struct kl_buffer *buffer, size_t at, size_t *end);

/* Whether `quote` stands in [at, end). The same quote every time. */
bool kl_buffer_quoted(struct kl_buffer *buffer, char quote, size_t at,
	size_t end);

/* Marks what is filled, unless it was done. The same bytes every time. False when
 * memory is out. */
bool kl_buffer_mark(struct kl_buffer *buffer, struct kl_marked marked);

#endif
