/* Room to close the book. Temporary files: the library writes every sheet to one, and
 * at the end all of it to another; it does not look whether they took what it wrote, and
 * complains on standard error when it cannot have one. So we look first. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "format/xlsx.h"

/* Bytes that are added at the end: to a sheet, for a link, for a comment
 * besides its text. More than the library needs. */
enum { FOR_SHEET = 2 << 20, FOR_LINK = 512, FOR_COMMENT = 2048 };
/* Bytes of memory, besides those of comments. */
enum { FOR_CLOSE = 4 << 20 };

enum kl_status kl_xlsx_try_room(off_t size, struct kl_error *error)
{
	int fd, number = 0;
	enum kl_status status = kl_temporary_open(&fd, error);

	if (status != KL_OK)
		return status;
	if (size > 0)
		number = posix_fallocate(fd, 0, size);
	close(fd);
	return number == 0 ? KL_OK : kl_temporary_failed(number, error);
}

lxw_error kl_xlsx_close(lxw_workbook *book, int *number)
{
	struct stat said = { 0 };
	int words = -1, user = -1;

	if (kl_temporary_open(&words, NULL) == KL_OK)
		user = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	if (user >= 0)
		dup2(words, STDERR_FILENO);
	errno = 0;
	lxw_error code = workbook_close(book);
	*number = errno;
	if (user >= 0) {
		dup2(user, STDERR_FILENO);
		close(user);
	}
	/* What it leaves out for want of memory, it says only there. */
	if (words >= 0 && fstat(words, &said) == 0 && said.st_size > 0
			&& code == LXW_NO_ERROR)
		*number = ENOMEM;
	if (words >= 0)
		close(words);
	return code;
}

enum kl_status kl_xlsx_check_room(struct kl_xlsx *x, struct kl_error *error)
{
	lxw_worksheet *sheet;
	off_t most = 0;

	STAILQ_FOREACH(sheet, x->book->worksheets, list_pointers) {
		if (fflush(sheet->optimize_tmpfile) != 0
				|| ferror(sheet->optimize_tmpfile))
			return kl_io_error(error, errno != 0 ? errno : ENOSPC,
				kl_temporary_folder(), "write a temporary file");
		off_t size = ftello(sheet->optimize_tmpfile)
			+ (off_t)sheet->hlink_count * FOR_LINK;
		most = size > most ? size : most;
	}
	off_t told = (off_t)x->arena.used + (off_t)x->comments * FOR_COMMENT;
	if (!kl_xlsx_memory_has(FOR_CLOSE + (size_t)told))
		return kl_no_memory(error);
	return kl_xlsx_try_room(most + FOR_SHEET + told, error);
}
