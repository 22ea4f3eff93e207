/*
 * Where the working folder stands in a repository, and what a file is called from
 * its top: services that show findings beside lines (annotations of GitHub, Code
 * Quality of GitLab, code scanning) know files by that name only.
 */
#ifndef KL_FORMAT_REPOSITORY_H
#define KL_FORMAT_REPOSITORY_H

#include "base/span.h"
#include "base/text.h"

/* All NULL: no repository. The caller owns the strings. */
struct kl_repository {
	const char *top;                /* absolute, without a slash at its end */
	const char *within;             /* of the working folder, from the top: "data/2025";
	                                   "": the top itself; NULL: it lies elsewhere */
};

/* The name from the top: without "./", "..", or the path of the top. What lies
 * outside, standard input (KL_STANDARD_INPUT), or where there is no repository (NULL
 * too), stays as it is. Links are not followed. Points into `path` or `room`, whose
 * text it takes the place of; when memory is out, room->failed. */
struct kl_span kl_repository_name(const struct kl_repository *repository,
	const char *path, struct kl_text_buffer *room);

#endif
