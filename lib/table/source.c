#include <errno.h>
#include <unistd.h>

#include "table/reader.h"

static ssize_t read_fd(void *context, void *buffer, size_t size)
{
	const int *fd = context;
	ssize_t got;

	do
		got = read(*fd, buffer, size);
	while (got < 0 && errno == EINTR);
	return got;
}

struct kl_source kl_source_fd(const int *fd)
{
	return (struct kl_source){ read_fd, (void *)fd };
}
