/*
 * Dates and moments. The first line is a pattern of strptime, the rest a text: what
 * is read is a moment that exists, and a date that is written and read again is the
 * same.
 */
#include "base/date.h"
#include "base/moment.h"
#include "fuzz.h"

enum { DAY = 24 * 3600 };

static void check_date(struct kl_span text)
{
	struct kl_date date = { 0, 0, 0 }, again;
	struct kl_moment moment;
	char written[KL_DATE_TEXT];

	if (!kl_date_parse(text, &date)) {
		fuzz_must(!kl_date_given(date));
		return;
	}
	fuzz_must(kl_moment_is_day(date.year, date.month, date.day));
	kl_date_format(date, written);
	fuzz_must(kl_span_equal(kl_span_of(written), text));
	fuzz_must(kl_date_of_days(kl_date_days(date), &again));
	fuzz_must(kl_date_compare(date, again) == 0);
	fuzz_must(kl_date_days(date)
		== kl_moment_days(date.year, date.month, date.day));
	fuzz_must(kl_date_age(date, date) == 0);
	fuzz_must(kl_moment_parse(KL_MOMENT_DATE, text, &moment));
	fuzz_must(moment.seconds == DAY * kl_date_days(date));
	fuzz_must(kl_date_schoolyear(date.year, date.month, written)
		<= KL_SCHOOLYEAR_TEXT);
}

static void check_order(struct kl_moment a, struct kl_moment b)
{
	int order = kl_moment_compare(a, b);

	fuzz_must(order == KL_MOMENT_UNORDERED || (order >= -1 && order <= 1));
	fuzz_must(kl_moment_compare(b, a)
		== (order == KL_MOMENT_UNORDERED ? order : -order));
	fuzz_must(kl_moment_compare(a, a) == 0 && kl_moment_compare(b, b) == 0);
}

/* A whole number of days is the day that it was read from. */
static void check_matched(struct kl_span pattern, struct kl_span text,
	struct kl_moment moment)
{
	struct kl_date date;
	struct kl_moment again;
	char written[KL_DATE_TEXT];

	fuzz_must(moment.months == 0);
	fuzz_must(moment.nanoseconds >= 0 && moment.nanoseconds < 1000000000);
	fuzz_must(kl_moment_match(pattern, text, &again));
	check_order(moment, again);
	if (moment.seconds % DAY != 0 || !kl_date_of_days(moment.seconds / DAY, &date))
		return;
	kl_date_format(date, written);
	fuzz_must(kl_moment_match(kl_span_of("%Y-%m-%d"), kl_span_of(written), &again));
	fuzz_must(again.seconds == moment.seconds && again.nanoseconds == 0);
}

static void check_pattern(struct kl_span pattern, struct kl_span text)
{
	char directive = '?';
	struct kl_moment moment;
	enum kl_moment_pattern kind = kl_moment_pattern_check(pattern, &directive);

	if (kind == KL_PATTERN_FINE && kl_moment_match(pattern, text, &moment))
		check_matched(pattern, text, moment);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	const char *at = (const char *)bytes;
	const char *end = size > 0 ? memchr(at, '\n', size) : NULL;
	struct kl_span first = { at, end != NULL ? (size_t)(end - at) : size };
	struct kl_span second = { NULL, 0 };
	struct kl_moment a, b;

	if (end != NULL)
		second = (struct kl_span){ end + 1, size - first.length - 1 };
	check_pattern(first, second);
	check_date(first);
	check_date(second);
	for (int kind = KL_MOMENT_DATE; kind <= KL_MOMENT_DURATION; kind++)
		if (kl_moment_parse((enum kl_moment_kind)kind, first, &a)
				&& kl_moment_parse((enum kl_moment_kind)kind, second, &b))
			check_order(a, b);
	return 0;
}
