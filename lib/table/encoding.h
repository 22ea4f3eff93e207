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

/* How bytes do not fit the encoding that a file is read as. */
enum kl_misfit {
	KL_MISFIT_UTF_8,        /* no UTF-8, where UTF-8 is said, or stands before it */
	KL_MISFIT_WINDOWS_1252, /* 81 8D 8F 90 9D: no character */
	KL_MISFIT_MIXED,        /* UTF-8 in Windows-1252 */
	KL_MISFIT_SURROGATE,    /* half a character of UTF-16 */
	KL_MISFIT_CUT_OFF       /* one byte at the end of UTF-16 */
};

/* "utf-8", "windows-1252" ..., and "UTF-8", "Windows-1252" ... for sentences; NULL
 * for KL_ENCODING_OPEN. */
const char *kl_encoding_name(enum kl_encoding encoding);
const char *kl_encoding_title(enum kl_encoding encoding);

/* Finds one by a name that people use for it, in any case: also utf8, cp1252, and
 * latin1 and iso-8859-1, which are read as Windows-1252, as the WHATWG Encoding
 * Standard has it: what is called so is seldom anything else. False, and *out
 * untouched: no encoding that is read. */
bool kl_encoding_find(struct kl_span name, enum kl_encoding *out);

#endif
