/*
 * Runs a command to its end and tells what it took:
 *
 *   measure OUTPUT COMMAND [ARGUMENT]...
 *
 * prints "SECONDS PROCESSOR KIB STATUS": wall time, the time on processors, the
 * most memory it held at once (ru_maxrss), and its exit status. What it prints
 * goes to the file OUTPUT, and what it says on standard error to /dev/null. A
 * program of its own, since a child counts the memory of who started it.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { NOT_FOUND = 127 };

static void become(int out, char **command)
{
	int in = open("/dev/null", O_RDWR);

	if (in >= 0 && out >= 0) {
		dup2(in, STDIN_FILENO);
		dup2(out, STDOUT_FILENO);
		dup2(in, STDERR_FILENO);
		execvp(command[0], command);
	}
	_exit(NOT_FOUND);
}

static double seconds(struct timeval time)
{
	return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

int main(int argc, char **argv)
{
	struct timespec from, to;
	struct rusage usage;
	int status;

	if (argc < 3) {
		fprintf(stderr, "usage: measure OUTPUT COMMAND [ARGUMENT]...\n");
		return 2;
	}
	/* To empty what an earlier run left there is no time of this one. */
	int out = open(argv[1], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	clock_gettime(CLOCK_MONOTONIC, &from);
	pid_t child = fork();
	if (child == 0)
		become(out, argv + 2);
	if (child < 0 || wait4(child, &status, 0, &usage) != child) {
		perror("measure");
		return 2;
	}
	clock_gettime(CLOCK_MONOTONIC, &to);
	double wall = (double)(to.tv_sec - from.tv_sec)
		+ (double)(to.tv_nsec - from.tv_nsec) / 1e9;
	int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	/* Kibibytes on Linux and the BSDs. */
	printf("%.6f %.6f %ld %d\n", wall,
		seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss, code);
	return 0;
}
