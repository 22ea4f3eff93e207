#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "rule/path.h"

/* A run in the making. */
struct job {
	const struct cli_program *program;
	struct cli_options options;
	const struct kl_search *search;
	struct kl_dataset dataset;
	struct kl_rules rules;
	struct cli_outputs outputs;
	struct kl_index rule_files;     /* real paths of those that were read */
	struct kl_index notes;          /* that were told */
	bool plain;             /* files without a descriptor, named one by one */
	bool folders;           /* a folder needs no descriptor */
};

/* A table that an option names by its file: the file becomes a table of the
 * dataset, and the option its name. */
static enum kl_status add_named(struct job *job,
	const struct kl_dataset_options *how, struct kl_error *error)
{
	struct cli_options *options = &job->options;
	bool from_input = false;

	for (size_t i = 0; i < options->operand_count; i++)
		from_input = from_input || strcmp(options->operands[i], "-") == 0;
	for (size_t i = 0; options->words != NULL
			&& i < options->words->parameter_count; i++) {
		const struct kl_parameter *parameter = &options->words->parameters[i];
		struct kl_argument *argument = &options->arguments[i];
		if (parameter->type != KL_PARAMETER_TABLE || !argument->given)
			continue;
		char *path = kl_arena_text(&options->arena, argument->words[0].text);
		struct kl_word *word = kl_arena_alloc(&options->arena, sizeof *word);
		if (path == NULL || word == NULL)
			return kl_no_memory(error);
		bool input = strcmp(path, "-") == 0;
		if (input && from_input)
			return kl_fail(error, KL_USAGE, NULL, 0, 0,
				"standard input can be read once: '-' stands twice");
		from_input = from_input || input;
		size_t before = job->dataset.table_count;
		enum kl_status status = kl_dataset_add_file(&job->dataset, path, how,
			error);
		if (status != KL_OK)
			return status;
		if (job->dataset.table_count > before + 1)
			return kl_fail(error, KL_USAGE, NULL, 0, 0,
				"option --%s: '%s' has %zu sheets with cells; choose one with --sheet",
				parameter->name, path, job->dataset.table_count - before);
		word->text = kl_span_of(job->dataset.tables[
			job->dataset.table_count - 1].name);
		argument->words = word;
	}
	return KL_OK;
}

static enum kl_status read_plain(struct job *job,
	const struct kl_dataset_options *how, struct kl_error *error)
{
	struct cli_options *options = &job->options;
	enum kl_status status = KL_OK;
	bool from_input = false;

	job->plain = true;
	for (size_t i = 0; i < options->operand_count && status == KL_OK; i++) {
		if (cli_names_dataset(options->operands[i]))
			return kl_fail(error, KL_USAGE, NULL, 0, 0,
				"'%s' is a dataset: check it by itself, not together with files",
				options->operands[i]);
		bool input = strcmp(options->operands[i], "-") == 0;
		if (input && from_input)
			return kl_fail(error, KL_USAGE, NULL, 0, 0,
				"standard input can be read once: '-' stands twice");
		from_input = from_input || input;
		status = kl_dataset_add_file(&job->dataset, options->operands[i], how,
			error);
	}
	return status == KL_OK ? add_named(job, how, error) : status;
}

static enum kl_status read_dataset(struct job *job, struct kl_error *error)
{
	struct cli_options *options = &job->options;
	const struct kl_dataset_options how = { options->data,
		options->allow_outside, &options->reading, options->dialect };
	const char *first = options->operand_count > 0 ? options->operands[0] : ".";

	if (options->operand_count > 0 && !cli_names_dataset(first))
		return read_plain(job, &how, error);
	if (options->operand_count > 1)
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"one dataset at a time: '%s' is one more", options->operands[1]);
	if (options->ad_hoc)
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"options that say what to check go with plain files (or -), "
			"not with the dataset '%s': its rules stand in its rule files",
			first);
	if (options->dialect.sheet != NULL)
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"option --sheet goes with plain files, not with the dataset '%s': there it is 'sheetName' in the dialect of a resource",
			first);
	if (options->dialect.layout != NULL || options->dialect.footer_given)
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"options --header-rows and --footer-rows go with plain files, not with the dataset '%s': there they are 'headerRows' in the dialect of a resource, and 'footerRows' in its 'klopt'",
			first);
	return kl_dataset_read(&job->dataset, first, job->folders
		|| options->rule_count > 0, &how, error);
}

static enum kl_status read_rule_file(struct job *job, const char *from,
	const char *name, uint32_t line, uint32_t column, struct kl_error *error)
{
	struct cli_options *options = &job->options;
	const struct kl_dataset_options how = { options->data,
		options->allow_outside, &options->reading, options->dialect };
	size_t count;
	const struct kl_words *const *words = kl_check_words(&count);
	const char *path = kl_search_file(job->search, from, name,
		&options->arena);

	if (path == NULL && from == NULL && cli_is_folder(name))
		return kl_fail(error, KL_IO, name, 0, 0, "is a folder, not a file");
	if (path == NULL)
		return kl_fail(error, KL_IO, from, line, column,
			"there is no rule file '%s', here or among those of klopt", name);
	/* A file named twice, by the dataset and by -r, is read once. */
	bool seen = false;
	char *real = realpath(path, NULL);
	bool noted = real != NULL && kl_index_add(&job->rule_files,
		kl_span_of(real), 0, NULL, &seen);
	free(real);
	if (noted && seen)
		return KL_OK;
	return kl_rules_read(&job->rules, path, words, count, &job->dataset, &how,
		error);
}

/* A program of one check keeps the rules of that check. */
static enum kl_status keep_own_rules(struct job *job, struct kl_error *error)
{
	struct kl_rules *rules = &job->rules;
	size_t kept = 0, had = rules->count;

	if (job->options.words == NULL)
		return KL_OK;
	/* What is always checked has no rules, and needs none. */
	if (job->options.words == &kl_checks[0]->words) {
		rules->count = 0;
		return KL_OK;
	}
	for (size_t i = 0; i < rules->count; i++) {
		if (rules->rules[i].words == job->options.words)
			rules->rules[kept++] = rules->rules[i];
	}
	rules->count = kept;
	if (kept > 0)
		return KL_OK;
	if (job->plain && had == 0)
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"nothing says what to check: give options, as in the examples of "
			"%s --help, or a rule file with -r", job->program->name);
	return kl_fail(error, KL_USAGE, NULL, 0, 0,
		"no rule of this dataset is of the check '%s'", job->program->check);
}

static enum kl_status read_rules(struct job *job, struct kl_error *error)
{
	const struct kl_dataset *dataset = &job->dataset;
	struct cli_options *options = &job->options;
	enum kl_status status = KL_OK;

	/* Rule files may bring tables, so the list is taken before. */
	for (size_t i = 0; i < dataset->rule_count && status == KL_OK; i++) {
		const struct kl_word *word = &dataset->rules[i];
		const char *name = kl_arena_text(&options->arena, word->text);
		status = name == NULL ? kl_no_memory(error)
			: read_rule_file(job, dataset->descriptor, name, word->line,
				word->column, error);
	}
	for (size_t i = 0; i < options->rule_count && status == KL_OK; i++)
		status = read_rule_file(job, NULL, options->rules[i], 0, 0, error);
	if (status == KL_OK && options->ad_hoc)
		status = kl_rules_add(&job->rules, options->words,
			options->arguments, error);
	else if (status == KL_OK && options->rule_given != NULL)
		status = kl_fail(error, KL_USAGE, NULL, 0, 0,
			"option --%s goes with options that say what to check; in a rule file it is the key '%s'",
			options->rule_given, options->rule_given);
	if (status == KL_OK && options->ad_hoc)
		status = cli_options_rule(options,
			&job->rules.rules[job->rules.count - 1], error);
	if (status == KL_OK)
		status = kl_dataset_link(&job->dataset, error);
	if (status == KL_OK)
		status = keep_own_rules(job, error);
	return status == KL_OK ? kl_run_names(&job->dataset, &job->rules, error)
		: status;
}

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
		|| cli_is_same_file(changes_of(job), &out);
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

/* A dataset without a table that klopt reads: why not, then that. */
static enum kl_status refuse_empty(struct job *job, struct kl_error *error)
{
	const struct kl_dataset *dataset = &job->dataset;

	for (size_t i = 0; i < dataset->unchecked_count; i++)
		print_problem(job, &dataset->unchecked[i]);
	return kl_fail(error, KL_INVALID, dataset->descriptor != NULL
		? dataset->descriptor : dataset->folder, 0, 0,
		job->folders ? "has no tables"
		: "has no tables: there is nothing to check");
}

/* Findings that stand beside tables in a folder have no place in one table. */
static void say_findings(const struct job *job, const struct kl_verdict *verdict)
{
	uint64_t count = 0;

	for (int i = 0; i < KL_SEVERITIES; i++)
		count += verdict->findings[i];
	if (count > 0 && !job->options.style.quiet)
		fprintf(stderr, "%s: %llu finding%s, which the table does not tell: see "
			"klopt check, or name a folder with -o\n", job->program->name,
			(unsigned long long)count, count == 1 ? "" : "s");
}

static bool writes_one_table(const struct cli_outputs *outputs)
{
	bool alone = outputs->count > 0;

	for (size_t i = 0; i < outputs->count; i++)
		alone = alone && outputs->outlets[i].format->writes_folder
			&& outputs->outlets[i].scope.folder == NULL;
	return alone;
}

static enum kl_status run_job(struct job *job, struct kl_verdict *verdict,
	struct kl_error *error)
{
	const struct cli_options *options = &job->options;
	struct cli_outputs *outputs = &job->outputs;
	enum kl_status status = read_dataset(job, error);

	if (status == KL_OK)
		status = read_rules(job, error);
	if (status == KL_OK && job->dataset.table_count == 0)
		status = refuse_empty(job, error);
	const struct kl_format_scope common = { .safe_csv = options->safe_csv,
		.dataset = &job->dataset, .rules = &job->rules,
		.program = job->program->name, .changes = changes_of(job),
		.fail_on = options->fail_on };
	if (status == KL_OK)
		status = cli_outputs_open(outputs, options, &common, refuse_input, job,
			error);
	if (status != KL_OK)
		return status;
	if (options->style.verbose)
		cli_say_read(job->program->name, &job->rules, &job->dataset);
	const struct kl_run run = { .dataset = &job->dataset, .rules = &job->rules,
		.search = job->search, .format = &kl_format_several,
		.out = { .outlets = outputs->outlets, .outlet_count = outputs->count },
		.problem = print_problem, .note = print_note, .context = job };
	status = kl_run(&run, verdict, error);
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
	kl_index_release(&job->rule_files);
	kl_index_release(&job->notes);
	kl_rules_release(&job->rules);
	kl_dataset_release(&job->dataset);
	return result;
}

enum kl_status cli_load(const struct cli_program *program,
	struct cli_options *options, const struct kl_search *search,
	struct kl_dataset *dataset, struct kl_rules *rules, struct kl_error *error)
{
	struct job job = { .program = program, .options = *options,
		.search = search, .folders = true };

	/* Its own words are no check's. */
	job.options.words = NULL;
	kl_dataset_init(&job.dataset);
	kl_rules_init(&job.rules);
	enum kl_status status = read_dataset(&job, error);
	if (status == KL_OK)
		status = read_rules(&job, error);
	if (status == KL_OK && job.dataset.table_count == 0)
		status = refuse_empty(&job, error);
	kl_index_release(&job.rule_files);
	options->arena = job.options.arena;
	*dataset = job.dataset;
	*rules = job.rules;
	return status;
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

	cli_watch_signals();
	cli_speak();
	if (cli_options_read(&job.options, program, task, argc, argv,
			&error) != KL_OK) {
		cli_print_error(program->name, "error", &error);
		fprintf(stderr, "%s --help lists the options\n", program->name);
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
