#include "expression/block.h"

enum { BEFORE = 1, SAME = 2, AFTER = 4 };       /* bits of orders */
enum { LIST_MOST = 8 };                 /* longer ones are better searched */

struct compiler {
	const struct kl_binding *b;
	struct kl_arena *arena;
	bool failed;
};

static unsigned orders_of(enum kl_tree_kind kind)
{
	switch (kind) {
	case KL_TREE_EQUAL:
		return SAME;
	case KL_TREE_UNEQUAL:
		return BEFORE | AFTER;
	case KL_TREE_LESS:
		return BEFORE;
	case KL_TREE_AT_MOST:
		return BEFORE | SAME;
	case KL_TREE_MORE:
		return AFTER;
	case KL_TREE_AT_LEAST:
		return SAME | AFTER;
	default:
		return 0;
	}
}

static bool take_column(struct compiler *c, const struct kl_tree *term,
	enum kl_expression_type type, enum kl_operand_kind kind,
	struct kl_operand *out)
{
	if (term->kind != KL_TREE_COLUMN)
		return false;
	const struct kl_slot *slot = &c->b->slots[term->slot];
	bool own_form = type == KL_OF_DATE && slot->field != NULL
		&& slot->field->pattern.at != NULL;
	if (slot->type != type || slot->index == SIZE_MAX || own_form)
		return false;
	struct kl_plain *plain = kl_arena_alloc(c->arena, sizeof *plain);
	if (plain == NULL) {
		c->failed = true;
		return false;
	}
	kl_plain_init(plain, slot->reading, slot->whole);
	*out = (struct kl_operand){ .kind = kind, .index = slot->index,
		.plain = plain };
	return true;
}

static bool take_literal_number(const struct kl_tree *term,
	struct kl_operand *out)
{
	const int64_t most = INT64_C(1000000000000000000);
	struct kl_decimal decimal;

	if (!term->number.point || !kl_ratio_decimal(term->number.low, &decimal)
			|| decimal.decimals > KL_PLAIN_DIGITS
			|| decimal.coefficient >= most || decimal.coefficient <= -most)
		return false;
	out->number = (struct kl_plain_number){ (int64_t)decimal.coefficient,
		(unsigned)decimal.decimals };
	return true;
}

/* A part of a date in a column. */
static bool take_call(struct compiler *c, const struct kl_tree *term,
	struct kl_operand *out)
{
	enum kl_operand_kind kind;

	switch (term->call) {
	case KL_CALL_YEAR:
		kind = KL_OPERAND_YEAR;
		break;
	case KL_CALL_MONTH:
		kind = KL_OPERAND_MONTH;
		break;
	case KL_CALL_DAY:
		kind = KL_OPERAND_DAY;
		break;
	case KL_CALL_SCHOOLYEAR:
		kind = KL_OPERAND_SCHOOLYEAR;
		break;
	default:
		return false;
	}
	return take_column(c, term->operands[0], KL_OF_DATE, kind, out);
}

static bool take_operand(struct compiler *c, const struct kl_tree *term,
	enum kl_expression_type type, struct kl_operand *out)
{
	*out = (struct kl_operand){ .kind = KL_OPERAND_LITERAL };
	if (term->type != type)
		return false;
	switch (term->kind) {
	case KL_TREE_NUMBER:
		return take_literal_number(term, out);
	case KL_TREE_NEGATE:
		if (term->operands[0]->kind != KL_TREE_NUMBER
				|| !take_literal_number(term->operands[0], out))
			return false;
		out->number.digits = -out->number.digits;
		return true;
	case KL_TREE_TEXT:
		out->text = term->text;
		return true;
	case KL_TREE_DATE:
		out->date = kl_plain_date((uint32_t)term->date.year,
			(uint32_t)term->date.month, (uint32_t)term->date.day);
		return true;
	case KL_TREE_COLUMN:
		return take_column(c, term, type, KL_OPERAND_COLUMN, out);
	case KL_TREE_CALL:
		return take_call(c, term, out);
	default:
		return false;
	}
}

static enum kl_block_kind compare(struct compiler *c, enum kl_tree_kind kind,
	const struct kl_tree *left, const struct kl_tree *right,
	struct kl_block_term *out)
{
	out->orders = orders_of(kind);
	if (out->orders == 0 || !take_operand(c, left, left->type, &out->left)
			|| !take_operand(c, right, left->type, &out->right))
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

static void compile(struct compiler *c, const struct kl_tree *term,
	struct kl_block_term *out);

static bool make_parts(struct compiler *c, size_t count,
	struct kl_block_term *out)
{
	out->parts = kl_arena_alloc(c->arena, count * sizeof *out->parts);
	out->count = count;
	c->failed = c->failed || out->parts == NULL;
	return out->parts != NULL;
}

static enum kl_block_kind join(struct compiler *c, enum kl_block_kind kind,
	const struct kl_tree *term, struct kl_block_term *out)
{
	if (!make_parts(c, term->count, out))
		return KL_BLOCK_ASK;
	for (size_t i = 0; i < term->count; i++)
		compile(c, term->operands[i], &out->parts[i]);
	return kind;
}

static enum kl_block_kind between(struct compiler *c, const struct kl_tree *term,
	struct kl_block_term *out)
{
	static const enum kl_tree_kind kinds[] = { KL_TREE_AT_LEAST,
		KL_TREE_AT_MOST };

	if (!make_parts(c, 2, out))
		return KL_BLOCK_ASK;
	for (size_t i = 0; i < 2; i++)
		out->parts[i].kind = compare(c, kinds[i], term->operands[0],
			term->operands[i + 1], &out->parts[i]);
	return KL_BLOCK_AND;
}

static enum kl_block_kind kind_of(struct compiler *c, const struct kl_tree *term,
	struct kl_block_term *out)
{
	const struct kl_tree *first = term->count > 0 ? term->operands[0] : NULL;
	const struct kl_pattern *pattern;

	switch (term->kind) {
	case KL_TREE_TRUTH:
		out->truth = term->truth;
		return KL_BLOCK_TRUTH;
	case KL_TREE_IF:
		return join(c, KL_BLOCK_IF, term, out);
	case KL_TREE_OR:
		return join(c, KL_BLOCK_OR, term, out);
	case KL_TREE_AND:
		return join(c, KL_BLOCK_AND, term, out);
	case KL_TREE_NOT:
		compile(c, first, out);
		out->negated = !out->negated;
		return out->kind;
	case KL_TREE_IN:
		out->list = term;
		return term->set != NULL && term->count - 1 <= LIST_MOST
			&& take_operand(c, first, KL_OF_TEXT, &out->left)
			? KL_BLOCK_IN : KL_BLOCK_ASK;
	case KL_TREE_MATCHES:
		pattern = c->b->works[term->slot].pattern;
		out->table = kl_pattern_table(pattern);
		return out->table != NULL
			&& take_operand(c, first, KL_OF_TEXT, &out->left)
			? KL_BLOCK_MATCHES : KL_BLOCK_ASK;
	case KL_TREE_BETWEEN:
		return between(c, term, out);
	case KL_TREE_IS_BLANK:
		return take_column(c, first, first->type, KL_OPERAND_COLUMN,
			&out->left) ? KL_BLOCK_IS_BLANK : KL_BLOCK_ASK;
	default:
		return first == NULL || term->count < 2 ? KL_BLOCK_ASK
			: compare(c, term->kind, first, term->operands[1], out);
	}
}

static void compile(struct compiler *c, const struct kl_tree *term,
	struct kl_block_term *out)
{
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

bool kl_block_compile(const struct kl_binding *b, const struct kl_tree *term,
	struct kl_arena *arena, struct kl_block_term **out)
{
	struct compiler c = { .b = b, .arena = arena };
	struct kl_block_term *made = kl_arena_alloc(arena, sizeof *made);

	*out = NULL;
	if (made == NULL)
		return false;
	compile(&c, term, made);
	if (!c.failed && is_good(made))
		*out = made;
	return !c.failed;
}
