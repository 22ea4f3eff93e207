/* Percentages beside sums: what they say for a repair, and what sums say of them. */
#include "system.h"

/* Shares "p%a/t": p is printed as the percentage of a in t. */
static void add_shares(struct system *system, const char *text)
{
	for (uint32_t tag = 0; *text != '\0'; tag++) {
		uint32_t printed = system->cells[(unsigned char)text[0]];
		const struct kl_share how = { 100, 1, kl_equations_at(
			system->equations, printed)->value.value.decimals, KL_HALF_UP };
		bool fits;
		cr_assert(text[1] == '%' && text[3] == '/');
		cr_assert(kl_equations_share(system->equations, printed,
			system->cells[(unsigned char)text[2]],
			system->cells[(unsigned char)text[4]], &how, 9, tag, &fits));
		text += 5 + (text[5] == ' ');
	}
}

static void add_repairs(const struct system *system,
	const struct kl_judgement *judgement, struct kl_text_buffer *out)
{
	char text[KL_DECIMAL_TEXT];

	for (size_t i = 0; i < judgement->repair_count; i++) {
		const struct kl_repair *repair = &judgement->repairs[i];
		kl_text_puts(out, i > 0 ? " or" : ":");
		for (size_t j = 0; j < repair->count; j++) {
			kl_decimal_format(repair->cells[j].to, '.', text);
			kl_text_printf(out, " %c=%s",
				system->names[repair->cells[j].cell], text);
		}
		kl_text_puts(out, repair->certain ? "!" : "");
	}
}

/* Each share that does not fit, and the repairs of the first sum. */
static enum kl_status note_evidence(void *context,
	const struct kl_judgement *judgement, struct kl_error *error)
{
	static const char *const standings[] = { "sum", "mended", "confirmed",
		"alone", "open" };
	struct system *system = context;
	struct kl_text_buffer *out = &system->judged;
	bool sum = judgement->standing == KL_NO_SHARE;

	(void)error;
	if (judgement->outcome != KL_VIOLATED || (sum && out->length > 0))
		return KL_OK;
	cr_expect_eq(judgement->rule, sum ? 7 : 9);
	kl_text_puts(out, out->length > 0 ? ", " : "");
	if (!sum)
		kl_text_printf(out, "%c ", system->names[judgement->head]);
	kl_text_puts(out, standings[judgement->standing]);
	if (sum)
		add_repairs(system, judgement, out);
	else
		cr_expect_eq(judgement->repair_count > 0,
			judgement->standing == KL_SHARE_MENDED);
	return KL_OK;
}

struct evidence_case {
	const char *system, *shares, *wanted;
};

static void expect_evidence(const struct evidence_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct system system;
		struct kl_error error;
		system_init(&system, cases[i].system);
		add_shares(&system, cases[i].shares);
		kl_equations_derive(system.equations);
		cr_expect_eq(kl_equations_judge(system.equations, note_evidence,
			&system, &error), KL_OK);
		const char *got = system.judged.at != NULL ? system.judged.at : "";
		cr_expect_str_eq(got, cases[i].wanted, "%s with %s\n  got    %s\n"
			"  wanted %s", cases[i].system, cases[i].shares, got,
			cases[i].wanted);
		system_release(&system);
	}
}

#define EXPECT_EVIDENCE(cases) \
	expect_evidence((cases), sizeof (cases) / sizeof *(cases))

Test(evidence, decides_between_equal_repairs)
{
	static const struct evidence_case cases[] = {
		/* Without: any of the three cells. */
		{ "t=10 a=3 b=8 ; t=a+b", "", "sum: t=11 or a=2 or b=7" },
		/* 30 % of 10 is 3, and 70 % is 7: b is wrong. */
		{ "t=10 a=3 b=8 p=30 q=70 ; t=a+b", "p%a/t q%b/t",
			"sum: b=7!, q mended" },
		/* What makes a percentage impossible is left out, and the rest is
		 * not certain for that. */
		{ "t=10 a=3 b=8 p=30 ; t=a+b", "p%a/t", "sum: b=7!" },
		{ "t=10 a=3 b=8 q=70 ; t=a+b", "q%b/t", "sum: b=7 or t=11 or a=2, "
			"q mended" },
		/* Each change makes one impossible, that of the total both. */
		{ "t=10 a=3 b=8 p=30 q=80 ; t=a+b", "p%a/t q%b/t",
			"sum: a=2 or b=7 or t=11" },
		/* A coarse percentage tells nothing of a small change. */
		{ "t=1000 a=300 b=701 p=30 q=70 ; t=a+b", "p%a/t q%b/t",
			"sum: t=1001 or b=700 or a=299" },
	};

	EXPECT_EVIDENCE(cases);
}

Test(evidence, a_slip_that_its_percentage_shares_is_not_certain)
{
	static const struct evidence_case cases[] = {
		{ "t=10 a=3 b=8 m=3 n=7 u=10 ; t=a+b m=a n=b u=t", "",
			"sum: b=7!" },
		{ "t=10 a=3 b=8 m=3 n=7 u=10 q=80 ; t=a+b m=a n=b u=t", "q%b/t",
			"sum: b=7" },
	};

	EXPECT_EVIDENCE(cases);
}

Test(evidence, sums_say_what_a_percentage_is_of)
{
	static const struct evidence_case cases[] = {
		/* No sum has the count, or the N. */
		{ "a=3 t=10 p=31 ; ", "p%a/t", "p alone" },
		{ "a=3 b=7 t=10 p=31 n=10 ; n=t", "p%a/t", "p alone" },
		/* A bound confirms nothing. */
		{ "a=3 t=10 p=31 ; a<=t", "p%a/t", "p alone" },
		{ "a=3 b=7 t=10 p=31 ; t=a+b", "p%a/t", "p confirmed" },
		/* An N that was given. */
		{ "a=3 b=7 t=10 T=10 p=31 ; t=a+b", "p%a/T", "p confirmed" },
		/* Another cell is wrong, which is certain. */
		{ "a=3 b=7 c=1 t=10 u=12 s=1 n=10 p=31 ; t=a+b u=t+c s=c n=t",
			"p%a/t", "sum: u=11!, p confirmed" },
		/* Its count is, but not by so much. */
		{ "a=4 b=7 c=3 t=10 p=45 ; t=a+b c=a", "p%a/t",
			"sum: a=3!, p open" },
		/* What is wrong is not known. */
		{ "a=4 b=7 t=10 p=45 ; t=a+b", "p%a/t",
			"sum: a=3 or b=6 or t=11, p open" },
		/* Its N is. */
		{ "a=4 b=7 t=10 n=11 p=36.4 q=63.6 ; t=a+b n=t",
			"p%a/t q%b/t", "sum: t=11!, p mended, q mended" },
		/* What would make it fit makes another one impossible. */
		{ "a=4 b=7 c=3 t=10 p=30 q=40 ; t=a+b c=a", "p%a/t q%a/t",
			"sum: a=3, p open" },
		/* A total that is its own N counts once. */
		{ "a=3 b=7 t=11 n=10 p=100 ; t=a+b n=t", "p%t/t", "sum: t=10!" },
	};

	EXPECT_EVIDENCE(cases);
}

Test(evidence, a_lone_figure_below_zero_is_suspected)
{
	static const struct evidence_case cases[] = {
		{ "t=3 a=-2 b=1 ; t=a+b", "", "sum: a=2 or b=5 or t=-1" },
		{ "t=-3 a=-2 b=1 ; t=a+b", "", "sum: t=-1 or a=-4 or b=-1" },
	};

	EXPECT_EVIDENCE(cases);
}
