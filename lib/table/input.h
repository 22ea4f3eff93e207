/*
 * The bytes of a table, looked at before they are read: a workbook is known by
 * how it begins, not by its name.
 */
#ifndef KL_TABLE_INPUT_H
#define KL_TABLE_INPUT_H

#include <sys/stat.h>

#include "table/reader.h"

enum { KL_INPUT_FIRST = 4 };

struct kl_input {
	int fd;                 /* read from here; borrowed, unless `kept`; -1: none */
	bool anywhere;          /* it can be read again, and anywhere in it */
	bool kept;              /* fd is a file without a name that has all bytes */
	char first[KL_INPUT_FIRST];
	size_t length;          /* of first */
	size_t given;           /* of first, to who reads it from a pipe */
};

/* Opens a file to read from; a folder is none. *about (NULL: not asked for) is of
 * the open file. Errors: KL_IO, told of `shown`; nothing is open then. */
enum kl_status kl_input_file(int *fd, const char *path, const char *shown,
	struct stat *about, struct kl_error *error);

/* Looks at what fd begins with. No release is needed until kl_input_keep.
 * Errors: KL_IO. */
enum kl_status kl_input_open(struct kl_input *input, int fd, const char *path,
	struct kl_error *error);
/* Puts what comes from a pipe, and was not read yet, into a file without a name,
 * so that it can be read again. Errors: KL_IO. */
enum kl_status kl_input_keep(struct kl_input *input, const char *path,
	struct kl_error *error);
/* To its beginning: only of what can be read anywhere. Errors: KL_IO. */
enum kl_status kl_input_rewind(struct kl_input *input, const char *path,
	struct kl_error *error);
void kl_input_release(struct kl_input *input);

bool kl_input_is_workbook(const struct kl_input *input);

/* Reads it as what it is, without its frame (table/frame.h): a text with
 * kl_read_table, a sheet of a workbook with kl_read_sheet. Errors: theirs, and
 * KL_INVALID (a workbook from a pipe that was not kept; a sheet of what is no
 * workbook). */
enum kl_status kl_read_input(struct kl_input *input, const char *path,
	const struct kl_dialect *dialect, size_t block,
	const struct kl_reader_calls *calls, struct kl_error *error);

#endif
