/* Dates and times. */
#include <stdio.h>

#include "base/text.h"
#include "clean/cell.h"

static bool has_any(struct kl_span pattern, const char *directives)
{
	for (size_t i = 0; i + 1 < pattern.length; i++) {
		if (pattern.at[i] != '%')
			continue;
		i++;
		if (strchr(directives, pattern.at[i]) != NULL)
			return true;
	}
	return false;
}

bool kl_clean_is_whole(enum kl_field_type type, struct kl_span pattern)
{
	bool date = has_any(pattern, "Yy") && (has_any(pattern, "j")
		|| (has_any(pattern, "mbBh") && has_any(pattern, "de")));
	bool time = (has_any(pattern, "H")
			|| (has_any(pattern, "I") && has_any(pattern, "p")))
		&& has_any(pattern, "M") && !has_any(pattern, "z");

	return type == KL_TYPE_DATE ? date && !has_any(pattern, "HIMSfz")
		: type == KL_TYPE_TIME ? time && !has_any(pattern, "Yymbdej")
		: type == KL_TYPE_DATETIME && date && time;
}

/* The day of a number of days from 0001-01-01 on (Hinnant, chrono-compatible
 * low-level date algorithms: years begin in March). */
static void day_of(int64_t days, int64_t *year, int *month, int *day)
{
	const int64_t shifted = days + 306;
	const int64_t era = shifted / 146097, of_era = shifted % 146097;
	const int64_t years = (of_era - of_era / 1460 + of_era / 36524
		- of_era / 146096) / 365;
	const int64_t of_year = of_era - (365 * years + years / 4 - years / 100);
	const int64_t shifted_month = (5 * of_year + 2) / 153;

	*day = (int)(of_year - (153 * shifted_month + 2) / 5 + 1);
	*month = (int)(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
	*year = years + 400 * era + (*month <= 2);
}

static void add_moment(enum kl_field_type type, struct kl_moment moment,
	struct kl_text_buffer *out)
{
	int64_t days = moment.seconds / 86400, of_day = moment.seconds % 86400;
	int64_t year;
	int month, day;

	day_of(days, &year, &month, &day);
	if (type != KL_TYPE_TIME)
		kl_text_printf(out, "%04d-%02d-%02d", (int)year, month, day);
	if (type == KL_TYPE_DATE)
		return;
	kl_text_printf(out, "%s%02d:%02d:%02d", type == KL_TYPE_DATETIME ? "T" : "",
		(int)(of_day / 3600), (int)(of_day / 60 % 60), (int)(of_day % 60));
	if (moment.nanoseconds > 0) {
		char fraction[16];
		int length = snprintf(fraction, sizeof fraction, ".%09d",
			(int)moment.nanoseconds);
		while (fraction[length - 1] == '0')
			length--;
		kl_text_add(out, (struct kl_span){ fraction, (size_t)length });
	}
}

/* What spreadsheets make of a date: its zeros gone, or midnight put behind it. */
static bool read_lenient(struct kl_span text, struct kl_moment *moment)
{
	static const char *const patterns[] = { "%Y-%m-%d", "%Y-%m-%d %H:%M:%S",
		"%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M" };

	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
		if (kl_moment_match(kl_span_of(patterns[i]), text, moment))
			return moment->seconds % 86400 == 0;
	}
	return false;
}

static bool read(const struct kl_field *from, struct kl_span text,
	struct kl_moment *moment)
{
	if (from->pattern.at != NULL)
		return kl_clean_is_whole(from->type, from->pattern)
			&& kl_moment_match(from->pattern, text, moment);
	return from->type == KL_TYPE_DATE && read_lenient(text, moment);
}

struct kl_span kl_clean_moment(const struct kl_field *from,
	const struct kl_field *to, struct kl_span text, struct kl_arena *arena)
{
	struct kl_text_buffer made = { 0 };
	struct kl_moment moment;

	if (to->pattern.at != NULL || !read(from, text, &moment))
		return text;
	add_moment(from->type, moment, &made);
	return kl_clean_made(text, &made, arena);
}
