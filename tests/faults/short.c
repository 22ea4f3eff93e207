/*
 * Preloaded into a program: what it asks of the system is done in part, as the system
 * may at any time. Reads and writes move fewer bytes than asked for, and sometimes a
 * signal comes before any did (EINTR).
 *
 *   KLOPT_SHORT_SEED=N    of how many, from 1 (default 1)
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Most are some bytes, so that every boundary is met; some are much of it, so that a
 * large file comes to its end. */
enum { FEW = 7, MANY = 5000, ONE_IN = 8 };

static atomic_uint_fast64_t state = 1;

__attribute__((constructor)) static void start(void)
{
	const char *seed = getenv("KLOPT_SHORT_SEED");

	if (seed != NULL)
		atomic_store(&state, strtoull(seed, NULL, 10));
}

/* Mixed like the generator SplitMix64 of Steele, Lea and Flood (2014). */
static uint64_t draw(void)
{
	uint64_t x = atomic_fetch_add(&state, UINT64_C(0x9e3779b97f4a7c15));

	x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
	return x ^ (x >> 31);
}

static bool interrupts(void)
{
	if (draw() % ONE_IN != 0)
		return false;
	errno = EINTR;
	return true;
}

static size_t part_of(size_t size)
{
	const uint64_t drawn = draw();
	const size_t most = 1 + (drawn >> 8) % (drawn % ONE_IN != 0 ? FEW : MANY);

	/* Some megabytes byte by byte would take minutes. */
	return size > MANY * ONE_IN && drawn % 3 == 0 ? size - most
		: most < size ? most : size;
}

ssize_t read(int fd, void *to, size_t size)
{
	return interrupts() ? -1 : syscall(SYS_read, fd, to, part_of(size));
}

ssize_t write(int fd, const void *from, size_t size)
{
	return interrupts() ? -1 : syscall(SYS_write, fd, from, part_of(size));
}

ssize_t pread(int fd, void *to, size_t size, off_t at)
{
	return interrupts() ? -1 : syscall(SYS_pread64, fd, to, part_of(size), at);
}

ssize_t pwrite(int fd, const void *from, size_t size, off_t at)
{
	return interrupts() ? -1 : syscall(SYS_pwrite64, fd, from, part_of(size), at);
}
