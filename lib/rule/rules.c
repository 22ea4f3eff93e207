#include "rule/rules.h"

#include <assert.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>

#include "rule/chart.h"
#include "rule/rulefile.h"

void kl_rules_init(struct kl_rules *rules)
{
	*rules = (struct kl_rules){ 0 };
}

void kl_rules_release(struct kl_rules *rules)
{
	free(rules->rules);
	free(rules->charts);
	kl_index_release(&rules->ids);
	kl_arena_release(&rules->arena);
	kl_rules_init(rules);
}

const char *kl_rules_new_id(struct kl_rules *rules, const char *check)
{
	size_t length = strlen(check);
	char *id = kl_arena_alloc(&rules->arena, length + 16);
	uint32_t there;

	if (id == NULL)
		return NULL;
	memcpy(id, check, length);
	for (unsigned i = 2; kl_index_find(&rules->ids, kl_span_of(id), &there); i++)
		snprintf(id + length, 16, "-%u", i);
	return kl_index_add(&rules->ids, kl_span_of(id), (uint32_t)rules->count,
		NULL, NULL) ? id : NULL;
}

bool kl_rules_push(struct kl_rules *rules, const struct kl_rule *rule)
{
	if (!kl_grow(rules->rules, rules->capacity, rules->count + 1))
		return false;
	rules->rules[rules->count++] = *rule;
	return true;
}

enum kl_status kl_rules_add(struct kl_rules *rules, const struct kl_words *words,
	const struct kl_argument *arguments, struct kl_error *error)
{
	struct kl_rule rule = { .words = words, .arguments = arguments };

	rule.id = kl_rules_new_id(rules, words->name);
	if (rule.id == NULL || !kl_rules_push(rules, &rule))
		return kl_no_memory(error);
	return KL_OK;
}

bool kl_word_matches(const struct kl_word *words, size_t count,
	const char *name)
{
	for (size_t i = 0; i < count; i++) {
		const char *glob = words[i].text.at;

		/* A name may itself hold what a glob takes as its own: "a[1]". */
		if (strcmp(glob, name) == 0 || fnmatch(glob, name, 0) == 0)
			return true;
	}
	return false;
}

bool kl_rule_applies(const struct kl_rule *rule, const char *table)
{
	return rule->table_count == 0
		|| kl_word_matches(rule->tables, rule->table_count, table);
}

struct kl_rule kl_rule_about(const struct kl_rule *rule,
	const struct kl_argument *table)
{
	struct kl_rule about = *rule;

	if (table->given) {
		about.tables = table->words;
		about.table_count = 1;
	}
	return about;
}

const struct kl_argument *kl_rule_argument(const struct kl_rule *rule,
	const char *parameter)
{
	size_t i = kl_parameter_find(rule->words, kl_span_of(parameter));

	assert(i < rule->words->parameter_count);
	return &rule->arguments[i];
}

enum kl_severity kl_rule_severity(const struct kl_rule *rule, enum kl_code code)
{
	enum kl_severity severity = kl_code_severity(code);

	for (size_t i = 0; i < rule->severity_count; i++)
		if (rule->severities[i].code == code)
			return rule->severities[i].severity;
	if (rule->severity_given && severity != KL_INFO)
		return rule->severity;
	return severity;
}
