/*
 * The names of functions. For the files of expression/.
 */
#ifndef KL_EXPRESSION_FUNCTION_H
#define KL_EXPRESSION_FUNCTION_H

#include "expression/tree.h"

enum { KL_FUNCTION_ANY_NUMBER = 255 };

/* What a function of values takes and gives. */
struct kl_function {
	const char *name;
	unsigned char least, most;      /* arguments */
	enum kl_expression_type takes[2];       /* the first, all others; ANY: all of
	                                           one type */
	enum kl_expression_type gives;  /* ANY: what it takes */
};

extern const struct kl_function kl_functions[KL_CALLS];
extern const char *const kl_over_names[KL_OVERS];

/* True, and which. */
bool kl_call_find(struct kl_span name, enum kl_call *out);
bool kl_over_find(struct kl_span name, enum kl_over *out);
/* The function that is perhaps meant, or NULL. */
const char *kl_function_near(struct kl_span name);

#endif
