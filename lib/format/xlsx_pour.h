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

/* From these on a sheet's rows are poured. A build for tests makes it few. */
#ifndef KL_POUR_AFTER
#define KL_POUR_AFTER 10000
#endif
enum {
	KL_XLSX_POUR_ROWS = KL_POUR_AFTER,
	KL_XLSX_POUR_BYTES = 4 << 20    /* of text */
};

/* What stands before and behind the row's number in the start of a cell. */
struct kl_xlsx_pour_head {
	lxw_format *format;             /* of the last cell in this column */
	int kind;
	unsigned char before_length, after_length;
	char before[10], after[70];
};

/* A sheet that is being poured. Zero it to start. */
struct kl_xlsx_pour {
	lxw_worksheet *sheet;
	struct kl_blocks *blocks;       /* NULL: it is not poured */
	uint32_t row;
	char number[8];                 /* of the row */
	size_t number_length;
	struct kl_xlsx_pour_head *heads;        /* of the columns */
	size_t head_count, head_capacity;
	char *cells;                    /* of the row, with room before them */
	size_t length, capacity;
	bool failed;
};

/* From the next row on. Errors: KL_NO_MEMORY, KL_IO. */
enum kl_status kl_xlsx_pour_begin(struct kl_xlsx *x, struct kl_xlsx_pour *pour,
	lxw_worksheet *sheet, struct kl_error *error);
void kl_xlsx_pour_row(struct kl_xlsx_pour *pour, uint32_t row);
/* Cells, from left to right; numbers and text as kl_xlsx_number and kl_xlsx_text
 * made them. */
void kl_xlsx_pour_number(struct kl_xlsx_pour *pour, uint32_t column,
	struct kl_decimal number, lxw_format *format);
void kl_xlsx_pour_text(struct kl_xlsx_pour *pour, uint32_t column,
	struct kl_span text, lxw_format *format);
/* Text as it is in the file, if it can stand so; false: nothing is done. */
bool kl_xlsx_pour_plain(struct kl_xlsx_pour *pour, uint32_t column,
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
