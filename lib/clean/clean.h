/*
 * Cleaning: tables as schools send them, written as a descriptor declares them,
 * with a record of every change. What is not certain stays, and is told.
 *
 *   kl_clean_run      reads every table once, and writes it beside its target
 *   kl_clean_commit   lets all files appear
 *
 * With repairs, every table is cleaned twice: first to be checked, then with the
 * repairs that are certain. Memory does not grow with the number of rows.
 */
#ifndef KL_CLEAN_CLEAN_H
#define KL_CLEAN_CLEAN_H

#include "base/output.h"
#include "clean/code.h"
#include "clean/words.h"
#include "rule/dataset.h"
#include "rule/rules.h"
#include "table/note.h"
#include "table/reader.h"

/* Something that was changed, or left. */
struct kl_clean_event {
	const struct kl_table *table;   /* that is read */
	const char *path;               /* as people named it: of the table, or of the
	                                   file that declares it */
	const char *sheet;              /* of a workbook; NULL: none */
	uint64_t line, column;          /* as of a finding; 0: the file, the row */
	struct kl_span field;           /* declared name; at NULL: no one cell */
	struct kl_span from, to;        /* at NULL: not applicable */
	struct kl_clean_why why;
	bool left;                      /* nothing was changed; `from` is what stays */
};

struct kl_clean_calls {
	/* For every event, in the order of the tables and, within, of lines. */
	enum kl_status (*event)(void *context, const struct kl_clean_event *event,
		struct kl_error *error);
	/* What could not be checked when repairs were sought. */
	void (*problem)(void *context, const struct kl_error *problem);
	/* What is good to know of an input. */
	void (*note)(void *context, const struct kl_note *note);
	void *context;
};

/* What became of a table. */
struct kl_clean_result {
	uint64_t rows;                  /* written */
	uint64_t cells, others, left;   /* changes of cells; other changes; not certain */
	bool differs;                   /* what is written is not what was read */
};

struct kl_clean {
	/* Set before: */
	const struct kl_dataset *dataset;
	const struct kl_rules *rules;
	const struct kl_search *search;
	const struct kl_match *given;   /* --code: a form and a column each */
	size_t given_count;
	bool in_place;                  /* files stay under the same descriptor */
	bool repair;
	const char *const *targets;     /* a path for each table; NULL: none */
	struct kl_output *outputs;      /* zeroed, one for each table; the caller's to
	                                   discard */
	FILE *stream;                   /* for the one table without a target; NULL:
	                                   it is not written */
	struct kl_clean_calls calls;
	/* Afterwards: */
	struct kl_clean_result *results;        /* by table */
	struct kl_table *written;       /* the tables as they are written: their
	                                   fields, dialect, and target as path */
	/* In between: */
	struct kl_clean_codes codes;
	struct kl_arena arena;
};

/* Errors: those of reading a table (KL_IO, KL_INVALID, KL_LIMIT; nothing is to be
 * written then), of registers, of writing; KL_NO_MEMORY. Zero the struct to start;
 * release also after failure. */
enum kl_status kl_clean_run(struct kl_clean *clean, struct kl_error *error);
/* With only_changed, files that would be the same stay. */
enum kl_status kl_clean_commit(struct kl_clean *clean, bool only_changed,
	struct kl_error *error);
void kl_clean_release(struct kl_clean *clean);

/* Writes the descriptor of the tables as they are written, for the folder that
 * they are in. After kl_clean_run. */
enum kl_status kl_clean_describe(const struct kl_clean *clean,
	const char *folder, FILE *stream, struct kl_error *error);

#endif
