/* Total rows, as rules of the check totals name them: what such a row leaves blank
 * is not as above it, save what tells which group it is the total of. */
#include "check/selector.h"
#include "clean/table.h"

static bool applies(const struct kl_rule *rule, const struct kl_table *table)
{
	return strcmp(rule->words->name, "totals") == 0
		&& kl_rule_argument(rule, "down.columns")->given
		&& kl_rule_applies(rule, table->name);
}

bool kl_clean_find_totals(struct kl_clean_table *table)
{
	const struct kl_rules *rules = table->clean->rules;
	bool fills = false;

	for (size_t i = 0; i < table->count; i++)
		fills = fills || table->columns[i].from->fill_down;
	if (!fills || rules == NULL)
		return true;
	table->totals = kl_arena_alloc(&table->arena,
		(rules->count + 1) * sizeof *table->totals);
	for (size_t i = 0; i < rules->count && table->totals != NULL; i++) {
		if (applies(&rules->rules[i], table->from))
			table->totals[table->total_count++] = &rules->rules[i];
	}
	return table->totals != NULL;
}

static struct kl_span cell_of(const struct kl_clean_table *table,
	const struct kl_row *row, struct kl_span name)
{
	size_t i = 0;

	while (i < table->count && !kl_span_equal(table->names[i], name))
		i++;
	return i < table->count && i < row->count ? kl_span_trim(row->cells[i])
		: (struct kl_span){ 0 };
}

static bool meets(const struct kl_clean_table *table, const struct kl_row *row,
	const struct kl_row_match *match)
{
	for (size_t i = 0; i < match->count; i++) {
		const struct kl_match *at = &match->matches[i];
		if (!kl_span_equal(kl_span_trim(at->value.text),
				cell_of(table, row, at->field.text)))
			return false;
	}
	return match->count > 0;
}

static bool is_total(const struct kl_clean_table *table,
	const struct kl_rule *rule, const struct kl_row *row)
{
	const struct kl_argument *rows = kl_rule_argument(rule, "down.row");

	if (!rows->given)
		return kl_row_says_total(row);
	for (size_t i = 0; i < rows->row_count; i++) {
		if (meets(table, row, &rows->rows[i]))
			return true;
	}
	return false;
}

bool kl_clean_is_total(const struct kl_clean_table *table,
	const struct kl_row *row, struct kl_span column)
{
	for (size_t i = 0; i < table->total_count; i++) {
		const struct kl_argument *by = kl_rule_argument(table->totals[i],
			"down.by");
		bool group = false;
		for (size_t j = 0; j < by->word_count; j++)
			group = group || kl_span_equal(by->words[j].text, column);
		if (!group && is_total(table, table->totals[i], row))
			return true;
	}
	return false;
}
