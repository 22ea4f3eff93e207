#include "table/marks.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

typedef void find_marks(const char *at, size_t words, struct kl_marked marked,
	struct kl_marks *out);

/* All bits, or none where nothing is a quote: a NUL is not. */
static uint64_t any_quote(struct kl_marked marked)
{
	return marked.quote != 0 ? UINT64_MAX : 0;
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
	struct kl_marks *out)
{
	for (size_t i = 0; i < words; i++, at += KL_MARKS_WORD) {
		struct kl_marks found = { 0 };
		for (unsigned part = 0; part < 8; part++) {
			uint64_t bytes;
			memcpy(&bytes, at + 8 * part, sizeof bytes);
			found.delimiters |= gather(bytes_that_are(bytes,
				marked.delimiter)) << 8 * part;
			found.quotes |= gather(bytes_that_are(bytes,
				marked.quote)) << 8 * part;
			found.lf |= gather(bytes_that_are(bytes, '\n')) << 8 * part;
			found.cr |= gather(bytes_that_are(bytes, '\r')) << 8 * part;
		}
		found.quotes &= any_quote(marked);
		out[i] = found;
	}
}

#if defined(__x86_64__)
/* Which of 64 bytes are those of `wanted`, as sixteen of it. */
static inline uint64_t are_sse2(const __m128i *bytes, __m128i wanted)
{
	uint64_t found = 0;

	for (unsigned part = 0; part < 4; part++)
		found |= (uint64_t)(uint32_t)_mm_movemask_epi8(
			_mm_cmpeq_epi8(bytes[part], wanted)) << 16 * part;
	return found;
}

static void find_sse2(const char *at, size_t words, struct kl_marked marked,
	struct kl_marks *out)
{
	const __m128i delimiter = _mm_set1_epi8(marked.delimiter);
	const __m128i quote = _mm_set1_epi8(marked.quote);
	const __m128i lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r');

	for (size_t i = 0; i < words; i++, at += KL_MARKS_WORD) {
		__m128i bytes[4];
		for (unsigned part = 0; part < 4; part++)
			bytes[part] = _mm_loadu_si128(
				(const void *)(at + 16 * part));
		out[i] = (struct kl_marks){ are_sse2(bytes, delimiter),
			are_sse2(bytes, quote) & any_quote(marked),
			are_sse2(bytes, lf), are_sse2(bytes, cr) };
	}
}

__attribute__((target("avx2")))
static inline uint64_t are_avx2(__m256i low, __m256i high, __m256i wanted)
{
	return (uint64_t)(uint32_t)_mm256_movemask_epi8(
			_mm256_cmpeq_epi8(low, wanted))
		| (uint64_t)(uint32_t)_mm256_movemask_epi8(
			_mm256_cmpeq_epi8(high, wanted)) << 32;
}

__attribute__((target("avx2")))
static void find_avx2(const char *at, size_t words, struct kl_marked marked,
	struct kl_marks *out)
{
	const __m256i delimiter = _mm256_set1_epi8(marked.delimiter);
	const __m256i quote = _mm256_set1_epi8(marked.quote);
	const __m256i lf = _mm256_set1_epi8('\n'), cr = _mm256_set1_epi8('\r');

	for (size_t i = 0; i < words; i++, at += KL_MARKS_WORD) {
		__m256i low = _mm256_loadu_si256((const void *)at);
		__m256i high = _mm256_loadu_si256((const void *)(at + 32));
		out[i] = (struct kl_marks){ are_avx2(low, high, delimiter),
			are_avx2(low, high, quote) & any_quote(marked),
			are_avx2(low, high, lf), are_avx2(low, high, cr) };
	}
}

__attribute__((target("avx512bw")))
static void find_avx512(const char *at, size_t words, struct kl_marked marked,
	struct kl_marks *out)
{
	const __m512i delimiter = _mm512_set1_epi8(marked.delimiter);
	const __m512i quote = _mm512_set1_epi8(marked.quote);
	const __m512i lf = _mm512_set1_epi8('\n'), cr = _mm512_set1_epi8('\r');

	for (size_t i = 0; i < words; i++, at += KL_MARKS_WORD) {
		__m512i bytes = _mm512_loadu_si512(at);
		out[i].delimiters = _mm512_cmpeq_epi8_mask(bytes, delimiter);
		out[i].quotes = _mm512_cmpeq_epi8_mask(bytes, quote)
			& any_quote(marked);
		out[i].lf = _mm512_cmpeq_epi8_mask(bytes, lf);
		out[i].cr = _mm512_cmpeq_epi8_mask(bytes, cr);
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
	struct kl_marked marked, struct kl_marks *out)
{
	size_t whole = size / KL_MARKS_WORD, rest = size % KL_MARKS_WORD;
	char last[KL_MARKS_WORD] = { 0 };

	find(at, whole, marked, out);
	if (rest == 0)
		return;
	/* What stands behind the end can be a delimiter: any byte can. */
	const uint64_t there = (UINT64_C(1) << rest) - 1;
	memcpy(last, at + whole * KL_MARKS_WORD, rest);
	find(last, 1, marked, &out[whole]);
	out[whole].delimiters &= there;
	out[whole].quotes &= there;
}

bool kl_marks_find_at(enum kl_marks_level level, const char *at, size_t size,
	struct kl_marked marked, struct kl_marks *out)
{
	find_marks *find = finder(level);

	if (find != NULL)
		find_with(find, at, size, marked, out);
	return find != NULL;
}

void kl_marks_find(const char *at, size_t size, struct kl_marked marked,
	struct kl_marks *out)
{
	find_marks *find = NULL;

	for (int level = KL_MARKS_LEVELS - 1; find == NULL; level--)
		find = finder((enum kl_marks_level)level);
	find_with(find, at, size, marked, out);
}
