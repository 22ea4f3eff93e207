#define _DEFAULT_SOURCE                 /* MAP_ANONYMOUS */

/* Memory for the library. It often does not look whether it got any: it crashes, or
 * goes on without a cell. So we look before its calls. There is a reserve besides,
 * given up when there is no more: with it the calls come back that are made until
 * the run ends. */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/mman.h>

#include "format/xlsx_library.h"

/* Bytes. A call copies the text of a cell, 32767 characters, some times; we look
 * before every so many calls. */
enum { FOR_CALL = 512 << 10, CALLS = 8, RESERVE = FOR_CALL * CALLS };

static pthread_mutex_t keeping = PTHREAD_MUTEX_INITIALIZER;
static void *reserve;
static atomic_bool lacked;
static atomic_uint calls;

/* Not by malloc: what it gives, it keeps in pieces. */
static void *map(size_t size)
{
	void *at = mmap(NULL, size, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return at == MAP_FAILED ? NULL : at;
}

enum kl_status kl_xlsx_memory_begin(struct kl_error *error)
{
	pthread_mutex_lock(&keeping);
	if (reserve == NULL)
		reserve = map(RESERVE);
	bool is_kept = reserve != NULL;
	pthread_mutex_unlock(&keeping);
	if (!is_kept)
		return kl_no_memory(error);
	atomic_store(&lacked, false);
	errno = 0;
	return KL_OK;
}

static void give_up(void)
{
	pthread_mutex_lock(&keeping);
	if (reserve != NULL)
		munmap(reserve, RESERVE);
	reserve = NULL;
	pthread_mutex_unlock(&keeping);
	atomic_store(&lacked, true);
}

bool kl_xlsx_memory_has(size_t size)
{
	void *at = map(size);

	if (at != NULL)
		munmap(at, size);
	return at != NULL;
}

const struct kl_xlsx_library *kl_xlsx_call(void)
{
	/* What the call before could not have, and did not say. */
	if (errno == ENOMEM)
		atomic_store(&lacked, true);
	if (atomic_fetch_add(&calls, 1) % CALLS == 0
			&& !kl_xlsx_memory_has(RESERVE))
		give_up();
	errno = 0;
	return &kl_xlsx_library;
}

bool kl_xlsx_memory_lacked(void)
{
	return errno == ENOMEM || atomic_load(&lacked);
}
