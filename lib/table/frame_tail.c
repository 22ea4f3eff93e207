/* Where a table ends. What is held back begins at a line: rows and issues from
 * there on. */
#include <stdlib.h>

#include "base/text.h"
#include "table/framing.h"

static const uint64_t NOTHING = UINT64_MAX;

/* What is held and a batch, as one. */
struct stretch {
	const struct kl_tail *tail;
	const struct kl_batch *batch;
	size_t count, issue_count;
};

static const struct kl_row *row_at(const struct stretch *s, size_t i)
{
	return i < s->tail->count ? &s->tail->rows[i]
		: &s->batch->rows[i - s->tail->count];
}

static const struct kl_issue *issue_at(const struct stretch *s, size_t i)
{
	return i < s->tail->issue_count ? &s->tail->issues[i]
		: &s->batch->issues[i - s->tail->issue_count];
}

/* The words that notes begin with, in lower case; a letter may not follow. */
static const char *const note_words[] = { "bron", "bronnen", "toelichting",
	"noot", "noten", "opmerking", "opmerkingen", "peildatum", "source",
	"sources", "note", "notes" };

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}

/* The first cell of the row that is not blank. */
static struct kl_span text_of(const struct kl_row *row)
{
	size_t i = 0;

	while (i < row->count && kl_span_is_blank(row->cells[i]))
		i++;
	return i < row->count ? kl_span_trim(row->cells[i]) : (struct kl_span){ 0 };
}

/* "Bron: DUO", "* zie boven", "1) voorlopig". */
static bool begins_as_note(struct kl_span text)
{
	size_t digits = 0;

	while (digits < text.length && kl_is_digit(text.at[digits]))
		digits++;
	if (digits > 0)
		return digits < text.length && text.at[digits] == ')';
	for (size_t i = 0; i < sizeof note_words / sizeof *note_words; i++) {
		struct kl_span word = kl_span_of(note_words[i]);
		if (text.length >= word.length && kl_span_alike(word,
				(struct kl_span){ text.at, word.length })
				&& (text.length == word.length
					|| !is_letter(text.at[word.length])))
			return true;
	}
	return text.length > 1 && *text.at == '*';
}

static bool has_letter(struct kl_span text)
{
	size_t i = 0;

	while (i < text.length && !is_letter(text.at[i]))
		i++;
	return i < text.length;
}

/* Whether notes can begin with it: below a blank row several words are enough. */
static bool is_note(const struct kl_tail *tail, struct kl_span text, bool below)
{
	if (begins_as_note(text))
		return below || tail->columns > 2;
	return below && tail->columns > 2 && has_letter(text)
		&& memchr(text.at, ' ', text.length) != NULL;
}

/* The blank and the sparse rows behind the last full one, one after another. */
struct sparse {
	const struct stretch *s;
	size_t row, issue;
	uint64_t after;                 /* line of the last full row */
};

static struct sparse begin_sparse(const struct stretch *s)
{
	size_t first = s->count;

	while (first > s->tail->count
			&& kl_row_filled(row_at(s, first - 1), 2) < 2)
		first--;
	if (first == s->tail->count)
		return (struct sparse){ .s = s };
	return (struct sparse){ .s = s, .row = first,
		.after = row_at(s, first - 1)->line };
}

/* False at the end. *text: what stands there; empty if nothing. */
static bool next_sparse(struct sparse *sparse, uint64_t *line,
	struct kl_span *text)
{
	const struct stretch *s = sparse->s;
	const struct kl_row *row = sparse->row < s->count
		? row_at(s, sparse->row) : NULL;

	while (sparse->issue < s->issue_count
			&& (issue_at(s, sparse->issue)->line <= sparse->after
				|| !kl_issue_is_blank(issue_at(s, sparse->issue))))
		sparse->issue++;
	*text = (struct kl_span){ 0 };
	if (sparse->issue < s->issue_count && (row == NULL
			|| issue_at(s, sparse->issue)->line < row->line)) {
		*line = issue_at(s, sparse->issue++)->line;
		return true;
	}
	if (row == NULL)
		return false;
	*line = row->line;
	*text = text_of(row);
	sparse->row++;
	return true;
}

/* The line from which on what was read may turn out to be notes. */
static uint64_t may_be_notes(const struct stretch *s)
{
	struct sparse sparse = begin_sparse(s);
	uint64_t line, begin = NOTHING;
	struct kl_span text;
	bool blank = false;

	while (next_sparse(&sparse, &line, &text)) {
		if (text.length > 0 && !blank && !is_note(s->tail, text, false))
			begin = NOTHING;
		else if (begin == NOTHING)
			begin = line;
		blank = blank || text.length == 0;
	}
	return begin;
}

/* The line from which on all is notes, when nothing follows. */
static uint64_t are_notes(const struct stretch *s)
{
	struct sparse sparse = begin_sparse(s);
	uint64_t line, begin = NOTHING;
	struct kl_span text;
	bool blank = false, met = false;        /* since it began; a note was met */

	while (next_sparse(&sparse, &line, &text)) {
		bool fits = text.length == 0
			|| (met && blank ? has_letter(text)
				: met ? begins_as_note(text)
				: is_note(s->tail, text, blank));
		if (!fits) {
			begin = NOTHING;
			blank = met = false;
			continue;
		}
		begin = begin == NOTHING ? line : begin;
		blank = blank || text.length == 0;
		met = met || text.length > 0;
	}
	return met ? begin : NOTHING;
}

/* The line from which on stand the last rows that are not blank, as many as were
 * asked for, and the blank ones above them. */
static uint64_t find_footer(const struct stretch *s)
{
	size_t left = s->tail->footer, i = s->count, issue = 0;
	uint64_t after;

	while (i > 0 && (left > 0 || kl_row_filled(row_at(s, i - 1), 1) == 0))
		left -= kl_row_filled(row_at(s, --i), 1);
	after = i > 0 ? row_at(s, i - 1)->line : 0;
	while (issue < s->issue_count && (issue_at(s, issue)->line <= after
			|| !kl_issue_is_blank(issue_at(s, issue))))
		issue++;
	uint64_t line = issue < s->issue_count ? issue_at(s, issue)->line : NOTHING;
	return i < s->count && row_at(s, i)->line < line ? row_at(s, i)->line : line;
}

/* The first row, and the first issue, at the line or below it. */
static void find_line(const struct stretch *s, uint64_t line, size_t *row,
	size_t *issue)
{
	*row = s->count;
	*issue = s->issue_count;
	while (*row > 0 && row_at(s, *row - 1)->line >= line)
		--*row;
	while (*issue > 0 && issue_at(s, *issue - 1)->line >= line)
		--*issue;
}

static size_t size_of(const struct kl_row *row)
{
	size_t size = row->raw.length;

	for (size_t i = 0; i < row->count; i++)
		size += row->cells[i].length + 1;
	return size;
}

enum { BYTES = 1 << 20 };       /* that are held, of what may be notes */

/* Too much is held: it is what it seems, rows of the table. */
static bool is_too_much(const struct stretch *s, size_t row, size_t issue)
{
	size_t bytes = 0, rows = s->count - row;

	for (size_t i = row; i < s->count && rows <= KL_FRAME_HELD
			&& bytes <= BYTES; i++)
		bytes += size_of(row_at(s, i));
	return rows > KL_FRAME_HELD || s->issue_count - issue > KL_FRAME_HELD
		|| bytes > BYTES;
}

static struct kl_note note_at(const struct kl_tail *tail,
	enum kl_note_kind kind, uint64_t line)
{
	return (struct kl_note){ .kind = kind, .path = tail->path,
		.sheet = tail->dialect.sheet, .line = line };
}

/* The line from which on all is held, of a stretch that goes on. */
static uint64_t hold_from(struct kl_tail *tail, const struct stretch *s)
{
	uint64_t line;
	size_t row, issue;
	bool full = s->batch->count > 0 && begin_sparse(s).after > 0;

	if (!tail->guess) {
		line = find_footer(s);
		find_line(s, line, &row, &issue);
		/* Blank rows without end are not held. */
		size_t most = tail->footer + KL_FRAME_HELD;
		if (s->count - row > most)
			line = row_at(s, s->count - most)->line;
		if (s->issue_count - issue > most
				&& issue_at(s, s->issue_count - most)->line > line)
			line = issue_at(s, s->issue_count - most)->line;
		return line;
	}
	tail->spilled = tail->spilled && !full;
	line = tail->spilled ? NOTHING : may_be_notes(s);
	if (line == NOTHING)
		return line;
	find_line(s, line, &row, &issue);
	if (!is_too_much(s, row, issue))
		return line;
	tail->spilled = true;
	while (row < s->count && kl_row_filled(row_at(s, row), 1) == 0)
		row++;
	if (row < s->count)
		kl_note_tell(tail->calls, note_at(tail, KL_NOTE_held, line),
			"more than %d rows have one cell or none from here on: they are read as rows, not as notes",
			KL_FRAME_HELD);
	return NOTHING;
}

static enum kl_status hand_on(const struct kl_tail *tail,
	const struct kl_row *rows, size_t count, const struct kl_issue *issues,
	size_t issue_count, struct kl_error *error)
{
	const struct kl_batch batch = { rows, count, issues, issue_count,
		tail->dialect };

	return count + issue_count == 0 ? KL_OK
		: tail->batch(tail->context, &batch, error);
}

/* Hands on the first rows and issues. */
static enum kl_status hand_on_first(const struct stretch *s, size_t rows,
	size_t issues, struct kl_error *error)
{
	const struct kl_tail *tail = s->tail;
	size_t held = rows < tail->count ? rows : tail->count;
	size_t told = issues < tail->issue_count ? issues : tail->issue_count;
	enum kl_status status = hand_on(tail, tail->rows, held, tail->issues, told,
		error);

	return status != KL_OK ? status : hand_on(tail, s->batch->rows,
		rows - held, s->batch->issues, issues - told, error);
}

static void forget(struct kl_tail *tail)
{
	kl_arena_release(&tail->arena);
	tail->rows = NULL;
	tail->issues = NULL;
	tail->count = tail->issue_count = 0;
}

/* Holds what begins with this row and this issue. */
static bool hold(struct kl_tail *tail, const struct stretch *s, size_t row,
	size_t issue)
{
	struct kl_tail held = *tail;

	held.arena = (struct kl_arena){ 0 };
	held.count = s->count - row;
	held.issue_count = s->issue_count - issue;
	held.rows = kl_arena_alloc(&held.arena,
		(held.count + 1) * sizeof *held.rows);
	held.issues = kl_arena_alloc(&held.arena,
		(held.issue_count + 1) * sizeof *held.issues);
	bool fine = held.rows != NULL && held.issues != NULL;
	for (size_t i = 0; i < held.count && fine; i++)
		fine = kl_row_keep(row_at(s, row + i), &held.arena, &held.rows[i]);
	for (size_t i = 0; i < held.issue_count && fine; i++)
		held.issues[i] = *issue_at(s, issue + i);
	if (!fine) {
		kl_arena_release(&held.arena);
		return false;
	}
	forget(tail);
	*tail = held;
	return true;
}

enum kl_status kl_tail_take(struct kl_tail *tail, const struct kl_batch *batch,
	struct kl_error *error)
{
	const struct stretch s = { tail, batch, tail->count + batch->count,
		tail->issue_count + batch->issue_count };
	size_t row = s.count, issue = s.issue_count;
	bool ends = tail->columns > 1 && (tail->guess || tail->footer > 0);
	uint64_t line = ends ? hold_from(tail, &s) : NOTHING;

	/* A file can turn out to be of another encoding than its first rows. */
	tail->dialect.encoding = batch->dialect.encoding;
	if (line != NOTHING)
		find_line(&s, line, &row, &issue);
	enum kl_status status = hand_on_first(&s, row, issue, error);
	if (status != KL_OK)
		return status;
	if (line != NOTHING)
		return hold(tail, &s, row, issue) ? KL_OK : kl_no_memory(error);
	forget(tail);
	return KL_OK;
}

/* What is wrong with the bytes of the file is told, wherever it stands. */
static enum kl_status tell_bytes(const struct kl_tail *tail, size_t from,
	struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = from; i < tail->issue_count && status == KL_OK; i++) {
		struct kl_issue issue = tail->issues[i];
		issue.row = 0;
		if (issue.kind == KL_ISSUE_ENCODING || issue.kind == KL_ISSUE_NUL)
			status = hand_on(tail, NULL, 0, &issue, 1, error);
	}
	return status;
}

/* Tells what is left out, from these on. */
static void tell_left_out(const struct kl_tail *tail, size_t row, size_t issue)
{
	const struct kl_reader_calls *calls = tail->calls;
	uint64_t first = 0, last = 0;
	char lines[KL_LINES];

	for (; row < tail->count; row++) {
		const struct kl_row *at = &tail->rows[row];
		for (; issue < tail->issue_count
				&& tail->issues[issue].line < at->line; issue++) {
			if (kl_issue_is_blank(&tail->issues[issue]))
				kl_frame_tell_blank(calls, tail->issues[issue].line,
					kl_issue_last_line(&tail->issues[issue]));
		}
		kl_frame_tell_row(calls, KL_LEFT_OUT_NOTE, at);
		if (kl_row_filled(at, 1) == 0)
			continue;
		first = first == 0 ? at->line : first;
		last = at->line;
	}
	for (; issue < tail->issue_count; issue++) {
		if (kl_issue_is_blank(&tail->issues[issue]))
			kl_frame_tell_blank(calls, tail->issues[issue].line,
				kl_issue_last_line(&tail->issues[issue]));
	}
	if (first > 0)
		kl_note_tell(calls, note_at(tail, KL_NOTE_below, first),
			"%s left out, as notes below the table",
			kl_frame_lines(lines, tail->dialect.sheet, first, last));
}

enum kl_status kl_tail_end(struct kl_tail *tail, struct kl_error *error)
{
	const struct kl_batch none = { .dialect = tail->dialect };
	const struct stretch s = { tail, &none, tail->count, tail->issue_count };
	size_t row = s.count, issue = s.issue_count;
	uint64_t line = tail->guess ? are_notes(&s) : 0;

	if (line != NOTHING)
		find_line(&s, line, &row, &issue);
	enum kl_status status = hand_on_first(&s, row, issue, error);
	if (status == KL_OK)
		status = tell_bytes(tail, issue, error);
	if (status == KL_OK)
		tell_left_out(tail, row, issue);
	return status;
}

void kl_tail_release(struct kl_tail *tail)
{
	forget(tail);
}
