#include "base/translate.h"
#include "cli.h"
#include "confine.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A run in the making. */
struct job {
	const struct cli_program *program;
	struct cli_options options;
	const struct kl_search *search;
	struct kl_dataset dataset;
	struct kl_rules rules;
	struct cli_outputs outputs;
	struct cli_weights weights;
	struct kl_index notes;          /* that were told */
	struct kl_repository repository;
};

/* A register that a rule names by its file: the file, or the codes beside its
 * description. */
static bool is_register(struct job *job, const struct kl_rule *rule,
	const struct stat *out)
{
	struct kl_arena *arena = &job->options.arena;

	for (size_t i = 0; i < rule->words->parameter_count; i++) {
		const struct kl_argument *argument = &rule->arguments[i];
		if (rule->words->parameters[i].type != KL_PARAMETER_REGISTER
				|| !argument->given)
			continue;
		char *name = kl_arena_text(arena, argument->words[0].text);
		const char *path = name == NULL ? NULL
			: kl_search_file(job->search, rule->path, name, arena);
		if (cli_is_same_file(path, out))
			return true;
		char *end = name != NULL ? strrchr(name, '.') : NULL;
		if (end == NULL || strcmp(end, ".yaml") != 0)
			continue;
		strcpy(end, ".csv");
		if (cli_is_same_file(kl_search_file(job->search, rule->path, name, arena),
				out))
			return true;
	}
	return false;
}

/* The log of changes, for the workbook; NULL: none. */
static const char *changes_of(const struct job *job)
{
	return job->options.changes != NULL ? job->options.changes
		: job->dataset.changes;
}

/* An output that takes the place of what is read would destroy it. */
static enum kl_status refuse_input(void *context, const char *output,
	struct kl_error *error)
{
	struct job *job = context;
	const struct kl_dataset *dataset = &job->dataset;
	struct stat out;
	bool read = false;

	if (stat(output, &out) != 0 || !S_ISREG(out.st_mode))
		return KL_OK;
	read = cli_is_same_file(dataset->descriptor, &out)
		|| cli_is_same_file(changes_of(job), &out)
		|| cli_weights_are(&job->weights, &job->options, output, &out);
	for (size_t i = 0; i < dataset->table_count && !read; i++)
		read = cli_is_same_file(dataset->tables[i].path, &out);
	for (size_t i = 0; i < job->rules.count && !read; i++)
		read = cli_is_same_file(job->rules.rules[i].path, &out)
			|| is_register(job, &job->rules.rules[i], &out);
	return !read ? KL_OK : kl_fail(error, KL_USAGE, NULL, 0, 0,
		"option --output: '%s' is a file that is read; name another",
		output);
}

/* The sheets of a workbook say the same of it. */
static void print_note(void *context, const struct kl_note *note)
{
	struct job *job = context;
	struct kl_text_buffer key = { 0 };
	bool told = false;

	if (!job->options.style.verbose)
		return;
	kl_text_printf(&key, "%s:%s", note->path, note->text);
	if (key.failed || !kl_index_add(&job->notes, kl_text_span(&key), 0, NULL,
			&told) || !told)
		cli_print_note(note);
	kl_text_release(&key);
}

static void print_problem(void *context, const struct kl_error *problem)
{
	const struct job *job = context;

	cli_print_error(job->program->name, "not checked", problem);
}

/* Findings that stand beside tables in a folder have no place in one table. */
static void say_findings(const struct job *job, const struct kl_verdict *verdict)
{
	uint64_t count = 0;

	for (int i = 0; i < KL_SEVERITIES; i++)
		count += verdict->findings[i];
	if (count > 0 && !job->options.style.quiet)
		fprintf(stderr, count == 1
			? kl_translate("%s: %llu finding, which the table does not tell: "
				"see klopt check, or name a folder with -o\n")
			: kl_translate("%s: %llu findings, which the table does not tell: "
				"see klopt check, or name a folder with -o\n"),
			job->program->name, (unsigned long long)count);
}

static bool writes_one_table(const struct cli_outputs *outputs)
{
	bool alone = outputs->count > 0;

	for (size_t i = 0; i < outputs->count; i++)
		alone = alone && outputs->outlets[i].format->writes_folder
			&& outputs->outlets[i].scope.folder == NULL;
	return alone;
}

static enum kl_status pass_finding(void *state,
	const struct kl_format_scope *scope, const struct kl_finding *finding,
	struct kl_error *error)
{
	cli_progress_clear();
	return kl_format_several.finding(state, scope, finding, error);
}

static enum kl_status pass_end(void *state, const struct kl_format_scope *scope,
	const struct kl_tally *tally, struct kl_error *error)
{
	cli_progress_end();
	return kl_format_several.end(state, scope, tally, error);
}

static unsigned cores(void)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);

	return count > 1 ? (unsigned)count : 1;
}

/* Half of what the machine has; where it does not say that there is no bound. */
static size_t half_of_memory(void)
{
	long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);

	if (pages <= 0 || size <= 0)
		return 0;
	return (size_t)pages / 2 > SIZE_MAX / (size_t)size ? SIZE_MAX
		: (size_t)pages / 2 * (size_t)size;
}

/* All that is needed is known, and open; the rest is given up. */
static enum kl_status confine(const struct job *job, struct kl_error *error)
{
	const struct cli_outputs *outputs = &job->outputs;
	struct cli_confinement confinement;
	struct kl_arena arena = { 0 };

	cli_confinement_begin(&confinement);
	cli_grant_inputs(&confinement, &job->dataset, &job->rules, job->search,
		job->options.allow_outside, &arena);
	cli_confinement_grant(&confinement, CLI_GRANT_READ, changes_of(job));
	for (size_t i = 0; i < outputs->count; i++) {
		cli_grant_output(&confinement, &outputs->files[i]);
		cli_grant_folder(&confinement, &outputs->folders[i]);
	}
	enum kl_status status = cli_confine(&confinement, job->program->name,
		job->options.style.verbose, error);
	kl_arena_release(&arena);
	return status;
}

static enum kl_status run_job(struct job *job, struct kl_verdict *verdict,
	struct kl_error *error)
{
	const struct cli_options *options = &job->options;
	struct cli_outputs *outputs = &job->outputs;
	enum kl_status status = cli_load(job->program, &job->options, job->search,
		&job->dataset, &job->rules, error);

	if (status == KL_OK && options->changed_since != NULL)
		status = cli_since(job->program, options, job->search,
			&job->weights.baseline, error);
	if (status == KL_OK)
		status = cli_weights_read(&job->weights, &job->options, &job->dataset,
			error);
	if (status == KL_OK && !cli_repository_find(&job->repository,
			&job->options.arena))
		status = kl_no_memory(error);
	const struct kl_format_scope common = { .safe_csv = options->safe_csv,
		.repository = &job->repository, .dataset = &job->dataset, .rules = &job->rules,
		.program = job->program->name, .changes = changes_of(job),
		.fail_on = options->fail_on, .compress = options->compress };
	if (status == KL_OK)
		status = cli_outputs_open(outputs, options, &common, refuse_input, job,
			error);
	if (status != KL_OK)
		return status;
	if (options->style.verbose)
		cli_say_read(job->program->name, &job->rules, &job->dataset);
	status = confine(job, error);
	if (status != KL_OK)
		return status;
	struct kl_format format = kl_format_several;
	format.finding = pass_finding;
	format.end = pass_end;
	bool watched = cli_progress_begin(job->program->name, options);
	const struct kl_run run = { .dataset = &job->dataset, .rules = &job->rules,
		.search = job->search, .format = &format,
		.progress = watched ? cli_progress : NULL,
		.jobs = options->jobs > 0 ? options->jobs : cores(),
		.memory = options->memory > 0 ? options->memory : half_of_memory(),
		.out = { .outlets = outputs->outlets, .outlet_count = outputs->count },
		.problem = print_problem, .note = print_note, .context = job,
		.waivers = job->weights.waived ? &job->weights.waivers : NULL,
		.baseline = options->baseline != NULL || options->changed_since != NULL
			? &job->weights.baseline : NULL,
		.partial = options->words != NULL };
	status = kl_run(&run, verdict, error);
	cli_progress_end();
	if (status == KL_OK)
		status = cli_outputs_commit(outputs, error);
	if (status == KL_OK && writes_one_table(outputs))
		say_findings(job, verdict);
	return status;
}

static int exit_status(const struct kl_verdict *verdict,
	enum kl_severity fail_on)
{
	if (verdict->problems > 0 || !verdict->checked)
		return CLI_NOT_CHECKED;
	for (int i = (int)fail_on; i < KL_SEVERITIES; i++) {
		if (verdict->findings[i] > 0)
			return CLI_FINDINGS;
	}
	return CLI_CLEAN;
}

static int check(struct job *job)
{
	struct kl_verdict verdict = { 0 };
	struct kl_error error;

	kl_dataset_init(&job->dataset);
	kl_rules_init(&job->rules);
	job->search = cli_search(&job->options.arena);
	enum kl_status status = job->search == NULL ? kl_no_memory(&error)
		: run_job(job, &verdict, &error);
	int result = exit_status(&verdict, job->options.fail_on);
	if (status != KL_OK) {
		cli_print_error(job->program->name, "error", &error);
		result = CLI_NOT_CHECKED;
	}
	cli_outputs_discard(&job->outputs);
	kl_index_release(&job->notes);
	cli_weights_release(&job->weights);
	kl_rules_release(&job->rules);
	kl_dataset_release(&job->dataset);
	return result;
}

int cli_run(const struct cli_program *program, int argc, char **argv)
{
	return cli_run_task(program, NULL, argc, argv);
}

int cli_run_task(const struct cli_program *program, const struct cli_task *task,
	int argc, char **argv)
{
	struct job job = { .program = program };
	struct kl_error error;
	int result = CLI_CLEAN;

	cli_widen_output();
	cli_watch_signals();
	cli_speak_as_asked(argc, argv);
	enum kl_status status = cli_options_read(&job.options, program, task, argc,
		argv, &error);
	if (status != KL_OK) {
		cli_print_error(program->name, "error", &error);
		if (status != KL_NO_MEMORY)
			fprintf(stderr, kl_translate("%s --help lists the options\n"),
				program->name);
		result = CLI_NOT_CHECKED;
	} else if (job.options.help) {
		cli_help(program, task, stdout);
		result = cli_finish(program->name, result);
	} else if (job.options.version) {
		printf("%s %s\n", program->name, KL_VERSION);
		result = cli_finish(program->name, result);
	} else {
		if (job.options.untold != NULL)
			fprintf(stderr, "%s: the texts of --lang %s were not found; they "
				"stay English\n", program->name, job.options.untold);
		cli_set_style(&job.options);
		result = task != NULL ? task->run(program, &job.options)
			: check(&job);
	}
	cli_options_release(&job.options);
	return result;
}
