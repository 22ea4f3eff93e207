#include "equation/store.h"

#include <stdlib.h>

struct kl_equations *kl_equations_new(void)
{
	return calloc(1, sizeof(struct kl_equations));
}

void kl_equations_free(struct kl_equations *equations)
{
	if (equations == NULL)
		return;
	free(equations->cells);
	free(equations->terms);
	free(equations->equations);
	free(equations->classes);
	free(equations->shares);
	free(equations->share_uses);
	kl_index_release(&equations->places);
	kl_arena_release(&equations->texts);
	kl_expansion_release(&equations->expansion);
	free(equations);
}

void kl_equations_clear(struct kl_equations *equations)
{
	equations->cell_count = 0;
	equations->term_count = 0;
	equations->count = 0;
	equations->share_count = 0;
	equations->share_use_count = 0;
	equations->derivations = 0;
	equations->last_label = (struct kl_span){ 0 };
	kl_index_release(&equations->places);
	kl_arena_release(&equations->texts);
	kl_expansion_release(&equations->expansion);
}

static bool is_known(const struct kl_cell *value)
{
	return value->kind == KL_CELL_EXACT || value->kind == KL_CELL_ROUNDED
		|| value->kind == KL_CELL_RANGE;
}

static bool add_cell(struct kl_equations *equations,
	const struct kl_equation_cell *made, bool derivable, uint32_t *cell)
{
	if (equations->cell_count >= KL_NONE
			|| !kl_grow(equations->cells, equations->cell_capacity,
				equations->cell_count + 1))
		return false;
	*cell = (uint32_t)equations->cell_count++;
	equations->cells[*cell] = (struct kl_stored_cell){ .cell = *made,
		.known = is_known(&made->value), .derivable = derivable,
		.definer = KL_NONE };
	return true;
}

/* The cells of a row have one label: it is kept once. */
static bool keep_label(struct kl_equations *equations, struct kl_span *label)
{
	if (label->at == NULL)
		return true;
	if (!kl_span_equal(*label, equations->last_label))
		equations->last_label = kl_arena_span(&equations->texts, *label);
	*label = equations->last_label;
	return label->at != NULL;
}

/* Table, row and field as one key. What stands in no row, as an N, is told by
 * its line too. */
static bool find_place(struct kl_equations *equations,
	const struct kl_place *place, uint32_t next, uint32_t *cell, bool *found)
{
	struct kl_text_buffer key = { 0 };
	bool in_row = place->row > 0;
	const uint64_t numbers[] = { place->order, place->row,
		in_row ? 0 : place->line, in_row ? 0 : place->column };

	kl_text_add(&key, (struct kl_span){ (const char *)numbers, sizeof numbers });
	if (!in_row)
		kl_text_add(&key, kl_span_of(place->path));
	kl_text_add(&key, place->field);
	bool done = !key.failed && kl_index_add(&equations->places,
		kl_text_span(&key), next, cell, found);
	kl_text_release(&key);
	return done;
}

bool kl_equations_cell(struct kl_equations *equations,
	const struct kl_place *place, struct kl_span label, struct kl_span printed,
	const struct kl_cell *value, char decimal_char, uint32_t *cell,
	bool *found)
{
	bool there = false;

	if (!find_place(equations, place, (uint32_t)equations->cell_count, cell,
			&there))
		return false;
	if (found != NULL)
		*found = there;
	if (there)
		return true;
	struct kl_equation_cell made = { .place = *place, .label = label,
		.printed = kl_arena_span(&equations->texts, printed),
		.value = *value, .known = value->interval,
		.cells = 1, .decimal_char = decimal_char };
	made.place.field = kl_arena_span(&equations->texts, place->field);
	if ((printed.at != NULL && made.printed.at == NULL)
			|| (place->field.at != NULL && made.place.field.at == NULL)
			|| !keep_label(equations, &made.label))
		return false;
	return add_cell(equations, &made, value->kind == KL_CELL_UNKNOWN, cell);
}

bool kl_equations_quantity(struct kl_equations *equations,
	const struct kl_cell *value, uint32_t *cell)
{
	struct kl_equation_cell made = { .decimal_char = '.' };

	made.value = value != NULL ? *value
		: (struct kl_cell){ KL_CELL_UNKNOWN, { 0, 0 }, kl_interval_all() };
	made.known = made.value.interval;
	return add_cell(equations, &made, false, cell);
}

void kl_equations_stands_for(struct kl_equations *equations, uint32_t cell,
	uint64_t cells)
{
	equations->cells[cell].cell.cells = cells;
}

size_t kl_equations_cells(const struct kl_equations *equations)
{
	return equations->cell_count;
}

void kl_equations_set(struct kl_equations *equations, uint32_t cell,
	const struct kl_cell *value)
{
	struct kl_stored_cell *stored = &equations->cells[cell];

	stored->cell.value = *value;
	stored->cell.known = value->interval;
	stored->known = is_known(value);
}

void kl_equations_let_derive(struct kl_equations *equations, uint32_t cell)
{
	equations->cells[cell].derivable = true;
}

bool kl_equations_add(struct kl_equations *equations, enum kl_relation relation,
	const struct kl_term *terms, size_t count, uint32_t rule, uint32_t tag)
{
	if (!kl_grow(equations->terms, equations->term_capacity,
			equations->term_count + count)
			|| !kl_grow(equations->equations, equations->capacity,
				equations->count + 1))
		return false;
	memcpy(equations->terms + equations->term_count, terms,
		count * sizeof *terms);
	equations->equations[equations->count++] = (struct kl_stored_equation){
		.relation = relation, .first = equations->term_count,
		.count = count, .rule = rule, .tag = tag };
	equations->term_count += count;
	return true;
}

bool kl_equations_class(struct kl_equations *equations, uint32_t rule,
	uint32_t class)
{
	if (!kl_grow(equations->classes, equations->class_capacity,
			(size_t)rule + 1))
		return false;
	while (equations->class_count <= rule)
		equations->classes[equations->class_count++] = 0;
	equations->classes[rule] = class;
	return true;
}

const struct kl_equation_cell *kl_equations_at(
	const struct kl_equations *equations, uint32_t cell)
{
	return &equations->cells[cell].cell;
}
