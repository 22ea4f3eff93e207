/* Windows-1252, and the UTF-8 that strayed into it. */
#include "table/decoder.h"

#include "base/text.h"

/* The code points of 80 to 9F, as the WHATWG Encoding Standard has them; 0: none.
 * A0 to FF are those of Unicode. */
static const uint16_t signs[32] = {
	0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0,
	0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178
};

/* The UTF-8 of a byte from 80 on: 2 or 3 bytes; of none the byte itself. */
static size_t put(unsigned char byte, char *to)
{
	unsigned point = byte < 0xa0 ? signs[byte - 0x80] : byte;

	if (point == 0) {
		to[0] = (char)byte;
		return 1;
	}
	if (point < 0x800) {
		to[0] = (char)(0xc0 | point >> 6);
		to[1] = (char)(0x80 | (point & 0x3f));
		return 2;
	}
	to[0] = (char)(0xe0 | point >> 12);
	to[1] = (char)(0x80 | (point >> 6 & 0x3f));
	to[2] = (char)(0x80 | (point & 0x3f));
	return 3;
}

/* Whether the sign can stand behind the last letter of a word. */
static bool ends_word(unsigned char byte)
{
	return byte == 0x85 || (byte >= 0x91 && byte <= 0x97) || byte == 0x9b
		|| byte == 0xa0 || byte == 0xbb;
}

/* Meets UTF-8 that ends with this byte: see the header. */
static void watch(struct kl_decoder *d, unsigned char byte)
{
	const unsigned char *before = d->before;

	if (byte > 0xbf)
		return;
	if (before[1] == 0xc3 && !ends_word(byte) && byte != 0xb7)
		kl_decoder_meet(d, &d->misfit, KL_MISFIT_MIXED, 0xc3, 2, 1);
	if (before[0] == 0xe2 && (before[1] == 0x80
			|| (before[1] == 0x82 && byte == 0xac)))
		kl_decoder_meet(d, &d->misfit, KL_MISFIT_MIXED, 0xe2, 5, 2);
}

static void convert(struct kl_decoder *d, unsigned char byte, char *to)
{
	size_t size = 1;

	if (byte >= 0x80) {
		if (!d->misfit.met)
			watch(d, byte);
		size = put(byte, to);
		if (size == 1)
			kl_decoder_meet(d, &d->misfit, KL_MISFIT_WINDOWS_1252,
				byte, 0, 0);
	} else {
		*to = (char)byte;
		if (byte == 0)
			kl_decoder_meet(d, &d->nul, KL_MISFIT_WINDOWS_1252, byte, 0,
				0);
	}
	d->out_to += size;
	d->made += size;
	d->taken++;
	d->before[0] = d->before[1];
	d->before[1] = byte;
}

void kl_decode_windows_1252(struct kl_decoder *d)
{
	while (d->in_from < d->in_to && d->out_to + 3 <= KL_DECODER_OUT) {
		struct kl_span in = { d->in + d->in_from, d->in_to - d->in_from };
		if (in.length > KL_DECODER_OUT - d->out_to)
			in.length = KL_DECODER_OUT - d->out_to;
		size_t plain = kl_ascii_run(in);
		if (plain > 0) {
			memcpy(d->out + d->out_to, in.at, plain);
			d->in_from += plain;
			d->out_to += plain;
			d->made += plain;
			d->taken += plain;
			d->before[0] = d->before[1] = 0;
		} else {
			convert(d, (unsigned char)*in.at, d->out + d->out_to);
			d->in_from++;
		}
	}
}
