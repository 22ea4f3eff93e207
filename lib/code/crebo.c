#include "code/crebo.h"

#include <stdlib.h>

#include "code/form.h"

bool kl_crebo_is_form(struct kl_span text)
{
	bool digits = text.length == KL_CREBO_DIGITS;

	for (size_t i = 0; digits && i < KL_CREBO_DIGITS; i++)
		digits = kl_is_digit(text.at[i]);
	return digits;
}

bool kl_crebo_other_kind(struct kl_span text, enum kl_message *kind)
{
	static const struct {
		const char *pattern;
		enum kl_message kind;
	} kinds[] = {
		{ "99AA", KL_MESSAGE_kind_brin },
		{ "99AA99", KL_MESSAGE_kind_vestiging },
		{ "9999O9999", KL_MESSAGE_kind_rio },
		{ "9999", KL_MESSAGE_kind_vavo },
		{ "K9999", KL_MESSAGE_kind_keuzedeel },
		{ "C9999", KL_MESSAGE_kind_certificate },
		{ kl_codes_rio_short, KL_MESSAGE_kind_rio },
	};

	if (kl_crebo_is_form(text)) {
		int thousands = (text.at[0] - '0') * 10 + (text.at[1] - '0');
		if (thousands == 22 || thousands == 23)
			*kind = KL_MESSAGE_kind_dossier;
		else if (thousands == 79)
			*kind = KL_MESSAGE_kind_domain;
		else if (thousands >= 50 && thousands <= 57)
			*kind = KL_MESSAGE_kind_partial;
		else
			return false;
		return true;
	}
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (kl_codes_like(text, kinds[i].pattern)) {
			*kind = kinds[i].kind;
			return true;
		}
	}
	return false;
}

/* Blanks out, in `out`; false if the rest is longer than `most`. */
static bool without_blanks(struct kl_span text, char *out, size_t most,
	size_t *length)
{
	*length = 0;
	for (size_t i = 0; i < text.length; i++) {
		if (text.at[i] == ' ' || text.at[i] == '\t')
			continue;
		if (text.length - i >= 2 && memcmp(text.at + i, "\xc2\xa0", 2) == 0) {
			i++;
			continue;
		}
		if (*length == most)
			return false;
		out[(*length)++] = text.at[i];
	}
	return true;
}

static bool take(char *repair, enum kl_message *why, const char *digits,
	enum kl_message reason)
{
	memcpy(repair, digits, KL_CREBO_DIGITS);
	repair[KL_CREBO_DIGITS] = '\0';
	*why = reason;
	return true;
}

/* 25.080 is 25080; 25.08 and 25.1 lost zeros; 10023.0 and 10023,00 are 10023. */
static bool repair_number(const char *text, size_t length, char *repair,
	enum kl_message *why)
{
	char digits[] = "00000";
	size_t whole = 0, fraction;

	while (whole < length && kl_is_digit(text[whole]))
		whole++;
	if (whole == length || (text[whole] != '.' && text[whole] != ','))
		return false;
	fraction = length - whole - 1;
	for (size_t i = whole + 1; i < length; i++) {
		if (!kl_is_digit(text[i]) || (whole == 5 && text[i] != '0'))
			return false;
	}
	if (whole == 5 && fraction > 0)
		return take(repair, why, text, KL_MESSAGE_why_decimals);
	if (whole != 2 || fraction < 1 || fraction > 3)
		return false;
	memcpy(digits, text, 2);
	memcpy(digits + 2, text + 3, fraction);
	return take(repair, why, digits, fraction == 3 ? KL_MESSAGE_why_group
		: KL_MESSAGE_why_lost_zeros);
}

bool kl_crebo_repair(struct kl_span text, char *repair, enum kl_message *why)
{
	char bare[16];
	size_t length;

	if (!without_blanks(text, bare, sizeof bare, &length))
		return false;
	struct kl_span rest = { bare, length };
	if (kl_crebo_is_form(rest))
		return take(repair, why, bare, KL_MESSAGE_why_blanks);
	if (repair_number(bare, length, repair, why))
		return true;
	if (length == 6 && bare[0] == '\''
			&& kl_crebo_is_form((struct kl_span){ bare + 1, 5 }))
		return take(repair, why, bare + 1, KL_MESSAGE_why_quote);
	for (size_t i = 0; i < length; i++) {
		if (bare[i] == 'O' || bare[i] == 'o')
			bare[i] = '0';
	}
	return kl_crebo_is_form(rest)
		&& take(repair, why, bare, KL_MESSAGE_why_letter_o);
}

int kl_crebo_level(struct kl_span text)
{
	int level = 0;

	for (size_t i = 0; i < text.length; i++) {
		if (!kl_is_digit(text.at[i]))
			continue;
		if (level != 0)
			return 0;
		level = text.at[i] - '0';
	}
	return level;
}

bool kl_crebo_by_targets(struct kl_span code)
{
	int number = 0;

	if (!kl_crebo_is_form(code))
		return false;
	for (size_t i = 0; i < code.length; i++)
		number = 10 * number + (code.at[i] - '0');
	return (number >= 10001 && number <= 10938)
		|| (number >= 11000 && number <= 11070)
		|| (number >= 12001 && number <= 12005);
}

struct kl_date kl_crebo_targets_closed(int leerjaar)
{
	return (struct kl_date){ 2012 + leerjaar - 1, 8, 1 };
}
