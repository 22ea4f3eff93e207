/*
 * Loaded into a program: as it ends it tries what a confined program cannot do, and
 * writes to descriptor 9 one line an attempt, "NAME done" or "NAME ERROR". What it made
 * it takes away.
 *
 *   INPUT      a file that the program reads
 *   BESIDE     a name in the folder of the outputs, of a file that is not there
 *   SECRET     a file that the program has no business with
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>
#include <pthread.h>

static void tell(const char *name, int result, int number)
{
	dprintf(9, "%s %s\n", name, result >= 0 ? "done" : strerrorname_np(number));
}

#define TRY(name, call) \
	do { \
		errno = 0; \
		int result_ = (int)(call); \
		tell(name, result_, errno); \
	} while (0)

static int open_and_close(const char *path, int flags)
{
	int fd = open(path, flags, 0600);

	if (fd >= 0)
		close(fd);
	return fd;
}

static int make(const char *path)
{
	int fd = open_and_close(path, O_WRONLY | O_CREAT | O_EXCL);

	if (fd >= 0)
		unlink(path);
	return fd;
}

static int process(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	if (child > 0)
		waitpid(child, NULL, 0);
	return child;
}

static void *nothing(void *context)
{
	return context;
}

static int thread(void)
{
	pthread_t made;

	errno = pthread_create(&made, NULL, nothing, NULL);
	return errno == 0 && pthread_join(made, NULL) == 0 ? 0 : -1;
}

static int tmp(void)
{
	char name[] = "/tmp/attempt-XXXXXX";
	int fd = mkstemp(name);

	if (fd >= 0) {
		unlink(name);
		close(fd);
	}
	return fd;
}

/* Fails in any case, with EFAULT where it is let through. */
static int program(void)
{
	return (int)syscall(SYS_execve, NULL, NULL, NULL);
}

/* A number of a signal that is none: whether it might be sent is told all the same. */
static int queue(void)
{
	siginfo_t about = { .si_code = SI_QUEUE };

	return (int)syscall(SYS_rt_sigqueueinfo, getppid(), 0, &about);
}

/* When the pipe has something to read, the kernel signals its owner. */
static int own(void)
{
	int ends[2], result;

	if (pipe(ends) != 0)
		return -1;
	result = fcntl(ends[0], F_SETOWN, getppid());
	int number = errno;
	close(ends[0]);
	close(ends[1]);
	errno = number;
	return result;
}

/* A limit on time would kill it. */
static int limit(void)
{
	struct rlimit as_it_is;

	return prlimit(getppid(), RLIMIT_CPU, NULL, &as_it_is) != 0 ? -1
		: prlimit(getppid(), RLIMIT_CPU, &as_it_is, NULL);
}

static int limit_own(void)
{
	struct rlimit as_it_is;

	return getrlimit(RLIMIT_NOFILE, &as_it_is) != 0 ? -1
		: setrlimit(RLIMIT_NOFILE, &as_it_is);
}

/* As it was, that of a file that may be read or not. */
static int mode(const char *path)
{
	struct stat about;

	return stat(path, &about) != 0 ? -1 : chmod(path, about.st_mode & 07777);
}

static int rename_there_and_back(const char *path)
{
	char other[4096];

	snprintf(other, sizeof other, "%s.moved", path);
	return rename(path, other) != 0 ? -1 : rename(other, path);
}

static int link_beside(const char *path, bool symbolic)
{
	char other[4096];

	snprintf(other, sizeof other, "%s.link", path);
	int made = symbolic ? symlink("/etc/passwd", other) : link(path, other);
	return made != 0 ? -1 : unlink(other);
}

/* No file that is there at all: a copy in memory of what could be run. */
static int from_memory(void)
{
	int fd = memfd_create("attempt", MFD_CLOEXEC);

	return fd < 0 ? -1 : (int)syscall(SYS_execveat, fd, "", NULL, NULL, 0);
}

static void attempt_programs(void)
{
	TRY("queue", queue());
	TRY("owner", own());
	TRY("limit", limit());
	TRY("limit-own", limit_own());
	TRY("priority", setpriority(PRIO_PROCESS, (id_t)getppid(),
		getpriority(PRIO_PROCESS, (id_t)getppid())));
	TRY("trace", ptrace(PTRACE_SEIZE, getppid(), NULL, NULL) == 0
		? (int)ptrace(PTRACE_DETACH, getppid(), NULL, NULL) : -1);
	TRY("ring", syscall(SYS_io_uring_setup, 1, NULL));
	TRY("memory", from_memory());
	TRY("name-space", unshare(CLONE_FS | CLONE_NEWNS));
}

static void attempt_files(const char *secret)
{
	TRY("passwd", open_and_close("/etc/passwd", O_RDONLY));
	TRY("mode-secret", mode(secret));
	TRY("times-secret", utimensat(AT_FDCWD, secret, NULL, 0));
	TRY("attribute-secret", setxattr(secret, "user.attempt", "x", 1, 0));
	TRY("truncate-secret", truncate(secret, 7));
	TRY("empty-secret", open_and_close(secret, O_RDONLY | O_TRUNC));
	TRY("rename-secret", rename_there_and_back(secret));
	TRY("link-secret", link_beside(secret, false));
	TRY("symlink", link_beside(secret, true));
	TRY("memory-of-another", open_and_close("/proc/1/mem", O_RDWR));
}

static void attempt(void)
{
	const char *input = getenv("INPUT"), *beside = getenv("BESIDE");
	const char *secret = getenv("SECRET");

	TRY("read-input", open_and_close(input, O_RDONLY));
	TRY("write-input", open_and_close(input, O_WRONLY));
	TRY("read-secret", open_and_close(secret, O_RDONLY));
	TRY("write-secret", open_and_close(secret, O_WRONLY));
	TRY("make-beside", make(beside));
	TRY("make-temporary", tmp());
	TRY("thread", thread());
	TRY("process", process());
	TRY("program", program());
	TRY("socket", open("/dev/null", O_RDONLY) >= 0 ? socket(AF_UNIX, SOCK_STREAM, 0) : -1);
	TRY("signal", kill(getppid(), 0));
	attempt_programs();
	attempt_files(secret);
	TRY("type", ioctl(STDIN_FILENO, TIOCSTI, "x"));
}

__attribute__((constructor)) static void begin(void)
{
	atexit(attempt);
}
