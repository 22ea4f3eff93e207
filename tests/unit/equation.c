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

static const char path[] = "tables/t.csv";

static struct kl_decimal decimal(const char *text, size_t length)
{
	const struct kl_span none = { 0 };
	struct kl_decimal value = { 0, 0 };

	cr_assert_eq(kl_decimal_parse((struct kl_span){ text, length }, '.', none,
		&value), KL_PARSED, "%.*s", (int)length, text);
	return value;
}

static struct kl_cell cell_of(const char *text, size_t length)
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

static void add_cell(struct system *system, const char *word, size_t length)
{
	struct kl_cell value = cell_of(word + 2, length - 2);
	struct kl_place place = { .table = "t", .path = path, .row = 1,
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

static void add_equation(struct system *system, const char *word, size_t length,
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

static void system_build(struct system *system, const char *text)
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

static void system_init(struct system *system, const char *text)
{
	*system = (struct system){ .equations = kl_equations_new() };
	cr_assert_not_null(system->equations);
	system_build(system, text);
}

static void system_release(struct system *system)
{
	kl_text_release(&system->judged);
	kl_equations_free(system->equations);
}

/* "0 holds +t-a-b": the tag, the outcome, the statement over printed cells. */
static enum kl_status note(void *context, const struct kl_judgement *judgement,
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

static const char *system_judge(struct system *system)
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

static void expect_judged(const struct judged_case *cases, size_t count)
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

Test(equation, exact)
{
	static const struct judged_case cases[] = {
		{ "t=10 a=3 b=7 ; t=a+b", 0, "0 holds +t-a-b" },
		{ "t=10 a=3 b=8 ; t=a+b", 0, "0 violated +t-a-b" },
		{ "t=10.0 a=3.25 b=6.75 ; t=a+b", 0, "0 holds +t-a-b" },
		{ "t=10 a=3.25 b=6.76 ; t=a+b", 0, "0 violated +t-a-b" },
		{ "t=0.3 a=0.1 b=0.2 ; t=a+b", 0, "0 holds +t-a-b" },
		{ "t=-4 a=3 b=-7 ; t=a+b", 0, "0 holds +t-a-b" },
		{ "t=6 a=3 ; t=2a", 0, "0 holds +t-2a" },
		{ "t=7 a=3 ; t=2a", 0, "0 violated +t-2a" },
		{ "t=0 ; t=", 0, "0 holds +t" },
		{ "t=1 ; t=", 0, "0 violated +t" },
		{ "b=7 a=3 t=10 ; t=a+b", 0, "0 holds +t-b-a" },
		{ "t=1 a=1 b=2 ; t=a t=b", 0, "0 holds +t-a, 1 violated +t-b" },
	};

	EXPECT_JUDGED(cases);
}

/* Up to half a unit for the total and half a unit for each part. */
Test(equation, rounded)
{
	static const struct judged_case cases[] = {
		{ "t=~30/10 a=~10/10 b=~10/10 ; t=a+b", 0, "0 holds +t-a-b" },
		{ "t=~10/10 a=~10/10 b=~10/10 ; t=a+b", 0, "0 holds +t-a-b" },
		{ "t=~40/10 a=~10/10 b=~10/10 ; t=a+b", 0, "0 violated +t-a-b" },
		{ "t=~0/10 a=~10/10 b=~10/10 ; t=a+b", 0, "0 violated +t-a-b" },
		/* Two units apart by three parts: the half itself is rounded up. */
		{ "t=~50/10 a=~10/10 b=~10/10 c=~10/10 ; t=a+b+c", 0,
			"0 violated +t-a-b-c" },
		{ "t=~10/10 a=~10/10 b=~10/10 c=~10/10 ; t=a+b+c", 0,
			"0 violated +t-a-b-c" },
		{ "t=~60/10 a=~10/10 b=~10/10 c=~10/10 d=~10/10 ; t=a+b+c+d", 0,
			"0 holds +t-a-b-c-d" },
		{ "t=~70/10 a=~10/10 b=~10/10 c=~10/10 d=~10/10 ; t=a+b+c+d", 0,
			"0 violated +t-a-b-c-d" },
		{ "t=10.5 a=~10 ; t=a", 0, "0 violated +t-a" },
		{ "t=9.5 a=~10 ; t=a", 0, "0 holds +t-a" },
		{ "t=-10.5 a=~-10 ; t=a", 0, "0 violated +t-a" },
		{ "t=-9.5 a=~-10 ; t=a", 0, "0 holds +t-a" },
		{ "t=~100.0/0.1 a=~33.3/0.1 b=~33.3/0.1 c=~33.3/0.1 ; t=a+b+c", 0,
			"0 holds +t-a-b-c" },
		{ "t=100 a=~33.3/0.1 b=~33.3/0.1 c=~33.3/0.1 ; t=a+b+c", 0,
			"0 holds +t-a-b-c" },
		{ "t=100 a=~33.3/0.1 b=~33.3/0.1 c=~33.2/0.1 ; t=a+b+c", 0,
			"0 violated +t-a-b-c" },
		{ "t=~11 a=~5 ; t=2a", 0, "0 holds +t-2a" },
		{ "t=~12 a=~5 ; t=2a", 0, "0 violated +t-2a" },
	};

	EXPECT_JUDGED(cases);
}

Test(equation, ranges)
{
	static const struct judged_case cases[] = {
		{ "t=10 a=1..4 b=7 ; t=a+b", 0, "0 undecided +t-a-b" },
		{ "t=11 a=1..4 b=7 ; t=a+b", 0, "0 undecided +t-a-b" },
		{ "t=12 a=1..4 b=7 ; t=a+b", 0, "0 violated +t-a-b" },
		{ "t=8 a=1..4 b=7 ; t=a+b", 0, "0 undecided +t-a-b" },
		{ "t=7 a=1..4 b=7 ; t=a+b", 0, "0 violated +t-a-b" },
		{ "t=1..4 a=0 b=5 ; t=a+b", 0, "0 violated +t-a-b" },
		{ "t=1..4 a=0 b=4 ; t=a+b", 0, "0 undecided +t-a-b" },
		{ "t=~12 a=1..4 b=7 ; t=a+b", 0, "0 violated +t-a-b" },
		{ "t=~11 a=1..4 b=~7 ; t=a+b", 0, "0 undecided +t-a-b" },
		{ "t=10 a=1..4 b=? c=2 ; t=a+b+c", 1, "0 undecided" },
		{ "t=10 a=? b=? ; t=a+b", 0, "0 undecided +t-a-b" },
		{ "t=10 a=x b=3 ; t=a+b", 0, "0 undecided +t-a-b" },
		{ "t=x a=7 b=3 ; t=a+b", 0, "0 undecided +t-a-b" },
		{ "t=10 N=? ; t=N", 0, "0 undecided +t-N" },
		{ "t=10 N=10 ; t=N", 0, "0 holds +t-N" },
		{ "t=10 N=11 ; t=N", 0, "0 violated +t-N" },
	};

	EXPECT_JUDGED(cases);
}

Test(equation, at_most)
{
	static const struct judged_case cases[] = {
		{ "a=3 n=4 ; a<=n", 0, "0 holds +a-n<=0" },
		{ "a=4 n=4 ; a<=n", 0, "0 holds +a-n<=0" },
		{ "a=5 n=4 ; a<=n", 0, "0 violated +a-n<=0" },
		{ "a=~5 n=5 ; a<=n", 0, "0 holds +a-n<=0" },
		{ "a=~5 n=4.5 ; a<=n", 0, "0 holds +a-n<=0" },
		{ "a=~5 n=4.4 ; a<=n", 0, "0 violated +a-n<=0" },
		{ "a=5.5 n=~5 ; a<=n", 0, "0 violated +a-n<=0" },
		{ "a=5.4 n=~5 ; a<=n", 0, "0 holds +a-n<=0" },
		{ "a=1..4 n=4 ; a<=n", 0, "0 holds +a-n<=0" },
		{ "a=1..4 n=3 ; a<=n", 0, "0 undecided +a-n<=0" },
		{ "a=1..4 n=1 ; a<=n", 0, "0 undecided +a-n<=0" },
		{ "a=1..4 n=0 ; a<=n", 0, "0 violated +a-n<=0" },
		{ "a=? n=4 ; a<=n", 0, "0 undecided +a-n<=0" },
		{ "n=28 a=20 b=9 ; n<=a+b", 0, "0 holds +n-a-b<=0" },
		{ "n=28 a=18 b=9 ; n<=a+b", 0, "0 violated +n-a-b<=0" },
		/* Both directions are two statements. */
		{ "a=4 n=4 ; a<=n n<=a a<=n", 0,
			"0 holds +a-n<=0, 1 holds +n-a<=0" },
		{ "a=4 n=4 ; a<=n a=n", 0, "0 holds +a-n<=0, 1 holds +a-n" },
	};

	EXPECT_JUDGED(cases);
}

Test(equation, derived)
{
	static const struct judged_case cases[] = {
		/* Used up by the derivation: nothing left to judge. */
		{ "t=? a=3 b=7 ; t=a+b", 1, "0 undecided" },
		{ "t=10 a=3 b=? ; t=a+b", 1, "0 undecided" },
		/* A subtotal that is not printed. */
		{ "t=10 s=? a=3 b=4 c=3 ; s=a+b t=s+c", 1, "1 holds +t-a-b-c" },
		{ "t=11 s=? a=3 b=4 c=3 ; t=s+c s=a+b", 1, "0 violated +t-a-b-c" },
		{ "t=~11 s=? a=~3 b=~4 c=~3 ; s=a+b t=s+c", 1, "1 holds +t-a-b-c" },
		{ "t=~13 s=? a=~3 b=~4 c=~3 ; s=a+b t=s+c", 1,
			"1 violated +t-a-b-c" },
		{ "t=10 s=? a=1..4 b=4 c=3 ; s=a+b t=s+c", 1,
			"1 undecided +t-a-b-c" },
		{ "t=12 s=? a=1..4 b=4 c=3 ; s=a+b t=s+c", 1,
			"1 violated +t-a-b-c" },
		/* Three levels, added from the top. */
		{ "t=10 r=? s=? a=1 b=2 c=3 d=4 ; t=r+d r=s+c s=a+b", 2,
			"0 holds +t-a-b-c-d" },
		{ "t=11 r=? s=? a=1 b=2 c=3 d=4 ; t=r+d r=s+c s=a+b", 2,
			"0 violated +t-a-b-c-d" },
		/* By difference, then used elsewhere. */
		{ "t=10 a=3 b=? u=9 c=2 ; t=a+b u=b+c", 1, "1 holds +u-t+a-c" },
		{ "t=10 a=3 b=? u=8 c=2 ; t=a+b u=b+c", 1, "1 violated +u-t+a-c" },
		{ "t=10 a=3 b=? n=6 ; t=a+b b<=n", 1, "1 violated +t-a-n<=0" },
		{ "t=10 a=3 b=? n=7 ; t=a+b b<=n", 1, "1 holds +t-a-n<=0" },
		/* As a head first: s=a+b gives s, and t=s+c then gives c. */
		{ "t=10 s=? a=3 b=4 c=? d=3 ; t=s+c s=a+b c=d", 2,
			"0 holds +t-a-b-d" },
		{ "t=10 s=? a=3 b=4 c=? ; t=s+c s=a+b", 2, "0 undecided, 1 undecided" },
		/* Not printed on both sides, once more on the left. */
		{ "x=3 q=? a=3 ; 2q=q+a x=q", 1, "1 holds +x-a" },
		{ "q=? a=3 ; q=q+a", 0, "0 violated -a" },
		/* Half of what is not printed is not derived. */
		{ "t=10 q=? ; t=2q", 0, "0 undecided +t-2q" },
		/* Twice a derived cell. */
		{ "t=14 s=? a=3 b=4 ; s=a+b t=2s", 1, "1 holds +t-2a-2b" },
		{ "t=15 s=? a=3 b=4 ; s=a+b t=2s", 1, "1 violated +t-2a-2b" },
		/* Needed by the total and by another derived cell: replaced once. */
		{ "t=16 r=? s=? a=3 b=4 c=2 ; s=a+b r=s+c t=s+r", 2,
			"2 holds +t-2a-2b-c" },
		{ "t=17 r=? s=? a=3 b=4 c=2 ; t=r+s r=s+c s=a+b", 2,
			"0 violated +t-2a-2b-c" },
		{ "t=25 q=? r=? s=? a=3 b=4 c=2 ; s=a+b r=s+c q=r+s t=s+r+q-s", 3,
			"3 holds +t-3a-3b-2c" },
		/* Two values for one cell that is not printed. */
		{ "s=? a=3 b=4 c=8 ; s=a+b s=c", 1, "1 violated +a+b-c" },
		/* A quantity without a value is a figure that all share: never
		 * derived. */
		{ "t=10 a=3 b=7 N=? ; N=a+b t=N", 0,
			"0 undecided +N-a-b, 1 undecided +t-N" },
		/* No derivation from text or from an inequality. */
		{ "t=10 s=x a=3 b=7 ; s=a+b t=s", 0,
			"0 undecided +s-a-b, 1 undecided +t-s" },
		{ "t=10 s=? a=3 ; s<=a t=s", 1, "0 violated +t-a<=0" },
	};

	EXPECT_JUDGED(cases);
}

Test(equation, told_once)
{
	static const struct judged_case cases[] = {
		{ "t=10 a=3 b=8 ; t=a+b t=a+b", 0, "0 violated +t-a-b" },
		{ "t=10 a=3 b=8 ; t=a+b t=b+a b=t-a", 0, "0 violated +t-a-b" },
		{ "t=10 a=3 b=8 ; b=t-a t=a+b", 0, "0 violated +b-t+a" },
		{ "t=10 s=? a=3 b=4 c=4 ; s=a+b t=s+c t=a+b+c", 1,
			"1 violated +t-a-b-c" },
		{ "t=10 s=? r=? a=3 b=4 c=4 ; s=a+b r=b+c t=s+c t=a+r", 2,
			"2 violated +t-a-b-c" },
		/* Equal on other cells is another statement. */
		{ "t=3 u=3 a=3 ; t=a u=a", 0, "0 holds +t-a, 1 holds +u-a" },
		{ "t=3 a=3 ; t=a 2t=2a", 0, "0 holds +t-a, 1 holds +2t-2a" },
	};

	EXPECT_JUDGED(cases);
}

/* What a rounded cell is cannot differ from what it is. */
Test(equation, both_sides_cancel)
{
	static const struct judged_case cases[] = {
		{ "t=10 a=3 ; t=t", 0, "" },
		{ "t=? ; t<=t", 0, "" },
		{ "t=~10 a=~3 b=~10 ; t+a=a+b", 0, "0 holds +t-b" },
		{ "t=~10 a=~3 b=~11 ; t+a=a+b", 0, "0 violated +t-b" },
		{ "t=? a=3 b=3 ; a+t=t+b", 0, "0 holds +a-b" },
		{ "t=? a=3 b=4 ; a+t=t+b", 0, "0 violated +a-b" },
		{ "s=? a=~3 b=~4 t=~4 ; s=a+b t=s-a", 1, "1 holds +t-b" },
		{ "s=? a=~3 b=~4 t=~5 ; s=a+b t=s-a", 1, "1 violated +t-b" },
		{ "s=? a=~3 b=~4 ; s=a+b s-a=b", 1, "" },
	};

	EXPECT_JUDGED(cases);
}

/* Sums of more than 128 bits decide nothing, in either direction. */
Test(equation, overflow_decides_nothing)
{
	static const struct judged_case cases[] = {
		{ "t=" NINES_36 " a=0.00000001 ; t=a", 0, "0 undecided +t-a" },
		{ "t=" NINES_36 " a=" NINES_36 " ; 1000t=a", 0,
			"0 undecided +1000t-a" },
		{ "a=" NINES_36 " n=0.00000001 ; a<=n", 0, "0 undecided +a-n<=0" },
		{ "a=" NINES_36 " n=0.00000001 ; n<=a", 0, "0 undecided +n-a<=0" },
		{ "t=? a=" NINES_36 " b=0.00000001 ; t=a+b", 0,
			"0 undecided +t-a-b" },
		{ "t=1 s=? a=" NINES_36 " b=0.00000001 ; s=a+b t=s", 1,
			"0 undecided +t-a-b" },
		/* Factors: past 32 bits, past 64, and exactly -2^63. */
		{ "t=1 r=? s=? a=1 ; s=65536a r=65536s t=r", 2, "2 undecided" },
		{ "t=1 q=? r=? s=? a=1 ; s=2000000000a r=2000000000s"
			" q=2000000000r t=q", 3, "3 undecided" },
		{ "t=1 q=? r=? s=? a=1 ; s=a r=1073741824s q=1073741824r"
			" t=q+q+q+q+q+q+q+q", 3, "3 undecided" },
		{ "t=1 q=? r=? s=? a=1 ; s=a r=1073741824s q=1073741824r"
			" t=-q-q-q-q-q-q-q-q", 3, "0 undecided, 3 undecided" },
	};

	EXPECT_JUDGED(cases);
}

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
Test(equation, figures)
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

Test(equation, rest_before_judging)
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
Test(equation, set_a_quantity)
{
	struct system system;
	struct kl_cell value = cell_of("11", 2);

	system_init(&system, "t=10 u=11 N=? ; t=N u=N");
	kl_equations_set(system.equations, system.cells['N'], &value);
	cr_expect_str_eq(system_judge(&system), "0 violated +t-N, 1 holds +u-N");
	system_release(&system);
}

Test(equation, cells_by_place)
{
	struct kl_equations *equations = kl_equations_new();
	char field[] = "totaal", label[] = "Zorg", printed[] = "10";
	const struct kl_cell ten = cell_of("10", 2), other = cell_of("11", 2);
	struct kl_place place = { .order = 2, .table = "t", .path = path,
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

Test(equation, derived_cells_say_so)
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

Test(equation, cleared)
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

Test(equation, stopped_by_the_receiver)
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
