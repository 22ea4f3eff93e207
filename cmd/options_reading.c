/* Options that say how plain files are read, where a value is more than a word. */
#include <string.h>

#include "options.h"

enum kl_status cli_usage(struct kl_error *error, const char *option,
	const char *value, const char *wanted)
{
	return kl_fail(error, KL_USAGE, NULL, 0, 0,
		"option --%s: '%s' is not %s", option, value, wanted);
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
