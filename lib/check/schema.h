/*
 * What the files of the schema check share: schema.c (the tables), schema_row.c
 * (their rows), structure.c (header, shape of rows, encoding), schema_cell.c (types
 * and constraints), schema_key.c (what must be unique), schema_reference.c (what
 * must stand elsewhere).
 */
#ifndef KL_CHECK_SCHEMA_H
#define KL_CHECK_SCHEMA_H

#include "base/key_set.h"
#include "check/check.h"
#include "rule/field_test.h"

/* A column with something to check. */
struct kl_schema_column {
	size_t index;
	const struct kl_field *field;
	bool unique, given_up;          /* on the pattern, and it was told */
	struct kl_field_test test;      /* the test of its cells */
	uint64_t doubts;                /* of the current block of rows: which cells
	                                   are not plainly right */
	struct kl_key_set seen;
};

struct kl_schema_key {
	const struct kl_key *key;
	size_t *columns;
	struct kl_key_set seen;
};

/* The keys of a table that references of others need. */
struct kl_schema_target {
	size_t table;                   /* its order */
	const struct kl_word *names;
	size_t count;
	bool *as_text;                  /* compared as text, since the types differ */
	bool complete;                  /* the whole table was read */
	uint64_t broken_row, broken_line;       /* the first whose key cannot be
	                                   read, or not surely; 0: none */
	struct kl_key_set keys;
	size_t *columns;                /* of the current table; NULL: another */
};

/* A row whose reference was not found yet. */
struct kl_schema_waiting {
	uint32_t value;                 /* index into values */
	struct kl_place place;
	struct kl_span label;
};

struct kl_schema_reference {
	const struct kl_reference *reference;
	const struct kl_table *table;
	struct kl_schema_target *target;        /* NULL: not checked */
	size_t *columns;                /* of the current table; NULL: another */
	struct kl_index index;          /* of the keys, to values */
	struct kl_schema_value {
		struct kl_span key, shown;
	} *values;
	size_t value_count, value_capacity;
	struct kl_schema_waiting *waiting;
	size_t waiting_count, waiting_capacity;
	uint64_t undecided;             /* may refer to a broken row */
};

struct kl_schema {
	struct kl_arena arena;          /* of the run */
	struct kl_schema_target *targets;
	struct kl_schema_reference *references;
	size_t target_count, reference_count;
	struct kl_text_buffer key, shown;       /* scratch */
	/* Of the current table: */
	struct kl_arena of_table;
	struct kl_schema_column *columns;
	struct kl_schema_key *keys;
	size_t column_count, key_count;
};

/* schema_row.c */
enum kl_status kl_schema_rows(struct kl_schema *state,
	const struct kl_scope *scope, const struct kl_row *rows, size_t count,
	struct kl_error *error);

/* The rows that have the shape of the table, and whose cells are right as far as
 * that can be told without what was met before. */
uint64_t kl_schema_test(const struct kl_schema *state,
	const struct kl_scope *scope, const struct kl_row *rows, size_t count);

/* structure.c */
struct kl_figure kl_schema_count(const char *name, uint64_t count);
enum kl_status kl_schema_header(const struct kl_scope *scope,
	struct kl_error *error);
/* Whether kl_schema_shape has nothing to say of the row. */
static inline bool kl_schema_has_shape(const struct kl_scope *scope,
	const struct kl_row *row)
{
	return row->count == scope->columns->count
		&& !kl_span_is_blank(row->cells[0]);
}
/* Reports a row of another shape than the header; *blank: nothing is in it. */
enum kl_status kl_schema_shape(const struct kl_scope *scope,
	const struct kl_row *row, bool *blank, struct kl_error *error);
enum kl_status kl_schema_issue(const struct kl_scope *scope,
	const struct kl_issue *issue, struct kl_error *error);

/* schema_cell.c: whether a cell of this field can be wrong by itself; and what is
 * wrong with one. *right: nothing was, and nothing was left unchecked. */
bool kl_schema_asks(const struct kl_field *field);
enum kl_status kl_schema_cell(const struct kl_scope *scope,
	const struct kl_row *row, struct kl_schema_column *column,
	const struct kl_value *value, bool *right, struct kl_error *error);

/* schema_key.c */
enum kl_status kl_schema_keys_begin(struct kl_schema *state,
	const struct kl_scope *scope, struct kl_error *error);
enum kl_status kl_schema_keys_row(struct kl_schema *state,
	const struct kl_scope *scope, const struct kl_row *row,
	struct kl_error *error);
/* A value in a column that must be unique. */
enum kl_status kl_schema_unique(struct kl_schema *state,
	const struct kl_scope *scope, const struct kl_row *row,
	struct kl_schema_column *column, const struct kl_value *value,
	struct kl_error *error);
/* The columns in the current table, in the arena of the table; NULL and KL_OK if
 * one is not in the header, which is told as a problem. */
enum kl_status kl_schema_find(struct kl_schema *state,
	const struct kl_scope *scope, const struct kl_word *names, size_t count,
	const char *what, size_t **columns, struct kl_error *error);
/* Sets state->key and state->shown ("a,b"). *missing: index of the first value
 * that is missing, or count; *short_row: the row ends before one. */
enum kl_status kl_schema_read_key(struct kl_schema *state,
	const struct kl_scope *scope, const struct kl_row *row,
	const size_t *columns, size_t count, const bool *as_text, size_t *missing,
	bool *short_row, struct kl_error *error);
void kl_schema_keys_end(struct kl_schema *state);

/* schema_reference.c */
enum kl_status kl_schema_references_begin(struct kl_schema *state,
	const struct kl_scope *scope, struct kl_error *error);
enum kl_status kl_schema_references_table(struct kl_schema *state,
	const struct kl_scope *scope, struct kl_error *error);
enum kl_status kl_schema_references_row(struct kl_schema *state,
	const struct kl_scope *scope, const struct kl_row *row,
	struct kl_error *error);
void kl_schema_references_end(struct kl_schema *state);
enum kl_status kl_schema_references_finish(struct kl_schema *state,
	const struct kl_scope *scope, struct kl_error *error);
void kl_schema_references_release(struct kl_schema *state);

#endif
