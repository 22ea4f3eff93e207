#include "expression/block_compile.h"

#include "base/hash.h"

enum { LIST_MOST = 8 };                 /* longer ones are hashed */

static unsigned orders_of(enum kl_tree_kind kind)
{
	switch (kind) {
	case KL_TREE_EQUAL:
		return KL_ORDER_SAME;
	case KL_TREE_UNEQUAL:
		return KL_ORDER_BEFORE | KL_ORDER_AFTER;
	case KL_TREE_LESS:
		return KL_ORDER_BEFORE;
	case KL_TREE_AT_MOST:
		return KL_ORDER_BEFORE | KL_ORDER_SAME;
	case KL_TREE_MORE:
		return KL_ORDER_AFTER;
	case KL_TREE_AT_LEAST:
		return KL_ORDER_SAME | KL_ORDER_AFTER;
	default:
		return 0;
	}
}

static bool make_parts(struct kl_block_compiler *c, size_t count,
	struct kl_block_term *out)
{
	out->parts = kl_arena_alloc(c->arena, count * sizeof *out->parts);
	out->count = out->parts != NULL ? count : 0;
	c->failed = c->failed || out->parts == NULL;
	if (out->parts != NULL)
		memset(out->parts, 0, count * sizeof *out->parts);
	return out->parts != NULL;
}

static enum kl_block_kind join(struct kl_block_compiler *c,
	enum kl_block_kind kind, struct kl_tree *const *terms, size_t count,
	struct kl_block_term *out)
{
	if (!make_parts(c, count, out))
		return KL_BLOCK_ASK;
	for (size_t i = 0; i < count; i++)
		kl_block_truth(c, terms[i], &out->parts[i]);
	return kind;
}

static enum kl_block_kind compare(struct kl_block_compiler *c,
	enum kl_tree_kind kind, struct kl_tree *left, struct kl_tree *right,
	struct kl_block_term *out)
{
	struct kl_tree *const both[] = { left, right };

	out->orders = orders_of(kind);
	if (out->orders == 0 || left->type != right->type)
		return KL_BLOCK_ASK;
	if (left->type == KL_OF_TRUTH) {
		out->negated = kind == KL_TREE_UNEQUAL;
		return join(c, KL_BLOCK_SAME, both, 2, out);
	}
	if (!kl_block_operand(c, left, &out->left)
			|| !kl_block_operand(c, right, &out->right))
		return KL_BLOCK_ASK;
	switch (left->type) {
	case KL_OF_NUMBER:
		return KL_BLOCK_NUMBERS;
	case KL_OF_DATE:
		return KL_BLOCK_DATES;
	case KL_OF_TEXT:
		return KL_BLOCK_TEXTS;
	default:
		return KL_BLOCK_ASK;
	}
}

static enum kl_block_kind between(struct kl_block_compiler *c,
	const struct kl_tree *term, struct kl_block_term *out)
{
	struct kl_tree *const *of = term->operands;

	if (of[0]->type == KL_OF_TEXT) {
		if (!make_parts(c, 2, out))
			return KL_BLOCK_ASK;
		out->parts[0].kind = compare(c, KL_TREE_AT_LEAST, of[0], of[1],
			&out->parts[0]);
		out->parts[1].kind = compare(c, KL_TREE_AT_MOST, of[0], of[2],
			&out->parts[1]);
		return KL_BLOCK_AND;
	}
	if (of[0]->type != of[2]->type || !kl_block_operand(c, of[2], &out->upper))
		return KL_BLOCK_ASK;
	switch (compare(c, KL_TREE_AT_LEAST, of[0], of[1], out)) {
	case KL_BLOCK_NUMBERS:
		return KL_BLOCK_BETWEEN_NUMBERS;
	case KL_BLOCK_DATES:
		return KL_BLOCK_BETWEEN_DATES;
	default:
		return KL_BLOCK_ASK;
	}
}

/* Equal to one of them, as "or" says it. */
static enum kl_block_kind is_any(struct kl_block_compiler *c,
	const struct kl_tree *term, struct kl_block_term *out)
{
	size_t count = term->count - 1;

	if (!make_parts(c, count, out))
		return KL_BLOCK_ASK;
	for (size_t i = 0; i < count; i++)
		out->parts[i].kind = compare(c, KL_TREE_EQUAL, term->operands[0],
			term->operands[i + 1], &out->parts[i]);
	return KL_BLOCK_OR;
}

static enum kl_block_kind list_texts(struct kl_block_compiler *c,
	const struct kl_tree *term, struct kl_block_term *out)
{
	size_t count = term->count - 1, room = 1;
	struct kl_span *slots;

	if (!kl_block_operand(c, term->operands[0], &out->left))
		return KL_BLOCK_ASK;
	out->texts = term->set;
	out->list_count = count;
	if (count <= LIST_MOST)
		return KL_BLOCK_IN_TEXTS;
	while (room < 4 * count)
		room *= 2;
	slots = kl_arena_alloc(c->arena, room * sizeof *slots);
	c->failed = c->failed || slots == NULL;
	if (slots == NULL)
		return KL_BLOCK_ASK;
	memset(slots, 0, room * sizeof *slots);
	out->texts = slots;
	out->mask = room - 1;
	for (size_t i = 0; i < count; i++) {
		size_t at = (size_t)kl_key_hash(term->set[i]) & out->mask;
		while (slots[at].at != NULL)
			at = (at + 1) & out->mask;
		slots[at] = term->set[i];
	}
	return KL_BLOCK_IN_TEXTS;
}

static enum kl_block_kind list(struct kl_block_compiler *c,
	const struct kl_tree *term, struct kl_block_term *out)
{
	size_t count = term->count - 1, taken = 0;
	struct kl_operand item;

	if (term->set != NULL)
		return list_texts(c, term, out);
	struct kl_fraction *numbers = kl_arena_alloc(c->arena,
		count * sizeof *numbers);
	c->failed = c->failed || numbers == NULL;
	while (numbers != NULL && taken < count
			&& term->operands[taken + 1]->type == KL_OF_NUMBER
			&& kl_block_operand(c, term->operands[taken + 1], &item)
			&& item.kind == KL_OPERAND_LITERAL)
		numbers[taken++] = item.number;
	if (taken < count || term->operands[0]->type != KL_OF_NUMBER)
		return is_any(c, term, out);
	out->numbers = numbers;
	out->list_count = count;
	return kl_block_operand(c, term->operands[0], &out->left)
		? KL_BLOCK_IN_NUMBERS : KL_BLOCK_ASK;
}

/* What is made of a text is blank where that is. */
static enum kl_block_kind is_blank(const struct kl_block_compiler *c,
	const struct kl_tree *term, struct kl_block_term *out)
{
	while (term->kind == KL_TREE_CALL && term->type == KL_OF_TEXT
			&& term->operands[0]->type == KL_OF_TEXT)
		term = term->operands[0];
	return kl_block_column(c, term, &out->left) ? KL_BLOCK_IS_BLANK
		: KL_BLOCK_ASK;
}

static enum kl_block_kind call(struct kl_block_compiler *c,
	const struct kl_tree *term, struct kl_block_term *out)
{
	if (!kl_block_operand(c, term->operands[0], &out->left)
			|| !kl_block_operand(c, term->operands[1], &out->right))
		return KL_BLOCK_ASK;
	return term->call == KL_CALL_STARTS ? KL_BLOCK_STARTS
		: term->call == KL_CALL_ENDS ? KL_BLOCK_ENDS
		: term->call == KL_CALL_CONTAINS ? KL_BLOCK_CONTAINS
		: KL_BLOCK_ASK;
}

static enum kl_block_kind gathered(struct kl_block_compiler *c,
	const struct kl_tree *term, struct kl_block_term *out)
{
	struct kl_result value;

	if (term->aggregate->key_count > 0)
		return kl_block_keys(c, term, &out->left) ? KL_BLOCK_GATHERED
			: KL_BLOCK_ASK;
	kl_gather_answer(c->b, term->aggregate, &value);
	out->truth = value.truth == KL_HOLDS;
	return value.unknown || value.type != KL_OF_TRUTH ? KL_BLOCK_ASK
		: KL_BLOCK_TRUTH;
}

static enum kl_block_kind kind_of(struct kl_block_compiler *c,
	const struct kl_tree *term, struct kl_block_term *out)
{
	struct kl_tree *first = term->count > 0 ? term->operands[0] : NULL;

	switch (term->kind) {
	case KL_TREE_TRUTH:
		out->truth = term->truth;
		return KL_BLOCK_TRUTH;
	case KL_TREE_COLUMN:
		return term->type == KL_OF_TRUTH && kl_block_column(c, term,
			&out->left) ? KL_BLOCK_COLUMN : KL_BLOCK_ASK;
	case KL_TREE_IF:
		return join(c, KL_BLOCK_IF, term->operands, term->count, out);
	case KL_TREE_OR:
		return join(c, KL_BLOCK_OR, term->operands, term->count, out);
	case KL_TREE_AND:
		return join(c, KL_BLOCK_AND, term->operands, term->count, out);
	case KL_TREE_NOT:
		kl_block_truth(c, first, out);
		out->negated = !out->negated;
		return out->kind;
	case KL_TREE_IN:
		return list(c, term, out);
	case KL_TREE_MATCHES:
		out->pattern = c->b->works[term->slot].pattern;
		return kl_block_operand(c, first, &out->left) ? KL_BLOCK_MATCHES
			: KL_BLOCK_ASK;
	case KL_TREE_BETWEEN:
		return between(c, term, out);
	case KL_TREE_IS_BLANK:
		return is_blank(c, first, out);
	case KL_TREE_IS_UNKNOWN:
		return kl_block_operand(c, first, &out->left)
			? KL_BLOCK_IS_UNKNOWN : KL_BLOCK_ASK;
	case KL_TREE_CALL:
		return call(c, term, out);
	case KL_TREE_AGGREGATE:
		return gathered(c, term, out);
	default:
		return first == NULL || term->count < 2 ? KL_BLOCK_ASK
			: compare(c, term->kind, first, term->operands[1], out);
	}
}

void kl_block_truth(struct kl_block_compiler *c, const struct kl_tree *term,
	struct kl_block_term *out)
{
	*out = (struct kl_block_term){ .kind = KL_BLOCK_ASK };
	if (term->type == KL_OF_TRUTH)
		out->kind = kind_of(c, term, out);
	/* "not (x not in ...)" is negated twice. */
	out->negated = out->negated != term->negated;
}

/* Whether it can tell anything. */
static bool is_good(const struct kl_block_term *term)
{
	bool good = term->kind != KL_BLOCK_ASK && term->count == 0;

	for (size_t i = 0; i < term->count; i++)
		good = good || is_good(&term->parts[i]);
	return good;
}

bool kl_block_compile(struct kl_binding *b, const struct kl_tree *term,
	struct kl_arena *arena, struct kl_block_term **out)
{
	struct kl_block_compiler c = { .b = b, .arena = arena };
	struct kl_block_term *made = kl_arena_alloc(arena, sizeof *made);

	*out = NULL;
	if (made == NULL)
		return false;
	kl_block_truth(&c, term, made);
	if (!c.failed && is_good(made))
		*out = made;
	return !c.failed;
}
