/*
 * On which line each row stands: kept where it does not simply go on, in some three
 * bytes each time.
 */
#ifndef KL_BASE_ROW_LINES_H
#define KL_BASE_ROW_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct kl_row_mark;
struct kl_row_lines {                   /* zero it to start */
	struct kl_row_mark *marks;      /* to begin from */
	size_t mark_count, mark_capacity;
	unsigned char *log;             /* the changes */
	size_t used, capacity;
	uint64_t changes;
	uint64_t row, ahead;            /* of the last change: the row, and by how much
	                                   its line is ahead of it */
};

/* Whether the row is on the line that would be expected. */
static inline bool kl_row_lines_expects(const struct kl_row_lines *lines,
	uint64_t row, uint64_t line)
{
	return line - row == lines->ahead && lines->changes > 0;
}

/* Rows come in their order. False when memory is out. */
bool kl_row_lines_add(struct kl_row_lines *lines, uint64_t row, uint64_t line);
/* The line of a row that was added. */
uint64_t kl_row_lines_find(const struct kl_row_lines *lines, uint64_t row);
void kl_row_lines_release(struct kl_row_lines *lines);

#endif
