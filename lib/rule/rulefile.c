#include "rule/rulefile.h"

#include <stdio.h>

#include "base/translate.h"
#include "rule/argument.h"
#include "rule/descriptor.h"

#define WORDS(list) (list), sizeof (list) / sizeof *(list)

static const char *const file_keys[] = { "rules", "resources", "klopt", "charts",
	"title", "description" };
static const char *const rule_keys[] = { "id", "check", "title", "description",
	"tables", "severity", "when", "unless", "replaces" };
static const char *const unless_keys[] = { "when", "because" };
static const char *const severities[] = { "error", "warning", "info" };
static const char severity_takes[] =
	KL_TEXT("error, warning or info, or a mapping from a code to one of these");

enum { RULE_KEYS = sizeof rule_keys / sizeof *rule_keys };

struct rule_file {
	struct kl_rules *rules;
	const char *path;
	const struct kl_words *const *checks;
	size_t check_count;
	struct kl_error *error;
};

static enum kl_status find_check(const struct rule_file *f,
	const struct kl_node *rule, const struct kl_words **words)
{
	const struct kl_node *check = kl_node_get(rule, "check");
	enum kl_status status;

	if (check == NULL)
		return kl_node_missing(rule, f->path, "rule", "check", f->error);
	status = kl_node_need_text(check, f->path, "check",
		"the name of a check", f->error);
	if (status != KL_OK)
		return status;
	const char **names = kl_arena_alloc(&f->rules->arena,
		(f->check_count + 1) * sizeof *names);
	if (names == NULL)
		return kl_no_memory(f->error);
	for (size_t i = 0; i < f->check_count; i++) {
		names[i] = f->checks[i]->name;
		if (kl_span_is(check->text, names[i])) {
			*words = f->checks[i];
			return KL_OK;
		}
	}
	return kl_node_unknown(check, f->path, "check", names, f->check_count,
		f->error);
}

static enum kl_status read_severity(const struct rule_file *f,
	const struct kl_node *node, enum kl_severity *severity)
{
	enum kl_status status = kl_node_need_text(node, f->path, "severity",
		severity_takes, f->error);

	if (status == KL_OK && !kl_severity_find(node->text, severity))
		status = kl_node_unknown(node, f->path, "severity",
			WORDS(severities), f->error);
	return status;
}

static enum kl_status read_code(const struct rule_file *f,
	const struct kl_node *node, enum kl_code *code)
{
	const char *names[KL_CODES];

	if (kl_code_find(node->text, code))
		return KL_OK;
	for (int i = 0; i < KL_CODES; i++)
		names[i] = kl_code_name((enum kl_code)i);
	return kl_node_unknown(node, f->path, "code", names, KL_CODES, f->error);
}

static enum kl_status read_severities(const struct rule_file *f,
	const struct kl_node *node, struct kl_rule *rule)
{
	enum kl_status status = KL_OK;

	if (node->kind != KL_NODE_MAP) {
		rule->severity_given = true;
		return read_severity(f, node, &rule->severity);
	}
	rule->severity_count = node->count / 2;
	struct kl_severity_choice *choices = kl_arena_alloc(&f->rules->arena,
		(rule->severity_count + 1) * sizeof *choices);
	if (choices == NULL)
		return kl_no_memory(f->error);
	rule->severities = choices;
	for (size_t i = 0; status == KL_OK && i < rule->severity_count; i++) {
		status = read_code(f, node->items[2 * i], &choices[i].code);
		if (status == KL_OK)
			status = read_severity(f, node->items[2 * i + 1],
				&choices[i].severity);
	}
	return status;
}

static enum kl_status read_condition(const struct rule_file *f,
	const struct kl_node *node, const char *key, struct kl_word *out)
{
	enum kl_status status = kl_node_need_text(node, f->path, key,
		"an expression", f->error);

	if (status == KL_OK)
		*out = (struct kl_word){ node->text, node->line, node->column,
			node->lead, node->written };
	return status;
}

static enum kl_status read_excuse(const struct rule_file *f,
	const struct kl_node *node, struct kl_unless *unless)
{
	enum kl_status status = kl_node_need(node, f->path, KL_NODE_MAP, "unless",
		"a mapping with 'when' and 'because', or a list of these", f->error);

	if (status == KL_OK)
		status = kl_node_keys(node, f->path, WORDS(unless_keys), f->error);
	if (status != KL_OK)
		return status;
	for (size_t i = 0; i < sizeof unless_keys / sizeof *unless_keys; i++) {
		if (kl_node_get(node, unless_keys[i]) == NULL)
			return kl_node_missing(node, f->path, "'unless'",
				unless_keys[i], f->error);
	}
	const struct kl_node *because = kl_node_get(node, "because");
	status = read_condition(f, kl_node_get(node, "when"), "when",
		&unless->when);
	if (status == KL_OK)
		status = kl_node_need_text(because, f->path, "because",
			"the reason, as text", f->error);
	if (status == KL_OK && kl_span_trim(because->text).length == 0)
		status = kl_node_fail(because, f->path, f->error,
			"'because' is empty: say why these rows are left out");
	unless->because = kl_span_trim(because->text);
	return status;
}

static enum kl_status read_unless(const struct rule_file *f,
	const struct kl_node *node, struct kl_rule *rule)
{
	bool list = node->kind == KL_NODE_LIST;
	size_t count = list ? node->count : 1;
	struct kl_unless *made = kl_arena_alloc(&f->rules->arena,
		(count + 1) * sizeof *made);
	enum kl_status status = KL_OK;

	if (made == NULL)
		return kl_no_memory(f->error);
	if (count == 0)
		return kl_node_fail(node, f->path, f->error, "'unless' is empty");
	for (size_t i = 0; i < count && status == KL_OK; i++)
		status = read_excuse(f, list ? node->items[i] : node, &made[i]);
	rule->unless = made;
	rule->unless_count = count;
	return status;
}

static enum kl_status read_when(const struct rule_file *f,
	const struct kl_node *node, struct kl_rule *rule)
{
	struct kl_word *when = kl_arena_alloc(&f->rules->arena, sizeof *when);

	if (when == NULL)
		return kl_no_memory(f->error);
	rule->when = when;
	return read_condition(f, node, "when", when);
}

static enum kl_status read_key(const struct rule_file *f,
	const struct kl_node *key, const struct kl_node *value,
	struct kl_rule *rule, struct kl_argument *arguments)
{
	if (kl_span_is(key->text, "tables")) {
		return kl_words_read(value, f->path, "tables",
			KL_TEXT("the name of a table, a glob, or a list of these"),
			&f->rules->arena, &rule->tables, &rule->table_count,
			f->error);
	}
	if (kl_span_is(key->text, "severity"))
		return read_severities(f, value, rule);
	if (kl_span_is(key->text, "when"))
		return read_when(f, value, rule);
	if (kl_span_is(key->text, "unless"))
		return read_unless(f, value, rule);
	for (size_t i = 0; i < RULE_KEYS; i++)
		if (kl_span_is(key->text, rule_keys[i]))
			return KL_OK;
	const struct kl_keys keys = { f->path, &f->rules->arena, rule->words,
		rule_keys, RULE_KEYS, f->error };
	return kl_keys_read(&keys, key, value, arguments);
}

static enum kl_status read_rule(const struct rule_file *f,
	const struct kl_node *node)
{
	const struct kl_node *id = kl_node_get(node, "id");
	struct kl_rule rule = { .path = f->path, .line = node->line,
		.column = node->column };
	enum kl_status status = find_check(f, node, &rule.words);

	if (status != KL_OK)
		return status;
	struct kl_argument *arguments = kl_arena_alloc(&f->rules->arena,
		(rule.words->parameter_count + 1) * sizeof *arguments);
	if (arguments == NULL)
		return kl_no_memory(f->error);
	rule.arguments = arguments;
	for (size_t i = 0; status == KL_OK && i < node->count; i += 2)
		status = read_key(f, node->items[i], node->items[i + 1], &rule,
			arguments);
	if (status != KL_OK)
		return status;
	if (id != NULL) {
		rule.id = id->text.at;
		rule.line = id->line;
		rule.column = id->column;
	} else {
		rule.id = kl_rules_new_id(f->rules, rule.words->name);
	}
	uint32_t place;
	if (kl_rule_replaces(node) && kl_index_find(&f->rules->ids, id->text,
			&place)) {
		f->rules->rules[place] = rule;
		return KL_OK;
	}
	if (rule.id == NULL || !kl_rules_push(f->rules, &rule))
		return kl_no_memory(f->error);
	return KL_OK;
}

static enum kl_status read_list(const struct rule_file *f,
	const struct kl_node *list)
{
	enum kl_status status = kl_node_need(list, f->path, KL_NODE_LIST,
		"rules", "a list of mappings", f->error);

	if (status == KL_OK && list->count == 0)
		status = kl_node_fail(list, f->path, f->error, "'rules' is empty");
	if (status == KL_OK)
		status = kl_rules_take_ids(f->rules, list, f->path, f->error);
	for (size_t i = 0; status == KL_OK && i < list->count; i++)
		status = read_rule(f, list->items[i]);
	return status;
}

static enum kl_status read_tables(const struct rule_file *f,
	const struct kl_node *klopt, const struct kl_node *resources,
	struct kl_dataset *dataset, const struct kl_dataset_options *options)
{
	struct kl_describer d = { .dataset = dataset, .options = options,
		.tree = &f->rules->arena, .rule_file = true };
	enum kl_status status = KL_OK;

	if (klopt == NULL && resources == NULL)
		return KL_OK;
	if (dataset == NULL) {
		return kl_node_fail(resources != NULL ? resources : klopt, f->path,
			f->error, "'%s' cannot stand here: there is no dataset",
			resources != NULL ? "resources" : "klopt");
	}
	/* Tables outlive the rules. */
	d.path = kl_arena_text(&dataset->arena, kl_span_of(f->path));
	if (d.path == NULL)
		return kl_no_memory(f->error);
	kl_describe_start(&d);
	if (klopt != NULL)
		status = kl_describe_klopt(&d, klopt, f->error);
	if (status == KL_OK && resources != NULL)
		status = kl_describe_resources(&d, resources, f->error);
	if (status == KL_OK && klopt != NULL)
		status = kl_describe_undeclared(&d, klopt, f->error);
	return status;
}

enum kl_status kl_rules_read(struct kl_rules *rules, const char *path,
	const struct kl_words *const *checks, size_t check_count,
	struct kl_dataset *dataset, const struct kl_dataset_options *options,
	struct kl_error *error)
{
	struct rule_file f = { rules, NULL, checks, check_count, error };
	const struct kl_node *list, *klopt, *resources, *charts;
	struct kl_node *root;
	enum kl_status status;

	f.path = kl_arena_text(&rules->arena, kl_span_of(path));
	if (f.path == NULL)
		return kl_no_memory(error);
	status = kl_node_read(path, &rules->arena, &root, error);
	if (status == KL_OK && root->kind != KL_NODE_MAP)
		status = kl_node_fail(root, path, error,
			"a rule file is a mapping with 'rules'");
	if (status == KL_OK)
		status = kl_node_keys(root, path, WORDS(file_keys), error);
	if (status != KL_OK)
		return status;
	list = kl_node_get(root, "rules");
	klopt = kl_node_get(root, "klopt");
	resources = kl_node_get(root, "resources");
	charts = kl_node_get(root, "charts");
	if (list == NULL && resources == NULL && charts == NULL)
		return kl_node_missing(root, path, "the rule file", "rules", error);
	status = read_tables(&f, klopt, resources, dataset, options);
	if (status == KL_OK && list != NULL)
		status = read_list(&f, list);
	if (status == KL_OK && charts != NULL)
		status = kl_charts_read(rules, charts, f.path, error);
	return status;
}
