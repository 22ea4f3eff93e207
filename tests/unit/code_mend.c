/* Forms of codes, and what is made of a damaged one. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "code/mend.h"

Test(code_mend, forms)
{
	static const struct {
		enum kl_codes_form form;
		const char *text;
		bool has;
	} cases[] = {
		{ KL_CODES_BRIN, "00SE", true }, { KL_CODES_BRIN, "12E3", false },
		{ KL_CODES_BRIN, "00se", false }, { KL_CODES_BRIN, "00SE0", false },
		{ KL_CODES_BRIN, "", false }, { KL_CODES_VESTIGING, "00SE01", true },
		{ KL_CODES_BEVOEGD_GEZAG, "41234", true },
		{ KL_CODES_GEMEENTE, "0060", true }, { KL_CODES_GEMEENTE, "60", false },
		{ KL_CODES_RIO, "123A456", true }, { KL_CODES_RIO, "123C456", false },
		{ KL_CODES_RIO, "1234O5678", true }, { KL_CODES_RIO, "123405678", false },
		{ KL_CODES_LOB, "02PR", true }, { KL_CODES_LOB, "Kenteq", false },
		{ KL_CODES_NO_FORM, "anything", true },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_eq(kl_codes_has_form(cases[i].form,
			kl_span_of(cases[i].text)), cases[i].has, "%s", cases[i].text);
}

/* context: the form, or a list with blanks around every code. */
struct known {
	enum kl_codes_form form;
	const char *list;
};

static bool accepts(void *context, struct kl_span code)
{
	const struct known *known = context;
	char text[64];

	if (known->list == NULL)
		return kl_codes_has_form(known->form, code);
	snprintf(text, sizeof text, " %.*s ", (int)code.length, code.at);
	return strstr(known->list, text) != NULL;
}

Test(code_mend, repairs)
{
	static const struct {
		enum kl_codes_form form;
		const char *list, *text, *mended;       /* NULL: nothing certain */
	} cases[] = {
		{ KL_CODES_GEMEENTE, NULL, "60", "0060" },
		{ KL_CODES_GEMEENTE, NULL, "129.0", "0129" },
		{ KL_CODES_GEMEENTE, NULL, "1,680", "1680" },
		{ KL_CODES_GEMEENTE, NULL, "O363", "0363" },
		{ KL_CODES_GEMEENTE, NULL, "0", NULL },
		{ KL_CODES_GEMEENTE, NULL, "12345", NULL },
		{ KL_CODES_GEMEENTE, NULL, "129.5", NULL },
		{ KL_CODES_BEVOEGD_GEZAG, NULL, "41.234", "41234" },
		{ KL_CODES_BRIN, NULL, "12E3", NULL },
		{ KL_CODES_BRIN, NULL, "02pr", "02PR" },
		{ KL_CODES_BRIN, NULL, "o2po", "02PO" },
		{ KL_CODES_BRIN, NULL, " 02 PR", "02PR" },
		{ KL_CODES_BRIN, NULL, "'02PR", "02PR" },
		{ KL_CODES_BRIN, NULL, "02\xc4\xb2", "02IJ" },
		{ KL_CODES_BRIN, NULL, " 'o2pr", NULL },        /* too much at once */
		{ KL_CODES_BRIN, NULL, "", NULL },
		{ KL_CODES_RIO, NULL, "1O34O5678", "1034O5678" },
		{ KL_CODES_RIO, NULL, "123x456", "123X456" },
		{ KL_CODES_NO_FORM, " 00 08 ", "8", "08" },
		{ KL_CODES_NO_FORM, " 00 08 ", "0", "00" },
		{ KL_CODES_NO_FORM, " 00 08 ", "8.0", "08" },
		{ KL_CODES_NO_FORM, " 08 008 ", "8", NULL },
		{ KL_CODES_NO_FORM, " BOL BBL ", "bol", "BOL" },
		{ KL_CODES_NO_FORM, " BOL BBL ", "bl", NULL },
		{ KL_CODES_GEMEENTE, " 0060 ", "61", NULL },
		{ KL_CODES_LOB, NULL, "02pr", "02PR" },
		{ KL_CODES_LOB, NULL, "Kenteq", NULL },
		{ KL_CODES_BEVOEGD_GEZAG, NULL, "4.1234E+04", "41234" },
		{ KL_CODES_BEVOEGD_GEZAG, NULL, "4,1E+04", "41000" },
		{ KL_CODES_BEVOEGD_GEZAG, NULL, "4.1E+05", NULL },
		{ KL_CODES_BEVOEGD_GEZAG, NULL, "4.12345E+04", NULL },
		{ KL_CODES_BEVOEGD_GEZAG, NULL, "41E3", NULL },
		{ KL_CODES_BEVOEGD_GEZAG, NULL, "4.1E+4", NULL },
		{ KL_CODES_GEMEENTE, NULL, "6.0E+01", "0060" },
		{ KL_CODES_NO_FORM, " 12E3 12E4 ", "12000", "12E3" },
		{ KL_CODES_NO_FORM, " 12E3 12E4 ", "1.20E+04", "12E3" },
		{ KL_CODES_NO_FORM, " 12E3 12E4 ", "12000.0", "12E3" },
		{ KL_CODES_NO_FORM, " 12E3 120E2 ", "12000", NULL },
		{ KL_CODES_NO_FORM, " 12E3 ", "1200", NULL },
		{ KL_CODES_BRIN, NULL, "02\tPR", "02PR" },
		{ KL_CODES_BRIN, NULL, "02\xc2\xa0PR", "02PR" },
		{ KL_CODES_BRIN, NULL, "02P\xc2", NULL },
		{ KL_CODES_BRIN, NULL, "02\xc4\xb3", "02IJ" },
		{ KL_CODES_BRIN, NULL, "02\xc4\xb1", NULL },
		{ KL_CODES_BRIN, NULL, "'", NULL },
		{ KL_CODES_RIO, NULL, "1O3A456", "103A456" },
		{ KL_CODES_RIO, NULL, "123a45O", "123A450" },
		{ KL_CODES_BEVOEGD_GEZAG, NULL, "4123O", "41230" },
		{ KL_CODES_GEMEENTE, NULL, "1680,", NULL },
		{ KL_CODES_GEMEENTE, NULL, "1680.000", "1680" },
		{ KL_CODES_GEMEENTE, NULL, ".0", NULL },
		{ KL_CODES_GEMEENTE, NULL, "16-80", NULL },
		{ KL_CODES_BEVOEGD_GEZAG, NULL, "E+04", NULL },
		{ KL_CODES_BEVOEGD_GEZAG, NULL, "0.4E+04", NULL },
		{ KL_CODES_BEVOEGD_GEZAG, NULL, "4.1E-04", NULL },
		{ KL_CODES_BEVOEGD_GEZAG, NULL, "4.1E+0x", NULL },
		{ KL_CODES_BEVOEGD_GEZAG, NULL, "4.1E+99", NULL },
		{ KL_CODES_NO_FORM, " x ", "a text of more than thirty-two bytes", NULL },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct known known = { cases[i].form, cases[i].list };
		struct kl_codes_repair repair;
		bool mended = kl_codes_mend(cases[i].form,
			kl_span_of(cases[i].text), accepts, &known, &repair);
		cr_expect_eq(mended, cases[i].mended != NULL, "'%s'", cases[i].text);
		if (mended && cases[i].mended != NULL)
			cr_expect(kl_span_is((struct kl_span){ repair.code,
				repair.length }, cases[i].mended), "'%s': %.*s",
				cases[i].text, (int)repair.length, repair.code);
	}
}
