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
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
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
	TRY("type", ioctl(STDIN_FILENO, TIOCSTI, "x"));
}

__attribute__((constructor)) static void begin(void)
{
	atexit(attempt);
}
