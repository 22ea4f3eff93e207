/* Values and cells that outlive the reader's buffers. */
#include "expression/gathering.h"

#include "table/place.h"

static const void *keep(struct kl_arena *arena, const void *value, size_t size)
{
	void *copy = kl_arena_alloc(arena, size);

	if (copy != NULL)
		memcpy(copy, value, size);
	return copy;
}

bool kl_keep(struct kl_arena *arena, enum kl_expression_type type,
	const struct kl_result *value, struct kl_kept *out)
{
	struct kl_result copy = *value;

	out->blank = value->blank;
	if (value->unknown)
		return true;
	if (type == KL_OF_TEXT || type == KL_OF_ANY) {
		copy.text = kl_arena_span(arena, value->text);
		if (value->text.at != NULL && copy.text.at == NULL)
			return false;
	}
	switch (type) {
	case KL_OF_NUMBER:
		out->point = value->number.point;
		out->at = keep(arena, &value->number, out->point
			? sizeof value->number.low : sizeof value->number);
		break;
	case KL_OF_TEXT:
		out->at = keep(arena, &copy.text, sizeof copy.text);
		break;
	case KL_OF_DATE:
		out->at = keep(arena, &value->date, sizeof value->date);
		break;
	case KL_OF_TRUTH:
		out->at = keep(arena, &value->truth, sizeof value->truth);
		break;
	case KL_OF_ANY:
		out->at = keep(arena, &copy, sizeof copy);
		break;
	}
	return out->at != NULL;
}

void kl_kept_result(const struct kl_kept *kept, enum kl_expression_type type,
	struct kl_result *out)
{
	*out = (struct kl_result){ .type = type, .blank = kept->blank,
		.unknown = kept->at == NULL, .truth = KL_UNDECIDED };
	if (kept->at == NULL)
		return;
	switch (type) {
	case KL_OF_NUMBER:
		/* The low end of a range stands first in it. */
		out->number = kept->point
			? kl_range_point(*(const struct kl_ratio *)kept->at)
			: *(const struct kl_range *)kept->at;
		break;
	case KL_OF_TEXT:
		out->text = *(const struct kl_span *)kept->at;
		break;
	case KL_OF_DATE:
		out->date = *(const struct kl_date *)kept->at;
		break;
	case KL_OF_TRUTH:
		out->truth = *(const enum kl_outcome *)kept->at;
		break;
	case KL_OF_ANY:
		*out = *(const struct kl_result *)kept->at;
		break;
	}
}

static void set_cell(const struct kl_gathering *g, size_t slot,
	const struct kl_row *row, const struct kl_dialect *dialect,
	struct kl_gathered_cell *out)
{
	const struct kl_table *table = g->binding->table;
	size_t column = g->binding->slots[slot].index;
	const struct kl_reading *reading = g->binding->slots[slot].reading;
	struct kl_span text = column < row->count ? row->cells[column]
		: (struct kl_span){ "", 0 };

	*out = (struct kl_gathered_cell){ .cell = { .value = text, .place = {
		.order = table->order, .table = table->name, .path = table->shown,
		.row = row->number, .sheet = dialect->sheet,
		.field = g->binding->frame->columns[slot].name } },
		.label = kl_row_label(row, column),
		.decimal_char = reading->decimal_char };
	kl_row_place(row, dialect, column, &out->cell.place.line,
		&out->cell.place.column);
	kl_cell_read(text, reading, &out->value);
}

/* The slots of the columns in a term, each once. */
static size_t list_slots(const struct kl_tree *term, size_t *slots, size_t count)
{
	if (term->kind == KL_TREE_COLUMN) {
		for (size_t i = 0; i < count; i++) {
			if (slots[i] == term->slot)
				return count;
		}
		slots[count++] = term->slot;
	}
	for (size_t i = 0; i < term->count; i++)
		count = list_slots(term->operands[i], slots, count);
	return count;
}

bool kl_keep_cells(struct kl_gathering *g, const struct kl_row *row,
	const struct kl_dialect *dialect)
{
	struct kl_over_table *t = &g->tables[g->current];
	size_t most = g->binding->frame->count;
	size_t *slots = kl_arena_alloc(&t->arena, (most + 1) * sizeof *slots);

	t->cells = kl_arena_alloc(&t->arena, (most + 1) * sizeof *t->cells);
	if (slots == NULL || t->cells == NULL)
		return false;
	t->cell_count = list_slots(g->aggregate->values[0], slots, 0);
	for (size_t i = 0; i < t->cell_count; i++) {
		struct kl_gathered_cell *cell = &t->cells[i];
		set_cell(g, slots[i], row, dialect, cell);
		cell->cell.value = kl_arena_span(&t->arena, cell->cell.value);
		cell->label = kl_arena_span(&t->arena, cell->label);
		if (cell->cell.value.at == NULL)
			return false;
	}
	return true;
}
