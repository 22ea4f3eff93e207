/*
 * What a gather keeps. For the files of expression/.
 */
#ifndef KL_EXPRESSION_GATHERING_H
#define KL_EXPRESSION_GATHERING_H

#include "expression/binding.h"

/* What is known of one group of rows; rows of which it is not certain that they
 * count are in the second of each pair. */
struct kl_tally_group {
	uint64_t sure, unsure;          /* rows; DISTINCT: values */
	uint64_t unknown;               /* DISTINCT: rows without a value */
	bool spoilt;                    /* a value is unknown or does not fit */
	struct kl_range value, maybe;   /* SUM, MEAN; MIN and MAX: of sure rows, of
	                                   the others */
	struct kl_date date, maybe_date;        /* MIN, MAX of dates */
	bool yes, perhaps;              /* ANY: some is, may be; ALL: some is not */
};

/* A value that a `cell` or `lookup` found; in the arena. */
struct kl_kept {
	const void *at;                 /* by type; NULL: unknown */
	bool blank, point, twice;
	uint64_t row;                   /* where it stands first */
};

/* One function over the rows of one table. */
struct kl_over_table {
	const struct kl_table *table;
	bool complete;                  /* read to the end, without a mistake */
	struct kl_index keys;           /* of groups, to their number */
	size_t count;                   /* of groups */
	struct kl_tally_group *groups;
	size_t group_capacity;
	struct kl_kept *kept;           /* CELL: one; LOOKUP: by group */
	size_t kept_capacity;
	struct kl_index sure, all;      /* DISTINCT: values, with their group */
	uint64_t rows, others;          /* CELL: rows that are it; that may be */
	uint64_t second;                /* the second row: of CELL, of a key */
	struct kl_span second_key;      /* LOOKUP: as people read it */
	struct kl_gathered_cell *cells; /* CELL */
	size_t cell_count;
	struct kl_arena arena;
};

struct kl_gathering {
	const struct kl_expression *expression;
	const struct kl_aggregate *aggregate;
	struct kl_over_table *tables;
	size_t count, capacity;
	/* While a table is read: */
	struct kl_binding *binding;     /* NULL: it is not wanted */
	size_t current;                 /* of tables */
};

struct kl_gather {
	struct kl_gathering *items;
	size_t count, capacity;
	struct kl_text_buffer key;
};

/* One row of the table that is being read. False when memory is out. */
bool kl_gathering_take(struct kl_gathering *g, struct kl_text_buffer *key,
	const struct kl_row *row, const struct kl_dialect *dialect);
/* In gather_keep.c: a value for later, out of the reader's buffers. */
bool kl_keep(struct kl_arena *arena, enum kl_expression_type type,
	const struct kl_result *value, struct kl_kept *out);
void kl_kept_result(const struct kl_kept *kept, enum kl_expression_type type,
	struct kl_result *out);
bool kl_keep_cells(struct kl_gathering *g, const struct kl_row *row,
	const struct kl_dialect *dialect);

#endif
