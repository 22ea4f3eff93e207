/* The front door: klopt check, klopt explain, klopt list, klopt help, and klopt
 * NAME, which runs klopt-NAME. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/translate.h"
#include "cli.h"

static const struct {
	const char *name, *summary;
} tools[] = {
	{ "check", "check a dataset by all its rules" },
	{ "schema", "check types, constraints, keys and the shape of files" },
	{ "crebo", "check programme codes" },
	{ "totals", "check totals: along the row, down the column, nested" },
	{ "n", "check N: printed N, totals, column sums across tables" },
	{ "codes", "check other codes: BRIN, vestiging, a list of your own" },
	{ "percent", "check percentages: possible for their count and N; a row makes 100" },
	{ "claims", "check figures that a text states against the tables" },
	{ "labels", "check names: one code one name, one name one spelling" },
	{ "expr", "check conditions on rows, groups of rows and tables" },
	{ "reconcile", "check a published table against the records behind it" },
	{ "trend", "check the change since an earlier delivery" },
	{ "clean", "write a delivery as it is declared, and tell every change" },
	{ "export", "write a dataset and its findings to a workbook" },
	{ "init", "make a descriptor and rules of what stands in files" },
	{ "register", "make a register of a published list of codes" },
	{ "waive", "answer for findings in a waiver file, until a date" },
	{ "explain", "say what a finding means, and how to mend it" },
	{ "list", "list checks, findings, formats or registers" },
	{ "help", "the help of a tool: klopt help crebo" },
};
static const size_t tool_count = sizeof tools / sizeof *tools;

static int run_check(int argc, char **argv)
{
	static const char *const usage[] = {
		"[OPTION]... [DATASET]", "[OPTION]... -r RULES FILE...", NULL };
	static const char *const examples[] = {
		"klopt check samples/ao-monitor-2005",
		"klopt check --fail-on info samples/ao-monitor-2005-mended",
		"klopt check -f jsonl -o findings.jsonl samples/ao-monitor-2005", NULL };
	static const struct cli_program program = {
		"klopt check", "Checks a dataset by all its rules, in one pass over each "
		"file. DATASET is a folder with datapackage.yaml (or .json), or that file; "
		"the default is the current folder.", NULL, "text", usage, examples };

	return cli_run(&program, argc, argv);
}

static void print_help(FILE *stream)
{
	fputs(kl_translate("Usage: klopt TOOL [OPTION]... [DATASET]\n\n"
		"Does it add up? klopt checks tables: codes, totals, N counts, names.\n\n"
		"Tools:\n"), stream);
	for (size_t i = 0; i < tool_count; i++)
		fprintf(stream, "  %-9s %s\n", tools[i].name,
			kl_translate(tools[i].summary));
	fputs(kl_translate("\nStart with:\n"
		"  klopt check FOLDER       what does not add up in a dataset; with -v also the\n"
		"                           fingerprint of each finding\n"
		"  klopt explain CODE       what the [code] of a finding means, how to mend it\n"
		"  klopt waive FINGERPRINT  answer for a finding that is not mended now\n"
		"  klopt init FILE...       a descriptor and rules for files that have none\n"
		"  klopt help TOOL          the options of a tool; klopt --version\n\n"
		"Exit status: 0 all was checked and adds up, 1 findings, 2 something could\n"
		"not be checked.\n"), stream);
}

static void list_checks(void)
{
	size_t count;
	const struct kl_words *const *words = kl_check_words(&count);
	size_t width = strlen(kl_checks[0]->words.name);

	for (size_t i = 0; i < count; i++) {
		size_t length = strlen(words[i]->name);
		width = length > width ? length : width;
	}
	for (size_t i = 0; i < count; i++)
		printf("%-*s  %s\n", (int)width, words[i]->name,
			kl_translate(words[i]->summary));
	printf("%-*s  %s (%s)\n", (int)width, kl_checks[0]->words.name,
		kl_translate(kl_checks[0]->words.summary), kl_translate("always"));
}

static void list_formats(void)
{
	for (size_t i = 0; kl_formats[i] != NULL; i++)
		printf("%-8s %s\n", kl_formats[i]->name,
			kl_translate(kl_formats[i]->summary));
}

static void print_register(void *context, const struct kl_register *reg)
{
	(void)context;
	printf("%-22s %-10s %s\n%-22s %-10s %s\n", reg->id,
		reg->date != NULL ? reg->date : "-",
		reg->title != NULL ? reg->title : "", "", "", reg->path);
}

static int list_registers(void)
{
	struct kl_arena arena = { 0 };
	struct kl_error error;
	const struct kl_search *search = cli_search(&arena);
	enum kl_status status = search == NULL ? kl_no_memory(&error)
		: kl_register_list(search, print_register, NULL, &error);

	kl_arena_release(&arena);
	if (status == KL_OK)
		return CLI_CLEAN;
	cli_print_error("klopt list", "error", &error);
	return CLI_NOT_CHECKED;
}

static int list(const struct cli_program *program, struct cli_options *options)
{
	const char *what = options->operand_count > 0 ? options->operands[0] : "";
	int result = CLI_CLEAN;

	if (strcmp(what, "checks") == 0) {
		list_checks();
	} else if (strcmp(what, "findings") == 0) {
		cli_list_findings();
	} else if (strcmp(what, "formats") == 0) {
		list_formats();
	} else if (strcmp(what, "registers") == 0) {
		result = list_registers();
	} else {
		struct kl_error error;
		kl_fail(&error, KL_USAGE, NULL, 0, 0,
			"there is no list '%s'; there are checks, findings, formats and registers",
			what);
		cli_print_error(program->name, "error", &error);
		result = CLI_NOT_CHECKED;
	}
	return cli_finish(program->name, result);
}

static int run_list(int argc, char **argv)
{
	static const char *const usage[] = {
		"[OPTION]... checks|findings|formats|registers", NULL };
	static const char *const examples[] = { "klopt list findings", NULL };
	static const struct cli_program program = {
		"klopt list", "Lists what klopt can check (checks), the codes of findings "
		"with their severity (findings), how findings can be told with -f "
		"(formats), or the lists of codes that ship with klopt, and where they "
		"are (registers).", NULL, "text", usage, examples };
	static const struct cli_task task = { .run = list,
		.statuses = "0 it was listed, 2 there is no such list." };

	return cli_run_task(&program, &task, argc, argv);
}

static int unknown_option(const char *option)
{
	struct kl_span names[] = { kl_span_of("--help"), kl_span_of("--version") };
	size_t near = kl_text_nearest(kl_span_of(option), names, 2);
	struct kl_error error;

	kl_fail(&error, KL_USAGE, NULL, 0, 0, "unknown option '%s'%s%s%s", option,
		near < 2 ? kl_translate("; did you mean '") : "", near < 2 ? names[near].at : "",
		near < 2 ? "'?" : "");
	cli_print_error("klopt", "error", &error);
	fputs(kl_translate("klopt --help lists the tools, klopt help TOOL its options\n"),
		stderr);
	return CLI_NOT_CHECKED;
}

static int missing_tool(const char *name, int number)
{
	char words[KL_SYSTEM_WORDS];
	struct kl_error error;

	kl_fail(&error, KL_IO, NULL, 0, 0, "cannot run klopt-%s: %s", name,
		kl_system_words(number, words));
	cli_print_error("klopt", "error", &error);
	return CLI_NOT_CHECKED;
}

static int unknown_tool(const char *name, int number)
{
	struct kl_span names[sizeof tools / sizeof *tools];

	for (size_t i = 0; i < tool_count; i++) {
		if (strcmp(tools[i].name, name) == 0)
			return missing_tool(name, number);
		names[i] = kl_span_of(tools[i].name);
	}
	size_t near = kl_text_nearest(kl_span_of(name), names, tool_count);
	struct kl_error error;
	if (access(name, F_OK) == 0) {
		kl_fail(&error, KL_USAGE, NULL, 0, 0,
			"'%s' is no tool; what checks it is: klopt check %s", name, name);
		cli_print_error("klopt", "error", &error);
		return CLI_NOT_CHECKED;
	}
	kl_fail(&error, KL_USAGE, NULL, 0, 0, "there is no tool '%s'%s%s%s", name,
		near < tool_count ? kl_translate("; did you mean '") : "",
		near < tool_count ? tools[near].name : "",
		near < tool_count ? "'?" : "");
	cli_print_error("klopt", "error", &error);
	fputs(kl_translate("klopt --help lists the tools\n"), stderr);
	return CLI_NOT_CHECKED;
}

/* Runs klopt-NAME, if it is part of this program, else becomes it: the one beside
 * this program, else one on the path. */
static int run_tool(const char *name, int argc, char **argv)
{
	struct kl_arena arena = { 0 };
	struct kl_text_buffer path = { 0 };
	cli_main *within = cli_within(name);

	if (within != NULL)
		return within(argc, argv);
	if (name[0] == '-')
		return unknown_option(name);
	if (strchr(name, '/') != NULL)
		return unknown_tool(name, ENOENT);
	const char *folder = cli_program_folder(&arena);
	if (folder != NULL) {
		kl_text_printf(&path, "%s/klopt-%s", folder, name);
		if (!path.failed) {
			argv[0] = path.at;
			execv(path.at, argv);
		}
		kl_text_release(&path);
	}
	kl_arena_release(&arena);
	kl_text_printf(&path, "klopt-%s", name);
	if (!path.failed) {
		argv[0] = path.at;
		execvp(path.at, argv);
	}
	int number = errno;
	kl_text_release(&path);
	return unknown_tool(name, number);
}

static int run_help(int argc, char **argv)
{
	static char option[] = "--help";
	char *arguments[] = { argv[0], option, NULL };

	if (argc < 2) {
		print_help(stdout);
		return cli_finish("klopt", CLI_CLEAN);
	}
	const char *tool = argv[1];
	if (strncmp(tool, "klopt-", 6) == 0)
		tool += 6;
	if (strcmp(tool, "check") == 0)
		return run_check(2, arguments);
	if (strcmp(tool, "explain") == 0)
		return cli_explain(2, arguments);
	if (strcmp(tool, "waive") == 0)
		return cli_waive(2, arguments);
	if (strcmp(tool, "list") == 0)
		return run_list(2, arguments);
	if (strcmp(tool, "help") == 0 || tool[0] == '-')
		return run_help(1, arguments);
	return run_tool(tool, 2, arguments);
}

/* The tool that this program was called by, as a link to it: klopt-NAME. */
static cli_main *called_as(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash != NULL ? slash + 1 : path;

	return strncmp(name, "klopt-", 6) == 0 ? cli_within(name + 6) : NULL;
}

int main(int argc, char **argv)
{
	const char *tool = argc > 1 ? argv[1] : "";
	cli_main *linked = argc > 0 ? called_as(argv[0]) : NULL;

	/* A closed pipe is an error of writing, told in a sentence. */
	signal(SIGPIPE, SIG_IGN);
	if (linked != NULL)
		return linked(argc, argv);
	cli_speak_as_asked(argc, argv);
	if (argc < 2) {
		print_help(stderr);
		return CLI_NOT_CHECKED;
	}
	if (strcmp(tool, "--help") == 0 || strcmp(tool, "-h") == 0) {
		print_help(stdout);
		return cli_finish("klopt", CLI_CLEAN);
	}
	if (strcmp(tool, "--version") == 0 || strcmp(tool, "-V") == 0) {
		printf("klopt %s\n", KL_VERSION);
		return cli_finish("klopt", CLI_CLEAN);
	}
	if (strcmp(tool, "check") == 0)
		return run_check(argc - 1, argv + 1);
	if (strcmp(tool, "explain") == 0)
		return cli_explain(argc - 1, argv + 1);
	if (strcmp(tool, "waive") == 0)
		return cli_waive(argc - 1, argv + 1);
	if (strcmp(tool, "list") == 0)
		return run_list(argc - 1, argv + 1);
	if (strcmp(tool, "help") == 0)
		return run_help(argc - 1, argv + 1);
	return run_tool(tool, argc - 1, argv + 1);
}
