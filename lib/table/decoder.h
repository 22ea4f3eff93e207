/*
 * The bytes of a file to text in UTF-8, whatever its encoding: a source that wraps
 * another. A byte order mark is no part of the text. How the source cuts its bytes
 * does not show.
 *
 * Bytes that are no character stand in the text as one byte that is no UTF-8, so
 * that nothing is lost silently: of UTF-8 and Windows-1252 as they are, and 0xff for
 * each 16 bits (or the odd byte at the end) of UTF-16. The first of them is a
 * misfit, and so is the first NUL.
 *
 * A file of which nobody said the encoding, without a byte order mark, is UTF-8 as
 * long as its bytes are ASCII, and the first other byte decides: if it begins a
 * character of UTF-8 all is UTF-8, and what does not fit later is a misfit; if not,
 * the file turns to Windows-1252 there.
 *
 * Text that is read as Windows-1252 can hold UTF-8 too, where files were joined. It
 * is a misfit, and left as Windows-1252 has it. Any accented capital followed by a
 * sign makes valid UTF-8, as do "Fuss" with a sharp s before a closing quote, or two
 * quotes behind an e acute; so what counts is only what no text says on purpose:
 *
 *   C3 80..BF      "A tilde" and a sign, in UTF-8 an accented letter of Western
 *                  Europe; but not where the sign can end or follow a word: an
 *                  ellipsis, closing quotes, a bullet, a dash, a no-break space
 *                  (85 91..97 9B A0 BB), nor B7, which makes no letter
 *   E2 80 80..BF   "a circumflex" and a euro sign, in UTF-8 a dash or a quote
 *   E2 82 AC       in UTF-8 the euro sign
 */
#ifndef KL_TABLE_DECODER_H
#define KL_TABLE_DECODER_H

#include <iconv.h>

#include "table/reader.h"

/* Where something was met first. */
struct kl_sighting {
	bool met;
	uint64_t at;            /* in the text, from 0 */
	uint64_t offset;        /* in the file, from 0 */
	unsigned char byte;     /* that stands there in the file */
	enum kl_misfit why;     /* of a misfit */
};

enum { KL_DECODER_IN = 64 * 1024, KL_DECODER_OUT = 24 * 1024 };

struct kl_decoder {
	struct kl_source source;        /* the text; read it from here */
	const struct kl_source *from;
	enum kl_encoding encoding;      /* UTF-8, UTF-16LE, UTF-16BE, Windows-1252 */
	bool guessing;                  /* all is ASCII so far */
	size_t mark;                    /* length of the byte order mark, or 0 */
	struct kl_sighting misfit, nul, turn;
	uint64_t made;                  /* bytes of the text that were made */
	uint64_t taken;                 /* bytes of the file that they were made of */
	char *in;                       /* bytes of the file that were not taken */
	size_t in_from, in_to;
	size_t clear;                   /* of these: looked at already */
	bool ended;                     /* the file has no more */
	char *out;                      /* converted text that was not given */
	size_t out_from, out_to;
	iconv_t converter;              /* of UTF-16 */
	bool has_converter;
	unsigned char before[2];        /* the last bytes of Windows-1252; before[1] last */
};

/* Looks at how the file begins, and prepares to read it. `source` is borrowed, and
 * the decoder must stay where it is. Release also after a failure. Errors: KL_IO,
 * KL_NO_MEMORY, KL_INVALID (no text: a zip file such as XLSX, an old workbook,
 * UTF-32; a byte order mark of another encoding than the one that is declared; one
 * is wanted, and is not there). */
enum kl_status kl_decoder_open(struct kl_decoder *decoder,
	const struct kl_source *source, enum kl_encoding declared,
	const char *path, struct kl_error *error);
void kl_decoder_release(struct kl_decoder *decoder);

/* For the files decoder*.c. */

/* Notes what was met first: where `made` and `taken` are now, less what is given. */
void kl_decoder_meet(struct kl_decoder *decoder, struct kl_sighting *sighting,
	enum kl_misfit why, unsigned char byte, size_t made_before,
	size_t taken_before);
/* Converts a part of what waits in `in`, at least one byte of it, to `out`. */
void kl_decode_windows_1252(struct kl_decoder *decoder);
void kl_decode_utf_16(struct kl_decoder *decoder);

#endif
