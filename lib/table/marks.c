#include "table/marks.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

typedef void find_marks(const char *at, size_t words, struct kl_marked marked,
	uint64_t *out);

/* A quote that nobody has is taken for a line end. */
static char quote_of(struct kl_marked marked)
{
	return marked.quote != 0 ? marked.quote : '\n';
}

/* The high bit of each byte that is `c`, and of no other. */
static uint64_t bytes_that_are(uint64_t bytes, char c)
{
	const uint64_t low = UINT64_C(0x7f7f7f7f7f7f7f7f);
	uint64_t x = bytes ^ (unsigned char)c * UINT64_C(0x0101010101010101);

	return ~(((x & low) + low) | x | low);
}

/* The high bits of eight bytes, the first byte's lowest, on any machine. */
static uint64_t gather(uint64_t high)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	high = __builtin_bswap64(high);
#endif
	return (high >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

static void find_plain(const char *at, size_t words, struct kl_marked marked,
	uint64_t *out)
{
	const char quote = quote_of(marked);

	for (size_t i = 0; i < words; i++, at += KL_MARKS_WORD) {
		out[i] = 0;
		for (unsigned part = 0; part < 8; part++) {
			uint64_t bytes;
			memcpy(&bytes, at + 8 * part, sizeof bytes);
			out[i] |= gather(bytes_that_are(bytes, marked.delimiter)
				| bytes_that_are(bytes, quote)
				| bytes_that_are(bytes, '\n')
				| bytes_that_are(bytes, '\r')) << 8 * part;
		}
	}
}

#if defined(__x86_64__)
static void find_sse2(const char *at, size_t words, struct kl_marked marked,
	uint64_t *out)
{
	const __m128i delimiter = _mm_set1_epi8(marked.delimiter);
	const __m128i quote = _mm_set1_epi8(quote_of(marked));
	const __m128i lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r');

	for (size_t i = 0; i < words; i++, at += KL_MARKS_WORD) {
		out[i] = 0;
		for (unsigned part = 0; part < 4; part++) {
			__m128i bytes = _mm_loadu_si128(
				(const void *)(at + 16 * part));
			__m128i found = _mm_or_si128(
				_mm_or_si128(_mm_cmpeq_epi8(bytes, delimiter),
					_mm_cmpeq_epi8(bytes, quote)),
				_mm_or_si128(_mm_cmpeq_epi8(bytes, lf),
					_mm_cmpeq_epi8(bytes, cr)));
			out[i] |= (uint64_t)(uint32_t)_mm_movemask_epi8(found)
				<< 16 * part;
		}
	}
}

__attribute__((target("avx2")))
static void find_avx2(const char *at, size_t words, struct kl_marked marked,
	uint64_t *out)
{
	const __m256i delimiter = _mm256_set1_epi8(marked.delimiter);
	const __m256i quote = _mm256_set1_epi8(quote_of(marked));
	const __m256i lf = _mm256_set1_epi8('\n'), cr = _mm256_set1_epi8('\r');

	for (size_t i = 0; i < words; i++, at += KL_MARKS_WORD) {
		out[i] = 0;
		for (unsigned part = 0; part < 2; part++) {
			__m256i bytes = _mm256_loadu_si256(
				(const void *)(at + 32 * part));
			__m256i found = _mm256_or_si256(
				_mm256_or_si256(
					_mm256_cmpeq_epi8(bytes, delimiter),
					_mm256_cmpeq_epi8(bytes, quote)),
				_mm256_or_si256(_mm256_cmpeq_epi8(bytes, lf),
					_mm256_cmpeq_epi8(bytes, cr)));
			out[i] |= (uint64_t)(uint32_t)_mm256_movemask_epi8(found)
				<< 32 * part;
		}
	}
}

__attribute__((target("avx512bw")))
static void find_avx512(const char *at, size_t words, struct kl_marked marked,
	uint64_t *out)
{
	const __m512i delimiter = _mm512_set1_epi8(marked.delimiter);
	const __m512i quote = _mm512_set1_epi8(quote_of(marked));
	const __m512i lf = _mm512_set1_epi8('\n'), cr = _mm512_set1_epi8('\r');

	for (size_t i = 0; i < words; i++, at += KL_MARKS_WORD) {
		__m512i bytes = _mm512_loadu_si512(at);
		out[i] = _mm512_cmpeq_epi8_mask(bytes, delimiter)
			| _mm512_cmpeq_epi8_mask(bytes, quote)
			| _mm512_cmpeq_epi8_mask(bytes, lf)
			| _mm512_cmpeq_epi8_mask(bytes, cr);
	}
}
#endif

/* NULL: this machine has it not. */
static find_marks *finder(enum kl_marks_level level)
{
	switch (level) {
	case KL_MARKS_PLAIN:
		return find_plain;
#if defined(__x86_64__)
	case KL_MARKS_SSE2:
		return find_sse2;
	case KL_MARKS_AVX2:
		return __builtin_cpu_supports("avx2") ? find_avx2 : NULL;
	case KL_MARKS_AVX512:
		return __builtin_cpu_supports("avx512bw") ? find_avx512 : NULL;
#endif
	default:
		return NULL;
	}
}

static void find_with(find_marks *find, const char *at, size_t size,
	struct kl_marked marked, uint64_t *words)
{
	size_t whole = size / KL_MARKS_WORD, rest = size % KL_MARKS_WORD;
	char last[KL_MARKS_WORD] = { 0 };

	find(at, whole, marked, words);
	if (rest == 0)
		return;
	memcpy(last, at + whole * KL_MARKS_WORD, rest);
	find(last, 1, marked, &words[whole]);
	words[whole] &= (UINT64_C(1) << rest) - 1;
}

bool kl_marks_find_at(enum kl_marks_level level, const char *at, size_t size,
	struct kl_marked marked, uint64_t *words)
{
	find_marks *find = finder(level);

	if (find != NULL)
		find_with(find, at, size, marked, words);
	return find != NULL;
}

void kl_marks_find(const char *at, size_t size, struct kl_marked marked,
	uint64_t *words)
{
	find_marks *find = NULL;

	for (int level = KL_MARKS_LEVELS - 1; find == NULL; level--)
		find = finder((enum kl_marks_level)level);
	find_with(find, at, size, marked, words);
}
