/*
 * Which rows of a table are total rows. For the files of check/.
 */
#ifndef KL_CHECK_SELECTOR_H
#define KL_CHECK_SELECTOR_H

#include "check/check.h"

struct kl_selector_match {
	size_t column;          /* SIZE_MAX: the table has no such column */
	struct kl_span value;
};

/* Zero it to start. One list of row matches, in the columns of one table. */
struct kl_selector {
	const struct kl_argument *rows;         /* not given: see below */
	struct kl_selector_match *matches;      /* of all rows, one after another */
	size_t capacity;
	bool applies;           /* at least one row match has its columns here */
};

/* Finds the columns in the current table. When `rows` was not given, a row is
 * meant in which a cell reads Totaal or Total, folded. With `lenient` a row
 * match on a column that this table has not is never met; else it is KL_INVALID. */
enum kl_status kl_selector_begin(struct kl_selector *selector,
	const struct kl_scope *scope, const struct kl_argument *rows, bool lenient,
	struct kl_error *error);

/* Whether a cell reads Totaal or Total, folded. */
bool kl_row_says_total(const struct kl_row *row);

/* Index of the row match that the row meets, from 0, or SIZE_MAX. */
size_t kl_selector_find(const struct kl_selector *selector,
	const struct kl_row *row);

/* Adds what is looked for, for a sentence: "onderwijs = Totaal". */
void kl_selector_describe(const struct kl_selector *selector,
	struct kl_text_buffer *out);

void kl_selector_release(struct kl_selector *selector);

#endif
