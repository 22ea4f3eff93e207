/*
 * Rows of a table. For the files of clean/.
 */
#ifndef KL_CLEAN_ROW_H
#define KL_CLEAN_ROW_H

#include "clean/table.h"

/* Whether no cell from this index on has anything in it. */
bool kl_clean_is_padding(const struct kl_row *row, size_t from);

/* Cleans one row and writes it to table->csv. */
enum kl_status kl_clean_row(struct kl_clean_table *table,
	const struct kl_row *row, struct kl_error *error);

#endif
