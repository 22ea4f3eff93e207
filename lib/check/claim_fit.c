/* Stated figures against values: what follows, and what would fit. */
#include "check/claim.h"

enum kl_outcome kl_claim_judge(const struct kl_claim_bounds *bounds,
	const struct kl_range *value)
{
	bool within = true;

	if (bounds->has_low) {
		int high = kl_ratio_compare(value->high, bounds->low);
		int low = kl_ratio_compare(value->low, bounds->low);
		bool open = bounds->low_open;
		if (high < 0 || (high == 0 && (open || value->high_open)))
			return KL_VIOLATED;
		within = low > 0 || (low == 0 && (!open || value->low_open));
	}
	if (bounds->has_high) {
		int low = kl_ratio_compare(value->low, bounds->high);
		int high = kl_ratio_compare(value->high, bounds->high);
		bool open = bounds->high_open;
		if (low > 0 || (low == 0 && (open || value->low_open)))
			return KL_VIOLATED;
		within = within && (high < 0
			|| (high == 0 && (!open || value->high_open)));
	}
	return within ? KL_HOLDS : KL_UNDECIDED;
}

static bool is_below(const struct kl_claim_bounds *a,
	const struct kl_claim_bounds *b)
{
	if (!a->has_high || !b->has_low)
		return false;
	int order = kl_ratio_compare(a->high, b->low);
	return order < 0 || (order == 0 && (a->high_open || b->low_open));
}

bool kl_claims_apart(const struct kl_claim_bounds *a,
	const struct kl_claim_bounds *b)
{
	return is_below(a, b) || is_below(b, a);
}

/* n times the ratio, as the whole number below it and whether it is that. */
static bool times(struct kl_ratio ratio, int64_t n, int64_t *whole, bool *exact)
{
	if (!kl_ratio_multiply(ratio, kl_ratio_of(n), &ratio))
		return false;
	kl_int128 down = ratio.over / ratio.under;
	*exact = ratio.over % ratio.under == 0;
	if (ratio.over < 0 && !*exact)
		down--;
	if (down < -1 || down > INT64_MAX - 1)
		return false;
	*whole = (int64_t)down;
	return true;
}

bool kl_claim_count(const struct kl_claim_bounds *bounds, int64_t n,
	int64_t near, int64_t *count)
{
	int64_t first = 0, last = n, whole;
	bool exact;

	if (bounds->has_low && kl_ratio_sign(bounds->low) >= 0) {
		if (!times(bounds->low, n, &whole, &exact))
			return false;
		first = exact && !bounds->low_open ? whole : whole + 1;
	}
	if (bounds->has_high) {
		if (kl_ratio_compare(bounds->high, kl_ratio_of(1)) <= 0) {
			if (!times(bounds->high, n, &whole, &exact))
				return false;
			last = exact && bounds->high_open ? whole - 1 : whole;
		}
	}
	if (first > last)
		return false;
	*count = near < first ? first : near > last ? last : near;
	return true;
}

/* Whether the same count fits another N. */
static bool fits(const struct kl_claim_bounds *bounds, int64_t count, int64_t n)
{
	int64_t there;

	return n >= 1 && n >= count && kl_claim_count(bounds, n, count, &there)
		&& there == count;
}

/* The nearest other N of the same count, and its neighbours on that side. */
static int64_t find_same_count(const struct kl_claim_bounds *bounds,
	int64_t count, int64_t n, struct kl_claim_fit *out)
{
	for (int64_t apart = 1; apart <= KL_CLAIM_NEAR; apart++) {
		for (int side = -1; side <= 1; side += 2) {
			int64_t near = n + side * apart, far = near;
			if (!fits(bounds, count, near))
				continue;
			while (fits(bounds, count, far + side)
					&& far - near < KL_CLAIM_NEAR
					&& near - far < KL_CLAIM_NEAR)
				far += side;
			out->same_count = true;
			out->n_low = side < 0 ? far : near;
			out->n_high = side < 0 ? near : far;
			return apart;
		}
	}
	return KL_CLAIM_NEAR;
}

void kl_claim_fit(const struct kl_claim_bounds *bounds, int64_t count,
	int64_t n, struct kl_claim_fit *out)
{
	*out = (struct kl_claim_fit){ 0 };
	if (kl_claim_count(bounds, n, count, &out->count)) {
		out->same_n = true;
		out->near = out->count - count <= KL_CLAIM_NEAR
			&& count - out->count <= KL_CLAIM_NEAR;
		return;
	}
	int64_t most = find_same_count(bounds, count, n, out);
	for (int64_t apart = 1; apart <= most && !out->other; apart++) {
		for (int side = -1; side <= 1 && !out->other; side += 2) {
			int64_t there, other = n + side * apart;
			if (other < 1 || !kl_claim_count(bounds, other, count, &there)
					|| there == count)
				continue;
			out->other = true;
			out->other_count = there;
			out->other_n = other;
		}
	}
}
