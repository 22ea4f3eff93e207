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
	const char *format;             /* what -f is without -f */
	const char *const *usage;       /* lines, after the name; ends with NULL */
	const char *const *examples;    /* lines; ends with NULL */
};

/* The whole of a program. */
int cli_run(const struct cli_program *program, int argc, char **argv);

/* What the command line says. */
struct cli_options {
	const char **rules;
	size_t rule_count, rule_capacity;
	const char *data, *output;
	const struct kl_format *format;
	enum kl_severity fail_on;
	bool allow_outside, help, version;
	bool color_given, color;
	struct kl_style style;
	bool ad_hoc;                    /* a parameter of the check was given */
	struct kl_word when;            /* text.at NULL: not given */
	struct kl_dialect dialect;
	struct kl_reading reading;
	struct kl_marker *markers;
	size_t marker_count, marker_capacity;
	struct kl_argument *arguments;  /* of the check's parameters */
	const struct kl_words *words;   /* of the check; NULL: all checks */
	char **operands;
	size_t operand_count;
	struct kl_arena arena;
};

/* Reads the command line; error holds a sentence. Release also after failure. */
enum kl_status cli_options_read(struct cli_options *options,
	const struct cli_program *program, int argc, char **argv,
	struct kl_error *error);
void cli_options_release(struct cli_options *options);

/* Prints usage, options and examples. */
void cli_help(const struct cli_program *program, FILE *stream);

/* One option as the help shows it. */
struct cli_option {
	char letter;                    /* 0: none */
	const char *name, *meta, *summary;      /* meta NULL: takes no value */
	enum { CLI_COMMON, CLI_READING, CLI_RULE } group;  /* RULE: of programs that
	                           make a rule of their options */
};
extern const struct cli_option cli_options_known[];
extern const size_t cli_options_count;

/* Folders with the rules and registers that ship with klopt: of the build tree,
 * or where klopt is installed; KLOPT_DATA names another. */
const struct kl_search *cli_search(struct kl_arena *arena);
/* The folder of the running program, or NULL. */
const char *cli_program_folder(struct kl_arena *arena);

/* "path:line:column: kind: text", or "program: text" without a path. */
void cli_print_error(const char *program, const char *kind,
	const struct kl_error *error);

/* The rules and tables of a run, and where each comes from. */
void cli_say_read(const char *program, const struct kl_rules *rules,
	const struct kl_dataset *dataset);

/* Flushes standard output; CLI_NOT_CHECKED and a sentence if that fails. */
int cli_finish(const char *program, int exit_status);

#endif
