#include <stdlib.h>
/* What it reads is const then. */
#define ZLIB_CONST
#include <zlib.h>

#include "base/translate.h"
#include "table/unpack_work.h"

struct gzip {
	z_stream stream;
	bool within;            /* a member */
	bool filled_up;         /* only zero bytes may follow */
};

static void *init(void)
{
	enum { GZIP_ONLY = 16 };
	struct gzip *gzip = calloc(1, sizeof *gzip);

	if (gzip != NULL && inflateInit2(&gzip->stream, MAX_WBITS + GZIP_ONLY) != Z_OK) {
		free(gzip);
		return NULL;
	}
	return gzip;
}

static void release(void *state)
{
	struct gzip *gzip = state;

	inflateEnd(&gzip->stream);
	free(gzip);
}

static bool is_check(const char *text)
{
	return text != NULL && (strcmp(text, "incorrect data check") == 0
		|| strcmp(text, "incorrect length check") == 0);
}

static enum kl_unpacked fail(const struct gzip *gzip, struct kl_packed *packed,
	int why)
{
	if (why == Z_MEM_ERROR)
		return kl_packed_fail(packed, KL_PACKED_GZIP, KL_NO_MEMORY,
			KL_TEXT("out of memory"));
	return kl_packed_fail(packed, KL_PACKED_GZIP, KL_INVALID,
		is_check(gzip->stream.msg)
		? KL_TEXT("the %s data does not agree with its checksum, so the file is damaged")
		: KL_TEXT("the %s data is damaged"));
}

/* Zero bytes up to the end, where a member could begin. */
static enum kl_unpacked skip_zeros(struct gzip *gzip, struct kl_packed *packed)
{
	while (kl_packed_fill(packed, 1)) {
		if (packed->taken == packed->filled)
			return KL_UNPACKED_ALL;
		if (packed->at[packed->taken] != '\0')
			return !gzip->filled_up ? KL_UNPACKED_SOME
				: kl_packed_fail(packed, KL_PACKED_GZIP, KL_INVALID,
					KL_TEXT("something else follows the %s data"));
		gzip->filled_up = true;
		packed->taken++;
	}
	return KL_UNPACKED_FAILED;
}

static enum kl_unpacked begin(struct gzip *gzip, struct kl_packed *packed)
{
	enum kl_unpacked next = gzip->stream.total_in > 0
		? skip_zeros(gzip, packed) : KL_UNPACKED_SOME;

	if (next == KL_UNPACKED_SOME)
		next = kl_packed_next(packed, KL_PACKED_GZIP);
	if (next == KL_UNPACKED_SOME)
		inflateReset(&gzip->stream);
	gzip->within = next == KL_UNPACKED_SOME;
	return next;
}

/* One step; of a member that has begun. */
static enum kl_unpacked step(struct gzip *gzip, struct kl_packed *packed)
{
	z_stream *stream = &gzip->stream;

	if (!kl_packed_fill(packed, 1))
		return KL_UNPACKED_FAILED;
	struct kl_span rest = kl_packed_rest(packed);
	stream->next_in = (const Bytef *)rest.at;
	stream->avail_in = (uInt)rest.length;
	int done = inflate(stream, Z_NO_FLUSH);
	packed->taken = packed->filled - stream->avail_in;
	gzip->within = done != Z_STREAM_END;
	if (done != Z_OK && done != Z_STREAM_END && done != Z_BUF_ERROR)
		return fail(gzip, packed, done);
	if (gzip->within && rest.length == 0 && stream->avail_out > 0)
		return kl_packed_fail(packed, KL_PACKED_GZIP, KL_INVALID,
			KL_TEXT("the %s data is cut off"));
	return KL_UNPACKED_SOME;
}

static enum kl_unpacked run(void *state, struct kl_packed *packed, char *to,
	size_t size, size_t *made)
{
	struct gzip *gzip = state;
	z_stream *stream = &gzip->stream;
	enum kl_unpacked outcome = KL_UNPACKED_SOME;

	stream->next_out = (Bytef *)to;
	stream->avail_out = (uInt)size;
	while (outcome == KL_UNPACKED_SOME && stream->avail_out > 0)
		outcome = gzip->within ? step(gzip, packed) : begin(gzip, packed);
	*made = size - stream->avail_out;
	return outcome;
}

const struct kl_unpacker kl_unpack_gzip = { init, run, release };
