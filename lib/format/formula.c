#include "format/formula.h"

#include <stdlib.h>

static size_t count_of(struct kl_span text, size_t from, const char *characters)
{
	size_t i = from;

	while (i < text.length && text.at[i] != '\0'
			&& strchr(characters, text.at[i]) != NULL)
		i++;
	return i - from;
}

/* As numbers are typed anywhere, behind their sign: digits, points and commas, an
 * exponent, a percent sign. */
static bool is_number(struct kl_span text)
{
	static const char digits[] = "0123456789";
	size_t at = count_of(text, 0, "0123456789.,");

	if (count_of(text, 0, ".,") == at)
		return false;
	if (at < text.length && (text.at[at] == 'e' || text.at[at] == 'E')) {
		at++;
		at += at < text.length && (text.at[at] == '-' || text.at[at] == '+');
		size_t exponent = count_of(text, at, digits);
		if (exponent == 0)
			return false;
		at += exponent;
	}
	at += at + 1 < text.length && text.at[at] == ' ';
	at += at < text.length && text.at[at] == '%';
	return at == text.length;
}

/* "-" and "---" mean nil, and compute nothing. */
static bool is_harmless(struct kl_span cell)
{
	return count_of(cell, 0, "-") == cell.length
		|| is_number((struct kl_span){ cell.at + 1, cell.length - 1 });
}

static bool is_formula(struct kl_span cell)
{
	if (cell.length == 0 || *cell.at == '\0'
			|| strchr("=+-@\t\r", *cell.at) == NULL)
		return false;
	return (*cell.at != '-' && *cell.at != '+') || !is_harmless(cell);
}

static bool mark(struct kl_formula_guard *guard, struct kl_span *cell)
{
	char *copy = kl_arena_alloc(&guard->arena, cell->length + 1);

	if (copy == NULL)
		return false;
	copy[0] = '\'';
	memcpy(copy + 1, cell->at, cell->length);
	*cell = (struct kl_span){ copy, cell->length + 1 };
	return true;
}

const struct kl_span *kl_formula_guard(struct kl_formula_guard *guard,
	const struct kl_span *cells, size_t count)
{
	size_t first = 0;

	while (guard->on && first < count && !is_formula(cells[first]))
		first++;
	if (!guard->on || first == count)
		return cells;
	kl_arena_release(&guard->arena);
	if (!kl_grow(guard->cells, guard->capacity, count))
		return NULL;
	memcpy(guard->cells, cells, count * sizeof *cells);
	for (size_t i = first; i < count; i++) {
		if (is_formula(cells[i]) && !mark(guard, &guard->cells[i]))
			return NULL;
	}
	return guard->cells;
}

void kl_formula_guard_release(struct kl_formula_guard *guard)
{
	free(guard->cells);
	kl_arena_release(&guard->arena);
	*guard = (struct kl_formula_guard){ 0 };
}
