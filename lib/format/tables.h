/*
 * The tables of a dataset as files of one format, and the findings beside them:
 * NAME.csv for each table, and findings.csv, in a folder that appears whole; or
 * one table, to a stream, without its findings.
 *
 * Tables are read again after the check, and written row by row: memory does not
 * grow with them.
 */
#ifndef KL_FORMAT_TABLES_H
#define KL_FORMAT_TABLES_H

#include "format/shown.h"
#include "format/xlsx_sheet_names.h"

/* What is written without a descriptor that says otherwise: comma, quotes, LF. */
extern const struct kl_dialect kl_tables_dialect;

struct kl_tables;

/* How tables are written in a format. */
struct kl_tables_kind {
	const char *ending;                     /* ".csv" */
	const struct kl_format *findings;
	/* Before the first table, with the file that is open for them; may be NULL. */
	enum kl_status (*open)(struct kl_tables *tables, struct kl_error *error);
	/* A table, to tables->stream, in this order. */
	enum kl_status (*header)(struct kl_tables *tables,
		const struct kl_row *row, struct kl_error *error);
	enum kl_status (*row)(struct kl_tables *tables, const struct kl_row *row,
		struct kl_error *error);
	enum kl_status (*table_end)(struct kl_tables *tables,
		struct kl_error *error);
	/* After the last table; may be NULL. */
	enum kl_status (*close)(struct kl_tables *tables, struct kl_error *error);
};

/* The first member of a format's state. */
struct kl_tables {
	const struct kl_format_scope *scope;
	const struct kl_tables_kind *kind;
	struct kl_shown shown;
	struct kl_sheet_names names;            /* of the files */
	struct kl_format_scope told;            /* of the findings */
	void *findings;                         /* state of their format; NULL: they are
	                                           not written */
	/* The table that is being written: */
	const struct kl_table *table;
	struct kl_dialect dialect;              /* as it is read */
	FILE *stream;
};

enum kl_status kl_tables_begin(struct kl_tables *tables,
	const struct kl_tables_kind *kind, const struct kl_format_scope *scope,
	struct kl_error *error);
/* As those of struct kl_format. */
enum kl_status kl_tables_finding(void *state,
	const struct kl_format_scope *scope, const struct kl_finding *finding,
	struct kl_error *error);
enum kl_status kl_tables_end(void *state, const struct kl_format_scope *scope,
	const struct kl_tally *tally, struct kl_error *error);
void kl_tables_release(struct kl_tables *tables);

extern const struct kl_format kl_tables_csv, kl_tables_jsonl;

#endif
