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

/* A text as it is folded, one code point after the other: nothing is kept, so
 * nothing can fail. */
struct folded {
	struct kl_span rest;
	utf8proc_int32_t parts[LONGEST];        /* of the code point that was read last */
	utf8proc_ssize_t count, at;
	bool begun, blank;
};

static void take_codepoint(struct folded *folded)
{
	uint32_t codepoint;
	size_t length = kl_utf8_next(folded->rest, &codepoint);
	int boundary = 0;

	folded->rest.at += length;
	folded->rest.length -= length;
	folded->at = 0;
	if (codepoint == '&') {
		const utf8proc_int32_t word[] = { ' ', 'e', 'n', ' ' };
		memcpy(folded->parts, word, sizeof word);
		folded->count = sizeof word / sizeof *word;
		return;
	}
	folded->count = utf8proc_decompose_char(codepoint == UINT32_MAX ? 0xfffd
			: (utf8proc_int32_t)codepoint, folded->parts, LONGEST,
		UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD, &boundary);
	if (folded->count > LONGEST)
		folded->count = LONGEST;
}

/* The next code point, or -1 at the end: one blank before each word but the
 * first. */
static utf8proc_int32_t next_folded(struct folded *folded)
{
	for (;;) {
		while (folded->at < folded->count) {
			utf8proc_int32_t c = folded->parts[folded->at];
			bool letter = is_letter_or_digit(c) || c == 0xfffd;
			if (letter && folded->blank && folded->begun) {
				folded->blank = false;
				return ' ';
			}
			folded->at++;
			if (letter) {
				folded->blank = false;
				folded->begun = true;
				return c;
			}
			folded->blank = folded->blank || !is_mark(c);
		}
		if (folded->rest.length == 0)
			return -1;
		take_codepoint(folded);
	}
}

void kl_text_add_folded(struct kl_text_buffer *buffer, struct kl_span text)
{
	struct folded folded = { .rest = text };
	utf8proc_int32_t c;

	while ((c = next_folded(&folded)) >= 0)
		add_codepoint(buffer, c);
}

void kl_text_fold(struct kl_span text, char *out, size_t size)
{
	struct folded folded = { .rest = text };
	utf8proc_uint8_t bytes[4];
	utf8proc_int32_t c;
	size_t used = 0;

	while ((c = next_folded(&folded)) >= 0) {
		size_t length = (size_t)utf8proc_encode_char(c, bytes);
		if (length >= size - used)
			break;
		memcpy(out + used, bytes, length);
		used += length;
	}
	out[used] = '\0';
}

void kl_text_add_name(struct kl_text_buffer *buffer, struct kl_span text)
{
	bool begun = false, blank = false;
	enum { NO_BREAK_SPACE = 0xa0 };

	while (text.length > 0) {
		uint32_t c;
		size_t length = kl_utf8_next(text, &c);
		text.at += length;
		text.length -= length;
		if (c == ' ' || c == '\t' || c == '_' || c == NO_BREAK_SPACE
				|| c == '\n' || c == '\r') {
			blank = true;
			continue;
		}
		if (blank && begun)
			kl_text_puts(buffer, " ");
		blank = false;
		begun = true;
		add_codepoint(buffer, c == UINT32_MAX ? 0xfffd
			: utf8proc_tolower((utf8proc_int32_t)c));
	}
}

bool kl_text_same_folded(struct kl_span a, struct kl_span b)
{
	struct folded left = { .rest = a }, right = { .rest = b };
	utf8proc_int32_t c;

	if (kl_span_equal(a, b))
		return true;
	do {
		c = next_folded(&left);
		if (c != next_folded(&right))
			return false;
	} while (c >= 0);
	return true;
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
