/*
 * A descriptor for tables that were written anew: what the old one said, but for
 * where the tables are now and how they are written.
 */
#ifndef KL_RULE_REWRITE_H
#define KL_RULE_REWRITE_H

#include "base/text.h"
#include "rule/dataset.h"

struct kl_rewriting {
	const struct kl_dataset *from;
	const struct kl_table *written; /* as many: their path, dialect and fields are
	                                   those of now */
	const char *folder;             /* where the descriptor will stand, as the
	                                   tables do; it exists */
	/* What a value of the field, in its notation, is in the new one; at NULL:
	 * memory is out. */
	struct kl_span (*value)(const struct kl_field *from,
		const struct kl_field *to, struct kl_span text, struct kl_arena *arena);
};

/* Adds the descriptor, in YAML. Of every resource it has path, dialect and what the
 * files that declared it said: the descriptor, a rule file, the file that its
 * `schema` names. A rule file that stands beside the old descriptor is named as
 * seen from the folder. Comments are not kept. Errors: those of reading these
 * files, KL_NO_MEMORY. */
enum kl_status kl_descriptor_rewrite(const struct kl_rewriting *rewriting,
	struct kl_text_buffer *out, struct kl_error *error);

#endif
