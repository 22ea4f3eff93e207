/*
 * What the files of the N check share: n.c (the equations), n_vote.c (which
 * figure the tables agree on), n_finding.c (what is said).
 */
#ifndef KL_CHECK_N_H
#define KL_CHECK_N_H

#include "check/parts.h"
#include "check/selector.h"

/* What an equation says. */
enum kl_n_kind {
	KL_N_TOTAL,             /* N = the total row's cell */
	KL_N_SUM,               /* N = the sum of the rows, where no total row is */
	KL_N_GROUP,             /* N = the N of the other tables */
	KL_N_COLUMN,            /* the others' figure = a column's sum */
	KL_N_PART,              /* several answers: a part <= N */
	KL_N_PART_COLUMN,       /* several answers: a part <= the others' column sum */
	KL_N_SEVERAL            /* several answers: N <= sum of the parts */
};

/* Of an equation; its tag is the index of this record. */
struct kl_n_record {
	enum kl_n_kind kind;
	uint32_t table, column;         /* index into tables; into `same` */
	size_t equation;                /* its number */
};

struct kl_n_table {
	const char *name;
	bool multiple, has_n, has_total;
	uint32_t n, total;              /* cells */
	struct kl_place *headers;       /* of the columns in `same` */
};

/* A figure that the tables share: the sum of a column, or N. */
struct kl_n_shared {
	uint32_t cell;                  /* a quantity; known once it was voted on */
	bool known, tie;
	size_t agree, voters;           /* tables */
	uint32_t first;                 /* a table that has it */
};

struct kl_n {
	const struct kl_argument *column, *row, *same;
	struct kl_n_shared *shared;     /* one for each column of `same`, then N */
	bool row_applies;               /* to at least one table */
	struct kl_n_table *tables;
	size_t table_count, table_capacity;
	struct kl_n_record *records;
	size_t record_count, record_capacity;
	/* Of the current table: */
	size_t current;                 /* SIZE_MAX: it cannot be checked */
	uint64_t rows, total_rows, kept;
	size_t *indexes;                /* columns of `same`, then `column` */
	struct kl_parts *sums;          /* in the same order */
	struct kl_selector selector;
	/* Scratch: */
	struct kl_term *terms;
	size_t term_capacity;
	struct kl_arena arena;
};

/* Settles each shared figure by majority of the tables that have it exactly. Where two
 * figures have as many tables the first table's is taken, and marked a tie. One
 * table alone settles nothing. */
enum kl_status kl_n_vote(struct kl_n *state, const struct kl_scope *scope,
	struct kl_error *error);

enum kl_status kl_n_violated(void *state, const struct kl_scope *scope,
	const struct kl_judgement *judgement, struct kl_error *error);

#endif
