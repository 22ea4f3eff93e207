#include <assert.h>

#include "equation/store.h"

/* What of an equation is not known yet. */
struct unknowns {
	size_t count;           /* different cells, 2 means more than one */
	uint32_t cell;
	int64_t factor;
};

static struct unknowns find_unknowns(const struct kl_equations *equations,
	const struct kl_stored_equation *equation)
{
	struct unknowns found = { 0, KL_NONE, 0 };

	for (size_t i = 0; i < equation->count; i++) {
		const struct kl_term *term = &equations->terms[equation->first + i];
		if (equations->cells[term->cell].known)
			continue;
		if (found.count > 0 && term->cell != found.cell) {
			found.count = 2;
			return found;
		}
		found.count = 1;
		found.cell = term->cell;
		found.factor += term->factor;
	}
	return found;
}

/* cell = -(the other terms) / factor, with a factor of 1 or -1. */
static bool derive_cell(struct kl_equations *equations, uint32_t number,
	const struct unknowns *unknown)
{
	struct kl_stored_equation *equation = &equations->equations[number];
	struct kl_stored_cell *cell = &equations->cells[unknown->cell];
	struct kl_interval sum = kl_interval_point(kl_decimal_of(0));

	for (size_t i = 0; i < equation->count; i++) {
		const struct kl_term *term = &equations->terms[equation->first + i];
		if (term->cell != unknown->cell && !kl_interval_add_scaled(&sum,
				&equations->cells[term->cell].cell.known,
				-(int64_t)term->factor * unknown->factor))
			return false;
	}
	cell->cell.known = sum;
	cell->cell.derived = true;
	cell->known = true;
	cell->definer = number;
	cell->factor = (int32_t)unknown->factor;
	cell->order = equations->derivations++;
	equation->defining = true;
	return true;
}

/* One pass; with heads_only a cell is derived only as the total of an equation. */
static size_t derive_pass(struct kl_equations *equations, bool heads_only)
{
	size_t derived = 0;

	for (size_t i = 0; i < equations->count; i++) {
		struct kl_stored_equation *equation = &equations->equations[i];
		if (equation->relation != KL_EQUALS || equation->defining
				|| equation->count == 0)
			continue;
		if (heads_only
				&& equations->cells[equations->terms[equation->first].cell].known)
			continue;
		struct unknowns unknown = find_unknowns(equations, equation);
		if (unknown.count != 1
				|| (unknown.factor != 1 && unknown.factor != -1)
				|| !equations->cells[unknown.cell].derivable)
			continue;
		if (heads_only
				&& unknown.cell != equations->terms[equation->first].cell)
			continue;
		derived += derive_cell(equations, (uint32_t)i, &unknown);
	}
	return derived;
}

size_t kl_equations_derive(struct kl_equations *equations)
{
	size_t total = 0;

	for (;;) {
		size_t heads = 0, derived;
		while ((derived = derive_pass(equations, true)) > 0)
			heads += derived;
		derived = derive_pass(equations, false);
		total += heads + derived;
		if (derived == 0)
			return total;
	}
}
