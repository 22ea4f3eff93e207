/*
 * Text: UTF-8, folding for comparison, showing text safely, near misses.
 */
#ifndef KL_BASE_TEXT_H
#define KL_BASE_TEXT_H

#include "base/span.h"
#include "base/status.h"

/* Offset of the first byte that is not valid UTF-8 (RFC 3629: no surrogates, no
 * overlong forms, at most U+10FFFF) or that is NUL; length if there is none.
 * A sequence cut off by the end of the span counts as invalid. */
size_t kl_utf8_check(struct kl_span text);

/* Number of bytes from the start that are ASCII, and not NUL. */
size_t kl_ascii_run(struct kl_span text);

/* Number of Unicode code points; an invalid byte counts as one. */
size_t kl_utf8_count(struct kl_span text);

/* One code point from text (not empty): its length in bytes, 1 to 4, and its
 * value; for an invalid byte 1 and UINT32_MAX. */
size_t kl_utf8_next(struct kl_span text, uint32_t *codepoint);

/* Growing text, always NUL-terminated once something was added. Zero it to
 * start; release it. After a failed allocation `failed` stays true, additions
 * do nothing, and the caller checks once at the end. */
struct kl_text_buffer {
	char *at;
	size_t length, capacity;
	bool failed;
};

void kl_text_add(struct kl_text_buffer *buffer, struct kl_span text);
/* Inline, so that the length of a literal is known. */
static inline void kl_text_puts(struct kl_text_buffer *buffer, const char *text)
{
	kl_text_add(buffer, kl_span_of(text));
}
/* Adds a whole number in decimal digits. */
void kl_text_add_count(struct kl_text_buffer *buffer, uint64_t number);
void kl_text_printf(struct kl_text_buffer *buffer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void kl_text_release(struct kl_text_buffer *buffer);
static inline struct kl_span kl_text_span(const struct kl_text_buffer *buffer)
{
	return (struct kl_span){ buffer->at, buffer->length };
}

/* Adds text so that a terminal or a log shows it and obeys nothing in it:
 * control characters, bidirectional controls and invalid bytes become \n, \t,
 * \x1b, \u202e ... At most `most` code points (0: no limit), then an ellipsis. */
void kl_text_add_visible(struct kl_text_buffer *buffer, struct kl_span text,
	size_t most);

/* Adds words, going on at `indent` in a next line where `width` is met, in code
 * points; as they are if the width is below KL_TEXT_NARROW, as that of no
 * terminal. `at` is the number of characters that stand in the line. */
enum { KL_TEXT_NARROW = 40 };
void kl_text_add_wrapped(struct kl_text_buffer *buffer, struct kl_span text,
	size_t width, size_t at, size_t indent);

/* Adds the folded form for comparing names: compatibility decomposition,
 * case folded, accents dropped, punctuation as a blank, "&" as "en", runs of
 * blanks as one blank, trimmed (Unicode NFKD and case folding, by utf8proc). */
void kl_text_add_folded(struct kl_text_buffer *buffer, struct kl_span text);

/* The folded form, cut off at a whole code point where `size` bytes, one of them
 * for NUL, do not hold it. */
void kl_text_fold(struct kl_span text, char *out, size_t size);

/* Adds the name of a column as it is compared with others: without case, with _ and
 * a no-break space as a blank, runs of blanks as one, trimmed. Accents and
 * hyphens count. */
void kl_text_add_name(struct kl_text_buffer *buffer, struct kl_span text);

/* True if both fold to the same text. Takes no memory. */
bool kl_text_same_folded(struct kl_span a, struct kl_span b);
/* "Totaal", "TOTAAL:", " total": folded, it is one of these words. */
bool kl_text_says_total(struct kl_span text);

/* Edit distance (insert, delete, replace, swap of neighbours: optimal string
 * alignment) in bytes, ASCII case ignored; stops counting above `most`. Texts
 * longer than 64 bytes count as further than `most` unless they are equal. */
size_t kl_text_distance(struct kl_span a, struct kl_span b, size_t most);

/* Index of the word nearest to `text`, or `count` if none is near enough
 * (distance at most a third of the longer length; 2 for 4 and 5 bytes, 1 for
 * fewer; a byte in common at least). A word that begins with `text`, of three
 * bytes or more, is at distance 1. */
size_t kl_text_nearest(struct kl_span text, const struct kl_span *words,
	size_t count);

#endif
