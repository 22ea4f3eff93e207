/* Columns that are the sum of others, along the row. */
#include <inttypes.h>

#include "draft/shape.h"

/* How sure a sum must be, in bits above those that the choice of columns takes
 * (see sums.h): less where the name says that it is a total. */
enum { SURE_NAMED = 3, SURE = 10, RICH = 3 };
/* Of ten decided rows so many must hold: a slip of the data is no reason not to
 * check a column that is called a total. */
enum { SHARE_NAMED = 7, SHARE = 9 };

bool kl_name_is_total(struct kl_span name)
{
	return kl_name_has(name, "totaal total som alle allen", false)
		|| kl_name_has(name, "totaal", true);
}

static void add_sum(struct kl_text_buffer *out, const struct kl_shape *shape,
	const struct kl_sum_found *sum)
{
	kl_scalar_add_remark(out, kl_shape_column(shape, sum->total)->name, 60);
	for (size_t i = 0; i < sum->part_count; i++) {
		kl_text_puts(out, i == 0 ? " = " : " + ");
		kl_scalar_add_remark(out,
			kl_shape_column(shape, sum->parts[i])->name, 60);
	}
}

static void explain(struct kl_drafting *drafting,
	const struct kl_sum_found *sum, bool named, uint64_t sure)
{
	struct kl_text_buffer *why = &drafting->why;

	kl_text_printf(why, "%s; %" PRIu64 " of these rows ha%s two parts or more "
		"that are not 0.\n", named ? "Its name says that it is a total"
		: "Found by adding up columns", sum->rich, sum->rich == 1 ? "s" : "ve");
	if (sum->rivals > 0)
		kl_text_printf(why, "%zu other sum%s as many columns hold%s as often.\n",
			sum->rivals, sum->rivals == 1 ? " of" : "s of",
			sum->rivals == 1 ? "s" : "");
	if (drafting->enabled)
		kl_text_printf(why, "By chance: less than once in %s.\n",
			sure >= 20 ? "a million" : sure >= 10 ? "a thousand" : "ten");
	else
		kl_text_puts(why, "It can be chance: not enabled.\n");
}

static bool propose(struct kl_draft *draft, struct kl_shape *shape,
	const struct kl_sum_found *sum, bool named)
{
	struct kl_drafting drafting = { .draft = draft };
	struct kl_text_buffer *body = &drafting.body;
	uint64_t choice = shape->column_count;
	uint64_t sure = sum->bits > choice ? sum->bits - choice : 0;
	struct kl_span parts[KL_SUM_PARTS];

	drafting.enabled = named ? sure >= SURE_NAMED
		: sure >= SURE && sum->rich >= RICH && sum->rivals == 0;
	for (size_t i = 0; i < sum->part_count; i++)
		parts[i] = kl_shape_column(shape, sum->parts[i])->name;
	kl_text_puts(body, "across:\n  ");
	kl_scalar_add(body, kl_shape_column(shape, sum->total)->name);
	kl_text_puts(body, ": ");
	kl_scalar_add_list(body, parts, sum->part_count);
	kl_text_puts(body, "\n");
	add_sum(&drafting.told, shape, sum);
	kl_drafting_hold(&drafting, sum->held, sum->violated, sum->undecided,
		"row");
	kl_drafting_where(&drafting, shape, sum->violated_row);
	explain(&drafting, sum, named, sure);
	kl_drafting_bounds(&drafting, shape->tables, shape->table_count);
	kl_drafting_name(&drafting, kl_shape_column(shape, sum->total)->name);
	if (drafting.enabled) {
		shape->summed[sum->total] = true;
		for (size_t i = 0; i < sum->part_count; i++)
			shape->part[sum->parts[i]] = true;
	}
	return kl_drafting_add(&drafting, KL_DRAFT_TOTALS, shape->tables,
		shape->table_count);
}

bool kl_shape_totals(struct kl_draft *draft, struct kl_shape *shape)
{
	for (int named = 1; named >= 0; named--) {
		for (size_t i = 0; i < shape->column_count; i++) {
			struct kl_sum_found sum;
			bool is_named = kl_name_is_total(kl_shape_column(shape, i)->name);
			if (is_named == (named == 1)
					&& kl_sums_find(&shape->sums, i, named ? SHARE_NAMED
						: SHARE, &sum)
					&& !propose(draft, shape, &sum, is_named))
				return false;
		}
	}
	return true;
}
