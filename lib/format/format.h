/*
 * Formats: the ways out. One file, one format, reached through the registry
 * (format.def). A format gets findings in the order of the dataset, copies what
 * it keeps, and writes to the stream that it was given.
 */
#ifndef KL_FORMAT_FORMAT_H
#define KL_FORMAT_FORMAT_H

#include <stdio.h>

#include "base/folder.h"
#include "finding/report.h"
#include "format/repository.h"
#include "rule/dataset.h"
#include "rule/rules.h"

struct kl_outlet;

struct kl_format_scope {
	FILE *stream;                   /* write here; NULL: to `folder` */
	struct kl_folder *folder;       /* of a format that writes several files; NULL:
	                                   one to stream */
	bool safe_csv;                  /* mark what a spreadsheet would compute */
	const char *file;               /* path of the file behind stream; NULL: a pipe
	                                   or terminal */
	const struct kl_style *style;
	const struct kl_repository *repository; /* where files are told of; NULL: none */
	const struct kl_dataset *dataset;
	const struct kl_rules *rules;
	const char *program;            /* "klopt check", for the record */
	const char *changes;            /* path of the log of what was cleaned; NULL: none */
	int compress;                   /* large sheets of a workbook, 1 to 9; 0: as is best */
	enum kl_severity fail_on;
	void *context;                  /* for a format that the caller brings */
	FILE *summary;                  /* of the job, in Markdown, for a format that has
	                                   one; NULL: not asked for */
	size_t summary_room;            /* bytes that it may have */
	const struct kl_outlet *outlets;        /* of kl_format_several */
	size_t outlet_count;
};

/* One of several ways out of the same run. */
struct kl_outlet {
	const struct kl_format *format;
	struct kl_format_scope scope;
	const char *name;               /* of its file, as people named it; NULL: none */
};

/* All functions but `finding` may be NULL. */
struct kl_format {
	const char *name;
	const char *summary;
	bool needs_file;                /* cannot go to standard output */
	const struct kl_format *tables; /* what klopt-export writes by this name, the
	                                   tables in several files; NULL: the same */
	bool writes_folder;             /* such a format */
	bool has_summary;               /* writes scope->summary */
	size_t state_size;              /* zeroed before begin */
	enum kl_status (*begin)(void *state, const struct kl_format_scope *scope,
		struct kl_error *error);
	enum kl_status (*finding)(void *state, const struct kl_format_scope *scope,
		const struct kl_finding *finding, struct kl_error *error);
	enum kl_status (*end)(void *state, const struct kl_format_scope *scope,
		const struct kl_tally *tally, struct kl_error *error);
	void (*release)(void *state);   /* also after a failure */
};

/* Not one of the registry: passes all on to scope->outlets, in their order. Where
 * one cannot be written, error->path is its name. */
extern const struct kl_format kl_format_several;

/* Not one of the registry: a baseline of what it gets, but for what is waived or told
 * of waivers. JSON Lines: {"klopt":"baseline","version":1}, then a record for each
 * fingerprint, {"fingerprint", "code", "path", "table", "field"} and "count" where
 * there are several, sorted by path, table, code, field. */
extern const struct kl_format kl_format_baseline;
/* Reads such a file; blank lines are let be, order is free. Errors: KL_IO, KL_INVALID
 * at the line, KL_LIMIT (finding/baseline.h; a line of 64 KiB), KL_NO_MEMORY. */
enum kl_status kl_baseline_read(struct kl_baseline *baseline, const char *path,
	struct kl_error *error);

/* In the order of format.def, NULL at the end. */
extern const struct kl_format *const kl_formats[];
const struct kl_format *kl_format_find(const char *name);

#endif
