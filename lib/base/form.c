#include "base/form.h"

static bool is_hex(char c)
{
	return kl_is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* One of the characters; a NUL is none. */
static bool is_one_of(char c, const char *set)
{
	return c != '\0' && strchr(set, c) != NULL;
}

static bool is_beyond_ascii(char c)
{
	return (unsigned char)c >= 0x80;
}

static bool is_local(struct kl_span text)
{
	if (text.length == 0 || text.length > 64)
		return false;
	for (size_t i = 0; i < text.length; i++) {
		char c = text.at[i];
		bool dot_fits = c == '.' && i > 0 && i + 1 < text.length
			&& text.at[i - 1] != '.';
		if (!dot_fits && !kl_is_letter(c) && !kl_is_digit(c)
				&& !is_beyond_ascii(c)
				&& !is_one_of(c, "!#$%&'*+-/=?^_`{|}~"))
			return false;
	}
	return true;
}

static bool is_domain(struct kl_span text)
{
	size_t label = 0;

	for (size_t i = 0; i < text.length; i++) {
		char c = text.at[i];
		bool last = i + 1 == text.length || text.at[i + 1] == '.';
		if (c == '.') {
			if (label == 0)
				return false;
			label = 0;
			continue;
		}
		if (++label > 63 || (!kl_is_letter(c) && !kl_is_digit(c)
				&& !is_beyond_ascii(c)
				&& !(c == '-' && label > 1 && !last)))
			return false;
	}
	return label > 0 && text.length <= 255;
}

bool kl_form_email(struct kl_span text)
{
	const char *at = text.length > 0 ? memchr(text.at, '@', text.length) : NULL;

	if (at == NULL)
		return false;
	size_t local = (size_t)(at - text.at);
	return is_local((struct kl_span){ text.at, local })
		&& is_domain((struct kl_span){ at + 1, text.length - local - 1 });
}

bool kl_form_uri(struct kl_span text)
{
	size_t colon = 0;

	while (colon < text.length && (kl_is_letter(text.at[colon]) || (colon > 0
			&& (kl_is_digit(text.at[colon])
				|| is_one_of(text.at[colon], "+-.")))))
		colon++;
	if (colon == 0 || colon + 1 >= text.length || text.at[colon] != ':')
		return false;
	for (size_t i = colon + 1; i < text.length; i++) {
		char c = text.at[i];
		if (c == '%') {
			if (text.length - i < 3 || !is_hex(text.at[i + 1])
					|| !is_hex(text.at[i + 2]))
				return false;
		} else if (!kl_is_letter(c) && !kl_is_digit(c)
				&& !is_one_of(c, "-._~:/?#[]@!$&'()*+,;=")) {
			return false;
		}
	}
	return true;
}

bool kl_form_uuid(struct kl_span text)
{
	if (text.length != 36)
		return false;
	for (size_t i = 0; i < 36; i++) {
		bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
		if (hyphen ? text.at[i] != '-' : !is_hex(text.at[i]))
			return false;
	}
	return true;
}

bool kl_form_binary(struct kl_span text)
{
	size_t length = text.length;

	if (length % 4 != 0)
		return false;
	for (int i = 0; i < 2 && length > 0 && text.at[length - 1] == '='; i++)
		length--;
	for (size_t i = 0; i < length; i++) {
		if (!kl_is_letter(text.at[i]) && !kl_is_digit(text.at[i])
				&& !is_one_of(text.at[i], "+/"))
			return false;
	}
	return true;
}
