/*
 * Waiver files: YAML (or JSON), a mapping with a list at `waivers`.
 */
#ifndef KL_RULE_WAIVERS_H
#define KL_RULE_WAIVERS_H

#include "finding/waiver.h"
#include "rule/parameter.h"

/* The keys of an entry. */
extern const struct kl_words kl_waiver_words;

/* Adds the entries of a file. An entry names findings by one or more of
 * fingerprint, rule, code, table, row (the number of the record after the header)
 * and field, and has a reason, an owner, and `until`: a date, the last day that it
 * holds. Errors: KL_IO, KL_INVALID at the place with the nearest key or code, and
 * for an entry that names nothing; KL_LIMIT, KL_NO_MEMORY. */
enum kl_status kl_waivers_read(struct kl_waivers *waivers, const char *path,
	struct kl_error *error);

#endif
