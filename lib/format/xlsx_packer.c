#include "format/xlsx_packer.h"

#include <stdint.h>
#include <stdlib.h>

#include <zlib.h>
#ifdef KL_ISAL
#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>
#endif

struct kl_packer {
	z_stream stream;
	bool tuned;                     /* to the XML of a sheet */
#ifdef KL_ISAL
	bool fast;                      /* ISA-L does it, not zlib */
	struct isal_zstream other;
	uint8_t tables[ISAL_DEF_LVL1_DEFAULT];
#endif
};

enum { FLUSH = 64 };    /* bytes for the end of a block, and more */

struct kl_packer *kl_packer_open(int level)
{
	struct kl_packer *packer = calloc(1, sizeof *packer);

	if (packer == NULL)
		return NULL;
#ifdef KL_ISAL
	packer->fast = level == 1;
#endif
	packer->tuned = level == KL_PACKER_TUNED;
	if (deflateInit2(&packer->stream, level, Z_DEFLATED, -MAX_WBITS,
			MAX_MEM_LEVEL - 1, packer->tuned ? Z_FILTERED
			: Z_DEFAULT_STRATEGY) != Z_OK) {
		free(packer);
		return NULL;
	}
	return packer;
}

/* ISA-L stores what does not become smaller, as zlib does. */
size_t kl_packer_bound(struct kl_packer *packer, size_t length)
{
	return deflateBound(&packer->stream, length) + length / 256 + FLUSH;
}

/* What repeats in a sheet is the row before, cell by cell: it is found after few
 * places, and looking for better ones takes most of the time. A short match is of
 * digits, and costs more bits than they do. */
static int tune(z_stream *stream)
{
	enum { GOOD = 32, LAZY = 24, NICE = 128, CHAIN = 32 };

	return deflateTune(stream, GOOD, LAZY, NICE, CHAIN);
}

static bool pack(struct kl_packer *packer, const unsigned char *text,
	size_t before, size_t length, unsigned char *out, size_t room,
	size_t *size)
{
	z_stream *stream = &packer->stream;

	if (deflateReset(stream) != Z_OK
			|| (packer->tuned && tune(stream) != Z_OK) || (before > 0
			&& deflateSetDictionary(stream, text, (uInt)before) != Z_OK))
		return false;
	stream->next_in = (Bytef *)(uintptr_t)(text + before);
	stream->avail_in = (uInt)length;
	stream->next_out = out;
	stream->avail_out = (uInt)room;
	if (deflate(stream, Z_SYNC_FLUSH) != Z_OK)
		return false;
	*size = room - stream->avail_out;
	return stream->avail_in == 0 && stream->avail_out > 0;
}

#ifdef KL_ISAL
static bool pack_fast(struct kl_packer *packer, const unsigned char *text,
	size_t before, size_t length, unsigned char *out, size_t room,
	size_t *size)
{
	struct isal_zstream *stream = &packer->other;

	isal_deflate_init(stream);
	stream->level = 1;
	stream->level_buf = packer->tables;
	stream->level_buf_size = sizeof packer->tables;
	stream->flush = SYNC_FLUSH;
	if (before > 0 && isal_deflate_set_dict(stream, (uint8_t *)(uintptr_t)text,
			(uint32_t)before) != COMP_OK)
		return false;
	stream->next_in = (uint8_t *)(uintptr_t)(text + before);
	stream->avail_in = (uint32_t)length;
	stream->next_out = out;
	stream->avail_out = (uint32_t)room;
	if (isal_deflate(stream) != COMP_OK)
		return false;
	*size = room - stream->avail_out;
	return stream->avail_in == 0 && stream->avail_out > 0;
}
#endif

bool kl_packer_pack(struct kl_packer *packer, const unsigned char *text,
	size_t before, size_t length, unsigned char *out, size_t room,
	size_t *size)
{
#ifdef KL_ISAL
	if (packer->fast)
		return pack_fast(packer, text, before, length, out, room, size);
#endif
	return pack(packer, text, before, length, out, room, size);
}

unsigned long kl_packer_crc(const unsigned char *text, size_t length)
{
#ifdef KL_ISAL
	return crc32_gzip_refl(0, text, length);
#else
	return crc32(0, text, (uInt)length);
#endif
}

void kl_packer_close(struct kl_packer *packer)
{
	if (packer == NULL)
		return;
	deflateEnd(&packer->stream);
	free(packer);
}
