/*
 * Writes a CSV file of made-up pupil records to standard output, the same bytes
 * for the same arguments on every machine:
 *
 *   generate MEGABYTES REGISTER.csv [SEED] >FILE
 *
 * A header and rows of some 75 bytes in 11 columns, until MEGABYTES (of
 * 1 000 000 bytes) are reached. The codes in the column crebo come from the
 * first column of REGISTER, but for one row in 100 000, which has a code that is
 * wrong. One sector in four is quoted, as programs do that quote texts with
 * blanks. Tells on standard error what was written: "rows N wrong N bytes N".
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CODES_MOST = 4096, WRONG_EVERY = 100000 };

static char codes[CODES_MOST][6];
static unsigned code_count;

/* splitmix64 */
static uint64_t next(uint64_t *state)
{
	uint64_t mixed = *state += UINT64_C(0x9e3779b97f4a7c15);

	mixed = (mixed ^ mixed >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94d049bb133111eb);
	return mixed ^ mixed >> 31;
}

static unsigned below(uint64_t *state, unsigned bound)
{
	return (unsigned)(next(state) % bound);
}

/* The five digits that a line begins with, if it does. */
static int read_codes(const char *path)
{
	FILE *file = fopen(path, "r");
	char line[4096];

	if (file == NULL)
		return 0;
	while (code_count < CODES_MOST && fgets(line, sizeof line, file) != NULL) {
		if (strspn(line, "0123456789") == 5)
			memcpy(codes[code_count++], line, 5);
	}
	fclose(file);
	return code_count > 0;
}

/* Nine digits that fail the eleven test, so that they are no person's number. */
static unsigned long pupil(uint64_t *state)
{
	unsigned long number = 100000000 + below(state, 899999990);
	unsigned long rest = number / 10, sum = 0;

	for (unsigned weight = 2; weight <= 9; weight++, rest /= 10)
		sum += weight * (rest % 10);
	if ((sum + 11 - number % 10) % 11 == 0)
		number = number % 10 == 9 ? number - 1 : number + 1;
	return number;
}

static int write_row(uint64_t *state, uint64_t row)
{
	static const char *const sectors[] = { "Techniek", "Economie", "Landbouw",
		"\"Zorg en welzijn\"" };
	static const char *const leerwegen[] = { "BOL", "BBL" };
	static const char *const wrong[] = { "99999", "1076", "05AB" };
	unsigned school = below(state, 100), letters = below(state, 26 * 26);
	unsigned year = 2001 + below(state, 4);
	const char *code = codes[below(state, code_count)];

	if (row % WRONG_EVERY == WRONG_EVERY / 2)
		code = wrong[row / WRONG_EVERY % 3];
	return printf("%02u%c%c,%02u,%09lu,%u-%u,%u,%s,%s,%s,%u,%u-%02u-%02u,%u.%02u\n",
		school, (char)('A' + letters / 26), (char)('A' + letters % 26),
		below(state, 8), pupil(state), year, year + 1, 3 + below(state, 2),
		sectors[below(state, 4)], code, leerwegen[below(state, 2)],
		800 + below(state, 800), year, 8 + below(state, 5),
		1 + below(state, 28), 100 + below(state, 4900), below(state, 100));
}

int main(int argc, char **argv)
{
	uint64_t state = 2005, size, written = 0, rows = 0;
	int length;

	if (argc < 3 || argc > 4 || (size = strtoull(argv[1], NULL, 10)) == 0) {
		fprintf(stderr, "usage: generate MEGABYTES REGISTER.csv [SEED] >FILE\n");
		return 2;
	}
	if (argc == 4)
		state = strtoull(argv[3], NULL, 10);
	if (!read_codes(argv[2])) {
		fprintf(stderr, "generate: %s: no codes\n", argv[2]);
		return 2;
	}
	length = printf("brin,vestiging,leerling,schooljaar,leerjaar,sector,crebo,"
		"leerweg,uren,datum,bedrag\n");
	while (length > 0 && (written += (uint64_t)length) < size * 1000000)
		length = write_row(&state, ++rows);
	if (length <= 0 || fclose(stdout) != 0) {
		perror("generate");
		return 2;
	}
	fprintf(stderr, "rows %" PRIu64 " wrong %" PRIu64 " bytes %" PRIu64 "\n",
		rows, (rows + WRONG_EVERY / 2) / WRONG_EVERY, written);
	return 0;
}
