/*
 * The names of columns as people write them: "Crebo Nummer " for crebo_nummer.
 */
#ifndef KL_TABLE_NAMES_H
#define KL_TABLE_NAMES_H

#include "base/memory.h"
#include "table/reader.h"

/* A name in the header that was taken for one that is asked for; or, where
 * `doubtful`, one of several that could be meant, of which none was. */
struct kl_taken {
	size_t column;                  /* in the header, from 0 */
	struct kl_span text, name;      /* as it stands, trimmed; as asked for */
	bool doubtful;
};

/* Compares a header with the names that are asked for. A name that stands in it
 * exactly is that column. One that does not is the column whose name differs in
 * nothing that kl_text_add_name tells apart, if there is one, and if it is not
 * like another name that is asked for too. What was found is listed in the order
 * of the header, in the arena. False when memory is out. */
bool kl_names_compare(const struct kl_wanted *wanted,
	const struct kl_span *header, size_t count, struct kl_arena *arena,
	struct kl_taken **out, size_t *taken);

/* Adds names as they are compared, to their index in the list; of names that are
 * alike the first. False when memory is out. */
bool kl_names_index(struct kl_index *index, const struct kl_span *names,
	size_t count);
/* How many of the cells are such a name. SIZE_MAX when memory is out. */
size_t kl_names_count(const struct kl_index *index, const struct kl_span *cells,
	size_t count);

#endif
