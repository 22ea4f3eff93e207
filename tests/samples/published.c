#include "published.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "table/reader.h"

_Noreturn void die(const char *path, const char *what, const char *name)
{
	fprintf(stderr, "generate: %s: %s%s\n", path, what, name);
	exit(2);
}

static enum kl_status keep_row(struct table *table, const struct kl_row *row,
	struct kl_error *error)
{
	if (table->rows == ROWS_MOST || row->count > COLUMNS_MOST)
		die(table->path, "too large", "");
	for (size_t i = 0; i < row->count; i++) {
		struct kl_span *cell = &table->cells[table->rows][i];

		*cell = kl_arena_span(&table->text, kl_span_trim(row->cells[i]));
		if (cell->at == NULL && row->cells[i].at != NULL)
			return kl_no_memory(error);
	}
	table->rows++;
	return KL_OK;
}

static enum kl_status keep_header(void *context, const struct kl_row *row,
	const struct kl_dialect *used, struct kl_error *error)
{
	struct table *table = context;

	(void)used;
	table->columns = row->count;
	return keep_row(table, row, error);
}

static enum kl_status keep_batch(void *context, const struct kl_batch *batch,
	struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < batch->count && status == KL_OK; i++)
		status = keep_row(context, &batch->rows[i], error);
	return status;
}

void table_read(struct table *table, const char *folder, const char *prefix,
	const char *name)
{
	const struct kl_dialect dialect = { .delimiter = ',', .quote = '"' };
	const struct kl_reader_calls calls = { .header = keep_header, .batch = keep_batch,
		.context = table };
	struct kl_error error;

	*table = (struct table){ .rows = 0 };
	snprintf(table->path, sizeof table->path, "%s/%s-%s.csv", folder, prefix,
		name);
	int fd = open(table->path, O_RDONLY);
	if (fd < 0)
		die(table->path, "cannot be read", "");
	struct kl_source source = kl_source_fd(&fd);
	if (kl_read_table(&source, table->path, &dialect, 0, &calls, &error) != KL_OK)
		die(table->path, error.text, "");
	close(fd);
}

void table_release(struct table *table)
{
	kl_arena_release(&table->text);
}

size_t table_column(const struct table *table, const char *name)
{
	for (size_t i = 0; i < table->columns; i++)
		if (kl_span_is(table->cells[0][i], name))
			return i;
	die(table->path, "there is no column ", name);
}

size_t table_row(const struct table *table, const char *name)
{
	for (size_t i = 1; i < table->rows; i++)
		if (kl_span_is(table->cells[i][0], name))
			return i;
	die(table->path, "there is no row ", name);
}

int table_count(const struct table *table, size_t row, size_t column)
{
	struct kl_span cell = table->cells[row][column];
	int count = 0;

	if (kl_span_is(cell, "-"))
		return 0;
	for (size_t i = 0; i < cell.length; i++) {
		if (cell.at[i] < '0' || cell.at[i] > '9' || count > COUNT_MOST)
			die(table->path, "a cell is no count", "");
		count = count * 10 + (cell.at[i] - '0');
	}
	return count;
}

uint32_t table_rows_like(const struct table *table, size_t row, size_t column)
{
	uint32_t like = 0;

	for (size_t i = 1; i < table->rows; i++)
		if (kl_span_equal(table->cells[i][column],
			table->cells[row][column]))
			like |= UINT32_C(1) << i;
	return like;
}
