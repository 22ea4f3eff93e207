/* Whether a change stays within its bound. */
#include <stdio.h>

#include "figures.h"

#include "check/trend.h"

struct row {
	const char *percent, *absolute;
	const char *earlier_low, *earlier_high, *low, *high;
	enum kl_outcome outcome;
};

static struct kl_trend_value value(const char *low, const char *high)
{
	return (struct kl_trend_value){ .low = decimal(low),
		.high = decimal(high) };
}

Test(trend, within)
{
	static const struct row rows[] = {
		/* Exactly the bound is within, either way. */
		{ "10", "0", "50", "50", "55", "55", KL_HOLDS },
		{ "10", "0", "50", "50", "56", "56", KL_VIOLATED },
		{ "10", "0", "50", "50", "45", "45", KL_HOLDS },
		{ "10", "0", "50", "50", "44", "44", KL_VIOLATED },
		{ "10", "0", "50", "50", "55.0000001", "55.0000001", KL_VIOLATED },
		{ "2.5", "0", "40", "40", "41", "41", KL_HOLDS },
		{ "2.49", "0", "40", "40", "41", "41", KL_VIOLATED },
		{ "0", "0", "7", "7", "7", "7", KL_HOLDS },
		{ "0", "0", "7", "7", "8", "8", KL_VIOLATED },
		{ "33.333333", "0", "3", "3", "4", "4", KL_VIOLATED },
		{ "33.333334", "0", "3", "3", "4", "4", KL_HOLDS },
		/* From nil only the absolute bound decides. */
		{ "10", "0", "0", "0", "0", "0", KL_HOLDS },
		{ "10", "0", "0", "0", "1", "1", KL_VIOLATED },
		{ "10", "5", "0", "0", "5", "5", KL_HOLDS },
		{ "10", "5", "0", "0", "6", "6", KL_VIOLATED },
		{ "10", "5", "8", "8", "3", "3", KL_HOLDS },
		{ "10", "5", "100", "100", "110", "110", KL_HOLDS },
		{ "10", "5", "100", "100", "89", "89", KL_VIOLATED },
		/* Less than nil. */
		{ "10", "0", "-50", "-50", "-55", "-55", KL_HOLDS },
		{ "10", "0", "-50", "-50", "-56", "-56", KL_VIOLATED },
		{ "10", "0", "-50", "-50", "-45", "-45", KL_HOLDS },
		{ "10", "0", "-50", "-50", "50", "50", KL_VIOLATED },
		/* Bounds of more than the whole. */
		{ "150", "0", "10", "10", "25", "25", KL_HOLDS },
		{ "150", "0", "10", "10", "26", "26", KL_VIOLATED },
		{ "150", "0", "10", "10", "-5", "-5", KL_HOLDS },
		{ "150", "0", "10", "10", "-6", "-6", KL_VIOLATED },
		/* Ranges: only what holds for all that they stand for. */
		{ "10", "0", "1", "4", "4", "4", KL_UNDECIDED },
		{ "10", "0", "1", "4", "5", "5", KL_VIOLATED },
		{ "10", "0", "1", "4", "0", "0", KL_VIOLATED },
		{ "10", "3", "1", "4", "4", "4", KL_HOLDS },
		{ "10", "0", "100", "101", "100", "110", KL_HOLDS },
		{ "10", "0", "100", "101", "100", "111", KL_UNDECIDED },
		{ "10", "0", "100", "101", "112", "120", KL_VIOLATED },
		{ "10", "0", "100", "101", "50", "90", KL_UNDECIDED },
		{ "10", "0", "100", "101", "50", "89", KL_VIOLATED },
		/* Too long to be multiplied. */
		{ "10.55", "0", "100000000000000000000000000000000000",
			"100000000000000000000000000000000000", "1", "1",
			KL_UNDECIDED },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct row *row = &rows[i];
		const struct kl_trend state = { .percent = decimal(row->percent),
			.absolute = decimal(row->absolute) };
		struct kl_trend_value earlier = value(row->earlier_low,
			row->earlier_high), now = value(row->low, row->high);
		cr_expect_eq(kl_trend_within(&state, &earlier, &now),
			row->outcome,
			"%s %%, %s: from %s..%s to %s..%s", row->percent,
			row->absolute, row->earlier_low, row->earlier_high,
			row->low, row->high);
		earlier.unknown = true;
		cr_expect_eq(kl_trend_within(&state, &earlier, &now), KL_UNDECIDED);
		earlier.unknown = false;
		now.unknown = true;
		cr_expect_eq(kl_trend_within(&state, &earlier, &now), KL_UNDECIDED);
	}
}

static bool is_within(int percent, int absolute, int earlier, int now)
{
	int change = now > earlier ? now - earlier : earlier - now;
	int size = earlier > 0 ? earlier : -earlier;

	return change <= absolute || 100 * change <= percent * size;
}

static enum kl_outcome try_all(int percent, int absolute, const int e[2],
	const int v[2])
{
	bool some = false, all = true;

	for (int i = e[0]; i <= e[1]; i++) {
		for (int j = v[0]; j <= v[1]; j++) {
			bool within = is_within(percent, absolute, i, j);
			some = some || within;
			all = all && within;
		}
	}
	return all ? KL_HOLDS : some ? KL_UNDECIDED : KL_VIOLATED;
}

/* Ranges of whole numbers against trying every pair. Where no whole number is
 * within, a fraction between them can be: from 1..2 to 3..3 with 60 %. */
Test(trend, ranges)
{
	static const int percents[] = { 0, 10, 25, 50, 100 };
	char text[4][16];

	for (int k = 0; k < 5 * 3; k++) {
		int percent = percents[k / 3], absolute = k % 3;
		const struct kl_trend state = {
			.percent = kl_decimal_of(percent),
			.absolute = kl_decimal_of(absolute) };
		for (int n = 0; n < 9 * 3 * 9 * 3; n++) {
			int e[2] = { n % 9 - 2, n % 9 - 2 + n / 9 % 3 };
			int v[2] = { n / 27 % 9 - 2, n / 27 % 9 - 2 + n / 243 };
			for (int i = 0; i < 4; i++)
				snprintf(text[i], sizeof text[i], "%d",
					i < 2 ? e[i] : v[i - 2]);
			struct kl_trend_value earlier = value(text[0], text[1]);
			struct kl_trend_value now = value(text[2], text[3]);
			enum kl_outcome got = kl_trend_within(&state, &earlier,
				&now);
			enum kl_outcome want = try_all(percent, absolute, e, v);
			cr_expect(got == want || (got == KL_UNDECIDED
				&& want == KL_VIOLATED && e[0] < e[1]),
				"%d %%, %d: from %s..%s to %s..%s: %d, not %d",
				percent, absolute, text[0], text[1], text[2],
				text[3], (int)got, (int)want);
		}
	}
}
