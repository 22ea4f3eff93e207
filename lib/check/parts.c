#include "check/parts.h"

#include <stdlib.h>

uint64_t kl_kept_rows(size_t cells)
{
	uint64_t rows = KL_KEPT_CELLS / (cells > 0 ? cells : 1);

	return rows > KL_KEPT_ROWS ? KL_KEPT_ROWS
		: rows < KL_KEPT_LEAST ? KL_KEPT_LEAST : rows;
}

bool kl_parts_add(struct kl_parts *parts, uint32_t cell)
{
	if (!kl_grow(parts->cells, parts->capacity, parts->count + 1))
		return false;
	parts->cells[parts->count++] = cell;
	return true;
}

static void add_rest(struct kl_parts *parts, const struct kl_cell *value,
	uint64_t count)
{
	if (parts->rest_count == 0) {
		parts->rest = *value;
	} else {
		if (!kl_interval_add_scaled(&parts->rest.interval, &value->interval,
				1))
			parts->rest.interval = kl_interval_all();
		/* Kinds go from exact to unknown: a sum is as good as its worst. */
		if (value->kind > parts->rest.kind)
			parts->rest.kind = value->kind;
	}
	/* A rounded cell's own value takes part in the difference as printed. */
	if (parts->rest_count > 0 && !kl_decimal_add(parts->rest.value,
			value->value, &parts->rest.value))
		parts->rest.kind = KL_CELL_RANGE;
	parts->rest_count += count;
}

void kl_parts_add_value(struct kl_parts *parts, const struct kl_cell *value)
{
	add_rest(parts, value, 1);
}

bool kl_parts_take(struct kl_parts *parts, struct kl_equations *equations,
	int32_t factor, struct kl_term **terms, size_t *count, size_t *capacity)
{
	size_t need = *count + parts->count + 1;
	uint32_t rest;

	if (!kl_reserve((void **)terms, capacity, need, sizeof **terms))
		return false;
	for (size_t i = 0; i < parts->count; i++)
		(*terms)[(*count)++] = (struct kl_term){ parts->cells[i], factor };
	if (parts->rest_count > 0) {
		if (!kl_equations_quantity(equations, &parts->rest, &rest))
			return false;
		kl_equations_stands_for(equations, rest, parts->rest_count);
		(*terms)[(*count)++] = (struct kl_term){ rest, factor };
	}
	parts->count = 0;
	parts->rest_count = 0;
	return true;
}

bool kl_parts_move(struct kl_parts *parts, struct kl_parts *to)
{
	if (!kl_grow(to->cells, to->capacity, to->count + parts->count))
		return false;
	if (parts->count > 0)
		memcpy(to->cells + to->count, parts->cells,
			parts->count * sizeof *parts->cells);
	to->count += parts->count;
	if (parts->rest_count > 0)
		add_rest(to, &parts->rest, parts->rest_count);
	parts->count = 0;
	parts->rest_count = 0;
	return true;
}

void kl_parts_release(struct kl_parts *parts)
{
	free(parts->cells);
	*parts = (struct kl_parts){ 0 };
}
