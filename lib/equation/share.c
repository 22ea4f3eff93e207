/* Shares beside the sums: evidence for what mends these, and judged by them. */
#include <stdlib.h>

#include "equation/repair.h"

/* --- Whether a share fits -------------------------------------------------- */

static struct kl_decimal value_of(const struct kl_equations *equations,
	uint32_t cell, const struct kl_repair *changes)
{
	for (size_t i = 0; changes != NULL && i < changes->count; i++) {
		if (changes->cells[i].cell == cell)
			return changes->cells[i].to;
	}
	return equations->cells[cell].cell.value.value;
}

static bool fits(const struct kl_equations *equations,
	const struct kl_stored_share *share, const struct kl_repair *changes)
{
	const struct kl_decimal printed = value_of(equations, share->printed,
		changes);
	int64_t count, n;

	if (!kl_share_whole(value_of(equations, share->count, changes), &count)
			|| !kl_share_whole(value_of(equations, share->n, changes), &n)
			|| n == 0)
		return false;
	const struct kl_decimal right = { kl_share_round(&share->how, count, n),
		share->how.decimals };
	return kl_decimal_compare(printed, right) == 0;
}

bool kl_equations_share(struct kl_equations *equations, uint32_t printed,
	uint32_t count, uint32_t n, const struct kl_share *how, uint32_t rule,
	uint32_t tag, bool *does_fit)
{
	struct kl_stored_share made = { printed, count, n, *how, false, rule, tag };

	if (!kl_grow(equations->shares, equations->share_capacity,
			equations->share_count + 1))
		return false;
	made.fits = *does_fit = fits(equations, &made, NULL);
	equations->shares[equations->share_count++] = made;
	return true;
}

/* --- Evidence ---------------------------------------------------------------- */

static int compare_uses(const void *left, const void *right)
{
	const struct kl_share_use *a = left, *b = right;

	if (a->cell != b->cell)
		return (a->cell > b->cell) - (a->cell < b->cell);
	return (a->share > b->share) - (a->share < b->share);
}

bool kl_shares_index(struct kl_equations *equations)
{
	size_t count = 3 * equations->share_count;

	if (count == 0)
		return true;
	free(equations->share_uses);
	equations->share_uses = malloc(count * sizeof *equations->share_uses);
	if (equations->share_uses == NULL)
		return false;
	equations->share_use_count = count;
	for (size_t i = 0; i < equations->share_count; i++) {
		const struct kl_stored_share *share = &equations->shares[i];
		const uint32_t cells[] = { share->printed, share->count, share->n };
		for (size_t j = 0; j < 3; j++)
			equations->share_uses[3 * i + j] = (struct kl_share_use){
				cells[j], i };
	}
	qsort(equations->share_uses, count, sizeof *equations->share_uses,
		compare_uses);
	return true;
}

/* The first use of the cell, or where it would be. */
static size_t find_use(const struct kl_equations *equations, uint32_t cell)
{
	size_t low = 0, high = equations->share_use_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (equations->share_uses[middle].cell < cell)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Whether an earlier change of the repair is of a cell of the share too. */
static bool met_before(const struct kl_repair *repair, size_t change,
	const struct kl_stored_share *share)
{
	for (size_t i = 0; i < change; i++) {
		uint32_t cell = repair->cells[i].cell;
		if (cell == share->printed || cell == share->count
				|| cell == share->n)
			return true;
	}
	return false;
}

void kl_shares_weigh(const struct kl_equations *equations,
	struct kl_repair *repair)
{
	for (size_t i = 0; i < repair->count; i++) {
		uint32_t cell = repair->cells[i].cell;
		size_t last = SIZE_MAX;
		for (size_t at = find_use(equations, cell);
				at < equations->share_use_count
				&& equations->share_uses[at].cell == cell; at++) {
			size_t number = equations->share_uses[at].share;
			const struct kl_stored_share *share = &equations->shares[number];
			/* A count that is its own N stands here twice. */
			if (number == last || met_before(repair, i, share))
				continue;
			last = number;
			bool then = fits(equations, share, repair);
			repair->broken += share->fits && !then;
			repair->mended += !share->fits && then;
		}
	}
}

/* --- Shares that do not fit -------------------------------------------------- */

struct sharing {
	const struct kl_equations *equations;
	const struct kl_statements *statements;
	const struct kl_component_repairs *repairs;
	size_t *statement_of;           /* of each cell, SIZE_MAX: none; one of a sum
	                                   before one of a bound */
};

/* What the sums know of a cell. */
enum known {
	CONFIRMED,              /* a sum that holds has it, or it was given */
	UNKNOWN,                /* none has it */
	CHANGED,                /* the first repair changes it */
	DOUBTFUL                /* it is among sums that do not hold */
};

static bool find_statements(struct sharing *sharing)
{
	const struct kl_statements *statements = sharing->statements;
	size_t cells = sharing->equations->cell_count;

	sharing->statement_of = malloc((cells + 1) * sizeof *sharing->statement_of);
	if (sharing->statement_of == NULL)
		return false;
	for (size_t i = 0; i < cells; i++)
		sharing->statement_of[i] = SIZE_MAX;
	for (size_t i = statements->count; i-- > 0; ) {
		const struct kl_statement *statement = &statements->items[i];
		for (size_t j = 0; j < statement->count; j++) {
			size_t *at = &sharing->statement_of[
				statements->terms[statement->first + j].cell];
			if (*at == SIZE_MAX || statement->relation == KL_EQUALS)
				*at = i;
		}
	}
	return true;
}

static const struct kl_component_repairs *repairs_of(
	const struct sharing *sharing, uint32_t cell)
{
	size_t at = sharing->statement_of[cell];

	return sharing->repairs == NULL || at == SIZE_MAX ? NULL
		: &sharing->repairs[sharing->statements->items[at].component];
}

static bool changes(const struct kl_repair *repair, uint32_t cell)
{
	for (size_t i = 0; i < repair->count; i++) {
		if (repair->cells[i].cell == cell)
			return true;
	}
	return false;
}

static enum known what_is_known(const struct sharing *sharing, uint32_t cell)
{
	const struct kl_component_repairs *found = repairs_of(sharing, cell);
	size_t at = sharing->statement_of[cell];

	if (sharing->equations->cells[cell].cell.place.path == NULL)
		return CONFIRMED;
	if (at == SIZE_MAX)
		return UNKNOWN;
	if (found != NULL && found->violated) {
		if (found->count == 0)
			return DOUBTFUL;
		return changes(&found->repairs[0], cell) ? CHANGED
			: found->repairs[0].certain ? CONFIRMED : DOUBTFUL;
	}
	const struct kl_statement *statement = &sharing->statements->items[at];
	return statement->relation == KL_EQUALS && statement->outcome == KL_HOLDS
		? CONFIRMED : UNKNOWN;
}

/* Whether the share fits once the sums with this cell are mended. What makes
 * another one impossible is no explanation. */
static bool is_mended(const struct sharing *sharing,
	const struct kl_stored_share *share, uint32_t cell)
{
	if (what_is_known(sharing, cell) != CHANGED)
		return false;
	const struct kl_repair *first = &repairs_of(sharing, cell)->repairs[0];
	return first->broken == 0 && fits(sharing->equations, share, first);
}

static void weigh_share(const struct sharing *sharing,
	const struct kl_stored_share *share, struct kl_judgement *judgement)
{
	const uint32_t cells[] = { share->count, share->n };
	enum known count = what_is_known(sharing, share->count);
	enum known n = what_is_known(sharing, share->n);

	for (int i = 0; i < 2; i++) {
		if (!is_mended(sharing, share, cells[i]))
			continue;
		const struct kl_component_repairs *found = repairs_of(sharing,
			cells[i]);
		judgement->standing = KL_SHARE_MENDED;
		judgement->search = found->search;
		judgement->repairs = found->repairs;
		judgement->repair_count = found->count;
		judgement->alternatives = found->alternatives;
		return;
	}
	judgement->standing = count >= CHANGED || n >= CHANGED ? KL_SHARE_OPEN
		: count == CONFIRMED && n == CONFIRMED ? KL_SHARE_CONFIRMED
		: KL_SHARE_ALONE;
}

enum kl_status kl_shares_judge(const struct kl_equations *equations,
	const struct kl_statements *statements,
	const struct kl_component_repairs *repairs,
	enum kl_status (*each)(void *context, const struct kl_judgement *judgement,
		struct kl_error *error),
	void *context, struct kl_error *error)
{
	struct sharing sharing = { equations, statements, repairs, NULL };
	enum kl_status status = KL_OK;

	if (equations->share_count == 0)
		return KL_OK;
	if (!find_statements(&sharing))
		return kl_no_memory(error);
	for (size_t i = 0; i < equations->share_count && status == KL_OK; i++) {
		const struct kl_stored_share *share = &equations->shares[i];
		const struct kl_term cells[] = { { share->printed, 1 },
			{ share->count, 1 }, { share->n, 1 } };
		struct kl_judgement judgement = { .rule = share->rule,
			.tag = share->tag, .outcome = KL_VIOLATED,
			.head = share->printed, .printed = cells, .printed_count = 3 };
		if (share->fits)
			continue;
		weigh_share(&sharing, share, &judgement);
		status = each(context, &judgement, error);
	}
	free(sharing.statement_of);
	return status;
}
