#include "expression/parser.h"

#include <stdlib.h>

#include "base/translate.h"
#include "expression/function.h"

static struct kl_tree *unknown_function(struct kl_parser *p,
	const struct kl_token *name)
{
	const char *near = kl_function_near(name->text);
	struct kl_text_buffer text = { 0 };

	kl_text_puts(&text, kl_translate("there is no function '"));
	kl_text_add_visible(&text, name->text, 60);
	kl_text_puts(&text, "'");
	if (near != NULL)
		kl_text_printf(&text, kl_translate("; did you mean '%s'?"), near);
	if (text.failed)
		kl_parser_no_memory(p);
	else
		kl_parser_fail(p, name->from, text.at);
	kl_text_release(&text);
	return NULL;
}

static struct kl_tree *wrong_number(struct kl_parser *p, uint32_t from,
	const struct kl_function *function)
{
	struct kl_text_buffer text = { 0 };

	kl_text_printf(&text, kl_translate("%s takes "), function->name);
	if (function->most == KL_FUNCTION_ANY_NUMBER)
		kl_text_printf(&text, kl_translate("%d values or more"), function->least);
	else if (function->least == function->most)
		kl_text_printf(&text, "%s", function->least == 1 ? kl_translate("one value")
			: kl_translate("two values"));
	else
		kl_text_puts(&text, kl_translate("one value or two"));
	if (text.failed)
		kl_parser_no_memory(p);
	else
		kl_parser_fail(p, from, text.at);
	kl_text_release(&text);
	return NULL;
}

static bool parse_list(struct kl_parser *p, struct kl_parser_list *list)
{
	do {
		if (!kl_parser_add(p, list, kl_parse_expression(p)))
			return false;
	} while (kl_parser_take_symbol(p, ","));
	return p->status == KL_OK;
}

static struct kl_tree *parse_values(struct kl_parser *p,
	const struct kl_token *name, enum kl_call call)
{
	const struct kl_function *function = &kl_functions[call];
	struct kl_parser_list list = { 0 };
	struct kl_tree *term = NULL;

	if (!kl_parser_is_symbol(p, ")") && !parse_list(p, &list))
		goto done;
	if (!kl_parser_need_symbol(p, ")", "',' or ')'"))
		goto done;
	if (list.count < function->least || (list.count > function->most
			&& function->most != KL_FUNCTION_ANY_NUMBER)) {
		wrong_number(p, name->from, function);
		goto done;
	}
	term = kl_parser_term(p, KL_TREE_CALL, name->from, list.items, list.count);
	if (term != NULL)
		term->call = call;
done:
	free(list.items);
	return term;
}

/* What stands in the parentheses of a function over rows, as it is parsed. */
struct over {
	struct kl_aggregate *made;
	const char *name;
	uint32_t from;
	struct kl_parser_list values, conditions;
};

static struct kl_tree *over_mistake(struct kl_parser *p, const struct over *o,
	uint32_t from, const char *format)
{
	struct kl_text_buffer text = { 0 };

	kl_text_printf(&text, "%s %s", o->name, kl_translate(format));
	if (text.failed)
		kl_parser_no_memory(p);
	else
		kl_parser_fail(p, from, text.at);
	kl_text_release(&text);
	return NULL;
}

static bool take_keys(struct kl_parser *p, struct over *o,
	const struct kl_parser_list *there, const struct kl_parser_list *here)
{
	struct kl_aggregate *made = o->made;

	made->keys = kl_arena_alloc(p->expression->arena,
		(there->count + 1) * sizeof *made->keys);
	if (made->keys == NULL) {
		kl_parser_no_memory(p);
		return false;
	}
	made->key_count = there->count;
	for (size_t i = 0; i < there->count; i++)
		made->keys[i] = (struct kl_aggregate_key){ there->items[i],
			here->items[i] };
	return true;
}

/* per K: the group of the row that asks, so K is a column of both. */
static bool parse_per(struct kl_parser *p, struct over *o)
{
	struct kl_parser_list there = { 0 }, here = { 0 };
	bool done = false;

	if (o->made->over == KL_OVER_CELL || o->made->over == KL_OVER_LOOKUP) {
		over_mistake(p, o, p->end - (uint32_t)strlen("per"),
			"takes one row, and so no 'per'");
		return false;
	}
	do {
		struct kl_token column = p->token;
		if (column.kind != KL_TOKEN_NAME
				&& column.kind != KL_TOKEN_QUOTED_NAME) {
			kl_parser_expected(p, "a column");
			goto done;
		}
		if (!kl_parser_next(p))
			goto done;
		for (int i = 0; i < 2; i++) {
			struct kl_tree *term = kl_parser_term(p, KL_TREE_COLUMN,
				column.from, NULL, 0);
			if (term != NULL)
				term->text = column.text;
			if (!kl_parser_add(p, i == 0 ? &there : &here, term))
				goto done;
		}
	} while (kl_parser_take_symbol(p, ","));
	done = p->status == KL_OK && take_keys(p, o, &there, &here);
done:
	free(there.items);
	free(here.items);
	return done;
}

static struct kl_tree *take_table(struct kl_parser *p)
{
	struct kl_token token = p->token;

	if (token.kind == KL_TOKEN_NAME || token.kind == KL_TOKEN_QUOTED_NAME)
		return kl_parser_fail(p, token.from,
			"the name of a table stands in quotes");
	if (token.kind != KL_TOKEN_TEXT)
		return kl_parser_expected(p, "the name of a table in quotes");
	if (!kl_parser_next(p))
		return NULL;
	struct kl_tree *term = kl_parser_term(p, KL_TREE_TEXT, token.from, NULL, 0);
	if (term != NULL)
		term->text = kl_span_trim(token.text);
	return term;
}

/* [VALUE {, VALUE}] [of "table"] [where CONDITION] [per K {, K}] */
static bool parse_in_words(struct kl_parser *p, struct over *o)
{
	bool starts = !kl_parser_is_symbol(p, ")") && !kl_parser_is_word(p, "of")
		&& !kl_parser_is_word(p, "where") && !kl_parser_is_word(p, "per");

	if (starts && !parse_list(p, &o->values))
		return false;
	if (kl_parser_take_word(p, "of")
			&& (o->made->table = take_table(p)) == NULL)
		return false;
	if (p->status == KL_OK && kl_parser_take_word(p, "where")
			&& !kl_parser_add(p, &o->conditions, kl_parse_expression(p)))
		return false;
	if (p->status == KL_OK && kl_parser_take_word(p, "per")
			&& !parse_per(p, o))
		return false;
	return p->status == KL_OK;
}

/* "table", CONDITION {, CONDITION}, VALUE */
static bool split_list(struct kl_parser *p, struct over *o,
	struct kl_parser_list *list)
{
	bool counts = o->made->over == KL_OVER_COUNT;
	size_t conditions = counts ? list->count : list->count - 1;

	if (list->count == 0 && !counts) {
		over_mistake(p, o, o->from, "needs a value");
		return false;
	}
	for (size_t i = 0; i < list->count; i++) {
		if (!kl_parser_add(p, i < conditions ? &o->conditions
				: &o->values, list->items[i]))
			return false;
	}
	return true;
}

static bool parse_in_list(struct kl_parser *p, struct over *o)
{
	struct kl_parser_list list = { 0 };
	bool done;

	o->made->table = take_table(p);
	if (o->made->table == NULL)
		return false;
	done = !kl_parser_take_symbol(p, ",") || parse_list(p, &list);
	done = done && p->status == KL_OK && split_list(p, o, &list);
	free(list.items);
	return done;
}

/* The conditions of a lookup are KEY = EXPRESSION. */
static bool take_lookup(struct kl_parser *p, struct over *o)
{
	struct kl_parser_list there = { 0 }, here = { 0 };
	bool done = false;

	if (o->made->table == NULL || o->conditions.count == 0) {
		over_mistake(p, o, o->from,
			"is written lookup(\"table\", KEY = VALUE, COLUMN)");
		return false;
	}
	for (size_t i = 0; i < o->conditions.count; i++) {
		struct kl_tree *equal = o->conditions.items[i];
		if (equal->kind != KL_TREE_EQUAL
				|| equal->operands[0]->kind != KL_TREE_COLUMN) {
			over_mistake(p, o, equal->from,
				"takes KEY = VALUE here, with a column of its table as KEY");
			goto done;
		}
		if (!kl_parser_add(p, &there, equal->operands[0])
				|| !kl_parser_add(p, &here, equal->operands[1]))
			goto done;
	}
	o->conditions.count = 0;
	done = take_keys(p, o, &there, &here);
done:
	free(there.items);
	free(here.items);
	return done;
}

static bool take_condition(struct kl_parser *p, struct over *o)
{
	struct kl_tree *const *items = o->conditions.items;
	size_t count = o->conditions.count;

	if (count == 0)
		return true;
	o->made->condition = count == 1 ? items[0] : kl_parser_term(p,
		KL_TREE_AND, items[0]->from, items, count);
	return o->made->condition != NULL;
}

static bool take_values(struct kl_parser *p, struct over *o)
{
	struct kl_aggregate *made = o->made;
	bool counts = made->over == KL_OVER_COUNT;

	if (o->values.count == 0 && !counts) {
		over_mistake(p, o, o->from, "needs a value");
		return false;
	}
	if (o->values.count > 1 && made->over != KL_OVER_DISTINCT) {
		over_mistake(p, o, o->values.items[1]->from,
			made->over == KL_OVER_MIN
			? KL_TEXT("takes one value; the smallest of several is least(...)")
			: made->over == KL_OVER_MAX
			? "takes one value; the largest of several is greatest(...)"
			: "takes one value");
		return false;
	}
	made->values = kl_arena_alloc(p->expression->arena,
		(o->values.count + 1) * sizeof *made->values);
	if (made->values == NULL) {
		kl_parser_no_memory(p);
		return false;
	}
	made->value_count = o->values.count;
	for (size_t i = 0; i < o->values.count; i++)
		made->values[i] = o->values.items[i];
	return true;
}

static bool add_aggregate(struct kl_parser *p, struct kl_aggregate *made)
{
	struct kl_expression *e = p->expression;
	size_t room = e->aggregate_capacity;

	if (e->aggregate_count == room) {
		struct kl_aggregate **more = kl_arena_alloc(e->arena,
			(2 * room + 4) * sizeof *more);
		if (more == NULL) {
			kl_parser_no_memory(p);
			return false;
		}
		if (room > 0)
			memcpy(more, e->aggregates, room * sizeof *more);
		e->aggregates = more;
		e->aggregate_capacity = 2 * room + 4;
	}
	made->index = e->aggregate_count;
	e->aggregates[e->aggregate_count++] = made;
	return true;
}

/* Counts what the term holds besides operands. */
static bool set_height(struct kl_parser *p, const struct over *o,
	struct kl_tree *term)
{
	struct kl_tree *parts[] = { o->made->condition,
		o->values.count > 0 ? o->values.items[0] : NULL };

	for (size_t i = 0; i < 2; i++) {
		if (parts[i] != NULL && parts[i]->height >= term->height)
			term->height = parts[i]->height + 1;
	}
	for (size_t i = 0; i < o->made->key_count; i++) {
		if (o->made->keys[i].here->height >= term->height)
			term->height = o->made->keys[i].here->height + 1;
	}
	if (term->height <= KL_EXPRESSION_HEIGHT)
		return true;
	kl_parser_fail(p, o->from,
		"the expression has too many parts, one upon the other");
	return false;
}

static struct kl_tree *parse_over(struct kl_parser *p,
	const struct kl_token *name, enum kl_over over)
{
	struct over o = { .name = kl_over_names[over], .from = name->from };
	struct kl_tree *term = NULL;

	o.made = kl_arena_alloc(p->expression->arena, sizeof *o.made);
	if (o.made == NULL)
		return kl_parser_no_memory(p);
	o.made->over = over;
	bool list = p->token.kind == KL_TOKEN_TEXT;
	if (!(list ? parse_in_list(p, &o) : parse_in_words(p, &o)))
		goto done;
	if (!kl_parser_need_symbol(p, ")", list ? "',' or ')'"
			: "'of', 'where', 'per', ',' or ')'"))
		goto done;
	if ((over == KL_OVER_LOOKUP && !take_lookup(p, &o))
			|| !take_condition(p, &o) || !take_values(p, &o)
			|| !add_aggregate(p, o.made))
		goto done;
	term = kl_parser_term(p, KL_TREE_AGGREGATE, name->from, NULL, 0);
	if (term != NULL)
		term->aggregate = o.made;
	if (term != NULL && !set_height(p, &o, term))
		term = NULL;
done:
	free(o.values.items);
	free(o.conditions.items);
	return term;
}

struct kl_tree *kl_parse_call(struct kl_parser *p, const struct kl_token *name)
{
	enum kl_call call;
	enum kl_over over;
	bool calls = kl_call_find(name->text, &call);
	bool overs = !calls && kl_over_find(name->text, &over);

	if (!kl_parser_next(p))
		return NULL;
	if (!calls && !overs)
		return unknown_function(p, name);
	return calls ? parse_values(p, name, call) : parse_over(p, name, over);
}
