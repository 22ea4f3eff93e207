/*
 * Cells and decimals from any text: what a cell is read as agrees with itself, and
 * with what a plain cell is read as; a decimal that is written and read again is the
 * same. Two lines are two numbers to compare and add.
 */
#include "base/text.h"
#include "fuzz.h"
#include "table/plain.h"

static const struct kl_span no_groups;

static void check_format(struct kl_decimal value, char decimal_char)
{
	char text[KL_DECIMAL_TEXT];
	struct kl_decimal again;
	size_t length = kl_decimal_format(value, decimal_char, text);

	fuzz_must(length < sizeof text && strlen(text) == length);
	fuzz_must(kl_decimal_parse((struct kl_span){ text, length }, decimal_char,
		no_groups, &again) == KL_PARSED);
	fuzz_must(again.coefficient == value.coefficient);
	fuzz_must(again.decimals == value.decimals);
	fuzz_must(kl_decimal_compare(value, again) == 0);
}

static void check_pair(struct kl_decimal a, struct kl_decimal b)
{
	struct kl_decimal difference, sum, back;
	int order = kl_decimal_compare(a, b);

	fuzz_must(kl_decimal_compare(b, a) == -order);
	fuzz_must(kl_decimal_compare(kl_decimal_negate(a), kl_decimal_negate(b))
		== -order);
	if (kl_decimal_subtract(a, b, &difference))
		fuzz_must(kl_decimal_sign(difference) == order);
	if (kl_decimal_add(a, b, &sum) && kl_decimal_subtract(sum, b, &back))
		fuzz_must(kl_decimal_compare(back, a) == 0);
}

static void check_interval(const struct kl_interval *interval)
{
	char text[KL_INTERVAL_TEXT];
	size_t length = kl_interval_format(interval, ',', text);

	fuzz_must(length < sizeof text && strlen(text) == length && length > 0);
	fuzz_must(interval->low.infinite || interval->high.infinite
		|| kl_decimal_compare(interval->low.at, interval->high.at) <= 0);
}

static bool is_everything(const struct kl_interval *interval)
{
	return interval->low.infinite && interval->high.infinite;
}

static bool is_within(struct kl_decimal value, const struct kl_interval *interval)
{
	return kl_decimal_compare(interval->low.at, value) <= 0
		&& kl_decimal_compare(value, interval->high.at) <= 0;
}

static void check_cell(struct kl_span text, const struct kl_reading *reading)
{
	struct kl_cell cell;

	kl_cell_read(text, reading, &cell);
	check_interval(&cell.interval);
	switch (cell.kind) {
	case KL_CELL_EXACT:
		fuzz_must(kl_interval_is_point(&cell.interval));
		fuzz_must(is_within(cell.value, &cell.interval));
		check_format(cell.value, reading->decimal_char);
		return;
	case KL_CELL_ROUNDED:
		fuzz_must(reading->rounded != KL_NOT_ROUNDED);
		fuzz_must(is_within(cell.value, &cell.interval));
		check_format(cell.value, reading->decimal_char);
		return;
	case KL_CELL_RANGE:
		fuzz_must(!is_everything(&cell.interval));
		return;
	case KL_CELL_UNKNOWN:
	case KL_CELL_TEXT:
	case KL_CELL_TOO_LONG:
		fuzz_must(is_everything(&cell.interval));
		fuzz_must(cell.value.coefficient == 0 && cell.value.decimals == 0);
		return;
	}
	abort();
}

static void check_plain(struct kl_span text, const struct kl_reading *reading)
{
	struct kl_plain plain;
	struct kl_plain_number number;
	struct kl_cell cell;
	struct kl_moment moment;
	uint32_t date;

	kl_plain_init(&plain, reading, false);
	if (kl_plain_read_number(&plain, text, &number)) {
		kl_cell_read(text, reading, &cell);
		fuzz_must(cell.kind == KL_CELL_EXACT);
		fuzz_must(cell.value.coefficient == number.digits
			&& cell.value.decimals == (int)number.decimals);
	}
	if (kl_plain_read_date(&plain, text, &date)) {
		fuzz_must(kl_moment_parse(KL_MOMENT_DATE, text, &moment));
		fuzz_must(moment.seconds == 24 * 3600 * kl_moment_days(
			kl_plain_year(date), (int)kl_plain_month(date),
			(int)kl_plain_day(date)));
	}
}

static void check_readings(struct kl_span text, const struct kl_marker *marker)
{
	const struct kl_span dot = kl_span_of("."), space = kl_span_of("\xc2\xa0");
	const struct kl_reading readings[] = {
		{ .decimal_char = '.', .bare_number = true },
		{ .decimal_char = ',', .group_char = dot },
		{ .decimal_char = ',', .group_char = space, .bare_number = true,
			.rounded = KL_ROUNDED_PRINTED, .rounding = KL_HALF_EVEN },
		{ .decimal_char = '.', .rounded = KL_ROUNDED_UNIT, .unit = { 5, 0 },
			.rounding = KL_HALF_UP },
		{ .decimal_char = '.', .bare_number = true,
			.rounded = KL_ROUNDED_UNIT, .unit = { 25, 2 },
			.rounding = KL_ROUND_DOWN },
		{ .decimal_char = ',', .rounded = KL_ROUNDED_PRINTED,
			.rounding = KL_ROUND_UP, .markers = marker,
			.marker_count = marker != NULL },
	};

	for (size_t i = 0; i < sizeof readings / sizeof *readings; i++) {
		check_cell(text, &readings[i]);
		check_plain(text, &readings[i]);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	const char *at = (const char *)bytes;
	const char *end = size > 0 ? memchr(at, '\n', size) : NULL;
	struct kl_span first = { at, end != NULL ? (size_t)(end - at) : size };
	struct kl_span second = { NULL, 0 };
	struct kl_decimal a, b;
	struct kl_marker marker;

	if (end != NULL)
		second = (struct kl_span){ end + 1, size - first.length - 1 };
	bool is_marker = kl_marker_parse(first, second, &marker);
	if (is_marker)
		check_interval(&marker.interval);
	check_readings(first, is_marker ? &marker : NULL);
	check_readings(second, is_marker ? &marker : NULL);
	if (kl_decimal_parse(first, '.', no_groups, &a) != KL_PARSED)
		return 0;
	check_format(a, '.');
	check_format(a, ',');
	fuzz_must(kl_decimal_double(a) * kl_decimal_sign(a) >= 0);
	if (kl_decimal_parse(second, '.', no_groups, &b) == KL_PARSED)
		check_pair(a, b);
	return 0;
}
