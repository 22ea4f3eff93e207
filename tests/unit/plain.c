/* Plain numbers are worth what a cell is: all texts of a few characters. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "table/plain.h"

enum { LONGEST = 4 };

struct trial {
	struct kl_reading reading;
	struct kl_plain plain;
	char text[LONGEST];
	unsigned plain_ones;
};

static void compare(struct trial *t, size_t length)
{
	const struct kl_span text = { t->text, length };
	struct kl_plain_number number;
	struct kl_cell cell;

	if (!kl_plain_read_number(&t->plain, text, &number))
		return;
	t->plain_ones++;
	kl_cell_read(text, &t->reading, &cell);
	cr_assert_eq(cell.kind, KL_CELL_EXACT, "'%.*s', decimal character '%c'",
		(int)length, t->text, t->reading.decimal_char);
	cr_assert(cell.value.coefficient == number.digits
		&& cell.value.decimals == (int)number.decimals,
		"'%.*s', decimal character '%c'", (int)length, t->text,
		t->reading.decimal_char);
}

static void try_all(struct trial *t, size_t length)
{
	static const char characters[] = "09-.,+ xE<";

	if (length > 0)
		compare(t, length);
	for (const char *c = characters; *c != '\0' && length < LONGEST; c++) {
		t->text[length] = *c;
		try_all(t, length + 1);
	}
}

static const struct kl_marker markers[] = {
	{ .mark = { "9", 1 }, .unknown = true },
	{ .mark = { "-0", 2 }, .unknown = true },
};

Test(plain, numbers_are_those_of_cells)
{
	static const char decimal_chars[] = ".,+-x 0";
	static const char *const groups[] = { "", ".", ",", " ", "+", "0" };

	for (const char *c = decimal_chars; *c != '\0'; c++) {
		for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
			for (int way = 0; way < 8; way++) {
				struct trial t = { .reading = { .decimal_char = *c,
					.group_char = kl_span_of(groups[g]),
					.bare_number = way & 1, .scientific = way & 2,
					.markers = markers,
					.marker_count = way & 4 ? 2 : 0 } };
				kl_plain_init(&t.plain, &t.reading, false);
				try_all(&t, 0);
				if (*c == '.' && g == 0)
					cr_assert_gt(t.plain_ones, 10);
			}
		}
	}
}

Test(plain, longest_numbers)
{
	struct kl_reading reading;
	struct kl_plain plain;
	struct kl_plain_number number;

	kl_reading_init(&reading);
	kl_plain_init(&plain, &reading, false);
	cr_assert(kl_plain_read_number(&plain,
		kl_span_of("-999999999999999999"), &number));
	cr_assert_eq(number.digits, -INT64_C(999999999999999999));
	cr_assert_not(kl_plain_read_number(&plain,
		kl_span_of("1000000000000000000"), &number));
}

/* Of four to eight bytes, any of them another: it is read if it is digits with one
 * decimal character at most. */
static void expect_short(const struct kl_plain *plain, const char *text,
	size_t length)
{
	struct kl_plain_number number;
	int64_t digits = 0;
	unsigned points = 0, decimals = 0;
	bool right = true;

	for (size_t i = 0; i < length; i++) {
		bool point = text[i] == ',';
		right = right && (kl_is_digit(text[i]) || point);
		decimals += points > 0 && !point;
		points += point;
		digits = point ? digits : 10 * digits + (text[i] - '0');
	}
	right = right && points < 2;
	bool read = kl_plain_read_number(plain, (struct kl_span){ text, length },
		&number);
	if (*text == '-' && read)
		return;
	if (read != right || (right && (number.digits != digits
			|| number.decimals != decimals)))
		cr_assert_fail("'%.*s'", (int)length, text);
}

Test(plain, short_numbers)
{
	const struct kl_reading reading = { .decimal_char = ',',
		.bare_number = true };
	struct kl_plain plain;
	char text[8];

	kl_plain_init(&plain, &reading, false);
	for (size_t length = 4; length <= 8; length++) {
		for (size_t at = 0; at < length; at++) {
			for (int byte = 0; byte < 256; byte++) {
				memcpy(text, "98765430", 8);
				text[at] = (char)byte;
				expect_short(&plain, text, length);
				for (size_t i = 0; i < length; i++) {
					char was = text[i];
					text[i] = ',';
					expect_short(&plain, text, length);
					text[i] = was;
				}
			}
		}
	}
}

Test(plain, days)
{
	const struct kl_reading reading = { .decimal_char = '.' };
	struct kl_plain plain;
	char text[16];

	kl_plain_init(&plain, &reading, false);
	for (int year = 0; year <= 9999; year += year < 2010 && year > 1990 ? 1 : 7) {
		for (int n = 0; n < 40 * 40; n++) {
			int month = n / 40, day = n % 40;
			uint32_t date = 0;
			snprintf(text, sizeof text, "%04d-%02d-%02d", year, month,
				day);
			bool right = month >= 1 && month <= 12 && day >= 1
				&& kl_moment_is_day(year, month, day);
			bool read = kl_plain_read_date(&plain, kl_span_of(text),
				&date);
			if (read != right || (right && date != kl_plain_date(
					(uint32_t)year, (uint32_t)month,
					(uint32_t)day)))
				cr_assert_fail("%s", text);
		}
	}
	for (int n = 0; n < 10 * 256; n++) {
		uint32_t date;
		memcpy(text, "2004-12-31", 10);
		text[n / 256] = (char)(n % 256);
		bool right = n / 256 == 4 || n / 256 == 7 ? n % 256 == '-'
			: kl_is_digit((char)(n % 256));
		bool read = kl_plain_read_date(&plain, (struct kl_span){ text, 10 },
			&date);
		if (read ? !right : right && n / 256 < 4 && n % 256 != '0')
			cr_assert_fail("%.10s", text);
	}
}
