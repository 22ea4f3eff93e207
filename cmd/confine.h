/*
 * Least privilege: when its inputs are known and its outputs open, a program gives up
 * what it does not need. From then on it reads the files that were named and what
 * belongs to the system (libraries, encodings, klopt's own data), writes its outputs and
 * temporary files, and makes no connection and starts no program, whatever stands in
 * the data.
 *
 * By Landlock (files; landlock(7), Linux 5.13) and a filter of system calls
 * (seccomp(2)), through the kernel's own interface and without rights of a
 * superuser. Where the kernel does not offer one of them, or a container forbids it,
 * the other is used alone, and `klopt -v` says what is missing.
 */
#ifndef KL_CMD_CONFINE_H
#define KL_CMD_CONFINE_H

#include <stdbool.h>

#include "base/folder.h"
#include "base/output.h"
#include "rule/register.h"
#include "rule/rules.h"

/* What may be done with a path. */
enum cli_grant {
	CLI_GRANT_READ,         /* a file, or all in a folder */
	CLI_GRANT_WRITE,        /* an existing file, by its name */
	CLI_GRANT_RENAME,       /* let files and folders appear in a folder, and take them
	                           away: what is in those that are there stays */
	CLI_GRANT_MAKE,         /* make, write and remove files and folders in a folder */
	CLI_GRANTS
};

/* Begin; grant, any number of times; then confine once, before the first thread. */
struct cli_confinement {
	int rules;              /* descriptor of the Landlock rules; -1: none */
	unsigned long long files;       /* rights that the kernel knows of */
	const char *off;        /* why files are not confined, translated; NULL: they are */
	bool lacked;            /* memory was out: what would be granted is not known */
};

/* With what every program needs granted: the system's libraries and data, and the
 * folder for temporary files. */
void cli_confinement_begin(struct cli_confinement *confinement);
/* A path that is NULL, "-", or not there is passed over. */
void cli_confinement_grant(struct cli_confinement *confinement,
	enum cli_grant grant, const char *path);
/* That of the folder in which the file stands, or will. */
void cli_confinement_grant_folder(struct cli_confinement *confinement,
	enum cli_grant grant, const char *file);
/* Takes effect for this thread and all that it starts, until the program ends. Writes
 * what could not be confined to standard error if `verbose`. Errors: KL_NO_MEMORY. */
enum kl_status cli_confine(struct cli_confinement *confinement, const char *program,
	bool verbose, struct kl_error *error);

/* Of what a run reads: klopt's own data, the tables and the registers that rules name.
 * Of a dataset that is its folder, unless tables may stand `anywhere`. */
void cli_grant_inputs(struct cli_confinement *confinement,
	const struct kl_dataset *dataset, const struct kl_rules *rules,
	const struct kl_search *search, bool anywhere, struct kl_arena *arena);
/* Of what it writes, once that is open. */
void cli_grant_output(struct cli_confinement *confinement,
	const struct kl_output *output);
void cli_grant_folder(struct cli_confinement *confinement,
	const struct kl_folder *folder);

/* The filter of system calls. False, with errno: the kernel refused it. */
bool cli_confine_calls(void);

#endif
