#include "rule/node_write.h"
#include "rule/scalar.h"

enum { WIDTH = 88 };            /* of what stands in a line */

struct kl_node *kl_node_text(struct kl_arena *arena, struct kl_span text,
	bool quoted)
{
	struct kl_node *node = kl_arena_alloc(arena, sizeof *node);

	if (node == NULL)
		return NULL;
	node->kind = KL_NODE_SCALAR;
	node->quoted = quoted;
	node->text.length = text.length;
	node->text.at = kl_arena_text(arena, text);
	return node->text.at != NULL ? node : NULL;
}

struct kl_node *kl_node_map(struct kl_arena *arena)
{
	struct kl_node *node = kl_arena_alloc(arena, sizeof *node);

	if (node != NULL)
		node->kind = KL_NODE_MAP;
	return node;
}

struct kl_node *kl_node_copy(struct kl_arena *arena, const struct kl_node *node)
{
	struct kl_node *copy = kl_arena_alloc(arena, sizeof *copy);

	if (copy == NULL)
		return NULL;
	*copy = *node;
	copy->items = kl_arena_alloc(arena, (node->count + 2)
		* sizeof(struct kl_node *));
	if (copy->items != NULL && node->count > 0)
		memcpy(copy->items, node->items,
			node->count * sizeof(struct kl_node *));
	return copy->items != NULL ? copy : NULL;
}

bool kl_node_set(struct kl_arena *arena, struct kl_node *map, const char *key,
	struct kl_node *value)
{
	size_t i = 0;

	while (i < map->count && !kl_span_is(map->items[i]->text, key))
		i += 2;
	if (i < map->count && value != NULL) {
		map->items[i + 1] = value;
		return true;
	}
	if (i < map->count) {
		memmove(map->items + i, map->items + i + 2,
			(map->count - i - 2) * sizeof(struct kl_node *));
		map->count -= 2;
		return true;
	}
	if (value == NULL)
		return true;
	struct kl_node *named = kl_node_text(arena, kl_span_of(key), false);
	struct kl_node **items = kl_arena_alloc(arena, (map->count + 2)
		* sizeof(struct kl_node *));
	if (named == NULL || items == NULL)
		return false;
	if (map->count > 0)
		memcpy(items, map->items, map->count * sizeof(struct kl_node *));
	items[map->count] = named;
	items[map->count + 1] = value;
	map->items = items;
	map->count += 2;
	return true;
}

/* Whether what stood without quotes can go without, wherever it stands. */
static bool is_plain(struct kl_span text)
{
	static const char inner[] = " _-+./<=>();~";

	if (text.length == 0)
		return false;
	for (size_t i = 0; i < text.length; i++) {
		char c = text.at[i];
		bool word = kl_is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')
			|| c == '_' || c == '.' || (unsigned char)c >= 0x80;
		if (word)
			continue;
		/* A minus begins a number. */
		if (i == 0 && (c != '-' || text.length == 1
				|| !kl_is_digit(text.at[1])))
			return false;
		if (strchr(inner, c) == NULL || (c == ' ' && i + 1 == text.length))
			return false;
	}
	return true;
}

static void add_scalar(const struct kl_node *node, struct kl_text_buffer *out)
{
	if (kl_node_is_null(node))
		kl_text_puts(out, "null");
	else if (!node->quoted && is_plain(node->text))
		kl_text_add(out, node->text);
	else
		kl_scalar_add_quoted(out, node->text);
}

/* In JSON all keys are quoted, and few need it. */
static void add_key(const struct kl_node *node, struct kl_text_buffer *out)
{
	if (node->quoted)
		kl_scalar_add(out, node->text);
	else
		add_scalar(node, out);
}

/* In one line. */
static void add_flow(const struct kl_node *node, struct kl_text_buffer *out)
{
	bool map = node->kind == KL_NODE_MAP;

	if (node->kind == KL_NODE_SCALAR) {
		add_scalar(node, out);
		return;
	}
	kl_text_puts(out, map ? "{" : "[");
	for (size_t i = 0; i < node->count; i++) {
		kl_text_puts(out, i == 0 ? "" : map && i % 2 == 1 ? ": " : ", ");
		if (map && i % 2 == 0)
			add_key(node->items[i], out);
		else
			add_flow(node->items[i], out);
	}
	kl_text_puts(out, map ? "}" : "]");
}

static void add_block(const struct kl_node *node, size_t indent,
	struct kl_text_buffer *out);

/* Behind "key:" or "-": in the line if there is room. */
static void add_value(const struct kl_node *node, size_t indent, bool item,
	struct kl_text_buffer *out)
{
	size_t before = out->length;

	/* The resources of a package, each by itself. */
	bool apart = indent == 0 && node->kind == KL_NODE_LIST && node->count > 0
		&& node->items[0]->kind == KL_NODE_MAP;

	kl_text_puts(out, " ");
	add_flow(node, out);
	if (node->kind == KL_NODE_SCALAR || node->count == 0
			|| (!apart && out->length - before + indent <= WIDTH && !out->failed)) {
		kl_text_puts(out, "\n");
		return;
	}
	out->length = before;
	/* The first key of a mapping in a list stands behind the dash. */
	if (item && node->kind == KL_NODE_MAP) {
		kl_text_puts(out, " ");
		add_block(node, indent + 2, out);
	} else {
		kl_text_puts(out, "\n");
		kl_text_printf(out, "%*s", (int)indent + 2, "");
		add_block(node, indent + 2, out);
	}
}

/* The first line is indented already. */
static void add_block(const struct kl_node *node, size_t indent,
	struct kl_text_buffer *out)
{
	bool map = node->kind == KL_NODE_MAP;

	for (size_t i = 0; i < node->count; i += map ? 2 : 1) {
		if (i > 0)
			kl_text_printf(out, "%*s", (int)indent, "");
		if (map) {
			add_key(node->items[i], out);
			kl_text_puts(out, ":");
		} else {
			kl_text_puts(out, "-");
		}
		add_value(node->items[map ? i + 1 : i], indent, !map, out);
	}
}

void kl_node_write(const struct kl_node *root, struct kl_text_buffer *out)
{
	if (root->count == 0)
		kl_text_puts(out, "{}\n");
	else
		add_block(root, 0, out);
}
