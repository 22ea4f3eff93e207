/*
 * Writes a CSV file of made-up pupil records to standard output, the same bytes
 * for the same arguments on every machine:
 *
 *   generate [-e EVERY] [-q] MEGABYTES REGISTER.csv [SEED] >FILE
 *
 * A header and rows of some 75 bytes in 11 columns, until MEGABYTES (of
 * 1 000 000 bytes) are reached; every number of a pupil is another one. The codes
 * in the column crebo come from the first column of REGISTER. One sector in four
 * is quoted, as programs do that quote texts with blanks.
 *
 * One row in EVERY (4000) breaks one of the rules in pupils/datapackage.json, each
 * rule in its turn; 0: none does. With -q, 30 % of the cells are quoted and have a
 * line end inside (rows of some 100 bytes). Tells on standard error how many rows
 * there are and how many break each rule: "rows N", "FIELD CODE N".
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CODES_MOST = 4096, CELL = 32 };

enum field { BRIN, VESTIGING, LEERLING, SCHOOLJAAR, LEERJAAR, SECTOR, CREBO, LEERWEG,
	UREN, DATUM, BEDRAG, FIELDS };

static const char *const names[FIELDS] = { "brin", "vestiging", "leerling",
	"schooljaar", "leerjaar", "sector", "crebo", "leerweg", "uren", "datum",
	"bedrag" };

/* What breaks a rule. */
static const struct breach {
	enum field field;
	const char *code, *cell;
} breaches[] = {
	{ BRIN, "required", "" },
	{ BRIN, "pattern", "99xy" },
	{ VESTIGING, "required", "" },
	{ VESTIGING, "pattern", "0A" },
	{ LEERLING, "unique", NULL },      /* that of the row before */
	{ LEERLING, "required", "" },
	{ LEERLING, "pattern", NULL },     /* never twice the same */
	{ SCHOOLJAAR, "required", "" },
	{ SCHOOLJAAR, "pattern", "2003/2004" },
	{ LEERJAAR, "required", "" },
	{ LEERJAAR, "type", "3e" },
	{ LEERJAAR, "enum", "5" },
	{ SECTOR, "required", "" },
	{ SECTOR, "enum", "Zorg" },
	{ CREBO, "required", "" },
	{ CREBO, "enum", "99999" },
	{ LEERWEG, "required", "" },
	{ LEERWEG, "enum", "BLO" },
	{ UREN, "required", "" },
	{ UREN, "type", "8OO" },
	{ UREN, "minimum", "799" },
	{ UREN, "maximum", "1601" },
	{ DATUM, "required", "" },
	{ DATUM, "type", "2003-02-30" },
	{ DATUM, "minimum", "2001-07-31" },
	{ DATUM, "maximum", "2005-01-01" },
	{ BEDRAG, "required", "" },
	{ BEDRAG, "type", "1e3O" },
	{ BEDRAG, "minimum", "99.99" },
};
enum { BREACHES = sizeof breaches / sizeof *breaches };

static char codes[CODES_MOST][6];
static unsigned code_count;

struct source {
	uint64_t state, rows, every, broken[BREACHES];
	bool quoted;
	char cells[FIELDS][CELL];
};

static uint64_t mix(uint64_t word)
{
	word = (word ^ word >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	word = (word ^ word >> 27) * UINT64_C(0x94d049bb133111eb);
	return word ^ word >> 31;
}

/* splitmix64 */
static unsigned below(struct source *source, unsigned bound)
{
	source->state += UINT64_C(0x9e3779b97f4a7c15);
	return (unsigned)(mix(source->state) % bound);
}

/* The five digits that a line begins with, if it does. */
static bool read_codes(const char *path)
{
	FILE *file = fopen(path, "r");
	char line[4096];

	if (file == NULL)
		return false;
	while (code_count < CODES_MOST && fgets(line, sizeof line, file) != NULL) {
		if (strspn(line, "0123456789") == 5)
			memcpy(codes[code_count++], line, 5);
	}
	fclose(file);
	return code_count > 0;
}

/* Another number of eight digits for every row, in no order: a Feistel network
 * over 28 bits, walked until the number is within the range. */
static unsigned long scattered(uint64_t row)
{
	unsigned long number = (unsigned long)row;

	do {
		unsigned long left = number >> 14, right = number & 0x3fff;
		for (unsigned round = 0; round < 4; round++) {
			unsigned long next = left ^ (mix(right << 8 | round) & 0x3fff);
			left = right;
			right = next;
		}
		number = left << 14 | right;
	} while (number >= 90000000);
	return 10000000 + number;
}

/* And a ninth that fails the eleven test, so that it is no person's number. */
static unsigned long pupil(uint64_t row)
{
	unsigned long rest = scattered(row), number = rest * 10, sum = 0;

	for (unsigned weight = 2; weight <= 9; weight++, rest /= 10)
		sum += weight * (rest % 10);
	return number + (sum % 11 + 1) % 10;
}

static void fill(struct source *source)
{
	static const char *const sectors[] = { "Techniek", "Economie", "Landbouw",
		"Zorg en welzijn" };
	static const char *const leerwegen[] = { "BOL", "BBL" };
	char (*cells)[CELL] = source->cells;
	unsigned letters = below(source, 26 * 26), year = 2001 + below(source, 4);

	snprintf(cells[BRIN], CELL, "%02u%c%c", below(source, 100),
		(char)('A' + letters / 26), (char)('A' + letters % 26));
	snprintf(cells[VESTIGING], CELL, "%02u", below(source, 8));
	snprintf(cells[LEERLING], CELL, "%09lu", pupil(source->rows));
	snprintf(cells[SCHOOLJAAR], CELL, "%u-%u", year, year + 1);
	snprintf(cells[LEERJAAR], CELL, "%u", 3 + below(source, 2));
	snprintf(cells[SECTOR], CELL, "%s", sectors[below(source, 4)]);
	snprintf(cells[CREBO], CELL, "%s", codes[below(source, code_count)]);
	snprintf(cells[LEERWEG], CELL, "%s", leerwegen[below(source, 2)]);
	snprintf(cells[UREN], CELL, "%u", 800 + below(source, 800));
	snprintf(cells[DATUM], CELL, "%u-%02u-%02u", year, 8 + below(source, 5),
		1 + below(source, 28));
	snprintf(cells[BEDRAG], CELL, "%u.%02u", 100 + below(source, 4900),
		below(source, 100));
}

/* In the middle of EVERY rows, so that a row before is there and whole. */
static void break_rule(struct source *source)
{
	uint64_t turn = source->rows / source->every % BREACHES;
	const struct breach *breach = &breaches[turn];
	char *cell = source->cells[breach->field];

	if (breach->cell != NULL)
		snprintf(cell, CELL, "%s", breach->cell);
	else if (strcmp(breach->code, "unique") == 0)
		snprintf(cell, CELL, "%09lu", pupil(source->rows - 1));
	else
		cell[strlen(cell) - 1] = 'X';
	source->broken[turn]++;
}

/* Four columns of text, each quoted in 33 rows of 40: 30 % of all cells. */
static bool is_doubled(struct source *source, unsigned field)
{
	bool text = field == VESTIGING || field == SCHOOLJAAR || field == SECTOR
		|| field == LEERWEG;

	return source->quoted && text && below(source, 40) < 33
		&& source->cells[field][0] != '\0';
}

static int write_row(struct source *source)
{
	char line[2 * FIELDS * (CELL + 2)];
	int length = 0;

	source->rows++;
	fill(source);
	if (source->every > 0 && source->rows % source->every == source->every / 2)
		break_rule(source);
	for (unsigned i = 0; i < FIELDS; i++) {
		const char *cell = source->cells[i];
		const char *form = is_doubled(source, i) ? "\"%s\n%s\""
			: strchr(cell, ' ') != NULL ? "\"%s\"" : "%s";
		length += snprintf(line + length, sizeof line - (size_t)length, form,
			cell, cell);
		line[length++] = i + 1 < FIELDS ? ',' : '\n';
	}
	return fwrite(line, 1, (size_t)length, stdout) == (size_t)length ? length : -1;
}

static int write_all(struct source *source, uint64_t size)
{
	uint64_t written = 0;
	int length = 0;

	for (unsigned i = 0; i < FIELDS; i++)
		length += printf("%s%c", names[i], i + 1 < FIELDS ? ',' : '\n');
	while (length > 0 && (written += (uint64_t)length) < size)
		length = write_row(source);
	if (length <= 0 || fclose(stdout) != 0) {
		perror("generate");
		return 2;
	}
	fprintf(stderr, "rows %" PRIu64 "\n", source->rows);
	for (unsigned i = 0; i < BREACHES; i++)
		fprintf(stderr, "%s %s %" PRIu64 "\n", names[breaches[i].field],
			breaches[i].code, source->broken[i]);
	return 0;
}

int main(int argc, char **argv)
{
	struct source source = { .state = 2005, .every = 4000 };
	uint64_t size;
	int at = 1;

	if (argc > 2 && strcmp(argv[at], "-e") == 0) {
		source.every = strtoull(argv[at + 1], NULL, 10);
		at += 2;
	}
	if (argc > at && strcmp(argv[at], "-q") == 0) {
		source.quoted = true;
		at++;
	}
	if (argc < at + 2 || argc > at + 3
			|| (size = strtoull(argv[at], NULL, 10) * 1000000) == 0) {
		fprintf(stderr, "usage: generate [-e EVERY] [-q] MEGABYTES "
			"REGISTER.csv [SEED] >FILE\n");
		return 2;
	}
	if (argc == at + 3)
		source.state = strtoull(argv[at + 2], NULL, 10);
	if (!read_codes(argv[at + 1])) {
		fprintf(stderr, "generate: %s: no codes\n", argv[at + 1]);
		return 2;
	}
	return write_all(&source, size);
}
