#include "finding/report.h"

#include <criterion/criterion.h>
#include <stdio.h>

enum { HELD = 16384 };          /* findings that wait at most */

struct received {
	struct kl_text_buffer told;     /* "table:line:column:code ..." */
	size_t findings, problems;
	size_t stop_at;                 /* 0: never */
};

static enum kl_status take_finding(void *context,
	const struct kl_finding *finding, struct kl_error *error)
{
	struct received *received = context;

	received->findings++;
	if (received->findings == received->stop_at)
		return kl_fail(error, KL_CLOSED, NULL, 0, 0, "stopped");
	kl_text_printf(&received->told, "%s%u:%u:%u:%s",
		received->told.length > 0 ? " " : "", finding->place.order,
		(unsigned)finding->place.line, (unsigned)finding->place.column,
		kl_code_name(finding->code));
	if (finding->rule != NULL)
		kl_text_printf(&received->told, ":%s", finding->rule);
	if (finding->place.field.at != NULL)
		kl_text_printf(&received->told, ":%.*s",
			(int)finding->place.field.length, finding->place.field.at);
	if (finding->expected.at != NULL)
		kl_text_printf(&received->told, ":%.*s",
			(int)finding->expected.length, finding->expected.at);
	return KL_OK;
}

static void take_problem(void *context, const struct kl_error *problem)
{
	struct received *received = context;

	received->problems++;
	kl_text_printf(&received->told, "%s%s", received->told.length > 0 ? " " : "",
		problem->text);
}

static const struct kl_rule_tally rules[] = {
	{ .check = "structure" },
	{ .rule = "leerjaar", .check = "totals", .tables = 99,
		.outcomes = { 9, 9, 9 }, .findings = { 9, 9, 9 } },
};

static struct kl_report *report_new(struct received *received)
{
	const struct kl_receiver receiver = { take_finding, take_problem,
		received };
	struct kl_report *report = kl_report_new(&receiver, rules, 2);

	cr_assert_not_null(report);
	return report;
}

static void add(struct kl_report *report, uint32_t order, uint64_t line,
	uint64_t column, enum kl_code code)
{
	struct kl_finding finding = { .code = code, .severity = KL_ERROR,
		.place = { .order = order, .line = line, .column = column } };
	struct kl_error error;

	cr_assert_eq(kl_report_add(report, 1, &finding, &error), KL_OK);
}

static void expect_flushed(struct kl_report *report, struct received *received,
	const char *wanted)
{
	struct kl_error error;

	cr_expect_eq(kl_report_flush(report, &error), KL_OK);
	cr_expect_str_eq(received->told.at != NULL ? received->told.at : "", wanted,
		"%s\n  wanted %s", received->told.at, wanted);
}

static void finish(struct kl_report *report, struct received *received)
{
	kl_report_free(report);
	kl_text_release(&received->told);
}

Test(report, sorted_by_place_and_code)
{
	struct received received = { 0 };
	struct kl_report *report = report_new(&received);

	add(report, 1, 2, 1, KL_CODE_type);
	add(report, 0, 10, 3, KL_CODE_type);
	add(report, 0, 9, 12, KL_CODE_type);
	add(report, 0, 10, 3, KL_CODE_total_mismatch);
	add(report, 0, 9, 2, KL_CODE_quote);
	add(report, 1, 0, 0, KL_CODE_encoding);
	cr_expect_eq(received.findings, 0, "they wait");
	expect_flushed(report, &received, "0:9:2:quote 0:9:12:type"
		" 0:10:3:total-mismatch 0:10:3:type 1:0:0:encoding 1:2:1:type");
	expect_flushed(report, &received, received.told.at);
	cr_expect_eq(received.findings, 6, "nothing is told twice");
	finish(report, &received);
}

/* At one place: by rule, by field, by what is expected. */
Test(report, sorted_at_one_place)
{
	static const struct {
		const char *rule, *field, *expected;
	} cases[] = {
		{ "b", "x", "1" }, { "a", "y", "1" }, { NULL, "z", "9" },
		{ "a", "x", "2" }, { "a", "x", "10" }, { "a", "x", NULL },
	};
	struct received received = { 0 };
	struct kl_report *report = report_new(&received);
	struct kl_error error;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_finding finding = { .code = KL_CODE_type,
			.rule = cases[i].rule,
			.place = { .field = kl_span_of(cases[i].field) },
			.expected = kl_span_of(cases[i].expected) };
		cr_assert_eq(kl_report_add(report, 0, &finding, &error), KL_OK);
	}
	expect_flushed(report, &received, "0:0:0:type:z:9 0:0:0:type:a:x"
		" 0:0:0:type:a:x:10 0:0:0:type:a:x:2 0:0:0:type:a:y:1"
		" 0:0:0:type:b:x:1");
	finish(report, &received);
}

Test(report, takes_copies)
{
	struct received received = { 0 };
	struct kl_report *report = report_new(&received);
	struct kl_error error;
	char field[] = "totaal";
	struct kl_finding finding = { .code = KL_CODE_type,
		.place = { .field = kl_span_of(field) } };

	cr_assert_eq(kl_report_add(report, 0, &finding, &error), KL_OK);
	memset(field, '?', 6);
	finding.code = KL_CODE_quote;
	expect_flushed(report, &received, "0:0:0:type:totaal");
	finish(report, &received);
}

/* More than are held: passed on in lots, each sorted, none lost. */
Test(report, more_than_are_held)
{
	struct received received = { 0 };
	struct kl_report *report = report_new(&received);
	struct kl_error error;
	unsigned line = 0;

	for (unsigned i = 0; i < HELD - 1; i++)
		add(report, 0, HELD - i, 1, KL_CODE_type);
	cr_expect_eq(received.findings, 0, "they wait");
	add(report, 0, 1, 1, KL_CODE_type);
	cr_expect_eq(received.findings, HELD, "the lot is full");
	add(report, 0, HELD + 2, 1, KL_CODE_type);
	add(report, 0, HELD + 1, 1, KL_CODE_type);
	cr_expect_eq(received.findings, HELD);
	cr_assert_eq(kl_report_flush(report, &error), KL_OK);
	cr_expect_eq(received.findings, HELD + 2);
	cr_expect_eq(kl_report_tally(report)->findings[KL_ERROR], HELD + 2);
	const char *at = received.told.at;
	for (unsigned i = 1; i <= HELD + 2; i++) {
		if (at == NULL || sscanf(at, " 0:%u:1:type", &line) != 1 || line != i)
			cr_assert_fail("line %u instead of %u", line, i);
		at = strchr(at + 1, ' ');
	}
	finish(report, &received);
}

/* Told by a thread of its own: the same order, and all of it when it is asked for. */
Test(report, told_apart)
{
	enum { LOTS = 5, ALL = LOTS * HELD + 7 };
	struct received received = { 0 };
	struct kl_report *report = report_new(&received);
	struct kl_error error;
	unsigned line = 0;

	kl_report_tell_apart(report);
	/* Each lot from its last line to its first. */
	for (unsigned i = 0; i < ALL; i++) {
		unsigned lot = i / HELD, size = lot < LOTS ? HELD : ALL % HELD;
		add(report, 0, lot * HELD + size - i % HELD, 1, KL_CODE_type);
	}
	cr_assert_eq(kl_report_flush(report, &error), KL_OK);
	cr_expect_eq(received.findings, ALL);
	cr_expect_eq(kl_report_tally(report)->findings[KL_ERROR], ALL);
	cr_expect_eq(kl_report_tally(report)->rules[1].findings[KL_ERROR], ALL);
	const char *at = received.told.at;
	for (unsigned i = 1; i <= ALL; i++) {
		if (at == NULL || sscanf(at, " 0:%u:1:type", &line) != 1 || line != i)
			cr_assert_fail("line %u instead of %u", line, i);
		at = strchr(at + 1, ' ');
	}
	finish(report, &received);
}

/* What the receiver failed with ends the run, at the next lot or the end. */
Test(report, stopped_while_told_apart)
{
	for (size_t lots = 1; lots <= 3; lots++) {
		struct received received = { .stop_at = 2 };
		struct kl_report *report = report_new(&received);
		const struct kl_finding finding = { .code = KL_CODE_type,
			.place = { .line = 1 } };
		struct kl_error error = { 0 };
		enum kl_status status = KL_OK;

		kl_report_tell_apart(report);
		for (size_t i = 0; i < lots * HELD && status == KL_OK; i++)
			status = kl_report_add(report, 0, &finding, &error);
		if (status == KL_OK)
			status = kl_report_flush(report, &error);
		cr_expect_eq(status, KL_CLOSED);
		cr_expect_eq(error.status, KL_CLOSED);
		cr_expect_eq(received.findings, 2);
		finish(report, &received);
	}
}

/* Few but large ones are bounded by their bytes. */
Test(report, bounded_by_bytes)
{
	static char large[1 << 20];
	struct received received = { 0 };
	struct kl_report *report = report_new(&received);
	struct kl_error error;
	struct kl_finding finding = { .code = KL_CODE_type };

	memset(large, 'x', sizeof large);
	finding.value = (struct kl_span){ large, sizeof large };
	for (int i = 0; i < 15; i++)
		cr_assert_eq(kl_report_add(report, 0, &finding, &error), KL_OK);
	cr_expect_eq(received.findings, 0, "they wait");
	for (int i = 0; i < 5; i++)
		cr_assert_eq(kl_report_add(report, 0, &finding, &error), KL_OK);
	cr_expect_gt(received.findings, 14);
	cr_expect_lt(received.findings, 20);
	cr_assert_eq(kl_report_flush(report, &error), KL_OK);
	cr_expect_eq(received.findings, 20);
	finish(report, &received);
}

Test(report, stopped_by_the_receiver)
{
	struct received received = { .stop_at = 2 };
	struct kl_report *report = report_new(&received);
	struct kl_error error = { 0 };

	for (unsigned i = 0; i < 5; i++)
		add(report, 0, i, 1, KL_CODE_type);
	cr_expect_eq(kl_report_flush(report, &error), KL_CLOSED);
	cr_expect_eq(error.status, KL_CLOSED);
	cr_expect_eq(received.findings, 2);
	cr_expect_eq(kl_report_tally(report)->findings[KL_ERROR], 2,
		"they are counted as they are passed on");
	finish(report, &received);
}

Test(report, freed_with_findings_that_wait)
{
	struct received received = { 0 };
	struct kl_report *report = report_new(&received);

	add(report, 0, 1, 1, KL_CODE_type);
	finish(report, &received);
	cr_expect_eq(received.findings, 0);
	kl_report_free(NULL);
}

Test(report, counted)
{
	struct received received = { 0 };
	struct kl_report *report = report_new(&received);
	const struct kl_tally *tally = kl_report_tally(report);
	struct kl_finding finding = { .code = KL_CODE_type };
	struct kl_error error;

	cr_assert_eq(tally->rule_count, 2);
	cr_expect_str_eq(tally->rules[1].rule, "leerjaar");
	cr_expect_str_eq(tally->rules[1].check, "totals");
	cr_expect_null(tally->rules[0].rule);
	cr_expect(tally->rules[1].tables == 0 && tally->rules[1].outcomes[0] == 0
		&& tally->rules[1].findings[0] == 0, "counts begin at 0");
	for (int i = 0; i < 6; i++) {
		finding.severity = i < 1 ? KL_INFO : i < 3 ? KL_WARNING : KL_ERROR;
		cr_assert_eq(kl_report_add(report, i == 5 ? 0 : 1, &finding,
			&error), KL_OK);
	}
	cr_assert_eq(kl_report_flush(report, &error), KL_OK);
	cr_expect(tally->findings[KL_INFO] == 1 && tally->findings[KL_WARNING] == 2
		&& tally->findings[KL_ERROR] == 3);
	cr_expect(tally->rules[1].findings[KL_INFO] == 1
		&& tally->rules[1].findings[KL_WARNING] == 2
		&& tally->rules[1].findings[KL_ERROR] == 2);
	cr_expect_eq(tally->rules[0].findings[KL_ERROR], 1);

	kl_report_outcome(report, 0, KL_HOLDS, 10);
	kl_report_outcome(report, 0, KL_UNDECIDED, 2);
	kl_report_equation(report, 1, KL_VIOLATED);
	kl_report_equation(report, 1, KL_VIOLATED);
	cr_expect(tally->rules[0].outcomes[KL_HOLDS] == 10
		&& tally->rules[0].outcomes[KL_VIOLATED] == 0
		&& tally->rules[0].outcomes[KL_UNDECIDED] == 2);
	cr_expect_eq(tally->rules[1].outcomes[KL_VIOLATED], 2);
	cr_expect(tally->equations[KL_VIOLATED] == 2
		&& tally->equations[KL_HOLDS] == 0);

	kl_report_rule_table(report, 1);
	kl_report_rule_table(report, 1);
	kl_report_read(report, 1, 20, 100);
	kl_report_read(report, 1, 5, 50);
	kl_report_derived(report, 3);
	kl_report_derived(report, 4);
	cr_expect(tally->rules[1].tables == 2 && tally->rules[0].tables == 0);
	cr_expect(tally->tables == 2 && tally->rows == 25 && tally->cells == 150
		&& tally->derived == 7);
	finish(report, &received);
}

Test(report, counted_by_table)
{
	struct received received = { 0 };
	struct kl_report *report = report_new(&received);
	struct kl_finding finding = { .code = KL_CODE_type,
		.severity = KL_WARNING, .place = { .order = 1 } };
	struct kl_error error;

	kl_report_outcome(report, 1, KL_HOLDS, 0);      /* nothing */
	kl_report_at(report, 3);
	kl_report_rule_table(report, 1);
	kl_report_outcome(report, 1, KL_HOLDS, 5);
	kl_report_at(report, KL_NO_TABLE);
	kl_report_outcome(report, 1, KL_UNDECIDED, 2);
	/* What is known at the end comes in any order. */
	kl_report_at(report, 1);
	kl_report_equation(report, 1, KL_VIOLATED);
	kl_report_at(report, 3);
	kl_report_equation(report, 1, KL_HOLDS);
	cr_assert_eq(kl_report_add(report, 1, &finding, &error), KL_OK);
	cr_assert_eq(kl_report_flush(report, &error), KL_OK);
	const struct kl_rule_tally *rule = &kl_report_tally(report)->rules[1];
	cr_assert_eq(rule->by_table_count, 3);
	cr_assert_eq(rule->by_table[0].order, 1);
	cr_assert_eq(rule->by_table[0].outcomes[KL_VIOLATED], 1);
	cr_assert_eq(rule->by_table[0].findings[KL_WARNING], 1);
	cr_assert_eq(rule->by_table[1].order, 3);
	cr_assert_eq(rule->by_table[1].outcomes[KL_HOLDS], 6);
	cr_assert_eq(rule->by_table[2].order, KL_NO_TABLE);
	cr_assert_eq(rule->by_table[2].outcomes[KL_UNDECIDED], 2);
	cr_assert_eq(kl_report_tally(report)->rules[0].by_table_count, 0);
	kl_report_free(report);
	kl_text_release(&received.told);
}

Test(report, problem_is_told_once)
{
	static const struct {
		const char *path;
		uint64_t line, column;
		const char *text;
	} cases[] = {
		{ "a.csv", 1, 2, "one" }, { "a.csv", 1, 2, "one" },
		{ "b.csv", 1, 2, "two" }, { "a.csv", 2, 2, "three" },
		{ "a.csv", 1, 3, "four" }, { "a.csv", 1, 2, "five" },
		{ "a.csv", 1, 2, "one" }, { NULL, 0, 0, "six" },
		{ NULL, 0, 0, "six" },
	};
	struct received received = { 0 };
	struct kl_report *report = report_new(&received);

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_error problem;
		kl_fail(&problem, KL_IO, cases[i].path, cases[i].line,
			cases[i].column, "%s", cases[i].text);
		kl_report_problem(report, &problem);
	}
	expect_flushed(report, &received, "one two three four five six");
	cr_expect_eq(kl_report_tally(report)->problems, 6);
	cr_expect_eq(received.problems, 6);
	finish(report, &received);
}

/* A problem is told as it happens, and counted even if nobody listens. */
Test(report, problem_without_a_listener)
{
	const struct kl_receiver receiver = { take_finding, NULL, NULL };
	struct kl_report *report = kl_report_new(&receiver, rules, 1);
	struct kl_error problem;

	cr_assert_not_null(report);
	kl_fail(&problem, KL_IO, NULL, 0, 0, "x");
	kl_report_problem(report, &problem);
	cr_expect_eq(kl_report_tally(report)->problems, 1);
	kl_report_free(report);
}

Test(report, tells_a_note_once_and_in_order_of_place)
{
	static const struct kl_note notes[] = {
		{ KL_NOTE_encoding, "b.csv", NULL, 7, 2, "late" },
		{ KL_NOTE_separator, "b.csv", NULL, 1, 0, "early" },
		{ KL_NOTE_encoding, "b.csv", NULL, 7, 2, "late" },
		{ KL_NOTE_encoding, "b.csv", "Blad1", 7, 2, "late" },
	};
	struct received received = { .findings = 0 };
	struct kl_report *report = report_new(&received);
	const struct kl_tally *tally = kl_report_tally(report);

	for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
		kl_report_note(report, 3, "b", &notes[i]);
	cr_assert_eq(tally->notes, 3);
	cr_assert_eq(tally->note_list_count, 3);
	cr_expect_str_eq(tally->note_list[0].text, "early");
	cr_expect_eq(tally->note_list[0].kind, KL_NOTE_separator);
	cr_expect_str_eq(tally->note_list[1].text, "late");
	cr_expect_null(tally->note_list[1].place.sheet);
	cr_expect_str_eq(tally->note_list[2].place.sheet, "Blad1");
	cr_expect_eq(tally->note_list[2].place.order, 3);
	cr_expect_str_eq(tally->note_list[2].place.table, "b");
	cr_expect_str_eq(tally->note_list[2].place.path, "b.csv");
	cr_expect_eq(received.findings + received.problems, 0);
	kl_report_free(report);
	kl_text_release(&received.told);
}

Test(report, counts_notes_that_it_does_not_keep)
{
	struct received received = { .findings = 0 };
	struct kl_report *report = report_new(&received);
	const struct kl_tally *tally = kl_report_tally(report);

	for (uint64_t line = KL_NOTES_KEPT + 5; line > 0; line--) {
		const struct kl_note note = { .kind = KL_NOTE_encoding,
			.path = "a.csv", .line = line, .text = "so" };
		kl_report_note(report, 0, "a", &note);
	}
	cr_expect_eq(tally->notes, KL_NOTES_KEPT + 5);
	cr_assert_eq(tally->note_list_count, KL_NOTES_KEPT);
	cr_expect_eq(tally->note_list[0].place.line, 6);
	kl_report_free(report);
	kl_text_release(&received.told);
}
