/*
 * How equations are kept. For the files of equation/ only.
 */
#ifndef KL_EQUATION_STORE_H
#define KL_EQUATION_STORE_H

#include "equation/equation.h"

#define KL_NONE UINT32_MAX

struct kl_stored_cell {
	struct kl_equation_cell cell;
	bool known;             /* printed, or derived */
	bool derivable;         /* not printed, so that it may be derived */
	uint32_t definer;       /* the equation that it was derived from, or KL_NONE */
	int32_t factor;         /* its own factor there: 1 or -1 */
	uint32_t order;         /* derivations before it; its definer uses earlier ones only */
};

struct kl_stored_equation {
	enum kl_relation relation;
	size_t first, count;    /* terms */
	uint32_t rule, tag;
	bool defining;          /* used up to derive a cell */
	bool used;              /* ... which another equation needed */
};

/* A printed share, and whether it fits count and N as they were read. */
struct kl_stored_share {
	uint32_t printed, count, n;     /* cells */
	struct kl_share how;
	bool fits;
	uint32_t rule, tag;
};

/* A share that a cell takes part in. */
struct kl_share_use {
	uint32_t cell;
	size_t share;
};

struct kl_factor {
	int64_t factor;
	bool met;
};

/* A sum over printed cells, made by replacing derived cells. */
struct kl_expansion {
	struct kl_factor *factors;      /* by cell */
	size_t factor_capacity, factor_count;
	uint32_t *met;                  /* every cell met */
	size_t met_count, met_capacity;
	uint32_t *heap;                 /* derived cells still to replace, latest first */
	size_t heap_count, heap_capacity;
	struct kl_term *terms;          /* the result */
	size_t term_count, term_capacity;
};

void kl_expansion_release(struct kl_expansion *expansion);

struct kl_equations {
	struct kl_stored_cell *cells;
	size_t cell_count, cell_capacity;
	struct kl_term *terms;
	size_t term_count, term_capacity;
	struct kl_stored_equation *equations;
	size_t count, capacity;
	struct kl_stored_share *shares;
	size_t share_count, share_capacity;
	struct kl_share_use *share_uses;        /* by cell; when equations are judged */
	size_t share_use_count;
	uint32_t derivations;
	uint32_t *classes;      /* by rule; 0 past its end */
	size_t class_count, class_capacity;
	struct kl_index places;
	struct kl_arena texts;
	struct kl_span last_label;
	struct kl_expansion expansion;
};

enum kl_expanded { KL_EXPANDED, KL_EXPANSION_TOO_LARGE, KL_EXPANSION_NO_MEMORY };

/* Writes the equation over printed cells into expansion.terms, in order of
 * cells, cells that cancel left out, and marks the definers it went through.
 * TOO_LARGE: a factor does not fit. */
enum kl_expanded kl_equation_expand(struct kl_equations *equations,
	const struct kl_stored_equation *equation);

#endif
