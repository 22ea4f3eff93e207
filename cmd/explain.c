/* klopt explain: what findings mean, what follows, what causes and mends them. */
#include "base/translate.h"
#include "cli.h"

#include <string.h>

#include "finding/explain.h"

enum { INDENT = 4, WIDTH = 80 };        /* WIDTH: where there is no terminal */

static void add_heading(struct kl_text_buffer *out, const struct kl_style *style,
	const char *text)
{
	kl_text_printf(out, "%s%s%s", style->color ? "\033[1m" : "", text,
		style->color ? "\033[0m" : "");
}

static void add_code(struct kl_text_buffer *out, const struct kl_style *style,
	enum kl_code code)
{
	size_t width = style->width > 0 ? style->width : WIDTH;

	const char *severity = kl_severity_word(kl_code_severity(code));
	size_t at = strlen(kl_code_name(code)) + strlen(severity) + 5;
	add_heading(out, style, kl_code_name(code));
	kl_text_printf(out, " (%s): ", severity);
	kl_text_add_wrapped(out, kl_span_of(kl_code_title(code)), width, at, INDENT);
	kl_text_puts(out, "\n");
	for (size_t i = 0; i < KL_EXPLAIN_PARAGRAPHS; i++) {
		kl_text_puts(out, "\n");
		add_heading(out, style, kl_explain_head(i));
		kl_text_printf(out, "\n%*s", INDENT, "");
		kl_text_add_wrapped(out, kl_span_of(kl_code_explain(code, i)), width,
			INDENT, INDENT);
		kl_text_puts(out, "\n");
	}
}

/* A word stands for its code, or for all codes that begin with it and a hyphen;
 * "all" for every one. */
static bool stands_for(const char *word, enum kl_code code)
{
	const char *name = kl_code_name(code);
	size_t length = strlen(word);

	return strcmp(word, "all") == 0 || strcmp(word, name) == 0
		|| (strncmp(word, name, length) == 0 && name[length] == '-');
}

static size_t add_word(struct kl_text_buffer *out, const struct kl_style *style,
	const char *word)
{
	size_t count = 0;

	for (int i = 0; i < KL_CODES; i++) {
		enum kl_code code = (enum kl_code)i;
		if (!stands_for(word, code))
			continue;
		kl_text_puts(out, out->length > 0 ? "\n\n" : "");
		add_code(out, style, code);
		count++;
	}
	return count;
}

void cli_list_findings(void)
{
	size_t width = 0;

	for (int i = 0; i < KL_CODES; i++) {
		size_t length = strlen(kl_code_name((enum kl_code)i));
		width = length > width ? length : width;
	}
	for (int i = 0; i < KL_CODES; i++)
		printf("%-*s  %-7s  %s\n", (int)width, kl_code_name((enum kl_code)i),
			kl_severity_word(kl_code_severity((enum kl_code)i)),
			kl_code_title((enum kl_code)i));
}

static void print_unknown(const struct cli_program *program, const char *word)
{
	struct kl_span names[KL_CODES];
	struct kl_error error;

	for (int i = 0; i < KL_CODES; i++)
		names[i] = kl_span_of(kl_code_name((enum kl_code)i));
	size_t near = kl_text_nearest(kl_span_of(word), names, KL_CODES);
	if (kl_check_find(word) != NULL)
		kl_fail(&error, KL_USAGE, NULL, 0, 0, "'%s' is a check, not a finding; "
			"klopt-%s(1) names the findings that are its own", word, word);
	else
		kl_fail(&error, KL_USAGE, NULL, 0, 0, "there is no finding '%s'%s%s%s",
			word, near < KL_CODES ? kl_translate("; did you mean '") : "",
			near < KL_CODES ? names[near].at : "",
			near < KL_CODES ? "'?" : kl_translate("; klopt list findings lists them"));
	cli_print_error(program->name, "error", &error);
}

static int explain(const struct cli_program *program,
	struct cli_options *options)
{
	struct kl_text_buffer out = { 0 };
	int result = CLI_CLEAN;

	if (options->operand_count == 0)
		cli_list_findings();
	for (size_t i = 0; i < options->operand_count; i++) {
		if (add_word(&out, &options->style, options->operands[i]) > 0)
			continue;
		print_unknown(program, options->operands[i]);
		result = CLI_NOT_CHECKED;
	}
	if (out.failed) {
		struct kl_error error;
		kl_no_memory(&error);
		cli_print_error(program->name, "error", &error);
		result = CLI_NOT_CHECKED;
	} else if (out.length > 0) {
		fwrite(out.at, 1, out.length, stdout);
	}
	kl_text_release(&out);
	return cli_finish(program->name, result);
}

int cli_explain(int argc, char **argv)
{
	static const char *const usage[] = { "[OPTION]... [CODE]...", NULL };
	static const char *const examples[] = {
		"klopt explain total-mismatch",
		"klopt explain crebo", NULL };
	static const struct cli_program program = {
		"klopt explain", "Says what a finding means, what follows from it, what "
		"causes it and how to mend it. CODE is the word in brackets at the end of "
		"a finding; the beginning of several (crebo) stands for all of these, and "
		"'all' for every one. Without a CODE the codes are listed.",
		NULL, "text", usage, examples };
	static const struct cli_task task = { .run = explain, .takes = CLI_COLOR,
		.statuses = "0 all was explained, 2 there is no such code." };

	return cli_run_task(&program, &task, argc, argv);
}
