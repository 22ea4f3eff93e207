/*
 * What the fuzz targets share. A target is a file with LLVMFuzzerTestOneInput;
 * it is linked with clang's -fsanitize=fuzzer, or with main.c, which runs it
 * over files. A promise of a header that does not hold aborts.
 */
#ifndef KL_FUZZ_H
#define KL_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/status.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#define fuzz_must(what) do { \
	if (!(what)) { \
		fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #what); \
		abort(); \
	} \
} while (0)

/* An error says what went wrong; success leaves it alone. Zero it before. */
static inline void fuzz_check_error(enum kl_status status,
	const struct kl_error *error)
{
	fuzz_must(error->status == status);
	fuzz_must((status == KL_OK) == (error->text[0] == '\0'));
	fuzz_must(memchr(error->text, '\0', sizeof error->text) != NULL);
	fuzz_must(memchr(error->path, '\0', sizeof error->path) != NULL);
}

/* Bytes as they come of a source, in pieces of one size. */
struct fuzz_memory {
	const uint8_t *bytes;
	size_t left, piece;             /* piece 0: as much as is asked for */
};

static inline ssize_t fuzz_read(void *context, void *buffer, size_t size)
{
	struct fuzz_memory *memory = context;

	if (size > memory->left)
		size = memory->left;
	if (memory->piece != 0 && size > memory->piece)
		size = memory->piece;
	if (size > 0)
		memcpy(buffer, memory->bytes, size);
	memory->bytes += size;
	memory->left -= size;
	return (ssize_t)size;
}

static char fuzz_folder[64];
static char fuzz_files[6][96];
static int fuzz_file_count;

static inline void fuzz_clean(void)
{
	while (fuzz_file_count > 0)
		unlink(fuzz_files[--fuzz_file_count]);
	rmdir(fuzz_folder);
}

/* Writes a file of this name in a folder of its own, for what reads by path. A
 * target has a few names, and uses them again and again. */
static inline const char *fuzz_write(const char *name, const void *bytes,
	size_t size)
{
	int i = 0;
	char path[96];

	if (fuzz_folder[0] == '\0') {
		strcpy(fuzz_folder, "/tmp/klopt-fuzz-XXXXXX");
		fuzz_must(mkdtemp(fuzz_folder) != NULL);
		atexit(fuzz_clean);
	}
	snprintf(path, sizeof path, "%s/%s", fuzz_folder, name);
	while (i < fuzz_file_count && strcmp(fuzz_files[i], path) != 0)
		i++;
	if (i == fuzz_file_count) {
		fuzz_must(i < (int)(sizeof fuzz_files / sizeof *fuzz_files));
		strcpy(fuzz_files[fuzz_file_count++], path);
	}
	FILE *file = fopen(fuzz_files[i], "wb");
	fuzz_must(file != NULL);
	fuzz_must(size == 0 || fwrite(bytes, 1, size, file) == size);
	fuzz_must(fclose(file) == 0);
	return fuzz_files[i];
}

#endif
