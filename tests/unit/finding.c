#include "finding/finding.h"

#include <criterion/criterion.h>

static const struct kl_style shown = { .no_values = false },
	hiding = { .no_values = true };

static struct kl_finding example(void)
{
	return (struct kl_finding){ .code = KL_CODE_total_mismatch,
		.message = KL_MESSAGE_total_mismatch, .severity = KL_ERROR,
		.rule = "leerjaar", .check = "totals",
		.place = { .order = 2, .table = "wie", .path = "t/wie.csv",
			.line = 8, .column = 11, .row = 7,
			.field = kl_span_of("totaal") },
		.label = kl_span_of("Zorg"), .value = kl_span_of("22"),
		.expected = kl_span_of("23") };
}

/* Baselines keep fingerprints: these may never change. */
Test(finding, fingerprints_are_stable)
{
	static const struct {
		enum kl_code code;
		const char *rule, *table, *field, *label, *value, *wanted;
	} cases[] = {
		{ KL_CODE_total_mismatch, "leerjaar", "wie", "totaal", "Zorg", "22",
			"9596f0670444c400" },
		{ KL_CODE_crebo_unknown, "crebo", "aanbod", "crebo", "", "10795",
			"b5abd9374650263d" },
		{ KL_CODE_encoding, NULL, "wie", NULL, NULL, NULL,
			"aaf3f64bababad0b" },
		{ KL_CODE_n_mismatch, "gesprekken", "gesprek-wie", "n", NULL, "28",
			"c2ce6f488814fa32" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_finding finding = { .code = cases[i].code,
			.rule = cases[i].rule,
			.place = { .table = cases[i].table,
				.field = kl_span_of(cases[i].field) },
			.label = kl_span_of(cases[i].label),
			.value = kl_span_of(cases[i].value) };
		char got[KL_FINGERPRINT];
		kl_finding_fingerprint(&finding, &shown, got);
		cr_expect_str_eq(got, cases[i].wanted, "case %zu: %s", i, got);
	}
}

static void expect_fingerprint(const struct kl_finding *finding, bool same,
	const char *what)
{
	struct kl_finding before = example();
	char first[KL_FINGERPRINT], second[KL_FINGERPRINT];

	kl_finding_fingerprint(&before, &shown, first);
	kl_finding_fingerprint(finding, &shown, second);
	cr_expect_eq(strlen(second), 16);
	cr_expect_eq(strspn(second, "0123456789abcdef"), 16);
	cr_expect_eq(strcmp(first, second) == 0, same, "%s", what);
}

Test(finding, fingerprint_without_places)
{
	struct kl_finding finding = example();

	finding.place.order = 9;
	finding.place.path = "elsewhere.csv";
	finding.place.line = finding.place.column = finding.place.row = 99;
	finding.message = KL_MESSAGE_total_rounded;
	finding.severity = KL_INFO;
	finding.check = "other";
	finding.expected = kl_span_of("24");
	finding.decimal_char = ',';
	expect_fingerprint(&finding, true, "the same finding elsewhere");
}

static const char *hidden_of(const struct kl_finding *finding)
{
	static char text[2][KL_FINGERPRINT];
	static int which;

	kl_finding_fingerprint(finding, &hiding, text[which ^= 1]);
	return text[which];
}

/* Nobody can find back a label or a value by trying those that there can be. */
Test(finding, fingerprint_without_values)
{
	struct kl_finding finding = example(), other = example();
	char plain[KL_FINGERPRINT];

	kl_finding_fingerprint(&finding, &shown, plain);
	cr_expect_str_neq(hidden_of(&finding), plain);
	cr_expect_str_eq(hidden_of(&finding), "652465dc0a76c076");
	other.label = kl_span_of("Welzijn");
	other.value = kl_span_of("4711");
	cr_expect_str_eq(hidden_of(&finding), hidden_of(&other));
	other.label = other.value = (struct kl_span){ 0 };
	cr_expect_str_eq(hidden_of(&finding), hidden_of(&other), "also without any");
	other.code = KL_CODE_part_exceeds;
	cr_expect_str_neq(hidden_of(&finding), hidden_of(&other), "code");
	other = example();
	other.rule = "leerweg";
	cr_expect_str_neq(hidden_of(&finding), hidden_of(&other), "rule");
	other = example();
	other.place.table = "wat";
	cr_expect_str_neq(hidden_of(&finding), hidden_of(&other), "table");
	other = example();
	other.place.field = kl_span_of("leerjaar_3");
	cr_expect_str_neq(hidden_of(&finding), hidden_of(&other), "field");
}

Test(finding, fingerprint_of_all_that_counts)
{
	struct kl_finding finding = example();

	finding.code = KL_CODE_part_exceeds;
	expect_fingerprint(&finding, false, "code");
	finding = example();
	finding.rule = "leerweg";
	expect_fingerprint(&finding, false, "rule");
	finding = example();
	finding.rule = NULL;
	expect_fingerprint(&finding, false, "no rule");
	finding = example();
	finding.place.table = "wat";
	expect_fingerprint(&finding, false, "table");
	finding = example();
	finding.place.field = kl_span_of("leerjaar_3");
	expect_fingerprint(&finding, false, "field");
	finding = example();
	finding.label = kl_span_of("Welzijn");
	expect_fingerprint(&finding, false, "label");
	finding = example();
	finding.value = kl_span_of("22.0");
	expect_fingerprint(&finding, false, "value");
	finding = example();
	finding.label = kl_span_of("Zorg2");
	finding.value = kl_span_of("2");
	expect_fingerprint(&finding, false, "the same letters, cut elsewhere");
	finding = example();
	finding.label = finding.value;
	finding.value = kl_span_of("Zorg");
	expect_fingerprint(&finding, false, "label and value changed over");
}

/* The copy lives on when all that it was made from is gone. */
Test(finding, copied)
{
	char field[] = "totaal", label[] = "Zorg", value[] = "22", expected[] = "23",
		words[] = "words", other[] = "leerjaar_3", eleven[] = "11";
	char *const sources[] = { field, label, value, expected, words, other,
		eleven };
	struct kl_figure figures[2] = {
		{ .name = "why", .kind = KL_FIGURE_TEXT, .text = kl_span_of(words) },
		{ .name = "count", .kind = KL_FIGURE_COUNT,
			.number = kl_decimal_of(3) } };
	struct kl_finding_cell cells[2] = {
		{ { .table = "wie", .row = 7, .field = kl_span_of(other) },
			kl_span_of(eleven) }, { { .row = 8 }, { 0 } } };
	struct kl_finding finding = example();
	struct kl_arena arena = { 0 };

	finding.place.field = kl_span_of(field);
	finding.label = kl_span_of(label);
	finding.value = kl_span_of(value);
	finding.expected = kl_span_of(expected);
	finding.figures = figures;
	finding.figure_count = 2;
	finding.cells = cells;
	finding.cell_count = 2;
	struct kl_finding *copy = kl_finding_copy(&arena, &finding);
	cr_assert_not_null(copy);
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
		memset(sources[i], '?', strlen(sources[i]));
	memset(figures, 0, sizeof figures);
	memset(cells, 0, sizeof cells);

	cr_expect(kl_span_is(copy->place.field, "totaal"));
	cr_expect(kl_span_is(copy->label, "Zorg"));
	cr_expect(kl_span_is(copy->value, "22"));
	cr_expect(kl_span_is(copy->expected, "23"));
	cr_expect_str_eq(copy->rule, "leerjaar");
	cr_expect(copy->place.line == 8 && copy->place.row == 7
		&& copy->place.column == 11 && copy->place.order == 2);
	cr_assert_eq(copy->figure_count, 2);
	cr_expect_str_eq(copy->figures[0].name, "why");
	cr_expect(kl_span_is(copy->figures[0].text, "words"));
	cr_expect(copy->figures[1].kind == KL_FIGURE_COUNT
		&& copy->figures[1].number.coefficient == 3);
	cr_assert_eq(copy->cell_count, 2);
	cr_expect(kl_span_is(copy->cells[0].place.field, "leerjaar_3"));
	cr_expect(kl_span_is(copy->cells[0].value, "11"));
	cr_expect(copy->cells[1].place.row == 8
		&& copy->cells[1].value.at == NULL, "absent stays absent");
	kl_arena_release(&arena);
}

Test(finding, copied_without_anything)
{
	struct kl_finding finding = { .code = KL_CODE_quote };
	struct kl_arena arena = { 0 };
	struct kl_finding *copy = kl_finding_copy(&arena, &finding);

	cr_assert_not_null(copy);
	cr_expect(copy->label.at == NULL && copy->value.at == NULL
		&& copy->expected.at == NULL && copy->place.field.at == NULL);
	cr_expect(copy->figure_count == 0 && copy->cell_count == 0);
	kl_arena_release(&arena);
}

Test(finding, codes)
{
	for (int i = 0; i < KL_CODES; i++) {
		enum kl_code code = (enum kl_code)i, found;
		const char *name = kl_code_name(code);
		cr_expect(kl_code_find(kl_span_of(name), &found)
			&& found == code, "%s: one code, one name", name);
		cr_expect_eq(strspn(name, "abcdefghijklmnopqrstuvwxyz-"),
			strlen(name), "%s", name);
		cr_expect_gt(strlen(kl_code_title(code)), 5, "%s", name);
		cr_expect_lt((int)kl_code_severity(code), (int)KL_SEVERITIES);
	}
	enum kl_code untouched = KL_CODE_quote;
	cr_expect_not(kl_code_find(kl_span_of("Total-mismatch"), &untouched));
	cr_expect_not(kl_code_find(kl_span_of(""), &untouched));
	cr_expect_not(kl_code_find((struct kl_span){ "quotes", 4 }, &untouched));
	cr_expect_eq(untouched, KL_CODE_quote);
}

/* Names and severities that people script against. */
Test(finding, codes_that_are_promised)
{
	static const struct {
		enum kl_code code;
		const char *name;
		enum kl_severity severity;
	} cases[] = {
		{ KL_CODE_total_mismatch, "total-mismatch", KL_ERROR },
		{ KL_CODE_n_mismatch, "n-mismatch", KL_ERROR },
		{ KL_CODE_n_columns, "n-columns", KL_ERROR },
		{ KL_CODE_part_exceeds, "part-exceeds", KL_ERROR },
		{ KL_CODE_crebo_form, "crebo-form", KL_ERROR },
		{ KL_CODE_crebo_kind, "crebo-kind", KL_ERROR },
		{ KL_CODE_crebo_unknown, "crebo-unknown", KL_ERROR },
		{ KL_CODE_crebo_expired, "crebo-expired", KL_ERROR },
		{ KL_CODE_crebo_level, "crebo-level", KL_ERROR },
		{ KL_CODE_crebo_name, "crebo-name", KL_INFO },
		{ KL_CODE_type, "type", KL_ERROR },
		{ KL_CODE_row_extra_cell, "row-extra-cell", KL_ERROR },
		{ KL_CODE_row_missing_cell, "row-missing-cell", KL_ERROR },
		{ KL_CODE_row_blank, "row-blank", KL_ERROR },
		{ KL_CODE_header_missing, "header-missing", KL_ERROR },
		{ KL_CODE_header_extra, "header-extra", KL_ERROR },
		{ KL_CODE_header_duplicate, "header-duplicate", KL_ERROR },
		{ KL_CODE_header_order, "header-order", KL_ERROR },
		{ KL_CODE_encoding, "encoding", KL_ERROR },
		{ KL_CODE_quote, "quote", KL_ERROR },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		cr_expect_str_eq(kl_code_name(cases[i].code), cases[i].name);
		cr_expect_eq(kl_code_severity(cases[i].code), cases[i].severity,
			"%s", cases[i].name);
	}
}

Test(finding, severities)
{
	static const char *const names[] = { "info", "warning", "error" };

	for (int i = 0; i < KL_SEVERITIES; i++) {
		enum kl_severity found;
		cr_expect_str_eq(kl_severity_name((enum kl_severity)i), names[i]);
		cr_expect(kl_severity_find(kl_span_of(names[i]), &found)
			&& (int)found == i);
	}
	enum kl_severity untouched = KL_WARNING;
	cr_expect_not(kl_severity_find(kl_span_of("fatal"), &untouched));
	cr_expect_not(kl_severity_find(kl_span_of("err"), &untouched));
	cr_expect_eq(untouched, KL_WARNING);
}
