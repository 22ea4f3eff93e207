#include "format/sarif.h"

#include <errno.h>
#include <stdlib.h>

#include "format/phrases.h"
#include "format/told.h"

static enum kl_status keep(struct kl_sarif *sarif, enum kl_severity rank,
	json_t *result, struct kl_error *error)
{
	char *text = kl_json_dump(result, 0);
	enum kl_status status = text == NULL ? kl_no_memory(error)
		: kl_kept_add(&sarif->kept, rank, text, error);

	free(text);
	return status;
}

static enum kl_status take_finding(void *state,
	const struct kl_format_scope *scope, const struct kl_finding *finding,
	struct kl_error *error)
{
	struct kl_sarif *sarif = state;
	/* What does not count goes first, where there are too many. */
	enum kl_severity rank = kl_finding_counts(finding) ? finding->severity
		: KL_INFO;

	if (!kl_kept_wants(&sarif->kept, rank))
		return KL_OK;
	return keep(sarif, rank, kl_sarif_result(sarif, finding, scope->style),
		error);
}

static enum kl_status keep_absent(struct kl_sarif *sarif,
	const struct kl_tally *tally, struct kl_error *error)
{
	const struct kl_baseline *baseline = tally->baseline;
	enum kl_status status = KL_OK;

	for (size_t i = 0; tally->gone > 0 && i < baseline->count
			&& status == KL_OK; i++) {
		const struct kl_known *known = &baseline->list[i];
		if (known->seen < known->count
				&& kl_kept_wants(&sarif->kept, KL_INFO))
			status = keep(sarif, KL_INFO, kl_sarif_absent(sarif, known),
				error);
	}
	return status;
}

/* What is told of the run itself. `id` is of the tool, and no word. */
static json_t *make_notification(const char *id, const char *level,
	const struct kl_place *place, struct kl_text_buffer *text)
{
	json_t *made = json_object(), *descriptor = json_object();

	json_object_set_new(descriptor, "id", json_string(id));
	json_object_set_new(made, "descriptor", descriptor);
	json_object_set_new(made, "level", json_string(level));
	json_object_set_new(made, "message", kl_sarif_message(text));
	if (place != NULL && place->path != NULL) {
		json_t *locations = json_array();
		json_array_append_new(locations, kl_sarif_location(place));
		json_object_set_new(made, "locations", locations);
	}
	return made;
}

static void add_problems(json_t *list, const struct kl_tally *tally)
{
	struct kl_text_buffer text = { 0 };

	for (size_t i = 0; i < tally->problem_list_count; i++) {
		const struct kl_problem *problem = &tally->problem_list[i];
		const struct kl_place place = { .path = problem->path,
			.line = problem->line, .column = problem->column };
		kl_text_add_visible(&text, kl_span_of(problem->text), 0);
		json_array_append_new(list, make_notification("not-checked",
			"error", &place, &text));
	}
	if (tally->problems > tally->problem_list_count) {
		kl_phrase_add(&text, KL_PHRASE_more_problems, tally->problems
			- tally->problem_list_count, 0);
		json_array_append_new(list, make_notification("not-checked",
			"error", NULL, &text));
	}
}

static void add_notes(json_t *list, const struct kl_tally *tally)
{
	struct kl_text_buffer text = { 0 };

	for (size_t i = 0; i < tally->note_list_count; i++) {
		const struct kl_told_note *note = &tally->note_list[i];
		kl_text_add_visible(&text, kl_span_of(note->text), 0);
		json_array_append_new(list, make_notification(
			kl_note_name(note->kind), "note", &note->place, &text));
	}
	if (tally->notes > tally->note_list_count) {
		kl_phrase_add(&text, KL_PHRASE_more_notes,
			tally->notes - tally->note_list_count, 0);
		json_array_append_new(list, make_notification("notes", "note", NULL,
			&text));
	}
}

/* Nothing is left out in silence. */
static void add_cut(json_t *list, enum kl_phrase phrase, uint64_t count)
{
	struct kl_text_buffer text = { 0 };

	if (count == 0)
		return;
	kl_phrase_add(&text, phrase, count, 0);
	json_array_append_new(list, make_notification("left-out", "warning", NULL,
		&text));
}

static json_t *make_invocations(const struct kl_sarif *sarif,
	const struct kl_tally *tally)
{
	json_t *all = json_array(), *made = json_object(), *list = json_array();

	add_problems(list, tally);
	add_cut(list, KL_PHRASE_unlisted, sarif->kept.left_out);
	add_cut(list, KL_PHRASE_cells_unlisted, sarif->cells_left_out);
	add_notes(list, tally);
	json_object_set_new(made, "executionSuccessful",
		json_boolean(tally->problems == 0 && tally->rows > 0));
	json_object_set_new(made, "toolExecutionNotifications", list);
	json_array_append_new(all, made);
	return all;
}

static enum kl_status end(void *state, const struct kl_format_scope *scope,
	const struct kl_tally *tally, struct kl_error *error)
{
	struct kl_sarif *sarif = state;
	enum kl_status status = keep_absent(sarif, tally, error);

	if (status != KL_OK)
		return status;
	json_t *log = json_object(), *run = json_object();

	json_object_set_new(log, "$schema", json_string("https://docs.oasis-open.org/"
		"sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"));
	json_object_set_new(log, "version", json_string("2.1.0"));
	json_object_set_new(run, "tool", kl_sarif_tool(sarif));
	/* Without it, a reader takes the messages for English. */
	json_object_set_new(run, "language", json_string(kl_phrase(KL_PHRASE_language)));
	json_object_set_new(run, "columnKind", json_string("unicodeCodePoints"));
	json_object_set_new(run, "invocations", make_invocations(sarif, tally));
	status = kl_json_write(scope->stream, "{", log, JSON_EMBED,
		",\"runs\":[{", error);
	if (status != KL_OK)
		json_decref(run);
	else
		status = kl_json_write(scope->stream, "", run, JSON_EMBED,
			",\"results\":[\n", error);
	if (status == KL_OK)
		status = kl_kept_write(&sarif->kept, scope->stream, ",\n", error);
	if (status == KL_OK && fputs("\n]}]}\n", scope->stream) == EOF)
		status = kl_io_error(error, errno, NULL, "write the findings");
	return status;
}

static void release(void *state)
{
	kl_kept_release(&((struct kl_sarif *)state)->kept);
}

const struct kl_format kl_format_sarif = {
	.name = "sarif",
	.summary = "SARIF 2.1.0, for code scanning and editors",
	.state_size = sizeof(struct kl_sarif),
	.finding = take_finding,
	.end = end,
	.release = release,
};
