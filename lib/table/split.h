/*
 * Records to cells. A record without a quote, or with quotes only around whole cells,
 * is split at its delimiters, and its cells stay where they stand; one with doubled
 * quotes in cells is too, and these are made one in a text buffer. Any other goes
 * through libcsv, which unquotes into that buffer.
 */
#ifndef KL_TABLE_SPLIT_H
#define KL_TABLE_SPLIT_H

#include <csv.h>

#include "table/marks.h"
#include "table/reader.h"

enum kl_split {
	KL_SPLIT_DONE,          /* the record ends here */
	KL_SPLIT_OPEN,          /* it goes on: a quote is open at the line's end */
	KL_SPLIT_REFUSED,       /* a quote where none can stand */
	KL_SPLIT_TOO_MANY,      /* more than KL_CELLS_MOST cells */
	KL_SPLIT_NO_MEMORY
};

/* Of 64 bytes, what of them was read and not taken yet: bits as those of marks. */
struct kl_split_word {
	size_t at;                      /* where the next record begins; SIZE_MAX: nothing
	                                   was read */
	uint64_t marks, ends;           /* delimiters and line ends outside quotes; the
	                                   second alone */
	uint64_t quotes, doubled;       /* all; those that follow another at once */
	uint64_t wrong;                 /* where a quote should not be, or its neighbour */
	uint64_t inner;                 /* line ends inside quotes, a CRLF being one */
	/* Of its last byte: */
	uint64_t inside;                /* all bits: it is inside quotes */
	uint64_t closed, apart, cr;     /* 1: it closed them; a quote can open a cell
	                                   behind it; it is a CR inside quotes */
};

struct kl_splitter {
	struct kl_dialect dialect;
	struct csv_parser parser;
	struct kl_span *cells;          /* of all records since the last clear */
	size_t count, capacity;
	size_t first;                   /* cell of the record in progress */
	char *text;                     /* unquoted bytes */
	size_t text_used, text_capacity;
	size_t text_first;              /* where the record in progress begins */
	enum kl_split result;           /* of the line that is fed now */
	bool inside;                    /* what was fed ends inside quotes */
	struct kl_split_word word;
	bool has_bits;                  /* the machine counts bits by itself */
};

/* The caller releases also after a failure. */
bool kl_splitter_init(struct kl_splitter *splitter);
void kl_splitter_use(struct kl_splitter *splitter, struct kl_dialect dialect);
void kl_splitter_release(struct kl_splitter *splitter);

/* Forgets all cells and text, and makes room for the text of `size` raw bytes.
 * False when memory is out. */
bool kl_splitter_clear(struct kl_splitter *splitter, size_t size);

/* Gives libcsv one physical line; more of them if the record stays open. `ends`
 * adds the line end that the last line of a file lacks. *taken, when refused:
 * bytes before the one that cannot stand there. */
enum kl_split kl_splitter_feed(struct kl_splitter *splitter, struct kl_span line,
	bool strict, bool ends, size_t *taken);

/* Splits one physical line at the delimiters, every quote an ordinary
 * character. */
enum kl_split kl_splitter_plain(struct kl_splitter *splitter,
	struct kl_span line);

/* Splits one physical line in which every cell either has no quote, or begins
 * and ends with one and has none inside. REFUSED, with nothing taken: it is not
 * so, and libcsv has to look. */
enum kl_split kl_splitter_simple(struct kl_splitter *splitter,
	struct kl_span line);

/* Splits the record that begins at bytes.at[*at] of what was marked (table/marks.h),
 * quotes and delimiter being those of the dialect, which skips no space; *at is
 * then behind it, and *lines are the physical lines that it takes. REFUSED, with
 * nothing taken: an empty line, a quote that is neither around a whole cell nor
 * doubled in one, too many cells, or no line end is there. */
enum kl_split kl_splitter_marked(struct kl_splitter *splitter,
	struct kl_span bytes, const struct kl_marks *marks, size_t *at,
	uint64_t *lines);
/* For tests: the same without what only some machines have. */
enum kl_split kl_splitter_marked_plain(struct kl_splitter *splitter,
	struct kl_span bytes, const struct kl_marks *marks, size_t *at,
	uint64_t *lines);

/* Drops the record in progress. */
void kl_splitter_drop(struct kl_splitter *splitter);
/* Keeps it: the next record begins. Returns its number of cells. */
size_t kl_splitter_keep(struct kl_splitter *splitter);

#endif
