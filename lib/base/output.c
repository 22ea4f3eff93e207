#include "base/output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void forget(struct kl_output *output)
{
	char *temporary = output->temporary;

	output->temporary = NULL;       /* a signal now finds nothing */
	free(output->target);
	free(output->room);
	free(temporary);
	*output = (struct kl_output){ 0 };
}

/* Where there is no memory for it, the stream stays as it is. */
static void widen(struct kl_output *output)
{
	output->room = malloc(KL_OUTPUT_ROOM);
	if (output->room != NULL)
		setvbuf(output->stream, output->room, _IOFBF, KL_OUTPUT_ROOM);
}

/* A device or FIFO is written to as it is: it cannot be renamed over. */
static enum kl_status open_directly(struct kl_output *output, const char *path,
	struct kl_error *error)
{
	output->stream = fopen(path, "w");
	if (output->stream == NULL)
		return kl_io_error(error, errno, path, "write");
	output->target = strdup(path);
	if (output->target == NULL) {
		fclose(output->stream);
		forget(output);
		return kl_no_memory(error);
	}
	widen(output);
	return KL_OK;
}

/* A symbolic link stays a link: what it points at is replaced. */
static char *real_target(const char *path)
{
	char *resolved = realpath(path, NULL);

	return resolved != NULL || errno == ENOMEM ? resolved : strdup(path);
}

enum kl_status kl_output_open(struct kl_output *output, const char *path,
	struct kl_error *error)
{
	static const char suffix[] = ".XXXXXX";
	struct stat there;

	*output = (struct kl_output){ 0 };
	if (stat(path, &there) == 0) {
		if (S_ISDIR(there.st_mode))
			return kl_fail(error, KL_IO, path, 0, 0,
				"cannot write: it is a folder");
		if (!S_ISREG(there.st_mode))
			return open_directly(output, path, error);
	}
	output->target = real_target(path);
	char *name = output->target != NULL
		? malloc(strlen(output->target) + sizeof suffix) : NULL;
	if (name == NULL) {
		forget(output);
		return kl_no_memory(error);
	}
	strcpy(name, output->target);
	strcat(name, suffix);
	/* Known before it is made, so that a signal leaves none. */
	output->temporary = name;
	int fd = mkstemp(name);
	if (fd >= 0)
		output->stream = fdopen(fd, "w");
	if (output->stream == NULL) {
		int number = errno;
		if (fd >= 0) {
			close(fd);
			unlink(name);
		}
		forget(output);
		return kl_io_error(error, number, path, "write");
	}
	widen(output);
	return KL_OK;
}

void kl_output_use(struct kl_output *output, FILE *stream)
{
	*output = (struct kl_output){ .stream = stream };
}

/* The mode that the file would have had without the detour. */
static void set_mode(const struct kl_output *output, int fd)
{
	struct stat there;
	mode_t mask = umask(0);

	umask(mask);
	/* A mode that cannot be set leaves the file private: no failure. */
	if (fchmod(fd, stat(output->target, &there) == 0
			? there.st_mode & 07777 : 0666 & ~mask) != 0)
		return;
}

static enum kl_status fail(struct kl_output *output, int number,
	struct kl_error *error)
{
	enum kl_status status = kl_io_error(error, number, output->target, "write");

	kl_output_abandon(output);
	forget(output);
	return status;
}

enum kl_status kl_output_settle(struct kl_output *output,
	struct kl_error *error)
{
	int number = 0;

	if (output->stream == NULL)
		return KL_OK;
	errno = 0;
	if (fflush(output->stream) != 0 || ferror(output->stream))
		number = errno != 0 ? errno : EIO;
	if (output->target == NULL) {
		*output = (struct kl_output){ 0 };
		return number == 0 ? KL_OK : kl_io_error(error, number, NULL,
			"write to standard output");
	}
	if (output->temporary != NULL && number == 0) {
		set_mode(output, fileno(output->stream));
		/* EINVAL: a file system without sync. */
		if (fsync(fileno(output->stream)) != 0 && errno != EINVAL)
			number = errno;
	}
	if (fclose(output->stream) != 0 && number == 0)
		number = errno;
	output->stream = NULL;
	return number == 0 ? KL_OK : fail(output, number, error);
}

enum kl_status kl_output_commit(struct kl_output *output,
	struct kl_error *error)
{
	enum kl_status status = kl_output_settle(output, error);

	if (status != KL_OK)
		return status;
	if (output->temporary != NULL
			&& rename(output->temporary, output->target) != 0)
		return fail(output, errno, error);
	forget(output);
	return KL_OK;
}

void kl_output_discard(struct kl_output *output)
{
	if (output->stream != NULL && output->target != NULL)
		fclose(output->stream);
	kl_output_abandon(output);
	forget(output);
}

void kl_output_abandon(const struct kl_output *output)
{
	if (output->temporary != NULL)
		unlink(output->temporary);
}
