/* Text as a page takes it, phrases with counts, and verdicts. */
#include <criterion/criterion.h>

#include "format/html.h"

Test(html, text_is_escaped_and_visible)
{
	static const struct {
		struct kl_span text;
		size_t most;
		const char *shown;
	} cases[] = {
		{ { "plain", 5 }, 0, "plain" },
		{ { "", 0 }, 0, "" },
		{ { "a<b>&\"'", 7 }, 0, "a&lt;b&gt;&amp;&quot;&#39;" },
		{ { "]]>", 3 }, 0, "]]&gt;" },
		{ { "&amp;", 5 }, 0, "&amp;amp;" },
		{ { "a\0b", 3 }, 0, "a\\x00b" },
		{ { "\x1b[1m\n\t", 6 }, 0, "\\x1b[1m\\n\\t" },
		{ { "\xe2\x80\xae" "abc", 6 }, 0, "\\u202eabc" },
		{ { "\xff\xc3", 2 }, 0, "\\xff\\xc3" },
		/* Not characters of XML; what is near them is. */
		{ { "\xef\xbf\xbe\xef\xbf\xbf", 6 }, 0, "\\ufffe\\uffff" },
		{ { "\xef\xbf\xbd", 3 }, 0, "\xef\xbf\xbd" },
		{ { "\xef\xbd\xbe", 3 }, 0, "\xef\xbd\xbe" },
		{ { "caf\xc3\xa9", 5 }, 4, "caf\xc3\xa9" },
		{ { "caf\xc3\xa9s", 6 }, 4, "caf\xc3\xa9\xe2\x80\xa6" },
		{ { "<<<", 3 }, 2, "&lt;&lt;\xe2\x80\xa6" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_html h = { 0 };
		struct kl_text_buffer out = { 0 };
		kl_text_puts(&out, "");
		kl_html_text(&h, &out, cases[i].text, cases[i].most);
		cr_assert_str_eq(out.at, cases[i].shown, "case %zu: %s", i, out.at);
		kl_text_release(&out);
		kl_text_release(&h.text);
	}
}

Test(html, phrases_take_counts)
{
	static const struct {
		enum kl_phrase phrase;
		uint64_t count;
		const char *said;
	} cases[] = {
		{ KL_PHRASE_count_rows, 0, "0 rows" },
		{ KL_PHRASE_count_rows, 1, "1 row" },
		{ KL_PHRASE_count_rows, 2, "2 rows" },
		{ KL_PHRASE_count_rows, UINT64_MAX, "18446744073709551615 rows" },
		{ KL_PHRASE_row_number, 7, "row 7" },
		/* Words in braces are for the script. */
		{ KL_PHRASE_filter_shown, 1, "{shown} of {all} findings are shown." },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_text_buffer out = { 0 };
		kl_phrase_add(&out, cases[i].phrase, cases[i].count, 0);
		cr_assert_str_eq(out.at, cases[i].said, "case %zu: %s", i, out.at);
		kl_text_release(&out);
	}
}

Test(html, verdicts_of_a_run)
{
	static const struct {
		uint64_t errors, warnings, problems, rows, undecided;
		size_t rules;
		enum kl_severity fail_on;
		enum kl_verdict_kind kind;
		enum kl_phrase phrase;
	} cases[] = {
		{ 1, 0, 0, 9, 0, 2, KL_ERROR, KL_BAD, KL_PHRASE_run_bad },
		{ 1, 0, 1, 9, 0, 2, KL_ERROR, KL_BAD, KL_PHRASE_run_bad },
		{ 0, 1, 0, 9, 0, 2, KL_ERROR, KL_GOOD, KL_PHRASE_run_good },
		{ 0, 1, 0, 9, 0, 2, KL_WARNING, KL_BAD, KL_PHRASE_run_bad },
		{ 0, 0, 1, 9, 0, 2, KL_ERROR, KL_UNSURE, KL_PHRASE_run_unsure },
		{ 0, 0, 0, 0, 0, 2, KL_ERROR, KL_UNSURE, KL_PHRASE_run_nothing },
		{ 0, 0, 0, 9, 3, 2, KL_ERROR, KL_GOOD, KL_PHRASE_run_decided },
		{ 0, 0, 0, 9, 0, 1, KL_ERROR, KL_GOOD, KL_PHRASE_run_no_rules },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct kl_rule_tally rules[2] = {
			{ .outcomes[KL_UNDECIDED] = cases[i].undecided } };
		const struct kl_tally tally = { .rows = cases[i].rows,
			.findings = { [KL_ERROR] = cases[i].errors,
				[KL_WARNING] = cases[i].warnings },
			.problems = cases[i].problems, .rules = rules,
			.rule_count = cases[i].rules };
		enum kl_phrase phrase;
		cr_assert_eq(kl_judge_run(&tally, cases[i].fail_on, &phrase),
			cases[i].kind, "case %zu", i);
		cr_assert_eq(phrase, cases[i].phrase, "case %zu", i);
	}
}

Test(html, verdicts_of_a_rule)
{
	static const struct {
		struct kl_rule_tally rule;
		enum kl_verdict_kind kind;
		enum kl_phrase phrase;
	} cases[] = {
		{ { .tables = 1, .outcomes[KL_VIOLATED] = 1 }, KL_BAD,
			KL_PHRASE_violated },
		{ { .tables = 1, .findings[KL_ERROR] = 1 }, KL_BAD,
			KL_PHRASE_errors },
		{ { .tables = 1, .findings[KL_WARNING] = 1 }, KL_DOUBTFUL,
			KL_PHRASE_warnings },
		{ { .tables = 0 }, KL_UNSURE, KL_PHRASE_checked_nothing },
		/* A figure of a text can hold without a table. */
		{ { .tables = 0, .outcomes[KL_HOLDS] = 1 }, KL_GOOD,
			KL_PHRASE_holds },
		{ { .tables = 1, .outcomes[KL_UNDECIDED] = 1 }, KL_UNSURE,
			KL_PHRASE_undecided },
		{ { .tables = 1, .outcomes = { [KL_UNDECIDED] = 1,
			[KL_HOLDS] = 1 } }, KL_GOOD, KL_PHRASE_holds },
		{ { .tables = 1 }, KL_GOOD, KL_PHRASE_nothing_found },
		{ { .tables = 1, .idle = true }, KL_UNSURE,
			KL_PHRASE_checked_nothing },
		{ { .tables = 1, .idle = true, .outcomes[KL_UNDECIDED] = 1 },
			KL_UNSURE, KL_PHRASE_undecided },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		enum kl_phrase phrase;
		cr_assert_eq(kl_judge_rule(&cases[i].rule, &phrase), cases[i].kind,
			"case %zu", i);
		cr_assert_eq(phrase, cases[i].phrase, "case %zu", i);
	}
}
