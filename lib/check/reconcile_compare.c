/* One published table against the records. */
#include "check/reconcile.h"

#include <stdlib.h>

static bool is_within(const struct kl_range *inner, const struct kl_range *outer)
{
	int low = kl_ratio_compare(inner->low, outer->low);
	int high = kl_ratio_compare(inner->high, outer->high);

	return (low > 0 || (low == 0 && (!outer->low_open || inner->low_open)))
		&& (high < 0 || (high == 0 && (!outer->high_open
			|| inner->high_open)));
}

void kl_reconcile_judge(const struct kl_range *published,
	const struct kl_range *expected, struct kl_reconciled *out)
{
	bool less = kl_ratio_compare(published->high, expected->low) <= 0;
	bool open = less ? published->high_open || expected->low_open
		: published->low_open || expected->high_open;

	out->published = *published;
	out->expected = *expected;
	out->gap = kl_ratio_of(0);
	if (is_within(expected, published)) {
		out->outcome = KL_HOLDS;
		return;
	}
	out->outcome = kl_range_equal(published, expected);
	if (out->outcome != KL_VIOLATED || open)
		return;
	if (less ? !kl_ratio_subtract(published->high, expected->low, &out->gap)
			: !kl_ratio_subtract(published->low, expected->high, &out->gap))
		out->gap = kl_ratio_of(0);
}

static void judge_cell(struct kl_comparison *c, size_t row, size_t column)
{
	size_t at = row * kl_reconcile_width(c->state) + column;
	struct kl_reconciled *cell = &c->cells[at];
	struct kl_range published, expected;
	struct kl_cell value;

	cell->outcome = KL_UNDECIDED;
	kl_cell_read(c->table->cells[at].printed, c->table->readings[column],
		&value);
	if (kl_range_of_interval(&value.interval, &published)
			&& kl_reconcile_expected(c->state, cell->group, column,
				&expected))
		kl_reconcile_judge(&published, &expected, cell);
}

/* Finds the group of each row; *found: how many are a row's own. */
static void find_groups(struct kl_comparison *c, size_t *own, size_t *found)
{
	size_t width = kl_reconcile_width(c->state);

	*own = *found = 0;
	for (size_t i = 0; i < c->table->row_count; i++) {
		const struct kl_reconcile_row *row = &c->table->rows[i];
		size_t group = row->total ? KL_RECONCILE_ALL : SIZE_MAX;
		uint32_t number;
		if (!row->total && kl_index_find(&c->state->records.keys, row->key,
				&number)) {
			group = number;
			c->met[group] = true;
			++*found;
		}
		*own += !row->total;
		for (size_t j = 0; j < width; j++)
			c->cells[i * width + j].group = group;
	}
}

/* Whether figures are printed in a column that no record counts in. */
static bool is_without_records(const struct kl_comparison *c, size_t column)
{
	size_t width = kl_reconcile_width(c->state);

	if (c->state->records.counted[column] > 0)
		return false;
	for (size_t i = 0; i < c->table->row_count; i++) {
		if (c->cells[i * width + column].outcome == KL_VIOLATED)
			return true;
	}
	return false;
}

/* A condition that no record meets is a slip of the rule more often than a
 * column of figures that are all wrong. */
static enum kl_status tell_skipped(const struct kl_comparison *c,
	const struct kl_scope *scope, struct kl_error *error)
{
	const struct kl_reconcile *state = c->state;
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < kl_reconcile_width(state); i++) {
		const struct kl_match *pair = &state->columns->pairs[i];
		if (!c->skipped[i])
			continue;
		if (status != KL_OK)
			kl_report_problem(scope->report, error);
		status = kl_fail(error, KL_INVALID, scope->rule->path,
			pair->value.line, pair->value.column,
			"rule '%s': column '%.*s' of table %s is not compared: none of the %llu records of %s counts in it",
			scope->rule->id, (int)pair->field.text.length,
			pair->field.text.at, c->table->table->name,
			(unsigned long long)state->records.count,
			state->records.table->name);
	}
	return status;
}

static enum kl_status report_cells(const struct kl_comparison *c,
	const struct kl_scope *scope, struct kl_error *error)
{
	size_t width = kl_reconcile_width(c->state);
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < c->table->row_count * width
			&& status == KL_OK; i++) {
		if (c->skipped[i % width])
			continue;
		kl_report_outcome(scope->report, scope->rule_index,
			c->cells[i].outcome, 1);
		if (c->cells[i].outcome == KL_VIOLATED)
			status = kl_reconcile_report(c, scope, i / width, i % width,
				error);
	}
	return status;
}

/* Groups of records that the table has no row for, if a row of them would say
 * something. */
static enum kl_status report_groups(const struct kl_comparison *c,
	const struct kl_scope *scope, struct kl_error *error)
{
	const struct kl_reconcile_records *r = &c->state->records;
	enum kl_status status = KL_OK;

	for (size_t g = KL_RECONCILE_FIRST; g < r->group_count
			&& status == KL_OK; g++) {
		if (c->met[g] || r->groups[g].records == 0)
			continue;
		kl_report_outcome(scope->report, scope->rule_index, KL_VIOLATED, 1);
		status = kl_reconcile_report_group(c, scope, g, error);
	}
	return status;
}

static enum kl_status compare(struct kl_comparison *c,
	const struct kl_scope *scope, struct kl_error *error)
{
	const struct kl_argument *rows = c->state->rows;
	size_t own, found, width = kl_reconcile_width(c->state);

	find_groups(c, &own, &found);
	if (own > 0 && found == 0)
		return kl_fail(error, KL_INVALID, scope->rule->path,
			rows->given ? rows->line : scope->rule->line,
			rows->given ? rows->column : scope->rule->column,
			"rule '%s': no row of table %s is about any of the %llu records of %s: their values and its rows have nothing in common",
			scope->rule->id, c->table->table->name,
			(unsigned long long)c->state->records.count,
			c->state->records.table->name);
	for (size_t i = 0; i < c->table->row_count * width; i++)
		judge_cell(c, i / width, i % width);
	for (size_t i = 0; i < width; i++)
		c->skipped[i] = is_without_records(c, i);
	if (!kl_explain_begin(c))
		return kl_no_memory(error);
	enum kl_status status = report_cells(c, scope, error);
	if (status == KL_OK)
		status = report_groups(c, scope, error);
	return status == KL_OK ? tell_skipped(c, scope, error) : status;
}

enum kl_status kl_reconcile_compare(const struct kl_reconcile *state,
	const struct kl_scope *scope, const struct kl_reconcile_table *table,
	struct kl_error *error)
{
	size_t width = kl_reconcile_width(state);
	struct kl_comparison c = { .state = state, .table = table };

	c.cells = calloc(table->row_count * width + 1, sizeof *c.cells);
	c.skipped = calloc(width + 1, sizeof *c.skipped);
	c.met = calloc(state->records.group_count + 1, sizeof *c.met);
	enum kl_status status = c.cells != NULL && c.skipped != NULL
		&& c.met != NULL ? compare(&c, scope, error) : kl_no_memory(error);
	kl_explain_end(&c);
	free(c.cells);
	free(c.skipped);
	free(c.met);
	return status;
}
