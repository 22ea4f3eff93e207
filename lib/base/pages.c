#define _DEFAULT_SOURCE                 /* madvise, MAP_ANONYMOUS */

#include "base/pages.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

/* For how many times its size addresses are kept. */
enum { ALIGN = 64, PAGE = KL_LARGE_PAGE, TIMES = 32 };

static char *map(size_t size, int protection)
{
	if (size > SIZE_MAX - PAGE)
		return NULL;
	char *all = mmap(NULL, size + PAGE, protection, MAP_PRIVATE | MAP_ANONYMOUS,
		-1, 0);
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

void *kl_pages_get(size_t size)
{
	if (size >= PAGE)
		return map(size, PROT_READ | PROT_WRITE);
	void *small = aligned_alloc(ALIGN, size);
	return small != NULL ? memset(small, 0, size) : NULL;
}

void kl_pages_free(void *pages, size_t size)
{
	if (size < PAGE)
		free(pages);
	else if (pages != NULL)
		munmap(pages, size);
}

/* Addresses that others may want are not kept. */
static bool are_scarce(void)
{
	struct rlimit limit;

	return getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur != RLIM_INFINITY;
}

static bool uncover(const struct kl_pages *pages, size_t size)
{
	return mprotect(pages->all + pages->room - size, size - pages->size,
		PROT_READ | PROT_WRITE) == 0;
}

/* Addresses for more than that, or for that alone. */
static bool find_room(struct kl_pages *pages, size_t size)
{
	pages->room = size;
	if (size >= PAGE && size <= SIZE_MAX / TIMES / 2 && !are_scarce()) {
		pages->room = size * TIMES;
		pages->all = map(pages->room, PROT_NONE);
		if (pages->all != NULL && uncover(pages, size))
			return true;
		kl_pages_free(pages->all, pages->room);
		pages->room = size;
	}
	pages->all = kl_pages_get(size);
	return pages->all != NULL;
}

bool kl_pages_grow(struct kl_pages *pages, size_t size)
{
	struct kl_pages grown = *pages;

	if (size <= pages->room) {
		if (!uncover(pages, size))
			return false;
	} else {
		grown = (struct kl_pages){ 0 };
		if (!find_room(&grown, size))
			return false;
		if (pages->size > 0)
			memcpy(grown.all + grown.room - pages->size, pages->at,
				pages->size);
		kl_pages_release(pages);
	}
	grown.at = grown.all + grown.room - size;
	grown.size = size;
	*pages = grown;
	return true;
}

void kl_pages_release(struct kl_pages *pages)
{
	kl_pages_free(pages->all, pages->room);
	*pages = (struct kl_pages){ 0 };
}
