/* Dates and times of a workbook: numbers that a format shows as such. */
#include "base/date.h"
#include "table/xlsx_value.h"

enum { DAY = 86400000, DIGITS = 15 };   /* milliseconds; of a fraction */

enum kl_number_kind kl_workbook_builtin(uint32_t number)
{
	if ((number >= 14 && number <= 17) || (number >= 27 && number <= 31)
			|| number == 36 || (number >= 50 && number <= 54)
			|| number == 57 || number == 58)
		return KL_NUMBER_DATE;
	if ((number >= 18 && number <= 21) || (number >= 32 && number <= 35)
			|| number == 45 || number == 47 || number == 55 || number == 56)
		return KL_NUMBER_TIME;
	if (number == 22)
		return KL_NUMBER_DATETIME;
	return number == 46 ? KL_NUMBER_ELAPSED : KL_NUMBER_PLAIN;
}

/* Letters of a format's code that mean a part of a date or time, each run once;
 * 'a' is AM/PM. */
struct letters {
	char at[32];
	size_t count;
	bool elapsed;
};

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

static void note(struct letters *letters, char letter)
{
	if (letters->count > 0 && letters->at[letters->count - 1] == letter)
		return;
	if (letters->count < sizeof letters->at)
		letters->at[letters->count++] = letter;
}

static bool begins(struct kl_span text, const char *with)
{
	size_t length = strlen(with);

	if (text.length < length)
		return false;
	for (size_t i = 0; i < length; i++) {
		if (lower(text.at[i]) != with[i])
			return false;
	}
	return true;
}

/* [h], [mm] and [s] count on; [Red], [$-413] and [>100] are no part of it.
 * Returns the bytes taken. */
static size_t take_bracket(struct kl_span code, struct letters *letters)
{
	size_t end = 1;

	while (end < code.length && code.at[end] != ']')
		end++;
	char first = end > 1 ? lower(code.at[1]) : ' ';
	bool same = first == 'h' || first == 'm' || first == 's';
	for (size_t i = 1; i < end && same; i++)
		same = lower(code.at[i]) == first;
	if (same) {
		letters->elapsed = true;
		note(letters, first);
	}
	return end < code.length ? end + 1 : end;
}

/* The bytes of what stands first, its letter noted. */
static size_t take_part(struct kl_span code, struct letters *letters)
{
	char c = lower(code.at[0]);
	size_t end = 1;

	switch (c) {
	case '"':
		while (end < code.length && code.at[end] != '"')
			end++;
		return end < code.length ? end + 1 : end;
	case '\\':
	case '_':
	case '*':
		return code.length > 1 ? 2 : 1;
	case '[':
		return take_bracket(code, letters);
	case 'a':
		if (begins(code, "am/pm") || begins(code, "a/p")) {
			note(letters, 'a');
			return begins(code, "am/pm") ? 5 : 3;
		}
		return 1;
	case 'g':
		if (begins(code, "general"))
			return 7;
		return 1;
	case 'e':
		/* An exponent, or the year of an era. */
		if (code.length > 1 && (code.at[1] == '+' || code.at[1] == '-'))
			return 2;
		note(letters, 'y');
		return 1;
	case 'b':
	case 'y':
		note(letters, 'y');
		return 1;
	case 'd':
	case 'm':
	case 'h':
	case 's':
		note(letters, c);
		return 1;
	default:
		return 1;
	}
}

enum kl_number_kind kl_workbook_format(struct kl_span code)
{
	struct letters letters = { .count = 0 };
	bool date = false, time = false;

	while (code.length > 0 && code.at[0] != ';') {
		size_t taken = take_part(code, &letters);
		code.at += taken;
		code.length -= taken;
	}
	for (size_t i = 0; i < letters.count; i++) {
		char c = letters.at[i];
		/* m is minutes after hours and before seconds, else months. */
		bool minutes = c == 'm' && ((i > 0 && letters.at[i - 1] == 'h')
			|| (i + 1 < letters.count && letters.at[i + 1] == 's'));
		bool of_day = c == 'h' || c == 's' || c == 'a' || minutes;
		time = time || of_day;
		date = date || !of_day;
	}
	if (letters.elapsed)
		return KL_NUMBER_ELAPSED;
	if (date && time)
		return KL_NUMBER_DATETIME;
	return date ? KL_NUMBER_DATE : time ? KL_NUMBER_TIME : KL_NUMBER_PLAIN;
}

/* Whole days and milliseconds of a number written out. False: negative, no
 * number, or beyond every day. */
static bool split(struct kl_span number, int64_t *days, int64_t *milliseconds)
{
	int64_t fraction = 0, scale = 1;
	size_t at = 0, digits = 0;

	*days = 0;
	for (; at < number.length && number.at[at] != '.'; at++) {
		if (number.at[at] < '0' || number.at[at] > '9' || *days > 10000000)
			return false;
		*days = *days * 10 + (number.at[at] - '0');
	}
	if (at == 0)
		return false;
	for (at++; at < number.length; at++) {
		if (number.at[at] < '0' || number.at[at] > '9')
			return false;
		if (digits++ < DIGITS) {
			fraction = fraction * 10 + (number.at[at] - '0');
			scale *= 10;
		}
	}
	/* In two steps: fraction * DAY would not fit. */
	int64_t whole = fraction / 1000000 * DAY, rest = fraction % 1000000 * DAY;
	if (scale < 1000000)
		*milliseconds = (fraction * DAY + scale / 2) / scale;
	else
		*milliseconds = (whole + rest / 1000000 + scale / 2000000)
			/ (scale / 1000000);
	*days += *milliseconds / DAY;
	*milliseconds %= DAY;
	return true;
}

/* The day of the calendar; false if there is none. */
static bool calendar_day(int64_t day, bool from_1904, struct kl_date *out)
{
	static const struct kl_date first_1904 = { 1904, 1, 1 };
	static const struct kl_date before_1900 = { 1899, 12, 31 };

	if (from_1904)
		return kl_date_of_days(kl_date_days(first_1904) + day, out);
	if (day == 0 || day == 60)
		return false;
	/* Excel counts 29 February 1900, which never was. */
	return kl_date_of_days(kl_date_days(before_1900) + day - (day > 60), out);
}

static void add_time(int64_t hours, int64_t milliseconds,
	struct kl_text_buffer *out)
{
	int seconds = (int)(milliseconds / 1000), rest = (int)(milliseconds % 1000);

	kl_text_printf(out, "%02lld:%02d:%02d",
		(long long)(hours + seconds / 3600), seconds / 60 % 60, seconds % 60);
	if (rest > 0)
		kl_text_printf(out, ".%03d", rest);
}

bool kl_workbook_add_date(struct kl_span number, enum kl_number_kind kind,
	bool from_1904, struct kl_text_buffer *out)
{
	char day[KL_DATE_TEXT];
	struct kl_date date;
	int64_t days, milliseconds;

	if (!split(number, &days, &milliseconds))
		return false;
	bool no_day = days == 0 && (kind == KL_NUMBER_TIME || (!from_1904
		&& (kind == KL_NUMBER_DATETIME || milliseconds > 0)));
	if (kind == KL_NUMBER_ELAPSED || no_day) {
		add_time(days * 24, milliseconds, out);
		return true;
	}
	if (!calendar_day(days, from_1904, &date))
		return false;
	kl_date_format(date, day);
	kl_text_puts(out, day);
	if (kind != KL_NUMBER_DATE || milliseconds > 0) {
		kl_text_puts(out, "T");
		add_time(0, milliseconds, out);
	}
	return true;
}
