/* The files of a git revision, written out beside the work tree. All that git
 * says goes through files in the private folder: its answer, and why it failed. */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/translate.h"
#include "cli.h"
#include "rule/path.h"

extern char **environ;

enum { ARGUMENTS = 16, ANSWER = 4096 };

static const char *path_in(struct cli_revision *revision, const char *name)
{
	return kl_path_join(revision->arena, revision->private_folder,
		kl_span_of(name));
}

/* The first line of a file of git's; empty if there is none. */
static void first_line(const char *path, char *line, size_t room)
{
	FILE *file = path == NULL ? NULL : fopen(path, "re");

	line[0] = '\0';
	if (file == NULL)
		return;
	if (fgets(line, (int)room, file) == NULL)
		line[0] = '\0';
	fclose(file);
	line[strcspn(line, "\n")] = '\0';
}

/* Opens /dev/null for git to read, and the two files. */
static int prepare_files(posix_spawn_file_actions_t *files, const char *answer,
	const char *complaint)
{
	const int flags = O_WRONLY | O_CREAT | O_TRUNC;
	int number = posix_spawn_file_actions_addopen(files, STDIN_FILENO,
		"/dev/null", O_RDONLY, 0);

	if (number == 0)
		number = posix_spawn_file_actions_addopen(files, STDOUT_FILENO, answer,
			flags, 0600);
	if (number == 0)
		number = posix_spawn_file_actions_addopen(files, STDERR_FILENO,
			complaint, flags, 0600);
	return number;
}

/* Runs git in the folder; *exit_status is its own. */
static enum kl_status run_git(struct cli_revision *revision, const char *folder,
	const char *const *words, int *exit_status, struct kl_error *error)
{
	const char *answer = path_in(revision, "answer");
	const char *complaint = path_in(revision, "complaint");
	char *arguments[ARGUMENTS] = { "git", "-C", (char *)folder,
		"-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null" };
	size_t count = 7;
	posix_spawn_file_actions_t files;
	pid_t child;

	for (size_t i = 0; words[i] != NULL && count < ARGUMENTS - 1; i++)
		arguments[count++] = (char *)words[i];
	if (answer == NULL || complaint == NULL
			|| posix_spawn_file_actions_init(&files) != 0)
		return kl_no_memory(error);
	int number = prepare_files(&files, answer, complaint);
	if (number == 0)
		number = posix_spawnp(&child, "git", &files, NULL, arguments, environ);
	posix_spawn_file_actions_destroy(&files);
	if (number == ENOENT)
		return kl_fail(error, KL_IO, NULL, 0, 0,
			"option --changed-since: the program git is not found");
	if (number != 0)
		return kl_io_error(error, number, NULL, "run git");
	int how = 0;
	while (waitpid(child, &how, 0) < 0) {
		if (errno != EINTR)
			return kl_io_error(error, errno, NULL, "wait for git");
	}
	*exit_status = WIFEXITED(how) ? WEXITSTATUS(how) : -1;
	return KL_OK;
}

/* The same; a failure of git is one of ours, with the first line that it said. */
static enum kl_status need_git(struct cli_revision *revision, const char *folder,
	const char *const *words, struct kl_error *error)
{
	char line[ANSWER];
	int exit_status = 0;
	enum kl_status status = run_git(revision, folder, words, &exit_status,
		error);

	if (status != KL_OK || exit_status == 0)
		return status;
	first_line(path_in(revision, "complaint"), line, sizeof line);
	const char *text = strncmp(line, "fatal: ", 7) == 0 ? line + 7 : line;
	return kl_fail(error, KL_IO, NULL, 0, 0,
		"option --changed-since: git says of '%s': %s", folder,
		text[0] != '\0' ? text : kl_translate("nothing, and fails"));
}

static enum kl_status find_top(struct cli_revision *revision, const char *folder,
	struct kl_error *error)
{
	static const char *const words[] = { "rev-parse", "--show-toplevel", NULL };
	char line[ANSWER];
	enum kl_status status = need_git(revision, folder, words, error);

	if (status != KL_OK)
		return status;
	first_line(path_in(revision, "answer"), line, sizeof line);
	revision->top = kl_arena_text(revision->arena, kl_span_of(line));
	return revision->top != NULL ? KL_OK : kl_no_memory(error);
}

/* A clone that was made without its history has only what was fetched. */
static bool is_shallow(struct cli_revision *revision)
{
	static const char *const words[] = { "rev-parse",
		"--is-shallow-repository", NULL };
	char line[ANSWER];
	int exit_status = 0;

	if (run_git(revision, revision->top, words, &exit_status, NULL) != KL_OK
			|| exit_status != 0)
		return false;
	first_line(path_in(revision, "answer"), line, sizeof line);
	return strcmp(line, "true") == 0;
}

static enum kl_status find_commit(struct cli_revision *revision, const char *name,
	const char **commit, struct kl_error *error)
{
	struct kl_text_buffer wanted = { 0 };
	char line[ANSWER];
	int exit_status = 0;

	kl_text_printf(&wanted, "%s^{commit}", name);
	if (wanted.failed)
		return kl_no_memory(error);
	const char *const words[] = { "rev-parse", "--verify", "--quiet",
		"--end-of-options", wanted.at, NULL };
	enum kl_status status = run_git(revision, revision->top, words,
		&exit_status, error);
	kl_text_release(&wanted);
	if (status != KL_OK)
		return status;
	if (exit_status != 0 && is_shallow(revision))
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"option --changed-since: '%s' is no revision of what was fetched of %s: fetch its history too",
			name, revision->top);
	if (exit_status != 0)
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"option --changed-since: '%s' is no revision of %s", name,
			revision->top);
	first_line(path_in(revision, "answer"), line, sizeof line);
	*commit = kl_arena_text(revision->arena, kl_span_of(line));
	return *commit != NULL ? KL_OK : kl_no_memory(error);
}

/* With an index of its own: that of the work tree, and the tree, stay as they
 * are. */
static enum kl_status write_out(struct cli_revision *revision, const char *commit,
	struct kl_error *error)
{
	struct kl_text_buffer prefix = { 0 };
	const char *const read[] = { "-c", "core.sparseCheckout=false",
		"read-tree", commit, NULL };

	kl_text_printf(&prefix, "--prefix=%s/", revision->tree);
	if (prefix.failed)
		return kl_no_memory(error);
	const char *const write[] = { "checkout-index", "--all", prefix.at, NULL };
	enum kl_status status = need_git(revision, revision->top, read, error);
	if (status == KL_OK)
		status = need_git(revision, revision->top, write, error);
	kl_text_release(&prefix);
	return status;
}

static enum kl_status make_folder(struct cli_revision *revision,
	struct kl_error *error)
{
	const char *parent = getenv("TMPDIR");
	struct kl_text_buffer name = { 0 };
	char *real = realpath(parent != NULL && parent[0] != '\0' ? parent : "/tmp",
		NULL);

	if (real == NULL)
		return kl_io_error(error, errno, parent != NULL ? parent : "/tmp",
			"make a folder");
	kl_text_printf(&name, "%s/klopt-XXXXXX", real);
	free(real);
	char *made = name.failed ? NULL : kl_arena_text(revision->arena,
		kl_text_span(&name));
	kl_text_release(&name);
	if (made == NULL)
		return kl_no_memory(error);
	if (mkdtemp(made) == NULL)
		return kl_io_error(error, errno, made, "make a folder");
	revision->private_folder = made;
	cli_watch_folder(made);
	revision->tree = path_in(revision, "tree");
	return revision->tree != NULL ? KL_OK : kl_no_memory(error);
}

/* A hook of git's runs with these set for the repository that it is in. */
static enum kl_status set_environment(struct cli_revision *revision,
	struct kl_error *error)
{
	static const char *const set[] = { "GIT_DIR", "GIT_WORK_TREE",
		"GIT_PREFIX", "GIT_OBJECT_DIRECTORY" };
	const char *index = path_in(revision, "index");

	for (size_t i = 0; i < sizeof set / sizeof *set; i++)
		unsetenv(set[i]);
	return index != NULL && setenv("GIT_INDEX_FILE", index, 1) == 0 ? KL_OK
		: kl_no_memory(error);
}

enum kl_status cli_revision_open(struct cli_revision *revision, const char *name,
	const char *folder, struct kl_arena *arena, struct kl_error *error)
{
	const char *commit = NULL;

	revision->arena = arena;
	enum kl_status status = make_folder(revision, error);
	if (status == KL_OK)
		status = set_environment(revision, error);
	if (status == KL_OK)
		status = find_top(revision, folder, error);
	if (status == KL_OK)
		status = find_commit(revision, name, &commit, error);
	return status == KL_OK ? write_out(revision, commit, error) : status;
}

enum kl_status cli_revision_path(const struct cli_revision *revision,
	const char *path, const char **found, struct kl_error *error)
{
	char *real = realpath(path, NULL);
	if (real == NULL && errno == ENOMEM)
		return kl_no_memory(error);
	size_t length = strlen(revision->top);
	bool inside = real != NULL && strncmp(real, revision->top, length) == 0
		&& (real[length] == '/' || real[length] == '\0');

	*found = NULL;
	if (inside)
		*found = real[length] == '\0' ? revision->tree
			: kl_path_join(revision->arena, revision->tree,
				kl_span_of(real + length + 1));
	free(real);
	return !inside || *found != NULL ? KL_OK : kl_no_memory(error);
}

const char *cli_revision_name(const struct cli_revision *revision,
	const char *path)
{
	size_t length = strlen(revision->tree);

	return strncmp(path, revision->tree, length) == 0 && path[length] == '/'
		? path + length + 1 : path;
}

void cli_revision_close(struct cli_revision *revision)
{
	if (revision->private_folder == NULL)
		return;
	cli_remove_folder(revision->private_folder);
	cli_watch_folder(NULL);
	unsetenv("GIT_INDEX_FILE");
	revision->private_folder = NULL;
}
