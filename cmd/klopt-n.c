#include "cli.h"

int main(int argc, char **argv)
{
	static const char *const usage[] = {
		"[OPTION]... [DATASET]",
		"--column COLUMN --n NUMBER [OPTION]... FILE...", NULL };
	static const char *const examples[] = {
		"klopt-n samples/ao-monitor-2005",
		"klopt-n --column totaal --n 28 \\",
		"    samples/ao-monitor-2005/gesprek-examinering-regie.csv",
		"klopt-n --same totaal --row categorie=Totaal --marker =0 \\",
		"    samples/ao-monitor-2005/gesprek-bpv-*.csv",
		NULL };
	static const struct cli_program program = {
		"klopt-n", "Checks N: the printed N, the table's total, and the column "
		"sums of tables about the same respondents agree.",
		"n", "text", usage, examples };

	return cli_run(&program, argc, argv);
}
