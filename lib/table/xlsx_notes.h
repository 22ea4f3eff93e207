/*
 * What a reader of a sheet should know and no cell shows: what is hidden, and
 * what is merged. For the files xlsx*.c.
 */
#ifndef KL_TABLE_XLSX_NOTES_H
#define KL_TABLE_XLSX_NOTES_H

#include "table/xlsx.h"

struct kl_sheet_notes {
	uint64_t hidden_rows, merged;
	uint32_t first_hidden;          /* row */
	struct kl_text_buffer columns;  /* hidden: "C, F:H" */
	struct kl_text_buffer ranges;   /* of merged cells: "A1:C1, A5:A9" */
};

void kl_notes_hidden_row(struct kl_sheet_notes *notes, uint32_t row);
/* A <col> and a <mergeCell>. */
void kl_notes_column(struct kl_sheet_notes *notes, const char **attributes);
void kl_notes_merged(struct kl_sheet_notes *notes, const char **attributes);

/* Tells calls->note, if it is there. */
void kl_notes_tell(const struct kl_sheet_notes *notes,
	const struct kl_workbook *workbook, size_t sheet,
	const struct kl_reader_calls *calls);
void kl_notes_release(struct kl_sheet_notes *notes);

#endif
