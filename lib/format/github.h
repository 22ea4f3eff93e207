/*
 * GitHub Actions, among the files that write for it: the whole text, between
 * commands that keep the runner from obeying anything in it; then annotations, of
 * which a step shows ten errors, ten warnings and ten notices; and a summary of the
 * job in Markdown.
 */
#ifndef KL_FORMAT_GITHUB_H
#define KL_FORMAT_GITHUB_H

#include "format/format.h"

enum { KL_GITHUB_ANNOTATIONS = 10 };

/* The summary: rows of findings as they come, as many as there is room for. */
struct kl_github_summary {
	struct kl_text_buffer rows;
	uint64_t left_out;
};

/* A row, if there is room. `room`: bytes for the whole summary. */
void kl_github_add_row(struct kl_github_summary *summary, size_t room,
	const struct kl_finding *finding, const struct kl_style *style);
/* Adds the whole summary. */
void kl_github_add_summary(const struct kl_github_summary *summary, size_t room,
	const struct kl_format_scope *scope, const struct kl_tally *tally,
	struct kl_text_buffer *out);

#endif
