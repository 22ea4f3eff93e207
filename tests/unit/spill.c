/* Text beyond what is held in memory: the same bytes, cut and written anywhere. */
#include "base/spill.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "random.h"

enum { SIZE = 5 * KL_SPILL_HELD };

static void fill(char *text)
{
	uint64_t state = 7;

	for (size_t i = 0; i < SIZE; i++)
		text[i] = (char)random_below(&state, 256);
}

static void assert_written(const struct kl_spill *spill, const char *text,
	uint64_t from, uint64_t length)
{
	static char room[SIZE + 1];
	struct kl_error error;
	FILE *stream = fmemopen(room, sizeof room, "w");

	cr_assert_not_null(stream);
	setvbuf(stream, NULL, _IONBF, 0);
	cr_assert_eq(kl_spill_write(spill, from, length, stream, &error), KL_OK);
	cr_assert_eq((uint64_t)ftell(stream), length);
	fclose(stream);
	cr_assert_eq(memcmp(room, text + from, length), 0, "%llu from %llu",
		(unsigned long long)length, (unsigned long long)from);
}

Test(spill, same_bytes)
{
	static char text[SIZE];
	struct kl_spill spill = { 0 };
	struct kl_error error;
	uint64_t state = 3;

	fill(text);
	for (int i = 0; i < 3000; i++) {
		uint64_t length = kl_spill_length(&spill);
		uint64_t most = SIZE - length < 5000 ? SIZE - length : 5000;
		uint64_t piece = (uint64_t)random_below(&state, (int)most + 1);
		cr_assert_eq(kl_spill_add(&spill, (struct kl_span){ text + length,
			(size_t)piece }, &error), KL_OK);
		length += piece;
		if (i % 50 == 49) {
			length -= (uint64_t)random_below(&state, i % 500 == 499
				? (int)length : (int)(length / 8) + 1);
			kl_spill_cut(&spill, length);
		}
		cr_assert_eq(kl_spill_length(&spill), length);
		if (i % 100 == 0) {
			uint64_t from = (uint64_t)random_below(&state,
				(int)length + 1);
			assert_written(&spill, text, from, (uint64_t)random_below(
				&state, (int)(length - from) + 1));
			assert_written(&spill, text, 0, length);
		}
	}
	cr_assert(spill.opened);
	kl_spill_release(&spill);
	cr_assert_eq(kl_spill_length(&spill), 0);
}

Test(spill, nothing_goes_to_a_file_that_is_short)
{
	struct kl_spill spill = { 0 };
	struct kl_error error;

	setenv("TMPDIR", "/absent", 1);
	cr_assert_eq(kl_spill_add(&spill, kl_span_of("short"), &error), KL_OK);
	assert_written(&spill, "short", 0, 5);
	kl_spill_release(&spill);
}

Test(spill, failures)
{
	static char text[SIZE];
	const struct rlimit limit = { 1000, 1000 };
	struct kl_spill spill = { 0 };
	struct kl_error error;

	setenv("TMPDIR", "/absent", 1);
	cr_assert_eq(kl_spill_add(&spill, (struct kl_span){ text, SIZE }, &error),
		KL_IO);
	cr_assert_str_eq(error.path, "/absent");
	kl_spill_release(&spill);
	setenv("TMPDIR", "/tmp", 1);
	signal(SIGXFSZ, SIG_IGN);
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	cr_assert_eq(kl_spill_add(&spill, (struct kl_span){ text, SIZE }, &error),
		KL_IO);
	cr_assert_not_null(strstr(error.text, "cannot write a temporary file"));
	kl_spill_release(&spill);
}
