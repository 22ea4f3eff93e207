/*
 * Several files that appear together in one folder, or not at all: they are
 * written and synced in a temporary folder first. If the folder is not there,
 * the temporary one is beside it and takes its name: all files appear at once.
 * If it is there, the temporary one is in it, hidden (.klopt-XXXXXX), and its
 * files take their places one after the other, by renames alone; each is whole at
 * any moment, and other files stay.
 */
#ifndef KL_BASE_FOLDER_H
#define KL_BASE_FOLDER_H

#include <stdbool.h>
#include <stdio.h>

#include "base/status.h"

struct kl_folder_file {
	FILE *stream;           /* NULL: written, synced and closed */
	char *written, *target; /* paths: where it is, and will be */
	struct kl_folder_file *next;
};

/* Zero to start. */
struct kl_folder {
	char *path;             /* where it will appear */
	char *volatile work;    /* the temporary folder; NULL: not open */
	bool there;             /* it was there before */
	struct kl_folder_file *first, *last;
	/* Asked before a file is written whose place is taken; may refuse it, as
	 * that of an input. May be NULL. */
	enum kl_status (*allow)(void *context, const char *path,
		struct kl_error *error);
	void *context;
};

/* Makes the temporary folder. Errors: KL_IO, KL_NO_MEMORY. */
enum kl_status kl_folder_open(struct kl_folder *folder, const char *path,
	struct kl_error *error);
/* A new file in it, to write to; the name is in it only once, and has no slash.
 * Errors: KL_IO, KL_NO_MEMORY, those of `allow`. */
enum kl_status kl_folder_add(struct kl_folder *folder, const char *name,
	struct kl_folder_file **file, struct kl_error *error);
/* Flushes, syncs and closes a file. Errors: KL_IO. */
enum kl_status kl_folder_close(struct kl_folder_file *file,
	struct kl_error *error);
/* Closes what is open, and lets all appear. On failure nothing is left of it,
 * unless a rename failed after others: their files stay. Errors: KL_IO. */
enum kl_status kl_folder_commit(struct kl_folder *folder,
	struct kl_error *error);
/* Removes what is written, and releases all. Safe after commit and on a zeroed
 * struct. */
void kl_folder_discard(struct kl_folder *folder);

/* Only removes what is written: for a handler of signals, which ends the
 * program after it. */
void kl_folder_abandon(const struct kl_folder *folder);

#endif
