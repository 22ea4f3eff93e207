/*
 * Names of sheets: at most 31 UTF-16 units, without []:*?/\ and control
 * characters, no apostrophe at either end, unique whatever the case.
 */
#ifndef KL_FORMAT_XLSX_SHEET_NAMES_H
#define KL_FORMAT_XLSX_SHEET_NAMES_H

#include "base/memory.h"

/* Zero to start. */
struct kl_sheet_names {
	struct kl_index taken;          /* in lower case */
	struct kl_arena arena;
};

/* A name that is not taken yet, as like the one wanted as can be: "name",
 * "name (2)", "name (3)" ...; it is then taken. `from` is the first number to
 * try, 1 for the bare name. Lives as long as the names; NULL when memory is
 * out. */
const char *kl_sheet_name(struct kl_sheet_names *names, struct kl_span wanted,
	unsigned from);
void kl_sheet_names_release(struct kl_sheet_names *names);

#endif
