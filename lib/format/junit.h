/*
 * JUnit XML, among the files that write it: a suite for each table, in it a case
 * for each rule that looked at it, and a last suite of the run: rules that look at
 * several tables at once, and what could not be checked, as errors.
 *
 * There is no specification. What is written keeps to what two schemas in use
 * have in common, so that it is valid by both: windyroad's (JUnit.xsd, after Ant)
 * and that of Jenkins. So a case has no file and line, and a suite has empty
 * elements that one of them asks for.
 *
 * A case fails if there are findings of --fail-on or above; else it is skipped if
 * such findings are waived, or something could not be decided, with that as reason;
 * else it passes. What a baseline knows is not there. All rules
 * check a table in one pass, so that only the run has a time.
 */
#ifndef KL_FORMAT_JUNIT_H
#define KL_FORMAT_JUNIT_H

#include <time.h>

#include "format/format.h"
#include "format/xml_write.h"

enum {
	KL_JUNIT_CASE = 100,            /* findings that a case lists */
	KL_JUNIT_LISTED = 25000,        /* findings that are listed */
	KL_JUNIT_BYTES = 32 << 20       /* of their text */
};

/* Findings of a rule in a table. */
struct kl_junit_case {
	struct kl_text_buffer failures; /* their lines, that make the case fail */
	struct kl_text_buffer others;   /* lines of the rest */
	char *first;                    /* message of the first that makes it fail */
	enum kl_code code;              /* its code */
	uint64_t listed;
	char *excuse;                   /* why the first that is waived is */
	uint64_t waived;                /* that would make it fail */
	uint64_t apart;                 /* all that are waived */
};

struct kl_junit {
	struct kl_junit_case *cases;
	size_t case_count, case_capacity;
	struct kl_index index;          /* from rule and table to the case */
	uint64_t listed;
	size_t bytes;
	struct timespec began;
	bool failed;                    /* no memory to look for a case */
};

/* The case of the rule (NULL: what is always checked) in the table of this order, or
 * NULL: it has no findings, or memory was out, which junit->failed tells. */
const struct kl_junit_case *kl_junit_find(struct kl_junit *junit,
	const struct kl_format_scope *scope, const char *rule, uint32_t order);

/* Puts all together. Errors: KL_IO, KL_CLOSED, KL_NO_MEMORY. */
enum kl_status kl_junit_write(struct kl_junit *junit,
	const struct kl_format_scope *scope, const struct kl_tally *tally,
	struct kl_error *error);

#endif
