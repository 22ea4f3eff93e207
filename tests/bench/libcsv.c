/*
 * The floor: a file through libcsv and nothing else.
 *
 *   libcsv [-b] FILE
 *
 * Tells rows and cells. By default libcsv drops blanks around cells; -b keeps
 * them, as every program must that reports cells as they stand.
 */
#include <csv.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 256 * 1024 };

struct counts {
	unsigned long rows, cells;
};

static void count_cell(void *bytes, size_t length, void *context)
{
	struct counts *counts = context;

	(void)bytes;
	(void)length;
	counts->cells++;
}

static void count_row(int terminator, void *context)
{
	struct counts *counts = context;

	(void)terminator;
	counts->rows++;
}

static int never(unsigned char c)
{
	(void)c;
	return 0;
}

int main(int argc, char **argv)
{
	static char block[BLOCK];
	struct csv_parser parser;
	struct counts counts = { 0 };
	int keep_blanks = argc == 3 && strcmp(argv[1], "-b") == 0;
	int fd = argc == 2 + keep_blanks ? open(argv[argc - 1], O_RDONLY) : -1;
	ssize_t got;

	if (fd < 0 || csv_init(&parser, 0) != 0) {
		fprintf(stderr, "usage: libcsv [-b] FILE\n");
		return 2;
	}
	if (keep_blanks)
		csv_set_space_func(&parser, never);
	while ((got = read(fd, block, sizeof block)) > 0) {
		if (csv_parse(&parser, block, (size_t)got, count_cell, count_row,
				&counts) != (size_t)got) {
			fprintf(stderr, "libcsv: %s\n", csv_strerror(csv_error(&parser)));
			return 2;
		}
	}
	csv_fini(&parser, count_cell, count_row, &counts);
	csv_free(&parser);
	close(fd);
	printf("rows %lu cells %lu\n", counts.rows, counts.cells);
	return got == 0 ? 0 : 2;
}
