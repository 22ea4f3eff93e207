/*
 * What the files of the frame share: frame.c (the reading), frame_text.c (a text
 * that is read twice), frame_look.c (the first time), frame_head.c (where the table begins), frame_tail.c (where
 * it ends).
 */
#ifndef KL_TABLE_FRAMING_H
#define KL_TABLE_FRAMING_H

#include "base/memory.h"
#include "table/frame.h"
#include "table/note.h"

/* Lines that are blank, or hold blank cells only. */
struct kl_blank {
	uint64_t line, last_line;
};

/* The first records of a file, kept. */
struct kl_window {
	struct kl_row rows[KL_FRAME_ROWS];
	size_t count, bytes;
	struct kl_blank blanks[KL_FRAME_ROWS + 1];      /* empty lines and rows */
	size_t blank_count;
	char delimiter;                 /* that was used */
	struct kl_arena arena;
};

/* Where a table begins. */
struct kl_head {
	size_t index;                   /* in the window, of the header */
	uint64_t line;                  /* of the header; 0: the first record is */
	bool titled;                    /* something stands above it */
	size_t left;                    /* columns left out before the first */
	size_t columns;                 /* that are read; 0: all */
	size_t width;                   /* of the header as it stands */
};

/* What looking at a file says of it. Zeroed: nothing, it is read as it is. */
struct kl_look {
	struct kl_window window;
	struct kl_head head;
	struct kl_layout layout;        /* with the header that was found */
	uint64_t header_row;
};

/* frame_look.c: looks at a file; release also after a failure. Errors: KL_NO_MEMORY;
 * what cannot be read is told when it is read for good. */
enum kl_status kl_frame_look(struct kl_look *look, struct kl_framed *framed,
	const struct kl_dialect *dialect, struct kl_error *error);
/* How it is to be read after that; as long as `look` is there. */
struct kl_dialect kl_look_dialect(struct kl_look *look,
	const struct kl_dialect *dialect);
void kl_look_release(struct kl_look *look);

/* Keeps the records of a batch. False when memory is out. */
bool kl_window_take(struct kl_window *window, const struct kl_batch *batch);
static inline bool kl_window_full(const struct kl_window *window)
{
	return window->count == KL_FRAME_ROWS || window->bytes >= KL_FRAME_BYTES;
}
/* Finds the head of the table. False when memory is out. */
bool kl_head_find(const struct kl_window *window, const struct kl_wanted *wanted,
	struct kl_head *head);

static inline bool kl_issue_is_blank(const struct kl_issue *issue)
{
	return issue->kind == KL_ISSUE_BLANK_LINE
		|| issue->kind == KL_ISSUE_BLANK_ROWS;
}
static inline uint64_t kl_issue_last_line(const struct kl_issue *issue)
{
	return issue->kind == KL_ISSUE_BLANK_ROWS ? issue->last_line : issue->line;
}

/* Whether something blank stands between the first record and the header. */
bool kl_head_is_apart(const struct kl_window *window, size_t header);

/* How many cells are not blank; `most` at most. */
size_t kl_row_filled(const struct kl_row *row, size_t most);
/* A copy of the row in the arena. False when memory is out. */
bool kl_row_keep(const struct kl_row *row, struct kl_arena *arena,
	struct kl_row *out);

/* The end of a table: rows and issues that are held back until it is known
 * whether they belong to it. Zero it to start. */
struct kl_tail {
	const char *path;
	const struct kl_reader_calls *calls;    /* of notes, and of what is left out */
	enum kl_status (*batch)(void *context, const struct kl_batch *batch,
		struct kl_error *error);        /* of rows: as calls->batch */
	void *context;
	bool guess;
	size_t footer;                  /* rows to be left out, where not guessed */
	size_t columns;                 /* of the header */
	struct kl_dialect dialect;      /* as used */
	struct kl_row *rows;
	size_t count;
	struct kl_issue *issues;
	size_t issue_count;
	struct kl_arena arena;          /* of these */
	bool spilled;                   /* too many were held: they are rows, up to
	                                   the next that is full */
};

/* Hands on what surely belongs to the table. Errors: KL_NO_MEMORY, and those of
 * tail->batch. */
enum kl_status kl_tail_take(struct kl_tail *tail, const struct kl_batch *batch,
	struct kl_error *error);
/* After the last batch: leaves out what is no part of the table, and tells it. */
enum kl_status kl_tail_end(struct kl_tail *tail, struct kl_error *error);
void kl_tail_release(struct kl_tail *tail);

/* Tells calls->left_out of a row, or of blank ones. */
void kl_frame_tell_row(const struct kl_reader_calls *calls,
	enum kl_left_out_kind kind, const struct kl_row *row);
void kl_frame_tell_blank(const struct kl_reader_calls *calls, uint64_t line,
	uint64_t last_line);
/* "line 4", "lines 4 to 6"; of a sheet "row". In `out`, of KL_LINES bytes. */
enum { KL_LINES = 64 };
const char *kl_frame_lines(char *out, const char *sheet, uint64_t first,
	uint64_t last);

#endif
