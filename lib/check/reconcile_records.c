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

enum kl_status kl_reconcile_records_end(const struct kl_reconcile *state,
	struct kl_error *error)
{
	enum kl_status status = kl_binding_check(state->amount_binding, error);

	for (size_t i = 0; i < state->rows->pair_count && status == KL_OK; i++)
		status = kl_binding_check(state->row_bindings[i], error);
	for (size_t i = 0; i < kl_reconcile_width(state) && status == KL_OK; i++)
		status = kl_binding_check(state->condition_bindings[i], error);
	return status;
}

void kl_reconcile_records_release(struct kl_reconcile *state)
{
	struct kl_reconcile_records *r = &state->records;

	free_bindings(state);
	kl_index_release(&r->keys);
	kl_index_release(&r->values);
	kl_index_release(&r->perhaps);
	kl_arena_release(&r->arena);
	free(r->groups);
	free(r->tallies);
	free(state->group_list);
}

static enum kl_status bind(const struct kl_scope *scope,
	const struct kl_expression *expression, struct kl_binding **out,
	struct kl_error *error)
{
	return kl_bind(expression, NULL, scope->table, scope->columns,
		out, error);
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

bool kl_reconcile_add_text(struct kl_text_buffer *out,
	const struct kl_result *value)
{
	char text[KL_RANGE_TEXT];

	if (value->unknown)
		return false;
	if (value->text.at != NULL) {
		kl_text_add(out, kl_span_trim(value->text));
	} else if (value->type == KL_OF_NUMBER) {
		/* Of a range any number could be the one. */
		if (!value->number.point)
			return false;
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

/* Once, though the record may name it several times. */
static bool list_group(struct kl_reconcile *state, uint32_t group)
{
	uint64_t *listed = &state->records.groups[group].listed;

	if (*listed == state->records.count)
		return true;
	if (!kl_grow(state->group_list, state->group_list_capacity,
			state->group_list_count + 1))
		return false;
	state->group_list[state->group_list_count++] = group;
	*listed = state->records.count;
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
	struct kl_span value;

	while (kl_scope_next_value(&values, state->separator, &value)) {
		state->key.length = state->shown.length = 0;
		kl_reconcile_add_key(state, 0, value);
		if (value.length > 0 && !find_group(state))
			return false;
	}
	return true;
}

/* Lists the groups that the record is in: none if its value is an empty text,
 * SOMEWHERE if it is not known. */
static bool list_groups(struct kl_reconcile *state, const struct kl_row *row)
{
	struct kl_text_buffer *part = &state->part;
	bool known = true, some = state->rows->pair_count == 0;
	bool several = state->separator.length > 0, done = true;
	struct kl_result value;

	state->group_list_count = 0;
	state->key.length = state->shown.length = 0;
	for (size_t i = 0; i < state->rows->pair_count && known; i++) {
		part->length = 0;
		kl_evaluate(state->row_bindings[i], row, &value);
		known = kl_reconcile_add_text(part, &value);
		some = some || part->length > 0;
		if (!several)
			kl_reconcile_add_key(state, i, kl_text_span(part));
	}
	if (!known)
		done = list_group(state, KL_RECONCILE_SOMEWHERE);
	else if (several)
		done = find_groups(state, kl_text_span(part));
	else if (some)
		done = find_group(state);
	return done && !part->failed;
}

enum kl_status kl_reconcile_record(struct kl_reconcile *state,
	const struct kl_scope *scope, const struct kl_row *row, bool perhaps,
	struct kl_error *error)
{
	struct kl_reconcile_records *r = &state->records;
	size_t width = kl_reconcile_width(state);
	bool counts = false;

	r->count++;
	for (size_t i = 0; i < width; i++) {
		state->outcomes[i] = kl_evaluate_truth(state->condition_bindings[i],
			row);
		if (perhaps && state->outcomes[i] == KL_HOLDS)
			state->outcomes[i] = KL_UNDECIDED;
		counts = counts || state->outcomes[i] != KL_VIOLATED;
	}
	if (!counts)
		return KL_OK;
	if (r->group_count >= UINT32_MAX / (width + 1) - 1)
		return kl_fail(error, KL_LIMIT, scope->table->shown, row->line, 0,
			"more groups of records than can be counted");
	return list_groups(state, row) && (state->group_list_count == 0
		|| kl_reconcile_add(state, scope, row)) ? KL_OK
		: kl_no_memory(error);
}
