/*
 * Stencils: the text of a finding with holes where it differs from others of its mold
 * (finding/mold.h): line, column, row, value, the row's name and the fingerprint.
 *
 * A stencil is cut out of the text that a format makes of a made-up finding, whose
 * own parts are found in it again; it is used only if it gives what the format itself
 * makes of others. So the format is written once, and knows nothing
 * of this; what a stencil does not fit (a value with quotes, a waiver, a workbook) is
 * written by the format as ever.
 */
#ifndef KL_FORMAT_STENCIL_H
#define KL_FORMAT_STENCIL_H

#include "finding/mold.h"

/* How a format writes: adds the text of the finding, which depends on no other. Values
 * and names of rows of letters, digits and what stands between words (no comma, if
 * `strict`) must stand in it as they are, whatever their length up to
 * KL_STENCIL_TEXT. */
enum { KL_STENCIL_TEXT = 40 };
struct kl_stencil_source {
	void (*add)(void *context, const struct kl_finding *finding,
		struct kl_text_buffer *out);
	void *context;
	const struct kl_style *style;   /* of the fingerprint */
	bool strict;
};

struct kl_stencil;

/* Zero to start; release it. For one source. */
struct kl_stencils {
	struct kl_stencil **list;       /* by mold and what else is common */
	size_t capacity;
	char plain[256];                /* bytes that may stand in a text; 2: at its ends */
};

/* Adds what source->add would, by a stencil. False: none fits; nothing was added. */
bool kl_stencils_add(struct kl_stencils *stencils,
	const struct kl_stencil_source *source, const struct kl_finding *finding,
	struct kl_text_buffer *out);
void kl_stencils_release(struct kl_stencils *stencils);

#endif
