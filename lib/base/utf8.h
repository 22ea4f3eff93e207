/*
 * Whether text is UTF-8, found with the widest instructions that the machine has; the
 * rest of UTF-8 is in base/text.h.
 *
 * Blocks of text are checked by three tables of sixteen entries: John Keiser and
 * Daniel Lemire, "Validating UTF-8 in less than one instruction per byte", Software:
 * Practice and Experience 51 (2021), https://arxiv.org/abs/2010.03090.
 */
#ifndef KL_BASE_UTF8_H
#define KL_BASE_UTF8_H

#include "base/span.h"

enum kl_utf8_level {
	KL_UTF8_PLAIN,                  /* a character at a time, in C */
	KL_UTF8_SSSE3, KL_UTF8_AVX2,
	KL_UTF8_LEVELS
};

enum { KL_UTF8_BLOCK = 64 };            /* bytes */

/* How many blocks of the text, from its start, have nothing wrong in them and no
 * NUL: 0 at KL_UTF8_PLAIN. The character that the last of them cuts off can still be
 * wrong. */
size_t kl_utf8_blocks(struct kl_span text);

/* For tests: the same at one level. False, and nothing was done: this machine has
 * not that. */
bool kl_utf8_blocks_at(enum kl_utf8_level level, struct kl_span text,
	size_t *blocks);

#endif
