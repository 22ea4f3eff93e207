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

#include <xlsxwriter.h>

#include "format/shown.h"
#include "format/verdict.h"
#include "format/xlsx_sheet_names.h"

/* What a workbook can hold. */
enum {
	KL_XLSX_ROWS = 1048576,         /* in a sheet, the header included */
	KL_XLSX_COLUMNS = 16384,
	KL_XLSX_UNITS = 32767,          /* UTF-16 units in a cell */
	KL_XLSX_LINKS = 65530           /* in a sheet */
};

/* What is kept in memory; beyond it the cover says what was left out. All
 * findings stand on their own sheet in any case. */
enum {
	KL_XLSX_MARKS = 500000,         /* coloured cells */
	KL_XLSX_COMMENTS = 20000,       /* findings told in a comment */
	KL_XLSX_COMMENT = 2000          /* code points in a comment */
};

enum kl_xlsx_shape {
	KL_XLSX_TEXT,
	KL_XLSX_WRAPPED,                /* text too wide for its column */
	KL_XLSX_RIGHT,                  /* a mark among numbers: text on the right */
	KL_XLSX_HEADER,
	KL_XLSX_HEADER_RIGHT,           /* over numbers */
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

/* The sheet of findings that is being written. */
struct kl_xlsx_list {
	lxw_worksheet *sheet;
	lxw_format *severities[KL_SEVERITIES], *row_number;
	unsigned sheets;
	uint32_t row;                   /* last written */
	uint32_t links;
	size_t lines;                   /* the highest cell of the row */
	uint64_t unlinked;              /* findings without a link, for want of room */
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
	struct kl_xlsx_list list;
	struct kl_shown shown;
	struct kl_marks marks;
	size_t comments;                /* messages kept */
	uint64_t uncommented;           /* left out, for want of room */
	struct kl_text_buffer text;     /* for one cell, used again and again */
	struct kl_arena arena;
};

/* xlsx_text.c */

/* Replaces `out` by the text as it stands in the XML of a cell: control characters and
 * what would be taken for one are escaped as _xHHHH_ (ISO/IEC 29500-1,
 * ST_Xstring), bytes that are not UTF-8, and NUL, become U+FFFD. Returns its length in
 * UTF-16 units. Longer than `most` units: cut, with an ellipsis; 0: never. */
size_t kl_xlsx_text(struct kl_span text, size_t most,
	struct kl_text_buffer *out);

/* Adds 'sheet'!B7, quoted; row and column from 0. */
void kl_xlsx_add_place(struct kl_text_buffer *out, const char *sheet,
	uint32_t row, uint32_t column);

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
enum kl_status kl_xlsx_put_count(lxw_worksheet *sheet, uint32_t row,
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
/* Makes the row as high as so many lines: not every reader does so itself. To be
 * called while the row is written. */
enum kl_status kl_xlsx_set_lines(lxw_worksheet *sheet, uint32_t row,
	size_t lines, struct kl_error *error);

/* Adds a sheet at the end. */
enum kl_status kl_xlsx_add_sheet(struct kl_xlsx *x, const char *name,
	lxw_worksheet **sheet, struct kl_error *error);
/* Frozen header, filter, and paper for a sheet whose first row is a header. */
void kl_xlsx_dress(lxw_worksheet *sheet, uint32_t last_row,
	uint32_t columns);

/* xlsx_room.c */

/* Where the library makes its temporary files. */
const char *kl_xlsx_temporary_folder(void);
/* Tries to have a temporary file of so many bytes. Errors: KL_IO. */
enum kl_status kl_xlsx_try_room(off_t size, struct kl_error *error);
/* Whether the sheets were really written, and there is room to close the book.
 * Errors: KL_IO. */
enum kl_status kl_xlsx_check_room(struct kl_xlsx *x, struct kl_error *error);
/* Closes and frees the book; *number is the errno of a failure, or 0. What the
 * library would say of it on standard error goes nowhere: who calls us says it
 * once. */
lxw_error kl_xlsx_close(lxw_workbook *book, int *number);

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

/* True if the cell can be written as a number that shows what is printed, with
 * this shape; false: it stays text. */
bool kl_xlsx_number(struct kl_span text, const struct kl_reading *reading,
	double *number, int *shape);

/* xlsx_findings.c */

enum kl_status kl_xlsx_begin_findings(struct kl_xlsx *x,
	struct kl_error *error);
enum kl_status kl_xlsx_list_finding(struct kl_xlsx *x,
	const struct kl_finding *finding, struct kl_error *error);
void kl_xlsx_end_findings(struct kl_xlsx *x);

/* xlsx_cover.c */

enum kl_status kl_xlsx_write_cover(struct kl_xlsx *x,
	const struct kl_tally *tally, struct kl_error *error);

#endif
