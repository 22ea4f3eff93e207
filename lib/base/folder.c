#include "base/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *join(const char *folder, const char *name)
{
	size_t size = strlen(folder) + strlen(name) + 2;
	char *path = malloc(size);

	if (path != NULL)
		snprintf(path, size, "%s/%s", folder, name);
	return path;
}

/* Without slashes at the end, so that something can be put behind it. */
static char *bare(const char *path)
{
	char *copy = strdup(path);
	size_t length = strlen(path);

	while (copy != NULL && length > 1 && copy[length - 1] == '/')
		copy[--length] = '\0';
	return copy;
}

static char *work_of(const char *path, bool there)
{
	static const char suffix[] = ".XXXXXX";
	char *work;

	if (there)
		return join(path, ".klopt-XXXXXX");
	work = malloc(strlen(path) + sizeof suffix);
	if (work != NULL) {
		strcpy(work, path);
		strcat(work, suffix);
	}
	return work;
}

enum kl_status kl_folder_open(struct kl_folder *folder, const char *path,
	struct kl_error *error)
{
	struct stat about;

	folder->there = stat(path, &about) == 0;
	if (folder->there && !S_ISDIR(about.st_mode))
		return kl_fail(error, KL_IO, path, 0, 0,
			"is a file, and a folder is to be written");
	folder->path = bare(path);
	char *work = folder->path != NULL
		? work_of(folder->path, folder->there) : NULL;
	if (work == NULL)
		return kl_no_memory(error);
	if (mkdtemp(work) == NULL) {
		int number = errno;
		free(work);
		return kl_io_error(error, number, path, folder->there
			? "write in the folder" : "make the folder");
	}
	folder->work = work;
	return KL_OK;
}

static void forget_file(struct kl_folder_file *file)
{
	free(file->written);
	free(file->target);
	free(file);
}

static enum kl_status check_target(const struct kl_folder *folder,
	const char *target, struct kl_error *error)
{
	struct stat about;

	if (stat(target, &about) != 0)
		return KL_OK;
	if (S_ISDIR(about.st_mode))
		return kl_fail(error, KL_IO, target, 0, 0,
			"is a folder, and a file is to be written");
	return folder->allow == NULL ? KL_OK
		: folder->allow(folder->context, target, error);
}

enum kl_status kl_folder_add(struct kl_folder *folder, const char *name,
	struct kl_folder_file **out, struct kl_error *error)
{
	struct kl_folder_file *file = calloc(1, sizeof *file);

	if (file == NULL)
		return kl_no_memory(error);
	file->written = join(folder->work, name);
	file->target = join(folder->path, name);
	if (file->written == NULL || file->target == NULL) {
		forget_file(file);
		return kl_no_memory(error);
	}
	enum kl_status status = check_target(folder, file->target, error);
	if (status != KL_OK) {
		forget_file(file);
		return status;
	}
	/* Known before it is made, so that a signal leaves none. */
	*(folder->last != NULL ? &folder->last->next : &folder->first) = file;
	folder->last = file;
	file->stream = fopen(file->written, "wx");
	if (file->stream == NULL)
		return kl_io_error(error, errno, file->target, "write");
	*out = file;
	return KL_OK;
}

enum kl_status kl_folder_close(struct kl_folder_file *file,
	struct kl_error *error)
{
	struct stat about;
	int number = 0;

	if (file->stream == NULL)
		return KL_OK;
	errno = 0;
	if (fflush(file->stream) != 0 || ferror(file->stream))
		number = errno != 0 ? errno : EIO;
	/* It keeps the mode of the one whose place it takes. */
	if (number == 0 && stat(file->target, &about) == 0
			&& fchmod(fileno(file->stream), about.st_mode & 07777) != 0)
		number = errno;
	/* EINVAL: a file system without sync. */
	if (number == 0 && fsync(fileno(file->stream)) != 0 && errno != EINVAL)
		number = errno;
	if (fclose(file->stream) != 0 && number == 0)
		number = errno;
	file->stream = NULL;
	return number == 0 ? KL_OK
		: kl_io_error(error, number, file->target, "write");
}

static enum kl_status move_files(const struct kl_folder *folder,
	struct kl_error *error)
{
	for (struct kl_folder_file *f = folder->first; f != NULL; f = f->next)
		if (rename(f->written, f->target) != 0)
			return kl_io_error(error, errno, f->target, "write");
	return KL_OK;
}

/* Modes are set through descriptors: a confined program may not by names. */
static int set_mode(const char *path, mode_t mode)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return errno;
	int number = fchmod(fd, mode) == 0 ? 0 : errno;
	close(fd);
	return number;
}

static enum kl_status move_folder(const struct kl_folder *folder,
	struct kl_error *error)
{
	mode_t mask = umask(0);

	umask(mask);
	int number = set_mode(folder->work, 0777 & ~mask);
	if (number == 0 && rename(folder->work, folder->path) != 0)
		number = errno;
	return number == 0 ? KL_OK
		: kl_io_error(error, number, folder->path, "make the folder");
}

enum kl_status kl_folder_commit(struct kl_folder *folder,
	struct kl_error *error)
{
	enum kl_status status = KL_OK;

	if (folder->work == NULL)
		return KL_OK;
	for (struct kl_folder_file *f = folder->first; f != NULL
			&& status == KL_OK; f = f->next)
		status = kl_folder_close(f, error);
	if (status == KL_OK)
		status = folder->there ? move_files(folder, error)
			: move_folder(folder, error);
	kl_folder_discard(folder);
	return status;
}

void kl_folder_abandon(const struct kl_folder *folder)
{
	if (folder->work == NULL)
		return;
	for (struct kl_folder_file *f = folder->first; f != NULL; f = f->next)
		unlink(f->written);
	rmdir(folder->work);
}

void kl_folder_discard(struct kl_folder *folder)
{
	struct kl_folder_file *next;
	char *work = folder->work;

	kl_folder_abandon(folder);
	folder->work = NULL;    /* a signal now finds nothing */
	for (struct kl_folder_file *f = folder->first; f != NULL; f = next) {
		next = f->next;
		if (f->stream != NULL)
			fclose(f->stream);
		forget_file(f);
	}
	free(folder->path);
	free(work);
	*folder = (struct kl_folder){ 0 };
}
