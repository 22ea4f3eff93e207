/* The rows of a table, a block at a time: what is plainly right is passed over,
 * the rest is looked at row by row. */
#include "check/schema.h"

/* A bit for each row of a block. */
static uint64_t all_of(size_t count)
{
	return count < KL_BLOCK_ROWS ? (UINT64_C(1) << count) - 1 : UINT64_MAX;
}

static enum kl_status check_cell(const struct kl_scope *scope, const struct kl_row *row,
	struct kl_schema_column *column, struct kl_error *error)
{
	struct kl_span cell = row->cells[column->index];
	struct kl_value value;
	bool right;

	kl_value_read(column->field, cell, &value);
	enum kl_status status = kl_schema_cell(scope, row, column, &value, &right,
		error);
	if (right)
		kl_field_test_learn(&column->test, cell);
	return status;
}

static enum kl_status check_row(struct kl_schema *state,
	const struct kl_scope *scope, const struct kl_row *row, size_t at,
	bool *blank, struct kl_error *error)
{
	enum kl_status status = kl_schema_shape(scope, row, blank, error);

	if (*blank)
		return status;
	for (size_t i = 0; i < state->column_count && status == KL_OK; i++) {
		struct kl_schema_column *column = &state->columns[i];
		if (column->index >= row->count)
			break;
		if (kl_schema_is_set(column->doubts, at))
			status = check_cell(scope, row, column, error);
	}
	return status;
}

/* Rows that are not of the shape. *ragged: one of them has not all cells. */
static uint64_t misshapen(const struct kl_scope *scope,
	const struct kl_row *rows, size_t count, bool *ragged)
{
	uint64_t found = 0;

	*ragged = false;
	for (size_t i = 0; i < count; i++) {
		bool wrong = !kl_schema_has_shape(scope, &rows[i]);
		found |= (uint64_t)wrong << i;
		*ragged = *ragged || rows[i].count < scope->columns->count;
	}
	return found;
}

uint64_t kl_schema_test(const struct kl_schema *state,
	const struct kl_scope *scope, const struct kl_row *rows, size_t count)
{
	bool ragged;
	uint64_t left = misshapen(scope, rows, count, &ragged);

	if (ragged)
		return 0;
	for (size_t i = 0; i < state->column_count; i++) {
		const struct kl_schema_column *column = &state->columns[i];
		if (column->test.kind != KL_TEST_KNOWN)
			left |= kl_field_test_doubts(&column->test, rows, count,
				column->index);
	}
	return all_of(count) & ~left;
}

/* Which rows have to be looked at one by one, and in which columns. */
static uint64_t find_doubts(struct kl_schema *state,
	const struct kl_scope *scope, const struct kl_row *rows, size_t count)
{
	bool passed = kl_scope_passed(scope, rows, count), ragged = false;
	uint64_t left = passed ? 0 : misshapen(scope, rows, count, &ragged);

	for (size_t i = 0; i < state->column_count; i++) {
		struct kl_schema_column *column = &state->columns[i];
		if (ragged)
			column->doubts = all_of(count);
		else if (passed && column->test.kind != KL_TEST_KNOWN)
			column->doubts = 0;
		else
			column->doubts = kl_field_test_doubts(&column->test,
				rows, count, column->index);
		left |= column->doubts;
	}
	return left;
}

enum kl_status kl_schema_rows(struct kl_schema *state,
	const struct kl_scope *scope, const struct kl_row *rows, size_t count,
	struct kl_error *error)
{
	enum kl_status status = KL_OK;
	uint64_t left = find_doubts(state, scope, rows, count);
	uint64_t wanted = all_of(count);

	for (size_t i = 0; i < count && status == KL_OK; i++) {
		bool blank = false;
		if (kl_schema_is_set(left, i))
			status = check_row(state, scope, &rows[i], i, &blank, error);
		wanted ^= (uint64_t)blank << i;
	}
	if (status == KL_OK && state->key_count > 0)
		status = kl_schema_keys_rows(state, scope, rows, count, wanted,
			error);
	if (status == KL_OK && state->reference_count > 0)
		status = kl_schema_references_rows(state, scope, rows, count, wanted,
			error);
	return status;
}
