#include "cli.h"

int main(int argc, char **argv)
{
	static const char *const usage[] = {
		"-o FILE [OPTION]... [DATASET]",
		"-o FILE [OPTION]... FILE...",
		"-f csv|jsonl -o FOLDER [OPTION]... [DATASET]", NULL };
	static const char *const examples[] = {
		"klopt-export samples/ao-monitor-2005 -o report.xlsx",
		"klopt-export samples/school-opgave/leerlingen.csv -o leerlingen.xlsx",
		"klopt-export -f html samples/ao-monitor-2005 -o report.html",
		"klopt-export -f csv samples/ao-monitor-2005 -o report",
		NULL };
	static const struct cli_program program = {
		"klopt-export", "Checks a dataset and writes it with its findings to one "
		"workbook (XLSX): a cover with the verdicts, a sheet a table, and the "
		"findings with links to their cells. Or to one page (HTML), or to a folder "
		"of CSV or JSON Lines.", NULL, "xlsx", usage, examples };

	return cli_run(&program, argc, argv);
}
