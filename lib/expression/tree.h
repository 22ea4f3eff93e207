/*
 * An expression as a tree. The tree says what was written, and after
 * kl_expression_check also of what type everything is; it knows nothing of how
 * it is evaluated, and can be put into another language.
 */
#ifndef KL_EXPRESSION_TREE_H
#define KL_EXPRESSION_TREE_H

#include "base/date.h"
#include "base/ratio.h"
#include "rule/rules.h"

enum kl_expression_type {
	KL_OF_ANY,              /* a column without a declared type, as yet */
	KL_OF_NUMBER,
	KL_OF_TEXT,
	KL_OF_DATE,
	KL_OF_TRUTH
};

enum kl_tree_kind {
	KL_TREE_NUMBER, KL_TREE_TEXT, KL_TREE_DATE, KL_TREE_TRUTH,     /* literals */
	KL_TREE_COLUMN,
	KL_TREE_IF,             /* condition, then, else (or two operands only) */
	KL_TREE_OR, KL_TREE_AND,        /* two operands or more */
	KL_TREE_NOT,
	KL_TREE_EQUAL, KL_TREE_UNEQUAL, KL_TREE_LESS, KL_TREE_AT_MOST,
	KL_TREE_MORE, KL_TREE_AT_LEAST,
	KL_TREE_IN,             /* what is looked for, then the list */
	KL_TREE_MATCHES,        /* what is looked at; the pattern is `text` */
	KL_TREE_BETWEEN,        /* what is looked at, from, to */
	KL_TREE_IS_BLANK, KL_TREE_IS_UNKNOWN,
	KL_TREE_ADD, KL_TREE_SUBTRACT, KL_TREE_MULTIPLY, KL_TREE_DIVIDE,
	KL_TREE_NEGATE,
	KL_TREE_CALL,           /* a function of values of the row */
	KL_TREE_AGGREGATE       /* a function over the rows of a table */
};

enum kl_call {
	KL_CALL_ABS, KL_CALL_ROUND, KL_CALL_LEAST, KL_CALL_GREATEST,
	KL_CALL_LENGTH, KL_CALL_LOWER, KL_CALL_UPPER, KL_CALL_TRIM,
	KL_CALL_STARTS, KL_CALL_ENDS, KL_CALL_CONTAINS, KL_CALL_NUMBER,
	KL_CALL_TEXT, KL_CALL_DATE, KL_CALL_YEAR, KL_CALL_MONTH, KL_CALL_DAY,
	KL_CALL_AGE, KL_CALL_DAYS, KL_CALL_SCHOOLYEAR,
	KL_CALLS
};

enum kl_over {
	KL_OVER_COUNT, KL_OVER_SUM, KL_OVER_MIN, KL_OVER_MAX, KL_OVER_MEAN,
	KL_OVER_DISTINCT, KL_OVER_ANY, KL_OVER_ALL, KL_OVER_CELL, KL_OVER_LOOKUP,
	KL_OVERS
};

struct kl_aggregate;

struct kl_tree {
	enum kl_tree_kind kind;
	enum kl_expression_type type;
	uint32_t from, until;           /* where it stands: bytes of the text */
	bool negated;                   /* NOT IN, NOT MATCHES, NOT BETWEEN, IS NOT */
	bool truth;                     /* TRUTH */
	enum kl_call call;              /* CALL */
	struct kl_tree **operands;
	size_t count;
	struct kl_span text;            /* TEXT; MATCHES: the pattern; COLUMN: name */
	struct kl_range number;         /* NUMBER: a point */
	struct kl_date date;            /* DATE */
	struct kl_aggregate *aggregate; /* AGGREGATE */
	/* Set by kl_expression_check: */
	size_t slot;                    /* COLUMN: in the columns of its frame; CALL,
	                                   MATCHES: its own place to work in */
	const struct kl_span *set;      /* IN, all of its list text: sorted */
	unsigned height;                /* a leaf has 1 */
};

/* A column that is read, as one type. One of two types stands twice. */
struct kl_frame_column {
	struct kl_span name;
	enum kl_expression_type type;
	uint32_t from;                  /* where it is named first */
};

/* What is read of a row of one table. */
struct kl_frame {
	struct kl_frame_column *columns;
	size_t count, capacity;
	size_t works;                   /* places to work in, for CALL and MATCHES */
};

struct kl_aggregate_key {
	struct kl_tree *there;          /* of a row of the table that is looked at */
	struct kl_tree *here;           /* of the row that asks */
};

struct kl_aggregate {
	enum kl_over over;
	size_t index;                   /* in the expression */
	struct kl_tree *table;          /* TEXT; NULL: the table of the rule itself */
	const struct kl_table *target;  /* after the check; NULL: the same, or the
	                                   dataset has no such table */
	struct kl_tree **values;        /* one; COUNT none or one; DISTINCT several */
	size_t value_count;
	struct kl_tree *condition;      /* NULL: all rows */
	struct kl_aggregate_key *keys;  /* per, of lookup, of the rule's groups */
	size_t key_count;
	struct kl_frame frame;          /* of the table that is looked at */
};

struct kl_expression {
	struct kl_word word;            /* as it was written */
	const char *path;               /* of the rule file; NULL: command line */
	struct kl_arena *arena;
	struct kl_tree *root;
	struct kl_aggregate **aggregates;       /* in the order written */
	size_t aggregate_count, aggregate_capacity;
	bool grouped;                   /* it speaks of groups of rows that agree in: */
	const struct kl_word *groups;
	size_t group_count;
	/* Set by kl_expression_check: */
	const struct kl_rule *rule;
	struct kl_frame frame;          /* of the row */
};

/* As it was written. */
struct kl_span kl_tree_text(const struct kl_expression *expression,
	const struct kl_tree *term);

const char *kl_expression_type_name(enum kl_expression_type type);  /* "a number" */

#endif
