/*
 * The report: the one sink of findings, outcomes and of what could not be
 * checked. It counts everything, sets what is shown in the order of the
 * dataset, and passes findings on to a format.
 */
#ifndef KL_FINDING_REPORT_H
#define KL_FINDING_REPORT_H

#include "base/status.h"
#include "finding/baseline.h"
#include "finding/waiver.h"
#include "table/note.h"

/* Where findings go. A format fills this in; see format/format.h. */
struct kl_receiver {
	enum kl_status (*finding)(void *context, const struct kl_finding *finding,
		struct kl_error *error);
	/* Something that could not be checked; called as it happens. */
	void (*problem)(void *context, const struct kl_error *problem);
	void *context;
};

/* Rows that a rule leaves out, and why. */
struct kl_excuse {
	struct kl_span because;
	uint64_t rows;
};

/* What a rule found in one table, or looking at several at once. */
enum { KL_NO_TABLE = UINT32_MAX };

struct kl_table_tally {
	uint32_t order;                 /* of the table in the dataset, or KL_NO_TABLE */
	uint64_t outcomes[3];           /* by enum kl_outcome */
	uint64_t findings[KL_SEVERITIES];       /* by the table of their place */
};

struct kl_rule_tally {
	const char *rule;               /* id; NULL: what is always checked */
	const char *check;
	uint64_t tables;
	bool idle;                      /* though it applied to these, it was not
	                                   checked on anything, which is told */
	uint64_t outcomes[3];           /* by enum kl_outcome */
	uint64_t findings[KL_SEVERITIES];
	struct kl_excuse *excuses;      /* in the order of the rule */
	size_t excuse_count;
	struct kl_table_tally *by_table;        /* in the order of the tables */
	size_t by_table_count, by_table_capacity;
};

/* Something that could not be checked. */
struct kl_problem {
	const char *path;               /* NULL: none */
	uint64_t line, column;          /* 0: none */
	const char *text;
};
enum { KL_PROBLEMS_KEPT = 1000 };

/* How a table was read, where a person must know it. */
struct kl_told_note {
	enum kl_note_kind kind;
	struct kl_place place;          /* no row, no field */
	const char *text;
};
enum { KL_NOTES_KEPT = 1000 };
#define KL_NO_TABLE UINT32_MAX

/* All counts of a run; the summary. */
struct kl_tally {
	uint64_t tables, rows, cells;
	uint64_t equations[3];          /* by enum kl_outcome; what two say of the same
	                                   cells counts once, in rows that are kept */
	uint64_t derived;               /* cells not printed that were derived */
	uint64_t findings[KL_SEVERITIES];       /* that count, here and by rule and table */
	uint64_t waived;                /* besides: waived, whether known or not */
	uint64_t known;                 /* besides: of the baseline, not waived */
	uint64_t gone;                  /* of the baseline, that are there no more; 0 if
	                                   not everything was checked */
	const struct kl_waivers *waivers;       /* NULL: none were given */
	const struct kl_baseline *baseline;     /* the same */
	bool whole;                     /* everything was checked, by all rules */
	uint64_t problems;              /* what could not be checked */
	const struct kl_problem *problem_list;  /* the first KL_PROBLEMS_KEPT */
	size_t problem_list_count;
	uint64_t notes;
	const struct kl_told_note *note_list;   /* the first KL_NOTES_KEPT, by place */
	size_t note_list_count;
	const struct kl_rule_tally *rules;
	size_t rule_count;
};

struct kl_report;

/* `rules`: ids and names of the checks of the rules, and their excuses; the texts
 * are borrowed; index 0 is what is always checked. NULL when memory is out. */
struct kl_report *kl_report_new(const struct kl_receiver *receiver,
	const struct kl_rule_tally *rules, size_t rule_count);
/* Findings are held against these, which are borrowed, and count for them; NULL: not.
 * Before the first finding; the baseline is sorted. */
void kl_report_weigh(struct kl_report *report, struct kl_waivers *waivers,
	struct kl_baseline *baseline);
void kl_report_free(struct kl_report *report);

/* Lots that are full are told by a thread of its own, in the same order; what the
 * receiver and those against which findings are held do is then its affair alone, until
 * kl_report_flush, kl_report_end or kl_report_free. */
void kl_report_tell_apart(struct kl_report *report);

/* A report that another thread tells of tables one by one: it counts, and what it is
 * told goes into the record (finding/record.h), which outlives it. Only what counts is
 * called of it, and kl_report_add, kl_report_problem and kl_report_note. NULL when
 * memory is out. */
struct kl_record;
struct kl_report *kl_report_part(const struct kl_report *report,
	struct kl_record *record);
/* What the part counted is counted in the report, and forgotten. */
void kl_report_take(struct kl_report *report, struct kl_report *part);

/* Takes a copy. Findings wait until kl_report_flush, or until there are too many
 * to hold (16 384); each lot is passed on sorted by table, line, column, code, and
 * is counted then. `rule` is the index of the rule. */
enum kl_status kl_report_add(struct kl_report *report, size_t rule,
	const struct kl_finding *finding, struct kl_error *error);
enum kl_status kl_report_flush(struct kl_report *report, struct kl_error *error);
/* Flushes, and tells what waivers expired. If all rules were checked (`all`), and
 * nothing is told as not checked: what waivers are unused, and how much of the
 * baseline is gone. */
enum kl_status kl_report_end(struct kl_report *report, bool all,
	struct kl_error *error);

/* What is counted from here on is of the table of this order in the dataset, or of
 * none (KL_NO_TABLE), as at the start. */
void kl_report_at(struct kl_report *report, uint32_t order);
/* Counts `count` outcomes for a rule; for equations use the tally's too. */
void kl_report_outcome(struct kl_report *report, size_t rule,
	enum kl_outcome outcome, uint64_t count);
/* Counts rows that the rule leaves out for its excuse number `excuse`. */
void kl_report_excuse(struct kl_report *report, size_t rule, size_t excuse,
	uint64_t rows);
void kl_report_rule_table(struct kl_report *report, size_t rule);
/* It was checked on nothing, as the problem tells. */
void kl_report_idle(struct kl_report *report, size_t rule,
	const struct kl_error *problem);
/* Tables, rows and cells that were read. */
void kl_report_read(struct kl_report *report, uint64_t tables, uint64_t rows,
	uint64_t cells);
void kl_report_equation(struct kl_report *report, size_t rule,
	enum kl_outcome outcome);
void kl_report_derived(struct kl_report *report, uint64_t cells);
/* Something could not be checked. The same place and text is told once. Without memory
 * to keep it, or a note, kl_report_end fails. */
void kl_report_problem(struct kl_report *report, const struct kl_error *problem);
/* How a table was read: its index in the dataset, and its name, which is borrowed; of
 * another file KL_NO_TABLE and NULL. The same place and text is told once. */
void kl_report_note(struct kl_report *report, uint32_t order, const char *table,
	const struct kl_note *note);

const struct kl_tally *kl_report_tally(const struct kl_report *report);

#endif
