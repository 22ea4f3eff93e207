/* What is always checked: the shape of a table, and what its schema says. */
#include <stdlib.h>

#include "check/schema.h"

static enum kl_status begin_columns(struct kl_schema *state,
	const struct kl_scope *scope, struct kl_error *error)
{
	const struct kl_columns *columns = scope->columns;

	state->column_count = 0;
	state->columns = kl_arena_alloc(&state->of_table,
		(columns->count + 1) * sizeof *state->columns);
	if (state->columns == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < columns->count; i++) {
		const struct kl_field *field = kl_table_field(scope->table,
			columns->names[i]);
		if (field == NULL || !kl_schema_asks(field))
			continue;
		struct kl_schema_column *column =
			&state->columns[state->column_count++];
		column->index = i;
		column->field = field;
		if (!kl_field_test_compile(field, &state->of_table, &column->test))
			return kl_no_memory(error);
	}
	return KL_OK;
}

/* The bound is for all sets of keys together: those of the table that has most, and
 * what references look in and ask for. */
static size_t share_of(const struct kl_dataset *dataset, size_t memory)
{
	size_t most = 0, references = 0;

	for (size_t i = 0; i < dataset->table_count; i++) {
		const struct kl_table *table = &dataset->tables[i];
		size_t count = table->key_count;
		for (size_t f = 0; f < table->field_count; f++)
			count += table->fields[f].constraints.unique;
		most = count > most ? count : most;
		references += table->reference_count;
	}
	return memory / (most + 2 * references + 1);
}

static enum kl_status begin_rule(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct kl_schema *state = memory;

	state->share = share_of(scope->dataset, scope->memory);
	return kl_schema_references_begin(state, scope, error);
}

/* Also after a table that could not be read to its end. */
static void leave_table(struct kl_schema *state)
{
	kl_schema_keys_end(state);
	state->columns = NULL;
	state->keys = NULL;
	state->column_count = state->key_count = 0;
	kl_arena_release(&state->of_table);
}

static enum kl_status begin_table(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct kl_schema *state = memory;

	leave_table(state);
	enum kl_status status = kl_schema_header(scope, error);
	if (status == KL_OK)
		status = begin_columns(state, scope, error);
	if (status == KL_OK)
		status = kl_schema_keys_begin(state, scope, error);
	if (status == KL_OK)
		status = kl_schema_references_table(state, scope, error);
	return status;
}

static enum kl_status check_batch(void *memory, const struct kl_scope *scope,
	const struct kl_batch *batch, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < batch->issue_count && status == KL_OK; i++)
		status = kl_schema_issue(scope, &batch->issues[i], error);
	for (size_t i = 0; i < batch->count && status == KL_OK; i += KL_BLOCK_ROWS)
		status = kl_schema_rows(memory, scope, &batch->rows[i],
			kl_block_rows(batch->count - i), error);
	return status;
}

static uint64_t test(const void *memory, const struct kl_scope *scope,
	const struct kl_row *rows, size_t count)
{
	return kl_schema_test(memory, scope, rows, count);
}

static enum kl_status end_table(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct kl_schema *state = memory;

	enum kl_status status = kl_schema_keys_tell(state, scope, error);
	kl_schema_references_end(state, true);
	leave_table(state);
	return status;
}

static enum kl_status cut_table(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	enum kl_status status = kl_schema_keys_tell(memory, scope, error);

	kl_schema_references_end(memory, false);
	return status;
}

static enum kl_status finish(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	return kl_schema_references_finish(memory, scope, error);
}

static bool apart(const void *state)
{
	(void)state;
	return true;
}

static enum kl_status part(void *memory, const void *whole,
	struct kl_error *error)
{
	return kl_schema_references_part(memory, whole, error);
}

static void join(void *memory, void *part, const struct kl_table *table)
{
	kl_schema_references_join(memory, part, table);
}

static void release(void *memory)
{
	struct kl_schema *state = memory;

	leave_table(state);
	kl_schema_references_release(state);
	kl_text_release(&state->key);
	kl_text_release(&state->value);
	kl_text_release(&state->kept);
	kl_text_release(&state->shown);
	kl_arena_release(&state->arena);
}

const struct kl_check kl_check_schema = {
	.words = { "schema", "the shape of the rows, types, constraints, and primary, "
		"unique and foreign keys", NULL, 0 },
	.state_size = sizeof(struct kl_schema),
	.begin_rule = begin_rule,
	.begin_table = begin_table,
	.batch = check_batch,
	.test = test,
	.end_table = end_table,
	.cut_table = cut_table,
	.finish = finish,
	.release = release,
	.apart = apart,
	.part = part,
	.join = join,
};
