/*
 * Cells of a worksheet as people name them: B7, Blad1!B7.
 */
#ifndef KL_TABLE_SHEET_H
#define KL_TABLE_SHEET_H

#include <stdint.h>

#include "base/text.h"

/* What the format holds (ECMA-376, and every program that writes it). */
enum { KL_SHEET_ROWS = 1048576, KL_SHEET_COLUMNS = 16384 };

/* "B7" to row 7, column 2. False if it is no such name; rows and columns beyond
 * those of a sheet are still read, up to nine digits and six letters. */
bool kl_sheet_reference(struct kl_span name, uint32_t *row, uint32_t *column);

/* Adds "B" for column 2; "XFD" for the last. */
void kl_sheet_add_column(uint64_t column, struct kl_text_buffer *out);

/* Adds "Blad1!B7", or "'Leerlingen 2004'!B7" where a formula would need quotes;
 * without the column when it is 0, without both when the row is 0 too. */
void kl_sheet_add_cell(const char *sheet, uint64_t row, uint64_t column,
	struct kl_text_buffer *out);

#endif
