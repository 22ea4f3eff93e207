#include "finding/explain.h"

#include <criterion/criterion.h>

enum { LEAST = 20, MOST = 500 };        /* characters of a paragraph */

/* Paragraphs are wrapped at blanks by who shows them. */
Test(explain, every_code_has_four_paragraphs)
{
	for (int i = 0; i < KL_CODES; i++) {
		enum kl_code code = (enum kl_code)i;
		for (size_t j = 0; j < KL_EXPLAIN_PARAGRAPHS; j++) {
			const char *text = kl_code_explain(code, j);
			size_t length = strlen(text);
			cr_expect(length >= LEAST && length <= MOST, "%s, %s: length %zu",
				kl_code_name(code), kl_explain_head(j), length);
			cr_expect(text[length - 1] == '.' || text[length - 1] == '"',
				"%s, %s: its end", kl_code_name(code), kl_explain_head(j));
			cr_expect_null(strstr(text, "  "), "%s: %s", kl_code_name(code),
				text);
			cr_expect_eq(strcspn(text, "\n\t"), length, "%s: %s",
				kl_code_name(code), text);
		}
	}
}

/* The texts stand in other files than the codes: each goes to its own. */
Test(explain, paragraphs_are_those_of_their_code)
{
	static const struct {
		enum kl_code code;
		size_t paragraph;
		const char *part;
	} cases[] = {
		{ KL_CODE_total_mismatch, 0, "gesprek-determinatie-wie" },
		{ KL_CODE_total_mismatch, 3, "fewest cells" },
		{ KL_CODE_crebo_form, 0, "25.080" },
		{ KL_CODE_percent_mismatch, 1, "another N" },
		{ KL_CODE_header_order, 3, "fieldsMatch: equal" },
		{ KL_CODE_quote, 2, "doubling" },
		{ KL_CODE_trend_exceeded, 1, "warning" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *text = kl_code_explain(cases[i].code,
			cases[i].paragraph);
		cr_expect_not_null(strstr(text, cases[i].part), "%s: %s",
			kl_code_name(cases[i].code), text);
	}
}
