#include "table/cell.h"

#include "base/text.h"

void kl_reading_init(struct kl_reading *reading)
{
	*reading = (struct kl_reading){ .decimal_char = '.', .bare_number = true };
}

/* Trimmed of no-break spaces too: spreadsheets leave them around figures. */
static struct kl_span trim(struct kl_span text)
{
	static const char nbsp[] = "\xc2\xa0";

	for (;;) {
		text = kl_span_trim(text);
		if (text.length >= 2 && memcmp(text.at, nbsp, 2) == 0) {
			text.at += 2;
			text.length -= 2;
		} else if (text.length >= 2
				&& memcmp(text.at + text.length - 2, nbsp, 2) == 0) {
			text.length -= 2;
		} else {
			return text;
		}
	}
}

static void set_point(struct kl_cell *cell, struct kl_decimal value)
{
	cell->kind = KL_CELL_EXACT;
	cell->value = value;
	cell->interval = kl_interval_point(value);
}

static void set_marker(struct kl_cell *cell, const struct kl_marker *marker)
{
	if (marker->unknown) {
		cell->kind = KL_CELL_UNKNOWN;
	} else if (kl_interval_is_point(&marker->interval)) {
		set_point(cell, marker->interval.low.at);
	} else {
		cell->kind = KL_CELL_RANGE;
		cell->interval = marker->interval;
	}
}

static bool declared_marker(struct kl_span text,
	const struct kl_reading *reading, struct kl_cell *cell)
{
	for (size_t i = 0; i < reading->marker_count; i++) {
		if (kl_span_equal(text, reading->markers[i].mark)) {
			set_marker(cell, &reading->markers[i]);
			return true;
		}
	}
	return false;
}

/* "<5": 1 to 4. Zero itself is printed as 0. */
static bool below_marker(struct kl_span text, const struct kl_reading *reading,
	struct kl_cell *cell)
{
	struct kl_decimal limit, last;

	if (text.length < 2 || *text.at != '<')
		return false;
	struct kl_span rest = trim((struct kl_span){ text.at + 1, text.length - 1 });
	if (kl_decimal_parse(rest, reading->decimal_char, reading->group_char,
			&limit) != KL_PARSED || limit.decimals != 0
			|| kl_decimal_compare(limit, kl_decimal_of(2)) < 0
			|| !kl_decimal_subtract(limit, kl_decimal_of(1), &last))
		return false;
	if (kl_decimal_compare(last, kl_decimal_of(1)) == 0) {
		set_point(cell, last);
	} else {
		cell->kind = KL_CELL_RANGE;
		cell->interval = kl_interval_range(kl_decimal_of(1), last);
	}
	return true;
}

static bool default_marker(struct kl_span text, const struct kl_reading *reading,
	struct kl_cell *cell)
{
	static const char *const zero[] = { "-", "\xe2\x80\x93", "---" };
	static const char *const unknown[] = {
		"", ".", "x", "*", "NULL", "n.v.t.", "nvt", "NVT" };

	for (size_t i = 0; i < sizeof zero / sizeof *zero; i++) {
		if (kl_span_is(text, zero[i])) {
			set_point(cell, kl_decimal_of(0));
			return true;
		}
	}
	for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
		if (kl_span_is(text, unknown[i])) {
			cell->kind = KL_CELL_UNKNOWN;
			return true;
		}
	}
	return below_marker(text, reading, cell);
}

/* Whether a number begins here: its sign, its decimal character or a digit. */
static bool begins_number(const char *at, const char *end, char decimal_char)
{
	static const char minus[] = "\xe2\x88\x92";     /* U+2212 */

	if (at < end && (*at == '-' || *at == '+'))
		at++;
	else if (end - at > 3 && memcmp(at, minus, 3) == 0)
		at += 3;
	if (at < end && *at == decimal_char)
		at++;
	return at < end && *at >= '0' && *at <= '9';
}

/* Table Schema's bareNumber: what stands before and after the number goes. A
 * minus that begins the cell stays: -€5 is -5. *minus: it stands apart. */
static struct kl_span strip(struct kl_span text, char decimal_char, bool *minus)
{
	*minus = false;
	if (text.length == 0)
		return text;
	const char *at = text.at, *end = text.at + text.length;
	while (at < end && !begins_number(at, end, decimal_char))
		at++;
	while (end > at && (end[-1] < '0' || end[-1] > '9'))
		end--;
	*minus = at > text.at && (*text.at == '-' || (text.length > 3
		&& memcmp(text.at, "\xe2\x88\x92", 3) == 0));
	return (struct kl_span){ at, (size_t)(end - at) };
}

/* "<5%" and "(>5)": a bound on the number is not the number. */
static bool is_bounded(struct kl_span text, struct kl_span number)
{
	const size_t before = (size_t)(number.at - text.at);

	return before > 0 && (memchr(text.at, '<', before) != NULL
		|| memchr(text.at, '>', before) != NULL);
}

/* Whether the ends of a value rounded to unit have digits that can be held. */
static bool ends_fit(struct kl_decimal value, struct kl_decimal unit)
{
	struct kl_decimal half, end;

	if (unit.decimals >= KL_DECIMAL_DIGITS || !kl_decimal_scale(unit, 5, &half))
		return false;
	half.decimals++;
	return kl_decimal_add(value, half, &end)
		&& kl_decimal_subtract(value, half, &end);
}

/* `last`: one unit of the last digit that is printed. */
static void set_number(struct kl_cell *cell, struct kl_decimal value,
	struct kl_decimal last, const struct kl_reading *reading)
{
	struct kl_decimal unit = reading->unit;

	set_point(cell, value);
	if (reading->rounded == KL_NOT_ROUNDED)
		return;
	if (reading->rounded == KL_ROUNDED_PRINTED)
		unit = last;
	/* A value that is no multiple of the unit was printed in full. */
	if (kl_interval_rounded(value, unit, reading->rounding, &cell->interval))
		cell->kind = KL_CELL_ROUNDED;
	else if (!ends_fit(value, unit))
		*cell = (struct kl_cell){ KL_CELL_TOO_LONG, { 0, 0 },
			kl_interval_all() };
}

enum kl_special kl_cell_special(struct kl_span text,
	const struct kl_reading *reading)
{
	static const struct {
		const char *word;
		enum kl_special special;
	} words[] = { { "INF", KL_SPECIAL_INFINITE }, { "+INF", KL_SPECIAL_INFINITE },
		{ "-INF", KL_SPECIAL_NEGATIVE }, { "NaN", KL_SPECIAL_NAN } };

	if (!reading->scientific)
		return KL_SPECIAL_NONE;
	text = trim(text);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (kl_span_alike(text, kl_span_of(words[i].word)))
			return words[i].special;
	}
	return KL_SPECIAL_NONE;
}

/* The number of a cell, as its notation is declared. */
static enum kl_parsed parse(struct kl_span text, const struct kl_reading *reading,
	struct kl_decimal *value, struct kl_decimal *last)
{
	enum kl_parsed parsed;

	if (reading->scientific)
		return kl_decimal_parse_scientific(text, reading->decimal_char,
			reading->group_char, value, last);
	parsed = kl_decimal_parse(text, reading->decimal_char,
		reading->group_char, value);
	if (parsed == KL_PARSED)
		*last = (struct kl_decimal){ 1, value->decimals };
	return parsed;
}

/* The number among what stands around it. */
static enum kl_parsed parse_stripped(struct kl_span text,
	const struct kl_reading *reading, struct kl_span *number,
	struct kl_decimal *value, struct kl_decimal *last)
{
	bool minus;

	*number = strip(text, reading->decimal_char, &minus);
	enum kl_parsed parsed = parse(*number, reading, value, last);
	if (parsed != KL_PARSED || !minus)
		return parsed;
	if ((*number->at < '0' || *number->at > '9')
			&& *number->at != reading->decimal_char)
		return KL_NOT_A_NUMBER;
	*value = kl_decimal_negate(*value);
	return KL_PARSED;
}

void kl_cell_read(struct kl_span text, const struct kl_reading *reading,
	struct kl_cell *cell)
{
	struct kl_decimal value, last;
	enum kl_parsed parsed;

	text = trim(text);
	struct kl_span number = text;
	*cell = (struct kl_cell){ KL_CELL_TEXT, { 0, 0 }, kl_interval_all() };
	if (declared_marker(text, reading, cell))
		return;
	parsed = reading->bare_number ? parse(text, reading, &value, &last)
		: parse_stripped(text, reading, &number, &value, &last);
	switch (parsed) {
	case KL_PARSED:
		/* "<5" in a column of bare numbers: the mark, not the 5. */
		if (!reading->bare_number && (below_marker(text, reading, cell)
				|| is_bounded(text, number)))
			return;
		set_number(cell, value, last, reading);
		return;
	case KL_TOO_LONG:
		cell->kind = KL_CELL_TOO_LONG;
		return;
	case KL_NOT_A_NUMBER:
		default_marker(text, reading, cell);
		return;
	}
}

static bool parse_range(struct kl_span low, struct kl_span high,
	struct kl_marker *out)
{
	struct kl_decimal from, to;
	const struct kl_span no_groups = { 0 };

	if (kl_decimal_parse(trim(low), '.', no_groups, &from) != KL_PARSED
			|| kl_decimal_parse(trim(high), '.', no_groups, &to) != KL_PARSED
			|| kl_decimal_compare(from, to) > 0)
		return false;
	out->unknown = false;
	out->interval = kl_interval_range(from, to);
	return true;
}

bool kl_marker_parse(struct kl_span mark, struct kl_span meaning,
	struct kl_marker *out)
{
	struct kl_marker made = { .mark = trim(mark) };
	struct kl_span text = trim(meaning);

	if (kl_span_is(text, "unknown")) {
		made.unknown = true;
		made.interval = kl_interval_all();
		*out = made;
		return true;
	}
	if (text.length > 2 && *text.at == '[' && text.at[text.length - 1] == ']') {
		text = (struct kl_span){ text.at + 1, text.length - 2 };
		const char *comma = memchr(text.at, ',', text.length);
		if (comma == NULL)
			return false;
		size_t left = (size_t)(comma - text.at);
		if (!parse_range((struct kl_span){ text.at, left },
				(struct kl_span){ comma + 1, text.length - left - 1 }, &made))
			return false;
		*out = made;
		return true;
	}
	for (size_t i = 0; i + 1 < text.length; i++) {
		if (text.at[i] == '.' && text.at[i + 1] == '.') {
			if (!parse_range((struct kl_span){ text.at, i },
					(struct kl_span){ text.at + i + 2,
						text.length - i - 2 }, &made))
				return false;
			*out = made;
			return true;
		}
	}
	if (!parse_range(text, text, &made))
		return false;
	*out = made;
	return true;
}
