/* Numbers of a workbook as decimal text. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "table/xlsx_value.h"

enum {
	TYPED = 15,             /* significant digits that Excel takes */
	EXACT = 17,             /* that tell one double from every other */
	DIGITS_MOST = 400,      /* in one number; exponents likewise */
	SCIENTIFIC = 32         /* bytes of -d.dddE-ddd with EXACT digits */
};

/* digits, with the point before the digit with index `point`. */
struct decimal {
	bool negative, has_exponent;
	char digits[DIGITS_MOST];
	size_t count;
	long point;
};

static bool read_exponent(struct kl_span text, long *exponent)
{
	bool negative = text.length > 0 && text.at[0] == '-';
	size_t at = negative || (text.length > 0 && text.at[0] == '+');

	*exponent = 0;
	if (at == text.length)
		return false;
	for (; at < text.length; at++) {
		if (!kl_is_digit(text.at[at]) || *exponent > DIGITS_MOST)
			return false;
		*exponent = *exponent * 10 + (text.at[at] - '0');
	}
	if (negative)
		*exponent = -*exponent;
	return *exponent <= DIGITS_MOST && *exponent >= -DIGITS_MOST;
}

static bool read_decimal(struct kl_span text, struct decimal *out)
{
	size_t at = text.length > 0 && text.at[0] == '-';
	bool pointed = false;
	long exponent = 0;

	out->negative = at > 0;
	out->count = 0;
	for (; at < text.length && text.at[at] != 'E' && text.at[at] != 'e'; at++) {
		if (text.at[at] == '.' && !pointed) {
			pointed = true;
			out->point = (long)out->count;
		} else if (kl_is_digit(text.at[at]) && out->count < DIGITS_MOST) {
			out->digits[out->count++] = text.at[at];
		} else {
			return false;
		}
	}
	if (!pointed)
		out->point = (long)out->count;
	out->has_exponent = at < text.length;
	if (out->count == 0 || (out->has_exponent && !read_exponent(
			(struct kl_span){ text.at + at + 1, text.length - at - 1 },
			&exponent)))
		return false;
	out->point += exponent;
	return true;
}

static void add_zeros(struct kl_text_buffer *out, long count)
{
	while (count-- > 0)
		kl_text_puts(out, "0");
}

static void add_decimal(const struct decimal *decimal,
	struct kl_text_buffer *out)
{
	const char *digits = decimal->digits;
	long count = (long)decimal->count, point = decimal->point;

	/* Zeros before the first digit of a whole part are no digits. */
	while (point > 1 && count > 1 && *digits == '0') {
		digits++;
		count--;
		point--;
	}
	kl_text_puts(out, decimal->negative ? "-" : "");
	if (point <= 0) {
		kl_text_puts(out, "0.");
		add_zeros(out, -point);
		kl_text_add(out, (struct kl_span){ digits, (size_t)count });
	} else if (point >= count) {
		kl_text_add(out, (struct kl_span){ digits, (size_t)count });
		add_zeros(out, point - count);
	} else {
		kl_text_add(out, (struct kl_span){ digits, (size_t)point });
		kl_text_puts(out, ".");
		kl_text_add(out, (struct kl_span){ digits + point,
			(size_t)(count - point) });
	}
}

static size_t count_significant(const struct decimal *decimal)
{
	size_t zeros = 0;

	while (zeros < decimal->count && decimal->digits[zeros] == '0')
		zeros++;
	return decimal->count - zeros;
}

/* The shortest that is read as the same double; 15 digits if it was computed. */
static bool shorten_here(const char *text, bool computed, char *out)
{
	double value = strtod(text, NULL);

	for (int digits = TYPED; digits <= EXACT; digits++) {
		snprintf(out, SCIENTIFIC, "%.*E", digits - 1, value);
		double again = strtod(out, NULL);
		if (computed || (again <= value && again >= value))
			return true;
	}
	return false;
}

/* strtod and printf write as the caller's locale has it, which may be a comma. */
static bool shorten(struct kl_span text, bool computed, struct decimal *out)
{
	char copy[DIGITS_MOST + 16], shortest[SCIENTIFIC];
	locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);

	if (plain == (locale_t)0 || text.length >= sizeof copy)
		return false;
	memcpy(copy, text.at, text.length);
	copy[text.length] = '\0';
	locale_t before = uselocale(plain);
	bool done = shorten_here(copy, computed, shortest);
	uselocale(before);
	freelocale(plain);
	if (!done || !read_decimal(kl_span_of(shortest), out))
		return false;
	while (out->count > 1 && out->digits[out->count - 1] == '0'
			&& (long)out->count > out->point)
		out->count--;
	return true;
}

/* Most numbers are short and plain: for them nothing is taken apart. */
static bool is_plain(struct kl_span text)
{
	if (text.length > TYPED)
		return false;
	for (size_t i = 0; i < text.length; i++) {
		if (text.at[i] == 'E' || text.at[i] == 'e')
			return false;
	}
	return true;
}

void kl_workbook_add_number(struct kl_span text, bool computed,
	struct kl_text_buffer *out)
{
	struct decimal decimal, shorter;

	if (is_plain(text) || !read_decimal(text, &decimal)) {
		kl_text_add(out, text);
		return;
	}
	size_t digits = count_significant(&decimal);
	bool fraction = decimal.point < (long)decimal.count;
	if (fraction && digits > TYPED && (digits <= EXACT || computed)
			&& shorten(text, computed, &shorter))
		add_decimal(&shorter, out);
	else if (decimal.has_exponent)
		add_decimal(&decimal, out);
	else
		kl_text_add(out, text);
}
