/*
 * What the files of the schema check share: schema.c (the tables), schema_row.c
 * (their rows), structure.c (header, shape of rows, encoding), schema_cell.c (types
 * and constraints), schema_value.c (keys of rows), schema_key.c (what must be
 * unique), schema_reference.c (what must stand elsewhere), schema_settle.c (what of
 * that is told in the end), schema_kept.c (rows that are kept until then).
 */
#ifndef KL_CHECK_SCHEMA_H
#define KL_CHECK_SCHEMA_H

#include <stdatomic.h>

#include "base/key_watch.h"
#include "base/row_lines.h"
#include "check/check.h"
#include "rule/field_test.h"
#include "table/plain.h"

/* A column with something to check. */
struct kl_schema_column {
	size_t index;
	const struct kl_field *field;
	unsigned given_up;              /* cells on which the pattern was; the first is told */
	struct kl_field_test test;      /* the test of its cells */
	uint64_t doubts;                /* of the current block of rows: which cells
	                                   are not plainly right */
};

/* How the values of a column are made keys. */
enum kl_schema_part_kind {
	KL_PART_TEXT, KL_PART_NUMBER, KL_PART_DATE,     /* where they are plain */
	KL_PART_OTHER
};
struct kl_schema_part {
	size_t column;
	const struct kl_field *field;
	bool as_text;                   /* compared as text, whatever it is worth */
	enum kl_schema_part_kind kind;
	struct kl_plain plain;
};
/* The columns of a key, or of a reference. */
struct kl_schema_parts {
	struct kl_schema_part *list;    /* NULL: not in the current table */
	size_t count;
	size_t width;                   /* cells that a row must have */
};

/* The keys of a block of rows: a bit, and a key, for each row. */
struct kl_schema_block {
	uint64_t there;                 /* all parts are */
	uint64_t missing;               /* a part is; of rows that have all cells */
	size_t missing_part[KL_BLOCK_ROWS];     /* the first */
	struct kl_packed_key keys[KL_BLOCK_ROWS];       /* the word 0, or of no use,
	                                   where not all parts are */
};

/* What must be unique: a key, or one column that is said to be. */
struct kl_schema_key {
	const struct kl_key *key; /* NULL: a column by itself */
	struct kl_schema_parts parts;
	struct kl_key_watch *seen;      /* own, or that of a target */
	struct kl_key_watch own;
};

/* The keys of a table that references of others need. */
struct kl_schema_target {
	size_t table;                   /* its order */
	const struct kl_word *names;
	size_t count;
	bool *as_text;                  /* compared as text, since the types differ */
	bool complete;                  /* the whole table was read */
	atomic_bool ready;              /* ... and parts may look in its keys */
	uint64_t broken_row, broken_line;       /* the first whose key cannot be
	                                   read, or not surely; 0: none */
	struct kl_key_watch keys;
	struct kl_schema_parts parts;   /* of the current table */
	bool shared;                    /* a key of that table fills the set */
};

struct kl_schema_reference {
	const struct kl_reference *reference;
	const struct kl_table *table;
	struct kl_schema_target *target;        /* NULL: not checked */
	struct kl_schema_parts parts;   /* of the current table */
	struct kl_key_watch asked;      /* what was not found yet, or not surely */
	struct kl_spool findings;       /* where and what that is */
	bool waits;                     /* there is some */
	uint64_t undecided;             /* may refer to a broken row */
};

struct kl_schema {
	struct kl_arena arena;          /* of the run */
	const struct kl_schema *whole;  /* of a part: has the keys of tables before */
	struct kl_schema_target *targets;
	struct kl_schema_reference *references;
	size_t target_count, reference_count;
	size_t share;                   /* bytes of memory for one set of keys */
	struct kl_text_buffer key, value, shown, kept;  /* scratch */
	/* Of the current table: */
	struct kl_arena of_table;
	struct kl_schema_column *columns;
	struct kl_schema_key *keys;
	size_t column_count, key_count;
	struct kl_row_lines lines;      /* of its rows, if it has keys */
	uint64_t sample, sample_bytes;  /* its first rows, by which others are expected */
	struct kl_spool rows;           /* whose key stood before, perhaps */
};

static inline bool kl_schema_is_set(uint64_t rows, size_t row)
{
	return rows >> row & 1;
}

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

/* schema_value.c: the columns in the current table, in the arena of the table;
 * none and KL_OK if one is not in the header, which is told as a problem. as_text:
 * of each; NULL: of none. */
enum kl_status kl_schema_find(struct kl_schema *state,
	const struct kl_scope *scope, const struct kl_word *names, size_t count,
	const bool *as_text, const char *what, struct kl_schema_parts *out,
	struct kl_error *error);
/* The same for one column, by its index. */
enum kl_status kl_schema_column_alone(struct kl_schema *state,
	const struct kl_scope *scope, size_t column, struct kl_schema_parts *out,
	struct kl_error *error);
/* The keys of the rows that are wanted, of at most KL_BLOCK_ROWS. They live until
 * the next call. */
enum kl_status kl_schema_read_keys(struct kl_schema *state,
	const struct kl_schema_parts *parts, const struct kl_row *rows,
	size_t count, uint64_t wanted, struct kl_schema_block *block,
	struct kl_error *error);
/* "a,b", of a row that has all cells; until the next call. */
struct kl_span kl_schema_shown(struct kl_schema *state,
	const struct kl_schema_parts *parts, const struct kl_row *row);

/* schema_key.c */
enum kl_status kl_schema_keys_begin(struct kl_schema *state,
	const struct kl_scope *scope, struct kl_error *error);
/* Of a block of rows those that are wanted: what is not blank. */
enum kl_status kl_schema_keys_rows(struct kl_schema *state,
	const struct kl_scope *scope, const struct kl_row *rows, size_t count,
	uint64_t wanted, struct kl_error *error);
/* The whole table was read: which rows have a key of a row before. */
enum kl_status kl_schema_keys_tell(struct kl_schema *state,
	const struct kl_scope *scope, struct kl_error *error);
void kl_schema_keys_end(struct kl_schema *state);

/* schema_kept.c: a row in a spool, by its number; and that row again, whose memory is
 * the text's until the next call. */
enum kl_status kl_schema_keep_row(struct kl_spool *spool,
	const struct kl_row *row, uint64_t *number, struct kl_error *error);
enum kl_status kl_schema_kept_row(struct kl_spool *spool, uint64_t number,
	struct kl_text_buffer *text, struct kl_row *row, struct kl_error *error);
/* The same of what a finding tells of a reference. */
enum kl_status kl_schema_keep_finding(struct kl_spool *spool,
	const struct kl_finding *finding, uint64_t *number, struct kl_error *error);
enum kl_status kl_schema_kept_finding(struct kl_spool *spool, uint64_t number,
	struct kl_text_buffer *text, struct kl_finding *finding,
	struct kl_error *error);

/* schema_reference.c */
enum kl_status kl_schema_references_begin(struct kl_schema *state,
	const struct kl_scope *scope, struct kl_error *error);
enum kl_status kl_schema_references_table(struct kl_schema *state,
	const struct kl_scope *scope, struct kl_error *error);
/* The set that the key of the current table and references to it have in common;
 * NULL: there is none. */
struct kl_key_watch *kl_schema_references_share(struct kl_schema *state,
	const struct kl_scope *scope, const struct kl_word *names, size_t count);
/* As kl_schema_keys_rows, and after it. */
enum kl_status kl_schema_references_rows(struct kl_schema *state,
	const struct kl_scope *scope, const struct kl_row *rows, size_t count,
	uint64_t wanted, struct kl_error *error);
/* The table was read, or, if not `complete`, a part of it. */
void kl_schema_references_end(struct kl_schema *state, bool complete);
/* A part has references and targets of its own. */
enum kl_status kl_schema_references_part(struct kl_schema *part,
	const struct kl_schema *whole, struct kl_error *error);
void kl_schema_references_join(struct kl_schema *state, struct kl_schema *part,
	const struct kl_table *table);
void kl_schema_references_release(struct kl_schema *state);

/* schema_settle.c */
enum kl_status kl_schema_references_finish(struct kl_schema *state,
	const struct kl_scope *scope, struct kl_error *error);

#endif
