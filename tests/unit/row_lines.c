#include "base/row_lines.h"

#include <criterion/criterion.h>

#include "random.h"

enum { ROWS = 5000 };

/* Rows that run over lines, lines that go back, rows that are left out. */
Test(row_lines, finds_every_line)
{
	static uint64_t lines_of[ROWS];

	for (int way = 0; way < 4; way++) {
		struct kl_row_lines lines = { 0 };
		uint64_t state = (uint64_t)way + 1, line = 1;
		for (uint64_t row = 1; row < ROWS; row++) {
			line += way == 0 ? 1 : (uint64_t)random_below(&state, 3);
			if (way == 2 && row % 7 == 0)
				line = (uint64_t)random_below(&state, ROWS);
			lines_of[row] = way == 3 ? 0 : line;
			if (row % 11 != 3)
				cr_assert(kl_row_lines_add(&lines, row,
					lines_of[row]));
		}
		for (uint64_t row = 1; row < ROWS; row++)
			if (row % 11 != 3)
				cr_assert_eq(kl_row_lines_find(&lines, row),
					lines_of[row], "way %d, row %d", way,
					(int)row);
		cr_assert(way != 0 || lines.changes == 1);
		kl_row_lines_release(&lines);
	}
}
