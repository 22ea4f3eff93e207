/*
 * The rows of a table that a draft looks at, and what is known of its columns.
 */
#ifndef KL_DRAFT_SAMPLE_H
#define KL_DRAFT_SAMPLE_H

#include "base/text.h"
#include "code/form.h"
#include "draft/draft.h"

/* A figure as whole units of the last decimal that its table has; low > high:
 * it can be anything. */
struct kl_draft_figure {
	int64_t low, high;
};
/* Figures beyond this are not looked at: sums of them all fit. */
#define KL_FIGURE_MOST (INT64_C(1) << 48)

enum kl_draft_kind {
	KL_DRAFT_EMPTY,                 /* no cell has anything in it */
	KL_DRAFT_TEXT,
	KL_DRAFT_INTEGER,
	KL_DRAFT_NUMBER,
	KL_DRAFT_BOOLEAN,
	KL_DRAFT_DATE
};

struct kl_draft_value {                 /* a different text, in order of meeting */
	struct kl_span text;            /* trimmed */
	uint32_t count;
	uint32_t row;                   /* the first; from 0 */
};

struct kl_draft_column {
	struct kl_span name;
	size_t index;
	bool usable;                    /* its name can stand in a descriptor */
	enum kl_draft_kind kind;
	struct kl_reading reading;      /* of numbers */
	const char *format;             /* of dates; NULL: the default */
	bool percent;                   /* a figure of it has % */
	bool year;                      /* figures that are years */
	enum kl_codes_form form;        /* of codes; KL_CODES_NO_FORM */
	bool crebo;
	bool code;                      /* any other code, by its name */
	uint64_t filled, blank;         /* rows; a mark for what is unknown is blank in
	                                   neither */
	uint64_t missing;               /* rows whose cell is missing, as its field
	                                   will have it */
	uint64_t misfits;               /* cells that are not of the type */
	uint32_t misfit;                /* the row of the first */
	struct kl_decimal least, most;  /* of numbers */
	bool ranged;                    /* there are some */
	struct kl_draft_value *values;  /* blank cells apart */
	size_t value_count, value_capacity;
	struct kl_index texts;
	uint32_t *ids;                  /* of each row: value, or UINT32_MAX: blank */
	struct kl_draft_figure *figures;        /* of numbers; NULL: none */
};

struct kl_draft_table {
	const struct kl_table *table;
	struct kl_span path;            /* as seen from the draft's folder */
	struct kl_dialect dialect;      /* as used; none if the table is empty */
	bool headed;                    /* there is a header */
	struct kl_span title;           /* the first row above it; none: at NULL */
	int64_t n;                      /* that a title, a note or its name says; -1 */
	uint64_t header_row;            /* its line, or row of the sheet */
	size_t notes;                   /* rows below the table */
	bool narrowed;                  /* blank columns beside it are left out */
	struct kl_draft_column *columns;
	size_t column_count;
	bool doubled;                   /* a name stands twice, or is blank */
	size_t row_count, row_capacity; /* kept: those that are not blank */
	uint64_t *lines;                /* of each row kept */
	uint64_t rows;                  /* in the file */
	uint64_t blank_rows, ragged;    /* rows without contents; of another width */
	bool cut;                       /* not all rows are kept */
	size_t used, limit;             /* bytes that are kept, and can be */
	int decimals;                   /* of its figures */
	size_t shape;                   /* the first table with the same columns */
	size_t total_row;               /* row that is the total; SIZE_MAX: none */
	size_t total_label;             /* column whose cell says so */
	size_t key[3];                  /* columns of the primary key */
	size_t key_count;
	struct kl_arena arena;          /* of texts that are kept */
};

/* Reads the first rows of a table. Errors: those of kl_read_input. */
enum kl_status kl_sample_read(struct kl_draft_table *table,
	const struct kl_draft *draft, struct kl_error *error);
void kl_sample_release(struct kl_draft_table *table);

/* Its text, trimmed. */
static inline struct kl_span kl_sample_cell(const struct kl_draft_column *column,
	size_t row)
{
	return column->ids[row] == UINT32_MAX ? (struct kl_span){ "", 0 }
		: column->values[column->ids[row]].text;
}

static inline bool kl_column_is_number(const struct kl_draft_column *column)
{
	return column->kind == KL_DRAFT_INTEGER || column->kind == KL_DRAFT_NUMBER;
}

/* Whether it counts something: no year, no percentage. */
static inline bool kl_column_is_count(const struct kl_draft_column *column)
{
	return column->figures != NULL && !column->percent && !column->year
		&& column->usable;
}

static inline bool kl_figure_known(struct kl_draft_figure figure)
{
	return figure.low <= figure.high;
}
static inline bool kl_figure_exact(struct kl_draft_figure figure)
{
	return figure.low == figure.high;
}

/* The number behind "N=" in a text; -1: there is none. */
int64_t kl_sample_n(struct kl_span text);

/* Whether one of the words of the name (parts between blanks, "_", "-" and "."; in
 * any case) is among the words, which blanks part; with `within` also where it
 * only stands in one. */
bool kl_name_has(struct kl_span name, const char *words, bool within);

/* Whether klopt takes a text (not empty) for something other than a number or
 * text; *cell is then what it stands for. */
bool kl_draft_is_mark(struct kl_span text, struct kl_cell *cell);

/* Passes of the draft, in this order; false when memory is out. */
void kl_draft_profile(struct kl_draft_table *table);
bool kl_draft_marks(struct kl_draft *draft);
bool kl_draft_figures(struct kl_draft *draft);
bool kl_draft_keys(struct kl_draft *draft);
/* The table whose key has all values of the column, or NULL. */
const struct kl_draft_table *kl_draft_reference(const struct kl_draft *draft,
	const struct kl_draft_table *table, const struct kl_draft_column *column);
bool kl_draft_find_codes(struct kl_draft *draft);
bool kl_draft_find_labels(struct kl_draft *draft);

#endif
