/*
 * Text in JSON (RFC 8259).
 */
#ifndef KL_FORMAT_JSON_TEXT_H
#define KL_FORMAT_JSON_TEXT_H

#include "base/text.h"

/* Adds the text in quotes, escaped where it must be. JSON is UTF-8: a byte that
 * is not becomes U+FFFD. */
void kl_json_add_text(struct kl_text_buffer *out, struct kl_span text);

#endif
