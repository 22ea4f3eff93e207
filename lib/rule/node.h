/*
 * A YAML or JSON file as a tree of nodes with their places, read by libyaml.
 * Only the files of rule/ see it.
 *
 * Bounded: depth 64 and 1 000 000 nodes, both counted with every alias
 * expanded, and 64 MiB. A key twice in a mapping is a mistake, and so is a key
 * that is no text.
 */
#ifndef KL_RULE_NODE_H
#define KL_RULE_NODE_H

#include "base/memory.h"
#include "base/status.h"

enum { KL_NODE_DEPTH = 64 };            /* a scalar alone has depth 1 */
enum { KL_NODES_MOST = 1000000 };
enum { KL_NODE_FILE_MOST = 64 << 20 };  /* bytes */

enum kl_node_kind { KL_NODE_SCALAR, KL_NODE_LIST, KL_NODE_MAP };

struct kl_node {
	enum kl_node_kind kind;
	struct kl_span text;            /* SCALAR: valid UTF-8 without NUL inside,
	                                   and a NUL after it */
	bool quoted;                    /* SCALAR: was it quoted, so surely text */
	uint32_t line, column;          /* from 1; of an alias: of what it names */
	uint32_t lead;                  /* SCALAR: see struct kl_word */
	struct kl_span written;         /* the same */
	struct kl_node **items;         /* LIST: values; MAP: key, value, key, value */
	size_t count;                   /* of items; a MAP has count / 2 entries */
};

/* Reads a whole file (one document). Errors: KL_IO (also: it is a folder),
 * KL_INVALID with the place and what the parser met, KL_LIMIT, KL_NO_MEMORY. */
enum kl_status kl_node_read(const char *path, struct kl_arena *arena,
	struct kl_node **root, struct kl_error *error);

/* The value at a key of a MAP, or NULL. */
const struct kl_node *kl_node_get(const struct kl_node *map, const char *key);

/* True for nothing, ~ and null, not quoted; and for NULL. */
bool kl_node_is_null(const struct kl_node *node);

/* KL_INVALID at the node. */
enum kl_status kl_node_fail(const struct kl_node *node, const char *path,
	struct kl_error *error, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* KL_INVALID at the node: "unknown WHAT 'X'; did you mean 'Y'?" when `known`
 * has a near word, else "unknown WHAT 'X'; known are A, B, C". */
enum kl_status kl_node_unknown(const struct kl_node *node, const char *path,
	const char *what, const char *const *known, size_t count,
	struct kl_error *error);

/* KL_INVALID if a key of the MAP is none of `known`. */
enum kl_status kl_node_keys(const struct kl_node *map, const char *path,
	const char *const *known, size_t count, struct kl_error *error);

/* KL_INVALID at the MAP: "SUBJECT has no 'KEY'", and which of its keys may be
 * meant. */
enum kl_status kl_node_missing(const struct kl_node *map, const char *path,
	const char *subject, const char *key, struct kl_error *error);

/* KL_INVALID unless the node is a SCALAR with text: "'KEY' takes TAKES". */
enum kl_status kl_node_need_text(const struct kl_node *node, const char *path,
	const char *key, const char *takes, struct kl_error *error);
/* KL_INVALID unless the node is of this kind: "'KEY' takes TAKES". */
enum kl_status kl_node_need(const struct kl_node *node, const char *path,
	enum kl_node_kind kind, const char *key, const char *takes,
	struct kl_error *error);

#endif
