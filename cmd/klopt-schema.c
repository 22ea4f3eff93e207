#include "cli.h"

int main(int argc, char **argv)
{
	static const char *const usage[] = {
		"[OPTION]... [DATASET]",
		"[OPTION]... FILE...", NULL };
	static const char *const examples[] = {
		"klopt-schema samples/ao-monitor-2005",
		"klopt-schema samples/school-opgave/leerlingen.csv", NULL };
	static const struct cli_program program = {
		"klopt-schema", "Checks what the schemas of a dataset say: columns, types, "
		"constraints, primary, unique and foreign keys (Table Schema); and the "
		"shape of every file: its rows, quotes and encoding.", "schema", "text",
		usage, examples };

	return cli_run(&program, argc, argv);
}
