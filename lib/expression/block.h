/*
 * Conditions compiled for a block of rows at a time. For the files of expression/.
 *
 * A block tells of rows only what kl_truth_of would. Of the rows in none of its
 * sets kl_truth_of has to be asked: where a number is a range or does not fit into
 * 64 bits, and where a term is not compiled (a value whose type only the row tells,
 * a text made of a number, a choice between texts or dates).
 */
#ifndef KL_EXPRESSION_BLOCK_H
#define KL_EXPRESSION_BLOCK_H

#include "expression/binding.h"

/* A bit for each row, in one set at most: undecided for certain is `open`. */
struct kl_block {
	uint64_t holds, fails, open;
};

/* over / under; under > 0. */
struct kl_fraction {
	int64_t over, under;
};

enum kl_block_kind {
	KL_BLOCK_ASK,           /* nothing is known of any row */
	KL_BLOCK_TRUTH,         /* the same for all rows */
	KL_BLOCK_COLUMN,        /* of true and false */
	KL_BLOCK_AND, KL_BLOCK_OR, KL_BLOCK_IF,
	KL_BLOCK_SAME,          /* two truths */
	KL_BLOCK_NUMBERS, KL_BLOCK_DATES, KL_BLOCK_TEXTS,       /* compared */
	KL_BLOCK_BETWEEN_NUMBERS, KL_BLOCK_BETWEEN_DATES,
	KL_BLOCK_IN_NUMBERS, KL_BLOCK_IN_TEXTS,                 /* a list of literals */
	KL_BLOCK_MATCHES,
	KL_BLOCK_STARTS, KL_BLOCK_ENDS, KL_BLOCK_CONTAINS,
	KL_BLOCK_IS_BLANK, KL_BLOCK_IS_UNKNOWN,
	KL_BLOCK_GATHERED       /* of the group that the row asks for */
};

/* Bits of orders. */
enum { KL_ORDER_BEFORE = 1, KL_ORDER_SAME = 2, KL_ORDER_AFTER = 4 };

enum kl_operand_kind {
	KL_OPERAND_LITERAL, KL_OPERAND_COLUMN, KL_OPERAND_GATHERED,
	/* Numbers; of dates the rest. */
	KL_OPERAND_NEGATE, KL_OPERAND_ABS, KL_OPERAND_ROUND,
	KL_OPERAND_ADD, KL_OPERAND_SUBTRACT, KL_OPERAND_MULTIPLY,
	KL_OPERAND_DIVIDE, KL_OPERAND_LEAST, KL_OPERAND_GREATEST,
	KL_OPERAND_IF, KL_OPERAND_LENGTH,
	KL_OPERAND_YEAR, KL_OPERAND_MONTH, KL_OPERAND_DAY,
	KL_OPERAND_AGE, KL_OPERAND_DAYS,        /* from the first to the second */
	/* Dates: a number of days later or before. */
	KL_OPERAND_LATER, KL_OPERAND_BEFORE,
	/* Texts. */
	KL_OPERAND_SCHOOLYEAR, KL_OPERAND_LOWER, KL_OPERAND_UPPER, KL_OPERAND_TRIM
};

struct kl_block_term;

struct kl_operand {
	enum kl_operand_kind kind;
	enum kl_expression_type type;
	const struct kl_slot *slot;     /* COLUMN: numbers can stand in one of texts */
	bool own_form;                  /* COLUMN: its dates are not YYYY-MM-DD */
	struct kl_fraction number;      /* LITERAL, by its type */
	uint32_t date;
	struct kl_span text;
	int decimals;                   /* ROUND */
	struct kl_operand *parts;       /* what it is made of; GATHERED: the keys */
	size_t count;
	const struct kl_block_term *condition;  /* IF */
	const struct kl_binding *binding;       /* GATHERED */
	const struct kl_aggregate *aggregate;
};

struct kl_block_term {
	enum kl_block_kind kind;
	bool negated, truth;
	unsigned orders;                /* of left to right, with which it holds */
	struct kl_operand left, right;  /* BETWEEN: right is the lower bound, and */
	struct kl_operand upper;
	const struct kl_fraction *numbers;      /* IN_NUMBERS */
	const struct kl_span *texts;    /* IN_TEXTS: a list, or by hash when mask > 0 */
	size_t list_count, mask;
	const struct kl_pattern *pattern;
	struct kl_block_term *parts;    /* AND, OR, IF, SAME */
	size_t count;
};

/* *out is NULL when nothing could be told of any row. In the arena; lives no
 * longer than the binding. False when memory is out. */
bool kl_block_compile(struct kl_binding *b, const struct kl_tree *term,
	struct kl_arena *arena, struct kl_block_term **out);

/* Of the rows that have a bit in `live`. By any number of threads. */
struct kl_block kl_block_of(const struct kl_block_term *term,
	const struct kl_row *rows, uint64_t live);

#endif
