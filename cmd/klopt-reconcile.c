#include "cli.h"

int main(int argc, char **argv)
{
	static const char *const usage[] = {
		"[OPTION]... [DATASET]",
		"--records FILE --rows COLUMN=EXPRESSION "
		"--columns COLUMN=CONDITION [OPTION]... FILE",
		NULL };
	static const char *const examples[] = {
		"klopt-reconcile --records scholen.csv --rows sector=sector \\",
		"    --columns scholen=true tabel.csv",
		NULL };
	static const struct cli_program program = {
		"klopt-reconcile", "Checks a published table against the records behind "
		"it: that each figure is the count, the sum or the number of different "
		"values of its records. Where few records would explain a difference, "
		"they are named.",
		"reconcile", "text", usage, examples };

	return cli_run(&program, argc, argv);
}
