/*
 * Arguments of rules: what a rule file and the command line have in common.
 */
#ifndef KL_RULE_ARGUMENT_H
#define KL_RULE_ARGUMENT_H

#include "base/text.h"
#include "rule/node.h"
#include "rule/parameter.h"

/* Sets the number, date or choice that a scalar stands for; true for every text
 * where the type takes any. False if it is none; *argument is then untouched. */
bool kl_argument_scalar(const struct kl_parameter *parameter,
	struct kl_span text, struct kl_argument *argument);

/* Adds "takes a number, not 'x'; did you mean 'y'?"; without what follows the
 * comma if text.at is NULL. */
void kl_argument_mistake(const struct kl_parameter *parameter,
	struct kl_span text, struct kl_text_buffer *out);

/* Reads the value of a key in a rule file. Texts are borrowed from the node.
 * Errors: KL_INVALID at the place, KL_NO_MEMORY. */
enum kl_status kl_argument_read(const struct kl_parameter *parameter,
	const struct kl_node *value, const char *path, struct kl_arena *arena,
	struct kl_argument *argument, struct kl_error *error);

/* Reads the scalar or list of scalars at a key as words. `takes` completes
 * "'KEY' takes"; an empty list is a mistake, and so is a word twice. */
enum kl_status kl_words_read(const struct kl_node *value, const char *path,
	const char *key, const char *takes, struct kl_arena *arena,
	const struct kl_word **words, size_t *count, struct kl_error *error);

#endif
