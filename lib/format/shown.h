/*
 * The tables of the dataset, for formats that show them, and what findings say
 * of their cells. Headers are looked at before the check; after it the tables
 * are read again, and shown with their marks.
 */
#ifndef KL_FORMAT_SHOWN_H
#define KL_FORMAT_SHOWN_H

#include <sys/stat.h>

#include "format/format.h"

/* Why a table cannot be shown. */
enum kl_unshown {
	KL_UNSHOWN_NOT,                 /* it can */
	KL_UNSHOWN_PIPE,                /* it can be read only once */
	KL_UNSHOWN_HIDDEN,              /* values are left out */
	KL_UNSHOWN_UNREADABLE
};

/* Names that stand more than once are told apart in headers of so many columns. */
enum { KL_SHOWN_COLUMNS = 16384 };

struct kl_shown_table {
	enum kl_unshown without;
	struct stat about;              /* of the file, when its header was read */
	struct kl_index columns;        /* trimmed names, to their index */
	struct kl_index repeated;       /* names that stand more than once */
	struct kl_span *names;          /* trimmed, as the header has them */
	size_t column_count;            /* of the header */
	const char *sheet;              /* of a workbook; NULL: it is none */
	uint64_t header_line, header_end;       /* physical lines */
	char *decimal_chars;            /* how the numbers of a column are written */
	struct kl_place *header;        /* line and column of its names, if some
	                                   are repeated; else NULL */
};

struct kl_shown {
	const struct kl_dataset *dataset;
	struct kl_shown_table *tables;  /* as in the dataset */
	struct kl_arena arena;
};

/* Reads the headers. `shown` is zeroed; release it also after a failure.
 * Errors: KL_NO_MEMORY; a file that cannot be read is one that is not shown. */
enum kl_status kl_shown_init(struct kl_shown *shown,
	const struct kl_format_scope *scope, struct kl_error *error);
void kl_shown_release(struct kl_shown *shown);

/* After the check: what could not be shown was not checked either. Errors: KL_IO: a table
 * was checked that could not be read before. */
enum kl_status kl_shown_check(const struct kl_shown *shown,
	const struct kl_tally *tally, struct kl_error *error);

/* Reads a table whole, again; of calls only header and batch are used. Errors: those
 * of kl_read_input, KL_IO if its file is not what it was. */
enum kl_status kl_shown_read(const struct kl_shown *shown, size_t order,
	const struct kl_reader_calls *calls, struct kl_error *error);

/* How a cell stands out; the greater wins. */
enum kl_mark_level {
	KL_MARK_PLAIN,
	KL_MARK_PART,                   /* takes part in a finding elsewhere */
	KL_MARK_INFO,
	KL_MARK_WARNING,
	KL_MARK_ERROR,
	KL_MARK_LEVELS
};

/* The level that a severity is shown with. */
static inline enum kl_mark_level kl_mark_level_of(enum kl_severity severity)
{
	return (enum kl_mark_level)(KL_MARK_INFO + (int)severity);
}
/* What does not count is marked as good to know. */
static inline enum kl_mark_level kl_mark_level_of_finding(
	const struct kl_finding *finding)
{
	return kl_finding_counts(finding) ? kl_mark_level_of(finding->severity)
		: KL_MARK_INFO;
}

enum { KL_MARK_LATE = UINT32_MAX };

/* Where a finding or a cell stands among the tables. */
struct kl_spot {
	bool table;                     /* its table is shown */
	bool cell;                      /* it is a cell of the table */
	uint32_t column;                /* from 0, or KL_MARK_LATE */
	uint64_t row;                   /* record; 0: the header */
};

struct kl_spot kl_shown_find(const struct kl_shown *shown,
	const struct kl_place *place);

/* What a finding says of one cell. */
struct kl_mark {
	uint32_t order;                 /* of the table */
	uint32_t column;                /* from 0; KL_MARK_LATE: by line and at */
	uint64_t row;                   /* record; 0: the header */
	uint64_t line, at;              /* physical line and column in the file */
	const char *message;            /* for a comment; NULL: none */
	uint32_t finding;               /* number of the finding, from 1; 0: none */
	uint32_t number;                /* of the mark, in the order they came */
	enum kl_mark_level level;
};

struct kl_marks {
	struct kl_mark *list;
	size_t count, capacity;
	size_t most;                    /* that are kept; parts get half of it */
	uint64_t left_out;              /* for want of room */
};

/* Keeps a mark at the spot of the place; `mark` gives level, message and
 * finding. Errors: KL_NO_MEMORY. */
enum kl_status kl_marks_add(struct kl_marks *marks, const struct kl_spot *spot,
	const struct kl_place *place, const struct kl_mark *mark,
	struct kl_error *error);
void kl_marks_release(struct kl_marks *marks);
/* By table, row, order of arrival. */
void kl_marks_sort(struct kl_marks *marks);
/* The marks of a table, once sorted: the first, and how many. */
struct kl_mark *kl_marks_of_table(const struct kl_marks *marks, size_t order,
	size_t *count);
/* The marks of one row, of which `marks` is the first: finds late columns and
 * sorts by column, worst first. Returns how many. */
size_t kl_marks_of_row(struct kl_mark *marks, size_t most,
	const struct kl_row *row, const struct kl_dialect *dialect);

#endif
