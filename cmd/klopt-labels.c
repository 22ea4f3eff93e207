#include "cli.h"

int main(int argc, char **argv)
{
	static const char *const usage[] = {
		"[OPTION]... [DATASET]",
		"--code COLUMN --name COLUMN [OPTION]... FILE...",
		"--columns COLUMNS [OPTION]... FILE...", NULL };
	static const char *const examples[] = {
		"klopt-labels samples/ao-monitor-2005",
		"klopt-labels --code lob_brin --name lob_naam \\",
		"    samples/ao-monitor-2005/bijlage1-opleidingen.csv",
		"klopt-labels --columns opleiding,naam \\",
		"    samples/ao-monitor-2005/vragenlijst-aanbod.csv \\",
		"    samples/ao-monitor-2005/bijlage1-opleidingen.csv",
		NULL };
	static const struct cli_program program = {
		"klopt-labels", "Checks names: one code has one name, one name has one "
		"spelling; across columns and tables. Another spelling is information; "
		"with --fail-on info it makes klopt-labels fail.",
		"labels", "text", usage, examples };

	return cli_run(&program, argc, argv);
}
