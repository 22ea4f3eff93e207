/* Percentages and sums: what was found waits for the sums, which know better
 * whether it is the count, the N or the percentage that is wrong. */
#include "check/percent.h"

#include <assert.h>

#include "check/proposal.h"

enum { HELD_MOST = 4096 };      /* findings of a table; more are told without the sums */

static enum kl_status add_n(const struct kl_percent *state,
	const struct kl_scope *scope, const struct kl_row *row, uint32_t *cell,
	struct kl_error *error)
{
	*cell = state->n_cell;
	return state->of_index == SIZE_MAX ? KL_OK : kl_scope_number(scope,
		scope->equations, row, state->of_index, state->of_reading, cell,
		error);
}

bool kl_percent_waits(const struct kl_percent *state,
	const struct kl_percent_row *at, const struct kl_percent_figure *figure)
{
	return state->rows <= state->kept && state->held_count - state->held_first < HELD_MOST
		&& figure->column->count_index != SIZE_MAX
		&& kl_whole_exact(figure->count) && kl_whole_exact(at->n)
		&& figure->outcome != KL_UNDECIDED;
}

enum kl_status kl_percent_add_share(const struct kl_percent *state,
	const struct kl_scope *scope, const struct kl_percent_row *at,
	const struct kl_percent_figure *figure, size_t held, struct kl_error *error)
{
	const struct kl_percent_column *column = figure->column;
	struct kl_equations *equations = scope->equations;
	uint32_t printed, count, n;
	bool fits;
	enum kl_status status = kl_scope_number(scope, equations, at->row,
		column->index, column->reading, &printed, error);

	if (status == KL_OK)
		status = kl_scope_number(scope, equations, at->row,
			column->count_index, column->count_reading, &count, error);
	if (status == KL_OK)
		status = add_n(state, scope, at->row, &n, error);
	if (status != KL_OK)
		return status;
	if (!kl_equations_share(equations, printed, count, n, &figure->share,
			(uint32_t)scope->rule_index, (uint32_t)held, &fits))
		return kl_no_memory(error);
	assert(fits == (figure->outcome == KL_HOLDS));
	return KL_OK;
}

enum kl_status kl_percent_hold(struct kl_percent *state,
	const struct kl_scope *scope, const struct kl_percent_row *at,
	const struct kl_percent_figure *figure, struct kl_making *making,
	struct kl_error *error)
{
	size_t held = state->held_count;

	making->finding.figures = making->figures;
	if (!kl_grow(state->held, state->held_capacity, held + 1))
		return kl_no_memory(error);
	state->held[held] = (struct kl_percent_held){
		.finding = kl_finding_copy(&state->arena, &making->finding),
		.lone = at->violated == 1, .row_fits = at->row_fit > 0 };
	if (state->held[held].finding == NULL)
		return kl_no_memory(error);
	state->held_count++;
	return kl_percent_add_share(state, scope, at, figure, held, error);
}

/* --- When the sums were judged ------------------------------------------------ */

static const struct kl_change *find_change(const struct kl_finding *finding,
	const struct kl_place *place)
{
	const struct kl_finding_repair *first = &finding->repairs[0];

	for (size_t i = 0; i < first->count; i++) {
		const struct kl_place *at = &first->changes[i].place;
		if (at->order == place->order && at->row == place->row
				&& kl_span_equal(at->field, place->field))
			return &first->changes[i];
	}
	return NULL;
}

static struct kl_span name_of(const struct kl_change *change)
{
	return change->place.row > 0 ? change->place.field : kl_span_of("N");
}

/* "it fits once gestart is 24", in the place of another N. */
static void say_mended(struct kl_making *making,
	const struct kl_scope *scope, const struct kl_judgement *judgement)
{
	const struct kl_term *terms = judgement->printed;
	const struct kl_change *changes[2] = { NULL, NULL };
	size_t count = 0;

	for (size_t i = 1; i < judgement->printed_count; i++) {
		const struct kl_change *change = find_change(&making->finding,
			&kl_equations_at(scope->equations, terms[i].cell)->place);
		if (change != NULL && (count == 0 || change != changes[0]))
			changes[count++] = change;
	}
	for (size_t i = 0; i < making->finding.figure_count; i++) {
		if (strcmp(making->figures[i].name, "fit") == 0)
			making->figures[i].phrase = count > 1
				? KL_MESSAGE_percent_fit_mended_both
				: KL_MESSAGE_percent_fit_mended;
	}
	kl_making_text(making, "mended", name_of(changes[0]));
	kl_making_value(making, "to", changes[0]->to);
	if (count < 2)
		return;
	kl_making_text(making, "mended_too", name_of(changes[1]));
	kl_making_value(making, "to_too", changes[1]->to);
}

/* The cell as it is printed, with another number in it: "(=3,6%)". A mark, as <2
 * or ---, does not print its number, and has no place for another. */
static void print_like(const struct kl_equation_cell *cell,
	struct kl_span number, struct kl_text_buffer *out)
{
	const struct kl_span printed = cell->printed, no_groups = { NULL, 0 };
	size_t from = 0, to = printed.length;
	struct kl_decimal there;

	while (from < to && !kl_is_digit(printed.at[from]))
		from++;
	while (to > from && !kl_is_digit(printed.at[to - 1]))
		to--;
	if (from > 0 && printed.at[from - 1] == '-')
		from--;
	const struct kl_span inner = { printed.at + from, to - from };
	if (kl_decimal_parse(inner, cell->decimal_char, no_groups, &there)
			!= KL_PARSED
			|| kl_decimal_compare(there, cell->value.value) != 0) {
		kl_text_add(out, number);
		return;
	}
	kl_text_add(out, (struct kl_span){ printed.at, from });
	kl_text_add(out, number);
	kl_text_add(out, (struct kl_span){ printed.at + to, printed.length - to });
}

/* Count and N are right as far as sums tell: the percentage is what changes. */
static enum kl_status propose_percentage(struct kl_making *making,
	const struct kl_scope *scope, const struct kl_judgement *judgement,
	bool certain, struct kl_error *error)
{
	const struct kl_equation_cell *cell = kl_equations_at(scope->equations,
		judgement->head);
	struct kl_text_buffer right = { 0 };

	print_like(cell, making->finding.expected, &right);
	const struct kl_change change = { cell->place, cell->printed,
		kl_text_span(&right) };
	const struct kl_finding_repair repair = { certain, &change, 1 };
	making->finding.search = KL_REPAIR_FOUND;
	making->finding.repairs = &repair;
	making->finding.repair_count = making->finding.alternatives = 1;
	enum kl_status status = right.failed ? kl_no_memory(error)
		: kl_making_report(making, scope, error);
	kl_text_release(&right);
	return status;
}

static enum kl_status tell_mended(struct kl_making *making,
	const struct kl_scope *scope, const struct kl_judgement *judgement,
	struct kl_error *error)
{
	struct kl_proposal proposal = { 0 };
	enum kl_status status;

	if (kl_proposal_make(&proposal, scope->equations, judgement,
			&making->finding)) {
		say_mended(making, scope, judgement);
		status = kl_making_report(making, scope, error);
	} else {
		status = kl_no_memory(error);
	}
	kl_proposal_release(&proposal);
	return status;
}

enum kl_status kl_percent_violated(void *memory, const struct kl_scope *scope,
	const struct kl_judgement *judgement, struct kl_error *error)
{
	const struct kl_percent *state = memory;
	const struct kl_percent_held *held = &state->held[judgement->tag];
	struct kl_making making = { .finding = *held->finding };

	memcpy(making.figures, making.finding.figures,
		making.finding.figure_count * sizeof *making.figures);
	if (judgement->standing == KL_SHARE_MENDED)
		return tell_mended(&making, scope, judgement, error);
	bool confirmed = judgement->standing == KL_SHARE_CONFIRMED && held->lone;
	/* Where the whole row fits another N, that is what it was taken from. */
	if (judgement->standing == KL_SHARE_OPEN
			|| (held->row_fits && !confirmed))
		return kl_making_report(&making, scope, error);
	return propose_percentage(&making, scope, judgement,
		confirmed && !held->row_fits, error);
}
