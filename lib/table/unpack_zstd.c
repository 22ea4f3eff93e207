#include <stdlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/translate.h"
#include "table/unpack_work.h"

enum { WINDOW_LOG_MOST = 27 };
_Static_assert(1 << WINDOW_LOG_MOST == KL_UNPACK_WINDOW_MOST, "the same limit");

struct zstd {
	ZSTD_DCtx *context;
	bool within;            /* a frame */
};

static void release(void *state)
{
	struct zstd *zstd = state;

	ZSTD_freeDCtx(zstd->context);
	free(zstd);
}

static void *init(void)
{
	struct zstd *zstd = calloc(1, sizeof *zstd);

	if (zstd == NULL)
		return NULL;
	zstd->context = ZSTD_createDCtx();
	if (zstd->context != NULL && !ZSTD_isError(ZSTD_DCtx_setParameter(
			zstd->context, ZSTD_d_windowLogMax, WINDOW_LOG_MOST)))
		return zstd;
	release(zstd);
	return NULL;
}

static enum kl_unpacked fail(struct kl_packed *packed, size_t code)
{
	enum kl_status status = KL_INVALID;
	const char *text = KL_TEXT("the %s data is damaged");

	switch (ZSTD_getErrorCode(code)) {
	case ZSTD_error_memory_allocation:
		status = KL_NO_MEMORY;
		text = KL_TEXT("out of memory");
		break;
	case ZSTD_error_frameParameter_windowTooLarge:
		status = KL_LIMIT;
		text = KL_TEXT("the %s data can only be read with more than 128 MiB "
			"of it in memory; compress it again with a smaller window "
			"(--long=27)");
		break;
	case ZSTD_error_dictionary_wrong:
		text = KL_TEXT("the %s data needs a dictionary, and klopt reads only "
			"what needs none");
		break;
	case ZSTD_error_checksum_wrong:
		text = KL_TEXT("the %s data does not agree with its checksum, so the "
			"file is damaged");
		break;
	default:
		break;
	}
	return kl_packed_fail(packed, KL_PACKED_ZSTD, status, text);
}

/* One step; of a frame that has begun. */
static enum kl_unpacked step(struct zstd *zstd, struct kl_packed *packed,
	ZSTD_outBuffer *out)
{
	if (!kl_packed_fill(packed, 1))
		return KL_UNPACKED_FAILED;
	struct kl_span rest = kl_packed_rest(packed);
	ZSTD_inBuffer in = { rest.at, rest.length, 0 };
	size_t before = out->pos;
	size_t left = ZSTD_decompressStream(zstd->context, out, &in);
	packed->taken += in.pos;
	if (ZSTD_isError(left))
		return fail(packed, left);
	zstd->within = left != 0;
	if (zstd->within && rest.length == 0 && out->pos == before)
		return kl_packed_fail(packed, KL_PACKED_ZSTD, KL_INVALID,
			KL_TEXT("the %s data is cut off"));
	return KL_UNPACKED_SOME;
}

static enum kl_unpacked run(void *state, struct kl_packed *packed, char *to,
	size_t size, size_t *made)
{
	struct zstd *zstd = state;
	ZSTD_outBuffer out = { to, size, 0 };
	enum kl_unpacked outcome = KL_UNPACKED_SOME;

	while (outcome == KL_UNPACKED_SOME && out.pos < size) {
		if (!zstd->within) {
			outcome = kl_packed_next(packed, KL_PACKED_ZSTD);
			zstd->within = outcome == KL_UNPACKED_SOME;
		} else {
			outcome = step(zstd, packed, &out);
		}
	}
	*made = out.pos;
	return outcome;
}

const struct kl_unpacker kl_unpack_zstd = { init, run, release };
