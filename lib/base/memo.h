/*
 * A memo of short texts: what was found out about a text once need not be found
 * out again, while the same few texts keep coming. Fixed in size; a text takes
 * the place of another. Which one nobody can choose (secrets, see hash.h), so that a few
 * texts do not put each other out; nothing is searched, and no place is ever slow.
 */
#ifndef KL_BASE_MEMO_H
#define KL_BASE_MEMO_H

#include "base/hash.h"

enum {
	KL_MEMO_BITS = 9, KL_MEMO_SLOTS = 1 << KL_MEMO_BITS,
	KL_MEMO_LONG_BITS = 7, KL_MEMO_LONG_SLOTS = 1 << KL_MEMO_LONG_BITS,
	KL_MEMO_MOST = 2 * KL_SHORT_MOST        /* bytes of a text */
};

/* A text that is longer than a short one, from both ends, which overlap; the start
 * has the length of the whole. */
struct kl_memo_long {
	struct kl_short_text start, end;
};

struct kl_memo {                        /* zero it to start */
	struct kl_short_text slots[KL_MEMO_SLOTS];
	struct kl_memo_long longs[KL_MEMO_LONG_SLOTS];
};

static inline uint64_t kl_memo_mix(const struct kl_short_text *text)
{
	return (text->first * kl_secret.first ^ text->last) * kl_secret.last
		+ text->length;
}

static inline size_t kl_memo_slot(const struct kl_short_text *text)
{
	return (size_t)(kl_memo_mix(text) >> (64 - KL_MEMO_BITS));
}

static inline bool kl_memo_is_long(struct kl_span text)
{
	return text.length > KL_SHORT_MOST && text.length <= KL_MEMO_MOST;
}

static inline struct kl_memo_long kl_memo_long(struct kl_span text)
{
	struct kl_memo_long made = {
		kl_short_text((struct kl_span){ text.at, KL_SHORT_MOST }),
		kl_short_text((struct kl_span){ text.at + text.length
			- KL_SHORT_MOST, KL_SHORT_MOST }) };

	made.start.length = text.length;
	return made;
}

static inline size_t kl_memo_long_slot(const struct kl_memo_long *text)
{
	return (size_t)((kl_memo_mix(&text->start) * 3 + kl_memo_mix(&text->end))
		>> (64 - KL_MEMO_LONG_BITS));
}

static inline bool kl_memo_has_long(const struct kl_memo *memo,
	struct kl_span text)
{
	if (!kl_memo_is_long(text))
		return false;
	const struct kl_memo_long wanted = kl_memo_long(text);
	const struct kl_memo_long *there =
		&memo->longs[kl_memo_long_slot(&wanted)];
	return kl_short_equal(&there->start, &wanted.start)
		&& kl_short_equal(&there->end, &wanted.end);
}

/* Whether the text was added, and is still there. */
static inline bool kl_memo_has(const struct kl_memo *memo, struct kl_span text)
{
	if (!kl_is_short(text))
		return kl_memo_has_long(memo, text);
	const struct kl_short_text wanted = kl_short_text(text);
	const struct kl_short_text *there = &memo->slots[kl_memo_slot(&wanted)];
	return kl_short_equal(there, &wanted);
}

/* Does nothing with an empty text or one of more than KL_MEMO_MOST bytes. */
static inline void kl_memo_add(struct kl_memo *memo, struct kl_span text)
{
	if (kl_is_short(text)) {
		const struct kl_short_text made = kl_short_text(text);
		memo->slots[kl_memo_slot(&made)] = made;
	} else if (kl_memo_is_long(text)) {
		const struct kl_memo_long made = kl_memo_long(text);
		memo->longs[kl_memo_long_slot(&made)] = made;
	}
}

#endif
