/* Which records would explain a figure that differs. */
#include "check/reconcile.h"

#include <stdlib.h>

/* Beyond this many that differ in one column, no two of them are a pair. */
enum { MOST_OFF = 64 };

struct off {
	size_t row, group;              /* row SIZE_MAX: the group has none */
	struct kl_ratio gap;
};

/* Figures of a column that differ, but for those of a total row. */
struct kl_reconcile_off {
	size_t count;                   /* the first MOST_OFF are listed */
	struct off items[MOST_OFF];
};

static void add_off(struct kl_reconcile_off *list, struct off off)
{
	if (kl_ratio_sign(off.gap) == 0)
		return;
	if (list->count < MOST_OFF)
		list->items[list->count] = off;
	list->count++;
}

bool kl_explain_begin(struct kl_comparison *c)
{
	size_t width = kl_reconcile_width(c->state);
	struct kl_range expected;

	c->off = calloc(width + 1, sizeof *c->off);
	if (c->off == NULL)
		return false;
	for (size_t i = 0; i < c->table->row_count * width; i++) {
		const struct kl_reconciled *cell = &c->cells[i];
		if (cell->outcome == KL_VIOLATED && !c->skipped[i % width]
				&& !c->table->rows[i / width].total)
			add_off(&c->off[i % width], (struct off){ i / width,
				cell->group, cell->gap });
	}
	for (size_t g = KL_RECONCILE_FIRST; g < c->state->records.group_count;
			g++) {
		for (size_t i = 0; !c->met[g] && i < width; i++) {
			if (kl_reconcile_expected(c->state, g, i, &expected))
				add_off(&c->off[i], (struct off){ SIZE_MAX, g,
					kl_ratio_negate(expected.low) });
		}
	}
	return true;
}

void kl_explain_end(struct kl_comparison *c)
{
	free(c->off);
	c->off = NULL;
}

/* A figure: a column of a group. */
struct spot {
	size_t group, column;
};

static bool is_all_kept(const struct kl_reconcile *state,
	const struct kl_reconcile_tally *tally)
{
	return tally->kept_count == (state->of == KL_RECONCILE_DISTINCT
		? tally->values : tally->sure);
}

/* Whether the unit, which counts in one spot, does not in another. */
static bool is_outside(const struct kl_reconcile *state,
	const struct kl_reconcile_unit *unit, const struct spot *spot)
{
	if (spot->group == SIZE_MAX)
		return true;
	if (state->of == KL_RECONCILE_DISTINCT)
		return !kl_reconcile_has_value(state, spot->group, spot->column,
			unit->value);
	if (!unit->counts[spot->column])
		return true;
	for (size_t i = 0; i < unit->group_count; i++) {
		if (unit->groups[i] == spot->group)
			return false;
	}
	return spot->group != KL_RECONCILE_ALL;
}

/* How many records make up the difference; 0: too many to be explained. */
static size_t count_needed(const struct kl_reconcile *state, struct kl_ratio gap)
{
	if (state->of == KL_RECONCILE_SUM)
		return 1;
	kl_int128 size = gap.over < 0 ? -gap.over : gap.over;
	return size % gap.under == 0
		&& size / gap.under <= KL_RECONCILE_EXPLAINED
		? (size_t)(size / gap.under) : 0;
}

static bool makes_up(const struct kl_reconcile *state,
	const struct kl_reconcile_unit *unit, struct kl_ratio gap)
{
	if (state->of != KL_RECONCILE_SUM)
		return true;
	return unit->exact && (kl_ratio_compare(unit->amount, gap) == 0
		|| kl_ratio_compare(unit->amount, kl_ratio_negate(gap)) == 0);
}

static void add_unit(struct kl_explanation *out,
	const struct kl_reconcile_unit *unit, bool *all)
{
	for (size_t i = 0; i < out->count; i++) {
		if (out->units[i] == unit)
			return;
	}
	if (out->count < KL_RECONCILE_KEPT)
		out->units[out->count++] = unit;
	else
		*all = false;
}

/* Adds the records of one spot that do not count in another (NULL: whatever
 * they do) and make up the difference; *all is cleared if there can be more. */
static void add_units(const struct kl_reconcile *state, const struct spot *from,
	const struct spot *to, struct kl_ratio gap, struct kl_explanation *out,
	bool *all)
{
	const struct kl_reconcile_tally *tally = kl_reconcile_find_tally(state,
		from->group, from->column);

	if (tally == NULL)
		return;
	*all = *all && is_all_kept(state, tally);
	for (size_t i = 0; i < tally->kept_count; i++) {
		const struct kl_reconcile_unit *unit = tally->kept[i];
		if (makes_up(state, unit, gap)
				&& (to == NULL || is_outside(state, unit, to)))
			add_unit(out, unit, all);
	}
}

/* Whether records that count in one spot would explain both if they counted in
 * the other: that of the gap and its pair. */
static bool explains_both(const struct kl_reconcile *state,
	const struct spot *here, const struct spot *other, struct kl_ratio gap,
	struct kl_explanation *out)
{
	bool less = kl_ratio_sign(gap) < 0, all = true;

	out->needed = count_needed(state, gap);
	out->count = 0;
	add_units(state, less ? here : other, less ? other : here, gap, out, &all);
	if (out->needed == 0 || out->count < out->needed
			|| (!all && state->of == KL_RECONCILE_SUM))
		return false;
	if (!all)
		out->count = 0;
	return true;
}

static bool is_opposite(struct kl_ratio a, struct kl_ratio b)
{
	return kl_ratio_compare(a, kl_ratio_negate(b)) == 0;
}

/* Two that explain it each in its own way are no explanation. */
struct search {
	struct kl_explanation found;
	size_t count;
};

static void search_row(const struct kl_comparison *c, size_t row, size_t column,
	struct search *s)
{
	size_t width = kl_reconcile_width(c->state);
	const struct kl_reconciled *cells = &c->cells[row * width];
	const struct spot here = { cells[column].group, column };

	for (size_t i = 0; i < width; i++) {
		const struct spot other = { cells[i].group, i };
		struct kl_explanation one = { .kind = KL_EXPLAINED_COLUMN,
			.row = row, .column = i };
		if (i == column || c->skipped[i] || cells[i].outcome != KL_VIOLATED
				|| !is_opposite(cells[i].gap, cells[column].gap)
				|| !explains_both(c->state, &here, &other,
					cells[column].gap, &one))
			continue;
		s->found = one;
		s->count++;
	}
}

static void search_column(const struct kl_comparison *c, size_t row,
	size_t column, struct search *s)
{
	const struct kl_reconcile_off *list = &c->off[column];
	const struct kl_reconciled *cell =
		&c->cells[row * kl_reconcile_width(c->state) + column];
	const struct spot here = { cell->group, column };

	if (c->table->rows[row].total || list->count > MOST_OFF)
		return;
	for (size_t i = 0; i < list->count; i++) {
		const struct off *off = &list->items[i];
		const struct spot other = { off->group, column };
		struct kl_explanation one = { .kind = off->row == SIZE_MAX
			? KL_EXPLAINED_NO_ROW : KL_EXPLAINED_ROW,
			.row = off->row, .column = column, .group = off->group };
		if (!is_opposite(off->gap, cell->gap) || !explains_both(c->state,
				&here, &other, cell->gap, &one))
			continue;
		s->found = one;
		s->count++;
	}
}

/* Records of the cell itself, or of the other cells of its row. */
static bool search_alone(const struct kl_comparison *c, size_t row,
	size_t column, struct kl_explanation *out)
{
	const struct kl_reconcile *state = c->state;
	size_t width = kl_reconcile_width(state);
	const struct kl_reconciled *cell = &c->cells[row * width + column];
	const struct spot here = { cell->group, column };
	bool less = kl_ratio_sign(cell->gap) < 0, all = true;

	*out = (struct kl_explanation){ .needed = count_needed(state, cell->gap),
		.kind = less ? KL_EXPLAINED_LEFT_OUT : KL_EXPLAINED_TWICE };
	if (less)
		add_units(state, &here, NULL, cell->gap, out, &all);
	for (size_t i = 0; !less && i < width
			&& !c->table->rows[row].total; i++) {
		const struct spot other = { cell->group, i };
		if (i != column && !c->skipped[i])
			add_units(state, &other, &here, cell->gap, out, &all);
	}
	return all && out->needed > 0 && out->count >= out->needed;
}

/* Both figures of a pair must have no other. */
static bool has_other_pair(const struct kl_comparison *c,
	const struct kl_explanation *found)
{
	struct search s = { .count = 0 };

	if (found->kind != KL_EXPLAINED_COLUMN && found->kind != KL_EXPLAINED_ROW)
		return false;
	search_row(c, found->row, found->column, &s);
	search_column(c, found->row, found->column, &s);
	return s.count > 1;
}

void kl_explain(const struct kl_comparison *c, size_t row, size_t column,
	struct kl_explanation *out)
{
	const struct kl_reconciled *cell =
		&c->cells[row * kl_reconcile_width(c->state) + column];
	struct search s = { .count = 0 };

	*out = (struct kl_explanation){ .kind = KL_EXPLAINED_NOT };
	if (kl_ratio_sign(cell->gap) == 0)
		return;
	search_row(c, row, column, &s);
	search_column(c, row, column, &s);
	if (s.count == 0)
		s.count = search_alone(c, row, column, &s.found);
	if (s.count == 1 && !has_other_pair(c, &s.found))
		*out = s.found;
}
