/*
 * Cells and equations from one line of text, and what is judged of them as
 * another, for tables of cases.
 */
#ifndef KL_TEST_SYSTEM_H
#define KL_TEST_SYSTEM_H

#include "equation/equation.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#define NINES_36 "999999999999999999999999999999999999"

/* A system in one line: cells, then equations.
 *
 *   t=10 a=~3 b=1..4 c=? d=x N=? ; t=a+b+c 2a<=t
 *
 * ~ is rounded to units (~130/10 to tens), ? is unknown, x is text. Capitals
 * are quantities: N=? is one that has no value. The equations have no blanks;
 * what is to the left of = or <= begins with the head. */
struct system {
	struct kl_equations *equations;
	uint32_t cells[128];            /* by name; UINT32_MAX: none */
	char names[64];                 /* by cell */
	struct kl_text_buffer judged;
	size_t derived;
};

static inline struct kl_decimal decimal(const char *text, size_t length)
{
	const struct kl_span none = { 0 };
	struct kl_decimal value = { 0, 0 };

	cr_assert_eq(kl_decimal_parse((struct kl_span){ text, length }, '.', none,
		&value), KL_PARSED, "%.*s", (int)length, text);
	return value;
}

static inline struct kl_cell cell_of(const char *text, size_t length)
{
	struct kl_cell cell = { KL_CELL_UNKNOWN, { 0, 0 }, kl_interval_all() };
	const char *slash = memchr(text, '/', length);
	const char *dots = NULL;

	for (size_t i = 0; i + 1 < length && dots == NULL; i++)
		if (text[i] == '.' && text[i + 1] == '.')
			dots = text + i;
	if (*text == '?')
		return cell;
	if (*text == 'x') {
		cell.kind = KL_CELL_TEXT;
	} else if (dots != NULL) {
		cell.kind = KL_CELL_RANGE;
		cell.interval = kl_interval_range(
			decimal(text, (size_t)(dots - text)),
			decimal(dots + 2, (size_t)(text + length - dots - 2)));
	} else if (*text == '~') {
		struct kl_decimal unit = kl_decimal_of(1);
		size_t end = slash != NULL ? (size_t)(slash - text) : length;
		cell.kind = KL_CELL_ROUNDED;
		cell.value = decimal(text + 1, end - 1);
		if (slash != NULL)
			unit = decimal(slash + 1, length - end - 1);
		cr_assert(kl_interval_rounded(cell.value, unit, KL_HALF_UP,
			&cell.interval));
	} else {
		cell.kind = KL_CELL_EXACT;
		cell.value = decimal(text, length);
		cell.interval = kl_interval_point(cell.value);
	}
	return cell;
}

static inline void add_cell(struct system *system, const char *word, size_t length)
{
	struct kl_cell value = cell_of(word + 2, length - 2);
	struct kl_place place = { .table = "t", .path = "tables/t.csv", .row = 1,
		.field = { word, 1 } };
	uint32_t *cell = &system->cells[(unsigned char)*word];

	if (*word >= 'A' && *word <= 'Z')
		cr_assert(kl_equations_quantity(system->equations,
			value.kind == KL_CELL_UNKNOWN ? NULL : &value, cell));
	else
		cr_assert(kl_equations_cell(system->equations, &place,
			(struct kl_span){ 0 }, (struct kl_span){ word + 2, length - 2 },
			&value, '.', cell, NULL));
	system->names[*cell] = *word;
}

static inline void add_equation(struct system *system, const char *word, size_t length,
	uint32_t tag)
{
	struct kl_term terms[16];
	enum kl_relation relation = KL_EQUALS;
	int32_t side = 1, sign = 1, times = 0;
	size_t count = 0;

	for (size_t i = 0; i < length; i++) {
		char c = word[i];
		if (c >= '0' && c <= '9') {
			times = 10 * times + (c - '0');
		} else if (c == '+' || c == '-') {
			sign = c == '+' ? 1 : -1;
		} else if (c == '<') {
			relation = KL_AT_MOST;
		} else if (c == '=') {
			side = -1;
			sign = 1;
		} else {
			cr_assert_neq(system->cells[(unsigned char)c], UINT32_MAX);
			terms[count++] = (struct kl_term){
				system->cells[(unsigned char)c],
				side * sign * (times != 0 ? times : 1) };
			times = 0;
		}
	}
	cr_assert(kl_equations_add(system->equations, relation, terms, count, 7,
		tag));
}

static inline void system_build(struct system *system, const char *text)
{
	bool equations = false;
	uint32_t tag = 0;

	memset(system->cells, 0xff, sizeof system->cells);
	while (*text != '\0') {
		size_t length = strcspn(text, " ");
		if (*text == ';')
			equations = true;
		else if (equations)
			add_equation(system, text, length, tag++);
		else
			add_cell(system, text, length);
		text += length + (text[length] == ' ');
	}
}

static inline void system_init(struct system *system, const char *text)
{
	*system = (struct system){ .equations = kl_equations_new() };
	cr_assert_not_null(system->equations);
	system_build(system, text);
}

static inline void system_release(struct system *system)
{
	kl_text_release(&system->judged);
	kl_equations_free(system->equations);
}

/* "0 holds +t-a-b": the tag, the outcome, the statement over printed cells. */
static inline enum kl_status note(void *context, const struct kl_judgement *judgement,
	struct kl_error *error)
{
	static const char *const outcomes[] = { "holds", "violated", "undecided" };
	struct system *system = context;
	struct kl_text_buffer *out = &system->judged;

	(void)error;
	cr_expect_eq(judgement->rule, 7);
	cr_expect_eq(judgement->head, judgement->terms[0].cell);
	kl_text_printf(out, "%s%u %s", out->length > 0 ? ", " : "",
		judgement->tag, outcomes[judgement->outcome]);
	for (size_t i = 0; i < judgement->printed_count; i++) {
		int32_t factor = judgement->printed[i].factor;
		kl_text_printf(out, i == 0 ? " %s" : "%s", factor > 0 ? "+" : "-");
		if (abs(factor) != 1)
			kl_text_printf(out, "%d", abs(factor));
		kl_text_printf(out, "%c", system->names[judgement->printed[i].cell]);
	}
	if (judgement->relation == KL_AT_MOST)
		kl_text_puts(out, "<=0");
	return KL_OK;
}

static inline const char *system_judge(struct system *system)
{
	struct kl_error error = { 0 };

	system->derived += kl_equations_derive(system->equations);
	cr_expect_eq(kl_equations_judge(system->equations, note, system, &error),
		KL_OK);
	return system->judged.at != NULL ? system->judged.at : "";
}

struct judged_case {
	const char *system;
	size_t derived;
	const char *wanted;
};

static inline void expect_judged(const struct judged_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct system system;
		system_init(&system, cases[i].system);
		const char *got = system_judge(&system);
		cr_expect_str_eq(got, cases[i].wanted, "%s\n  got    %s\n  wanted %s",
			cases[i].system, got, cases[i].wanted);
		cr_expect_eq(system.derived, cases[i].derived, "%s: %zu derived",
			cases[i].system, system.derived);
		system_release(&system);
	}
}

#define EXPECT_JUDGED(cases) \
	expect_judged((cases), sizeof (cases) / sizeof *(cases))

#endif
