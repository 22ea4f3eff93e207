/*
 * The bytes of a table, looked at before they are read: a workbook, and what is
 * compressed, is known by how it begins, not by its name.
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
/* The same of a path that no person named, but data or a rule file: it must be a file, and
 * no pipe to which nobody may ever write. `about` is not NULL. */
enum kl_status kl_input_regular(int *fd, const char *path, const char *shown,
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
/* How it is compressed, by what it begins with. */
enum kl_packing kl_input_packing(const struct kl_input *input);

/* The bytes of a text, unpacked if they are compressed. */
struct kl_unpack;
struct kl_input_text {
	struct kl_source source;        /* read it from here */
	struct kl_source packed;
	struct kl_unpack *unpack;       /* NULL: it is not compressed */
};

/* `packing` is the one that it must have; KL_PACKED_NOT: any. `block` and `jobs`:
 * table/unpack.h. The input is borrowed, and the text must stay where it is. Release
 * also after a failure. Errors: KL_NO_MEMORY, KL_INVALID (another packing; what is
 * compressed is a workbook, or is compressed once more). */
enum kl_status kl_input_text_open(struct kl_input_text *text,
	struct kl_input *input, const char *path, enum kl_packing packing,
	size_t block, unsigned jobs, struct kl_error *error);
void kl_input_text_release(struct kl_input_text *text);

/* Reads it as what it is, without its frame (table/frame.h): a text with
 * kl_read_table, a sheet of a workbook with kl_read_sheet. Errors: theirs, those of
 * kl_input_text_open, and KL_INVALID (a workbook from a pipe that was not kept; a
 * sheet of what is no workbook). */
enum kl_status kl_read_input(struct kl_input *input, const char *path,
	const struct kl_dialect *dialect, size_t block,
	const struct kl_reader_calls *calls, struct kl_error *error);

#endif
