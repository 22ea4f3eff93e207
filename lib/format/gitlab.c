/*
 * Code Quality reports of GitLab: a JSON array of issues. GitLab drops issues of
 * equal fingerprints, so equal ones are numbered.
 */
#include <errno.h>
#include <stdlib.h>

#include "format/format.h"
#include "format/json_write.h"
#include "format/kept.h"
#include "format/phrases.h"
#include "format/told.h"

static const char *const severities[KL_SEVERITIES] = {
	[KL_INFO] = "info", [KL_WARNING] = "minor", [KL_ERROR] = "major",
};

/* An issue must have a line: what is about a whole file stands at its first. Takes
 * `text`. */
static json_t *make_issue(const char *name, const char *severity,
	const struct kl_place *place, const char *fingerprint,
	struct kl_text_buffer *text)
{
	const char *path = place->path != NULL ? place->path : ".";
	json_t *issue = json_object(), *location = json_object();
	json_t *lines = json_object();

	json_object_set_new(issue, "description", kl_json_built(text));
	json_object_set_new(issue, "check_name", json_string(name));
	json_object_set_new(issue, "fingerprint", json_string(fingerprint));
	json_object_set_new(issue, "severity", json_string(severity));
	json_object_set_new(lines, "begin", json_integer((json_int_t)
		(place->line > 0 ? place->line : 1)));
	json_object_set_new(location, "path", kl_json_text(kl_span_of(path)));
	json_object_set_new(location, "lines", lines);
	json_object_set_new(issue, "location", location);
	return issue;
}

static enum kl_status keep(struct kl_kept *kept, enum kl_severity severity,
	json_t *issue, struct kl_error *error)
{
	char *text = kl_json_dump(issue, 0);
	enum kl_status status = text == NULL ? kl_no_memory(error)
		: kl_kept_add(kept, severity, text, error);

	free(text);
	return status;
}

static enum kl_status take_finding(void *state,
	const struct kl_format_scope *scope, const struct kl_finding *finding,
	struct kl_error *error)
{
	char fingerprint[KL_KEPT_FINGERPRINT];
	struct kl_text_buffer text = { 0 };
	struct kl_kept *kept = state;

	/* The report has no place for what does not count, nor for its number. */
	if (!kl_finding_counts(finding)
			|| !kl_kept_wants(kept, finding->severity))
		return KL_OK;
	if (!kl_kept_fingerprint(kept, finding, fingerprint))
		return kl_no_memory(error);
	kl_told_add(finding, scope->style, &text);
	return keep(kept, finding->severity, make_issue(kl_code_name(finding->code),
		severities[finding->severity], &finding->place, fingerprint, &text),
		error);
}

/* What is told of the run has a fingerprint by its words and its place. */
static enum kl_status write_told(const struct kl_format_scope *scope,
	const char **before, const char *name, const char *severity,
	const struct kl_place *place, struct kl_text_buffer *text,
	struct kl_error *error)
{
	char fingerprint[KL_FINGERPRINT];
	uint64_t hash = kl_hash(kl_hash(place->line, kl_span_of(place->path)),
		kl_text_span(text));

	snprintf(fingerprint, sizeof fingerprint, "%016llx",
		(unsigned long long)hash);
	const char *between = *before;
	*before = ",\n";
	return kl_json_write(scope->stream, between, make_issue(name, severity,
		place, fingerprint, text), 0, "", error);
}

static enum kl_status write_problems(const struct kl_format_scope *scope,
	const char **before, const struct kl_tally *tally, struct kl_error *error)
{
	enum kl_status status = KL_OK;
	struct kl_text_buffer text = { 0 };
	uint64_t more = tally->problems - tally->problem_list_count;

	for (size_t i = 0; i < tally->problem_list_count && status == KL_OK; i++) {
		const struct kl_problem *problem = &tally->problem_list[i];
		const struct kl_place place = { .path = problem->path,
			.line = problem->line };
		kl_text_add_visible(&text, kl_span_of(problem->text), 0);
		status = write_told(scope, before, "not-checked", "critical", &place,
			&text, error);
	}
	if (more == 0 || status != KL_OK)
		return status;
	kl_phrase_add(&text, KL_PHRASE_more_problems, more, 0);
	return write_told(scope, before, "not-checked", "critical",
		&(struct kl_place){ 0 }, &text, error);
}

static enum kl_status write_notes(const struct kl_format_scope *scope,
	const char **before, const struct kl_tally *tally, struct kl_error *error)
{
	enum kl_status status = KL_OK;
	struct kl_text_buffer text = { 0 };
	uint64_t more = tally->notes - tally->note_list_count;

	for (size_t i = 0; i < tally->note_list_count && status == KL_OK; i++) {
		const struct kl_told_note *note = &tally->note_list[i];
		kl_text_add_visible(&text, kl_span_of(note->text), 0);
		status = write_told(scope, before, kl_note_name(note->kind), "info",
			&note->place, &text, error);
	}
	if (more == 0 || status != KL_OK)
		return status;
	kl_phrase_add(&text, KL_PHRASE_more_notes, more, 0);
	return write_told(scope, before, "notes", "info", &(struct kl_place){ 0 },
		&text, error);
}

static enum kl_status end(void *state, const struct kl_format_scope *scope,
	const struct kl_tally *tally, struct kl_error *error)
{
	const struct kl_kept *kept = state;
	struct kl_text_buffer text = { 0 };
	const char *before = "[\n";
	enum kl_status status = write_problems(scope, &before, tally, error);

	if (status == KL_OK && kept->left_out > 0) {
		kl_phrase_add(&text, KL_PHRASE_unlisted, kept->left_out, 0);
		status = write_told(scope, &before, "left-out", "info",
			&(struct kl_place){ 0 }, &text, error);
	}
	if (status == KL_OK)
		status = write_notes(scope, &before, tally, error);
	if (status == KL_OK && (kept->count > 0 || before[0] == '[')
			&& fputs(before, scope->stream) == EOF)
		status = kl_io_error(error, errno, NULL, "write the findings");
	if (status == KL_OK)
		status = kl_kept_write(kept, scope->stream, ",\n", error);
	if (status == KL_OK && fputs("\n]\n", scope->stream) == EOF)
		status = kl_io_error(error, errno, NULL, "write the findings");
	return status;
}

static void release(void *state)
{
	kl_kept_release(state);
}

const struct kl_format kl_format_gitlab = {
	.name = "gitlab",
	.summary = "a Code Quality report of GitLab",
	.state_size = sizeof(struct kl_kept),
	.finding = take_finding,
	.end = end,
	.release = release,
};
