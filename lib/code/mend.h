/*
 * The forms of codes other than crebo, and what spreadsheets and people make of
 * a code.
 */
#ifndef KL_CODE_MEND_H
#define KL_CODE_MEND_H

#include "code/form.h"
#include "finding/finding.h"

/* The phrase that names the form; KL_CODES_NO_FORM has none. */
enum kl_message kl_codes_form_phrase(enum kl_codes_form form);
/* Another form that the text has, of those that are like no other: BRIN,
 * vestiging, RIO; else KL_CODES_NO_FORM. */
enum kl_codes_form kl_codes_other_form(enum kl_codes_form form,
	struct kl_span text);

enum { KL_CODES_LONGEST = 32, KL_CODES_REASONS = 3 };

/* What a text probably was, and the phrases for what happened to it. */
struct kl_codes_repair {
	char code[KL_CODES_LONGEST];
	size_t length;
	enum kl_message reasons[KL_CODES_REASONS];
	size_t reason_count;
};

/* Undoes, in this order and only as far as needed, blanks, a quote sign in
 * front, a ligature of I and J, scientific notation (1.2E+04), a letter O where
 * the form has a digit, lower case, decimals that are 0 or a group separator, an E
 * that was taken for an exponent (12000 for 12E3), and lost zeros in front.
 * `accepts` says what is a code; zeros are only put back if one length alone is
 * accepted. False: nothing certain; longer texts are never repaired. */
bool kl_codes_mend(enum kl_codes_form form, struct kl_span text,
	bool (*accepts)(void *context, struct kl_span code), void *context,
	struct kl_codes_repair *repair);

#endif
