/* Encodings: Windows-1252, UTF-16, what is guessed, and what does not fit. */
#include <iconv.h>

#include "random.h"
#include "reading.h"
#include "table/decoder.h"

static const struct kl_dialect guessed = { .delimiter = ',', .quote = '"' };
static const struct kl_dialect western = { .delimiter = ',', .quote = '"',
	.encoding = KL_WINDOWS_1252 };

struct sample {
	struct kl_span bytes;
	const char *rows, *issues, *notes;
};

#define TURN " this is no UTF-8, so the file is read as Windows-1252\n"

/* With blocks and pieces of every size. */
static void expect_always(const struct sample *sample,
	const struct kl_dialect *dialect, enum kl_encoding used)
{
	for (size_t block = 0; block <= sample->bytes.length + 8; block++)
		for (size_t piece = 0; piece <= 5; piece++) {
			struct record record = { 0 };
			struct kl_error error = { 0 };
			cr_assert_eq(read_memory(sample->bytes, piece, dialect,
				block, &record, &error), KL_OK, "%s", error.text);
			cr_assert_str_eq(shown(&record.rows), sample->rows);
			cr_assert_str_eq(shown(&record.issues), sample->issues);
			cr_assert_str_eq(shown(&record.notes), sample->notes);
			cr_assert_eq(record.used.encoding, used);
			record_release(&record);
		}
}

Test(encoding, names)
{
	static const struct {
		const char *name;
		enum kl_encoding encoding;
	} cases[] = {
		{ "utf-8", KL_UTF_8 }, { "UTF8", KL_UTF_8 },
		{ "utf-16", KL_UTF_16 }, { "UTF-16LE", KL_UTF_16LE },
		{ "utf-16be", KL_UTF_16BE }, { "Windows-1252", KL_WINDOWS_1252 },
		{ "cp1252", KL_WINDOWS_1252 }, { "ISO-8859-1", KL_WINDOWS_1252 },
		{ "latin1", KL_WINDOWS_1252 }, { "", KL_ENCODING_OPEN },
		{ "cp1251", KL_ENCODING_OPEN }, { "utf-8 ", KL_ENCODING_OPEN },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		enum kl_encoding found = KL_ENCODING_OPEN;
		bool known = kl_encoding_find(kl_span_of(cases[i].name), &found);
		cr_expect_eq(found, cases[i].encoding, "%s", cases[i].name);
		cr_expect_eq(known, cases[i].encoding != KL_ENCODING_OPEN);
	}
	cr_expect_str_eq(kl_encoding_name(KL_WINDOWS_1252), "windows-1252");
	cr_expect_str_eq(kl_encoding_title(KL_UTF_16BE), "UTF-16BE");
	cr_expect_null(kl_encoding_name(KL_ENCODING_OPEN));
}

Test(encoding, guesses)
{
	static const struct sample turned[] = {
		{ T("a,b\n1,\xe9t\xe9\n\xff,2\n"),
			"0@1 1:1<a> 1:3<b> $1:4\n1@2 2:1<1> 2:3<\u00e9t\u00e9> $2:6\n"
			"2@3 3:1<\u00ff> 3:3<2> $3:4\n", "", "encoding 2:3" TURN },
		{ T("\xe9,b\n1,\x80\x9f\xa0\n"),
			"0@1 1:1<\u00e9> 1:3<b> $1:4\n1@2 2:1<1> 2:3<\u20ac\u0178\u00a0> $2:6\n",
			"", "encoding 1:1" TURN },
		/* what can begin a character of UTF-8, and does not */
		{ T("a\n\xe2\x82"), "0@1 1:1<a> $1:2\n1@2 2:1<\u00e2\u201a> $2:3\n",
			"", "encoding 2:1" TURN },
		{ T("a\n\xc3"), "0@1 1:1<a> $1:2\n1@2 2:1<\u00c3> $2:2\n", "",
			"encoding 2:1" TURN },
		{ T("a\n\xed\xa0\xbd\n"), "0@1 1:1<a> $1:2\n"
			"1@2 2:1<\u00ed\u00a0\u00bd> $2:4\n", "", "encoding 2:1" TURN },
		{ T("a\n\xf0\x9f\x92z\n"), "0@1 1:1<a> $1:2\n"
			"1@2 2:1<\u00f0\u0178\u2019z> $2:5\n", "", "encoding 2:1" TURN },
		/* quoted, over lines; the column after it */
		{ T("a,b\n\"x\n\xeb\"\"y\",\xefz\n"), "0@1 1:1<a> 1:3<b> $1:4\n"
			"1@2 2:1<x\\n\u00eb\"y> 3:7<\u00efz> $3:9\n", "",
			"encoding 3:1" TURN },
		/* no characters: told once, with the place in the file */
		{ T("a\n\xe9\x81\n\x8d\n"), "0@1 1:1<a> $1:2\n"
			"1@2 2:1<\u00e9\\x81> $2:3\n2@3 3:1<\\x8d> $3:2\n",
			"encoding 2:2 +3 r1 81 windows-1252\n", "encoding 2:1" TURN },
		{ T("a\n\xe9\xe9,\0\n"), "0@1 1:1<a> $1:2\n"
			"1@2 2:1<\u00e9\u00e9> 2:4<\\x00> $2:5\n", "nul 2:4 +5 r1\n",
			"encoding 2:1" TURN },
		/* UTF-8 behind it */
		{ T("a,b\n\xe9,\xc3\xab\n\xc3\xa9,1\n"), "0@1 1:1<a> 1:3<b> $1:4\n"
			"1@2 2:1<\u00e9> 2:3<\u00c3\u00ab> $2:5\n"
			"2@3 3:1<\u00c3\u00a9> 3:4<1> $3:5\n",
			"encoding 2:3 +6 r1 c3 mixed\n", "encoding 2:1" TURN },
		{ T("a\n\xe9\xe2\x80\x9d\n"), "0@1 1:1<a> $1:2\n"
			"1@2 2:1<\u00e9\u00e2\u20ac\\x9d> $2:5\n",
			"encoding 2:2 +3 r1 e2 mixed\n", "encoding 2:1" TURN },
	};
	static const struct sample utf_8[] = {
		{ T("a\n\xc3\xa9\n\xe9\n"), "0@1 1:1<a> $1:2\n1@2 2:1<\u00e9> $2:2\n"
			"2@3 3:1<\\xe9> $3:2\n", "encoding 3:1 +5 r2 e9\n", "" },
		{ T("\xef\xbb\xbf" "a\n\xe9\n"), "0@1 1:1<a> $1:2\n1@2 2:1<\\xe9> $2:2\n",
			"encoding 2:1 +5 r1 e9\n", "" },
		{ T("\xf0\x9f\x92\xa9,\0\n\xc3"), "0@1 1:1<\U0001f4a9> 1:3<\\x00> $1:4\n"
			"1@2 2:1<\\xc3> $2:2\n", "nul 1:3 +5 r0\nencoding 2:1 +7 r1 c3\n",
			"" },
		{ T("a,\0\n\xe2\x82\xac\xe2\x82"), "0@1 1:1<a> 1:3<\\x00> $1:4\n"
			"1@2 2:1<\u20ac\\xe2\\x82> $2:4\n",
			"nul 1:3 +2 r0\nencoding 2:2 +7 r1 e2\n", "" },
		{ T("\xef\xbb\xbf"), "0@1 $1:1\n", "", "" },
		{ T(""), "0@1 $1:1\n", "", "" },
	};

	for (size_t i = 0; i < sizeof turned / sizeof *turned; i++)
		expect_always(&turned[i], &guessed, KL_WINDOWS_1252);
	for (size_t i = 0; i < sizeof utf_8 / sizeof *utf_8; i++)
		expect_always(&utf_8[i], &guessed, KL_UTF_8);
}

#define DECLARED "encoding-declared is read as Windows-1252, as declared\n"

Test(encoding, declared)
{
	static const struct sample samples[] = {
		{ T("\xc9\x92,b\n"), "0@1 1:1<\u00c9\u2019> 1:4<b> $1:5\n", "", DECLARED },
		{ T("a\nb\n"), "0@1 1:1<a> $1:2\n1@2 2:1<b> $2:2\n", "", DECLARED },
		/* all of it is UTF-8 */
		{ T("a\nItali\xc3\xab\n"), "0@1 1:1<a> $1:2\n1@2 2:1<Itali\u00c3\u00ab> $2:8\n",
			"encoding 2:6 +7 r1 c3 mixed\n", DECLARED },
	};
	static const struct sample utf_8 = { T("a\n\xe9\n"),
		"0@1 1:1<a> $1:2\n1@2 2:1<\\xe9> $2:2\n", "encoding 2:1 +2 r1 e9\n", "" };

	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
		expect_always(&samples[i], &western, KL_WINDOWS_1252);
	expect_always(&utf_8, &comma, KL_UTF_8);
}

/* One conversion by the system; the length, or 0 if it is no text. */
static size_t ask_iconv(const char *from, struct kl_span bytes, char *to,
	size_t size)
{
	iconv_t converter = iconv_open("UTF-8", from);
	char *in = (char *)bytes.at, *out = to;
	size_t in_left = bytes.length, out_left = size;

	cr_assert(converter != (iconv_t)-1);
	size_t result = iconv(converter, &in, &in_left, &out, &out_left);
	iconv_close(converter);
	return result == (size_t)-1 ? 0 : (size_t)(out - to);
}

/* The text that a decoder makes. */
static void decode(struct kl_span bytes, enum kl_encoding declared, size_t piece,
	size_t ask, struct kl_decoder *decoder, struct kl_text_buffer *out)
{
	struct memory memory = { .bytes = bytes, .piece = piece };
	const struct kl_source source = { .read = memory_read,
		.context = &memory };
	struct kl_error error = { 0 };
	char buffer[512];
	ssize_t got;

	kl_text_puts(out, "");
	cr_assert_eq(kl_decoder_open(decoder, &source, declared, "x", &error), KL_OK,
		"%s", error.text);
	while ((got = decoder->source.read(decoder->source.context, buffer,
			ask)) > 0)
		kl_text_add(out, (struct kl_span){ buffer, (size_t)got });
	cr_assert_eq(got, 0);
	cr_assert_eq(decoder->made, out->length);
	cr_assert_eq(decoder->taken, bytes.length);
	kl_decoder_release(decoder);
}

Test(encoding, every_byte_of_windows_1252)
{
	for (int byte = 0; byte < 256; byte++) {
		const char bytes[] = { (char)byte };
		const struct kl_span in = { bytes, 1 };
		struct kl_text_buffer text = { 0 };
		struct kl_decoder decoder;
		char wanted[8];
		size_t length = ask_iconv("WINDOWS-1252", in, wanted, sizeof wanted);

		decode(in, KL_WINDOWS_1252, 0, 16, &decoder, &text);
		cr_expect_eq(decoder.misfit.met, length == 0, "%02x", byte);
		cr_expect_eq(decoder.nul.met, byte == 0);
		if (length == 0)
			wanted[length++] = (char)byte;
		cr_expect(kl_span_equal(kl_text_span(&text),
			(struct kl_span){ wanted, length }), "%02x", byte);
		kl_text_release(&text);
	}
}

/* A long text, so that all buffers fill; in pieces, and asked for in pieces. */
Test(encoding, long_texts)
{
	static const struct {
		const char *name;
		enum kl_encoding encoding;
		size_t unit;
	} cases[] = {
		{ "WINDOWS-1252", KL_WINDOWS_1252, 1 },
		{ "UTF-16LE", KL_UTF_16LE, 2 },
		{ "UTF-16BE", KL_UTF_16BE, 2 },
	};
	static const size_t asks[] = { 1, 3, 7, 511 };
	enum { UNITS = 150000 };
	static char bytes[2 * UNITS], wanted[3 * UNITS];
	uint64_t seed = 7;

	for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
		size_t length = 0;
		while (length + 4 < cases[c].unit * UNITS) {
			if (cases[c].unit == 1) {
				bytes[length++] = (char)("ab,\n \xe9\xeb\x80\xdf"[
					random_below(&seed, 9)]);
				continue;
			}
			static const uint16_t units[] = { 'a', ',', '\n', 0xe9,
				0x20ac, 0xd83d, 0xffff, 'z' };
			uint16_t unit = units[random_below(&seed, 8)];
			bool big = cases[c].encoding == KL_UTF_16BE;
			bytes[length + big] = (char)(unit & 0xff);
			bytes[length + !big] = (char)(unit >> 8);
			length += 2;
			if (unit != 0xd83d)
				continue;
			bytes[length + big] = '\x14';
			bytes[length + !big] = '\xdc';
			length += 2;
		}
		const struct kl_span in = { bytes, length };
		size_t made = ask_iconv(cases[c].name, in, wanted, sizeof wanted);
		cr_assert_gt(made, 0);
		for (size_t i = 0; i < sizeof asks / sizeof *asks; i++) {
			struct kl_text_buffer text = { 0 };
			struct kl_decoder decoder;
			decode(in, cases[c].encoding, i == 0 ? 0 : 1000 * i + 1,
				asks[i], &decoder, &text);
			cr_expect_not(decoder.misfit.met);
			cr_expect(kl_span_equal(kl_text_span(&text),
				(struct kl_span){ wanted, made }), "%s %zu",
				cases[c].name, asks[i]);
			kl_text_release(&text);
		}
	}
}

Test(encoding, what_is_no_mixture)
{
	static const char *const texts[] = {
		"CAF\xc9\x92S", "caf\xe9\x92\x94", "\x84Spa\xdf\x93", "Stra\xdf\x85",
		"MA\xc7\xc3\x94", "IRM\xc3\xa0", "\xabIRM\xc3\xbb", "S\xc3O",
		"1\xb2, 2\xb2", "\xc5\x96", "\xc4\x85", "\xd6\xae", "5\x80\xa0",
		"\xe2\x85", "\xe0\xa0\xbb", "cr\xeape", "\xc3 \xa9", "\xe2 \x80\x99",
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct kl_text_buffer text = { 0 };
		struct kl_decoder decoder;
		decode(kl_span_of(texts[i]), KL_WINDOWS_1252, 1, 16, &decoder, &text);
		cr_expect_not(decoder.misfit.met, "%s", texts[i]);
		kl_text_release(&text);
	}
}

/* Of all letters of Western Europe in UTF-8 all but those that could be something
 * else; and the signs of word processors. */
Test(encoding, what_is_a_mixture)
{
	size_t missed = 0;

	for (unsigned point = 0xc0; point <= 0xff; point++) {
		const char bytes[] = { 'x', '\xc3', (char)(0x80 | (point & 0x3f)),
			'y' };
		struct kl_text_buffer text = { 0 };
		struct kl_decoder decoder;
		decode((struct kl_span){ bytes, sizeof bytes }, KL_WINDOWS_1252, 1,
			16, &decoder, &text);
		missed += !decoder.misfit.met;
		if (decoder.misfit.met) {
			cr_expect_eq(decoder.misfit.offset, 1);
			cr_expect_eq(decoder.misfit.at, 1);
			cr_expect_eq(decoder.misfit.why, KL_MISFIT_MIXED);
		}
		kl_text_release(&text);
	}
	/* C5 D1..D7 DB E0 F7 FB, of which D7 and F7 are no letters */
	cr_expect_eq(missed, 12);

	static const char *const texts[] = { "x\u2019", "x\u20ac", "x\u2013",
		"x\u00eb", "x\u00e9", "x\u00cb" };
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct kl_text_buffer text = { 0 };
		struct kl_decoder decoder;
		decode(kl_span_of(texts[i]), KL_WINDOWS_1252, 1, 16, &decoder, &text);
		cr_expect(decoder.misfit.met && decoder.misfit.at == 1
			&& decoder.misfit.offset == 1, "%s", texts[i]);
		kl_text_release(&text);
	}
}

#define MARK(order) "encoding is read as UTF-16" order \
	", as its byte order mark says\n"

Test(encoding, utf_16)
{
	static const struct sample little[] = {
		{ T("\xff\xfe"), "0@1 $1:1\n", "", MARK("LE") },
		{ T("\xff\xfe" "a\0,\0\xe9\0\r\0\n\0\x3d\xd8\x14\xdc,\0\xac\x20\n\0"),
			"0@1 1:1<a> 1:3<\u00e9> $1:4\n"
			"1@2 2:1<\U0001f414> 2:3<\u20ac> $2:4\n", "", MARK("LE") },
		/* halves of characters, then text again */
		{ T("\xff\xfe" "a\0\n\0\x3d\xd8x\0,\0y\0"), "0@1 1:1<a> $1:2\n"
			"1@2 2:1<\\xffx> 2:4<y> $2:5\n",
			"encoding 2:1 +6 r1 3d surrogate\n", MARK("LE") },
		{ T("\xff\xfe" "\xe9\0\n\0\xe9\0\x14\xdc\x14\xdc,\0"),
			"0@1 1:1<\u00e9> $1:2\n1@2 2:1<\u00e9\\xff\\xff> 2:5<> $2:5\n",
			"encoding 2:2 +8 r1 14 surrogate\n", MARK("LE") },
		{ T("\xff\xfe" "a\0\n\0\x3d\xd8\x3d\xd8\x14\xdc"), "0@1 1:1<a> $1:2\n"
			"1@2 2:1<\\xff\U0001f414> $2:3\n",
			"encoding 2:1 +6 r1 3d surrogate\n", MARK("LE") },
		{ T("\xff\xfe" "a\0\n\0\x3d\xd8"), "0@1 1:1<a> $1:2\n"
			"1@2 2:1<\\xff> $2:2\n", "encoding 2:1 +6 r1 3d surrogate\n",
			MARK("LE") },
		{ T("\xff\xfe" "a\0\n\0\x3d\xd8\x14"), "0@1 1:1<a> $1:2\n"
			"1@2 2:1<\\xff\\xff> $2:3\n", "encoding 2:1 +6 r1 3d surrogate\n",
			MARK("LE") },
		/* the odd byte */
		{ T("\xff\xfe" "a\0b"), "0@1 1:1<a\\xff> $1:3\n",
			"encoding 1:2 +4 r0 62 cut off\n", MARK("LE") },
		{ T("\xff\xfe" "a"), "0@1 1:1<\\xff> $1:2\n",
			"encoding 1:1 +2 r0 61 cut off\n", MARK("LE") },
		/* NUL, behind characters of every length */
		{ T("\xff\xfe" "\xe9\0\xac\x20\x3d\xd8\x14\xdc\0\0\n\0"),
			"0@1 1:1<\u00e9\u20ac\U0001f414\\x00> $1:5\n",
			"nul 1:4 +10 r0\n", MARK("LE") },
	};
	static const struct sample big[] = {
		{ T("\xfe\xff"), "0@1 $1:1\n", "", MARK("BE") },
		{ T("\xfe\xff\0a\0;\0\"\0\xe9\0\n\0\"\0,\0b"),
			"0@1! 1:1<a;\"\u00e9> $1:5\n1@2! 2:1<\"> 2:3<b> $2:4\n",
			"stray 1:3 +4 r0\nopen 2:1 +8 r1\n", MARK("BE") },
	};

	for (size_t i = 0; i < sizeof little / sizeof *little; i++)
		expect_always(&little[i], &guessed, KL_UTF_16LE);
	for (size_t i = 0; i < sizeof big / sizeof *big; i++)
		expect_always(&big[i], &guessed, KL_UTF_16BE);
}

Test(encoding, declared_utf_16)
{
	static const struct {
		enum kl_encoding declared;
		struct kl_span bytes;
		enum kl_encoding used;
		const char *says;       /* NULL: it is read */
	} cases[] = {
		{ KL_UTF_16, T("\xff\xfe" "a\0"), KL_UTF_16LE, NULL },
		{ KL_UTF_16, T("\xfe\xff\0a"), KL_UTF_16BE, NULL },
		{ KL_UTF_16LE, T("a\0"), KL_UTF_16LE, NULL },
		{ KL_UTF_16LE, T("\xff\xfe" "a\0"), KL_UTF_16LE, NULL },
		{ KL_UTF_16BE, T("\0a"), KL_UTF_16BE, NULL },
		{ KL_UTF_16, T(""), KL_UTF_8, NULL },
		{ KL_UTF_16, T("a\0"), 0, "no byte order mark" },
		{ KL_UTF_16LE, T("\xfe\xff\0a"), 0, "UTF-16BE" },
		{ KL_UTF_16, T("\xef\xbb\xbf" "a"), 0, "UTF-8" },
		{ KL_UTF_8, T("\xff\xfe" "a\0"), 0, "UTF-16LE" },
		{ KL_WINDOWS_1252, T("\xef\xbb\xbf" "a"), 0, "Windows-1252" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_dialect dialect = comma;
		struct record record = { 0 };
		struct kl_error error = { 0 };
		dialect.encoding = cases[i].declared;
		enum kl_status status = read_memory(cases[i].bytes, 1, &dialect, 0,
			&record, &error);
		cr_expect_eq(status, cases[i].says == NULL ? KL_OK : KL_INVALID);
		if (cases[i].says == NULL)
			cr_expect_eq(record.used.encoding, cases[i].used);
		else
			cr_expect(strstr(error.text, cases[i].says) != NULL, "%s",
				error.text);
		record_release(&record);
	}
}

/* A failure of the source is one of the text, wherever it comes. */
Test(encoding, read_errors)
{
	static const struct kl_span texts[] = {
		T("a,b\n\xe9,1\n\xe9,2\n"), T("\xff\xfe" "a\0\n\0\x3d\xd8\x14\xdc"),
		T("a\n\xe2\x82\xac\n\xe2\x82\xac"),
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		for (size_t fail_at = 1; fail_at <= texts[i].length; fail_at++) {
			struct memory memory = { texts[i], 1, 0, fail_at };
			struct record record = { 0 };
			struct kl_error error = { 0 };
			cr_expect_eq(read_source((struct kl_source){ memory_read,
				&memory, NULL }, &guessed, 3, &record, &error), KL_IO);
			cr_expect_eq(error.status, KL_IO);
			record_release(&record);
		}
}
