/*
 * The bytes of a YAML or JSON file before they are parsed.
 */
#ifndef KL_RULE_BYTES_H
#define KL_RULE_BYTES_H

#include "base/span.h"
#include "base/status.h"

/* Reads a file whole: UTF-8 without a byte order mark and without NUL. In JSON
 * (a file that begins with { or [) what libyaml does not take is spelt as YAML
 * does: tabs before the first bracket, and surrogate pairs: \ud83d\ude00 is
 * \U0001f600. *bytes is the caller's to free. Errors: KL_IO (also: it is a
 * folder), KL_LIMIT (larger than `most`), KL_INVALID with the place, and
 * KL_NO_MEMORY. */
enum kl_status kl_bytes_read(const char *path, size_t most, char **bytes,
	size_t *length, struct kl_error *error);

/* The place of a byte: line, and column in code points, from 1. */
void kl_bytes_place(struct kl_span bytes, size_t offset, uint64_t *line,
	uint64_t *column);

#endif
