#include "cli.h"

int main(int argc, char **argv)
{
	static const char *const usage[] = {
		"[OPTION]... [DATASET]",
		"--says TEXT --of EXPRESSION [OPTION]... FILE...", NULL };
	static const char *const examples[] = {
		"klopt-claims samples/ao-monitor-2005",
		"klopt-claims --says '82,2 %' \\",
		"    --of 'cell(leerjaar_4 where onderwijs = \"Totaal\") / 361' \\",
		"    samples/ao-monitor-2005/bijlage2-leerlingen-ao.csv",
		NULL };
	static const struct cli_program program = {
		"klopt-claims", "Checks figures that a text states: each follows from the "
		"tables, at the precision and with the words that it is stated in.",
		"claims", "text", usage, examples };

	return cli_run(&program, argc, argv);
}
