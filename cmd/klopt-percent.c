#include "cli.h"

int main(int argc, char **argv)
{
	static const char *const usage[] = {
		"[OPTION]... [DATASET]",
		"--pairs PERCENTAGE=COUNT (--of COLUMN | --n NUMBER) [OPTION]... FILE...",
		"--columns COLUMNS (--of COLUMN | --n NUMBER) [OPTION]... FILE...",
		NULL };
	static const char *const examples[] = {
		"klopt-percent samples/ao-monitor-2005",
		"klopt-percent --pairs ja_pct=ja --pairs nee_pct=nee --of totaal \\",
		"    --decimal-char , --no-bare-number \\",
		"    samples/ao-monitor-2005/vragenlijst-lwoo.csv",
		"klopt-percent --columns ja_pct --of totaal --decimal-char , \\",
		"    --no-bare-number samples/ao-monitor-2005/vragenlijst-lwoo.csv",
		NULL };
	static const struct cli_program program = {
		"klopt-percent", "Checks percentages: each is possible for its count "
		"and N, or for any count of N; those of a row make 100. Says which "
		"count and N nearby would give it.",
		"percent", "text", usage, examples };

	return cli_run(&program, argc, argv);
}
