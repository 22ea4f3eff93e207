/*
 * A check: one const struct, reached through the registry (check.def). It knows
 * nothing of YAML, CSV or output. The engine (run.c) calls, for each rule:
 * begin_rule, then for each table that the rule applies to begin_table, batch
 * (many) and end_table, then finish after all tables, and release in the end,
 * also after a failure. Any of them may be NULL.
 */
#ifndef KL_CHECK_CHECK_H
#define KL_CHECK_CHECK_H

#include "equation/equation.h"
#include "finding/report.h"
#include "rule/dataset.h"
#include "rule/register.h"
#include "rule/rules.h"
#include "table/columns.h"

/* What a check sees of the run. */
struct kl_scope {
	const struct kl_rule *rule;     /* NULL: what is always checked */
	size_t rule_index;              /* for the report */
	const struct kl_dataset *dataset;
	const struct kl_search *search;
	struct kl_report *report;
	struct kl_equations *equations; /* shared by all rules of the run */
	size_t memory;                  /* bytes that a check may keep of the rows, about,
	                                   before it goes to disk; 0: no bound */
	const struct kl_table *table;   /* from begin_table to end_table */
	const struct kl_columns *columns;
	const struct kl_dialect *dialect;       /* as used for this table */
	uint64_t bytes;                 /* of its file; 0: that has none, or nobody knows */
	struct kl_row_walk *walk;       /* where a finding of this rule was last */
	bool preparing;                 /* the table is read for `prepares` */
	bool apart;                     /* no rule compares the table with another: what
	                                   its equations say is judged behind its end */
	const bool *perhaps;            /* KL_FILTERS_NAMED: of which rows of the batch
	                                   it is not known whether the rule is about
	                                   them; NULL: of none */
	uint64_t passed;                /* the bit of row->passed that is about this
	                                   rule; 0: there is none */
};

enum kl_filters {
	KL_FILTERS_APPLIED,     /* those of tables that the rule applies to */
	KL_FILTERS_WANTED,      /* those of all tables that take part */
	KL_FILTERS_NAMED,       /* those of the table that `filtered` names; with
	                           those of which it cannot be decided */
	KL_FILTERS_NOTHING      /* it asks no rows: a rule cannot have them */
};

struct kl_check {
	struct kl_words words;
	size_t state_size;              /* zeroed before begin_rule */

	enum kl_status (*begin_rule)(void *state, const struct kl_scope *scope,
		struct kl_error *error);
	/* KL_INVALID here means: this table cannot be checked by this rule; it is
	 * told as a problem and the run goes on with the others. */
	enum kl_status (*begin_table)(void *state, const struct kl_scope *scope,
		struct kl_error *error);
	enum kl_status (*batch)(void *state, const struct kl_scope *scope,
		const struct kl_batch *batch, struct kl_error *error);
	/* Of at most KL_BLOCK_ROWS rows those, a bit each, that `batch` will find right
	 * by themselves. Called before it for the same rows, or not at all, and by
	 * several threads while it is called for rows that stand before them: so it
	 * must not look at what `batch` changes. What it said is kl_scope_passed then.
	 * NULL: nothing can be told of a row by itself. */
	uint64_t (*test)(const void *state, const struct kl_scope *scope,
		const struct kl_row *rows, size_t count);
	enum kl_status (*end_table)(void *state, const struct kl_scope *scope,
		struct kl_error *error);
	/* In place of end_table, when the table could not be read to its end: what was
	 * found until then can be told. */
	enum kl_status (*cut_table)(void *state, const struct kl_scope *scope,
		struct kl_error *error);
	/* After the last table, when cells that are not printed were derived and
	 * before equations are judged. scope->table is NULL. */
	enum kl_status (*finish)(void *state, const struct kl_scope *scope,
		struct kl_error *error);
	/* An equation of this rule that was judged and does not hold, or a share that
	 * does not fit. */
	enum kl_status (*violated)(void *state, const struct kl_scope *scope,
		const struct kl_judgement *judgement, struct kl_error *error);
	void (*release)(void *state);
	/* Whether scope->table takes part; NULL: where kl_rule_applies. */
	bool (*wants)(const void *state, const struct kl_scope *scope);
	/* Whether scope->table is to be read once more, before all others, for this
	 * rule: then begin_table, batch and end_table are called with
	 * scope->preparing set. NULL: never. */
	bool (*prepares)(const void *state, const struct kl_scope *scope);

	/* Whether what the rule says of a table depends on no other, but for those that
	 * were prepared and for what `join` passes on. Tables of such rules alone are
	 * judged one by one, by several threads: each has a part of its own in place of
	 * the state. NULL: never. */
	bool (*apart)(const void *state);
	/* Makes the part, which is zeroed: it may share with the state what no table
	 * changes. Released before the state. NULL: by begin_rule. */
	enum kl_status (*part)(void *part, const void *state, struct kl_error *error);
	/* Behind a table that a part took, in the order of the tables: what the state
	 * must know of it. The part gives it away. May be NULL. */
	void (*join)(void *state, void *part, const struct kl_table *table);
	/* Which rows `when` and `unless` are about. */
	enum kl_filters filters;
	const char *filtered;           /* NAMED: a parameter of type TABLE */
};

/* All checks in the order of check.def, NULL at the end. The first is what is
 * always checked (schema); no rule names it. */
extern const struct kl_check *const kl_checks[];
/* NULL if there is none of this name. */
const struct kl_check *kl_check_find(const char *name);
/* The words of all checks that rules can name. */
const struct kl_words *const *kl_check_words(size_t *count);

/* For checks. */

/* Whether `test` of this rule said of all rows that they are right. */
static inline bool kl_scope_passed(const struct kl_scope *scope,
	const struct kl_row *rows, size_t count)
{
	uint64_t passed = scope->passed;

	for (size_t i = 0; i < count; i++)
		passed &= rows[i].passed;
	return passed != 0;
}

/* Of at most KL_BLOCK_ROWS rows those, a bit each, of which it did not. */
static inline uint64_t kl_scope_left(const struct kl_scope *scope,
	const struct kl_row *rows, size_t count)
{
	uint64_t left = 0;

	for (size_t i = 0; i < count; i++)
		left |= (uint64_t)!(rows[i].passed & scope->passed) << i;
	return left;
}

/* Index of the column, or SIZE_MAX. */
size_t kl_scope_column(const struct kl_scope *scope, struct kl_span name);
/* The same; when there is none, KL_INVALID at the place of the word in the rule
 * file, with the nearest column. */
enum kl_status kl_scope_need_column(const struct kl_scope *scope,
	const struct kl_word *word, size_t *index, struct kl_error *error);
/* The table that a parameter of type TABLE names, as its order in the dataset.
 * KL_INVALID, with the nearest name, when there is none. */
enum kl_status kl_scope_need_table(const struct kl_scope *scope,
	const struct kl_argument *argument, const char *key, size_t *order,
	struct kl_error *error);
/* The place of a cell of the current table. */
struct kl_place kl_scope_place(const struct kl_scope *scope,
	const struct kl_row *row, size_t column);
/* What the row is called: its first cell with a word in it, else its first cell;
 * none if that is the cell of `column` itself, or blank. */
struct kl_span kl_scope_label(const struct kl_row *row, size_t column);
/* A cell of the row; empty past its end. */
static inline struct kl_span kl_row_cell(const struct kl_row *row, size_t column)
{
	return column < row->count ? row->cells[column] : (struct kl_span){ "", 0 };
}
/* What stands between several values in one cell, from a parameter of type TEXT,
 * without the blanks around it; empty when it is not given. KL_INVALID when it
 * is given and empty. */
enum kl_status kl_scope_separator(const struct kl_scope *scope,
	const struct kl_argument *argument, struct kl_span *out,
	struct kl_error *error);
/* kl_span_next of the values in a cell, trimmed. With an empty separator there is
 * one: the whole cell, as it is. */
bool kl_scope_next_value(struct kl_span *rest, struct kl_span separator,
	struct kl_span *value);
/* Reads the register of the rule's parameter `register`; *there: it has one.
 * Errors: those of kl_register_read, at the argument if the register is not
 * found. */
enum kl_status kl_scope_register(const struct kl_scope *scope,
	struct kl_register *reg, bool *there, struct kl_error *error);
/* KL_INVALID, at the argument of the rule, or at the rule where it is NULL: "rule
 * 'id'" and `why` behind it, as ": 'key' is missing" or " compares nothing". */
enum kl_status kl_scope_refuse(const struct kl_scope *scope,
	const struct kl_argument *argument, const char *why,
	struct kl_error *error);
/* Sets rule, check and severity, and adds the finding to the report. */
enum kl_status kl_scope_report(const struct kl_scope *scope,
	struct kl_finding *finding, struct kl_error *error);
/* Text where a number should be is reported as `type`, unless the schema's own
 * check does that. */
enum kl_status kl_scope_report_text(const struct kl_scope *scope,
	const struct kl_row *row, size_t column, const struct kl_cell *value,
	struct kl_error *error);
/* A number for an equation, from a cell of the row. Text in it is reported
 * when the cell is new to the equations. */
enum kl_status kl_scope_number(const struct kl_scope *scope,
	struct kl_equations *equations, const struct kl_row *row, size_t column,
	const struct kl_reading *reading, uint32_t *cell, struct kl_error *error);

/* The N that the descriptor prints with the table, as a cell of the equations.
 * False when memory is out. */
bool kl_scope_printed_n(const struct kl_scope *scope, uint32_t *cell);

#endif
