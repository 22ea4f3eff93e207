#include "base/translate.h"

#include <libintl.h>

const char *kl_translate(const char *text)
{
	/* The translation of no text is the head of the catalogue. */
	return text[0] == '\0' ? text : dgettext(KL_TEXT_DOMAIN, text);
}

char kl_translate_decimal_char(void)
{
	return kl_translate(".")[0];
}
