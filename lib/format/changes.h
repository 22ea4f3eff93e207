/*
 * The log of changes that klopt-clean writes: CSV in UTF-8 with commas, whose
 * header is exactly path,line,field,from,to,why. Read in bounded memory.
 */
#ifndef KL_FORMAT_CHANGES_H
#define KL_FORMAT_CHANGES_H

#include "table/reader.h"

/* Columns of the log. */
enum { KL_CHANGE_PATH, KL_CHANGE_LINE, KL_CHANGE_FIELD, KL_CHANGE_FROM,
	KL_CHANGE_TO, KL_CHANGE_WHY, KL_CHANGE_COLUMNS };

/* One change; dies when the callback returns. */
struct kl_logged {
	const struct kl_span *cells;    /* KL_CHANGE_COLUMNS of them */
	uint64_t line;                  /* in the file that was changed; 0: of no line */
	const struct kl_row *row;       /* of the log, for places */
	const struct kl_dialect *dialect;
};

struct kl_change_calls {
	enum kl_status (*change)(void *context, const struct kl_logged *change,
		struct kl_error *error);
	void *context;
};

/* Reads the log. Errors: KL_IO, KL_INVALID (it is none, or not a file that can be
 * read twice), KL_LIMIT, KL_NO_MEMORY, what the callback returns. */
enum kl_status kl_changes_read(const char *path,
	const struct kl_change_calls *calls, struct kl_error *error);

#endif
