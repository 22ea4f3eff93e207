#include "system.h"

static void write_interval(const struct kl_interval *a, char *out)
{
	kl_interval_format(a, '.', out);
}

struct figures {
	char head[KL_INTERVAL_TEXT], rest[KL_INTERVAL_TEXT], gap[KL_INTERVAL_TEXT];
};

static enum kl_status keep_figures(void *context,
	const struct kl_judgement *judgement, struct kl_error *error)
{
	struct figures *figures = context;

	(void)error;
	write_interval(&judgement->head_value, figures->head);
	write_interval(&judgement->rest, figures->rest);
	write_interval(&judgement->gap, figures->gap);
	return KL_OK;
}

/* Of the last statement: the head, what it should be, and the difference. */
Test(equation_cells, figures)
{
	static const struct {
		const char *system, *head, *rest, *gap;
	} cases[] = {
		{ "t=10 a=3 b=8 ; t=a+b", "10", "11", "-1" },
		{ "t=10 a=3 b=8 ; b=t-a", "8", "7", "1" },
		{ "t=~10 a=~3 b=~8 ; t=a+b", "9.5..10.5", "10..12", "-2.5..0.5" },
		{ "t=10 a=1..4 b=8 ; t=a+b", "10", "9..12", "-2..1" },
		{ "t=10 a=? b=? ; t=a+b", "10", "anything", "anything" },
		{ "t=10 s=? a=3 b=4 c=4 ; s=a+b t=s+c", "10", "11", "-1" },
		{ "s=? a=3 b=4 c=8 ; s=a+b s=c", "7", "8", "-1" },
		{ "a=5 n=4 ; a<=n", "5", "4", "1" },
		{ "t=" NINES_36 " a=0.00000001 ; t=a", NINES_36, "0.00000001",
			"anything" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct system system;
		struct figures figures = { 0 };
		struct kl_error error;
		system_init(&system, cases[i].system);
		kl_equations_derive(system.equations);
		cr_expect_eq(kl_equations_judge(system.equations, keep_figures,
			&figures, &error), KL_OK);
		cr_expect_str_eq(figures.head, cases[i].head, "%s: head %s",
			cases[i].system, figures.head);
		cr_expect_str_eq(figures.rest, cases[i].rest, "%s: rest %s",
			cases[i].system, figures.rest);
		cr_expect_str_eq(figures.gap, cases[i].gap, "%s: gap %s",
			cases[i].system, figures.gap);
		system_release(&system);
	}
}

Test(equation_cells, rest_before_judging)
{
	struct system system;
	struct kl_interval rest;

	system_init(&system, "t=10 a=3 b=8 N=? ; t=a+b N=a+b N=t 2t=a");
	cr_expect_eq(kl_equations_count(system.equations), 4);
	for (size_t i = 0; i < 2; i++) {
		rest = kl_equations_rest(system.equations, i);
		cr_expect(kl_interval_is_point(&rest) && kl_decimal_compare(
			rest.low.at, kl_decimal_of(11)) == 0, "equation %zu", i);
	}
	rest = kl_equations_rest(system.equations, 3);
	cr_expect(rest.low.infinite && rest.high.infinite);
	system_release(&system);
}

/* A shared figure gets its value by a vote, after the equations are there. */
Test(equation_cells, set_a_quantity)
{
	struct system system;
	struct kl_cell value = cell_of("11", 2);

	system_init(&system, "t=10 u=11 N=? ; t=N u=N");
	kl_equations_set(system.equations, system.cells['N'], &value);
	cr_expect_str_eq(system_judge(&system), "0 violated +t-N, 1 holds +u-N");
	system_release(&system);
}

Test(equation_cells, cells_by_place)
{
	struct kl_equations *equations = kl_equations_new();
	char field[] = "totaal", label[] = "Zorg", printed[] = "10";
	const struct kl_cell ten = cell_of("10", 2), other = cell_of("11", 2);
	struct kl_place place = { .order = 2, .table = "t", .path = "tables/t.csv",
		.line = 4, .column = 6, .row = 3, .field = kl_span_of(field) };
	uint32_t first, again, next;
	bool found;

	cr_assert(kl_equations_cell(equations, &place, kl_span_of(label),
		kl_span_of(printed), &ten, ',', &first, &found));
	cr_expect_not(found);
	memset(field, 'x', 6);
	memset(label, 'x', 4);
	memset(printed, 'x', 2);
	place.field = kl_span_of("totaal");
	cr_assert(kl_equations_cell(equations, &place, kl_span_of("other"),
		kl_span_of("11"), &other, '.', &again, &found));
	cr_expect(found && again == first);

	const struct kl_equation_cell *cell = kl_equations_at(equations, first);
	cr_expect(kl_span_is(cell->place.field, "totaal"));
	cr_expect(kl_span_is(cell->label, "Zorg"));
	cr_expect(kl_span_is(cell->printed, "10"));
	cr_expect(cell->place.row == 3 && cell->place.line == 4
		&& cell->place.column == 6 && cell->place.order == 2);
	cr_expect_eq(cell->decimal_char, ',');
	cr_expect(cell->value.value.coefficient == 10 && !cell->derived);

	struct kl_place places[3] = { place, place, place };
	places[0].row = 4;
	places[1].order = 3;
	places[2].field = kl_span_of("n");
	for (int i = 0; i < 3; i++) {
		cr_assert(kl_equations_cell(equations, &places[i],
			(struct kl_span){ 0 }, (struct kl_span){ 0 }, &other, '.',
			&next, &found));
		cr_expect(!found && next != first, "place %d", i);
	}
	kl_equations_free(equations);
	kl_equations_free(NULL);
}

Test(equation_cells, derived_cells_say_so)
{
	struct system system;

	system_init(&system, "t=? a=~3 b=1..4 ; t=a+b");
	system_judge(&system);
	const struct kl_equation_cell *cell = kl_equations_at(system.equations,
		system.cells['t']);
	char known[KL_INTERVAL_TEXT];
	write_interval(&cell->known, known);
	cr_expect(cell->derived);
	cr_expect_eq(cell->value.kind, KL_CELL_UNKNOWN);
	cr_expect_str_eq(known, "3.5..7.5");
	cr_expect(!cell->known.low.open && cell->known.high.open);
	cr_expect_not(kl_equations_at(system.equations,
		system.cells['a'])->derived);
	system_release(&system);
}

Test(equation_cells, cleared)
{
	struct system system;

	system_init(&system, "t=10 s=? a=3 b=8 ; s=a+b t=s");
	cr_expect_str_eq(system_judge(&system), "1 violated +t-a-b");
	kl_equations_clear(system.equations);
	cr_expect_eq(kl_equations_count(system.equations), 0);
	system.judged.length = 0;
	system_build(&system, "t=9 a=3 b=6 c=7 ; t=a+b");
	cr_expect_str_eq(system_judge(&system), "0 holds +t-a-b");
	system_release(&system);
}

static enum kl_status stop_at_second(void *context,
	const struct kl_judgement *judgement, struct kl_error *error)
{
	int *calls = context;

	(void)judgement;
	return ++*calls < 2 ? KL_OK
		: kl_fail(error, KL_LIMIT, NULL, 0, 0, "stopped");
}

Test(equation_cells, stopped_by_the_receiver)
{
	struct system system;
	struct kl_error error = { 0 };
	int calls = 0;

	system_init(&system, "t=1 a=1 b=1 c=1 ; t=a t=b t=c");
	cr_expect_eq(kl_equations_judge(system.equations, stop_at_second, &calls,
		&error), KL_LIMIT);
	cr_expect_eq(calls, 2);
	cr_expect_eq(error.status, KL_LIMIT);
	system_release(&system);
}
