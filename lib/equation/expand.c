#include <stdlib.h>

#include "equation/store.h"

void kl_expansion_release(struct kl_expansion *expansion)
{
	free(expansion->factors);
	free(expansion->met);
	free(expansion->heap);
	free(expansion->terms);
	*expansion = (struct kl_expansion){ 0 };
}

static uint32_t order_of(const struct kl_equations *equations, size_t at)
{
	return equations->cells[equations->expansion.heap[at]].order;
}

static void swap_heap(struct kl_expansion *expansion, size_t a, size_t b)
{
	uint32_t spare = expansion->heap[a];

	expansion->heap[a] = expansion->heap[b];
	expansion->heap[b] = spare;
}

static bool push(struct kl_equations *equations, uint32_t cell)
{
	struct kl_expansion *expansion = &equations->expansion;

	if (!kl_grow(expansion->heap, expansion->heap_capacity,
			expansion->heap_count + 1))
		return false;
	size_t at = expansion->heap_count++;
	expansion->heap[at] = cell;
	while (at > 0 && order_of(equations, (at - 1) / 2) < order_of(equations, at)) {
		swap_heap(expansion, at, (at - 1) / 2);
		at = (at - 1) / 2;
	}
	return true;
}

static uint32_t pop(struct kl_equations *equations)
{
	struct kl_expansion *expansion = &equations->expansion;
	uint32_t top = expansion->heap[0];
	size_t at = 0, child;

	expansion->heap[0] = expansion->heap[--expansion->heap_count];
	while ((child = 2 * at + 1) < expansion->heap_count) {
		if (child + 1 < expansion->heap_count && order_of(equations, child + 1)
				> order_of(equations, child))
			child++;
		if (order_of(equations, child) <= order_of(equations, at))
			break;
		swap_heap(expansion, at, child);
		at = child;
	}
	return top;
}

static enum kl_expanded add_term(struct kl_equations *equations, uint32_t cell,
	int64_t factor)
{
	struct kl_expansion *expansion = &equations->expansion;
	struct kl_factor *entry = &expansion->factors[cell];

	if (!entry->met) {
		if (!kl_grow(expansion->met, expansion->met_capacity,
				expansion->met_count + 1))
			return KL_EXPANSION_NO_MEMORY;
		expansion->met[expansion->met_count++] = cell;
		entry->met = true;
		if (equations->cells[cell].definer != KL_NONE
				&& !push(equations, cell))
			return KL_EXPANSION_NO_MEMORY;
	}
	if (__builtin_add_overflow(entry->factor, factor, &entry->factor))
		return KL_EXPANSION_TOO_LARGE;
	return KL_EXPANDED;
}

static enum kl_expanded add_terms(struct kl_equations *equations,
	const struct kl_stored_equation *equation, uint32_t except, int64_t times)
{
	enum kl_expanded done = KL_EXPANDED;

	for (size_t i = 0; i < equation->count && done == KL_EXPANDED; i++) {
		const struct kl_term *term = &equations->terms[equation->first + i];
		int64_t factor;
		if (term->cell == except)
			continue;
		if (__builtin_mul_overflow((int64_t)term->factor, times, &factor))
			return KL_EXPANSION_TOO_LARGE;
		done = add_term(equations, term->cell, factor);
	}
	return done;
}

/* Latest derivations first: by then all of a cell's factors have come together,
 * so that each is replaced once, however often it is needed. */
static enum kl_expanded replace_derived(struct kl_equations *equations)
{
	struct kl_expansion *expansion = &equations->expansion;
	enum kl_expanded done = KL_EXPANDED;

	while (expansion->heap_count > 0 && done == KL_EXPANDED) {
		uint32_t cell = pop(equations);
		const struct kl_stored_cell *stored = &equations->cells[cell];
		int64_t factor = expansion->factors[cell].factor;
		expansion->factors[cell].factor = 0;
		if (factor == 0)
			continue;
		struct kl_stored_equation *definer =
			&equations->equations[stored->definer];
		definer->used = true;
		/* The factor there is 1 or -1: only -2^63 does not turn round. */
		if (__builtin_mul_overflow(factor, -(int64_t)stored->factor, &factor))
			return KL_EXPANSION_TOO_LARGE;
		done = add_terms(equations, definer, cell, factor);
	}
	return done;
}

static int compare_terms(const void *left, const void *right)
{
	const struct kl_term *a = left, *b = right;

	return (a->cell > b->cell) - (a->cell < b->cell);
}

static enum kl_expanded collect(struct kl_expansion *expansion)
{
	expansion->term_count = 0;
	for (size_t i = 0; i < expansion->met_count; i++) {
		uint32_t cell = expansion->met[i];
		int64_t factor = expansion->factors[cell].factor;
		if (factor == 0)
			continue;
		if (factor > INT32_MAX || factor < -INT32_MAX)
			return KL_EXPANSION_TOO_LARGE;
		if (!kl_grow(expansion->terms, expansion->term_capacity,
				expansion->term_count + 1))
			return KL_EXPANSION_NO_MEMORY;
		expansion->terms[expansion->term_count++] = (struct kl_term){
			cell, (int32_t)factor };
	}
	if (expansion->term_count > 1)
		qsort(expansion->terms, expansion->term_count,
			sizeof *expansion->terms, compare_terms);
	return KL_EXPANDED;
}

enum kl_expanded kl_equation_expand(struct kl_equations *equations,
	const struct kl_stored_equation *equation)
{
	struct kl_expansion *expansion = &equations->expansion;
	size_t had = expansion->factor_count;

	if (had < equations->cell_count) {
		if (!kl_grow(expansion->factors, expansion->factor_capacity,
				equations->cell_count))
			return KL_EXPANSION_NO_MEMORY;
		memset(expansion->factors + had, 0,
			(equations->cell_count - had) * sizeof *expansion->factors);
		expansion->factor_count = equations->cell_count;
	}
	expansion->heap_count = 0;
	enum kl_expanded done = add_terms(equations, equation, KL_NONE, 1);
	if (done == KL_EXPANDED)
		done = replace_derived(equations);
	if (done == KL_EXPANDED)
		done = collect(expansion);
	for (size_t i = 0; i < expansion->met_count; i++)
		expansion->factors[expansion->met[i]] = (struct kl_factor){ 0 };
	expansion->met_count = 0;
	return done;
}
