/* UTF-16, by iconv. */
#include "table/decoder.h"

#include <errno.h>

#include "base/text.h"

/* Bytes of UTF-16 that these characters are made of. */
static size_t weigh(struct kl_span text)
{
	size_t units = 0;

	for (size_t i = 0; i < text.length; i++) {
		unsigned char byte = (unsigned char)text.at[i];
		units += (byte & 0xc0) != 0x80;
		units += byte >= 0xf0 && byte < 0xf8;
	}
	return 2 * units;
}

/* Takes bytes, at most 4 of them at the end of the file, that are no character. */
static void put_misfit(struct kl_decoder *d)
{
	size_t size = d->in_to - d->in_from;

	kl_decoder_meet(d, &d->misfit, size > 1 ? KL_MISFIT_SURROGATE
		: KL_MISFIT_CUT_OFF, (unsigned char)d->in[d->in_from], 0, 0);
	size = size > 2 ? 2 : size;
	d->out[d->out_to++] = '\xff';
	d->in_from += size;
	d->made++;
	d->taken += size;
}

void kl_decode_utf_16(struct kl_decoder *d)
{
	char *in = d->in + d->in_from, *out = d->out + d->out_to;
	/* Three bytes for each two, at most. */
	size_t in_left = d->in_to - d->in_from, out_left = KL_DECODER_OUT;
	const size_t fits = KL_DECODER_OUT / 3 * 2;
	bool rest = in_left > fits;

	if (rest)
		in_left = fits;
	size_t result = iconv(d->converter, &in, &in_left, &out, &out_left);
	int why = errno;
	struct kl_span made = { d->out + d->out_to,
		(size_t)(out - d->out) - d->out_to };
	const char *nul = d->nul.met || made.length == 0 ? NULL
		: memchr(made.at, '\0', made.length);
	if (nul != NULL) {
		d->nul = (struct kl_sighting){ .met = true,
			.at = d->made + (uint64_t)(nul - made.at),
			.offset = d->taken + weigh((struct kl_span){ made.at,
				(size_t)(nul - made.at) }) };
	}
	d->made += made.length;
	d->taken += (uint64_t)(in - (d->in + d->in_from));
	d->out_to += made.length;
	d->in_from = (size_t)(in - d->in);
	if (result == (size_t)-1 && (why == EILSEQ || (why == EINVAL && !rest
			&& d->ended)))
		put_misfit(d);
}
