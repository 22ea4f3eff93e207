/*
 * Memory for large tables that are looked into anywhere: in large pages where the
 * system has them, of which the processor can keep more in mind.
 */
#ifndef KL_BASE_PAGES_H
#define KL_BASE_PAGES_H

#include <stdbool.h>
#include <stddef.h>

enum { KL_LARGE_PAGE = 2 << 20 };

/* size bytes (a multiple of 64), zeroed, at a multiple of 64; NULL when memory is
 * out. */
void *kl_pages_get(size_t size);
/* `size` as it was asked for. NULL is fine. */
void kl_pages_free(void *pages, size_t size);

/* The same that grows at its front, where what was there stays as a rule: addresses
 * are kept for it. Zero it to start. */
struct kl_pages {
	void *at;
	size_t size;
	char *all;                      /* what is kept, which ends where they end */
	size_t room;
};

/* Makes it larger; size is a multiple of 64, and of KL_LARGE_PAGE if it is not less.
 * What was there is the end of it, before that are zeros. False when memory is out:
 * it is then as it was. */
bool kl_pages_grow(struct kl_pages *pages, size_t size);
void kl_pages_release(struct kl_pages *pages);

#endif
