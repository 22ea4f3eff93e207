/*
 * Reading a worksheet of a workbook (.xlsx, ECMA-376 and ISO/IEC 29500) as a
 * table: minizip unpacks it, expat reads the XML, and rows are handed on in
 * batches like those of a text file. Memory does not grow with the rows; the
 * workbook's shared strings are held, KL_STRINGS_MOST_MIB at most.
 *
 * The first row with a cell is the header, or those that a layout names, by the
 * numbers that rows have in the sheet. The line of a row is its number in
 * the sheet, the column of a cell that of the sheet, A being 1: the cells before
 * the first that has something count too. Every row has at least as many cells
 * as the header, since a cell that is not stored is blank.
 *
 * Text is text, with every character; numbers and dates are as xlsx_value.h
 * says, numbers with the decimal character that their column is declared with; TRUE
 * and FALSE are true and false; an error is its text (#N/A) and an issue; a formula
 * is its last value, and an issue if it has none. Blanks at the ends of a text are
 * kept where the file says so (xml:space), as Excel does.
 * Readings of Japanese text (phonetic runs) are left out.
 *
 * A merged cell has its value at the top left; the others are blank. Hidden
 * rows, columns and sheets are read like others; the note of kl_reader_calls
 * tells of all these. Nothing that a workbook refers to outside itself is looked
 * at.
 */
#ifndef KL_TABLE_XLSX_H
#define KL_TABLE_XLSX_H

#include "base/memory.h"
#include "base/text.h"
#include "table/reader.h"
#include "table/xlsx_package.h"

enum { KL_STRINGS_MOST_MIB = 512 };
enum { KL_WORKBOOK_SHEETS_MOST = 4096 };

struct kl_workbook_sheet {
	const char *name;
	const char *part;               /* NULL: it is missing */
	bool hidden;
	bool table;                     /* no chart, dialog or macros */
};

struct kl_strings;
struct kl_styles;

struct kl_workbook {
	struct kl_package package;
	const char *path;               /* for errors */
	struct kl_workbook_sheet *sheets;       /* in the order of their tabs */
	size_t count, capacity;
	const char *strings, *styles;   /* parts; NULL: there is none */
	bool from_1904;                 /* of its days: see xlsx_value.h */
	size_t external;                /* things outside that it refers to */
	struct kl_strings *texts;       /* what these parts hold, once a sheet was */
	struct kl_styles *formats;      /* read */
	struct kl_arena arena;
};

/* Opens the workbook that fd (borrowed; a file that can be read anywhere) is.
 * Release also after failure. Errors: KL_INVALID (damaged, locked, or another
 * kind of file: the sentence says what to do), KL_LIMIT, KL_IO, KL_NO_MEMORY. */
enum kl_status kl_workbook_open(struct kl_workbook *workbook, int fd,
	const char *path, struct kl_error *error);
void kl_workbook_release(struct kl_workbook *workbook);
/* Lets go of the texts that its sheets share; read again when needed. */
void kl_workbook_forget(struct kl_workbook *workbook);

/* What a file that begins as an OLE file is, in a sentence: KL_INVALID. */
enum kl_status kl_workbook_refuse_old(int fd, const char *path,
	struct kl_error *error);

/* The sheet that the dialect chooses, by name, by number, or the first that is
 * not hidden. Errors: KL_INVALID (no such sheet, with the nearest; a chart). */
enum kl_status kl_workbook_choose(const struct kl_workbook *workbook,
	const struct kl_dialect *dialect, size_t *sheet, struct kl_error *error);

/* Whether any cell of the sheet has something in it. Errors as kl_read_sheet. */
enum kl_status kl_workbook_has_cells(struct kl_workbook *workbook, size_t sheet,
	bool *has, struct kl_error *error);

/* Reads a sheet to its end, as kl_read_table reads a text; a comment is a row of
 * which the cell in column A begins with it. Errors: KL_INVALID, KL_LIMIT, KL_IO,
 * KL_NO_MEMORY, and what a call returns. */
enum kl_status kl_read_sheet(struct kl_workbook *workbook, size_t sheet,
	const struct kl_layout *layout, const struct kl_reader_calls *calls,
	struct kl_error *error);

#endif
