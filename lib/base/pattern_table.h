/*
 * Patterns of a fixed number of characters, each one of some, as
 * [0-9]{2}[A-Z]{2}: a table that says of a byte where it can stand.
 */
#ifndef KL_BASE_PATTERN_TABLE_H
#define KL_BASE_PATTERN_TABLE_H

#include "base/short_text.h"

enum { KL_PATTERN_PLACES = 32 };        /* longer patterns have no table */

struct kl_pattern_table {
	uint32_t places[256];           /* of each byte; bit i: it can stand at i */
	size_t length;                  /* of the texts that match, in bytes */
	/* If all are short, and one range of characters can stand at each place:
	 * where the ranges begin and end. */
	bool has_ranges;
	struct kl_short_text low, high;
};

/* Literal characters, sets in brackets, \d, \w, \s and the dot, each perhaps
 * with {n}; all of ASCII; ^ and $ around them. False if the pattern has anything else.
 *
 * Every text that the table has matches the pattern, as PCRE2 takes it for a
 * whole text. Not so the other way round: the table has no text beyond printable
 * ASCII, where a set, \d, \w, \s or the dot can match such. */
bool kl_pattern_table_read(struct kl_span pattern, struct kl_pattern_table *out);

/* Whether each byte lies from that of `low` to that of `high`, which are ASCII:
 * subtracted from a byte with its high bit set, a larger one takes that bit. */
static inline bool kl_pattern_word_has(uint64_t word, uint64_t low, uint64_t high)
{
	const uint64_t bits = UINT64_C(0x8080808080808080);

	return (((word | bits) - low) & ((high | bits) - (word & ~bits)) & ~word
		& bits) == bits;
}

static inline bool kl_pattern_table_has(const struct kl_pattern_table *table,
	struct kl_span text)
{
	uint32_t fits = 1;

	if (text.length != table->length)
		return false;
	if (table->has_ranges) {
		const struct kl_short_text words = kl_short_text(text);
		return kl_pattern_word_has(words.first, table->low.first,
				table->high.first)
			&& kl_pattern_word_has(words.last, table->low.last,
				table->high.last);
	}
	for (size_t i = 0; i < text.length; i++)
		fits &= table->places[(unsigned char)text.at[i]] >> i;
	return fits & 1;
}

#endif
