#include <stdlib.h>

#include "equation/store.h"

/* The sum of the terms, each with what its cell can be. */
static bool sum_terms(const struct kl_equations *equations,
	const struct kl_term *terms, size_t count, int64_t times,
	struct kl_interval *sum)
{
	*sum = kl_interval_point(kl_decimal_of(0));
	for (size_t i = 0; i < count; i++) {
		if (!kl_interval_add_scaled(sum,
				&equations->cells[terms[i].cell].cell.known,
				terms[i].factor * times))
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

static enum kl_outcome decide(const struct kl_equations *equations,
	enum kl_relation relation, const struct kl_term *terms, size_t count)
{
	struct kl_interval sum;

	/* A sum that does not fit in 128 bits decides nothing. */
	if (!sum_terms(equations, terms, count, 1, &sum))
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
			&& sum_terms(equations, terms + 1, count - 1, -factor, &rest))
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
			terms[0].factor, &judgement->gap))
		judgement->gap = kl_interval_all();
}

struct judging {
	struct kl_equations *equations;
	struct kl_index said;
	enum kl_status (*each)(void *context, const struct kl_judgement *judgement,
		struct kl_error *error);
	void *context;
};

/* Expands the equation and decides it; *silent if it says nothing, or nothing
 * new. */
static enum kl_status decide_equation(struct judging *judging,
	const struct kl_stored_equation *equation,
	struct kl_judgement *judgement, bool *silent, struct kl_error *error)
{
	struct kl_equations *equations = judging->equations;
	struct kl_expansion *expansion = &equations->expansion;

	switch (kl_equation_expand(equations, equation)) {
	case KL_EXPANSION_NO_MEMORY:
		return kl_no_memory(error);
	case KL_EXPANSION_TOO_LARGE:
		return KL_OK;
	case KL_EXPANDED:
		break;
	}
	/* All cells cancel, as in a cell compared with itself. */
	*silent = expansion->term_count == 0;
	if (*silent)
		return KL_OK;
	uint32_t class = equation->rule < equations->class_count
		? equations->classes[equation->rule] : 0;
	if (!note_said(&judging->said, class, equation->relation,
			expansion->terms, expansion->term_count, silent))
		return kl_no_memory(error);
	judgement->outcome = decide(equations, equation->relation,
		expansion->terms, expansion->term_count);
	head_first(expansion->terms, expansion->term_count, judgement->head);
	judgement->printed = expansion->terms;
	judgement->printed_count = expansion->term_count;
	return KL_OK;
}

static enum kl_status judge_one(struct judging *judging,
	const struct kl_stored_equation *equation, struct kl_error *error)
{
	struct kl_equations *equations = judging->equations;
	struct kl_judgement judgement = {
		.rule = equation->rule, .tag = equation->tag,
		.relation = equation->relation, .outcome = KL_UNDECIDED,
		.head = equations->terms[equation->first].cell,
		.terms = equations->terms + equation->first,
		.term_count = equation->count,
	};
	bool silent = false;

	if (!equation->defining) {
		enum kl_status status = decide_equation(judging, equation,
			&judgement, &silent, error);
		if (status != KL_OK)
			return status;
	}
	if (silent)
		return KL_OK;
	figure_out(equations, &judgement);
	return judging->each(judging->context, &judgement, error);
}

/* Marks the definers that another equation needs. */
static enum kl_status mark_used(struct kl_equations *equations,
	struct kl_error *error)
{
	for (size_t i = 0; i < equations->count; i++) {
		if (!equations->equations[i].defining && kl_equation_expand(equations,
				&equations->equations[i]) == KL_EXPANSION_NO_MEMORY)
			return kl_no_memory(error);
	}
	return KL_OK;
}

enum kl_status kl_equations_judge(struct kl_equations *equations,
	enum kl_status (*each)(void *context, const struct kl_judgement *judgement,
		struct kl_error *error),
	void *context, struct kl_error *error)
{
	struct judging judging = { equations, { 0 }, each, context };
	enum kl_status status = mark_used(equations, error);

	for (size_t i = 0; i < equations->count && status == KL_OK; i++) {
		const struct kl_stored_equation *equation = &equations->equations[i];
		if (!(equation->defining && equation->used))
			status = judge_one(&judging, equation, error);
	}
	kl_index_release(&judging.said);
	return status;
}
