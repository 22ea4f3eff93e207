/*
 * The cells of the overview, among the files that write it. A failure is kept;
 * after it nothing is done any more, so that it can be looked at once.
 */
#ifndef KL_FORMAT_XLSX_COVER_H
#define KL_FORMAT_XLSX_COVER_H

#include "format/xlsx.h"

/* The columns of both lists: names, what they are, verdicts, seven counts. */
enum {
	KL_COVER_NAME, KL_COVER_ABOUT, KL_COVER_VERDICT, KL_COVER_COUNT,
	KL_COVER_COLUMNS = 10
};

struct kl_cover {
	struct kl_xlsx *x;
	const struct kl_tally *tally;
	uint32_t row;                   /* to be written next */
	lxw_format *title, *label, *text, *indented, *number, *date, *head,
		*right_head, *section, *link, *note;
	lxw_format *verdicts[KL_VERDICTS], *banners[KL_VERDICTS];
	enum kl_status status;          /* the first failure; then nothing is done */
	struct kl_error *error;
};

void kl_cover_make_formats(struct kl_cover *c);
/* Writes a cell of the row; at NULL nothing. */
void kl_cover_put(struct kl_cover *c, uint32_t column, const char *text,
	lxw_format *format);
/* The same; releases the buffer. */
void kl_cover_put_buffer(struct kl_cover *c, uint32_t column,
	struct kl_text_buffer *text, lxw_format *format);
void kl_cover_put_count(struct kl_cover *c, uint32_t column, uint64_t count);
/* Leaves a row free, and writes the title of a section. */
void kl_cover_section(struct kl_cover *c, enum kl_phrase title);
/* How many lines a text takes in a column; makes the row so high. */
size_t kl_cover_lines(struct kl_span text, uint32_t column);
void kl_cover_set_lines(struct kl_cover *c, size_t lines);

/* xlsx_cover_lists.c */
void kl_cover_put_rules(struct kl_cover *c);
/* Rows that rules leave out on purpose, and why. */
void kl_cover_put_excuses(struct kl_cover *c);
void kl_cover_put_tables(struct kl_cover *c);

/* xlsx_cover_notes.c */
void kl_cover_put_legend(struct kl_cover *c);
void kl_cover_put_left_out(struct kl_cover *c);

#endif
