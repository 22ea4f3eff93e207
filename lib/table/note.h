/*
 * Notes: what a person should know of how a file was read, and what no row shows.
 * A note is no finding, and says nothing against the file.
 */
#ifndef KL_TABLE_NOTE_H
#define KL_TABLE_NOTE_H

#include <stdbool.h>
#include <stdint.h>

struct kl_reader_calls;

/* The kinds, in the order of note.def. */
enum kl_note_kind {
#define KL_NOTE(id, name, told) KL_NOTE_##id,
#include "table/note.def"
#undef KL_NOTE
	KL_NOTES
};

struct kl_note {
	enum kl_note_kind kind;
	const char *path;               /* of the file, as people named it */
	const char *sheet;              /* of a workbook: line and column are its row,
	                                   and the number of its column; else NULL */
	uint64_t line, column;          /* from 1; 0: the whole file, the whole line */
	const char *text;               /* one sentence, without a final stop */
};

const char *kl_note_name(enum kl_note_kind kind);       /* "encoding" */
/* Whether every output shows it; otherwise it is for who asks for more. */
bool kl_note_is_told(enum kl_note_kind kind);

/* Calls calls->note, if it is there, with the note and this sentence, which is cut
 * behind KL_ERROR_TEXT bytes; note.text is not looked at. */
void kl_note_tell(const struct kl_reader_calls *calls, struct kl_note note,
	const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
