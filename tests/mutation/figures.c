#include <stdio.h>
#include <stdlib.h>

#include "mutation.h"

_Noreturn void give_up(const char *what, const char *why)
{
	fprintf(stderr, "mutation: %s: %s\n", what, why);
	exit(2);
}

void *need(void *memory)
{
	if (memory == NULL)
		give_up("memory", "there is none left");
	return memory;
}

static void read_file(const char *path, struct table_text *out)
{
	FILE *file = fopen(path, "rb");

	if (file == NULL || fseek(file, 0, SEEK_END) != 0)
		give_up(path, "cannot be read");
	long length = ftell(file);
	if (length < 0 || fseek(file, 0, SEEK_SET) != 0)
		give_up(path, "cannot be read");
	out->length = (size_t)length;
	out->bytes = need(malloc(out->length + 1));
	if (fread(out->bytes, 1, out->length, file) != out->length)
		give_up(path, "cannot be read");
	out->bytes[out->length] = '\0';
	fclose(file);
}

/* Commas, quotes around a cell, no quotes or line ends within: what the sample
 * is written with. */
static void split(struct table_text *table)
{
	const char *at = table->bytes, *end = at + table->length;
	size_t row = 0, column = 0;

	while (at < end) {
		bool quoted = *at == '"';
		const char *from = at + quoted;
		at = from;
		while (at < end && (quoted ? *at != '"' : *at != ',' && *at != '\n'))
			at++;
		if (!kl_grow(table->cells, table->capacity, table->count + 1))
			give_up("memory", "there is none left");
		table->cells[table->count++] = (struct table_cell){ row, column,
			{ from, (size_t)(at - from) } };
		at += quoted;
		if (row == 0)
			table->columns = column + 1;
		table->rows = row;
		bool last = at >= end || *at == '\n';
		row += last;
		column = last ? 0 : column + 1;
		at++;
	}
}

const struct table_cell *figures_cell(const struct table_text *table,
	size_t row, size_t column)
{
	for (size_t i = 0; i < table->count; i++) {
		if (table->cells[i].row == row && table->cells[i].column == column)
			return &table->cells[i];
	}
	return NULL;
}

size_t figures_column(const struct table_text *table, struct kl_span name)
{
	for (size_t i = 0; i < table->columns; i++) {
		const struct table_cell *cell = figures_cell(table, 0, i);
		if (cell != NULL && kl_span_equal(cell->text, name))
			return i;
	}
	return SIZE_MAX;
}

static bool is_whole(struct kl_span text)
{
	for (size_t i = 0; i < text.length; i++) {
		if (text.at[i] < '0' || text.at[i] > '9')
			return false;
	}
	return text.length > 0 && text.length < 15;
}

static void add_figure(struct dataset_text *texts, const struct figure *figure)
{
	if (!kl_grow(texts->figures, texts->figure_capacity,
			texts->figure_count + 1))
		give_up("memory", "there is none left");
	texts->figures[texts->figure_count] = *figure;
	texts->figures[texts->figure_count++].value = is_whole(figure->text)
		? strtoll(figure->text.at, NULL, 10) : 0;
}

static void list_figures(const struct kl_table *table, size_t order,
	struct dataset_text *texts)
{
	const struct table_text *text = &texts->tables[order];

	for (size_t i = 0; i < text->count; i++) {
		const struct table_cell *cell = &text->cells[i];
		struct kl_span field = figures_cell(text, 0, cell->column)->text;
		const struct kl_field *declared = kl_table_field(table, field);
		bool nil = kl_span_equal(cell->text, kl_span_of("-"));
		if (cell->row > 0 && declared != NULL
				&& declared->type == KL_TYPE_INTEGER
				&& (nil || is_whole(cell->text)))
			add_figure(texts, &(struct figure){ .table = order,
				.row = cell->row, .field = field, .text = cell->text });
	}
	if (table->n.text.at != NULL)
		add_figure(texts, &(struct figure){ .table = order,
			.field = kl_span_of("n"), .text = table->n.text });
}

void figures_read(const struct kl_dataset *dataset, struct dataset_text *out)
{
	*out = (struct dataset_text){ .tables = need(calloc(
		dataset->table_count + 1, sizeof *out->tables)) };
	for (size_t i = 0; i < dataset->table_count; i++) {
		read_file(dataset->tables[i].path, &out->tables[i]);
		split(&out->tables[i]);
		list_figures(&dataset->tables[i], i, out);
	}
}

void figures_release(const struct kl_dataset *dataset,
	struct dataset_text *texts)
{
	for (size_t i = 0; i < dataset->table_count; i++) {
		free(texts->tables[i].bytes);
		free(texts->tables[i].cells);
	}
	free(texts->tables);
	free(texts->figures);
}
