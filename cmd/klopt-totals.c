#include "cli.h"

int main(int argc, char **argv)
{
	static const char *const usage[] = {
		"[OPTION]... [DATASET]",
		"--total COLUMN --parts COLUMNS [OPTION]... FILE...", NULL };
	static const char *const examples[] = {
		"klopt-totals samples/ao-monitor-2005",
		"klopt-totals --total totaal --parts leerjaar_3,leerjaar_4 \\",
		"    samples/school-opgave/leerlingen.csv",
		"klopt-totals --down-columns totaal --down-row opleiding=Totaal - \\",
		"    <samples/school-opgave/leerlingen.csv",
		NULL };
	static const struct cli_program program = {
		"klopt-totals", "Checks leerjaar totals and every other total: parts "
		"against total, along the row, down the column, over groups, nested.",
		"totals", "text", usage, examples };

	return cli_run(&program, argc, argv);
}
