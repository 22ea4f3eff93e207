/*
 * A YAML or JSON file as a tree of nodes with their places, read by libyaml.
 * Only the files of rule/ see it.
 *
 * Bounded: depth 64, 1 000 000 nodes counted with every alias expanded, 64 MiB.
 * A key twice in a mapping is a mistake.
 */
#ifndef KL_RULE_NODE_H
#define KL_RULE_NODE_H

#include "base/memory.h"
#include "base/status.h"

enum kl_node_kind { KL_NODE_SCALAR, KL_NODE_LIST, KL_NODE_MAP };

struct kl_node {
	enum kl_node_kind kind;
	struct kl_span text;            /* SCALAR */
	bool quoted;                    /* SCALAR: was it quoted, so surely text */
	uint32_t line, column;          /* from 1 */
	struct kl_node **items;         /* LIST: values; MAP: key, value, key, value */
	size_t count;                   /* of items; a MAP has count / 2 entries */
};

/* Reads a whole file (one document). Errors: KL_IO (also: it is a folder),
 * KL_INVALID with the place and what the parser met, KL_LIMIT, KL_NO_MEMORY. */
enum kl_status kl_node_read(const char *path, struct kl_arena *arena,
	struct kl_node **root, struct kl_error *error);

/* The value at a key of a MAP, or NULL. */
const struct kl_node *kl_node_get(const struct kl_node *map, const char *key);

/* KL_INVALID at the node; adds "; did you mean X?" when `known` has a near word. */
enum kl_status kl_node_unknown(const struct kl_node *node, const char *path,
	const char *what, const char *const *known, size_t count,
	struct kl_error *error);

#endif
