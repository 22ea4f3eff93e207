#include "format/github.h"

#include <errno.h>
#include <stdlib.h>

#include "format/phrases.h"
#include "format/told.h"

/* A step shows no more; problems of reading come before findings. */
struct annotations {
	struct kl_text_buffer commands;
	size_t count;
};

enum { TOKEN = 33 };

struct github {
	void *text;                     /* state of the format text */
	char token[TOKEN];
	struct annotations of[KL_SEVERITIES];
	struct kl_github_summary summary;
};

extern const struct kl_format kl_format_text;

/* The command that a severity is shown by. */
static const char *const commands[KL_SEVERITIES] = {
	[KL_INFO] = "notice", [KL_WARNING] = "warning", [KL_ERROR] = "error",
};

/* The runner undoes this: %25, %0D, %0A everywhere, and in properties %3A and %2C
 * too (actions/toolkit, core/src/command.ts). Controls are made visible before. */
static void add_escaped(struct kl_text_buffer *out, struct kl_span text,
	bool property)
{
	struct kl_text_buffer shown = { 0 };

	kl_text_add_visible(&shown, text, 0);
	for (size_t i = 0; i < shown.length && !shown.failed; i++) {
		char c = shown.at[i];
		if (c == '%' || (property && (c == ':' || c == ',')))
			kl_text_printf(out, "%%%02X", (unsigned)c);
		else
			kl_text_add(out, (struct kl_span){ shown.at + i, 1 });
	}
	out->failed = out->failed || shown.failed;
	kl_text_release(&shown);
}

static void add_file(struct kl_text_buffer *out,
	const struct kl_format_scope *scope, const char *path)
{
	struct kl_text_buffer room = { 0 };

	kl_text_puts(out, "file=");
	add_escaped(out, kl_repository_name(scope->repository, path, &room), true);
	kl_text_puts(out, ",");
	out->failed = out->failed || room.failed;
	kl_text_release(&room);
}

/* "::error file=a.csv,line=2,col=3,title=total-mismatch::message" and a line end. A
 * place in a workbook has neither line nor column. */
static void add_command(struct kl_text_buffer *out,
	const struct kl_format_scope *scope, const char *command,
	const struct kl_place *place, const char *title, struct kl_span message)
{
	kl_text_printf(out, "::%s ", command);
	if (place->path != NULL)
		add_file(out, scope, place->path);
	if (place->line > 0 && place->sheet == NULL) {
		kl_text_printf(out, "line=%llu,", (unsigned long long)place->line);
		if (place->column > 0)
			kl_text_printf(out, "col=%llu,",
				(unsigned long long)place->column);
	}
	kl_text_puts(out, "title=");
	add_escaped(out, kl_span_of(title), true);
	kl_text_puts(out, "::");
	add_escaped(out, message, false);
	kl_text_puts(out, "\n");
}

/* Nobody who wrote the data can know the word that lets the runner obey again. */
static bool make_token(char *token)
{
	unsigned char bytes[(TOKEN - 1) / 2];
	FILE *random = fopen("/dev/urandom", "rb");

	if (random == NULL)
		return false;
	bool read = fread(bytes, 1, sizeof bytes, random) == sizeof bytes;
	fclose(random);
	for (size_t i = 0; i < sizeof bytes; i++)
		snprintf(token + 2 * i, 3, "%02x", bytes[i]);
	return read;
}

static enum kl_status put(const struct kl_format_scope *scope,
	struct kl_text_buffer *out, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	if (out->failed)
		status = kl_no_memory(error);
	else if (out->length > 0 && fwrite(out->at, 1, out->length, scope->stream)
			!= out->length)
		status = kl_io_error(error, errno, NULL, "write the findings");
	kl_text_release(out);
	return status;
}

static enum kl_status begin(void *state, const struct kl_format_scope *scope,
	struct kl_error *error)
{
	struct github *github = state;
	struct kl_text_buffer out = { 0 };

	github->text = calloc(1, kl_format_text.state_size + 1);
	if (github->text == NULL)
		return kl_no_memory(error);
	if (!make_token(github->token))
		return kl_io_error(error, errno, "/dev/urandom", "read");
	kl_text_printf(&out, "::stop-commands::%s\n", github->token);
	enum kl_status status = put(scope, &out, error);
	/* What the program says meanwhile of the data is not obeyed either. */
	if (status == KL_OK && fflush(scope->stream) != 0)
		status = kl_io_error(error, errno, NULL, "write the findings");
	return status == KL_OK && kl_format_text.begin != NULL
		? kl_format_text.begin(github->text, scope, error) : status;
}

static void annotate(struct github *github, const struct kl_format_scope *scope,
	const struct kl_finding *finding, struct kl_span message)
{
	struct annotations *list = &github->of[finding->severity];

	if (list->count == KL_GITHUB_ANNOTATIONS)
		return;
	list->count++;
	add_command(&list->commands, scope, commands[finding->severity],
		&finding->place, kl_code_name(finding->code), message);
}

static enum kl_status take_finding(void *state,
	const struct kl_format_scope *scope, const struct kl_finding *finding,
	struct kl_error *error)
{
	struct github *github = state;
	struct kl_text_buffer message = { 0 };

	if (!kl_finding_counts(finding))
		return kl_format_text.finding(github->text, scope, finding, error);
	kl_told_add(finding, scope->style, &message);
	if (message.failed) {
		kl_text_release(&message);
		return kl_no_memory(error);
	}
	annotate(github, scope, finding, kl_text_span(&message));
	kl_text_release(&message);
	if (scope->summary != NULL)
		kl_github_add_row(&github->summary, scope->summary_room, finding,
			scope->style);
	return kl_format_text.finding(github->text, scope, finding, error);
}

/* They are errors too, and come first. */
static void add_problems(struct kl_text_buffer *out,
	const struct kl_format_scope *scope, size_t *errors,
	const struct kl_tally *tally)
{
	for (size_t i = 0; i < tally->problem_list_count
			&& *errors < KL_GITHUB_ANNOTATIONS; i++) {
		const struct kl_problem *problem = &tally->problem_list[i];
		const struct kl_place place = { .path = problem->path,
			.line = problem->line, .column = problem->column };
		++*errors;
		add_command(out, scope, commands[KL_ERROR], &place,
			kl_phrase(KL_PHRASE_not_checked), kl_span_of(problem->text));
	}
}

/* The first of the commands of a kind. */
static void add_first(struct kl_text_buffer *out, const struct annotations *list,
	size_t most)
{
	const char *at = list->commands.at;

	out->failed = out->failed || list->commands.failed;
	if (out->failed)
		return;
	for (size_t i = 0; i < list->count && i < most; i++) {
		size_t length = strcspn(at, "\n") + 1;
		kl_text_add(out, (struct kl_span){ at, length });
		at += length;
	}
}

static enum kl_status write_summary(const struct github *github,
	const struct kl_format_scope *scope, const struct kl_tally *tally,
	struct kl_error *error)
{
	struct kl_text_buffer out = { 0 };
	struct kl_format_scope summary = *scope;

	if (scope->summary == NULL)
		return KL_OK;
	summary.stream = scope->summary;
	kl_github_add_summary(&github->summary, scope->summary_room, scope, tally,
		&out);
	return put(&summary, &out, error);
}

static enum kl_status end(void *state, const struct kl_format_scope *scope,
	const struct kl_tally *tally, struct kl_error *error)
{
	struct github *github = state;
	struct kl_text_buffer out = { 0 };
	size_t errors = 0, notes = github->of[KL_INFO].count;
	enum kl_status status = kl_format_text.end(github->text, scope, tally,
		error);

	if (status != KL_OK)
		return status;
	kl_text_printf(&out, "::%s::\n", github->token);
	add_problems(&out, scope, &errors, tally);
	add_first(&out, &github->of[KL_ERROR], KL_GITHUB_ANNOTATIONS - errors);
	add_first(&out, &github->of[KL_WARNING], KL_GITHUB_ANNOTATIONS);
	add_first(&out, &github->of[KL_INFO], KL_GITHUB_ANNOTATIONS);
	for (size_t i = 0; i < tally->note_list_count
			&& notes < KL_GITHUB_ANNOTATIONS; i++, notes++)
		add_command(&out, scope, commands[KL_INFO],
			&tally->note_list[i].place,
			kl_note_name(tally->note_list[i].kind),
			kl_span_of(tally->note_list[i].text));
	status = put(scope, &out, error);
	return status == KL_OK ? write_summary(github, scope, tally, error)
		: status;
}

static void release(void *state)
{
	struct github *github = state;

	if (github->text != NULL && kl_format_text.release != NULL)
		kl_format_text.release(github->text);
	free(github->text);
	for (int i = 0; i < KL_SEVERITIES; i++)
		kl_text_release(&github->of[i].commands);
	kl_text_release(&github->summary.rows);
}

const struct kl_format kl_format_github = {
	.name = "github",
	.summary = "the text, annotations of GitHub Actions, and a summary of the job",
	.has_summary = true,
	.state_size = sizeof(struct github),
	.begin = begin,
	.finding = take_finding,
	.end = end,
	.release = release,
};
