#include "cli.h"

int main(int argc, char **argv)
{
	static const char *const usage[] = {
		"[OPTION]... [DATASET]",
		"--records FILE --rows COLUMN=EXPRESSION "
		"--columns COLUMN=CONDITION [OPTION]... FILE",
		NULL };
	static const char *const examples[] = {
		"(echo sector,genoemd; echo Economie,37; echo Techniek,50; \\",
		"    echo Landbouw,19) | \\",
		"    klopt-reconcile --rows sector=sector --columns genoemd=true \\",
		"    --sum aantal_keren_genoemd --when 'sector != \"Zorg en welzijn\"' \\",
		"    --records samples/ao-monitor-2005/vragenlijst-aanbod.csv -",
		NULL };
	static const struct cli_program program = {
		"klopt-reconcile", "Checks a published table against the records behind "
		"it: that each figure is the count, the sum or the number of different "
		"values of its records. Where few records would explain a difference, "
		"they are named.",
		"reconcile", "text", usage, examples };

	return cli_run(&program, argc, argv);
}
