#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

struct kl_span kl_span_trim(struct kl_span span)
{
	while (span.length > 0 && (*span.at == ' ' || *span.at == '\t')) {
		span.at++;
		span.length--;
	}
	while (span.length > 0 && (span.at[span.length - 1] == ' '
			|| span.at[span.length - 1] == '\t'))
		span.length--;
	return span;
}

bool kl_span_next(struct kl_span *rest, struct kl_span separator,
	struct kl_span *part)
{
	size_t length = separator.length;

	if (rest->at == NULL)
		return false;
	*part = *rest;
	for (size_t i = 0; length > 0 && i + length <= rest->length; i++) {
		if (memcmp(rest->at + i, separator.at, length) != 0)
			continue;
		part->length = i;
		rest->at += i + length;
		rest->length -= i + length;
		return true;
	}
	*rest = (struct kl_span){ NULL, 0 };
	return true;
}

int kl_span_compare(struct kl_span a, struct kl_span b)
{
	size_t shorter = a.length < b.length ? a.length : b.length;
	int order = shorter == 0 ? 0 : memcmp(a.at, b.at, shorter);

	return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

int kl_span_compare_at(const void *a, const void *b)
{
	const struct kl_span *x = a, *y = b;

	return kl_span_compare(*x, *y);
}

void kl_text_add(struct kl_text_buffer *buffer, struct kl_span text)
{
	if (buffer->failed || text.length > SIZE_MAX / 4
			|| (buffer->capacity <= buffer->length + text.length
				&& !kl_grow(buffer->at, buffer->capacity,
					buffer->length + text.length + 1))) {
		buffer->failed = true;
		return;
	}
	if (text.length > 0)
		memcpy(buffer->at + buffer->length, text.at, text.length);
	buffer->length += text.length;
	buffer->at[buffer->length] = '\0';
}

void kl_text_add_count(struct kl_text_buffer *buffer, uint64_t number)
{
	char digits[20];
	size_t at = sizeof digits;

	do {
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	kl_text_add(buffer, (struct kl_span){ digits + at, sizeof digits - at });
}

void kl_text_printf(struct kl_text_buffer *buffer, const char *format, ...)
{
	va_list arguments, again;

	va_start(arguments, format);
	va_copy(again, arguments);
	int length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (length < 0 || buffer->failed
			|| !kl_grow(buffer->at, buffer->capacity,
				buffer->length + (size_t)length + 1)) {
		buffer->failed = true;
	} else {
		vsnprintf(buffer->at + buffer->length, (size_t)length + 1, format,
			again);
		buffer->length += (size_t)length;
	}
	va_end(again);
}

void kl_text_release(struct kl_text_buffer *buffer)
{
	free(buffer->at);
	*buffer = (struct kl_text_buffer){ 0 };
}

/* Controls, and what reorders or hides text: a terminal must not obey them. */
static bool is_unsafe(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad
		|| c == 0x61c || (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e)
		|| (c >= 0x2060 && c <= 0x2069) || c == 0xfeff
		|| (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe007f);
}

static void add_escape(struct kl_text_buffer *buffer, uint32_t codepoint,
	unsigned char byte)
{
	if (codepoint == '\n')
		kl_text_puts(buffer, "\\n");
	else if (codepoint == '\r')
		kl_text_puts(buffer, "\\r");
	else if (codepoint == '\t')
		kl_text_puts(buffer, "\\t");
	else if (codepoint == UINT32_MAX || codepoint < 0x80)
		kl_text_printf(buffer, "\\x%02x", byte);
	else
		kl_text_printf(buffer, codepoint > 0xffff ? "\\U%08x" : "\\u%04x",
			(unsigned)codepoint);
}

/* How many characters from here, `most` at most, are of ASCII and safe. */
static size_t plain_run(struct kl_span text, size_t most)
{
	size_t end = text.length < most ? text.length : most, at = 0;

	while (at < end && text.at[at] >= 0x20 && text.at[at] < 0x7f)
		at++;
	return at;
}

void kl_text_add_visible(struct kl_text_buffer *buffer, struct kl_span text,
	size_t most)
{
	size_t left = most != 0 ? most : SIZE_MAX;

	while (text.length > 0) {
		size_t plain = plain_run(text, left);
		kl_text_add(buffer, (struct kl_span){ text.at, plain });
		text.at += plain;
		text.length -= plain;
		left -= plain;
		if (text.length == 0)
			return;
		uint32_t codepoint;
		size_t length = kl_utf8_next(text, &codepoint);
		if (left-- == 0) {
			kl_text_puts(buffer, "…");
			return;
		}
		if (codepoint == UINT32_MAX || is_unsafe(codepoint))
			add_escape(buffer, codepoint, (unsigned char)*text.at);
		else
			kl_text_add(buffer, (struct kl_span){ text.at, length });
		text.at += length;
		text.length -= length;
	}
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static size_t smallest(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;
	return ab < c ? ab : c;
}

size_t kl_text_distance(struct kl_span a, struct kl_span b, size_t most)
{
	enum { LONGEST = 64 };
	size_t rows[3][LONGEST + 1];

	if (kl_span_equal(a, b))
		return 0;
	if (a.length > LONGEST || b.length > LONGEST || a.length > b.length + most
			|| b.length > a.length + most)
		return most + 1;
	size_t *before = rows[0], *above = rows[1], *here = rows[2];
	for (size_t j = 0; j <= b.length; j++)
		above[j] = j;
	for (size_t i = 1; i <= a.length; i++) {
		size_t best = here[0] = i;
		for (size_t j = 1; j <= b.length; j++) {
			char ca = lower(a.at[i - 1]), cb = lower(b.at[j - 1]);
			here[j] = smallest(above[j] + 1, here[j - 1] + 1,
				above[j - 1] + (ca != cb));
			if (i > 1 && j > 1 && ca == lower(b.at[j - 2])
					&& cb == lower(a.at[i - 2])
					&& before[j - 2] + 1 < here[j])
				here[j] = before[j - 2] + 1;
			if (here[j] < best)
				best = here[j];
		}
		if (best > most)
			return most + 1;
		size_t *spare = before;
		before = above;
		above = here;
		here = spare;
	}
	return above[b.length] > most ? most + 1 : above[b.length];
}

static bool begins(struct kl_span word, struct kl_span with)
{
	return with.length >= 3 && word.length > with.length
		&& kl_text_distance((struct kl_span){ word.at, with.length }, with,
			0) == 0;
}

size_t kl_text_nearest(struct kl_span text, const struct kl_span *words,
	size_t count)
{
	size_t nearest = count, best = SIZE_MAX;

	for (size_t i = 0; i < count; i++) {
		size_t longer = text.length > words[i].length ? text.length
			: words[i].length;
		size_t most = longer < 6 ? 1 + (longer > 3) : longer / 3;
		size_t distance = begins(words[i], text) ? 1
			: kl_text_distance(text, words[i], most);
		if (distance <= most && distance < best
				&& (distance < longer || longer == 0)) {
			best = distance;
			nearest = i;
		}
	}
	return nearest;
}

void kl_text_add_wrapped(struct kl_text_buffer *out, struct kl_span text,
	size_t width, size_t at, size_t indent)
{
	if (width < KL_TEXT_NARROW) {
		kl_text_add(out, text);
		return;
	}
	while (text.length > 0) {
		const char *blank = memchr(text.at, ' ', text.length);
		size_t length = blank != NULL ? (size_t)(blank - text.at)
			: text.length;
		struct kl_span word = { text.at, length };
		size_t wide = kl_utf8_count(word);
		if (at + wide > width && at > indent) {
			while (out->length > 0 && out->at[out->length - 1] == ' ')
				out->length--;
			kl_text_printf(out, "\n%*s", (int)indent, "");
			at = indent;
		}
		kl_text_add(out, word);
		at += wide;
		text.at += length;
		text.length -= length;
		if (text.length > 0) {
			kl_text_puts(out, " ");
			at++;
			text.at++;
			text.length--;
		}
	}
}
