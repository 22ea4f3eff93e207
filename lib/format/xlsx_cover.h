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
	lxw_format *title, *label, *text, *indented, *number, *head,
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

#endif
