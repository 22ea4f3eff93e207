/*
 * A folder of files to make a draft of: which are tables, and what stands beside.
 */
#ifndef KL_CMD_DRAFT_FOLDER_H
#define KL_CMD_DRAFT_FOLDER_H

#include "cli.h"

/* How the files end that are tables; ends with NULL. */
extern const char *const cli_draft_endings[];

/* What a draft is written as, or would hide: datapackage.yaml, as JSON too, and
 * CLI_DRAFT_RULES; ends with NULL. */
#define CLI_DRAFT_RULES "rules.yaml"
extern const char *const cli_draft_written[];

/* Names that are no tables. Zero it; release the names. */
struct cli_aside {
	struct kl_text_buffer names;    /* "a.txt, b.ods, folder/ and 3 more" */
	size_t count;
};

/* Adds those of the folder: a table may be among them. Errors: KL_IO,
 * KL_NO_MEMORY. */
enum kl_status cli_aside_add(struct cli_aside *aside, const char *folder,
	struct kl_arena *arena, struct kl_error *error);

#endif
