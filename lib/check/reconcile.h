/*
 * A published table against aggregates of the records behind it: what is added
 * up while the records are read, the published figures, and which records would
 * explain a small difference. For the files of check/reconcile*.c.
 *
 * Records are streamed. What is kept grows with the groups of records (and with
 * the different values, for `distinct`), not with the records.
 */
#ifndef KL_CHECK_RECONCILE_H
#define KL_CHECK_RECONCILE_H

#include "check/check.h"
#include "expression/evaluate.h"

enum {
	KL_RECONCILE_KEPT = 10,         /* records of one tally that can be named */
	KL_RECONCILE_UNITS = 100000,    /* records that are kept at all */
	KL_RECONCILE_EXPLAINED = 3      /* largest difference that is explained */
};

enum kl_reconcile_of { KL_RECONCILE_COUNT, KL_RECONCILE_SUM,
	KL_RECONCILE_DISTINCT };

/* Groups of records that are always there; all others have a row of their own. */
enum { KL_RECONCILE_ALL, KL_RECONCILE_SOMEWHERE, KL_RECONCILE_FIRST };

/* A record that can be named; DISTINCT: the first record of a value. */
struct kl_reconcile_unit {
	struct kl_span name;
	uint64_t line, row;
	uint32_t column;
	bool exact;                     /* `amount` is what it adds */
	struct kl_ratio amount;
	struct kl_span value;           /* DISTINCT: as the indexes have it */
	const uint32_t *groups;         /* that it is in, besides ALL */
	size_t group_count;
	const bool *counts;             /* by published column: whether it counts */
};

/* What the records of one group come to in one published column. */
struct kl_reconcile_tally {
	uint64_t sure, unsure;          /* records that count; that may count */
	/* DISTINCT: values of sure records; other values of the others; records
	 * without a value. */
	uint64_t values, perhaps, blank;
	bool some;                      /* DISTINCT: a sure record without a value */
	bool spoilt;                    /* SUM: unknown; of ALL: so is how many */
	struct kl_range sum;            /* SUM */
	const struct kl_reconcile_unit **kept;  /* in the order met; NULL: none; one
	                                   that counts several times stands so */
	size_t kept_count;
};

struct kl_reconcile_group {
	struct kl_span label;           /* "Groen", "regulier, Groen" */
	struct kl_span key;             /* as the index has it */
	uint64_t records;               /* that count in some column */
	uint64_t listed;                /* the last record that is in it, from 1 */
};

struct kl_reconcile_records {
	const struct kl_table *table;   /* NULL: not read as yet */
	uint64_t count;                 /* records that were read */
	struct kl_index keys;           /* to the number of the group */
	struct kl_reconcile_group *groups;
	size_t group_count, group_capacity;
	struct kl_reconcile_tally *tallies;       /* of all groups, one after another */
	size_t tally_capacity;
	uint64_t *counted;              /* by column: records that count, or may */
	/* DISTINCT: with the number of their tally. What is in both is sure. */
	struct kl_index values, perhaps;
	size_t unit_count;
	struct kl_span name;            /* the column that they are called by */
	struct kl_arena arena;
};

/* A figure of a published table. */
struct kl_reconcile_cell {
	struct kl_span printed;
	uint64_t line;
	uint32_t column;
};

struct kl_reconcile_row {
	struct kl_span key, shown;      /* as the index has it; as groups are labelled */
	struct kl_span label;           /* kl_scope_label */
	uint64_t number;
	bool total;
};

struct kl_reconcile_table {
	const struct kl_table *table;
	struct kl_reconcile_row *rows;
	size_t row_count, row_capacity;
	struct kl_reconcile_cell *cells;        /* of all rows, one after another */
	size_t cell_capacity;
	const struct kl_reading **readings;     /* by column */
	struct kl_index keys;           /* to the row */
	struct kl_arena arena;
	bool complete;                  /* read to the end, and can be compared */
	/* A row that leaves open what it is about, from 0; SIZE_MAX: none. */
	size_t doubtful, twin;          /* twin: the row of the same key, or SIZE_MAX */
	bool has_total;
};

struct kl_reconcile {
	const struct kl_argument *rows, *columns, *total, *fill;
	enum kl_reconcile_of of;
	struct kl_span separator;       /* empty: one value in a cell */
	bool once;
	uint32_t records_order;
	struct kl_rule about;           /* the rule, as one of the records */
	struct kl_expression **row_values;      /* by `rows` */
	struct kl_expression **conditions;      /* by `columns` */
	struct kl_expression *amount;   /* SUM, DISTINCT */
	struct kl_span what;            /* the same, as it was written */
	struct kl_reconcile_records records;
	struct kl_reconcile_table *tables;
	size_t table_count, table_capacity;
	struct kl_arena arena;
	/* While the records are read: */
	struct kl_binding **row_bindings, **condition_bindings, *amount_binding;
	size_t name_column;
	enum kl_outcome *outcomes;      /* of the current record, by column */
	uint32_t *group_list;           /* that it is in */
	size_t group_list_count, group_list_capacity;
	struct kl_text_buffer part;
	/* While a published table is read: */
	struct kl_selector *selector;
	size_t *row_indexes, *column_indexes;
	struct kl_span *above;          /* by `rows`: the last cell that was not blank */
	struct kl_text_buffer key, shown;
};

static inline size_t kl_reconcile_width(const struct kl_reconcile *state)
{
	return state->columns->pair_count;
}

/* Adds a part to the key of a row or group, and to what people see of it. */
void kl_reconcile_add_key(struct kl_reconcile *state, size_t part,
	struct kl_span text);

/* The records (reconcile_records.c). begin: KL_INVALID where a column is not
 * there. record: `perhaps`, it is not known whether the table is about it;
 * KL_LIMIT, KL_NO_MEMORY. */
enum kl_status kl_reconcile_records_begin(struct kl_reconcile *state,
	const struct kl_scope *scope, struct kl_error *error);
enum kl_status kl_reconcile_record(struct kl_reconcile *state,
	const struct kl_scope *scope, const struct kl_row *row, bool perhaps,
	struct kl_error *error);
/* Behind the last record. Errors: those of kl_binding_check. */
enum kl_status kl_reconcile_records_end(const struct kl_reconcile *state,
	struct kl_error *error);
/* Adds a value as people read it, which rows are compared by; false: it is unknown, or
 * a range. */
bool kl_reconcile_add_text(struct kl_text_buffer *out,
	const struct kl_result *value);
/* What they come to (reconcile_tally.c). Adds a record with the outcomes and
 * groups that were found; false when memory is out. */
bool kl_reconcile_add(struct kl_reconcile *state, const struct kl_scope *scope,
	const struct kl_row *row);
/* What a group comes to in a column; SIZE_MAX: a group that no record is surely
 * in. False: it is not known. */
bool kl_reconcile_expected(const struct kl_reconcile *state, size_t group,
	size_t column, struct kl_range *out);
/* The tally, or NULL for a group of SIZE_MAX. */
const struct kl_reconcile_tally *kl_reconcile_find_tally(
	const struct kl_reconcile *state, size_t group, size_t column);
/* DISTINCT: whether a value may be among those of a group in a column. */
bool kl_reconcile_has_value(const struct kl_reconcile *state, size_t group,
	size_t column, struct kl_span value);
void kl_reconcile_records_release(struct kl_reconcile *state);

/* The published tables (reconcile_table.c). begin: KL_INVALID where a column is
 * not there; end: KL_INVALID where it cannot be compared. */
enum kl_status kl_reconcile_table_begin(struct kl_reconcile *state,
	const struct kl_scope *scope, struct kl_error *error);
enum kl_status kl_reconcile_table_row(struct kl_reconcile *state,
	const struct kl_scope *scope, const struct kl_row *row,
	struct kl_error *error);
enum kl_status kl_reconcile_table_end(struct kl_reconcile *state,
	const struct kl_scope *scope, struct kl_error *error);
void kl_reconcile_table_release(struct kl_reconcile_table *table);

/* A published figure against its records. */
struct kl_reconciled {
	enum kl_outcome outcome;
	size_t group;                   /* SIZE_MAX: no record is surely in it */
	struct kl_range published, expected;    /* unless UNDECIDED */
	struct kl_ratio gap;            /* VIOLATED: the least by which they differ; < 0:
	                                   too little is printed; 0: not exactly known */
};

/* Outcome and gap. The figure says something about the records, so that it holds
 * if all that `expected` may be is among what it stands for. */
void kl_reconcile_judge(const struct kl_range *published,
	const struct kl_range *expected, struct kl_reconciled *out);

/* One table against the records, while it is compared. */
struct kl_comparison {
	const struct kl_reconcile *state;
	const struct kl_reconcile_table *table;
	struct kl_reconciled *cells;    /* as those of the table */
	bool *skipped;                  /* by column: it was told as a problem */
	bool *met;                      /* by group: it has a row */
	struct kl_index strays;         /* rows without records, by their folded labels */
	struct kl_reconcile_off *off;   /* by column: see reconcile_explain.c */
};

/* Compares and reports (reconcile_compare.c). Errors: KL_INVALID, where columns or
 * rows cannot be those of these records, KL_NO_MEMORY. */
enum kl_status kl_reconcile_compare(const struct kl_reconcile *state,
	const struct kl_scope *scope, const struct kl_reconcile_table *table,
	struct kl_error *error);

/* What would explain a figure that differs (reconcile_explain.c). */
enum kl_explained {
	KL_EXPLAINED_NOT,
	KL_EXPLAINED_LEFT_OUT,          /* records of the cell, left out */
	KL_EXPLAINED_COLUMN,            /* records of one column, put in the other */
	KL_EXPLAINED_ROW,               /* the same of two rows */
	KL_EXPLAINED_NO_ROW,            /* records of a group that has no row */
	KL_EXPLAINED_TWICE              /* records of the row, counted here too */
};

struct kl_explanation {
	enum kl_explained kind;
	size_t row, column;             /* the other figure; row: of ROW, COLUMN */
	size_t group;                   /* of NO_ROW */
	size_t needed;                  /* records that it takes */
	/* Those that it can be; count 0: too many to be named. */
	const struct kl_reconcile_unit *units[KL_RECONCILE_KEPT];
	size_t count;
};

/* Figures that differ, by column and size; false when memory is out. Release
 * with kl_explain_end. */
bool kl_explain_begin(struct kl_comparison *c);
void kl_explain_end(struct kl_comparison *c);
/* Only what is certain to explain it, where it is the only thing of its kind. The
 * figure is one that differs. */
void kl_explain(const struct kl_comparison *c, size_t row, size_t column,
	struct kl_explanation *out);

/* Reports (reconcile_finding.c). */
enum kl_status kl_reconcile_report(const struct kl_comparison *c,
	const struct kl_scope *scope, size_t row, size_t column,
	struct kl_error *error);
enum kl_status kl_reconcile_report_group(const struct kl_comparison *c,
	const struct kl_scope *scope, size_t group, struct kl_error *error);

#endif
