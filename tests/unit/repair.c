/* Repairs against trying every change of one and of two cells of small tables. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "equation/repair.h"
#include "figures.h"
#include "random.h"

enum { ROWS = 3, COLUMNS = 3, CELLS = ROWS * COLUMNS, MOST = 12 };

/* A table with a total column and a total row. */
struct grid {
	int64_t figures[CELLS];
	struct kl_equations *equations;
	uint32_t cells[CELLS];
};

static int64_t sum_of_row(const int64_t *figures, int row)
{
	int64_t gap = figures[row * COLUMNS + COLUMNS - 1];

	for (int i = 0; i + 1 < COLUMNS; i++)
		gap -= figures[row * COLUMNS + i];
	return gap;
}

static int64_t sum_of_column(const int64_t *figures, int column)
{
	int64_t gap = figures[(ROWS - 1) * COLUMNS + column];

	for (int i = 0; i + 1 < ROWS; i++)
		gap -= figures[i * COLUMNS + column];
	return gap;
}

static bool adds_up(const int64_t *figures)
{
	for (int i = 0; i < ROWS; i++) {
		if (sum_of_row(figures, i) != 0)
			return false;
	}
	for (int i = 0; i < COLUMNS; i++) {
		if (sum_of_column(figures, i) != 0)
			return false;
	}
	return true;
}

static void add_line(struct grid *grid, const int *at, size_t count)
{
	struct kl_term terms[MOST];

	for (size_t i = 0; i < count; i++)
		terms[i] = (struct kl_term){ grid->cells[at[i]], i == 0 ? 1 : -1 };
	cr_assert(kl_equations_add(grid->equations, KL_EQUALS, terms, count, 0, 0));
}

static void build(struct grid *grid)
{
	grid->equations = kl_equations_new();
	for (int i = 0; i < CELLS; i++) {
		struct kl_decimal value = kl_decimal_of(grid->figures[i]);
		struct kl_cell cell = { KL_CELL_EXACT, value,
			kl_interval_point(value) };
		char field[] = { (char)('a' + i % COLUMNS), '\0' };
		struct kl_place place = { .path = "t.csv", .table = "t",
			.row = (uint64_t)(i / COLUMNS + 1),
			.field = kl_span_of(field) };
		cr_assert(kl_equations_cell(grid->equations, &place,
			(struct kl_span){ 0 }, kl_span_of("x"), &cell, '.',
			&grid->cells[i], NULL));
	}
	for (int i = 0; i < ROWS; i++)
		add_line(grid, (int[]){ i * COLUMNS + 2, i * COLUMNS,
			i * COLUMNS + 1 }, COLUMNS);
	for (int i = 0; i < COLUMNS; i++)
		add_line(grid, (int[]){ 2 * COLUMNS + i, i, COLUMNS + i }, ROWS);
	kl_equations_derive(grid->equations);
}

struct found {
	struct kl_repair repairs[16];
	size_t count, alternatives;
	enum kl_repair_search search;
	size_t violated;
};

static enum kl_status keep(void *context, const struct kl_judgement *judgement,
	struct kl_error *error)
{
	struct found *found = context;

	(void)error;
	if (judgement->outcome != KL_VIOLATED)
		return KL_OK;
	found->violated++;
	found->count = judgement->repair_count;
	found->alternatives = judgement->alternatives;
	found->search = judgement->search;
	for (size_t i = 0; i < found->count; i++)
		found->repairs[i] = judgement->repairs[i];
	return KL_OK;
}

/* How many sets of one cell, or of two, can be changed so that all adds up and
 * nothing is below zero. Changes up to `reach` are tried. */
static size_t count_changes(const int64_t *figures, size_t size, int reach)
{
	int64_t changed[CELLS];
	size_t sets = 0;

	for (int a = 0; a < CELLS; a++) {
		for (int b = a + 1; b < (size == 1 ? a + 2 : CELLS); b++) {
			bool does = false;
			for (int x = -reach; x <= reach; x++) {
				for (int y = size == 1 ? 1 : -reach;
						y <= (size == 1 ? 1 : reach); y++) {
					memcpy(changed, figures, sizeof changed);
					changed[a] += x;
					if (size == 2)
						changed[b] += y;
					does = does || (x != 0 && y != 0 && changed[a] >= 0
						&& (size == 1 || changed[b] >= 0)
						&& adds_up(changed));
				}
			}
			sets += does;
		}
	}
	return sets;
}

static void expect_mends(const struct grid *grid, const struct kl_repair *repair)
{
	int64_t changed[CELLS];

	memcpy(changed, grid->figures, sizeof changed);
	for (size_t i = 0; i < repair->count; i++) {
		for (int j = 0; j < CELLS; j++) {
			if (grid->cells[j] == repair->cells[i].cell)
				changed[j] = (int64_t)repair->cells[i].to.coefficient;
		}
	}
	cr_assert(adds_up(changed));
}

static void make_grid(struct grid *grid, uint64_t *state)
{
	for (int i = 0; i < CELLS; i++)
		grid->figures[i] = (int64_t)random_below(state, 10);
	for (int i = 0; i < ROWS; i++)
		grid->figures[i * COLUMNS + 2] -= sum_of_row(grid->figures, i);
	for (int i = 0; i < COLUMNS; i++)
		grid->figures[2 * COLUMNS + i] -= sum_of_column(grid->figures, i);
}

static void check_slips(uint64_t seed, int times, size_t slips)
{
	uint64_t state = seed;

	for (int i = 0; i < times; i++) {
		struct grid grid;
		struct found found = { .count = 0 };
		make_grid(&grid, &state);
		for (size_t j = 0; j < slips; j++)
			grid.figures[random_below(&state, CELLS)] +=
				(int64_t)random_below(&state, 4) + 1;
		build(&grid);
		kl_equations_judge(grid.equations, keep, &found, NULL);
		cr_assert_eq(adds_up(grid.figures), found.violated == 0);
		size_t one = count_changes(grid.figures, 1, 10);
		size_t two = one > 0 ? 0 : count_changes(grid.figures, 2, 10);
		if (found.violated > 0 && one + two > 0) {
			cr_assert_eq(found.search, KL_REPAIR_FOUND);
			cr_assert_eq(found.repairs[0].count, one > 0 ? 1 : 2);
			cr_assert_eq(found.alternatives, one + two, "%zu, not %zu",
				found.alternatives, one + two);
			cr_assert_eq(found.repairs[0].certain, one + two == 1);
		}
		for (size_t j = 0; j < found.count; j++)
			expect_mends(&grid, &found.repairs[j]);
		kl_equations_free(grid.equations);
	}
}

Test(repair, one_slip_is_found)
{
	check_slips(1, 400, 1);
}

Test(repair, two_slips_need_the_fewest_cells)
{
	check_slips(2, 300, 2);
}

Test(repair, many_slips_are_mended_or_given_up)
{
	check_slips(3, 150, 4);
}

Test(repair, slips_of_the_pen)
{
	static const struct {
		const char *from, *to;
		int rank;
	} cases[] = {
		{ "27", "28", 0 }, { "1.5", "1.7", 0 }, { "12", "21", 1 },
		{ "120", "102", 1 }, { "5", "-5", 2 }, { "12", "120", 3 },
		{ "1.5", "15", 3 }, { "7", "700", 3 }, { "12", "35", 4 },
		{ "9", "10", 4 }, { "0", "10", 4 }, { "123", "231", 4 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_eq(kl_slip_rank(decimal(cases[i].from),
			decimal(cases[i].to)), cases[i].rank, "%s to %s: %d",
			cases[i].from, cases[i].to, kl_slip_rank(
			decimal(cases[i].from), decimal(cases[i].to)));
}
