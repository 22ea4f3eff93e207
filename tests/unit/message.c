#include "finding/finding.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const texts[] = {
#define KL_FINDING(id, code, severity, title)
#define KL_MESSAGE(id, text) text,
#include "finding/finding.def"
#undef KL_FINDING
#undef KL_MESSAGE
};

static const struct kl_style plain = { 0 }, hiding = { .no_values = true };

static char *told(const struct kl_finding *finding, const struct kl_style *style)
{
	struct kl_text_buffer out = { 0 };

	kl_text_puts(&out, "");
	kl_finding_message(finding, style, &out);
	cr_assert_not(out.failed);
	return out.at;
}

static void expect_told(const struct kl_finding *finding,
	const struct kl_style *style, const char *wanted)
{
	char *text = told(finding, style);

	cr_expect_str_eq(text, wanted, "%s\n  wanted %s", text, wanted);
	free(text);
}

/* A figure for every {name} of the text; its words are <name>. */
static size_t figures_for(const char *text, struct kl_figure *figures,
	char names[][32], char words[][34])
{
	size_t count = 0;

	while ((text = strchr(text, '{')) != NULL) {
		size_t length = strcspn(++text, "}");
		cr_assert_lt(length, 32, "%s", text);
		snprintf(names[count], 32, "%.*s", (int)length, text);
		snprintf(words[count], 34, "<%s>", names[count]);
		figures[count] = (struct kl_figure){ .name = names[count],
			.kind = KL_FIGURE_TEXT, .text = kl_span_of(words[count]) };
		count++;
		text += length;
	}
	return count;
}

Test(message, every_placeholder_is_filled)
{
	cr_assert_eq(sizeof texts / sizeof *texts, (size_t)KL_MESSAGES);
	for (int i = 0; i < KL_MESSAGES; i++) {
		struct kl_figure figures[16];
		char names[16][32], words[16][34], wanted[1024] = "";
		struct kl_finding finding = { .message = (enum kl_message)i,
			.figures = figures };
		finding.figure_count = figures_for(texts[i], figures, names, words);
		for (const char *at = texts[i]; *at != '\0'; at++) {
			char *end = wanted + strlen(wanted);
			*end = *at == '{' ? '<' : *at == '}' ? '>' : *at;
			end[1] = '\0';
		}
		char *text = told(&finding, &plain);
		cr_expect_null(strpbrk(text, "{}"), "%s", text);
		cr_expect_str_eq(text, wanted, "%s", text);
		free(text);
	}
}

/* Braces in pairs around a lower-case name, no final stop, no blank too many. */
Test(message, every_text_is_well_made)
{
	for (int i = 0; i < KL_MESSAGES; i++) {
		const char *text = texts[i];
		size_t length = strlen(text);
		cr_assert_gt(length, 0);
		cr_expect_null(strchr(".! \n", text[length - 1]), "%s", text);
		cr_expect_null(strstr(text, "  "), "%s", text);
		cr_expect_eq(kl_utf8_check(kl_span_of(text)), length, "%s", text);
		bool open = false;
		for (const char *at = text; *at != '\0'; at++) {
			if (*at == '{' || *at == '}') {
				cr_expect_neq(open, *at == '{', "%s", text);
				cr_expect(at[1] != '}' || *at != '{', "%s", text);
				open = !open;
			} else if (open) {
				cr_expect(*at == '_' || (*at >= 'a' && *at <= 'z'),
					"%s", text);
			}
		}
		cr_expect_not(open, "%s", text);
	}
}

/* What is not given stays visible: a mistake of ours, not a wrong sentence. */
Test(message, figure_that_is_not_given)
{
	struct kl_finding finding = { .message = KL_MESSAGE_header_blank };

	expect_told(&finding, &plain,
		"column {number} has no name in the header");
}

static struct kl_figure figure(const char *name, enum kl_figure_kind kind,
	const char *text)
{
	struct kl_figure made = { .name = name, .kind = kind };

	if (kind == KL_FIGURE_NUMBER || kind == KL_FIGURE_COUNT)
		cr_assert_eq(kl_decimal_parse(kl_span_of(text), '.',
			(struct kl_span){ 0 }, &made.number), KL_PARSED);
	else
		made.text = kl_span_of(text);
	return made;
}

static struct kl_finding total_finding(const struct kl_figure *figures,
	size_t count)
{
	return (struct kl_finding){ .code = KL_CODE_total_mismatch,
		.message = KL_MESSAGE_total_mismatch, .severity = KL_ERROR,
		.place = { .table = "wie", .row = 7, .line = 8,
			.field = kl_span_of("totaal") },
		.label = kl_span_of("Zorg"), .value = kl_span_of("22"),
		.expected = kl_span_of("23"), .figures = figures,
		.figure_count = count };
}

Test(message, figures_of_every_kind)
{
	struct kl_figure figures[] = {
		{ .name = "parts", .kind = KL_FIGURE_PHRASE,
			.phrase = KL_MESSAGE_parts_rows },
		figure("count", KL_FIGURE_COUNT, "3"),
		figure("difference", KL_FIGURE_NUMBER, "-1.5"),
		{ .name = "expected", .kind = KL_FIGURE_INTERVAL,
			.interval = kl_interval_range(
				(struct kl_decimal){ 225, 1 }, kl_decimal_of(24)) },
	};
	struct kl_finding finding = total_finding(figures, 4);

	expect_told(&finding, &plain, "totaal is 22, but the 3 rows of the column"
		" add up to 22.5..24 (difference -1.5)");
	finding.decimal_char = ',';
	expect_told(&finding, &plain, "totaal is 22, but the 3 rows of the column"
		" add up to 22,5..24 (difference -1,5)");
	expect_told(&finding, &hiding, "totaal is [hidden], but the 3 rows of the"
		" column add up to [hidden] (difference [hidden])");
	/* Without a figure of that name the finding's own fields are taken. */
	finding.figure_count = 3;
	expect_told(&finding, &plain, "totaal is 22, but the 3 rows of the column"
		" add up to 23 (difference -1,5)");
}

Test(message, fields_that_are_always_there)
{
	struct kl_finding finding = total_finding(NULL, 0);

	finding.message = KL_MESSAGE_row_blank;
	expect_told(&finding, &plain, "row 7 is blank");
	finding.message = KL_MESSAGE_line_blank;
	expect_told(&finding, &plain, "line 8 is empty");
	finding.message = KL_MESSAGE_header_missing;
	expect_told(&finding, &plain,
		"column totaal is declared but not in the header");
	finding.message = KL_MESSAGE_part_exceeds_n;
	expect_told(&finding, &plain, "totaal is 22, more than N = 23");
	finding.value = kl_span_of("");
	expect_told(&finding, &plain, "totaal is blank, more than N = 23");
	finding.value = (struct kl_span){ 0 };
	expect_told(&finding, &plain, "totaal is blank, more than N = 23");
}

Test(message, hidden_and_shown)
{
	struct kl_figure figures[] = {
		figure("found", KL_FIGURE_COUNT, "5"),
		figure("columns", KL_FIGURE_COUNT, "4"),
		figure("expected", KL_FIGURE_VALUE, "25080"),
		figure("why", KL_FIGURE_TEXT, "a reason"),
		figure("date", KL_FIGURE_TEXT, "2004-10-01"),
		figure("file", KL_FIGURE_TEXT, "crebo.csv"),
		figure("register", KL_FIGURE_TEXT, "crebo-ao-2004"),
	};
	struct kl_finding finding = total_finding(figures,
		sizeof figures / sizeof *figures);

	finding.message = KL_MESSAGE_row_extra_cell;
	expect_told(&finding, &hiding, "row 7 has 5 cells, the header has 4");
	finding.value = kl_span_of("25.080");
	finding.message = KL_MESSAGE_crebo_form_repair;
	expect_told(&finding, &plain, "'25.080' is not a crebo of five digits;"
		" probably 25080 (a reason)");
	expect_told(&finding, &hiding, "'[hidden]' is not a crebo of five digits;"
		" probably [hidden] (a reason)");
	finding.message = KL_MESSAGE_crebo_unknown;
	expect_told(&finding, &hiding, "crebo [hidden] is not in the register"
		" crebo-ao-2004 (crebo.csv, 2004-10-01)");
}

/* No message may carry a value, a sum or a label past --no-values. */
Test(message, no_values_hides_everywhere)
{
	static const char secret[] = "geheim";

	for (int i = 0; i < KL_MESSAGES; i++) {
		struct kl_figure figures[16];
		char names[16][32], words[16][34];
		struct kl_finding finding = { .message = (enum kl_message)i,
			.figures = figures, .value = kl_span_of(secret),
			.label = kl_span_of(secret), .expected = kl_span_of(secret) };
		finding.figure_count = figures_for(texts[i], figures, names, words);
		for (size_t k = 0; k < finding.figure_count; k++) {
			figures[k].kind = (int)k % 3 == 0 ? KL_FIGURE_VALUE
				: k % 3 == 1 ? KL_FIGURE_NUMBER : KL_FIGURE_INTERVAL;
			figures[k].text = kl_span_of(secret);
			figures[k].number = kl_decimal_of(4711);
			figures[k].interval = kl_interval_point(kl_decimal_of(4711));
		}
		for (int given = 0; given < 2; given++) {
			char *text = told(&finding, &hiding);
			cr_expect_null(strstr(text, secret), "%s", text);
			cr_expect_null(strstr(text, "4711"), "%s", text);
			free(text);
			finding.figure_count = 0;
		}
	}
}

/* What stands in the data is shown, not obeyed, and not taken for a figure. */
Test(message, data_is_only_data)
{
	struct kl_finding finding = total_finding(NULL, 0);
	char longer[200];

	finding.message = KL_MESSAGE_crebo_form;
	finding.value = kl_span_of("\x1b[31m\n\xe2\x80\xae\xff");
	expect_told(&finding, &plain, "'\\x1b[31m\\n\\u202e\\xff' is not a crebo:"
		" a crebo has five digits");
	finding.value = kl_span_of("{label} %s %n {");
	expect_told(&finding, &plain, "'{label} %s %n {' is not a crebo:"
		" a crebo has five digits");
	memset(longer, 'x', sizeof longer - 1);
	longer[sizeof longer - 1] = '\0';
	finding.value = kl_span_of(longer);
	char *text = told(&finding, &plain);
	cr_expect_lt(strlen(text), 150);
	cr_expect_not_null(strstr(text, "xxx\xe2\x80\xa6'"), "%s", text);
	free(text);
	finding.message = KL_MESSAGE_header_extra;
	finding.place.field = kl_span_of("a\tb");
	expect_told(&finding, &plain, "column a\\tb of the header is not declared");
}
