#include "base/packed_key.h"

/* Digits of which every number fits into a code; 11...1 of them, the first code of
 * each length, are below 2^60. */
enum { DIGITS_MOST = 18, BYTES_MOST = 7, NUMBER_BITS = 54 };

/* In place of how many bytes a code has: how long its length is. */
enum { LENGTH_LONG = 14, LENGTH_BYTE = 15, MARKED = 0x80 };

static const uint64_t powers[DIGITS_MOST + 1] = { UINT64_C(1), UINT64_C(10),
	UINT64_C(100), UINT64_C(1000), UINT64_C(10000), UINT64_C(100000),
	UINT64_C(1000000), UINT64_C(10000000), UINT64_C(100000000),
	UINT64_C(1000000000), UINT64_C(10000000000), UINT64_C(100000000000),
	UINT64_C(1000000000000), UINT64_C(10000000000000),
	UINT64_C(100000000000000), UINT64_C(1000000000000000),
	UINT64_C(10000000000000000), UINT64_C(100000000000000000),
	UINT64_C(1000000000000000000) };

static uint64_t code_of(enum kl_key_form form, uint64_t payload)
{
	return (uint64_t)form << KL_KEY_FORM_AT | payload;
}

static bool read_slowly(const char *at, size_t count, uint64_t *out)
{
	for (size_t i = 0; i < count; i++) {
		if (!kl_is_digit(at[i]))
			return false;
		*out = 10 * *out + (uint64_t)(at[i] - '0');
	}
	return true;
}

/* Eight bytes, the first lowest. */
static uint64_t load_eight(const char *at)
{
	uint64_t word;

	memcpy(&word, at, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	return word;
}

static const uint64_t zeros = UINT64_C(0x3030303030303030);

/* Bits where one of eight bytes is no digit. */
static uint64_t find_others(uint64_t word)
{
	const uint64_t high = UINT64_C(0xf0f0f0f0f0f0f0f0);

	return ((word & high) ^ zeros)
		| (((word + UINT64_C(0x0606060606060606)) & high) ^ zeros);
}

/* The number that eight digits are, the first `skip` of them taken for 0. */
static uint64_t number_of(uint64_t word, size_t skip)
{
	/* By halves, since a word cannot be shifted away at once. */
	word = (word - zeros) >> 4 * skip >> 4 * skip << 4 * skip << 4 * skip;
	/* Neighbours together: tens, hundreds, ten thousands. */
	word = (word * 10 + (word >> 8)) & UINT64_C(0x00ff00ff00ff00ff);
	word = (word * 100 + (word >> 16)) & UINT64_C(0x0000ffff0000ffff);
	return (word * 10000 + (word >> 32)) & UINT64_C(0xffffffff);
}

/* The first eight digits, those up to the sixteenth with what stands before them, and
 * the rest one by one. */
static bool read_digits(struct kl_span text, uint64_t *out)
{
	const size_t most = text.length < 16 ? text.length : 16;

	*out = 0;
	if (most < 8)
		return read_slowly(text.at, most, out);
	const uint64_t first = load_eight(text.at);
	const uint64_t last = load_eight(text.at + most - 8);
	if ((find_others(first) | find_others(last)) != 0)
		return false;
	*out = number_of(first, 0) * powers[most - 8] + number_of(last, 16 - most);
	return read_slowly(text.at + most, text.length - most, out);
}

bool kl_key_text(struct kl_span text, bool marked, uint64_t *code)
{
	uint64_t payload = 0;

	if (text.length > DIGITS_MOST)
		return false;
	if (text.length > 0 && read_digits(text, &payload)) {
		/* 1, 11, 111 and so on shorter texts stand before these. */
		*code = code_of(marked ? KL_KEY_MARKED_DIGITS : KL_KEY_DIGITS,
			payload + (powers[text.length] - 1) / 9);
		return true;
	}
	if (text.length > BYTES_MOST)
		return false;
	payload = 0;
	for (size_t i = 0; i < text.length; i++)
		payload = payload << 8 | (unsigned char)text.at[i];
	*code = code_of(marked ? KL_KEY_MARKED_BYTES : KL_KEY_BYTES,
		payload << 3 | text.length);
	return true;
}

bool kl_key_number(int64_t digits, unsigned decimals, uint64_t *code)
{
	uint64_t size = digits < 0 ? 0 - (uint64_t)digits : (uint64_t)digits;

	for (; decimals > 0 && size % 10 == 0; decimals--)
		size /= 10;
	if (size >> NUMBER_BITS != 0 || decimals > 31)
		return false;
	*code = code_of(KL_KEY_NUMBER, size << 6 | (uint64_t)decimals << 1
		| (digits < 0));
	return true;
}

/* A byte that tells form and length, then the bytes that are not 0 at the end. */
void kl_key_add_code(struct kl_text_buffer *bytes, uint64_t code)
{
	uint64_t payload = code & ((UINT64_C(1) << KL_KEY_FORM_AT) - 1);
	size_t length = 1;
	char made[9];

	for (; payload > 0; payload >>= 8)
		made[length++] = (char)(payload & 0xff);
	*made = (char)((code >> KL_KEY_FORM_AT) << 4 | (length - 1));
	kl_text_add(bytes, (struct kl_span){ made, length });
}

void kl_key_add_text(struct kl_text_buffer *bytes, struct kl_span text,
	bool marked)
{
	const bool few = text.length < 256;
	const uint64_t length = text.length;
	char head[1 + sizeof length];

	*head = (char)((few ? LENGTH_BYTE : LENGTH_LONG) | (marked ? MARKED : 0));
	if (few)
		head[1] = (char)length;
	else
		memcpy(head + 1, &length, sizeof length);
	kl_text_add(bytes, (struct kl_span){ head, few ? 2 : sizeof head });
	kl_text_add(bytes, text);
}

struct kl_packed_key kl_key_of(struct kl_span bytes)
{
	uint64_t code;

	if (kl_key_text(bytes, false, &code))
		return kl_key_short(code);
	return (struct kl_packed_key){ kl_key_hash(bytes) | UINT64_C(1) << 63,
		bytes };
}

size_t kl_key_put_length(unsigned char *to, uint64_t number)
{
	size_t length = 0;

	for (; number >= 0x80; number >>= 7)
		to[length++] = (unsigned char)(number | 0x80);
	to[length++] = (unsigned char)number;
	return length;
}

uint64_t kl_key_get_length(const unsigned char **from)
{
	uint64_t number = 0;

	for (unsigned shift = 0;; shift += 7) {
		unsigned char byte = *(*from)++;
		number |= (uint64_t)(byte & 0x7f) << shift;
		if (byte < 0x80)
			return number;
	}
}
