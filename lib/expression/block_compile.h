/* Compiling for blocks: for the files expression/block*.c. */
#ifndef KL_EXPRESSION_BLOCK_COMPILE_H
#define KL_EXPRESSION_BLOCK_COMPILE_H

#include "expression/block_value.h"

struct kl_block_compiler {
	struct kl_binding *b;
	struct kl_arena *arena;
	bool failed;                    /* memory is out */
};

/* A number, date or text. False: nothing could be told of it. */
bool kl_block_operand(struct kl_block_compiler *c, const struct kl_tree *term,
	struct kl_operand *out);
/* A column, of whatever type; or a function over rows with keys. */
bool kl_block_column(const struct kl_block_compiler *c,
	const struct kl_tree *term, struct kl_operand *out);
bool kl_block_keys(struct kl_block_compiler *c, const struct kl_tree *term,
	struct kl_operand *out);
/* A truth; what cannot be told is KL_BLOCK_ASK in it. */
void kl_block_truth(struct kl_block_compiler *c, const struct kl_tree *term,
	struct kl_block_term *out);

#endif
