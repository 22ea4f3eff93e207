#include "code/form.h"

const char *const kl_codes_form_names[] = { "brin", "vestiging", "bevoegd-gezag",
	"gemeente", "rio", "lob", NULL };
const char *const kl_codes_patterns[] = {
	[KL_CODES_BRIN] = "99AA", [KL_CODES_VESTIGING] = "99AA99",
	[KL_CODES_BEVOEGD_GEZAG] = "99999", [KL_CODES_GEMEENTE] = "9999",
	[KL_CODES_RIO] = "9999O9999", [KL_CODES_LOB] = "99AA",
};
const char kl_codes_rio_short[] = "999X999";

static bool fits(char c, char pattern)
{
	switch (pattern) {
	case '9':
		return kl_is_digit(c);
	case 'A':
		return c >= 'A' && c <= 'Z';
	case 'X':
		return c == 'A' || c == 'B' || c == 'X';
	default:
		return c == pattern;
	}
}

bool kl_codes_like(struct kl_span text, const char *pattern)
{
	if (text.length != strlen(pattern))
		return false;
	for (size_t i = 0; i < text.length; i++) {
		if (!fits(text.at[i], pattern[i]))
			return false;
	}
	return true;
}

bool kl_codes_has_form(enum kl_codes_form form, struct kl_span text)
{
	return form == KL_CODES_NO_FORM
		|| kl_codes_like(text, kl_codes_patterns[form])
		|| (form == KL_CODES_RIO && kl_codes_like(text, kl_codes_rio_short));
}
