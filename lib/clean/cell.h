/*
 * What a cell becomes, by what is declared of its column.
 *
 * Only what is certain is changed: the new text is worth exactly what the old one
 * was, as declared, or it is a code that was damaged in a known way and that
 * nothing else can be. Everything else stays, and is told.
 */
#ifndef KL_CLEAN_CELL_H
#define KL_CLEAN_CELL_H

#include "base/memo.h"
#include "base/memory.h"
#include "base/text.h"
#include "clean/code.h"
#include "clean/words.h"
#include "rule/field.h"
#include "table/plain.h"

/* Which cells need no look. */
enum kl_clean_kind {
	KL_CLEAN_TEXT,          /* without blanks at the edges */
	KL_CLEAN_NUMBER,        /* plain numbers */
	KL_CLEAN_DATE,          /* YYYY-MM-DD */
	KL_CLEAN_KNOWN          /* those that were found clean before */
};

/* A column: how its cells are read, and how they are to be written. */
struct kl_clean_column {
	const struct kl_field *from, *to;
	const struct kl_clean_code *codes;      /* that can stand in it */
	size_t code_count;
	enum kl_clean_kind kind;
	const struct kl_plain *plain;   /* NUMBER, DATE */
	struct kl_memo *known;          /* KNOWN */
};

/* What a field is once its cells are clean: numbers with a point and no groups,
 * dates and times in the default form, true and false. With keep_notation (files
 * that stay under the same descriptor) only groups go. */
struct kl_field kl_clean_target(const struct kl_field *field,
	bool keep_notation);

/* Sets the rest, once fields and codes are set. False when memory is out. */
bool kl_clean_column_ready(struct kl_clean_column *column,
	struct kl_arena *arena);

struct kl_clean_cell {
	struct kl_span text;            /* as it is to be written: the cell, a part of
	                                   it, or in the arena */
	struct kl_clean_why why;        /* of the change, if there is one */
	enum kl_clean_word left;        /* KL_CLEAN_NOTHING: nothing is to be told */
};

/* False when memory is out. */
bool kl_clean_cell(const struct kl_clean_column *column, struct kl_span cell,
	struct kl_arena *arena, struct kl_clean_cell *out);

/* Without blanks at the edges: white space, no-break and zero-width ones, byte
 * order marks. */
struct kl_span kl_clean_trim(struct kl_span text);
/* Whether there is nothing to trim; never wrongly true. */
bool kl_clean_is_trimmed(struct kl_span text);

/* Whether the cell is for certain as it should be, without a look. */
static inline bool kl_clean_is_plain(const struct kl_clean_column *column,
	struct kl_span cell)
{
	uint32_t date;
	struct kl_plain_number number;

	if (cell.length == 0)
		return !column->from->fill_down;
	switch (column->kind) {
	case KL_CLEAN_NUMBER:
		return kl_plain_read_number(column->plain, cell, &number);
	case KL_CLEAN_DATE:
		return kl_plain_read_date(column->plain, cell, &date);
	case KL_CLEAN_TEXT:
		return kl_clean_is_trimmed(cell);
	case KL_CLEAN_KNOWN:
		break;
	}
	return kl_memo_has(column->known, cell);
}

/* For cell.c: the parts. Each returns the text, which is `text` itself if nothing
 * is to be changed; at NULL: memory is out. */
struct kl_span kl_clean_made(struct kl_span text, struct kl_text_buffer *made,
	struct kl_arena *arena);        /* what was made of it; releases *made */
struct kl_span kl_clean_number(const struct kl_field *from,
	const struct kl_field *to, struct kl_span text, struct kl_arena *arena);
struct kl_span kl_clean_mark(const struct kl_field *from, struct kl_span text,
	struct kl_arena *arena);
struct kl_span kl_clean_moment(const struct kl_field *from,
	const struct kl_field *to, struct kl_span text, struct kl_arena *arena);
/* Whether a pattern says all that the default form of the type has. */
bool kl_clean_is_whole(enum kl_field_type type, struct kl_span pattern);

#endif
