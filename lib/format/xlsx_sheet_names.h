/*
 * Names of sheets: at most 31 UTF-16 units, without []:*?/\ and control
 * characters, no apostrophe at either end, unique whatever the case. Or of
 * files.
 */
#ifndef KL_FORMAT_XLSX_SHEET_NAMES_H
#define KL_FORMAT_XLSX_SHEET_NAMES_H

#include "base/memory.h"

/* What names can be. */
struct kl_name_rules {
	size_t most;                    /* UTF-16 units */
	const char *forbidden;          /* characters, besides control characters */
	const char *cut_off;            /* at either end */
};

/* Names of files, without an ending, on every system: in the 255 bytes that they
 * can have there is room for one. */
extern const struct kl_name_rules kl_file_name_rules;

/* Zero to start. */
struct kl_sheet_names {
	const struct kl_name_rules *rules;      /* NULL: those of sheets */
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
