/* The tables as CSV, and with --safe-csv a log of the cells that are marked. */
#include "format/formula.h"
#include "format/phrases.h"
#include "format/tables.h"

struct state {
	struct kl_tables tables;
	struct kl_csv csv, log;
	bool logs;                      /* `log` is open */
	struct kl_formula_guard guard, log_guard;
	struct kl_span *header;         /* names, trimmed */
	size_t header_count;
	struct kl_arena arena;          /* of the header */
};

static enum kl_status log_row(struct state *s, const struct kl_span *cells,
	struct kl_error *error)
{
	enum { LOG_CELLS = 6 };
	const struct kl_span *safe = kl_formula_guard(&s->log_guard, cells,
		LOG_CELLS);

	return safe == NULL ? kl_no_memory(error)
		: kl_csv_row(&s->log, safe, LOG_CELLS, error);
}

static enum kl_status open_log(struct kl_tables *tables, struct kl_error *error)
{
	struct state *s = (struct state *)tables;
	const struct kl_span names[] = { kl_span_of("path"), kl_span_of("line"),
		kl_span_of("field"), kl_span_of("from"), kl_span_of("to"),
		kl_span_of("why") };
	struct kl_folder_file *file;

	if (!tables->scope->safe_csv)
		return KL_OK;
	s->guard.on = s->log_guard.on = true;
	if (kl_sheet_name(&tables->names, kl_span_of("changes"), 1) == NULL)
		return kl_no_memory(error);
	enum kl_status status = kl_folder_add(tables->scope->folder,
		"changes.csv", &file, error);
	if (status != KL_OK)
		return status;
	kl_csv_begin(&s->log, &kl_tables_dialect, file->stream);
	s->logs = true;
	return log_row(s, names, error);
}

static enum kl_status close_log(struct kl_tables *tables,
	struct kl_error *error)
{
	struct state *s = (struct state *)tables;

	return s->logs ? kl_csv_end(&s->log, error) : KL_OK;
}

static enum kl_status log_cells(struct state *s, const struct kl_row *row,
	const struct kl_span *safe, struct kl_error *error)
{
	enum kl_status status = KL_OK;
	uint64_t line, column;
	char number[24];

	for (size_t i = 0; i < row->count && status == KL_OK; i++) {
		if (safe[i].at == row->cells[i].at)
			continue;
		kl_row_place(row, &s->tables.dialect, i, &line, &column);
		snprintf(number, sizeof number, "%llu", (unsigned long long)line);
		const struct kl_span cells[] = {
			kl_span_of(s->tables.table->shown), kl_span_of(number),
			i < s->header_count ? s->header[i] : (struct kl_span){ 0 },
			row->cells[i], safe[i],
			kl_span_of(kl_phrase(KL_PHRASE_made_safe)) };
		status = log_row(s, cells, error);
	}
	return status;
}

static enum kl_status put_row(struct kl_tables *tables,
	const struct kl_row *row, struct kl_error *error)
{
	struct state *s = (struct state *)tables;
	const struct kl_span *cells = kl_formula_guard(&s->guard, row->cells,
		row->count);

	if (cells == NULL)
		return kl_no_memory(error);
	if (cells != row->cells) {
		enum kl_status status = log_cells(s, row, cells, error);
		if (status != KL_OK)
			return status;
	}
	return kl_csv_row(&s->csv, cells, row->count, error);
}

static enum kl_status put_header(struct kl_tables *tables,
	const struct kl_row *row, struct kl_error *error)
{
	struct state *s = (struct state *)tables;

	kl_arena_release(&s->arena);
	s->header = kl_arena_alloc(&s->arena,
		(row->count + 1) * sizeof *s->header);
	if (s->header == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < row->count; i++) {
		s->header[i] = kl_arena_span(&s->arena, kl_span_trim(row->cells[i]));
		if (s->header[i].at == NULL && row->cells[i].at != NULL)
			return kl_no_memory(error);
	}
	s->header_count = row->count;
	kl_csv_begin(&s->csv, &kl_tables_dialect, tables->stream);
	return put_row(tables, row, error);
}

static enum kl_status end_table(struct kl_tables *tables,
	struct kl_error *error)
{
	return kl_csv_end(&((struct state *)tables)->csv, error);
}

extern const struct kl_format kl_format_csv;

static const struct kl_tables_kind kind = {
	.ending = ".csv", .findings = &kl_format_csv, .open = open_log,
	.header = put_header, .row = put_row, .table_end = end_table,
	.close = close_log };

static enum kl_status begin(void *state, const struct kl_format_scope *scope,
	struct kl_error *error)
{
	if (scope->safe_csv && scope->folder == NULL)
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"option --safe-csv: changes are told in a file beside the tables: name a folder with -o");
	return kl_tables_begin(state, &kind, scope, error);
}

static void release(void *state)
{
	struct state *s = state;

	kl_tables_release(&s->tables);
	kl_formula_guard_release(&s->guard);
	kl_formula_guard_release(&s->log_guard);
	kl_arena_release(&s->arena);
}

const struct kl_format kl_tables_csv = {
	.name = "csv",
	.summary = "every table and the findings as CSV",
	.writes_folder = true,
	.state_size = sizeof(struct state),
	.begin = begin,
	.finding = kl_tables_finding,
	.end = kl_tables_end,
	.release = release,
};
