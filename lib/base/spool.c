#include "base/spool.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/temporary.h"
#include "base/whole.h"

static enum kl_status open_file(struct kl_spool *spool, struct kl_error *error)
{
	if (spool->opened)
		return KL_OK;
	enum kl_status status = kl_temporary_open(&spool->fd, error);
	spool->opened = status == KL_OK;
	return status;
}

static enum kl_status write_all(struct kl_spool *spool, const char *at,
	size_t length, struct kl_error *error)
{
	enum kl_status status = open_file(spool, error);

	while (status == KL_OK && length > 0) {
		ssize_t done = pwrite(spool->fd, at, length, (off_t)spool->written);
		if (done < 0 && errno != EINTR)
			return kl_temporary_failed(errno, error);
		if (done > 0) {
			at += done;
			length -= (size_t)done;
			spool->written += (uint64_t)done;
		}
	}
	return status;
}

enum kl_status kl_spool_add(struct kl_spool *spool, const void *bytes,
	size_t length, struct kl_error *error)
{
	const size_t most = spool->opened || spool->most < KL_SPOOL_HELD
		? KL_SPOOL_HELD : spool->most;
	enum kl_status status = KL_OK;

	if (spool->last_length + length > most) {
		status = write_all(spool, spool->last, spool->last_length, error);
		spool->last_length = 0;
		if (status == KL_OK && length > KL_SPOOL_HELD)
			return write_all(spool, bytes, length, error);
	}
	if (status != KL_OK)
		return status;
	if (!kl_grow(spool->last, spool->last_capacity,
			spool->last_length + length))
		return kl_no_memory(error);
	if (length > 0)
		memcpy(spool->last + spool->last_length, bytes, length);
	spool->last_length += length;
	return KL_OK;
}

enum kl_status kl_spool_read(const struct kl_spool *spool, uint64_t from, void *out,
	size_t length, struct kl_error *error)
{
	char *to = out;

	if (length > 0 && from < spool->written) {
		const uint64_t there = spool->written - from;
		const size_t most = there < length ? (size_t)there : length;
		size_t got;
		const bool is_read = kl_read_at(spool->fd, to, most, from, &got);
		if (!is_read || got < most)
			return kl_io_error(error, is_read ? EIO : errno,
				kl_temporary_folder(), "read a temporary file");
		to += most;
		from += most;
		length -= most;
	}
	if (length > 0)
		memcpy(to, spool->last + (from - spool->written), length);
	return KL_OK;
}

enum kl_status kl_spool_write(const struct kl_spool *spool, uint64_t from,
	uint64_t length, FILE *stream, struct kl_error *error)
{
	char bytes[16 << 10];
	enum kl_status status = KL_OK;

	while (status == KL_OK && length > 0) {
		size_t most = length < sizeof bytes ? (size_t)length : sizeof bytes;
		status = kl_spool_read(spool, from, bytes, most, error);
		if (status == KL_OK && fwrite(bytes, 1, most, stream) != most)
			status = kl_io_error(error, errno, NULL, "write the findings");
		from += most;
		length -= most;
	}
	return status;
}

void kl_spool_cut(struct kl_spool *spool, uint64_t length)
{
	if (length < spool->written) {
		spool->written = length;
		spool->last_length = 0;
	} else {
		spool->last_length = (size_t)(length - spool->written);
	}
}

void kl_spool_release(struct kl_spool *spool)
{
	if (spool->opened)
		close(spool->fd);
	free(spool->last);
	*spool = (struct kl_spool){ 0 };
}
