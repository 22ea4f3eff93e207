/*
 * A span: bytes that stand somewhere else. Borrowed, not NUL-terminated.
 */
#ifndef KL_BASE_SPAN_H
#define KL_BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct kl_span {
	const char *at;     /* may be NULL when length is 0 */
	size_t length;      /* bytes */
};

static inline struct kl_span kl_span_of(const char *text)
{
	return (struct kl_span){ text, text != NULL ? strlen(text) : 0 };
}

static inline bool kl_span_equal(struct kl_span a, struct kl_span b)
{
	return a.length == b.length
		&& (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

static inline bool kl_span_is(struct kl_span span, const char *text)
{
	return kl_span_equal(span, kl_span_of(text));
}

/* Equal but for the case of the letters A to Z. */
static inline bool kl_span_alike(struct kl_span a, struct kl_span b)
{
	size_t i = 0;

	while (i < a.length && i < b.length && (a.at[i] == b.at[i]
			|| ((a.at[i] ^ b.at[i]) == 0x20 && (a.at[i] | 0x20) >= 'a'
				&& (a.at[i] | 0x20) <= 'z')))
		i++;
	return i == a.length && i == b.length;
}

static inline bool kl_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Takes the next of several parts off the front of *rest: all before the
 * separator, or all there is. False behind the last; *rest has an `at` of NULL
 * then. An empty separator stands nowhere. */
bool kl_span_next(struct kl_span *rest, struct kl_span separator,
	struct kl_span *part);

/* Without blanks (space, tab) at both ends. */
struct kl_span kl_span_trim(struct kl_span span);
static inline bool kl_span_has_digit(struct kl_span span)
{
	size_t i = 0;

	while (i < span.length && !kl_is_digit(span.at[i]))
		i++;
	return i < span.length;
}

/* Whether nothing else than blanks stands in it. */
static inline bool kl_span_is_blank(struct kl_span span)
{
	return span.length == 0 || ((*span.at == ' ' || *span.at == '\t')
		&& kl_span_trim(span).length == 0);
}

/* Byte order, shorter first among equals; and that of spans at two addresses, as
 * qsort and bsearch want it. */
int kl_span_compare(struct kl_span a, struct kl_span b);
int kl_span_compare_at(const void *a, const void *b);

#endif
