/*
 * What must add up: linear equations over cells, across tables.
 *
 * A cell is known (exact, rounded or a range), or not. A cell that is not known
 * and that one equation determines is derived from it; that equation then says
 * nothing more. Every other equation is judged on the cells that are printed:
 * derived cells are replaced by what they were derived from, so that two equations that
 * say the same of the same printed cells are one statement, counted and
 * reported once, and a cell that stands on both sides cancels exactly.
 *
 * Beside the sums there are shares: percentages that were printed of a count and
 * an N. They are evidence. Counts are mended by the sums alone, but of the ways
 * to do that one which makes a share impossible that fitted is left out, if
 * there is one that does not; and those that make more shares fit come first.
 */
#ifndef KL_EQUATION_EQUATION_H
#define KL_EQUATION_EQUATION_H

#include "base/share.h"
#include "base/status.h"
#include "finding/finding.h"
#include "table/cell.h"

enum kl_relation {
	KL_EQUALS,              /* sum of the terms = 0 */
	KL_AT_MOST              /* sum of the terms <= 0 */
};

struct kl_term {
	uint32_t cell;
	int32_t factor;
};

struct kl_equations;

struct kl_equations *kl_equations_new(void);
void kl_equations_free(struct kl_equations *equations);
/* Forgets all cells and equations, keeps the memory. */
void kl_equations_clear(struct kl_equations *equations);

/* A cell at a place; the same table, row and field give the same cell (where
 * place.row is 0: the same path, line and column too). The texts
 * of place.field, label (the row's name) and printed are copied; place.path and
 * place.table must outlive the equations. False when memory is out. *found (may
 * be NULL) tells if it was there. */
bool kl_equations_cell(struct kl_equations *equations,
	const struct kl_place *place, struct kl_span label, struct kl_span printed,
	const struct kl_cell *value, char decimal_char, uint32_t *cell,
	bool *found);
/* A quantity without a place: a sum of many rows (known), or a figure that all
 * tables share (value NULL: not known, and never derived). */
bool kl_equations_quantity(struct kl_equations *equations,
	const struct kl_cell *value, uint32_t *cell);
/* Says how many cells of a table a quantity is the sum of. */
void kl_equations_stands_for(struct kl_equations *equations, uint32_t cell,
	uint64_t cells);
/* Gives a quantity a value after all (a shared figure that was voted on). */
void kl_equations_set(struct kl_equations *equations, uint32_t cell,
	const struct kl_cell *value);

/* Lets a quantity without a value be derived: what is compared with it is then
 * compared with what it is derived from. */
void kl_equations_let_derive(struct kl_equations *equations, uint32_t cell);

/* Adds sum(factor * cell) <relation> 0. The first term is the head: the total,
 * whose cell a finding points at. `rule` and `tag` come back in the judgement.
 * False when memory is out. */
bool kl_equations_add(struct kl_equations *equations, enum kl_relation relation,
	const struct kl_term *terms, size_t count, uint32_t rule, uint32_t tag);

/* Says that a cell was printed as the share of `count` in `n`: cells, known
 * exactly. *fits tells if it can be. If not, it comes back in a judgement with
 * `rule` and `tag`. False when memory is out. */
bool kl_equations_share(struct kl_equations *equations, uint32_t printed,
	uint32_t count, uint32_t n, const struct kl_share *how, uint32_t rule,
	uint32_t tag, bool *fits);

/* Says that what a rule states counts apart from the same statement by rules of
 * another class (0 unless said). For rules that tell with another severity. False
 * when memory is out. */
bool kl_equations_class(struct kl_equations *equations, uint32_t rule,
	uint32_t class);

/* Number of cells and quantities. */
size_t kl_equations_cells(const struct kl_equations *equations);
size_t kl_equations_count(const struct kl_equations *equations);

/* What the head of an equation (by its number, from 0 in the order added) should
 * be by its other terms, as far as they are known. */
struct kl_interval kl_equations_rest(const struct kl_equations *equations,
	size_t equation);

/* Derives what follows, until nothing more does: first cells that are heads.
 * Call after all equations were added. Returns how many cells were derived. */
size_t kl_equations_derive(struct kl_equations *equations);

/* A change of cells that would make every statement of a component hold: the
 * statements that are connected by cells with a violated one. */
struct kl_repair_cell {
	uint32_t cell;
	struct kl_decimal from, to;
};

struct kl_repair {
	bool certain;           /* no other change of so few cells does it, and it
	                           makes no share impossible */
	size_t count;
	struct kl_repair_cell cells[KL_REPAIR_CELLS];
	size_t broken, mended;  /* shares that it makes impossible, or fit */
	bool below;             /* it leaves the only figure below zero there */
	int rank;               /* how far from a likely slip of the pen; 0: likely */
	size_t turn;            /* in which it was found */
};

/* What the sums know of the count and N of a share that does not fit. */
enum kl_standing {
	KL_NO_SHARE,            /* the judgement is of an equation */
	KL_SHARE_MENDED,        /* it fits once the sums are mended, by the first of
	                           the judgement's repairs */
	KL_SHARE_CONFIRMED,     /* equations that hold, or hold once another cell is
	                           changed as is certain, have both */
	KL_SHARE_ALONE,         /* no equation that holds has both */
	KL_SHARE_OPEN           /* sums with one of them do not hold, and what mends
	                           them is not certain, or does not make it fit */
};

struct kl_judgement {
	uint32_t rule, tag;
	enum kl_standing standing;      /* of a share `printed` are its three cells, and
	                                   no value is given */
	enum kl_relation relation;
	enum kl_outcome outcome;
	uint32_t head;          /* cell of the first term */
	const struct kl_term *terms;    /* as added */
	size_t term_count;
	const struct kl_term *printed;  /* over printed cells only; the head (if */
	size_t printed_count;           /*   printed) first, then in order of cells */
	struct kl_interval head_value;  /* what the head is, printed or derived */
	struct kl_interval rest;        /* what the head should be by the other terms */
	struct kl_interval gap;         /* head - rest */
	enum kl_repair_search search;          /* violated: whether a repair was found */
	const struct kl_repair *repairs;        /* of the component: fewest cells; in */
	size_t repair_count;            /*   the order of kl_repair_component; at most 16 */
	size_t alternatives;            /* all there are */
};

/* Judges every statement in the order added: not the equations that say again
 * what an earlier one of the same class said, nor those that were used up to derive a cell that
 * another one needs. Then tells every share that does not fit. The judgement dies when `each` returns; a status that
 * `each` returns ends it.
 *
 * Outcome: violated if no values that the cells can have satisfy it; holds if
 * all do, or if every cell is a figure as printed and rounding explains the
 * difference; else undecided. */
enum kl_status kl_equations_judge(struct kl_equations *equations,
	enum kl_status (*each)(void *context, const struct kl_judgement *judgement,
		struct kl_error *error),
	void *context, struct kl_error *error);

/* What is known of a cell. */
struct kl_equation_cell {
	struct kl_place place;          /* place.path NULL: a quantity */
	uint64_t cells;                 /* that it stands for: 1, or of a sum more */
	struct kl_span label;
	struct kl_span printed;
	struct kl_cell value;           /* as read */
	struct kl_interval known;       /* as read or derived; everything: not known */
	bool derived;
	char decimal_char;
};
const struct kl_equation_cell *kl_equations_at(
	const struct kl_equations *equations, uint32_t cell);

#endif
