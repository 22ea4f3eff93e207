#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "cli.h"

enum { TEXT_COLUMN = 30, LAST_COLUMN = 79 };

/* Words in as many lines as they need, the next ones from column `indent`. */
static void print_text(FILE *stream, const char *text, int at, int indent)
{
	bool first = true;

	while (*text != '\0') {
		size_t length = strcspn(text, " ");
		int width = (int)kl_utf8_count((struct kl_span){ text, length });
		if (!first && at + 1 + width > LAST_COLUMN) {
			fprintf(stream, "\n%*s", indent, "");
			at = indent;
		} else if (!first) {
			putc(' ', stream);
			at++;
		}
		fwrite(text, 1, length, stream);
		at += width;
		text += length + (text[length] == ' ');
		first = false;
	}
	putc('\n', stream);
}

static void print_option(FILE *stream, char letter, const char *name,
	const char *meta, const char *summary)
{
	char left[128];
	int length;

	if (meta != NULL)
		meta = kl_translate(meta);

	if (letter != 0)
		length = snprintf(left, sizeof left, "  -%c, --", letter);
	else
		length = snprintf(left, sizeof left, "      --");
	for (const char *at = name; *at != '\0' && length < 100; at++)
		left[length++] = *at == '.' ? '-' : *at;
	length += snprintf(left + length, sizeof left - (size_t)length, "%s%s",
		meta != NULL ? " " : "", meta != NULL ? meta : "");
	fputs(left, stream);
	length = (int)kl_utf8_count(kl_span_of(left));
	if (length + 2 > TEXT_COLUMN)
		fprintf(stream, "\n%*s", TEXT_COLUMN, "");
	else
		fprintf(stream, "%*s", TEXT_COLUMN - length, "");
	print_text(stream, kl_translate(summary), TEXT_COLUMN, TEXT_COLUMN);
}

/* The options of the group that the program takes, under a title if there is
 * any (NULL: under none). */
static void print_group(FILE *stream, const struct cli_program *program,
	const struct cli_task *task, const char *title, unsigned group)
{
	for (size_t i = 0; i < cli_options_count; i++) {
		const struct cli_option *option = &cli_options_known[i];
		if ((option->group & group) == 0 || !cli_takes(program, task, option))
			continue;
		if (title != NULL)
			fprintf(stream, "\n%s:\n", kl_translate(title));
		title = NULL;
		print_option(stream, option->letter, option->name, option->meta,
			option->summary);
	}
}

static void print_own(FILE *stream, const struct kl_words *words,
	const char *title)
{
	fprintf(stream, "\n%s:\n", kl_translate(title));
	for (size_t i = 0; i < words->parameter_count; i++) {
		const struct kl_parameter *parameter = &words->parameters[i];
		print_option(stream, 0, parameter->name, parameter->meta,
			parameter->summary);
	}
}

void cli_help(const struct cli_program *program, const struct cli_task *task,
	FILE *stream)
{
	const struct kl_check *check = program->check != NULL
		? kl_check_find(program->check) : NULL;

	const char *head = kl_translate("Usage:");
	for (size_t i = 0; program->usage[i] != NULL; i++)
		fprintf(stream, "%*s %s %s\n", (int)strlen(head), i == 0 ? head : "",
			program->name, kl_translate(program->usage[i]));
	putc('\n', stream);
	print_text(stream, kl_translate(program->summary), 0, 0);
	if (check != NULL && check->words.parameter_count > 0) {
		print_own(stream, &check->words, KL_TEXT("What to check, in plain files "
			"(in a rule file, the same names are keys)"));
		print_group(stream, program, NULL, NULL, CLI_RULE);
	}
	if (task != NULL && task->words != NULL)
		print_own(stream, task->words, task->title);
	print_group(stream, program, task, KL_TEXT("What is written"), CLI_EXPORT);
	print_group(stream, program, task, KL_TEXT("How plain files are read"), CLI_READING);
	print_group(stream, program, task, KL_TEXT("Options of all programs"), CLI_COMMON);
	if (program->examples[0] != NULL)
		fprintf(stream, "\n%s:\n", kl_translate("Examples"));
	for (size_t i = 0; program->examples[i] != NULL; i++)
		fprintf(stream, "  %s\n", program->examples[i]);
	head = kl_translate("Exit status:");
	fprintf(stream, "\n%s ", head);
	print_text(stream, kl_translate(task != NULL ? task->statuses
		: KL_TEXT("0 all was checked and adds up, 1 findings, 2 something could "
			"not be checked.")), (int)kl_utf8_count(kl_span_of(head)) + 1, 0);
}
