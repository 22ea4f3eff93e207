/* What is told of a figure that differs from its records. */
#include "check/reconcile.h"

enum { MOST_DECIMALS = 6, NAMED = 3 };

struct made {
	struct kl_finding finding;
	struct kl_figure figures[20];
	struct kl_finding_cell cells[2 + KL_RECONCILE_KEPT];
	struct kl_explanation explanation;
	char expected[KL_RANGE_TEXT], difference[KL_RANGE_TEXT];
};

static void add_figure(struct made *made, struct kl_figure figure)
{
	made->figures[made->finding.figure_count++] = figure;
}

static void add_text(struct made *made, const char *name,
	enum kl_figure_kind kind, struct kl_span text)
{
	add_figure(made, (struct kl_figure){ .name = name, .kind = kind,
		.text = text });
}

static void add_count(struct made *made, const char *name, uint64_t count)
{
	add_figure(made, (struct kl_figure){ .name = name,
		.kind = KL_FIGURE_COUNT, .number = kl_decimal_of((int64_t)count) });
}

static void add_phrase(struct made *made, const char *name,
	enum kl_message phrase)
{
	add_figure(made, (struct kl_figure){ .name = name,
		.kind = KL_FIGURE_PHRASE, .phrase = phrase });
}

/* A phrase that is not said. */
static void add_nothing(struct made *made, const char *name)
{
	add_text(made, name, KL_FIGURE_SENTENCE, (struct kl_span){ "", 0 });
}

static struct kl_place place_in(const struct kl_table *table)
{
	return (struct kl_place){ .order = table->order, .table = table->name,
		.path = table->shown };
}

static void add_cell(struct made *made, struct kl_place place,
	struct kl_span value)
{
	made->cells[made->finding.cell_count++] = (struct kl_finding_cell){
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

	made->finding = (struct kl_finding){ .code = KL_CODE_reconcile_mismatch,
		.decimal_char = '.', .figures = made->figures,
		.cells = made->cells };
	/* Of files named one by one people know the paths. */
	add_text(made, "records", KL_FIGURE_TEXT, kl_span_of(
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
		add_nothing(made, "named");
		return;
	}
	add_phrase(made, "named", choose_names(e->count, e->needed));
	add_count(made, "rest", e->count > NAMED ? e->count - NAMED : 0);
	for (size_t i = 0; i < e->count; i++) {
		add_unit(made, state, e->units[i]);
		if (i >= NAMED)
			continue;
		add_text(made, names[i], KL_FIGURE_VALUE, e->units[i]->name);
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
		add_nothing(made, "explained");
		return;
	}
	add_phrase(made, "explained", phrases[e->kind]);
	if (state->of == KL_RECONCILE_DISTINCT)
		add_phrase(made, "few", e->needed == 1 ? KL_MESSAGE_few_value
			: KL_MESSAGE_few_values);
	else
		add_phrase(made, "few", e->needed == 1 ? KL_MESSAGE_few_one
			: KL_MESSAGE_few_several);
	add_count(made, "needed", e->needed);
	if (e->kind == KL_EXPLAINED_COLUMN || e->kind == KL_EXPLAINED_ROW) {
		add_published(made, c, e->row, e->column);
		add_text(made, "other", KL_FIGURE_TEXT,
			state->columns->pairs[e->column].field.text);
		add_count(made, "other_row", c->table->rows[e->row].number);
	}
	if (e->kind == KL_EXPLAINED_NO_ROW)
		add_text(made, "other_label", KL_FIGURE_VALUE,
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

	start(&made, c, scope);
	made.finding.decimal_char = decimal_char;
	made.finding.message = state->of == KL_RECONCILE_SUM
		? KL_MESSAGE_reconcile_sum : state->of == KL_RECONCILE_DISTINCT
		? KL_MESSAGE_reconcile_distinct : KL_MESSAGE_reconcile_count;
	add_published(&made, c, row, column);
	made.finding.place = made.cells[0].place;
	made.finding.value = made.cells[0].value;
	made.finding.label = c->table->rows[row].label;
	made.finding.expected = (struct kl_span){ made.expected, kl_range_format(
		&cell->expected, decimal_char, MOST_DECIMALS, made.expected) };
	add_text(&made, "what", KL_FIGURE_TEXT, state->what);
	made.difference[0] = '?';
	size_t length = kl_range_subtract(&cell->published, &cell->expected,
		&difference) ? kl_range_format(&difference, decimal_char,
			MOST_DECIMALS, made.difference) : 1;
	add_text(&made, "difference", KL_FIGURE_VALUE,
		(struct kl_span){ made.difference, length });
	add_explanation(&made, c, row, column);
	return kl_scope_report(scope, &made.finding, error);
}

/* A row that was perhaps meant, among those that no record is in. */
static const struct kl_reconcile_row *find_like(const struct kl_comparison *c,
	struct kl_span label)
{
	size_t width = kl_reconcile_width(c->state);

	for (size_t i = 0; i < c->table->row_count; i++) {
		if (c->cells[i * width].group == SIZE_MAX
				&& kl_text_same_folded(c->table->rows[i].shown, label))
			return &c->table->rows[i];
	}
	return NULL;
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
	struct made made;

	start(&made, c, scope);
	made.finding.place = place_in(c->table->table);
	made.finding.place.field = state->rows->pairs[0].field.text;
	made.finding.label = made.finding.expected = g->label;
	made.finding.message = g->records == 1 ? KL_MESSAGE_reconcile_no_row_one
		: KL_MESSAGE_reconcile_no_row;
	add_count(&made, "count", g->records);
	const struct kl_reconcile_row *like = find_like(c, g->label);
	if (like != NULL) {
		add_phrase(&made, "like", KL_MESSAGE_reconcile_like);
		add_text(&made, "row_label", KL_FIGURE_VALUE, like->shown);
	} else {
		add_nothing(&made, "like");
	}
	for (size_t i = 0; i < tally->kept_count; i++)
		add_unit(&made, state, tally->kept[i]);
	made.finding.unlisted_cells = g->records > tally->kept_count
		? g->records - tally->kept_count : 0;
	return kl_scope_report(scope, &made.finding, error);
}
