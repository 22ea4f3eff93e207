#include "code/mend.h"

#include "base/decimal.h"

enum kl_message kl_codes_form_phrase(enum kl_codes_form form)
{
	static const enum kl_message phrases[] = {
		[KL_CODES_BRIN] = KL_MESSAGE_form_brin,
		[KL_CODES_VESTIGING] = KL_MESSAGE_form_vestiging,
		[KL_CODES_BEVOEGD_GEZAG] = KL_MESSAGE_form_bevoegd_gezag,
		[KL_CODES_GEMEENTE] = KL_MESSAGE_form_gemeente,
		[KL_CODES_RIO] = KL_MESSAGE_form_rio,
		[KL_CODES_LOB] = KL_MESSAGE_form_lob,
	};

	return phrases[form];
}

enum kl_codes_form kl_codes_other_form(enum kl_codes_form form,
	struct kl_span text)
{
	static const enum kl_codes_form own[] = { KL_CODES_BRIN,
		KL_CODES_VESTIGING, KL_CODES_RIO };

	for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
		if (own[i] != form && kl_codes_has_form(own[i], text))
			return own[i];
	}
	return KL_CODES_NO_FORM;
}

struct mending {
	struct kl_codes_repair *repair;
	enum kl_codes_form form;
	bool (*accepts)(void *context, struct kl_span code);
	void *context;
	bool too_much;                  /* more reasons than can be told */
};

static void note(struct mending *m, enum kl_message reason)
{
	if (m->repair->reason_count == KL_CODES_REASONS)
		m->too_much = true;
	else
		m->repair->reasons[m->repair->reason_count++] = reason;
}

static void replace(struct kl_codes_repair *repair, size_t at, size_t length,
	const char *by)
{
	size_t with = strlen(by);

	memmove(repair->code + at + with, repair->code + at + length,
		repair->length - at - length);
	memcpy(repair->code + at, by, with);
	repair->length = repair->length - length + with;
}

static void drop_blanks(struct mending *m)
{
	struct kl_codes_repair *r = m->repair;
	size_t before = r->length;

	for (size_t i = 0; i < r->length;) {
		if (r->code[i] == ' ' || r->code[i] == '\t')
			replace(r, i, 1, "");
		else if (i + 1 < r->length && memcmp(r->code + i, "\xc2\xa0", 2) == 0)
			replace(r, i, 2, "");
		else
			i++;
	}
	if (r->length < before)
		note(m, KL_MESSAGE_why_blanks);
}

static void drop_quote(struct mending *m)
{
	if (m->repair->length > 0 && m->repair->code[0] == '\'') {
		replace(m->repair, 0, 1, "");
		note(m, KL_MESSAGE_why_quote);
	}
}

/* U+0132 and U+0133. */
static void part_ligature(struct mending *m)
{
	struct kl_codes_repair *r = m->repair;
	bool some = false;

	for (size_t i = 0; i + 1 < r->length; i++) {
		if (memcmp(r->code + i, "\xc4\xb2", 2) != 0
				&& memcmp(r->code + i, "\xc4\xb3", 2) != 0)
			continue;
		replace(r, i, 2, "IJ");
		some = true;
	}
	if (some)
		note(m, KL_MESSAGE_why_ligature);
}

/* Whether the form has a digit here. Without a form every place may have one. */
static bool has_digit_at(const struct mending *m, size_t i)
{
	if (m->form == KL_CODES_NO_FORM || m->form == KL_CODES_GEMEENTE
			|| m->form == KL_CODES_BEVOEGD_GEZAG)
		return true;
	const char *pattern = kl_codes_patterns[m->form];
	if (m->form == KL_CODES_RIO && m->repair->length == strlen(kl_codes_rio_short))
		pattern = kl_codes_rio_short;
	return i < strlen(pattern) && pattern[i] == '9';
}

static void mend_letter_o(struct mending *m)
{
	struct kl_codes_repair *r = m->repair;
	bool some = false;

	for (size_t i = 0; i < r->length; i++) {
		if ((r->code[i] == 'O' || r->code[i] == 'o') && has_digit_at(m, i)) {
			r->code[i] = '0';
			some = true;
		}
	}
	if (some)
		note(m, KL_MESSAGE_why_letter_o);
}

static void mend_case(struct mending *m)
{
	struct kl_codes_repair *r = m->repair;
	bool some = false;

	for (size_t i = 0; i < r->length; i++) {
		if (r->code[i] >= 'a' && r->code[i] <= 'z') {
			r->code[i] = (char)(r->code[i] - 'a' + 'A');
			some = true;
		}
	}
	if (some)
		note(m, KL_MESSAGE_why_lower_case);
}

/* 129.0 and 129,00 are 129; 25.080 is 25080. */
static void mend_number(struct mending *m)
{
	struct kl_codes_repair *r = m->repair;
	size_t whole = 0;
	bool zeros = true;

	while (whole < r->length && kl_is_digit(r->code[whole]))
		whole++;
	if (whole == 0 || whole + 1 >= r->length
			|| (r->code[whole] != '.' && r->code[whole] != ','))
		return;
	for (size_t i = whole + 1; i < r->length; i++) {
		if (!kl_is_digit(r->code[i]))
			return;
		zeros = zeros && r->code[i] == '0';
	}
	size_t fraction = r->length - whole - 1;
	if (fraction == 3 && whole <= 3) {
		replace(r, whole, 1, "");
		note(m, KL_MESSAGE_why_group);
	} else if (zeros) {
		r->length = whole;
		note(m, KL_MESSAGE_why_decimals);
	}
}

/* 1.2E+04 and 1,2E+04 are 12000: as spreadsheets write it, and nothing else. */
static void mend_scientific(struct mending *m)
{
	struct kl_codes_repair *r = m->repair;
	const char *e = memchr(r->code, 'E', r->length);
	const char *comma = memchr(r->code, ',', r->length);
	const struct kl_span text = { r->code, r->length }, none = { 0 };
	struct kl_decimal value, last;
	char whole[KL_DECIMAL_TEXT];

	if (e == NULL || e == r->code || r->code[0] < '1' || r->code[0] > '9'
			|| r->code + r->length - e != 4 || e[1] != '+'
			|| kl_decimal_parse_scientific(text, comma != NULL ? ',' : '.',
				none, &value, &last) != KL_PARSED || value.decimals > 0)
		return;
	size_t length = kl_decimal_format(value, '.', whole);
	if (length > KL_CODES_LONGEST)
		return;
	memcpy(r->code, whole, length);
	r->length = length;
	note(m, KL_MESSAGE_why_scientific);
}

/* 12000 is 12E3, if that is the only such code there is. */
static void mend_exponent(struct mending *m)
{
	struct kl_codes_repair *r = m->repair;
	size_t zeros = 0, found = 0, length = 0;
	char code[KL_CODES_LONGEST], only[KL_CODES_LONGEST];

	for (size_t i = 0; i < r->length; i++) {
		if (!kl_is_digit(r->code[i]))
			return;
		zeros = r->code[i] == '0' ? zeros + 1 : 0;
	}
	/* One digit of an exponent: codes are short. */
	for (size_t n = 0; n <= zeros && n <= 9 && n < r->length
			&& r->length - n + 2 <= sizeof code; n++) {
		size_t digits = r->length - n;
		memcpy(code, r->code, digits);
		code[digits] = 'E';
		code[digits + 1] = (char)('0' + (int)n);
		if (!m->accepts(m->context, (struct kl_span){ code, digits + 2 }))
			continue;
		length = digits + 2;
		memcpy(only, code, length);
		found++;
	}
	if (found != 1)
		return;
	memcpy(r->code, only, length);
	r->length = length;
	note(m, KL_MESSAGE_why_exponent);
}

static bool is_accepted(const struct mending *m)
{
	return !m->too_much && m->repair->reason_count > 0 && m->accepts(m->context,
		(struct kl_span){ m->repair->code, m->repair->length });
}

/* Puts zeros back in front of digits. A form never has only zeros. */
static bool mend_zeros(struct mending *m)
{
	struct kl_codes_repair *r = m->repair;
	struct kl_codes_repair padded = { 0 };
	bool nonzero = false;
	size_t found = 0;

	for (size_t i = 0; i < r->length; i++) {
		if (!kl_is_digit(r->code[i]))
			return false;
		nonzero = nonzero || r->code[i] != '0';
	}
	if (r->length == 0 || (!nonzero && m->form != KL_CODES_NO_FORM))
		return false;
	for (size_t length = r->length + 1; length <= 8; length++) {
		char code[8];
		size_t zeros = length - r->length;
		memset(code, '0', zeros);
		memcpy(code + zeros, r->code, r->length);
		if (!m->accepts(m->context, (struct kl_span){ code, length }))
			continue;
		memcpy(padded.code, code, length);
		padded.length = length;
		found++;
	}
	if (found != 1)
		return false;
	memcpy(r->code, padded.code, padded.length);
	r->length = padded.length;
	note(m, KL_MESSAGE_why_zeros);
	return !m->too_much;
}

bool kl_codes_mend(enum kl_codes_form form, struct kl_span text,
	bool (*accepts)(void *context, struct kl_span code), void *context,
	struct kl_codes_repair *repair)
{
	static void (*const steps[])(struct mending *) = { drop_blanks, drop_quote,
		part_ligature, mend_scientific, mend_letter_o, mend_case,
		mend_number, mend_exponent };
	struct mending m = { .repair = repair, .form = form, .accepts = accepts,
		.context = context };

	*repair = (struct kl_codes_repair){ .length = text.length };
	if (text.length == 0 || text.length > KL_CODES_LONGEST)
		return false;
	memcpy(repair->code, text.at, text.length);
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		struct kl_codes_repair before = *repair;
		steps[i](&m);
		if (is_accepted(&m))
			return true;
		/* Without a form a letter may be meant: O and lower case stay
		 * unless that alone makes it a code. */
		if (form == KL_CODES_NO_FORM && (steps[i] == mend_letter_o
				|| steps[i] == mend_case))
			*repair = before;
	}
	return mend_zeros(&m);
}
