/*
 * The workbook, among the files that write it.
 *
 * Sheets are written row by row in the library's constant memory mode, so a
 * row that was left cannot be gone back to. The findings go to their sheet as
 * they come; what they say of cells is kept, within bounds, as marks. At the
 * end the tables are read again, and written with their marks; the cover is
 * written last, when everything is known.
 */
#ifndef KL_FORMAT_XLSX_H
#define KL_FORMAT_XLSX_H

#include <locale.h>
#include <time.h>

#include "base/temporary.h"
#include "format/phrases.h"
#include "format/shown.h"
#include "format/verdict.h"
#include "format/xlsx_blocks.h"
#include "format/xlsx_calls.h"
#include "format/xlsx_sheet_names.h"

/* What a workbook can hold. */
enum {
	KL_XLSX_ROWS = 1048576,         /* in a sheet, the header included */
	KL_XLSX_COLUMNS = 16384,
	KL_XLSX_UNITS = 32767,          /* UTF-16 units in a cell */
	KL_XLSX_LINKS = 65530,          /* in a sheet */
	KL_XLSX_NAME = 255              /* characters of a name in a chart */
};

enum { KL_XLSX_LINK_COLOR = 0x0563c1 };

/* What is kept in memory; beyond it the cover says what was left out. All
 * findings stand on their own sheet in any case. */
enum {
	KL_XLSX_MARKS = 500000,         /* coloured cells */
	KL_XLSX_COMMENTS = 20000,       /* findings told in a comment */
	KL_XLSX_COMMENT = 2000          /* code points in a comment */
};
/* The library adds up the columns before each comment, and looks for each of
 * them from the first on: the sum of their squares that takes some seconds. */
#define KL_XLSX_ACROSS UINT64_C(4000000000)

enum kl_xlsx_shape {
	KL_XLSX_TEXT,
	KL_XLSX_WRAPPED,                /* text too wide for its column */
	KL_XLSX_LONG,                   /* more than a format with a sign can show */
	KL_XLSX_RIGHT,                  /* a mark among numbers: text on the right */
	KL_XLSX_BLANK,
	KL_XLSX_HEADER,
	KL_XLSX_HEADER_RIGHT,           /* over numbers */
	KL_XLSX_HEADER_WRAPPED,         /* too wide for its column */
	KL_XLSX_NUMBER,                 /* plus the number of decimals, 0 to 15 */
	KL_XLSX_GROUPED = KL_XLSX_NUMBER + 16,  /* the same, with groups of three */
	KL_XLSX_SHAPES = KL_XLSX_GROUPED + 16
};

/* A table of the dataset and its sheets. */
struct kl_xlsx_table {
	const char **sheets;            /* names, as far as they were asked for */
	size_t sheet_count, sheet_capacity;
	uint64_t rows;                  /* once the sheets are written */
	uint64_t findings[KL_SEVERITIES];
};

/* A cell of a table's sheets. */
struct kl_xlsx_target {
	uint64_t number, line;          /* of changes: which, and where in the file */
	uint32_t order;                 /* of the table */
	uint32_t part;                  /* of its sheets, from 0 */
	uint32_t row, column;           /* in that sheet, from 0 */
	bool met;                       /* the line is a row of the table */
	bool of_cell;                   /* not of a whole row */
	bool told;                      /* by the log, what the cell was or became: */
	uint64_t from, to;              /* hashes of it */
};

/* A column of a list. */
struct kl_xlsx_list_column {
	enum kl_phrase title;
	double width;
	bool values;                    /* holds cell values: left out where none may
	                                   appear */
};

/* A list that is being written. What is longer than a sheet goes on in a next
 * one. Zero it but for the first three. */
struct kl_xlsx_list {
	enum kl_phrase title;           /* name of the sheet */
	const struct kl_xlsx_list_column *columns;
	uint32_t column_count;
	lxw_worksheet *sheet;
	const char *name;               /* of the first sheet */
	unsigned sheets;
	uint32_t row;                   /* last written */
	uint32_t links;                 /* in this sheet */
	size_t lines;                   /* the highest cell of the row */
	uint64_t unlinked;              /* rows without a link, for want of room */
	struct kl_xlsx_pour *pour;      /* of a long one; else NULL: xlsx_pour.h */
};

/* What the log of changes and a table say of each other. The table can be what
 * was cleaned or what came of it, with its rows elsewhere. */
struct kl_xlsx_logged {
	uint64_t header;                /* its line, by the log; 0: not known */
	bool seen;                      /* a cell was compared */
	bool not_from, not_to;          /* one is not what it was, or became */
};

/* The log of changes: what of it is linked, by line, later by number. */
struct kl_xlsx_changes {
	struct kl_xlsx_list list;
	struct kl_xlsx_target *targets;
	size_t target_count, target_capacity;
	size_t next;                    /* target not yet met, or not yet written */
	uint64_t count, written;        /* changes */
	struct kl_index paths;          /* to the first table that is there */
	struct kl_xlsx_logged *tables;  /* as in the dataset */
	uint64_t elsewhere;             /* changes of files that are no table here */
	uint64_t moved;                 /* that lead to a column, not to a cell */
};

/* Rows of a sheet that are not the library's: xlsx_pour.h. */
struct kl_xlsx_poured {
	unsigned sheet;                 /* index of it */
	struct kl_blocks_stream rows;
};

/* What was written to a sheet, or stands in it. */
struct kl_xlsx_content {
	uint64_t cells;                 /* with a value */
	uint64_t bytes;                 /* of their texts */
	uint64_t links;
};

/* The same of the whole workbook. */
struct kl_xlsx_whole {
	uint64_t sheets, names;         /* names are of ranges: to print, to filter */
	uint64_t comments, boxes;       /* in which comments are shown */
};

struct kl_xlsx {
	const struct kl_format_scope *scope;
	lxw_workbook *book;
	lxw_worksheet *cover;
	lxw_format *formats[KL_MARK_LEVELS][KL_XLSX_SHAPES];    /* once needed */
	time_t now;
	locale_t locale;                /* numbers as in C */
	struct kl_sheet_names names;
	struct kl_xlsx_table *tables;   /* as in the dataset */
	struct kl_xlsx_list findings;
	struct kl_xlsx_changes changes;
	struct kl_xlsx_chart *charts;   /* xlsx_charts.h, as in the rules */
	const char *chart_sheet;        /* NULL: no charts are asked for */
	lxw_worksheet *drawn;           /* that sheet */
	size_t undrawn;                 /* charts */
	lxw_format *severities[KL_SEVERITIES];  /* links of findings */
	lxw_format *counted, *linked;   /* of lists: a count, and a link */
	lxw_format *heading, *way;      /* of charts: a title, and a link */
	struct kl_shown shown;
	struct kl_marks marks;
	struct kl_xlsx_poured *poured;
	size_t poured_count, poured_capacity;
	struct kl_xlsx_content *contents;       /* of the sheets, but what is poured */
	size_t content_count, content_capacity;
	bool content_lost;              /* for want of memory */
	struct kl_xlsx_whole whole;
	int poured_fd;                  /* where they are; 0: nowhere yet */
	size_t comments;                /* messages kept */
	uint64_t uncommented;           /* left out, for want of room */
	uint64_t across;                /* of those that were written: KL_XLSX_ACROSS */
	struct kl_text_buffer text;     /* for one cell, used again and again */
	struct kl_arena arena;
};

/* xlsx.c */

/* Adds the title of the whole, at most so many code points of it (0: all). */
void kl_xlsx_add_title(const struct kl_xlsx *x, struct kl_text_buffer *out,
	size_t most);

/* Of zlib, for what is poured. */
int kl_xlsx_level(const struct kl_xlsx *x);
/* Closes and frees the book, whose file is open as fd. Errors: KL_IO, KL_NO_MEMORY. */
enum kl_status kl_xlsx_close_book(struct kl_xlsx *x, int fd, struct kl_error *error);

/* xlsx_text.c */

/* Replaces `out` by the text as it stands in the XML of a cell: control characters and
 * what would be taken for one are escaped as _xHHHH_ (ISO/IEC 29500-1,
 * ST_Xstring), bytes that are not UTF-8, and NUL, become U+FFFD. Returns its length in
 * UTF-16 units. Longer than `most` units: cut, with an ellipsis; 0: never. */
size_t kl_xlsx_text(struct kl_span text, size_t most,
	struct kl_text_buffer *out);

/* Adds text that stands elsewhere than in a cell, where XML has no such escape:
 * as kl_text_add_visible, and what is no character of XML becomes U+FFFD. */
void kl_xlsx_add_visible(struct kl_text_buffer *out, struct kl_span text,
	size_t most);

/* Adds 'sheet'!B7, quoted; row and column from 0. */
void kl_xlsx_add_place(struct kl_text_buffer *out, const char *sheet,
	uint32_t row, uint32_t column);

/* Adds 'sheet'!$B$7:$B$12, for so many rows. */
void kl_xlsx_add_range(struct kl_text_buffer *out, const char *sheet,
	uint32_t row, uint32_t column, uint32_t rows);

/* xlsx_write.c */

/* The library's error as one of ours. */
enum kl_status kl_xlsx_fail(lxw_error code, struct kl_error *error);

/* The format of a cell; made when first asked for. Errors: KL_NO_MEMORY. */
enum kl_status kl_xlsx_format(struct kl_xlsx *x, enum kl_mark_level level,
	int shape, lxw_format **format, struct kl_error *error);

/* A format of one's own that looks so at first. */
enum kl_status kl_xlsx_new_format(struct kl_xlsx *x, enum kl_mark_level level,
	int shape, lxw_format **format, struct kl_error *error);

/* Writes text; cut if it is longer than a cell. */
enum kl_status kl_xlsx_put(struct kl_xlsx *x, lxw_worksheet *sheet, uint32_t row,
	uint32_t column, struct kl_span text, lxw_format *format,
	struct kl_error *error);
enum kl_status kl_xlsx_puts(struct kl_xlsx *x, lxw_worksheet *sheet,
	uint32_t row, uint32_t column, const char *text, lxw_format *format,
	struct kl_error *error);
enum kl_status kl_xlsx_put_count(struct kl_xlsx *x, lxw_worksheet *sheet, uint32_t row,
	uint32_t column, uint64_t count, lxw_format *format,
	struct kl_error *error);
/* Writes text that leads to another sheet's cell. */
enum kl_status kl_xlsx_put_link(struct kl_xlsx *x, lxw_worksheet *sheet,
	uint32_t row, uint32_t column, const char *text, lxw_format *format,
	const char *to, uint32_t to_row, uint32_t to_column,
	struct kl_error *error);
/* About how many lines a text takes in a column of this width, which counts
 * digits: letters are narrower on average. */
size_t kl_xlsx_lines(struct kl_span text, double width);
/* The height of so many lines in points; 0: as usual. */
double kl_xlsx_height(size_t lines);
/* Makes the row as high as so many lines: not every reader does so itself. To be
 * called while the row is written. */
enum kl_status kl_xlsx_set_lines(lxw_worksheet *sheet, uint32_t row,
	size_t lines, struct kl_error *error);

/* Adds a sheet at the end. */
enum kl_status kl_xlsx_add_sheet(struct kl_xlsx *x, const char *name,
	lxw_worksheet **sheet, struct kl_error *error);
/* Frozen header, filter, and paper for a sheet whose first row is a header;
 * `width` is that of all columns, in digits. */
void kl_xlsx_dress(struct kl_xlsx *x, lxw_worksheet *sheet, uint32_t last_row,
	uint32_t columns, double width);

/* xlsx_room.c */

/* Tries to have a temporary file of so many bytes. Errors: KL_IO. */
enum kl_status kl_xlsx_try_room(off_t size, struct kl_error *error);
/* Whether the sheets were really written, and there is room to close the book.
 * Errors: KL_IO, KL_NO_MEMORY. */
enum kl_status kl_xlsx_check_room(struct kl_xlsx *x, struct kl_error *error);
/* Closes and frees the book; *number is the errno of a failure, or 0. What the
 * library would say of it on standard error goes nowhere: who calls us says it
 * once; but for memory that it lacked, which is ENOMEM, it says nothing else. */
lxw_error kl_xlsx_close(lxw_workbook *book, int *number);

/* xlsx_verify.c */

/* The library was given a value for a cell: a text of so many bytes, or 0. */
void kl_xlsx_wrote(struct kl_xlsx *x, const lxw_worksheet *sheet, size_t length);
void kl_xlsx_wrote_link(struct kl_xlsx *x, const lxw_worksheet *sheet, size_t length);
/* Whether the workbook of the library holds all that. Errors: KL_IO, KL_NO_MEMORY. */
enum kl_status kl_xlsx_verify(const struct kl_xlsx *x, int fd, struct kl_error *error);

/* xlsx_source.c */

/* Reads the headers of the tables and names their sheets. Errors: KL_NO_MEMORY,
 * KL_LIMIT (more columns than a sheet has). */
enum kl_status kl_xlsx_open_tables(struct kl_xlsx *x, struct kl_error *error);
void kl_xlsx_close_tables(struct kl_xlsx *x);
/* The name of the sheet that goes on from sheet number `part` - 1 (from 0).
 * NULL when memory is out. */
const char *kl_xlsx_sheet_of(struct kl_xlsx *x, size_t order, size_t part);

/* xlsx_marks.c */

enum kl_status kl_xlsx_mark_finding(struct kl_xlsx *x,
	const struct kl_finding *finding, struct kl_error *error);
/* xlsx_table.c */

/* Writes the sheets of a table. */
enum kl_status kl_xlsx_write_table(struct kl_xlsx *x, size_t order,
	struct kl_error *error);

/* xlsx_number.c */

/* True if the cells of a field (NULL: not declared) are numbers where they can. */
bool kl_xlsx_is_number(const struct kl_field *field);

/* True if the cell can be written as a number that shows what is printed, with
 * this shape; false: it stays text. */
bool kl_xlsx_number(struct kl_span text, const struct kl_reading *reading,
	struct kl_decimal *number, int *shape);

/* Writes such a number as the library writes the double nearest to it, "%.16G" to
 * the byte; returns its length. `out` holds KL_DECIMAL_TEXT bytes, and gets no
 * NUL. The numeric locale is to be that of C. */
size_t kl_xlsx_number_text(struct kl_decimal value, char *out);

/* xlsx_list.c */

/* Adds the list's first or next sheet. */
enum kl_status kl_xlsx_list_begin(struct kl_xlsx *x, struct kl_xlsx_list *list,
	struct kl_error *error);
/* Ends a sheet; the last one is ended by who began it. */
enum kl_status kl_xlsx_list_end(struct kl_xlsx *x, struct kl_xlsx_list *list,
	struct kl_error *error);
/* Also after a failure. */
void kl_xlsx_list_release(struct kl_xlsx_list *list);
/* A next row, if need be in a next sheet. False `may_link`: no row from here on has
 * a link, and the rows of a long list are poured. */
enum kl_status kl_xlsx_list_next(struct kl_xlsx *x, struct kl_xlsx_list *list,
	bool may_link, struct kl_error *error);
/* Cells of the row, from left to right: a text (at NULL nothing), the same in a
 * format of its own, a count (0: nothing), a link, or plain text where the sheet
 * has as many as it can; and "B7", "B7 (2)" in the second sheet of its table. */
enum kl_status kl_xlsx_list_put(struct kl_xlsx *x, struct kl_xlsx_list *list,
	uint32_t column, struct kl_span text, struct kl_error *error);
enum kl_status kl_xlsx_list_put_as(struct kl_xlsx *x, struct kl_xlsx_list *list,
	uint32_t column, struct kl_span text, lxw_format *format,
	struct kl_error *error);
enum kl_status kl_xlsx_list_put_count(struct kl_xlsx *x,
	struct kl_xlsx_list *list, uint32_t column, uint64_t count,
	struct kl_error *error);
enum kl_status kl_xlsx_list_put_link(struct kl_xlsx *x,
	struct kl_xlsx_list *list, uint32_t column, const char *text,
	lxw_format *format, const struct kl_xlsx_target *target,
	struct kl_error *error);
enum kl_status kl_xlsx_list_put_cell(struct kl_xlsx *x,
	struct kl_xlsx_list *list, uint32_t column,
	const struct kl_xlsx_target *target, struct kl_error *error);
enum kl_status kl_xlsx_list_end_row(struct kl_xlsx_list *list,
	struct kl_error *error);

/* xlsx_findings.c */

enum kl_status kl_xlsx_begin_findings(struct kl_xlsx *x,
	struct kl_error *error);
enum kl_status kl_xlsx_list_finding(struct kl_xlsx *x,
	const struct kl_finding *finding, struct kl_error *error);
/* Says it if there are none: in what was checked, unless `all` was. */
enum kl_status kl_xlsx_end_findings(struct kl_xlsx *x, bool all,
	struct kl_error *error);

/* xlsx_changes.c: nothing of it does anything without a log */

/* Adds the sheet of changes. */
enum kl_status kl_xlsx_begin_changes(struct kl_xlsx *x, struct kl_error *error);
/* Reads the log, once it is known which tables there are. Errors: those of
 * kl_changes_read, KL_LIMIT (a text longer than a cell). */
enum kl_status kl_xlsx_look_at_changes(struct kl_xlsx *x,
	struct kl_error *error);
/* A row of a table was written there; header and rows in order, tables too. */
void kl_xlsx_meet_row(struct kl_xlsx *x, size_t order, const struct kl_row *row,
	const struct kl_dialect *dialect, uint32_t part, uint32_t sheet_row);
/* Writes the changes, after the tables. Errors: as look_at, KL_IO (the log is not
 * what it was). */
enum kl_status kl_xlsx_write_changes(struct kl_xlsx *x, struct kl_error *error);
void kl_xlsx_close_changes(struct kl_xlsx *x);

/* xlsx_charts.c: nothing of it does anything without charts in the rules */

/* Adds the sheet of charts. */
enum kl_status kl_xlsx_begin_charts(struct kl_xlsx *x, struct kl_error *error);
/* Finds their tables and columns, once it is known which there are. Errors:
 * KL_INVALID (no such table where tables are described, no such column; at its
 * place in the rule file with the nearest), KL_NO_MEMORY. */
enum kl_status kl_xlsx_open_charts(struct kl_xlsx *x, struct kl_error *error);
/* A row of a table was written there. */
enum kl_status kl_xlsx_chart_row(struct kl_xlsx *x, size_t order,
	const struct kl_row *row, uint32_t part, uint32_t sheet_row,
	struct kl_error *error);
/* Draws the charts, after the tables. */
enum kl_status kl_xlsx_write_charts(struct kl_xlsx *x, struct kl_error *error);
void kl_xlsx_close_charts(struct kl_xlsx *x);

/* xlsx_cover.c */

enum kl_status kl_xlsx_write_cover(struct kl_xlsx *x,
	const struct kl_tally *tally, struct kl_error *error);

#endif
