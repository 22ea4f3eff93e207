/* JSON Lines: a record for each finding, and the summary as the last line. */
#include "base/json_write.h"
#include "format/stencil.h"
#include "format/tables.h"
#include "table/sheet.h"

/* Used again for each record. */
struct writing {
	struct kl_text_buffer record, message;
	struct kl_stencils stencils;
};

/* How a record is put together. */
struct making {
	struct kl_text_buffer *message;
	const struct kl_style *style;
};

/* Counts from 1; 0 is: not applicable. */
static void set_number(struct kl_text_buffer *out, const char *key, uint64_t number)
{
	if (number == 0)
		kl_json_set(out, key, (struct kl_span){ 0 });
	else
		kl_json_set_count(out, key, number);
}

static void set_value(struct kl_text_buffer *out, const char *key,
	struct kl_span text, const struct kl_style *style)
{
	const struct kl_span none = { 0 };

	kl_json_set(out, key, style->no_values ? none : text);
}

/* The cell of a workbook is "Blad1!B7". */
static void set_place(struct kl_text_buffer *out, const struct kl_place *place)
{
	struct kl_text_buffer cell = { 0 };

	kl_json_set(out, "table", kl_span_of(place->table));
	kl_json_set(out, "path", kl_span_of(place->path));
	set_number(out, "line", place->line);
	set_number(out, "column", place->column);
	set_number(out, "row", place->row);
	kl_json_set(out, "field", place->field);
	if (place->sheet == NULL || place->line == 0)
		return;
	kl_sheet_add_cell(place->sheet, place->line, place->column, &cell);
	kl_json_set_built(out, "cell", &cell);
}

static void set_cells(struct kl_text_buffer *out, const struct kl_finding *finding,
	const struct kl_style *style)
{
	kl_json_open(out, "cells", "[");
	for (size_t i = 0; i < finding->cell_count; i++) {
		kl_json_open(out, NULL, "{");
		set_place(out, &finding->cells[i].place);
		set_value(out, "value", finding->cells[i].value, style);
		kl_json_close(out, "}");
	}
	kl_json_close(out, "]");
}

static void add_repair(struct kl_text_buffer *out,
	const struct kl_finding_repair *repair, const struct kl_style *style)
{
	kl_json_open(out, NULL, "{");
	kl_json_set_bool(out, "certain", repair->certain);
	kl_json_open(out, "cells", "[");
	for (size_t i = 0; i < repair->count; i++) {
		const struct kl_change *change = &repair->changes[i];
		kl_json_open(out, NULL, "{");
		set_place(out, &change->place);
		set_value(out, "from", change->from, style);
		set_value(out, "to", change->to, style);
		kl_json_close(out, "}");
	}
	kl_json_close(out, "]}");
}

static void set_waived(struct kl_text_buffer *out, const struct kl_waiver *waiver)
{
	char until[KL_DATE_TEXT];

	kl_date_format(waiver->until, until);
	kl_json_open(out, "waived", "{");
	kl_json_set(out, "reason", kl_span_of(waiver->reason));
	kl_json_set(out, "owner", kl_span_of(waiver->owner));
	kl_json_set(out, "until", kl_span_of(until));
	kl_json_set(out, "path", kl_span_of(waiver->path));
	set_number(out, "line", waiver->line);
	kl_json_close(out, "}");
}

/* What few findings have. */
static void set_rest(struct kl_text_buffer *out, const struct kl_finding *finding,
	const struct kl_style *style)
{
	if (finding->cell_count > 0)
		set_cells(out, finding, style);
	if (finding->search != KL_REPAIR_NOT_SOUGHT) {
		kl_json_open(out, "repairs", "[");
		for (size_t i = 0; i < finding->repair_count; i++)
			add_repair(out, &finding->repairs[i], style);
		kl_json_close(out, "]");
	}
	if (finding->unlisted_cells > 0)
		kl_json_set_count(out, "unlisted_cells", finding->unlisted_cells);
	if (finding->waiver != NULL)
		set_waived(out, finding->waiver);
	if (finding->novelty != KL_NOVELTY_NONE)
		kl_json_set(out, "baseline", kl_span_of(
			finding->novelty == KL_NOVELTY_KNOWN ? "unchanged" : "new"));
}

static void add_finding(void *context, const struct kl_finding *finding,
	struct kl_text_buffer *out)
{
	const struct making *making = context;
	struct kl_text_buffer *message = making->message;
	char fingerprint[KL_FINGERPRINT];

	message->length = 0;
	kl_finding_message(finding, making->style, message);
	kl_finding_fingerprint(finding, making->style, fingerprint);
	kl_text_puts(out, "{");
	kl_json_set(out, "code", kl_span_of(kl_code_name(finding->code)));
	kl_json_set(out, "severity",
		kl_span_of(kl_severity_name(finding->severity)));
	kl_json_set(out, "rule", kl_span_of(finding->rule));
	if (finding->check != NULL)
		kl_json_set(out, "check", kl_span_of(finding->check));
	set_place(out, &finding->place);
	set_value(out, "value", finding->value, making->style);
	set_value(out, "expected", finding->expected, making->style);
	kl_json_set(out, "message", kl_text_span(message));
	kl_json_set(out, "fingerprint", kl_span_of(fingerprint));
	set_rest(out, finding, making->style);
	kl_text_puts(out, "}\n");
	out->failed = out->failed || message->failed;
}

static enum kl_status write_finding(void *state,
	const struct kl_format_scope *scope, const struct kl_finding *finding,
	struct kl_error *error)
{
	struct writing *w = state;
	struct making making = { &w->message, scope->style };
	const struct kl_stencil_source source = { add_finding, &making, scope->style,
		false };

	w->record.length = 0;
	if (!kl_stencils_add(&w->stencils, &source, finding, &w->record))
		add_finding(&making, finding, &w->record);
	return kl_json_put(&w->record, scope->stream, error);
}

static void release(void *state)
{
	struct writing *w = state;

	kl_text_release(&w->record);
	kl_text_release(&w->message);
	kl_stencils_release(&w->stencils);
}

static void set_severities(struct kl_text_buffer *out, const uint64_t *findings)
{
	kl_json_open(out, "findings", "{");
	for (int i = KL_SEVERITIES; i-- > 0; )
		kl_json_set_count(out, kl_severity_name((enum kl_severity)i),
			findings[i]);
	kl_json_close(out, "}");
}

static void set_outcomes(struct kl_text_buffer *out, const uint64_t *outcomes)
{
	kl_json_set_count(out, "held", outcomes[KL_HOLDS]);
	kl_json_set_count(out, "violated", outcomes[KL_VIOLATED]);
	kl_json_set_count(out, "undecided", outcomes[KL_UNDECIDED]);
}

static void add_rule(struct kl_text_buffer *out, const struct kl_rule_tally *rule)
{
	kl_json_open(out, NULL, "{");
	kl_json_set(out, "rule", kl_span_of(rule->rule));
	if (rule->check != NULL)
		kl_json_set(out, "check", kl_span_of(rule->check));
	kl_json_set_count(out, "tables", rule->tables);
	set_outcomes(out, rule->outcomes);
	set_severities(out, rule->findings);
	if (rule->excuse_count > 0)
		kl_json_open(out, "left_out", "[");
	for (size_t i = 0; i < rule->excuse_count; i++) {
		kl_json_open(out, NULL, "{");
		kl_json_set(out, "because", rule->excuses[i].because);
		kl_json_set_count(out, "rows", rule->excuses[i].rows);
		kl_json_close(out, "}");
	}
	kl_json_close(out, rule->excuse_count > 0 ? "]}" : "}");
}

static void set_problems(struct kl_text_buffer *out, const struct kl_tally *tally)
{
	kl_json_set_count(out, "not_checked", tally->problems);
	if (tally->problem_list_count == 0)
		return;
	kl_json_open(out, "problems", "[");
	for (size_t i = 0; i < tally->problem_list_count; i++) {
		const struct kl_problem *problem = &tally->problem_list[i];
		kl_json_open(out, NULL, "{");
		kl_json_set(out, "path", kl_span_of(problem->path));
		set_number(out, "line", problem->line);
		set_number(out, "column", problem->column);
		kl_json_set(out, "message", kl_span_of(problem->text));
		kl_json_close(out, "}");
	}
	kl_json_close(out, "]");
}

/* How the files were read, where nobody said it. */
static enum kl_status write_notes(struct kl_text_buffer *out,
	const struct kl_format_scope *scope, const struct kl_tally *tally,
	struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < tally->note_list_count && status == KL_OK; i++) {
		const struct kl_told_note *told = &tally->note_list[i];
		out->length = 0;
		kl_text_puts(out, "{\"note\":{");
		kl_json_set(out, "kind", kl_span_of(kl_note_name(told->kind)));
		set_place(out, &told->place);
		kl_json_set(out, "message", kl_span_of(told->text));
		kl_text_puts(out, "}}\n");
		status = kl_json_put(out, scope->stream, error);
	}
	return status;
}

/* Of waivers and a baseline, where there are any. */
static void set_standing(struct kl_text_buffer *out, const struct kl_tally *tally)
{
	if (tally->waivers != NULL)
		kl_json_set_count(out, "waived", tally->waived);
	if (tally->baseline == NULL)
		return;
	kl_json_set_count(out, "known", tally->known);
	if (tally->whole)
		kl_json_set_count(out, "gone", tally->gone);
	else
		kl_json_set(out, "gone", (struct kl_span){ 0 });
}

static enum kl_status write_summary(void *state,
	const struct kl_format_scope *scope, const struct kl_tally *tally,
	struct kl_error *error)
{
	struct kl_text_buffer *out = &((struct writing *)state)->record;
	enum kl_status status = write_notes(out, scope, tally, error);

	if (status != KL_OK)
		return status;
	out->length = 0;
	kl_text_puts(out, "{\"summary\":{");
	kl_json_set_count(out, "tables", tally->tables);
	kl_json_set_count(out, "rows", tally->rows);
	kl_json_set_count(out, "cells", tally->cells);
	kl_json_set_count(out, "rules", tally->rule_count - 1);
	kl_json_open(out, "equations", "{");
	set_outcomes(out, tally->equations);
	kl_json_set_count(out, "derived_cells", tally->derived);
	kl_json_close(out, "}");
	set_severities(out, tally->findings);
	set_standing(out, tally);
	set_problems(out, tally);
	if (tally->notes > 0)
		kl_json_set_count(out, "notes", tally->notes);
	kl_json_open(out, "by_rule", "[");
	for (size_t i = 0; i < tally->rule_count; i++)
		add_rule(out, &tally->rules[i]);
	kl_text_puts(out, "]}}\n");
	return kl_json_put(out, scope->stream, error);
}

const struct kl_format kl_format_jsonl = {
	.name = "jsonl",
	.summary = "a JSON record for each finding and note, and a summary as the last line; "
		"klopt-export: and the tables, in a folder",
	.tables = &kl_tables_jsonl,
	.state_size = sizeof(struct writing),
	.finding = write_finding,
	.end = write_summary,
	.release = release,
};
