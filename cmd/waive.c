/* klopt waive: entries behind those of a waiver file. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/translate.h"
#include "base/clock.h"
#include "cli.h"
#include "rule/scalar.h"
#include "rule/waivers.h"

enum { WAIVERS, REASON, OWNER, UNTIL, PARAMETERS };
enum { FILE_MOST = 64 << 20, ANSWER_MOST = 4096 };

static const struct kl_parameter parameters[PARAMETERS] = {
	[WAIVERS] = { "waivers", KL_PARAMETER_TEXT, "FILE",
		"the waiver file (default: waivers.yaml); made if it is not there", NULL },
	[REASON] = { "reason", KL_PARAMETER_TEXT, "TEXT",
		"why it need not be mended now", NULL },
	[OWNER] = { "owner", KL_PARAMETER_TEXT, "NAME", "who answers for that",
		NULL },
	[UNTIL] = { "until", KL_PARAMETER_DATE, "DATE",
		"the last day that it holds, YYYY-MM-DD", NULL },
};

struct work {
	struct cli_options *options;
	const char *path;
	struct kl_span texts[PARAMETERS];       /* at NULL: not given */
	struct kl_waivers before;
	bool there;                     /* the file was there before */
	struct kl_text_buffer file;     /* as it is; then with what is added */
	struct kl_output output;
	struct kl_error *error;
};

/* Nobody is asked who is not there to answer. */
static enum kl_status ask(struct work *w, int index, const char *question)
{
	char line[ANSWER_MOST];

	if (w->texts[index].length > 0)
		return KL_OK;
	if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
		return kl_fail(w->error, KL_USAGE, NULL, 0, 0,
			"give --%s: a waiver has a reason, an owner, and a date until which it holds",
			parameters[index].name);
	fprintf(stderr, "%s: ", kl_translate(question));
	if (fgets(line, sizeof line, stdin) == NULL)
		line[0] = '\0';
	struct kl_span answer = kl_span_trim((struct kl_span){ line,
		strcspn(line, "\r\n") });
	if (answer.length == 0)
		return kl_fail(w->error, KL_USAGE, NULL, 0, 0,
			"no %s was given: nothing is waived", parameters[index].name);
	w->texts[index] = kl_arena_span(&w->options->arena, answer);
	return w->texts[index].at != NULL ? KL_OK : kl_no_memory(w->error);
}

static enum kl_status ask_all(struct work *w)
{
	struct kl_date until;
	enum kl_status status = ask(w, REASON, KL_TEXT("Reason"));

	if (status == KL_OK)
		status = ask(w, OWNER, KL_TEXT("Owner"));
	if (status == KL_OK)
		status = ask(w, UNTIL, KL_TEXT("Until (YYYY-MM-DD)"));
	if (status != KL_OK)
		return status;
	if (!kl_date_parse(w->texts[UNTIL], &until))
		return kl_fail(w->error, KL_USAGE, NULL, 0, 0,
			"option --until: takes a date YYYY-MM-DD, not '%.*s'",
			(int)w->texts[UNTIL].length, w->texts[UNTIL].at);
	if (kl_date_compare(until, w->before.today) < 0)
		return kl_fail(w->error, KL_USAGE, NULL, 0, 0,
			"option --until: %.*s has passed: the waiver would not hold",
			(int)w->texts[UNTIL].length, w->texts[UNTIL].at);
	return KL_OK;
}

/* A waiver that holds need not be there twice; an expired one is renewed. */
static enum kl_status check_fingerprint(struct work *w, size_t index)
{
	const char *text = w->options->operands[index];
	uint64_t fingerprint, other;

	if (!kl_fingerprint_parse(kl_span_of(text), &fingerprint))
		return kl_fail(w->error, KL_USAGE, NULL, 0, 0,
			"'%s' is no fingerprint: one has 16 hexadecimal digits, as klopt check -v tells them",
			text);
	for (size_t i = 0; i < index; i++) {
		if (kl_fingerprint_parse(kl_span_of(w->options->operands[i]), &other)
				&& other == fingerprint)
			return kl_fail(w->error, KL_USAGE, NULL, 0, 0,
				"'%s' is given twice", text);
	}
	for (size_t i = 0; i < w->before.count; i++) {
		const struct kl_waiver *waiver = &w->before.list[i];
		char until[KL_DATE_TEXT];
		if (!waiver->by_fingerprint || waiver->expired
				|| waiver->fingerprint != fingerprint)
			continue;
		kl_date_format(waiver->until, until);
		return kl_fail(w->error, KL_USAGE, waiver->path, waiver->line, 0,
			"'%s' is waived here until %s: change that entry", text, until);
	}
	return KL_OK;
}

/* The bytes as they are: all of them stay. No file: a new one. */
static enum kl_status read_bytes(struct work *w)
{
	FILE *file = fopen(w->path, "rb");
	char part[4096];
	size_t length;

	if (file == NULL && errno == ENOENT) {
		kl_text_puts(&w->file, "# Findings that are answered for: klopt(1), WAIVERS.\nwaivers:\n");
		return w->file.failed ? kl_no_memory(w->error) : KL_OK;
	}
	if (file == NULL)
		return kl_io_error(w->error, errno, w->path, "open");
	w->there = true;
	while ((length = fread(part, 1, sizeof part, file)) > 0
			&& w->file.length < FILE_MOST)
		kl_text_add(&w->file, (struct kl_span){ part, length });
	bool failed = ferror(file);
	int number = errno;
	fclose(file);
	if (failed)
		return kl_io_error(w->error, number, w->path, "read");
	if (w->file.failed)
		return kl_no_memory(w->error);
	return kl_waivers_read(&w->before, w->path, w->error);
}

/* What stands before the hyphen of the first entry. */
static struct kl_span find_indent(const struct work *w)
{
	const char *at = w->file.at;

	if (w->before.count == 0)
		return kl_span_of("  ");
	for (uint32_t line = 1; line < w->before.list[0].line; line++)
		at += strcspn(at, "\n") + 1;
	return (struct kl_span){ at, strspn(at, " ") };
}

static void add_key(struct work *w, struct kl_span indent, const char *before,
	const char *key)
{
	kl_text_add(&w->file, indent);
	kl_text_printf(&w->file, "%s%s: ", before, key);
}

static enum kl_status add_entries(struct work *w)
{
	struct kl_text_buffer *file = &w->file;
	char indent[64] = "";
	struct kl_span found = find_indent(w);

	if (found.length >= sizeof indent)
		found.length = sizeof indent - 1;
	memcpy(indent, found.at, found.length);
	const struct kl_span in = { indent, found.length };
	if (file->length > 0 && file->at[file->length - 1] != '\n')
		kl_text_puts(file, "\n");
	for (size_t i = 0; i < w->options->operand_count; i++) {
		add_key(w, in, "- ", "fingerprint");
		kl_scalar_add(file, kl_span_of(w->options->operands[i]));
		kl_text_puts(file, "\n");
		for (int j = REASON; j <= OWNER; j++) {
			add_key(w, in, "  ", parameters[j].name);
			kl_scalar_add(file, w->texts[j]);
			kl_text_puts(file, "\n");
		}
		add_key(w, in, "  ", "until");
		kl_text_add(file, w->texts[UNTIL]);
		kl_text_puts(file, "\n");
	}
	return file->failed ? kl_no_memory(w->error) : KL_OK;
}

/* What was written is read before it takes the place of the file. */
static enum kl_status check_written(struct work *w)
{
	struct kl_waivers after = { .today = w->before.today };
	struct kl_error why;
	size_t added = w->options->operand_count;
	bool same = kl_waivers_read(&after, w->output.temporary, &why) == KL_OK
		&& after.count == w->before.count + added;

	for (size_t i = 0; i < added && same; i++) {
		const struct kl_waiver *waiver = &after.list[w->before.count + i];
		same = waiver->by_fingerprint
			&& kl_span_is(w->texts[REASON], waiver->reason)
			&& kl_span_is(w->texts[OWNER], waiver->owner);
	}
	kl_waivers_release(&after);
	return same ? KL_OK : kl_fail(w->error, KL_INVALID, w->path, 0, 0,
		"nothing can be added at its end: its list of waivers does not stand there, one entry below the other; add the entry by hand");
}

static enum kl_status write_file(struct work *w)
{
	enum kl_status status = kl_output_open(&w->output, w->path, w->error);

	if (status != KL_OK)
		return status;
	if (w->output.temporary == NULL)
		return kl_fail(w->error, KL_USAGE, w->path, 0, 0, "is no file");
	cli_watch_unfinished(&w->output, 1, NULL, 0);
	if (fwrite(w->file.at, 1, w->file.length, w->output.stream)
			!= w->file.length || fflush(w->output.stream) != 0)
		return kl_io_error(w->error, errno, w->path, "write");
	status = check_written(w);
	return status == KL_OK ? kl_output_commit(&w->output, w->error) : status;
}

static enum kl_status waive_all(struct work *w)
{
	const struct kl_argument *arguments = w->options->arguments;
	enum kl_status status = KL_OK;

	if (w->options->operand_count == 0)
		return kl_fail(w->error, KL_USAGE, NULL, 0, 0,
			"give the fingerprint of a finding: klopt check -v tells them");
	for (int i = 0; i < PARAMETERS; i++) {
		if (arguments[i].given)
			w->texts[i] = kl_span_trim(arguments[i].words[0].text);
	}
	w->path = arguments[WAIVERS].given ? arguments[WAIVERS].words[0].text.at
		: "waivers.yaml";
	w->before.today = kl_check_date();
	status = read_bytes(w);
	for (size_t i = 0; i < w->options->operand_count && status == KL_OK; i++)
		status = check_fingerprint(w, i);
	if (status == KL_OK)
		status = ask_all(w);
	if (status == KL_OK)
		status = add_entries(w);
	return status == KL_OK ? write_file(w) : status;
}

/* Of a new file also who reads it. */
static void say_added(const struct cli_program *program, const struct work *w)
{
	size_t count = w->options->operand_count;

	cli_say(stderr, count == 1 ? kl_translate("%s: %s: %zu entry added\n")
		: kl_translate("%s: %s: %zu entries added\n"), program->name, w->path,
		count);
	if (!w->there)
		cli_say(stderr, kl_translate("It is read by klopt check --waivers %s, or "
			"by klopt check alone if the descriptor has klopt: {waivers: %s}.\n"),
			w->path, w->path);
}

static int waive(const struct cli_program *program, struct cli_options *options)
{
	struct kl_error error;
	struct work w = { .options = options, .error = &error };
	enum kl_status status = waive_all(&w);

	kl_output_discard(&w.output);
	cli_watch_unfinished(NULL, 0, NULL, 0);
	kl_waivers_release(&w.before);
	kl_text_release(&w.file);
	if (status == KL_OK) {
		say_added(program, &w);
		return CLI_CLEAN;
	}
	cli_print_error(program->name, "error", &error);
	return CLI_NOT_CHECKED;
}

int cli_waive(int argc, char **argv)
{
	static const char *const usage[] = { "[OPTION]... FINGERPRINT...", NULL };
	static const char *const examples[] = {
		"klopt waive --reason 'printed so in the report' --owner Redactie "
		"--until 2099-12-31 79b4e9fc47d8ce03", NULL };
	static const struct cli_program program = {
		"klopt waive", "Adds entries for findings at the end of a waiver file, "
		"which klopt check --waivers reads. What is not given is asked for on a "
		"terminal.", NULL, "text", usage, examples };
	static const struct kl_words words = { "waive", "waive findings",
		parameters, PARAMETERS };
	static const struct cli_task task = { .run = waive, .words = &words,
		.title = "The waiver",
		.statuses = "0 they were added, 2 they were not: nothing is changed." };

	return cli_run_task(&program, &task, argc, argv);
}
