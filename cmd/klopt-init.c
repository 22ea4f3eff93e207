#include "base/translate.h"
#include "draft_folder.h"
#include "draft_run.h"
#include "confine.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "rule/path.h"

static const struct kl_parameter parameters[] = {
	{ "force", KL_PARAMETER_FLAG, NULL,
		"replace a descriptor and rule file that are there", NULL },
	{ "dry-run", KL_PARAMETER_FLAG, NULL,
		"write no file: show both on standard output, as -o - does", NULL },
	{ "rows", KL_PARAMETER_NUMBER, "NUMBER",
		"look at so many rows of each table at most (default: 100000)", NULL },
};
enum { FORCE, DRY_RUN, ROWS };
static const struct kl_words words = { "init", NULL, parameters,
	sizeof parameters / sizeof *parameters };

static const char rules_name[] = CLI_DRAFT_RULES;

struct job {
	const struct cli_program *program;
	struct cli_options *options;
	struct kl_dataset dataset;
	struct kl_draft draft;
	const char *from, *to;          /* folder of the files; of what is written */
	bool show;                      /* on standard output */
	const char *descriptor, *rules; /* paths */
	struct kl_output outputs[2];
	struct kl_verdict verdict;      /* what klopt check finds */
	uint64_t cleanable;             /* of that, what klopt-clean mends */
	struct cli_aside aside;
};

static enum kl_status add_folder(struct job *job, const char *folder,
	const struct kl_dataset_options *how, struct kl_error *error)
{
	struct kl_arena *arena = &job->options->arena;
	const char **names;
	size_t count;
	enum kl_status status = kl_path_list(arena, folder, cli_draft_endings,
		&names, &count, error);

	if (status == KL_OK)
		status = cli_aside_add(&job->aside, folder, arena, error);
	if (status == KL_OK && count == 0 && job->aside.count > 0)
		return kl_fail(error, KL_USAGE, folder, 0, 0, "has no files that end in "
			".csv, .xlsx or .xlsm; name those that are tables; there are: %s",
			job->aside.names.at);
	if (status == KL_OK && count == 0)
		return kl_fail(error, KL_USAGE, folder, 0, 0,
			"has no files that end in .csv, .xlsx or .xlsm");
	for (size_t i = 0; i < count && status == KL_OK; i++) {
		const char *path = kl_path_join(arena, folder, kl_span_of(names[i]));
		status = path == NULL ? kl_no_memory(error)
			: kl_dataset_check_found(folder, path, how, error);
		if (status == KL_OK)
			status = kl_dataset_add_file(&job->dataset, path, how, error);
	}
	return status;
}

/* The folder in which all the files are, or below it. */
static const char *common_folder(struct kl_arena *arena, const char *a,
	const char *b)
{
	size_t same = 0, end = 0;

	if (a == NULL)
		return b;
	for (; a[same] != '\0' && a[same] == b[same]; same++)
		end = a[same] == '/' ? same : end;
	bool whole = a[same] == '\0' && (b[same] == '\0' || b[same] == '/');
	bool longer = b[same] == '\0' && a[same] == '/';
	if (whole || longer)
		return whole ? a : b;
	return end == 0 ? a[0] == '/' ? "/" : "."
		: kl_arena_text(arena, (struct kl_span){ a, end });
}

static enum kl_status add_operands(struct job *job, struct kl_error *error)
{
	struct cli_options *options = job->options;
	const struct kl_dataset_options how = { .reading = &options->reading,
		.dialect = options->dialect };
	enum kl_status status = KL_OK;

	if (options->operand_count == 0)
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"name files (CSV or workbooks), or a folder of files");
	for (size_t i = 0; i < options->operand_count && status == KL_OK; i++) {
		const char *path = options->operands[i];
		if (strcmp(path, "-") == 0)
			return kl_fail(error, KL_USAGE, NULL, 0, 0, "standard input is "
				"no file that a descriptor can name");
		bool is_folder = kl_path_is_folder(path);
		const char *folder = is_folder
			? kl_path_join(&options->arena, NULL, kl_span_of(path))
			: kl_path_folder(&options->arena, path);
		if (folder == NULL)
			return kl_no_memory(error);
		job->from = common_folder(&options->arena, job->from, folder);
		status = is_folder ? add_folder(job, path, &how, error)
			: kl_dataset_add_file(&job->dataset, path, &how, error);
	}
	return status == KL_OK && job->from == NULL ? kl_no_memory(error) : status;
}

static enum kl_status refuse_existing(const struct job *job,
	struct kl_error *error)
{
	for (size_t i = 0; cli_draft_written[i] != NULL; i++) {
		const char *path = kl_path_join(&job->options->arena, job->to,
			kl_span_of(cli_draft_written[i]));
		if (path == NULL)
			return kl_no_memory(error);
		if (access(path, F_OK) == 0)
			return kl_fail(error, KL_USAGE, path, 0, 0, "is there already, and is "
				"not replaced without --force");
	}
	return KL_OK;
}

/* A descriptor names files in its folder only. */
static enum kl_status refuse_outside(const struct job *job,
	struct kl_error *error)
{
	for (size_t t = 0; t < job->dataset.table_count; t++) {
		struct kl_span path = kl_draft_path(job->from,
			job->dataset.tables[t].path);
		if (kl_path_leaves(path))
			return kl_fail(error, KL_USAGE, job->dataset.tables[t].shown, 0, 0,
				"does not stand in the folder '%s' with the others",
				job->from);
	}
	return KL_OK;
}

/* Where it goes, before anything is read. */
static enum kl_status name_output(struct job *job, struct kl_error *error)
{
	const struct cli_options *options = job->options;
	struct kl_arena *arena = &job->options->arena;
	const char *output = options->output;

	job->show = options->arguments[DRY_RUN].given
		|| (output != NULL && strcmp(output, "-") == 0);
	job->to = output != NULL && !job->show ? output : job->from;
	if (job->show)
		return KL_OK;
	if (output != NULL && !kl_path_is_folder(output))
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"option --output: there is no folder '%s'", output);
	job->descriptor = kl_path_join(arena, job->to,
		kl_span_of("datapackage.yaml"));
	job->rules = kl_path_join(arena, job->to, kl_span_of(rules_name));
	if (job->descriptor == NULL || job->rules == NULL)
		return kl_no_memory(error);
	return options->arguments[FORCE].given ? KL_OK
		: refuse_existing(job, error);
}

static enum kl_status set_rows(struct job *job, struct kl_error *error)
{
	const struct kl_argument *rows = &job->options->arguments[ROWS];

	if (!rows->given)
		return KL_OK;
	if (rows->number.decimals > 0 || rows->number.coefficient < 1
			|| rows->number.coefficient > INT32_MAX)
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"option --rows: takes a whole number from 1 on");
	job->draft.bounds.rows = (size_t)rows->number.coefficient;
	return KL_OK;
}

/* What a package may be called: the folder, in small letters. */
static struct kl_span package_name(struct job *job)
{
	char here[PATH_MAX];
	const char *path = realpath(job->from, here) != NULL ? here : job->from;
	char *name = kl_arena_text(&job->options->arena, kl_path_base(path));

	for (char *at = name; at != NULL && *at != '\0'; at++) {
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
		else if (!kl_is_digit(*at) && (*at < 'a' || *at > 'z') && *at != '.'
				&& *at != '_')
			*at = '-';
	}
	return name != NULL && *name != '\0' ? kl_span_of(name)
		: kl_span_of("dataset");
}

/* Both files are whole before the first one appears. */
static enum kl_status write_files(struct job *job, struct kl_error *error)
{
	struct kl_output *about = &job->outputs[0], *rules = &job->outputs[1];
	bool some = job->draft.proposal_count > 0;

	cli_watch_unfinished(job->outputs, 2, NULL, 0);
	enum kl_status status = kl_output_open(about, job->descriptor, error);

	if (status == KL_OK)
		status = kl_draft_describe(&job->draft, package_name(job), rules_name,
			about->stream, error);
	if (status == KL_OK && some)
		status = kl_output_open(rules, job->rules, error);
	if (status == KL_OK && some)
		status = kl_draft_rule(&job->draft, rules->stream, error);
	if (status == KL_OK)
		status = kl_output_settle(about, error);
	if (status == KL_OK && some)
		status = kl_output_settle(rules, error);
	if (status == KL_OK && some)
		status = kl_output_commit(rules, error);
	if (status == KL_OK)
		status = kl_output_commit(about, error);
	kl_output_discard(about);
	kl_output_discard(rules);
	cli_forget_unfinished();
	return status;
}

static enum kl_status show_files(const struct job *job, struct kl_error *error)
{
	printf("# --- datapackage.yaml\n");
	enum kl_status status = kl_draft_describe(&job->draft,
		package_name((struct job *)job), rules_name, stdout, error);

	if (status != KL_OK || job->draft.proposal_count == 0)
		return status;
	printf("---\n# --- %s\n", rules_name);
	return kl_draft_rule(&job->draft, stdout, error);
}

/* A sentence for one, and one for all other numbers. */
static void say_count(const char *one, const char *more, uint64_t count)
{
	printf(kl_translate(count == 1 ? one : more), (unsigned long long)count);
}

static void say_proposals(const struct kl_draft *draft)
{
	enum { MOST = 12 };
	size_t shown = 0;

	for (size_t i = 0; i < draft->proposal_count && shown < MOST; i++) {
		const struct kl_draft_proposal *proposal = &draft->proposals[i];
		if (!proposal->enabled)
			continue;
		printf("  %-8s %.*s: %.*s\n", kl_draft_checks[proposal->check],
			(int)proposal->told.length, proposal->told.at,
			(int)proposal->held.length, proposal->held.at);
		shown++;
	}
	if (draft->enabled > shown)
		printf(kl_translate("  and %zu more\n"), draft->enabled - shown);
}

static void say_findings(const struct kl_verdict *verdict)
{
	char findings[KL_DRAFT_FINDINGS];

	kl_draft_findings(verdict->findings, findings);
	printf(kl_translate("klopt check finds %s now.\n"), findings);
	if (verdict->problems > 0)
		say_count(KL_TEXT("Not checked: %llu thing, as klopt check tells.\n"),
			KL_TEXT("Not checked: %llu things, as klopt check tells.\n"),
			verdict->problems);
}

/* As it can be typed: in quotes where a shell would take it for more. A name that a
 * terminal would obey is shown only. */
static void say_path(const char *path)
{
	bool plain = path[0] != '-';

	for (const char *at = path; *at != '\0'; at++)
		plain = plain && (kl_is_digit(*at) || (*at >= 'a' && *at <= 'z')
			|| (*at >= 'A' && *at <= 'Z') || strchr("_./-", *at) != NULL);
	if (!plain)
		putchar('\'');
	for (const char *at = path; *at != '\0'; at += strcspn(at, "'")) {
		if (*at == '\'') {
			fputs("'\\''", stdout);
			at++;
		}
		cli_say(stdout, "%.*s", (int)strcspn(at, "'"), at);
	}
	if (!plain)
		putchar('\'');
}

/* The dataset, as an operand. */
static void say_folders(const struct job *job)
{
	if (strcmp(job->to, job->from) != 0) {
		fputs("--data ", stdout);
		say_path(job->from);
		putchar(' ');
	}
	say_path(job->to);
	putchar('\n');
}

/* Blank rows and damaged codes hide what else is wrong. */
static void say_clean(const struct job *job)
{
	printf(kl_translate("klopt clean can mend %llu of them; what it would do: "),
		(unsigned long long)job->cleanable);
	fputs("klopt clean --dry-run ", stdout);
	say_folders(job);
}

static void say_what(const struct job *job)
{
	const struct kl_draft *draft = &job->draft;
	size_t comments = draft->proposal_count - draft->enabled;

	cli_say(stdout, "%s: ", job->descriptor);
	say_count(KL_TEXT("%llu table\n"), KL_TEXT("%llu tables\n"),
		draft->table_count);
	if (draft->proposal_count == 0) {
		puts(kl_translate("No rules: nothing was seen that would make one."));
	} else {
		cli_say(stdout, "%s: ", job->rules);
		say_count(KL_TEXT("%llu rule"), KL_TEXT("%llu rules"), draft->enabled);
		if (comments > 0)
			say_count(KL_TEXT(", and %llu as comment, which may be chance"),
				KL_TEXT(", and %llu as comments, which may be chance"),
				comments);
		putchar('\n');
	}
	say_proposals(draft);
	if (job->aside.count > 0)
		printf(kl_translate("Not looked at, as they do not end in .csv, .xlsx or "
			".xlsm: %s\n"),
			job->aside.names.at);
	say_findings(&job->verdict);
	if (job->cleanable > 0)
		say_clean(job);
	printf("%s klopt check ",
		kl_translate("Read and mend what is written; then:"));
	say_folders(job);
}

static void say_unread(void *context, const struct kl_error *why)
{
	const struct job *job = context;

	cli_print_error(job->program->name, "codes are not looked for in it", why);
}

/* All that is needed is known; the rest is given up. */
static enum kl_status confine(struct job *job, struct kl_error *error)
{
	const struct kl_rules none = { .count = 0 };
	struct cli_confinement confinement;

	cli_confinement_begin(&confinement);
	cli_grant_inputs(&confinement, &job->dataset, &none, job->draft.search, true,
		&job->options->arena);
	if (!job->show)
		cli_confinement_grant(&confinement, CLI_GRANT_MAKE, job->to);
	return cli_confine(&confinement, job->program->name,
		job->options->style.verbose, error);
}

static enum kl_status make(struct job *job, struct kl_error *error)
{
	enum kl_status status = add_operands(job, error);

	if (status == KL_OK)
		status = refuse_outside(job, error);
	if (status == KL_OK)
		status = name_output(job, error);
	if (status == KL_OK)
		status = set_rows(job, error);
	job->draft.dataset = &job->dataset;
	job->draft.folder = job->from;
	job->draft.search = cli_search(&job->options->arena);
	if (status == KL_OK && job->draft.search == NULL)
		status = kl_no_memory(error);
	job->draft.unread = say_unread;
	job->draft.context = job;
	if (status == KL_OK)
		status = confine(job, error);
	if (status == KL_OK)
		status = kl_draft_read(&job->draft, error);
	if (status == KL_OK)
		status = cli_draft_run(&job->draft, &job->verdict,
			&job->cleanable, error);
	if (status == KL_OK)
		status = job->show ? show_files(job, error)
			: write_files(job, error);
	if (status == KL_OK && !job->show)
		say_what(job);
	return status;
}

static int run(const struct cli_program *program, struct cli_options *options)
{
	struct job job = { .program = program, .options = options };
	struct kl_error error;
	int result = CLI_CLEAN;

	kl_dataset_init(&job.dataset);
	if (make(&job, &error) != KL_OK) {
		cli_print_error(program->name, "error", &error);
		result = CLI_NOT_CHECKED;
	}
	kl_text_release(&job.aside.names);
	kl_draft_release(&job.draft);
	kl_dataset_release(&job.dataset);
	return cli_finish(program->name, result);
}

int main(int argc, char **argv)
{
	static const char *const lines[] = { "[OPTION]... FILE... [-o FOLDER]",
		"[OPTION]... FOLDER", NULL };
	static const char *const examples[] = {
		"klopt-init --dry-run samples/school-opgave",
		"klopt-init --dry-run --rows 10 samples/ao-trajecten-2004/*.csv",
		NULL };
	static const struct cli_program program = {
		"klopt-init", "Makes a descriptor and a rule file to start from, of what "
		"stands in files that have none: types, keys, marks, codes, totals, "
		"percentages. Comments say why each rule is proposed and how often it held.",
		NULL, "text", lines, examples };
	static const struct cli_task task = { .run = run,
		.takes = CLI_OUTPUT | CLI_DELIMITER, .words = &words,
		.title = "What is written, and of what",
		.statuses = "0 the files were written, 2 they were not." };

	return cli_run_task(&program, &task, argc, argv);
}
