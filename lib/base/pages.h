/*
 * Memory for large tables that are looked into anywhere: in large pages where the
 * system has them, of which the processor can keep more in mind.
 */
#ifndef KL_BASE_PAGES_H
#define KL_BASE_PAGES_H

#include <stddef.h>

/* size bytes (a multiple of 64), zeroed, at a multiple of 64; NULL when memory is
 * out. */
void *kl_pages_get(size_t size);
/* `size` as it was asked for. NULL is fine. */
void kl_pages_free(void *pages, size_t size);

#endif
