/* Where the bytes of tables come from. */
#include "run/engine.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static enum kl_status fail(const struct kl_table *table, const char *verb,
	struct kl_error *error)
{
	return kl_io_error(error, errno, table->shown, verb);
}

static bool write_all(int fd, const char *at, size_t size)
{
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

static enum kl_status copy(const struct kl_table *table, int from, int to,
	struct kl_error *error)
{
	const struct kl_source source = kl_source_fd(&from);
	char buffer[64 * 1024];
	ssize_t size;

	while ((size = source.read(source.context, buffer, sizeof buffer)) > 0) {
		if (!write_all(to, buffer, (size_t)size))
			return kl_fail(error, KL_IO, table->shown, 0, 0,
				"must be read twice, and cannot be kept in a temporary file: %s",
				strerror(errno));
	}
	return size == 0 ? KL_OK : fail(table, "read", error);
}

/* What comes from a pipe is gone when it was read: a rule that must read a
 * table twice gets it from a file without a name. */
static enum kl_status keep(const struct kl_table *table, int from, int *to,
	struct kl_error *error)
{
	FILE *file = tmpfile();

	if (file == NULL)
		return kl_fail(error, KL_IO, table->shown, 0, 0,
			"must be read twice, and cannot be kept in a temporary file: %s",
			strerror(errno));
	*to = fcntl(fileno(file), F_DUPFD_CLOEXEC, 3);
	enum kl_status status = *to < 0 ? fail(table, "read", error)
		: copy(table, from, *to, error);
	fclose(file);
	if (status != KL_OK && *to >= 0)
		close(*to);
	return status;
}

static enum kl_status open_input(struct kl_engine *engine,
	const struct kl_table *table, bool again, int *fd,
	struct kl_error *error)
{
	enum kl_status status = KL_OK;

	*fd = STDIN_FILENO;
	if (again && engine->input < 0)
		status = keep(table, STDIN_FILENO, &engine->input, error);
	if (status != KL_OK || engine->input < 0)
		return status;
	*fd = engine->input;
	return lseek(*fd, 0, SEEK_SET) == 0 ? KL_OK : fail(table, "read", error);
}

enum kl_status kl_engine_open(struct kl_engine *engine,
	const struct kl_table *table, bool again, int *fd,
	struct kl_error *error)
{
	struct stat what;

	if (strcmp(table->path, "-") == 0)
		return open_input(engine, table, again, fd, error);
	*fd = open(table->path, O_RDONLY | O_CLOEXEC);
	if (*fd < 0)
		return fail(table, "open", error);
	if (fstat(*fd, &what) != 0)
		return KL_OK;
	if (S_ISDIR(what.st_mode)) {
		close(*fd);
		return kl_fail(error, KL_IO, table->shown, 0, 0,
			"is a folder, not a file");
	}
	if (again && !S_ISREG(what.st_mode)) {
		close(*fd);
		return kl_fail(error, KL_IO, table->shown, 0, 0,
			"must be read twice, which a pipe cannot be; give its bytes on standard input");
	}
	return KL_OK;
}

void kl_engine_close(const struct kl_engine *engine, int fd)
{
	if (fd != STDIN_FILENO && fd != engine->input)
		close(fd);
}
