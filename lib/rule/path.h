/*
 * Paths: joining, parts of a name, and what a path in a file may name.
 */
#ifndef KL_RULE_PATH_H
#define KL_RULE_PATH_H

#include "base/memory.h"
#include "base/status.h"

/* The path of `path` as seen from `folder` (NULL: the current one), as people
 * write it: without "./" at the start. An absolute path stays as it is. A file
 * named "-" becomes "./-", since "-" is standard input. In the arena; NULL when
 * memory is out. */
const char *kl_path_join(struct kl_arena *arena, const char *folder,
	struct kl_span path);

/* The folder a file stands in; "." if its path has none, and for NULL. In the
 * arena; NULL when memory is out. */
const char *kl_path_folder(struct kl_arena *arena, const char *file);

/* The last part of a path, without slashes at its end. */
struct kl_span kl_path_base(const char *path);
/* Without the ending of what is compressed (.gz, .zst, in any case). */
struct kl_span kl_path_unpacked(struct kl_span path);
/* The last part, unpacked, without an ending (.csv, .xlsx, .xlsm, .yaml, .yml or
 * .json, in any case). */
struct kl_span kl_path_stem(const char *path);

/* True if the path ends so (".csv", in any case) and has more than that. */
bool kl_path_ends(struct kl_span path, const char *ending);

/* True for what names a resource of the network: http:, https:, ftp:, and
 * every scheme that is followed by "//". */
bool kl_path_is_url(struct kl_span path);
/* True if the path is absolute or has a part "..". Links are not followed. */
bool kl_path_leaves(struct kl_span path);
/* True if the file stands outside the folder, wherever links on either path lead.
 * False where one of them is not there. */
bool kl_path_leads_out(const char *folder, const char *path);

bool kl_path_is_folder(const char *path);
/* Of what a person named: pipes too. */
bool kl_path_is_file(const char *path);
/* Of what data or a rule file names. */
bool kl_path_is_regular(const char *path);
/* What is there must be a file. Errors: KL_IO. */
enum kl_status kl_path_need_regular(const char *path, struct kl_error *error);

/* The files of a folder (hidden ones and folders apart) that end in one of
 * `endings` (ended by NULL), sorted by bytes; without `endings` all, and the
 * folders too. Errors: KL_IO, KL_NO_MEMORY. */
enum kl_status kl_path_list(struct kl_arena *arena, const char *folder,
	const char *const *endings, const char ***names, size_t *count,
	struct kl_error *error);
/* True if there is a folder, not hidden, in the folder. */
bool kl_path_has_folders(const char *folder);

#endif
