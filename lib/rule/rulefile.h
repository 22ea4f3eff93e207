/*
 * What a rule file is read into; for rules.c and rulefile.c.
 */
#ifndef KL_RULE_RULEFILE_H
#define KL_RULE_RULEFILE_H

#include "rule/rules.h"

/* An id for the next rule, after its check: "totals", "totals-2". NULL when
 * memory is out. */
const char *kl_rules_new_id(struct kl_rules *rules, const char *check);

/* Adds a rule whose id is in rules->ids. False when memory is out. */
bool kl_rules_push(struct kl_rules *rules, const struct kl_rule *rule);

#endif
