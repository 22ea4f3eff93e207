/*
 * What the parts of the text format share. Colours are ANSI's; without
 * style->color there are none.
 */
#ifndef KL_FORMAT_TEXT_H
#define KL_FORMAT_TEXT_H

#include "format/format.h"

/* Blanks before what belongs to the line above. */
enum { KL_TEXT_INDENT = 4 };

enum kl_color {
	KL_PLAIN, KL_BOLD, KL_RED, KL_YELLOW, KL_BLUE, KL_GREEN, KL_FAINT
};

void kl_text_colored(struct kl_text_buffer *out, const struct kl_style *style,
	enum kl_color color, const char *text);
/* Writes the text to the stream of the scope, and releases it. Errors:
 * KL_NO_MEMORY, also of what was added before, and KL_IO. */
enum kl_status kl_text_put(const struct kl_format_scope *scope,
	struct kl_text_buffer *out, struct kl_error *error);
/* The notes, the table of rules, and the verdict: the end of the format. */
enum kl_status kl_text_summary(void *state,
	const struct kl_format_scope *scope, const struct kl_tally *tally,
	struct kl_error *error);

#endif
