/*
 * Encodings: in what bytes the characters of a file are written.
 */
#ifndef KL_TABLE_ENCODING_H
#define KL_TABLE_ENCODING_H

#include "base/span.h"

enum kl_encoding {
	KL_ENCODING_OPEN,       /* not said: the bytes tell (see reader.h) */
	KL_UTF_8,
	KL_UTF_16,              /* the byte order mark tells which of the next two */
	KL_UTF_16LE,
	KL_UTF_16BE,
	KL_WINDOWS_1252,
	KL_ENCODINGS
};

/* "utf-8", "windows-1252" ...; NULL for KL_ENCODING_OPEN. */
const char *kl_encoding_name(enum kl_encoding encoding);

/* Finds one by a name that people use for it, in any case: also utf8, cp1252, and
 * latin1 and iso-8859-1, which are read as Windows-1252, as the WHATWG Encoding
 * Standard has it: what is called so is seldom anything else. False, and *out
 * untouched: no encoding that is read. */
bool kl_encoding_find(struct kl_span name, enum kl_encoding *out);

#endif
