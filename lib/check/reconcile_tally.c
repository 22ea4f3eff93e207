/* What the records of a group come to, and those that can be named. */
#include "check/reconcile.h"

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

	if (tally->kept_count == KL_RECONCILE_KEPT
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

/* A value of one tally, as the indexes have it. */
static void make_value_key(struct kl_text_buffer *out, uint32_t tally,
	struct kl_span value)
{
	out->length = 0;
	kl_text_add(out, (struct kl_span){ (const char *)&tally, sizeof tally });
	kl_text_add(out, value);
}

/* Adds a different value; *fresh: it is the first of a sure record. */
static bool add_value(struct kl_reconcile *state, uint32_t number,
	struct kl_reconcile_tally *tally, const struct addition *add, bool sure,
	bool *fresh)
{
	struct kl_reconcile_records *r = &state->records;
	struct kl_text_buffer *key = &state->key;
	uint32_t unused;
	bool there;

	*fresh = false;
	if (!add->known) {
		tally->some = tally->some || sure;
		tally->blank++;
		return true;
	}
	make_value_key(key, number, add->value);
	if (key->failed)
		return false;
	if (!sure) {
		if (kl_index_find(&r->values, kl_text_span(key), &unused))
			return true;
		if (!kl_index_add(&r->perhaps, kl_text_span(key), 0, NULL, &there))
			return false;
		tally->perhaps += !there;
		return true;
	}
	if (!kl_index_add(&r->values, kl_text_span(key), 0, NULL, &there))
		return false;
	*fresh = !there;
	tally->values += !there;
	tally->perhaps -= !there && kl_index_find(&r->perhaps,
		kl_text_span(key), &unused);
	return true;
}

bool kl_reconcile_has_value(const struct kl_reconcile *state, size_t group,
	size_t column, struct kl_span value)
{
	uint32_t number = (uint32_t)(group * kl_reconcile_width(state) + column);
	struct kl_text_buffer key = { 0 };
	uint32_t unused;

	make_value_key(&key, number, value);
	bool there = key.failed
		|| kl_index_find(&state->records.values, kl_text_span(&key), &unused)
		|| kl_index_find(&state->records.perhaps, kl_text_span(&key),
			&unused);
	kl_text_release(&key);
	return there;
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

static bool read_amount(struct kl_reconcile *state, struct addition *add)
{
	struct kl_text_buffer *text = &state->part;
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
	text->length = 0;
	add->known = kl_reconcile_add_text(text, &value);
	add->value = kl_text_span(text);
	return !text->failed;
}

bool kl_reconcile_add(struct kl_reconcile *state, const struct kl_scope *scope,
	const struct kl_row *row)
{
	struct addition add = { .scope = scope, .row = row };
	size_t width = kl_reconcile_width(state);
	bool counts = false;

	if (!read_amount(state, &add))
		return false;
	for (size_t c = 0; c < width; c++) {
		if (state->outcomes[c] == KL_VIOLATED)
			continue;
		counts = counts || state->outcomes[c] == KL_HOLDS;
		state->records.counted[c]++;
		if (!add_to_total(state, c, &add))
			return false;
		for (size_t i = 0; i < state->group_list_count; i++) {
			if (!add_to(state, state->group_list[i], c, &add))
				return false;
		}
	}
	for (size_t i = 0; i < state->group_list_count; i++)
		state->records.groups[state->group_list[i]].records += counts;
	return true;
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
			tally->values + tally->perhaps + tally->blank + open);
		return true;
	default:
		*out = whole(tally->sure, tally->sure + tally->unsure + open);
		return !tally->spoilt;
	}
}
