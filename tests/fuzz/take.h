/*
 * A target that makes its own structures takes them from the bytes, which end in
 * zeros: whatever the fuzzer changes, it stays a structure.
 */
#ifndef KL_FUZZ_TAKE_H
#define KL_FUZZ_TAKE_H

#include <stdbool.h>

#include "base/decimal.h"
#include "fuzz.h"

struct fuzz_taker {
	const uint8_t *bytes;
	size_t left;
};

static inline unsigned fuzz_take(struct fuzz_taker *from)
{
	if (from->left == 0)
		return 0;
	from->left--;
	return *from->bytes++;
}

/* 0 to `under` - 1. */
static inline unsigned fuzz_take_below(struct fuzz_taker *from, unsigned under)
{
	return fuzz_take(from) % under;
}

/* Of so many bytes, 0 to 15, and either sign. */
static inline kl_int128 fuzz_take_whole(struct fuzz_taker *from)
{
	unsigned how = fuzz_take(from);
	kl_int128 value = 0;

	for (unsigned i = how >> 4; i > 0; i--)
		value = value << 8 | fuzz_take(from);
	return (how & 1) != 0 ? -value : value;
}

/* Of at most KL_DECIMAL_DIGITS digits, as all that is read. */
static inline struct kl_decimal fuzz_take_decimal(struct fuzz_taker *from)
{
	int decimals = (int)fuzz_take_below(from, KL_DECIMAL_DIGITS + 1);

	return (struct kl_decimal){ fuzz_take_whole(from)
		% kl_power_of_ten(KL_DECIMAL_DIGITS), decimals };
}

#endif
