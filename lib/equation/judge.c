#include <stdlib.h>

#include "equation/repair.h"

/* What a cell can be: its changed value, or as it is known. */
static struct kl_interval value_of(const struct kl_equations *equations,
	uint32_t cell, const struct kl_repair *changes)
{
	for (size_t i = 0; changes != NULL && i < changes->count; i++) {
		if (changes->cells[i].cell == cell)
			return kl_interval_point(changes->cells[i].to);
	}
	return equations->cells[cell].cell.known;
}

static bool sum_terms(const struct kl_equations *equations,
	const struct kl_term *terms, size_t count, int64_t times,
	const struct kl_repair *changes, struct kl_interval *sum)
{
	*sum = kl_interval_point(kl_decimal_of(0));
	for (size_t i = 0; i < count; i++) {
		struct kl_interval value = value_of(equations, terms[i].cell, changes);
		if (!kl_interval_add_scaled(sum, &value, terms[i].factor * times))
			return false;
	}
	return true;
}

/* True if every cell is a figure as printed, at most rounded. */
static bool only_printed(const struct kl_equations *equations,
	const struct kl_term *terms, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		enum kl_cell_kind kind =
			equations->cells[terms[i].cell].cell.value.kind;
		if (kind != KL_CELL_EXACT && kind != KL_CELL_ROUNDED)
			return false;
	}
	return true;
}

enum kl_outcome kl_statement_decide(const struct kl_equations *equations,
	enum kl_relation relation, const struct kl_term *terms, size_t count,
	const struct kl_repair *changes)
{
	struct kl_interval sum;

	/* A sum that does not fit in 128 bits decides nothing. */
	if (!sum_terms(equations, terms, count, 1, changes, &sum))
		return KL_UNDECIDED;
	enum kl_outcome outcome = relation == KL_EQUALS ? kl_interval_zero(&sum)
		: kl_interval_at_most_zero(&sum);
	if (outcome == KL_UNDECIDED && only_printed(equations, terms, count))
		return KL_HOLDS;
	return outcome;
}

/* Puts the head in front, if it is among the terms. */
static void head_first(struct kl_term *terms, size_t count, uint32_t head)
{
	for (size_t i = 0; i < count; i++) {
		if (terms[i].cell == head) {
			struct kl_term found = terms[i];
			memmove(terms + 1, terms, i * sizeof *terms);
			terms[0] = found;
			return;
		}
	}
}

/* Notes that this was said; *said if it was before in this class. The same cells
 * with the factors turned round say the same of an equality. */
static bool note_said(struct kl_index *index, uint32_t class,
	enum kl_relation relation, const struct kl_term *terms, size_t count,
	bool *said)
{
	struct kl_text_buffer key = { 0 };
	int32_t sign = relation == KL_EQUALS && terms[0].factor < 0 ? -1 : 1;

	kl_text_add(&key, (struct kl_span){ (const char *)&class, sizeof class });
	kl_text_add(&key, (struct kl_span){ (const char *)&relation,
		sizeof relation });
	for (size_t i = 0; i < count; i++) {
		struct kl_term term = { terms[i].cell, terms[i].factor * sign };
		kl_text_add(&key, (struct kl_span){ (const char *)&term, sizeof term });
	}
	bool done = !key.failed
		&& kl_index_add(index, kl_text_span(&key), 0, NULL, said);
	kl_text_release(&key);
	return done;
}

/* -(sum of the other terms) / factor of the head. */
static struct kl_interval head_by_others(const struct kl_equations *equations,
	const struct kl_term *terms, size_t count)
{
	int32_t factor = terms[0].factor;
	struct kl_interval rest;

	if ((factor == 1 || factor == -1)
			&& sum_terms(equations, terms + 1, count - 1, -factor, NULL,
				&rest))
		return rest;
	return kl_interval_all();
}

size_t kl_equations_count(const struct kl_equations *equations)
{
	return equations->count;
}

struct kl_interval kl_equations_rest(const struct kl_equations *equations,
	size_t equation)
{
	const struct kl_stored_equation *stored = &equations->equations[equation];

	return head_by_others(equations, equations->terms + stored->first,
		stored->count);
}

static void figure_out(const struct kl_equations *equations,
	struct kl_judgement *judgement)
{
	const struct kl_term *terms = judgement->terms;

	judgement->head_value = equations->cells[terms[0].cell].cell.known;
	judgement->rest = head_by_others(equations, terms, judgement->term_count);
	if (!sum_terms(equations, judgement->printed, judgement->printed_count,
			terms[0].factor, NULL, &judgement->gap))
		judgement->gap = kl_interval_all();
}

struct judging {
	struct kl_equations *equations;
	struct kl_index said;
	struct kl_statements statements;
	size_t *statement_of;           /* by equation; SIZE_MAX: it says nothing new */
	struct kl_component_repairs *repairs;   /* by component */
	bool violated;
	enum kl_status (*each)(void *context, const struct kl_judgement *judgement,
		struct kl_error *error);
	void *context;
};

/* Keeps what the equation was expanded to as a statement. */
static bool keep_statement(struct judging *judging, size_t number)
{
	struct kl_equations *equations = judging->equations;
	const struct kl_stored_equation *equation = &equations->equations[number];
	const struct kl_expansion *expansion = &equations->expansion;
	struct kl_statements *statements = &judging->statements;

	if (!kl_grow(statements->items, statements->capacity,
			statements->count + 1)
			|| !kl_grow(statements->terms, statements->term_capacity,
				statements->term_count + expansion->term_count + 1))
		return false;
	if (expansion->term_count > 0)
		memcpy(statements->terms + statements->term_count,
			expansion->terms,
			expansion->term_count * sizeof *expansion->terms);
	struct kl_statement made = { .relation = equation->relation,
		.outcome = kl_statement_decide(equations, equation->relation,
			expansion->terms, expansion->term_count, NULL),
		.first = statements->term_count, .count = expansion->term_count };
	judging->violated = judging->violated || made.outcome == KL_VIOLATED;
	judging->statement_of[number] = statements->count;
	statements->items[statements->count++] = made;
	statements->term_count += made.count;
	return true;
}

/* Expands an equation and decides what it says, if that is anything new. The
 * definers that it goes through are marked as used. */
static bool decide_equation(struct judging *judging, size_t number)
{
	struct kl_equations *equations = judging->equations;
	const struct kl_stored_equation *equation = &equations->equations[number];
	const struct kl_expansion *expansion = &equations->expansion;
	uint32_t class = equation->rule < equations->class_count
		? equations->classes[equation->rule] : 0;
	bool said = false;

	judging->statement_of[number] = SIZE_MAX;
	if (equation->defining)
		return true;
	switch (kl_equation_expand(equations, equation)) {
	case KL_EXPANSION_NO_MEMORY:
		return false;
	case KL_EXPANSION_TOO_LARGE:
		/* Undecided, and it connects nothing: a statement without cells. */
		equations->expansion.term_count = 0;
		return keep_statement(judging, number);
	case KL_EXPANDED:
		break;
	}
	/* All cells cancel, as in a cell compared with itself. */
	if (expansion->term_count == 0)
		return true;
	if (!note_said(&judging->said, class, equation->relation,
			expansion->terms, expansion->term_count, &said))
		return false;
	return said || keep_statement(judging, number);
}

/* Looks in every component with a violated statement for what would mend it. */
static bool find_repairs(struct judging *judging)
{
	const struct kl_statements *statements = &judging->statements;
	size_t first = 0;

	judging->repairs = calloc(statements->count + 1, sizeof *judging->repairs);
	if (judging->repairs == NULL
			|| !kl_statements_connect(judging->equations,
				&judging->statements))
		return false;
	while (first < statements->count) {
		size_t component = statements->items[statements->order[first]]
			.component, end = first;
		bool violated = false;
		for (; end < statements->count; end++) {
			const struct kl_statement *at =
				&statements->items[statements->order[end]];
			if (at->component != component)
				break;
			violated = violated || at->outcome == KL_VIOLATED;
		}
		if (violated && !kl_repair_component(judging->equations, statements,
				first, end - first, &judging->repairs[component]))
			return false;
		first = end;
	}
	return true;
}

static enum kl_status tell(struct judging *judging, size_t number,
	struct kl_error *error)
{
	struct kl_equations *equations = judging->equations;
	const struct kl_stored_equation *equation = &equations->equations[number];
	struct kl_statements *statements = &judging->statements;
	size_t at = judging->statement_of[number];
	struct kl_judgement judgement = {
		.rule = equation->rule, .tag = equation->tag,
		.relation = equation->relation, .outcome = KL_UNDECIDED,
		.head = equations->terms[equation->first].cell,
		.terms = equations->terms + equation->first,
		.term_count = equation->count,
	};

	/* What derives a cell that nothing needs decides nothing. */
	if (at == SIZE_MAX && !(equation->defining && !equation->used))
		return KL_OK;
	if (at != SIZE_MAX) {
		const struct kl_statement *statement = &statements->items[at];
		struct kl_term *terms = statements->terms + statement->first;
		head_first(terms, statement->count, judgement.head);
		judgement.outcome = statement->count > 0 ? statement->outcome
			: KL_UNDECIDED;
		judgement.printed = terms;
		judgement.printed_count = statement->count;
		if (statement->outcome == KL_VIOLATED) {
			const struct kl_component_repairs *found =
				&judging->repairs[statement->component];
			judgement.search = found->search;
			judgement.repairs = found->repairs;
			judgement.repair_count = found->count;
			judgement.alternatives = found->alternatives;
		}
	}
	figure_out(equations, &judgement);
	return judging->each(judging->context, &judgement, error);
}

static void release(struct judging *judging)
{
	for (size_t i = 0; judging->repairs != NULL
			&& i < judging->statements.count; i++)
		free(judging->repairs[i].repairs);
	free(judging->repairs);
	free(judging->statement_of);
	free(judging->statements.items);
	free(judging->statements.terms);
	free(judging->statements.order);
	kl_index_release(&judging->said);
}

enum kl_status kl_equations_judge(struct kl_equations *equations,
	enum kl_status (*each)(void *context, const struct kl_judgement *judgement,
		struct kl_error *error),
	void *context, struct kl_error *error)
{
	struct judging judging = { .equations = equations, .each = each,
		.context = context };
	enum kl_status status = KL_OK;
	bool done = true;

	judging.statement_of = malloc((equations->count + 1)
		* sizeof *judging.statement_of);
	done = judging.statement_of != NULL;
	for (size_t i = 0; i < equations->count && done; i++)
		done = decide_equation(&judging, i);
	done = done && kl_shares_index(equations);
	if (done && judging.violated)
		done = find_repairs(&judging);
	if (!done)
		status = kl_no_memory(error);
	for (size_t i = 0; i < equations->count && status == KL_OK; i++)
		status = tell(&judging, i, error);
	if (status == KL_OK)
		status = kl_shares_judge(equations, &judging.statements,
			judging.repairs, each, context, error);
	release(&judging);
	return status;
}
