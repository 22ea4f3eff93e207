/* Columns that together stand in one row only. */
#include <stdlib.h>

#include "base/hash.h"
#include "draft/shape.h"

enum { KEY_ROWS = 2 };                  /* of fewer rows everything is a key */
enum { CANDIDATES = 12 };               /* columns a key is made of, from the left */

/* "Leerjaar", and not "leerjaar_3", which counts those in it. */
static bool tells_apart(struct kl_span name)
{
	return kl_name_has(name, "leerjaar niveau leeftijd", true)
		&& !kl_span_has_digit(name);
}

/* Figures are no key, unless they are called so, or number the rows. */
static bool can_be_key(const struct kl_draft_column *column)
{
	if (!column->usable || column->missing > 0 || column->misfits > 0
			|| column->value_count == 0)
		return false;
	return column->kind == KL_DRAFT_TEXT || column->kind == KL_DRAFT_DATE
		|| column->year || (column->kind == KL_DRAFT_INTEGER
			&& (column->code || (column->index == 0
				&& !kl_name_is_total(column->name)
				&& !kl_name_has(column->name, "aantal", false))
				|| tells_apart(column->name)));
}

struct tuples {
	uint32_t *slots;                /* a row and one, or 0 */
	size_t mask;
};

static uint64_t hash_of(const struct kl_draft_table *table,
	const size_t *columns, size_t count, size_t row)
{
	uint32_t ids[3];

	for (size_t i = 0; i < count; i++)
		ids[i] = table->columns[columns[i]].ids[row];
	return kl_key_hash((struct kl_span){ (const char *)ids,
		count * sizeof *ids });
}

static bool same_tuple(const struct kl_draft_table *table,
	const size_t *columns, size_t count, size_t a, size_t b)
{
	size_t i = 0;

	while (i < count && table->columns[columns[i]].ids[a]
			== table->columns[columns[i]].ids[b])
		i++;
	return i == count;
}

static bool is_unique(const struct kl_draft_table *table, struct tuples *tuples,
	const size_t *columns, size_t count)
{
	/* How many tuples there can be at most. */
	uint64_t different = 1;

	for (size_t i = 0; i < count; i++)
		different *= table->columns[columns[i]].value_count;
	if (different < table->row_count)
		return false;
	memset(tuples->slots, 0, (tuples->mask + 1) * sizeof *tuples->slots);
	for (size_t row = 0; row < table->row_count; row++) {
		size_t at = (size_t)hash_of(table, columns, count, row)
			& tuples->mask;
		for (; tuples->slots[at] != 0; at = (at + 1) & tuples->mask) {
			if (same_tuple(table, columns, count, row,
					tuples->slots[at] - 1))
				return false;
		}
		tuples->slots[at] = (uint32_t)row + 1;
	}
	return true;
}

/* The next choice of `count` of `of`, those at the left first. */
static bool next_choice(size_t *choice, size_t count, size_t of)
{
	size_t i = count;

	while (i > 0 && choice[i - 1] == of - count + i - 1)
		i--;
	if (i == 0)
		return false;
	choice[i - 1]++;
	for (; i < count; i++)
		choice[i] = choice[i - 1] + 1;
	return true;
}

static void set_key(struct kl_draft_table *table, const size_t *columns,
	size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t at = table->key_count++;
		for (; at > 0 && table->key[at - 1] > columns[i]; at--)
			table->key[at] = table->key[at - 1];
		table->key[at] = columns[i];
	}
}

/* Codes first: a name beside them is unique too, until somebody mends it. */
static size_t choose_candidates(const struct kl_draft_table *table,
	size_t *candidates)
{
	size_t count = 0;

	for (int code = 1; code >= 0; code--) {
		for (size_t i = 0; i < table->column_count && count < CANDIDATES; i++) {
			const struct kl_draft_column *column = &table->columns[i];
			if (column->code == (code == 1) && can_be_key(column))
				candidates[count++] = i;
		}
	}
	return count;
}

/* The smallest key, of the first candidates; its columns from left to right. */
static void find_key(struct kl_draft_table *table, struct tuples *tuples)
{
	size_t candidates[CANDIDATES];
	size_t count = choose_candidates(table, candidates);

	for (size_t size = 1; size <= 3 && size <= count; size++) {
		size_t choice[3] = { 0, 1, 2 }, columns[3];
		do {
			for (size_t i = 0; i < size; i++)
				columns[i] = candidates[choice[i]];
			if (is_unique(table, tuples, columns, size)) {
				set_key(table, columns, size);
				return;
			}
		} while (next_choice(choice, size, count));
	}
}

bool kl_draft_keys(struct kl_draft *draft)
{
	for (size_t t = 0; t < draft->table_count; t++) {
		struct kl_draft_table *table = &draft->tables[t];
		struct tuples tuples = { .mask = 15 };
		if (table->row_count < KEY_ROWS)
			continue;
		while (tuples.mask < 2 * table->row_count)
			tuples.mask = 2 * tuples.mask + 1;
		tuples.slots = malloc((tuples.mask + 1) * sizeof *tuples.slots);
		if (tuples.slots == NULL)
			return false;
		find_key(table, &tuples);
		free(tuples.slots);
	}
	return true;
}

/* Whether all values of a column stand in another. */
static bool stands_in(const struct kl_draft_column *a,
	const struct kl_draft_column *b, const struct kl_draft *draft)
{
	uint32_t id;

	if (a->value_count < 2 || a->value_count > b->value_count)
		return false;
	for (size_t v = 0; v < a->value_count; v++) {
		struct kl_span text = a->values[v].text;
		bool mark = false;
		for (size_t i = 0; i < draft->marker_count; i++)
			mark = mark || (draft->markers[i].unknown
				&& kl_span_equal(draft->markers[i].mark, text));
		if (!mark && !kl_index_find(&b->texts, text, &id))
			return false;
	}
	return true;
}

const struct kl_draft_table *kl_draft_reference(const struct kl_draft *draft,
	const struct kl_draft_table *table, const struct kl_draft_column *column)
{
	bool key = table->key_count == 1 && table->key[0] == column->index;

	/* Labels that name the rows of several tables are no lists of each other. */
	if (!column->usable || (key && !column->code)
			|| column->kind != KL_DRAFT_TEXT)
		return NULL;
	for (size_t t = 0; t < draft->table_count; t++) {
		const struct kl_draft_table *other = &draft->tables[t];
		if (other == table || other->key_count != 1 || other->cut)
			continue;
		const struct kl_draft_column *there = &other->columns[other->key[0]];
		bool called = kl_text_same_folded(there->name, column->name);
		/* Without the name, a few values may stand there by chance; of two
		 * keys that have the same values neither is the list. */
		if (there->kind == column->kind && (called
				|| (column->value_count >= 5 && !key))
				&& !(key && column->value_count == there->value_count)
				&& stands_in(column, there, draft))
			return other;
	}
	return NULL;
}
