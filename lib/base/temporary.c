#include "base/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/text.h"

const char *kl_temporary_folder(void)
{
	const char *given = getenv("TMPDIR");

	return given != NULL && *given != '\0' ? given : "/tmp";
}

enum kl_status kl_temporary_failed(int number, struct kl_error *error)
{
	return kl_io_error(error, number, kl_temporary_folder(),
		"write a temporary file");
}

enum kl_status kl_temporary_open(int *fd, struct kl_error *error)
{
	struct kl_text_buffer path = { 0 };

	kl_text_printf(&path, "%s/klopt-XXXXXX", kl_temporary_folder());
	if (path.failed)
		return kl_no_memory(error);
	int made = mkstemp(path.at);
	int number = made < 0 ? errno : 0;
	if (made >= 0) {
		unlink(path.at);
		fcntl(made, F_SETFD, FD_CLOEXEC);
		*fd = made;
	}
	kl_text_release(&path);
	return number == 0 ? KL_OK : kl_temporary_failed(number, error);
}

enum kl_status kl_temporary_stream(FILE **stream, struct kl_error *error)
{
	int fd = -1;
	enum kl_status status = kl_temporary_open(&fd, error);

	if (status != KL_OK)
		return status;
	*stream = fdopen(fd, "w+");
	if (*stream != NULL)
		return KL_OK;
	int number = errno;
	close(fd);
	return kl_temporary_failed(number, error);
}
