/*
 * The columns of the table that is being read.
 */
#ifndef KL_TABLE_COLUMNS_H
#define KL_TABLE_COLUMNS_H

#include "base/name_index.h"
#include "table/reader.h"

struct kl_columns {
	const struct kl_span *names;    /* the header, trimmed */
	size_t count;
	const struct kl_row *header;    /* for places; NULL: there is none */
	struct kl_name_index index;     /* of the names; may be zero */
};

/* Index of the first column of this name, or SIZE_MAX. */
static inline size_t kl_columns_find(const struct kl_columns *columns,
	struct kl_span name)
{
	return kl_name_index_find(&columns->index, columns->names,
		sizeof *columns->names, columns->count, name);
}

#endif
