/*
 * Codes that a column holds: as rules, a pattern of the schema or the command line
 * say; and what a damaged one was.
 */
#ifndef KL_CLEAN_CODE_H
#define KL_CLEAN_CODE_H

#include "base/memory.h"
#include "base/pattern_table.h"
#include "clean/words.h"
#include "code/form.h"
#include "rule/field.h"
#include "rule/register.h"
#include "rule/rules.h"

struct kl_clean_code {
	struct kl_span column;          /* its name */
	bool crebo;                     /* else of the form */
	enum kl_codes_form form;
	const struct kl_pattern_table *places;  /* as a pattern has it; NULL: none */
	const struct kl_register *reg;  /* NULL: none */
	const struct kl_word *listed;   /* the only ones; count 0: not given */
	size_t listed_count;
	struct kl_span separator;       /* of several in a cell; empty: one */
	bool some_rows;                 /* it is said of some rows only */
};

/* The codes that are declared for the tables of a run. Zero it to start. */
struct kl_clean_codes {
	struct kl_clean_rule_code {
		const struct kl_rule *rule;     /* NULL: the command line; every table */
		struct kl_clean_code code;
		bool used;              /* a table has the column */
	} *items;
	size_t count, capacity;
	struct kl_clean_register {
		struct kl_register reg;
		struct kl_clean_register *next;
	} *registers;
	struct kl_arena arena;
};

/* Finds the rules of the checks crebo and codes that say of what form or list the
 * codes of a column are, and takes what the command line says, a form and a column
 * each. Errors: KL_USAGE (a form that is none), those of reading a register,
 * KL_NO_MEMORY. Release also after failure. */
enum kl_status kl_clean_codes_read(struct kl_clean_codes *codes,
	const struct kl_rules *rules, const struct kl_search *search,
	const struct kl_match *given, size_t given_count, struct kl_error *error);
/* KL_USAGE if the command line names a column that no table had. */
enum kl_status kl_clean_codes_used(const struct kl_clean_codes *codes,
	struct kl_error *error);
void kl_clean_codes_release(struct kl_clean_codes *codes);

/* A column by the pattern of its schema, if that has a fixed number of places of
 * digits and capital letters: [0-9]{4}, \d\d[A-Z]{2}, 99[A-Z]{2}. */
bool kl_clean_code_by_pattern(const struct kl_field *field,
	struct kl_clean_code *out);

/* What a cell, trimmed and not blank, is to be: itself if it stays; *why and *left
 * as in clean/cell.h. At NULL: memory is out. */
struct kl_span kl_clean_mend(const struct kl_clean_code *code,
	struct kl_span text, struct kl_arena *arena, struct kl_clean_why *why,
	enum kl_clean_word *left);

#endif
