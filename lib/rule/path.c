#include "rule/path.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>

static struct kl_span without_dots(struct kl_span path)
{
	while (path.length >= 2 && path.at[0] == '.' && path.at[1] == '/') {
		path.at += 2;
		path.length -= 2;
		while (path.length > 0 && path.at[0] == '/') {
			path.at++;
			path.length--;
		}
	}
	return path;
}

static struct kl_span without_slashes(struct kl_span path)
{
	while (path.length > 1 && path.at[path.length - 1] == '/')
		path.length--;
	return path;
}

const char *kl_path_join(struct kl_arena *arena, const char *folder,
	struct kl_span path)
{
	struct kl_span front = { NULL, 0 };

	if (path.length > 0 && path.at[0] == '/')
		return kl_arena_text(arena, path);
	path = without_dots(path);
	if (folder != NULL && strcmp(folder, ".") != 0)
		front = without_slashes(without_dots(kl_span_of(folder)));
	if (front.length == 0 && kl_span_is(path, "-"))
		front = kl_span_of(".");
	if (front.length == 0)
		return kl_arena_text(arena, path);

	bool root = kl_span_is(front, "/");
	char *joined = kl_arena_alloc(arena, front.length + path.length + 2);
	if (joined == NULL)
		return NULL;
	memcpy(joined, front.at, front.length);
	if (!root)
		joined[front.length++] = '/';
	if (path.length > 0)
		memcpy(joined + front.length, path.at, path.length);
	return joined;
}

const char *kl_path_folder(struct kl_arena *arena, const char *file)
{
	const char *slash = file != NULL ? strrchr(file, '/') : NULL;

	if (slash == NULL)
		return kl_arena_text(arena, kl_span_of("."));
	if (slash == file)
		return kl_arena_text(arena, kl_span_of("/"));
	return kl_arena_text(arena,
		(struct kl_span){ file, (size_t)(slash - file) });
}

struct kl_span kl_path_base(const char *path)
{
	struct kl_span base = without_slashes(kl_span_of(path));

	for (size_t i = base.length; i > 1; i--) {
		if (base.at[i - 2] == '/') {
			return (struct kl_span){ base.at + i - 1,
				base.length - i + 1 };
		}
	}
	return base;
}

bool kl_path_ends(struct kl_span path, const char *ending)
{
	size_t length = strlen(ending);

	return path.length > length
		&& strncasecmp(path.at + path.length - length, ending, length) == 0;
}

struct kl_span kl_path_unpacked(struct kl_span path)
{
	static const char *const endings[] = { ".gz", ".zst" };

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		if (kl_path_ends(path, endings[i])) {
			path.length -= strlen(endings[i]);
			break;
		}
	}
	return path;
}

struct kl_span kl_path_stem(const char *path)
{
	static const char *const endings[] = { ".csv", ".yaml", ".yml", ".json",
		".xlsx", ".xlsm" };
	struct kl_span stem = kl_path_unpacked(kl_path_base(path));

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		if (kl_path_ends(stem, endings[i])) {
			stem.length -= strlen(endings[i]);
			break;
		}
	}
	return stem;
}

static bool is_scheme_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
		|| (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
}

bool kl_path_is_url(struct kl_span path)
{
	static const char *const schemes[] = { "http:", "https:", "ftp:" };
	size_t i = 0;

	for (size_t s = 0; s < sizeof schemes / sizeof *schemes; s++) {
		size_t length = strlen(schemes[s]);
		if (path.length >= length
			&& strncasecmp(path.at, schemes[s], length) == 0)
			return true;
	}
	while (i < path.length && is_scheme_char(path.at[i]))
		i++;
	return i > 0 && path.length - i >= 3
		&& memcmp(path.at + i, "://", 3) == 0;
}

bool kl_path_leaves(struct kl_span path)
{
	size_t start = 0;

	if (path.length > 0 && path.at[0] == '/')
		return true;
	for (size_t i = 0; i <= path.length; i++) {
		if (i < path.length && path.at[i] != '/')
			continue;
		if (i - start == 2 && memcmp(path.at + start, "..", 2) == 0)
			return true;
		start = i + 1;
	}
	return false;
}

/* Whether the path goes down from the folder, and no part of it there is a link. */
static bool goes_down(const char *folder, const char *path)
{
	const size_t length = strcmp(folder, ".") == 0 ? 0 : strlen(folder);
	struct stat about;
	bool plain;

	if (length > 0 && (strncmp(path, folder, length) != 0 || path[length] != '/'))
		return false;
	const char *below = path + length + (length > 0);
	if (kl_path_leaves(kl_span_of(below)))
		return false;
	char *part = strdup(path);
	plain = part != NULL && lstat(path, &about) == 0 && !S_ISLNK(about.st_mode);
	for (char *at = part + (below - path); plain && *at != '\0'; at++) {
		if (*at != '/')
			continue;
		*at = '\0';
		plain = lstat(part, &about) == 0 && !S_ISLNK(about.st_mode);
		*at = '/';
	}
	free(part);
	return plain;
}

bool kl_path_leads_out(const char *folder, const char *path)
{
	if (goes_down(folder, path))
		return false;
	char top[PATH_MAX], file[PATH_MAX];

	/* What is not there leads nowhere; what cannot be known may lead out. */
	if (realpath(folder, top) == NULL || realpath(path, file) == NULL)
		return errno == ENOMEM;
	const size_t length = strlen(top);
	return strcmp(top, "/") != 0 && (strncmp(file, top, length) != 0
		|| (file[length] != '/' && file[length] != '\0'));
}

bool kl_path_is_folder(const char *path)
{
	struct stat about;

	return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

bool kl_path_is_file(const char *path)
{
	struct stat about;

	return stat(path, &about) == 0 && !S_ISDIR(about.st_mode);
}

bool kl_path_is_regular(const char *path)
{
	struct stat about;

	return stat(path, &about) == 0 && S_ISREG(about.st_mode);
}

enum kl_status kl_path_need_regular(const char *path, struct kl_error *error)
{
	return !kl_path_is_file(path) || kl_path_is_regular(path) ? KL_OK
		: kl_fail(error, KL_IO, path, 0, 0,
			"is a pipe or a device, where a file is expected");
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_wanted(struct kl_arena *arena, const char *folder,
	const char *name, const char *const *endings, bool *failed)
{
	bool ends = endings == NULL;

	/* What Excel leaves beside a workbook that is open is hidden too. */
	if (name[0] == '.' || strncmp(name, "~$", 2) == 0)
		return false;
	for (size_t i = 0; !ends && endings[i] != NULL; i++)
		ends = kl_path_ends(kl_span_of(name), endings[i]);
	if (!ends)
		return false;
	const char *path = kl_path_join(arena, folder, kl_span_of(name));
	*failed = path == NULL;
	return path != NULL && (endings == NULL || !kl_path_is_folder(path));
}

enum kl_status kl_path_list(struct kl_arena *arena, const char *folder,
	const char *const *endings, const char ***names, size_t *count,
	struct kl_error *error)
{
	enum kl_status status = KL_OK;
	const char **list = NULL;
	size_t n = 0, capacity = 0;
	const struct dirent *entry;
	DIR *open = opendir(folder);

	if (open == NULL)
		return kl_io_error(error, errno, folder, "read the folder");
	while (status == KL_OK && (errno = 0, entry = readdir(open)) != NULL) {
		bool failed = false;
		if (!is_wanted(arena, folder, entry->d_name, endings, &failed)
				&& !failed)
			continue;
		if (failed || !kl_grow(list, capacity, n + 1))
			status = kl_no_memory(error);
		else if ((list[n++] = kl_arena_text(arena,
			kl_span_of(entry->d_name))) == NULL)
			status = kl_no_memory(error);
	}
	if (status == KL_OK && errno != 0)
		status = kl_io_error(error, errno, folder, "read the folder");
	closedir(open);
	if (status == KL_OK) {
		size_t size = n * sizeof *list;
		*names = kl_arena_alloc(arena, size != 0 ? size : 1);
		if (*names == NULL)
			status = kl_no_memory(error);
		else if (n > 0)
			memcpy(*names, list, size);
	}
	free(list);
	if (status != KL_OK)
		return status;
	if (n > 1)
		qsort(*names, n, sizeof **names, compare_names);
	*count = n;
	return KL_OK;
}

bool kl_path_has_folders(const char *folder)
{
	struct kl_arena arena = { 0 };
	const struct dirent *entry;
	bool found = false;
	DIR *open = opendir(folder);

	if (open == NULL)
		return false;
	while (!found && (entry = readdir(open)) != NULL) {
		const char *path = entry->d_name[0] == '.' ? NULL
			: kl_path_join(&arena, folder, kl_span_of(entry->d_name));
		found = path != NULL && kl_path_is_folder(path);
	}
	closedir(open);
	kl_arena_release(&arena);
	return found;
}
