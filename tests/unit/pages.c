#define _DEFAULT_SOURCE
#include "base/pages.h"

#include <criterion/criterion.h>
#include <string.h>
#include <sys/resource.h>

enum { LARGE = KL_LARGE_PAGE };

static void check(const unsigned char *at, size_t from, size_t to, int byte)
{
	bool same = true;

	for (size_t i = from; i < to; i++)
		same = same && at[i] == byte;
	cr_assert(same, "%d in bytes %zu to %zu", byte, from, to);
}

/* What was there is the end of it, and before that are zeros: small and large, within
 * what is kept for it and beyond, and when addresses are scarce. */
Test(pages, grow_at_their_front)
{
	static const size_t sizes[] = { 64, 640, LARGE - 64, LARGE, 2 * LARGE,
		5 * LARGE, 33 * LARGE, 34 * LARGE };
	struct rlimit limit;

	for (int scarce = 0; scarce < 2; scarce++) {
		struct kl_pages pages = { 0 };
		size_t before = 0;
		cr_assert_eq(getrlimit(RLIMIT_AS, &limit), 0);
		limit.rlim_cur = scarce ? RLIM_INFINITY - 1 : limit.rlim_cur;
		cr_assert_eq(setrlimit(RLIMIT_AS, &limit), 0);
		for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
			const size_t size = sizes[i];
			cr_assert(kl_pages_grow(&pages, size));
			cr_assert_eq(pages.size, size);
			cr_assert_eq((size_t)pages.at % 64, 0);
			check(pages.at, 0, size - before, 0);
			check(pages.at, size - before, size, (int)i);
			memset(pages.at, (int)i + 1, size);
			before = size;
		}
		cr_assert(scarce ? pages.room == before : pages.room > before);
		kl_pages_release(&pages);
		cr_assert_eq(pages.at, NULL);
	}
}
