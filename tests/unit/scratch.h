/*
 * A folder for the files of one test: made, entered, and removed in the end.
 * Criterion runs every test in a process of its own.
 */
#ifndef KL_TEST_SCRATCH_H
#define KL_TEST_SCRATCH_H

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/status.h"

enum { SCRATCH_MOST = 64 };

static char scratch_folder[] = "/tmp/klopt-unit-XXXXXX";
static char scratch_names[SCRATCH_MOST][128];
static int scratch_count;

static inline void scratch_open(void)
{
	cr_assert_not_null(mkdtemp(scratch_folder));
	cr_assert_eq(chdir(scratch_folder), 0);
}

static inline void scratch_note(const char *name)
{
	for (int i = 0; i < scratch_count; i++)
		if (strcmp(scratch_names[i], name) == 0)
			return;
	cr_assert(scratch_count < SCRATCH_MOST);
	snprintf(scratch_names[scratch_count++], sizeof *scratch_names, "%s", name);
}

static inline void scratch_close(void)
{
	while (scratch_count > 0)
		remove(scratch_names[--scratch_count]);
	cr_expect_eq(chdir("/"), 0);
	rmdir(scratch_folder);
}

/* Writes a file; folders in its name are made. */
static inline const char *scratch_bytes(const char *name, const void *bytes,
	size_t length)
{
	char folder[128];

	for (const char *slash = strchr(name, '/'); slash != NULL;
		slash = strchr(slash + 1, '/')) {
		snprintf(folder, sizeof folder, "%.*s", (int)(slash - name), name);
		if (mkdir(folder, 0700) == 0)
			scratch_note(folder);
	}
	FILE *file = fopen(name, "wb");
	cr_assert_not_null(file, "%s", name);
	cr_assert_eq(fwrite(bytes, 1, length, file), length);
	cr_assert_eq(fclose(file), 0);
	scratch_note(name);
	return name;
}

static inline const char *scratch_write(const char *name, const char *text)
{
	return scratch_bytes(name, text, strlen(text));
}

/* "path:line:column: text" as people see it; places that are 0 left out. */
static inline const char *scratch_told(const struct kl_error *error)
{
	static char told[KL_ERROR_PATH + KL_ERROR_TEXT + 64];
	char place[64] = "";

	if (error->line != 0)
		snprintf(place, sizeof place, ":%" PRIu64 ":%" PRIu64,
			error->line, error->column);
	snprintf(told, sizeof told, "%s%s%s%s", error->path, place,
		error->path[0] != '\0' ? ": " : "", error->text);
	return told;
}

#endif
