/*
 * A published list of codes made into a register (rule/register.h): its columns
 * found, its dates written YYYY-MM-DD, everything else kept as it is.
 *
 * Columns are those that an argument names, else those whose header has one of
 * the usual names; the column of the codes also by what stands in it. A column
 * that two could be is not guessed. What was guessed stands in the conversion,
 * to be shown.
 */
#ifndef KL_RULE_CONVERT_H
#define KL_RULE_CONVERT_H

#include <stdio.h>

#include "rule/codelist.h"
#include "rule/parameter.h"

/* The arguments: first a column of the list for each column of a register, in
 * the order of kl_register_columns (an empty name: there is none), then these. */
enum kl_conversion_argument {
	KL_CONVERT_DATE_FORMAT = KL_REGISTER_COLUMNS,   /* as strptime has it */
	KL_CONVERT_FORM,                /* of the codes: kl_conversion_forms */
	KL_CONVERT_ID, KL_CONVERT_TITLE, KL_CONVERT_DATE, KL_CONVERT_SOURCE,
	KL_CONVERT_LICENCE
};
extern const struct kl_words kl_conversion_words;

/* crebo, then those of kl_codes_form_names but lob, which goes by its BRIN, then
 * "any"; ended by NULL. */
extern const char *const kl_conversion_forms[];

/* How a column, or the form, came to be known. */
enum kl_conversion_way { KL_WAY_NONE, KL_WAY_GIVEN, KL_WAY_NAME, KL_WAY_CONTENTS };

struct kl_conversion_column {
	enum kl_conversion_way way;
	size_t index;                   /* in the list */
};

/* A row of the list, and what it becomes. */
struct kl_conversion_row {
	struct kl_row row;              /* in the arena */
	struct kl_span *cells;          /* of the register; NULL: left out */
};

enum { KL_CONVERSION_MOST = 256 << 20 };        /* bytes of a list, kept */

struct kl_conversion {
	/* Set before reading: */
	const char *path;               /* as people named it */
	struct kl_dialect dialect;
	const struct kl_argument *arguments;    /* of kl_conversion_words */
	void (*tell)(void *context, const struct kl_error *what);
	/* How the list was read; may be NULL. */
	void (*note)(void *context, const struct kl_note *note);
	void *context;
	/* Afterwards: */
	struct kl_row header;
	struct kl_span *names;          /* of the list's columns, trimmed */
	struct kl_conversion_column columns[KL_REGISTER_COLUMNS];
	enum kl_conversion_way form_way;
	int form;                       /* index of kl_conversion_forms */
	uint64_t of_form;               /* rows whose code has it */
	struct kl_conversion_row *rows;
	size_t row_count, row_capacity;
	uint64_t codes;                 /* rows of the register */
	uint64_t doubles, blanks;       /* left out: alike in every column; empty */
	uint64_t doubtful;              /* told, but in the register */
	uint64_t unfit;                 /* told; a register cannot hold them */
	struct kl_index seen;
	struct kl_arena arena;
};

/* Reads the list and converts it. What is wrong with a row is told: a code that
 * has not the form (doubtful); no code, a code that stands before with other
 * contents, a date that is none, cells past the header (unfit).
 *
 * Errors: KL_USAGE (a column that is not there, or that cannot be guessed, with
 * the candidates; a date format that is none), KL_INVALID (empty, no rows, a
 * quote or byte that is wrong), KL_LIMIT, KL_IO, KL_NO_MEMORY. Release also after
 * failure. */
enum kl_status kl_conversion_read(struct kl_conversion *conversion,
	const struct kl_source *source, struct kl_error *error);
void kl_conversion_release(struct kl_conversion *conversion);

/* Writes the register, if no row is unfit, and its description: `id` is what it
 * is called, `file` the name of the CSV file beside it. Errors: KL_IO. */
enum kl_status kl_conversion_write(const struct kl_conversion *conversion,
	FILE *stream, struct kl_error *error);
enum kl_status kl_conversion_describe(const struct kl_conversion *conversion,
	struct kl_span id, struct kl_span file, FILE *stream,
	struct kl_error *error);

/* Finds columns and form, once all rows are there. For convert.c. */
enum kl_status kl_conversion_find(struct kl_conversion *conversion,
	struct kl_error *error);
/* Whether a code, trimmed, has a form of kl_conversion_forms. */
bool kl_conversion_has_form(int form, struct kl_span code);

#endif
