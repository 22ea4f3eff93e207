/*
 * Forms of codes in Dutch education data.
 *
 * brin 99AA; vestiging 99AA99; bevoegd-gezag 99999; gemeente 9999; rio 9999O9999
 * (the letter O) or 999X999; lob, which goes by its BRIN, 99AA: 9 is a digit, A a
 * capital letter, X one of A, B and X. A crebo is 99999 too.
 */
#ifndef KL_CODE_FORM_H
#define KL_CODE_FORM_H

#include "base/span.h"

/* In the order of kl_codes_form_names. */
enum kl_codes_form {
	KL_CODES_BRIN, KL_CODES_VESTIGING, KL_CODES_BEVOEGD_GEZAG,
	KL_CODES_GEMEENTE, KL_CODES_RIO, KL_CODES_LOB,
	KL_CODES_NO_FORM
};

/* "brin" ..., ended by NULL. */
extern const char *const kl_codes_form_names[];
/* By form, as above. */
extern const char *const kl_codes_patterns[];
extern const char kl_codes_rio_short[];         /* the other one of rio */

/* Whether the text is as a pattern of 9, A, X and characters that stand for
 * themselves. */
bool kl_codes_like(struct kl_span text, const char *pattern);
/* True for every text if the form is KL_CODES_NO_FORM. */
bool kl_codes_has_form(enum kl_codes_form form, struct kl_span text);

#endif
