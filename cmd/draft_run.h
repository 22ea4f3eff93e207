/*
 * A draft, run as klopt check would run it: so that what klopt-init writes can be
 * read, and says what it finds.
 */
#ifndef KL_CMD_DRAFT_RUN_H
#define KL_CMD_DRAFT_RUN_H

#include "cli.h"
#include "draft/draft.h"

/* Runs the draft over the files, and tells it what was found. *verdict is that of
 * the run; *cleanable counts the findings that klopt-clean would mend. Errors: those of reading descriptor and rules, which would be mistakes
 * of the draft, and KL_IO, KL_NO_MEMORY. */
enum kl_status cli_draft_run(struct kl_draft *draft, struct kl_verdict *verdict,
	uint64_t *cleanable, struct kl_error *error);

#endif
