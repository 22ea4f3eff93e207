#define _DEFAULT_SOURCE                 /* madvise, MAP_ANONYMOUS */

#include "base/pages.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { ALIGN = 64, PAGE = 2 << 20 };    /* of a large page */

void *kl_pages_get(size_t size)
{
	if (size > SIZE_MAX - PAGE)
		return NULL;
	if (size < PAGE) {
		void *small = aligned_alloc(ALIGN, size);
		return small != NULL ? memset(small, 0, size) : NULL;
	}
	char *all = mmap(NULL, size + PAGE, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (all == MAP_FAILED)
		return NULL;
	/* Large pages begin at multiples of their size. */
	const size_t before = (PAGE - (uintptr_t)all % PAGE) % PAGE;
	const size_t small = (size_t)sysconf(_SC_PAGESIZE);
	const size_t end = (before + size + small - 1) / small * small;
	if (before > 0)
		munmap(all, before);
	if (end < size + PAGE)
		munmap(all + end, size + PAGE - end);
#ifdef MADV_HUGEPAGE
	madvise(all + before, size, MADV_HUGEPAGE);
#endif
	return all + before;
}

void kl_pages_free(void *pages, size_t size)
{
	if (size < PAGE)
		free(pages);
	else if (pages != NULL)
		munmap(pages, size);
}
