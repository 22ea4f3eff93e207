/*
 * A tree of nodes as YAML: a mapping or list that fits in a line stands in one.
 * Comments, anchors and the layout of the file it was read from are not kept; what
 * was quoted stays quoted, so that a text stays text.
 */
#ifndef KL_RULE_NODE_WRITE_H
#define KL_RULE_NODE_WRITE_H

#include "base/text.h"
#include "rule/node.h"

/* Adds the tree, a MAP, as a document. */
void kl_node_write(const struct kl_node *root, struct kl_text_buffer *out);

/* Nodes that were not read. NULL when memory is out. */
struct kl_node *kl_node_text(struct kl_arena *arena, struct kl_span text,
	bool quoted);
struct kl_node *kl_node_map(struct kl_arena *arena);
/* A copy of a MAP or LIST, which can be changed; what is in it is shared. */
struct kl_node *kl_node_copy(struct kl_arena *arena,
	const struct kl_node *node);

/* Sets the value at a key of a MAP that is not shared: in its place, or at the
 * end; a value of NULL takes the key away. False when memory is out. */
bool kl_node_set(struct kl_arena *arena, struct kl_node *map, const char *key,
	struct kl_node *value);

#endif
