/* --changed-since: what a git revision had to tell is known. Its files are checked
 * with the same options and with its own rules, descriptor and waivers; what counts
 * there makes a baseline. */
#include <errno.h>
#include <string.h>

#include "base/translate.h"
#include "cli.h"
#include "rule/path.h"

/* The run on the files of the revision. */
struct past {
	const struct cli_program *program;
	const struct kl_search *search;
	const struct cli_options *present;
	struct cli_revision revision;
	struct cli_options options;     /* those of now, with the paths of then */
	struct kl_dataset dataset;
	struct kl_rules rules;
	struct cli_weights weights;
	struct kl_arena arena;
};

static bool is_there(const char *path)
{
	return kl_path_is_file(path) || kl_path_is_folder(path);
}

/* The path of then; *path NULL: it was not there. What stands outside the
 * repository has no past, and is as it is. */
static enum kl_status take_path(struct past *past, const char **path,
	struct kl_error *error)
{
	const char *found;
	enum kl_status status = cli_revision_path(&past->revision, *path, &found,
		error);

	if (status == KL_OK && found != NULL)
		*path = is_there(found) ? found : NULL;
	return status;
}

/* Of the files in the list those that were there. */
static enum kl_status take_files(struct past *past, const char ***list,
	size_t *count, struct kl_error *error)
{
	const char **kept = kl_arena_alloc(&past->arena,
		(*count + 1) * sizeof *kept);
	enum kl_status status = kept != NULL ? KL_OK : kl_no_memory(error);
	size_t kept_count = 0;

	for (size_t i = 0; i < *count && status == KL_OK; i++) {
		const char *path = (*list)[i];
		status = take_path(past, &path, error);
		if (path != NULL)
			kept[kept_count++] = path;
	}
	*list = kept;
	*count = kept_count;
	return status;
}

/* What is checked: the dataset or the files, all in the repository. */
static enum kl_status take_operands(struct past *past, bool *there,
	struct kl_error *error)
{
	const struct cli_options *present = past->present;
	static char current[] = ".";
	size_t count = present->operand_count;
	char **taken = kl_arena_alloc(&past->arena, (count + 1) * sizeof *taken);
	enum kl_status status = taken != NULL ? KL_OK : kl_no_memory(error);

	past->options.operands = taken;
	past->options.operand_count = 0;
	for (size_t i = 0; i < (count > 0 ? count : 1) && status == KL_OK; i++) {
		const char *operand = count > 0 ? present->operands[i] : current;
		const char *path;
		status = cli_revision_path(&past->revision, operand, &path, error);
		if (status == KL_OK && path == NULL)
			return kl_fail(error, KL_USAGE, NULL, 0, 0,
				"option --changed-since: '%s' does not stand in %s", operand,
				past->revision.top);
		if (status == KL_OK && is_there(path))
			taken[past->options.operand_count++] = (char *)path;
	}
	*there = past->options.operand_count > 0;
	return status;
}

/* Tables that options name by their file. */
static enum kl_status take_arguments(struct past *past, bool *there,
	struct kl_error *error)
{
	const struct kl_words *words = past->present->words;
	size_t count = words == NULL ? 0 : words->parameter_count;
	struct kl_argument *taken = kl_arena_alloc(&past->arena,
		(count + 1) * sizeof *taken);
	enum kl_status status = taken != NULL ? KL_OK : kl_no_memory(error);

	for (size_t i = 0; i < count && status == KL_OK; i++) {
		taken[i] = past->present->arguments[i];
		if (words->parameters[i].type != KL_PARAMETER_TABLE || !taken[i].given)
			continue;
		struct kl_word *word = kl_arena_alloc(&past->arena, sizeof *word);
		const char *path = kl_arena_text(&past->arena,
			taken[i].words[0].text);
		if (word == NULL || path == NULL)
			return kl_no_memory(error);
		status = take_path(past, &path, error);
		*there = *there && path != NULL;
		word->text = kl_span_of(path != NULL ? path : "");
		taken[i].words = word;
	}
	past->options.arguments = taken;
	return status;
}

static enum kl_status take_options(struct past *past, bool *there,
	struct kl_error *error)
{
	struct cli_options *options = &past->options;
	enum kl_status status = take_operands(past, there, error);

	options->baseline = options->write_baseline = NULL;
	options->style = (struct kl_style){ 0 };
	if (status == KL_OK)
		status = take_arguments(past, there, error);
	if (status == KL_OK)
		status = take_files(past, &options->rules, &options->rule_count,
			error);
	if (status == KL_OK)
		status = take_files(past, &options->waivers, &options->waiver_count,
			error);
	if (status == KL_OK && options->data != NULL) {
		status = take_path(past, &options->data, error);
		*there = *there && options->data != NULL;
	}
	return status;
}

/* Into the file that a baseline is read from. */
static enum kl_status run_past(struct past *past, const char *path,
	struct kl_verdict *verdict, struct kl_error *error)
{
	struct cli_options *options = &past->options;
	enum kl_status status = cli_load(past->program, options, past->search,
		&past->dataset, &past->rules, error);

	if (status == KL_OK)
		status = cli_weights_read(&past->weights, options, &past->dataset,
			error);
	FILE *stream = status == KL_OK ? fopen(path, "we") : NULL;
	if (status != KL_OK)
		return status;
	if (stream == NULL)
		return kl_io_error(error, errno, path, "write");
	const struct kl_run run = { .dataset = &past->dataset,
		.rules = &past->rules, .search = past->search,
		.format = &kl_format_baseline,
		.out = { .stream = stream, .style = &options->style,
			.dataset = &past->dataset, .rules = &past->rules,
			.program = past->program->name, .fail_on = options->fail_on },
		.waivers = past->weights.waived ? &past->weights.waivers : NULL,
		.partial = options->words != NULL };
	status = kl_run(&run, verdict, error);
	if (fclose(stream) != 0 && status == KL_OK)
		status = kl_io_error(error, errno, path, "write");
	return status;
}

/* Paths as they are named from the top of the repository. */
static void rename_known(const struct past *past, struct kl_baseline *baseline)
{
	for (size_t i = 0; i < baseline->count; i++) {
		const char **path = &baseline->list[i].path;
		if (*path != NULL)
			*path = cli_revision_name(&past->revision, *path);
	}
}

/* A revision that cannot be checked hides nothing: all that is found is new. */
static void say_unchecked(const struct past *past, const struct kl_error *why,
	uint64_t problems)
{
	const char *name = past->program->name, *of = past->present->changed_since;

	if (past->present->style.quiet)
		return;
	if (why != NULL)
		cli_say(stderr, kl_translate("%s: %s cannot be checked, so that all findings are new: %s: %s\n"),
			name, of, cli_revision_name(&past->revision, why->path), why->text);
	else if (problems > 0)
		cli_say(stderr, kl_translate("%s: not all of %s can be checked: findings there count as new\n"),
			name, of);
}

static enum kl_status check_past(struct past *past, struct kl_baseline *baseline,
	struct kl_error *error)
{
	struct kl_verdict verdict = { 0 };
	struct kl_error why;
	bool there = true;
	const char *path = kl_path_join(&past->arena,
		past->revision.private_folder, kl_span_of("baseline"));
	enum kl_status status = path == NULL ? kl_no_memory(error)
		: take_options(past, &there, error);

	if (status != KL_OK || !there)
		return status;
	status = run_past(past, path, &verdict, &why);
	if (status == KL_NO_MEMORY)
		return kl_no_memory(error);
	say_unchecked(past, status == KL_OK ? NULL : &why, verdict.problems);
	if (status != KL_OK)
		return KL_OK;
	status = kl_baseline_read(baseline, path, error);
	if (status == KL_OK)
		rename_known(past, baseline);
	return status;
}

enum kl_status cli_since(const struct cli_program *program,
	const struct cli_options *options, const struct kl_search *search,
	struct kl_baseline *baseline, struct kl_error *error)
{
	struct past past = { .program = program, .search = search,
		.present = options, .options = *options };
	const char *first = options->operand_count > 0 ? options->operands[0] : ".";

	if (options->baseline != NULL)
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"option --changed-since goes without --baseline: the revision is one");
	for (size_t i = 0; i < options->operand_count; i++) {
		if (strcmp(options->operands[i], "-") == 0)
			return kl_fail(error, KL_USAGE, NULL, 0, 0,
				"option --changed-since: standard input has no revision");
	}
	if (!is_there(first))
		return KL_OK;           /* told by who reads it */
	past.options.arena = (struct kl_arena){ 0 };
	kl_dataset_init(&past.dataset);
	kl_rules_init(&past.rules);
	const char *folder = kl_path_is_folder(first) ? first
		: kl_path_folder(&past.arena, first);
	enum kl_status status = folder == NULL ? kl_no_memory(error)
		: cli_revision_open(&past.revision, options->changed_since, folder,
			&past.arena, error);
	if (status == KL_OK)
		status = check_past(&past, baseline, error);
	cli_revision_close(&past.revision);
	cli_weights_release(&past.weights);
	kl_rules_release(&past.rules);
	kl_dataset_release(&past.dataset);
	kl_arena_release(&past.options.arena);
	kl_arena_release(&past.arena);
	return status;
}
