/*
 * The sheets of a workbook that is named by itself, as tables.
 */
#ifndef KL_RULE_SHEETS_H
#define KL_RULE_SHEETS_H

#include "rule/dataset.h"

struct kl_sheet_choice {
	const char *name;
	unsigned number;                /* from 1, of all sheets */
};

/* The visible sheets of the file that have cells, in the order of their tabs;
 * none for what is no workbook, and for one that cannot be read: who reads it
 * is told why. "-" is the dataset's standard input, of which the first bytes
 * are then taken. In the dataset's arena. Errors: KL_NO_MEMORY. */
enum kl_status kl_sheets_list(struct kl_dataset *dataset, const char *path,
	struct kl_sheet_choice **sheets, size_t *count, struct kl_error *error);

#endif
