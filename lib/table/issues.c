#include "table/issues.h"

#include <stdlib.h>

#include "base/memory.h"
#include "table/place.h"

enum { MISFIT, NUL, TURN };

static bool stands_after(const struct kl_issue *a, const struct kl_issue *b)
{
	return a->line > b->line || (a->line == b->line && a->column > b->column);
}

/* They come nearly in order. */
bool kl_issues_add(struct kl_issues *issues, struct kl_issue issue)
{
	size_t i = issues->count;

	if (!kl_grow(issues->list, issues->capacity, i + 1))
		return false;
	for (issues->count++; i > 0 && stands_after(&issues->list[i - 1], &issue);
			i--)
		issues->list[i] = issues->list[i - 1];
	issues->list[i] = issue;
	return true;
}

bool kl_issues_add_at(struct kl_issues *issues, enum kl_issue_kind kind,
	struct kl_span raw, size_t offset, uint64_t at, uint64_t line,
	uint64_t row)
{
	struct kl_issue issue = { .kind = kind, .row = row,
		.offset = issues->decoder->mark + at + offset };

	kl_place_of(raw, offset, line, &issue.line, &issue.column);
	return kl_issues_add(issues, issue);
}

static const struct kl_sighting *sighting(const struct kl_issues *issues,
	size_t which)
{
	const struct kl_decoder *d = issues->decoder;
	const struct kl_sighting *all[KL_SIGHTINGS] = { &d->misfit, &d->nul,
		&d->turn };

	return all[which];
}

static bool waits(const struct kl_issues *issues, size_t which, uint64_t end)
{
	const struct kl_sighting *seen = sighting(issues, which);

	return seen->met && !issues->found[which] && seen->at < end;
}

bool kl_issues_wait(const struct kl_issues *issues, uint64_t end)
{
	return waits(issues, MISFIT, end) || waits(issues, NUL, end)
		|| waits(issues, TURN, end);
}

static bool find(struct kl_issues *issues, size_t which, struct kl_span raw,
	size_t offset, uint64_t line, uint64_t row)
{
	const struct kl_sighting *seen = sighting(issues, which);
	struct kl_issue issue = { .kind = which == NUL ? KL_ISSUE_NUL
		: KL_ISSUE_ENCODING, .offset = seen->offset, .row = row,
		.byte = seen->byte, .why = seen->why };

	issues->found[which] = true;
	kl_place_of(raw, offset, line, &issue.line, &issue.column);
	if (which != TURN)
		return kl_issues_add(issues, issue);
	issues->turned = true;
	issues->turn_line = issue.line;
	issues->turn_column = issue.column;
	return true;
}

bool kl_issues_find(struct kl_issues *issues, struct kl_span raw, uint64_t at,
	uint64_t line, uint64_t row)
{
	bool fine = true;

	for (size_t i = 0; i < KL_SIGHTINGS && fine; i++) {
		uint64_t seen = sighting(issues, i)->at;
		if (waits(issues, i, at + raw.length) && seen >= at)
			fine = find(issues, i, raw, (size_t)(seen - at), line, row);
	}
	return fine;
}

void kl_issues_tell(const struct kl_issues *issues, bool declared,
	const char *path, const struct kl_reader_calls *calls)
{
	enum kl_encoding encoding = issues->decoder->encoding;
	struct kl_note note = { .kind = KL_NOTE_encoding, .path = path,
		.line = issues->turn_line, .column = issues->turn_column };

	if (issues->decoder->turn.met)
		kl_note_tell(calls, note,
			"this is no UTF-8, so the file is read as Windows-1252");
	else if (encoding != KL_UTF_8 && !declared)
		kl_note_tell(calls, note,
			"is read as %s, as its byte order mark says",
			kl_encoding_title(encoding));
	note.kind = KL_NOTE_encoding_declared;
	if (encoding != KL_UTF_8 && declared)
		kl_note_tell(calls, note, "is read as %s, as declared",
			kl_encoding_title(encoding));
}

void kl_issues_release(struct kl_issues *issues)
{
	free(issues->list);
	*issues = (struct kl_issues){ 0 };
}
