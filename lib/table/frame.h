/*
 * What stands around a table: title rows above its header, notes below it, blank
 * rows and columns at its edges; and headers as people write them.
 *
 * A file is looked at first: its first KL_FRAME_ROWS records, KL_FRAME_BYTES of
 * a text at most. What is guessed from them is a header row, as a descriptor may
 * declare it, and the columns that are read; the file is then read with these.
 * All that is left out is told, in calls->left_out piece by piece and in
 * calls->note as a sentence. Guessed is only this:
 *
 * - Where fields are declared and the first record has none of their names, a
 *   later one with more than half of them is the header.
 * - Where none are: if the records above it have one cell that is not blank, or
 *   none, the first that has more is the header, when these are texts, each
 *   another (years may stand among them), and the next record has two or more
 *   that are not blank. In a table of two columns a blank row must stand between,
 *   or the title be a line without a delimiter.
 * - Columns at the left and right edge that are blank in the header and in all
 *   records that were looked at, save the last that have one cell or none, are left
 *   out. What another row has there is told: at the left as KL_ISSUE_EDGE, at the
 *   right it is a cell too many.
 * - Records at the end are notes when each has one cell that is not blank, with a
 *   letter in it, or none; and either a blank row stands above them and the
 *   first is of several words or begins as a note does (Bron, Noot, *, 1)); or
 *   all begin so. Of two columns only: both. Blank rows above notes and around
 *   titles belong to them; other blank rows are told as they always are.
 *
 * Nothing is guessed in a table of one column, where dialect->as_is is set, or
 * where dialect->layout declares the rows; notes are not guessed where
 * footer_given is set: then the last footer_rows records that are not blank are
 * left out. At most KL_FRAME_HELD rows are held back until it is known whether
 * they are notes; more of them are rows, and it is told.
 *
 * A name of dialect->wanted that the header has not exactly is looked for as
 * table/names.h says, unless as_is or exact_names is set.
 */
#ifndef KL_TABLE_FRAME_H
#define KL_TABLE_FRAME_H

#include "table/reader.h"

enum { KL_FRAME_ROWS = 20, KL_FRAME_BYTES = 64 * 1024, KL_FRAME_HELD = 1000 };
enum { KL_FOOTER_MOST = 1000 };         /* of footer_rows */

/* A table that can be read twice: a first time with `look` set, up to where a call
 * returns KL_CLOSED or a bit more than KL_FRAME_BYTES were read. */
struct kl_framed {
	enum kl_status (*read)(void *context, bool look,
		const struct kl_dialect *dialect,
		const struct kl_reader_calls *calls, struct kl_error *error);
	void *context;
	bool cut;               /* looking ended before the file did */
};

/* Reads it for `calls`, without its frame. calls->most is not looked at. Errors:
 * those of framed->read and of the calls; KL_NO_MEMORY. */
enum kl_status kl_read_framed(struct kl_framed *framed, const char *path,
	const struct kl_dialect *dialect, const struct kl_reader_calls *calls,
	struct kl_error *error);

/* The same of a text: what kl_read_table reads. */
enum kl_status kl_read_framed_text(const struct kl_source *source,
	const char *path, const struct kl_dialect *dialect, size_t block,
	const struct kl_reader_calls *calls, struct kl_error *error);

#endif
