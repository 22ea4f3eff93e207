/*
 * What the files of the crebo check share: crebo.c (the rule), crebo_row.c (one
 * code in its row). What a code is by its form: crebo_code.h.
 */
#ifndef KL_CHECK_CREBO_H
#define KL_CHECK_CREBO_H

#include "base/short_set.h"
#include "check/check.h"
#include "code/crebo.h"

/* What the rule or the row says besides the code. The first four are compared
 * with the register. */
enum kl_crebo_what {
	KL_CREBO_LEVEL, KL_CREBO_TYPE, KL_CREBO_LEERWEG, KL_CREBO_SECTOR,
	KL_CREBO_ON, KL_CREBO_LEERJAAR,
	KL_CREBO_GIVENS
};

struct kl_crebo_given {
	const struct kl_argument *constant, *column;
	size_t index;                   /* of the column, or SIZE_MAX */
};

struct kl_crebo {
	const struct kl_argument *column, *name;
	struct kl_crebo_given givens[KL_CREBO_GIVENS];
	struct kl_register reg;
	bool has_register, is_part;     /* a part shares the register and its codes */
	struct kl_short_set right;      /* its codes, if nothing else is compared */
	/* Of the current table: */
	size_t code_index, name_index;
};

struct kl_crebo_row {
	struct kl_crebo *state;
	const struct kl_scope *scope;
	const struct kl_row *row;
	struct kl_error *error;
	enum kl_outcome outcome;        /* violated: something other than information */
};

/* Checks the code of one row and reports what is wrong with it. */
enum kl_status kl_crebo_check(struct kl_crebo_row *at);

#endif
