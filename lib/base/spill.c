#include "base/spill.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static const char *folder(void)
{
	const char *given = getenv("TMPDIR");

	return given != NULL && *given != '\0' ? given : "/tmp";
}

static enum kl_status fail(int number, struct kl_error *error)
{
	return kl_io_error(error, number, folder(), "write a temporary file");
}

static enum kl_status open_file(struct kl_spill *spill, struct kl_error *error)
{
	struct kl_text_buffer path = { 0 };

	kl_text_printf(&path, "%s/klopt-XXXXXX", folder());
	if (path.failed)
		return kl_no_memory(error);
	spill->fd = mkstemp(path.at);
	int number = errno;
	spill->opened = spill->fd >= 0;
	if (spill->opened) {
		unlink(path.at);
		fcntl(spill->fd, F_SETFD, FD_CLOEXEC);
	}
	kl_text_release(&path);
	return spill->opened ? KL_OK : fail(number, error);
}

static enum kl_status store(struct kl_spill *spill, struct kl_error *error)
{
	size_t done = 0;

	if (!spill->opened) {
		enum kl_status status = open_file(spill, error);
		if (status != KL_OK)
			return status;
	}
	while (done < spill->held.length) {
		ssize_t written = pwrite(spill->fd, spill->held.at + done,
			spill->held.length - done, (off_t)(spill->stored + done));
		if (written < 0 && errno != EINTR)
			return fail(errno, error);
		done += written > 0 ? (size_t)written : 0;
	}
	spill->stored += done;
	spill->held.length = 0;
	return KL_OK;
}

enum kl_status kl_spill_add(struct kl_spill *spill, struct kl_span text,
	struct kl_error *error)
{
	kl_text_add(&spill->held, text);
	if (spill->held.failed)
		return kl_no_memory(error);
	return spill->held.length > KL_SPILL_HELD ? store(spill, error) : KL_OK;
}

void kl_spill_cut(struct kl_spill *spill, uint64_t length)
{
	if (length >= spill->stored) {
		spill->held.length = (size_t)(length - spill->stored);
		return;
	}
	spill->stored = length;
	spill->held.length = 0;
}

/* What was stored can have been cut short by somebody. */
static enum kl_status write_stored(const struct kl_spill *spill, uint64_t from,
	uint64_t length, FILE *stream, struct kl_error *error)
{
	char bytes[16 << 10];

	while (length > 0) {
		size_t wanted = length < sizeof bytes ? (size_t)length : sizeof bytes;
		ssize_t got = pread(spill->fd, bytes, wanted, (off_t)from);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return kl_io_error(error, got < 0 ? errno : EIO, folder(),
				"read a temporary file");
		if (fwrite(bytes, 1, (size_t)got, stream) != (size_t)got)
			return kl_io_error(error, errno, NULL, "write the findings");
		from += (uint64_t)got;
		length -= (uint64_t)got;
	}
	return KL_OK;
}

enum kl_status kl_spill_write(const struct kl_spill *spill, uint64_t from,
	uint64_t length, FILE *stream, struct kl_error *error)
{
	uint64_t stored = from < spill->stored ? spill->stored - from : 0;

	if (stored > length)
		stored = length;
	enum kl_status status = write_stored(spill, from, stored, stream, error);
	size_t held = (size_t)(length - stored);
	if (status != KL_OK || held == 0)
		return status;
	const char *at = spill->held.at + (from + stored - spill->stored);
	return fwrite(at, 1, held, stream) == held ? KL_OK
		: kl_io_error(error, errno, NULL, "write the findings");
}

void kl_spill_release(struct kl_spill *spill)
{
	kl_text_release(&spill->held);
	if (spill->opened)
		close(spill->fd);
	*spill = (struct kl_spill){ 0 };
}
