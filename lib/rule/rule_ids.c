/* Ids of rules: each is unique, and one rule can take the place of another. */
#include "rule/rulefile.h"

#include "base/translate.h"

bool kl_rule_replaces(const struct kl_node *rule)
{
	return kl_node_get(rule, "replaces") != NULL;
}

static enum kl_status check_replaces(const struct kl_node *rule,
	const char *path, struct kl_error *error)
{
	const struct kl_node *replaces = kl_node_get(rule, "replaces");

	if (replaces == NULL)
		return KL_OK;
	if (replaces->kind != KL_NODE_SCALAR || !(kl_span_is(replaces->text, "yes")
			|| kl_span_is(replaces->text, "true")))
		return kl_node_fail(replaces, path, error,
			"'replaces' takes yes, or is left out");
	if (kl_node_get(rule, "id") == NULL)
		return kl_node_fail(replaces, path, error,
			"'replaces' takes an 'id' beside it: that of the rule that is replaced");
	return KL_OK;
}

/* The item of this file that has the id. */
static const struct kl_node *find_item(const struct kl_node *list,
	struct kl_span id)
{
	size_t i = 0;

	while (kl_node_get(list->items[i], "id") == NULL
			|| !kl_span_equal(kl_node_get(list->items[i], "id")->text, id))
		i++;
	return kl_node_get(list->items[i], "id");
}

static enum kl_status tell_taken(const struct kl_rules *rules,
	const struct kl_node *list, const struct kl_node *id, uint32_t first,
	const char *path, struct kl_error *error)
{
	if (first >= rules->count)
		return kl_node_fail(id, path, error,
			"rule id '%s' stands twice, first at line %u", id->text.at,
			(unsigned)find_item(list, id->text)->line);
	return kl_node_fail(id, path, error,
		"rule id '%s' is taken by the rule at line %u of %s", id->text.at,
		(unsigned)rules->rules[first].line, rules->rules[first].path != NULL
		? rules->rules[first].path : kl_translate("the command line"));
}

static enum kl_status tell_nothing_replaced(const struct kl_rules *rules,
	const struct kl_node *id, const char *path, struct kl_error *error)
{
	struct kl_arena arena = { 0 };
	struct kl_span *names = kl_arena_alloc(&arena,
		(rules->count + 1) * sizeof *names);
	enum kl_status status;

	if (names == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < rules->count; i++)
		names[i] = kl_span_of(rules->rules[i].id);
	size_t near = kl_text_nearest(id->text, names, rules->count);
	bool found = near < rules->count;
	status = kl_node_fail(id, path, error,
		"no rule '%s' stands before this file that it could replace%s%s%s",
		id->text.at, found ? kl_translate("; did you mean '") : "",
		found ? names[near].at : "", found ? "'?" : "");
	kl_arena_release(&arena);
	return status;
}

static enum kl_status take_id(struct kl_rules *rules,
	const struct kl_node *list, const struct kl_node *rule, uint32_t place,
	const char *path, struct kl_error *error)
{
	const struct kl_node *id = kl_node_get(rule, "id");
	uint32_t first;
	bool found;
	enum kl_status status = kl_node_need_text(id, path, "id", "a text", error);

	if (status == KL_OK && id->text.length == 0)
		status = kl_node_fail(id, path, error, "'id' is empty");
	if (status != KL_OK)
		return status;
	if (kl_rule_replaces(rule)) {
		found = kl_index_find(&rules->ids, id->text, &first)
			&& first < rules->count;
		return found ? KL_OK
			: tell_nothing_replaced(rules, id, path, error);
	}
	if (!kl_index_add(&rules->ids, id->text, place, &first, &found))
		return kl_no_memory(error);
	return found ? tell_taken(rules, list, id, first, path, error) : KL_OK;
}

enum kl_status kl_rules_take_ids(struct kl_rules *rules,
	const struct kl_node *list, const char *path, struct kl_error *error)
{
	size_t place = rules->count;
	enum kl_status status = KL_OK;

	for (size_t i = 0; status == KL_OK && i < list->count; i++) {
		const struct kl_node *rule = list->items[i];

		if (rule->kind != KL_NODE_MAP)
			return kl_node_fail(rule, path, error,
				"'rules' takes a list of mappings");
		status = check_replaces(rule, path, error);
		if (status == KL_OK && kl_node_get(rule, "id") != NULL)
			status = take_id(rules, list, rule, (uint32_t)place, path,
				error);
		place += !kl_rule_replaces(rule);
	}
	return status;
}
