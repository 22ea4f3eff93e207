#include "rule/argument.h"

#include <stdlib.h>

#include "base/translate.h"

struct value {
	const struct kl_parameter *parameter;
	const char *path;
	struct kl_arena *arena;
	struct kl_error *error;
};

static struct kl_word word_of(const struct kl_node *node)
{
	return (struct kl_word){ node->text, node->line, node->column,
		node->lead, node->written };
}

static enum kl_status mistake(const struct value *v,
	const struct kl_node *node, struct kl_span text)
{
	struct kl_text_buffer words = { 0 };
	enum kl_status status;

	/* Of "down.columns" people see only "columns" in their file. */
	const char *dot = strrchr(v->parameter->name, '.');
	const char *key = dot != NULL ? dot + 1 : v->parameter->name;

	kl_argument_mistake(v->parameter, text, &words);
	status = words.failed ? kl_no_memory(v->error)
		: kl_node_fail(node, v->path, v->error, "'%s' %s", key, words.at);
	kl_text_release(&words);
	return status;
}

static enum kl_status wrong_kind(const struct value *v, const struct kl_node *node)
{
	return mistake(v, node, (struct kl_span){ NULL, 0 });
}

static enum kl_status check_twice(const struct kl_node *list, const char *path,
	struct kl_error *error)
{
	struct kl_index seen = { 0 };
	enum kl_status status = KL_OK;

	for (size_t i = 0; status == KL_OK && i < list->count; i++) {
		bool found;

		if (!kl_index_add(&seen, list->items[i]->text, 0, NULL, &found))
			status = kl_no_memory(error);
		else if (found)
			status = kl_node_fail(list->items[i], path, error,
				"'%s' stands twice in this list",
				list->items[i]->text.at);
	}
	kl_index_release(&seen);
	return status;
}

enum kl_status kl_words_read(const struct kl_node *value, const char *path,
	const char *key, const char *takes, struct kl_arena *arena,
	const struct kl_word **words, size_t *count, struct kl_error *error)
{
	bool list = value->kind == KL_NODE_LIST;
	size_t n = list ? value->count : 1;
	enum kl_status status;

	if (n == 0) {
		return kl_node_fail(value, path, error,
			"'%s' takes %s; this list is empty", key,
				kl_translate(takes));
	}
	struct kl_word *all = kl_arena_alloc(arena, n * sizeof *all);
	if (all == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < n; i++) {
		const struct kl_node *item = list ? value->items[i] : value;

		status = kl_node_need_text(item, path, key, takes, error);
		if (status != KL_OK)
			return status;
		all[i] = word_of(item);
	}
	status = list ? check_twice(value, path, error) : KL_OK;
	if (status != KL_OK)
		return status;
	*words = all;
	*count = n;
	return KL_OK;
}

static enum kl_status read_list(const struct value *v, const struct kl_node *node,
	const struct kl_word **words, size_t *count)
{
	if (node->kind == KL_NODE_MAP || (node->kind == KL_NODE_LIST
		&& node->count == 0) || kl_node_is_null(node))
		return wrong_kind(v, node);
	for (size_t i = 0; node->kind == KL_NODE_LIST && i < node->count; i++) {
		if (node->items[i]->kind != KL_NODE_SCALAR
			|| kl_node_is_null(node->items[i]))
			return wrong_kind(v, node->items[i]);
	}
	return kl_words_read(node, v->path, "", "", v->arena, words, count,
		v->error);
}

static enum kl_status read_sums(const struct value *v, const struct kl_node *node,
	struct kl_argument *argument)
{
	if (node->kind != KL_NODE_MAP || node->count == 0)
		return wrong_kind(v, node);
	size_t count = node->count / 2;
	struct kl_sum *sums = kl_arena_alloc(v->arena, count * sizeof *sums);
	if (sums == NULL)
		return kl_no_memory(v->error);
	for (size_t i = 0; i < count; i++) {
		struct kl_sum *sum = &sums[i];

		sum->total = word_of(node->items[2 * i]);
		enum kl_status status = read_list(v, node->items[2 * i + 1],
			&sum->parts, &sum->part_count);
		if (status != KL_OK)
			return status;
		for (size_t p = 0; p < sum->part_count; p++) {
			const struct kl_word *part = &sum->parts[p];
			if (kl_span_equal(part->text, sum->total.text)) {
				return kl_fail(v->error, KL_INVALID, v->path,
					part->line, part->column,
					"'%s' is a part of itself", part->text.at);
			}
		}
	}
	argument->sums = sums;
	argument->sum_count = count;
	return KL_OK;
}

static enum kl_status read_row(const struct value *v, const struct kl_node *node,
	struct kl_row_match *row)
{
	if (node->kind != KL_NODE_MAP || node->count == 0)
		return wrong_kind(v, node);
	size_t count = node->count / 2;
	struct kl_match *matches = kl_arena_alloc(v->arena,
		count * sizeof *matches);
	if (matches == NULL)
		return kl_no_memory(v->error);
	for (size_t i = 0; i < count; i++) {
		const struct kl_node *value = node->items[2 * i + 1];

		if (value->kind != KL_NODE_SCALAR)
			return wrong_kind(v, value);
		if (!value->quoted && value->text.length == 0) {
			return kl_node_fail(value, v->path, v->error,
				"a value is missing here; a blank cell is written \"\"");
		}
		matches[i].field = word_of(node->items[2 * i]);
		matches[i].value = word_of(value);
	}
	*row = (struct kl_row_match){ matches, count };
	return KL_OK;
}

static enum kl_status read_rows(const struct value *v, const struct kl_node *node,
	struct kl_argument *argument)
{
	bool list = node->kind == KL_NODE_LIST;
	size_t count = list ? node->count : 1;

	if (count == 0)
		return wrong_kind(v, node);
	struct kl_row_match *rows = kl_arena_alloc(v->arena, count * sizeof *rows);
	if (rows == NULL)
		return kl_no_memory(v->error);
	for (size_t i = 0; i < count; i++) {
		enum kl_status status = read_row(v, list ? node->items[i] : node,
			&rows[i]);
		if (status != KL_OK)
			return status;
	}
	argument->rows = rows;
	argument->row_count = count;
	return KL_OK;
}

static enum kl_status read_pairs(const struct value *v,
	const struct kl_node *node, struct kl_argument *argument)
{
	if (node->kind != KL_NODE_MAP || node->count == 0)
		return wrong_kind(v, node);
	size_t count = node->count / 2;
	struct kl_match *pairs = kl_arena_alloc(v->arena, count * sizeof *pairs);
	if (pairs == NULL)
		return kl_no_memory(v->error);
	for (size_t i = 0; i < count; i++) {
		const struct kl_node *text = node->items[2 * i + 1];

		if (text->kind != KL_NODE_SCALAR || kl_node_is_null(text)
				|| kl_span_trim(text->text).length == 0)
			return kl_node_fail(text, v->path, v->error,
				"'%s' takes an expression", node->items[2 * i]->text.at);
		pairs[i] = (struct kl_match){ word_of(node->items[2 * i]),
			word_of(text) };
	}
	argument->pairs = pairs;
	argument->pair_count = count;
	return KL_OK;
}

static enum kl_status read_single(const struct value *v,
	const struct kl_node *node, struct kl_argument *argument)
{
	if (node->kind != KL_NODE_SCALAR || kl_node_is_null(node))
		return wrong_kind(v, node);
	if (!kl_argument_scalar(v->parameter, node->text, argument)
		|| (node->text.length == 0
			&& (v->parameter->type == KL_PARAMETER_REGISTER
				|| v->parameter->type == KL_PARAMETER_TABLE)))
		return mistake(v, node, node->text);
	struct kl_word *word = kl_arena_alloc(v->arena, sizeof *word);
	if (word == NULL)
		return kl_no_memory(v->error);
	*word = word_of(node);
	argument->words = word;
	argument->word_count = 1;
	return KL_OK;
}

enum kl_status kl_argument_read(const struct kl_parameter *parameter,
	const struct kl_node *value, const char *path, struct kl_arena *arena,
	struct kl_argument *argument, struct kl_error *error)
{
	const struct value v = { parameter, path, arena, error };
	enum kl_status status;

	switch (parameter->type) {
	case KL_PARAMETER_COLUMNS:
	case KL_PARAMETER_TABLES:
	case KL_PARAMETER_TEXTS:
	case KL_PARAMETER_EXPRESSIONS:
		status = read_list(&v, value, &argument->words,
			&argument->word_count);
		break;
	case KL_PARAMETER_SUMS:
		status = read_sums(&v, value, argument);
		break;
	case KL_PARAMETER_ROWS:
		status = read_rows(&v, value, argument);
		break;
	case KL_PARAMETER_PAIRS:
		status = read_pairs(&v, value, argument);
		break;
	default:
		status = read_single(&v, value, argument);
		break;
	}
	if (status != KL_OK)
		return status;
	argument->given = true;
	argument->line = value->line;
	argument->column = value->column;
	return KL_OK;
}
