#include "clean/repair.h"

#include <stdlib.h>

#include "run.h"

/* Of what several findings say, once. */
static bool is_new(struct kl_clean_repairs *repairs,
	const struct kl_clean_repair *made, bool *failed)
{
	struct kl_text_buffer key = { 0 };
	bool found = true;

	kl_text_printf(&key, "%lu:%llu:%llu:%d:%zu:", (unsigned long)made->table,
		(unsigned long long)made->row, (unsigned long long)made->line,
		(int)made->why, made->field.length);
	kl_text_add(&key, made->field);
	kl_text_add(&key, made->to);
	*failed = key.failed || !kl_index_add(&repairs->seen, kl_text_span(&key), 0,
		NULL, &found);
	kl_text_release(&key);
	return !found;
}

/* Texts of findings die with them. */
static enum kl_status add(struct kl_clean_repairs *repairs,
	const struct kl_place *place, struct kl_span from, struct kl_span to,
	enum kl_clean_word why, struct kl_error *error)
{
	struct kl_arena *arena = &repairs->arena;
	struct kl_clean_repair made = { .table = place->order, .row = place->row,
		.field = place->field, .from = from, .to = to, .why = why,
		.line = place->line, .column = place->column };
	bool failed;

	if (!is_new(repairs, &made, &failed))
		return failed ? kl_no_memory(error) : KL_OK;
	made.field = kl_arena_span(arena, place->field);
	made.from = kl_arena_span(arena, from);
	made.to = kl_arena_span(arena, to);
	made.path = kl_arena_text(arena, kl_span_of(place->path));
	if (made.path == NULL || (made.field.at == NULL && place->field.at != NULL)
			|| (made.from.at == NULL && from.at != NULL)
			|| (made.to.at == NULL && to.at != NULL)
			|| !kl_grow(repairs->items, repairs->capacity,
				repairs->count + 1))
		return kl_no_memory(error);
	repairs->items[repairs->count++] = made;
	return KL_OK;
}

/* The engine's findings come here instead of to a reader. */
static enum kl_status take_finding(void *state,
	const struct kl_format_scope *scope, const struct kl_finding *finding,
	struct kl_error *error)
{
	struct kl_clean_repairs *repairs = scope->context;
	const struct kl_span none = { 0 };
	enum kl_status status = KL_OK;

	(void)state;
	if (finding->search == KL_REPAIR_NOT_SOUGHT)
		return KL_OK;
	if (finding->search != KL_REPAIR_FOUND)
		return add(repairs, &finding->place, finding->value, none,
			KL_CLEAN_repair_none, error);
	if (!finding->repairs[0].certain)
		return add(repairs, &finding->place, finding->value, none,
			KL_CLEAN_repair_open, error);
	for (size_t i = 0; i < finding->repairs[0].count && status == KL_OK; i++) {
		const struct kl_change *change = &finding->repairs[0].changes[i];
		bool cell = change->place.row > 0;
		status = add(repairs, &change->place, change->from,
			cell ? change->to : none, cell ? KL_CLEAN_repair
				: KL_CLEAN_repair_elsewhere, error);
	}
	return status;
}

static enum kl_status end(void *state, const struct kl_format_scope *scope,
	const struct kl_tally *tally, struct kl_error *error)
{
	(void)state;
	(void)scope;
	(void)tally;
	(void)error;
	return KL_OK;
}

static int compare(const void *a, const void *b)
{
	const struct kl_clean_repair *x = a, *y = b;

	if (x->table != y->table)
		return x->table < y->table ? -1 : 1;
	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	return kl_span_compare(x->field, y->field);
}

enum kl_status kl_clean_repairs_find(struct kl_clean_repairs *repairs,
	const struct kl_clean *clean, const char *const *paths,
	struct kl_error *error)
{
	static const struct kl_format format = { .name = "repairs",
		.finding = take_finding, .end = end };
	static const struct kl_style style = { .quiet = true };
	const size_t count = clean->dataset->table_count;
	struct kl_table *tables = calloc(count + 1, sizeof *tables);
	struct kl_dataset dataset = *clean->dataset;
	struct kl_verdict verdict;

	if (tables == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < count; i++) {
		tables[i] = clean->written[i];
		tables[i].path = paths[i];
	}
	dataset.tables = tables;
	/* What the descriptor demands and nothing checks is told by klopt check. */
	dataset.unchecked_count = 0;
	const struct kl_run run = { .dataset = &dataset, .rules = clean->rules,
		.search = clean->search, .format = &format,
		.out = { .style = &style, .dataset = &dataset, .rules = clean->rules,
			.context = repairs },
		.problem = clean->calls.problem, .context = clean->calls.context };
	enum kl_status status = kl_run(&run, &verdict, error);
	free(tables);
	if (repairs->count > 1)
		qsort(repairs->items, repairs->count, sizeof *repairs->items,
			compare);
	return status;
}

void kl_clean_repairs_release(struct kl_clean_repairs *repairs)
{
	free(repairs->items);
	kl_index_release(&repairs->seen);
	kl_arena_release(&repairs->arena);
}
