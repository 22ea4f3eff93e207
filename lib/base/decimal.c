#include "base/decimal.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

static kl_int128 power_of_ten(int exponent)
{
	kl_int128 power = 1;

	assert(exponent >= 0 && exponent <= KL_DECIMAL_DIGITS);
	while (exponent-- > 0)
		power *= 10;
	return power;
}

/* Takes a sign off the front. */
static bool take_sign(struct kl_span *text)
{
	static const char minus[] = "\xe2\x88\x92";     /* U+2212 */

	if (text->length > 0 && (*text->at == '-' || *text->at == '+')) {
		bool negative = *text->at == '-';
		text->at++;
		text->length--;
		return negative;
	}
	if (text->length >= 3 && memcmp(text->at, minus, 3) == 0) {
		text->at += 3;
		text->length -= 3;
		return true;
	}
	return false;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

struct scan {
	kl_int128 coefficient;
	int significant;        /* digits after leading zeros */
	int digits, decimals;
	bool too_long;
};

static void take_digit(struct scan *scan, char c)
{
	scan->digits++;
	if (scan->significant > 0 || c != '0')
		scan->significant++;
	if (scan->significant > KL_DECIMAL_DIGITS)
		scan->too_long = true;
	else
		scan->coefficient = scan->coefficient * 10 + (c - '0');
}

/* Whole part with its groups: after a group character come three digits, and
 * the first group has one to three. */
static bool take_whole(struct scan *scan, struct kl_span *text,
	struct kl_span group)
{
	int run = 0;
	bool grouped = false;

	while (text->length > 0) {
		if (is_digit(*text->at)) {
			take_digit(scan, *text->at);
			text->at++;
			text->length--;
			run++;
		} else if (group.length > 0 && text->length > group.length
				&& memcmp(text->at, group.at, group.length) == 0
				&& is_digit(text->at[group.length])) {
			if (run == 0 || run > 3 || (grouped && run != 3))
				return false;
			grouped = true;
			run = 0;
			text->at += group.length;
			text->length -= group.length;
		} else {
			break;
		}
	}
	return !grouped || run == 3;
}

enum kl_parsed kl_decimal_parse(struct kl_span text, char decimal_char,
	struct kl_span group_char, struct kl_decimal *out)
{
	struct scan scan = { 0 };
	bool negative = take_sign(&text);

	if (!take_whole(&scan, &text, group_char))
		return KL_NOT_A_NUMBER;
	if (text.length > 0 && *text.at == decimal_char) {
		text.at++;
		text.length--;
		while (text.length > 0 && is_digit(*text.at)) {
			take_digit(&scan, *text.at);
			scan.decimals++;
			text.at++;
			text.length--;
		}
	}
	if (text.length > 0 || scan.digits == 0)
		return KL_NOT_A_NUMBER;
	if (scan.too_long || scan.decimals > KL_DECIMAL_DIGITS)
		return KL_TOO_LONG;
	*out = (struct kl_decimal){
		negative ? -scan.coefficient : scan.coefficient, scan.decimals };
	return KL_PARSED;
}

/* An exponent that is not this small makes every number but 0 too long. */
enum { EXPONENT_MOST = 999 };

/* The number behind E; false if it is none. */
static bool take_exponent(struct kl_span text, int *exponent)
{
	bool negative = text.length > 0 && *text.at == '-';
	size_t at = text.length > 0 && (*text.at == '-' || *text.at == '+');

	*exponent = 0;
	if (at == text.length)
		return false;
	for (; at < text.length; at++) {
		if (!is_digit(text.at[at]))
			return false;
		if (*exponent <= EXPONENT_MOST)
			*exponent = 10 * *exponent + (text.at[at] - '0');
	}
	if (negative)
		*exponent = -*exponent;
	return true;
}

/* value times ten to the exponent; false if it has too many digits. */
static bool shift(struct kl_decimal value, int exponent, struct kl_decimal *out)
{
	int decimals = value.decimals - exponent;

	if (value.coefficient == 0) {
		decimals = decimals > KL_DECIMAL_DIGITS ? KL_DECIMAL_DIGITS
			: decimals;
		*out = (struct kl_decimal){ 0, decimals > 0 ? decimals : 0 };
		return true;
	}
	if (decimals > KL_DECIMAL_DIGITS || decimals < -KL_DECIMAL_DIGITS)
		return false;
	*out = (struct kl_decimal){ value.coefficient,
		decimals > 0 ? decimals : 0 };
	for (; decimals < 0; decimals++) {
		kl_int128 limit = power_of_ten(KL_DECIMAL_DIGITS - 1);
		if (out->coefficient >= limit || out->coefficient <= -limit)
			return false;
		out->coefficient *= 10;
	}
	return true;
}

enum kl_parsed kl_decimal_parse_scientific(struct kl_span text,
	char decimal_char, struct kl_span group_char, struct kl_decimal *out,
	struct kl_decimal *last)
{
	struct kl_decimal value, unit;
	struct kl_span number = text;
	int exponent = 0;
	size_t at = 0;

	while (at < text.length && text.at[at] != 'E' && text.at[at] != 'e')
		at++;
	number.length = at;
	if (at < text.length && !take_exponent((struct kl_span){
			text.at + at + 1, text.length - at - 1 }, &exponent))
		return KL_NOT_A_NUMBER;
	enum kl_parsed parsed = kl_decimal_parse(number, decimal_char, group_char,
		&value);
	if (parsed != KL_PARSED)
		return parsed;
	unit = (struct kl_decimal){ 1, value.decimals };
	if (!shift(value, exponent, &value) || (!shift(unit, exponent, &unit)
			&& value.coefficient != 0))
		return KL_TOO_LONG;
	*out = value;
	*last = unit;
	return KL_PARSED;
}

size_t kl_decimal_format(struct kl_decimal value, char decimal_char, char *out)
{
	char digits[KL_DECIMAL_TEXT];
	size_t count = 0, length = 0;
	bool negative = value.coefficient < 0;
	__extension__ unsigned __int128 rest = (unsigned __int128)value.coefficient;

	if (negative)
		rest = -rest;
	do {
		digits[count++] = (char)('0' + (int)(rest % 10));
		rest /= 10;
	} while (rest > 0 || count <= (size_t)value.decimals);
	if (negative)
		out[length++] = '-';
	while (count > 0) {
		out[length++] = digits[--count];
		if (count == (size_t)value.decimals && count > 0)
			out[length++] = decimal_char;
	}
	out[length] = '\0';
	return length;
}

int kl_decimal_compare(struct kl_decimal a, struct kl_decimal b)
{
	if (a.decimals == b.decimals)
		return (a.coefficient > b.coefficient)
			- (a.coefficient < b.coefficient);
	kl_int128 unit_a = power_of_ten(a.decimals);
	kl_int128 unit_b = power_of_ten(b.decimals);
	kl_int128 whole_a = a.coefficient / unit_a, whole_b = b.coefficient / unit_b;

	if (whole_a != whole_b)
		return whole_a < whole_b ? -1 : 1;
	kl_int128 rest_a = a.coefficient % unit_a
		* power_of_ten(KL_DECIMAL_DIGITS - a.decimals);
	kl_int128 rest_b = b.coefficient % unit_b
		* power_of_ten(KL_DECIMAL_DIGITS - b.decimals);
	return (rest_a > rest_b) - (rest_a < rest_b);
}

/* Writes both with the larger number of decimals. */
static bool align(struct kl_decimal *a, struct kl_decimal *b)
{
	struct kl_decimal *fewer = a->decimals < b->decimals ? a : b;
	int decimals = a->decimals < b->decimals ? b->decimals : a->decimals;

	if (__builtin_mul_overflow(fewer->coefficient,
			power_of_ten(decimals - fewer->decimals),
			&fewer->coefficient))
		return false;
	fewer->decimals = decimals;
	return true;
}

bool kl_decimal_add(struct kl_decimal a, struct kl_decimal b,
	struct kl_decimal *out)
{
	kl_int128 sum;

	if (!align(&a, &b)
			|| __builtin_add_overflow(a.coefficient, b.coefficient, &sum))
		return false;
	*out = (struct kl_decimal){ sum, a.decimals };
	return true;
}

bool kl_decimal_subtract(struct kl_decimal a, struct kl_decimal b,
	struct kl_decimal *out)
{
	kl_int128 difference;

	if (!align(&a, &b) || __builtin_sub_overflow(a.coefficient,
			b.coefficient, &difference))
		return false;
	*out = (struct kl_decimal){ difference, a.decimals };
	return true;
}

bool kl_decimal_scale(struct kl_decimal a, int64_t factor,
	struct kl_decimal *out)
{
	kl_int128 product;

	if (__builtin_mul_overflow(a.coefficient, (kl_int128)factor, &product))
		return false;
	*out = (struct kl_decimal){ product, a.decimals };
	return true;
}

double kl_decimal_double(struct kl_decimal a)
{
	const kl_int128 exact = (kl_int128)1 << 53;

	/* Both operands are exact doubles here, so the quotient is the nearest. */
	if (a.coefficient <= exact && a.coefficient >= -exact && a.decimals <= 22) {
		double power = 1;
		for (int i = 0; i < a.decimals; i++)
			power *= 10;
		return (double)a.coefficient / power;
	}
	/* Without a point, which a locale could write otherwise. */
	char text[KL_DECIMAL_TEXT + 8];
	size_t length = kl_decimal_format(
		(struct kl_decimal){ a.coefficient, 0 }, '.', text);
	snprintf(text + length, sizeof text - length, "e-%d", a.decimals);
	return strtod(text, NULL);
}
