/* Bytes beyond what is held in memory: the same ones, cut, read and written anywhere. */
#include "base/spool.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "random.h"

enum { SIZE = 5 * KL_SPOOL_HELD };

static void fill(char *text)
{
	uint64_t state = 7;

	for (size_t i = 0; i < SIZE; i++)
		text[i] = (char)random_below(&state, 256);
}

static void assert_written(const struct kl_spool *spool, const char *text,
	uint64_t from, uint64_t length)
{
	static char room[SIZE + 1];
	struct kl_error error;
	FILE *stream = fmemopen(room, sizeof room, "w");

	cr_assert_not_null(stream);
	setvbuf(stream, NULL, _IONBF, 0);
	cr_assert_eq(kl_spool_write(spool, from, length, stream, &error), KL_OK);
	cr_assert_eq((uint64_t)ftell(stream), length);
	fclose(stream);
	cr_assert_eq(memcmp(room, text + from, length), 0, "%llu from %llu",
		(unsigned long long)length, (unsigned long long)from);
}

Test(spool, same_bytes)
{
	static char text[SIZE];
	struct kl_spool spool = { 0 };
	struct kl_error error;
	uint64_t state = 3;

	fill(text);
	for (int i = 0; i < 3000; i++) {
		uint64_t length = kl_spool_end(&spool);
		uint64_t most = SIZE - length < 5000 ? SIZE - length : 5000;
		uint64_t piece = (uint64_t)random_below(&state, (int)most + 1);
		cr_assert_eq(kl_spool_add(&spool, text + length, (size_t)piece,
			&error), KL_OK);
		length += piece;
		if (i % 50 == 49) {
			length -= (uint64_t)random_below(&state, i % 500 == 499
				? (int)length : (int)(length / 8) + 1);
			kl_spool_cut(&spool, length);
		}
		cr_assert_eq(kl_spool_end(&spool), length);
		if (i % 100 == 0) {
			uint64_t from = (uint64_t)random_below(&state,
				(int)length + 1);
			assert_written(&spool, text, from, (uint64_t)random_below(
				&state, (int)(length - from) + 1));
			assert_written(&spool, text, 0, length);
		}
	}
	cr_assert(spool.opened);
	kl_spool_release(&spool);
	cr_assert_eq(kl_spool_end(&spool), 0);
}

Test(spool, nothing_goes_to_a_file_that_is_short)
{
	struct kl_spool spool = { 0 };
	struct kl_error error;

	setenv("TMPDIR", "/absent", 1);
	cr_assert_eq(kl_spool_add(&spool, "short", 5, &error), KL_OK);
	assert_written(&spool, "short", 0, 5);
	kl_spool_release(&spool);
}

Test(spool, failures)
{
	static char text[SIZE];
	const struct rlimit limit = { 1000, 1000 };
	struct kl_spool spool = { 0 };
	struct kl_error error;

	setenv("TMPDIR", "/absent", 1);
	cr_assert_eq(kl_spool_add(&spool, text, SIZE, &error),
		KL_IO);
	cr_assert_str_eq(error.path, "/absent");
	kl_spool_release(&spool);
	setenv("TMPDIR", "/tmp", 1);
	signal(SIGXFSZ, SIG_IGN);
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	cr_assert_eq(kl_spool_add(&spool, text, SIZE, &error),
		KL_IO);
	cr_assert_not_null(strstr(error.text, "cannot write a temporary file"));
	kl_spool_release(&spool);
}
