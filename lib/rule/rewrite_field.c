/* A field whose cells are written in another notation. */
#include "rule/rewriting.h"

/* A scalar of a constraint in the new notation. A number without quotes has it. */
static struct kl_node *new_value(struct kl_rewrite *w, const struct kl_field *from,
	const struct kl_field *to, struct kl_node *value)
{
	bool number = from->type == KL_TYPE_INTEGER || from->type == KL_TYPE_NUMBER;

	if (value->kind != KL_NODE_SCALAR || (number && !value->quoted))
		return value;
	struct kl_span text = w->r->value(from, to, value->text, w->arena);
	if (kl_span_equal(text, value->text))
		return value;
	struct kl_node *made = text.at == NULL ? NULL
		: kl_node_text(w->arena, text, true);
	if (made == NULL)
		kl_rewrite_out_of_memory(w);
	return made != NULL ? made : value;
}

static void edit_constraints(struct kl_rewrite *w, const struct kl_field *from,
	const struct kl_field *to, struct kl_node *field)
{
	static const char *const keys[] = { "minimum", "maximum",
		"exclusiveMinimum", "exclusiveMaximum" };
	const struct kl_node *old = kl_node_get(field, "constraints");

	if (old == NULL || old->kind != KL_NODE_MAP)
		return;
	struct kl_node *made = kl_rewrite_copy(w, old);
	if (made == NULL)
		return;
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		const struct kl_node *value = kl_node_get(made, keys[i]);
		if (value != NULL)
			kl_rewrite_set(w, made, keys[i], new_value(w, from, to,
				(struct kl_node *)value));
	}
	const struct kl_node *values = kl_node_get(made, "enum");
	if (values != NULL && values->kind == KL_NODE_LIST) {
		struct kl_node *list = kl_rewrite_copy(w, values);
		for (size_t i = 0; list != NULL && i < list->count; i++)
			list->items[i] = new_value(w, from, to, list->items[i]);
		if (list != NULL)
			kl_rewrite_set(w, made, "enum", list);
	}
	kl_rewrite_set(w, field, "constraints", made);
}

/* The cells are filled in. */
static void drop_fill_down(struct kl_rewrite *w, struct kl_node *field)
{
	const struct kl_node *old = kl_node_get(field, "klopt");

	if (old == NULL || old->kind != KL_NODE_MAP
			|| kl_node_get(old, "fill_down") == NULL)
		return;
	struct kl_node *made = kl_rewrite_copy(w, old);
	if (made == NULL)
		return;
	kl_rewrite_set(w, made, "fill_down", NULL);
	kl_rewrite_set(w, field, "klopt", made->count > 0 ? made : NULL);
}

void kl_rewrite_field(struct kl_rewrite *w, const struct kl_field *from,
	const struct kl_field *to, struct kl_node *field)
{
	const char point[] = { to->reading.decimal_char, '\0' };

	if (from->reading.decimal_char != to->reading.decimal_char)
		kl_rewrite_set_text(w, field, "decimalChar", kl_span_of(point), true);
	if (from->reading.group_char.length > 0
			&& to->reading.group_char.length == 0)
		kl_rewrite_set_text(w, field, "groupChar", kl_span_of(""), true);
	if (from->pattern.at != NULL && to->pattern.at == NULL)
		kl_rewrite_set(w, field, "format", NULL);
	if (from->words[0] != NULL && to->words[0] == NULL) {
		kl_rewrite_set(w, field, "trueValues", NULL);
		kl_rewrite_set(w, field, "falseValues", NULL);
	}
	edit_constraints(w, from, to, field);
	drop_fill_down(w, field);
}
