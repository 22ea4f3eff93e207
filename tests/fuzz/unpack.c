/*
 * Unpacking any bytes: it ends, well or with a sentence, and what it gives does not
 * depend on the size of the pieces. A text that is longer than MOST is let be.
 */
#include "fuzz.h"

#include "base/memory.h"
#include "table/unpack.h"

enum { MOST = 8 << 20 };

struct outcome {
	enum kl_status status;
	uint64_t hash;
	size_t size;
};

static struct outcome read_all(struct kl_span packed, size_t block, size_t piece,
	unsigned jobs)
{
	struct fuzz_memory memory = { (const uint8_t *)packed.at, packed.length, piece };
	const struct kl_source from = { .read = fuzz_read, .context = &memory };
	struct kl_unpack *unpack = kl_unpack_new(kl_packing_of(packed), &from, block,
		jobs);
	struct outcome outcome = { KL_OK, 0, 0 };
	char buffer[1021];
	ssize_t got;

	fuzz_must(unpack != NULL);
	const struct kl_span first = kl_unpack_first(unpack);
	const struct kl_source source = kl_unpack_source(unpack);
	fuzz_must(first.length <= 4);
	while ((got = source.read(source.context, buffer, sizeof buffer)) > 0) {
		fuzz_must(outcome.size > 0
			|| memcmp(buffer, first.at, first.length) == 0);
		for (ssize_t i = 0; i < got; i++)
			outcome.hash = outcome.hash * 31 + (unsigned char)buffer[i];
		outcome.size += (size_t)got;
		if (outcome.size > MOST)
			break;
	}
	if (got < 0) {
		outcome.status = source.failure->status;
		fuzz_must(outcome.status != KL_OK && source.failure->text[0] != '\0');
		fuzz_must(source.read(source.context, buffer, sizeof buffer) < 0);
	} else if (got == 0) {
		fuzz_must(source.read(source.context, buffer, sizeof buffer) == 0);
	}
	kl_unpack_free(unpack);
	return outcome;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const size_t ways[][3] = { { 0, 1, 1 }, { 5, 0, 1 }, { 64, 7, 2 } };
	const struct kl_span packed = { (const char *)bytes, size };

	if (kl_packing_of(packed) == KL_PACKED_NOT)
		return 0;
	struct outcome whole = read_all(packed, 0, 0, 1);
	for (size_t i = 0; i < sizeof ways / sizeof *ways && whole.size <= MOST; i++) {
		struct outcome other = read_all(packed, ways[i][0], ways[i][1],
			(unsigned)ways[i][2]);
		fuzz_must(other.status == whole.status);
		/* Of what fails, how much comes before that may differ. */
		fuzz_must(whole.status != KL_OK || (other.size == whole.size
			&& other.hash == whole.hash));
	}
	return 0;
}
