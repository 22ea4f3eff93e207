#include "table/frame.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "base/translate.h"
#include "table/framing.h"
#include "table/names.h"

enum { NOTES_MOST = 20 };               /* names of columns that are told */

struct framing {
	const char *path;
	const struct kl_dialect *dialect;       /* as asked for */
	const struct kl_reader_calls *calls;
	struct kl_look look;
	struct kl_dialect physical;     /* as used, no column left out */
	struct kl_tail tail;
	size_t columns;                 /* of the header, as handed on */
	struct kl_row *rows;            /* without the columns at the edges */
	size_t row_capacity;
	struct kl_issue *issues;        /* with what stands left of them */
	size_t issue_count, issue_capacity;
	struct kl_arena arena;          /* of the names */
};

static struct kl_note note_at(const struct framing *f, enum kl_note_kind kind,
	uint64_t line)
{
	return (struct kl_note){ .kind = kind, .path = f->path,
		.sheet = f->physical.sheet, .line = line };
}

const char *kl_frame_lines(char *out, const char *sheet, uint64_t first,
	uint64_t last)
{
	unsigned long long from = first, to = last;

	if (first == last)
		snprintf(out, KL_LINES, sheet != NULL ? kl_translate("row %llu")
			: kl_translate("line %llu"), from);
	else
		snprintf(out, KL_LINES, sheet != NULL
			? kl_translate("rows %llu to %llu")
			: kl_translate("lines %llu to %llu"), from, to);
	return out;
}

void kl_frame_tell_blank(const struct kl_reader_calls *calls, uint64_t line,
	uint64_t last_line)
{
	const struct kl_left_out part = { .kind = KL_LEFT_OUT_BLANK, .line = line,
		.last_line = last_line };

	if (calls->left_out != NULL)
		calls->left_out(calls->context, &part);
}

void kl_frame_tell_row(const struct kl_reader_calls *calls,
	enum kl_left_out_kind kind, const struct kl_row *row)
{
	struct kl_left_out part = { .kind = kind, .line = row->line,
		.last_line = row->line, .row = row };
	size_t i = 0;

	while (i < row->count && kl_span_is_blank(row->cells[i]))
		i++;
	if (i == row->count)
		kl_frame_tell_blank(calls, row->line, row->line);
	else if (calls->left_out != NULL) {
		part.text = kl_span_trim(row->cells[i]);
		calls->left_out(calls->context, &part);
	}
}

/* What was above the header: titles, and the blank rows beside them. */
static void tell_titles(const struct framing *f)
{
	const struct kl_window *window = &f->look.window;
	char lines[KL_LINES], header[KL_LINES];
	uint64_t first = 0, last = 0;
	size_t blank = 0;

	if (!f->look.head.titled)
		return;
	for (size_t i = 0; i < f->look.head.index; i++) {
		const struct kl_row *row = &window->rows[i];
		for (; blank < window->blank_count
				&& window->blanks[blank].line <= row->line; blank++)
			kl_frame_tell_blank(f->calls, window->blanks[blank].line,
				window->blanks[blank].last_line);
		if (kl_row_filled(row, 1) == 0)
			continue;
		kl_frame_tell_row(f->calls, KL_LEFT_OUT_TITLE, row);
		first = first == 0 ? row->line : first;
		last = row->line;
	}
	for (; blank < window->blank_count
			&& window->blanks[blank].line < f->look.head.line; blank++)
		kl_frame_tell_blank(f->calls, window->blanks[blank].line,
			window->blanks[blank].last_line);
	kl_note_tell(f->calls, note_at(f, KL_NOTE_title, first),
		"%s left out, as a title: the header is %s",
		kl_frame_lines(lines, f->physical.sheet, first, last),
		kl_frame_lines(header, f->physical.sheet, f->look.head.line,
			f->look.head.line));
}

static void tell_columns(const struct framing *f, const char *side, size_t first,
	size_t count, uint64_t line)
{
	const struct kl_left_out part = { .kind = KL_LEFT_OUT_COLUMNS,
		.line = line, .last_line = line, .column = first + 1,
		.last_column = first + count };

	if (count == 0)
		return;
	if (f->calls->left_out != NULL)
		f->calls->left_out(f->calls->context, &part);
	kl_note_tell(f->calls, note_at(f, KL_NOTE_columns, line),
		count > 1 ? KL_TEXT("%zu blank columns at the %s left out")
			: KL_TEXT("%zu blank column at the %s left out"), count,
		kl_translate(side));
}

static bool tell_name(const struct framing *f, const struct kl_row *header,
	const struct kl_taken *taken, bool silently)
{
	const struct kl_left_out part = { .kind = KL_LEFT_OUT_NAME,
		.line = header->line, .last_line = header->line,
		.column = taken->column + 1, .last_column = taken->column + 1,
		.text = taken->text, .name = taken->name };
	struct kl_note note = note_at(f, taken->doubtful ? KL_NOTE_name_doubt
		: KL_NOTE_name, 0);
	struct kl_text_buffer text = { 0 }, name = { 0 };

	if (!taken->doubtful && f->calls->left_out != NULL)
		f->calls->left_out(f->calls->context, &part);
	kl_text_puts(&text, "");
	kl_text_add_visible(&text, taken->text, 60);
	kl_text_puts(&name, "");
	kl_text_add_visible(&name, taken->name, 60);
	kl_row_place(header, &f->tail.dialect, taken->column, &note.line,
		&note.column);
	bool whole = !text.failed && !name.failed;
	if (!silently && whole)
		kl_note_tell(f->calls, note, taken->doubtful
			? KL_TEXT("column '%s' could be %s, and so could another name: it is not taken for it")
			: KL_TEXT("column '%s' is taken for %s"), text.at, name.at);
	kl_text_release(&text);
	kl_text_release(&name);
	return whole;
}

/* Names as they are asked for, where people wrote them otherwise. */
static enum kl_status take_names(struct framing *f, struct kl_row *header,
	struct kl_error *error)
{
	const struct kl_wanted *wanted = f->dialect->wanted;
	struct kl_taken *taken;
	size_t count;

	if (wanted == NULL || f->dialect->as_is || f->dialect->exact_names)
		return KL_OK;
	struct kl_span *names = kl_arena_alloc(&f->arena,
		(header->count + 1) * sizeof *names);
	if (names == NULL || !kl_names_compare(wanted, header->cells,
			header->count, &f->arena, &taken, &count))
		return kl_no_memory(error);
	if (header->count > 0)
		memcpy(names, header->cells, header->count * sizeof *names);
	for (size_t i = 0; i < count; i++) {
		if (!tell_name(f, header, &taken[i], i >= NOTES_MOST))
			return kl_no_memory(error);
		if (!taken[i].doubtful)
			names[taken[i].column] = taken[i].name;
	}
	if (count > NOTES_MOST)
		kl_note_tell(f->calls, note_at(f, KL_NOTE_name, header->line),
			"%zu more names of columns are written otherwise than they are asked for",
			count - NOTES_MOST);
	header->cells = names;
	return KL_OK;
}

static bool add_issue(struct framing *f, const struct kl_issue *issue)
{
	if (!kl_grow(f->issues, f->issue_capacity, f->issue_count + 1))
		return false;
	f->issues[f->issue_count++] = *issue;
	return true;
}

/* What stands left of the first column would be lost. */
static bool tell_edge(struct framing *f, const struct kl_row *row)
{
	struct kl_issue issue = { .kind = KL_ISSUE_EDGE, .row = row->number };
	size_t i = 0;

	while (i < f->look.head.left && i < row->count
			&& kl_span_is_blank(row->cells[i]))
		i++;
	if (i == f->look.head.left || i >= row->count)
		return true;
	kl_row_place(row, &f->physical, i, &issue.line, &issue.column);
	issue.last_line = issue.line;
	return add_issue(f, &issue);
}

/* The row without the columns at the edges. */
static void narrow(const struct framing *f, struct kl_row *row)
{
	const struct kl_head *head = &f->look.head;
	size_t end = head->left + head->columns, last = row->count;

	while (last > end && kl_span_is_blank(row->cells[last - 1]))
		last--;
	if (head->columns > 0 && row->count <= head->width && last == end)
		row->count = end;
	size_t left = head->left < row->count ? head->left : row->count;
	if (left > 0) {
		row->cells += left;
		row->count -= left;
	}
}

/* The batch without the columns at the edges. False when memory is out. */
static bool narrow_batch(struct framing *f, struct kl_batch *batch)
{
	size_t issue = 0;

	f->issue_count = 0;
	if (!kl_grow(f->rows, f->row_capacity, batch->count))
		return false;
	for (size_t i = 0; i < batch->count; i++) {
		f->rows[i] = batch->rows[i];
		for (; issue < batch->issue_count && batch->issues[issue].line
				<= batch->rows[i].line; issue++) {
			if (!add_issue(f, &batch->issues[issue]))
				return false;
		}
		if (!tell_edge(f, &f->rows[i]))
			return false;
		narrow(f, &f->rows[i]);
	}
	for (; issue < batch->issue_count; issue++) {
		if (!add_issue(f, &batch->issues[issue]))
			return false;
	}
	batch->rows = f->rows;
	batch->issues = f->issues;
	batch->issue_count = f->issue_count;
	return true;
}

/* What surely belongs to the table. Its end was found with all columns: a note
 * mostly stands left of an indented table. */
static enum kl_status hand_on(void *context, const struct kl_batch *batch,
	struct kl_error *error)
{
	struct framing *f = context;
	struct kl_batch narrowed = *batch;

	if (f->look.head.left + f->look.head.columns > 0
			&& !narrow_batch(f, &narrowed))
		return kl_no_memory(error);
	return f->calls->batch(f->calls->context, &narrowed, error);
}

static void begin_tail(struct framing *f)
{
	const struct kl_dialect *asked = f->dialect;
	bool declared = asked->layout != NULL && asked->layout->declared;

	f->tail = (struct kl_tail){ .path = f->path, .calls = f->calls,
		.batch = hand_on, .context = f,
		.guess = !asked->as_is && !declared && !asked->footer_given,
		.footer = asked->footer_rows, .columns = f->columns,
		.dialect = f->physical };
	f->tail.dialect.left = f->look.head.left;
}

static enum kl_status take_header(void *context, const struct kl_row *row,
	const struct kl_dialect *used, struct kl_error *error)
{
	struct framing *f = context;
	struct kl_head *head = &f->look.head;
	struct kl_row header = *row;

	/* It is not what was looked at: more bytes spoke for another delimiter, or
	 * the file changed. */
	if (row->count < head->left + head->columns || row->count <= head->left
			|| (head->left + head->columns > 0
				&& used->delimiter != f->look.window.delimiter))
		head->left = head->columns = 0;
	f->physical = *used;
	/* That of the reading ends with it. */
	f->physical.layout = f->dialect->layout;
	tell_titles(f);
	if (head->columns > 0)
		header.count = head->left + head->columns;
	tell_columns(f, KL_TEXT("left edge"), 0, head->left, row->line);
	tell_columns(f, KL_TEXT("right edge"), header.count, row->count - header.count,
		row->line);
	if (head->left > 0) {
		header.cells += head->left;
		header.count -= head->left;
	}
	f->columns = header.count;
	begin_tail(f);
	enum kl_status status = take_names(f, &header, error);
	return status != KL_OK ? status : f->calls->header(f->calls->context,
		&header, &f->tail.dialect, error);
}

/* Blank rows above the header, without a title, are told as others are. */
static enum kl_status tell_blank(struct framing *f, struct kl_error *error)
{
	const struct kl_window *window = &f->look.window;
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < window->blank_count && status == KL_OK
			&& !f->look.head.titled
			&& window->blanks[i].line < f->look.head.line; i++) {
		const struct kl_issue issue = { .kind = KL_ISSUE_BLANK_ROWS,
			.line = window->blanks[i].line, .column = 1,
			.last_line = window->blanks[i].last_line };
		const struct kl_batch batch = { .issues = &issue,
			.issue_count = 1, .dialect = f->tail.dialect };
		status = f->calls->batch(f->calls->context, &batch, error);
	}
	f->look.head.line = 0;
	return status;
}

static enum kl_status take_batch(void *context, const struct kl_batch *batch,
	struct kl_error *error)
{
	struct framing *f = context;
	enum kl_status status = tell_blank(f, error);

	return status == KL_OK ? kl_tail_take(&f->tail, batch, error) : status;
}

static void take_note(void *context, const struct kl_note *note)
{
	const struct framing *f = context;

	f->calls->note(f->calls->context, note);
}

static char decimal_char(void *context, size_t column)
{
	const struct framing *f = context;

	/* A number left of the table is in no column of it. */
	return f->calls->decimal_char(f->calls->context,
		column < f->look.head.left ? SIZE_MAX : column - f->look.head.left);
}

/* Of rows as they will be handed on. */
static void test(void *context, struct kl_row *rows, size_t count)
{
	const struct framing *f = context;

	if (f->look.head.left + f->look.head.columns == 0)
		f->calls->test(f->calls->context, rows, count);
}

enum kl_status kl_read_framed(struct kl_framed *framed, const char *path,
	const struct kl_dialect *dialect, const struct kl_reader_calls *calls,
	struct kl_error *error)
{
	struct framing f = { .path = path, .dialect = dialect, .calls = calls };
	const struct kl_reader_calls own = { .header = take_header,
		.batch = take_batch, .context = &f,
		.note = calls->note != NULL ? take_note : NULL,
		.decimal_char = calls->decimal_char != NULL ? decimal_char : NULL,
		.jobs = calls->jobs, .test = calls->test != NULL ? test : NULL };
	bool declared = dialect->layout != NULL && dialect->layout->declared;
	enum kl_status status = KL_OK;

	if (!dialect->as_is && !declared)
		status = kl_frame_look(&f.look, framed, dialect, error);
	const struct kl_dialect found = kl_look_dialect(&f.look, dialect);
	if (status == KL_OK)
		status = framed->read(framed->context, false, &found, &own, error);
	if (status == KL_OK)
		status = tell_blank(&f, error);
	if (status == KL_OK)
		status = kl_tail_end(&f.tail, error);
	kl_tail_release(&f.tail);
	free(f.rows);
	free(f.issues);
	kl_arena_release(&f.arena);
	kl_look_release(&f.look);
	return status;
}
