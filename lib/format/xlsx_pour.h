/*
 * The rows of a large sheet. The library writes the first rows, and all that is
 * around them; the others are made here, in the words of the library to the
 * byte, and poured into its sheet when it has closed the book: it deflates on
 * one thread only.
 */
#ifndef KL_FORMAT_XLSX_POUR_H
#define KL_FORMAT_XLSX_POUR_H

#include "format/xlsx.h"
#include "format/xlsx_blocks.h"

/* Of these a sheet's rows are poured. */
enum {
	KL_XLSX_POUR_ROWS = 10000,
	KL_XLSX_POUR_BYTES = 4 << 20    /* of text */
};

/* A sheet that is being poured. */
struct kl_xlsx_pour {
	lxw_worksheet *sheet;
	struct kl_blocks *blocks;       /* NULL: it is not poured */
	uint32_t row;
	char number[12];                /* of the row */
	size_t number_length;
	struct kl_text_buffer cells;    /* of the row */
};

/* From the next row on. Errors: KL_NO_MEMORY, KL_IO. */
enum kl_status kl_xlsx_pour_begin(struct kl_xlsx *x, struct kl_xlsx_pour *pour,
	lxw_worksheet *sheet, struct kl_error *error);
void kl_xlsx_pour_row(struct kl_xlsx_pour *pour, uint32_t row);
/* Cells, from left to right; text as kl_xlsx_text made it. */
void kl_xlsx_pour_number(struct kl_xlsx_pour *pour, uint32_t column,
	double number, lxw_format *format);
void kl_xlsx_pour_text(struct kl_xlsx_pour *pour, uint32_t column,
	struct kl_span text, lxw_format *format);
void kl_xlsx_pour_blank(struct kl_xlsx_pour *pour, uint32_t column,
	lxw_format *format);
/* `height` in points; 0: as usual. */
enum kl_status kl_xlsx_pour_end_row(struct kl_xlsx_pour *pour, double height,
	struct kl_error *error);
enum kl_status kl_xlsx_pour_end(struct kl_xlsx *x, struct kl_xlsx_pour *pour,
	struct kl_error *error);
/* Also after a failure. */
void kl_xlsx_pour_release(struct kl_xlsx_pour *pour);

/* xlsx_graft.c: closes a book that has poured sheets, and frees it. Errors: KL_IO,
 * KL_NO_MEMORY. */
enum kl_status kl_xlsx_graft(struct kl_xlsx *x, struct kl_error *error);

#endif
