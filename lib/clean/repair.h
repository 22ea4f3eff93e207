/*
 * Repairs of sums in tables that are clean: found by the engine, applied where
 * they are certain.
 */
#ifndef KL_CLEAN_REPAIR_H
#define KL_CLEAN_REPAIR_H

#include "base/memory.h"
#include "base/status.h"
#include "clean/clean.h"

/* A cell that is to be changed, or of which is told that it is not. */
struct kl_clean_repair {
	uint32_t table;
	uint64_t row;                   /* of the clean table, from 1; 0: none */
	struct kl_span field;
	struct kl_span from, to;        /* `to` at NULL: it stays */
	enum kl_clean_word why;
	const char *path;               /* row 0: where it stands */
	uint64_t line, column;
};

/* Zero it to start. */
struct kl_clean_repairs {
	struct kl_clean_repair *items;  /* by table, row, field */
	size_t count, capacity;
	struct kl_index seen;
	struct kl_arena arena;
};

/* Checks the tables, which `paths` has by table, and lists what would mend their
 * sums. Errors: those of kl_run. */
enum kl_status kl_clean_repairs_find(struct kl_clean_repairs *repairs,
	const struct kl_clean *clean, const char *const *paths,
	struct kl_error *error);
void kl_clean_repairs_release(struct kl_clean_repairs *repairs);

#endif
