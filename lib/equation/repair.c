#include <stdlib.h>

#include "equation/component.h"

enum {
	MOST_TRIED = 200000,    /* sets of cells in one component */
	MOST_KEPT = 16          /* alternatives */
};

static bool can_change(const struct kl_equations *equations, uint32_t cell)
{
	const struct kl_equation_cell *at = kl_equations_at(equations, cell);

	return at->place.path != NULL && at->value.kind == KL_CELL_EXACT;
}

static int compare_repairs(const void *left, const void *right)
{
	const struct kl_repair *a = left, *b = right;
	int order = (a->broken > b->broken) - (a->broken < b->broken);

	if (order == 0)
		order = (a->mended < b->mended) - (a->mended > b->mended);
	if (order == 0)
		order = (int)a->below - (int)b->below;
	if (order == 0)
		order = a->rank - b->rank;
	for (size_t i = 0; i < a->count && order == 0; i++)
		order = (a->cells[i].cell > b->cells[i].cell)
			- (a->cells[i].cell < b->cells[i].cell);
	return order;
}

static int compare_cells(const void *left, const void *right)
{
	const uint32_t *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

/* By the set of cells, whatever their order; the one found first in front. */
static int compare_sets(const void *left, const void *right)
{
	const struct kl_repair *a = left, *b = right;
	uint32_t cells[2][KL_REPAIR_CELLS];
	int order = 0;

	for (size_t i = 0; i < a->count; i++) {
		cells[0][i] = a->cells[i].cell;
		cells[1][i] = b->cells[i].cell;
	}
	qsort(cells[0], a->count, sizeof **cells, compare_cells);
	qsort(cells[1], a->count, sizeof **cells, compare_cells);
	for (size_t i = 0; i < a->count && order == 0; i++)
		order = compare_cells(&cells[0][i], &cells[1][i]);
	return order != 0 ? order : (a->turn > b->turn) - (a->turn < b->turn);
}

static bool same_set(const struct kl_repair *a, const struct kl_repair *b)
{
	struct kl_repair other = *b;

	other.turn = a->turn;
	return compare_sets(a, &other) == 0;
}

/* A set is reached in every order of its cells that leads to it: kept once. */
static void keep_once(struct kl_component_repairs *found)
{
	size_t kept = 0;

	if (found->count > 1)
		qsort(found->repairs, found->count, sizeof *found->repairs,
			compare_sets);
	for (size_t i = 0; i < found->count; i++) {
		if (kept == 0 || !same_set(&found->repairs[kept - 1],
				&found->repairs[i]))
			found->repairs[kept++] = found->repairs[i];
	}
	found->count = kept;
}

/* What makes a printed share impossible that fitted breaks what held: it counts
 * only where there is nothing better. */
static void keep_sound(struct kl_component_repairs *found)
{
	size_t kept = 0;

	for (size_t i = 0; i < found->count; i++) {
		if (found->repairs[i].broken == 0)
			found->repairs[kept++] = found->repairs[i];
	}
	if (kept > 0)
		found->count = kept;
}

static void extend(struct kl_component *search, size_t from);

static bool in_set(const struct kl_component *search, uint32_t cell)
{
	for (size_t i = 0; i < search->size; i++) {
		if (search->set[i] == cell)
			return true;
	}
	return false;
}

static void extend_by(struct kl_component *search, size_t statement,
	size_t from)
{
	size_t count;
	const struct kl_term *terms = kl_component_terms(search, statement, &count);

	for (size_t i = 0; i < count && search->tried < MOST_TRIED; i++) {
		if (in_set(search, terms[i].cell)
				|| !can_change(search->equations, terms[i].cell))
			continue;
		search->set[search->size++] = terms[i].cell;
		extend(search, from);
		search->size--;
	}
}

/* A cell that is added takes nothing away: it is not before that of the set without
 * it, which is `from`. */
static size_t first_untouched(const struct kl_component *search, size_t from)
{
	kl_int128 row[KL_REPAIR_CELLS + 1];
	size_t at = from;

	while (at < search->violated && kl_component_factors(search, at, row))
		at++;
	return at;
}

static void extend(struct kl_component *search, size_t from)
{
	size_t open = first_untouched(search, from);

	search->tried++;
	if (search->size == search->wanted) {
		if (open == search->violated)
			kl_component_try_set(search);
		return;
	}
	if (open < search->violated) {
		extend_by(search, open, open);
		return;
	}
	size_t cell = 0, use = 0, statement;
	while (search->tried < MOST_TRIED
			&& kl_component_next_touched(search, &cell, &use, &statement)) {
		if (kl_component_is_equality(search, statement))
			extend_by(search, statement, open);
	}
}

static bool is_exact(const struct kl_component *search, size_t at)
{
	size_t count;
	const struct kl_term *terms = kl_component_terms(search, at, &count);

	for (size_t i = 0; i < count; i++) {
		if (kl_equations_at(search->equations, terms[i].cell)->value.kind
				!= KL_CELL_EXACT)
			return false;
	}
	return true;
}

/* Violated statements first. */
static bool list_statements(struct kl_component *search, const size_t *order,
	size_t count)
{
	const struct kl_statements *all = search->all;

	search->count = count;
	search->statements = calloc(count + 1, sizeof *search->statements);
	search->residuals = calloc(count + 1, sizeof *search->residuals);
	search->exact = calloc(count + 1, sizeof *search->exact);
	if (search->statements == NULL || search->residuals == NULL
			|| search->exact == NULL)
		return false;
	for (size_t i = 0; i < count; i++)
		search->violated += all->items[order[i]].outcome == KL_VIOLATED;
	size_t violated = 0, others = search->violated;
	for (size_t i = 0; i < count; i++) {
		bool first = all->items[order[i]].outcome == KL_VIOLATED;
		search->statements[first ? violated++ : others++] = order[i];
	}
	for (size_t i = 0; i < count; i++)
		search->exact[i] = is_exact(search, i);
	return true;
}

static bool list_cells(struct kl_component *search, size_t *all)
{
	size_t count, at = 0;

	*all = 0;
	for (size_t i = 0; i < search->count; i++) {
		kl_component_terms(search, i, &count);
		*all += count;
	}
	search->cells = malloc((*all + 1) * sizeof *search->cells);
	if (search->cells == NULL)
		return false;
	for (size_t i = 0; i < search->count; i++) {
		const struct kl_term *terms = kl_component_terms(search, i, &count);
		for (size_t j = 0; j < count; j++)
			search->cells[at++] = terms[j].cell;
	}
	qsort(search->cells, *all, sizeof *search->cells, compare_cells);
	for (size_t i = 0; i < *all; i++) {
		if (i == 0 || search->cells[i] != search->cells[i - 1])
			search->cells[search->cell_count++] = search->cells[i];
	}
	return true;
}

static bool list_uses(struct kl_component *search)
{
	size_t all, count;

	if (!list_cells(search, &all))
		return false;
	search->used = calloc(search->cell_count + 2, sizeof *search->used);
	search->uses = calloc(all + 1, sizeof *search->uses);
	if (search->used == NULL || search->uses == NULL)
		return false;
	for (size_t i = 0; i < search->count; i++) {
		const struct kl_term *terms = kl_component_terms(search, i, &count);
		for (size_t j = 0; j < count; j++)
			search->used[kl_component_find_cell(search, terms[j].cell) + 2]++;
	}
	for (size_t i = 2; i < search->cell_count + 2; i++)
		search->used[i] += search->used[i - 1];
	for (size_t i = 0; i < search->count; i++) {
		const struct kl_term *terms = kl_component_terms(search, i, &count);
		for (size_t j = 0; j < count; j++) {
			size_t at = kl_component_find_cell(search, terms[j].cell);
			search->uses[search->used[at + 1]++] = (struct kl_use){ i,
				terms[j].factor };
		}
	}
	return true;
}

/* Whether changes follow from the violated statements: all are exact, and one at
 * least is an equality. *bounds: some are not. */
static bool can_search(struct kl_component *search, bool *bounds)
{
	size_t equalities = 0;

	for (size_t i = 0; i < search->violated; i++) {
		if (!search->exact[i])
			return false;
		equalities += kl_component_is_equality(search, i);
	}
	*bounds = equalities < search->violated;
	return equalities > 0 && kl_component_residuals(search);
}

static void run(struct kl_component *search)
{
	struct kl_component_repairs *found = search->found;
	bool bounds;

	found->search = KL_REPAIR_NOT_SOUGHT;
	if (!can_search(search, &bounds))
		return;
	for (search->wanted = 1; search->wanted <= KL_REPAIR_CELLS
			&& found->count == 0 && search->tried < MOST_TRIED;
			search->wanted++)
		extend(search, 0);
	if (search->tried >= MOST_TRIED) {
		found->count = 0;
		found->search = KL_REPAIR_TOO_LARGE;
		return;
	}
	keep_once(found);
	keep_sound(found);
	found->alternatives = found->count;
	/* A bound that is broken leaves open how far a figure should change: what
	 * was found mends all, but it need not be the only way. */
	if (found->count > 0)
		found->search = KL_REPAIR_FOUND;
	else if (!bounds)
		found->search = KL_REPAIR_NONE;
	if (found->count > 1)
		qsort(found->repairs, found->count, sizeof *found->repairs,
			compare_repairs);
	if (found->count == 1)
		found->repairs[0].certain = !bounds && found->repairs[0].broken == 0;
	if (found->count > MOST_KEPT)
		found->count = MOST_KEPT;
}

bool kl_repair_component(const struct kl_equations *equations,
	const struct kl_statements *statements, size_t first, size_t count,
	struct kl_component_repairs *found)
{
	struct kl_component search = { .equations = equations, .all = statements,
		.found = found };

	*found = (struct kl_component_repairs){ .search = KL_REPAIR_NONE,
		.violated = true };
	bool done = list_statements(&search, statements->order + first, count)
		&& list_uses(&search);
	if (done)
		run(&search);
	free(search.statements);
	free(search.residuals);
	free(search.exact);
	free(search.cells);
	free(search.uses);
	free(search.used);
	return done && !search.no_memory;
}
