/*
 * One table on its way from its file to a clean one. For the files of clean/.
 */
#ifndef KL_CLEAN_TABLE_H
#define KL_CLEAN_TABLE_H

#include "clean/cell.h"
#include "clean/clean.h"
#include "clean/repair.h"
#include "table/csv_write.h"
#include "table/input.h"

/* How lines end: bits. */
enum kl_clean_end { KL_END_NONE = 1, KL_END_LF = 2, KL_END_CRLF = 4,
	KL_END_CR = 8 };

struct kl_clean_table {
	/* Set before: */
	const struct kl_clean *clean;
	const struct kl_table *from, *to;
	const struct kl_clean_repair *repairs;  /* of the table, by row */
	size_t repair_count;
	FILE *out;                      /* NULL: not written */
	bool silent;                    /* nothing is told */
	struct kl_clean_result *result;
	/* Of the header: */
	struct kl_dialect dialect;      /* as used; texts are the reader's */
	struct kl_clean_column *columns;        /* as they are read */
	struct kl_span *names;          /* the same */
	size_t count;
	size_t *order;                  /* of what is written: which column */
	bool in_order;                  /* as they are read */
	/* At work: */
	struct kl_input *input;
	uint64_t size;                  /* bytes of the file; 0: not known */
	uint64_t taken;                 /* bytes of rows that are written as read */
	struct kl_text_buffer *above;   /* by column: for fill_down */
	const struct kl_rule **totals;  /* that name total rows; for fill_down */
	size_t total_count;
	struct kl_span *cells, *written;        /* of the row */
	size_t capacity, written_capacity;
	size_t next_repair;
	struct kl_row_walk walk;
	unsigned line_ends;             /* that were seen, a bit each */
	uint64_t next_line;             /* where the next record can begin; of a layout */
	bool told_quotes;
	enum kl_encoding encoding;      /* so far */
	bool recoded;                   /* it is said that it is another than UTF-8:
	                                   if nothing else is known, what UTF-8 turns to */
	struct kl_clean_part {          /* what is told before the header is there */
		enum kl_clean_word word;
		uint64_t line, last_line;
		struct kl_span field, from, to;
	} *parts;
	size_t part_count, part_capacity;
	enum kl_status status;          /* of calls that cannot return one */
	struct kl_error *error;
	bool begun;                     /* the header was taken */
	struct kl_csv csv;
	FILE *memory;                   /* what csv writes, before it is compared */
	char *bytes;
	size_t byte_count;
	struct kl_arena arena, scratch; /* of the table; of a batch */
};

/* Reads the table, and writes it to `out`. Release also after failure. */
enum kl_status kl_clean_table_run(struct kl_clean_table *table,
	struct kl_error *error);
void kl_clean_table_release(struct kl_clean_table *table);

/* Takes the header: what the columns are, and in which order they are written. */
enum kl_status kl_clean_take_header(struct kl_clean_table *table,
	const struct kl_row *header, struct kl_error *error);

/* Finds the rules that name total rows, if columns are filled down. False when
 * memory is out. */
bool kl_clean_find_totals(struct kl_clean_table *table);
/* Whether the row is a total over more than one value of the column: then a blank
 * cell is not as the one above it. */
bool kl_clean_is_total(const struct kl_clean_table *table,
	const struct kl_row *row, struct kl_span column);

/* Tells and counts an event of the table; `table`, `path` and `sheet` are set. */
enum kl_status kl_clean_tell(struct kl_clean_table *table,
	struct kl_clean_event event, struct kl_error *error);
/* One of the file as a whole, or of a line; from and to may be NULL. */
enum kl_status kl_clean_tell_file(struct kl_clean_table *table, uint64_t line,
	enum kl_clean_word word, const char *from, const char *to,
	struct kl_error *error);

/* For table.c: what the dialect says, with the header; lines before `line` that
 * are no row; what the reader left out, before the header and behind the last
 * row; an issue; what is known of the file at its end. */
enum kl_status kl_clean_tell_dialect(struct kl_clean_table *table,
	const struct kl_row *header, struct kl_error *error);
enum kl_status kl_clean_tell_gap(struct kl_clean_table *table, uint64_t line,
	struct kl_error *error);
void kl_clean_add_part(struct kl_clean_table *table, struct kl_clean_part part);
void kl_clean_take_left_out(void *table, const struct kl_left_out *left_out);
enum kl_status kl_clean_tell_parts(struct kl_clean_table *table,
	struct kl_error *error);
enum kl_status kl_clean_take_issue(struct kl_clean_table *table,
	const struct kl_issue *issue, struct kl_error *error);
enum kl_status kl_clean_tell_ends(struct kl_clean_table *table,
	struct kl_error *error);

#endif
