/*
 * What cleaning says of a change, or of what it left (words.def).
 */
#ifndef KL_CLEAN_WORDS_H
#define KL_CLEAN_WORDS_H

#include "base/text.h"

enum kl_clean_word {
	KL_CLEAN_NOTHING,
#define KL_CHANGE(id, text) KL_CLEAN_##id,
#define KL_LEFT(id, text) KL_CLEAN_##id,
#include "clean/words.def"
#undef KL_CHANGE
#undef KL_LEFT
	KL_CLEAN_WORDS
};

/* A sentence without a final stop; "" of KL_CLEAN_NOTHING. */
const char *kl_clean_text(enum kl_clean_word word);

enum { KL_CLEAN_REASONS = 3 };

/* Why: at most so many, the first KL_CLEAN_NOTHING ends them. */
struct kl_clean_why {
	enum kl_clean_word words[KL_CLEAN_REASONS];
};

static inline struct kl_clean_why kl_clean_why(enum kl_clean_word word)
{
	return (struct kl_clean_why){ { word } };
}

/* One more reason, if it is not there and there is room for it. */
void kl_clean_why_note(struct kl_clean_why *why, enum kl_clean_word word);

/* Adds the sentences, with a semicolon between them. */
void kl_clean_why_add(const struct kl_clean_why *why,
	struct kl_text_buffer *out);

#endif
