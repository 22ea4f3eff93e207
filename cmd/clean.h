/*
 * klopt-clean in parts: klopt-clean.c (what is done, in which order),
 * clean_files.c (which files are written), clean_tell.c (what is said).
 */
#ifndef KL_CMD_CLEAN_H
#define KL_CMD_CLEAN_H

#include "cli.h"
#include "clean/clean.h"

/* Its own options, as indexes of cli_options.arguments. */
enum clean_option {
	CLEAN_CODE, CLEAN_REPAIRS, CLEAN_LOG, CLEAN_IN_PLACE, CLEAN_DRY_RUN,
	CLEAN_CHECK, CLEAN_OPTIONS
};

struct clean_log {
	const char *path;
	bool jsonl;                     /* else CSV */
	struct kl_output *output;
};

struct clean_job {
	const struct cli_program *program;
	struct cli_options *options;
	struct kl_dataset dataset;
	struct kl_rules rules;
	struct kl_clean clean;
	/* Where to: */
	const char *folder;             /* NULL: none */
	bool made_folder;               /* it was not there before */
	const char **targets;           /* by table; NULL: not to a file */
	struct clean_log *logs;
	size_t log_count, log_capacity;
	const char *descriptor;         /* to be written; NULL: none */
	struct kl_output *outputs;      /* of the tables, the logs, the descriptor */
	size_t output_count;
	/* What is said: */
	FILE *say;
	bool dry;                       /* nothing is written: changes are shown */
	uint64_t counts[KL_CLEAN_WORDS];
	bool problems;                  /* something could not be checked */
};

/* True if the flag is given. */
bool clean_has(const struct clean_job *job, enum clean_option option);

/* Decides where everything goes, and refuses what would take the place of a file
 * that is read, or of another one that is written. Nothing is made yet. */
enum kl_status clean_files_choose(struct clean_job *job,
	struct kl_error *error);
/* Makes the folder, and opens the logs. */
enum kl_status clean_files_open(struct clean_job *job, struct kl_error *error);
/* Writes the descriptor of the clean tables. */
enum kl_status clean_files_describe(struct clean_job *job,
	struct kl_error *error);
/* Lets everything appear. */
enum kl_status clean_files_commit(struct clean_job *job,
	struct kl_error *error);
/* Removes what did not appear. */
void clean_files_release(struct clean_job *job);

/* Takes an event: to the logs, and to who looks on. */
enum kl_status clean_tell_event(void *context,
	const struct kl_clean_event *event, struct kl_error *error);
/* What was changed, how often and why; what was left; what was written. */
void clean_tell_summary(const struct clean_job *job);
/* Whether anything was changed, or is left. */
bool clean_has_changed(const struct clean_job *job);
bool clean_has_left(const struct clean_job *job);

#endif
