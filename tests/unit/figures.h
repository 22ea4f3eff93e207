/* Rounding and figures as one explains them to people: what the tests compare
 * with. */
#ifndef KL_UNIT_FIGURES_H
#define KL_UNIT_FIGURES_H

#include <criterion/criterion.h>

#include "base/interval.h"

static inline struct kl_decimal decimal(const char *text)
{
	const struct kl_span none = { 0 };
	struct kl_decimal value = { 0, 0 };

	cr_assert_eq(kl_decimal_parse(kl_span_of(text), '.', none, &value),
		KL_PARSED, "%s", text);
	return value;
}

/* Rounds steps, of which `size` make a unit, to whole units. */
static inline int round_to_units(int steps, int size, enum kl_rounding rounding)
{
	int far = steps < 0 ? -steps : steps;
	int whole = far / size, rest = far % size;

	switch (rounding) {
	case KL_HALF_UP:
		whole += 2 * rest >= size;
		break;
	case KL_HALF_EVEN:
		whole += 2 * rest > size || (2 * rest == size && whole % 2 == 1);
		break;
	case KL_ROUND_UP:
		whole += rest > 0;
		break;
	case KL_ROUND_DOWN:
		break;
	}
	return steps < 0 ? -whole : whole;
}

#endif
