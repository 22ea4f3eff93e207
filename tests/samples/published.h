/*
 * The published tables that the samples of made-up records are made from: small,
 * and in memory as a whole. Whatever is wrong with them ends the program.
 */
#ifndef PUBLISHED_H
#define PUBLISHED_H

#include <stdint.h>

#include "base/memory.h"

enum { ROWS_MOST = 32, COLUMNS_MOST = 16, COUNT_MOST = 1000 };

struct table {
	char path[1024];
	struct kl_span cells[ROWS_MOST][COLUMNS_MOST];  /* row 0 is the header */
	size_t rows, columns;
	struct kl_arena text;
};

/* "generate: path: what, name"; the exit status is 2. */
_Noreturn void die(const char *path, const char *what, const char *name);

/* FOLDER/PREFIX-NAME.csv; cells without blanks around them. Release with
 * table_release. */
void table_read(struct table *table, const char *folder, const char *prefix,
	const char *name);
void table_release(struct table *table);

size_t table_column(const struct table *table, const char *name);
/* The row that begins with a cell. */
size_t table_row(const struct table *table, const char *name);
/* A count; nothing and a dash are 0. */
int table_count(const struct table *table, size_t row, size_t column);
/* The rows that have the same in a column as this row, as bits. */
uint32_t table_rows_like(const struct table *table, size_t row, size_t column);

#endif
