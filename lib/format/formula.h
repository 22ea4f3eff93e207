/*
 * Cells of CSV that a spreadsheet would compute, and rows without such cells
 * (CWE-1236, as OWASP "CSV Injection" tells what they begin with).
 */
#ifndef KL_FORMAT_FORMULA_H
#define KL_FORMAT_FORMULA_H

#include "base/memory.h"
#include "table/csv_write.h"

/* Rows in which what a spreadsheet would compute begins with an apostrophe: a cell
 * that begins with = + - @, a tab or CR, and is no number such as -5 or +3,5, and no
 * dash alone. Zero to start, with `on` if
 * they are to be marked at all. */
struct kl_formula_guard {
	bool on;
	struct kl_span *cells;
	size_t capacity;
	struct kl_arena arena;          /* of one row */
};

/* Gives the cells with those that need it marked: `cells` itself if there are
 * none. They live until the next call. NULL when memory is out. */
const struct kl_span *kl_formula_guard(struct kl_formula_guard *guard,
	const struct kl_span *cells, size_t count);
void kl_formula_guard_release(struct kl_formula_guard *guard);

#endif
