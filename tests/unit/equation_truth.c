/*
 * Verdicts against the truth: every value that the cells can have is tried, and
 * tables that are known to add up are printed and never accused.
 */
#include "equation/equation.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "figures.h"
#include "random.h"

/* Values are counted in steps, STEPS to one printed unit: so fine that an open
 * end, once for each cell and factor, stays below the half unit by which ends
 * differ. */
enum { STEPS = 32, MOST_CELLS = 5, REACH = 4096 };

struct printed {
	struct kl_cell cell;
	bool figure;                    /* as printed, at most rounded */
	int from, to;                   /* steps that are tried: those that fit */
	enum kl_rounding rounding;
	int units;                      /* as printed */
};

static struct kl_decimal steps_decimal(int steps)
{
	/* 1/32 is 0.03125. */
	return (struct kl_decimal){ (kl_int128)steps * 3125, 5 };
}

static void set_rounded(struct printed *p, int units, enum kl_rounding rounding)
{
	p->cell.kind = KL_CELL_ROUNDED;
	p->cell.value = kl_decimal_of(units);
	cr_assert(kl_interval_rounded(p->cell.value, kl_decimal_of(1), rounding,
		&p->cell.interval));
	p->figure = true;
	p->rounding = rounding;
	p->units = units;
	p->from = (units - 1) * STEPS;
	p->to = (units + 1) * STEPS;
	while (round_to_units(p->from, STEPS, rounding) != units)
		p->from++;
	while (round_to_units(p->to, STEPS, rounding) != units)
		p->to--;
}

static void set_exact(struct printed *p, int steps)
{
	p->cell.kind = KL_CELL_EXACT;
	p->cell.value = steps_decimal(steps);
	p->cell.interval = kl_interval_point(p->cell.value);
	p->figure = true;
	p->from = p->to = steps;
}

static void set_range(struct printed *p, int low, int high)
{
	p->cell.kind = KL_CELL_RANGE;
	p->cell.value = kl_decimal_of(0);
	p->cell.interval = kl_interval_range(kl_decimal_of(low),
		kl_decimal_of(high));
	p->figure = false;
	p->from = low * STEPS;
	p->to = high * STEPS;
}

static void random_printed(uint64_t *state, struct printed *p, int taste)
{
	int kind = taste < 3 ? taste : random_below(state, 3);

	if (kind == 0)
		set_exact(p, random_between(state, -8, 8) * STEPS / 4);
	else if (kind == 1)
		set_rounded(p, random_between(state, -3, 3),
			(enum kl_rounding)random_below(state, 4));
	else
		set_range(p, 1, random_between(state, 1, 4));
}

/* All sums that can be, by adding one cell after the other. */
static void reach(const struct printed *cells, const int *factors, int count,
	bool *sums)
{
	static bool next[2 * REACH + 1];

	memset(sums, 0, sizeof next);
	sums[REACH] = true;
	for (int i = 0; i < count; i++) {
		memset(next, 0, sizeof next);
		for (int at = 0; at <= 2 * REACH; at++)
			for (int v = cells[i].from; sums[at] && v <= cells[i].to; v++)
				next[at + factors[i] * v] = true;
		memcpy(sums, next, sizeof next);
	}
}

static enum kl_outcome expected(const struct printed *cells, const int *factors,
	int count, enum kl_relation relation)
{
	static bool sums[2 * REACH + 1];
	bool can = false, cannot = false, figures = true;

	reach(cells, factors, count, sums);
	for (int at = 0; at <= 2 * REACH; at++) {
		bool satisfied = relation == KL_EQUALS ? at == REACH : at <= REACH;
		can = can || (sums[at] && satisfied);
		cannot = cannot || (sums[at] && !satisfied);
	}
	for (int i = 0; i < count; i++)
		figures = figures && cells[i].figure;
	return !can ? KL_VIOLATED : !cannot || figures ? KL_HOLDS : KL_UNDECIDED;
}

static enum kl_status keep_outcome(void *context,
	const struct kl_judgement *judgement, struct kl_error *error)
{
	(void)error;
	*(enum kl_outcome *)context = judgement->outcome;
	return KL_OK;
}

static enum kl_outcome judged(struct kl_equations *equations,
	const struct printed *cells, const int *factors, int count,
	enum kl_relation relation)
{
	enum kl_outcome outcome = KL_UNDECIDED;
	struct kl_term terms[MOST_CELLS];
	struct kl_error error;

	kl_equations_clear(equations);
	for (int i = 0; i < count; i++) {
		cr_assert(kl_equations_quantity(equations, &cells[i].cell,
			&terms[i].cell));
		terms[i].factor = factors[i];
	}
	cr_assert(kl_equations_add(equations, relation, terms, (size_t)count, 0, 0));
	kl_equations_derive(equations);
	cr_assert_eq(kl_equations_judge(equations, keep_outcome, &outcome, &error),
		KL_OK);
	return outcome;
}

Test(equation_truth, every_value_tried)
{
	struct kl_equations *equations = kl_equations_new();
	uint64_t state = 1;
	int seen[2][3] = { { 0 } };

	cr_assert_not_null(equations);
	for (int n = 0; n < 6000; n++) {
		struct printed cells[MOST_CELLS];
		int factors[MOST_CELLS];
		int count = random_between(&state, 1, MOST_CELLS);
		int taste = random_below(&state, 6);
		enum kl_relation relation = n % 3 == 0 ? KL_AT_MOST : KL_EQUALS;
		for (int i = 0; i < count; i++) {
			random_printed(&state, &cells[i], taste);
			factors[i] = i == 0 ? 1 : random_below(&state, 6) == 0
				? 2 : -1;
		}
		enum kl_outcome wanted = expected(cells, factors, count, relation);
		enum kl_outcome got = judged(equations, cells, factors, count,
			relation);
		seen[relation][wanted]++;
		if (got != wanted)
			cr_assert_fail("case %d of %d cells, taste %d: %d, not %d", n,
				count, taste, got, wanted);
	}
	for (int i = 0; i < 6; i++)
		cr_expect_gt(seen[i / 3][i % 3], 100, "outcome %d of relation %d: %d",
			i % 3, i / 3, seen[i / 3][i % 3]);
	kl_equations_free(equations);
}

/* k parts that print 1 and their total, by the rule of thumb: they may differ
 * by less than (k + 1) / 2 units. */
Test(equation_truth, as_far_as_rounding_goes)
{
	struct kl_equations *equations = kl_equations_new();

	for (int parts = 1; parts < MOST_CELLS; parts++) {
		struct printed cells[MOST_CELLS];
		int factors[MOST_CELLS] = { 1 };
		for (int i = 1; i <= parts; i++) {
			set_rounded(&cells[i], 1, KL_HALF_UP);
			factors[i] = -1;
		}
		for (int apart = 0; apart < 4; apart++) {
			set_rounded(&cells[0], parts + apart, KL_HALF_UP);
			cr_expect_eq(judged(equations, cells, factors, parts + 1,
				KL_EQUALS), 2 * apart < parts + 1 ? KL_HOLDS
				: KL_VIOLATED, "%d parts, %d apart", parts, apart);
		}
	}
	kl_equations_free(equations);
}

enum { ROWS = 4, COLUMNS = 4 };         /* the last of each are totals */

struct table {
	int truth[ROWS][COLUMNS];       /* in steps */
	struct kl_cell cells[ROWS][COLUMNS];
};

static void total_up(struct table *table)
{
	for (int row = 0; row < ROWS; row++) {
		for (int column = 0; column < COLUMNS; column++) {
			int *sum = &table->truth[row][column];
			if (column == COLUMNS - 1)
				for (int i = *sum = 0; i < COLUMNS - 1; i++)
					*sum += table->truth[row][i];
			else if (row == ROWS - 1)
				for (int i = *sum = 0; i < ROWS - 1; i++)
					*sum += table->truth[i][column];
		}
	}
}

/* As published: rounded or exact, some small ones masked, some not printed. */
static struct kl_cell publish(uint64_t *state, int steps, bool rounded,
	int hidden)
{
	struct printed p = { .cell = { KL_CELL_UNKNOWN, { 0, 0 },
		kl_interval_all() } };

	if (random_below(state, 100) < hidden)
		return p.cell;
	if (steps >= STEPS && steps <= 4 * STEPS && random_below(state, 3) == 0)
		set_range(&p, 1, 4);
	else if (rounded)
		set_rounded(&p, round_to_units(steps, STEPS, KL_HALF_UP), KL_HALF_UP);
	else
		set_exact(&p, steps);
	return p.cell;
}

static void make_table(uint64_t *state, struct table *table)
{
	bool rounded = random_below(state, 2) == 0;
	int hidden = random_below(state, 60);

	for (int row = 0; row < ROWS - 1; row++)
		for (int column = 0; column < COLUMNS - 1; column++)
			table->truth[row][column] = rounded
				? random_below(state, 10 * STEPS)
				: random_below(state, 10) * STEPS;
	total_up(table);
	for (int row = 0; row < ROWS; row++)
		for (int column = 0; column < COLUMNS; column++)
			table->cells[row][column] = publish(state,
				table->truth[row][column], rounded, hidden);
}

static void add_line(struct kl_equations *equations,
	uint32_t ids[ROWS][COLUMNS], int row, int column)
{
	struct kl_term terms[ROWS + COLUMNS];
	size_t count = 0;

	/* A row (column < 0) or a column: the total first. */
	for (int i = ROWS; i-- > 0;)
		terms[count++] = (struct kl_term){
			column < 0 ? ids[row][i] : ids[i][column],
			i == ROWS - 1 ? 1 : -1 };
	cr_assert(kl_equations_add(equations, KL_EQUALS, terms, count, 0, 0));
}

/* All rows and all columns, in an order of their own. */
static void add_table(struct kl_equations *equations, const struct table *table,
	uint64_t *state, uint32_t ids[ROWS][COLUMNS])
{
	char field[] = "0";
	struct kl_place place = { .table = "t", .path = "t.csv" };

	kl_equations_clear(equations);
	for (int row = 0; row < ROWS; row++) {
		for (int column = 0; column < COLUMNS; column++) {
			place.row = (uint64_t)row + 1;
			*field = (char)('0' + column);
			place.field = kl_span_of(field);
			cr_assert(kl_equations_cell(equations, &place,
				(struct kl_span){ 0 }, kl_span_of("."),
				&table->cells[row][column], '.',
				&ids[row][column], NULL));
		}
	}
	int first = random_below(state, ROWS + COLUMNS);
	for (int i = 0; i < ROWS + COLUMNS; i++) {
		int line = (first + 3 * i) % (ROWS + COLUMNS);
		add_line(equations, ids, line % ROWS, line < ROWS ? -1 : line - ROWS);
	}
}

struct counted {
	int outcomes[3];
};

static enum kl_status count_outcome(void *context,
	const struct kl_judgement *judgement, struct kl_error *error)
{
	struct counted *counted = context;

	(void)error;
	counted->outcomes[judgement->outcome]++;
	return KL_OK;
}

static bool contains(const struct kl_interval *a, struct kl_decimal value)
{
	int low = a->low.infinite ? 1 : kl_decimal_compare(value, a->low.at);
	int high = a->high.infinite ? -1 : kl_decimal_compare(value, a->high.at);

	return (a->low.open ? low > 0 : low >= 0)
		&& (a->high.open ? high < 0 : high <= 0);
}

Test(equation_truth, what_adds_up_is_not_accused)
{
	struct kl_equations *equations = kl_equations_new();
	struct kl_error error;
	uint64_t state = 2;
	struct counted all = { { 0 } };
	int derived = 0;

	for (int n = 0; n < 5000; n++) {
		struct table table;
		uint32_t ids[ROWS][COLUMNS];
		make_table(&state, &table);
		add_table(equations, &table, &state, ids);
		derived += (int)kl_equations_derive(equations);
		cr_assert_eq(kl_equations_judge(equations, count_outcome, &all,
			&error), KL_OK);
		if (all.outcomes[KL_VIOLATED] > 0)
			cr_assert_fail("table %d is accused", n);
		for (int i = 0; i < ROWS * COLUMNS; i++) {
			int row = i / COLUMNS, column = i % COLUMNS;
			const struct kl_equation_cell *cell = kl_equations_at(
				equations, ids[row][column]);
			if (!contains(&cell->known,
					steps_decimal(table.truth[row][column])))
				cr_assert_fail("table %d, row %d, column %d: derived"
					" without the truth", n, row, column);
		}
	}
	cr_expect_gt(all.outcomes[KL_HOLDS], 5000);
	cr_expect_gt(all.outcomes[KL_UNDECIDED], 1000);
	cr_expect_gt(derived, 5000);
	kl_equations_free(equations);
}

enum { PRINTED = 4, DERIVED = 12, NODES = PRINTED + DERIVED };

/* Cells that are made of cells that are made of cells: which printed ones, and
 * how often, worked out one row of a matrix after the other. */
struct web {
	int made_of[NODES][PRINTED];
	struct kl_term terms[DERIVED][NODES];
	size_t counts[DERIVED];
};

static void make_web(uint64_t *state, struct web *web)
{
	*web = (struct web){ 0 };
	for (int i = 0; i < PRINTED; i++)
		web->made_of[i][i] = 1;
	for (int i = PRINTED; i < NODES; i++) {
		struct kl_term *terms = web->terms[i - PRINTED];
		size_t count = 0;
		terms[count++] = (struct kl_term){ (uint32_t)i, 1 };
		for (int from = 0; from < i; from++) {
			int factor = random_below(state, 3) - 1;
			if (factor == 0)
				continue;
			terms[count++] = (struct kl_term){ (uint32_t)from, -factor };
			for (int k = 0; k < PRINTED; k++)
				web->made_of[i][k] += factor * web->made_of[from][k];
		}
		web->counts[i - PRINTED] = count;
	}
}

struct expected_terms {
	const struct web *web;
	uint32_t head;
	bool seen;
};

/* The total is the last cell of the web, so it is made of the same. */
static enum kl_status compare_terms(void *context,
	const struct kl_judgement *judgement, struct kl_error *error)
{
	struct expected_terms *expected_terms = context;
	const int *made_of = expected_terms->web->made_of[NODES - 1];
	int found[PRINTED] = { 0 };

	if (judgement->head != expected_terms->head)
		return KL_OK;
	expected_terms->seen = true;
	for (size_t i = 1; i < judgement->printed_count; i++) {
		if (judgement->printed[i].cell >= PRINTED)
			return kl_fail(error, KL_INVALID, NULL, 0, 0,
				"a cell that is not printed");
		found[judgement->printed[i].cell] = -judgement->printed[i].factor;
	}
	for (int k = 0; k < PRINTED; k++)
		if (found[k] != made_of[k])
			return kl_fail(error, KL_INVALID, NULL, 0, 0,
				"cell %d is taken %d times, not %d", k, found[k],
				made_of[k]);
	return judgement->outcome == KL_HOLDS ? KL_OK
		: kl_fail(error, KL_INVALID, NULL, 0, 0, "it holds");
}

static void judge_web(struct kl_equations *equations, uint64_t *state, int n)
{
	struct kl_cell unknown = { KL_CELL_UNKNOWN, { 0, 0 }, kl_interval_all() };
	struct kl_place place = { .table = "t", .path = "t.csv" };
	struct expected_terms wanted = { 0 };
	struct web web;
	struct printed p;
	uint32_t cell;
	int total = 0;
	struct kl_error error = { 0 };

	make_web(state, &web);
	kl_equations_clear(equations);
	for (int i = 0; i < NODES; i++) {
		int units = random_between(state, -9, 9);
		set_exact(&p, units * STEPS);
		if (i < PRINTED)
			total += units * web.made_of[NODES - 1][i];
		place.row = (uint64_t)i + 1;
		cr_assert(kl_equations_cell(equations, &place, (struct kl_span){ 0 },
			(struct kl_span){ 0 }, i < PRINTED ? &p.cell : &unknown, '.',
			&cell, NULL));
		cr_assert_eq(cell, (uint32_t)i);
	}
	struct kl_cell printed_total = { KL_CELL_EXACT, kl_decimal_of(total),
		kl_interval_point(kl_decimal_of(total)) };
	cr_assert(kl_equations_quantity(equations, &printed_total, &wanted.head));
	for (int i = 0; i < DERIVED; i++)
		cr_assert(kl_equations_add(equations, KL_EQUALS, web.terms[i],
			web.counts[i], 0, 0));
	const struct kl_term last[] = { { wanted.head, 1 }, { NODES - 1, -1 } };
	cr_assert(kl_equations_add(equations, KL_EQUALS, last, 2, 0, 0));
	kl_equations_derive(equations);
	wanted.web = &web;
	if (kl_equations_judge(equations, compare_terms, &wanted, &error) != KL_OK)
		cr_assert_fail("web %d: %s", n, error.text);
	cr_assert(wanted.seen);
}

Test(equation_truth, replaced_by_what_is_printed)
{
	struct kl_equations *equations = kl_equations_new();
	uint64_t state = 4;

	for (int n = 0; n < 2000; n++)
		judge_web(equations, &state, n);
	kl_equations_free(equations);
}

/* One figure changed in a table that is printed whole and exact is always seen,
 * and by both of the lines that it stands in. */
Test(equation_truth, one_wrong_figure_is_seen)
{
	struct kl_equations *equations = kl_equations_new();
	struct kl_error error;
	uint64_t state = 3;

	for (int n = 0; n < 2000; n++) {
		struct table table;
		uint32_t ids[ROWS][COLUMNS];
		struct counted counted = { { 0 } };
		struct printed wrong;
		int row = random_below(&state, ROWS);
		int column = random_below(&state, COLUMNS);
		int hidden = random_below(&state, ROWS * COLUMNS);
		make_table(&state, &table);
		for (int i = 0; i < ROWS * COLUMNS; i++) {
			struct printed p;
			int *truth = &table.truth[i / COLUMNS][i % COLUMNS];
			set_exact(&p, *truth);
			table.cells[i / COLUMNS][i % COLUMNS] = p.cell;
		}
		set_exact(&wrong, table.truth[row][column] + 1);
		table.cells[row][column] = wrong.cell;
		/* In every second table one other cell is not printed. */
		bool hide = n % 2 == 0 && hidden != row * COLUMNS + column;
		if (hide)
			table.cells[hidden / COLUMNS][hidden % COLUMNS] =
				(struct kl_cell){ KL_CELL_UNKNOWN, { 0, 0 },
					kl_interval_all() };
		add_table(equations, &table, &state, ids);
		kl_equations_derive(equations);
		cr_assert_eq(kl_equations_judge(equations, count_outcome, &counted,
			&error), KL_OK);
		int wanted = hide && (hidden / COLUMNS == row
			|| hidden % COLUMNS == column) ? 1 : 2;
		if (counted.outcomes[KL_VIOLATED] < wanted
				|| (!hide && counted.outcomes[KL_VIOLATED] != 2)
				|| counted.outcomes[KL_UNDECIDED] != 0)
			cr_assert_fail("table %d: %d accused, %d undecided", n,
				counted.outcomes[KL_VIOLATED],
				counted.outcomes[KL_UNDECIDED]);
	}
	kl_equations_free(equations);
}
