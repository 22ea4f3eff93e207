/*
 * What all programs share: options, help, colour, exit status. cmd/ alone
 * prints and exits.
 *
 * Exit status: 0 everything was checked and nothing at or above the threshold
 * was found; 1 findings; 2 something could not be checked. The worst wins.
 */
#ifndef KL_CMD_CLI_H
#define KL_CMD_CLI_H

#include "klopt.h"

enum { CLI_CLEAN = 0, CLI_FINDINGS = 1, CLI_NOT_CHECKED = 2 };

struct cli_program {
	const char *name;               /* "klopt-crebo" */
	const char *summary;            /* one line */
	const char *check;              /* the one check it runs; NULL: all */
	const char *format;             /* what -f is without -f; one that needs a file:
	                                   the program is there to write tables */
	const char *const *usage;       /* lines, after the name; ends with NULL */
	const char *const *examples;    /* lines; ends with NULL */
};

struct cli_options;

/* Formats at once, at most. */
enum { CLI_WAYS = 16 };

/* A way out: -f FORMAT, or -f FORMAT=FILE. */
struct cli_way {
	const struct kl_format *format;
	const char *path;               /* NULL: to that of -o, or standard output */
};

/* What a program does instead of checking. */
struct cli_task {
	int (*run)(const struct cli_program *program,
		struct cli_options *options);   /* returns the exit status */
	unsigned takes;                 /* groups of shared options: CLI_OUTPUT ... */
	const struct kl_words *words;   /* its own options; NULL: none */
	const char *title;              /* over them in the help */
	const char *statuses;           /* "0 all was converted, 1 ..." */
};

/* The whole of a program. */
int cli_run(const struct cli_program *program, int argc, char **argv);
int cli_run_task(const struct cli_program *program, const struct cli_task *task,
	int argc, char **argv);

/* Reads the dataset and the rules that the operands and options name; for a task a
 * folder without a descriptor is the tables in it. Both are initialised, and the
 * caller's to release, also after a failure. */
enum kl_status cli_load(const struct cli_program *program,
	struct cli_options *options, const struct kl_search *search,
	struct kl_dataset *dataset, struct kl_rules *rules, struct kl_error *error);

/* What the command line says. */
struct cli_options {
	const char **rules;
	size_t rule_count, rule_capacity;
	const char **waivers;
	size_t waiver_count, waiver_capacity;
	const char *baseline, *write_baseline;
	const char *changed_since;      /* a git revision */
	const char *data, *output, *changes;
	struct cli_way ways[CLI_WAYS];
	size_t way_count;               /* one at least, once all is read */
	enum kl_severity fail_on;
	int compress;                   /* of a workbook, 1 to 9; 0: not given */
	bool allow_outside, safe_csv, help, version;
	unsigned jobs;                  /* threads; 0: as many as there are cores */
	size_t memory;                  /* bytes; 0: half of what there is */
	const char *untold;             /* language that was asked for, and whose texts
	                                   were not found; NULL: none */
	bool color_given, color;
	struct kl_style style;
	bool ad_hoc;                    /* a parameter of the check was given */
	const char *rule_given;         /* an option that every rule can have */
	struct kl_word when;            /* text.at NULL: not given */
	struct kl_unless unless;
	struct kl_rule rule;            /* its severity alone */
	struct kl_dialect dialect;
	struct kl_layout layout;        /* of it, where header rows are given */
	struct kl_reading reading;
	struct kl_marker *markers;
	size_t marker_count, marker_capacity;
	struct kl_argument *arguments;  /* of the check's parameters */
	const struct kl_words *words;   /* of the check or task; NULL: all checks */
	const struct cli_program *program;
	const struct cli_task *task;    /* NULL: it checks */
	char **operands;
	size_t operand_count;
	struct kl_arena arena;
};

/* Reads the command line; error holds a sentence. Release also after failure. */
enum kl_status cli_options_read(struct cli_options *options,
	const struct cli_program *program, const struct cli_task *task, int argc,
	char **argv, struct kl_error *error);
void cli_options_release(struct cli_options *options);
/* Gives the rule that the options make what every rule can have; borrowed. */
enum kl_status cli_options_rule(const struct cli_options *options,
	struct kl_rule *rule, struct kl_error *error);

/* Prints usage, options and examples. */
void cli_help(const struct cli_program *program, const struct cli_task *task,
	FILE *stream);

/* The main of a tool that is part of this program: of every tool in the static
 * klopt, else of none. NULL: it is not. */
typedef int cli_main(int argc, char **argv);
cli_main *cli_within(const char *name);

/* klopt explain, and the codes that it knows, one a line. */
int cli_explain(int argc, char **argv);
void cli_list_findings(void);

/* One option as the help shows it. */
struct cli_option {
	char letter;                    /* 0: none */
	const char *name, *meta, *summary;      /* meta NULL: takes no value */
	unsigned group;                 /* the heading in the help, and which tasks
	                                   take it; programs that check take all */
};
enum { CLI_COMMON = 1, CLI_READING = 2,
	CLI_RULE = 4,           /* of programs that make a rule of their options */
	CLI_OUTPUT = 8, CLI_COLOR = 16, CLI_DELIMITER = 32,
	CLI_ALWAYS = 64,
	CLI_EXPORT = 128,       /* of programs that write tables */
	CLI_DATASET = 256,      /* rule files, and where the data is */
	CLI_TELLING = 512 };    /* how much is said */
/* Whether it writes tables, in the formats that can. */
bool cli_exports(const struct cli_program *program);
/* Whether the program, or its task (NULL: to check), takes the option. */
bool cli_takes(const struct cli_program *program, const struct cli_task *task,
	const struct cli_option *option);
extern const struct cli_option cli_options_known[];
extern const size_t cli_options_count;

/* Folders with the rules and registers that ship with klopt: of the build tree,
 * or where klopt is installed; KLOPT_DATA names another. */
const struct kl_search *cli_search(struct kl_arena *arena);
/* The folder of the running program, or NULL. */
const char *cli_program_folder(struct kl_arena *arena);

/* The language of what people read: that of the last --lang of the command line, if
 * klopt speaks it, so that what is wrong before it is told in it too; else that of
 * the locale. */
void cli_speak_as_asked(int argc, char **argv);
/* The one named; false if klopt does not speak it. *found tells whether its texts
 * were: else it stays English. */
bool cli_speak_language(const char *name, bool *found);

/* As fprintf, with text that names what others chose (files, tables, rules): shown
 * as kl_text_add_visible shows it, so that a terminal obeys nothing of it. Only a
 * line's end at the end of the format stays one. */
void cli_say(FILE *stream, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* "path:line:column: kind: text", or "program: text" without a path. */
void cli_print_error(const char *program, const char *kind,
	const struct kl_error *error);

/* "path:line:column: note: text", with the cell of a sheet. */
void cli_print_note(const struct kl_note *note);

/* The rules and tables of a run, and where each comes from. */
void cli_say_read(const char *program, const struct kl_rules *rules,
	const struct kl_dataset *dataset);

/* From now on a signal that ends the program removes what is unfinished first. */
void cli_watch_signals(void);
/* What that is: what did not appear of the files and of the folders. In place of
 * what was named before; it is borrowed until cli_forget_unfinished. For before
 * they are opened: the structs tell from moment to moment what there is to
 * remove. */
void cli_watch_unfinished(const struct kl_output *files, size_t file_count,
	const struct kl_folder *folders, size_t folder_count);
void cli_forget_unfinished(void);
/* A folder that such a signal removes with all that is in it; borrowed. NULL: none. */
void cli_watch_folder(const char *path);
void cli_remove_folder(const char *path);

/* Shows how far the work is on standard error, if that is a terminal; false: it is
 * not, or quiet, and nothing is shown. What else is written to a terminal comes
 * after cli_progress_clear. */
bool cli_progress_begin(const char *program, const struct cli_options *options);
void cli_progress(void *context, const struct kl_progress *progress);
void cli_progress_clear(void);
/* Whether its line is there now. */
bool cli_progress_drawn(void);
void cli_progress_end(void);

/* Colour, and the width of the terminal, for what goes to one. */
void cli_set_style(struct cli_options *options);

/* Where the working folder stands: the nearest folder above with a .git, or the one
 * that a job of GitHub or GitLab names in the environment, whichever is deeper. In the
 * arena; all NULL where there is none. False when memory is out. */
bool cli_repository_find(struct kl_repository *repository, struct kl_arena *arena);

/* All that is written, once it is open. Zero to start. */
struct cli_outputs {
	struct kl_outlet outlets[CLI_WAYS];     /* as the ways of the options */
	struct kl_style styles[CLI_WAYS];
	struct kl_output files[CLI_WAYS];
	struct kl_folder folders[CLI_WAYS];     /* or several files in it */
	size_t count;
	FILE *summary;                  /* of the job, in memory until it is appended */
	char *summary_text;
	size_t summary_length;
	FILE *summary_file;
	const char *summary_path;
};

/* Opens all that the options name; `common` is what the outlets share. `allow`
 * may refuse a path that would be written over. Errors: KL_USAGE, KL_IO,
 * KL_NO_MEMORY. Discard also after a failure. */
enum kl_status cli_outputs_open(struct cli_outputs *outputs,
	const struct cli_options *options, const struct kl_format_scope *common,
	enum kl_status (*allow)(void *context, const char *path,
		struct kl_error *error),
	void *context, struct kl_error *error);
/* Writes all to disk first; then they appear, by renames alone. */
enum kl_status cli_outputs_commit(struct cli_outputs *outputs,
	struct kl_error *error);
/* Removes what has not appeared; safe after commit. */
void cli_outputs_discard(struct cli_outputs *outputs);

struct stat;

/* What findings are held against. Zero to start; release it. */
struct cli_weights {
	struct kl_waivers waivers;
	struct kl_baseline baseline;
	struct kl_index files;          /* real paths of those that were read */
	bool waived;                    /* a waiver file was named */
};

/* Reads the waiver files of the dataset and the options, and the baseline file. */
enum kl_status cli_weights_read(struct cli_weights *weights,
	struct cli_options *options, const struct kl_dataset *dataset,
	struct kl_error *error);
/* Whether `there` tells of one of these files, and `output` may not replace it. */
bool cli_weights_are(const struct cli_weights *weights,
	const struct cli_options *options, const char *output,
	const struct stat *there);
void cli_weights_release(struct cli_weights *weights);

/* The files of a git revision, in a private folder. Zero to start; close it. */
struct cli_revision {
	struct kl_arena *arena;         /* of the paths */
	char *private_folder;           /* NULL: there is none yet */
	const char *top;                /* of the work tree */
	const char *tree;               /* the files of the revision, in the folder */
};

/* Finds the repository that the folder stands in, and writes out the revision; the
 * work tree and its index stay as they are. Errors: KL_USAGE (no such revision),
 * KL_IO (no git, no repository), KL_NO_MEMORY. */
enum kl_status cli_revision_open(struct cli_revision *revision, const char *name,
	const char *folder, struct kl_arena *arena, struct kl_error *error);
/* Where the file or folder of the work tree was, whether it was there or not;
 * *found NULL: it stands outside. Errors: KL_NO_MEMORY. */
enum kl_status cli_revision_path(const struct cli_revision *revision,
	const char *path, const char **found, struct kl_error *error);
/* A path in the tree as seen from the top; others as they are. Borrowed. */
const char *cli_revision_name(const struct cli_revision *revision,
	const char *path);
void cli_revision_close(struct cli_revision *revision);

/* Fills the baseline with what counted at options->changed_since. */
enum kl_status cli_since(const struct cli_program *program,
	const struct cli_options *options, const struct kl_search *search,
	struct kl_baseline *baseline, struct kl_error *error);

/* klopt waive. */
int cli_waive(int argc, char **argv);

/* Whether the path (NULL: no) is the file that `there` tells of. */
bool cli_is_same_file(const char *path, const struct stat *there);
/* Notes a file that is to be read once, by whatever name; *met tells whether it was noted
 * before. What is not there is never met. False when memory is out. */
bool cli_note_file(struct kl_index *files, const char *path, bool *met);
bool cli_is_folder(const char *path);
/* A folder or a descriptor is a dataset; every other file is a plain table. */
bool cli_names_dataset(const char *operand);

/* Unless it is a terminal, standard output is written in large pieces. Before anything
 * is. */
void cli_widen_output(void);
/* Flushes standard output; CLI_NOT_CHECKED and a sentence if that fails. */
int cli_finish(const char *program, int exit_status);

#endif
