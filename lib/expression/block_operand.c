/* Numbers, dates and texts are compiled. */
#include "expression/block_compile.h"

enum { HEIGHT_MOST = 32 };      /* of what is computed on the stack */

bool kl_block_column(const struct kl_block_compiler *c,
	const struct kl_tree *term, struct kl_operand *out)
{
	if (term->kind != KL_TREE_COLUMN)
		return false;
	const struct kl_slot *slot = &c->b->slots[term->slot];
	if (slot->index == SIZE_MAX || slot->type != term->type
			|| slot->type == KL_OF_ANY)
		return false;
	*out = (struct kl_operand){ .kind = KL_OPERAND_COLUMN,
		.type = slot->type, .slot = slot,
		.own_form = slot->field != NULL && slot->field->pattern.at != NULL };
	return true;
}

static bool make_parts(struct kl_block_compiler *c, struct kl_tree *const *terms,
	size_t count, struct kl_operand *out)
{
	out->parts = kl_arena_alloc(c->arena, count * sizeof *out->parts);
	out->count = count;
	c->failed = c->failed || out->parts == NULL;
	for (size_t i = 0; i < count && out->parts != NULL; i++) {
		if (!kl_block_operand(c, terms[i], &out->parts[i]))
			return false;
	}
	return out->parts != NULL;
}

bool kl_block_keys(struct kl_block_compiler *c, const struct kl_tree *term,
	struct kl_operand *out)
{
	const struct kl_aggregate *a = term->aggregate;

	if (a->key_count == 0 || a->key_count > KL_BLOCK_KEYS)
		return false;
	*out = (struct kl_operand){ .kind = KL_OPERAND_GATHERED,
		.type = term->type, .binding = c->b, .aggregate = a,
		.count = a->key_count, .parts = kl_arena_alloc(c->arena,
			a->key_count * sizeof *out->parts) };
	c->failed = c->failed || out->parts == NULL;
	for (size_t i = 0; i < a->key_count && out->parts != NULL; i++) {
		if (!kl_block_operand(c, a->keys[i].here, &out->parts[i]))
			return false;
	}
	return out->parts != NULL;
}

static bool take_value(const struct kl_result *value, struct kl_operand *out)
{
	out->kind = KL_OPERAND_LITERAL;
	if (value->unknown || value->type != out->type)
		return false;
	switch (value->type) {
	case KL_OF_NUMBER:
		return value->number.point
			&& kl_fraction_of(value->number.low, &out->number);
	case KL_OF_DATE:
		out->date = kl_plain_of_date(value->date);
		return true;
	case KL_OF_TEXT:
		out->text = value->text;
		return true;
	default:
		return false;
	}
}

/* What is said of all rows is known before any is read. */
static bool take_gathered(struct kl_block_compiler *c, const struct kl_tree *term,
	struct kl_operand *out)
{
	struct kl_result value;

	if (term->aggregate->key_count > 0)
		return kl_block_keys(c, term, out);
	kl_gather_answer(c->b, term->aggregate, &value);
	return take_value(&value, out);
}

static bool take_call(struct kl_block_compiler *c, const struct kl_tree *term,
	struct kl_operand *out)
{
	static const struct {
		enum kl_operand_kind kind;
		enum kl_expression_type of;     /* what it is of, where not all will do */
	} calls[KL_CALLS] = {
		[KL_CALL_ABS] = { KL_OPERAND_ABS, KL_OF_NUMBER },
		[KL_CALL_ROUND] = { KL_OPERAND_ROUND, KL_OF_NUMBER },
		[KL_CALL_LEAST] = { KL_OPERAND_LEAST, KL_OF_ANY },
		[KL_CALL_GREATEST] = { KL_OPERAND_GREATEST, KL_OF_ANY },
		[KL_CALL_LENGTH] = { KL_OPERAND_LENGTH, KL_OF_TEXT },
		[KL_CALL_LOWER] = { KL_OPERAND_LOWER, KL_OF_TEXT },
		[KL_CALL_UPPER] = { KL_OPERAND_UPPER, KL_OF_TEXT },
		[KL_CALL_TRIM] = { KL_OPERAND_TRIM, KL_OF_TEXT },
		[KL_CALL_YEAR] = { KL_OPERAND_YEAR, KL_OF_DATE },
		[KL_CALL_MONTH] = { KL_OPERAND_MONTH, KL_OF_DATE },
		[KL_CALL_DAY] = { KL_OPERAND_DAY, KL_OF_DATE },
		[KL_CALL_AGE] = { KL_OPERAND_AGE, KL_OF_DATE },
		[KL_CALL_DAYS] = { KL_OPERAND_DAYS, KL_OF_DATE },
		[KL_CALL_SCHOOLYEAR] = { KL_OPERAND_SCHOOLYEAR, KL_OF_DATE },
	};
	const struct kl_tree *first = term->operands[0];
	size_t count = term->count;

	out->kind = calls[term->call].kind;
	if (term->call == KL_CALL_NUMBER || term->call == KL_CALL_TEXT) {
		/* A number in a text is read where it is plain. */
		bool ok = kl_block_operand(c, first, out) && (first->type
			== term->type || (term->call == KL_CALL_NUMBER
			&& out->kind == KL_OPERAND_COLUMN));
		out->type = term->type;
		return ok;
	}
	if (out->kind == KL_OPERAND_LITERAL || (calls[term->call].of != KL_OF_ANY
			&& first->type != calls[term->call].of)
			|| (calls[term->call].of == KL_OF_ANY
			&& term->type == KL_OF_TEXT))
		return false;
	if (term->call == KL_CALL_ROUND) {
		out->decimals = count > 1
			? (int)term->operands[1]->number.low.over : 0;
		count = 1;
	}
	return make_parts(c, term->operands, count, out);
}

/* date - date, date + number, number + date, date - number; else numbers. */
static bool take_sum(struct kl_block_compiler *c, const struct kl_tree *term,
	struct kl_operand *out)
{
	const bool minus = term->kind == KL_TREE_SUBTRACT;
	struct kl_tree *turned[] = { term->operands[1], term->operands[0] };

	if (term->type == KL_OF_DATE) {
		out->kind = minus ? KL_OPERAND_BEFORE : KL_OPERAND_LATER;
		return make_parts(c, term->operands[0]->type == KL_OF_DATE
			? term->operands : turned, 2, out);
	}
	if (term->operands[0]->type == KL_OF_DATE) {
		out->kind = KL_OPERAND_DAYS;
		return make_parts(c, turned, 2, out);
	}
	out->kind = minus ? KL_OPERAND_SUBTRACT : KL_OPERAND_ADD;
	return make_parts(c, term->operands, 2, out);
}

static bool choose(struct kl_block_compiler *c, const struct kl_tree *term,
	struct kl_operand *out)
{
	struct kl_block_term *condition;

	if (term->type != KL_OF_NUMBER)
		return false;
	condition = kl_arena_alloc(c->arena, sizeof *condition);
	c->failed = c->failed || condition == NULL;
	if (condition == NULL)
		return false;
	kl_block_truth(c, term->operands[0], condition);
	out->kind = KL_OPERAND_IF;
	out->condition = condition;
	return make_parts(c, term->operands + 1, 2, out);
}

static bool take_literal(const struct kl_tree *term, struct kl_operand *out)
{
	const struct kl_result value = { .type = term->type, .number = term->number,
		.text = term->text, .date = term->date };

	return take_value(&value, out);
}

bool kl_block_operand(struct kl_block_compiler *c, const struct kl_tree *term,
	struct kl_operand *out)
{
	*out = (struct kl_operand){ .type = term->type };
	if (term->height > HEIGHT_MOST || term->type == KL_OF_ANY
			|| term->type == KL_OF_TRUTH)
		return false;
	switch (term->kind) {
	case KL_TREE_NUMBER:
	case KL_TREE_TEXT:
	case KL_TREE_DATE:
		return take_literal(term, out);
	case KL_TREE_COLUMN:
		return kl_block_column(c, term, out);
	case KL_TREE_AGGREGATE:
		return take_gathered(c, term, out);
	case KL_TREE_CALL:
		return take_call(c, term, out);
	case KL_TREE_IF:
		return choose(c, term, out);
	case KL_TREE_ADD:
	case KL_TREE_SUBTRACT:
		return take_sum(c, term, out);
	case KL_TREE_NEGATE:
		out->kind = KL_OPERAND_NEGATE;
		return make_parts(c, term->operands, 1, out);
	case KL_TREE_MULTIPLY:
	case KL_TREE_DIVIDE:
		out->kind = term->kind == KL_TREE_DIVIDE ? KL_OPERAND_DIVIDE
			: KL_OPERAND_MULTIPLY;
		return make_parts(c, term->operands, 2, out);
	default:
		return false;
	}
}
