/* Figures as a text states them: what is meant, and what would fit. */
#include "check/claim.h"

#include <stdio.h>

#include "figures.h"

static const struct kl_claim_terms plain = { KL_HALF_UP, NULL };

static struct kl_claim read(const char *text)
{
	struct kl_claim claim;
	const char *wrong = kl_claim_read(kl_span_of(text), &plain, &claim);

	cr_assert_null(wrong, "'%s' %s", text, wrong);
	return claim;
}

/* A share as 299/361, or a number as 361. */
static struct kl_range range(const char *text)
{
	long over = 0, under = 1;

	cr_assert(sscanf(text, "%ld/%ld", &over, &under) >= 1);
	return kl_range_point((struct kl_ratio){ over, under });
}

Test(claim, what_is_meant)
{
	static const struct {
		const char *says, *value;
		enum kl_outcome outcome;
	} rows[] = {
		/* Rounded to the printed decimals, half up. */
		{ "82,8 %", "299/361", KL_HOLDS },
		{ "82.8 procent", "299/361", KL_HOLDS },
		{ "82,2 %", "299/361", KL_VIOLATED },
		{ "83 %", "299/361", KL_HOLDS },
		{ "82,83 %", "299/361", KL_HOLDS },
		{ "82,82 %", "299/361", KL_VIOLATED },
		{ "12,5 %", "1/8", KL_HOLDS },
		{ "13 %", "1/8", KL_HOLDS },
		{ "12 %", "1/8", KL_VIOLATED },
		{ "50,0 %", "1999/4000", KL_HOLDS },
		{ "12,345 %", "12345/100000", KL_HOLDS },
		{ "0,125", "1/8", KL_HOLDS },
		{ "80 % van een school", "4/5", KL_HOLDS },
		{ "1234,567", "1234567/1000", KL_HOLDS },
		{ "361 leerlingen", "361", KL_HOLDS },
		{ "361", "722/2", KL_HOLDS },
		{ "361", "360", KL_VIOLATED },
		{ "precies 7", "7", KL_HOLDS },
		{ "2,5", "5/2", KL_HOLDS },
		{ "2,5", "51/20", KL_VIOLATED },
		/* Up to the next figure; 80 is a round one. */
		{ "ruim 80 %", "299/361", KL_HOLDS },
		{ "ruim tachtig procent", "8/10", KL_HOLDS },
		{ "ruim 80 %", "9/10", KL_VIOLATED },
		{ "ruim 80 %", "8999/10000", KL_HOLDS },
		{ "ruim 80 %", "7999/10000", KL_VIOLATED },
		{ "ruim 22 %", "6/28", KL_VIOLATED },
		{ "ruim 22 %", "6/27", KL_HOLDS },
		{ "Ruim  22 procent", "23/100", KL_VIOLATED },
		{ "ruim 22,0 %", "221/1000", KL_VIOLATED },
		{ "ruim 22,0 %", "22099/100000", KL_HOLDS },
		{ "ruim 100", "199", KL_HOLDS },
		{ "ruim 100", "200", KL_VIOLATED },
		{ "just over 9", "9", KL_HOLDS },
		{ "just over 9", "10", KL_VIOLATED },
		/* Less, down to the figure before. */
		{ "een kleine 20 %", "62/361", KL_HOLDS },
		{ "een kleine twintig procent", "1/5", KL_VIOLATED },
		{ "een kleine 20 %", "1/10", KL_VIOLATED },
		{ "een kleine 20 %", "101/1000", KL_HOLDS },
		{ "een kleine 50 %", "13/28", KL_HOLDS },
		{ "bijna 100", "91", KL_HOLDS },
		{ "bijna 100", "90", KL_VIOLATED },
		{ "nearly 10", "19/2", KL_HOLDS },
		{ "nearly 1", "1/2", KL_HOLDS },
		{ "just under 22,5 %", "2245/10000", KL_HOLDS },
		{ "just under 22,5 %", "224/1000", KL_VIOLATED },
		/* One side only. */
		{ "ten minste 60 %", "6/10", KL_HOLDS },
		{ "at least 60 %", "5999/10000", KL_VIOLATED },
		{ "ten hoogste 12", "12", KL_HOLDS },
		{ "hooguit 12", "13", KL_VIOLATED },
		{ "meer dan 90 scholen", "91", KL_HOLDS },
		{ "meer dan 90 scholen", "90", KL_VIOLATED },
		{ "minder dan 90", "89", KL_HOLDS },
		{ "less than 90", "90", KL_VIOLATED },
		/* Give or take. */
		{ "ongeveer 80 %", "75/100", KL_HOLDS },
		{ "ongeveer 80 %", "85/100", KL_HOLDS },
		{ "ongeveer 80 %", "86/100", KL_VIOLATED },
		{ "about 22", "45/2", KL_HOLDS },
		{ "about 22", "23", KL_VIOLATED },
		{ "zo'n 200", "250", KL_HOLDS },
		/* Shares and quantifiers in words. */
		{ "een kwart van de scholen", "7/28", KL_HOLDS },
		{ "een kwart", "225/1000", KL_HOLDS },
		{ "een kwart", "2249/10000", KL_VIOLATED },
		{ "a third", "1/3", KL_HOLDS },
		{ "de helft", "13/28", KL_VIOLATED },
		{ "half", "27/56", KL_HOLDS },
		{ "bijna de helft", "13/28", KL_HOLDS },
		{ "ruim de helft", "1/2", KL_HOLDS },
		{ "ruim de helft", "6/10", KL_VIOLATED },
		{ "meer dan de helft", "1/2", KL_VIOLATED },
		{ "driekwart", "3/4", KL_HOLDS },
		{ "alle scholen", "28/28", KL_HOLDS },
		{ "alle", "27/28", KL_VIOLATED },
		{ "nagenoeg alle", "64/67", KL_HOLDS },
		{ "nagenoeg alle", "1", KL_VIOLATED },
		{ "nagenoeg alle", "54/67", KL_VIOLATED },
		{ "geen enkele school", "0", KL_HOLDS },
		{ "none", "1/100", KL_VIOLATED },
		{ "de meeste scholen", "17/28", KL_HOLDS },
		{ "most", "14/28", KL_VIOLATED },
		/* Numerals. */
		{ "zeven scholen", "7", KL_HOLDS },
		{ "twaalf", "12", KL_HOLDS },
		{ "negentig procent", "60/67", KL_HOLDS },
		{ "negentig procent", "61/67", KL_VIOLATED },
		{ "een school", "1", KL_HOLDS },
		{ "a hundred", "100", KL_HOLDS },
		{ "nul", "0", KL_HOLDS },
		/* Blanks between the words of one, and what only begins like one. */
		{ "ten  minste 60 %", "7/10", KL_HOLDS },
		{ "ten  minste  60  %", "5/10", KL_VIOLATED },
		{ "ca.80", "80", KL_HOLDS }, { "ca. 80", "85", KL_HOLDS },
		{ "12 percentages", "12", KL_HOLDS },
		{ "12, zegt men", "12", KL_HOLDS }, { "12. En", "12", KL_HOLDS },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct kl_claim claim = read(rows[i].says);
		struct kl_range value = range(rows[i].value);
		cr_expect_eq(kl_claim_judge(&claim.bounds, &value),
			rows[i].outcome, "'%s', %s", rows[i].says, rows[i].value);
	}
}

Test(claim, other_terms)
{
	static const struct {
		const char *says, *within, *value;
		enum kl_rounding rounding;
		enum kl_outcome outcome;
	} rows[] = {
		{ "12 %", NULL, "1/8", KL_HALF_EVEN, KL_HOLDS },
		{ "13 %", NULL, "1/8", KL_HALF_EVEN, KL_VIOLATED },
		{ "14 %", NULL, "27/200", KL_HALF_EVEN, KL_HOLDS },
		{ "12 %", NULL, "1299/10000", KL_ROUND_DOWN, KL_HOLDS },
		{ "12 %", NULL, "13/100", KL_ROUND_DOWN, KL_VIOLATED },
		{ "13 %", NULL, "1201/10000", KL_ROUND_UP, KL_HOLDS },
		{ "13 %", NULL, "12/100", KL_ROUND_UP, KL_VIOLATED },
		{ "about 80 %", "2", "82/100", KL_HALF_UP, KL_HOLDS },
		{ "about 80 %", "2", "8201/10000", KL_HALF_UP, KL_VIOLATED },
		{ "80 %", "0.5", "805/1000", KL_HALF_UP, KL_HOLDS },
		{ "80 %", "0", "805/1000", KL_HALF_UP, KL_VIOLATED },
		{ "about 200", "10", "211", KL_HALF_UP, KL_VIOLATED },
		{ "een kwart", "1", "265/1000", KL_HALF_UP, KL_VIOLATED },
		{ "een kwart", "1", "26/100", KL_HALF_UP, KL_HOLDS },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct kl_decimal within;
		struct kl_claim_terms terms = { rows[i].rounding, NULL };
		struct kl_claim claim;
		struct kl_range value = range(rows[i].value);
		if (rows[i].within != NULL) {
			within = decimal(rows[i].within);
			terms.within = &within;
		}
		cr_assert_null(kl_claim_read(kl_span_of(rows[i].says), &terms,
			&claim));
		cr_expect_eq(kl_claim_judge(&claim.bounds, &value),
			rows[i].outcome, "'%s', %s", rows[i].says, rows[i].value);
	}
}

/* What is not known exactly is claimed only as far as it goes. */
Test(claim, ranges)
{
	static const struct {
		const char *says;
		int low, high;          /* hundredths */
		enum kl_outcome outcome;
	} rows[] = {
		{ "50 %", 49, 51, KL_UNDECIDED },
		{ "50 %", 51, 53, KL_VIOLATED },
		{ "ruim 50 %", 50, 59, KL_HOLDS },
		{ "ruim 50 %", 50, 60, KL_UNDECIDED },
		{ "ruim 50 %", 60, 70, KL_VIOLATED },
		{ "een kleine 50 %", 50, 60, KL_VIOLATED },
		{ "een kleine 50 %", 40, 49, KL_UNDECIDED },
		{ "at least 50 %", 50, 99, KL_HOLDS },
		{ "at most 50 %", 50, 99, KL_UNDECIDED },
		{ "more than 50 %", 40, 50, KL_VIOLATED },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct kl_claim claim = read(rows[i].says);
		struct kl_range value = kl_range_between(
			(struct kl_ratio){ rows[i].low, 100 },
			(struct kl_ratio){ rows[i].high, 100 });
		cr_expect_eq(kl_claim_judge(&claim.bounds, &value),
			rows[i].outcome, "'%s', %d..%d %%", rows[i].says,
			rows[i].low, rows[i].high);
	}
}

/* An end that is not in the range: "(49,50)", in hundredths. */
Test(claim, ranges_with_open_ends)
{
	static const struct {
		const char *says, *range;
		enum kl_outcome outcome;
	} rows[] = {
		{ "ruim 50 %", "[49,50)", KL_VIOLATED },
		{ "ruim 50 %", "[49,50]", KL_UNDECIDED },
		{ "ruim 50 %", "[50,60)", KL_HOLDS },
		{ "ruim 50 %", "(50,60)", KL_HOLDS },
		{ "ruim 50 %", "(50,60]", KL_UNDECIDED },
		{ "ruim 50 %", "(60,70]", KL_VIOLATED },
		{ "more than 50 %", "(50,60]", KL_HOLDS },
		{ "more than 50 %", "[50,60]", KL_UNDECIDED },
		{ "more than 50 %", "[40,50)", KL_VIOLATED },
		{ "less than 50 %", "[40,50)", KL_HOLDS },
		{ "less than 50 %", "[40,50]", KL_UNDECIDED },
		{ "less than 50 %", "(50,60]", KL_VIOLATED },
		{ "at most 50 %", "(50,60]", KL_VIOLATED },
		{ "at most 50 %", "[50,60]", KL_UNDECIDED },
		{ "at most 50 %", "[40,50)", KL_HOLDS },
		{ "at least 50 %", "[40,50)", KL_VIOLATED },
		{ "at least 50 %", "(50,60]", KL_HOLDS },
		{ "een kleine 50 %", "(40,50)", KL_HOLDS },
		{ "een kleine 50 %", "[40,50)", KL_UNDECIDED },
		{ "een kleine 50 %", "(40,50]", KL_UNDECIDED },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct kl_claim claim = read(rows[i].says);
		int low, high;
		char close;
		cr_assert_eq(sscanf(rows[i].range + 1, "%d,%d%c", &low, &high, &close), 3);
		struct kl_range value = kl_range_between((struct kl_ratio){ low, 100 },
			(struct kl_ratio){ high, 100 });
		value.low_open = *rows[i].range == '(';
		value.high_open = close == ')';
		cr_expect_eq(kl_claim_judge(&claim.bounds, &value),
			rows[i].outcome, "'%s', %s", rows[i].says, rows[i].range);
	}
}

Test(claim, unreadable)
{
	static const char *const texts[] = { "", "  ", "ruim", "scholen",
		"grofweg 80 %", "ruim ruim 80", "2 van de 7", "2 van de drie",
		"vier op de Vijf scholen", "1.605.000",
		"1.234 leerlingen", "een op de drie", "Twee van de ZEVEN scholen", "ruim 1,200", "999.999",
		"1,2,3", "een kleine", "tachtigg", "allemachtig", "halfvol",
		"99999999999999999999999999999999999999 leerlingen", "80%3" };
	static char longest[KL_CLAIM_TEXT + 8] = "80 ";
	struct kl_claim claim = { .decimals = 77 };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		cr_expect_not_null(kl_claim_read(kl_span_of(texts[i]), &plain,
			&claim), "'%s'", texts[i]);
	memset(longest + 3, 'x', KL_CLAIM_TEXT);
	cr_expect_not_null(kl_claim_read(kl_span_of(longest), &plain, &claim));
	cr_expect_eq(claim.decimals, 77);
}

Test(claim, apart)
{
	static const struct {
		const char *one, *other;
		bool apart;
	} rows[] = {
		{ "7", "6", true }, { "7", "ruim 6", false }, { "7", "7", false },
		{ "82 %", "ruim 80 %", false }, { "82 %", "82,2 %", false },
		{ "83 %", "82,2 %", true }, { "meer dan 7", "7", false },
		{ "meer dan 7,5", "7", true }, { "alle", "geen", true },
		{ "de meeste", "een kwart", true }, { "ruim 20", "een kleine 20", true },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct kl_claim one = read(rows[i].one), other = read(rows[i].other);
		cr_expect_eq(kl_claims_apart(&one.bounds, &other.bounds),
			rows[i].apart, "'%s', '%s'", rows[i].one, rows[i].other);
		cr_expect_eq(kl_claims_apart(&other.bounds, &one.bounds),
			rows[i].apart, "'%s', '%s'", rows[i].other, rows[i].one);
	}
}

/* The counts of N are those that are judged to be meant, tried one by one. */
Test(claim, counts_agree_with_judging)
{
	static const char *const texts[] = { "82,2 %", "17,8 %", "ruim 22 %",
		"een kleine 50 %", "een kwart", "de helft", "alle", "geen",
		"de meeste", "meer dan 60 %", "ten hoogste 10 %", "0 %", "100 %",
		"bijna alle", "ongeveer 33 %", "ruim 90 %", "120 %" };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct kl_claim claim = read(texts[i]);
		for (int64_t n = 1; n <= 120; n++) {
			int64_t near = n * 2 / 3, best = -1, count = -1;
			for (int64_t c = 0; c <= n; c++) {
				struct kl_range value = kl_range_point(
					(struct kl_ratio){ c, n });
				if (kl_claim_judge(&claim.bounds, &value) == KL_HOLDS
						&& (best < 0 || llabs(c - near)
							< llabs(best - near)))
					best = c;
			}
			bool found = kl_claim_count(&claim.bounds, n, near, &count);
			cr_assert_eq(found, best >= 0, "'%s' of %ld", texts[i],
				(long)n);
			cr_assert(!found || count == best, "'%s' of %ld: %ld, not %ld",
				texts[i], (long)n, (long)count, (long)best);
		}
	}
}

Test(claim, what_would_fit)
{
	static const struct {
		const char *says;
		int64_t count, n;
		struct kl_claim_fit fit;
	} rows[] = {
		{ "90 %", 61, 67, { .same_n = true, .count = 60 } },
		{ "17,8 %", 62, 361, { .same_count = true, .n_low = 348,
			.n_high = 349, .other = true, .other_count = 64,
			.other_n = 360 } },
		{ "82,2 %", 299, 361, { .other = true, .other_count = 296,
			.other_n = 360 } },
		{ "ruim 22 %", 6, 28, { .same_count = true, .n_low = 27,
			.n_high = 27 } },
		{ "ruim 44 %", 13, 28, { .same_count = true, .n_low = 29,
			.n_high = 29, .other = true, .other_count = 12,
			.other_n = 27 } },
		{ "120 %", 3, 5, { 0 } },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct kl_claim claim = read(rows[i].says);
		const struct kl_claim_fit *right = &rows[i].fit;
		struct kl_claim_fit fit;
		kl_claim_fit(&claim.bounds, rows[i].count, rows[i].n, &fit);
		cr_expect(fit.same_n == right->same_n
			&& fit.same_count == right->same_count
			&& fit.other == right->other, "'%s'", rows[i].says);
		cr_expect(!fit.same_n || fit.count == right->count);
		cr_expect(!fit.same_count || (fit.n_low == right->n_low
			&& fit.n_high == right->n_high), "'%s': %ld to %ld",
			rows[i].says, (long)fit.n_low, (long)fit.n_high);
		cr_expect(!fit.other || (fit.other_count == right->other_count
			&& fit.other_n == right->other_n), "'%s': %ld of %ld",
			rows[i].says, (long)fit.other_count, (long)fit.other_n);
	}
}
