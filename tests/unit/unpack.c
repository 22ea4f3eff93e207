/* What is compressed reads as what it was, however it is packed and cut; and what is
 * not whole never reads as if it were. */
#include "reading.h"

#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#include "random.h"
#include "table/unpack.h"

static const struct kl_dialect any = { .delimiter = ',', .quote = '"' };

/* Made so that some lines are odd: quotes over several lines, an empty one, letters
 * of two bytes, no end. */
static const char text[] = "crebo,naam,uren\r\n10023,\"opslag,\nmedewerker\",800\n"
	"\n10795,\"een \"\"quote\"\"\",1600\n02EW,zorg en wel\xc3\xa9,\n,,\n10023,a,1";

static void add_gzip(struct kl_text_buffer *out, struct kl_span bytes)
{
	z_stream stream = { .next_in = (Bytef *)(uintptr_t)bytes.at,
		.avail_in = (uInt)bytes.length };
	size_t most = bytes.length + bytes.length / 8 + 1024;
	char *made = malloc(most);

	cr_assert_not_null(made);
	cr_assert_eq(deflateInit2(&stream, 6, Z_DEFLATED, MAX_WBITS + 16, 8,
		Z_DEFAULT_STRATEGY), Z_OK);
	stream.next_out = (Bytef *)made;
	stream.avail_out = (uInt)most;
	cr_assert_eq(deflate(&stream, Z_FINISH), Z_STREAM_END);
	kl_text_add(out, (struct kl_span){ made, stream.total_out });
	deflateEnd(&stream);
	free(made);
}

static void add_zstd(struct kl_text_buffer *out, struct kl_span bytes)
{
	size_t most = ZSTD_compressBound(bytes.length);
	ZSTD_CCtx *context = ZSTD_createCCtx();
	char *made = malloc(most);

	cr_assert(made != NULL && context != NULL);
	ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
	size_t size = ZSTD_compress2(context, made, most, bytes.at, bytes.length);
	cr_assert_not(ZSTD_isError(size));
	kl_text_add(out, (struct kl_span){ made, size });
	ZSTD_freeCCtx(context);
	free(made);
}

static void add_skipped(struct kl_text_buffer *out)
{
	kl_text_add(out, (struct kl_span){ "\x5a\x2a\x4d\x18\5\0\0\0skip!", 13 });
}

enum way { GZIP, GZIP_MEMBERS, GZIP_FILLED_UP, ZSTD, ZSTD_FRAMES, ZSTD_SKIPPED, WAYS };

static void pack(struct kl_text_buffer *out, enum way way, struct kl_span bytes)
{
	void (*add)(struct kl_text_buffer *, struct kl_span) = way < ZSTD ? add_gzip
		: add_zstd;
	bool parts = way != GZIP && way != ZSTD;
	size_t third = parts ? bytes.length / 3 : 0;

	if (way == ZSTD_SKIPPED)
		add_skipped(out);
	if (parts)
		add(out, (struct kl_span){ bytes.at, third });
	if (way == ZSTD_SKIPPED)
		add_skipped(out);
	if (parts)
		add(out, (struct kl_span){ bytes.at, 0 });
	add(out, (struct kl_span){ bytes.at + third, bytes.length - third });
	for (int i = 0; way == GZIP_FILLED_UP && i < 512; i++)
		kl_text_add(out, (struct kl_span){ "", 1 });
	if (way == ZSTD_SKIPPED)
		add_skipped(out);
	cr_assert_not(out->failed);
}

static enum kl_status read_packed(struct kl_span packed, size_t piece, size_t block,
	unsigned jobs, struct record *record, struct kl_error *error)
{
	struct memory memory = { .bytes = packed, .piece = piece };
	const struct kl_source from = { .read = memory_read, .context = &memory };
	const struct kl_reader_calls calls = { .header = on_header,
		.batch = on_batch, .context = record, .note = on_note, .jobs = jobs };
	const enum kl_packing packing = kl_packing_of(packed);
	cr_assert_neq(packing, KL_PACKED_NOT);
	struct kl_unpack *unpack = kl_unpack_new(packing, &from, block, jobs);
	cr_assert_not_null(unpack);
	const struct kl_source source = kl_unpack_source(unpack);
	enum kl_status status = kl_read_table(&source, "some.csv", &any, block,
		&calls, error);
	kl_unpack_free(unpack);
	return status;
}

static void expect_packed(struct kl_span packed, size_t piece, size_t block,
	const struct record *plain)
{
	struct record record = { .file = { text, sizeof text - 1 } };
	struct kl_error error = { 0 };

	cr_assert_eq(read_packed(packed, piece, block, 1, &record, &error), KL_OK,
		"piece %zu, block %zu: %s", piece, block, error.text);
	cr_assert_str_eq(shown(&record.rows), shown(&plain->rows));
	cr_assert_str_eq(shown(&record.issues), shown(&plain->issues));
	record_release(&record);
}

Test(unpack, reads_as_what_it_was, .timeout = 120)
{
	const struct kl_span bytes = { text, sizeof text - 1 };
	struct record plain = { .file = bytes };
	struct kl_error error;

	cr_assert_eq(read_memory(bytes, 0, &any, 0, &plain, &error), KL_OK);
	for (int way = 0; way < WAYS; way++) {
		struct kl_text_buffer packed = { 0 };
		pack(&packed, (enum way)way, bytes);
		const struct kl_span all = kl_text_span(&packed);
		for (size_t cut = 0; cut <= all.length + 1 && cut < 300; cut++) {
			expect_packed(all, cut, 0, &plain);
			expect_packed(all, 0, cut, &plain);
			expect_packed(all, 1 + cut % 5, cut, &plain);
		}
		kl_text_release(&packed);
	}
	record_release(&plain);
}

Test(unpack, tells_packing_by_the_first_bytes)
{
	static const struct {
		struct kl_span first;
		enum kl_packing packing;
	} cases[] = {
		{ T("\x1f\x8b"), KL_PACKED_GZIP }, { T("\x1f\x8b\x08\0"), KL_PACKED_GZIP },
		{ T("\x28\xb5\x2f\xfd"), KL_PACKED_ZSTD },
		{ T("\x50\x2a\x4d\x18"), KL_PACKED_ZSTD },
		{ T("\x5f\x2a\x4d\x18"), KL_PACKED_ZSTD },
		{ T(""), KL_PACKED_NOT }, { T("\x1f"), KL_PACKED_NOT },
		{ T("\x28\xb5\x2f"), KL_PACKED_NOT }, { T("\x60\x2a\x4d\x18"), KL_PACKED_NOT },
		{ T("PK\3\4"), KL_PACKED_NOT }, { T("a,b\n"), KL_PACKED_NOT },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_eq(kl_packing_of(cases[i].first), cases[i].packing, "%zu", i);
}

/* The sentence tells how many rows there were, and no line where there were none. */
static void expect_place(const struct record *record, const struct kl_error *error)
{
	char place[64];

	if (record->row_count == 0) {
		cr_expect_eq(error->line, 0);
		cr_expect_null(strstr(error->text, " row"), "%s", error->text);
		return;
	}
	snprintf(place, sizeof place, ", after row %zu", record->row_count);
	size_t length = strlen(error->text), tail = strlen(place);
	cr_assert(length > tail && strcmp(error->text + length - tail, place) == 0,
		"%s: %s", error->text, place);
}

Test(unpack, what_is_cut_off_fails, .timeout = 120)
{
	for (int way = 0; way < WAYS; way++) {
		struct kl_text_buffer packed = { 0 };
		size_t whole = 0;
		pack(&packed, (enum way)way, (struct kl_span){ text, sizeof text - 1 });
		for (size_t length = 4; length < packed.length; length++) {
			for (size_t block = 0; block < 24; block += 7) {
				struct record record = { .rows = { 0 } };
				struct kl_error error = { 0 };
				enum kl_status status = read_packed((struct kl_span){
					packed.at, length }, block, block, 1, &record,
					&error);
				whole += status == KL_OK && block == 0;
				cr_assert(status == KL_OK || status == KL_INVALID);
				if (status != KL_OK)
					expect_place(&record, &error);
				record_release(&record);
			}
		}
		/* Only where a part ends can it not be seen. */
		cr_assert(way == GZIP_FILLED_UP ? whole == 2 + 512 : way == ZSTD_SKIPPED
			? whole == 5 : way == GZIP || way == ZSTD ? whole == 0 : whole == 2,
			"way %d: %zu", way, whole);
		kl_text_release(&packed);
	}
}

Test(unpack, what_is_changed_never_reads_as_another_text, .timeout = 120)
{
	const struct kl_span bytes = { text, sizeof text - 1 };
	struct record plain = { .file = bytes };
	struct kl_error error;

	cr_assert_eq(read_memory(bytes, 0, &any, 0, &plain, &error), KL_OK);
	for (int way = GZIP; way <= ZSTD; way += ZSTD - GZIP) {
		struct kl_text_buffer packed = { 0 };
		size_t failed = 0;
		pack(&packed, (enum way)way, bytes);
		for (size_t bit = 4 * 8; bit < packed.length * 8; bit++) {
			struct record record = { .rows = { 0 } };
			packed.at[bit / 8] = (char)(packed.at[bit / 8] ^ (1 << bit % 8));
			enum kl_status status = read_packed(kl_text_span(&packed), 0, 0,
				1, &record, &error);
			if (status == KL_OK)
				cr_assert_str_eq(shown(&record.rows), shown(&plain.rows));
			failed += status != KL_OK;
			packed.at[bit / 8] = (char)(packed.at[bit / 8] ^ (1 << bit % 8));
			record_release(&record);
		}
		cr_assert(failed > packed.length * 7, "%d: %zu", way, failed);
		kl_text_release(&packed);
	}
	record_release(&plain);
}

/* A frame of zstd with the text "a\n1\n2\n": its descriptor, its window, and what else
 * its head has. */
#define FRAME(head) "\x28\xb5\x2f\xfd" head "\x31\0\0a\n1\n2\n"

Test(unpack, says_what_is_wrong)
{
	static const struct {
		struct kl_span packed;
		const char *wanted;     /* NULL: nothing */
	} cases[] = {
		{ T(FRAME("\0\x88")), NULL },
		{ T(FRAME("\0\x89")), "the zstd data can only be read with more than 128 MiB "
			"of it in memory; compress it again with a smaller window (--long=27)" },
		{ T(FRAME("\0\xf8")), "the zstd data can only be read with more than 128 MiB "
			"of it in memory; compress it again with a smaller window (--long=27)" },
		{ T(FRAME("\1\x88\7")), "the zstd data needs a dictionary, and klopt reads "
			"only what needs none" },
		{ T(FRAME("\4\x88") "none"), "the zstd data does not agree with its checksum, "
			"so the file is damaged" },
		{ T(FRAME("\0\x88") "\n"), "something else follows the zstd data, after row 2" },
		{ T(FRAME("\0\x88") "\x1f\x8b\x08\0"), "something else follows the zstd data, "
			"after row 2" },
		{ T(FRAME("\x08\x88")), "the zstd data is damaged" },
		{ T("\x28\xb5\x2f\xfd"), "the zstd data is cut off" },
		{ T("\x1f\x8b"), "the gzip data is cut off" },
		{ T("\x1f\x8b\7\0\0\0\0\0\0\3"), "the gzip data is damaged" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct record record = { .rows = { 0 } };
		struct kl_error error = { 0 };
		read_packed(cases[i].packed, 0, 0, 1, &record, &error);
		cr_expect_str_eq(error.text, cases[i].wanted == NULL ? ""
			: cases[i].wanted, "%zu: %s", i, error.text);
		record_release(&record);
	}
}

Test(unpack, what_follows_gzip)
{
	static const struct {
		struct kl_span more;
		const char *wanted;
	} cases[] = {
		{ T("\0"), "" }, { T("\0\0\0\0\0"), "" },
		{ T("\n"), "something else follows the gzip data, after row 2" },
		{ T("\0\0\n"), "something else follows the gzip data, after row 2" },
		{ T("\0\x1f\x8b\x08\0\0\0\0\0\0\3"),
			"something else follows the gzip data, after row 2" },
		{ T("\x1f"), "something else follows the gzip data, after row 2" },
		{ T("\x1f\x8b"), "the gzip data is cut off, after row 2" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_text_buffer packed = { 0 };
		struct record record = { .rows = { 0 } };
		struct kl_error error = { 0 };
		add_gzip(&packed, kl_span_of("a\n1\n2\n"));
		kl_text_add(&packed, cases[i].more);
		read_packed(kl_text_span(&packed), 0, 0, 1, &record, &error);
		cr_expect_str_eq(error.text, cases[i].wanted, "%zu: %s", i, error.text);
		record_release(&record);
		kl_text_release(&packed);
	}
}

/* A long text, of which a thread unpacks all but the beginning. */
Test(unpack, in_a_thread, .timeout = 240)
{
	struct kl_text_buffer plain = { 0 };
	struct kl_error error = { 0 };
	uint64_t seed = 27;
	size_t rows = 0;

	kl_text_puts(&plain, "id,code\n");
	for (; plain.length < 3 << 20; rows++)
		kl_text_printf(&plain, "%d,%d\n", random_below(&seed, 100000),
			random_below(&seed, 1000));
	for (int way = 0; way < WAYS; way++) {
		struct kl_text_buffer packed = { 0 };
		pack(&packed, (enum way)way, kl_text_span(&plain));
		for (unsigned jobs = 1; jobs <= 3; jobs++) {
			for (size_t cut = 0; cut < 3; cut++) {
				struct kl_span given = { packed.at, packed.length
					- (cut == 0 ? 0 : packed.length / 2 / cut) };
				struct record record = { .quiet = true };
				enum kl_status status = read_packed(given,
					cut * 7001, 0, jobs, &record, &error);
				cr_assert_eq(status, cut == 0 ? KL_OK : KL_INVALID);
				if (cut > 0)
					expect_place(&record, &error);
				else
					cr_assert_eq(record.row_count, rows);
				record_release(&record);
			}
		}
		kl_text_release(&packed);
	}
	kl_text_release(&plain);
}

/* Whoever has enough leaves while the thread waits for room. */
Test(unpack, is_left_early, .timeout = 60)
{
	struct kl_text_buffer plain = { 0 }, packed = { 0 };

	kl_text_puts(&plain, "id\n");
	while (plain.length < 8 << 20)
		kl_text_puts(&plain, "10023\n");
	pack(&packed, ZSTD, kl_text_span(&plain));
	for (size_t reads = 0; reads < 40; reads++) {
		struct memory memory = { .bytes = kl_text_span(&packed) };
		const struct kl_source from = { .read = memory_read,
			.context = &memory };
		struct kl_unpack *unpack = kl_unpack_new(KL_PACKED_ZSTD, &from, 0, 2);
		const struct kl_source source = kl_unpack_source(unpack);
		static char buffer[64 << 10];
		for (size_t i = 0; i < reads; i++)
			cr_assert_gt(source.read(source.context, buffer, sizeof buffer), 0);
		kl_unpack_free(unpack);
	}
	kl_text_release(&plain);
	kl_text_release(&packed);
}
