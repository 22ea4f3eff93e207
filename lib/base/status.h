/*
 * Status and error: how every call of the library says that it failed.
 *
 * A call that can fail returns an enum kl_status and takes a struct kl_error
 * as its last parameter. The error lives on the caller's stack, owns nothing
 * and needs no release. On success it is untouched; on failure it holds the
 * status, the place and one sentence in plain words, without a final stop.
 *
 * A finding (something in the data that does not add up) is not an error.
 */
#ifndef KL_BASE_STATUS_H
#define KL_BASE_STATUS_H

#include <stdint.h>

enum kl_status {
	KL_OK = 0,
	KL_NO_MEMORY,     /* an allocation failed */
	KL_IO,            /* a file could not be opened, read, written or renamed */
	KL_CLOSED,        /* who reads our output went away (EPIPE) */
	KL_USAGE,         /* the caller or the command line asks what makes no sense */
	KL_INVALID,       /* a descriptor, rule file or register is wrong */
	KL_LIMIT          /* a bound was met: depth, size, number */
};

enum { KL_ERROR_PATH = 1024, KL_ERROR_TEXT = 1024 };

struct kl_error {
	enum kl_status status;
	uint64_t line;              /* physical line from 1; 0: no line */
	uint64_t column;            /* first character, from 1; 0: no column */
	char path[KL_ERROR_PATH];   /* empty: no path; cut at the end when longer */
	char text[KL_ERROR_TEXT];   /* one sentence; cut at the end when longer */
};

/* Fills error (which may be NULL) and returns status. Path may be NULL. */
enum kl_status kl_fail(struct kl_error *error, enum kl_status status,
	const char *path, uint64_t line, uint64_t column,
	const char *format, ...) __attribute__((format(printf, 6, 7)));

/* kl_fail with KL_NO_MEMORY. */
enum kl_status kl_no_memory(struct kl_error *error);

enum { KL_SYSTEM_WORDS = 256 };

/* The system's own words for errno number, in the language of the process; returns
 * out, which has room for KL_SYSTEM_WORDS bytes. errno stays as it is. */
const char *kl_system_words(int number, char *out);

/* kl_fail with KL_IO (KL_CLOSED if number is EPIPE) and the system's own words
 * for errno number: "cannot <what>: <words>"; kl_no_memory if it is ENOMEM. */
enum kl_status kl_io_error(struct kl_error *error, int number, const char *path,
	const char *what);

#endif
