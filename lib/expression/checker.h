/*
 * How an expression is checked: check.c finds tables and columns, type.c the
 * types. For these.
 */
#ifndef KL_EXPRESSION_CHECKER_H
#define KL_EXPRESSION_CHECKER_H

#include "base/text.h"
#include "expression/expression.h"

struct kl_checker {
	struct kl_expression *expression;
	const struct kl_dataset *dataset;
	const struct kl_rule *rule;
	bool tables_allowed;
	const struct kl_aggregate *inside;      /* whose rows are meant; NULL: the
	                                           row of the rule */
	struct kl_error *error;
};

/* Types of a term and of all below. */
enum kl_status kl_check_tree(struct kl_checker *c, struct kl_tree *term);
/* Makes it of a type: a column takes it. A mistake if it is of another. */
enum kl_status kl_check_as(struct kl_checker *c, struct kl_tree *term,
	enum kl_expression_type type);
/* Makes all of one type; ANY if none has one. */
enum kl_status kl_check_alike(struct kl_checker *c, struct kl_tree *const *terms,
	size_t count, enum kl_expression_type *type);

/* In check.c: what is declared of a column; a function over rows. */
enum kl_status kl_check_column(struct kl_checker *c, struct kl_tree *term);
enum kl_status kl_check_aggregate(struct kl_checker *c, struct kl_tree *term);

#endif
