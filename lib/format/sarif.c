#include "format/sarif.h"

#include <errno.h>

#include "format/phrases.h"
#include "format/told.h"

static enum kl_status begin(void *state, const struct kl_format_scope *scope,
	struct kl_error *error)
{
	(void)error;
	((struct kl_sarif *)state)->repository = scope->repository;
	return KL_OK;
}

/* Keeps what was put together, and empties it for the next. */
static enum kl_status keep(struct kl_sarif *sarif, enum kl_severity rank,
	struct kl_error *error)
{
	if (sarif->json.failed)
		return kl_no_memory(error);
	sarif->json.length = 0;
	return kl_kept_add(&sarif->kept, rank, sarif->json.at, error);
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
	return kl_sarif_add_result(sarif, finding, scope->style)
		? keep(sarif, rank, error) : kl_no_memory(error);
}

static enum kl_status keep_absent(struct kl_sarif *sarif,
	const struct kl_style *style, const struct kl_tally *tally,
	struct kl_error *error)
{
	const struct kl_baseline *baseline = tally->baseline;
	enum kl_status status = KL_OK;

	for (size_t i = 0; tally->gone > 0 && i < baseline->count
			&& status == KL_OK; i++) {
		const struct kl_known *known = &baseline->list[i];
		if (known->seen == known->count
				|| !kl_kept_wants(&sarif->kept, KL_INFO))
			continue;
		kl_sarif_add_absent(sarif, known, style);
		status = keep(sarif, KL_INFO, error);
	}
	return status;
}

/* What is told of the run itself. `id` is of the tool, and no word. */
static void add_notification(struct kl_sarif *sarif, const char *id,
	const char *level, const struct kl_place *place, struct kl_text_buffer *text)
{
	struct kl_text_buffer *out = &sarif->json;

	kl_json_open(out, NULL, "{");
	kl_json_open(out, "descriptor", "{");
	kl_json_set(out, "id", kl_span_of(id));
	kl_json_close(out, "}");
	kl_json_set(out, "level", kl_span_of(level));
	kl_sarif_set_message(out, text);
	if (place != NULL && place->path != NULL) {
		kl_json_open(out, "locations", "[");
		kl_sarif_open_location(sarif, place);
		kl_json_close(out, "}]");
	}
	kl_json_close(out, "}");
}

static void add_problems(struct kl_sarif *sarif, const struct kl_tally *tally)
{
	struct kl_text_buffer text = { 0 };

	for (size_t i = 0; i < tally->problem_list_count; i++) {
		const struct kl_problem *problem = &tally->problem_list[i];
		const struct kl_place place = { .path = problem->path,
			.line = problem->line, .column = problem->column };
		kl_text_add_visible(&text, kl_span_of(problem->text), 0);
		add_notification(sarif, "not-checked", "error", &place, &text);
	}
	if (tally->problems > tally->problem_list_count) {
		kl_phrase_add(&text, KL_PHRASE_more_problems, tally->problems
			- tally->problem_list_count, 0);
		add_notification(sarif, "not-checked", "error", NULL, &text);
	}
}

static void add_notes(struct kl_sarif *sarif, const struct kl_tally *tally)
{
	struct kl_text_buffer text = { 0 };

	for (size_t i = 0; i < tally->note_list_count; i++) {
		const struct kl_told_note *note = &tally->note_list[i];
		kl_text_add_visible(&text, kl_span_of(note->text), 0);
		add_notification(sarif, kl_note_name(note->kind), "note",
			&note->place, &text);
	}
	if (tally->notes > tally->note_list_count) {
		kl_phrase_add(&text, KL_PHRASE_more_notes,
			tally->notes - tally->note_list_count, 0);
		add_notification(sarif, "notes", "note", NULL, &text);
	}
}

/* Nothing is left out in silence. */
static void add_cut(struct kl_sarif *sarif, enum kl_phrase phrase,
	uint64_t count)
{
	struct kl_text_buffer text = { 0 };

	if (count == 0)
		return;
	kl_phrase_add(&text, phrase, count, 0);
	add_notification(sarif, "left-out", "warning", NULL, &text);
}

static void set_invocations(struct kl_sarif *sarif, const struct kl_tally *tally)
{
	struct kl_text_buffer *out = &sarif->json;

	kl_json_open(out, "invocations", "[{");
	kl_json_set_bool(out, "executionSuccessful",
		tally->problems == 0 && tally->rows > 0);
	kl_json_open(out, "toolExecutionNotifications", "[");
	add_problems(sarif, tally);
	add_cut(sarif, KL_PHRASE_unlisted, sarif->kept.left_out);
	add_cut(sarif, KL_PHRASE_cells_unlisted, sarif->cells_left_out);
	add_notes(sarif, tally);
	kl_json_close(out, "]}]");
}

static enum kl_status end(void *state, const struct kl_format_scope *scope,
	const struct kl_tally *tally, struct kl_error *error)
{
	struct kl_sarif *sarif = state;
	struct kl_text_buffer *out = &sarif->json;
	enum kl_status status = keep_absent(sarif, scope->style, tally, error);

	if (status != KL_OK)
		return status;
	kl_text_puts(out, "{\"$schema\":\"https://docs.oasis-open.org/sarif/sarif/"
		"v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json\","
		"\"version\":\"2.1.0\",\"runs\":[{");
	kl_sarif_set_tool(sarif);
	/* Without it, a reader takes the messages for English. */
	kl_json_set(out, "language", kl_span_of(kl_phrase(KL_PHRASE_language)));
	kl_json_set(out, "columnKind", kl_span_of("unicodeCodePoints"));
	set_invocations(sarif, tally);
	kl_text_puts(out, ",\"results\":[\n");
	status = kl_json_put(out, scope->stream, error);
	if (status == KL_OK)
		status = kl_kept_write(&sarif->kept, scope->stream, ",\n", error);
	if (status == KL_OK && fputs("\n]}]}\n", scope->stream) == EOF)
		status = kl_io_error(error, errno, NULL, "write the findings");
	return status;
}

static void release(void *state)
{
	struct kl_sarif *sarif = state;

	kl_kept_release(&sarif->kept);
	kl_text_release(&sarif->json);
	kl_text_release(&sarif->path);
}

const struct kl_format kl_format_sarif = {
	.name = "sarif",
	.summary = "SARIF 2.1.0, for code scanning and editors",
	.state_size = sizeof(struct kl_sarif),
	.begin = begin,
	.finding = take_finding,
	.end = end,
	.release = release,
};
