/*
 * A dataset: tables, their fields, and how their cells are to be read. From a
 * Data Package descriptor (datapackage.yaml or .json), from a folder of CSV
 * files, or from files named one by one.
 */
#ifndef KL_RULE_DATASET_H
#define KL_RULE_DATASET_H

#include "base/name_index.h"
#include "base/status.h"
#include "rule/field.h"
#include "table/input.h"

/* How the columns of a file and the declared fields belong together. */
enum kl_fields_match {
	KL_FIELDS_EXACT,        /* the same, in the same order */
	KL_FIELDS_EQUAL,        /* the same, in any order */
	KL_FIELDS_SUBSET,       /* the fields are in the file, which may have more */
	KL_FIELDS_SUPERSET,     /* the file has none but the fields */
	KL_FIELDS_PARTIAL       /* the file has at least one of the fields */
};

/* Columns whose cells together stand in one row only. */
struct kl_key {
	const struct kl_word *fields;
	size_t count;
	struct kl_span name;            /* their names, joined by commas */
	bool primary;                   /* no cell of it is missing */
	const char *path;               /* of the file that declares it, as shown */
};

/* Columns whose cells together stand in another table (or the same). */
struct kl_reference {
	const struct kl_word *fields, *others;  /* here; there, in the same order */
	size_t count;
	struct kl_word resource;        /* empty: the same table */
	struct kl_span name, other_name;        /* of the columns, joined by commas */
	size_t target;                  /* kl_dataset_link: order of the other table;
	                                   SIZE_MAX: it is not read */
	const char *path;               /* of the file that declares it, as shown */
};

#define KL_STANDARD_INPUT "<stdin>"

struct kl_table {
	uint32_t order;                 /* from 0, in the dataset */
	const char *name;
	const char *path;               /* to open; "-" is standard input */
	const char *shown;              /* the path as people see it; of standard input
	                                   KL_STANDARD_INPUT */
	const char *title;              /* NULL if none */
	const char *source;             /* klopt.source: where it stands in the report; NULL if none */
	struct kl_dialect dialect;
	struct kl_reading reading;      /* for columns without a field of their own */
	const struct kl_field *fields;  /* declared; none: the header tells */
	size_t field_count;
	struct kl_name_index field_index;       /* of their names; may be zero */
	enum kl_fields_match match;
	const struct kl_key *keys;      /* primaryKey first, then uniqueKeys */
	size_t key_count;
	struct kl_reference *references;
	size_t reference_count;
	struct kl_word n;               /* klopt.n as printed; text.at NULL: none */
	struct kl_decimal n_value;
	const char *declared;           /* file it is declared in, as shown: the lines
	                                   here and the place of n are in it; NULL: none */
	uint32_t line;                  /* in that file; 0: none */
};

struct kl_dataset {
	const char *name;               /* of the package or folder */
	const char *title;              /* NULL if none */
	const char *descriptor;         /* path as shown; NULL: there is none */
	const char *folder;             /* where the tables are */
	struct kl_table *tables;
	size_t table_count, table_capacity;
	const struct kl_word *rules;    /* klopt.rules: rule files it names */
	size_t rule_count;
	const struct kl_word *waivers;  /* klopt.waivers: files beside the descriptor */
	size_t waiver_count;
	const char *changes;            /* klopt.changes: path of the log of what was
	                                   cleaned; NULL: none */
	struct kl_error *unchecked;     /* what the descriptor demands that klopt */
	size_t unchecked_count, unchecked_capacity;     /* does not check: told as problems */
	struct kl_reading reading;      /* the package's */
	bool plain;                     /* the tables are the *.csv of a folder */
	bool given;                     /* the tables are files named one by one */
	struct kl_input *input;         /* standard input; NULL: no table comes from it */
	struct kl_index names;          /* of tables, to their order */
	struct kl_index others;         /* names of resources that are no tables here */
	struct kl_pattern **patterns;   /* of constraints; owned */
	size_t pattern_count, pattern_capacity;
	struct kl_arena arena;
};

struct kl_dataset_options {
	const char *data;               /* --data: folder of the files; NULL: beside the descriptor */
	bool allow_outside;             /* paths that leave the package are fine */
	const struct kl_reading *reading;       /* ad hoc: how cells are read; NULL: defaults */
	struct kl_dialect dialect;      /* ad hoc: as given; delimiter 0: by the rows;
	                                   delimiter and quote 0: nothing given, quote
	                                   is '"'; the sheet of a workbook */
};

/* Zeroes it; release works from then on. */
void kl_dataset_init(struct kl_dataset *dataset);
void kl_dataset_release(struct kl_dataset *dataset);

/* Reads the dataset that `path` names: a descriptor, or a folder with
 * datapackage.yaml, .yml or .json. A folder without one: if `plain` every *.csv,
 * *.csv.gz, *.csv.zst and *.xlsx in it is added as kl_dataset_add_file does, sorted by
 * name, else an error that says what was looked for. A plain folder without any is an error too,
 * unless it has folders: a rule file may name what is in them;
 * dataset->table_count is then 0.
 *
 * What `options` give (may be NULL) holds where the descriptor says nothing.
 * Of the Data Package standard (v1 and v2 alike) these are read: of the package
 * name, title, encoding, resources; of a resource name, title, path (one file),
 * compression (gz, zst), encoding (that of the package holds for all;
 * table/encoding.h), dialect
 * (delimiter, quoteChar, header, headerRows, headerJoin, commentRows,
 * commentChar, skipInitialSpace, nullSequence, and of v1 caseSensitiveHeader; a
 * delimiter that is not given is decided by the rows; of a workbook sheetName
 * and sheetNumber), schema (also the path of a file in the package); of the
 * schema fields (name, type, format, constraints,
 * categories, missingValues, trueValues, falseValues, decimalChar, groupChar,
 * bareNumber; of a list delimiter and itemType), fieldsMatch, missingValues,
 * primaryKey, uniqueKeys and foreignKeys.
 * What else it demands of data is listed in dataset->unchecked,
 * 1000 at most, the last then saying that there is more. Properties that the
 * standard does not know are let be; in `klopt` they are mistakes.
 *
 * No file of the data is opened. Errors: KL_IO, KL_INVALID (file:line:column,
 * nearest key; a path that leaves the package, a URL), KL_LIMIT, KL_NO_MEMORY. */
enum kl_status kl_dataset_read(struct kl_dataset *dataset, const char *path,
	bool plain, const struct kl_dataset_options *options,
	struct kl_error *error);

/* Refuses a file that was found in the folder, and that nobody named, if it is a link
 * that leads out of it. Errors: KL_INVALID. */
enum kl_status kl_dataset_check_found(const char *folder, const char *path,
	const struct kl_dataset_options *options, struct kl_error *error);

/* Adds one file as a table, named by its file name without ".csv" or ".xlsx", or
 * these and the ending of what is compressed;
 * "-" is standard input, named "stdin". Of a workbook every visible sheet that
 * has cells becomes a table, named as the sheet if there are several; or the one
 * sheet that the options choose. A name that is there already gets "-2", "-3"...
 * A file that cannot be read becomes a table: reading it tells why. Errors:
 * KL_NO_MEMORY. */
enum kl_status kl_dataset_add_file(struct kl_dataset *dataset, const char *path,
	const struct kl_dataset_options *options, struct kl_error *error);

/* Finds the tables that references name; call it once all tables are known. A
 * table that klopt does not read is told in dataset->unchecked. Errors:
 * KL_INVALID (there is no such table, or it declares no such field; with the
 * nearest), KL_NO_MEMORY. */
enum kl_status kl_dataset_link(struct kl_dataset *dataset,
	struct kl_error *error);

/* The declared field, or NULL. */
const struct kl_field *kl_table_field(const struct kl_table *table,
	struct kl_span name);
/* How the cells of a column are read. */
const struct kl_reading *kl_table_reading(const struct kl_table *table,
	struct kl_span column);

#endif
