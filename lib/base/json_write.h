/*
 * JSON, put together as text: one buffer, whose `failed` tells at the end whether
 * memory was out at any moment. What is written is compact, and valid whatever the
 * texts are.
 */
#ifndef KL_BASE_JSON_WRITE_H
#define KL_BASE_JSON_WRITE_H

#include <stdio.h>

#include "base/text.h"

/* Adds a string; null if text.at is NULL. JSON is UTF-8: a byte that is not becomes
 * U+FFFD. Then `before` and a number. */
void kl_json_add_string(struct kl_text_buffer *out, struct kl_span text);
void kl_json_add_number(struct kl_text_buffer *out, const char *before,
	uint64_t number);

/* Values by their key, which is written as it is; without one (NULL) in an array, or
 * at the beginning. The comma before it stands where one is needed: behind anything
 * but the opening of an array or object. */
void kl_json_key(struct kl_text_buffer *out, const char *key);
/* Opens an object or array by its bracket, "{" or "["; close it by adding the other. */
void kl_json_open(struct kl_text_buffer *out, const char *key, const char *bracket);
static inline void kl_json_close(struct kl_text_buffer *out, const char *bracket)
{
	kl_text_puts(out, bracket);
}
void kl_json_set(struct kl_text_buffer *out, const char *key, struct kl_span text);
void kl_json_set_count(struct kl_text_buffer *out, const char *key, uint64_t count);
void kl_json_set_bool(struct kl_text_buffer *out, const char *key, bool value);
/* A string of text that was put together, which is then released; without memory
 * for it `out` has failed. */
void kl_json_set_built(struct kl_text_buffer *out, const char *key,
	struct kl_text_buffer *text);

/* Writes what was put together, and empties it for what follows. Errors: KL_IO,
 * KL_CLOSED, KL_NO_MEMORY; also then it is the caller's to release. */
enum kl_status kl_json_put(struct kl_text_buffer *out, FILE *stream,
	struct kl_error *error);

#endif
