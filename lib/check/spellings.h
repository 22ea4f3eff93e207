/*
 * Texts that should be one and the same, and how often each spelling of them
 * stands. For the files of check/.
 *
 * Spellings are put in groups: by their code, by what they fold to, or all in
 * one. In a group the spelling that stands most often is the reference, the
 * first seen of several. Memory grows with distinct spellings, not with rows.
 */
#ifndef KL_CHECK_SPELLINGS_H
#define KL_CHECK_SPELLINGS_H

#include "check/check.h"

/* Places that are remembered of one spelling; of further ones the number. */
enum { KL_PLACES_KEPT = 3 };

struct kl_spelling {
	struct kl_span text, code;      /* code: what groups it; at NULL: its fold */
	uint32_t group;
	uint64_t count;
	struct kl_place *places;        /* the first, at most KL_PLACES_KEPT */
	size_t place_count;
	struct kl_span label;           /* of the row it was first seen in */
};

/* Zero it to start. */
struct kl_spellings {
	struct kl_spelling *items;      /* in the order they were first seen */
	size_t count, capacity;
	uint32_t *references;           /* of each group, an index into items */
	size_t group_count, group_capacity;
	struct kl_index texts, groups;
	struct kl_text_buffer key;      /* scratch */
	struct kl_arena arena;
};

/* Counts a text in the group of its code; with code.at NULL in that of the
 * texts which fold to the same. *added (may be NULL) is valid until the next
 * call. Codes and texts are compared exactly. False when memory is out. */
bool kl_spellings_count(struct kl_spellings *spellings, struct kl_span code,
	struct kl_span text, struct kl_spelling **added);

/* Remembers where the spelling stands, if few places of it are known yet. False
 * when memory is out. */
bool kl_spellings_keep(struct kl_spellings *spellings,
	struct kl_spelling *spelling, const struct kl_scope *scope,
	const struct kl_row *row, size_t column);

/* Finds the reference of each group. False when memory is out. */
bool kl_spellings_settle(struct kl_spellings *spellings);
/* After kl_spellings_settle. */
static inline const struct kl_spelling *kl_spellings_reference(
	const struct kl_spellings *spellings, const struct kl_spelling *spelling)
{
	return &spellings->items[spellings->references[spelling->group]];
}

/* How a spelling is told that is not the reference of its group. */
struct kl_spelling_words {
	enum kl_code code;
	enum kl_message (*choose)(const struct kl_spelling *spelling,
		const struct kl_spelling *reference);
	struct kl_span column;          /* the figure `column`: what `code` is called */
};

/* Settles, and reports every spelling that is not the reference, each once, at
 * its first place; the places known of both take part. Figures: code, column,
 * times, most_times (how often each stands: phrases). Outcomes are counted for
 * each text: it holds if it is the reference, or if the finding is information.
 * Errors: those of kl_report_add. */
enum kl_status kl_spellings_report(struct kl_spellings *spellings,
	const struct kl_scope *scope, const struct kl_spelling_words *words,
	struct kl_error *error);

void kl_spellings_release(struct kl_spellings *spellings);

#endif
