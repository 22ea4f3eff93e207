/*
 * A file to UTF-8 the plain way, in one piece, to compare the decoder with: what
 * table/decoder.h promises, without its care for pieces.
 */
#ifndef KL_FUZZ_DECODED_H
#define KL_FUZZ_DECODED_H

#include "base/text.h"
#include "fuzz.h"
#include "table/encoding.h"

struct decoded {
	char *text;
	size_t size, mark;              /* bytes; of the byte order mark */
	enum kl_encoding encoding;
};

static void put_point(struct decoded *out, uint32_t point)
{
	char *to = out->text + out->size;

	if (point < 0x80) {
		*to++ = (char)point;
	} else if (point < 0x800) {
		*to++ = (char)(0xc0 | point >> 6);
		*to++ = (char)(0x80 | (point & 0x3f));
	} else if (point < 0x10000) {
		*to++ = (char)(0xe0 | point >> 12);
		*to++ = (char)(0x80 | (point >> 6 & 0x3f));
		*to++ = (char)(0x80 | (point & 0x3f));
	} else {
		*to++ = (char)(0xf0 | point >> 18);
		*to++ = (char)(0x80 | (point >> 12 & 0x3f));
		*to++ = (char)(0x80 | (point >> 6 & 0x3f));
		*to++ = (char)(0x80 | (point & 0x3f));
	}
	out->size = (size_t)(to - out->text);
}

static void decode_western(const uint8_t *bytes, size_t size,
	struct decoded *out)
{
	static const char signs[] = "\u20ac\0\u201a\u0192\u201e\u2026\u2020\u2021"
		"\u02c6\u2030\u0160\u2039\u0152\0\u017d\0\0\u2018\u2019\u201c"
		"\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\0\u017e"
		"\u0178";
	uint32_t points[32];
	struct kl_span rest = { signs, sizeof signs - 1 };

	for (size_t i = 0; i < 32; i++) {
		size_t length = kl_utf8_next(rest, &points[i]);
		rest.at += length;
		rest.length -= length;
	}
	for (size_t i = 0; i < size; i++) {
		uint32_t point = bytes[i] >= 0x80 && bytes[i] < 0xa0
			? points[bytes[i] - 0x80] : bytes[i];
		if (point == 0 && bytes[i] != 0)
			out->text[out->size++] = (char)bytes[i];
		else
			put_point(out, point);
	}
}

static uint32_t unit_at(const uint8_t *bytes, size_t size, size_t at, bool big)
{
	return at + 2 > size ? 0 : big ? (uint32_t)(bytes[at] << 8 | bytes[at + 1])
		: (uint32_t)(bytes[at + 1] << 8 | bytes[at]);
}

static void decode_utf_16(const uint8_t *bytes, size_t size, bool big,
	struct decoded *out)
{
	for (size_t i = 0; i < size; i += 2) {
		uint32_t unit = unit_at(bytes, size, i, big);
		uint32_t next = unit_at(bytes, size, i + 2, big);
		if (unit >= 0xd800 && unit < 0xdc00 && next >= 0xdc00
				&& next < 0xe000) {
			put_point(out, 0x10000 + ((unit - 0xd800) << 10)
				+ (next - 0xdc00));
			i += 2;
		} else if (i + 1 == size || (unit >= 0xd800 && unit < 0xe000)) {
			out->text[out->size++] = '\xff';
		} else {
			put_point(out, unit);
		}
	}
}

static enum kl_encoding guess(const uint8_t *bytes, size_t size)
{
	size_t at = 0;
	uint32_t point = 0;

	while (at < size && bytes[at] < 0x80)
		at++;
	if (at < size)
		kl_utf8_next((struct kl_span){ (const char *)bytes + at,
			size - at }, &point);
	return point == UINT32_MAX ? KL_WINDOWS_1252 : KL_UTF_8;
}

/* Of a file that is not refused. */
static struct decoded decode(const uint8_t *bytes, size_t size,
	enum kl_encoding declared)
{
	struct decoded out = { .text = malloc(3 * size + 1) };

	fuzz_must(out.text != NULL);
	if (size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
		out.mark = 3;
		out.encoding = KL_UTF_8;
	} else if (size >= 2 && memcmp(bytes, "\xff\xfe", 2) == 0) {
		out.mark = 2;
		out.encoding = KL_UTF_16LE;
	} else if (size >= 2 && memcmp(bytes, "\xfe\xff", 2) == 0) {
		out.mark = 2;
		out.encoding = KL_UTF_16BE;
	} else {
		out.encoding = declared != KL_ENCODING_OPEN ? declared
			: guess(bytes, size);
	}
	bytes += out.mark;
	size -= out.mark;
	if (out.encoding == KL_WINDOWS_1252) {
		decode_western(bytes, size, &out);
	} else if (out.encoding != KL_UTF_8) {
		decode_utf_16(bytes, size, out.encoding == KL_UTF_16BE, &out);
	} else {
		memcpy(out.text, bytes, size);
		out.size = size;
	}
	return out;
}

#endif
