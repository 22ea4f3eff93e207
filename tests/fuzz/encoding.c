/*
 * Bytes to text in each encoding, whatever pieces they come in, beside the plain way
 * of decoded.h; and names of encodings.
 */
#include "decoded.h"
#include "table/decoder.h"

struct outcome {
	enum kl_status status;
	char *text;
	size_t size;
	struct kl_sighting seen[3];     /* a misfit, a NUL, the turn */
	enum kl_encoding encoding;
	size_t mark;
};

static struct outcome read_all(const uint8_t *bytes, size_t size,
	enum kl_encoding declared, size_t piece, size_t block)
{
	struct fuzz_memory memory = { bytes, size, piece };
	const struct kl_source source = { .read = fuzz_read, .context = &memory };
	struct outcome outcome = { .text = malloc(3 * size + block + 1) };
	struct kl_decoder decoder;
	struct kl_error error = { 0 };
	ssize_t got;

	fuzz_must(outcome.text != NULL);
	outcome.status = kl_decoder_open(&decoder, &source, declared, "file", &error);
	fuzz_check_error(outcome.status, &error);
	while (outcome.status == KL_OK && (got = decoder.source.read(
			decoder.source.context, outcome.text + outcome.size, block)) != 0) {
		fuzz_must(got > 0 && (size_t)got <= block);
		outcome.size += (size_t)got;
		fuzz_must(outcome.size <= 3 * size);
	}
	if (outcome.status == KL_OK) {
		outcome.seen[0] = decoder.misfit;
		outcome.seen[1] = decoder.nul;
		outcome.seen[2] = decoder.turn;
		outcome.encoding = decoder.encoding;
		outcome.mark = decoder.mark;
	}
	kl_decoder_release(&decoder);
	return outcome;
}

static void check_seen(const struct outcome *outcome, const uint8_t *bytes,
	size_t size)
{
	for (int i = 0; i < 3; i++) {
		const struct kl_sighting *seen = &outcome->seen[i];
		if (!seen->met)
			continue;
		fuzz_must(seen->at < outcome->size && seen->offset < size);
		fuzz_must(i == 2 || seen->byte == bytes[seen->offset]);
	}
	const char *nul = memchr(outcome->text, '\0', outcome->size);
	fuzz_must(outcome->seen[1].met == (nul != NULL));
	fuzz_must(nul == NULL
		|| outcome->seen[1].at == (size_t)(nul - outcome->text));
}

static void check(const uint8_t *bytes, size_t size, enum kl_encoding declared)
{
	static const size_t ways[][2] = { { 0, 65536 }, { 1, 7 }, { 3, 1 }, { 64, 64 } };
	struct outcome first = { 0 };

	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		struct outcome now = read_all(bytes, size, declared, ways[i][0],
			ways[i][1]);
		if (i == 0) {
			first = now;
			continue;
		}
		fuzz_must(now.status == first.status && now.size == first.size);
		fuzz_must(memcmp(now.text, first.text, now.size) == 0);
		for (int j = 0; j < 3; j++)
			fuzz_must(now.seen[j].met == first.seen[j].met
				&& now.seen[j].at == first.seen[j].at
				&& now.seen[j].offset == first.seen[j].offset);
		free(now.text);
	}
	if (first.status == KL_OK) {
		struct decoded plain = decode(bytes, size, declared);
		fuzz_must(plain.size == first.size && plain.mark == first.mark);
		/* An empty file has no mark that tells which UTF-16 it is. */
		fuzz_must(plain.encoding == first.encoding || size == 0);
		fuzz_must(memcmp(plain.text, first.text, plain.size) == 0);
		free(plain.text);
		check_seen(&first, bytes, size);
	}
	free(first.text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	enum kl_encoding found = KL_ENCODINGS;
	const struct kl_span name = { (const char *)bytes, size };

	if (kl_encoding_find(name, &found))
		fuzz_must(found > KL_ENCODING_OPEN && found < KL_ENCODINGS);
	else
		fuzz_must(found == KL_ENCODINGS);
	for (int i = KL_ENCODING_OPEN; i < KL_ENCODINGS; i++)
		check(bytes, size, (enum kl_encoding)i);
	return 0;
}
