#include "rule/node.h"

#include <stdlib.h>
#include <yaml.h>

#include "base/text.h"
#include "base/translate.h"
#include "rule/bytes.h"

struct anchor {
	struct kl_node *node;   /* NULL as long as it is not complete */
	size_t weight;          /* nodes, aliases expanded */
	unsigned height;
};

struct builder {
	yaml_parser_t parser;
	const char *path;
	struct kl_span bytes;
	struct kl_arena *arena;
	struct kl_error *error;
	struct kl_node **stack;         /* items of collections not yet closed */
	size_t stack_count, stack_capacity;
	struct anchor *anchors;
	size_t anchor_count, anchor_capacity;
	struct kl_index names;          /* of anchors, to the last of that name */
	size_t weight;
	size_t characters, at;          /* reached in the bytes: for their places */
};

struct built {
	struct kl_node *node;
	unsigned height;
};

static enum kl_status fail(struct builder *b, yaml_mark_t mark,
	enum kl_status status, const char *text)
{
	return kl_fail(b->error, status, b->path, mark.line + 1, mark.column + 1,
		"%s", kl_translate(text));
}

static bool is_tab(const struct builder *b, yaml_mark_t mark)
{
	struct kl_span rest = b->bytes;
	size_t line = 0, column = 0;

	while (rest.length > 0 && (line < mark.line || column < mark.column)) {
		uint32_t codepoint;
		size_t length = kl_utf8_next(rest, &codepoint);

		column++;
		if (rest.at[0] == '\n') {
			line++;
			column = 0;
		}
		rest.at += length;
		rest.length -= length;
	}
	return rest.length > 0 && line == mark.line && rest.at[0] == '\t';
}

static enum kl_status parse_error(struct builder *b)
{
	const yaml_parser_t *p = &b->parser;
	const char *problem = p->problem != NULL ? p->problem : "not understood";
	uint64_t line, column;

	if (p->error == YAML_MEMORY_ERROR)
		return kl_no_memory(b->error);
	if (p->error == YAML_READER_ERROR) {
		kl_bytes_place(b->bytes, p->problem_offset, &line, &column);
		return kl_fail(b->error, KL_INVALID, b->path, line, column,
			"not valid YAML: %s", problem);
	}
	line = p->problem_mark.line + 1;
	column = p->problem_mark.column + 1;
	if (strstr(problem, "cannot start any token") != NULL
		&& is_tab(b, p->problem_mark)) {
		return kl_fail(b->error, KL_INVALID, b->path, line, column,
			"not valid YAML: indent with blanks, not with a tab");
	}
	if (p->context != NULL && p->context_mark.line != p->problem_mark.line) {
		return kl_fail(b->error, KL_INVALID, b->path, line, column,
			"not valid YAML: %s, %s that begins at line %zu",
			problem, p->context, p->context_mark.line + 1);
	}
	return kl_fail(b->error, KL_INVALID, b->path, line, column,
		"not valid YAML: %s", problem);
}

static enum kl_status next_event(struct builder *b, yaml_event_t *event)
{
	if (yaml_parser_parse(&b->parser, event) == 0)
		return parse_error(b);
	return KL_OK;
}

static enum kl_status weigh(struct builder *b, yaml_mark_t mark, size_t more)
{
	b->weight += more;
	if (b->weight > KL_NODES_MOST) {
		return fail(b, mark, KL_LIMIT,
			"more than 1000000 nodes, aliases expanded");
	}
	return KL_OK;
}

static enum kl_status too_deep(struct builder *b, yaml_mark_t mark)
{
	return fail(b, mark, KL_LIMIT, "nested deeper than 64 levels");
}

/* An anchor that is not complete hides an earlier one of its name. */
static enum kl_status open_anchor(struct builder *b, const char *name,
	size_t *position)
{
	uint32_t stored = 0;

	*position = SIZE_MAX;
	if (name == NULL)
		return KL_OK;
	if (!kl_index_add(&b->names, kl_span_of(name),
		(uint32_t)b->anchor_count, &stored, NULL)
		|| !kl_grow(b->anchors, b->anchor_capacity, stored + 1))
		return kl_no_memory(b->error);
	if (stored == b->anchor_count)
		b->anchor_count++;
	b->anchors[stored] = (struct anchor){ NULL, 0, 0 };
	*position = stored;
	return KL_OK;
}

static void close_anchor(struct builder *b, size_t position,
	const struct built *built, size_t weight)
{
	if (position != SIZE_MAX) {
		b->anchors[position] = (struct anchor){ built->node, weight,
			built->height };
	}
}

static enum kl_status read_alias(struct builder *b, const char *name,
	yaml_mark_t mark, unsigned depth, struct built *out)
{
	uint32_t position;

	if (!kl_index_find(&b->names, kl_span_of(name), &position))
		return fail(b, mark, KL_INVALID, "this alias names no anchor");
	const struct anchor *anchor = &b->anchors[position];
	if (anchor->node == NULL) {
		return fail(b, mark, KL_INVALID,
			"this alias stands inside the node that it names");
	}
	if (depth + anchor->height - 1 > KL_NODE_DEPTH)
		return too_deep(b, mark);
	*out = (struct built){ anchor->node, anchor->height };
	return weigh(b, mark, anchor->weight);
}

/* Where its first character stands, if it stands in the file as it is: on one
 * line, and of as many characters, with its quotes or without. */
static uint32_t lead_of(const yaml_event_t *event, struct kl_span text)
{
	const yaml_mark_t *from = &event->start_mark, *to = &event->end_mark;
	bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	size_t characters = kl_utf8_count(text) + (plain ? 0 : 2);

	if (from->line != to->line || to->index - from->index != characters)
		return 0;
	return plain ? 1 : 2;
}

/* The offset of a character. They are asked for in order. */
static size_t offset_of(struct builder *b, size_t character)
{
	uint32_t codepoint;

	while (b->characters < character && b->at < b->bytes.length) {
		b->at += kl_utf8_next((struct kl_span){ b->bytes.at + b->at,
			b->bytes.length - b->at }, &codepoint);
		b->characters++;
	}
	return b->at;
}

/* How a scalar stands in the file. */
static struct kl_span written_as(struct builder *b, const yaml_event_t *event)
{
	size_t from = offset_of(b, event->start_mark.index);
	size_t to = offset_of(b, event->end_mark.index);

	return kl_arena_span(b->arena, (struct kl_span){ b->bytes.at + from,
		to - from });
}

static enum kl_status read_scalar(struct builder *b, const yaml_event_t *event,
	struct kl_node *node)
{
	struct kl_span text = { (const char *)event->data.scalar.value,
		event->data.scalar.length };

	node->kind = KL_NODE_SCALAR;
	node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE
		|| (event->data.scalar.tag != NULL
			&& strcmp((const char *)event->data.scalar.tag,
				YAML_STR_TAG) == 0);
	if (memchr(text.at, '\0', text.length) != NULL) {
		return fail(b, event->start_mark, KL_INVALID,
			"a NUL character stands in this text");
	}
	node->text.at = kl_arena_text(b->arena, text);
	node->text.length = text.length;
	node->lead = lead_of(event, text);
	if (node->lead == 0 && text.length > 0) {
		node->written = written_as(b, event);
		if (node->written.at == NULL)
			return kl_no_memory(b->error);
	}
	return node->text.at != NULL ? KL_OK : kl_no_memory(b->error);
}

static enum kl_status push(struct builder *b, struct kl_node *node)
{
	if (!kl_grow(b->stack, b->stack_capacity, b->stack_count + 1))
		return kl_no_memory(b->error);
	b->stack[b->stack_count++] = node;
	return KL_OK;
}

static enum kl_status keys_differ(struct builder *b,
	const struct kl_node *map)
{
	struct kl_index seen = { 0 };
	enum kl_status status = KL_OK;

	for (size_t i = 0; status == KL_OK && i < map->count; i += 2) {
		const struct kl_node *key = map->items[i];
		uint32_t first;
		bool found;

		if (!kl_index_add(&seen, key->text, (uint32_t)i, &first, &found))
			status = kl_no_memory(b->error);
		else if (found)
			status = kl_node_fail(key, b->path, b->error,
				"key '%s' stands twice, first at line %u",
				key->text.at, (unsigned)map->items[first]->line);
	}
	kl_index_release(&seen);
	return status;
}

/* Moves the items since `from` off the stack into the node. */
static enum kl_status collect(struct builder *b, struct kl_node *node,
	size_t from)
{
	size_t count = b->stack_count - from;

	node->count = count;
	b->stack_count = from;
	if (count == 0)
		return KL_OK;
	node->items = kl_arena_alloc(b->arena, count * sizeof *node->items);
	if (node->items == NULL)
		return kl_no_memory(b->error);
	memcpy(node->items, b->stack + from, count * sizeof *node->items);
	return node->kind == KL_NODE_MAP ? keys_differ(b, node) : KL_OK;
}

static enum kl_status read_node(struct builder *b, yaml_event_t *event,
	unsigned depth, struct built *out);

static enum kl_status read_items(struct builder *b, struct kl_node *node,
	unsigned depth, unsigned *height)
{
	enum kl_status status = KL_OK;
	size_t from = b->stack_count;
	yaml_event_t event;

	*height = 1;
	while (status == KL_OK && (status = next_event(b, &event)) == KL_OK) {
		yaml_mark_t mark = event.start_mark;
		struct built item = { NULL, 0 };

		if (event.type == YAML_SEQUENCE_END_EVENT
			|| event.type == YAML_MAPPING_END_EVENT) {
			yaml_event_delete(&event);
			return collect(b, node, from);
		}
		status = read_node(b, &event, depth + 1, &item);
		if (status != KL_OK)
			break;
		if (node->kind == KL_NODE_MAP && (b->stack_count - from) % 2 == 0
			&& item.node->kind != KL_NODE_SCALAR) {
			return fail(b, mark, KL_INVALID,
				"a key is a text, not a list or a mapping");
		}
		if (item.height + 1 > *height)
			*height = item.height + 1;
		status = push(b, item.node);
	}
	return status;
}

/* Takes the event over. */
static enum kl_status read_node(struct builder *b, yaml_event_t *event,
	unsigned depth, struct built *out)
{
	enum kl_status status;
	yaml_mark_t mark = event->start_mark;
	size_t before = b->weight, anchor = SIZE_MAX;
	bool map = event->type == YAML_MAPPING_START_EVENT;
	bool scalar = event->type == YAML_SCALAR_EVENT;

	if (event->type == YAML_ALIAS_EVENT) {
		status = read_alias(b, (const char *)event->data.alias.anchor, mark,
			depth, out);
		yaml_event_delete(event);
		return status;
	}
	const yaml_char_t *name = scalar ? event->data.scalar.anchor
		: map ? event->data.mapping_start.anchor
		: event->data.sequence_start.anchor;
	struct kl_node *node = kl_arena_alloc(b->arena, sizeof *node);
	status = node == NULL ? kl_no_memory(b->error)
		: depth > KL_NODE_DEPTH ? too_deep(b, mark)
		: weigh(b, mark, 1);
	if (status == KL_OK)
		status = open_anchor(b, (const char *)name, &anchor);
	if (status == KL_OK && scalar)
		status = read_scalar(b, event, node);
	yaml_event_delete(event);
	if (status != KL_OK)
		return status;

	node->line = (uint32_t)mark.line + 1;
	node->column = (uint32_t)mark.column + 1;
	*out = (struct built){ node, 1 };
	if (!scalar) {
		node->kind = map ? KL_NODE_MAP : KL_NODE_LIST;
		status = read_items(b, node, depth, &out->height);
	}
	if (status == KL_OK)
		close_anchor(b, anchor, out, b->weight - before);
	return status;
}

static enum kl_status read_document(struct builder *b, struct kl_node **root)
{
	enum kl_status status;
	struct built built = { NULL, 0 };
	yaml_event_type_t type;

	do {
		yaml_event_t event;

		status = next_event(b, &event);
		if (status != KL_OK)
			return status;
		type = event.type;
		if (type == YAML_SCALAR_EVENT || type == YAML_ALIAS_EVENT
			|| type == YAML_SEQUENCE_START_EVENT
			|| type == YAML_MAPPING_START_EVENT) {
			status = read_node(b, &event, 1, &built);
			continue;
		}
		if (type == YAML_DOCUMENT_START_EVENT && built.node != NULL)
			status = fail(b, event.start_mark, KL_INVALID,
				"a second document begins here; a file has one");
		yaml_event_delete(&event);
	} while (status == KL_OK && type != YAML_STREAM_END_EVENT);
	if (status != KL_OK)
		return status;
	if (kl_node_is_null(built.node))
		return kl_fail(b->error, KL_INVALID, b->path, 0, 0, "is empty");
	*root = built.node;
	return KL_OK;
}

enum kl_status kl_node_read(const char *path, struct kl_arena *arena,
	struct kl_node **root, struct kl_error *error)
{
	struct builder b = { .path = path, .arena = arena, .error = error };
	enum kl_status status;
	char *bytes;
	size_t length;

	status = kl_bytes_read(path, KL_NODE_FILE_MOST, &bytes, &length, error);
	if (status != KL_OK)
		return status;
	b.bytes = (struct kl_span){ bytes, length };
	if (yaml_parser_initialize(&b.parser) == 0) {
		status = kl_no_memory(error);
	} else {
		yaml_parser_set_encoding(&b.parser, YAML_UTF8_ENCODING);
		yaml_parser_set_input_string(&b.parser,
			(const unsigned char *)bytes, length);
		status = read_document(&b, root);
		yaml_parser_delete(&b.parser);
	}
	free(b.stack);
	free(b.anchors);
	kl_index_release(&b.names);
	free(bytes);
	return status;
}
