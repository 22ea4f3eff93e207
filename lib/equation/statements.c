#include <stdlib.h>

#include "equation/repair.h"

static size_t find_root(struct kl_statement *items, size_t at)
{
	while (items[at].component != at) {
		items[at].component = items[items[at].component].component;
		at = items[at].component;
	}
	return at;
}

/* A stable order by component: a counting sort. */
static bool sort_statements(struct kl_statements *statements)
{
	size_t count = statements->count;
	size_t *next = calloc(count + 1, sizeof *next);

	statements->order = malloc((count + 1) * sizeof *statements->order);
	if (next == NULL || statements->order == NULL) {
		free(next);
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		statements->items[i].component = find_root(statements->items, i);
		next[statements->items[i].component + 1]++;
	}
	for (size_t i = 1; i <= count; i++)
		next[i] += next[i - 1];
	for (size_t i = 0; i < count; i++)
		statements->order[next[statements->items[i].component]++] = i;
	free(next);
	return true;
}

bool kl_statements_connect(const struct kl_equations *equations,
	struct kl_statements *statements)
{
	size_t *first = malloc((equations->cell_count + 1) * sizeof *first);

	if (first == NULL)
		return false;
	for (size_t i = 0; i < equations->cell_count; i++)
		first[i] = SIZE_MAX;
	for (size_t i = 0; i < statements->count; i++)
		statements->items[i].component = i;
	for (size_t i = 0; i < statements->count; i++) {
		const struct kl_statement *statement = &statements->items[i];
		for (size_t j = 0; j < statement->count; j++) {
			uint32_t cell = statements->terms[statement->first + j].cell;
			/* A quantity is given: it connects nothing. */
			if (equations->cells[cell].cell.place.path == NULL)
				continue;
			if (first[cell] == SIZE_MAX)
				first[cell] = i;
			else
				statements->items[find_root(statements->items, i)].component =
					find_root(statements->items, first[cell]);
		}
	}
	free(first);
	return sort_statements(statements);
}

