/*
 * JSON by jansson: values of text that may be anything, and writing them.
 */
#ifndef KL_FORMAT_JSON_WRITE_H
#define KL_FORMAT_JSON_WRITE_H

#include <jansson.h>
#include <stdio.h>

#include "base/text.h"

/* A string; null if text.at is NULL. JSON is UTF-8: a byte that is not becomes
 * U+FFFD. NULL when memory is out, which jansson's setters take. */
json_t *kl_json_text(struct kl_span text);
/* The same of text that was put together, which is then released. */
json_t *kl_json_built(struct kl_text_buffer *text);

/* Adds to compact JSON what dumping kl_json_text would; and `before` and a number. */
void kl_json_add_string(struct kl_text_buffer *out, struct kl_span text);
void kl_json_add_number(struct kl_text_buffer *out, const char *before,
	uint64_t number);
/* Adds `before` and what kl_json_dump makes of the value. Takes the reference. */
void kl_json_add_value(struct kl_text_buffer *out, const char *before, json_t *value);

/* The value as compact JSON, to be freed; NULL when memory is out, or `value` is
 * NULL. Takes the reference. `flags` as of json_dumps, beside JSON_COMPACT. */
char *kl_json_dump(json_t *value, size_t flags);
/* Writes `before`, the value and `after`. Takes the reference. Errors: KL_IO,
 * KL_CLOSED, KL_NO_MEMORY. */
enum kl_status kl_json_write(FILE *stream, const char *before, json_t *value,
	size_t flags, const char *after, struct kl_error *error);

#endif
