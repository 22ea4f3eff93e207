/* The ways out: which formats, and where to. */
#include <string.h>

#include "options.h"

enum kl_status cli_take_format(struct cli_options *options, const char *value,
	struct kl_error *error)
{
	const char *equals = strchr(value, '=');
	const char *name = equals == NULL ? value : kl_arena_text(&options->arena,
		(struct kl_span){ value, (size_t)(equals - value) });

	if (name == NULL)
		return kl_no_memory(error);
	if (options->way_count == CLI_WAYS)
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"option --format: %d formats at once, at most", CLI_WAYS);
	if (equals != NULL && equals[1] == '\0')
		return cli_usage(error, "format", value, "FORMAT=FILE");
	struct cli_way *way = &options->ways[options->way_count++];
	*way = (struct cli_way){ kl_format_find(name),
		equals != NULL ? equals + 1 : NULL };
	if (way->format != NULL)
		return KL_OK;
	struct kl_text_buffer known = { 0 };
	for (size_t i = 0; kl_formats[i] != NULL; i++)
		kl_text_printf(&known, "%s%s", i > 0 ? ", " : "", kl_formats[i]->name);
	kl_fail(error, KL_USAGE, NULL, 0, 0,
		"there is no format '%s'; there are %s", name,
		known.failed ? "" : known.at);
	kl_text_release(&known);
	return KL_USAGE;
}

static bool has_format(const struct cli_options *options, const char *name)
{
	size_t i = 0;

	while (i < options->way_count
			&& strcmp(options->ways[i].format->name, name) != 0)
		i++;
	return i < options->way_count;
}

/* One stream takes one format. */
static enum kl_status check_ways(const struct cli_options *options,
	struct kl_error *error)
{
	const struct cli_way *alone = NULL;

	for (size_t i = 0; i < options->way_count; i++) {
		const struct cli_way *way = &options->ways[i];
		if (way->path != NULL)
			continue;
		if (alone != NULL)
			return kl_fail(error, KL_USAGE, NULL, 0, 0,
				"the formats %s and %s would be written to one place: give one a file, as -f %s=FILE",
				alone->format->name, way->format->name,
				way->format->name);
		alone = way;
	}
	if (alone == NULL && options->output != NULL)
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"option --output: every format has a file of its own, so that nothing is written to '%s'",
			options->output);
	return KL_OK;
}

/* A program that writes tables does so by the name of a format of findings. */
enum kl_status cli_choose_formats(struct cli_options *options,
	struct kl_error *error)
{
	const char *first = options->ways[0].format->name;

	for (size_t i = 0; i < options->way_count; i++) {
		struct cli_way *way = &options->ways[i];
		if (cli_exports(options->program) && way->format->tables != NULL)
			way->format = way->format->tables;
	}
	if (options->changes != NULL && !has_format(options, "xlsx"))
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"option --changes goes with the format xlsx, not with %s", first);
	if (options->compress != 0 && !has_format(options, "xlsx"))
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"option --compress goes with the format xlsx, not with %s", first);
	if (options->safe_csv && !has_format(options, "csv"))
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"option --safe-csv goes with -f csv: in %s text is text", first);
	enum kl_status status = check_ways(options, error);
	if (status != KL_OK || options->write_baseline == NULL)
		return status;
	if (options->way_count == CLI_WAYS)
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"option --write-baseline: %d formats at once, at most, and it is one",
			CLI_WAYS);
	options->ways[options->way_count++] = (struct cli_way){
		&kl_format_baseline, options->write_baseline };
	return KL_OK;
}
