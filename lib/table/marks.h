/*
 * Where delimiters, quotes and line ends stand in some bytes: a bit for each byte,
 * found with the widest instructions that the machine has.
 */
#ifndef KL_TABLE_MARKS_H
#define KL_TABLE_MARKS_H

#include <stdint.h>

#include "base/span.h"

enum { KL_MARKS_WORD = 64 };            /* bytes that a word has bits for */

struct kl_marked {
	char delimiter, quote;          /* quote 0: none */
};

/* Of KL_MARKS_WORD bytes; no byte is two of these. */
struct kl_marks {
	uint64_t delimiters, quotes, lf, cr;
};

/* By the width of what is compared at once. */
enum kl_marks_level {
	KL_MARKS_PLAIN,                 /* eight bytes, in C */
	KL_MARKS_SSE2, KL_MARKS_AVX2, KL_MARKS_AVX512,
	KL_MARKS_LEVELS
};

/* The marks of `size` bytes: bit i % 64 of out[i / 64] is that of at[i]. Bits past the
 * end are 0. */
void kl_marks_find(const char *at, size_t size, struct kl_marked marked,
	struct kl_marks *out);

/* For tests: the same at one level. False, and nothing was done: this machine has
 * not that. */
bool kl_marks_find_at(enum kl_marks_level level, const char *at, size_t size,
	struct kl_marked marked, struct kl_marks *out);

#endif
