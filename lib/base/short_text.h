/*
 * Short texts as two words, which are compared at once instead of byte by byte.
 */
#ifndef KL_BASE_SHORT_TEXT_H
#define KL_BASE_SHORT_TEXT_H

#include <stdint.h>

#include "base/span.h"

enum { KL_SHORT_MOST = 16 };            /* bytes */

/* The bytes of a short text: of one length, each stands at the same places, and
 * no other text has the same words. */
struct kl_short_text {
	uint64_t first, last;
	size_t length;
};

static inline bool kl_is_short(struct kl_span text)
{
	return text.length > 0 && text.length <= KL_SHORT_MOST;
}

/* From both ends, which overlap in shorter texts: no byte is read that is not of
 * the text, and none is left out. */
static inline struct kl_short_text kl_short_text(struct kl_span text)
{
	struct kl_short_text made = { 0, 0, text.length };
	uint32_t first, last;

	if (text.length >= 8) {
		memcpy(&made.first, text.at, 8);
		memcpy(&made.last, text.at + text.length - 8, 8);
	} else if (text.length >= 4) {
		memcpy(&first, text.at, 4);
		memcpy(&last, text.at + text.length - 4, 4);
		made.first = first;
		made.last = last;
	} else {
		made.first = (unsigned char)text.at[0];
		made.last = (uint64_t)(unsigned char)text.at[text.length / 2] << 8
			| (unsigned char)text.at[text.length - 1];
	}
	return made;
}

static inline bool kl_short_equal(const struct kl_short_text *a,
	const struct kl_short_text *b)
{
	return a->first == b->first && a->last == b->last
		&& a->length == b->length;
}

/* kl_span_equal, without a call where the texts are short. */
static inline bool kl_short_same(struct kl_span a, struct kl_span b)
{
	if (a.length != b.length || !kl_is_short(a))
		return kl_span_equal(a, b);
	const struct kl_short_text x = kl_short_text(a), y = kl_short_text(b);
	return kl_short_equal(&x, &y);
}

#endif
