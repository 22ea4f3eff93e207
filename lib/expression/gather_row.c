/* One row after the other, into what is known of its group. */
#include "expression/gathering.h"

static bool find_group(struct kl_gathering *g, struct kl_over_table *t,
	struct kl_text_buffer *key, uint32_t *group, bool *found)
{
	const struct kl_aggregate *a = g->aggregate;
	bool keeps = a->over == KL_OVER_LOOKUP;
	struct kl_result value;
	bool there;

	*found = true;
	key->length = 0;
	*group = 0;
	for (size_t i = 0; i < a->key_count; i++) {
		kl_value_of(g->binding, a->keys[i].there, &value);
		/* No row asks for what is not known. */
		if ((value.unknown && keeps) || !kl_result_add_key(&value, key)) {
			*found = false;
			return true;
		}
	}
	if (key->failed)
		return false;
	if (a->key_count > 0 && !kl_index_add(&t->keys, kl_text_span(key),
			(uint32_t)t->count, group, &there))
		return false;
	if (*group < t->count)
		return true;
	if (keeps ? !kl_grow(t->kept, t->kept_capacity, t->count + 1)
			: !kl_grow(t->groups, t->group_capacity, t->count + 1))
		return false;
	if (keeps)
		t->kept[t->count++] = (struct kl_kept){ 0 };
	else
		t->groups[t->count++] = (struct kl_tally_group){ 0 };
	return true;
}

static void take_count(const struct kl_gathering *g,
	struct kl_tally_group *group, bool sure)
{
	struct kl_result value = { 0 };

	if (g->aggregate->value_count > 0)
		kl_value_of(g->binding, g->aggregate->values[0], &value);
	if (value.unknown && value.blank)
		return;
	group->sure += sure;
	group->unsure += !sure;
}

static void take_sum(const struct kl_gathering *g,
	struct kl_tally_group *group, bool sure)
{
	const struct kl_range zero = kl_range_point(kl_ratio_of(0));
	struct kl_range room;
	const struct kl_range *value = kl_number_of(g->binding,
		g->aggregate->values[0], &room);
	struct kl_range part;

	/* The mean over a number of rows that is not known is not sought. */
	if (value == NULL || (!sure && g->aggregate->over == KL_OVER_MEAN)) {
		group->spoilt = true;
		return;
	}
	part = *value;
	if (!sure)
		kl_range_unite(&part, &zero, &part);
	if (group->sure + group->unsure == 0)
		group->value = part;
	else if (!kl_range_add(&group->value, &part, &group->value))
		group->spoilt = true;
	group->sure += sure;
	group->unsure += !sure;
}

static void take_date(struct kl_date *into, bool first, struct kl_date date,
	bool least)
{
	int order = first ? 0 : kl_date_compare(date, *into);

	if (first || (least ? order < 0 : order > 0))
		*into = date;
}

static void take_extreme(const struct kl_gathering *g,
	struct kl_tally_group *group, bool sure)
{
	const struct kl_tree *term = g->aggregate->values[0];
	bool least = g->aggregate->over == KL_OVER_MIN;
	bool first = sure ? group->sure == 0 : group->unsure == 0;
	struct kl_range room, *into = sure ? &group->value : &group->maybe;
	const struct kl_range *value = NULL;
	struct kl_date date;

	if (term->type == KL_OF_DATE) {
		if (kl_date_of(g->binding, term, &date))
			take_date(sure ? &group->date : &group->maybe_date, first,
				date, least);
		else
			group->spoilt = true;
	} else {
		value = kl_number_of(g->binding, term, &room);
		if (value == NULL)
			group->spoilt = true;
		else if (first)
			*into = *value;
		else if (least)
			kl_range_least(into, value, into);
		else
			kl_range_greatest(into, value, into);
	}
	group->sure += sure;
	group->unsure += !sure;
}

/* Different values: of sure rows, and of all. */
static bool take_distinct(struct kl_gathering *g, struct kl_over_table *t,
	struct kl_text_buffer *key, uint32_t number, bool sure)
{
	struct kl_tally_group *group = &t->groups[number];
	const struct kl_aggregate *a = g->aggregate;
	struct kl_result value;
	bool there;

	key->length = 0;
	kl_text_add(key, (struct kl_span){ (const char *)&number, sizeof number });
	group->yes = group->yes || sure;
	for (size_t i = 0; i < a->value_count; i++) {
		kl_value_of(g->binding, a->values[i], &value);
		if (value.unknown || !kl_result_add_key(&value, key)) {
			group->unknown++;
			return true;
		}
	}
	if (key->failed || !kl_index_add(&t->all, kl_text_span(key), 0, NULL,
			&there))
		return false;
	group->unsure += !there;
	if (!sure)
		return true;
	if (!kl_index_add(&t->sure, kl_text_span(key), 0, NULL, &there))
		return false;
	group->sure += !there;
	return true;
}

static void take_truth(const struct kl_gathering *g,
	struct kl_tally_group *group, bool sure)
{
	enum kl_outcome wanted = g->aggregate->over == KL_OVER_ANY ? KL_HOLDS
		: KL_VIOLATED;
	enum kl_outcome truth = kl_truth_of(g->binding,
		g->aggregate->values[0]);

	if (truth == wanted && sure)
		group->yes = true;
	else if (truth == wanted || truth == KL_UNDECIDED)
		group->perhaps = true;
}

static bool take_cell(struct kl_gathering *g, struct kl_over_table *t,
	const struct kl_row *row, const struct kl_dialect *dialect)
{
	struct kl_result value;

	t->rows++;
	if (t->rows == 2)
		t->second = row->number;
	if (t->rows > 1)
		return true;
	if (!kl_grow(t->kept, t->kept_capacity, 1))
		return false;
	t->count = 1;
	t->kept[0] = (struct kl_kept){ .row = row->number };
	kl_value_of(g->binding, g->aggregate->values[0], &value);
	return kl_keep(&t->arena, g->aggregate->values[0]->type, &value,
		&t->kept[0])
		&& kl_keep_cells(g, row, dialect);
}

static bool same_range(const struct kl_range *a, const struct kl_range *b)
{
	return kl_ratio_compare(a->low, b->low) == 0
		&& kl_ratio_compare(a->high, b->high) == 0
		&& a->low_open == b->low_open && a->high_open == b->high_open;
}

/* Two rows of one key are no matter where they say the same. */
static bool take_lookup(struct kl_gathering *g, struct kl_over_table *t,
	uint32_t group, const struct kl_row *row)
{
	struct kl_kept *kept = &t->kept[group];
	enum kl_expression_type type = g->aggregate->values[0]->type;
	struct kl_text_buffer keys[2] = { { 0 }, { 0 } };
	struct kl_result value, before;

	kl_value_of(g->binding, g->aggregate->values[0], &value);
	if (kept->row == 0) {
		kept->row = row->number;
		return kl_keep(&t->arena, type, &value, kept);
	}
	if (t->second != 0)
		return true;
	kl_kept_result(kept, type, &before);
	bool same = value.unknown == before.unknown && (value.unknown
		|| (value.type == KL_OF_NUMBER && before.type == KL_OF_NUMBER
			? same_range(&value.number, &before.number)
			: kl_result_add_key(&value, &keys[0])
			&& kl_result_add_key(&before, &keys[1])
			&& kl_span_equal(kl_text_span(&keys[0]),
				kl_text_span(&keys[1]))));
	bool failed = keys[0].failed || keys[1].failed;
	kl_text_release(&keys[0]);
	kl_text_release(&keys[1]);
	if (same || failed)
		return !failed;
	kept->twice = true;
	t->second = row->number;
	kl_value_of(g->binding, g->aggregate->keys[0].there, &value);
	t->second_key = kl_arena_span(&t->arena, value.text);
	return value.text.at == NULL || t->second_key.at != NULL;
}

bool kl_gathering_take(struct kl_gathering *g, struct kl_text_buffer *key,
	const struct kl_row *row, const struct kl_dialect *dialect)
{
	const struct kl_aggregate *a = g->aggregate;
	struct kl_over_table *t = &g->tables[g->current];
	uint32_t group;
	bool found;

	kl_binding_take(g->binding, row);
	enum kl_outcome counts = a->condition == NULL ? KL_HOLDS
		: kl_truth_of(g->binding, a->condition);
	if (counts == KL_VIOLATED)
		return true;
	bool sure = counts == KL_HOLDS;
	if (a->over == KL_OVER_CELL) {
		t->others += !sure;
		return !sure || take_cell(g, t, row, dialect);
	}
	if (!find_group(g, t, key, &group, &found))
		return false;
	if (!found)
		return true;
	switch (a->over) {
	case KL_OVER_COUNT:
		take_count(g, &t->groups[group], sure);
		break;
	case KL_OVER_SUM:
	case KL_OVER_MEAN:
		take_sum(g, &t->groups[group], sure);
		break;
	case KL_OVER_MIN:
	case KL_OVER_MAX:
		take_extreme(g, &t->groups[group], sure);
		break;
	case KL_OVER_DISTINCT:
		return take_distinct(g, t, key, group, sure);
	case KL_OVER_LOOKUP:
		return take_lookup(g, t, group, row);
	default:
		take_truth(g, &t->groups[group], sure);
		break;
	}
	return true;
}
