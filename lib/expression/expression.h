/*
 * The expression language: conditions on rows, and figures from tables.
 *
 *   expression := "if" or "then" or ["else" or] | or
 *   or   := and {"or" and}     and := not {"and" not}     not := "not" not | comparison
 *   comparison := sum [ ("=" | "!=" | "<>" | "<" | "<=" | ">" | ">=") sum
 *                     | ["not"] "in" "(" sum {"," sum} ")"
 *                     | ["not"] "matches" TEXT       a pattern for the whole text
 *                     | ["not"] "between" sum "and" sum      both ends included
 *                     | "is" ["not"] ("blank" | "unknown") ]
 *   sum  := product {("+" | "-") product}
 *   product := unary {("*" | "/") unary}
 *   unary := "-" unary | primary
 *   primary := NUMBER ["%"]    82.2; 60 % is 0.60
 *            | DATE            2004-10-01, without blanks
 *            | TEXT            "..." or '...', the quote in it doubled
 *            | true | false
 *            | NAME            a column; `any name at all` in backticks
 *            | NAME "(" arguments ")"
 *            | "(" expression ")"
 *
 * "if c then a" without else is true where c is false. Functions of values:
 * abs round least greatest length lower upper trim starts ends contains number
 * text date year month day age days schoolyear. Over the rows of a table:
 *
 *   count([VALUE] [of "table"] [where CONDITION] [per COLUMN {, COLUMN}])
 *   sum min max mean distinct any all (VALUE [of ...] [where ...] [per ...])
 *   cell(VALUE of "table" where CONDITION)         the only such row
 *   lookup("table", KEY = EXPRESSION {, KEY = EXPRESSION}, VALUE)
 *
 * and for all of these f("table", CONDITION {, CONDITION}, VALUE). Without "of" the
 * table is that of the rule. Inside, names are columns of that table, but for
 * EXPRESSION, and nothing else over rows can stand there.
 *
 * Logic has three values (Kleene 1952): blank cells, marks for what is not
 * known, cells of another type, overflow and division by zero are unknown;
 * numbers are ranges. Whatever comes out is certain.
 */
#ifndef KL_EXPRESSION_EXPRESSION_H
#define KL_EXPRESSION_EXPRESSION_H

#include "expression/tree.h"

enum { KL_EXPRESSION_MOST = 64 * 1024 };        /* bytes */
enum { KL_EXPRESSION_DEPTH = 100 };     /* parentheses in parentheses */
enum { KL_EXPRESSION_HEIGHT = 1000 };   /* of the tree: a + b + c + ... */

/* Parses. `path` is the file the word stands in (NULL: the command line); both
 * are borrowed as long as the expression lives. It needs no release apart from
 * its arena. Errors: KL_INVALID with the place of the very token where the text
 * stands in the file as it is, else with the place of the text; KL_LIMIT,
 * KL_NO_MEMORY. *out is then untouched. */
enum kl_status kl_expression_read(const struct kl_word *word, const char *path,
	struct kl_arena *arena, struct kl_expression **out,
	struct kl_error *error);

/* Finds types, tables and columns; call it once, before anything below. What is
 * declared is held to: `rule` is the rule that it belongs to, whose tables have
 * its columns. `wanted` is the type it must have; KL_OF_ANY: whatever it has.
 * With tables_allowed false, functions over rows are a mistake. Errors:
 * KL_INVALID as above with the nearest name, KL_NO_MEMORY. */
enum kl_status kl_expression_check(struct kl_expression *expression,
	const struct kl_dataset *dataset, const struct kl_rule *rule,
	enum kl_expression_type wanted, bool tables_allowed,
	struct kl_error *error);

/* Before the check: makes it an expression about groups of rows that agree in
 * `columns` (none: about all rows of a table). Functions over the rule's own
 * table are then over the group. The row it is evaluated for is any of the
 * group. The check refuses all other columns of the row. Errors: KL_NO_MEMORY. */
enum kl_status kl_expression_group(struct kl_expression *expression,
	const struct kl_word *columns, size_t count, struct kl_error *error);

/* After reading: */

/* Whether it names columns of the row itself, not of rows that a function looks
 * at: only then is it a different question for each row. */
bool kl_expression_asks_row(const struct kl_expression *expression);
/* Whether it has functions over rows, so that it needs a kl_gather. */
static inline bool kl_expression_gathers(const struct kl_expression *expression)
{
	return expression->aggregate_count > 0;
}
/* The first table and column that it names; text.at NULL: none. Places are
 * those of the very token. */
struct kl_word kl_expression_table(const struct kl_expression *expression);
struct kl_word kl_expression_field(const struct kl_expression *expression);

/* KL_INVALID at a byte of the text, as the mistakes above. */
enum kl_status kl_expression_fail(const struct kl_expression *expression,
	uint32_t offset, struct kl_error *error, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

#endif
