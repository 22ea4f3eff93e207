/*
 * A dataset: tables, their fields, and how their cells are to be read. From a
 * Data Package descriptor (datapackage.yaml or .json), from a folder of CSV
 * files, or from files named one by one.
 */
#ifndef KL_RULE_DATASET_H
#define KL_RULE_DATASET_H

#include "base/memory.h"
#include "base/status.h"
#include "rule/parameter.h"
#include "table/cell.h"
#include "table/reader.h"

enum kl_field_type {
	KL_TYPE_ANY,            /* not declared, any, or string */
	KL_TYPE_STRING,
	KL_TYPE_INTEGER,
	KL_TYPE_NUMBER
};

struct kl_field {
	struct kl_span name;
	enum kl_field_type type;
	struct kl_reading reading;      /* package, table and field taken together */
	uint32_t line;                  /* in table->declared, or in the file that its
	                                   `schema` names */
};

struct kl_table {
	uint32_t order;                 /* from 0, in the dataset */
	const char *name;
	const char *path;               /* to open; "-" is standard input */
	const char *shown;              /* the path as people see it */
	const char *title;              /* NULL if none */
	const char *source;             /* klopt.source: where it stands in the report; NULL if none */
	struct kl_dialect dialect;
	struct kl_reading reading;      /* for columns without a field of their own */
	const struct kl_field *fields;  /* declared; none: the header tells */
	size_t field_count;
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
	struct kl_error *unchecked;     /* what the descriptor demands that klopt */
	size_t unchecked_count, unchecked_capacity;     /* does not check: told as problems */
	struct kl_reading reading;      /* the package's */
	bool plain;                     /* the tables are the *.csv of a folder */
	bool given;                     /* the tables are files named one by one */
	struct kl_index names;          /* of tables, to their order */
	struct kl_arena arena;
};

struct kl_dataset_options {
	const char *data;               /* --data: folder of the files; NULL: beside the descriptor */
	bool allow_outside;             /* paths that leave the package are fine */
	const struct kl_reading *reading;       /* ad hoc: how cells are read; NULL: defaults */
	struct kl_dialect dialect;      /* ad hoc: as given; delimiter 0: by the header;
	                                   all 0: nothing given, quote is '"' */
};

/* Zeroes it; release works from then on. */
void kl_dataset_init(struct kl_dataset *dataset);
void kl_dataset_release(struct kl_dataset *dataset);

/* Reads the dataset that `path` names: a descriptor, or a folder with
 * datapackage.yaml, .yml or .json. A folder without one: if `plain` every *.csv
 * in it is a table, sorted by name, else an error that says what was looked for.
 * A plain folder without CSV files is an error too, unless it has folders: a
 * rule file may name what is in them; dataset->table_count is then 0.
 *
 * What `options` give (may be NULL) holds where the descriptor says nothing.
 * Of the Data Package standard (v1 and v2 alike) these are read: of the package
 * name, title, resources; of a resource name, title, path (one file), dialect
 * (delimiter, quoteChar; a delimiter that is not given is decided by the
 * header), schema (also the path of a file in the package); of the schema
 * fields (name, type, missingValues, decimalChar, groupChar, bareNumber) and
 * missingValues. What else it demands of data is listed in dataset->unchecked,
 * 1000 at most, the last then saying that there is more. Properties that the
 * standard does not know are let be; in `klopt` they are mistakes.
 *
 * No file of the data is opened. Errors: KL_IO, KL_INVALID (file:line:column,
 * nearest key; a path that leaves the package, a URL), KL_LIMIT, KL_NO_MEMORY. */
enum kl_status kl_dataset_read(struct kl_dataset *dataset, const char *path,
	bool plain, const struct kl_dataset_options *options,
	struct kl_error *error);

/* Adds one file as a table, named by its file name without ".csv"; "-" is
 * standard input, named "stdin". A name that is there already gets "-2", "-3"...
 * The file is not opened. Errors: KL_NO_MEMORY. */
enum kl_status kl_dataset_add_file(struct kl_dataset *dataset, const char *path,
	const struct kl_dataset_options *options, struct kl_error *error);

/* The declared field, or NULL. */
const struct kl_field *kl_table_field(const struct kl_table *table,
	struct kl_span name);
/* How the cells of a column are read. */
const struct kl_reading *kl_table_reading(const struct kl_table *table,
	struct kl_span column);

#endif
