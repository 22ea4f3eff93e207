/* The tables as JSON Lines: an object a row, its keys the names of the header. */
#include <errno.h>
#include <stdlib.h>

#include "format/json_text.h"
#include "format/printed.h"
#include "format/tables.h"

struct column {
	struct kl_span key;             /* "name": */
	const struct kl_reading *reading;
	bool number;                    /* declared */
};

struct state {
	struct kl_tables tables;
	struct column *columns;
	size_t count;                   /* of the header */
	struct kl_span extra;           /* the key of cells that it lacks */
	struct kl_index keys;           /* that are taken */
	struct kl_arena arena;          /* of the header */
	struct kl_text_buffer line, name;
};

/* A key that is not taken: "name", "name (2)" ... */
static enum kl_status take_key(struct state *s, struct kl_span name,
	bool is_first, struct kl_span *key, struct kl_error *error)
{
	struct kl_text_buffer *tried = &s->name;
	bool found = !is_first;

	tried->length = 0;
	kl_text_add(tried, name);
	for (unsigned number = 2; found; number++) {
		tried->length = 0;
		kl_text_add(tried, name);
		kl_text_printf(tried, " (%u)", number);
		if (tried->failed || !kl_index_add(&s->keys, kl_text_span(tried), 0,
				NULL, &found))
			return kl_no_memory(error);
	}
	s->line.length = 0;
	kl_json_add_text(&s->line, kl_text_span(tried));
	kl_text_puts(&s->line, ":");
	if (tried->failed || s->line.failed)
		return kl_no_memory(error);
	*key = kl_arena_span(&s->arena, kl_text_span(&s->line));
	return key->at != NULL ? KL_OK : kl_no_memory(error);
}

/* A blank name is told by where it stands. */
static bool name_column(struct state *s, const struct kl_row *row, size_t index,
	struct kl_span *name)
{
	*name = row->cells[index];
	if (!kl_span_is_blank(*name))
		return true;
	s->line.length = 0;
	kl_text_printf(&s->line, "column %zu", index + 1);
	*name = kl_arena_span(&s->arena, kl_text_span(&s->line));
	return !s->line.failed && name->at != NULL;
}

/* Names that stand first keep their form, whatever comes before them. */
static enum kl_status name_columns(struct state *s, const struct kl_row *row,
	struct kl_error *error)
{
	struct kl_span *names = kl_arena_alloc(&s->arena,
		(row->count + 1) * sizeof *names);
	bool *repeated = kl_arena_alloc(&s->arena, row->count + 1);
	enum kl_status status = KL_OK;

	if (names == NULL || repeated == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < row->count; i++) {
		if (!name_column(s, row, i, &names[i]) || !kl_index_add(&s->keys,
				names[i], 0, NULL, &repeated[i]))
			return kl_no_memory(error);
	}
	for (size_t i = 0; i < row->count && status == KL_OK; i++)
		status = take_key(s, names[i], !repeated[i], &s->columns[i].key,
			error);
	const struct kl_span extra = kl_span_of("extra cells");
	bool found = false;
	if (status == KL_OK && !kl_index_add(&s->keys, extra, 0, NULL, &found))
		return kl_no_memory(error);
	return status == KL_OK ? take_key(s, extra, !found, &s->extra, error)
		: status;
}

static enum kl_status take_header(struct kl_tables *tables,
	const struct kl_row *row, struct kl_error *error)
{
	struct state *s = (struct state *)tables;

	kl_arena_release(&s->arena);
	kl_index_release(&s->keys);
	s->columns = kl_arena_alloc(&s->arena,
		(row->count + 1) * sizeof *s->columns);
	if (s->columns == NULL)
		return kl_no_memory(error);
	s->count = row->count;
	for (size_t i = 0; i < row->count; i++) {
		struct kl_span name = kl_span_trim(row->cells[i]);
		const struct kl_field *field = kl_table_field(tables->table, name);
		s->columns[i].reading = kl_table_reading(tables->table, name);
		s->columns[i].number = field != NULL
			&& (field->type == KL_TYPE_INTEGER
				|| field->type == KL_TYPE_NUMBER);
	}
	return name_columns(s, row, error);
}

/* Figures keep their digits; marks, and what is no plain number, are text. */
static void add_cell(struct state *s, const struct column *column,
	struct kl_span cell)
{
	char printed[KL_DECIMAL_TEXT];
	struct kl_decimal value;
	bool grouped;

	if (!column->number) {
		kl_json_add_text(&s->line, cell);
	} else if (cell.length == 0) {
		kl_text_puts(&s->line, "null");
	} else if (kl_printed_number(cell, column->reading, &value, &grouped)) {
		kl_decimal_format(value, '.', printed);
		kl_text_puts(&s->line, printed);
	} else {
		kl_json_add_text(&s->line, cell);
	}
}

/* A row that is short has no keys for the cells that it lacks. */
static enum kl_status put_row(struct kl_tables *tables,
	const struct kl_row *row, struct kl_error *error)
{
	struct state *s = (struct state *)tables;
	static const struct column plain;

	s->line.length = 0;
	for (size_t i = 0; i < row->count; i++) {
		kl_text_puts(&s->line, i == 0 ? "{" : ",");
		if (i < s->count)
			kl_text_add(&s->line, s->columns[i].key);
		else if (i == s->count)
			kl_text_add(&s->line, s->extra);
		if (i == s->count)
			kl_text_puts(&s->line, "[");
		add_cell(s, i < s->count ? &s->columns[i] : &plain, row->cells[i]);
	}
	kl_text_puts(&s->line, row->count > s->count ? "]}\n"
		: row->count > 0 ? "}\n" : "{}\n");
	if (s->line.failed)
		return kl_no_memory(error);
	errno = 0;
	if (fwrite(s->line.at, 1, s->line.length, tables->stream)
			!= s->line.length)
		return kl_io_error(error, errno != 0 ? errno : EIO, NULL, "write");
	return KL_OK;
}

static enum kl_status end_table(struct kl_tables *tables,
	struct kl_error *error)
{
	errno = 0;
	return fflush(tables->stream) == 0 && !ferror(tables->stream) ? KL_OK
		: kl_io_error(error, errno != 0 ? errno : EIO, NULL, "write");
}

extern const struct kl_format kl_format_jsonl;

static const struct kl_tables_kind kind = {
	.ending = ".jsonl", .findings = &kl_format_jsonl, .header = take_header,
	.row = put_row, .table_end = end_table };

static enum kl_status begin(void *state, const struct kl_format_scope *scope,
	struct kl_error *error)
{
	return kl_tables_begin(state, &kind, scope, error);
}

static void release(void *state)
{
	struct state *s = state;

	kl_tables_release(&s->tables);
	kl_index_release(&s->keys);
	kl_arena_release(&s->arena);
	kl_text_release(&s->line);
	kl_text_release(&s->name);
}

const struct kl_format kl_tables_jsonl = {
	.name = "jsonl",
	.summary = "every table and the findings as JSON Lines",
	.writes_folder = true,
	.state_size = sizeof(struct state),
	.begin = begin,
	.finding = kl_tables_finding,
	.end = kl_tables_end,
	.release = release,
};
