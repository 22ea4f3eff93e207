/*
 * What the files of the command line share: options.c, options_ways.c and
 * options_reading.c.
 */
#ifndef KL_CMD_OPTIONS_H
#define KL_CMD_OPTIONS_H

#include "cli.h"

/* KL_USAGE: "option --NAME: 'VALUE' is not WANTED". */
enum kl_status cli_usage(struct kl_error *error, const char *option,
	const char *value, const char *wanted);

/* One byte that is a character of its own: "tab" and "\t" are the tab. */
enum kl_status cli_take_char(const char *option, const char *value, char *out,
	struct kl_error *error);

/* The options of these names. Errors: KL_USAGE, KL_NO_MEMORY. */
enum kl_status cli_take_encoding(const char *value, enum kl_encoding *out,
	struct kl_error *error);
enum kl_status cli_take_marker(struct cli_options *options, const char *value,
	struct kl_error *error);
enum kl_status cli_take_rounded(struct cli_options *options, const char *value,
	struct kl_error *error);
enum kl_status cli_take_header_rows(struct cli_options *options,
	const char *value, struct kl_error *error);
enum kl_status cli_take_footer_rows(struct cli_options *options,
	const char *value, struct kl_error *error);
enum { CLI_JOBS_MOST = 1024, CLI_MEMORY_LEAST = 1 << 20 };
enum kl_status cli_take_jobs(struct cli_options *options, const char *value,
	struct kl_error *error);
enum kl_status cli_take_memory(struct cli_options *options, const char *value,
	struct kl_error *error);
/* Adds a way out: FORMAT or FORMAT=FILE. */
enum kl_status cli_take_format(struct cli_options *options, const char *value,
	struct kl_error *error);
/* Once all are there, at least one: they go together, with -o and with options that
 * need one of them. */
enum kl_status cli_choose_formats(struct cli_options *options,
	struct kl_error *error);

#endif
