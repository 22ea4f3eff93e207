/* Blocks of UTF-8 by tables: see utf8.h. */
#include "base/utf8.h"

#if defined(__x86_64__)
#include <immintrin.h>

/* What can be wrong with two bytes, one after another: a bit for each mistake. It is
 * made when the high and the low half of the first byte and the high half of the
 * second all say that it can be. */
enum {
	TOO_SHORT = 1 << 0,             /* a lead byte, and none that goes on */
	TOO_LONG = 1 << 1,              /* a plain one, and one that goes on */
	OVERLONG_3 = 1 << 2,            /* e0 80..9f */
	TOO_LARGE = 1 << 3,             /* f4 90..bf, f5..ff 90..bf */
	SURROGATE = 1 << 4,             /* ed a0..bf */
	OVERLONG_2 = 1 << 5,            /* c0..c1 80..bf */
	OVERLONG_4 = 1 << 6,            /* f0 80..8f; and f5..ff 80..8f, too large */
	TWO_GO_ON = 1 << 7,             /* right where a third or fourth byte is due */
	ANY_LOW = TOO_SHORT | TOO_LONG | TWO_GO_ON
};

#define FIRST_HIGH \
	TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, \
	TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, \
	(char)TWO_GO_ON, (char)TWO_GO_ON, (char)TWO_GO_ON, (char)TWO_GO_ON, \
	TOO_SHORT | OVERLONG_2, TOO_SHORT, TOO_SHORT | OVERLONG_3 | SURROGATE, \
	TOO_SHORT | TOO_LARGE | OVERLONG_4
#define LARGE_LOW (char)(ANY_LOW | TOO_LARGE | OVERLONG_4)
#define FIRST_LOW \
	(char)(ANY_LOW | OVERLONG_2 | OVERLONG_3 | OVERLONG_4), \
	(char)(ANY_LOW | OVERLONG_2), (char)ANY_LOW, (char)ANY_LOW, \
	(char)(ANY_LOW | TOO_LARGE), LARGE_LOW, LARGE_LOW, LARGE_LOW, \
	LARGE_LOW, LARGE_LOW, LARGE_LOW, LARGE_LOW, \
	LARGE_LOW, (char)(LARGE_LOW | SURROGATE), LARGE_LOW, LARGE_LOW
#define GOES_ON (TOO_LONG | OVERLONG_2 | TWO_GO_ON)
#define SECOND_HIGH \
	TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, \
	TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, \
	(char)(GOES_ON | OVERLONG_3 | OVERLONG_4), \
	(char)(GOES_ON | OVERLONG_3 | TOO_LARGE), \
	(char)(GOES_ON | SURROGATE | TOO_LARGE), \
	(char)(GOES_ON | SURROGATE | TOO_LARGE), \
	TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT

/* What the last three bytes may be at most, so that no character is cut off. */
#define LAST_THREE (char)0xef, (char)0xdf, (char)0xbf

/* Not 0 where `bytes`, of which `before` are those before them, are wrong. */
__attribute__((target("ssse3")))
static inline __m128i wrong_ssse3(__m128i bytes, __m128i before)
{
	const __m128i half = _mm_set1_epi8(15);
	const __m128i first = _mm_alignr_epi8(bytes, before, 15);
	__m128i pair = _mm_and_si128(
		_mm_and_si128(
			_mm_shuffle_epi8(_mm_setr_epi8(FIRST_HIGH), _mm_and_si128(
				_mm_srli_epi16(first, 4), half)),
			_mm_shuffle_epi8(_mm_setr_epi8(FIRST_LOW),
				_mm_and_si128(first, half))),
		_mm_shuffle_epi8(_mm_setr_epi8(SECOND_HIGH), _mm_and_si128(
			_mm_srli_epi16(bytes, 4), half)));
	/* The high bit where a third or a fourth byte is due. */
	__m128i due = _mm_or_si128(
		_mm_subs_epu8(_mm_alignr_epi8(bytes, before, 14),
			_mm_set1_epi8(0xe0 - 0x80)),
		_mm_subs_epu8(_mm_alignr_epi8(bytes, before, 13),
			_mm_set1_epi8(0xf0 - 0x80)));

	return _mm_xor_si128(_mm_and_si128(due, _mm_set1_epi8((char)0x80)), pair);
}

__attribute__((target("ssse3")))
static size_t blocks_ssse3(const char *at, size_t count)
{
	const __m128i zero = _mm_setzero_si128(), most = _mm_setr_epi8(-1, -1, -1,
		-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, LAST_THREE);
	__m128i before = zero;

	for (size_t i = 0; i < count; i++, at += KL_UTF8_BLOCK) {
		__m128i bytes[4], wrong = zero, any = zero;
		for (int k = 0; k < 4; k++) {
			bytes[k] = _mm_loadu_si128((const void *)(at + 16 * k));
			any = _mm_or_si128(any, bytes[k]);
			wrong = _mm_or_si128(wrong, _mm_cmpeq_epi8(bytes[k], zero));
		}
		if (_mm_movemask_epi8(any) == 0)
			wrong = _mm_or_si128(wrong, _mm_subs_epu8(before, most));
		for (int k = 0; k < 4 && _mm_movemask_epi8(any) != 0; k++)
			wrong = _mm_or_si128(wrong, wrong_ssse3(bytes[k],
				k == 0 ? before : bytes[k - 1]));
		if (_mm_movemask_epi8(_mm_cmpeq_epi8(wrong, zero)) != 0xffff)
			return i;
		before = bytes[3];
	}
	return count;
}

__attribute__((target("avx2")))
static inline __m256i table(__m128i half)
{
	return _mm256_broadcastsi128_si256(half);
}

__attribute__((target("avx2")))
static inline __m256i wrong_avx2(__m256i bytes, __m256i before)
{
	const __m256i half = _mm256_set1_epi8(15);
	/* What is before each half of sixteen bytes. */
	const __m256i shifted = _mm256_permute2x128_si256(before, bytes, 0x21);
	const __m256i first = _mm256_alignr_epi8(bytes, shifted, 15);
	__m256i pair = _mm256_and_si256(
		_mm256_and_si256(
			_mm256_shuffle_epi8(table(_mm_setr_epi8(FIRST_HIGH)),
				_mm256_and_si256(_mm256_srli_epi16(first, 4), half)),
			_mm256_shuffle_epi8(table(_mm_setr_epi8(FIRST_LOW)),
				_mm256_and_si256(first, half))),
		_mm256_shuffle_epi8(table(_mm_setr_epi8(SECOND_HIGH)),
			_mm256_and_si256(_mm256_srli_epi16(bytes, 4), half)));
	__m256i due = _mm256_or_si256(
		_mm256_subs_epu8(_mm256_alignr_epi8(bytes, shifted, 14),
			_mm256_set1_epi8(0xe0 - 0x80)),
		_mm256_subs_epu8(_mm256_alignr_epi8(bytes, shifted, 13),
			_mm256_set1_epi8(0xf0 - 0x80)));

	return _mm256_xor_si256(
		_mm256_and_si256(due, _mm256_set1_epi8((char)0x80)), pair);
}

__attribute__((target("avx2")))
static size_t blocks_avx2(const char *at, size_t count)
{
	const __m256i zero = _mm256_setzero_si256(), most = _mm256_setr_epi8(-1, -1,
		-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
		-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, LAST_THREE);
	__m256i before = zero;

	for (size_t i = 0; i < count; i++, at += KL_UTF8_BLOCK) {
		const __m256i low = _mm256_loadu_si256((const void *)at);
		const __m256i high = _mm256_loadu_si256((const void *)(at + 32));
		__m256i wrong = _mm256_cmpeq_epi8(_mm256_min_epu8(low, high), zero);
		if (_mm256_movemask_epi8(_mm256_or_si256(low, high)) == 0)
			wrong = _mm256_or_si256(wrong,
				_mm256_subs_epu8(before, most));
		else
			wrong = _mm256_or_si256(wrong, _mm256_or_si256(
				wrong_avx2(low, before), wrong_avx2(high, low)));
		if (!_mm256_testz_si256(wrong, wrong))
			return i;
		before = high;
	}
	return count;
}
#endif

bool kl_utf8_blocks_at(enum kl_utf8_level level, struct kl_span text,
	size_t *blocks)
{
	switch (level) {
	case KL_UTF8_PLAIN:
		*blocks = 0;
		return true;
#if defined(__x86_64__)
	case KL_UTF8_SSSE3:
		if (!__builtin_cpu_supports("ssse3"))
			return false;
		*blocks = blocks_ssse3(text.at, text.length / KL_UTF8_BLOCK);
		return true;
	case KL_UTF8_AVX2:
		if (!__builtin_cpu_supports("avx2"))
			return false;
		*blocks = blocks_avx2(text.at, text.length / KL_UTF8_BLOCK);
		return true;
#endif
	default:
		return false;
	}
}

size_t kl_utf8_blocks(struct kl_span text)
{
	size_t blocks = 0;
	int level = text.length < KL_UTF8_BLOCK ? KL_UTF8_PLAIN
		: KL_UTF8_LEVELS - 1;

	while (!kl_utf8_blocks_at((enum kl_utf8_level)level, text, &blocks))
		level--;
	return blocks;
}
