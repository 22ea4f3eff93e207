/*
 * The check codes, in parts: the rule and its codes (codes.c), what is told of a
 * code that is wrong (codes_finding.c). What is made of it is codes_form.h. For the
 * files of check/.
 */
#ifndef KL_CHECK_CODES_H
#define KL_CHECK_CODES_H

#include "base/memo.h"
#include "base/pattern_table.h"
#include "base/short_set.h"
#include "check/check.h"
#include "code/mend.h"
#include "check/spellings.h"

struct kl_codes {
	const struct kl_argument *column, *list;
	struct kl_span separator;       /* empty: one code in a cell */
	enum kl_codes_form form;
	struct kl_pattern_table form_table;     /* of most texts that have it */
	struct kl_register reg;
	bool has_register, one, one_file;
	bool is_part;                   /* which shares the register and the lists */
	struct kl_index listed;         /* of the rule and of the table */
	struct kl_short_set right;      /* of the rule and its register, with the form */
	struct kl_memo met;             /* codes that are in the register or list */
	struct kl_text_buffer allowed;  /* the list as a sentence has it */
	const struct kl_table *table;   /* that has the list; NULL: none does */
	const struct kl_word *table_column;
	bool table_read;
	struct kl_spellings used;       /* for `one` */
	struct kl_index told;           /* codes that the current file's name lacks */
	size_t index;                   /* of the current table */
	uint64_t outcomes[3];           /* of the current batch */
};

/* Whether a code of the rule (a struct kl_codes) has its form, and is in its
 * register or among its values. */
bool kl_codes_accepts(void *context, struct kl_span code);

/* Reports a code that is not accepted, with its repair where one is certain. */
enum kl_status kl_codes_tell(struct kl_codes *state,
	const struct kl_scope *scope, const struct kl_row *row,
	struct kl_span code, struct kl_error *error);

#endif
