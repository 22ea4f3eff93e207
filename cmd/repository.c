/* Where the working folder stands in a repository. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"

/* What jobs of GitHub and GitLab call the folder of the checkout. */
static const char *const variables[] = { "GITHUB_WORKSPACE", "CI_PROJECT_DIR" };

/* Whether the folder, absolute, is `top` or lies beneath it. */
static bool holds(const char *top, const char *folder)
{
	size_t length = strlen(top);

	return strncmp(folder, top, length) == 0
		&& (folder[length] == '/' || folder[length] == '\0');
}

/* Cuts the folder to the nearest with a .git in it, a folder or, of a work tree of
 * its own, a file. Length 0: none; that of the root is not looked for. */
static void find_git(char *folder)
{
	char name[PATH_MAX + 8];
	struct stat there;

	if (folder[0] == '/' && folder[1] == '\0')
		folder[0] = '\0';
	while (folder[0] == '/') {
		snprintf(name, sizeof name, "%s/.git", folder);
		if (stat(name, &there) == 0)
			return;
		*strrchr(folder, '/') = '\0';
	}
}

/* The top that a job names, if the working folder lies in it or `best` is none: paths
 * that are absolute can still be told. The deepest wins: a checkout in a folder of the
 * job's has its own. */
static void weigh_variable(const char *name, const char *here, char *best)
{
	const char *value = getenv(name);
	char real[PATH_MAX];

	if (value == NULL || value[0] != '/' || realpath(value, real) == NULL
			|| real[1] == '\0')
		return;
	bool inside = here[0] != '\0' && holds(real, here);
	if (best[0] == '\0' || (inside && strlen(real) > strlen(best)))
		strcpy(best, real);
}

bool cli_repository_find(struct kl_repository *repository, struct kl_arena *arena)
{
	char here[PATH_MAX], top[PATH_MAX];

	if (getcwd(here, sizeof here) == NULL)
		here[0] = '\0';
	strcpy(top, here);
	find_git(top);
	for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
		weigh_variable(variables[i], here, top);
	if (top[0] == '\0')
		return true;
	repository->top = kl_arena_text(arena, kl_span_of(top));
	if (repository->top == NULL || !holds(top, here))
		return repository->top != NULL;
	const char *rest = here + strlen(top);
	repository->within = kl_arena_text(arena, kl_span_of(rest + (*rest == '/')));
	return repository->within != NULL;
}
