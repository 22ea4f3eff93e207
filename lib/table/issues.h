/*
 * The issues of a table: what is wrong in its text. What the decoder met there is
 * found again in the lines, since people want to know which line it is.
 */
#ifndef KL_TABLE_ISSUES_H
#define KL_TABLE_ISSUES_H

#include "table/decoder.h"

enum { KL_SIGHTINGS = 3 };              /* a misfit, a NUL, a turn */

struct kl_issues {
	struct kl_issue *list;          /* in file order */
	size_t count, capacity;
	const struct kl_decoder *decoder;
	bool found[KL_SIGHTINGS];
	bool turned;                    /* the encoding did, at: */
	uint64_t turn_line, turn_column;
};

/* False when memory is out. */
bool kl_issues_add(struct kl_issues *issues, struct kl_issue issue);
/* Adds one at `offset` of raw, which begins at `at` in the text, on `line`, and is of
 * record `row`. */
bool kl_issues_add_at(struct kl_issues *issues, enum kl_issue_kind kind,
	struct kl_span raw, size_t offset, uint64_t at, uint64_t line,
	uint64_t row);

/* Whether the decoder met something before `end`, a place in the text, that is still
 * to be found. */
bool kl_issues_wait(const struct kl_issues *issues, uint64_t end);
/* Finds what it met in raw (as above), and adds that. */
bool kl_issues_find(struct kl_issues *issues, struct kl_span raw, uint64_t at,
	uint64_t line, uint64_t row);

/* Tells how the file was read, if it is not plain UTF-8. `declared`: somebody said
 * so. */
void kl_issues_tell(const struct kl_issues *issues, bool declared,
	const char *path, const struct kl_reader_calls *calls);

void kl_issues_release(struct kl_issues *issues);

#endif
