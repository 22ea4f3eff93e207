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
	return (struct kl_source){ read_fd, (void *)fd, NULL };
}

enum kl_status kl_source_fail(const struct kl_source *source, int number,
	const char *path, struct kl_error *error)
{
	const struct kl_error *failure = source->failure;

	return failure != NULL && failure->status != KL_OK
		? kl_fail(error, failure->status, path, 0, 0, "%s", failure->text)
		: kl_io_error(error, number, path, "read");
}
