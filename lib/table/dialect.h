/*
 * Which characters a file uses: what its first line and its rows say of that.
 */
#ifndef KL_TABLE_DIALECT_H
#define KL_TABLE_DIALECT_H

#include "table/reader.h"

/* KL_USAGE if delimiter and quote are the same, or either is a line end. */
enum kl_status kl_dialect_check(const struct kl_dialect *dialect,
	const char *path, struct kl_error *error);

/* Whether the line, its end included, is one such as sep=; in any case, with quotes
 * around it or without. *delimiter: the one of , ; tab | and dialect->delimiter that
 * it names. A header that goes on behind it is none. */
bool kl_dialect_separator(struct kl_span line,
	const struct kl_dialect *dialect, char *delimiter);

/* Bytes that are looked at to decide the delimiter, from the header on. */
enum { KL_DIALECT_WINDOW = 64 * 1024 };

/* What speaks for a delimiter. */
struct kl_evidence {
	char delimiter;         /* that is decided */
	char header;            /* the one that the header alone points to, of several
	                           rather that one; 0: none */
	size_t rows;            /* that were looked at, the header among them */
	size_t agree;           /* of these: as many cells as most rows with more than
	                           one; 0: there is one column */
};

/*
 * Decides the delimiter of a text that begins with the header; the record at its
 * end is left out unless the text is `whole`, and so is what begins with `comment`
 * (empty: nothing).
 *
 * Of each candidate , ; tab | the cells of every record are counted, outside quotes.
 * The candidate with the most rows of one and the same number of cells above 1 is
 * chosen; among equals the one that stands most often in the header, and then the
 * first of the four. So a title or a note, or a comma in a name, outvotes no table.
 *
 * A candidate that the header has not must have more than half of the rows, and
 * commas then count as text where a blank follows them, and where a row has but one,
 * between digits: names and decimals do not make a column. If nothing is chosen so,
 * there is one column, and the delimiter is the first that stands nowhere.
 *
 * A quote opens only where a cell can begin: at the start of a record and behind any
 * candidate. If one is not closed in the header, all quotes are ordinary characters.
 */
struct kl_evidence kl_dialect_delimiter(struct kl_span text, bool whole,
	char quote, struct kl_span comment);

/* Tells what was decided, and where header and rows point to different ones. */
void kl_dialect_tell(const struct kl_evidence *evidence, const char *path,
	const struct kl_reader_calls *calls);
/* Tells of a first line that names a delimiter; `given`: the one that holds for it;
 * 0: none. */
void kl_dialect_tell_separator(char separator, char given, const char *path,
	const struct kl_reader_calls *calls);

#endif
