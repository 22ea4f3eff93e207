/*
 * Where registers and rule files are looked for.
 */
#ifndef KL_RULE_SEARCH_H
#define KL_RULE_SEARCH_H

#include "rule/register.h"

/* A description that was found. */
struct kl_found_register {
	const char *id;                 /* its file's name without ".yaml" */
	const char *path;
};

/* All descriptions beside `from` (NULL: in the current folder) and in the
 * search folders, sorted by id; of one id the first that is found. A folder
 * itself (apart from its `registers`) may hold other YAML files: there only a
 * mapping with `register` counts. In the arena. Errors: KL_IO, KL_NO_MEMORY. */
enum kl_status kl_search_registers(const struct kl_search *search,
	bool beside, const char *from, struct kl_arena *arena,
	struct kl_found_register **found, size_t *count, struct kl_error *error);

/* The path of the description of a register, or the path that the name is,
 * as seen from the file `from`. Errors: KL_IO there is none, KL_NO_MEMORY. */
enum kl_status kl_search_register(const struct kl_search *search,
	const char *from, struct kl_span name, struct kl_arena *arena,
	const char **path, struct kl_error *error);

#endif
