#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"

const char *cli_program_folder(struct kl_arena *arena)
{
	char path[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);

	if (length <= 0)
		return NULL;
	path[length] = '\0';
	char *slash = strrchr(path, '/');
	if (slash == NULL)
		return NULL;
	*slash = '\0';
	return kl_arena_text(arena, kl_span_of(path));
}

/* folder/rest if it is a folder, without dots and links, and as seen from here
 * where it lies below: people read this path in messages. */
static const char *join(struct kl_arena *arena, const char *folder,
	const char *rest)
{
	char joined[PATH_MAX + 32], whole[PATH_MAX], here[PATH_MAX];
	struct stat there;

	snprintf(joined, sizeof joined, "%s%s", folder, rest);
	if (realpath(joined, whole) == NULL || stat(whole, &there) != 0
			|| !S_ISDIR(there.st_mode))
		return NULL;
	size_t length = getcwd(here, sizeof here) != NULL ? strlen(here) : 0;
	const char *shown = whole;
	if (length > 1 && strncmp(whole, here, length) == 0 && whole[length] == '/')
		shown = whole + length + 1;
	return kl_arena_text(arena, kl_span_of(shown));
}

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);

	return length >= tail && strcmp(text + length - tail, end) == 0;
}

/* One of the Makefile's modes built it, or with another compiler its `make check-long`. */
static bool is_of_tree(const char *folder)
{
	static const char *const modes[] = { "release", "san", "clang", "tsan",
		"eager", "coverage" };
	char end[32];

	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
		snprintf(end, sizeof end, "/build/%s/bin", modes[i]);
		if (ends_with(folder, end))
			return true;
	}
	return false;
}

const struct kl_search *cli_search(struct kl_arena *arena)
{
	enum { MOST = 4 };
	const char **folders = kl_arena_alloc(arena, MOST * sizeof *folders);
	struct kl_search *search = kl_arena_alloc(arena, sizeof *search);
	const char *own = cli_program_folder(arena);
	const char *named = getenv("KLOPT_DATA");
	size_t count = 0;

	if (folders == NULL || search == NULL)
		return NULL;
	if (named != NULL && named[0] != '\0')
		folders[count++] = named;
	const char *found = NULL;
	/* build/release/bin of the source tree, else bin beside share. */
	if (own != NULL && is_of_tree(own))
		found = join(arena, own, "/../../../rules");
	else if (own != NULL)
		found = join(arena, own, "/../share/klopt/rules");
	if (found == NULL)
		found = join(arena, KL_DATADIR, "/rules");
	if (found != NULL)
		folders[count++] = found;
	search->folders = folders;
	return search;
}

bool cli_is_same_file(const char *path, const struct stat *out)
{
	struct stat in;

	return path != NULL && stat(path, &in) == 0 && in.st_dev == out->st_dev
		&& in.st_ino == out->st_ino;
}

bool cli_note_file(struct kl_index *files, const char *path, bool *met)
{
	char *real = realpath(path, NULL);

	*met = false;
	const bool noted = real == NULL ? errno != ENOMEM
		: kl_index_add(files, kl_span_of(real), 0, NULL, met);
	free(real);
	return noted;
}

bool cli_is_folder(const char *path)
{
	struct stat there;

	return stat(path, &there) == 0 && S_ISDIR(there.st_mode);
}

bool cli_names_dataset(const char *operand)
{
	static const char *const endings[] = { ".yaml", ".yml", ".json" };
	size_t length = strlen(operand);
	struct stat there;

	if (strcmp(operand, "-") == 0)
		return false;
	if (cli_is_folder(operand))
		return true;
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		size_t tail = strlen(endings[i]);
		if (length > tail && strcmp(operand + length - tail, endings[i]) == 0)
			return true;
	}
	/* What is not there and has no ending was meant as a folder. */
	const char *slash = strrchr(operand, '/');
	return stat(operand, &there) != 0
		&& strchr(slash != NULL ? slash : operand, '.') == NULL;
}
