/*
 * How cells are to be read, as a descriptor or rule file declares it at one
 * level after the other: package, table, field. An inner level goes before an
 * outer one; for marks: klopt.markers from the inside out, then missingValues,
 * of which the field's replace the schema's.
 */
#ifndef KL_RULE_READING_H
#define KL_RULE_READING_H

#include "rule/node.h"
#include "table/cell.h"

struct kl_level {
	struct kl_reading reading;      /* its markers: klopt.markers alone */
	const struct kl_marker *missing;        /* missingValues: unknown */
	size_t missing_count;
};

/* What reads it; texts that are kept are copied to the arena. */
struct kl_level_scope {
	const char *path;               /* of the file, for mistakes */
	struct kl_arena *arena;
};

/* The keys of a `klopt` property that say how cells are read: markers, rounded,
 * rounding. Others are not looked at. */
enum kl_status kl_level_read(struct kl_level *level,
	const struct kl_level_scope *scope, const struct kl_node *klopt,
	struct kl_error *error);
/* decimalChar, groupChar and bareNumber of a `klopt` property or a field. */
enum kl_status kl_level_read_chars(struct kl_level *level,
	const struct kl_level_scope *scope, const struct kl_node *map,
	struct kl_error *error);
/* missingValues: texts, or mappings with `value` (Data Package v2). */
enum kl_status kl_level_read_missing(struct kl_level *level,
	const struct kl_level_scope *scope, const struct kl_node *list,
	struct kl_error *error);

/* The reading of a level with all its marks. Errors: KL_NO_MEMORY. */
enum kl_status kl_level_close(const struct kl_level *level,
	struct kl_arena *arena, struct kl_reading *out, struct kl_error *error);

/* One character as text: "'KEY' takes one character" if it is none. Nothing,
 * or an empty text, gives 0. */
enum kl_status kl_level_char(const struct kl_node *node, const char *path,
	const char *key, char *out, struct kl_error *error);
/* true or false. */
enum kl_status kl_level_flag(const struct kl_node *node, const char *path,
	const char *key, bool *out, struct kl_error *error);

#endif
