/* What a text in a column of programme codes is, by its form alone. */
#include "code/crebo.h"

#include <criterion/criterion.h>

#define COUNT(array) (sizeof (array) / sizeof *(array))

Test(crebo, repairs)
{
	static const struct {
		const char *text, *repair;      /* NULL: nothing is near */
		enum kl_message why;
	} cases[] = {
		{ " 25 080\t", "25080", KL_MESSAGE_why_blanks },
		{ "25\xc2\xa0" "080", "25080", KL_MESSAGE_why_blanks },
		{ "25.080", "25080", KL_MESSAGE_why_group },
		{ "25,080", "25080", KL_MESSAGE_why_group },
		{ "25.08", "25080", KL_MESSAGE_why_lost_zeros },
		{ "25,1", "25100", KL_MESSAGE_why_lost_zeros },
		{ "10023.0", "10023", KL_MESSAGE_why_decimals },
		{ "10023,00", "10023", KL_MESSAGE_why_decimals },
		{ "'10023", "10023", KL_MESSAGE_why_quote },
		{ "1OO23", "10023", KL_MESSAGE_why_letter_o },
		{ "1oo23", "10023", KL_MESSAGE_why_letter_o },
		{ "10023.5", NULL, 0 }, { "10023.", NULL, 0 }, { "10023.x", NULL, 0 },
		{ "25.", NULL, 0 }, { "25.0801", NULL, 0 }, { "2.508", NULL, 0 },
		{ "250.80", NULL, 0 }, { "25.x8", NULL, 0 }, { "25;080", NULL, 0 },
		{ "'1002", NULL, 0 }, { "'1002O", NULL, 0 }, { "\"10023", NULL, 0 },
		{ "1OO2", NULL, 0 }, { "1OO234", NULL, 0 }, { "1OX23", NULL, 0 },
		{ "", NULL, 0 }, { " ", NULL, 0 }, { "\xc2", NULL, 0 },
		{ "1002345678901234567", NULL, 0 },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		char repair[KL_CREBO_DIGITS + 1] = "-----";
		enum kl_message why = 0;
		bool found = kl_crebo_repair(kl_span_of(cases[i].text), repair, &why);
		cr_expect_eq(found, cases[i].repair != NULL, "'%s'", cases[i].text);
		if (!found || cases[i].repair == NULL)
			continue;
		cr_expect_str_eq(repair, cases[i].repair, "'%s'", cases[i].text);
		cr_expect_eq(why, cases[i].why, "'%s'", cases[i].text);
	}
}

Test(crebo, by_attainment_targets)
{
	static const struct {
		const char *code;
		bool by_targets;
	} cases[] = {
		{ "10000", false }, { "10001", true }, { "10938", true },
		{ "10939", false }, { "10999", false }, { "11000", true },
		{ "11070", true }, { "11071", false }, { "12000", false },
		{ "12001", true }, { "12005", true }, { "12006", false },
		{ "25080", false }, { "1000", false }, { "1000A", false },
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_eq(kl_crebo_by_targets(kl_span_of(cases[i].code)),
			cases[i].by_targets, "%s", cases[i].code);
	cr_expect_eq(kl_crebo_targets_closed(1).year, 2012);
	cr_expect_eq(kl_crebo_targets_closed(4).year, 2015);
}

Test(crebo, levels)
{
	static const struct {
		const char *text;
		int level;
	} cases[] = {
		{ "1", 1 }, { "MBO-4", 4 }, { "niveau 2", 2 }, { "Mbo1 opleidingen", 1 },
		{ "", 0 }, { "mbo", 0 }, { "1 of 2", 0 }, { "12", 0 },
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_eq(kl_crebo_level(kl_span_of(cases[i].text)),
			cases[i].level, "%s", cases[i].text);
}
