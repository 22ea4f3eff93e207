/*
 * What a rule file is read into; for rules.c, rulefile.c, rule_ids.c, keys.c and
 * chart.c.
 */
#ifndef KL_RULE_RULEFILE_H
#define KL_RULE_RULEFILE_H

#include "rule/node.h"
#include "rule/rules.h"

/* An id for the next rule, after its check: "totals", "totals-2". NULL when
 * memory is out. */
const char *kl_rules_new_id(struct kl_rules *rules, const char *check);

/* Adds a rule whose id is in rules->ids. False when memory is out. */
bool kl_rules_push(struct kl_rules *rules, const struct kl_rule *rule);

/* Whether a rule of a file takes the place of an earlier one. */
bool kl_rule_replaces(const struct kl_node *rule);

/* Takes the ids that the rules of a file give, before any of them is added: a
 * rule without an id takes none of them. Errors: KL_INVALID (an id that stands
 * twice, one to replace that is not there, not a list of mappings),
 * KL_NO_MEMORY. */
enum kl_status kl_rules_take_ids(struct kl_rules *rules,
	const struct kl_node *list, const char *path, struct kl_error *error);

/* The keys of a rule, or of a chart. */
struct kl_keys {
	const char *path;
	struct kl_arena *arena;
	const struct kl_words *words;   /* of which parameters make keys */
	const char *const *others;      /* known keys that are no parameters */
	size_t other_count;
	struct kl_error *error;
};

/* Reads a key that a parameter makes, also the mapping that stands at "down" where
 * there are "down.row" and "down.columns". Errors: KL_INVALID at the place with
 * the nearest key, KL_NO_MEMORY. */
enum kl_status kl_keys_read(const struct kl_keys *keys,
	const struct kl_node *key, const struct kl_node *value,
	struct kl_argument *arguments);

/* Adds the charts of a file. Errors: KL_INVALID at the place, KL_NO_MEMORY. */
enum kl_status kl_charts_read(struct kl_rules *rules,
	const struct kl_node *list, const char *path, struct kl_error *error);

#endif
