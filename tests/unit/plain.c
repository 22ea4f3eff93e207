/* Plain numbers are worth what a cell is: all texts of a few characters. */
#include <criterion/criterion.h>

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
