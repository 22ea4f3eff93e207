/* What is told of a figure that differs from its records. */
#include "check/making.h"
#include "check/reconcile.h"

enum { MOST_DECIMALS = 6, NAMED = 3 };

struct made {
	struct kl_making making;
	struct kl_finding_cell cells[2 + KL_RECONCILE_KEPT];
	struct kl_explanation explanation;
	char expected[KL_RANGE_TEXT], difference[KL_RANGE_TEXT];
};

static void add_count(struct made *made, const char *name, uint64_t count)
{
	kl_making_count(&made->making, name, kl_decimal_of((int64_t)count));
}

static struct kl_place place_in(const struct kl_table *table)
{
	return (struct kl_place){ .order = table->order, .table = table->name,
		.path = table->shown };
}

static void add_cell(struct made *made, struct kl_place place,
	struct kl_span value)
{
	made->cells[made->making.finding.cell_count++] = (struct kl_finding_cell){
		place, value };
}

static void add_published(struct made *made, const struct kl_comparison *c,
	size_t row, size_t column)
{
	const struct kl_reconcile_cell *cell = &c->table->cells[
		row * kl_reconcile_width(c->state) + column];
	struct kl_place place = place_in(c->table->table);

	place.line = cell->line;
	place.column = cell->column;
	place.row = c->table->rows[row].number;
	place.field = c->state->columns->pairs[column].field.text;
	add_cell(made, place, cell->printed);
}

static void add_unit(struct made *made, const struct kl_reconcile *state,
	const struct kl_reconcile_unit *unit)
{
	struct kl_place place = place_in(state->records.table);

	place.line = unit->line;
	place.column = unit->column;
	place.row = unit->row;
	place.field = state->records.name;
	add_cell(made, place, unit->name);
}

static void start(struct made *made, const struct kl_comparison *c,
	const struct kl_scope *scope)
{
	const struct kl_table *records = c->state->records.table;

	made->making = (struct kl_making){ .finding = {
		.code = KL_CODE_reconcile_mismatch, .decimal_char = '.',
		.cells = made->cells } };
	/* Of files named one by one people know the paths. */
	kl_making_text(&made->making, "records", kl_span_of(
		scope->dataset->given ? records->shown : records->name));
}

static enum kl_message choose_names(size_t count, size_t needed)
{
	if (count > NAMED)
		return needed == 1 ? KL_MESSAGE_named_many_or
			: KL_MESSAGE_named_many_of;
	if (count == 1)
		return KL_MESSAGE_named_one;
	if (count == 2)
		return needed == 2 ? KL_MESSAGE_named_two_and
			: KL_MESSAGE_named_two_or;
	return needed == 3 ? KL_MESSAGE_named_three_and
		: needed == 2 ? KL_MESSAGE_named_three_of
		: KL_MESSAGE_named_three_or;
}

static void add_names(struct made *made, const struct kl_reconcile *state)
{
	static const char *const names[] = { "first", "second", "third" };
	static const char *const lines[] = { "first_line", "second_line",
		"third_line" };
	const struct kl_explanation *e = &made->explanation;

	if (e->count == 0) {
		kl_making_nothing(&made->making, "named");
		return;
	}
	kl_making_phrase(&made->making, "named", choose_names(e->count, e->needed));
	add_count(made, "rest", e->count > NAMED ? e->count - NAMED : 0);
	for (size_t i = 0; i < e->count; i++) {
		add_unit(made, state, e->units[i]);
		if (i >= NAMED)
			continue;
		kl_making_value(&made->making, names[i], e->units[i]->name);
		add_count(made, lines[i], e->units[i]->line);
	}
}

static void add_explanation(struct made *made, const struct kl_comparison *c,
	size_t row, size_t column)
{
	static const enum kl_message phrases[] = {
		[KL_EXPLAINED_LEFT_OUT] = KL_MESSAGE_reconcile_left_out,
		[KL_EXPLAINED_COLUMN] = KL_MESSAGE_reconcile_column,
		[KL_EXPLAINED_ROW] = KL_MESSAGE_reconcile_row,
		[KL_EXPLAINED_NO_ROW] = KL_MESSAGE_reconcile_other,
		[KL_EXPLAINED_TWICE] = KL_MESSAGE_reconcile_twice
	};
	const struct kl_reconcile *state = c->state;
	struct kl_explanation *e = &made->explanation;

	kl_explain(c, row, column, e);
	if (e->kind == KL_EXPLAINED_NOT) {
		kl_making_nothing(&made->making, "explained");
		return;
	}
	kl_making_phrase(&made->making, "explained", phrases[e->kind]);
	if (state->of == KL_RECONCILE_DISTINCT)
		kl_making_phrase(&made->making, "few", e->needed == 1
			? KL_MESSAGE_few_value : KL_MESSAGE_few_values);
	else
		kl_making_phrase(&made->making, "few", e->needed == 1
			? KL_MESSAGE_few_one : KL_MESSAGE_few_several);
	add_count(made, "needed", e->needed);
	if (e->kind == KL_EXPLAINED_COLUMN || e->kind == KL_EXPLAINED_ROW) {
		add_published(made, c, e->row, e->column);
		kl_making_text(&made->making, "other",
			state->columns->pairs[e->column].field.text);
		add_count(made, "other_row", c->table->rows[e->row].number);
	}
	if (e->kind == KL_EXPLAINED_NO_ROW)
		kl_making_value(&made->making, "other_label",
			state->records.groups[e->group].label);
	add_names(made, state);
}

enum kl_status kl_reconcile_report(const struct kl_comparison *c,
	const struct kl_scope *scope, size_t row, size_t column,
	struct kl_error *error)
{
	const struct kl_reconcile *state = c->state;
	const struct kl_reconciled *cell =
		&c->cells[row * kl_reconcile_width(state) + column];
	char decimal_char = c->table->readings[column]->decimal_char;
	struct kl_range difference;
	struct made made;
	struct kl_finding *finding = &made.making.finding;

	start(&made, c, scope);
	finding->decimal_char = decimal_char;
	finding->message = state->of == KL_RECONCILE_SUM
		? KL_MESSAGE_reconcile_sum : state->of == KL_RECONCILE_DISTINCT
		? KL_MESSAGE_reconcile_distinct : KL_MESSAGE_reconcile_count;
	add_published(&made, c, row, column);
	finding->place = made.cells[0].place;
	finding->value = made.cells[0].value;
	finding->label = c->table->rows[row].label;
	finding->expected = (struct kl_span){ made.expected, kl_range_format(
		&cell->expected, decimal_char, MOST_DECIMALS, made.expected) };
	kl_making_text(&made.making, "what", state->what);
	made.difference[0] = '?';
	size_t length = kl_range_subtract(&cell->published, &cell->expected,
		&difference) ? kl_range_format(&difference, decimal_char,
			MOST_DECIMALS, made.difference) : 1;
	kl_making_value(&made.making, "difference",
		(struct kl_span){ made.difference, length });
	add_explanation(&made, c, row, column);
	return kl_making_report(&made.making, scope, error);
}

/* A row that was perhaps meant, among those that no record is in. False when
 * memory is out; *out is NULL if there is none. */
static bool find_stray(const struct kl_comparison *c, struct kl_span label,
	const struct kl_reconcile_row **out)
{
	struct kl_text_buffer folded = { 0 };
	uint32_t row;

	*out = NULL;
	kl_text_add_folded(&folded, label);
	if (!folded.failed && kl_index_find(&c->strays, kl_text_span(&folded),
			&row))
		*out = &c->table->rows[row];
	bool done = !folded.failed;
	kl_text_release(&folded);
	return done;
}

/* Of a group, where most of its records can be named. */
static const struct kl_reconcile_tally *find_most_kept(
	const struct kl_reconcile *state, size_t group)
{
	const struct kl_reconcile_tally *most = kl_reconcile_find_tally(state,
		group, 0);

	for (size_t i = 1; i < kl_reconcile_width(state); i++) {
		const struct kl_reconcile_tally *one = kl_reconcile_find_tally(state,
			group, i);
		if (one->kept_count > most->kept_count)
			most = one;
	}
	return most;
}

enum kl_status kl_reconcile_report_group(const struct kl_comparison *c,
	const struct kl_scope *scope, size_t group, struct kl_error *error)
{
	const struct kl_reconcile *state = c->state;
	const struct kl_reconcile_group *g = &state->records.groups[group];
	const struct kl_reconcile_tally *tally = find_most_kept(state, group);
	const struct kl_reconcile_row *like;
	struct made made;
	struct kl_finding *finding = &made.making.finding;

	start(&made, c, scope);
	finding->place = place_in(c->table->table);
	finding->place.field = state->rows->pairs[0].field.text;
	finding->label = finding->expected = g->label;
	finding->message = g->records == 1 ? KL_MESSAGE_reconcile_no_row_one
		: KL_MESSAGE_reconcile_no_row;
	add_count(&made, "count", g->records);
	if (!find_stray(c, g->label, &like))
		return kl_no_memory(error);
	if (like != NULL) {
		kl_making_phrase(&made.making, "like", KL_MESSAGE_reconcile_like);
		kl_making_value(&made.making, "row_label", like->shown);
	} else {
		kl_making_nothing(&made.making, "like");
	}
	for (size_t i = 0; i < tally->kept_count; i++)
		add_unit(&made, state, tally->kept[i]);
	finding->unlisted_cells = g->records > tally->kept_count
		? g->records - tally->kept_count : 0;
	return kl_making_report(&made.making, scope, error);
}
