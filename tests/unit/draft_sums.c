#include "draft/sums.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "random.h"

enum { COLUMNS = 30, ROWS = 400 };

/* Columns of figures, read from rows of text: "3 <5 ." */
struct grid {
	struct kl_draft_figure figures[COLUMNS][ROWS];
	const struct kl_draft_figure *columns[COLUMNS];
	struct kl_sums sums;
};

static struct kl_draft_figure read_figure(const char *text)
{
	if (strcmp(text, ".") == 0)
		return (struct kl_draft_figure){ 1, 0 };
	if (text[0] == '<')
		return (struct kl_draft_figure){ 1, atoi(text + 1) - 1 };
	return (struct kl_draft_figure){ atoi(text), atoi(text) };
}

static void read_grid(struct grid *grid, const char *text)
{
	char copy[4096], *rows, *cells;

	snprintf(copy, sizeof copy, "%s", text);
	memset(&grid->sums, 0, sizeof grid->sums);
	for (char *row = strtok_r(copy, "\n", &rows); row != NULL;
			row = strtok_r(NULL, "\n", &rows)) {
		size_t column = 0;
		for (char *cell = strtok_r(row, " ", &cells); cell != NULL;
				cell = strtok_r(NULL, " ", &cells))
			grid->figures[column++][grid->sums.row_count] = read_figure(cell);
		grid->sums.column_count = column;
		grid->sums.row_count++;
	}
	for (size_t i = 0; i < COLUMNS; i++)
		grid->columns[i] = grid->figures[i];
	grid->sums.columns = grid->columns;
}

/* "2 = 0 + 1: held/violated/undecided, rich", or "none". */
static void write_sum(char *out, size_t size, const struct kl_sum_found *sum)
{
	int length = snprintf(out, size, "%zu =", sum->total);

	for (size_t i = 0; i < sum->part_count; i++)
		length += snprintf(out + length, size - (size_t)length, "%s%zu",
			i > 0 ? "+" : " ", sum->parts[i]);
	snprintf(out + length, size - (size_t)length, ": %d/%d/%d, %d",
		(int)sum->held, (int)sum->violated, (int)sum->undecided,
		(int)sum->rich);
}

Test(draft_sums, found_or_not)
{
	static const struct {
		size_t total;
		unsigned share;
		const char *rows, *found;
	} cases[] = {
		{ 2, 9, "1 2 3\n4 5 9\n7 1 8\n", "2 = 0+1: 3/0/0, 3" },
		/* At the left, between, not contiguous. */
		{ 0, 9, "3 1 2\n9 4 5\n8 7 1\n", "0 = 1+2: 3/0/0, 3" },
		{ 1, 9, "1 3 2\n4 9 5\n7 8 1\n", "1 = 0+2: 3/0/0, 3" },
		{ 4, 9, "1 40 2 51 3\n4 11 5 28 9\n7 90 1 33 8\n", "4 = 0+2: 3/0/0, 3" },
		/* Ranges and blanks are counted apart. */
		{ 2, 9, "1 2 3\n4 5 9\n<5 5 8\n. 1 8\n", "2 = 0+1: 2/0/2, 2" },
		/* A range that cannot be. */
		{ 2, 6, "1 2 3\n4 5 9\n<5 5 11\n", "2 = 0+1: 2/1/0, 2" },
		{ 2, 9, "1 2 3\n4 5 9\n<5 5 11\n", "none" },
		/* Nine of ten, and not of eight. */
		{ 2, 9, "1 2 3\n4 5 9\n7 1 8\n2 2 4\n3 1 4\n6 2 8\n5 5 10\n8 3 11\n9 9 18\n"
			"1 1 3\n", "2 = 0+1: 9/1/0, 9" },
		{ 2, 9, "1 2 3\n4 5 9\n7 1 8\n2 2 4\n3 1 4\n6 2 8\n5 5 10\n1 1 3\n", "none" },
		/* A subtotal instead of its parts. */
		{ 5, 9, "1 2 3 4 5 7\n2 2 4 3 1 7\n5 1 6 9 2 15\n", "5 = 2+3: 3/0/0, 3" },
		/* What is 0 everywhere is no part; nor is what is negative. */
		{ 3, 9, "1 0 2 3\n4 0 5 9\n", "3 = 0+2: 2/0/0, 2" },
		{ 2, 9, "5 -2 3\n9 -1 8\n", "none" },
		/* One part that is not 0 is no evidence. */
		{ 2, 9, "1 0 1\n0 4 4\n", "none" },
		{ 2, 9, "1 2 4\n4 5 8\n", "none" },
		{ 1, 9, "1 1\n2 2\n", "none" },
		{ 0, 9, "1\n2\n", "none" },
		{ 2, 9, ". . .\n. . .\n", "none" },
	};
	struct grid *grid = malloc(sizeof *grid);

	cr_assert_not_null(grid);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_sum_found sum;
		char text[200] = "none";
		read_grid(grid, cases[i].rows);
		if (kl_sums_find(&grid->sums, cases[i].total, cases[i].share, &sum))
			write_sum(text, sizeof text, &sum);
		cr_expect_str_eq(text, cases[i].found, "case %zu: %s, not %s", i, text,
			cases[i].found);
	}
	free(grid);
}

/* Two sets that hold as often, with as few parts. */
Test(draft_sums, rivals)
{
	struct grid *grid = malloc(sizeof *grid);
	struct kl_sum_found sum;

	cr_assert_not_null(grid);
	read_grid(grid, "1 2 1 2 3\n4 5 4 5 9\n7 1 7 1 8\n");
	cr_assert(kl_sums_find(&grid->sums, 4, 9, &sum));
	cr_expect_eq(sum.rivals, 3u);
	cr_expect_eq(sum.parts[0], 2u);
	cr_expect_eq(sum.parts[1], 3u);
	free(grid);
}

/* A sum of any columns is found among many, also where some rows are wrong. */
Test(draft_sums, random)
{
	struct grid *grid = malloc(sizeof *grid);
	uint64_t state = 361;

	cr_assert_not_null(grid);
	read_grid(grid, "0\n");
	for (int round = 0; round < 100; round++) {
		size_t columns = (size_t)random_between(&state, 4, 20);
		size_t rows = (size_t)random_between(&state, 12, ROWS);
		size_t total = (size_t)random_below(&state, (int)columns);
		bool part[COLUMNS] = { false };
		size_t parts = 0;
		while (parts < 2 || random_below(&state, 3) > 0) {
			size_t one = (size_t)random_below(&state, (int)columns);
			parts += one != total && !part[one];
			part[one] = part[one] || one != total;
			if (parts == columns - 1)
				break;
		}
		for (size_t row = 0; row < rows; row++) {
			int64_t sum = row % 19 == 7;    /* wrong */
			for (size_t i = 0; i < columns; i++) {
				int64_t figure = random_below(&state, 500);
				grid->figures[i][row] = (struct kl_draft_figure){ figure,
					figure };
				sum += part[i] ? figure : 0;
			}
			grid->figures[total][row] = (struct kl_draft_figure){ sum, sum };
		}
		grid->sums.column_count = columns;
		grid->sums.row_count = rows;
		struct kl_sum_found found;
		cr_assert(kl_sums_find(&grid->sums, total, 9, &found), "round %d", round);
		cr_expect_eq(found.part_count, parts, "round %d", round);
		for (size_t i = 0; i < found.part_count; i++)
			cr_expect(part[found.parts[i]], "round %d", round);
	}
	free(grid);
}

/* Figures that have nothing to do with each other make no sum. */
Test(draft_sums, nothing_in_noise)
{
	struct grid *grid = malloc(sizeof *grid);
	uint64_t state = 2005;

	cr_assert_not_null(grid);
	read_grid(grid, "0\n");
	grid->sums.column_count = 20;
	grid->sums.row_count = 40;
	for (int round = 0; round < 20; round++) {
		struct kl_sum_found found;
		for (size_t i = 0; i < 20; i++) {
			for (size_t row = 0; row < 40; row++) {
				int64_t figure = random_below(&state, 1000);
				grid->figures[i][row] = (struct kl_draft_figure){ figure,
					figure };
			}
		}
		for (size_t i = 0; i < 20; i++)
			cr_expect(!kl_sums_find(&grid->sums, i, 9, &found), "round %d",
				round);
	}
	free(grid);
}
