/*
 * Exact decimals and ratios beside GMP's rationals: what is given is exact, and what
 * clearly fits is given.
 */
#include <gmp.h>

#include "base/ratio.h"
#include "take.h"

/* Released at the end of each input. */
static mpq_t exact_a, exact_b, exact_result, other;

static void set_whole(mpz_t out, kl_int128 value)
{
	unsigned __int128 size = value < 0 ? -(unsigned __int128)value
		: (unsigned __int128)value;

	mpz_set_ui(out, (unsigned long)(size >> 64));
	mpz_mul_2exp(out, out, 64);
	mpz_add_ui(out, out, (unsigned long)size);
	if (value < 0)
		mpz_neg(out, out);
}

static void set_ratio(mpq_t out, struct kl_ratio value)
{
	fuzz_must(value.under > 0);
	set_whole(mpq_numref(out), value.over);
	set_whole(mpq_denref(out), value.under);
	mpq_canonicalize(out);
}

static void set_decimal(mpq_t out, struct kl_decimal value)
{
	fuzz_must(value.decimals >= 0 && value.decimals <= KL_DECIMAL_DIGITS);
	set_ratio(out, (struct kl_ratio){ value.coefficient,
		kl_power_of_ten(value.decimals) });
}

static int sign(int value)
{
	return (value > 0) - (value < 0);
}

/* So small that no step of an operation is too large. */
static bool is_small(kl_int128 value)
{
	return value < INT32_MAX && value > -INT32_MAX;
}

static bool is_short(struct kl_decimal value)
{
	return is_small(value.coefficient) && value.decimals < 18;
}

static void check_sums(struct kl_decimal a, struct kl_decimal b, int64_t factor)
{
	struct kl_decimal result;

	fuzz_must(kl_decimal_compare(a, b) == sign(mpq_cmp(exact_a, exact_b)));
	mpq_add(exact_result, exact_a, exact_b);
	if (kl_decimal_add(a, b, &result)) {
		set_decimal(other, result);
		fuzz_must(mpq_equal(other, exact_result));
	} else {
		fuzz_must(!is_short(a) || !is_short(b));
	}
	mpq_sub(exact_result, exact_a, exact_b);
	if (kl_decimal_subtract(a, b, &result)) {
		set_decimal(other, result);
		fuzz_must(mpq_equal(other, exact_result));
	} else {
		fuzz_must(!is_short(a) || !is_short(b));
	}
	set_whole(mpq_numref(other), factor);
	mpz_set_ui(mpq_denref(other), 1);
	mpq_mul(exact_result, exact_a, other);
	if (kl_decimal_scale(a, factor, &result)) {
		set_decimal(other, result);
		fuzz_must(mpq_equal(other, exact_result));
	} else {
		fuzz_must(!is_short(a));
	}
}

/* No double is nearer. */
static void check_double(struct kl_decimal a)
{
	mpq_t nearer;
	union { double number; uint64_t bits; } value = { .number = kl_decimal_double(a) };

	mpq_init(nearer);
	mpq_set_d(other, value.number);
	mpq_sub(exact_result, exact_a, other);
	mpq_abs(exact_result, exact_result);
	for (int step = -1; step <= 1 && value.number != 0; step += 2) {
		union { double number; uint64_t bits; } next = { .bits = value.bits
			+ (uint64_t)(int64_t)step };
		mpq_set_d(nearer, next.number);
		mpq_sub(nearer, exact_a, nearer);
		mpq_abs(nearer, nearer);
		fuzz_must(mpq_cmp(exact_result, nearer) <= 0);
	}
	fuzz_must(value.number != 0 || a.coefficient == 0);
	mpq_clear(nearer);
}

static void check_text(struct kl_decimal a, int exponent)
{
	char text[KL_DECIMAL_TEXT + 16];
	struct kl_decimal again, last;
	const struct kl_span none = { NULL, 0 };
	size_t length = kl_decimal_format(a, '.', text);

	fuzz_must(kl_decimal_parse(kl_span_of(text), '.', none, &again) == KL_PARSED);
	fuzz_must(again.coefficient == a.coefficient && again.decimals == a.decimals);
	snprintf(text + length, sizeof text - length, "e%d", exponent);
	if (kl_decimal_parse_scientific(kl_span_of(text), '.', none, &again, &last)
			!= KL_PARSED) {
		fuzz_must(!is_short(a) || exponent > 18 || exponent < -18);
		return;
	}
	mpz_ui_pow_ui(mpq_numref(other), 10, (unsigned long)abs(exponent));
	mpz_set_ui(mpq_denref(other), 1);
	if (exponent < 0)
		mpq_div(exact_result, exact_a, other);
	else
		mpq_mul(exact_result, exact_a, other);
	set_decimal(other, again);
	fuzz_must(mpq_equal(other, exact_result));
}

static void check_ratios(struct kl_ratio a, struct kl_ratio b)
{
	static const struct {
		bool (*ours)(struct kl_ratio, struct kl_ratio, struct kl_ratio *);
		void (*theirs)(mpq_ptr, mpq_srcptr, mpq_srcptr);
	} calls[] = { { kl_ratio_add, mpq_add }, { kl_ratio_subtract, mpq_sub },
		{ kl_ratio_multiply, mpq_mul }, { kl_ratio_divide, mpq_div } };
	struct kl_ratio result;

	fuzz_must(kl_ratio_compare(a, b) == sign(mpq_cmp(exact_a, exact_b)));
	set_ratio(other, kl_ratio_reduced(a));
	fuzz_must(mpq_equal(other, exact_a));
	for (int i = 0; i < 4; i++) {
		if (i == 3 && b.over == 0) {
			fuzz_must(!kl_ratio_divide(a, b, &result));
			continue;
		}
		if (!calls[i].ours(a, b, &result)) {
			fuzz_must(!is_small(a.over) || !is_small(a.under)
				|| !is_small(b.over) || !is_small(b.under));
			continue;
		}
		calls[i].theirs(exact_result, exact_a, exact_b);
		set_ratio(other, result);
		fuzz_must(mpq_equal(other, exact_result));
	}
}

/* The whole number that |over / under| is rounded to, by the remainder. */
static void round_size(mpz_t out, const mpq_t value, enum kl_rounding rounding)
{
	mpz_t rest;

	mpz_init(rest);
	mpz_fdiv_qr(out, rest, mpq_numref(value), mpq_denref(value));
	bool some = mpz_sgn(rest) > 0;
	mpz_mul_2exp(rest, rest, 1);
	int half = mpz_cmp(rest, mpq_denref(value));
	bool up = rounding == KL_ROUND_UP ? some : rounding == KL_ROUND_DOWN ? false
		: rounding == KL_HALF_UP ? half >= 0
		: half > 0 || (half == 0 && mpz_odd_p(out));
	if (up)
		mpz_add_ui(out, out, 1);
	mpz_clear(rest);
}

static void check_round(struct kl_ratio a, int decimals, enum kl_rounding rounding)
{
	struct kl_decimal rounded;

	if (!kl_ratio_round(a, decimals, rounding, &rounded)) {
		fuzz_must(!is_small(a.over) || !is_small(a.under) || decimals > 18);
		return;
	}
	fuzz_must(rounded.decimals == decimals);
	set_whole(mpq_numref(other), kl_power_of_ten(decimals));
	mpz_set_ui(mpq_denref(other), 1);
	mpq_mul(exact_result, exact_a, other);
	mpq_abs(exact_result, exact_result);
	round_size(mpq_numref(other), exact_result, rounding);
	if (mpq_sgn(exact_a) < 0)
		mpz_neg(mpq_numref(other), mpq_numref(other));
	set_whole(mpq_numref(exact_result), rounded.coefficient);
	fuzz_must(mpz_cmp(mpq_numref(exact_result), mpq_numref(other)) == 0);
	mpz_set_ui(mpq_denref(exact_result), 1);
}

static void check_decimal_of(struct kl_ratio a)
{
	struct kl_decimal value;

	if (!kl_ratio_decimal(a, &value)) {
		mpz_set(mpq_numref(other), mpq_denref(exact_a));
		while (mpz_divisible_ui_p(mpq_numref(other), 2))
			mpz_divexact_ui(mpq_numref(other), mpq_numref(other), 2);
		while (mpz_divisible_ui_p(mpq_numref(other), 5))
			mpz_divexact_ui(mpq_numref(other), mpq_numref(other), 5);
		/* 1/2^30 has 30 decimals, and more digits than 36 with a large count. */
		fuzz_must(mpz_cmp_ui(mpq_numref(other), 1) != 0 || !is_small(a.over)
			|| a.under > 1 << 24);
		return;
	}
	set_decimal(other, value);
	fuzz_must(mpq_equal(other, exact_a));
	fuzz_must(value.decimals == 0 || value.coefficient % 10 != 0);
}

static bool holds(const struct kl_range *range, struct kl_ratio value)
{
	int low = kl_ratio_compare(range->low, value);
	int high = kl_ratio_compare(value, range->high);

	return low <= 0 && high <= 0 && (low < 0 || !range->low_open)
		&& (high < 0 || !range->high_open);
}

/* What values in both give is in what the ranges give. */
static void check_ranges(struct kl_ratio a, struct kl_ratio b, struct kl_ratio c)
{
	static bool (*const ranges[])(const struct kl_range *, const struct kl_range *,
		struct kl_range *) = { kl_range_add, kl_range_subtract,
		kl_range_multiply, kl_range_divide };
	static bool (*const values[])(struct kl_ratio, struct kl_ratio,
		struct kl_ratio *) = { kl_ratio_add, kl_ratio_subtract,
		kl_ratio_multiply, kl_ratio_divide };
	bool in_order = kl_ratio_compare(a, b) <= 0;
	struct kl_range wide = kl_range_between(in_order ? a : b, in_order ? b : a);
	struct kl_range point = kl_range_point(c), result;
	struct kl_ratio value;

	for (int i = 0; i < 4; i++) {
		if (ranges[i](&wide, &point, &result))
			fuzz_must((!values[i](a, c, &value) || holds(&result, value))
				&& (!values[i](b, c, &value) || holds(&result, value)));
		if (ranges[i](&point, &wide, &result))
			fuzz_must((!values[i](c, a, &value) || holds(&result, value))
				&& (!values[i](c, b, &value) || holds(&result, value)));
	}
}

static struct kl_ratio take_ratio(struct fuzz_taker *from)
{
	struct kl_ratio value = { fuzz_take_whole(from), fuzz_take_whole(from) };

	if (value.under < 0)
		value.under = -value.under;
	value.under += value.under == 0;
	return value;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct fuzz_taker from = { bytes, size };

	mpq_inits(exact_a, exact_b, exact_result, other, NULL);
	const struct kl_decimal a = fuzz_take_decimal(&from);
	const struct kl_decimal b = fuzz_take_decimal(&from);
	set_decimal(exact_a, a);
	set_decimal(exact_b, b);
	int exponent = (int)fuzz_take_below(&from, 101) - 50;
	check_sums(a, b, (int64_t)fuzz_take_whole(&from));
	check_double(a);
	check_text(a, exponent);
	const struct kl_ratio c = take_ratio(&from), d = take_ratio(&from);
	set_ratio(exact_a, c);
	set_ratio(exact_b, d);
	check_ratios(c, d);
	check_round(c, (int)fuzz_take_below(&from, KL_DECIMAL_DIGITS + 1),
		(enum kl_rounding)fuzz_take_below(&from, 4));
	check_decimal_of(c);
	check_ranges(c, d, take_ratio(&from));
	mpq_clears(exact_a, exact_b, exact_result, other, NULL);
	return 0;
}
