/* Truths, and whatever its type. */
#include "expression/block.h"

#include <stdlib.h>

static enum kl_outcome decided(bool holds)
{
	return holds ? KL_HOLDS : KL_VIOLATED;
}

static enum kl_outcome opposite(enum kl_outcome outcome)
{
	return outcome == KL_UNDECIDED ? outcome : decided(outcome == KL_VIOLATED);
}

/* By where a stands to b: -1, 0, 1. */
static enum kl_outcome by_order(enum kl_tree_kind kind, int order)
{
	switch (kind) {
	case KL_TREE_EQUAL:
		return decided(order == 0);
	case KL_TREE_UNEQUAL:
		return decided(order != 0);
	case KL_TREE_LESS:
		return decided(order < 0);
	case KL_TREE_AT_MOST:
		return decided(order <= 0);
	case KL_TREE_MORE:
		return decided(order > 0);
	default:
		return decided(order >= 0);
	}
}

static enum kl_outcome compare_ranges(enum kl_tree_kind kind,
	const struct kl_range *a, const struct kl_range *b)
{
	if (a->point && b->point)
		return by_order(kind, kl_ratio_compare(a->low, b->low));
	switch (kind) {
	case KL_TREE_EQUAL:
		return kl_range_equal(a, b);
	case KL_TREE_UNEQUAL:
		return opposite(kl_range_equal(a, b));
	case KL_TREE_LESS:
		return kl_range_less(a, b);
	case KL_TREE_AT_MOST:
		return kl_range_at_most(a, b);
	case KL_TREE_MORE:
		return kl_range_less(b, a);
	default:
		return kl_range_at_most(b, a);
	}
}

/* Of one type; or two of which nothing is declared: numbers if both are, else
 * texts. */
static enum kl_outcome compare_results(enum kl_tree_kind kind,
	const struct kl_result *x, const struct kl_result *y)
{
	if (x->unknown || y->unknown)
		return KL_UNDECIDED;
	if (x->type != y->type)
		return by_order(kind, kl_span_compare(x->text, y->text));
	switch (x->type) {
	case KL_OF_NUMBER:
		return compare_ranges(kind, &x->number, &y->number);
	case KL_OF_DATE:
		return by_order(kind, kl_date_compare(x->date, y->date));
	case KL_OF_TRUTH:
		return decided((x->truth == y->truth) == (kind == KL_TREE_EQUAL));
	default:
		return by_order(kind, kl_span_compare(x->text, y->text));
	}
}

static enum kl_outcome compare_with(struct kl_binding *b, enum kl_tree_kind kind,
	const struct kl_result *left, const struct kl_tree *right)
{
	struct kl_result y;

	kl_value_of(b, right, &y);
	return compare_results(kind, left, &y);
}

static enum kl_outcome compare(struct kl_binding *b, enum kl_tree_kind kind,
	const struct kl_tree *left, const struct kl_tree *right)
{
	struct kl_range room_x, room_y;
	struct kl_date from, to;
	struct kl_span x, y;

	switch (left->type) {
	case KL_OF_NUMBER: {
		const struct kl_range *a = kl_number_of(b, left, &room_x);
		const struct kl_range *c = a == NULL ? NULL
			: kl_number_of(b, right, &room_y);
		return c == NULL ? KL_UNDECIDED : compare_ranges(kind, a, c);
	}
	case KL_OF_TEXT:
		if (!kl_text_of(b, left, &x) || !kl_text_of(b, right, &y))
			return KL_UNDECIDED;
		if (kind == KL_TREE_EQUAL)
			return decided(kl_span_equal(x, y));
		return by_order(kind, kl_span_compare(x, y));
	case KL_OF_DATE:
		return kl_date_of(b, left, &from) && kl_date_of(b, right, &to)
			? by_order(kind, kl_date_compare(from, to)) : KL_UNDECIDED;
	default:
		break;
	}
	struct kl_result result;
	kl_value_of(b, left, &result);
	return compare_with(b, kind, &result, right);
}

enum { SHORT_LIST = 8 };

static enum kl_outcome is_in_set(struct kl_binding *b, const struct kl_tree *term)
{
	size_t count = term->count - 1;
	struct kl_span text;

	if (!kl_text_of(b, term->operands[0], &text))
		return KL_UNDECIDED;
	if (count > SHORT_LIST)
		return decided(bsearch(&text, term->set, count, sizeof *term->set,
			kl_span_compare_at) != NULL);
	for (size_t i = 0; i < count; i++) {
		if (kl_span_equal(text, term->set[i]))
			return KL_HOLDS;
	}
	return KL_VIOLATED;
}

/* What is looked for is evaluated once: it can be long itself. */
static enum kl_outcome is_in(struct kl_binding *b, const struct kl_tree *term)
{
	enum kl_outcome result = KL_VIOLATED;
	struct kl_result subject;

	if (term->set != NULL)
		return is_in_set(b, term);
	kl_value_of(b, term->operands[0], &subject);
	for (size_t i = 1; i < term->count && result != KL_HOLDS; i++) {
		enum kl_outcome equal = compare_with(b, KL_TREE_EQUAL, &subject,
			term->operands[i]);
		if (equal != KL_VIOLATED)
			result = equal;
	}
	return result;
}

static enum kl_outcome both(enum kl_outcome a, enum kl_outcome b)
{
	if (a == KL_VIOLATED || b == KL_VIOLATED)
		return KL_VIOLATED;
	return a == KL_HOLDS && b == KL_HOLDS ? KL_HOLDS : KL_UNDECIDED;
}

static enum kl_outcome is_between(struct kl_binding *b,
	const struct kl_tree *term)
{
	const struct kl_tree *const *ends
		= (const struct kl_tree *const *)term->operands + 1;
	struct kl_result subject;

	if (term->operands[0]->count == 0 && term->type != KL_OF_ANY) {
		enum kl_outcome from = compare(b, KL_TREE_AT_LEAST,
			term->operands[0], ends[0]);
		return from == KL_VIOLATED ? from : both(from, compare(b,
			KL_TREE_AT_MOST, term->operands[0], ends[1]));
	}
	kl_value_of(b, term->operands[0], &subject);
	return both(compare_with(b, KL_TREE_AT_LEAST, &subject, ends[0]),
		compare_with(b, KL_TREE_AT_MOST, &subject, ends[1]));
}

static enum kl_outcome matches(struct kl_binding *b, const struct kl_tree *term)
{
	struct kl_span text;

	if (!kl_text_of(b, term->operands[0], &text))
		return KL_UNDECIDED;
	struct kl_work *work = &b->works[term->slot];
	switch (kl_pattern_test(work->pattern, text, &work->given_up)) {
	case KL_PATTERN_MATCHES:
		return KL_HOLDS;
	case KL_PATTERN_DIFFERS:
		return KL_VIOLATED;
	case KL_PATTERN_GIVEN_UP:
		break;
	}
	if (b->given_up == NULL) {
		b->given_up = term;
		b->given_up_line = b->row != NULL ? b->row->line : 0;
	}
	return KL_UNDECIDED;
}

/* "and" ends at the first that is false, "or" at the first that is true. */
static enum kl_outcome join(struct kl_binding *b, const struct kl_tree *term,
	enum kl_outcome end)
{
	enum kl_outcome result = opposite(end);

	for (size_t i = 0; i < term->count; i++) {
		enum kl_outcome one = kl_truth_of(b, term->operands[i]);
		if (one == end)
			return end;
		if (one == KL_UNDECIDED)
			result = KL_UNDECIDED;
	}
	return result;
}

static enum kl_outcome choose(struct kl_binding *b, const struct kl_tree *term)
{
	enum kl_outcome condition = kl_truth_of(b, term->operands[0]);
	enum kl_outcome then = condition == KL_VIOLATED ? KL_UNDECIDED
		: kl_truth_of(b, term->operands[1]);

	if (condition == KL_HOLDS || (condition == KL_UNDECIDED
			&& then == KL_UNDECIDED))
		return then;
	enum kl_outcome otherwise = term->count == 3
		? kl_truth_of(b, term->operands[2]) : KL_HOLDS;
	/* Whichever it is, the answer can be the same. */
	return condition == KL_VIOLATED || then == otherwise ? otherwise
		: KL_UNDECIDED;
}

static enum kl_outcome is_blank(struct kl_binding *b, const struct kl_tree *term)
{
	struct kl_result value;

	if (term->kind == KL_TREE_COLUMN)
		return decided(kl_slot_value(b, term)->text.length == 0
			&& b->row != NULL);
	if (term->kind == KL_TREE_CALL && term->type == KL_OF_TEXT
			&& term->operands[0]->type == KL_OF_TEXT)
		return is_blank(b, term->operands[0]);
	kl_value_of(b, term, &value);
	return decided(value.unknown ? value.blank
		: value.type == KL_OF_TEXT && value.text.length == 0);
}

static enum kl_outcome is_unknown(struct kl_binding *b,
	const struct kl_tree *term)
{
	struct kl_result value;

	kl_value_of(b, term, &value);
	return decided(value.unknown);
}

static enum kl_outcome kind_of_truth(struct kl_binding *b,
	const struct kl_tree *term)
{
	struct kl_result result;

	switch (term->kind) {
	case KL_TREE_TRUTH:
		return decided(term->truth);
	case KL_TREE_COLUMN:
		return kl_slot_value(b, term)->truth;
	case KL_TREE_IF:
		return choose(b, term);
	case KL_TREE_OR:
		return join(b, term, KL_HOLDS);
	case KL_TREE_AND:
		return join(b, term, KL_VIOLATED);
	case KL_TREE_NOT:
		return opposite(kl_truth_of(b, term->operands[0]));
	case KL_TREE_IN:
		return is_in(b, term);
	case KL_TREE_MATCHES:
		return matches(b, term);
	case KL_TREE_BETWEEN:
		return is_between(b, term);
	case KL_TREE_IS_BLANK:
		return is_blank(b, term->operands[0]);
	case KL_TREE_IS_UNKNOWN:
		return is_unknown(b, term->operands[0]);
	case KL_TREE_CALL:
		return kl_call_truth(b, term);
	case KL_TREE_AGGREGATE:
		kl_gather_answer(b, term->aggregate, &result);
		return result.unknown ? KL_UNDECIDED : result.truth;
	default:
		return compare(b, term->kind, term->operands[0], term->operands[1]);
	}
}

enum kl_outcome kl_truth_of(struct kl_binding *b, const struct kl_tree *term)
{
	enum kl_outcome outcome = kind_of_truth(b, term);

	return term->negated ? opposite(outcome) : outcome;
}

/* A choice or a cell of another table, whose type only its value tells. */
static void any_of(struct kl_binding *b, const struct kl_tree *term,
	struct kl_result *out)
{
	if (term->kind == KL_TREE_AGGREGATE) {
		kl_gather_answer(b, term->aggregate, out);
		return;
	}
	*out = (struct kl_result){ .unknown = true, .truth = KL_UNDECIDED };
	enum kl_outcome condition = kl_truth_of(b, term->operands[0]);
	if (condition != KL_UNDECIDED)
		kl_value_of(b, term->operands[condition == KL_HOLDS ? 1 : 2], out);
}

void kl_value_of(struct kl_binding *b, const struct kl_tree *term,
	struct kl_result *out)
{
	const struct kl_range *number;

	if (term->kind == KL_TREE_COLUMN) {
		*out = *kl_slot_value(b, term);
		return;
	}
	*out = (struct kl_result){ .type = term->type };
	if (term->kind == KL_TREE_AGGREGATE || term->type == KL_OF_ANY) {
		any_of(b, term, out);
		return;
	}
	switch (term->type) {
	case KL_OF_NUMBER:
		number = kl_number_of(b, term, &out->number);
		out->unknown = number == NULL;
		if (number != NULL && number != &out->number)
			out->number = *number;
		break;
	case KL_OF_TEXT:
		out->unknown = !kl_text_of(b, term, &out->text);
		break;
	case KL_OF_DATE:
		out->unknown = !kl_date_of(b, term, &out->date);
		break;
	case KL_OF_TRUTH:
		out->truth = kl_truth_of(b, term);
		out->unknown = out->truth == KL_UNDECIDED;
		break;
	case KL_OF_ANY:
		break;
	}
}

void kl_evaluate(struct kl_binding *binding, const struct kl_row *row,
	struct kl_result *out)
{
	kl_binding_take(binding, row);
	kl_value_of(binding, binding->expression->root, out);
}

enum kl_outcome kl_evaluate_truth(struct kl_binding *binding,
	const struct kl_row *row)
{
	kl_binding_take(binding, row);
	return kl_truth_of(binding, binding->expression->root);
}

void kl_evaluate_truths(struct kl_binding *binding, const struct kl_row *rows,
	uint64_t live, enum kl_outcome *outcomes)
{
	struct kl_block block = { 0, 0, 0 };

	if (binding->block != NULL)
		block = kl_block_of(binding->block, rows, live);
	for (; live != 0; live &= live - 1) {
		int i = __builtin_ctzll(live);
		if (block.holds >> i & 1)
			outcomes[i] = KL_HOLDS;
		else if (block.fails >> i & 1)
			outcomes[i] = KL_VIOLATED;
		else if (block.open >> i & 1)
			outcomes[i] = KL_UNDECIDED;
		else
			outcomes[i] = kl_evaluate_truth(binding, &rows[i]);
	}
}

uint64_t kl_evaluate_holds(const struct kl_binding *binding,
	const struct kl_row *rows, size_t count)
{
	return binding->block != NULL ? kl_block_of(binding->block, rows,
		kl_block_all(count)).holds : 0;
}

void kl_evaluate_tree(struct kl_binding *binding, const struct kl_tree *term,
	const struct kl_row *row, struct kl_result *out)
{
	kl_binding_take(binding, row);
	kl_value_of(binding, term, out);
}

/* A term as one fraction: what is divided, and by what. False if no division is
 * in it, or a value is not known. */
static bool split(struct kl_binding *b, const struct kl_tree *term,
	struct kl_range *over, struct kl_range *under)
{
	struct kl_range rooms[2], whole;
	bool adds = term->kind == KL_TREE_ADD || term->kind == KL_TREE_SUBTRACT;

	if (term->type != KL_OF_NUMBER || (!adds && term->kind != KL_TREE_DIVIDE))
		return false;
	bool first = adds && split(b, term->operands[0], over, under);
	if (adds && !first && !split(b, term->operands[1], over, under))
		return false;
	const struct kl_range *left = first ? over
		: kl_number_of(b, term->operands[0], &rooms[0]);
	const struct kl_range *right = adds && !first ? over
		: kl_number_of(b, term->operands[1], &rooms[1]);
	if (left == NULL || right == NULL)
		return false;
	if (!adds) {
		*over = *left;
		*under = *right;
		return true;
	}
	if (!kl_range_multiply(first ? right : left, under, &whole))
		return false;
	left = first ? over : &whole;
	right = first ? &whole : over;
	return term->kind == KL_TREE_ADD ? kl_range_add(left, right, over)
		: kl_range_subtract(left, right, over);
}

bool kl_evaluate_division(struct kl_binding *binding, const struct kl_row *row,
	struct kl_range *over, struct kl_range *under)
{
	kl_binding_take(binding, row);
	return split(binding, binding->expression->root, over, under);
}
