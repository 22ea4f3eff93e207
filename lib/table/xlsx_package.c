/* The zip file. */
#include "table/xlsx_package.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/whole.h"

enum { ANY_CASE = 2 };  /* for unzLocateFile */

/* minizip reads a file that is open already, without moving its offset. */

static voidpf open_file(voidpf opaque, const void *name, int mode)
{
	(void)name;
	(void)mode;
	return opaque;
}

/* How much was read; less than `size` at the end of the file, or where it cannot be
 * read. */
static size_t read_at(struct kl_package *package, uint64_t offset, char *to,
	size_t size)
{
	size_t got;

	if (!kl_read_at(package->fd, to, size, offset, &got))
		package->number = errno;
	return got;
}

static uLong read_file(voidpf opaque, voidpf stream, void *buffer, uLong size)
{
	struct kl_package *package = stream;
	uint64_t from = package->offset - package->block_at;

	(void)opaque;
	if (size >= KL_PACKAGE_BLOCK) {
		size = read_at(package, package->offset, buffer, size);
		package->offset += size;
		return size;
	}
	if (package->offset < package->block_at
			|| from + size > package->block_length) {
		package->block_at = package->offset;
		package->block_length = read_at(package, package->offset,
			package->block, KL_PACKAGE_BLOCK);
		from = 0;
	}
	if (size > package->block_length)
		size = package->block_length;
	memcpy(buffer, package->block + from, size);
	package->offset += size;
	return size;
}

static ZPOS64_T tell_file(voidpf opaque, voidpf stream)
{
	const struct kl_package *package = stream;

	(void)opaque;
	return package->offset;
}

static long seek_file(voidpf opaque, voidpf stream, ZPOS64_T offset, int origin)
{
	struct kl_package *package = stream;
	struct stat about;

	(void)opaque;
	if (origin == ZLIB_FILEFUNC_SEEK_CUR)
		offset += package->offset;
	if (origin == ZLIB_FILEFUNC_SEEK_END) {
		if (fstat(package->fd, &about) != 0)
			return -1;
		offset += (ZPOS64_T)about.st_size;
	}
	if (offset > INT64_MAX)
		return -1;
	package->offset = offset;
	return 0;
}

static int close_file(voidpf opaque, voidpf stream)
{
	(void)opaque;
	(void)stream;
	return 0;
}

static int error_of_file(voidpf opaque, voidpf stream)
{
	const struct kl_package *package = stream;

	(void)opaque;
	return package->number;
}

enum kl_status kl_package_open(struct kl_package *package, int fd,
	const char *path, struct kl_error *error)
{
	zlib_filefunc64_def files = { .zopen64_file = open_file,
		.zread_file = read_file, .ztell64_file = tell_file,
		.zseek64_file = seek_file, .zclose_file = close_file,
		.zerror_file = error_of_file, .opaque = package };

	*package = (struct kl_package){ .fd = fd, .path = path };
	package->zip = unzOpen2_64(path, &files);
	unz_global_info64 about;
	if (package->zip != NULL && unzGetGlobalInfo64(package->zip, &about) == UNZ_OK
			&& about.number_entry <= KL_PACKAGE_PARTS_MOST)
		return KL_OK;
	if (package->zip != NULL)
		return kl_fail(error, KL_LIMIT, path, 0, 0,
			"has more than %d parts", KL_PACKAGE_PARTS_MOST);
	if (package->number != 0)
		return kl_io_error(error, package->number, path, "read");
	return kl_fail(error, KL_INVALID, path, 0, 0,
		"is damaged or cut off: it begins as a workbook (a zip file), and the list of its parts at the end is missing");
}

void kl_package_release(struct kl_package *package)
{
	if (package->zip != NULL)
		unzClose(package->zip);
	*package = (struct kl_package){ 0 };
}

bool kl_package_has(struct kl_package *package, const char *part)
{
	return unzLocateFile(package->zip, part, ANY_CASE) == UNZ_OK;
}

size_t kl_package_peek(struct kl_package *package, const char *part,
	char *bytes, size_t size)
{
	if (!kl_package_has(package, part)
			|| unzOpenCurrentFile(package->zip) != UNZ_OK)
		return 0;
	int got = unzReadCurrentFile(package->zip, bytes, (unsigned)size);
	unzCloseCurrentFile(package->zip);
	return got > 0 ? (size_t)got : 0;
}

static char *append(char *to, const char *from, size_t length)
{
	memcpy(to, from, length);
	return to + length;
}

/* "xl/worksheets/" becomes "xl/". */
static char *drop_folder(const char *name, char *end)
{
	if (end > name)
		end--;
	while (end > name && end[-1] != '/')
		end--;
	return end;
}

const char *kl_package_resolve(struct kl_arena *arena, const char *from,
	const char *target)
{
	const char *slash = strrchr(from, '/');
	size_t folder = *target == '/' || slash == NULL ? 0
		: (size_t)(slash - from) + 1;
	char *name = kl_arena_alloc(arena, folder + strlen(target) + 1);

	if (name == NULL)
		return NULL;
	char *end = append(name, from, folder);
	while (*target != '\0') {
		size_t length = strcspn(target, "/");
		bool up = length == 2 && memcmp(target, "..", 2) == 0;
		bool here = length == 0 || (length == 1 && *target == '.');
		bool last = target[length] == '\0';
		if (up) {
			end = drop_folder(name, end);
		} else if (!here) {
			end = append(end, target, length + !last);
		}
		target += length + !last;
	}
	*end = '\0';
	return name;
}
