/*
 * Code Quality reports of GitLab: a JSON array of issues. GitLab drops issues of
 * equal fingerprints, so equal ones are numbered.
 */
#include <errno.h>

#include "base/json_write.h"
#include "format/format.h"
#include "format/kept.h"
#include "format/phrases.h"
#include "format/told.h"

static const char *const severities[KL_SEVERITIES] = {
	[KL_INFO] = "info", [KL_WARNING] = "minor", [KL_ERROR] = "major",
};

struct gitlab {
	struct kl_kept kept;
	struct kl_text_buffer issue;    /* used again for each */
	struct kl_text_buffer path;     /* so too */
	bool begun;                     /* something was written */
};

/* Begins gitlab->issue anew. An issue must have a line: what is about a whole file
 * stands at its first. Takes `text`. */
static void add_issue(struct gitlab *gitlab, const struct kl_format_scope *scope,
	const char *name, const char *severity, const struct kl_place *place,
	const char *fingerprint, struct kl_text_buffer *text)
{
	struct kl_text_buffer *out = &gitlab->issue;
	const struct kl_span path = kl_repository_name(scope->repository,
		place->path != NULL ? place->path : ".", &gitlab->path);

	out->length = 0;
	out->failed = out->failed || gitlab->path.failed;
	kl_json_open(out, NULL, "{");
	kl_json_set_built(out, "description", text);
	kl_json_set(out, "check_name", kl_span_of(name));
	kl_json_set(out, "fingerprint", kl_span_of(fingerprint));
	kl_json_set(out, "severity", kl_span_of(severity));
	kl_json_open(out, "location", "{");
	kl_json_set(out, "path", path);
	kl_json_open(out, "lines", "{");
	kl_json_set_count(out, "begin", place->line > 0 ? place->line : 1);
	kl_json_close(out, "}}}");
}

static enum kl_status take_finding(void *state,
	const struct kl_format_scope *scope, const struct kl_finding *finding,
	struct kl_error *error)
{
	char fingerprint[KL_KEPT_FINGERPRINT];
	struct kl_text_buffer text = { 0 };
	struct gitlab *gitlab = state;
	struct kl_kept *kept = &gitlab->kept;

	/* The report has no place for what does not count, nor for its number. */
	if (!kl_finding_counts(finding)
			|| !kl_kept_wants(kept, finding->severity))
		return KL_OK;
	if (!kl_kept_fingerprint(kept, finding, scope->style, fingerprint))
		return kl_no_memory(error);
	kl_told_add(finding, scope->style, &text);
	add_issue(gitlab, scope, kl_code_name(finding->code),
		severities[finding->severity], &finding->place, fingerprint, &text);
	return gitlab->issue.failed ? kl_no_memory(error)
		: kl_kept_add(kept, finding->severity, gitlab->issue.at, error);
}

/* What is told of the run has a fingerprint by its words and its place. */
static enum kl_status write_told(struct gitlab *gitlab,
	const struct kl_format_scope *scope, const char *name, const char *severity,
	const struct kl_place *place, struct kl_text_buffer *text,
	struct kl_error *error)
{
	char fingerprint[KL_FINGERPRINT];
	uint64_t hash = kl_hash(kl_hash(place->line, kl_span_of(place->path)),
		kl_text_span(text));

	snprintf(fingerprint, sizeof fingerprint, "%016llx",
		(unsigned long long)hash);
	add_issue(gitlab, scope, name, severity, place, fingerprint, text);
	if (!gitlab->issue.failed && fputs(gitlab->begun ? ",\n" : "[\n",
			scope->stream) == EOF)
		return kl_io_error(error, errno, NULL, "write the findings");
	gitlab->begun = true;
	return kl_json_put(&gitlab->issue, scope->stream, error);
}

static enum kl_status write_problems(struct gitlab *gitlab,
	const struct kl_format_scope *scope, const struct kl_tally *tally, struct kl_error *error)
{
	enum kl_status status = KL_OK;
	struct kl_text_buffer text = { 0 };
	uint64_t more = tally->problems - tally->problem_list_count;

	for (size_t i = 0; i < tally->problem_list_count && status == KL_OK; i++) {
		const struct kl_problem *problem = &tally->problem_list[i];
		const struct kl_place place = { .path = problem->path,
			.line = problem->line };
		kl_text_add_visible(&text, kl_span_of(problem->text), 0);
		status = write_told(gitlab, scope, "not-checked", "critical", &place,
			&text, error);
	}
	if (more == 0 || status != KL_OK)
		return status;
	kl_phrase_add(&text, KL_PHRASE_more_problems, more, 0);
	return write_told(gitlab, scope, "not-checked", "critical",
		&(struct kl_place){ 0 }, &text, error);
}

static enum kl_status write_notes(struct gitlab *gitlab,
	const struct kl_format_scope *scope, const struct kl_tally *tally, struct kl_error *error)
{
	enum kl_status status = KL_OK;
	struct kl_text_buffer text = { 0 };
	uint64_t more = tally->notes - tally->note_list_count;

	for (size_t i = 0; i < tally->note_list_count && status == KL_OK; i++) {
		const struct kl_told_note *note = &tally->note_list[i];
		kl_text_add_visible(&text, kl_span_of(note->text), 0);
		status = write_told(gitlab, scope, kl_note_name(note->kind), "info",
			&note->place, &text, error);
	}
	if (more == 0 || status != KL_OK)
		return status;
	kl_phrase_add(&text, KL_PHRASE_more_notes, more, 0);
	return write_told(gitlab, scope, "notes", "info", &(struct kl_place){ 0 },
		&text, error);
}

static enum kl_status end(void *state, const struct kl_format_scope *scope,
	const struct kl_tally *tally, struct kl_error *error)
{
	struct gitlab *gitlab = state;
	const struct kl_kept *kept = &gitlab->kept;
	struct kl_text_buffer text = { 0 };
	enum kl_status status = write_problems(gitlab, scope, tally, error);

	if (status == KL_OK && kept->left_out > 0) {
		kl_phrase_add(&text, KL_PHRASE_unlisted, kept->left_out, 0);
		status = write_told(gitlab, scope, "left-out", "info",
			&(struct kl_place){ 0 }, &text, error);
	}
	if (status == KL_OK)
		status = write_notes(gitlab, scope, tally, error);
	if (status == KL_OK && (kept->count > 0 || !gitlab->begun)
			&& fputs(gitlab->begun ? ",\n" : "[\n", scope->stream) == EOF)
		status = kl_io_error(error, errno, NULL, "write the findings");
	if (status == KL_OK)
		status = kl_kept_write(kept, scope->stream, ",\n", error);
	if (status == KL_OK && fputs("\n]\n", scope->stream) == EOF)
		status = kl_io_error(error, errno, NULL, "write the findings");
	return status;
}

static void release(void *state)
{
	struct gitlab *gitlab = state;

	kl_kept_release(&gitlab->kept);
	kl_text_release(&gitlab->issue);
	kl_text_release(&gitlab->path);
}

const struct kl_format kl_format_gitlab = {
	.name = "gitlab",
	.summary = "a Code Quality report of GitLab",
	.state_size = sizeof(struct gitlab),
	.finding = take_finding,
	.end = end,
	.release = release,
};
