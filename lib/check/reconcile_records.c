/* Records, one after the other, into what is known of their groups. */
#include "check/reconcile.h"

#include <stdlib.h>

static void free_bindings(struct kl_reconcile *state)
{
	for (size_t i = 0; state->row_bindings != NULL
			&& i < state->rows->pair_count; i++) {
		kl_binding_free(state->row_bindings[i]);
		state->row_bindings[i] = NULL;
	}
	for (size_t i = 0; state->condition_bindings != NULL
			&& i < kl_reconcile_width(state); i++) {
		kl_binding_free(state->condition_bindings[i]);
		state->condition_bindings[i] = NULL;
	}
	kl_binding_free(state->amount_binding);
	state->amount_binding = NULL;
}

void kl_reconcile_records_release(struct kl_reconcile *state)
{
	struct kl_reconcile_records *r = &state->records;

	free_bindings(state);
	kl_index_release(&r->keys);
	kl_index_release(&r->values);
	kl_index_release(&r->all_values);
	kl_arena_release(&r->arena);
	free(r->groups);
	free(r->tallies);
	free(state->group_list);
}

static enum kl_status bind(const struct kl_scope *scope,
	const struct kl_expression *expression, struct kl_binding **out,
	struct kl_error *error)
{
	return kl_bind(expression, NULL, scope->table, scope->columns->names,
		scope->columns->count, out, error);
}

/* What records are called by: the column that is given, the one whose values
 * are counted, the primary key if it is one column, the first. */
static enum kl_status find_name(struct kl_reconcile *state,
	const struct kl_scope *scope, size_t *column, struct kl_error *error)
{
	const struct kl_argument *name = kl_rule_argument(scope->rule, "name");
	const struct kl_key *key = scope->table->keys;
	size_t found = SIZE_MAX;

	if (name->given)
		return kl_scope_need_column(scope, &name->words[0],
			column, error);
	if (state->of == KL_RECONCILE_DISTINCT)
		found = kl_scope_column(scope, state->what);
	if (found == SIZE_MAX && scope->table->key_count > 0 && key->primary
			&& key->count == 1)
		found = kl_scope_column(scope, key->fields[0].text);
	*column = found == SIZE_MAX ? 0 : found;
	return KL_OK;
}

static bool add_group(struct kl_reconcile *state, struct kl_span key,
	struct kl_span label, uint32_t *number)
{
	struct kl_reconcile_records *r = &state->records;
	size_t width = kl_reconcile_width(state), at = r->group_count;

	if (!kl_grow(r->groups, r->group_capacity, at + 1)
			|| !kl_grow(r->tallies, r->tally_capacity, (at + 1) * width))
		return false;
	struct kl_reconcile_group *group = &r->groups[at];
	*group = (struct kl_reconcile_group){
		.key = kl_arena_span(&r->arena, key),
		.label = kl_arena_span(&r->arena, label) };
	memset(&r->tallies[at * width], 0, width * sizeof *r->tallies);
	r->group_count++;
	*number = (uint32_t)at;
	return (key.at == NULL || group->key.at != NULL)
		&& (label.at == NULL || group->label.at != NULL);
}

enum kl_status kl_reconcile_records_begin(struct kl_reconcile *state,
	const struct kl_scope *scope, struct kl_error *error)
{
	const struct kl_span none = { NULL, 0 };
	enum kl_status status = find_name(state, scope, &state->name_column, error);
	uint32_t number;

	/* The header does not outlive the reading. */
	if (status == KL_OK) {
		struct kl_span name = scope->columns->names[state->name_column];
		state->records.name = kl_arena_span(&state->records.arena, name);
		if (name.at != NULL && state->records.name.at == NULL)
			return kl_no_memory(error);
	}
	for (size_t i = 0; i < state->rows->pair_count && status == KL_OK; i++)
		status = bind(scope, state->row_values[i], &state->row_bindings[i],
			error);
	for (size_t i = 0; i < kl_reconcile_width(state) && status == KL_OK; i++)
		status = bind(scope, state->conditions[i],
			&state->condition_bindings[i], error);
	if (state->amount != NULL && status == KL_OK)
		status = bind(scope, state->amount, &state->amount_binding, error);
	while (status == KL_OK && state->records.group_count < KL_RECONCILE_FIRST) {
		if (!add_group(state, none, none, &number))
			status = kl_no_memory(error);
	}
	return status;
}

/* A value as people read it, which rows are compared by. */
static bool add_text(struct kl_text_buffer *out, const struct kl_result *value)
{
	char text[KL_RANGE_TEXT];

	if (value->unknown)
		return false;
	if (value->text.at != NULL) {
		kl_text_add(out, kl_span_trim(value->text));
	} else if (value->type == KL_OF_NUMBER) {
		kl_range_format(&value->number, '.', KL_DECIMAL_DIGITS, text);
		kl_text_puts(out, text);
	} else if (value->type == KL_OF_DATE) {
		kl_date_format(value->date, text);
		kl_text_puts(out, text);
	} else {
		kl_text_puts(out, value->truth == KL_HOLDS ? "true" : "false");
	}
	return true;
}

static bool list_group(struct kl_reconcile *state, uint32_t group)
{
	for (size_t i = 0; i < state->group_list_count; i++) {
		if (state->group_list[i] == group)
			return true;
	}
	if (!kl_grow(state->group_list, state->group_list_capacity,
			state->group_list_count + 1))
		return false;
	state->group_list[state->group_list_count++] = group;
	return true;
}

/* The group of the key that was put together. */
static bool find_group(struct kl_reconcile *state)
{
	struct kl_reconcile_records *r = &state->records;
	struct kl_span key = kl_text_span(&state->key);
	uint32_t group;

	if (state->key.failed || state->shown.failed)
		return false;
	if (!kl_index_find(&r->keys, key, &group)
			&& (!add_group(state, key, kl_text_span(&state->shown), &group)
			|| !kl_index_add(&r->keys, key, group, NULL, NULL)))
		return false;
	return list_group(state, group);
}

/* The groups of several values in one cell. */
static bool find_groups(struct kl_reconcile *state, struct kl_span values)
{
	const struct kl_span separator = state->separator;
	size_t from = 0;

	for (size_t i = 0; i <= values.length; i++) {
		bool end = i == values.length;
		if (!end && (i + separator.length > values.length
				|| memcmp(values.at + i, separator.at,
				separator.length) != 0))
			continue;
		const struct kl_span value = kl_span_trim((struct kl_span){
			values.at + from, i - from });
		state->key.length = state->shown.length = 0;
		kl_reconcile_add_key(state, 0, value);
		if (value.length > 0 && !find_group(state))
			return false;
		from = i + separator.length;
		i = end ? i : from - 1;
	}
	return true;
}

/* Lists the groups that the record is in: none if its value is an empty text,
 * SOMEWHERE if it is not known. */
static bool list_groups(struct kl_reconcile *state, const struct kl_row *row)
{
	struct kl_text_buffer part = { 0 };
	bool known = true, some = state->rows->pair_count == 0;
	bool several = state->separator.length > 0, done = true;
	struct kl_result value;

	state->group_list_count = 0;
	state->key.length = state->shown.length = 0;
	for (size_t i = 0; i < state->rows->pair_count && known; i++) {
		part.length = 0;
		kl_evaluate(state->row_bindings[i], row, &value);
		known = add_text(&part, &value);
		some = some || part.length > 0;
		if (!several)
			kl_reconcile_add_key(state, i, kl_text_span(&part));
	}
	if (!known)
		done = list_group(state, KL_RECONCILE_SOMEWHERE);
	else if (several)
		done = find_groups(state, kl_text_span(&part));
	else if (some)
		done = find_group(state);
	done = done && !part.failed;
	kl_text_release(&part);
	return done;
}

static const bool *copy_outcomes(struct kl_reconcile *state)
{
	size_t width = kl_reconcile_width(state);
	bool *counts = kl_arena_alloc(&state->records.arena, width + 1);

	for (size_t i = 0; counts != NULL && i < width; i++)
		counts[i] = state->outcomes[i] != KL_VIOLATED;
	return counts;
}

/* The record that is being read, kept to be named; NULL when memory is out. */
static const struct kl_reconcile_unit *new_unit(struct kl_reconcile *state,
	const struct kl_scope *scope, const struct kl_row *row,
	const struct kl_range *amount, struct kl_span value)
{
	struct kl_arena *arena = &state->records.arena;
	struct kl_reconcile_unit *unit = kl_arena_alloc(arena, sizeof *unit);
	uint32_t *groups = kl_arena_alloc(arena, (state->group_list_count + 1)
		* sizeof *groups);
	struct kl_place place = kl_scope_place(scope, row, state->name_column);

	if (unit == NULL || groups == NULL)
		return NULL;
	*unit = (struct kl_reconcile_unit){ .line = place.line,
		.column = (uint32_t)place.column, .row = row->number,
		.name = kl_arena_span(arena, kl_span_trim(kl_row_cell(row,
			state->name_column))),
		.exact = amount->point, .amount = amount->low,
		.value = kl_arena_span(arena, value), .groups = groups,
		.group_count = state->group_list_count,
		.counts = copy_outcomes(state) };
	if (groups != NULL && state->group_list_count > 0)
		memcpy(groups, state->group_list,
			state->group_list_count * sizeof *groups);
	state->records.unit_count++;
	return unit->name.at == NULL || unit->counts == NULL
		|| (value.at != NULL && unit->value.at == NULL) ? NULL : unit;
}

/* What one record adds. */
struct addition {
	const struct kl_scope *scope;
	const struct kl_row *row;
	bool known;
	struct kl_range amount;         /* COUNT, DISTINCT: 1 */
	struct kl_span value;           /* DISTINCT */
	const struct kl_reconcile_unit *unit;   /* NULL: not kept as yet */
};

static bool keep(struct kl_reconcile *state, struct kl_reconcile_tally *tally,
	struct addition *add)
{
	struct kl_reconcile_records *r = &state->records;

	/* In a total row it can stand for several values. */
	if (tally->kept_count == KL_RECONCILE_KEPT || (tally->kept_count > 0
			&& tally->kept[tally->kept_count - 1] == add->unit)
			|| (add->unit == NULL && r->unit_count == KL_RECONCILE_UNITS))
		return true;
	if (add->unit == NULL)
		add->unit = new_unit(state, add->scope, add->row, &add->amount,
			add->value);
	if (tally->kept == NULL)
		tally->kept = kl_arena_alloc(&r->arena,
			KL_RECONCILE_KEPT * sizeof *tally->kept);
	if (add->unit == NULL || tally->kept == NULL)
		return false;
	tally->kept[tally->kept_count++] = add->unit;
	return true;
}

static void add_amount(struct kl_reconcile_tally *tally, const struct addition *add,
	bool sure)
{
	const struct kl_range zero = kl_range_point(kl_ratio_of(0));
	struct kl_range part = add->amount;

	if (!add->known) {
		tally->spoilt = true;
		return;
	}
	if (!sure)
		kl_range_unite(&part, &zero, &part);
	if (tally->sure + tally->unsure == 0)
		tally->sum = part;
	else if (!kl_range_add(&tally->sum, &part, &tally->sum))
		tally->spoilt = true;
}

/* Adds a different value; *fresh: it is the first of a sure record. */
static bool add_value(struct kl_reconcile *state, uint32_t number,
	struct kl_reconcile_tally *tally, const struct addition *add, bool sure, bool *fresh)
{
	struct kl_reconcile_records *r = &state->records;
	struct kl_text_buffer *key = &state->key;
	bool there;

	*fresh = false;
	if (!add->known) {
		tally->some = tally->some || sure;
		tally->blank++;
		return true;
	}
	key->length = 0;
	kl_text_add(key, (struct kl_span){ (const char *)&number, sizeof number });
	kl_text_add(key, add->value);
	if (key->failed || !kl_index_add(&r->all_values, kl_text_span(key), 0, NULL,
			&there))
		return false;
	tally->all_values += !there;
	if (!sure)
		return true;
	if (!kl_index_add(&r->values, kl_text_span(key), 0, NULL, &there))
		return false;
	tally->values += !there;
	*fresh = !there;
	return true;
}

static bool add_to(struct kl_reconcile *state, uint32_t group, size_t column,
	struct addition *add)
{
	size_t number = group * kl_reconcile_width(state) + column;
	struct kl_reconcile_tally *tally = &state->records.tallies[number];
	bool sure = state->outcomes[column] == KL_HOLDS, named = sure;

	if (state->of == KL_RECONCILE_SUM)
		add_amount(tally, add, sure);
	if (state->of == KL_RECONCILE_DISTINCT && !add_value(state,
			(uint32_t)number, tally, add, sure, &named))
		return false;
	tally->sure += sure;
	tally->unsure += !sure;
	return !named || keep(state, tally, add);
}

/* In the total row a record with several values stands for each of them; where
 * these are not known, neither is what it adds. */
static bool add_to_total(struct kl_reconcile *state, size_t column,
	struct addition *add)
{
	bool each = state->separator.length > 0 && !state->once
		&& state->of != KL_RECONCILE_DISTINCT;
	size_t times = each ? state->group_list_count : 1;

	if (each && state->group_list[0] == KL_RECONCILE_SOMEWHERE) {
		state->records.tallies[column].spoilt = true;
		return true;
	}
	for (size_t i = 0; i < times; i++) {
		if (!add_to(state, KL_RECONCILE_ALL, column, add))
			return false;
	}
	return true;
}

static bool read_amount(struct kl_reconcile *state, struct addition *add,
	struct kl_text_buffer *text)
{
	struct kl_result value;

	add->known = true;
	add->amount = kl_range_point(kl_ratio_of(1));
	if (state->amount == NULL)
		return true;
	kl_evaluate(state->amount_binding, add->row, &value);
	add->known = !value.unknown;
	if (state->of == KL_RECONCILE_SUM) {
		if (add->known)
			add->amount = value.number;
		return true;
	}
	add->known = add_text(text, &value);
	add->value = kl_text_span(text);
	return !text->failed;
}

static bool add_record(struct kl_reconcile *state, struct addition *add)
{
	size_t width = kl_reconcile_width(state);
	bool counts = false;

	for (size_t c = 0; c < width; c++) {
		if (state->outcomes[c] == KL_VIOLATED)
			continue;
		counts = counts || state->outcomes[c] == KL_HOLDS;
		state->records.counted[c]++;
		if (!add_to_total(state, c, add))
			return false;
		for (size_t i = 0; i < state->group_list_count; i++) {
			if (!add_to(state, state->group_list[i], c, add))
				return false;
		}
	}
	for (size_t i = 0; i < state->group_list_count; i++)
		state->records.groups[state->group_list[i]].records += counts;
	return true;
}

enum kl_status kl_reconcile_record(struct kl_reconcile *state,
	const struct kl_scope *scope, const struct kl_row *row,
	struct kl_error *error)
{
	struct kl_reconcile_records *r = &state->records;
	size_t width = kl_reconcile_width(state);
	struct addition add = { .scope = scope, .row = row };
	struct kl_text_buffer text = { 0 };
	bool counts = false;

	r->count++;
	for (size_t i = 0; i < width; i++) {
		state->outcomes[i] = kl_evaluate_truth(state->condition_bindings[i],
			row);
		counts = counts || state->outcomes[i] != KL_VIOLATED;
	}
	if (!counts)
		return KL_OK;
	if (r->group_count >= UINT32_MAX / (width + 1) - 1)
		return kl_fail(error, KL_LIMIT, scope->table->shown, row->line, 0,
			"more groups of records than can be counted");
	bool done = list_groups(state, row)
		&& (state->group_list_count == 0
		|| (read_amount(state, &add, &text) && add_record(state, &add)));
	kl_text_release(&text);
	return done ? KL_OK : kl_no_memory(error);
}

const struct kl_reconcile_tally *kl_reconcile_find_tally(const struct kl_reconcile *state,
	size_t group, size_t column)
{
	return group == SIZE_MAX ? NULL : &state->records.tallies[
		group * kl_reconcile_width(state) + column];
}

static struct kl_range whole(uint64_t low, uint64_t high)
{
	return kl_range_between(kl_ratio_of((int64_t)low),
		kl_ratio_of((int64_t)high));
}

static bool expected_sum(const struct kl_reconcile_tally *tally,
	const struct kl_reconcile_tally *elsewhere, struct kl_range *out)
{
	const struct kl_range zero = kl_range_point(kl_ratio_of(0));
	struct kl_range more;

	if (tally->spoilt || elsewhere->spoilt)
		return false;
	*out = tally->sure + tally->unsure > 0 ? tally->sum : zero;
	if (elsewhere->sure + elsewhere->unsure == 0)
		return true;
	/* Of these any may be in the group. */
	kl_range_unite(&elsewhere->sum, &zero, &more);
	return kl_range_add(out, &more, out);
}

bool kl_reconcile_expected(const struct kl_reconcile *state, size_t group,
	size_t column, struct kl_range *out)
{
	static const struct kl_reconcile_tally nothing;
	const struct kl_reconcile_tally *tally = group == SIZE_MAX ? &nothing
		: kl_reconcile_find_tally(state, group, column);
	const struct kl_reconcile_tally *elsewhere = group == KL_RECONCILE_ALL ? &nothing
		: kl_reconcile_find_tally(state, KL_RECONCILE_SOMEWHERE, column);
	uint64_t open = elsewhere->sure + elsewhere->unsure;

	switch (state->of) {
	case KL_RECONCILE_SUM:
		return expected_sum(tally, elsewhere, out);
	case KL_RECONCILE_DISTINCT:
		*out = whole(tally->values + (tally->values == 0 && tally->some),
			tally->all_values + tally->blank + open);
		return true;
	default:
		*out = whole(tally->sure, tally->sure + tally->unsure + open);
		return !tally->spoilt;
	}
}
