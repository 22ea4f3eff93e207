#include "cli.h"

int main(int argc, char **argv)
{
	static const char *const usage[] = {
		"[OPTION]... [DATASET]",
		"--column COLUMN [OPTION]... FILE...", NULL };
	static const char *const examples[] = {
		"klopt-codes --column BRIN --form brin --one yes \\",
		"    samples/school-opgave/leerlingen.csv",
		"klopt-codes --column sector --list Techniek,Economie,'Zorg en welzijn' \\",
		"    samples/ao-monitor-2005/vragenlijst-aanbod.csv",
		NULL };
	static const struct cli_program program = {
		"klopt-codes", "Checks codes other than crebo, one or several in a cell: "
		"form, in the register or list, one in the whole delivery.",
		"codes", "text", usage, examples };

	return cli_run(&program, argc, argv);
}
