/*
 * A draft: a descriptor and a rule file to start from, made of what stands in
 * files and nothing else. Every proposal says why it was made and how often it
 * held, in a comment that a steward reads before keeping it.
 *
 * What is looked at is bounded: of each table the first rows (see
 * struct kl_draft_bounds). Counts are of these rows, and the draft says so.
 */
#ifndef KL_DRAFT_DRAFT_H
#define KL_DRAFT_DRAFT_H

#include <stdio.h>

#include "finding/report.h"
#include "rule/dataset.h"
#include "rule/register.h"

enum kl_draft_check {
	KL_DRAFT_TOTALS, KL_DRAFT_N, KL_DRAFT_PERCENT, KL_DRAFT_CREBO,
	KL_DRAFT_CODES, KL_DRAFT_LABELS, KL_DRAFT_EXPR
};
/* Their names. */
extern const char *const kl_draft_checks[];

/* A rule, as it will stand in the rule file. */
struct kl_draft_proposal {
	enum kl_draft_check check;
	const struct kl_span *tables;   /* their names */
	size_t table_count;
	struct kl_span id;              /* made unique when it is added */
	struct kl_span body;            /* YAML: the keys of its check, in lines that
	                                   begin at the margin */
	struct kl_span why;             /* lines of a comment, without "#" */
	struct kl_span told;            /* for the summary: "a = b + c" */
	struct kl_span held;            /* "holds in 24 of 25 rows" */
	bool enabled;                   /* else it is written as a comment */
	uint64_t findings[KL_SEVERITIES];       /* kl_draft_prove */
};

struct kl_draft_bounds {
	size_t rows;                    /* of each table; 0: KL_DRAFT_ROWS */
	size_t bytes;                   /* of all tables, kept; 0: KL_DRAFT_BYTES */
};
enum { KL_DRAFT_ROWS = 100000 };
enum { KL_DRAFT_BYTES = 256 << 20 };

struct kl_draft_table;

struct kl_draft {
	/* Set before reading: */
	struct kl_dataset *dataset;     /* the tables; borrowed */
	const char *folder;             /* their paths are written as seen from here */
	const struct kl_search *search; /* where registers are */
	/* Told of a register that could not be read, so that codes are not looked for
	 * in it; NULL: nobody is. */
	void (*unread)(void *context, const struct kl_error *why);
	void *context;
	struct kl_draft_bounds bounds;
	/* Afterwards: */
	struct kl_draft_table *tables;
	size_t table_count;
	struct kl_marker *markers;      /* seen where numbers stand */
	uint64_t *marker_cells;         /* how often each */
	size_t marker_count, marker_capacity;
	struct kl_draft_proposal *proposals;
	size_t proposal_count, proposal_capacity;
	size_t enabled;                 /* of the proposals */
	uint64_t always[KL_SEVERITIES]; /* kl_draft_prove: findings of the schemas */
	struct kl_index ids;
	struct kl_arena arena;
};

/* Reads all tables and makes the proposals. Errors: those of kl_read_input for
 * the first table that cannot be read, and KL_NO_MEMORY. Release also after
 * failure. */
enum kl_status kl_draft_read(struct kl_draft *draft, struct kl_error *error);
void kl_draft_release(struct kl_draft *draft);

/* A path as seen from a folder that it stands in; part of it. */
struct kl_span kl_draft_path(const char *folder, const char *path);

/* Notes what a run of the draft itself found: what is written from then on says how
 * many findings each rule has in the whole files. */
void kl_draft_prove(struct kl_draft *draft, const struct kl_tally *tally);

/* "2 errors, 1 warning, 3 info", translated, for so many of each severity. */
enum { KL_DRAFT_FINDINGS = 256 };
void kl_draft_findings(const uint64_t *findings, char out[KL_DRAFT_FINDINGS]);

/* Writes datapackage.yaml; `name` is the package's, `rules` the name of the rule
 * file. Errors: KL_NO_MEMORY, KL_IO. */
enum kl_status kl_draft_describe(const struct kl_draft *draft,
	struct kl_span name, const char *rules, FILE *stream,
	struct kl_error *error);
/* Writes the rule file. There is one if there are proposals; a descriptor names it
 * if one of them is enabled. */
enum kl_status kl_draft_rule(const struct kl_draft *draft, FILE *stream,
	struct kl_error *error);

#endif
