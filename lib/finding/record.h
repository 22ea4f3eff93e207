/*
 * What is told of a table by a thread that judges it, in order, until the thread that
 * reports takes it over. Texts are copied; names of tables, rules and sheets are
 * borrowed.
 */
#ifndef KL_FINDING_RECORD_H
#define KL_FINDING_RECORD_H

#include "finding/report.h"

struct kl_recorded;

struct kl_record {                      /* zero it, and set `full` */
	struct kl_recorded *list;
	size_t count, capacity;
	struct kl_arena texts;
	bool failed;                    /* no memory to keep something */
	/* Called when there is much in it, by who adds to it: waits until it was taken
	 * over. False: it never will be. */
	bool (*full)(void *context);
	void *context;
};

/* Adds copies. Errors: KL_NO_MEMORY; KL_CLOSED, when nobody takes it over any more. */
enum kl_status kl_record_finding(struct kl_record *record, size_t rule,
	const struct kl_finding *finding, struct kl_error *error);
void kl_record_problem(struct kl_record *record, const struct kl_error *problem);
/* As kl_report_note; with `aside` it is for kl_record_take's `aside`. */
void kl_record_note(struct kl_record *record, uint32_t order, const char *table,
	const struct kl_note *note, bool aside);

/* Tells the report all of it, in the order in which it was added, and empties the
 * record. `aside` may be NULL. Errors: those of kl_report_add, KL_NO_MEMORY. */
enum kl_status kl_record_take(struct kl_record *record,
	struct kl_report *report,
	void (*aside)(void *context, const struct kl_note *note), void *context,
	struct kl_error *error);
void kl_record_release(struct kl_record *record);

#endif
