/*
 * What the first bytes and the first line of a file say about the rest.
 */
#ifndef KL_TABLE_DIALECT_H
#define KL_TABLE_DIALECT_H

#include "table/reader.h"

/* KL_USAGE if delimiter and quote are the same, or either is a line end. */
enum kl_status kl_dialect_check(const struct kl_dialect *dialect,
	const char *path, struct kl_error *error);

/* Bytes that are looked at to decide the delimiter, from the header on. */
enum { KL_DIALECT_WINDOW = 64 * 1024 };

/* The delimiter as kl_read_table decides it, of a text that begins with the
 * header. A quote opens only where a cell can begin: at the start and after
 * any of the delimiters in question. */
char kl_dialect_delimiter(struct kl_span text, char quote);

/* *skip: length of the byte order mark (0 or 3). KL_INVALID if the bytes are
 * the start of a file that is no text: UTF-16, a zip file, an old workbook
 * (which kl_read_input reads, or tells what to do with). */
enum kl_status kl_dialect_start(struct kl_span bytes, const char *path,
	size_t *skip, struct kl_error *error);

#endif
