#include "rule/node.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "base/translate.h"

const struct kl_node *kl_node_get(const struct kl_node *map, const char *key)
{
	if (map->kind != KL_NODE_MAP)
		return NULL;
	for (size_t i = 0; i < map->count; i += 2)
		if (kl_span_is(map->items[i]->text, key))
			return map->items[i + 1];
	return NULL;
}

bool kl_node_is_null(const struct kl_node *node)
{
	static const char *const nulls[] = { "", "~", "null", "Null", "NULL" };

	if (node == NULL)
		return true;
	if (node->kind != KL_NODE_SCALAR || node->quoted)
		return false;
	for (size_t i = 0; i < sizeof nulls / sizeof *nulls; i++)
		if (kl_span_is(node->text, nulls[i]))
			return true;
	return false;
}

enum kl_status kl_node_fail(const struct kl_node *node, const char *path,
	struct kl_error *error, const char *format, ...)
{
	char text[KL_ERROR_TEXT];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof text, kl_translate(format), arguments);
	va_end(arguments);
	return kl_fail(error, KL_INVALID, path, node->line, node->column, "%s",
		text);
}

static enum kl_status tell_unknown(const struct kl_node *node, const char *path,
	const char *what, const char *const *known, size_t count, size_t nearest,
	struct kl_error *error)
{
	struct kl_text_buffer text = { 0 };
	enum kl_status status;

	kl_text_printf(&text, kl_translate("unknown %s '"), kl_translate(what));
	kl_text_add_visible(&text, node->text, 64);
	if (nearest < count) {
		kl_text_printf(&text, kl_translate("'; did you mean '%s'?"), known[nearest]);
	} else {
		kl_text_puts(&text, count == 0 ? "'" : kl_translate("'; known are "));
		for (size_t i = 0; i < count; i++)
			kl_text_printf(&text, "%s%s", i > 0 ? ", " : "", known[i]);
	}
	status = text.failed ? kl_no_memory(error)
		: kl_node_fail(node, path, error, "%s", text.at);
	kl_text_release(&text);
	return status;
}

enum kl_status kl_node_unknown(const struct kl_node *node, const char *path,
	const char *what, const char *const *known, size_t count,
	struct kl_error *error)
{
	struct kl_span *words = calloc(count + 1, sizeof *words);

	if (words == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < count; i++)
		words[i] = kl_span_of(known[i]);
	size_t nearest = kl_text_nearest(node->text, words, count);
	free(words);
	return tell_unknown(node, path, what, known, count, nearest, error);
}

enum kl_status kl_node_keys(const struct kl_node *map, const char *path,
	const char *const *known, size_t count, struct kl_error *error)
{
	for (size_t i = 0; i < map->count; i += 2) {
		size_t k = 0;
		while (k < count && !kl_span_is(map->items[i]->text, known[k]))
			k++;
		if (k == count) {
			return kl_node_unknown(map->items[i], path, "key", known,
				count, error);
		}
	}
	return KL_OK;
}

enum kl_status kl_node_missing(const struct kl_node *map, const char *path,
	const char *subject, const char *key, struct kl_error *error)
{
	size_t count = map->count / 2;
	struct kl_span *keys = calloc(count + 1, sizeof *keys);
	enum kl_status status;

	if (keys == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < count; i++)
		keys[i] = map->items[2 * i]->text;
	size_t nearest = kl_text_nearest(kl_span_of(key), keys, count);
	if (nearest < count) {
		status = kl_node_fail(map->items[2 * nearest], path, error,
			"%s has no '%s'; is '%s' meant to be it?", kl_translate(subject), key,
			keys[nearest].at);
	} else {
		status = kl_node_fail(map, path, error, "%s has no '%s'", kl_translate(subject),
			key);
	}
	free(keys);
	return status;
}

enum kl_status kl_node_need_text(const struct kl_node *node, const char *path,
	const char *key, const char *takes, struct kl_error *error)
{
	if (node->kind == KL_NODE_SCALAR && !kl_node_is_null(node))
		return KL_OK;
	return kl_node_fail(node, path, error, "'%s' takes %s", key,
		kl_translate(takes));
}

enum kl_status kl_node_need(const struct kl_node *node, const char *path,
	enum kl_node_kind kind, const char *key, const char *takes,
	struct kl_error *error)
{
	if (node->kind == kind)
		return KL_OK;
	return kl_node_fail(node, path, error, "'%s' takes %s", key,
		kl_translate(takes));
}
