/*
 * Conditions over plain cells, compiled for a block of rows at a time. For the
 * files of expression/.
 *
 * Compiled are comparisons of columns, literals and parts of dates, lists of
 * texts, patterns with a table, blanks, and what joins these. A block tells of
 * rows only what kl_truth_of would; of the rows in neither of its sets, and of
 * any other term, kl_truth_of has to be asked.
 */
#ifndef KL_EXPRESSION_BLOCK_H
#define KL_EXPRESSION_BLOCK_H

#include "expression/binding.h"
#include "table/plain.h"

/* A bit for each row. */
struct kl_block {
	uint64_t holds, fails;
};

enum kl_block_kind {
	KL_BLOCK_ASK,           /* nothing is known of any row */
	KL_BLOCK_TRUTH,         /* the same for all rows */
	KL_BLOCK_AND, KL_BLOCK_OR, KL_BLOCK_IF,
	KL_BLOCK_NUMBERS, KL_BLOCK_DATES, KL_BLOCK_TEXTS,       /* compared */
	KL_BLOCK_IN,            /* a text among texts */
	KL_BLOCK_MATCHES,       /* a text that a pattern's table has */
	KL_BLOCK_IS_BLANK
};

enum kl_operand_kind {
	KL_OPERAND_LITERAL, KL_OPERAND_COLUMN,
	KL_OPERAND_YEAR, KL_OPERAND_MONTH, KL_OPERAND_DAY,      /* of a date */
	KL_OPERAND_SCHOOLYEAR
};

struct kl_operand {
	enum kl_operand_kind kind;
	size_t index;                   /* of the column in the row */
	const struct kl_plain *plain;   /* how it is read */
	struct kl_plain_number number;  /* LITERAL, by its type */
	uint32_t date;
	struct kl_span text;
};

struct kl_block_term {
	enum kl_block_kind kind;
	bool negated, truth;
	unsigned orders;                /* bit order + 1: with that order it holds */
	struct kl_operand left, right;
	const struct kl_tree *list;     /* IN: the texts behind the first operand */
	const struct kl_pattern_table *table;
	struct kl_block_term *parts;    /* AND, OR, IF */
	size_t count;
};

/* *out is NULL when nothing could be told of any row. In the arena; lives no
 * longer than the binding. False when memory is out. */
bool kl_block_compile(const struct kl_binding *b, const struct kl_tree *term,
	struct kl_arena *arena, struct kl_block_term **out);

/* At most KL_BLOCK_ROWS rows. */
struct kl_block kl_block_of(const struct kl_block_term *term,
	const struct kl_row *rows, size_t count);

#endif
