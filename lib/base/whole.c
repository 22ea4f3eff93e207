#include "base/whole.h"

#include <errno.h>
#include <unistd.h>

bool kl_read_at(int fd, void *to, size_t size, uint64_t from, size_t *got)
{
	*got = 0;
	while (*got < size) {
		ssize_t done = pread(fd, (char *)to + *got, size - *got,
			(off_t)(from + *got));
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return done == 0;
		*got += (size_t)done;
	}
	return true;
}

bool kl_write_whole(int fd, const void *from, size_t size)
{
	const char *at = from;

	while (size > 0) {
		ssize_t done = write(fd, at, size);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return false;
		at += done;
		size -= (size_t)done;
	}
	return true;
}
