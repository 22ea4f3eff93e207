/*
 * Preloaded into a program: tells of each file that it makes, in the file that
 * KLOPT_FILES_LOG names, in lines
 *
 *   made MODE PATH             by mkstemp, or open with O_EXCL: it was not there before
 *   folder MODE PATH           by mkdtemp
 *   opened MODE PATH           by open or fopen, to write, under a name of its own choice
 *   gone 0 PATH                its name was removed
 *   renamed 0 PATH<tab>PATH
 *
 * MODE is what the file has then. What is no regular file is not told.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int told = -1;

/* Before the program gives up what it may open. */
__attribute__((constructor)) static void start(void)
{
	int (*next)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
	const char *path = getenv("KLOPT_FILES_LOG");

	if (path != NULL)
		told = next(path, O_WRONLY | O_APPEND | O_CLOEXEC);
}

static void tell(const char *what, unsigned mode, const char *path, const char *to)
{
	char line[8192];
	int length = snprintf(line, sizeof line, "%s %o %s%s%s\n", what, mode, path,
		to != NULL ? "\t" : "", to != NULL ? to : "");

	if (told >= 0 && length > 0 && write(told, line, (size_t)length) != length)
		abort();
}

static int tell_file(const char *what, const char *path, int fd)
{
	struct stat there;

	if (fd >= 0 && fstat(fd, &there) == 0 && S_ISREG(there.st_mode))
		tell(what, there.st_mode & 07777, path, NULL);
	return fd;
}

/* What is made so is nobody's before. */
#define MAKE(name, parameters, arguments) \
int name parameters \
{ \
	int (*next) parameters = dlsym(RTLD_NEXT, #name); \
	return tell_file("made", path, next arguments); \
}
MAKE(mkstemp, (char *path), (path))
MAKE(mkstemp64, (char *path), (path))
MAKE(mkostemp, (char *path, int flags), (path, flags))
MAKE(mkostemp64, (char *path, int flags), (path, flags))

char *mkdtemp(char *path)
{
	char *(*next)(char *) = dlsym(RTLD_NEXT, "mkdtemp");
	struct stat there;
	char *made = next(path);

	if (made != NULL && stat(made, &there) == 0)
		tell("folder", there.st_mode & 07777, path, NULL);
	return made;
}

static int tell_open(const char *path, int flags, int fd)
{
	return (flags & O_CREAT) != 0 || (flags & O_ACCMODE) != O_RDONLY
		? tell_file((flags & O_EXCL) != 0 ? "made" : "opened", path, fd) : fd;
}

static mode_t mode_of(int flags, va_list rest)
{
	return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
}

#define OPEN(name) \
int name(const char *path, int flags, ...) \
{ \
	int (*next)(const char *, int, ...) = dlsym(RTLD_NEXT, #name); \
	va_list rest; \
	va_start(rest, flags); \
	mode_t mode = mode_of(flags, rest); \
	va_end(rest); \
	return tell_open(path, flags, next(path, flags, mode)); \
}
OPEN(open)
OPEN(open64)

#define OPEN_AT(name) \
int name(int folder, const char *path, int flags, ...) \
{ \
	int (*next)(int, const char *, int, ...) = dlsym(RTLD_NEXT, #name); \
	va_list rest; \
	va_start(rest, flags); \
	mode_t mode = mode_of(flags, rest); \
	va_end(rest); \
	return tell_open(path, flags, next(folder, path, flags, mode)); \
}
OPEN_AT(openat)
OPEN_AT(openat64)

#define FOPEN(name) \
FILE *name(const char *path, const char *mode) \
{ \
	FILE *(*next)(const char *, const char *) = dlsym(RTLD_NEXT, #name); \
	FILE *stream = next(path, mode); \
	if (stream != NULL && (mode[0] != 'r' || strchr(mode, '+') != NULL)) \
		tell_file("opened", path, fileno(stream)); \
	return stream; \
}
FOPEN(fopen)
FOPEN(fopen64)

int unlink(const char *path)
{
	int (*next)(const char *) = dlsym(RTLD_NEXT, "unlink");
	int failed = next(path);

	if (failed == 0)
		tell("gone", 0, path, NULL);
	return failed;
}

int rename(const char *from, const char *to)
{
	int (*next)(const char *, const char *) = dlsym(RTLD_NEXT, "rename");
	int failed = next(from, to);

	if (failed == 0)
		tell("renamed", 0, from, to);
	return failed;
}
