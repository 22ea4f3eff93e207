/*
 * Preloaded into a program: one of its allocations fails, and what it leaves
 * allocated at its end is counted.
 *
 *   KLOPT_FAULT_AT=N      the allocation that fails, from 1; 0 or absent: none
 *   KLOPT_FAULT_FOR=K     how many fail from there on (default 1)
 *   KLOPT_FAULT_LOG=FILE  where it is told at the end, in one line:
 *                         allocations N failed N left N where [LIBRARY] OFFSET...
 *   KLOPT_FAULT_PLACES=FILE  for each allocation the place that asks for it: eight
 *                         bytes, a hash of its callers
 *
 * `left` counts blocks that the program itself asked for (not the libraries under
 * it), `where` is who asked for the first that failed, from the inside, as offsets
 * in the program for addr2line; or for the first that was left. glibc documents that
 * its malloc may be replaced like this; the functions under it are __libc_malloc and
 * the like.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t align, size_t size);
extern void __libc_free(void *block);

/* The program's own blocks: open addressing; more than fit are not followed. */
enum { SLOTS = 1 << 17 };
#define GONE ((void *)1)

struct block {
	void *at;
	void *caller;
};

static struct block blocks[SLOTS];
static atomic_flag busy = ATOMIC_FLAG_INIT;
static atomic_ulong allocations, failures;
static unsigned long first, last;
static bool counting;
static uintptr_t program, text_start, text_end;
enum { DEPTH = 40, TOLD = 6 };
static void *failed_by[DEPTH];
static int depth;

static size_t slot_of(const void *at)
{
	return (size_t)((uintptr_t)at >> 4) * 0x9e3779b1u & (SLOTS - 1);
}

static void lock(void)
{
	while (atomic_flag_test_and_set(&busy))
		continue;
}

static void unlock(void)
{
	atomic_flag_clear(&busy);
}

static bool is_own(const void *caller)
{
	return (uintptr_t)caller >= text_start && (uintptr_t)caller < text_end;
}

static void follow(void *at, void *caller)
{
	if (at == NULL || !counting || !is_own(caller))
		return;
	lock();
	size_t slot = slot_of(at);
	for (size_t i = 0; i < SLOTS; i++, slot = (slot + 1) & (SLOTS - 1)) {
		if (blocks[slot].at != NULL && blocks[slot].at != GONE)
			continue;
		blocks[slot] = (struct block){ at, caller };
		break;
	}
	unlock();
}

static void forget(void *at)
{
	if (at == NULL || !counting)
		return;
	lock();
	size_t slot = slot_of(at);
	while (blocks[slot].at != NULL && blocks[slot].at != at)
		slot = (slot + 1) & (SLOTS - 1);
	if (blocks[slot].at == at)
		blocks[slot].at = GONE;
	unlock();
}

/* The library that asked, if one did; and the program's own callers. */
static size_t tell_callers(char *line, size_t size)
{
	Dl_info object;
	size_t used = 0;
	int told = 0;

	/* Frame 0 and 1 are ours. */
	if (depth > 2 && !is_own(failed_by[2]) && dladdr(failed_by[2], &object) != 0) {
		const char *name = strrchr(object.dli_fname, '/');
		used += (size_t)snprintf(line, size, " %s", name != NULL ? name + 1 : "?");
	}
	for (int i = 0; i < depth && told < TOLD && used < size; i++) {
		if (!is_own(failed_by[i]))
			continue;
		/* The call itself, not what comes after it. */
		used += (size_t)snprintf(line + used, size - used, " %#lx",
			(unsigned long)((uintptr_t)failed_by[i] - 1 - program));
		told++;
	}
	return used;
}

/* Opened at the start: a program that knows its files can open no other. */
static int log_file = -1;

static int open_named(const char *name)
{
	const char *path = getenv(name);
	int fd = path == NULL ? -1 : open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	if (path == NULL)
		return -1;
	/* Where no number is that the program expects to get. */
	int moved = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, 200);
	if (moved < 0)
		_exit(99);
	close(fd);
	return moved;
}

/* Also when it fails: a program that crashes then has told where. */
static void write_log(unsigned long left)
{
	char where[512] = "", line[640];

	if (log_file < 0)
		return;
	tell_callers(where, sizeof where);
	int length = snprintf(line, sizeof line, "allocations %lu failed %lu left %lu where%s\n",
		atomic_load(&allocations), atomic_load(&failures), left, where);
	if (ftruncate(log_file, 0) != 0
			|| pwrite(log_file, line, (size_t)length, 0) != length)
		_exit(99);
}

/* Where places are told; -1: nowhere. */
static int places = -1;

/* FNV-1a over the program's own callers. */
static void tell_place(unsigned long number)
{
	void *callers[DEPTH];
	int count = backtrace(callers, DEPTH);
	uint64_t place = UINT64_C(0xcbf29ce484222325);

	for (int i = 0; i < count; i++) {
		if (is_own(callers[i]))
			place = (place ^ ((uintptr_t)callers[i] - program))
				* UINT64_C(0x100000001b3);
	}
	if (pwrite(places, &place, sizeof place,
			(off_t)((number - 1) * sizeof place)) != sizeof place)
		_exit(99);
}

static bool fails(void)
{
	if (!counting)
		return false;
	unsigned long number = atomic_fetch_add(&allocations, 1) + 1;
	if (places >= 0)
		tell_place(number);
	if (number < first || number > last)
		return false;
	if (atomic_fetch_add(&failures, 1) == 0) {
		depth = backtrace(failed_by, DEPTH);
		write_log(0);
	}
	errno = ENOMEM;
	return true;
}

static void *allocate(size_t size, void *caller)
{
	void *block = fails() ? NULL : __libc_malloc(size);

	follow(block, caller);
	return block;
}

void *malloc(size_t size)
{
	return allocate(size, __builtin_return_address(0));
}

void *calloc(size_t count, size_t size)
{
	void *caller = __builtin_return_address(0);
	void *block = fails() ? NULL : __libc_calloc(count, size);

	follow(block, caller);
	return block;
}

/* What is there is followed to where it goes, and stays when it cannot. */
void *realloc(void *block, size_t size)
{
	void *caller = __builtin_return_address(0);

	if (fails())
		return NULL;
	forget(block);
	void *moved = __libc_realloc(block, size);
	follow(moved != NULL || size == 0 ? moved : block, caller);
	return moved;
}

void free(void *block)
{
	forget(block);
	__libc_free(block);
}

void *memalign(size_t align, size_t size)
{
	void *caller = __builtin_return_address(0);
	void *block = fails() ? NULL : __libc_memalign(align, size);

	follow(block, caller);
	return block;
}

void *aligned_alloc(size_t align, size_t size)
{
	void *caller = __builtin_return_address(0);
	void *block = fails() ? NULL : __libc_memalign(align, size);

	follow(block, caller);
	return block;
}

int posix_memalign(void **block, size_t align, size_t size)
{
	void *caller = __builtin_return_address(0);
	void *made = fails() ? NULL : __libc_memalign(align, size);

	if (made == NULL)
		return ENOMEM;
	*block = made;
	follow(made, caller);
	return 0;
}

/* Of the C library, but the program's own to free. */
char *strndup(const char *text, size_t length)
{
	size_t size = strnlen(text, length);
	char *copy = allocate(size + 1, __builtin_return_address(0));

	if (copy != NULL) {
		memcpy(copy, text, size);
		copy[size] = '\0';
	}
	return copy;
}

char *strdup(const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy = allocate(size, __builtin_return_address(0));

	return copy != NULL ? memcpy(copy, text, size) : NULL;
}

/* The first object is the program. */
static int find_program(struct dl_phdr_info *info, size_t size, void *context)
{
	(void)size;
	(void)context;
	program = info->dlpi_addr;
	for (size_t i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &info->dlpi_phdr[i];
		if (part->p_type == PT_LOAD && (part->p_flags & PF_X) != 0) {
			text_start = info->dlpi_addr + part->p_vaddr;
			text_end = text_start + part->p_memsz;
		}
	}
	return 1;
}

static unsigned long number_of(const char *name, unsigned long otherwise)
{
	const char *text = getenv(name);

	return text != NULL ? strtoul(text, NULL, 10) : otherwise;
}

__attribute__((constructor)) static void begin(void)
{
	log_file = open_named("KLOPT_FAULT_LOG");
	places = open_named("KLOPT_FAULT_PLACES");
	dl_iterate_phdr(find_program, NULL);
	depth = backtrace(failed_by, 1);        /* what it needs once */
	depth = 0;
	first = number_of("KLOPT_FAULT_AT", 0);
	if (first == 0)
		first = (unsigned long)-1;
	unsigned long count = number_of("KLOPT_FAULT_FOR", 1);
	last = count > (unsigned long)-1 - first ? (unsigned long)-1 : first + count - 1;
	counting = true;
}

__attribute__((destructor)) static void end(void)
{
	unsigned long left = 0;

	counting = false;
	for (size_t i = 0; i < SLOTS; i++) {
		if (blocks[i].at == NULL || blocks[i].at == GONE)
			continue;
		if (left++ == 0 && depth == 0)
			failed_by[depth++] = blocks[i].caller;
	}
	write_log(left);
}
