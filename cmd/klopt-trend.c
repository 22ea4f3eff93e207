#include "cli.h"

int main(int argc, char **argv)
{
	static const char *const usage[] = {
		"[OPTION]... [DATASET]",
		"--earlier FILE --key COLUMNS --columns COLUMNS [OPTION]... FILE",
		NULL };
	static const char *const examples[] = {
		"klopt-trend --percent 5 --key onderwijs,sector --columns totaal \\",
		"    --earlier samples/ao-monitor-2005/bijlage2-leerlingen-ao.csv \\",
		"    samples/ao-monitor-2005/tekst-leerlingen-ao.csv",
		NULL };
	static const struct cli_program program = {
		"klopt-trend", "Checks the change since an earlier delivery: by key, "
		"numbers and rows stay within a bound. What goes beyond it is a "
		"warning, and needs an explanation; with --fail-on warning it makes "
		"klopt-trend fail.",
		"trend", "text", usage, examples };

	return cli_run(&program, argc, argv);
}
