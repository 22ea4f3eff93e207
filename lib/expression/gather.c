#include "expression/gathering.h"

#include <stdlib.h>

#include "expression/function.h"

struct kl_gather *kl_gather_new(void)
{
	return calloc(1, sizeof(struct kl_gather));
}

static void release_table(struct kl_over_table *t)
{
	kl_index_release(&t->keys);
	kl_index_release(&t->sure);
	kl_index_release(&t->all);
	free(t->groups);
	free(t->kept);
	kl_arena_release(&t->arena);
	*t = (struct kl_over_table){ .table = t->table };
}

static void stop_reading(struct kl_gather *gather)
{
	for (size_t i = 0; i < gather->count; i++) {
		kl_binding_free(gather->items[i].binding);
		gather->items[i].binding = NULL;
	}
}

void kl_gather_free(struct kl_gather *gather)
{
	if (gather == NULL)
		return;
	stop_reading(gather);
	for (size_t i = 0; i < gather->count; i++) {
		for (size_t j = 0; j < gather->items[i].count; j++)
			release_table(&gather->items[i].tables[j]);
		free(gather->items[i].tables);
	}
	free(gather->items);
	kl_text_release(&gather->key);
	free(gather);
}

enum kl_status kl_gather_add(struct kl_gather *gather,
	const struct kl_expression *expression, struct kl_error *error)
{
	for (size_t i = 0; i < expression->aggregate_count; i++) {
		if (!kl_grow(gather->items, gather->capacity, gather->count + 1))
			return kl_no_memory(error);
		gather->items[gather->count++] = (struct kl_gathering){
			.expression = expression,
			.aggregate = expression->aggregates[i] };
	}
	return KL_OK;
}

static bool wants(const struct kl_gathering *g, const struct kl_table *table)
{
	const struct kl_expression *e = g->expression;

	if (g->aggregate->table != NULL)
		return kl_span_is(g->aggregate->table->text, table->name);
	return e->rule == NULL || kl_rule_applies(e->rule, table->name);
}

bool kl_gather_wants(const struct kl_gather *gather,
	const struct kl_table *table)
{
	for (size_t i = 0; gather != NULL && i < gather->count; i++) {
		if (wants(&gather->items[i], table))
			return true;
	}
	return false;
}

static bool open_table(struct kl_gathering *g, const struct kl_table *table)
{
	size_t at = 0;

	while (at < g->count && g->tables[at].table != table)
		at++;
	g->current = at;
	if (at < g->count) {
		release_table(&g->tables[at]);
		return true;
	}
	if (!kl_grow(g->tables, g->capacity, at + 1))
		return false;
	g->tables[g->count++] = (struct kl_over_table){ .table = table };
	return true;
}

enum kl_status kl_gather_begin(struct kl_gather *gather,
	const struct kl_table *table, const struct kl_columns *columns,
	struct kl_error *error)
{
	enum kl_status first = KL_OK;

	stop_reading(gather);
	for (size_t i = 0; i < gather->count; i++) {
		struct kl_gathering *g = &gather->items[i];
		if (!wants(g, table))
			continue;
		if (!open_table(g, table))
			return kl_no_memory(error);
		enum kl_status status = kl_bind_frame(g->expression, g->aggregate,
			NULL, table, columns, &g->binding,
			first == KL_OK ? error : NULL);
		if (status != KL_OK && status != KL_INVALID)
			return status;
		first = first == KL_OK ? status : first;
	}
	return first;
}

enum kl_status kl_gather_batch(struct kl_gather *gather,
	const struct kl_batch *batch, const struct kl_dialect *dialect,
	struct kl_error *error)
{
	for (size_t i = 0; i < gather->count; i++) {
		struct kl_gathering *g = &gather->items[i];
		for (size_t j = 0; g->binding != NULL && j < batch->count; j++) {
			if (!kl_gathering_take(g, &gather->key, &batch->rows[j],
					dialect))
				return kl_no_memory(error);
		}
	}
	return KL_OK;
}

static enum kl_status check_cell(const struct kl_gathering *g,
	const struct kl_over_table *t, struct kl_error *error)
{
	const struct kl_aggregate *a = g->aggregate;
	uint32_t from = a->condition != NULL ? a->condition->from
		: a->values[0]->from;

	if (t->rows == 1)
		return KL_OK;
	if (t->rows > 1)
		return kl_expression_fail(g->expression, from, error,
			"cell takes one row, but %llu rows of table %s are meant here, the first of them rows %llu and %llu",
			(unsigned long long)t->rows, t->table->name,
			(unsigned long long)t->kept[0].row,
			(unsigned long long)t->second);
	if (t->others > 0)
		return kl_expression_fail(g->expression, from, error,
			"cell finds no row in table %s; of %llu it cannot be decided whether they are meant, since cells are blank or not known",
			t->table->name, (unsigned long long)t->others);
	return kl_expression_fail(g->expression, from, error,
		"cell finds no row in table %s that is meant here",
		t->table->name);
}

static enum kl_status check_lookup(const struct kl_gathering *g,
	const struct kl_over_table *t, struct kl_error *error)
{
	const struct kl_aggregate *a = g->aggregate;
	struct kl_text_buffer shown = { 0 };

	if (t->second == 0)
		return KL_OK;
	kl_text_add_visible(&shown, t->second_key, 60);
	uint64_t first = 0;
	for (size_t i = 0; i < t->count; i++) {
		if (t->kept[i].twice)
			first = t->kept[i].row;
	}
	enum kl_status status = shown.failed ? kl_no_memory(error)
		: kl_expression_fail(g->expression, a->table->from, error,
			"lookup takes one row of table %s for each key, but rows %llu and %llu have the same, '%s', and different values",
			t->table->name, (unsigned long long)first,
			(unsigned long long)t->second, shown.at);
	kl_text_release(&shown);
	return status;
}

enum kl_status kl_gather_end(struct kl_gather *gather, struct kl_error *error)
{
	enum kl_status first = KL_OK;

	for (size_t i = 0; i < gather->count; i++) {
		struct kl_gathering *g = &gather->items[i];
		struct kl_error *into = first == KL_OK ? error : NULL;
		enum kl_status status = KL_OK;
		if (g->binding == NULL)
			continue;
		struct kl_over_table *t = &g->tables[g->current];
		if (g->aggregate->over == KL_OVER_CELL)
			status = check_cell(g, t, into);
		else if (g->aggregate->over == KL_OVER_LOOKUP)
			status = check_lookup(g, t, into);
		t->complete = status == KL_OK;
		/* Rows of which it is not known whether they are meant widen the answer. */
		if (status == KL_OK)
			status = kl_binding_check(g->binding, into);
		first = first == KL_OK ? status : first;
	}
	stop_reading(gather);
	return first;
}

enum kl_status kl_gather_check(const struct kl_gather *gather,
	struct kl_error *error)
{
	for (size_t i = 0; i < gather->count; i++) {
		const struct kl_gathering *g = &gather->items[i];
		const struct kl_tree *table = g->aggregate->table;
		if (table != NULL && g->count == 0)
			return kl_expression_fail(g->expression, table->from, error,
				"table '%.*s' could not be read",
				(int)table->text.length, table->text.at);
	}
	return KL_OK;
}

static const struct kl_over_table *find_table(const struct kl_gathering *g,
	const struct kl_table *table)
{
	if (g->aggregate->table != NULL)
		return g->count > 0 ? &g->tables[0] : NULL;
	for (size_t i = 0; i < g->count; i++) {
		if (g->tables[i].table == table)
			return &g->tables[i];
	}
	return NULL;
}

bool kl_gather_cell(const struct kl_gather *gather,
	const struct kl_expression *expression, const struct kl_table *table,
	size_t index, struct kl_gathered_cell *out)
{
	for (size_t i = 0; i < gather->count; i++) {
		const struct kl_gathering *g = &gather->items[i];
		if (g->expression != expression
				|| g->aggregate->over != KL_OVER_CELL)
			continue;
		const struct kl_over_table *t = find_table(g, table);
		if (t == NULL || !t->complete)
			continue;
		if (index < t->cell_count) {
			*out = t->cells[index];
			return true;
		}
		index -= t->cell_count;
	}
	return false;
}

/* The answers. */

static const struct kl_tally_group nothing;

static bool answer_sum(const struct kl_aggregate *a,
	const struct kl_tally_group *group, struct kl_range *out)
{
	const struct kl_range zero = kl_range_point(kl_ratio_of(0));
	struct kl_range rows;

	if (group->spoilt)
		return false;
	*out = group->sure + group->unsure > 0 ? group->value : zero;
	if (a->over == KL_OVER_SUM)
		return true;
	rows = kl_range_point(kl_ratio_of((int64_t)group->sure));
	return group->sure > 0 && kl_range_divide(out, &rows, out);
}

/* A row that may count can only make the least less, the greatest greater. */
static bool answer_extreme(const struct kl_aggregate *a,
	const struct kl_tally_group *group, struct kl_result *out)
{
	bool least = a->over == KL_OVER_MIN;

	if (group->spoilt || group->sure == 0)
		return false;
	if (out->type == KL_OF_DATE) {
		out->date = group->date;
		int order = kl_date_compare(group->maybe_date, group->date);
		return group->unsure == 0 || (least ? order >= 0 : order <= 0);
	}
	out->number = group->value;
	if (group->unsure == 0)
		return true;
	struct kl_range other;
	if (least)
		kl_range_least(&group->value, &group->maybe, &other);
	else
		kl_range_greatest(&group->value, &group->maybe, &other);
	kl_range_unite(&group->value, &other, &out->number);
	return true;
}

static bool answer_group(const struct kl_aggregate *a,
	const struct kl_tally_group *group, struct kl_result *out)
{
	uint64_t low = group->sure, high = group->sure + group->unsure;

	switch (a->over) {
	case KL_OVER_DISTINCT:
		high = group->unsure + group->unknown;
		low += low == 0 && group->yes;
		/* fall through */
	case KL_OVER_COUNT:
		out->number = kl_range_between(kl_ratio_of((int64_t)low),
			kl_ratio_of((int64_t)high));
		return true;
	case KL_OVER_SUM:
	case KL_OVER_MEAN:
		return answer_sum(a, group, &out->number);
	case KL_OVER_MIN:
	case KL_OVER_MAX:
		return answer_extreme(a, group, out);
	default:
		out->truth = group->yes == (a->over == KL_OVER_ANY) ? KL_HOLDS
			: KL_VIOLATED;
		return group->yes || !group->perhaps;
	}
}

static bool answer(const struct kl_aggregate *a, const struct kl_over_table *t,
	const struct kl_span *key, struct kl_result *out)
{
	const bool keeps = a->over == KL_OVER_CELL || a->over == KL_OVER_LOOKUP;
	uint32_t group = 0;
	bool found = t->count > 0;

	if (a->key_count > 0)
		found = key != NULL && kl_index_find(&t->keys, *key, &group);
	if (keeps) {
		if (found)
			kl_kept_result(&t->kept[group], a->values[0]->type, out);
		return found && !out->unknown;
	}
	if (a->key_count > 0 && key == NULL)
		return false;
	return answer_group(a, found ? &t->groups[group] : &nothing, out);
}

/* The key of the row that asks; false: it has none that could be found. */
static bool ask_key(struct kl_binding *b, const struct kl_aggregate *a)
{
	struct kl_result value;

	for (size_t i = 0; i < a->key_count; i++) {
		const struct kl_tree *here = a->keys[i].here;
		kl_value_of(b, here, &value);
		if ((value.unknown && (a->over == KL_OVER_LOOKUP
				|| b->row == NULL))
				|| !kl_result_add_key(&value, &b->key))
			return false;
	}
	return !b->key.failed;
}

static enum kl_expression_type type_of(const struct kl_aggregate *a)
{
	switch (a->over) {
	case KL_OVER_CELL:
	case KL_OVER_LOOKUP:
	case KL_OVER_MIN:
	case KL_OVER_MAX:
		return a->values[0]->type;
	case KL_OVER_ANY:
	case KL_OVER_ALL:
		return KL_OF_TRUTH;
	default:
		return KL_OF_NUMBER;
	}
}

/* NULL: it was not gathered. */
static const struct kl_over_table *gathered(const struct kl_binding *b,
	const struct kl_aggregate *aggregate)
{
	const struct kl_over_table *t = NULL;

	for (size_t i = 0; b->gather != NULL && i < b->gather->count; i++) {
		if (b->gather->items[i].aggregate == aggregate)
			t = find_table(&b->gather->items[i], b->table);
	}
	return t != NULL && t->complete ? t : NULL;
}

void kl_gather_answer_key(const struct kl_binding *b,
	const struct kl_aggregate *aggregate, const struct kl_span *key,
	struct kl_result *out)
{
	const struct kl_over_table *t = gathered(b, aggregate);

	*out = (struct kl_result){ .type = type_of(aggregate),
		.truth = KL_UNDECIDED };
	out->unknown = t == NULL || !answer(aggregate, t, key, out);
	if (out->unknown)
		out->truth = KL_UNDECIDED;
}

void kl_gather_answer(struct kl_binding *b, const struct kl_aggregate *aggregate,
	struct kl_result *out)
{
	size_t from = b->key.length;
	bool has_key = gathered(b, aggregate) != NULL && ask_key(b, aggregate);
	const struct kl_span key = { b->key.at != NULL ? b->key.at + from : "",
		b->key.length - from };

	kl_gather_answer_key(b, aggregate, has_key ? &key : NULL, out);
	b->key.length = from;
	b->key.failed = false;
}
