#include "base/share.h"

#include <assert.h>

static kl_int128 power_of_ten(int exponent)
{
	kl_int128 power = 1;

	while (exponent-- > 0)
		power *= 10;
	return power;
}

bool kl_share_whole(struct kl_decimal value, int64_t *out)
{
	for (; value.decimals > 0; value.decimals--, value.coefficient /= 10) {
		if (value.coefficient % 10 != 0)
			return false;
	}
	if (value.coefficient < 0 || value.coefficient > KL_SHARE_MOST)
		return false;
	*out = (int64_t)value.coefficient;
	return true;
}

kl_int128 kl_share_round(const struct kl_share *share, int64_t count, int64_t n)
{
	assert(count >= 0 && n > 0 && share->decimals <= KL_SHARE_DECIMALS);
	kl_int128 over = (kl_int128)share->times * count
		* power_of_ten(share->decimals);
	kl_int128 under = (kl_int128)n * share->items;
	kl_int128 whole = over / under, twice = 2 * (over % under);
	bool up = false;

	switch (share->rounding) {
	case KL_HALF_UP:
		up = twice >= under;
		break;
	case KL_HALF_EVEN:
		up = twice > under || (twice == under && whole % 2 != 0);
		break;
	case KL_ROUND_UP:
		up = twice > 0;
		break;
	case KL_ROUND_DOWN:
		break;
	}
	return whole + up;
}

/* The first count whose share is at least `printed`: shares grow with counts. A
 * share that is rounded is less than one unit from what it was, so that the
 * count is between those of `printed` and of one unit less. */
static int64_t first_count(const struct kl_share *share, kl_int128 printed,
	int64_t n)
{
	int64_t low = 0, high = KL_SHARE_MOST;

	if (printed <= 0)
		return low;
	if (kl_share_round(share, high, n) < printed)
		return high;
	/* It follows that the product fits. */
	kl_int128 under = (kl_int128)n * share->items;
	kl_int128 unit = share->times * power_of_ten(share->decimals);
	kl_int128 least = (printed - 1) * under / unit;
	kl_int128 most = printed * under / unit + 1;
	low = (int64_t)least;
	high = most < high ? (int64_t)most : high;
	while (low < high) {
		int64_t middle = low + (high - low) / 2;
		if (kl_share_round(share, middle, n) >= printed)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

bool kl_share_count(const struct kl_share *share, kl_int128 printed, int64_t n,
	int64_t near, int64_t *count)
{
	int64_t first = first_count(share, printed, n);

	if (kl_share_round(share, first, n) != printed)
		return false;
	int64_t last = first_count(share, printed + 1, n);
	/* Past the largest count, `last` itself still has the share. */
	last -= last > first && kl_share_round(share, last, n) != printed;
	*count = near < first ? first : near > last ? last : near;
	return true;
}

static int64_t distance(int64_t a, int64_t b)
{
	return a < b ? b - a : a - b;
}

bool kl_share_near(const struct kl_share *share, kl_int128 printed,
	int64_t count, int64_t n, struct kl_share_fit *fit)
{
	for (int64_t apart = 0; apart <= KL_SHARE_NEAR; apart++) {
		bool found = false;
		for (int side = apart > 0 ? -1 : 1; side <= 1; side += 2) {
			int64_t other = n + side * apart, there;
			if (other < 1 || other > KL_SHARE_MOST
					|| !kl_share_count(share, printed, other, count, &there))
				continue;
			if (found && distance(there, count)
					>= distance(fit->count, count))
				continue;
			*fit = (struct kl_share_fit){ there, other };
			found = true;
		}
		if (found)
			return true;
	}
	return false;
}
