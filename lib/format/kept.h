/*
 * Results that wait for the end of a report which has a limit: the worst
 * severities are kept, of one severity those that came first. What is left out is
 * counted. They wait in a temporary file (base/spool.h).
 */
#ifndef KL_FORMAT_KEPT_H
#define KL_FORMAT_KEPT_H

#include <stdio.h>

#include "base/spool.h"
#include "finding/finding.h"

enum {
	KL_KEPT_RESULTS = 25000,        /* GitHub refuses a run of SARIF with more */
	KL_KEPT_BYTES = 64 << 20        /* of them */
};

/* Results of one severity, one behind the other. */
struct kl_kept_list {
	struct kl_spool text;
	uint64_t *ends;
	size_t count, capacity;
};

/* Zero to start; release it. */
struct kl_kept {
	struct kl_kept_list lists[KL_SEVERITIES];
	size_t count;
	uint64_t bytes;
	uint64_t left_out;
	struct kl_index fingerprints;
	uint32_t *times;                /* that each fingerprint came */
	size_t time_count, time_capacity;
};

/* Whether one more of this severity would be kept; if not, it is counted. */
bool kl_kept_wants(struct kl_kept *kept, enum kl_severity severity);
/* Keeps it, for which others of less severity may have to go. Errors:
 * KL_NO_MEMORY, KL_IO. */
enum kl_status kl_kept_add(struct kl_kept *kept, enum kl_severity severity,
	const char *result, struct kl_error *error);
/* The fingerprint of the finding and how many with the same were asked for so
 * far, "4fd7b801f9ca9bdc:1", into text: viewers take two of the same for one.
 * False when memory is out. */
enum { KL_KEPT_FINGERPRINT = KL_FINGERPRINT + 11 };
bool kl_kept_fingerprint(struct kl_kept *kept, const struct kl_finding *finding,
	const struct kl_style *style, char *text);
/* Writes them, the worst first, with `between` between two. Errors: KL_IO,
 * KL_CLOSED. */
enum kl_status kl_kept_write(const struct kl_kept *kept, FILE *stream,
	const char *between, struct kl_error *error);
void kl_kept_release(struct kl_kept *kept);

#endif
