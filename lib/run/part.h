/*
 * A part of the engine: an engine of its own that judges tables which no rule compares
 * with others, one after the other, in any thread. What it tells stands in a record
 * until the whole takes it over. For the files of run/.
 */
#ifndef KL_RUN_PART_H
#define KL_RUN_PART_H

#include "finding/record.h"
#include "run/engine.h"

/* Makes a part of an engine that has begun and prepared its rules, while no part of it
 * is at work. `whole` and `record` outlive it. kl_engine_release it, also after a
 * failure. Errors: KL_NO_MEMORY. */
enum kl_status kl_engine_part(struct kl_engine *part,
	const struct kl_engine *whole, struct kl_record *record,
	struct kl_error *error);
/* What the part told by now is told by the whole. Errors: those of kl_record_take. */
enum kl_status kl_engine_take(struct kl_engine *engine, struct kl_engine *part,
	struct kl_error *error);
/* Behind a table, in the order of the tables: what the part counted, and what others
 * must know of it. Other parts may be at work. */
void kl_engine_join(struct kl_engine *engine, struct kl_engine *part);

#endif
