/*
 * Keys as words: what must be unique, or be found again, made so small that it can
 * be compared at once.
 *
 * A value has a code of 63 bits if it is short: a text of up to 18 digits or up to 7
 * bytes, a number of up to 16 digits, a date. Other values are kept as they are,
 * behind a hash. Equal values have equal codes, and others others: no leading zero
 * and no length is lost.
 */
#ifndef KL_BASE_PACKED_KEY_H
#define KL_BASE_PACKED_KEY_H

#include <stdint.h>

#include "base/hash.h"
#include "base/text.h"

/* A key: two are the same if words and bytes are. */
struct kl_packed_key {
	uint64_t word;          /* short: its code, mixed, the highest bit 0; else a
	                           hash with that bit set */
	struct kl_span bytes;   /* of a key that is not short; borrowed */
};

/* What a code is of, in its three bits below the highest. `marked` texts are apart
 * from the same texts without a mark. */
enum kl_key_form {
	KL_KEY_DIGITS, KL_KEY_BYTES, KL_KEY_MARKED_DIGITS, KL_KEY_MARKED_BYTES,
	KL_KEY_NUMBER, KL_KEY_DATE
};
enum { KL_KEY_FORM_AT = 60 };

/* False: it is not short. Codes are never 0. */
bool kl_key_text(struct kl_span text, bool marked, uint64_t *code);
/* Of digits / 10^decimals, however it is written. */
bool kl_key_number(int64_t digits, unsigned decimals, uint64_t *code);
static inline uint64_t kl_key_date(uint32_t date)
{
	return (uint64_t)KL_KEY_DATE << KL_KEY_FORM_AT | date;
}

/* The key of one short value. */
static inline struct kl_packed_key kl_key_short(uint64_t code)
{
	const uint64_t low = UINT64_MAX >> 1;

	/* Each step can be undone, so no two codes have the same word. The second
	 * spreads what was chosen to collide, the first what stands in a row. */
	code = (code ^ code >> 32) * kl_secret.first & low;
	code = (code ^ code >> 29) * kl_secret.last & low;
	return (struct kl_packed_key){ code ^ code >> 32, { "", 0 } };
}

static inline bool kl_key_is_short(uint64_t word)
{
	return word >> 63 == 0;
}

/* Several values as one key: their codes, or what they are, one behind the other.
 * What fails is noted in the buffer. */
void kl_key_add_code(struct kl_text_buffer *bytes, uint64_t code);
void kl_key_add_text(struct kl_text_buffer *bytes, struct kl_span text,
	bool marked);

/* How many bytes a key has, before these where many keys stand together: 7 bits of it
 * in each byte. How many that takes; and that again, which is passed. */
enum { KL_KEY_LENGTH_MOST = 10 };
size_t kl_key_put_length(unsigned char *to, uint64_t length);
uint64_t kl_key_get_length(const unsigned char **from);

/* The key of these bytes, which it borrows if they are not few: of kl_key_add_...,
 * or of one text with kl_key_add_text alone. */
struct kl_packed_key kl_key_of(struct kl_span bytes);

#endif
