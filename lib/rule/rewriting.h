/*
 * A descriptor that is being written anew; for rewrite.c and rewrite_field.c.
 */
#ifndef KL_RULE_REWRITING_H
#define KL_RULE_REWRITING_H

#include "rule/node_write.h"
#include "rule/rewrite.h"

/* A file that declares something, read once. */
struct kl_rewrite_source {
	const char *path;
	const struct kl_node *root;
	struct kl_rewrite_source *next;
};

struct kl_rewrite {
	const struct kl_rewriting *r;
	struct kl_arena *arena;
	struct kl_rewrite_source *sources;
	struct kl_error *error;
	enum kl_status status;          /* the first failure */
};

/* What fails is noted in the status. */
void kl_rewrite_out_of_memory(struct kl_rewrite *w);
void kl_rewrite_set(struct kl_rewrite *w, struct kl_node *map, const char *key,
	struct kl_node *value);
void kl_rewrite_set_text(struct kl_rewrite *w, struct kl_node *map,
	const char *key, struct kl_span text, bool quoted);
/* NULL when memory is out. */
struct kl_node *kl_rewrite_copy(struct kl_rewrite *w,
	const struct kl_node *node);

/* Changes what the mapping of a field says of its notation. */
void kl_rewrite_field(struct kl_rewrite *w, const struct kl_field *from,
	const struct kl_field *to, struct kl_node *field);

#endif
