#include "cli.h"

int main(int argc, char **argv)
{
	static const char *const usage[] = {
		"[OPTION]... [DATASET]",
		"--column COLUMN [OPTION]... FILE...", NULL };
	static const char *const examples[] = {
		"klopt-crebo samples/ao-monitor-2005",
		"klopt-crebo --column crebo --register crebo-ao-2004 \\",
		"    --name opleiding samples/school-opgave/leerlingen.csv",
		"klopt-crebo --column crebo --level 1 \\",
		"    --register rules/registers/crebo-ao-2004.csv \\",
		"    - <samples/school-opgave/leerlingen.csv",
		NULL };
	static const struct cli_program program = {
		"klopt-crebo", "Checks programme codes (crebo): form, other kind of code, "
		"in the register, valid on the reference date, level, type, leerweg and "
		"sector, name.", "crebo", "text", usage, examples };

	return cli_run(&program, argc, argv);
}
