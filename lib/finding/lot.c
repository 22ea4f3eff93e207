#include "finding/lot.h"

#include <stdlib.h>

/* What mostly decides the order stands beside the finding, which is far away. */
struct kl_waiting {
	const struct kl_mold *mold;     /* NULL: the finding is whole */
	union {
		const struct kl_cast *cast;
		const struct kl_finding *finding;
	};
	uint64_t line, column;
	uint32_t order;
	uint32_t rule;
};

static int compare_numbers(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

/* What all findings of a mold have. */
static const struct kl_finding *common(const struct kl_waiting *waiting)
{
	return waiting->mold != NULL ? &waiting->mold->finding : waiting->finding;
}

static int compare_places(const struct kl_waiting *a, const struct kl_waiting *b)
{
	int order = compare_numbers(a->order, b->order);

	if (order == 0)
		order = compare_numbers(a->line, b->line);
	return order != 0 ? order : compare_numbers(a->column, b->column);
}

static int compare_findings(const void *left, const void *right)
{
	const struct kl_waiting *first = left, *second = right;
	int order = compare_places(first, second);

	if (order != 0)
		return order;
	const struct kl_finding *a = common(first), *b = common(second);
	order = compare_numbers(a->code, b->code);
	if (order == 0)
		order = strcmp(a->rule != NULL ? a->rule : "",
			b->rule != NULL ? b->rule : "");
	if (order == 0)
		order = kl_span_compare(a->place.field, b->place.field);
	return order != 0 ? order : kl_span_compare(a->expected, b->expected);
}

static bool keep(struct kl_lot *lot, struct kl_molds *molds,
	struct kl_waiting *waiting, const struct kl_finding *finding)
{
	waiting->mold = kl_molds_find(molds, finding);
	if (waiting->mold != NULL)
		waiting->cast = kl_cast_new(&lot->copies, finding);
	else
		waiting->finding = kl_finding_copy(&lot->copies, finding);
	return waiting->mold != NULL ? waiting->cast != NULL
		: waiting->finding != NULL;
}

bool kl_lot_add(struct kl_lot *lot, struct kl_molds *molds, uint32_t rule,
	const struct kl_finding *finding)
{
	if (!kl_grow(lot->list, lot->capacity, lot->count + 1))
		return false;
	struct kl_waiting *last = &lot->list[lot->count];
	if (!keep(lot, molds, last, finding))
		return false;
	last->line = finding->place.line;
	last->column = finding->place.column;
	last->order = finding->place.order;
	last->rule = rule;
	lot->unsorted = lot->unsorted || (lot->count > 0
		&& compare_findings(last - 1, last) > 0);
	lot->count++;
	return true;
}

bool kl_lot_is_full(const struct kl_lot *lot)
{
	return lot->count >= KL_LOT_FINDINGS || lot->copies.used >= KL_LOT_BYTES;
}

/* Most are of the same rule and table as the one before. */
static bool count_finding(struct kl_lot *lot, uint32_t rule,
	const struct kl_finding *finding)
{
	struct kl_lot_count *last = lot->counts_count == 0 ? NULL
		: &lot->counts[lot->counts_count - 1];

	if (last == NULL || last->rule != rule
			|| last->order != finding->place.order) {
		if (!kl_grow(lot->counts, lot->counts_capacity,
				lot->counts_count + 1))
			return false;
		last = &lot->counts[lot->counts_count++];
		*last = (struct kl_lot_count){ .rule = rule,
			.order = finding->place.order };
	}
	last->findings[finding->severity]++;
	return true;
}

/* What is known stays known, and is counted as waived where it is waived too. */
static bool weigh(struct kl_lot *lot, const struct kl_lot_way *way, uint32_t rule,
	struct kl_finding *finding)
{
	if (way->waivers != NULL)
		finding->waiver = kl_waivers_find(way->waivers, finding);
	if (way->baseline != NULL)
		finding->novelty = kl_baseline_knows(way->baseline, finding)
			? KL_NOVELTY_KNOWN : KL_NOVELTY_NEW;
	if (kl_finding_counts(finding))
		return count_finding(lot, rule, finding);
	lot->waived += finding->waiver != NULL;
	lot->known += finding->waiver == NULL;
	return true;
}

static enum kl_status tell(struct kl_lot *lot, const struct kl_lot_way *way,
	const struct kl_waiting *waiting, struct kl_error *error)
{
	struct kl_finding finding;

	if (waiting->mold != NULL)
		kl_cast_finding(waiting->mold, waiting->cast, &finding);
	else
		finding = *waiting->finding;
	return weigh(lot, way, waiting->rule, &finding)
		? way->finding(way->context, &finding, error) : kl_no_memory(error);
}

enum kl_status kl_lot_tell(struct kl_lot *lot, const struct kl_lot_way *way,
	struct kl_error *error)
{
	enum kl_status status = KL_OK;

	if (lot->unsorted)
		qsort(lot->list, lot->count, sizeof *lot->list, compare_findings);
	for (size_t i = 0; i < lot->count && status == KL_OK; i++)
		status = tell(lot, way, &lot->list[i], error);
	lot->count = 0;
	lot->unsorted = false;
	kl_arena_reuse(&lot->copies);
	return status;
}

void kl_lot_release(struct kl_lot *lot)
{
	free(lot->list);
	free(lot->counts);
	kl_arena_release(&lot->copies);
	*lot = (struct kl_lot){ 0 };
}
