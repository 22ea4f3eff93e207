/* What must stand in another table, or elsewhere in the same. Keys of a table
 * that others refer to are kept; a row that refers to what was not read yet waits
 * until the end. */
#include <stdlib.h>

#include "check/schema.h"

#include "base/translate.h"

/* Numbers are compared as numbers and dates as dates, if they are so on both
 * sides; else texts are. */
static bool is_as_text(const struct kl_field *here, const struct kl_field *there)
{
	if (here == NULL || there == NULL)
		return true;
	bool numbers = (here->type == KL_TYPE_INTEGER
			|| here->type == KL_TYPE_NUMBER)
		&& (there->type == KL_TYPE_INTEGER || there->type == KL_TYPE_NUMBER);
	bool texts = here->type <= KL_TYPE_STRING && there->type <= KL_TYPE_STRING;

	return !numbers && !texts && here->type != there->type;
}

static bool is_same_target(const struct kl_schema_target *a,
	const struct kl_schema_target *b)
{
	bool same = a->table == b->table && a->count == b->count;

	for (size_t i = 0; same && i < a->count; i++)
		same = kl_span_equal(a->names[i].text, b->names[i].text)
			&& a->as_text[i] == b->as_text[i];
	return same;
}

static enum kl_status add_target(struct kl_schema *state,
	const struct kl_dataset *dataset, struct kl_schema_reference *made,
	struct kl_error *error)
{
	const struct kl_reference *reference = made->reference;
	const struct kl_table *other = &dataset->tables[reference->target];
	struct kl_schema_target target = { .table = reference->target,
		.names = reference->others, .count = reference->count,
		.keys = { .most = state->share } };

	target.as_text = kl_arena_alloc(&state->arena,
		(target.count + 1) * sizeof *target.as_text);
	if (target.as_text == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < target.count; i++)
		target.as_text[i] = is_as_text(
			kl_table_field(made->table, reference->fields[i].text),
			kl_table_field(other, reference->others[i].text));
	for (size_t i = 0; i < state->target_count && made->target == NULL; i++) {
		if (is_same_target(&state->targets[i], &target))
			made->target = &state->targets[i];
	}
	if (made->target == NULL) {
		made->target = &state->targets[state->target_count++];
		*made->target = target;
	}
	return KL_OK;
}

enum kl_status kl_schema_references_begin(struct kl_schema *state,
	const struct kl_scope *scope, struct kl_error *error)
{
	const struct kl_dataset *dataset = scope->dataset;
	enum kl_status status = KL_OK;
	size_t count = 0;

	for (size_t i = 0; i < dataset->table_count; i++)
		count += dataset->tables[i].reference_count;
	state->references = kl_arena_alloc(&state->arena,
		(count + 1) * sizeof *state->references);
	state->targets = kl_arena_alloc(&state->arena,
		(count + 1) * sizeof *state->targets);
	if (state->references == NULL || state->targets == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < dataset->table_count; i++) {
		const struct kl_table *table = &dataset->tables[i];
		for (size_t r = 0; r < table->reference_count && status == KL_OK;
				r++) {
			if (table->references[r].target == SIZE_MAX)
				continue;
			struct kl_schema_reference *made =
				&state->references[state->reference_count++];
			made->reference = &table->references[r];
			made->table = table;
			made->asked.most = made->findings.most = state->share;
			status = add_target(state, dataset, made, error);
		}
	}
	return status;
}

enum kl_status kl_schema_references_table(struct kl_schema *state,
	const struct kl_scope *scope, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	kl_schema_references_end(state, false);
	for (size_t i = 0; i < state->target_count && status == KL_OK
			&& scope->columns->count > 0; i++) {
		struct kl_schema_target *target = &state->targets[i];
		if (target->table == scope->table->order)
			status = kl_schema_find(state, scope, target->names,
				target->count, target->as_text, "references to it",
				&target->parts, error);
	}
	for (size_t i = 0; i < state->reference_count && status == KL_OK
			&& scope->columns->count > 0; i++) {
		struct kl_schema_reference *made = &state->references[i];
		if (made->table == scope->table)
			status = kl_schema_find(state, scope, made->reference->fields,
				made->reference->count, made->target->as_text,
				KL_TEXT("the reference in it"), &made->parts, error);
	}
	return status;
}

struct kl_key_watch *kl_schema_references_share(struct kl_schema *state,
	const struct kl_scope *scope, const struct kl_word *names, size_t count)
{
	for (size_t i = 0; i < state->target_count; i++) {
		struct kl_schema_target *target = &state->targets[i];
		bool same = target->table == scope->table->order
			&& target->count == count && !target->shared;
		for (size_t n = 0; same && n < count; n++)
			same = !target->as_text[n] && kl_span_equal(names[n].text,
				target->names[n].text);
		if (same) {
			target->shared = true;
			return &target->keys;
		}
	}
	return NULL;
}

/* A key that is not among those of the other table, or not yet, or not surely. It is
 * told in the end whether it is: in the order of the rows, whatever was in memory. */
static enum kl_status ask(struct kl_schema *state, const struct kl_scope *scope,
	struct kl_schema_reference *made, const struct kl_packed_key *key,
	const struct kl_row *row, struct kl_error *error)
{
	const size_t column = made->parts.list[0].column;
	struct kl_finding finding = {
		.place = kl_scope_place(scope, row, column),
		.label = kl_scope_label(row, column),
		.value = kl_schema_shown(state, &made->parts, row) };
	uint64_t number;

	if (state->shown.failed)
		return kl_no_memory(error);
	finding.place.field = made->reference->name;
	made->waits = true;
	enum kl_status status = kl_schema_keep_finding(&made->findings, &finding,
		&number, error);
	return status == KL_OK ? kl_key_watch_keep(&made->asked, key, row->number,
		number, error) : status;
}

/* The keys that the target has by now. What another part reads is not known yet: it is
 * asked for, as it is of a table that comes later. */
static const struct kl_key_watch *keys_of(const struct kl_schema *state,
	const struct kl_scope *scope, const struct kl_schema_target *target)
{
	if (state->whole == NULL || target->table == scope->table->order)
		return &target->keys;
	struct kl_schema_target *there =
		&state->whole->targets[target - state->targets];
	return atomic_load_explicit(&there->ready, memory_order_acquire)
		? &there->keys : &target->keys;
}

static enum kl_status check_reference(struct kl_schema *state,
	const struct kl_scope *scope, const struct kl_row *rows, size_t count,
	uint64_t wanted, struct kl_schema_reference *made, struct kl_error *error)
{
	const struct kl_key_watch *keys = keys_of(state, scope, made->target);
	struct kl_schema_block block;
	enum kl_status status = kl_schema_read_keys(state, &made->parts, rows,
		count, wanted, &block, error);

	if (status == KL_OK)
		kl_key_watch_fetch(keys, block.keys, count);
	for (size_t i = 0; i < count && status == KL_OK; i++) {
		if (kl_schema_is_set(block.there, i)
				&& kl_key_watch_find(keys, &block.keys[i])
					!= KL_KEY_KNOWN)
			status = ask(state, scope, made, &block.keys[i],
				&rows[i], error);
	}
	return status;
}

static enum kl_status add(struct kl_key_watch *keys,
	const struct kl_packed_key *key, uint64_t row, struct kl_error *error)
{
	enum kl_key_answer answer = KL_KEY_NEW;
	uint64_t before;
	enum kl_status status = kl_key_watch_add(keys, key, row, &answer, &before,
		error);

	return status == KL_OK && answer == KL_KEY_PERHAPS
		? kl_key_watch_keep(keys, key, row, 0, error) : status;
}

/* What rows give that others can refer to. */
static enum kl_status fill_target(struct kl_schema *state,
	const struct kl_row *rows, size_t count, uint64_t wanted,
	struct kl_schema_target *target, struct kl_error *error)
{
	struct kl_schema_block block;
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < count && target->broken_row == 0; i++) {
		if (kl_schema_is_set(wanted, i) && (rows[i].plain
				|| rows[i].count < target->parts.width)) {
			target->broken_row = rows[i].number;
			target->broken_line = rows[i].line;
		}
	}
	if (target->shared)
		return KL_OK;
	status = kl_schema_read_keys(state, &target->parts, rows, count, wanted,
		&block, error);
	if (status == KL_OK)
		kl_key_watch_fetch(&target->keys, block.keys, count);
	for (size_t i = 0; i < count && status == KL_OK; i++) {
		if (kl_schema_is_set(block.there, i))
			status = add(&target->keys, &block.keys[i], rows[i].number,
				error);
	}
	return status;
}

enum kl_status kl_schema_references_rows(struct kl_schema *state,
	const struct kl_scope *scope, const struct kl_row *rows, size_t count,
	uint64_t wanted, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	/* First what these rows give, since they may refer to themselves. */
	for (size_t i = 0; i < state->target_count && status == KL_OK; i++) {
		if (state->targets[i].parts.list != NULL)
			status = fill_target(state, rows, count, wanted,
				&state->targets[i], error);
	}
	for (size_t i = 0; i < state->reference_count && status == KL_OK; i++) {
		if (state->references[i].parts.list != NULL)
			status = check_reference(state, scope, rows, count, wanted,
				&state->references[i], error);
	}
	return status;
}

void kl_schema_references_end(struct kl_schema *state, bool complete)
{
	for (size_t i = 0; i < state->target_count; i++) {
		struct kl_schema_target *target = &state->targets[i];
		target->complete = target->complete
			|| (complete && target->parts.list != NULL);
		if (target->complete)
			atomic_store_explicit(&target->ready, true,
				memory_order_release);
		target->parts = (struct kl_schema_parts){ 0 };
	}
	for (size_t i = 0; i < state->reference_count; i++)
		state->references[i].parts = (struct kl_schema_parts){ 0 };
}

void kl_schema_references_release(struct kl_schema *state)
{
	for (size_t i = 0; i < state->target_count; i++)
		kl_key_watch_release(&state->targets[i].keys);
	for (size_t i = 0; i < state->reference_count; i++) {
		struct kl_schema_reference *made = &state->references[i];
		kl_key_watch_release(&made->asked);
		kl_spool_release(&made->findings);
	}
}

/* As a target is before any table was read. */
static void empty_target(struct kl_schema_target *target, size_t share)
{
	target->complete = target->shared = false;
	atomic_init(&target->ready, false);
	target->broken_row = target->broken_line = 0;
	target->keys = (struct kl_key_watch){ .most = share };
	target->parts = (struct kl_schema_parts){ 0 };
}

static void empty_reference(struct kl_schema_reference *made, size_t share)
{
	made->asked = (struct kl_key_watch){ .most = share };
	made->findings = (struct kl_spool){ .most = share };
	made->parts = (struct kl_schema_parts){ 0 };
	made->waits = false;
	made->undecided = 0;
}

enum kl_status kl_schema_references_part(struct kl_schema *part,
	const struct kl_schema *whole, struct kl_error *error)
{
	part->whole = whole;
	part->share = whole->share;
	part->target_count = whole->target_count;
	part->reference_count = whole->reference_count;
	part->targets = kl_arena_alloc(&part->arena,
		(part->target_count + 1) * sizeof *part->targets);
	part->references = kl_arena_alloc(&part->arena,
		(part->reference_count + 1) * sizeof *part->references);
	if (part->targets == NULL || part->references == NULL) {
		part->target_count = part->reference_count = 0;
		return kl_no_memory(error);
	}
	for (size_t i = 0; i < part->target_count; i++) {
		const struct kl_schema_target *from = &whole->targets[i];
		part->targets[i].table = from->table;
		part->targets[i].names = from->names;
		part->targets[i].count = from->count;
		part->targets[i].as_text = from->as_text;
		empty_target(&part->targets[i], part->share);
	}
	for (size_t i = 0; i < part->reference_count; i++) {
		struct kl_schema_reference *made = &part->references[i];
		made->reference = whole->references[i].reference;
		made->table = whole->references[i].table;
		made->target = &part->targets[whole->references[i].target
			- whole->targets];
		empty_reference(made, part->share);
	}
	return KL_OK;
}

/* Each target and each reference is of one table. */
void kl_schema_references_join(struct kl_schema *state, struct kl_schema *part,
	const struct kl_table *table)
{
	for (size_t i = 0; i < state->target_count; i++) {
		struct kl_schema_target *to = &state->targets[i];
		struct kl_schema_target *from = &part->targets[i];
		if (to->table != table->order)
			continue;
		to->keys = from->keys;
		to->shared = from->shared;
		to->complete = from->complete;
		to->broken_row = from->broken_row;
		to->broken_line = from->broken_line;
		empty_target(from, part->share);
		atomic_store_explicit(&to->ready, to->complete,
			memory_order_release);
	}
	for (size_t i = 0; i < state->reference_count; i++) {
		struct kl_schema_reference *to = &state->references[i];
		struct kl_schema_reference *from = &part->references[i];
		if (to->table != table)
			continue;
		to->asked = from->asked;
		to->findings = from->findings;
		to->waits = from->waits;
		to->undecided = from->undecided;
		empty_reference(from, part->share);
	}
}
