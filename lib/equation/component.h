/*
 * One component under search for its fewest changes. For repair.c, which tries
 * sets of cells, and solve.c, which finds what a set must change to.
 */
#ifndef KL_EQUATION_COMPONENT_H
#define KL_EQUATION_COMPONENT_H

#include "equation/repair.h"

/* A statement that a cell stands in, and its factor there. */
struct kl_use {
	size_t statement;
	int32_t factor;
};

/* Statements and cells are numbered within it. */
struct kl_component {
	const struct kl_equations *equations;
	const struct kl_statements *all;
	size_t *statements;             /* of the component, violated ones first */
	size_t count, violated;
	bool *exact;                    /* every cell of the statement is known exactly */
	kl_int128 *residuals;           /* of equalities, in units of 10^-decimals */
	int decimals;
	bool not_negative;              /* no figure here is below zero */
	uint32_t below;                 /* the only one that is; KL_NONE: none, or several */
	uint32_t *cells;                /* of the component, in order */
	size_t cell_count;
	struct kl_use *uses;            /* of each cell, one after another, each
	                                   in the order of statements */
	size_t *used;                   /* where those of cells[i] begin */
	uint32_t set[KL_REPAIR_CELLS];
	size_t size, wanted;
	size_t tried;
	struct kl_component_repairs *found;
	bool no_memory;
};

/* Terms of a statement of the component. */
const struct kl_term *kl_component_terms(const struct kl_component *search,
	size_t at, size_t *count);
bool kl_component_is_equality(const struct kl_component *search, size_t at);
/* Index of a cell in `cells`. */
size_t kl_component_find_cell(const struct kl_component *search, uint32_t cell);
/* The factors of the set's cells in a statement; false: none is in it. */
bool kl_component_factors(const struct kl_component *search, size_t statement,
	kl_int128 *row);
/* Steps through the statements that have a cell of the set; *cell and *use start
 * at 0. */
bool kl_component_next_touched(const struct kl_component *search, size_t *cell,
	size_t *use, size_t *statement);

/* Residuals of the exact equalities, in the finest decimals that stand here.
 * False: they do not fit. */
bool kl_component_residuals(struct kl_component *search);
/* Adds the repair that changes just the cells of the set, if there is one. */
void kl_component_try_set(struct kl_component *search);

#endif
