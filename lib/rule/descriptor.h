/*
 * What a descriptor says of its tables; rule files say it in the same words.
 */
#ifndef KL_RULE_DESCRIPTOR_H
#define KL_RULE_DESCRIPTOR_H

#include "rule/dataset.h"
#include "rule/reading.h"

/* A file that describes tables, as it is being read. */
struct kl_describer {
	struct kl_dataset *dataset;     /* keeps copies of what it needs */
	const struct kl_dataset_options *options;       /* may be NULL */
	struct kl_arena *tree;          /* where files that are named are parsed */
	const char *path;               /* of the file, as shown */
	bool rule_file;                 /* it is a rule file, no descriptor */
	struct kl_level package;        /* kl_describe_start sets it */
	enum kl_encoding encoding;      /* of the package */
};

/* Sets the package's level to what the options or the dataset give. */
void kl_describe_start(struct kl_describer *describer);

/* The `klopt` property of the package or of a rule file; of a package it takes
 * `rules`, `waivers` and `changes` too. */
enum kl_status kl_describe_klopt(struct kl_describer *describer,
	const struct kl_node *klopt, struct kl_error *error);

/* The same for the tables that nothing is declared of. */
enum kl_status kl_describe_undeclared(const struct kl_describer *describer,
	const struct kl_node *klopt, struct kl_error *error);

/* The list at `resources`. Of a descriptor every resource becomes a table. Of
 * a rule file: see kl_rules_read. */
enum kl_status kl_describe_resources(struct kl_describer *describer,
	const struct kl_node *list, struct kl_error *error);

/* One resource as a table. *table->name is NULL if it is none that klopt reads:
 * then dataset->unchecked says so. */
enum kl_status kl_describe_table(const struct kl_describer *describer,
	const struct kl_node *resource, struct kl_table *table,
	struct kl_error *error);

/* Whether a file is one that klopt reads, or of which reading tells what to do, by
 * the format that is declared (NULL: none) or by its ending. The path ends with 0. */
bool kl_describe_is_readable(const struct kl_node *format, struct kl_span path);

/* The schema of a table, with the level of the table. */
enum kl_status kl_describe_schema(const struct kl_describer *describer,
	const struct kl_node *schema, struct kl_level *level,
	struct kl_table *table, struct kl_error *error);

/* format, constraints and what else a type takes of a field whose name, type and
 * reading are known. */
enum kl_status kl_describe_format(const struct kl_describer *describer,
	const struct kl_node *node, struct kl_field *field,
	struct kl_error *error);
enum kl_status kl_describe_constraints(const struct kl_describer *describer,
	const struct kl_node *node, struct kl_field *field,
	struct kl_error *error);

/* categories and categoriesOrdered of a field, and its `enum`. */
enum kl_status kl_describe_categories(const struct kl_describer *describer,
	const struct kl_node *node, struct kl_field *field,
	struct kl_error *error);
enum kl_status kl_describe_enum(const struct kl_describer *describer,
	const struct kl_node *list, struct kl_field *field,
	struct kl_error *error);

/* A value of the field that stands in the descriptor at `key`. KL_INVALID when
 * it is none. */
enum kl_status kl_describe_value(const struct kl_describer *describer,
	const char *key, const struct kl_node *node, const struct kl_field *field,
	struct kl_value *out, struct kl_error *error);

/* primaryKey, uniqueKeys and foreignKeys of a table whose fields are known. */
enum kl_status kl_describe_keys(const struct kl_describer *describer,
	const struct kl_node *schema, struct kl_table *table,
	struct kl_error *error);

/* The dialect of a table; its nullSequence is a mark of the level. */
enum kl_status kl_describe_dialect(const struct kl_describer *describer,
	const struct kl_node *dialect, struct kl_level *level,
	struct kl_table *table, struct kl_error *error);
/* Tells the dialect what the fields are called, once they are known. */
enum kl_status kl_describe_names(const struct kl_describer *describer,
	struct kl_table *table, struct kl_error *error);

/* The `encoding`, if it is there; one that is not read is noted, and *out untouched.
 * `subject` is "a resource". */
enum kl_status kl_describe_encoding(const struct kl_describer *describer,
	const struct kl_node *map, const char *subject, enum kl_encoding *out,
	struct kl_error *error);

/* The `compression` of a resource, if it is there; one that is not read is noted. */
enum kl_status kl_describe_compression(const struct kl_describer *describer,
	const struct kl_node *resource, enum kl_packing *out,
	struct kl_error *error);

/* A property that asks for something, unless it says what holds anyway. */
struct kl_demand {
	const char *key, *fine;         /* fine NULL: it always asks */
};

/* Notes those of the demands that the mapping has: a sentence about KEY
 * and NAME, marked with KL_TEXT: "'%s' of field '%s' is not checked ...". */
enum kl_status kl_describe_demands(const struct kl_describer *describer,
	const struct kl_node *map, const struct kl_demand *demands, size_t count,
	const char *name, const char *sentence,
	struct kl_error *error);

/* Notes that something demanded at the node is not checked. */
enum kl_status kl_describe_unchecked(const struct kl_describer *describer,
	const struct kl_node *node, struct kl_error *error,
	const char *format, ...) __attribute__((format(printf, 4, 5)));

/* A descriptor may have keys of its own, which are not read. One that differs from
 * a known one (a list that ends with NULL) by a slip of the keyboard, or in case,
 * most likely was meant to be it: noted as not checked. */
enum kl_status kl_describe_misspelt(const struct kl_describer *describer,
	const struct kl_node *map, const char *const *known,
	struct kl_error *error);

/* If the node (a text) names a file in the package: reads it. *inner then is
 * the describer for what stands in it, and *node its root. */
enum kl_status kl_describe_follow(const struct kl_describer *describer,
	const char *key, const struct kl_node **node,
	struct kl_describer *inner, struct kl_error *error);

/* Copies the text at a key, if there is one that is not null. */
enum kl_status kl_describe_text(const struct kl_describer *describer,
	const struct kl_node *map, const char *key, const char **out,
	struct kl_error *error);
/* Reads the boolean at a key, likewise. */
enum kl_status kl_describe_flag(const struct kl_describer *describer,
	const struct kl_node *map, const char *key, bool *out,
	struct kl_error *error);

/* Adds a table and gives it its order. False when memory is out. */
bool kl_dataset_add_table(struct kl_dataset *dataset,
	const struct kl_table *table);

/* What tables begin with where nothing is declared. */
void kl_dataset_defaults(const struct kl_dataset_options *options,
	struct kl_reading *reading, struct kl_dialect *dialect);

#endif
