/* What a run is granted, of what it reads and writes. */
#include "confine.h"

#include <string.h>

#include "cli.h"
#include "rule/path.h"

/* Where it cannot be found, the search for it ends as it would have. */
static void grant_register(struct cli_confinement *c, const struct kl_rule *rule,
	struct kl_span name, const struct kl_search *search, struct kl_arena *arena)
{
	const char *files[2] = { NULL, NULL };
	enum kl_status status = kl_register_files(name, rule->path, search, arena,
		files, NULL);

	for (size_t i = 0; i < 2; i++)
		cli_confinement_grant(c, CLI_GRANT_READ, files[i]);
	c->lacked = c->lacked || status == KL_NO_MEMORY;
	if (status != KL_OK)
		cli_confinement_grant_folder(c, CLI_GRANT_READ,
			rule->path != NULL ? rule->path : "");
}

/* Whether the path is one below the folder, by its letters and in fact. */
static bool is_below(const char *path, const char *folder)
{
	size_t length = strlen(folder);

	if (kl_path_leaves(kl_span_of(path)) && path[0] != '/')
		return false;
	if (strcmp(folder, ".") == 0 ? path[0] == '/'
			: strncmp(path, folder, length) != 0 || path[length] != '/'
				|| strstr(path, "/../") != NULL)
		return false;
	return !kl_path_leads_out(folder, path);
}

static void grant_tables(struct cli_confinement *c, const struct kl_dataset *dataset,
	bool anywhere)
{
	const bool whole = !dataset->given && !anywhere && dataset->folder != NULL;
	const char *last = NULL;

	/* A dataset stands in its folder. */
	if (whole)
		cli_confinement_grant(c, CLI_GRANT_READ, dataset->folder);
	/* The sheets of a workbook are tables of one file. */
	for (size_t i = 0; i < dataset->table_count; i++) {
		const char *path = dataset->tables[i].path;
		if ((!whole || !is_below(path, dataset->folder))
				&& (last == NULL || strcmp(path, last) != 0))
			cli_confinement_grant(c, CLI_GRANT_READ, path);
		last = path;
	}
}

void cli_grant_inputs(struct cli_confinement *c, const struct kl_dataset *dataset,
	const struct kl_rules *rules, const struct kl_search *search, bool anywhere,
	struct kl_arena *arena)
{
	for (size_t i = 0; search->folders[i] != NULL; i++)
		cli_confinement_grant(c, CLI_GRANT_READ, search->folders[i]);
	grant_tables(c, dataset, anywhere);
	for (size_t i = 0; i < rules->count; i++) {
		const struct kl_rule *rule = &rules->rules[i];
		for (size_t k = 0; k < rule->words->parameter_count; k++) {
			const struct kl_argument *argument = &rule->arguments[k];
			if (rule->words->parameters[k].type == KL_PARAMETER_REGISTER
					&& argument->given)
				grant_register(c, rule, argument->words[0].text,
					search, arena);
		}
	}
}

void cli_grant_output(struct cli_confinement *c, const struct kl_output *output)
{
	cli_confinement_grant(c, CLI_GRANT_WRITE, output->temporary != NULL
		? output->temporary : output->target);
	if (output->temporary != NULL)
		cli_confinement_grant_folder(c, CLI_GRANT_RENAME, output->target);
}

void cli_grant_folder(struct cli_confinement *c, const struct kl_folder *folder)
{
	if (folder->work == NULL)
		return;
	cli_confinement_grant(c, CLI_GRANT_MAKE, folder->work);
	if (folder->there)
		cli_confinement_grant(c, CLI_GRANT_RENAME, folder->path);
	else
		cli_confinement_grant_folder(c, CLI_GRANT_RENAME, folder->path);
}
