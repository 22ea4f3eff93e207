/* Blocks, deflated one by one, are one stream. */
#include <criterion/criterion.h>

#include <stdio.h>
#include <string.h>

#include <zlib.h>

#include "format/xlsx_packer.h"
#include "random.h"

enum { MOST = 300000, BLOCKS = 5, BEFORE = 32768 };

static unsigned char text[MOST * BLOCKS], packed[MOST * BLOCKS * 2], got[MOST * BLOCKS + 1];

/* Random bytes, rows of a sheet, or one byte. */
static void fill(int kind, size_t length)
{
	uint64_t seed = 2005;
	size_t at = 0;

	while (at < length) {
		char row[64];
		uint64_t next = random_next(&seed);
		size_t size = kind == 0 ? 8 : kind == 1
			? (size_t)snprintf(row, sizeof row, "<c r=\"A%zu\"><v>%u</v></c>",
				at / 20, (unsigned)(next >> 48)) : 1;
		size = size < length - at ? size : length - at;
		memcpy(text + at, kind == 0 ? (const char *)&next : kind == 1 ? row
			: "x", size);
		at += size;
	}
}

static size_t inflate_all(size_t size)
{
	z_stream stream = { .next_in = packed, .avail_in = (uInt)size,
		.next_out = got, .avail_out = sizeof got };

	cr_assert_eq(inflateInit2(&stream, -MAX_WBITS), Z_OK);
	int code = inflate(&stream, Z_SYNC_FLUSH);
	cr_expect(code == Z_OK || code == Z_BUF_ERROR, "%d", code);
	cr_expect_eq(stream.avail_in, 0);
	inflateEnd(&stream);
	return sizeof got - stream.avail_out;
}

static void check_blocks(int level, int kind, size_t length)
{
	struct kl_packer *packer = kl_packer_open(level);
	size_t size = 0;

	cr_assert_not_null(packer);
	for (size_t i = 0; i < BLOCKS; i++) {
		size_t at = i * length, taken = 0;
		size_t before = at < BEFORE ? at : BEFORE;
		size_t room = kl_packer_bound(packer, length);
		cr_assert_leq(size + room, sizeof packed);
		cr_expect(kl_packer_pack(packer, text + at - before, before, length,
			packed + size, room, &taken));
		size += taken;
	}
	kl_packer_close(packer);
	cr_expect(inflate_all(size) == length * BLOCKS
		&& memcmp(got, text, length * BLOCKS) == 0,
		"level %d, kind %d, %zu bytes", level, kind, length);
}

Test(xlsx_packer, blocks_are_one_stream)
{
	static const size_t lengths[] = { 0, 1, 2, 7, 255, 256, 4096, 32767, 32768,
		65535, 65536, 100001, MOST };

	for (int kind = 0; kind < 3; kind++) {
		fill(kind, sizeof text);
		for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
			static const int levels[] = { 1, 2, KL_PACKER_TUNED, 9 };
			for (size_t j = 0; j < sizeof levels / sizeof *levels; j++)
				check_blocks(levels[j], kind, lengths[i]);
		}
	}
}

Test(xlsx_packer, sums_as_zlib_does)
{
	fill(0, 5000);
	for (size_t i = 0; i < 5000; i += 1 + i / 8)
		cr_expect_eq(kl_packer_crc(text, i), crc32(0, text, (uInt)i));
}

static size_t packed_size(int level, size_t length)
{
	struct kl_packer *packer = kl_packer_open(level);
	size_t size = 0;

	cr_assert_not_null(packer);
	cr_expect(kl_packer_pack(packer, text, 0, length, packed,
		kl_packer_bound(packer, length), &size));
	kl_packer_close(packer);
	return size;
}

/* Zlib of itself makes more at 6 than at 7, which looks at more places. */
Test(xlsx_packer, is_tuned_to_sheets)
{
	fill(1, MOST);
	cr_expect_lt(packed_size(KL_PACKER_TUNED, MOST), packed_size(7, MOST));
}
