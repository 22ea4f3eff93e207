#include "equation/component.h"

/* The decimal as a whole number of units of 10^-decimals. */
static bool in_units(struct kl_decimal value, int decimals, kl_int128 *out)
{
	struct kl_decimal aligned, zero = { 0, decimals };

	if (!kl_decimal_add(value, zero, &aligned)
			|| aligned.decimals != decimals)
		return false;
	*out = aligned.coefficient;
	return true;
}

/* Rows of whole numbers, reduced against each other: coefficients, then what
 * they must make. */
struct system {
	kl_int128 rows[KL_REPAIR_CELLS][KL_REPAIR_CELLS + 1];
	size_t pivots[KL_REPAIR_CELLS];
	size_t count, size;
};

static kl_int128 common_divisor(kl_int128 a, kl_int128 b)
{
	while (b != 0) {
		kl_int128 rest = a % b;
		a = b;
		b = rest;
	}
	return a < 0 ? -a : a;
}

/* row = row * by[pivot] - by * row[pivot], made as small as it can be. */
static bool eliminate(kl_int128 *row, const kl_int128 *by, size_t pivot,
	size_t size)
{
	kl_int128 times = by[pivot], less = row[pivot], divisor = 0;

	for (size_t i = 0; i <= size; i++) {
		kl_int128 left, right;
		if (__builtin_mul_overflow(row[i], times, &left)
				|| __builtin_mul_overflow(by[i], less, &right)
				|| __builtin_sub_overflow(left, right, &row[i]))
			return false;
		divisor = common_divisor(divisor, row[i]);
	}
	for (size_t i = 0; i <= size && divisor > 1; i++)
		row[i] /= divisor;
	return true;
}

/* Adds an equation; false if it contradicts the others. */
static bool add_row(struct system *system, const kl_int128 *given)
{
	kl_int128 row[KL_REPAIR_CELLS + 1];
	size_t pivot = 0;

	memcpy(row, given, sizeof row);
	for (size_t i = 0; i < system->count; i++) {
		if (row[system->pivots[i]] != 0 && !eliminate(row, system->rows[i],
				system->pivots[i], system->size))
			return false;
	}
	while (pivot < system->size && row[pivot] == 0)
		pivot++;
	if (pivot == system->size)
		return row[system->size] == 0;
	for (size_t i = 0; i < system->count; i++) {
		if (system->rows[i][pivot] != 0 && !eliminate(system->rows[i], row,
				pivot, system->size))
			return false;
	}
	system->pivots[system->count] = pivot;
	memcpy(system->rows[system->count++], row, sizeof row);
	return true;
}

/* All changes, if they are whole, not zero, and the only ones. */
static bool read_solution(const struct system *system, kl_int128 *changes)
{
	if (system->count < system->size)
		return false;
	for (size_t i = 0; i < system->count; i++) {
		kl_int128 factor = system->rows[i][system->pivots[i]];
		kl_int128 wanted = system->rows[i][system->size];
		if (wanted == 0 || wanted % factor != 0)
			return false;
		changes[system->pivots[i]] = wanted / factor;
	}
	return true;
}

static bool solve(const struct kl_component *search, kl_int128 *changes)
{
	struct system system = { .size = search->size };
	kl_int128 row[KL_REPAIR_CELLS + 1] = { 0 };
	size_t cell = 0, use = 0, statement;

	while (kl_component_next_touched(search, &cell, &use, &statement)) {
		if (!kl_component_is_equality(search, statement)
				|| !search->exact[statement])
			continue;
		kl_component_factors(search, statement, row);
		row[search->size] = -search->residuals[statement];
		if (!add_row(&system, row))
			return false;
	}
	return read_solution(&system, changes);
}

/* Cells with the values that they would have; false if one cannot be. */
static bool make_repair(const struct kl_component *search,
	const kl_int128 *changes, struct kl_repair *repair)
{
	*repair = (struct kl_repair){ .count = search->size };
	for (size_t i = 0; i < search->size; i++) {
		struct kl_repair_cell *cell = &repair->cells[i];
		struct kl_decimal change = { changes[i], search->decimals };
		cell->cell = search->set[i];
		cell->from = kl_equations_at(search->equations,
			cell->cell)->value.value;
		if (!kl_decimal_add(cell->from, change, &cell->to))
			return false;
		while (cell->to.decimals > cell->from.decimals
				&& cell->to.coefficient % 10 == 0) {
			cell->to.coefficient /= 10;
			cell->to.decimals--;
		}
		if (search->not_negative && kl_decimal_sign(cell->to) < 0)
			return false;
	}
	return true;
}

/* The exact equalities are solved; no bound, and nothing that could not be decided
 * before, may be violated by it. What no cell of the set touches stays as it is. */
static bool satisfies(const struct kl_component *search,
	const struct kl_repair *repair)
{
	size_t cell = 0, use = 0, at;

	while (kl_component_next_touched(search, &cell, &use, &at)) {
		if (kl_component_is_equality(search, at) && search->exact[at])
			continue;
		const struct kl_statement *statement =
			&search->all->items[search->statements[at]];
		if (kl_statement_decide(search->equations, statement->relation,
				search->all->terms + statement->first, statement->count,
				repair) == KL_VIOLATED)
			return false;
	}
	return true;
}

void kl_component_try_set(struct kl_component *search)
{
	struct kl_component_repairs *found = search->found;
	kl_int128 changes[KL_REPAIR_CELLS];
	struct kl_repair repair;

	if (!solve(search, changes) || !make_repair(search, changes, &repair)
			|| !satisfies(search, &repair))
		return;
	repair.turn = found->count;
	repair.below = search->below != KL_NONE;
	for (size_t i = 0; i < repair.count; i++) {
		const struct kl_repair_cell *cell = &repair.cells[i];
		repair.rank += kl_slip_rank(cell->from, cell->to);
		if (cell->cell == search->below && kl_decimal_sign(cell->to) >= 0)
			repair.below = false;
	}
	kl_shares_weigh(search->equations, &repair);
	if (!kl_grow(found->repairs, found->capacity, found->count + 1))
		search->no_memory = true;
	else
		found->repairs[found->count++] = repair;
}

static void note_below(struct kl_component *search, uint32_t cell)
{
	if (search->not_negative)
		search->below = cell;
	else if (search->below != cell)
		search->below = KL_NONE;
	search->not_negative = false;
}

bool kl_component_residuals(struct kl_component *search)
{
	size_t count;

	search->not_negative = true;
	search->below = KL_NONE;
	for (size_t i = 0; i < search->count; i++) {
		const struct kl_term *terms = kl_component_terms(search, i, &count);
		for (size_t j = 0; j < count; j++) {
			const struct kl_decimal value = kl_equations_at(
				search->equations, terms[j].cell)->value.value;
			if (value.decimals > search->decimals)
				search->decimals = value.decimals;
			if (kl_decimal_sign(value) < 0)
				note_below(search, terms[j].cell);
		}
	}
	for (size_t i = 0; i < search->count; i++) {
		const struct kl_term *terms = kl_component_terms(search, i, &count);
		if (!kl_component_is_equality(search, i) || !search->exact[i])
			continue;
		for (size_t j = 0; j < count; j++) {
			struct kl_decimal value = kl_equations_at(search->equations,
				terms[j].cell)->value.value;
			kl_int128 units;
			if (!kl_decimal_scale(value, terms[j].factor, &value)
					|| !in_units(value, search->decimals, &units)
					|| __builtin_add_overflow(search->residuals[i], units,
						&search->residuals[i]))
				return false;
		}
	}
	return true;
}
