/* Options that say how plain files are read, where a value is more than a word. */
#include <string.h>

#include "base/translate.h"
#include "options.h"
#include "table/frame.h"

enum kl_status cli_usage(struct kl_error *error, const char *option,
	const char *value, const char *wanted)
{
	return kl_fail(error, KL_USAGE, NULL, 0, 0,
		"option --%s: '%s' is not %s", option, value,
		kl_translate(wanted));
}

enum kl_status cli_take_char(const char *option, const char *value, char *out,
	struct kl_error *error)
{
	bool tab = strcmp(value, "tab") == 0 || strcmp(value, "\\t") == 0;

	*out = tab ? '\t' : value[0];
	return tab || (value[0] > 0 && value[1] == '\0') ? KL_OK
		: cli_usage(error, option, value, "one character");
}

enum kl_status cli_take_encoding(const char *value, enum kl_encoding *out,
	struct kl_error *error)
{
	return kl_encoding_find(kl_span_of(value), out) ? KL_OK
		: cli_usage(error, "encoding", value, "an encoding that is read: "
			"utf-8, utf-16, utf-16le, utf-16be or windows-1252");
}

enum kl_status cli_take_marker(struct cli_options *options,
	const char *value, struct kl_error *error)
{
	const char *equals = strrchr(value, '=');
	struct kl_marker marker;

	if (equals == NULL || !kl_marker_parse(
			(struct kl_span){ value, (size_t)(equals - value) },
			kl_span_of(equals + 1), &marker))
		return cli_usage(error, "marker", value, "MARK=MEANING, with a meaning "
			"such as 0, 1..4 or unknown");
	if (!kl_grow(options->markers, options->marker_capacity,
			options->marker_count + 1))
		return kl_no_memory(error);
	options->markers[options->marker_count++] = marker;
	options->reading.markers = options->markers;
	options->reading.marker_count = options->marker_count;
	return KL_OK;
}

enum kl_status cli_take_rounded(struct cli_options *options,
	const char *value, struct kl_error *error)
{
	struct kl_reading *reading = &options->reading;
	const struct kl_span no_groups = { 0 };

	if (strcmp(value, "printed") == 0) {
		reading->rounded = KL_ROUNDED_PRINTED;
		return KL_OK;
	}
	reading->rounded = KL_ROUNDED_UNIT;
	if (kl_decimal_parse(kl_span_of(value), '.', no_groups, &reading->unit)
			!= KL_PARSED || kl_decimal_sign(reading->unit) <= 0)
		return cli_usage(error, "rounded", value, "printed, or a unit such as 10");
	return KL_OK;
}

/* At most `most`, from the beginning of the value to *end. */
static bool take_number(const char *value, const char **end, uint64_t most,
	uint64_t *out)
{
	*out = 0;
	*end = value;
	for (; kl_is_digit(**end) && *out <= most; ++*end)
		*out = 10 * *out + (uint64_t)(**end - '0');
	return *end > value && *out <= most;
}

/* Ascending: "2,3". */
enum kl_status cli_take_header_rows(struct cli_options *options,
	const char *value, struct kl_error *error)
{
	const char *at = value;
	uint64_t *rows = kl_arena_alloc(&options->arena,
		(strlen(value) + 1) * sizeof *rows);
	size_t count = 0;

	if (rows == NULL)
		return kl_no_memory(error);
	do {
		at += count > 0;
		if (!take_number(at, &at, UINT32_MAX, &rows[count])
				|| rows[count] == 0
				|| (count > 0 && rows[count] <= rows[count - 1]))
			return cli_usage(error, "header-rows", value,
				"a row number from 1, or several, ascending: 2,3");
		count++;
	} while (*at == ',');
	if (*at != '\0')
		return cli_usage(error, "header-rows", value,
			"a row number from 1, or several, ascending: 2,3");
	options->layout = (struct kl_layout){ .header_rows = rows,
		.header_count = count, .join = { " ", 1 }, .declared = true };
	options->dialect.layout = &options->layout;
	return KL_OK;
}

enum kl_status cli_take_footer_rows(struct cli_options *options,
	const char *value, struct kl_error *error)
{
	const char *end;
	uint64_t rows;

	if (!take_number(value, &end, KL_FOOTER_MOST, &rows) || *end != '\0')
		return cli_usage(error, "footer-rows", value,
			"a number of rows, at most 1000");
	options->dialect.footer_given = true;
	options->dialect.footer_rows = (size_t)rows;
	return KL_OK;
}

enum kl_status cli_take_jobs(struct cli_options *options, const char *value,
	struct kl_error *error)
{
	const char *end;
	uint64_t jobs;

	if (!take_number(value, &end, CLI_JOBS_MOST, &jobs) || *end != '\0'
			|| jobs == 0)
		return cli_usage(error, "jobs", value, "a number of threads, from 1");
	options->jobs = (unsigned)jobs;
	return KL_OK;
}

enum kl_status cli_take_memory(struct cli_options *options, const char *value,
	struct kl_error *error)
{
	static const char units[] = "KMGT";
	const char *end, *unit = NULL;
	uint64_t number;
	unsigned shift = 0;

	bool given = take_number(value, &end, UINT32_MAX, &number);
	if (given && *end != '\0')
		unit = strchr(units, *end);
	if (unit != NULL) {
		shift = 10 * (unsigned)(unit - units + 1);
		end++;
	}
	if (!given || *end != '\0' || number > SIZE_MAX >> shift
			|| number << shift < CLI_MEMORY_LEAST)
		return cli_usage(error, "memory", value,
			"a size of at least 1M, as 512M or 2G");
	options->memory = (size_t)number << shift;
	return KL_OK;
}
