/* Keys of a mapping that a table of parameters makes. */
#include "rule/rulefile.h"

#include <stdio.h>

#include "rule/argument.h"

/* The part of a parameter's name that is its key under the prefix; length 0 if
 * it does not stand under it. */
static struct kl_span key_under(const struct kl_parameter *parameter,
	const char *prefix)
{
	size_t length = strlen(prefix);
	const char *key = parameter->name + length;

	if (strncmp(parameter->name, prefix, length) != 0)
		return (struct kl_span){ NULL, 0 };
	return (struct kl_span){ key, strcspn(key, ".") };
}

/* The keys that may stand under a prefix; those of every rule apart. */
static enum kl_status known_keys(const struct kl_keys *k, const char *prefix,
	const char ***known, size_t *count)
{
	size_t n = 0;
	const char **keys = kl_arena_alloc(k->arena,
		(k->other_count + k->words->parameter_count) * sizeof *keys);

	if (keys == NULL)
		return kl_no_memory(k->error);
	for (; *prefix == '\0' && n < k->other_count; n++)
		keys[n] = k->others[n];
	for (size_t i = 0; i < k->words->parameter_count; i++) {
		struct kl_span key = key_under(&k->words->parameters[i], prefix);
		size_t same = 0;

		while (same < n && !kl_span_is(key, keys[same]))
			same++;
		if (key.length == 0 || same < n)
			continue;
		keys[n] = kl_arena_text(k->arena, key);
		if (keys[n++] == NULL)
			return kl_no_memory(k->error);
	}
	*known = keys;
	*count = n;
	return KL_OK;
}

static enum kl_status unknown_key(const struct kl_keys *k, const char *prefix,
	const struct kl_node *key)
{
	const char **known;
	size_t count;
	enum kl_status status = known_keys(k, prefix, &known, &count);

	if (status != KL_OK)
		return status;
	return kl_node_unknown(key, k->path, "key", known, count, k->error);
}

/* "'down' takes a mapping with row, columns" */
static enum kl_status need_mapping(const struct kl_keys *k, const char *prefix,
	const struct kl_node *key, const struct kl_node *value)
{
	struct kl_text_buffer list = { 0 };
	const char **known;
	size_t count;
	enum kl_status status = known_keys(k, prefix, &known, &count);

	if (status != KL_OK)
		return status;
	for (size_t i = 0; i < count; i++)
		kl_text_printf(&list, "%s%s", i > 0 ? ", " : "", known[i]);
	status = list.failed ? kl_no_memory(k->error)
		: kl_node_fail(value, k->path, k->error,
			"'%s' takes a mapping with %s", key->text.at, list.at);
	kl_text_release(&list);
	return status;
}

static bool takes_mapping(const struct kl_parameter *parameter)
{
	return parameter->type == KL_PARAMETER_SUMS
		|| parameter->type == KL_PARAMETER_ROWS
		|| parameter->type == KL_PARAMETER_PAIRS;
}

/* Reads one key of a rule, or of a mapping in it; the prefix says which:
 * "down." for what stands in `down`. */
static enum kl_status read_parameter(const struct kl_keys *k, const char *prefix,
	const struct kl_node *key, const struct kl_node *value,
	struct kl_argument *arguments)
{
	size_t length = strlen(prefix) + key->text.length;
	char *name = kl_arena_alloc(k->arena, length + 2);
	enum kl_status status = KL_OK;
	bool nested = false;

	if (name == NULL)
		return kl_no_memory(k->error);
	if (memchr(key->text.at, '.', key->text.length) != NULL)
		return unknown_key(k, prefix, key);
	snprintf(name, length + 2, "%s%s", prefix, key->text.at);
	size_t exact = kl_parameter_find(k->words, kl_span_of(name));
	bool found = exact < k->words->parameter_count;
	name[length] = '.';
	for (size_t i = 0; i < k->words->parameter_count && !nested; i++)
		nested = key_under(&k->words->parameters[i], name).length > 0;

	if (found && (!nested || value->kind != KL_NODE_MAP
		|| takes_mapping(&k->words->parameters[exact]))) {
		return kl_argument_read(&k->words->parameters[exact], value, k->path,
			k->arena, &arguments[exact], k->error);
	}
	if (!nested)
		return unknown_key(k, prefix, key);
	if (value->kind != KL_NODE_MAP || value->count == 0)
		return need_mapping(k, name, key, value);
	for (size_t i = 0; status == KL_OK && i < value->count; i += 2)
		status = read_parameter(k, name, value->items[i],
			value->items[i + 1], arguments);
	return status;
}

enum kl_status kl_keys_read(const struct kl_keys *keys,
	const struct kl_node *key, const struct kl_node *value,
	struct kl_argument *arguments)
{
	return read_parameter(keys, "", key, value, arguments);
}
