#include "table/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/temporary.h"
#include "base/translate.h"
#include "base/whole.h"
#include "table/frame.h"
#include "table/unpack.h"
#include "table/xlsx.h"

static const char workbook[] = "PK\3\4";

static bool begins(const struct kl_input *input, const char *with)
{
	return input->length == KL_INPUT_FIRST
		&& memcmp(input->first, with, KL_INPUT_FIRST) == 0;
}

bool kl_input_is_workbook(const struct kl_input *input)
{
	return begins(input, workbook);
}

enum kl_packing kl_input_packing(const struct kl_input *input)
{
	return kl_packing_of((struct kl_span){ input->first, input->length });
}

static enum kl_status open_any(int *fd, const char *path, const char *shown,
	int flags, struct stat *about, struct kl_error *error)
{
	*fd = open(path, O_RDONLY | O_CLOEXEC | flags);
	if (*fd < 0)
		return kl_io_error(error, errno, shown, "open");
	enum kl_status status = fstat(*fd, about) != 0
		? kl_io_error(error, errno, shown, "look at")
		: S_ISDIR(about->st_mode)
		? kl_fail(error, KL_IO, shown, 0, 0, "is a folder, not a file")
		: KL_OK;
	if (status != KL_OK)
		close(*fd);
	return status;
}

enum kl_status kl_input_file(int *fd, const char *path, const char *shown,
	struct stat *about, struct kl_error *error)
{
	struct stat own;

	return open_any(fd, path, shown, 0, about != NULL ? about : &own, error);
}

enum kl_status kl_input_regular(int *fd, const char *path, const char *shown,
	struct stat *about, struct kl_error *error)
{
	/* To open a pipe is to wait for who writes to it. */
	enum kl_status status = open_any(fd, path, shown, O_NONBLOCK | O_NOCTTY, about,
		error);

	if (status != KL_OK || S_ISREG(about->st_mode))
		return status;
	close(*fd);
	return kl_fail(error, KL_IO, shown, 0, 0,
		"is a pipe or a device, where a file is expected");
}

enum kl_status kl_input_open(struct kl_input *input, int fd, const char *path,
	struct kl_error *error)
{
	struct stat about;
	ssize_t got = 0;

	*input = (struct kl_input){ .fd = fd };
	input->anywhere = fstat(fd, &about) == 0 && S_ISREG(about.st_mode)
		&& lseek(fd, 0, SEEK_CUR) == 0;
	while (input->length < KL_INPUT_FIRST) {
		char *to = input->first + input->length;
		size_t left = KL_INPUT_FIRST - input->length;
		got = input->anywhere ? pread(fd, to, left, (off_t)input->length)
			: read(fd, to, left);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		input->length += (size_t)got;
	}
	if (got >= 0)
		return KL_OK;
	input->fd = -1;
	return kl_io_error(error, errno, path, "read");
}

void kl_input_release(struct kl_input *input)
{
	if (input->kept)
		close(input->fd);
	*input = (struct kl_input){ .fd = -1 };
}

/* What was looked at in a pipe comes first. */
static ssize_t read_input(void *context, void *buffer, size_t size)
{
	struct kl_input *input = context;
	size_t left = input->length - input->given;

	if (input->anywhere || left == 0) {
		const struct kl_source rest = kl_source_fd(&input->fd);
		return rest.read(rest.context, buffer, size);
	}
	left = left < size ? left : size;
	memcpy(buffer, input->first + input->given, left);
	input->given += left;
	return (ssize_t)left;
}

static enum kl_status cannot_keep(const char *path, struct kl_error *error)
{
	char words[KL_SYSTEM_WORDS];

	return kl_fail(error, KL_IO, path, 0, 0,
		"must be read twice, and cannot be kept in a temporary file: %s",
		kl_system_words(errno, words));
}

static enum kl_status copy(struct kl_input *input, int to, const char *path,
	struct kl_error *error)
{
	char buffer[64 * 1024];
	ssize_t size;

	while ((size = read_input(input, buffer, sizeof buffer)) > 0) {
		if (!kl_write_whole(to, buffer, (size_t)size))
			return cannot_keep(path, error);
	}
	return size == 0 ? KL_OK : kl_io_error(error, errno, path, "read");
}

enum kl_status kl_input_keep(struct kl_input *input, const char *path,
	struct kl_error *error)
{
	if (input->anywhere)
		return KL_OK;
	int to = -1;
	if (kl_temporary_open(&to, error) != KL_OK)
		return cannot_keep(path, error);
	enum kl_status status = copy(input, to, path, error);
	if (status == KL_OK) {
		input->fd = to;
		input->kept = input->anywhere = true;
		return KL_OK;
	}
	close(to);
	return status;
}

enum kl_status kl_input_rewind(struct kl_input *input, const char *path,
	struct kl_error *error)
{
	return lseek(input->fd, 0, SEEK_SET) == 0 ? KL_OK
		: kl_io_error(error, errno, path, "read");
}

/* What is compressed must be a text. */
static enum kl_status look_inside(const struct kl_input_text *text,
	const char *path, struct kl_error *error)
{
	struct kl_span first = kl_unpack_first(text->unpack);
	bool is_book = first.length >= KL_INPUT_FIRST
		&& memcmp(first.at, workbook, KL_INPUT_FIRST) == 0;

	if (!is_book && kl_packing_of(first) == KL_PACKED_NOT)
		return KL_OK;
	return kl_fail(error, KL_INVALID, path, 0, 0, "%s", kl_translate(is_book
		? KL_TEXT("is a workbook (or another zip file) that was compressed "
			"once more; unpack it first")
		: KL_TEXT("is compressed more than once; unpack it first")));
}

enum kl_status kl_input_text_open(struct kl_input_text *text,
	struct kl_input *input, const char *path, enum kl_packing packing,
	size_t block, unsigned jobs, struct kl_error *error)
{
	const enum kl_packing found = kl_input_packing(input);

	*text = (struct kl_input_text){ .packed = { .read = read_input,
		.context = input } };
	if (packing != KL_PACKED_NOT && packing != found)
		return kl_fail(error, KL_INVALID, path, 0, 0,
			"is not compressed with %s, as it is said to be",
			kl_packing_name(packing));
	text->source = text->packed;
	if (found == KL_PACKED_NOT)
		return KL_OK;
	text->unpack = kl_unpack_new(found, &text->packed, block, jobs);
	if (text->unpack == NULL)
		return kl_no_memory(error);
	text->source = kl_unpack_source(text->unpack);
	return look_inside(text, path, error);
}

void kl_input_text_release(struct kl_input_text *text)
{
	kl_unpack_free(text->unpack);
	text->unpack = NULL;
}

/* A sheet that is read twice. */
struct book {
	struct kl_workbook workbook;
	size_t sheet;
};

static enum kl_status read_sheet(void *context, bool look,
	const struct kl_dialect *dialect, const struct kl_reader_calls *calls,
	struct kl_error *error)
{
	struct book *book = context;

	(void)look;
	return kl_read_sheet(&book->workbook, book->sheet, dialect->layout, calls,
		error);
}

static enum kl_status read_workbook(const struct kl_input *input,
	const char *path, const struct kl_dialect *dialect,
	const struct kl_reader_calls *calls, struct kl_error *error)
{
	struct book book = { .sheet = 0 };
	struct kl_framed framed = { .read = read_sheet, .context = &book };

	if (!input->anywhere)
		return kl_fail(error, KL_INVALID, path, 0, 0,
			"is a workbook, which a pipe cannot be; give its bytes on standard input");
	enum kl_status status = kl_workbook_open(&book.workbook, input->fd, path,
		error);
	if (status == KL_OK)
		status = kl_workbook_choose(&book.workbook, dialect, &book.sheet,
			error);
	if (status == KL_OK)
		status = kl_read_framed(&framed, path, dialect, calls, error);
	kl_workbook_release(&book.workbook);
	return status;
}

enum kl_status kl_read_input(struct kl_input *input, const char *path,
	const struct kl_dialect *dialect, size_t block,
	const struct kl_reader_calls *calls, struct kl_error *error)
{
	if (kl_input_is_workbook(input) && dialect->packing == KL_PACKED_NOT)
		return read_workbook(input, path, dialect, calls, error);
	if (begins(input, "\xd0\xcf\x11\xe0") && input->anywhere)
		return kl_workbook_refuse_old(input->fd, path, error);
	/* The first sheet of what is no workbook is the file itself. */
	if (dialect->sheet != NULL)
		return kl_fail(error, KL_INVALID, path, 0, 0,
			"is no workbook, so it has no sheet '%s'", dialect->sheet);
	if (dialect->sheet_number > 1)
		return kl_fail(error, KL_INVALID, path, 0, 0,
			"is no workbook, so it has no sheet number %u",
			(unsigned)dialect->sheet_number);
	struct kl_input_text text;
	enum kl_status status = kl_input_text_open(&text, input, path,
		dialect->packing, block, calls->jobs, error);
	if (status == KL_OK)
		status = kl_read_framed_text(&text.source, path, dialect, block,
			calls, error);
	kl_input_text_release(&text);
	return status;
}
