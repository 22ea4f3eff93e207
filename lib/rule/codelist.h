/*
 * The CSV file of a register.
 */
#ifndef KL_RULE_CODELIST_H
#define KL_RULE_CODELIST_H

#include "rule/node.h"
#include "rule/register.h"
#include "table/reader.h"

enum { KL_REGISTER_COLUMNS = 13 };

/* The names of the columns, in lower case: "code", "naam" ... */
extern const char *const kl_register_columns[KL_REGISTER_COLUMNS];

/* What the description says of the file. */
struct kl_codelist {
	const char *description;        /* its path; NULL: there is none */
	const struct kl_node *names[KL_REGISTER_COLUMNS];       /* what the header
	                                   calls a column; NULL: as klopt does */
	struct kl_dialect dialect;
};

/* KL_INVALID at the first quote, byte or NUL that a list of codes cannot have. */
enum kl_status kl_codelist_sound(const char *path,
	const struct kl_batch *batch, struct kl_error *error);

/* Reads reg->path into reg. */
enum kl_status kl_codelist_read(struct kl_register *reg,
	const struct kl_codelist *list, struct kl_error *error);

#endif
