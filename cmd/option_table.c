/* The options that programs share, as the help shows them, and who takes them. */
#include "cli.h"

const struct cli_option cli_options_known[] = {
	{ 'r', "rules", "FILE", "a rule file; may be repeated", CLI_COMMON | CLI_DATASET },
	{ 0, "data", "DIR", "where the files are, if not beside the descriptor",
		CLI_COMMON | CLI_DATASET },
	{ 'f', "format", "FORMAT[=FILE]", "how findings are told (klopt list formats), "
		"and in which file; may be repeated", CLI_COMMON },
	{ 'o', "output", "FILE", "write there; it appears whole or not at all",
		CLI_COMMON | CLI_OUTPUT },
	{ 0, "fail-on", "SEVERITY", "exit 1 from this severity on: error (default), "
		"warning or info", CLI_COMMON },
	{ 0, "waivers", "FILE", "findings that are answered for until a date: see "
		"klopt(1); may be repeated", CLI_COMMON },
	{ 0, "baseline", "FILE", "only findings count that are not in this file",
		CLI_COMMON },
	{ 0, "write-baseline", "FILE", "write such a file of what is found and not "
		"waived", CLI_COMMON },
	{ 0, "changed-since", "REVISION", "only findings count that were not there at "
		"this revision of git", CLI_COMMON },
	{ 0, "no-values", NULL, "no cell values in the output: they can be personal "
		"data", CLI_COMMON | CLI_TELLING },
	{ 0, "allow-outside", NULL, "let a descriptor name files outside its folder",
		CLI_COMMON | CLI_DATASET },
	{ 0, "jobs", "NUMBER", "threads that check (default: as many as there are cores); "
		"what comes out is the same", CLI_COMMON },
	{ 0, "memory", "SIZE", "what keys of rows may take, as 512M or 2G, before they go "
		"to disk (default: half of what there is); what comes out is the same",
		CLI_COMMON },
	{ 0, "color", "WHEN", "auto (default), always or never",
		CLI_COMMON | CLI_COLOR },
	{ 0, "lang", "LANGUAGE", "of what people read: nl or en (default: that of the "
		"locale)", CLI_COMMON | CLI_ALWAYS },
	{ 'q', "quiet", NULL, "only findings that make it fail, without summary",
		CLI_COMMON | CLI_TELLING },
	{ 'v', "verbose", NULL, "also say what is read, and how", CLI_COMMON | CLI_TELLING },
	{ 0, "changes", "FILE", "the log of klopt-clean, for a sheet of changes "
		"(only with the format xlsx)", CLI_EXPORT },
	{ 0, "compress", "LEVEL", "of large tables in a workbook: 1, quick, to 9, small "
		"(only with the format xlsx)", CLI_EXPORT },
	{ 'h', "help", NULL, "this text", CLI_COMMON | CLI_ALWAYS },
	{ 'V', "version", NULL, "the version", CLI_COMMON | CLI_ALWAYS },
	{ 0, "delimiter", "CHAR", "between cells: one character, or tab (default: "
		"by the rows)", CLI_READING | CLI_DELIMITER },
	{ 0, "encoding", "NAME", "utf-8, utf-16, utf-16le, utf-16be or windows-1252 "
		"(default: by the bytes)", CLI_READING | CLI_DELIMITER },
	{ 0, "sheet", "NAME", "the sheet of a workbook (default: each that is visible "
		"and has cells)", CLI_READING },
	{ 0, "header-rows", "ROWS", "which rows are the header: 3, or 2,3 "
		"(default: guessed, and told)", CLI_READING },
	{ 0, "footer-rows", "NUMBER", "how many rows below the table are no part of "
		"it (default: guessed, and told)", CLI_READING },
	{ 0, "as-is", NULL, "guess no title rows, notes or blank columns, and compare "
		"headers exactly", CLI_READING },
	{ 0, "decimal-char", "CHAR", "of numbers (default: .)", CLI_READING },
	{ 0, "group-char", "CHAR", "between thousands (default: none)",
		CLI_READING },
	{ 0, "no-bare-number", NULL, "numbers may have text around them: (=3,7%)",
		CLI_READING },
	{ 0, "marker", "MARK=MEANING", "what a mark stands for: a number, 1..4, or "
		"unknown; may be repeated", CLI_READING },
	{ 0, "rounded", "UNIT", "numbers are rounded: to their printed decimals, "
		"printed, or to a unit, as 10", CLI_READING },
	{ 0, "rounding", "HOW", "half-up (default), half-even, up or down",
		CLI_READING },
	{ 0, "when", "EXPRESSION", "only rows that meet this condition: see "
		"klopt-expr(1)", CLI_RULE },
	{ 0, "unless", "EXPRESSION", "and not those that meet this one; it goes "
		"with --because", CLI_RULE },
	{ 0, "because", "REASON", "why --unless leaves rows out: told with their "
		"number", CLI_RULE },
	{ 0, "severity", "SEVERITY", "of the findings: error, warning or info "
		"(default: by their code)", CLI_RULE },
	{ 0, "safe-csv", NULL, "mark text that a spreadsheet would compute, such as "
		"=1+1, with an apostrophe", CLI_EXPORT },
};
const size_t cli_options_count =
	sizeof cli_options_known / sizeof *cli_options_known;

bool cli_exports(const struct cli_program *program)
{
	return kl_format_find(program->format)->needs_file;
}

bool cli_takes(const struct cli_program *program, const struct cli_task *task,
	const struct cli_option *option)
{
	if (option->group & CLI_EXPORT)
		return cli_exports(program);
	return task == NULL || (option->group & (task->takes | CLI_ALWAYS)) != 0;
}
