#include "clean.h"

#include "confine.h"

#include <stdlib.h>

static const struct kl_parameter parameters[CLEAN_OPTIONS] = {
	[CLEAN_CODE] = { "code", KL_PARAMETER_PAIRS, "FORM=COLUMN",
		"a column with codes: crebo, brin, vestiging, bevoegd-gezag, gemeente, "
		"rio or lob; may be repeated (default: as rules and schema say)", NULL },
	[CLEAN_REPAIRS] = { "apply-repairs", KL_PARAMETER_FLAG, NULL,
		"check the sums of the clean tables, and change what is certainly wrong",
		NULL },
	[CLEAN_LOG] = { "log", KL_PARAMETER_TEXTS, "FILE",
		"where the changes are told: FILE.csv, FILE.jsonl, or both of FILE "
		"(default: changes.csv and changes.jsonl in the folder)", NULL },
	[CLEAN_IN_PLACE] = { "in-place", KL_PARAMETER_FLAG, NULL,
		"replace the files that change", NULL },
	[CLEAN_DRY_RUN] = { "dry-run", KL_PARAMETER_FLAG, NULL,
		"show what would change, and write nothing", NULL },
	[CLEAN_CHECK] = { "check", KL_PARAMETER_FLAG, NULL,
		"the same, and exit 1 if anything would change", NULL },
};

bool clean_has(const struct clean_job *job, enum clean_option option)
{
	return job->options->arguments[option].given;
}

static void take_problem(void *context, const struct kl_error *problem)
{
	struct clean_job *job = context;

	job->problems = true;
	cli_print_error(job->program->name, "not checked", problem);
}

/* What was left out or is written in another way is told as a change. */
static void take_note(void *context, const struct kl_note *note)
{
	const struct clean_job *job = context;
	bool doubt = note->kind == KL_NOTE_delimiter_doubt
		|| note->kind == KL_NOTE_held;

	if (job->options->style.verbose || doubt)
		cli_print_note(note);
}

static enum kl_status check_usage(const struct clean_job *job,
	struct kl_error *error)
{
	bool output = job->options->output != NULL;

	if (clean_has(job, CLEAN_IN_PLACE) && output)
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"options --in-place and -o do not go together");
	if (job->dry && output)
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"option -o: with --dry-run and --check nothing is written");
	return KL_OK;
}

static enum kl_status load(struct clean_job *job, struct kl_error *error)
{
	struct cli_options *options = job->options;
	const struct kl_argument *codes = &options->arguments[CLEAN_CODE];
	const struct kl_search *search = cli_search(&options->arena);

	if (search == NULL)
		return kl_no_memory(error);
	enum kl_status status = cli_load(job->program, options, search,
		&job->dataset, &job->rules, error);
	if (status == KL_OK && clean_has(job, CLEAN_REPAIRS)
			&& job->rules.count == 0)
		status = kl_fail(error, KL_USAGE, NULL, 0, 0, "option "
			"--apply-repairs: there are no rules that say what should add up");
	if (status == KL_OK)
		status = clean_files_choose(job, error);
	job->clean.dataset = &job->dataset;
	job->clean.rules = &job->rules;
	job->clean.search = search;
	job->clean.given = codes->pairs;
	job->clean.given_count = codes->given ? codes->pair_count : 0;
	job->clean.repair = clean_has(job, CLEAN_REPAIRS);
	job->clean.targets = job->targets;
	job->clean.outputs = job->outputs;
	job->clean.calls = (struct kl_clean_calls){ .event = clean_tell_event,
		.problem = take_problem, .note = take_note, .context = job };
	return status;
}

/* All that is needed is known; the rest is given up. Files that are not in the folder
 * are made beside their targets, one by one. */
static enum kl_status confine(struct clean_job *job, struct kl_error *error)
{
	struct cli_confinement confinement;
	struct cli_options *options = job->options;

	cli_confinement_begin(&confinement);
	cli_grant_inputs(&confinement, &job->dataset, &job->rules, job->clean.search,
		options->allow_outside, &options->arena);
	cli_confinement_grant(&confinement, CLI_GRANT_READ, job->dataset.descriptor);
	cli_grant_folder(&confinement, &job->in_folder);
	for (size_t i = 0; i < job->log_count; i++)
		cli_grant_output(&confinement, job->logs[i].output);
	for (size_t i = 0; i < job->dataset.table_count && job->folder == NULL; i++)
		cli_confinement_grant_folder(&confinement, CLI_GRANT_MAKE,
			job->targets[i]);
	return cli_confine(&confinement, job->program->name,
		options->style.verbose, error);
}

static enum kl_status clean(struct clean_job *job, struct kl_error *error)
{
	enum kl_status status = load(job, error);

	if (status != KL_OK)
		return status;
	if (job->options->style.verbose)
		cli_say_read(job->program->name, &job->rules, &job->dataset);
	if (!job->dry && job->targets[0] == NULL) {
		job->clean.stream = stdout;
		job->say = stderr;
	}
	status = clean_files_open(job, error);
	if (status == KL_OK)
		status = confine(job, error);
	if (status == KL_OK)
		status = kl_clean_run(&job->clean, error);
	if (status == KL_OK && job->descriptor != NULL)
		status = clean_files_describe(job, error);
	if (status == KL_OK)
		status = clean_files_commit(job, error);
	/* What cannot be written is told by cli_finish. */
	if (status == KL_OK && fflush(stdout) == 0)
		clean_tell_summary(job);
	return status;
}

static int exit_status(const struct clean_job *job)
{
	if (job->problems)
		return CLI_NOT_CHECKED;
	return clean_has_left(job) || (clean_has(job, CLEAN_CHECK)
		&& clean_has_changed(job)) ? CLI_FINDINGS : CLI_CLEAN;
}

static int run(const struct cli_program *program, struct cli_options *options)
{
	struct clean_job job = { .program = program, .options = options,
		.say = stdout };
	struct kl_error error;

	kl_dataset_init(&job.dataset);
	kl_rules_init(&job.rules);
	job.dry = clean_has(&job, CLEAN_DRY_RUN) || clean_has(&job, CLEAN_CHECK);
	job.clean.in_place = clean_has(&job, CLEAN_IN_PLACE);
	enum kl_status status = check_usage(&job, &error);
	if (status == KL_OK)
		status = clean(&job, &error);
	int result = status == KL_OK ? exit_status(&job) : CLI_NOT_CHECKED;
	if (status != KL_OK)
		cli_print_error(program->name, "error", &error);
	kl_clean_release(&job.clean);
	clean_files_release(&job);
	kl_rules_release(&job.rules);
	kl_dataset_release(&job.dataset);
	return cli_finish(program->name, result);
}

int main(int argc, char **argv)
{
	static const char *const lines[] = {
		"[OPTION]... [DATASET] -o FOLDER",
		"[OPTION]... FILE... -o FOLDER",
		"[OPTION]... FILE [-o FILE]",
		"--in-place|--dry-run|--check [OPTION]... [DATASET | FILE...]", NULL };
	static const char *const examples[] = {
		"klopt-clean samples/levering-2005 -o schoon",
		"klopt-clean --dry-run samples/ao-monitor-2005",
		"klopt-clean --check --code crebo=crebo samples/school-opgave/leerlingen.csv",
		NULL };
	static const struct kl_words words = { "clean", NULL, parameters,
		CLEAN_OPTIONS };
	static const struct cli_program program = {
		"klopt-clean", "Writes tables as they are declared: UTF-8, one delimiter, "
		"one notation for numbers, dates and marks, whole codes. Tells every "
		"change; what is not certain is left as it is, and told too.",
		NULL, "text", lines, examples };
	static const struct cli_task task = { .run = run,
		.takes = CLI_OUTPUT | CLI_READING | CLI_DATASET | CLI_TELLING,
		.words = &words, .title = "What is cleaned, and where to",
		.statuses = "0 all is clean now, 1 something was left as it is, or with "
		"--check would change, 2 something could not be read or written: then "
		"nothing is." };

	return cli_run_task(&program, &task, argc, argv);
}
