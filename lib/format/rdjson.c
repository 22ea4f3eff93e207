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

#include "base/json_write.h"
#include "format/format.h"
#include "format/phrases.h"
#include "format/told.h"

struct rdjson {
	bool begun;             /* a diagnostic was written */
	struct kl_text_buffer text, diagnostic; /* used again for each */
};

static const char *const severities[KL_SEVERITIES] = {
	[KL_INFO] = "INFO", [KL_WARNING] = "WARNING", [KL_ERROR] = "ERROR",
};

static void set_position(struct kl_text_buffer *out, const char *key,
	uint64_t line, uint64_t byte)
{
	kl_json_open(out, key, "{");
	kl_json_set_count(out, "line", line);
	if (byte > 0)
		kl_json_set_count(out, "column", byte);
	kl_json_close(out, "}");
}

/* `end` is 0 if it is not known. */
static void set_range(struct kl_text_buffer *out, uint64_t line, uint64_t byte,
	uint64_t end)
{
	kl_json_open(out, "range", "{");
	set_position(out, "start", line, byte);
	if (end > 0)
		set_position(out, "end", line, end);
	kl_json_close(out, "}");
}

static void add_location(struct kl_text_buffer *out, const struct kl_place *place,
	struct kl_span value)
{
	struct kl_text_range range;

	kl_json_open(out, "location", "{");
	kl_json_set(out, "path", kl_span_of(place->path != NULL ? place->path : "."));
	if (place->line > 0 && place->sheet == NULL) {
		bool known = value.at != NULL
			&& kl_text_range_of(place, value, &range);
		set_range(out, place->line, kl_place_byte(place),
			known ? range.byte_end : 0);
	}
	kl_json_close(out, "}");
}

/* Begins one of rdjson->text, which is its message; it is to be closed. */
static void begin_diagnostic(struct rdjson *rdjson, const char *code,
	enum kl_severity severity, const struct kl_place *place,
	struct kl_span value)
{
	struct kl_text_buffer *out = &rdjson->diagnostic;

	out->length = 0;
	kl_text_puts(out, rdjson->begun ? ",\n" : "\n");
	rdjson->begun = true;
	kl_text_puts(out, "{");
	kl_json_set(out, "message", rdjson->text.length == 0 ? kl_span_of("")
		: kl_text_span(&rdjson->text));
	add_location(out, place, value);
	kl_json_set(out, "severity", kl_span_of(severities[severity]));
	kl_json_open(out, "code", "{");
	kl_json_set(out, "value", kl_span_of(code));
	kl_json_close(out, "}");
}

static enum kl_status put(struct rdjson *rdjson,
	const struct kl_format_scope *scope, struct kl_error *error)
{
	struct kl_text_buffer *out = &rdjson->diagnostic;

	kl_text_puts(out, "}");
	return rdjson->text.failed ? kl_no_memory(error)
		: kl_json_put(out, scope->stream, error);
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
static void add_suggestions(struct kl_text_buffer *out,
	const struct kl_finding *finding)
{
	bool any = false;

	for (size_t i = 0; i < finding->repair_count; i++) {
		const struct kl_finding_repair *repair = &finding->repairs[i];
		const struct kl_change *change = repair->changes;
		struct kl_text_range range;
		if (repair->count != 1 || finding->place.path == NULL
				|| strcmp(change->place.path, finding->place.path) != 0
				|| !kl_change_range(change, &range)
				|| range.byte == 0 || !fits(change))
			continue;
		kl_json_open(out, any ? NULL : "suggestions", any ? "{" : "[{");
		any = true;
		set_range(out, range.line, range.byte, range.byte_end);
		kl_json_set(out, "text", change->to);
		kl_json_close(out, "}");
	}
	if (any)
		kl_json_close(out, "]");
}

static enum kl_status begin(void *state, const struct kl_format_scope *scope,
	struct kl_error *error)
{
	struct kl_text_buffer *out = &((struct rdjson *)state)->diagnostic;

	kl_text_puts(out, "{\"source\":{\"name\":\"klopt\"},\"diagnostics\":[");
	return kl_json_put(out, scope->stream, error);
}

static enum kl_status take_finding(void *state,
	const struct kl_format_scope *scope, const struct kl_finding *finding,
	struct kl_error *error)
{
	struct rdjson *rdjson = state;

	if (!kl_finding_counts(finding))
		return KL_OK;
	rdjson->text.length = 0;
	kl_told_add(finding, scope->style, &rdjson->text);
	begin_diagnostic(rdjson, kl_code_name(finding->code), finding->severity,
		&finding->place, find_cell(finding));
	if (!scope->style->no_values && finding->repair_count > 0)
		add_suggestions(&rdjson->diagnostic, finding);
	return put(rdjson, scope, error);
}

/* Something that is no finding: its words. */
static enum kl_status put_told(struct rdjson *rdjson,
	const struct kl_format_scope *scope, const char *code,
	enum kl_severity severity, const struct kl_place *place, const char *words,
	struct kl_error *error)
{
	rdjson->text.length = 0;
	kl_text_add_visible(&rdjson->text, kl_span_of(words), 0);
	begin_diagnostic(rdjson, code, severity, place, (struct kl_span){ 0 });
	return put(rdjson, scope, error);
}

static enum kl_status put_more(struct rdjson *state,
	const struct kl_format_scope *scope, const char *code,
	enum kl_severity severity, enum kl_phrase phrase, uint64_t more,
	struct kl_error *error)
{
	if (more == 0)
		return KL_OK;
	state->text.length = 0;
	kl_phrase_add(&state->text, phrase, more, 0);
	begin_diagnostic(state, code, severity, &(struct kl_place){ 0 },
		(struct kl_span){ 0 });
	return put(state, scope, error);
}

static enum kl_status put_problems(struct rdjson *state,
	const struct kl_format_scope *scope, const struct kl_tally *tally,
	struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < tally->problem_list_count && status == KL_OK; i++) {
		const struct kl_problem *problem = &tally->problem_list[i];
		const struct kl_place place = { .path = problem->path,
			.line = problem->line };
		status = put_told(state, scope, "not-checked", KL_ERROR, &place,
			problem->text, error);
	}
	return status != KL_OK ? status : put_more(state, scope, "not-checked",
		KL_ERROR, KL_PHRASE_more_problems,
		tally->problems - tally->problem_list_count, error);
}

static enum kl_status put_notes(struct rdjson *state,
	const struct kl_format_scope *scope, const struct kl_tally *tally,
	struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < tally->note_list_count && status == KL_OK; i++) {
		const struct kl_told_note *note = &tally->note_list[i];
		status = put_told(state, scope, kl_note_name(note->kind), KL_INFO,
			&note->place, note->text, error);
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

static void release(void *state)
{
	struct rdjson *rdjson = state;

	kl_text_release(&rdjson->text);
	kl_text_release(&rdjson->diagnostic);
}

const struct kl_format kl_format_rdjson = {
	.name = "rdjson",
	.summary = "diagnostics of reviewdog",
	.state_size = sizeof(struct rdjson),
	.begin = begin,
	.finding = take_finding,
	.end = end,
	.release = release,
};
