/* What findings are held against: waivers and baselines. */
#include "finding/report.h"
#include "format/format.h"
#include "rule/waivers.h"
#include "scratch.h"

static const struct kl_rule_tally rules[] = { { .check = "schema" },
	{ .rule = "leerjaar", .check = "totals" } };

/* "code+" counts, "code-" is waived, "code=" is known. */
static enum kl_status take_finding(void *context,
	const struct kl_finding *finding, struct kl_error *error)
{
	(void)error;
	kl_text_printf(context, "%s%s ", kl_code_name(finding->code),
		finding->waiver != NULL ? "-" : kl_finding_counts(finding) ? "+" : "=");
	return KL_OK;
}

static void add(struct kl_report *report, uint64_t row, const char *field,
	const char *value)
{
	const struct kl_finding finding = { .code = KL_CODE_total_mismatch,
		.severity = KL_ERROR, .rule = "leerjaar", .check = "totals",
		.place = { .order = 0, .table = "wie", .path = "wie.csv",
			.line = row + 1, .row = row, .field = kl_span_of(field) },
		.value = kl_span_of(value) };
	struct kl_error error;

	cr_assert_eq(kl_report_add(report, 1, &finding, &error), KL_OK);
}

static void read_on(struct kl_waivers *waivers, const char *day, const char *text)
{
	struct kl_error error;

	*waivers = (struct kl_waivers){ .count = 0 };
	cr_assert(kl_date_parse(kl_span_of(day), &waivers->today));
	cr_assert_eq(kl_waivers_read(waivers, scratch_write("w.yaml", text), &error),
		KL_OK, "%s", error.text);
}

#define ANSWERED " reason: r, owner: o, until: 2026-01-15}\n"

Test(waivers, hold_until_their_day, .init = scratch_open, .fini = scratch_close)
{
	static const struct {
		const char *day, *entries, *wanted;
		uint64_t errors, warnings, waived;
		bool part;              /* not all rules were checked */
	} cases[] = {
		{ "2026-01-14", "- {code: total-mismatch," ANSWERED,
			"total-mismatch- total-mismatch- ", 0, 0, 2, false },
		{ "2026-01-15", "- {row: 2," ANSWERED,
			"total-mismatch+ total-mismatch- ", 1, 0, 1, false },
		{ "2026-01-16", "- {row: 2," ANSWERED,
			"total-mismatch+ total-mismatch+ waiver-expired+ ", 3, 0, 0,
			false },
		{ "2026-01-16", "- {row: 2," ANSWERED,
			"total-mismatch+ total-mismatch+ waiver-expired+ ", 3, 0, 0,
			true },
		{ "2026-01-15", "- {row: 3," ANSWERED,
			"total-mismatch+ total-mismatch+ waiver-unused+ ", 2, 1, 0,
			false },
		{ "2026-01-15", "- {row: 3," ANSWERED,
			"total-mismatch+ total-mismatch+ ", 2, 0, 0, true },
		{ "2026-01-15", "- {row: 1, field: b," ANSWERED,
			"total-mismatch+ total-mismatch+ waiver-unused+ ", 2, 1, 0,
			false },
		{ "2026-01-15", "- {table: wat," ANSWERED "- {rule: leer," ANSWERED,
			"total-mismatch+ total-mismatch+ waiver-unused+ waiver-unused+ ",
			2, 2, 0, false },
		/* Two for one, both needed; and one that takes over. */
		{ "2026-01-15", "- {row: 1," ANSWERED "- {row: 1, field: a," ANSWERED,
			"total-mismatch- total-mismatch+ ", 1, 0, 1, false },
		{ "2026-01-16", "- {row: 1," ANSWERED
			"- {table: wie, reason: r, owner: o, until: 2026-01-16}\n",
			"total-mismatch- total-mismatch- waiver-unused+ ", 0, 1, 2,
			false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_text_buffer told = { 0 }, text = { 0 };
		const struct kl_receiver receiver = { take_finding, NULL, &told };
		struct kl_report *report = kl_report_new(&receiver, rules, 2);
		const struct kl_tally *tally = kl_report_tally(report);
		struct kl_waivers waivers;
		struct kl_error error;
		kl_text_printf(&text, "waivers:\n%s", cases[i].entries);
		read_on(&waivers, cases[i].day, text.at);
		kl_report_weigh(report, &waivers, NULL);
		add(report, 1, "a", "9");
		add(report, 2, "b", "9");
		cr_expect_eq(kl_report_end(report, !cases[i].part, &error), KL_OK);
		cr_expect_str_eq(told.at, cases[i].wanted, "case %zu: %s", i, told.at);
		cr_expect_eq(tally->findings[KL_ERROR], cases[i].errors, "case %zu", i);
		cr_expect_eq(tally->findings[KL_WARNING], cases[i].warnings,
			"case %zu", i);
		cr_expect_eq(tally->waived, cases[i].waived, "case %zu", i);
		kl_report_free(report);
		kl_waivers_release(&waivers);
		kl_text_release(&told);
		kl_text_release(&text);
	}
}

/* What was not checked can hide what a waiver names. */
Test(waivers, unused_only_if_all_was_checked, .init = scratch_open,
	.fini = scratch_close)
{
	struct kl_text_buffer told = { 0 };
	const struct kl_receiver receiver = { take_finding, NULL, &told };
	struct kl_report *report = kl_report_new(&receiver, rules, 2);
	struct kl_waivers waivers;
	struct kl_error error;

	read_on(&waivers, "2026-01-15", "waivers:\n- {row: 3," ANSWERED);
	kl_report_weigh(report, &waivers, NULL);
	kl_fail(&error, KL_IO, "wie.csv", 0, 0, "cannot open");
	kl_report_problem(report, &error);
	cr_expect_eq(kl_report_end(report, true, &error), KL_OK);
	cr_expect_eq(told.length, 0);
	kl_report_free(report);
	kl_waivers_release(&waivers);
}

static void know(struct kl_baseline *baseline, const char *value, uint32_t count)
{
	const struct kl_finding finding = { .code = KL_CODE_total_mismatch,
		.rule = "leerjaar", .place = { .table = "wie",
			.field = kl_span_of("a") }, .value = kl_span_of(value) };
	const struct kl_known known = { .fingerprint = kl_finding_hash(&finding),
		.count = count, .code = "total-mismatch", .path = "wie.csv" };
	struct kl_error error;

	cr_assert_eq(kl_baseline_add(baseline, &known, &error), KL_OK);
}

/* Added without values it knows any finding of the column, as often as there were. */
Test(baseline, knows_without_values)
{
	const struct kl_style hiding = { .no_values = true };
	const struct kl_waiver waiver = { .row = 1 };
	struct kl_finding finding = { .code = KL_CODE_total_mismatch,
		.rule = "leerjaar", .place = { .table = "wie",
			.field = kl_span_of("a") } };
	struct kl_baseline baseline = { .count = 0 };
	struct kl_error error;

	for (int i = 0; i < 2; i++) {
		finding.value = kl_span_of(i > 0 ? "9" : "7");
		cr_assert_eq(kl_baseline_add_finding(&baseline, &finding, &hiding,
			&error), KL_OK);
	}
	know(&baseline, "5", 1);
	cr_assert_eq(kl_baseline_close(&baseline, &error), KL_OK);
	cr_expect_eq(baseline.count, 2, "one of them twice");
	finding.value = kl_span_of("8");
	finding.waiver = &waiver;
	cr_expect_not(kl_baseline_knows(&baseline, &finding), "no other's place");
	finding.waiver = NULL;
	cr_expect(kl_baseline_knows(&baseline, &finding));
	finding.place.field = kl_span_of("b");
	cr_expect_not(kl_baseline_knows(&baseline, &finding));
	finding.place.field = kl_span_of("a");
	finding.value = kl_span_of("5");
	cr_expect(kl_baseline_knows(&baseline, &finding), "with values");
	cr_expect(kl_baseline_knows(&baseline, &finding));
	cr_expect_not(kl_baseline_knows(&baseline, &finding));
	cr_expect_eq(kl_baseline_gone(&baseline), 0);
	kl_baseline_release(&baseline);
}

Test(baseline, knows_as_often_as_it_was, .init = scratch_open,
	.fini = scratch_close)
{
	struct kl_text_buffer told = { 0 };
	const struct kl_receiver receiver = { take_finding, NULL, &told };
	struct kl_report *report = kl_report_new(&receiver, rules, 2);
	const struct kl_tally *tally = kl_report_tally(report);
	struct kl_baseline baseline = { .count = 0 };
	struct kl_waivers waivers;
	struct kl_error error;

	know(&baseline, "9", 1);
	know(&baseline, "7", 3);
	know(&baseline, "9", 1);
	cr_assert_eq(kl_baseline_close(&baseline, &error), KL_OK);
	cr_expect_eq(baseline.count, 2);
	read_on(&waivers, "2026-01-15", "waivers:\n- {row: 5," ANSWERED);
	kl_report_weigh(report, &waivers, &baseline);
	/* As they come in, not as they stand: the last in the table is new. */
	add(report, 4, "a", "9");
	add(report, 1, "a", "9");
	add(report, 3, "a", "9");
	add(report, 5, "a", "7");
	add(report, 6, "a", "7");
	cr_expect_eq(kl_report_end(report, true, &error), KL_OK);
	cr_expect_str_eq(told.at, "total-mismatch= total-mismatch= total-mismatch+ "
		"total-mismatch- total-mismatch= ");
	cr_expect_eq(tally->findings[KL_ERROR], 1);
	cr_expect_eq(tally->known, 3);
	cr_expect_eq(tally->waived, 1);
	cr_expect_eq(tally->gone, 1, "one of three");
	kl_report_free(report);
	kl_waivers_release(&waivers);
	kl_baseline_release(&baseline);
	kl_text_release(&told);
}

/* Alike ones are put together when there are many; different ones are too many. */
Test(baseline, is_bounded)
{
	struct kl_baseline baseline = { .count = 0 };
	struct kl_known known = { .count = 1, .code = "type", .path = "t.csv" };
	struct kl_error error;
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < 4 * (size_t)KL_BASELINE_MOST && status == KL_OK; i++) {
		known.fingerprint = i % KL_BASELINE_MOST;
		status = kl_baseline_add(&baseline, &known, &error);
	}
	cr_assert_eq(status, KL_OK);
	cr_expect(baseline.count <= 2 * (size_t)KL_BASELINE_MOST);
	cr_assert_eq(kl_baseline_close(&baseline, &error), KL_OK);
	cr_expect_eq(baseline.count, KL_BASELINE_MOST);
	cr_expect_eq(baseline.list[7].count, 4);
	known.fingerprint = KL_BASELINE_MOST;
	cr_assert_eq(kl_baseline_add(&baseline, &known, &error), KL_OK);
	cr_expect_eq(kl_baseline_close(&baseline, &error), KL_LIMIT);
	kl_baseline_release(&baseline);
}

Test(baseline, fingerprints_are_read)
{
	static const struct {
		const char *text;
		bool good;
	} cases[] = { { "0123456789abcdef", true }, { "0123456789ABCDEF", true },
		{ "0123456789abcde", false }, { "0123456789abcdef0", false },
		{ "0123456789abcdeg", false }, { " 123456789abcdef", false },
		{ "", false } };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		uint64_t got = 7;
		cr_expect_eq(kl_fingerprint_parse(kl_span_of(cases[i].text), &got),
			cases[i].good, "%s", cases[i].text);
		cr_expect_eq(got, cases[i].good ? 0x0123456789abcdef : 7);
	}
}
