/* JSON Lines: a record for each finding, and the summary as the last line. */
#include <errno.h>

#include "format/json_write.h"
#include "format/tables.h"
#include "table/sheet.h"

static json_t *make_value(struct kl_span text, const struct kl_style *style)
{
	return style->no_values ? json_null() : kl_json_text(text);
}

/* Counts from 1; 0 is: not applicable. */
static json_t *make_number(uint64_t number)
{
	return number == 0 ? json_null() : json_integer((json_int_t)number);
}

static json_t *make_count(uint64_t number)
{
	return json_integer((json_int_t)number);
}

static enum kl_status write_record(const struct kl_format_scope *scope,
	json_t *record, struct kl_error *error)
{
	return kl_json_write(scope->stream, "", record, 0, "\n", error);
}

/* "Blad1!B7" */
static json_t *make_cell(const struct kl_place *place)
{
	struct kl_text_buffer name = { 0 };

	kl_sheet_add_cell(place->sheet, place->line, place->column, &name);
	json_t *made = name.failed ? NULL : kl_json_text(kl_text_span(&name));
	kl_text_release(&name);
	return made;
}

static void set_place(json_t *record, const struct kl_place *place)
{
	json_object_set_new(record, "table", kl_json_text(kl_span_of(place->table)));
	json_object_set_new(record, "path", kl_json_text(kl_span_of(place->path)));
	json_object_set_new(record, "line", make_number(place->line));
	json_object_set_new(record, "column", make_number(place->column));
	json_object_set_new(record, "row", make_number(place->row));
	json_object_set_new(record, "field", kl_json_text(place->field));
	if (place->sheet != NULL && place->line > 0)
		json_object_set_new(record, "cell", make_cell(place));
}

static json_t *make_cells(const struct kl_finding *finding,
	const struct kl_style *style)
{
	json_t *cells = json_array();

	for (size_t i = 0; i < finding->cell_count; i++) {
		json_t *cell = json_object();
		set_place(cell, &finding->cells[i].place);
		json_object_set_new(cell, "value",
			make_value(finding->cells[i].value, style));
		json_array_append_new(cells, cell);
	}
	return cells;
}

static json_t *make_repair(const struct kl_finding_repair *repair,
	const struct kl_style *style)
{
	json_t *made = json_object(), *cells = json_array();

	for (size_t i = 0; i < repair->count; i++) {
		const struct kl_change *change = &repair->changes[i];
		json_t *cell = json_object();
		set_place(cell, &change->place);
		json_object_set_new(cell, "from", make_value(change->from, style));
		json_object_set_new(cell, "to", make_value(change->to, style));
		json_array_append_new(cells, cell);
	}
	json_object_set_new(made, "certain", json_boolean(repair->certain));
	json_object_set_new(made, "cells", cells);
	return made;
}

static json_t *make_repairs(const struct kl_finding *finding,
	const struct kl_style *style)
{
	json_t *repairs = json_array();

	for (size_t i = 0; i < finding->repair_count; i++)
		json_array_append_new(repairs, make_repair(&finding->repairs[i],
			style));
	return repairs;
}

static json_t *make_waived(const struct kl_waiver *waiver)
{
	char until[KL_DATE_TEXT];
	json_t *made = json_object();

	kl_date_format(waiver->until, until);
	json_object_set_new(made, "reason",
		kl_json_text(kl_span_of(waiver->reason)));
	json_object_set_new(made, "owner", kl_json_text(kl_span_of(waiver->owner)));
	json_object_set_new(made, "until", json_string(until));
	json_object_set_new(made, "path", kl_json_text(kl_span_of(waiver->path)));
	json_object_set_new(made, "line", make_number(waiver->line));
	return made;
}

static void add_text(struct kl_text_buffer *out, const char *before,
	struct kl_span text)
{
	kl_text_puts(out, before);
	kl_json_add_string(out, text);
}

static void add_number(struct kl_text_buffer *out, const char *before,
	uint64_t number)
{
	kl_text_puts(out, before);
	if (number == 0)
		kl_text_puts(out, "null");
	else
		kl_text_add_count(out, number);
}

/* As set_place does. */
static void add_place(struct kl_text_buffer *out, const struct kl_place *place)
{
	add_text(out, ",\"table\":", kl_span_of(place->table));
	add_text(out, ",\"path\":", kl_span_of(place->path));
	add_number(out, ",\"line\":", place->line);
	add_number(out, ",\"column\":", place->column);
	add_number(out, ",\"row\":", place->row);
	add_text(out, ",\"field\":", place->field);
	if (place->sheet != NULL && place->line > 0)
		kl_json_add_value(out, ",\"cell\":", make_cell(place));
}

/* What few findings have. */
static void add_rest(struct kl_text_buffer *out, const struct kl_finding *finding,
	const struct kl_style *style)
{
	if (finding->cell_count > 0)
		kl_json_add_value(out, ",\"cells\":", make_cells(finding, style));
	if (finding->search != KL_REPAIR_NOT_SOUGHT)
		kl_json_add_value(out, ",\"repairs\":", make_repairs(finding, style));
	if (finding->unlisted_cells > 0)
		kl_json_add_number(out, ",\"unlisted_cells\":",
			finding->unlisted_cells);
	if (finding->waiver != NULL)
		kl_json_add_value(out, ",\"waived\":", make_waived(finding->waiver));
	if (finding->novelty != KL_NOVELTY_NONE)
		kl_text_puts(out, finding->novelty == KL_NOVELTY_KNOWN
			? ",\"baseline\":\"unchanged\"" : ",\"baseline\":\"new\"");
}

/* Used again for each finding. */
struct writing {
	struct kl_text_buffer record, message;
};

static enum kl_status write_finding(void *state,
	const struct kl_format_scope *scope, const struct kl_finding *finding,
	struct kl_error *error)
{
	struct writing *w = state;
	struct kl_text_buffer *out = &w->record;
	const struct kl_span none = { 0 };
	const bool hidden = scope->style->no_values;
	char fingerprint[KL_FINGERPRINT];

	out->length = w->message.length = 0;
	kl_finding_message(finding, scope->style, &w->message);
	kl_finding_fingerprint(finding, fingerprint);
	add_text(out, "{\"code\":", kl_span_of(kl_code_name(finding->code)));
	add_text(out, ",\"severity\":",
		kl_span_of(kl_severity_name(finding->severity)));
	add_text(out, ",\"rule\":", kl_span_of(finding->rule));
	if (finding->check != NULL)
		add_text(out, ",\"check\":", kl_span_of(finding->check));
	add_place(out, &finding->place);
	add_text(out, ",\"value\":", hidden ? none : finding->value);
	add_text(out, ",\"expected\":", hidden ? none : finding->expected);
	add_text(out, ",\"message\":", kl_text_span(&w->message));
	add_text(out, ",\"fingerprint\":", kl_span_of(fingerprint));
	add_rest(out, finding, scope->style);
	kl_text_puts(out, "}\n");
	if (out->failed || w->message.failed)
		return kl_no_memory(error);
	return fwrite(out->at, 1, out->length, scope->stream) == out->length ? KL_OK
		: kl_io_error(error, errno, NULL, "write the findings");
}

static void release(void *state)
{
	struct writing *w = state;

	kl_text_release(&w->record);
	kl_text_release(&w->message);
}

static json_t *make_severities(const uint64_t *findings)
{
	json_t *made = json_object();

	for (int i = KL_SEVERITIES; i-- > 0; )
		json_object_set_new(made, kl_severity_name((enum kl_severity)i),
			make_count(findings[i]));
	return made;
}

static json_t *make_outcomes(const uint64_t *outcomes)
{
	json_t *made = json_object();

	json_object_set_new(made, "held", make_count(outcomes[KL_HOLDS]));
	json_object_set_new(made, "violated", make_count(outcomes[KL_VIOLATED]));
	json_object_set_new(made, "undecided", make_count(outcomes[KL_UNDECIDED]));
	return made;
}

static json_t *make_excuses(const struct kl_rule_tally *rule)
{
	json_t *excuses = json_array();

	for (size_t i = 0; i < rule->excuse_count; i++) {
		json_t *made = json_object();
		json_object_set_new(made, "because",
			kl_json_text(rule->excuses[i].because));
		json_object_set_new(made, "rows", make_count(rule->excuses[i].rows));
		json_array_append_new(excuses, made);
	}
	return excuses;
}

static json_t *make_rules(const struct kl_tally *tally)
{
	json_t *rules = json_array();

	for (size_t i = 0; i < tally->rule_count; i++) {
		const struct kl_rule_tally *rule = &tally->rules[i];
		json_t *made = json_object();
		json_object_set_new(made, "rule", kl_json_text(kl_span_of(rule->rule)));
		json_object_set_new(made, "check", json_string(rule->check));
		json_object_set_new(made, "tables", make_count(rule->tables));
		json_object_update_new(made, make_outcomes(rule->outcomes));
		json_object_set_new(made, "findings",
			make_severities(rule->findings));
		if (rule->excuse_count > 0)
			json_object_set_new(made, "left_out", make_excuses(rule));
		json_array_append_new(rules, made);
	}
	return rules;
}

static json_t *make_problems(const struct kl_tally *tally)
{
	json_t *problems = json_array();

	for (size_t i = 0; i < tally->problem_list_count; i++) {
		const struct kl_problem *problem = &tally->problem_list[i];
		json_t *made = json_object();
		json_object_set_new(made, "path",
			kl_json_text(kl_span_of(problem->path)));
		json_object_set_new(made, "line", make_number(problem->line));
		json_object_set_new(made, "column", make_number(problem->column));
		json_object_set_new(made, "message",
			kl_json_text(kl_span_of(problem->text)));
		json_array_append_new(problems, made);
	}
	return problems;
}

/* How the files were read, where nobody said it. */
static enum kl_status write_notes(const struct kl_format_scope *scope,
	const struct kl_tally *tally, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < tally->note_list_count && status == KL_OK; i++) {
		const struct kl_told_note *told = &tally->note_list[i];
		json_t *note = json_object(), *record = json_object();
		json_object_set_new(note, "kind",
			json_string(kl_note_name(told->kind)));
		set_place(note, &told->place);
		json_object_set_new(note, "message",
			kl_json_text(kl_span_of(told->text)));
		json_object_set_new(record, "note", note);
		status = write_record(scope, record, error);
	}
	return status;
}

static enum kl_status write_summary(void *state,
	const struct kl_format_scope *scope, const struct kl_tally *tally,
	struct kl_error *error)
{
	enum kl_status status = write_notes(scope, tally, error);

	(void)state;
	if (status != KL_OK)
		return status;
	json_t *summary = json_object(), *record = json_object();
	json_t *equations = make_outcomes(tally->equations);
	json_object_set_new(equations, "derived_cells",
		make_count(tally->derived));
	json_object_set_new(summary, "tables", make_count(tally->tables));
	json_object_set_new(summary, "rows", make_count(tally->rows));
	json_object_set_new(summary, "cells", make_count(tally->cells));
	json_object_set_new(summary, "rules", make_count(tally->rule_count - 1));
	json_object_set_new(summary, "equations", equations);
	json_object_set_new(summary, "findings", make_severities(tally->findings));
	if (tally->waivers != NULL)
		json_object_set_new(summary, "waived", make_count(tally->waived));
	if (tally->baseline != NULL) {
		json_object_set_new(summary, "known", make_count(tally->known));
		json_object_set_new(summary, "gone", tally->whole
			? make_count(tally->gone) : json_null());
	}
	json_object_set_new(summary, "not_checked", make_count(tally->problems));
	if (tally->problem_list_count > 0)
		json_object_set_new(summary, "problems", make_problems(tally));
	if (tally->notes > 0)
		json_object_set_new(summary, "notes", make_count(tally->notes));
	json_object_set_new(summary, "by_rule", make_rules(tally));
	json_object_set_new(record, "summary", summary);
	return write_record(scope, record, error);
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
