/*
 * SARIF 2.1.0 (OASIS Standard, 27 March 2020), among the files that write it.
 *
 * Results wait as JSON until the end, since viewers take a bounded number of them
 * (format/kept.h); the rest of the log is put together there.
 */
#ifndef KL_FORMAT_SARIF_H
#define KL_FORMAT_SARIF_H

#include "base/json_write.h"
#include "format/format.h"
#include "format/kept.h"

/* GitHub takes no more locations of a result. */
enum { KL_SARIF_LOCATIONS = 1000 };

struct kl_sarif {
	struct kl_kept kept;
	uint32_t rules[KL_CODES];       /* index in the log's rules, plus 1; 0: none */
	uint32_t rule_count;
	uint64_t cells_left_out;        /* beyond KL_SARIF_LOCATIONS */
	struct kl_text_buffer json;     /* used again for each result */
	struct kl_text_buffer path;     /* of each file in it */
	const struct kl_repository *repository;
};

/* Sets "message", {"text": ...}: what a viewer would take for a link is none.
 * Releases `text`. */
void kl_sarif_set_message(struct kl_text_buffer *out, struct kl_text_buffer *text);
/* Opens an object with the "physicalLocation" in sarif->json, for the caller to close:
 * the path, from the top of the repository, as a URI, the line and column if there are
 * any; of a workbook the cell, as a logical location. */
void kl_sarif_open_location(struct kl_sarif *sarif, const struct kl_place *place);

/* Adds a result. False when memory is out; also then it is for the caller to see
 * whether sarif->json failed. */
bool kl_sarif_add_result(struct kl_sarif *sarif, const struct kl_finding *finding,
	const struct kl_style *style);
/* A result of the baseline that is there no more. */
void kl_sarif_add_absent(struct kl_sarif *sarif, const struct kl_known *known,
	const struct kl_style *style);
/* Sets "tool", with the rules that results name, and what explains them. */
void kl_sarif_set_tool(struct kl_sarif *sarif);

#endif
