/*
 * The names of columns, as a layout has them: of several header rows, or of none.
 */
#ifndef KL_TABLE_HEADER_H
#define KL_TABLE_HEADER_H

#include "base/memory.h"
#include "table/reader.h"

struct kl_header {
	const struct kl_layout *layout; /* NULL: the first record is the header */
	uint64_t row;                   /* that is reached, as the layout counts */
	size_t comment;                 /* in layout->comment_rows: the next */
	struct kl_arena arena;          /* of what is kept */
	struct kl_header_row {
		struct kl_span *cells;
		size_t count;
	} *rows;
	size_t count, capacity;
};

void kl_header_init(struct kl_header *header, const struct kl_layout *layout);
void kl_header_release(struct kl_header *header);

/* Whether the line, where a record would begin, is no part of any. */
bool kl_header_skips(struct kl_header *header, struct kl_span line);
/* Whether no record is a header. */
static inline bool kl_header_none(const struct kl_header *header)
{
	return header->layout != NULL && header->layout->header_count == 0;
}
/* How many rows the lowest header row stands below the one that is reached. */
uint64_t kl_header_below(const struct kl_header *header);

/* Takes a record, the one before header->row. *whole: it was the lowest header
 * row, and its cells are now the names. False when memory is out. */
bool kl_header_take(struct kl_header *header, struct kl_row *row, bool *whole);
/* The names as a row, where no record is a header and the first of them has
 * `cells` cells. False when memory is out. */
bool kl_header_absent(struct kl_header *header, size_t cells,
	struct kl_row *row);

#endif
