/*
 * Cells to try a fast path with: right ones, and what is nearly right.
 */
#ifndef KL_TEST_HOSTILE_H
#define KL_TEST_HOSTILE_H

#include "base/span.h"
#include "random.h"

enum { HOSTILE_MOST = 40 };     /* bytes in a cell */

struct hostile {
	char bytes[HOSTILE_MOST];
	size_t length;
};

static inline struct kl_span hostile_span(const struct hostile *cell)
{
	return (struct kl_span){ cell->bytes, cell->length };
}

/* One byte more, one less, or another. */
static inline void hostile_change(struct hostile *cell, uint64_t *state)
{
	static const char bytes[] = "0123456789019-+.,:; \t\n<>=*xXaZz_/%T\\\"'"
		"\xc2\xa0\xe2\x88\x92\xc3\xa9\xff\x80";
	char byte = bytes[random_below(state, sizeof bytes)];  /* NUL too */
	size_t at = (size_t)random_below(state, (int)cell->length + 1);
	int what = random_below(state, 4);

	if (what == 0 && cell->length < HOSTILE_MOST) {
		memmove(cell->bytes + at + 1, cell->bytes + at, cell->length - at);
		cell->bytes[at] = byte;
		cell->length++;
	} else if (what == 1 && at < cell->length) {
		memmove(cell->bytes + at, cell->bytes + at + 1,
			cell->length - at - 1);
		cell->length--;
	} else if (at < cell->length) {
		cell->bytes[at] = byte;
	}
}

/* Of a cell that is right, some digits changed. */
static inline void hostile_digits(struct hostile *cell, uint64_t *state)
{
	for (size_t i = 0; i < cell->length; i++) {
		if (cell->bytes[i] >= '0' && cell->bytes[i] <= '9'
				&& random_below(state, 3) == 0)
			cell->bytes[i] = (char)('0' + random_below(state, 10));
	}
}

/* From one of the texts: as it is, with other digits, or damaged. */
static inline void hostile_make(struct hostile *cell, const char *const *texts,
	size_t count, uint64_t *state)
{
	const char *text = texts[random_below(state, (int)count)];
	int what = random_below(state, 4);

	cell->length = strlen(text) < HOSTILE_MOST ? strlen(text) : HOSTILE_MOST;
	memcpy(cell->bytes, text, cell->length);
	if (what > 0)
		hostile_digits(cell, state);
	for (int i = 1; i < what; i++)
		hostile_change(cell, state);
}

#endif
