#include "base/translate.h"
#include "cli.h"
#include "confine.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "rule/convert.h"
#include "rule/path.h"

struct job {
	const struct cli_program *program;
	struct cli_options *options;
	struct kl_conversion conversion;
	struct kl_span id, file;        /* of the register; its CSV file's name */
	const char *description;        /* path of its YAML file */
	struct kl_output outputs[2];    /* codes, description */
	bool failed;                    /* memory was out while something was said */
};

static void print_doubt(void *context, const struct kl_error *what)
{
	const struct job *job = context;

	cli_print_error(job->program->name, "error", what);
}

static void print_note(void *context, const struct kl_note *note)
{
	(void)context;
	if (kl_note_is_told(note->kind))
		cli_print_note(note);
}

static void say(struct job *job, struct kl_text_buffer *line)
{
	job->failed = job->failed || line->failed;
	if (line->length > 0 && !line->failed)
		fprintf(stderr, "%s: %s\n", job->program->name, line->at);
	kl_text_release(line);
}

static void say_columns(struct job *job, enum kl_conversion_way way,
	const char *title)
{
	const struct kl_conversion *c = &job->conversion;
	struct kl_text_buffer line = { 0 };

	for (size_t i = 0; i < KL_REGISTER_COLUMNS; i++) {
		if (c->columns[i].way != way)
			continue;
		kl_text_puts(&line, line.length == 0 ? kl_translate(title) : ", ");
		kl_text_printf(&line, "%s = ", kl_conversion_words.parameters[i].name);
		kl_text_add_visible(&line, c->names[c->columns[i].index], 40);
	}
	say(job, &line);
}

static void say_left_out(struct job *job)
{
	const struct kl_conversion *c = &job->conversion;
	struct kl_text_buffer line = { 0 };

	for (size_t i = 0; i < c->header.count; i++) {
		size_t used = 0;
		while (used < KL_REGISTER_COLUMNS
				&& (c->columns[used].way == KL_WAY_NONE
					|| c->columns[used].index != i))
			used++;
		if (used < KL_REGISTER_COLUMNS)
			continue;
		kl_text_puts(&line, line.length == 0 ? kl_translate("columns left out: ") : ", ");
		kl_text_add_visible(&line, c->names[i], 40);
	}
	say(job, &line);
}

/* A sentence for one, and one for all other numbers. */
static void add_count(struct kl_text_buffer *line, const char *one,
	const char *more, uint64_t count)
{
	kl_text_printf(line, kl_translate(count == 1 ? one : more),
		(unsigned long long)count);
}

static void say_form(struct job *job)
{
	const struct kl_conversion *c = &job->conversion;
	struct kl_text_buffer line = { 0 };

	static const char *const by[] = { [KL_WAY_GIVEN] = KL_TEXT("by option"),
		[KL_WAY_NAME] = KL_TEXT("by the name of the column"),
		[KL_WAY_CONTENTS] = KL_TEXT("by what most are") };

	if (c->form_way == KL_WAY_NONE)
		kl_text_puts(&line, kl_translate("form of the codes: none that most have; "
			"it was not checked"));
	else
		kl_text_printf(&line, c->row_count == 1
			? kl_translate("form of the codes %s: %s, in %llu of %zu row")
			: kl_translate("form of the codes %s: %s, in %llu of %zu rows"),
			kl_translate(by[c->form_way]), kl_conversion_forms[c->form],
			(unsigned long long)c->of_form, c->row_count);
	say(job, &line);
}

static void say_counts(struct job *job)
{
	const struct kl_conversion *c = &job->conversion;
	struct kl_text_buffer line = { 0 };

	add_count(&line, KL_TEXT("%llu row"), KL_TEXT("%llu rows"), c->row_count);
	add_count(&line, KL_TEXT(", %llu code"), KL_TEXT(", %llu codes"), c->codes);
	if (c->doubles > 0)
		add_count(&line, KL_TEXT("; left out: %llu row that stands twice alike"),
			KL_TEXT("; left out: %llu rows that stand twice alike"),
			c->doubles);
	if (c->blanks > 0)
		add_count(&line, KL_TEXT("; left out: %llu blank row"),
			KL_TEXT("; left out: %llu blank rows"), c->blanks);
	if (c->doubtful > 0)
		add_count(&line, KL_TEXT("; kept as they stand: %llu doubtful code"),
			KL_TEXT("; kept as they stand: %llu doubtful codes"),
			c->doubtful);
	say(job, &line);
	if (c->unfit > 0) {
		add_count(&line,
			KL_TEXT("nothing is written: a register cannot hold %llu row"),
			KL_TEXT("nothing is written: a register cannot hold %llu rows"),
			c->unfit);
		say(job, &line);
	}
}

static enum kl_status usage(struct kl_error *error, const char *text)
{
	return kl_fail(error, KL_USAGE, NULL, 0, 0, "%s", text);
}

/* An id is a file's name, and is typed on command lines. */
static bool is_id(struct kl_span id)
{
	for (size_t i = 0; i < id.length; i++) {
		char c = id.at[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (!letter && !(c >= '0' && c <= '9') && (i == 0 || (c != '-'
				&& c != '_' && c != '.')))
			return false;
	}
	return id.length > 0;
}

/* Where the description goes: beside the codes, named as the register. */
static enum kl_status name_files(struct job *job, struct kl_error *error)
{
	const struct kl_argument *arguments = job->options->arguments;
	const char *output = job->options->output;
	struct kl_arena *arena = &job->options->arena;
	struct kl_text_buffer name = { 0 };

	for (size_t i = KL_CONVERT_ID; output == NULL && i <= KL_CONVERT_LICENCE; i++) {
		if (arguments[i].given)
			return kl_fail(error, KL_USAGE, NULL, 0, 0, "option --%s: it stands "
				"in the description, which is written with -o FILE only",
				kl_conversion_words.parameters[i].name);
	}
	if (output == NULL)
		return KL_OK;
	if (!kl_path_ends(kl_span_of(output), ".csv"))
		return kl_fail(error, KL_USAGE, NULL, 0, 0, "option --output: '%s' does "
			"not end in .csv, as the file of a register does", output);
	job->file = kl_path_base(output);
	job->id = arguments[KL_CONVERT_ID].given
		? arguments[KL_CONVERT_ID].words[0].text : kl_path_stem(output);
	if (!is_id(job->id))
		return kl_fail(error, KL_USAGE, NULL, 0, 0, "'%.*s' cannot be what a "
			"register is called: letters, digits, '-', '_' and '.'; say --id ID",
			(int)job->id.length, job->id.at);
	kl_text_printf(&name, "%.*s.yaml", (int)job->id.length, job->id.at);
	const char *folder = kl_path_folder(arena, output);
	if (!name.failed && folder != NULL)
		job->description = kl_path_join(arena, folder, kl_text_span(&name));
	kl_text_release(&name);
	return job->description != NULL ? KL_OK : kl_no_memory(error);
}

/* What is written never takes the place of the list. */
static enum kl_status refuse_input(const struct job *job,
	const struct stat *input, struct kl_error *error)
{
	const char *paths[] = { job->options->output, job->description };

	for (size_t i = 0; i < 2; i++) {
		if (S_ISREG(input->st_mode) && cli_is_same_file(paths[i], input))
			return kl_fail(error, KL_USAGE, NULL, 0, 0,
				"option --output: '%s' is the file that is read; name another",
				paths[i]);
	}
	return KL_OK;
}

static enum kl_status read_list(struct job *job, struct kl_error *error)
{
	const char *path = job->options->operands[0];
	bool input = strcmp(path, "-") == 0;
	struct stat about = { 0 };
	int fd = STDIN_FILENO;
	struct kl_input_text text = { .unpack = NULL };
	struct kl_input bytes;
	enum kl_status status = input ? KL_OK : kl_input_file(&fd, path, path,
		&about, error);

	if (status != KL_OK)
		return status;
	job->conversion.path = input ? "<stdin>" : path;
	if (input && fstat(fd, &about) != 0)
		status = kl_io_error(error, errno, "<stdin>", "read");
	if (status == KL_OK)
		status = refuse_input(job, &about, error);
	if (status == KL_OK)
		status = kl_input_open(&bytes, fd, job->conversion.path, error);
	if (status == KL_OK)
		status = kl_input_text_open(&text, &bytes, job->conversion.path,
			KL_PACKED_NOT, 0, 1, error);
	if (status == KL_OK)
		status = kl_conversion_read(&job->conversion, &text.source, error);
	kl_input_text_release(&text);
	if (!input)
		close(fd);
	return status;
}

/* Both files are whole before the first one appears. */
static enum kl_status write_files(struct job *job, struct kl_error *error)
{
	struct kl_output *codes = &job->outputs[0], *about = &job->outputs[1];
	const struct kl_conversion *c = &job->conversion;

	cli_watch_unfinished(job->outputs, 2, NULL, 0);
	enum kl_status status = kl_output_open(codes, job->options->output, error);

	if (status == KL_OK)
		status = kl_output_open(about, job->description, error);
	if (status == KL_OK)
		status = kl_conversion_write(c, codes->stream, error);
	if (status == KL_OK)
		status = kl_conversion_describe(c, job->id, job->file, about->stream,
			error);
	if (status == KL_OK)
		status = kl_output_settle(codes, error);
	if (status == KL_OK)
		status = kl_output_settle(about, error);
	if (status == KL_OK)
		status = kl_output_commit(codes, error);
	if (status == KL_OK)
		status = kl_output_commit(about, error);
	kl_output_discard(codes);
	kl_output_discard(about);
	cli_forget_unfinished();
	return status;
}

/* All that is needed is known; the rest is given up. */
static enum kl_status confine(const struct job *job, struct kl_error *error)
{
	struct cli_confinement confinement;

	cli_confinement_begin(&confinement);
	cli_confinement_grant(&confinement, CLI_GRANT_READ, job->options->operands[0]);
	if (job->options->output != NULL)
		cli_confinement_grant_folder(&confinement, CLI_GRANT_MAKE,
			job->options->output);
	return cli_confine(&confinement, job->program->name,
		job->options->style.verbose, error);
}

static enum kl_status convert(struct job *job, struct kl_error *error)
{
	struct kl_output *output = &job->outputs[0];
	enum kl_status status = job->options->operand_count == 1 ? KL_OK
		: usage(error, "name one list of codes: a CSV file, or - for standard "
			"input");

	if (status == KL_OK)
		status = name_files(job, error);
	if (status == KL_OK)
		status = confine(job, error);
	if (status == KL_OK)
		status = read_list(job, error);
	if (status != KL_OK)
		return status;
	say_columns(job, KL_WAY_GIVEN, KL_TEXT("columns by options: "));
	say_columns(job, KL_WAY_NAME, KL_TEXT("columns by their names: "));
	say_columns(job, KL_WAY_CONTENTS, KL_TEXT("column by what stands in it: "));
	say_left_out(job);
	say_form(job);
	say_counts(job);
	if (job->failed)
		return kl_no_memory(error);
	if (job->conversion.unfit > 0)
		return KL_OK;
	if (job->options->output != NULL)
		return write_files(job, error);
	kl_output_use(output, stdout);
	status = kl_conversion_write(&job->conversion, output->stream, error);
	return status == KL_OK ? kl_output_commit(output, error) : status;
}

static int run(const struct cli_program *program, struct cli_options *options)
{
	struct job job = { .program = program, .options = options };
	struct kl_error error;
	int result = CLI_CLEAN;

	job.conversion = (struct kl_conversion){ .dialect = options->dialect,
		.arguments = options->arguments, .tell = print_doubt,
		.note = print_note, .context = &job };
	enum kl_status status = convert(&job, &error);
	if (job.conversion.unfit > 0 || job.conversion.doubtful > 0)
		result = CLI_FINDINGS;
	if (status != KL_OK) {
		cli_print_error(program->name, "error", &error);
		result = CLI_NOT_CHECKED;
	}
	kl_conversion_release(&job.conversion);
	return result;
}

int main(int argc, char **argv)
{
	static const char *const lines[] = { "[OPTION]... FILE [-o OUT.csv]", NULL };
	static const char *const examples[] = {
		"klopt-register --title 'Kwalificaties 2015' --date 2015 -o hks.csv \\",
		"    rules/registers/crebo-hks-2015.csv",
		"klopt-register --name '' --source 'bijlage 1' -o aanbod.csv \\",
		"    samples/ao-monitor-2005/bijlage1-opleidingen.csv",
		NULL };
	static const struct cli_program program = {
		"klopt-register", "Makes a register of a published list of codes (CSV): "
		"the codes with what belongs to each, and with -o a description beside "
		"it. What was guessed is said; a guess that is not certain is refused.",
		NULL, "text", lines, examples };
	static const struct cli_task task = { .run = run,
		.takes = CLI_OUTPUT | CLI_DELIMITER, .words = &kl_conversion_words,
		.title = "What the columns of the list are, and what the register is",
		.statuses = "0 all was converted, 1 a row was told: a code is doubtful, or "
		"nothing is written, 2 the list could not be converted." };

	return cli_run_task(&program, &task, argc, argv);
}
