#include "cli.h"

int main(int argc, char **argv)
{
	static const char *const usage[] = {
		"[OPTION]... [DATASET]",
		"--expect EXPRESSION [OPTION]... FILE...", NULL };
	static const char *const examples[] = {
		"klopt-expr --expect 'leerjaar_3 <= leerjaar_4' \\",
		"    samples/ao-monitor-2005/bijlage2-leerlingen-ao.csv",
		"klopt-expr --expect 'if leerweg = \"bbl\" then totaal >= 5' \\",
		"    --when 'opleiding != \"Totaal\"' - <samples/school-opgave/leerlingen.csv",
		"klopt-expr --group onderwijs --expect 'max(totaal) <= sum(leerjaar_4)' \\",
		"    samples/ao-monitor-2005/bijlage2-leerlingen-ao.csv",
		NULL };
	static const struct cli_program program = {
		"klopt-expr", "Checks a condition on each row, each group of rows, or a "
		"whole table, in a small language of its own.",
		"expr", "text", usage, examples };

	return cli_run(&program, argc, argv);
}
