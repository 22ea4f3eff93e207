#include "base/row_lines.h"

#include <stdlib.h>

#include "base/memory.h"

enum { CHANGES = 32, NUMBER_MOST = 10 };        /* from mark to mark */

struct kl_row_mark {
	uint64_t row, ahead;
	size_t at;                      /* what follows in the log */
};

static void put_number(struct kl_row_lines *lines, uint64_t number)
{
	for (; number >= 0x80; number >>= 7)
		lines->log[lines->used++] = (unsigned char)(number | 0x80);
	lines->log[lines->used++] = (unsigned char)number;
}

static uint64_t get_number(const struct kl_row_lines *lines, size_t *at)
{
	uint64_t number = 0;

	for (unsigned shift = 0;; shift += 7) {
		unsigned char byte = lines->log[(*at)++];
		number |= (uint64_t)(byte & 0x7f) << shift;
		if (byte < 0x80)
			return number;
	}
}

bool kl_row_lines_add(struct kl_row_lines *lines, uint64_t row, uint64_t line)
{
	const uint64_t ahead = line - row, more = ahead - lines->ahead;

	if (kl_row_lines_expects(lines, row, line))
		return true;
	if (!kl_grow(lines->log, lines->capacity, lines->used + 2 * NUMBER_MOST)
			|| !kl_grow(lines->marks, lines->mark_capacity,
				lines->mark_count + 1))
		return false;
	if (lines->changes++ % CHANGES == 0) {
		lines->marks[lines->mark_count++] = (struct kl_row_mark){
			row, ahead, lines->used };
	} else {
		put_number(lines, row - lines->row);
		/* The sign last, so that steps back are short, too. */
		put_number(lines, more << 1 ^ (0 - (more >> 63)));
	}
	lines->row = row;
	lines->ahead = ahead;
	return true;
}

uint64_t kl_row_lines_find(const struct kl_row_lines *lines, uint64_t row)
{
	size_t low = 0, high = lines->mark_count;

	while (low + 1 < high) {
		size_t middle = low + (high - low) / 2;
		if (lines->marks[middle].row <= row)
			low = middle;
		else
			high = middle;
	}
	if (lines->mark_count == 0)
		return 0;
	struct kl_row_mark found = lines->marks[low];
	size_t end = low + 1 < lines->mark_count ? lines->marks[low + 1].at
		: lines->used;
	while (found.at < end) {
		uint64_t next = found.row + get_number(lines, &found.at);
		uint64_t more = get_number(lines, &found.at);
		if (next > row)
			break;
		found.row = next;
		found.ahead += more >> 1 ^ (0 - (more & 1));
	}
	return row + found.ahead;
}

void kl_row_lines_release(struct kl_row_lines *lines)
{
	free(lines->marks);
	free(lines->log);
	*lines = (struct kl_row_lines){ 0 };
}
