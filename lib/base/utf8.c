#include "base/utf8.h"

#include <stdint.h>

#include "base/text.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

size_t kl_utf8_next(struct kl_span text, uint32_t *codepoint)
{
	/* Lowest code point that may take 2, 3, 4 bytes: below it is overlong. */
	static const uint32_t lowest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *at = (const unsigned char *)text.at;
	size_t length = at[0] < 0x80 ? 1 : at[0] < 0xc2 ? 0 : at[0] < 0xe0 ? 2
		: at[0] < 0xf0 ? 3 : at[0] < 0xf5 ? 4 : 0;

	*codepoint = UINT32_MAX;
	if (length == 0 || length > text.length)
		return 1;
	if (length == 1) {
		*codepoint = at[0];
		return 1;
	}
	uint32_t value = at[0] & (0x7fu >> length);
	for (size_t i = 1; i < length; i++) {
		if ((at[i] & 0xc0) != 0x80)
			return 1;
		value = value << 6 | (at[i] & 0x3fu);
	}
	if (value < lowest[length] || value > 0x10ffff
			|| (value >= 0xd800 && value <= 0xdfff))
		return 1;
	*codepoint = value;
	return length;
}

#if defined(__SSE2__)
/* Blocks of ASCII without a NUL at the start, in bytes. */
static size_t ascii_blocks(struct kl_span text)
{
	const __m128i zero = _mm_setzero_si128();
	size_t at = 0;

	for (; text.length - at >= KL_UTF8_BLOCK; at += KL_UTF8_BLOCK) {
		const char *from = text.at + at;
		__m128i a = _mm_loadu_si128((const void *)from);
		__m128i b = _mm_loadu_si128((const void *)(from + 16));
		__m128i c = _mm_loadu_si128((const void *)(from + 32));
		__m128i d = _mm_loadu_si128((const void *)(from + 48));
		__m128i high = _mm_or_si128(_mm_or_si128(a, b),
			_mm_or_si128(c, d));
		__m128i nul = _mm_cmpeq_epi8(zero, _mm_min_epu8(
			_mm_min_epu8(a, b), _mm_min_epu8(c, d)));
		if (_mm_movemask_epi8(_mm_or_si128(high, nul)) != 0)
			break;
	}
	return at;
}
#else
static size_t ascii_blocks(struct kl_span text)
{
	(void)text;
	return 0;
}
#endif

/* Eight at a time. */
static size_t ascii_words(struct kl_span text)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones << 7;
	size_t at = 0;

	for (uint64_t word; at + sizeof word <= text.length; at += sizeof word) {
		memcpy(&word, text.at + at, sizeof word);
		if (((word | (word - ones)) & highs) != 0)
			break;
	}
	while (at < text.length && text.at[at] != 0
			&& (unsigned char)text.at[at] < 0x80)
		at++;
	return at;
}

static struct kl_span from(struct kl_span text, size_t at)
{
	return (struct kl_span){ text.at + at, text.length - at };
}

size_t kl_ascii_run(struct kl_span text)
{
	size_t blocks = text.length < KL_UTF8_BLOCK ? 0 : ascii_blocks(text);

	return blocks == text.length ? blocks
		: blocks + ascii_words(from(text, blocks));
}

/* Where the character begins that ends at `at` or is cut off there; what is before it
 * is right. */
static size_t last_begin(struct kl_span text, size_t at)
{
	if (at == 0)
		return 0;
	do
		at--;
	while (at > 0 && ((unsigned char)text.at[at] & 0xc0) == 0x80);
	return at;
}

size_t kl_utf8_check(struct kl_span text)
{
	size_t at = last_begin(text, kl_utf8_blocks(text) * KL_UTF8_BLOCK);

	while (at < text.length) {
		at += ascii_words(from(text, at));
		if (at == text.length)
			return at;
		uint32_t codepoint;
		size_t length = kl_utf8_next(from(text, at), &codepoint);
		if (codepoint == UINT32_MAX || codepoint == 0)
			return at;
		at += length;
	}
	return at;
}

size_t kl_utf8_count(struct kl_span text)
{
	size_t count = 0;

	while (text.length > 0) {
		uint32_t codepoint;
		size_t length = kl_ascii_run(text);
		count += length;
		if (length == 0) {
			length = kl_utf8_next(text, &codepoint);
			count++;
		}
		text.at += length;
		text.length -= length;
	}
	return count;
}

