#include "table/decoder.h"

#include <errno.h>
#include <stdlib.h>

#include "base/text.h"
#include "base/translate.h"

/* Reads on until `least` bytes wait in `in`, or the file ends. False: errno. */
static bool fill(struct kl_decoder *d, size_t least)
{
	if (d->in_from > 0)
		memmove(d->in, d->in + d->in_from, d->in_to - d->in_from);
	d->in_to -= d->in_from;
	d->in_from = 0;
	while (!d->ended && d->in_to < least) {
		ssize_t got = d->from->read(d->from->context, d->in + d->in_to,
			KL_DECODER_IN - d->in_to);
		if (got < 0)
			return false;
		d->in_to += (size_t)got;
		d->ended = got == 0;
	}
	return true;
}

void kl_decoder_meet(struct kl_decoder *d, struct kl_sighting *sighting,
	enum kl_misfit why, unsigned char byte, size_t made_before,
	size_t taken_before)
{
	if (!sighting->met)
		*sighting = (struct kl_sighting){ true, d->made - made_before,
			d->taken - taken_before, byte, why };
}

static struct kl_span waiting(const struct kl_decoder *d)
{
	return (struct kl_span){ d->in + d->in_from, d->in_to - d->in_from };
}

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Takes bytes that wait, or else of the file, as they are. */
static ssize_t pull(struct kl_decoder *d, char *to, size_t size)
{
	struct kl_span here = waiting(d);

	if (here.length == 0 && d->ended)
		return 0;
	if (here.length == 0) {
		d->in_from = d->in_to = 0;
		ssize_t got = d->from->read(d->from->context, to,
			smaller(size, KL_DECODER_IN));
		d->ended = got == 0;
		return got;
	}
	size = smaller(size, here.length);
	memcpy(to, here.at, size);
	d->in_from += size;
	return (ssize_t)size;
}

/* Puts back the last of what was pulled: it stands in `in` already, unless it came
 * from the file. */
static void push_back(struct kl_decoder *d, const char *from, size_t size)
{
	if (d->in_from >= size) {
		d->in_from -= size;
		return;
	}
	memcpy(d->in, from, size);
	d->in_from = 0;
	d->in_to = size;
}

static void advance(struct kl_decoder *d, size_t size)
{
	d->made += size;
	d->taken += size;
}

/* Looks at bytes of UTF-8 up to the first that is no character, or can be cut off by
 * their end. How many that are. */
static size_t look(struct kl_decoder *d, struct kl_span bytes)
{
	size_t at = 0, size = bytes.length;

	while (at < size) {
		struct kl_span rest = { bytes.at + at, size - at };
		uint32_t codepoint;
		size_t fine;
		if (d->misfit.met) {
			const char *hit = d->nul.met ? NULL
				: memchr(rest.at, '\0', rest.length);
			fine = hit != NULL ? (size_t)(hit - rest.at) : rest.length;
		} else {
			fine = d->guessing ? kl_ascii_run(rest) : kl_utf8_check(rest);
		}
		advance(d, fine);
		at += fine;
		if (at == size)
			break;
		if (bytes.at[at] == '\0') {
			kl_decoder_meet(d, &d->nul, KL_MISFIT_UTF_8, 0, 0, 0);
			advance(d, 1);
			at++;
			continue;
		}
		kl_utf8_next((struct kl_span){ bytes.at + at, size - at }, &codepoint);
		if (codepoint == UINT32_MAX)
			break;
		d->guessing = false;
	}
	return at;
}

/* Judges what waits, at which look() had to stop. */
static bool decide(struct kl_decoder *d)
{
	uint32_t codepoint;

	if (!fill(d, 4))
		return false;
	unsigned char byte = (unsigned char)d->in[d->in_from];
	d->clear = kl_utf8_next(waiting(d), &codepoint);
	if (codepoint != UINT32_MAX) {
		d->guessing = false;
		return true;
	}
	if (!d->guessing) {
		kl_decoder_meet(d, &d->misfit, KL_MISFIT_UTF_8, byte, 0, 0);
		return true;
	}
	kl_decoder_meet(d, &d->turn, KL_MISFIT_UTF_8, byte, 0, 0);
	d->encoding = KL_WINDOWS_1252;
	d->clear = 0;
	return true;
}

static ssize_t read_converted(struct kl_decoder *d, char *to, size_t size)
{
	/* Of UTF-16 a character is not taken before all of it is there. */
	size_t least = d->encoding == KL_WINDOWS_1252 ? 1 : 4;

	while (d->out_from == d->out_to) {
		if (!fill(d, least))
			return -1;
		if (d->in_from == d->in_to)
			return 0;
		d->out_from = d->out_to = 0;
		if (d->encoding == KL_WINDOWS_1252)
			kl_decode_windows_1252(d);
		else
			kl_decode_utf_16(d);
	}
	size = smaller(size, d->out_to - d->out_from);
	memcpy(to, d->out + d->out_from, size);
	d->out_from += size;
	return (ssize_t)size;
}

static ssize_t read_text(void *context, void *buffer, size_t size)
{
	struct kl_decoder *d = context;

	while (d->encoding == KL_UTF_8) {
		if (d->clear > 0) {
			size = smaller(size, d->clear);
			d->clear -= size;
			advance(d, size);
			return pull(d, buffer, size);
		}
		ssize_t got = pull(d, buffer, size);
		if (got <= 0)
			return got;
		size_t fine = look(d, (struct kl_span){ buffer, (size_t)got });
		if (fine < (size_t)got) {
			push_back(d, (const char *)buffer + fine,
				(size_t)got - fine);
			if (!decide(d))
				return -1;
		}
		if (fine > 0)
			return (ssize_t)fine;
	}
	return read_converted(d, buffer, size);
}

static bool begins(struct kl_span bytes, const char *with, size_t length)
{
	return bytes.length >= length && memcmp(bytes.at, with, length) == 0;
}

static enum kl_status refuse_binary(struct kl_span bytes, const char *path,
	struct kl_error *error)
{
	static const struct {
		const char *bytes, *text;
	} not_text[] = {
		{ "PK\3\4", KL_TEXT("is an XLSX workbook (or another zip file), not CSV;"
			" save the sheet as CSV UTF-8") },
		{ "\xd0\xcf\x11\xe0", KL_TEXT("is an old Excel workbook (.xls), not CSV;"
			" save the sheet as CSV UTF-8") },
		{ "\xff\xfe\0", KL_TEXT("is a UTF-32 file; save it as CSV UTF-8") },
		{ "\0\0\xfe\xff", KL_TEXT("is a UTF-32 file; save it as CSV UTF-8") },
	};

	for (size_t i = 0; i < sizeof not_text / sizeof *not_text; i++)
		if (begins(bytes, not_text[i].bytes, 4))
			return kl_fail(error, KL_INVALID, path, 0, 0, "%s",
				kl_translate(not_text[i].text));
	return KL_OK;
}

/* The encoding that the byte order mark tells; OPEN if there is none. */
static enum kl_encoding marked(struct kl_span bytes, size_t *length)
{
	*length = 3;
	if (begins(bytes, "\xef\xbb\xbf", 3))
		return KL_UTF_8;
	*length = 2;
	if (begins(bytes, "\xff\xfe", 2))
		return KL_UTF_16LE;
	if (begins(bytes, "\xfe\xff", 2))
		return KL_UTF_16BE;
	*length = 0;
	return KL_ENCODING_OPEN;
}

/* What is declared and what the byte order mark tells must agree. */
static enum kl_status choose(struct kl_decoder *d, enum kl_encoding declared,
	const char *path, struct kl_error *error)
{
	enum kl_encoding told = marked(waiting(d), &d->mark);
	bool fits = told == KL_ENCODING_OPEN || told == declared
		|| (declared == KL_UTF_16 && told != KL_UTF_8);

	if (declared != KL_ENCODING_OPEN && !fits)
		return kl_fail(error, KL_INVALID, path, 0, 0,
			"begins with the byte order mark of %s, and its encoding is said to be %s",
			kl_encoding_title(told), kl_encoding_title(declared));
	if (declared == KL_UTF_16 && told == KL_ENCODING_OPEN
			&& d->in_to > 0)
		return kl_fail(error, KL_INVALID, path, 0, 0,
			"is said to be UTF-16, and has no byte order mark to tell the order of its bytes; say utf-16le or utf-16be");
	d->in_from += d->mark;
	d->taken = d->mark;
	d->guessing = told == KL_ENCODING_OPEN && declared == KL_ENCODING_OPEN;
	d->encoding = told != KL_ENCODING_OPEN ? told
		: declared == KL_ENCODING_OPEN || declared == KL_UTF_16 ? KL_UTF_8
		: declared;
	return KL_OK;
}

static enum kl_status open_converter(struct kl_decoder *d, const char *path,
	struct kl_error *error)
{
	char words[KL_SYSTEM_WORDS];

	if (d->encoding != KL_UTF_16LE && d->encoding != KL_UTF_16BE)
		return KL_OK;
	d->converter = iconv_open("UTF-8", d->encoding == KL_UTF_16LE ? "UTF-16LE"
		: "UTF-16BE");
	d->has_converter = d->converter != (iconv_t)-1;
	if (!d->has_converter && errno == ENOMEM)
		return kl_no_memory(error);
	return d->has_converter ? KL_OK : kl_fail(error, KL_INVALID, path, 0, 0,
		"is a UTF-16 file, which this system cannot convert: %s; save it as CSV UTF-8",
		kl_system_words(errno, words));
}

enum kl_status kl_decoder_open(struct kl_decoder *d,
	const struct kl_source *source, enum kl_encoding declared,
	const char *path, struct kl_error *error)
{
	*d = (struct kl_decoder){ .from = source, .encoding = KL_UTF_8,
		.source = { read_text, d, source->failure } };
	d->in = malloc(KL_DECODER_IN + KL_DECODER_OUT);
	if (d->in == NULL)
		return kl_no_memory(error);
	d->out = d->in + KL_DECODER_IN;
	if (!fill(d, 4))
		return kl_source_fail(source, errno, path, error);
	enum kl_status status = refuse_binary(waiting(d), path, error);
	if (status == KL_OK)
		status = choose(d, declared, path, error);
	return status == KL_OK ? open_converter(d, path, error) : status;
}

void kl_decoder_release(struct kl_decoder *d)
{
	if (d->has_converter)
		iconv_close(d->converter);
	free(d->in);
	d->in = NULL;
	d->has_converter = false;
}
