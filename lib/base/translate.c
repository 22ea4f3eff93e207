#include "base/translate.h"

#include <libintl.h>
#include <stdint.h>
#include <string.h>

enum { REMEMBERED = 256 };              /* a power of two */

struct remembered {
	const char *text, *made;
};

/* gettext counts here how often its catalogues or their language changed (GNU gettext
 * manual, "Being a gettext grok"). */
extern int _nl_msg_cat_cntr;

const char *kl_translate(const char *text)
{
	/* The translation of no text is the head of the catalogue. */
	return text[0] == '\0' ? text : dgettext(KL_TEXT_DOMAIN, text);
}

/* gettext takes locks and searches a tree for each text, which costs more than all
 * else that a short message does. */
const char *kl_translate_often(const char *text)
{
	static _Thread_local struct remembered all[REMEMBERED];
	static _Thread_local int of;
	const int now = _nl_msg_cat_cntr;
	uintptr_t address = (uintptr_t)text;
	struct remembered *one = &all[(address ^ address >> 9) % REMEMBERED];

	if (of != now) {
		memset(all, 0, sizeof all);
		of = now;
	}
	if (one->text != text)
		*one = (struct remembered){ text, kl_translate(text) };
	return one->made;
}

char kl_translate_decimal_char(void)
{
	static const char point[] = KL_TEXT(".");

	return kl_translate_often(point)[0];
}
