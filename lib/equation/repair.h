/*
 * The fewest cells whose change makes every statement of a component hold. For
 * the files of equation/ only.
 *
 * A component is a set of statements that are connected by cells. The search is
 * exhaustive: some cell of every violated statement must change, and where
 * changes break a statement that held, another of its cells must change too.
 * The changes of a set follow exactly, by elimination over whole numbers; a set
 * that leaves them open contains a smaller one, so that minimal sets are exact.
 */
#ifndef KL_EQUATION_REPAIR_H
#define KL_EQUATION_REPAIR_H

#include "equation/store.h"

/* What an equation says of printed cells, once derived cells are replaced. */
struct kl_statement {
	enum kl_relation relation;
	enum kl_outcome outcome;
	size_t first, count;            /* terms, among those of all statements */
	size_t component;               /* the statement that stands for it */
};

/* Statements of one component stand together in `order`. */

struct kl_statements {
	struct kl_statement *items;
	size_t count, capacity;
	size_t *order;                  /* indexes, by component; once connected */
	struct kl_term *terms;
	size_t term_count, term_capacity;
};

/* What was found for one component. */
struct kl_component_repairs {
	struct kl_repair *repairs;      /* best first */
	size_t count, capacity;
	size_t alternatives;            /* all that were found */
	enum kl_repair_search search;
	bool violated;                  /* the component is: it was searched */
};

/* Finds the component of every statement, and the order. False when memory is
 * out. */
bool kl_statements_connect(const struct kl_equations *equations,
	struct kl_statements *statements);

/* Searches one component: `count` statements of `order` from `first` on, of
 * which one at least is violated. Of the repairs with the fewest cells those
 * that make a share impossible which fitted are dropped, unless all do: such a
 * repair is never certain. First come those that make the fewest shares
 * impossible and the most fit; then those that leave no lone figure below zero;
 * then likely slips of the pen. False when memory is out. */
bool kl_repair_component(const struct kl_equations *equations,
	const struct kl_statements *statements, size_t first, size_t count,
	struct kl_component_repairs *found);

/* The outcome of a statement with each cell as known plus its change; `changes`
 * are by cell, and NULL means none. */
enum kl_outcome kl_statement_decide(const struct kl_equations *equations,
	enum kl_relation relation, const struct kl_term *terms, size_t count,
	const struct kl_repair *changes);

/* Finds the shares of each cell, for the functions below. False when memory is
 * out. */
bool kl_shares_index(struct kl_equations *equations);
/* Counts the shares that the repair makes impossible, and that it makes fit. */
void kl_shares_weigh(const struct kl_equations *equations,
	struct kl_repair *repair);
/* Tells every share that does not fit. `repairs` are by component; NULL: all
 * statements hold, and they are not connected. */
enum kl_status kl_shares_judge(const struct kl_equations *equations,
	const struct kl_statements *statements,
	const struct kl_component_repairs *repairs,
	enum kl_status (*each)(void *context, const struct kl_judgement *judgement,
		struct kl_error *error),
	void *context, struct kl_error *error);

/* How likely a slip of the pen makes one figure into another: 0 one digit, 1 two
 * digits swapped, 2 the sign, 3 a shifted decimal character, 4 anything else. */
int kl_slip_rank(struct kl_decimal from, struct kl_decimal to);

#endif
