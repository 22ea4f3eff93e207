/*
 * A memo of short texts: what was found out about a text once need not be found
 * out again, while the same few texts keep coming. Fixed in size; a text takes
 * the place of another. Which one nobody can choose (secrets, see hash.h), so that a few
 * texts do not put each other out; nothing is searched, and no place is ever slow.
 */
#ifndef KL_BASE_MEMO_H
#define KL_BASE_MEMO_H

#include "base/hash.h"

enum { KL_MEMO_BITS = 9, KL_MEMO_SLOTS = 1 << KL_MEMO_BITS };

struct kl_memo {                        /* zero it to start */
	struct kl_short_text slots[KL_MEMO_SLOTS];
};

static inline size_t kl_memo_slot(const struct kl_short_text *text)
{
	uint64_t mixed = (text->first * kl_secret.first ^ text->last)
		* kl_secret.last + text->length;

	return (size_t)(mixed >> (64 - KL_MEMO_BITS));
}

/* Whether the text was added, and is still there. */
static inline bool kl_memo_has(const struct kl_memo *memo, struct kl_span text)
{
	if (!kl_is_short(text))
		return false;
	const struct kl_short_text wanted = kl_short_text(text);
	const struct kl_short_text *there = &memo->slots[kl_memo_slot(&wanted)];
	return kl_short_equal(there, &wanted);
}

/* Does nothing with an empty text or one that is too long. */
static inline void kl_memo_add(struct kl_memo *memo, struct kl_span text)
{
	if (!kl_is_short(text))
		return;
	const struct kl_short_text made = kl_short_text(text);
	memo->slots[kl_memo_slot(&made)] = made;
}

#endif
