#include "expression/checker.h"

#include <stdlib.h>

#include "base/translate.h"
#include "expression/function.h"

static enum kl_expression_type type_of_field(const struct kl_field *field)
{
	switch (field->type) {
	case KL_TYPE_ANY:
		return KL_OF_ANY;
	case KL_TYPE_INTEGER:
	case KL_TYPE_NUMBER:
	case KL_TYPE_YEAR:
		return KL_OF_NUMBER;
	case KL_TYPE_BOOLEAN:
		return KL_OF_TRUTH;
	case KL_TYPE_DATE:
		return KL_OF_DATE;
	default:
		return KL_OF_TEXT;
	}
}

static enum kl_status no_column(struct kl_checker *c,
	const struct kl_tree *term, const struct kl_table *table)
{
	struct kl_span *names = calloc(table->field_count, sizeof *names);
	struct kl_text_buffer text = { 0 };

	if (names == NULL)
		return kl_no_memory(c->error);
	for (size_t i = 0; i < table->field_count; i++)
		names[i] = table->fields[i].name;
	size_t near = kl_text_nearest(term->text, names, table->field_count);
	kl_text_puts(&text, kl_translate("there is no column '"));
	kl_text_add_visible(&text, term->text, 60);
	kl_text_printf(&text, kl_translate("' in table %s"), table->name);
	if (near < table->field_count) {
		kl_text_puts(&text, kl_translate("; did you mean '"));
		kl_text_add_visible(&text, names[near], 60);
		kl_text_puts(&text, "'?");
	}
	free(names);
	enum kl_status status = text.failed ? kl_no_memory(c->error)
		: kl_expression_fail(c->expression, term->from, c->error, "%s",
			text.at);
	kl_text_release(&text);
	return status;
}

/* Whether the file can have columns that are not declared. */
static bool has_others(const struct kl_table *table)
{
	return table->field_count == 0 || table->match == KL_FIELDS_SUBSET
		|| table->match == KL_FIELDS_PARTIAL;
}

/* Takes the type that a table declares; tables that declare another are no
 * tables for one rule. */
static enum kl_status take_type(struct kl_checker *c, struct kl_tree *term,
	const struct kl_table *table, const struct kl_table **first)
{
	const struct kl_field *field = kl_table_field(table, term->text);

	if (field == NULL)
		return has_others(table) || term->until == 0 ? KL_OK
			: no_column(c, term, table);
	enum kl_expression_type type = type_of_field(field);
	if (type == KL_OF_ANY || type == term->type)
		return KL_OK;
	if (term->type != KL_OF_ANY)
		return kl_expression_fail(c->expression, term->from, c->error,
			"'%.*s' is %s in table %s, but %s in table %s",
			(int)term->text.length, term->text.at,
			kl_expression_type_name(term->type), (*first)->name,
			kl_expression_type_name(type), table->name);
	term->type = type;
	*first = table;
	return KL_OK;
}

static bool is_group(const struct kl_expression *e, struct kl_span name)
{
	for (size_t i = 0; i < e->group_count; i++) {
		if (kl_span_equal(e->groups[i].text, name))
			return true;
	}
	return false;
}

enum kl_status kl_check_column(struct kl_checker *c, struct kl_tree *term)
{
	const struct kl_dataset *dataset = c->dataset;
	const struct kl_table *first = NULL;
	enum kl_status status = KL_OK;

	if (c->expression->grouped && c->inside == NULL
			&& !is_group(c->expression, term->text))
		return kl_expression_fail(c->expression, term->from, c->error,
			"'%.*s' is not a column of the groups: it has a value for each row, and the expression is about many rows",
			(int)term->text.length, term->text.at);
	if (c->inside != NULL && c->inside->table != NULL)
		return c->inside->target == NULL ? KL_OK
			: take_type(c, term, c->inside->target, &first);
	for (size_t i = 0; dataset != NULL && i < dataset->table_count
			&& status == KL_OK; i++) {
		if (c->rule == NULL
				|| kl_rule_applies(c->rule, dataset->tables[i].name))
			status = take_type(c, term, &dataset->tables[i], &first);
	}
	return status;
}

static enum kl_status no_table(struct kl_checker *c, const struct kl_tree *term)
{
	size_t count = c->dataset->table_count;
	struct kl_span *names = calloc(count + 1, sizeof *names);
	struct kl_text_buffer text = { 0 };

	if (names == NULL)
		return kl_no_memory(c->error);
	for (size_t i = 0; i < count; i++)
		names[i] = kl_span_of(c->dataset->tables[i].name);
	size_t near = kl_text_nearest(term->text, names, count);
	kl_text_puts(&text, kl_translate("there is no table '"));
	kl_text_add_visible(&text, term->text, 60);
	kl_text_puts(&text, "'");
	if (near < count)
		kl_text_printf(&text, kl_translate("; did you mean '%s'?"), names[near].at);
	free(names);
	enum kl_status status = text.failed ? kl_no_memory(c->error)
		: kl_expression_fail(c->expression, term->from, c->error, "%s",
			text.at);
	kl_text_release(&text);
	return status;
}

static enum kl_status find_table(struct kl_checker *c, struct kl_aggregate *a)
{
	uint32_t order;

	if (a->table == NULL || c->dataset == NULL)
		return KL_OK;
	if (!kl_index_find(&c->dataset->names, a->table->text, &order))
		return no_table(c, a->table);
	a->target = &c->dataset->tables[order];
	return KL_OK;
}

/* What it takes and gives; values whose type nothing tells. */
static enum kl_status check_values(struct kl_checker *c, struct kl_tree *term)
{
	struct kl_aggregate *a = term->aggregate;
	enum kl_expression_type wanted = KL_OF_NUMBER;
	enum kl_status status = KL_OK;

	term->type = KL_OF_NUMBER;
	switch (a->over) {
	case KL_OVER_COUNT:
	case KL_OVER_DISTINCT:
		for (size_t i = 0; i < a->value_count && status == KL_OK; i++) {
			if (a->values[i]->type == KL_OF_ANY)
				status = kl_check_as(c, a->values[i], KL_OF_TEXT);
		}
		return status;
	case KL_OVER_CELL:
	case KL_OVER_LOOKUP:
		term->type = a->values[0]->type;
		return KL_OK;
	case KL_OVER_MIN:
	case KL_OVER_MAX:
		if (a->values[0]->type == KL_OF_DATE)
			term->type = wanted = KL_OF_DATE;
		break;
	case KL_OVER_ANY:
	case KL_OVER_ALL:
		term->type = wanted = KL_OF_TRUTH;
		break;
	default:
		break;
	}
	return kl_check_as(c, a->values[0], wanted);
}

/* A key is what stands in both: texts, if nothing says otherwise. */
static enum kl_status check_keys(struct kl_checker *c, struct kl_aggregate *a,
	const struct kl_aggregate *outside)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < a->key_count && status == KL_OK; i++) {
		struct kl_tree *both[] = { a->keys[i].there, a->keys[i].here };
		enum kl_expression_type type = KL_OF_ANY;
		c->inside = a;
		status = kl_check_tree(c, both[0]);
		c->inside = outside;
		if (status == KL_OK)
			status = kl_check_tree(c, both[1]);
		if (status == KL_OK)
			status = kl_check_alike(c, both, 2, &type);
		if (status == KL_OK && type == KL_OF_ANY) {
			status = kl_check_as(c, both[0], KL_OF_TEXT);
			if (status == KL_OK)
				status = kl_check_as(c, both[1], KL_OF_TEXT);
		}
	}
	return status;
}

enum kl_status kl_check_aggregate(struct kl_checker *c, struct kl_tree *term)
{
	struct kl_aggregate *a = term->aggregate;
	const struct kl_aggregate *outside = c->inside;

	if (!c->tables_allowed)
		return kl_expression_fail(c->expression, term->from, c->error,
			"%s looks at many rows, and this expression is about one row alone",
			kl_over_names[a->over]);
	if (outside != NULL)
		return kl_expression_fail(c->expression, term->from, c->error,
			"%s looks at many rows, and cannot stand inside another function that does",
			kl_over_names[a->over]);
	enum kl_status status = find_table(c, a);
	c->inside = a;
	for (size_t i = 0; i < a->value_count && status == KL_OK; i++)
		status = kl_check_tree(c, a->values[i]);
	if (status == KL_OK && a->condition != NULL)
		status = kl_check_tree(c, a->condition);
	if (status == KL_OK && a->condition != NULL)
		status = kl_check_as(c, a->condition, KL_OF_TRUTH);
	if (status == KL_OK)
		status = check_values(c, term);
	c->inside = outside;
	return status == KL_OK ? check_keys(c, a, outside) : status;
}

/* Now that all types are known: each column gets its place in its frame. */

static bool place_column(struct kl_expression *e, struct kl_frame *frame,
	struct kl_tree *term)
{
	size_t at = 0;

	while (at < frame->count && (frame->columns[at].type != term->type
			|| !kl_span_equal(frame->columns[at].name, term->text)))
		at++;
	term->slot = at;
	if (at < frame->count)
		return true;
	if (at == frame->capacity) {
		struct kl_frame_column *more = kl_arena_alloc(e->arena,
			(2 * at + 8) * sizeof *more);
		if (more == NULL)
			return false;
		if (at > 0)
			memcpy(more, frame->columns, at * sizeof *more);
		frame->columns = more;
		frame->capacity = 2 * at + 8;
	}
	frame->columns[frame->count++] = (struct kl_frame_column){ term->text,
		term->type, term->from };
	return true;
}

static bool place(struct kl_expression *e, struct kl_frame *frame,
	struct kl_tree *term)
{
	struct kl_aggregate *a = term->aggregate;

	if (term->kind == KL_TREE_COLUMN)
		return place_column(e, frame, term);
	if (term->kind == KL_TREE_CALL || term->kind == KL_TREE_MATCHES)
		term->slot = frame->works++;
	for (size_t i = 0; i < term->count; i++) {
		if (!place(e, frame, term->operands[i]))
			return false;
	}
	if (a == NULL)
		return true;
	for (size_t i = 0; i < a->value_count; i++) {
		if (!place(e, &a->frame, a->values[i]))
			return false;
	}
	if (a->condition != NULL && !place(e, &a->frame, a->condition))
		return false;
	for (size_t i = 0; i < a->key_count; i++) {
		if (!place(e, &a->frame, a->keys[i].there)
				|| !place(e, frame, a->keys[i].here))
			return false;
	}
	return true;
}

enum kl_status kl_expression_check(struct kl_expression *expression,
	const struct kl_dataset *dataset, const struct kl_rule *rule,
	enum kl_expression_type wanted, bool tables_allowed,
	struct kl_error *error)
{
	struct kl_checker c = { .expression = expression, .dataset = dataset,
		.rule = rule, .tables_allowed = tables_allowed, .error = error };
	enum kl_status status = kl_check_tree(&c, expression->root);

	expression->rule = rule;
	if (status == KL_OK && wanted != KL_OF_ANY)
		status = kl_check_as(&c, expression->root, wanted);
	if (status != KL_OK)
		return status;
	return place(expression, &expression->frame, expression->root) ? KL_OK
		: kl_no_memory(error);
}
