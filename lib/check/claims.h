/*
 * The check claims, in parts: the rule and its figures (claims.c), what is told
 * of a figure that does not follow (claims_finding.c). What a text means by a
 * figure is claim.h. For the files of check/.
 */
#ifndef KL_CHECK_CLAIMS_H
#define KL_CHECK_CLAIMS_H

#include "check/check.h"
#include "check/claim.h"
#include "expression/evaluate.h"

struct kl_claims {
	const struct kl_argument *says, *source;
	struct kl_claim *claims;        /* one for each word of `says` */
	struct kl_expression *of;       /* NULL: they are only compared */
	struct kl_expression **perhaps; /* other figures that may be meant */
	size_t perhaps_count;
	bool own;                       /* it is about each table of the rule */
	struct kl_gather *gather;       /* NULL without `of` */
	struct kl_arena arena;
};

/* What the tables give, for one table or for all. */
struct kl_claims_answer {
	const struct kl_table *table;   /* NULL: its tables are named in it */
	struct kl_result value;
	bool is_share;                  /* of two whole numbers: */
	int64_t count, n;
};

/* Reports that claim number `index` does not follow. */
enum kl_status kl_claims_tell(const struct kl_claims *state,
	const struct kl_scope *scope, size_t index,
	const struct kl_claims_answer *answer, struct kl_error *error);
/* Reports that it cannot be true with claim number `other`. */
enum kl_status kl_claims_tell_apart(const struct kl_claims *state,
	const struct kl_scope *scope, size_t index, size_t other,
	struct kl_error *error);

/* Evaluates an expression of the rule, all tables read. */
enum kl_status kl_claims_evaluate(const struct kl_claims *state,
	const struct kl_expression *expression, const struct kl_table *table,
	struct kl_claims_answer *out, struct kl_error *error);

#endif
