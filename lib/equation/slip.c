#include "equation/repair.h"

int kl_slip_rank(struct kl_decimal from, struct kl_decimal to)
{
	char a[KL_DECIMAL_TEXT], b[KL_DECIMAL_TEXT];
	struct kl_decimal pad_a = { 0, to.decimals }, pad_b = { 0, from.decimals };
	size_t differing = 0, at[2] = { 0, 0 };

	if (!kl_decimal_add(from, pad_a, &from) || !kl_decimal_add(to, pad_b, &to))
		return 4;
	if (from.coefficient == -to.coefficient)
		return 2;
	size_t length = kl_decimal_format(from, '.', a);
	if (kl_decimal_format(to, '.', b) == length) {
		for (size_t i = 0; i < length; i++) {
			if (a[i] == b[i])
				continue;
			if (differing < 2)
				at[differing] = i;
			differing++;
		}
		if (differing == 1)
			return 0;
		if (differing == 2 && a[at[0]] == b[at[1]] && a[at[1]] == b[at[0]])
			return 1;
	}
	kl_int128 small = from.coefficient, large = to.coefficient;
	if ((small < 0 ? -small : small) > (large < 0 ? -large : large)) {
		small = to.coefficient;
		large = from.coefficient;
	}
	while (small != 0 && large % 10 == 0 && large != small)
		large /= 10;
	return small != 0 && large == small ? 3 : 4;
}
