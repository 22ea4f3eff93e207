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

/* Bytes: what a call takes besides what is expected of it, and what there must be for a
 * number of them. */
enum { FOR_CALL = 4 << 10, RESERVE = 4 << 20 };

static pthread_mutex_t keeping = PTHREAD_MUTEX_INITIALIZER;
static void *reserve;
static atomic_bool lacked;
/* Bytes that calls may have taken since we looked. */
static atomic_size_t taken;

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
	atomic_store(&taken, RESERVE);
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

void kl_xlsx_memory_expect(size_t size)
{
	atomic_fetch_add(&taken, size);
}

const struct kl_xlsx_library *kl_xlsx_call(void)
{
	/* What the call before could not have, and did not say. */
	if (errno == ENOMEM)
		atomic_store(&lacked, true);
	if (atomic_fetch_add(&taken, FOR_CALL) >= RESERVE) {
		atomic_store(&taken, 0);
		if (!kl_xlsx_memory_has(2 * RESERVE))
			give_up();
	}
	errno = 0;
	return &kl_xlsx_library;
}

bool kl_xlsx_memory_lacked(void)
{
	return errno == ENOMEM || atomic_load(&lacked);
}
