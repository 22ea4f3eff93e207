#include "check/proposal.h"

#include <stdlib.h>

/* A figure as the table would print it. */
static bool print_figure(struct kl_proposal *proposal, struct kl_decimal value,
	char decimal_char, struct kl_span *out)
{
	char text[KL_DECIMAL_TEXT];
	size_t length = kl_decimal_format(value, decimal_char, text);

	*out = kl_arena_span(&proposal->arena, (struct kl_span){ text, length });
	return out->at != NULL;
}

bool kl_proposal_make(struct kl_proposal *proposal,
	const struct kl_equations *equations, const struct kl_judgement *judgement,
	struct kl_finding *finding)
{
	size_t count = judgement->repair_count, used = 0;

	finding->search = judgement->search;
	finding->alternatives = judgement->alternatives;
	proposal->repairs = calloc(count + 1, sizeof *proposal->repairs);
	proposal->changes = calloc(count * KL_REPAIR_CELLS + 1,
		sizeof *proposal->changes);
	if (proposal->repairs == NULL || proposal->changes == NULL)
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct kl_repair *repair = &judgement->repairs[i];
		proposal->repairs[i] = (struct kl_finding_repair){ repair->certain,
			proposal->changes + used, repair->count };
		for (size_t j = 0; j < repair->count; j++) {
			const struct kl_equation_cell *cell = kl_equations_at(equations,
				repair->cells[j].cell);
			struct kl_change *change = &proposal->changes[used++];
			change->place = cell->place;
			change->from = cell->printed;
			if (!print_figure(proposal, repair->cells[j].to,
					cell->decimal_char, &change->to))
				return false;
		}
	}
	finding->repairs = proposal->repairs;
	finding->repair_count = count;
	return true;
}

void kl_proposal_release(struct kl_proposal *proposal)
{
	free(proposal->repairs);
	free(proposal->changes);
	kl_arena_release(&proposal->arena);
}
