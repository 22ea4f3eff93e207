/* Published figures against what records come to, and what would explain them. */
#include <stdio.h>

#include "figures.h"

#include "check/reconcile.h"

/* "3", "1..4", "[4.5, 5.5)": an end with a parenthesis is open. */
static struct kl_range range_of(const char *text)
{
	char low[32], high[32] = "";
	struct kl_range range;

	if (sscanf(text, "%*[[(]%31[^,], %31[^])]", low, high) != 2
			&& sscanf(text, "%31[^.]..%31s", low, high) != 2)
		return kl_range_point(kl_ratio_of_decimal(decimal(text)));
	range = kl_range_between(kl_ratio_of_decimal(decimal(low)),
		kl_ratio_of_decimal(decimal(high)));
	range.low_open = *text == '(';
	range.high_open = text[strlen(text) - 1] == ')';
	return range;
}

Test(reconcile, judge)
{
	static const struct {
		const char *published, *expected;
		enum kl_outcome outcome;
		int gap;
	} cases[] = {
		{ "5", "5", KL_HOLDS, 0 },
		{ "5", "5.0", KL_HOLDS, 0 },
		{ "4", "5", KL_VIOLATED, -1 },
		{ "6", "5", KL_VIOLATED, 1 },
		{ "0", "7", KL_VIOLATED, -7 },
		/* What a mark stands for. */
		{ "1..4", "1", KL_HOLDS, 0 },
		{ "1..4", "4", KL_HOLDS, 0 },
		{ "1..4", "0", KL_VIOLATED, 1 },
		{ "1..4", "6", KL_VIOLATED, -2 },
		{ "1..4", "2..3", KL_HOLDS, 0 },
		{ "1..4", "1..4", KL_HOLDS, 0 },
		{ "1..4", "4..6", KL_UNDECIDED, 0 },
		{ "1..4", "0..9", KL_UNDECIDED, 0 },
		{ "1..4", "5..9", KL_VIOLATED, -1 },
		/* Of some records it is not known whether they count. */
		{ "5", "3..7", KL_UNDECIDED, 0 },
		{ "5", "5..7", KL_UNDECIDED, 0 },
		{ "5", "6..7", KL_VIOLATED, -1 },
		{ "5", "1..3", KL_VIOLATED, 2 },
		/* Rounded: how far it is off is not exactly known. */
		{ "[4.5, 5.5)", "5", KL_HOLDS, 0 },
		{ "[4.5, 5.5)", "4.5", KL_HOLDS, 0 },
		{ "[4.5, 5.5)", "5.5", KL_VIOLATED, 0 },
		{ "[4.5, 5.5)", "7", KL_VIOLATED, 0 },
		{ "(4.5, 5.5]", "4.5", KL_VIOLATED, 0 },
		{ "[125, 135)", "124", KL_VIOLATED, 1 },
		{ "[125, 135)", "130..135", KL_UNDECIDED, 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_range published = range_of(cases[i].published);
		struct kl_range expected = range_of(cases[i].expected);
		struct kl_reconciled got;

		kl_reconcile_judge(&published, &expected, &got);
		cr_expect_eq(got.outcome, cases[i].outcome, "%s against %s: %d",
			cases[i].published, cases[i].expected, (int)got.outcome);
		cr_expect(kl_ratio_compare(got.gap, kl_ratio_of(cases[i].gap)) == 0,
			"%s against %s: off by %lld", cases[i].published,
			cases[i].expected, (long long)got.gap.over);
	}
}

/* Every range of whole numbers from 0 to 4 against every other. */
Test(reconcile, judge_all)
{
	for (int code = 0; code < 5 * 5 * 5 * 5; code++) {
		int a = code % 5, b = code / 5 % 5, c = code / 25 % 5, d = code / 125;
		struct kl_reconciled got;
		if (a > b || c > d)
			continue;
		struct kl_range published = kl_range_between(kl_ratio_of(a),
			kl_ratio_of(b));
		struct kl_range expected = kl_range_between(kl_ratio_of(c),
			kl_ratio_of(d));
		kl_reconcile_judge(&published, &expected, &got);
		enum kl_outcome wanted = a <= c && d <= b ? KL_HOLDS
			: b < c || d < a ? KL_VIOLATED : KL_UNDECIDED;
		int gap = wanted != KL_VIOLATED ? 0 : b < c ? b - c : a - d;
		cr_expect_eq(got.outcome, wanted, "%d..%d, %d..%d", a, b, c, d);
		cr_expect(kl_ratio_compare(got.gap, kl_ratio_of(gap)) == 0,
			"%d..%d, %d..%d", a, b, c, d);
	}
}

/* Rows A and B, columns p and q, of counts that are given. The records of a
 * figure are called by it: Ap1, Ap2; those of A in no column are not there. */
enum { ROWS = 2, COLUMNS = 2, GROUPS = KL_RECONCILE_FIRST + ROWS + 1,
	RECORDS = 12 };

struct world {
	struct kl_match pairs[COLUMNS];
	struct kl_argument columns;
	struct kl_reconcile state;
	struct kl_reconcile_group groups[GROUPS];
	struct kl_reconcile_tally tallies[GROUPS * COLUMNS];
	const struct kl_reconcile_unit *kept[GROUPS * COLUMNS][RECORDS];
	struct kl_reconcile_unit units[GROUPS * COLUMNS][RECORDS];
	char names[GROUPS * COLUMNS][RECORDS][24];
	uint32_t in[GROUPS];
	bool counts[COLUMNS][COLUMNS];
	struct kl_reconcile_table table;
	struct kl_reconcile_row rows[ROWS];
	struct kl_reconciled cells[ROWS * COLUMNS];
	bool skipped[COLUMNS], met[GROUPS];
	struct kl_comparison c;
};

/* Of a group: "23 45 10" are 2 in Ap, 3 in Aq, and so on; C has no row. */
static void fill_group(struct world *w, size_t group, const char *counts)
{
	w->in[group] = (uint32_t)group;
	for (size_t i = 0; i < COLUMNS; i++) {
		size_t at = group * COLUMNS + i;
		struct kl_reconcile_tally *tally = &w->tallies[at];
		tally->sure = counts[i] == 'c' ? RECORDS : (size_t)(counts[i] - '0');
		tally->kept = w->kept[at];
		tally->kept_count = tally->sure < KL_RECONCILE_KEPT ? tally->sure
			: KL_RECONCILE_KEPT;
		for (size_t j = 0; j < tally->kept_count; j++) {
			snprintf(w->names[at][j], sizeof *w->names[at], "%c%c%zu",
				(char)('A' + group - KL_RECONCILE_FIRST),
				(char)('p' + i), j + 1);
			w->units[at][j] = (struct kl_reconcile_unit){
				.name = kl_span_of(w->names[at][j]), .exact = true,
				.amount = kl_ratio_of((int64_t)j + 1),
				.groups = &w->in[group], .group_count = 1,
				.counts = w->counts[i] };
			w->kept[at][j] = &w->units[at][j];
		}
	}
}

static void build(struct world *w, const char *counts, const char *published)
{
	*w = (struct world){ .columns = { .pair_count = COLUMNS } };
	for (size_t i = 0; i < COLUMNS; i++)
		w->counts[i][i] = true;
	w->state.columns = &w->columns;
	w->state.records.groups = w->groups;
	w->state.records.tallies = w->tallies;
	w->state.records.group_count = GROUPS;
	for (size_t g = KL_RECONCILE_FIRST; g < GROUPS; g++)
		fill_group(w, g, counts + 3 * (g - KL_RECONCILE_FIRST));
	w->table = (struct kl_reconcile_table){ .rows = w->rows,
		.row_count = ROWS };
	for (size_t i = 0; i < ROWS * COLUMNS; i++) {
		const char *text = published + i / COLUMNS * 3 + i % COLUMNS;
		size_t group = KL_RECONCILE_FIRST + i / COLUMNS;
		struct kl_range is = kl_range_point(kl_ratio_of(*text == 'c'
			? RECORDS : *text == 'd' ? RECORDS + 1 : *text - '0'));
		struct kl_range expected = { 0 };
		cr_assert(kl_reconcile_expected(&w->state, group, i % COLUMNS,
			&expected));
		kl_reconcile_judge(&is, &expected, &w->cells[i]);
		w->cells[i].group = group;
		w->met[group] = true;
	}
	w->c = (struct kl_comparison){ .state = &w->state, .table = &w->table,
		.cells = w->cells, .skipped = w->skipped, .met = w->met };
}

/* "Ap: left out 1 of Ap1 Ap2; Bq: ..." for each figure that differs. */
static void show(struct world *w, struct kl_text_buffer *out)
{
	static const char *const kinds[] = { "nothing", "left out", "column",
		"row", "no row", "twice" };

	for (size_t i = 0; i < ROWS * COLUMNS; i++) {
		struct kl_explanation e;
		if (w->cells[i].outcome != KL_VIOLATED)
			continue;
		kl_explain(&w->c, i / COLUMNS, i % COLUMNS, &e);
		kl_text_printf(out, "%s%c%c: %s", out->length > 0 ? "; " : "",
			(char)('A' + i / COLUMNS), (char)('p' + i % COLUMNS),
			kinds[e.kind]);
		if (e.kind != KL_EXPLAINED_NOT)
			kl_text_printf(out, " %zu", e.needed);
		for (size_t j = 0; j < e.count; j++)
			kl_text_printf(out, "%s%s", j > 0 ? " " : " of ",
				e.units[j]->name.at);
	}
}

struct explained_case {
	const char *counts, *published, *explained;
};

static void try_cases(const struct explained_case *cases, size_t count,
	enum kl_reconcile_of of, bool nested)
{
	for (size_t i = 0; i < count; i++) {
		struct kl_text_buffer got = { 0 };
		static struct world w;

		build(&w, cases[i].counts, cases[i].published);
		w.state.of = of;
		w.counts[0][1] = nested;
		cr_assert(kl_explain_begin(&w.c));
		show(&w, &got);
		kl_explain_end(&w.c);
		cr_expect_str_eq(got.at != NULL ? got.at : "", cases[i].explained,
			"%s printed %s: %s", cases[i].counts, cases[i].published,
			got.at);
		kl_text_release(&got);
	}
}
#define TRY(cases, of, nested) \
	try_cases((cases), sizeof (cases) / sizeof *(cases), (of), (nested))

Test(reconcile, explain)
{
	static const struct explained_case cases[] = {
		{ "23 45 00", "23 45", "" },
		/* One, two, three less; more is not looked at. */
		{ "23 45 00", "13 45", "Ap: left out 1 of Ap1 Ap2" },
		{ "23 45 00", "03 45", "Ap: left out 2 of Ap1 Ap2" },
		{ "23 45 00", "23 42", "Bq: left out 3 of Bq1 Bq2 Bq3 Bq4 Bq5" },
		{ "23 45 00", "23 41", "Bq: nothing" },
		{ "c0 00 00", "80 00", "Ap: nothing" },
		{ "c0 00 00", "90 00", "Ap: nothing" },
		/* More than can be listed. */
		{ "90 00 00", "80 00",
			"Ap: left out 1 of Ap1 Ap2 Ap3 Ap4 Ap5 Ap6 Ap7 Ap8 Ap9" },
		/* One more, alone: another record of the row, counted here too. */
		{ "23 45 00", "33 45", "Ap: twice 1 of Aq1 Aq2 Aq3" },
		{ "23 45 00", "23 49", "Bq: nothing" },
		{ "20 45 00", "30 45", "Ap: nothing" },
		/* In the wrong column. */
		{ "23 45 00", "14 45", "Ap: column 1 of Ap1 Ap2;"
			" Aq: column 1 of Ap1 Ap2" },
		{ "23 45 00", "32 45", "Ap: column 1 of Aq1 Aq2 Aq3;"
			" Aq: column 1 of Aq1 Aq2 Aq3" },
		{ "c3 45 00", "c2 45", "Aq: left out 1 of Aq1 Aq2 Aq3" },
		/* In the wrong row. */
		{ "23 45 00", "13 55", "Ap: row 1 of Ap1 Ap2;"
			" Bp: row 1 of Ap1 Ap2" },
		/* Both, which leaves open which it was. */
		{ "23 45 00", "14 55", "Ap: nothing; Aq: nothing; Bp: nothing" },
		{ "23 45 00", "14 54", "Ap: nothing; Aq: nothing; Bp: nothing;"
			" Bq: nothing" },
		/* Not by the same number: each by itself. */
		{ "23 45 00", "05 45", "Ap: column 2 of Ap1 Ap2;"
			" Aq: column 2 of Ap1 Ap2" },
		{ "23 45 00", "15 45", "Ap: left out 1 of Ap1 Ap2;"
			" Aq: twice 2 of Ap1 Ap2" },
		/* A group that has no row. */
		{ "23 45 10", "33 45", "Ap: no row 1 of Cp1" },
		{ "23 45 20", "33 45", "Ap: twice 1 of Aq1 Aq2 Aq3" },
		{ "23 45 20", "43 45", "Ap: no row 2 of Cp1 Cp2" },
	};

	TRY(cases, KL_RECONCILE_COUNT, false);
}

/* A pair of more records than can be listed is told without them. */
Test(reconcile, explain_many)
{
	static const struct explained_case cases[] = {
		{ "c0 c0 00", "c0 d0", "Bp: nothing" },
	};
	static struct world w;
	struct kl_explanation e;

	TRY(cases, KL_RECONCILE_COUNT, false);
	build(&w, "c3 00 00", "c4 00");
	w.tallies[KL_RECONCILE_FIRST * COLUMNS].sure++;
	w.cells[0].outcome = KL_VIOLATED;
	w.cells[0].gap = kl_ratio_of(-1);
	cr_assert(kl_explain_begin(&w.c));
	kl_explain(&w.c, 0, 0, &e);
	cr_expect_eq(e.kind, KL_EXPLAINED_COLUMN);
	cr_expect_eq(e.needed, 1);
	cr_expect_eq(e.count, 0);
	kl_explain_end(&w.c);
}

/* Records of p count in q too: none of p can be missing in q alone. */
Test(reconcile, explain_nested)
{
	static const struct explained_case cases[] = {
		{ "23 45 00", "14 45", "Ap: left out 1 of Ap1 Ap2; Aq: nothing" },
		{ "23 45 00", "24 45", "Aq: nothing" },
	};

	TRY(cases, KL_RECONCILE_COUNT, true);
}

/* Of sums, a record explains what it adds: Ap1 adds 1, Ap2 adds 2. The figures
 * are given by the number of records, so that the sums are set by hand. */
Test(reconcile, explain_sums)
{
	static struct world w;
	static const struct {
		int low, high, printed;
		enum kl_explained kind;
		const char *name;
	} cases[] = {
		{ 6, 6, 5, KL_EXPLAINED_LEFT_OUT, "Ap1" },
		{ 6, 6, 4, KL_EXPLAINED_LEFT_OUT, "Ap2" },
		{ 6, 6, 3, KL_EXPLAINED_LEFT_OUT, "Ap3" },
		{ 6, 6, 2, KL_EXPLAINED_NOT, NULL },
		{ 6, 8, 4, KL_EXPLAINED_LEFT_OUT, "Ap2" },
		{ 6, 6, 7, KL_EXPLAINED_TWICE, "Aq1" },
		{ 6, 6, 9, KL_EXPLAINED_NOT, NULL },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_range printed = kl_range_point(kl_ratio_of(
			cases[i].printed));
		struct kl_range expected = kl_range_between(
			kl_ratio_of(cases[i].low), kl_ratio_of(cases[i].high));
		struct kl_explanation e;
		build(&w, "32 00 00", "32 00");
		w.state.of = KL_RECONCILE_SUM;
		kl_reconcile_judge(&printed, &expected, &w.cells[0]);
		w.cells[0].group = KL_RECONCILE_FIRST;
		w.met[GROUPS - 1] = true;
		cr_assert(kl_explain_begin(&w.c));
		kl_explain(&w.c, 0, 0, &e);
		cr_expect_eq(e.kind, cases[i].kind, "%d: %d", cases[i].printed,
			(int)e.kind);
		if (cases[i].name != NULL && e.count == 1)
			cr_expect_str_eq(e.units[0]->name.at, cases[i].name);
		cr_expect_eq(e.count, cases[i].name != NULL, "%d",
			cases[i].printed);
		kl_explain_end(&w.c);
	}
}
