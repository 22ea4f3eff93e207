/* Findings as rows of a table, for a spreadsheet. */
#include <stdio.h>
#include <stdlib.h>

#include "format/formula.h"
#include "format/stencil.h"
#include "format/tables.h"
#include "table/sheet.h"

enum { NUMBER = 24 };           /* bytes of a count */

struct findings {
	struct kl_csv csv;
	struct kl_formula_guard guard;
	struct kl_text_buffer message, cell, row;
	struct kl_stencils stencils;
};

static const char *const columns[] = { "code", "severity", "rule", "check",
	"table", "path", "line", "column", "cell", "row", "field", "value",
	"expected", "message", "fingerprint" };
enum { COLUMNS = sizeof columns / sizeof *columns };

static enum kl_status put(struct findings *f, struct kl_csv *csv,
	const struct kl_span *cells, struct kl_error *error)
{
	cells = kl_formula_guard(&f->guard, cells, COLUMNS);
	return cells == NULL ? kl_no_memory(error)
		: kl_csv_row(csv, cells, COLUMNS, error);
}

static enum kl_status begin(void *state, const struct kl_format_scope *scope,
	struct kl_error *error)
{
	struct findings *f = state;
	struct kl_span names[COLUMNS];

	kl_csv_begin(&f->csv, &kl_tables_dialect, scope->stream);
	f->guard.on = scope->safe_csv;
	for (size_t i = 0; i < COLUMNS; i++)
		names[i] = kl_span_of(columns[i]);
	return put(f, &f->csv, names, error);
}

/* A count from 1, in room of the caller's; 0 is: not applicable. */
static struct kl_span number_text(uint64_t number, char *room)
{
	if (number == 0)
		return (struct kl_span){ 0 };
	snprintf(room, NUMBER, "%llu", (unsigned long long)number);
	return kl_span_of(room);
}

static struct kl_span value_of(struct kl_span value,
	const struct kl_style *style)
{
	return !style->no_values ? value : (struct kl_span){ 0 };
}

static enum kl_status put_finding(struct findings *f, struct kl_csv *csv,
	const struct kl_style *style, const struct kl_finding *finding,
	struct kl_error *error)
{
	const struct kl_place *place = &finding->place;
	char line[NUMBER], column[NUMBER], row[NUMBER];
	char fingerprint[KL_FINGERPRINT];

	f->message.length = f->cell.length = 0;
	kl_finding_message(finding, style, &f->message);
	kl_finding_fingerprint(finding, style, fingerprint);
	if (place->sheet != NULL && place->line > 0)
		kl_sheet_add_cell(place->sheet, place->line, place->column,
			&f->cell);
	if (f->message.failed || f->cell.failed)
		return kl_no_memory(error);
	const struct kl_span cells[COLUMNS] = {
		kl_span_of(kl_code_name(finding->code)),
		kl_span_of(kl_severity_name(finding->severity)),
		kl_span_of(finding->rule), kl_span_of(finding->check),
		kl_span_of(place->table), kl_span_of(place->path),
		number_text(place->line, line), number_text(place->column, column),
		kl_text_span(&f->cell), number_text(place->row, row), place->field,
		value_of(finding->value, style),
		value_of(finding->expected, style),
		kl_text_span(&f->message), kl_span_of(fingerprint) };
	return put(f, csv, cells, error);
}

/* How a row is put together. */
struct making {
	struct findings *findings;
	const struct kl_style *style;
};

/* The row as text, of which a stencil is made. */
static void add_finding(void *context, const struct kl_finding *finding,
	struct kl_text_buffer *out)
{
	const struct making *making = context;
	struct kl_csv *csv = calloc(1, sizeof *csv);
	struct kl_span row = { 0 };
	char *text = NULL;
	struct kl_error error;
	FILE *stream = csv != NULL ? open_memstream(&text, &row.length) : NULL;

	out->failed = out->failed || stream == NULL;
	if (stream != NULL) {
		kl_csv_begin(csv, &kl_tables_dialect, stream);
		/* The header stands above it. */
		csv->begun = true;
		out->failed = out->failed || put_finding(making->findings, csv,
			making->style, finding, &error) != KL_OK
			|| kl_csv_end(csv, &error) != KL_OK;
		/* Without memory for its end the text is gone, and all is said to be well. */
		out->failed = fclose(stream) != 0 || text == NULL || out->failed;
		row.at = text;
		if (!out->failed)
			kl_text_add(out, row);
	}
	free(text);
	free(csv);
}

static enum kl_status take_finding(void *state,
	const struct kl_format_scope *scope, const struct kl_finding *finding,
	struct kl_error *error)
{
	struct findings *f = state;
	struct making making = { f, scope->style };
	const struct kl_stencil_source source = { add_finding, &making, scope->style,
		true };

	f->row.length = 0;
	if (!kl_stencils_add(&f->stencils, &source, finding, &f->row))
		return put_finding(f, &f->csv, scope->style, finding, error);
	return f->row.failed ? kl_no_memory(error)
		: kl_csv_add(&f->csv, kl_text_span(&f->row), error);
}

static enum kl_status end(void *state, const struct kl_format_scope *scope,
	const struct kl_tally *tally, struct kl_error *error)
{
	struct findings *f = state;

	(void)scope;
	(void)tally;
	return kl_csv_end(&f->csv, error);
}

static void release(void *state)
{
	struct findings *f = state;

	kl_formula_guard_release(&f->guard);
	kl_text_release(&f->message);
	kl_text_release(&f->cell);
	kl_text_release(&f->row);
	kl_stencils_release(&f->stencils);
}

const struct kl_format kl_format_csv = {
	.name = "csv",
	.summary = "a row for each finding; klopt-export: and the tables, in a folder",
	.tables = &kl_tables_csv,
	.state_size = sizeof(struct findings),
	.begin = begin,
	.finding = take_finding,
	.end = end,
	.release = release,
};
