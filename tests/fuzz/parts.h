/*
 * An input that is several files: what stands between lines of "%%".
 */
#ifndef KL_FUZZ_PARTS_H
#define KL_FUZZ_PARTS_H

#include "base/span.h"
#include "fuzz.h"

/* The next part of what is left, which then begins behind it. */
static inline struct kl_span fuzz_part(struct kl_span *left)
{
	struct kl_span part = *left;

	for (size_t i = 0; i + 3 <= left->length; i++) {
		if (memcmp(left->at + i, "%%\n", 3) != 0
				|| (i > 0 && left->at[i - 1] != '\n'))
			continue;
		part.length = i;
		left->at += i + 3;
		left->length -= i + 3;
		return part;
	}
	left->length = 0;
	return part;
}

#endif
