/*
 * Runs a command to its end and tells what it took:
 *
 *   measure COMMAND [ARGUMENT]...
 *
 * prints "SECONDS KIB STATUS": wall time, the most memory it held at once
 * (ru_maxrss), and its exit status. What it prints itself goes to /dev/null.
 */
#define _DEFAULT_SOURCE         /* wait4 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { NOT_FOUND = 127 };

static void become(char **command)
{
	int null = open("/dev/null", O_RDWR);

	if (null >= 0) {
		dup2(null, STDOUT_FILENO);
		dup2(null, STDERR_FILENO);
	}
	execvp(command[0], command);
	_exit(NOT_FOUND);
}

int main(int argc, char **argv)
{
	struct timespec from, to;
	struct rusage usage;
	int status;

	if (argc < 2) {
		fprintf(stderr, "usage: measure COMMAND [ARGUMENT]...\n");
		return 2;
	}
	clock_gettime(CLOCK_MONOTONIC, &from);
	pid_t child = fork();
	if (child == 0)
		become(argv + 1);
	if (child < 0 || wait4(child, &status, 0, &usage) != child) {
		perror("measure");
		return 2;
	}
	clock_gettime(CLOCK_MONOTONIC, &to);
	double seconds = (double)(to.tv_sec - from.tv_sec)
		+ (double)(to.tv_nsec - from.tv_nsec) / 1e9;
	int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	/* Kibibytes on Linux and the BSDs. */
	printf("%.6f %ld %d\n", seconds, usage.ru_maxrss, code);
	return code == NOT_FOUND ? NOT_FOUND : 0;
}
