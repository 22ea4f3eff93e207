/*
 * Percentages of a shape as they are printed, row by row.
 */
#ifndef KL_DRAFT_PRINTED_H
#define KL_DRAFT_PRINTED_H

#include "draft/shape.h"

/* In units of its last decimal; decimals -1: the cell is none. */
struct kl_printed {
	int64_t units;
	int decimals;
};

/* Whether a column of the tables has percentages, and can be named. */
bool kl_printed_is_percent(const struct kl_shape *shape, size_t column);
/* One for each row of the shape. */
void kl_printed_read(const struct kl_shape *shape, size_t column,
	struct kl_printed *out);

/* Adds up the rounding intervals of the percentages of a row: whether they can make
 * 100. Undecided as soon as one is not known. */
struct kl_closing {
	struct kl_interval sum;
	size_t parts;
	bool known;
};
struct kl_closing kl_closing_start(void);
void kl_closing_add(struct kl_closing *closing, struct kl_printed printed);
enum kl_outcome kl_closing_end(const struct kl_closing *closing);

#endif
