#include "equation/component.h"

const struct kl_term *kl_component_terms(const struct kl_component *search, size_t at,
	size_t *count)
{
	const struct kl_statement *statement =
		&search->all->items[search->statements[at]];

	*count = statement->count;
	return search->all->terms + statement->first;
}

bool kl_component_factors(const struct kl_component *search, size_t statement,
	kl_int128 *row)
{
	size_t count;
	const struct kl_term *terms = kl_component_terms(search, statement, &count);
	bool touched = false;

	for (size_t i = 0; i < search->size; i++)
		row[i] = 0;
	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < search->size; j++) {
			if (terms[i].cell == search->set[j]) {
				row[j] = terms[i].factor;
				touched = true;
			}
		}
	}
	return touched;
}

bool kl_component_is_equality(const struct kl_component *search, size_t at)
{
	return search->all->items[search->statements[at]].relation == KL_EQUALS;
}

bool kl_component_is_exact(const struct kl_component *search, size_t at)
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

size_t kl_component_find_cell(const struct kl_component *search, uint32_t cell)
{
	size_t low = 0, high = search->cell_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (search->cells[middle] < cell)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool kl_component_next_touched(const struct kl_component *search, size_t *cell, size_t *use,
	size_t *statement)
{
	for (; *cell < search->size; ++*cell, *use = 0) {
		size_t at = kl_component_find_cell(search, search->set[*cell]);
		size_t first = search->used[at], count = search->used[at + 1] - first;
		if (*use < count) {
			*statement = search->uses[first + (*use)++];
			return true;
		}
	}
	return false;
}
