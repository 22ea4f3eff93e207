#include "expression/parser.h"

#include <stdlib.h>

#include "base/translate.h"

struct kl_tree *kl_parser_no_memory(struct kl_parser *p)
{
	p->status = kl_no_memory(p->error);
	return NULL;
}

struct kl_tree *kl_parser_fail(struct kl_parser *p, uint32_t from,
	const char *text)
{
	p->status = kl_expression_fail(p->expression, from, p->error, "%s",
		kl_translate(text));
	return NULL;
}

struct kl_tree *kl_parser_expected(struct kl_parser *p, const char *expected)
{
	static const char *const capitals[] = { "IF", "THEN", "ELSE", "OR", "AND",
		"NOT", "IN", "MATCHES", "BETWEEN", "IS", "OF", "WHERE", "PER" };
	const struct kl_token *token = &p->token;
	struct kl_text_buffer text = { 0 };

	kl_text_printf(&text, kl_translate("%s is expected here, but "), kl_translate(expected));
	kl_token_show(p->expression, token, &text);
	for (size_t i = 0; i < sizeof capitals / sizeof *capitals; i++) {
		if (token->kind == KL_TOKEN_NAME
				&& kl_span_is(token->text, capitals[i]))
			kl_text_puts(&text, kl_translate("; words of the language are in lower case"));
	}
	if (text.failed)
		kl_parser_no_memory(p);
	else
		kl_parser_fail(p, token->from, text.at);
	kl_text_release(&text);
	return NULL;
}

bool kl_parser_next(struct kl_parser *p)
{
	p->end = p->token.until;
	p->status = kl_token_next(p->expression, p->token.until, &p->token,
		p->error);
	return p->status == KL_OK;
}

bool kl_parser_is_symbol(const struct kl_parser *p, const char *symbol)
{
	return p->token.kind == KL_TOKEN_SYMBOL
		&& strcmp(p->token.symbol, symbol) == 0;
}

bool kl_parser_is_word(const struct kl_parser *p, const char *word)
{
	return p->token.kind == KL_TOKEN_NAME && kl_span_is(p->token.text, word);
}

bool kl_parser_take_symbol(struct kl_parser *p, const char *symbol)
{
	return kl_parser_is_symbol(p, symbol) && kl_parser_next(p);
}

bool kl_parser_take_word(struct kl_parser *p, const char *word)
{
	return kl_parser_is_word(p, word) && kl_parser_next(p);
}

bool kl_parser_need_symbol(struct kl_parser *p, const char *symbol,
	const char *expected)
{
	if (!kl_parser_is_symbol(p, symbol)) {
		kl_parser_expected(p, expected);
		return false;
	}
	return kl_parser_next(p);
}

struct kl_tree *kl_parser_term(struct kl_parser *p, enum kl_tree_kind kind,
	uint32_t from, struct kl_tree *const *operands, size_t count)
{
	struct kl_arena *arena = p->expression->arena;
	struct kl_tree *term = kl_arena_alloc(arena, sizeof *term);
	struct kl_tree **copy = kl_arena_alloc(arena, (count + 1) * sizeof *copy);

	if (term == NULL || copy == NULL)
		return kl_parser_no_memory(p);
	*term = (struct kl_tree){ .kind = kind, .from = from, .until = p->end,
		.operands = copy, .count = count, .height = 1 };
	for (size_t i = 0; i < count; i++) {
		copy[i] = operands[i];
		if (operands[i]->height >= term->height)
			term->height = operands[i]->height + 1;
	}
	if (term->height > KL_EXPRESSION_HEIGHT)
		return kl_parser_fail(p, from,
			"the expression has too many parts, one upon the other");
	return term;
}

bool kl_parser_add(struct kl_parser *p, struct kl_parser_list *list,
	struct kl_tree *term)
{
	if (term == NULL)
		return false;
	if (!kl_grow(list->items, list->capacity, list->count + 1)) {
		kl_parser_no_memory(p);
		return false;
	}
	list->items[list->count++] = term;
	return true;
}

static struct kl_tree *parse_literal(struct kl_parser *p)
{
	struct kl_token token = p->token;
	bool word = token.kind == KL_TOKEN_NAME;
	enum kl_tree_kind kind = token.kind == KL_TOKEN_NUMBER ? KL_TREE_NUMBER
		: token.kind == KL_TOKEN_DATE ? KL_TREE_DATE
		: token.kind == KL_TOKEN_TEXT ? KL_TREE_TEXT : KL_TREE_TRUTH;

	if (!kl_parser_next(p))
		return NULL;
	struct kl_tree *term = kl_parser_term(p, kind, token.from, NULL, 0);
	if (term == NULL)
		return NULL;
	term->date = token.date;
	term->text = kl_span_trim(token.text);
	term->number = kl_range_point(kl_ratio_of_decimal(token.number));
	term->truth = word && kl_span_is(token.text, "true");
	term->type = kind == KL_TREE_NUMBER ? KL_OF_NUMBER
		: kind == KL_TREE_DATE ? KL_OF_DATE
		: kind == KL_TREE_TEXT ? KL_OF_TEXT : KL_OF_TRUTH;
	return term;
}

static bool is_keyword(const struct kl_parser *p)
{
	for (size_t i = 0; kl_keywords[i] != NULL; i++) {
		if (kl_parser_is_word(p, kl_keywords[i]))
			return true;
	}
	return false;
}

static struct kl_tree *parse_name(struct kl_parser *p)
{
	struct kl_token name = p->token;

	if (!kl_parser_next(p))
		return NULL;
	if (name.kind == KL_TOKEN_NAME && kl_parser_is_symbol(p, "("))
		return kl_parse_call(p, &name);
	struct kl_tree *term = kl_parser_term(p, KL_TREE_COLUMN, name.from, NULL,
		0);
	if (term != NULL)
		term->text = name.text;
	return term;
}

static struct kl_tree *parse_nested(struct kl_parser *p)
{
	uint32_t from = p->token.from;

	if (!kl_parser_next(p))
		return NULL;
	struct kl_tree *term = kl_parse_expression(p);
	if (term == NULL || !kl_parser_need_symbol(p, ")", "')'"))
		return NULL;
	term->from = from;
	term->until = p->end;
	return term;
}

static struct kl_tree *parse_primary(struct kl_parser *p)
{
	if (kl_parser_is_word(p, "if"))
		return kl_parser_fail(p, p->token.from,
			"'if' inside another expression stands in parentheses");
	switch (p->token.kind) {
	case KL_TOKEN_NUMBER:
	case KL_TOKEN_DATE:
	case KL_TOKEN_TEXT:
		return parse_literal(p);
	case KL_TOKEN_NAME:
		if (kl_parser_is_word(p, "true") || kl_parser_is_word(p, "false"))
			return parse_literal(p);
		if (is_keyword(p))
			return kl_parser_expected(p,
				"a column, a value or a function");
		return parse_name(p);
	case KL_TOKEN_QUOTED_NAME:
		return parse_name(p);
	case KL_TOKEN_SYMBOL:
		if (kl_parser_is_symbol(p, "("))
			return parse_nested(p);
		break;
	case KL_TOKEN_END:
		break;
	}
	return kl_parser_expected(p, "a column, a value or a function");
}

/* Signs and "not" nest as parentheses do; around all is the expression itself. */
static bool enter(struct kl_parser *p)
{
	if (p->depth++ <= KL_EXPRESSION_DEPTH)
		return true;
	kl_parser_fail(p, p->token.from,
		"too deep: 100 parentheses, signs or 'not' in one another at most");
	p->status = KL_LIMIT;
	if (p->error != NULL)
		p->error->status = KL_LIMIT;
	return false;
}

static struct kl_tree *parse_unary(struct kl_parser *p)
{
	uint32_t from = p->token.from;

	if (!kl_parser_is_symbol(p, "-"))
		return parse_primary(p);
	if (!enter(p) || !kl_parser_next(p))
		return NULL;
	struct kl_tree *operand = parse_unary(p);
	p->depth--;
	return operand == NULL ? NULL
		: kl_parser_term(p, KL_TREE_NEGATE, from, &operand, 1);
}

/* a - b - c is (a - b) - c. */
static struct kl_tree *parse_chain(struct kl_parser *p,
	struct kl_tree *(*part)(struct kl_parser *),
	const char *first_symbol, enum kl_tree_kind first,
	const char *second_symbol, enum kl_tree_kind second)
{
	struct kl_tree *left = part(p);

	while (left != NULL && (kl_parser_is_symbol(p, first_symbol)
			|| kl_parser_is_symbol(p, second_symbol))) {
		enum kl_tree_kind kind = kl_parser_is_symbol(p, first_symbol)
			? first : second;
		if (!kl_parser_next(p))
			return NULL;
		struct kl_tree *both[] = { left, part(p) };
		if (both[1] == NULL)
			return NULL;
		left = kl_parser_term(p, kind, left->from, both, 2);
	}
	return left;
}

static struct kl_tree *parse_product(struct kl_parser *p)
{
	return parse_chain(p, parse_unary, "*", KL_TREE_MULTIPLY, "/",
		KL_TREE_DIVIDE);
}

struct kl_tree *kl_parse_sum(struct kl_parser *p)
{
	return parse_chain(p, parse_product, "+", KL_TREE_ADD, "-",
		KL_TREE_SUBTRACT);
}

static struct kl_tree *parse_in(struct kl_parser *p, struct kl_tree *subject)
{
	struct kl_parser_list list = { 0 };
	struct kl_tree *term = NULL;

	if (!kl_parser_need_symbol(p, "(", "'(' with a list of values")
			|| !kl_parser_add(p, &list, subject))
		goto done;
	do {
		if (!kl_parser_add(p, &list, kl_parse_sum(p)))
			goto done;
	} while (kl_parser_take_symbol(p, ","));
	if (p->status == KL_OK && kl_parser_need_symbol(p, ")", "',' or ')'"))
		term = kl_parser_term(p, KL_TREE_IN, subject->from, list.items,
			list.count);
done:
	free(list.items);
	return term;
}

static struct kl_tree *parse_matches(struct kl_parser *p,
	struct kl_tree *subject)
{
	struct kl_token pattern = p->token;

	if (pattern.kind != KL_TOKEN_TEXT)
		return kl_parser_expected(p, "a pattern in quotes");
	if (!kl_parser_next(p))
		return NULL;
	struct kl_tree *term = kl_parser_term(p, KL_TREE_MATCHES, subject->from,
		&subject, 1);
	if (term == NULL)
		return NULL;
	term->text = pattern.text;
	/* Compiled for its mistakes only: who evaluates has a pattern of his own. */
	struct kl_pattern *compiled;
	struct kl_error why;
	enum kl_status status = kl_pattern_new(pattern.text, &compiled, &why);
	if (status == KL_OK)
		kl_pattern_free(compiled);
	else if (status == KL_NO_MEMORY)
		return kl_parser_no_memory(p);
	else
		p->status = kl_expression_fail(p->expression, pattern.from,
			p->error, "the pattern %s", why.text);
	return p->status == KL_OK ? term : NULL;
}

static struct kl_tree *parse_between(struct kl_parser *p,
	struct kl_tree *subject)
{
	struct kl_tree *parts[3] = { subject, kl_parse_sum(p) };

	if (parts[1] == NULL)
		return NULL;
	if (!kl_parser_is_word(p, "and"))
		return kl_parser_expected(p, "'and' with the other end");
	if (!kl_parser_next(p) || (parts[2] = kl_parse_sum(p)) == NULL)
		return NULL;
	return kl_parser_term(p, KL_TREE_BETWEEN, subject->from, parts, 3);
}

static struct kl_tree *parse_is(struct kl_parser *p, struct kl_tree *subject)
{
	bool negated = kl_parser_take_word(p, "not");
	enum kl_tree_kind kind = kl_parser_is_word(p, "blank")
		? KL_TREE_IS_BLANK : KL_TREE_IS_UNKNOWN;

	if (p->status != KL_OK)
		return NULL;
	if (kind == KL_TREE_IS_UNKNOWN && !kl_parser_is_word(p, "unknown"))
		return kl_parser_expected(p, "'blank' or 'unknown'");
	if (!kl_parser_next(p))
		return NULL;
	struct kl_tree *term = kl_parser_term(p, kind, subject->from, &subject, 1);
	if (term != NULL)
		term->negated = negated;
	return term;
}

static const struct {
	const char *symbol;
	enum kl_tree_kind kind;
} comparisons[] = {
	{ "=", KL_TREE_EQUAL }, { "!=", KL_TREE_UNEQUAL },
	{ "<>", KL_TREE_UNEQUAL }, { "<", KL_TREE_LESS },
	{ "<=", KL_TREE_AT_MOST }, { ">", KL_TREE_MORE },
	{ ">=", KL_TREE_AT_LEAST },
};
enum { COMPARISONS = sizeof comparisons / sizeof *comparisons };

static size_t find_comparison(const struct kl_parser *p)
{
	size_t i = 0;

	while (i < COMPARISONS && !kl_parser_is_symbol(p, comparisons[i].symbol))
		i++;
	return i;
}

static struct kl_tree *parse_order(struct kl_parser *p, struct kl_tree *left,
	enum kl_tree_kind kind)
{
	if (!kl_parser_next(p))
		return NULL;
	struct kl_tree *both[] = { left, kl_parse_sum(p) };
	if (both[1] == NULL)
		return NULL;
	if (find_comparison(p) < COMPARISONS)
		return kl_parser_fail(p, p->token.from,
			"two comparisons in a row: a < b < c is written a < b and b < c");
	return kl_parser_term(p, kind, left->from, both, 2);
}

static struct kl_tree *parse_comparison(struct kl_parser *p)
{
	struct kl_tree *left = kl_parse_sum(p), *term;
	size_t order = find_comparison(p);

	if (left == NULL)
		return NULL;
	if (order < COMPARISONS)
		return parse_order(p, left, comparisons[order].kind);
	if (kl_parser_take_word(p, "is"))
		return parse_is(p, left);
	bool negated = kl_parser_take_word(p, "not");
	if (kl_parser_take_word(p, "in"))
		term = parse_in(p, left);
	else if (kl_parser_take_word(p, "matches"))
		term = parse_matches(p, left);
	else if (kl_parser_take_word(p, "between"))
		term = parse_between(p, left);
	else if (p->status != KL_OK)
		return NULL;
	else if (negated)
		return kl_parser_expected(p, "'in', 'matches' or 'between'");
	else
		return left;
	if (term != NULL)
		term->negated = negated;
	return term;
}

static struct kl_tree *parse_not(struct kl_parser *p)
{
	uint32_t from = p->token.from;

	if (!kl_parser_is_word(p, "not"))
		return parse_comparison(p);
	if (!enter(p) || !kl_parser_next(p))
		return NULL;
	struct kl_tree *operand = parse_not(p);
	p->depth--;
	return operand == NULL ? NULL
		: kl_parser_term(p, KL_TREE_NOT, from, &operand, 1);
}

/* All of a row of "and"s, or of "or"s, are the operands of one term. */
static struct kl_tree *parse_row(struct kl_parser *p,
	struct kl_tree *(*part)(struct kl_parser *), const char *word,
	enum kl_tree_kind kind)
{
	struct kl_parser_list list = { 0 };
	struct kl_tree *term = part(p);

	if (term == NULL || !kl_parser_is_word(p, word))
		return term;
	while (kl_parser_add(p, &list, term)) {
		if (!kl_parser_is_word(p, word)) {
			term = kl_parser_term(p, kind, list.items[0]->from,
				list.items, list.count);
			break;
		}
		term = kl_parser_next(p) ? part(p) : NULL;
	}
	free(list.items);
	return p->status == KL_OK ? term : NULL;
}

static struct kl_tree *parse_and(struct kl_parser *p)
{
	return parse_row(p, parse_not, "and", KL_TREE_AND);
}

struct kl_tree *kl_parse_or(struct kl_parser *p)
{
	return parse_row(p, parse_and, "or", KL_TREE_OR);
}

static struct kl_tree *parse_if(struct kl_parser *p)
{
	uint32_t from = p->token.from;
	struct kl_tree *parts[3];
	size_t count = 2;

	if (!kl_parser_next(p) || (parts[0] = kl_parse_or(p)) == NULL)
		return NULL;
	if (!kl_parser_is_word(p, "then"))
		return kl_parser_expected(p, "'then'");
	if (!kl_parser_next(p) || (parts[1] = kl_parse_or(p)) == NULL)
		return NULL;
	if (kl_parser_take_word(p, "else")) {
		if ((parts[2] = kl_parse_or(p)) == NULL)
			return NULL;
		count = 3;
	}
	return p->status == KL_OK
		? kl_parser_term(p, KL_TREE_IF, from, parts, count) : NULL;
}

struct kl_tree *kl_parse_expression(struct kl_parser *p)
{
	if (!enter(p))
		return NULL;
	struct kl_tree *term = kl_parser_is_word(p, "if") ? parse_if(p)
		: kl_parse_or(p);
	p->depth--;
	return term;
}
