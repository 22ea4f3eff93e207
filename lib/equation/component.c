#include "equation/component.h"

const struct kl_term *kl_component_terms(const struct kl_component *search,
	size_t at, size_t *count)
{
	const struct kl_statement *statement =
		&search->all->items[search->statements[at]];

	*count = statement->count;
	return search->all->terms + statement->first;
}

bool kl_component_is_equality(const struct kl_component *search, size_t at)
{
	return search->all->items[search->statements[at]].relation == KL_EQUALS;
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

static const struct kl_use *uses_of(const struct kl_component *search,
	uint32_t cell, size_t *count)
{
	size_t at = kl_component_find_cell(search, cell);

	*count = search->used[at + 1] - search->used[at];
	return search->uses + search->used[at];
}

/* How many of the uses, which are in the order of statements, are not beyond one. */
static size_t uses_until(const struct kl_use *uses, size_t count,
	size_t statement)
{
	size_t low = 0;

	while (low < count) {
		size_t middle = low + (count - low) / 2;
		if (uses[middle].statement <= statement)
			low = middle + 1;
		else
			count = middle;
	}
	return low;
}

bool kl_component_factors(const struct kl_component *search, size_t statement,
	kl_int128 *row)
{
	bool touched = false;

	for (size_t i = 0; i < search->size; i++) {
		size_t count;
		const struct kl_use *uses = uses_of(search, search->set[i], &count);
		size_t at = uses_until(uses, count, statement);
		bool there = at > 0 && uses[at - 1].statement == statement;
		row[i] = there ? uses[at - 1].factor : 0;
		touched = touched || there;
	}
	return touched;
}

bool kl_component_next_touched(const struct kl_component *search, size_t *cell,
	size_t *use, size_t *statement)
{
	for (; *cell < search->size; ++*cell, *use = 0) {
		size_t count;
		const struct kl_use *uses = uses_of(search, search->set[*cell],
			&count);
		if (*use < count) {
			*statement = uses[(*use)++].statement;
			return true;
		}
	}
	return false;
}
