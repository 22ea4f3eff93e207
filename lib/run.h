/*
 * The engine: a dataset and rules -> one pass over each file -> findings.
 */
#ifndef KL_RUN_H
#define KL_RUN_H

#include "finding/report.h"
#include "format/format.h"
#include "rule/dataset.h"
#include "rule/register.h"
#include "rule/rules.h"

/* How far a run is, in what was read of all tables. */
struct kl_progress {
	const char *table;              /* that is being read */
	uint64_t read, size;            /* bytes of texts; size 0: not known */
	uint64_t rows, findings;        /* so far; findings that count */
};

struct kl_run {
	const struct kl_dataset *dataset;
	const struct kl_rules *rules;
	const struct kl_search *search;
	const struct kl_format *format;
	struct kl_format_scope out;     /* stream, file, style, fail_on are set by the caller */
	/* Told as it happens, besides being counted; may be NULL. */
	void (*problem)(void *context, const struct kl_error *problem);
	/* Told as it happens, of what no format shows (see kl_note_is_told); may be
	 * NULL. */
	void (*note)(void *context, const struct kl_note *note);
	/* Told after each batch of rows; may be NULL. */
	void (*progress)(void *context, const struct kl_progress *progress);
	void *context;
	unsigned jobs;                  /* threads; with 0 or 1 none besides the caller's.
	                                   Nothing that comes out depends on it */
	size_t memory;                  /* bytes that keys of rows may take, about, before
	                                   they go to disk; 0: no bound. Nor on this */
	struct kl_waivers *waivers;     /* findings are held against these; NULL: none */
	struct kl_baseline *baseline;
	bool partial;                   /* not all rules of the dataset: a waiver, or what
	                                   a baseline knows, can be about the others */
};

struct kl_verdict {
	uint64_t findings[KL_SEVERITIES];       /* that count */
	uint64_t problems;              /* what could not be checked */
	bool checked;                   /* anything at all was checked */
};

/* Tells the tables which columns the rules ask for, so that headers are compared
 * with them; before the dataset is run. Errors: KL_NO_MEMORY. */
enum kl_status kl_run_names(struct kl_dataset *dataset,
	const struct kl_rules *rules, struct kl_error *error);

/* Checks everything. A problem with one table or rule is told and counted, and
 * the rest goes on. Errors end the run: output cannot be written (KL_IO,
 * KL_CLOSED), KL_NO_MEMORY. */
enum kl_status kl_run(const struct kl_run *run, struct kl_verdict *verdict,
	struct kl_error *error);

#endif
