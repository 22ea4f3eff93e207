/*
 * What a schema says of a column, compiled to a test that takes some nanoseconds
 * a cell.
 *
 * The test only says yes, and only where kl_value_read and the constraints of the
 * field say nothing against the cell. Of what it doubts they decide.
 */
#ifndef KL_RULE_FIELD_TEST_H
#define KL_RULE_FIELD_TEST_H

#include "base/memo.h"
#include "base/memory.h"
#include "rule/field.h"
#include "table/plain.h"
#include "table/reader.h"

enum kl_field_test_kind {
	KL_TEST_TEXT,           /* any text, perhaps of some length */
	KL_TEST_PATTERN,        /* a text that a pattern's table has */
	KL_TEST_NUMBER,         /* a plain number, within limits */
	KL_TEST_DATE,           /* a plain date, within limits */
	KL_TEST_KNOWN           /* anything else: a cell that was found right before */
};

/* The numbers that are right, as their digits: of so many decimals, from least
 * to most. */
struct kl_field_limits {
	int64_t least[KL_PLAIN_DIGITS + 1], most[KL_PLAIN_DIGITS + 1];
};

struct kl_field_test {
	enum kl_field_test_kind kind;
	bool blank_is_right;            /* an empty cell */
	struct kl_plain plain;
	const struct kl_constraints *constraints;       /* TEXT: the length */
	const struct kl_pattern_table *table;           /* PATTERN */
	const struct kl_field_limits *limits;           /* NUMBER */
	uint32_t from, until;                           /* DATE: as kl_plain_date */
	struct kl_memo *known;                          /* KNOWN */
};

/* The test for cells of the field, which outlives it as the arena does. False
 * when memory is out. */
bool kl_field_test_compile(const struct kl_field *field, struct kl_arena *arena,
	struct kl_field_test *out);

/* Bit i: cell `index` of rows[i] is doubted. At most KL_BLOCK_ROWS rows, which all
 * have that cell. */
uint64_t kl_field_test_doubts(const struct kl_field_test *test,
	const struct kl_row *rows, size_t count, size_t index);

/* The cell was doubted and was found right. */
static inline void kl_field_test_learn(struct kl_field_test *test,
	struct kl_span cell)
{
	if (test->kind == KL_TEST_KNOWN)
		kl_memo_add(test->known, cell);
}

#endif
