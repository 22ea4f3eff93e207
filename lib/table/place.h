/*
 * Places inside a record: offsets to lines and columns, cells to offsets.
 */
#ifndef KL_TABLE_PLACE_H
#define KL_TABLE_PLACE_H

#include "table/reader.h"

/* Physical line and column (in code points, from 1) of the byte at `offset` in
 * raw, whose first byte stands at the start of `line`. */
void kl_place_of(struct kl_span raw, size_t offset, uint64_t first_line,
	uint64_t *line, uint64_t *column);

/* How many blanks stand at `from` that are not the delimiter. */
size_t kl_blanks(struct kl_span text, size_t from, char delimiter);

enum { KL_LABEL_CELLS = 64 };

/* What a row is called: the first of its first KL_LABEL_CELLS cells with a word in
 * it, else its first cell; none if that is the cell of `column` itself, or blank. */
struct kl_span kl_row_label(const struct kl_row *row, size_t column);

/* The opening quote of the cell that is still open at the end of raw; its
 * length if none is. Reads quotes as libcsv does when it is not strict. */
size_t kl_place_open_quote(struct kl_span raw, struct kl_dialect dialect);

#endif
