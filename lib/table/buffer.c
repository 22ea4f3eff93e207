#include "table/buffer.h"

#include <errno.h>
#include <stdlib.h>

#include "base/memory.h"

/* Enough for every signature a file can start with. */
enum { LEAST = 8 };
/* A record of KL_RECORD_MOST bytes fits, with room to see that it has ended. */
static const size_t most = (size_t)KL_RECORD_MOST + (256 << 10);

enum kl_status kl_buffer_init(struct kl_buffer *buffer,
	const struct kl_source *source, const char *path, size_t block,
	struct kl_error *error)
{
	*buffer = (struct kl_buffer){ .source = source, .path = path,
		.block = block != 0 ? block : KL_BUFFER_BLOCK };
	buffer->capacity = buffer->block > LEAST ? buffer->block : LEAST;
	buffer->at = malloc(buffer->capacity);
	return buffer->at != NULL ? KL_OK : kl_no_memory(error);
}

void kl_buffer_release(struct kl_buffer *buffer)
{
	free(buffer->at);
	free(buffer->marks);
	*buffer = (struct kl_buffer){ 0 };
}

static enum kl_status grow(struct kl_buffer *buffer, struct kl_error *error)
{
	size_t capacity = buffer->capacity * 2;

	if (buffer->capacity >= most)
		return KL_OK;
	if (capacity > most)
		capacity = most;
	char *at = realloc(buffer->at, capacity);
	if (at == NULL)
		return kl_no_memory(error);
	buffer->at = at;
	buffer->capacity = capacity;
	return KL_OK;
}

/* Nothing has been searched: an empty range at the end. */
static void forget(struct kl_buffer *buffer)
{
	buffer->lf = buffer->cr = buffer->quote =
		(struct kl_mark){ buffer->filled, buffer->filled };
	buffer->marked = false;
}

enum kl_status kl_buffer_fill(struct kl_buffer *buffer, size_t keep,
	struct kl_error *error)
{
	size_t kept = buffer->filled - keep;

	if (kept > 0 && keep > 0)
		memmove(buffer->at, buffer->at + keep, kept);
	buffer->filled = kept;
	buffer->offset += keep;
	if (kept > buffer->capacity / 2) {
		enum kl_status status = grow(buffer, error);
		if (status != KL_OK)
			return status;
	}
	while (!buffer->ended && buffer->failed == 0
			&& buffer->filled < buffer->capacity) {
		size_t ask = buffer->capacity - buffer->filled;
		ssize_t got = buffer->source->read(buffer->source->context,
			buffer->at + buffer->filled,
			ask < buffer->block ? ask : buffer->block);
		buffer->failed = got < 0 ? errno : 0;
		buffer->filled += got > 0 ? (size_t)got : 0;
		buffer->ended = got == 0;
	}
	forget(buffer);
	return buffer->failed == 0 || buffer->filled > kept ? KL_OK
		: kl_source_fail(buffer->source, buffer->failed, buffer->path, error);
}

void kl_buffer_move(struct kl_buffer *buffer, size_t keep, char **memory,
	size_t *capacity)
{
	char *at = *memory;
	size_t size = *capacity;

	*memory = buffer->at;
	*capacity = buffer->capacity;
	buffer->filled -= keep;
	buffer->offset += keep;
	buffer->at = at;
	buffer->capacity = size;
	memcpy(at, *memory + keep, buffer->filled);
	forget(buffer);
}

static size_t search(const struct kl_buffer *buffer, char c, size_t from,
	size_t to, size_t otherwise)
{
	const char *hit = from < to ? memchr(buffer->at + from, c, to - from) : NULL;

	return hit != NULL ? (size_t)(hit - buffer->at) : otherwise;
}

/* The first c at or after `at`, or the end of what is filled. Going back, only
 * what lies before the last search is looked at. */
static inline size_t find(const struct kl_buffer *buffer, struct kl_mark *mark,
	char c, size_t at)
{
	if (at > mark->found) {
		mark->found = search(buffer, c, at, buffer->filled, buffer->filled);
		mark->from = at;
	} else if (at < mark->from) {
		mark->found = search(buffer, c, at, mark->from, mark->found);
		mark->from = at;
	}
	return mark->found;
}

bool kl_buffer_line(struct kl_buffer *buffer, size_t at, size_t *end)
{
	size_t lf = find(buffer, &buffer->lf, '\n', at);
	size_t cr = find(buffer, &buffer->cr, '\r', at);

	if (cr < lf) {
		/* The LF that would belong to a CR at the very end is still to come. */
		if (cr + 1 == buffer->filled && !buffer->ended)
			return false;
		*end = cr + 1 + (cr + 1 == lf && lf < buffer->filled);
		return true;
	}
	if (lf < buffer->filled) {
		*end = lf + 1;
		return true;
	}
	*end = buffer->filled;
	return buffer->ended && at < buffer->filled;
}

bool kl_buffer_quoted(struct kl_buffer *buffer, char quote, size_t at, size_t end)
{
	return find(buffer, &buffer->quote, quote, at) < end;
}

bool kl_buffer_mark(struct kl_buffer *buffer, struct kl_marked marked)
{
	if (buffer->marked)
		return true;
	if (!kl_grow(buffer->marks, buffer->mark_capacity,
			buffer->filled / KL_MARKS_WORD + 1))
		return false;
	kl_marks_find(buffer->at, buffer->filled, marked, buffer->marks);
	buffer->marked = true;
	return true;
}
