/*
 * Texts as scalars of YAML, so that whoever reads the file gets the same text
 * back: as they are where nothing else could be meant, else in double quotes.
 */
#ifndef KL_RULE_SCALAR_H
#define KL_RULE_SCALAR_H

#include "base/text.h"

/* A key of a mapping stands on one line, within 1024 characters (YAML 1.1, 7.4.2);
 * with room for what is escaped. */
enum { KL_SCALAR_KEY_MOST = 160 };      /* bytes of the text */

/* Adds valid UTF-8 without NUL as a scalar that can stand anywhere: also as a
 * key, and between [ and ]. A byte that is neither becomes U+FFFD. */
void kl_scalar_add(struct kl_text_buffer *out, struct kl_span text);
/* The same, in quotes whatever it is. */
void kl_scalar_add_quoted(struct kl_text_buffer *out, struct kl_span text);

/* Adds "[a, b]". */
void kl_scalar_add_list(struct kl_text_buffer *out, const struct kl_span *texts,
	size_t count);

/* Adds text to a comment: what would end its line, or a terminal obeys, is
 * written as an escape; cut after `most` code points (0: never). */
void kl_scalar_add_remark(struct kl_text_buffer *out, struct kl_span text,
	size_t most);

#endif
