#include <utf8proc.h>

#include "base/text.h"

enum { LONGEST = 18 };          /* code points one code point can decompose to */

static bool is_letter_or_digit(utf8proc_int32_t c)
{
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_LU: case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT: case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO: case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL: case UTF8PROC_CATEGORY_NO:
		return true;
	default:
		return false;
	}
}

static bool is_mark(utf8proc_int32_t c)
{
	utf8proc_category_t category = utf8proc_category(c);

	return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC
		|| category == UTF8PROC_CATEGORY_ME;
}

static void add_codepoint(struct kl_text_buffer *buffer, utf8proc_int32_t c)
{
	utf8proc_uint8_t bytes[4];
	utf8proc_ssize_t length = utf8proc_encode_char(c, bytes);

	kl_text_add(buffer, (struct kl_span){ (const char *)bytes, (size_t)length });
}

/* Puts a blank before the next word, never two and never at the start. */
struct folding {
	struct kl_text_buffer *out;
	bool begun, blank;
};

static void add_letter(struct folding *folding, utf8proc_int32_t c)
{
	if (folding->blank && folding->begun)
		kl_text_puts(folding->out, " ");
	folding->blank = false;
	folding->begun = true;
	add_codepoint(folding->out, c);
}

void kl_text_add_folded(struct kl_text_buffer *buffer, struct kl_span text)
{
	struct folding folding = { buffer, false, false };

	while (text.length > 0) {
		uint32_t codepoint;
		size_t length = kl_utf8_next(text, &codepoint);
		text.at += length;
		text.length -= length;
		if (codepoint == UINT32_MAX)
			codepoint = 0xfffd;
		if (codepoint == '&') {
			folding.blank = true;
			add_letter(&folding, 'e');
			add_letter(&folding, 'n');
			folding.blank = true;
			continue;
		}
		utf8proc_int32_t parts[LONGEST];
		int boundary = 0;
		utf8proc_ssize_t count = utf8proc_decompose_char(
			(utf8proc_int32_t)codepoint, parts, LONGEST,
			UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD,
			&boundary);
		for (utf8proc_ssize_t i = 0; i < count && i < LONGEST; i++) {
			if (is_letter_or_digit(parts[i]) || parts[i] == 0xfffd)
				add_letter(&folding, parts[i]);
			else if (!is_mark(parts[i]))
				folding.blank = true;
		}
	}
}

void kl_text_add_name(struct kl_text_buffer *buffer, struct kl_span text)
{
	struct folding folding = { buffer, false, false };
	enum { NO_BREAK_SPACE = 0xa0 };

	while (text.length > 0) {
		uint32_t c;
		size_t length = kl_utf8_next(text, &c);
		text.at += length;
		text.length -= length;
		if (c == ' ' || c == '\t' || c == '_' || c == NO_BREAK_SPACE
				|| c == '\n' || c == '\r')
			folding.blank = true;
		else
			add_letter(&folding, c == UINT32_MAX ? 0xfffd
				: utf8proc_tolower((utf8proc_int32_t)c));
	}
}

bool kl_text_same_folded(struct kl_span a, struct kl_span b)
{
	struct kl_text_buffer left = { 0 }, right = { 0 };

	if (kl_span_equal(a, b))
		return true;
	kl_text_add_folded(&left, a);
	kl_text_add_folded(&right, b);
	bool same = !left.failed && !right.failed
		&& kl_span_equal(kl_text_span(&left), kl_text_span(&right));
	kl_text_release(&left);
	kl_text_release(&right);
	return same;
}

/* Folding is dear, so most texts are ruled out by their first letter. */
bool kl_text_says_total(struct kl_span text)
{
	struct kl_span word = kl_span_trim(text);

	return word.length >= 5 && word.length < 16
		&& (*word.at == 'T' || *word.at == 't')
		&& (kl_text_same_folded(word, kl_span_of("Totaal"))
			|| kl_text_same_folded(word, kl_span_of("Total")));
}
