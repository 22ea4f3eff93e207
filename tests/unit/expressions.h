/* Expressions over a row or a small table, written as text. */
#ifndef KL_TEST_EXPRESSIONS_H
#define KL_TEST_EXPRESSIONS_H

#include <criterion/criterion.h>
#include <stdio.h>

#include "expression/evaluate.h"

enum { MOST_CELLS = 16, MOST_ROWS = 16 };

/* "a=1;b=x": names and cells of a row. */
struct cells {
	char text[512];
	struct kl_span names[MOST_CELLS], cells[MOST_CELLS];
	struct kl_row row;
};

static inline void split_cells(struct cells *c, const char *text)
{
	size_t count = 0;

	snprintf(c->text, sizeof c->text, "%s", text);
	for (char *at = strtok(c->text, ";"); at != NULL; at = strtok(NULL, ";")) {
		char *equals = strchr(at, '=');
		cr_assert(equals != NULL && count < MOST_CELLS, "%s", text);
		c->names[count] = (struct kl_span){ at, (size_t)(equals - at) };
		c->cells[count++] = kl_span_of(equals + 1);
	}
	c->row = (struct kl_row){ .number = 1, .line = 2, .cells = c->cells,
		.count = count };
}

static inline struct kl_table plain_table(const char *name)
{
	struct kl_table table = { .name = name, .path = name, .shown = name };

	kl_reading_init(&table.reading);
	return table;
}

/* The result as text: a number or range, 'text', a date, true, false; unknown;
 * blank; or the mistake with its column: "5: ...". */
static inline const char *show_result(const struct kl_result *value)
{
	static char shown[KL_RANGE_TEXT + 512];

	if (value->unknown)
		return value->blank ? "blank" : "unknown";
	switch (value->type) {
	case KL_OF_NUMBER:
		kl_range_format(&value->number, '.', 6, shown);
		return shown;
	case KL_OF_TEXT:
		snprintf(shown, sizeof shown, "'%.*s'", (int)value->text.length,
			value->text.at);
		return shown;
	case KL_OF_DATE:
		kl_date_format(value->date, shown);
		return shown;
	case KL_OF_TRUTH:
		return value->truth == KL_HOLDS ? "true" : "false";
	case KL_OF_ANY:
		break;
	}
	return "of no type";
}

static inline const char *show_error(const struct kl_error *error)
{
	static char shown[KL_ERROR_TEXT + 32];

	snprintf(shown, sizeof shown, "%llu: %s", (unsigned long long)error->column,
		error->text);
	return shown;
}

static inline struct kl_word word_of(const char *text)
{
	return (struct kl_word){ .text = kl_span_of(text), .line = 1,
		.column = 1, .lead = 1 };
}

/* Reads, checks, binds and evaluates. */
static inline const char *result_of(const char *expression, const char *cells,
	const struct kl_table *table)
{
	struct kl_arena arena = { 0 };
	struct kl_error error = { 0 };
	struct kl_table plain = plain_table("t");
	struct kl_dataset dataset = { 0 };
	struct kl_expression *e;
	struct kl_binding *binding;
	struct kl_result result;
	static char shown[KL_RANGE_TEXT + KL_ERROR_TEXT];
	const struct kl_word word = word_of(expression);
	struct cells split;

	split_cells(&split, cells);
	dataset.tables = table != NULL ? (struct kl_table *)table : &plain;
	dataset.table_count = 1;
	enum kl_status status = kl_expression_read(&word, "rules.yaml", &arena, &e,
		&error);
	if (status == KL_OK)
		status = kl_expression_check(e, &dataset, NULL, KL_OF_ANY, true,
			&error);
	const struct kl_columns columns = { .names = split.names,
		.count = split.row.count };
	if (status == KL_OK)
		status = kl_bind(e, NULL, dataset.tables, &columns, &binding,
			&error);
	if (status == KL_OK) {
		kl_evaluate(binding, &split.row, &result);
		snprintf(shown, sizeof shown, "%s", show_result(&result));
		kl_binding_free(binding);
	} else {
		snprintf(shown, sizeof shown, "%s", show_error(&error));
	}
	kl_arena_release(&arena);
	return shown;
}

struct expression_case {
	const char *expression, *cells, *result;
};

static inline void try_expressions(const struct expression_case *cases,
	size_t count)
{
	for (size_t i = 0; i < count; i++)
		cr_expect_str_eq(result_of(cases[i].expression, cases[i].cells, NULL),
			cases[i].result, "%s with %s: %s, not %s",
			cases[i].expression, cases[i].cells,
			result_of(cases[i].expression, cases[i].cells, NULL),
			cases[i].result);
}
#define TRY(cases) try_expressions((cases), sizeof (cases) / sizeof *(cases))

#endif
