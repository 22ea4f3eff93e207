/* Stands in for lib/format/xlsx.c in the static program, which can load no
 * library; and Debian has no static libxlsxwriter. */
#include "format/format.h"

static enum kl_status begin(void *state, const struct kl_format_scope *scope,
	struct kl_error *error)
{
	(void)state, (void)scope;
	return kl_fail(error, KL_INVALID, NULL, 0, 0,
		"this klopt is the static one, which writes no workbook; -f html and -f csv write the same");
}

static enum kl_status pass(void *state, const struct kl_format_scope *scope,
	const struct kl_finding *finding, struct kl_error *error)
{
	(void)state, (void)scope, (void)finding, (void)error;
	return KL_OK;
}

const struct kl_format kl_format_xlsx = {
	.name = "xlsx",
	.summary = "not in this klopt: the static one writes no workbook",
	.needs_file = true,
	.begin = begin,
	.finding = pass,
};
