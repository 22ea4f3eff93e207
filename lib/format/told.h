/*
 * What the formats that CI reads share: a finding as one text, and where exactly
 * a cell stands in its line.
 */
#ifndef KL_FORMAT_TOLD_H
#define KL_FORMAT_TOLD_H

#include "finding/report.h"

/* Adds the message and what would mend it, in one line: "totaal is 24, but ...; it
 * would add up if ...". The cell of a workbook stands before it: "Blad1!B7: ". */
void kl_told_add(const struct kl_finding *finding, const struct kl_style *style,
	struct kl_text_buffer *out);

/* Adds "path:line:column: severity: message [code]" and a line end; of a waived
 * finding "waived" for the severity, and "; waived until ..." behind it. */
void kl_told_add_line(const struct kl_finding *finding,
	const struct kl_style *style, struct kl_text_buffer *out);
/* The same of what could not be checked, and of how a file was read, which are
 * told as "not checked" and "note". */
void kl_told_add_problem(const struct kl_problem *problem,
	struct kl_text_buffer *out);
void kl_told_add_note(const struct kl_told_note *note, struct kl_text_buffer *out);

/* The text of a cell in its line; from 1, the end behind the last. */
struct kl_text_range {
	uint64_t line;
	uint64_t column, column_end;    /* in code points */
	uint64_t byte, byte_end;        /* in bytes of the file; 0: see below */
};

/* The byte of its line in the file, from 1, at which the text of a cell begins. 0:
 * not known, or of UTF-16. */
uint64_t kl_place_byte(const struct kl_place *place);

/* The range of a cell with this text (trimmed). False if that is not known: in
 * workbooks, for places without one cell, and for text that is not written
 * letter by letter as it reads: with a quote or a line end in it. */
bool kl_text_range_of(const struct kl_place *place, struct kl_span text,
	struct kl_text_range *out);
/* The range of a cell that the change would replace. False also where the new
 * text could not stand there without quotes. */
bool kl_change_range(const struct kl_change *change, struct kl_text_range *out);

#endif
