/*
 * The words of formats that are documents (phrases.def): in one place, so that
 * they can be had in another language.
 */
#ifndef KL_FORMAT_PHRASES_H
#define KL_FORMAT_PHRASES_H

#include "base/text.h"

enum kl_phrase {
#define KL_PHRASE(id, text) KL_PHRASE_##id,
#include "format/phrases.def"
#undef KL_PHRASE
	KL_PHRASES
};

const char *kl_phrase(enum kl_phrase phrase);

/* Adds the phrase, with count for {1} and other for {2}. Where it has two forms,
 * parted by '|', the first is taken if count is 1, else the second. */
void kl_phrase_add(struct kl_text_buffer *out, enum kl_phrase phrase, uint64_t count,
	uint64_t other);

#endif
