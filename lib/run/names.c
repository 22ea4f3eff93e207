/* Which columns are asked for: what rules name, and fields that are declared. */
#include <stdlib.h>

#include "expression/expression.h"
#include "run.h"

/* What a rule names. */
struct naming {
	struct kl_arena arena;
	struct kl_span *names;
	size_t count, capacity;
	struct kl_span *tables;         /* that it looks at, beside its own */
	size_t table_count, table_capacity;
	bool failed;
};

static void add_name(struct naming *n, struct kl_span name)
{
	n->failed = n->failed || !kl_grow(n->names, n->capacity, n->count + 1);
	if (!n->failed)
		n->names[n->count++] = name;
}

static void add_table(struct naming *n, struct kl_span name)
{
	n->failed = n->failed || !kl_grow(n->tables, n->table_capacity,
		n->table_count + 1);
	if (!n->failed)
		n->tables[n->table_count++] = name;
}

static void add_tree(struct naming *n, const struct kl_tree *term)
{
	const struct kl_aggregate *a = term->aggregate;

	if (term->kind == KL_TREE_COLUMN)
		add_name(n, term->text);
	for (size_t i = 0; i < term->count; i++)
		add_tree(n, term->operands[i]);
	if (a == NULL)
		return;
	if (a->table != NULL)
		add_table(n, a->table->text);
	for (size_t i = 0; i < a->value_count; i++)
		add_tree(n, a->values[i]);
	if (a->condition != NULL)
		add_tree(n, a->condition);
	for (size_t i = 0; i < a->key_count; i++) {
		add_tree(n, a->keys[i].there);
		add_tree(n, a->keys[i].here);
	}
}

/* A mistake in it is told when its rule begins. */
static void add_expression(struct naming *n, const struct kl_word *word)
{
	struct kl_expression *expression;
	struct kl_error mistake;
	enum kl_status status = kl_expression_read(word, NULL, &n->arena,
		&expression, &mistake);

	n->failed = n->failed || status == KL_NO_MEMORY;
	if (status == KL_OK)
		add_tree(n, expression->root);
}

static void add_argument(struct naming *n, enum kl_parameter_type type,
	const struct kl_argument *argument)
{
	bool columns = type == KL_PARAMETER_COLUMN
		|| type == KL_PARAMETER_COLUMNS;
	bool expressions = type == KL_PARAMETER_EXPRESSION
		|| type == KL_PARAMETER_EXPRESSIONS;

	for (size_t i = 0; i < argument->word_count; i++) {
		if (columns)
			add_name(n, argument->words[i].text);
		else if (expressions)
			add_expression(n, &argument->words[i]);
		else if (type == KL_PARAMETER_TABLE)
			add_table(n, argument->words[i].text);
	}
	for (size_t i = 0; i < argument->sum_count; i++) {
		const struct kl_sum *sum = &argument->sums[i];
		add_name(n, sum->total.text);
		for (size_t k = 0; k < sum->part_count; k++)
			add_name(n, sum->parts[k].text);
	}
	for (size_t i = 0; i < argument->row_count; i++) {
		for (size_t k = 0; k < argument->rows[i].count; k++)
			add_name(n, argument->rows[i].matches[k].field.text);
	}
	for (size_t i = 0; i < argument->pair_count; i++) {
		add_name(n, argument->pairs[i].field.text);
		add_expression(n, &argument->pairs[i].value);
	}
}

static void read_rule(struct naming *n, const struct kl_rule *rule)
{
	n->count = n->table_count = 0;
	for (size_t i = 0; i < rule->words->parameter_count; i++)
		add_argument(n, rule->words->parameters[i].type,
			&rule->arguments[i]);
	if (rule->when != NULL)
		add_expression(n, rule->when);
	for (size_t i = 0; i < rule->unless_count; i++)
		add_expression(n, &rule->unless[i].when);
}

static bool looks_at(const struct naming *n, const struct kl_rule *rule,
	const struct kl_table *table)
{
	for (size_t i = 0; i < n->table_count; i++) {
		if (kl_span_is(n->tables[i], table->name))
			return true;
	}
	return kl_rule_applies(rule, table->name);
}

/* What a table is asked for, each name once: its fields, and what rules name. */
struct asked {
	struct kl_index seen;
	struct kl_span *names;          /* in the order of the first to ask */
	size_t count, capacity;
};

static bool ask(struct asked *asked, struct kl_arena *arena, struct kl_span name)
{
	bool found;

	if (!kl_index_add(&asked->seen, name, 0, NULL, &found)
			|| !kl_grow(asked->names, asked->capacity, asked->count + 1))
		return false;
	if (found)
		return true;
	struct kl_span copy = kl_arena_span(arena, name);
	asked->names[asked->count++] = copy;
	return copy.at != NULL;
}

/* The fields are not sought among what rules name: they stay as they are. */
static bool ask_fields(struct asked *asked, const struct kl_table *table)
{
	const struct kl_wanted *had = table->dialect.wanted;
	size_t count = had != NULL ? had->count : 0;

	if (!kl_grow(asked->names, asked->capacity, count))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!kl_index_add(&asked->seen, had->names[i], 0, NULL, NULL))
			return false;
		asked->names[asked->count++] = had->names[i];
	}
	return true;
}

static bool give_names(const struct asked *asked, struct kl_arena *arena,
	struct kl_table *table)
{
	const struct kl_wanted *had = table->dialect.wanted;
	struct kl_wanted *wanted = kl_arena_alloc(arena, sizeof *wanted);
	struct kl_span *names = kl_arena_alloc(arena,
		asked->count * sizeof *names);

	if (wanted == NULL || names == NULL)
		return false;
	memcpy(names, asked->names, asked->count * sizeof *names);
	*wanted = (struct kl_wanted){ names, asked->count,
		had != NULL ? had->declared : 0 };
	table->dialect.wanted = wanted;
	return true;
}

static bool add_rule(struct naming *n, const struct kl_rule *rule,
	struct kl_dataset *dataset, struct asked *asked)
{
	read_rule(n, rule);
	for (size_t i = 0; i < dataset->table_count && !n->failed; i++) {
		if (n->count == 0 || !looks_at(n, rule, &dataset->tables[i]))
			continue;
		n->failed = asked[i].names == NULL
			&& !ask_fields(&asked[i], &dataset->tables[i]);
		for (size_t k = 0; k < n->count && !n->failed; k++)
			n->failed = !ask(&asked[i], &dataset->arena, n->names[k]);
	}
	return !n->failed;
}

enum kl_status kl_run_names(struct kl_dataset *dataset,
	const struct kl_rules *rules, struct kl_error *error)
{
	struct naming n = { .failed = false };
	struct asked *asked = calloc(dataset->table_count + 1, sizeof *asked);
	bool fine = asked != NULL;

	for (size_t i = 0; i < rules->count && fine; i++)
		fine = add_rule(&n, &rules->rules[i], dataset, asked);
	for (size_t i = 0; i < dataset->table_count && asked != NULL; i++) {
		fine = fine && (asked[i].count == 0 || give_names(&asked[i],
			&dataset->arena, &dataset->tables[i]));
		kl_index_release(&asked[i].seen);
		free(asked[i].names);
	}
	free(asked);
	free(n.names);
	free(n.tables);
	kl_arena_release(&n.arena);
	return fine ? KL_OK : kl_no_memory(error);
}
