/*
 * Runs a fuzz target over the files that are named, without a fuzzer: each
 * whole, and cut off after each of its first bytes.
 */
#include "fuzz.h"

enum { CUTS = 256, FILE_MOST = 1 << 20 };

/* In memory of its exact size, so that reading past its end is noticed. */
static void run(const uint8_t *bytes, size_t size)
{
	uint8_t *copy = malloc(size > 0 ? size : 1);

	fuzz_must(copy != NULL);
	memcpy(copy, bytes, size);
	LLVMFuzzerTestOneInput(copy, size);
	free(copy);
}

int main(int argc, char **argv)
{
	static uint8_t bytes[FILE_MOST];

	for (int i = 1; i < argc; i++) {
		FILE *file = fopen(argv[i], "rb");
		if (file == NULL) {
			perror(argv[i]);
			return 2;
		}
		size_t size = fread(bytes, 1, sizeof bytes, file);
		fclose(file);
		for (size_t cut = 0; cut < size && cut < CUTS; cut++)
			run(bytes, cut);
		run(bytes, size);
	}
	printf("%d files, nothing found\n", argc - 1);
	return 0;
}
