/* Findings as rows of a table, for a spreadsheet. */
#include "format/formula.h"
#include "format/tables.h"
#include "table/sheet.h"

enum { NUMBER = 24 };           /* bytes of a count */

struct findings {
	struct kl_csv csv;
	struct kl_formula_guard guard;
	struct kl_text_buffer message, cell;
};

static const char *const columns[] = { "code", "severity", "rule", "check",
	"table", "path", "line", "column", "cell", "row", "field", "value",
	"expected", "message", "fingerprint" };
enum { COLUMNS = sizeof columns / sizeof *columns };

static enum kl_status put(struct findings *f, const struct kl_span *cells,
	struct kl_error *error)
{
	cells = kl_formula_guard(&f->guard, cells, COLUMNS);
	return cells == NULL ? kl_no_memory(error)
		: kl_csv_row(&f->csv, cells, COLUMNS, error);
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
	return put(f, names, error);
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
	return style->no_values ? (struct kl_span){ 0 } : value;
}

static enum kl_status take_finding(void *state,
	const struct kl_format_scope *scope, const struct kl_finding *finding,
	struct kl_error *error)
{
	struct findings *f = state;
	const struct kl_place *place = &finding->place;
	char line[NUMBER], column[NUMBER], row[NUMBER];
	char fingerprint[KL_FINGERPRINT];

	f->message.length = f->cell.length = 0;
	kl_finding_message(finding, scope->style, &f->message);
	kl_finding_fingerprint(finding, fingerprint);
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
		value_of(finding->value, scope->style),
		value_of(finding->expected, scope->style),
		kl_text_span(&f->message), kl_span_of(fingerprint) };
	return put(f, cells, error);
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
