#include "check/n.h"

#include <stdlib.h>

struct vote {
	struct kl_decimal value;
	uint32_t table;
};

static int compare_votes(const void *left, const void *right)
{
	const struct vote *a = left, *b = right;
	int order = kl_decimal_compare(a->value, b->value);

	return order != 0 ? order : (a->table > b->table) - (a->table < b->table);
}

/* The votes on one figure: the column sums, or (for N) the printed Ns. */
static size_t gather(const struct kl_n *state, const struct kl_scope *scope,
	size_t figure, struct vote *votes)
{
	bool is_n = figure == state->same->word_count;
	size_t count = 0;

	for (size_t i = 0; i < state->record_count; i++) {
		const struct kl_n_record *record = &state->records[i];
		struct kl_interval value;
		if (is_n && record->kind == KL_N_GROUP)
			value = kl_equations_at(scope->equations,
				state->tables[record->table].n)->known;
		else if (!is_n && record->kind == KL_N_COLUMN
				&& record->column == figure)
			value = kl_equations_rest(scope->equations, record->equation);
		else
			continue;
		if (!value.low.infinite && !value.high.infinite
				&& kl_interval_is_point(&value))
			votes[count++] = (struct vote){ value.low.at, record->table };
	}
	return count;
}

/* Votes are sorted by value, then by table: runs of equal values. */
static void count_votes(struct kl_n_shared *shared, const struct vote *votes,
	size_t count, struct kl_decimal *winner)
{
	size_t best = 0;

	for (size_t i = 0, end; i < count; i = end) {
		for (end = i + 1; end < count && kl_decimal_compare(votes[i].value,
				votes[end].value) == 0; end++)
			;
		bool earlier = end - i == best && votes[i].table < shared->first;
		shared->tie = end - i == best || (shared->tie && end - i < best);
		if (end - i > best || earlier) {
			best = end - i;
			shared->first = votes[i].table;
			*winner = votes[i].value;
		}
	}
	shared->agree = best;
	shared->voters = count;
}

/* One table decides alone only for tables of several answers: a table does not
 * vouch for itself. */
static size_t votes_needed(const struct kl_n *state, size_t figure)
{
	if (figure == state->same->word_count)
		return 2;
	for (size_t i = 0; i < state->table_count; i++) {
		if (state->tables[i].multiple)
			return 1;
	}
	return 2;
}

enum kl_status kl_n_vote(struct kl_n *state, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct vote *votes = calloc(state->table_count + 1, sizeof *votes);

	if (votes == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i <= state->same->word_count; i++) {
		struct kl_n_shared *shared = &state->shared[i];
		struct kl_decimal winner = { 0, 0 };
		size_t count = gather(state, scope, i, votes);
		if (count < votes_needed(state, i))
			continue;
		qsort(votes, count, sizeof *votes, compare_votes);
		count_votes(shared, votes, count, &winner);
		shared->known = true;
		/* In a tie the others are compared with the first table itself. */
		if (shared->tie)
			kl_equations_let_derive(scope->equations, shared->cell);
		else
			kl_equations_set(scope->equations, shared->cell,
				&(struct kl_cell){ KL_CELL_EXACT, winner,
					kl_interval_point(winner) });
	}
	free(votes);
	return KL_OK;
}
