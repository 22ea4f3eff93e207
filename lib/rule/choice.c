/* The values that a field is limited to: enum and categories. */
#include "base/text.h"
#include "rule/descriptor.h"

static enum kl_status find_twice(const struct kl_describer *d, const char *key,
	const struct kl_node *list, const struct kl_choice *choice,
	struct kl_error *error)
{
	struct kl_text_buffer value = { 0 };
	struct kl_index seen = { 0 };
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < choice->count && status == KL_OK; i++) {
		bool found = false;
		value.length = 0;
		kl_value_add_key(&choice->values[i], false, &value);
		if (value.failed || !kl_index_add(&seen, kl_text_span(&value), 0,
				NULL, &found))
			status = kl_no_memory(error);
		else if (found)
			status = kl_node_fail(list->items[i], d->path, error,
				"'%s' has '%.60s' twice", key,
				choice->values[i].text.at);
	}
	kl_text_release(&value);
	kl_index_release(&seen);
	return status;
}

/* The items of a list that stands in the descriptor, as a cell has them. */
static enum kl_status join_items(const struct kl_describer *d, const char *key,
	const struct kl_node *list, const struct kl_field *field,
	struct kl_node *joined, struct kl_error *error)
{
	struct kl_span by = field->delimiter.length > 0 ? field->delimiter
		: kl_span_of(",");
	struct kl_text_buffer text = { 0 };
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < list->count && status == KL_OK; i++) {
		const struct kl_node *item = list->items[i];
		if (item->kind != KL_NODE_SCALAR)
			status = kl_node_fail(item, d->path, error,
				"'%s' of field '%s' takes lists of values", key,
				field->name.at);
		kl_text_add(&text, i > 0 ? by : (struct kl_span){ 0 });
		kl_text_add(&text, item->text);
	}
	*joined = *list;
	joined->kind = KL_NODE_SCALAR;
	joined->text = kl_arena_span(d->tree, kl_text_span(&text));
	if (status == KL_OK && (text.failed || joined->text.at == NULL))
		status = kl_no_memory(error);
	kl_text_release(&text);
	return status;
}

static enum kl_status read_value(const struct kl_describer *d, const char *key,
	const struct kl_node *node, const struct kl_field *field,
	struct kl_value *out, struct kl_error *error)
{
	struct kl_node joined;

	if (field->type != KL_TYPE_LIST || node->kind != KL_NODE_LIST
			|| node->count == 0)
		return kl_describe_value(d, key, node, field, out, error);
	enum kl_status status = join_items(d, key, node, field, &joined, error);
	if (status == KL_OK)
		status = kl_describe_value(d, key, &joined, field, out, error);
	if (status == KL_OK && out->items != node->count)
		status = kl_node_fail(node, d->path, error,
			"an item of '%s' has the delimiter of field '%s' in it, so no cell can have it",
			key, field->name.at);
	return status;
}

/* `list` is one of values, not empty. */
static enum kl_status read_choice(const struct kl_describer *d,
	const char *key, const struct kl_node *list, const struct kl_field *field,
	struct kl_choice *out, struct kl_error *error)
{
	struct kl_text_buffer listed = { 0 };
	enum kl_status status = KL_OK;
	struct kl_value *values = kl_arena_alloc(&d->dataset->arena,
		list->count * sizeof *values);

	if (values == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < list->count && status == KL_OK; i++) {
		status = read_value(d, key, list->items[i], field, &values[i],
			error);
		kl_text_puts(&listed, i > 0 ? ", " : "");
		if (status == KL_OK)
			kl_text_add(&listed, values[i].text);
	}
	*out = (struct kl_choice){ values, list->count,
		kl_arena_span(&d->dataset->arena, kl_text_span(&listed)) };
	if (status == KL_OK && (listed.failed || out->listed.at == NULL))
		status = kl_no_memory(error);
	kl_text_release(&listed);
	return status;
}

static enum kl_status need_list(const struct kl_describer *d, const char *key,
	const struct kl_node *list, const struct kl_field *field,
	struct kl_error *error)
{
	enum kl_status status = kl_node_need(list, d->path, KL_NODE_LIST, key,
		"a list of values", error);

	if (status == KL_OK && list->count == 0)
		status = kl_node_fail(list, d->path, error,
			"'%s' of field '%s' is empty: no value could be right",
			key, field->name.at);
	return status;
}

enum kl_status kl_describe_enum(const struct kl_describer *d,
	const struct kl_node *list, struct kl_field *field,
	struct kl_error *error)
{
	struct kl_constraints *made = &field->constraints;

	if (kl_node_is_null(list))
		return KL_OK;
	enum kl_status status = need_list(d, "enum", list, field, error);
	if (status == KL_OK)
		status = read_choice(d, "enum", list, field, &made->values, error);
	for (size_t i = 0; i < made->values.count && made->categories.count > 0
			&& status == KL_OK; i++) {
		if (!kl_choice_has(&made->categories, &made->values.values[i]))
			status = kl_node_fail(list->items[i], d->path, error,
				"'%.60s' in 'enum' is none of the categories of field '%s'",
				made->values.values[i].text.at, field->name.at);
	}
	return status;
}

/* The values alone, of mappings with `value` and perhaps `label`. */
static enum kl_status take_values(const struct kl_describer *d,
	const struct kl_node *list, const struct kl_field *field,
	struct kl_node *values, struct kl_error *error)
{
	struct kl_index labels = { 0 };
	enum kl_status status = KL_OK;

	*values = *list;
	values->items = kl_arena_alloc(d->tree,
		list->count * sizeof *values->items);
	if (values->items == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < list->count && status == KL_OK; i++) {
		const struct kl_node *item = list->items[i];
		const struct kl_node *value = item->kind == KL_NODE_MAP
			? kl_node_get(item, "value") : item;
		const struct kl_node *label = item->kind == KL_NODE_MAP
			? kl_node_get(item, "label") : NULL;
		bool found = false;

		values->items[i] = (struct kl_node *)value;
		if (value == NULL)
			status = kl_node_missing(item, d->path, "category", "value",
				error);
		else if (!kl_node_is_null(label))
			status = kl_node_need_text(label, d->path, "label", "a text",
				error);
		if (status != KL_OK || kl_node_is_null(label))
			continue;
		if (!kl_index_add(&labels, label->text, 0, NULL, &found))
			status = kl_no_memory(error);
		else if (found)
			status = kl_node_fail(label, d->path, error,
				"two categories of field '%s' have the label '%.60s'",
				field->name.at, label->text.at);
	}
	kl_index_release(&labels);
	return status;
}

enum kl_status kl_describe_categories(const struct kl_describer *d,
	const struct kl_node *node, struct kl_field *field,
	struct kl_error *error)
{
	const struct kl_node *list = kl_node_get(node, "categories");
	const struct kl_node *ordered = kl_node_get(node, "categoriesOrdered");
	struct kl_choice *made = &field->constraints.categories;
	enum kl_status status = KL_OK;
	struct kl_node values;
	bool is_ordered;

	/* Only software that sorts has a use for the order. */
	if (!kl_node_is_null(ordered))
		status = kl_level_flag(ordered, d->path, "categoriesOrdered",
			&is_ordered, error);
	if (status != KL_OK || kl_node_is_null(list))
		return status;
	if (list->kind == KL_NODE_MAP)
		return kl_describe_unchecked(d, list, error,
			"'categories' of field '%s' names another table and is not checked by this version of klopt",
			field->name.at);
	status = need_list(d, "categories", list, field, error);
	if (status == KL_OK)
		status = take_values(d, list, field, &values, error);
	if (status == KL_OK)
		status = read_choice(d, "categories", &values, field, made, error);
	return status != KL_OK ? status : find_twice(d, "categories", &values, made,
		error);
}
