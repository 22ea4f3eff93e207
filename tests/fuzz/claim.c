/*
 * Stated figures from any text: what is meant agrees with what is judged. The
 * first two bytes are the count and N that it is held against.
 */
#include "check/claim.h"
#include "fuzz.h"

static void check_ends(const struct kl_claim_bounds *bounds)
{
	fuzz_must(bounds->low.under > 0 && bounds->high.under > 0);
	fuzz_must(!bounds->has_low || !bounds->has_high
		|| kl_ratio_compare(bounds->low, bounds->high) <= 0);
	/* No claim excludes itself. */
	fuzz_must(!kl_claims_apart(bounds, bounds));
}

static enum kl_outcome judge(const struct kl_claim_bounds *bounds, int64_t count,
	int64_t n)
{
	struct kl_range value = kl_range_point((struct kl_ratio){ count, n });

	return kl_claim_judge(bounds, &value);
}

static void check_fit(const struct kl_claim_bounds *bounds, int64_t count,
	int64_t n)
{
	struct kl_claim_fit fit;
	int64_t other;

	fuzz_must(judge(bounds, count, n) != KL_UNDECIDED);
	if (kl_claim_count(bounds, n, count, &other))
		fuzz_must(other >= 0 && other <= n
			&& judge(bounds, other, n) == KL_HOLDS);
	else
		fuzz_must(judge(bounds, count, n) == KL_VIOLATED);
	kl_claim_fit(bounds, count, n, &fit);
	if (fit.same_n)
		fuzz_must(judge(bounds, fit.count, n) == KL_HOLDS);
	if (fit.same_count)
		for (int64_t at = fit.n_low; at <= fit.n_high; at++)
			fuzz_must(judge(bounds, count, at) == KL_HOLDS);
	if (fit.other)
		fuzz_must(fit.other_count != count && judge(bounds,
			fit.other_count, fit.other_n) == KL_HOLDS);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	const struct kl_decimal half = { 5, 1 };
	struct kl_claim claim;

	if (size < 2)
		return 0;
	int64_t n = 1 + bytes[0], count = bytes[1] % (n + 1);
	const struct kl_span text = { (const char *)bytes + 2, size - 2 };
	for (int i = 0; i < 5; i++) {
		const struct kl_claim_terms terms = {
			i < 4 ? (enum kl_rounding)i : KL_HALF_UP,
			i < 4 ? NULL : &half };
		if (kl_claim_read(text, &terms, &claim) != NULL)
			continue;
		fuzz_must(claim.decimals >= 0);
		check_ends(&claim.bounds);
		check_fit(&claim.bounds, count, n);
	}
	return 0;
}
