#include "expression/checker.h"

#include <stdlib.h>

#include "base/translate.h"
#include "expression/function.h"

static enum kl_status wrong_type(struct kl_checker *c,
	const struct kl_tree *term, enum kl_expression_type type)
{
	struct kl_span text = kl_tree_text(c->expression, term);
	struct kl_text_buffer shown = { 0 };
	struct kl_date date;

	kl_text_puts(&shown, "'");
	kl_text_add_visible(&shown, text, 40);
	kl_text_printf(&shown, kl_translate("' is %s, but %s is needed here"),
		kl_expression_type_name(term->type), kl_expression_type_name(type));
	if (term->kind == KL_TREE_TEXT && type == KL_OF_DATE
			&& kl_date_parse(term->text, &date))
		kl_text_puts(&shown, kl_translate("; a date is written without quotes"));
	else if (term->kind == KL_TREE_TEXT && type == KL_OF_NUMBER)
		kl_text_puts(&shown, kl_translate("; a number is written without quotes"));
	else if (term->kind == KL_TREE_NUMBER && type == KL_OF_TEXT)
		kl_text_puts(&shown, kl_translate("; a code is text, and stands in quotes"));
	enum kl_status status = shown.failed ? kl_no_memory(c->error)
		: kl_expression_fail(c->expression, term->from, c->error, "%s",
			shown.at);
	kl_text_release(&shown);
	return status;
}

enum kl_status kl_check_as(struct kl_checker *c, struct kl_tree *term,
	enum kl_expression_type type)
{
	enum kl_status status = KL_OK;
	struct kl_tree *const *parts = term->operands;
	size_t first = 0, count = term->count;

	if (term->type == type)
		return KL_OK;
	if (term->type != KL_OF_ANY)
		return wrong_type(c, term, type);
	if (term->kind == KL_TREE_AGGREGATE) {
		parts = term->aggregate->values;
		count = 1;
	} else if (term->kind == KL_TREE_IF) {
		first = 1;
	}
	for (size_t i = first; i < count && status == KL_OK; i++)
		status = kl_check_as(c, parts[i], type);
	term->type = type;
	return status;
}

enum kl_status kl_check_alike(struct kl_checker *c, struct kl_tree *const *terms,
	size_t count, enum kl_expression_type *type)
{
	enum kl_status status = KL_OK;

	*type = KL_OF_ANY;
	for (size_t i = 0; i < count && *type == KL_OF_ANY; i++)
		*type = terms[i]->type;
	for (size_t i = 0; i < count && *type != KL_OF_ANY && status == KL_OK; i++)
		status = kl_check_as(c, terms[i], *type);
	return status;
}

/* The same, but what nothing is known of is taken for `otherwise`. */
static enum kl_status alike_or(struct kl_checker *c, struct kl_tree *const *terms,
	size_t count, enum kl_expression_type otherwise,
	enum kl_expression_type *type)
{
	enum kl_status status = kl_check_alike(c, terms, count, type);

	if (status != KL_OK || *type != KL_OF_ANY)
		return status;
	*type = otherwise;
	for (size_t i = 0; i < count && status == KL_OK; i++)
		status = kl_check_as(c, terms[i], otherwise);
	return status;
}

static enum kl_status check_order(struct kl_checker *c,
	const struct kl_tree *term)
{
	enum kl_expression_type type;
	enum kl_status status = kl_check_alike(c, term->operands, term->count,
		&type);

	if (status == KL_OK && type == KL_OF_TRUTH && term->kind != KL_TREE_EQUAL
			&& term->kind != KL_TREE_UNEQUAL && term->kind != KL_TREE_IN)
		return kl_expression_fail(c->expression, term->from, c->error,
			"true and false have no order: compare them with = or !=");
	return status;
}

/* A list of texts is looked up; sorted for that. */
static enum kl_status check_in(struct kl_checker *c, struct kl_tree *term)
{
	enum kl_status status = check_order(c, term);
	size_t texts = 0;

	while (texts + 1 < term->count
			&& term->operands[texts + 1]->kind == KL_TREE_TEXT)
		texts++;
	if (status != KL_OK || texts + 1 < term->count)
		return status;
	struct kl_span *set = kl_arena_alloc(c->expression->arena,
		texts * sizeof *set);
	if (set == NULL)
		return kl_no_memory(c->error);
	for (size_t i = 0; i < texts; i++)
		set[i] = term->operands[i + 1]->text;
	qsort(set, texts, sizeof *set, kl_span_compare_at);
	term->set = set;
	return KL_OK;
}

static enum kl_status check_all_as(struct kl_checker *c,
	const struct kl_tree *term, enum kl_expression_type type)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < term->count && status == KL_OK; i++)
		status = kl_check_as(c, term->operands[i], type);
	return status;
}

/* date - date is a number of days, date +- number a date; else numbers. */
static enum kl_status check_sum(struct kl_checker *c, struct kl_tree *term)
{
	struct kl_tree *left = term->operands[0], *right = term->operands[1];
	bool minus = term->kind == KL_TREE_SUBTRACT;
	enum kl_expression_type other = KL_OF_NUMBER;
	enum kl_status status;

	term->type = KL_OF_NUMBER;
	if (left->type == KL_OF_DATE) {
		/* What is taken from a date is another, unless it is a number. */
		if (minus && right->type != KL_OF_NUMBER)
			return kl_check_as(c, right, KL_OF_DATE);
		term->type = KL_OF_DATE;
		return kl_check_as(c, right, KL_OF_NUMBER);
	}
	if (right->type == KL_OF_DATE) {
		other = minus ? KL_OF_DATE : KL_OF_NUMBER;
		term->type = minus ? KL_OF_NUMBER : KL_OF_DATE;
		return kl_check_as(c, left, other);
	}
	status = kl_check_as(c, left, KL_OF_NUMBER);
	return status == KL_OK ? kl_check_as(c, right, KL_OF_NUMBER) : status;
}

static enum kl_status check_if(struct kl_checker *c, struct kl_tree *term)
{
	enum kl_status status = kl_check_as(c, term->operands[0], KL_OF_TRUTH);

	if (status != KL_OK)
		return status;
	if (term->count == 3)
		return kl_check_alike(c, term->operands + 1, 2, &term->type);
	term->type = KL_OF_TRUTH;
	return kl_check_as(c, term->operands[1], KL_OF_TRUTH);
}

/* Decimals are a whole number as written, so that the type is known. */
static enum kl_status check_round(struct kl_checker *c,
	const struct kl_tree *term)
{
	const struct kl_tree *decimals = term->count > 1 ? term->operands[1] : NULL;

	if (decimals == NULL || (decimals->kind == KL_TREE_NUMBER
			&& decimals->number.low.under == 1
			&& decimals->number.low.over <= 30))
		return KL_OK;
	return kl_expression_fail(c->expression, decimals->from, c->error,
		"the number of decimals is a whole number from 0 to 30");
}

static enum kl_status check_date(struct kl_checker *c,
	const struct kl_tree *term)
{
	const struct kl_tree *pattern = term->count > 1 ? term->operands[1] : NULL;
	char directive = 0;

	if (pattern == NULL)
		return KL_OK;
	if (pattern->kind != KL_TREE_TEXT)
		return kl_expression_fail(c->expression, pattern->from, c->error,
			"the pattern of a date is a text in quotes, as \"%%d-%%m-%%Y\"");
	switch (kl_moment_pattern_check(pattern->text, &directive)) {
	case KL_PATTERN_FINE:
		return KL_OK;
	case KL_PATTERN_UNKNOWN:
		return kl_expression_fail(c->expression, pattern->from, c->error,
			"the pattern of a date has no %%%c", directive);
	case KL_PATTERN_TWICE:
		return kl_expression_fail(c->expression, pattern->from, c->error,
			"%%%c stands twice in the pattern of a date", directive);
	case KL_PATTERN_INEXACT:
		break;
	}
	return kl_expression_fail(c->expression, pattern->from, c->error,
		"%%%c in the pattern of a date depends on language or place",
		directive);
}

static enum kl_status check_call(struct kl_checker *c, struct kl_tree *term)
{
	const struct kl_function *function = &kl_functions[term->call];
	enum kl_expression_type type = function->takes[0];
	enum kl_status status = KL_OK;

	term->type = function->gives;
	switch (term->call) {
	case KL_CALL_LEAST:
	case KL_CALL_GREATEST:
		status = alike_or(c, term->operands, term->count, KL_OF_NUMBER,
			&term->type);
		return status == KL_OK && term->type == KL_OF_TRUTH
			? wrong_type(c, term->operands[0], KL_OF_NUMBER) : status;
	case KL_CALL_NUMBER:
		if (term->operands[0]->type == KL_OF_TEXT)
			return KL_OK;
		return kl_check_as(c, term->operands[0], KL_OF_NUMBER);
	case KL_CALL_TEXT:
		return alike_or(c, term->operands, 1, KL_OF_TEXT, &type);
	default:
		break;
	}
	for (size_t i = 0; i < term->count && status == KL_OK; i++)
		status = kl_check_as(c, term->operands[i],
			function->takes[i > 0]);
	if (status == KL_OK && term->call == KL_CALL_ROUND)
		status = check_round(c, term);
	if (status == KL_OK && term->call == KL_CALL_DATE)
		status = check_date(c, term);
	return status;
}

static enum kl_status check_blank(struct kl_checker *c,
	const struct kl_tree *term)
{
	struct kl_tree *operand = term->operands[0];

	return operand->kind == KL_TREE_COLUMN && operand->type == KL_OF_ANY
		? kl_check_as(c, operand, KL_OF_TEXT) : KL_OK;
}

static enum kl_status check_kind(struct kl_checker *c, struct kl_tree *term)
{
	switch (term->kind) {
	case KL_TREE_COLUMN:
		return kl_check_column(c, term);
	case KL_TREE_AGGREGATE:
		return kl_check_aggregate(c, term);
	case KL_TREE_CALL:
		return check_call(c, term);
	case KL_TREE_IF:
		return check_if(c, term);
	case KL_TREE_ADD:
	case KL_TREE_SUBTRACT:
		return check_sum(c, term);
	case KL_TREE_MULTIPLY:
	case KL_TREE_DIVIDE:
	case KL_TREE_NEGATE:
		term->type = KL_OF_NUMBER;
		return check_all_as(c, term, KL_OF_NUMBER);
	default:
		break;
	}
	if (term->count == 0)
		return KL_OK;
	term->type = KL_OF_TRUTH;
	switch (term->kind) {
	case KL_TREE_OR:
	case KL_TREE_AND:
	case KL_TREE_NOT:
		return check_all_as(c, term, KL_OF_TRUTH);
	case KL_TREE_MATCHES:
		return check_all_as(c, term, KL_OF_TEXT);
	case KL_TREE_IN:
		return check_in(c, term);
	case KL_TREE_IS_BLANK:
		return check_blank(c, term);
	case KL_TREE_IS_UNKNOWN:
		return KL_OK;
	default:
		return check_order(c, term);
	}
}

enum kl_status kl_check_tree(struct kl_checker *c, struct kl_tree *term)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < term->count && status == KL_OK; i++)
		status = kl_check_tree(c, term->operands[i]);
	return status == KL_OK ? check_kind(c, term) : status;
}
