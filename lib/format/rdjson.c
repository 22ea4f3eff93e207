/*
 * Diagnostics of reviewdog (its proto/rdf/reviewdog.proto, as one JSON object).
 * Columns count bytes, and an end is behind the last one. They are those of the file
 * as it is under version control, which a diff shows: of UTF-8, of Windows-1252 one
 * for each character, and of UTF-16, for which there is no diff, none. They are given
 * where the place of a finding knows them. That of a workbook or of a descriptor
 * does not, nor do those that a check keeps of rows long gone (reconcile, trend); an
 * end is known of a cell that takes part in an equation.
 */
#include <errno.h>

#include "format/format.h"
#include "format/json_write.h"
#include "format/phrases.h"
#include "format/told.h"

struct rdjson {
	bool begun;             /* a diagnostic was written */
};

static const char *const severities[KL_SEVERITIES] = {
	[KL_INFO] = "INFO", [KL_WARNING] = "WARNING", [KL_ERROR] = "ERROR",
};

static json_t *make_position(uint64_t line, uint64_t byte)
{
	json_t *made = json_object();

	json_object_set_new(made, "line", json_integer((json_int_t)line));
	if (byte > 0)
		json_object_set_new(made, "column", json_integer((json_int_t)byte));
	return made;
}

/* `end` is 0 if it is not known. */
static json_t *make_range(uint64_t line, uint64_t byte, uint64_t end)
{
	json_t *made = json_object();

	json_object_set_new(made, "start", make_position(line, byte));
	if (end > 0)
		json_object_set_new(made, "end", make_position(line, end));
	return made;
}

static json_t *make_location(const struct kl_place *place, struct kl_span value)
{
	json_t *made = json_object();
	struct kl_text_range range;
	const char *path = place->path != NULL ? place->path : ".";

	json_object_set_new(made, "path", kl_json_text(kl_span_of(path)));
	if (place->line == 0 || place->sheet != NULL)
		return made;
	bool known = value.at != NULL && kl_text_range_of(place, value, &range);
	json_object_set_new(made, "range", make_range(place->line,
		kl_place_byte(place),
		known ? range.byte_end : 0));
	return made;
}

/* Takes `text`. */
static json_t *make_diagnostic(const char *code, enum kl_severity severity,
	const struct kl_place *place, struct kl_span value,
	struct kl_text_buffer *text)
{
	json_t *made = json_object();

	json_object_set_new(made, "message", kl_json_built(text));
	json_object_set_new(made, "location", make_location(place, value));
	json_object_set_new(made, "severity", json_string(severities[severity]));
	json_object_set_new(made, "code", json_pack("{s:s}", "value", code));
	return made;
}

/* The text of the finding's own cell; its value can be a part of it, or a sum. */
static struct kl_span find_cell(const struct kl_finding *finding)
{
	for (size_t i = 0; i < finding->cell_count; i++) {
		const struct kl_place *place = &finding->cells[i].place;
		if (place->byte > 0 && place->byte == finding->place.byte
				&& place->line == finding->place.line
				&& place->order == finding->place.order)
			return finding->cells[i].value;
	}
	return (struct kl_span){ 0 };
}

static bool is_ascii(struct kl_span text)
{
	for (size_t i = 0; i < text.length; i++) {
		if ((unsigned char)text.at[i] >= 0x80)
			return false;
	}
	return true;
}

/* JSON is UTF-8: an accent would not fit a file that is not. */
static bool fits(const struct kl_change *change)
{
	return change->place.written == KL_WRITTEN_UTF_8 || is_ascii(change->to);
}

/* A suggestion changes one place, in the file of the diagnostic. */
static void set_suggestions(json_t *diagnostic, const struct kl_finding *finding)
{
	json_t *suggestions = json_array();

	for (size_t i = 0; i < finding->repair_count; i++) {
		const struct kl_finding_repair *repair = &finding->repairs[i];
		const struct kl_change *change = repair->changes;
		struct kl_text_range range;
		if (repair->count != 1 || finding->place.path == NULL
				|| strcmp(change->place.path, finding->place.path) != 0
				|| !kl_change_range(change, &range)
				|| range.byte == 0 || !fits(change))
			continue;
		json_t *made = json_object();
		json_object_set_new(made, "range", make_range(range.line, range.byte,
			range.byte_end));
		json_object_set_new(made, "text", kl_json_text(change->to));
		json_array_append_new(suggestions, made);
	}
	if (json_array_size(suggestions) > 0)
		json_object_set(diagnostic, "suggestions", suggestions);
	json_decref(suggestions);
}

static enum kl_status put(struct rdjson *state,
	const struct kl_format_scope *scope, json_t *diagnostic,
	struct kl_error *error)
{
	const char *before = state->begun ? ",\n" : "\n";

	state->begun = true;
	return kl_json_write(scope->stream, before, diagnostic, 0, "", error);
}

static enum kl_status begin(void *state, const struct kl_format_scope *scope,
	struct kl_error *error)
{
	(void)state;
	return kl_json_write(scope->stream, "{", json_pack("{s:{s:s}}", "source",
		"name", "klopt"), JSON_EMBED, ",\"diagnostics\":[", error);
}

static enum kl_status take_finding(void *state,
	const struct kl_format_scope *scope, const struct kl_finding *finding,
	struct kl_error *error)
{
	struct kl_text_buffer text = { 0 };

	if (!kl_finding_counts(finding))
		return KL_OK;
	kl_told_add(finding, scope->style, &text);
	json_t *made = make_diagnostic(kl_code_name(finding->code),
		finding->severity, &finding->place, find_cell(finding), &text);
	if (!scope->style->no_values)
		set_suggestions(made, finding);
	return put(state, scope, made, error);
}

static enum kl_status put_more(struct rdjson *state,
	const struct kl_format_scope *scope, const char *code,
	enum kl_severity severity, enum kl_phrase phrase, uint64_t more,
	struct kl_error *error)
{
	struct kl_text_buffer text = { 0 };

	if (more == 0)
		return KL_OK;
	kl_phrase_add(&text, phrase, more, 0);
	return put(state, scope, make_diagnostic(code, severity,
		&(struct kl_place){ 0 }, (struct kl_span){ 0 }, &text), error);
}

static enum kl_status put_problems(struct rdjson *state,
	const struct kl_format_scope *scope, const struct kl_tally *tally,
	struct kl_error *error)
{
	const struct kl_span none = { 0 };
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < tally->problem_list_count && status == KL_OK; i++) {
		const struct kl_problem *problem = &tally->problem_list[i];
		const struct kl_place place = { .path = problem->path,
			.line = problem->line };
		struct kl_text_buffer text = { 0 };
		kl_text_add_visible(&text, kl_span_of(problem->text), 0);
		status = put(state, scope, make_diagnostic("not-checked", KL_ERROR,
			&place, none, &text), error);
	}
	return status != KL_OK ? status : put_more(state, scope, "not-checked",
		KL_ERROR, KL_PHRASE_more_problems,
		tally->problems - tally->problem_list_count, error);
}

static enum kl_status put_notes(struct rdjson *state,
	const struct kl_format_scope *scope, const struct kl_tally *tally,
	struct kl_error *error)
{
	const struct kl_span none = { 0 };
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < tally->note_list_count && status == KL_OK; i++) {
		const struct kl_told_note *note = &tally->note_list[i];
		struct kl_text_buffer text = { 0 };
		kl_text_add_visible(&text, kl_span_of(note->text), 0);
		status = put(state, scope, make_diagnostic(kl_note_name(note->kind),
			KL_INFO, &note->place, none, &text), error);
	}
	return status != KL_OK ? status : put_more(state, scope, "notes", KL_INFO,
		KL_PHRASE_more_notes, tally->notes - tally->note_list_count, error);
}

static enum kl_status end(void *state, const struct kl_format_scope *scope,
	const struct kl_tally *tally, struct kl_error *error)
{
	enum kl_status status = put_problems(state, scope, tally, error);

	if (status == KL_OK)
		status = put_notes(state, scope, tally, error);
	if (status == KL_OK && fputs("\n]}\n", scope->stream) == EOF)
		status = kl_io_error(error, errno, NULL, "write the findings");
	return status;
}

const struct kl_format kl_format_rdjson = {
	.name = "rdjson",
	.summary = "diagnostics of reviewdog",
	.state_size = sizeof(struct rdjson),
	.begin = begin,
	.finding = take_finding,
	.end = end,
};
