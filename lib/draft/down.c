/* Rows that are the total of the rows above or below them. */
#include "draft/shape.h"

static bool is_label(struct kl_span text)
{
	static const char *const labels[] = { "totaal", "total", "totalen",
		"totals", "eindtotaal", "totaal generaal", "grand total" };

	if (text.length < 5 || text.length > 20)
		return false;
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
		if (kl_text_same_folded(text, kl_span_of(labels[i])))
			return true;
	}
	return false;
}

/* The rows of a column that are labelled so: one, or none that counts. */
static size_t labelled_row(const struct kl_draft_table *table,
	const struct kl_draft_column *column, uint32_t *value)
{
	size_t values = 0;

	for (size_t v = 0; v < column->value_count; v++) {
		if (is_label(column->values[v].text)) {
			*value = (uint32_t)v;
			values++;
		}
	}
	size_t row = values == 1 ? column->values[*value].row : SIZE_MAX;
	return values == 1 && column->values[*value].count == 1
		&& (row == 0 || row + 1 == table->row_count) ? row : SIZE_MAX;
}

struct kl_total_row kl_shape_total_row(const struct kl_shape *shape, size_t t)
{
	const struct kl_draft_table *table = shape->tables[t];
	struct kl_total_row total = { .row = SIZE_MAX };
	uint32_t value = 0;

	for (size_t i = 0; i < table->column_count && table->row_count > 1; i++) {
		const struct kl_draft_column *column = &table->columns[i];
		if (column->kind != KL_DRAFT_TEXT || !column->usable
				|| column->name.length > KL_SCALAR_KEY_MOST || table->cut)
			continue;
		size_t row = labelled_row(table, column, &value);
		if (row != SIZE_MAX)
			return (struct kl_total_row){ row, i,
				column->values[value].text, row == 0 };
	}
	return total;
}

enum kl_outcome kl_shape_sum_down(const struct kl_shape *shape, size_t t,
	const struct kl_total_row *at, size_t column, struct kl_draft_figure *sum,
	bool *rich)
{
	const struct kl_draft_table *table = shape->tables[t];
	const struct kl_draft_figure *figures =
		table->columns[shape->columns[column]].figures;
	size_t parts = 0;

	*sum = (struct kl_draft_figure){ 0, 0 };
	*rich = false;
	for (size_t row = 0; row < table->row_count && figures != NULL; row++) {
		if (row == at->row)
			continue;
		if (!kl_figure_known(figures[row])) {
			*sum = (struct kl_draft_figure){ 1, 0 };
			return KL_UNDECIDED;
		}
		sum->low += figures[row].low;
		sum->high += figures[row].high;
		parts += figures[row].high != 0;
	}
	*rich = parts >= 2;
	if (figures == NULL || at->row == SIZE_MAX
			|| !kl_figure_known(figures[at->row]))
		return KL_UNDECIDED;
	const struct kl_draft_figure total = figures[at->row];
	if (sum->high < total.low || sum->low > total.high)
		return KL_VIOLATED;
	return kl_figure_exact(*sum) && kl_figure_exact(total) ? KL_HOLDS
		: KL_UNDECIDED;
}

/* How a column adds up, over all tables that have the total row. */
struct column_tally {
	uint64_t outcomes[3];
	uint64_t rich;
};

static struct column_tally tally_column(const struct kl_shape *shape,
	const struct kl_total_row *rows, size_t column)
{
	struct column_tally tally = { 0 };
	struct kl_draft_figure sum;
	bool rich;

	for (size_t t = 0; t < shape->table_count; t++) {
		if (rows[t].row == SIZE_MAX)
			continue;
		enum kl_outcome outcome = kl_shape_sum_down(shape, t, &rows[t],
			column, &sum, &rich);
		tally.outcomes[outcome]++;
		tally.rich += outcome == KL_HOLDS && rich;
	}
	return tally;
}

/* One that does not add up is in it all the same where the row says that it
 * should; a column of averages is not. */
static bool is_summed(const struct kl_shape *shape, size_t column,
	const struct column_tally *tally)
{
	const uint64_t *outcomes = tally->outcomes;

	return outcomes[KL_HOLDS] > outcomes[KL_VIOLATED]
		|| shape->part[column] || shape->summed[column];
}

struct down {
	struct kl_drafting drafting;
	struct kl_total_row *rows;      /* of each table; those of one label */
	const struct kl_draft_table **tables;
	size_t table_count;
	const struct kl_total_row *model;
	struct kl_span *columns;
	size_t column_count;
	uint64_t outcomes[3], rich;
	struct kl_text_buffer wrong;    /* which columns do not add up */
};

/* The tables whose total row has the label of the first. */
static void choose_tables(struct down *down, const struct kl_shape *shape)
{
	for (size_t t = 0; t < shape->table_count; t++) {
		down->rows[t] = kl_shape_total_row(shape, t);
		if (down->rows[t].row == SIZE_MAX)
			continue;
		if (down->model == NULL)
			down->model = &down->rows[t];
		if (down->rows[t].label == down->model->label
				&& down->rows[t].above == down->model->above
				&& kl_span_equal(down->rows[t].text, down->model->text))
			down->tables[down->table_count++] = shape->tables[t];
		else
			down->rows[t].row = SIZE_MAX;
	}
}

static void note_wrong(struct down *down, const struct kl_shape *shape,
	size_t column)
{
	struct kl_draft_figure sum;
	bool rich;

	for (size_t t = 0; t < shape->table_count; t++) {
		if (down->rows[t].row == SIZE_MAX || kl_shape_sum_down(shape, t,
				&down->rows[t], column, &sum, &rich) != KL_VIOLATED)
			continue;
		kl_text_puts(&down->wrong, down->wrong.length > 0 ? ", " : "; not ");
		kl_scalar_add_remark(&down->wrong,
			kl_shape_column(shape, column)->name, 60);
		if (shape->table_count > 1) {
			kl_text_puts(&down->wrong, " of ");
			kl_scalar_add_remark(&down->wrong,
				kl_span_of(shape->tables[t]->table->name), 60);
		}
	}
}

static void choose_columns(struct down *down, const struct kl_shape *shape)
{
	for (size_t i = 0; i < shape->column_count; i++) {
		const struct column_tally tally = tally_column(shape, down->rows, i);
		if (!is_summed(shape, i, &tally))
			continue;
		down->columns[down->column_count++] = kl_shape_column(shape, i)->name;
		for (size_t o = 0; o < 3; o++)
			down->outcomes[o] += tally.outcomes[o];
		down->rich += tally.rich;
		note_wrong(down, shape, i);
	}
}

static bool propose(struct down *down, const struct kl_shape *shape)
{
	struct kl_drafting *drafting = &down->drafting;
	struct kl_text_buffer *body = &drafting->body;

	/* A row that is called a total is one, if anything of it is. */
	drafting->enabled = down->rich > 0
		&& down->outcomes[KL_HOLDS] >= down->outcomes[KL_VIOLATED];
	kl_text_puts(body, "down:\n  row: {");
	kl_scalar_add(body, shape->tables[0]->columns[down->model->label].name);
	kl_text_puts(body, ": ");
	kl_scalar_add(body, down->model->text);
	kl_text_puts(body, "}\n");
	if (down->model->above)
		kl_text_puts(body, "  position: above\n");
	kl_text_puts(body, "  columns: ");
	kl_scalar_add_list(body, down->columns, down->column_count);
	kl_text_puts(body, "\n");
	kl_text_puts(&drafting->told, "the row ");
	kl_scalar_add_remark(&drafting->told, down->model->text, 60);
	kl_drafting_hold(drafting, down->outcomes[KL_HOLDS],
		down->outcomes[KL_VIOLATED], down->outcomes[KL_UNDECIDED],
		"column sum");
	kl_text_add(&drafting->held, kl_text_span(&down->wrong));
	kl_text_printf(&drafting->why, "%s row is called a total; %llu of these "
		"sums ha%s two parts or more that are not 0.\n",
		down->model->above ? "The first" : "The last",
		(unsigned long long)down->rich, down->rich == 1 ? "s" : "ve");
	if (!drafting->enabled)
		kl_text_puts(&drafting->why, "It adds up too seldom: not enabled.\n");
	kl_drafting_name(drafting, down->model->text);
	kl_text_puts(&drafting->id, drafting->id.length > 0 ? "-rij" : "totaalrij");
	return kl_drafting_add(drafting, KL_DRAFT_TOTALS, down->tables,
		down->table_count);
}

bool kl_shape_down(struct kl_draft *draft, struct kl_shape *shape)
{
	struct down down = { .drafting = { .draft = draft } };
	bool done = false;

	down.rows = kl_arena_alloc(&draft->arena,
		(shape->table_count + 1) * sizeof *down.rows);
	down.tables = kl_arena_alloc(&draft->arena,
		(shape->table_count + 1) * sizeof *down.tables);
	down.columns = kl_arena_alloc(&draft->arena,
		(shape->column_count + 1) * sizeof *down.columns);
	if (down.rows == NULL || down.tables == NULL || down.columns == NULL)
		return false;
	choose_tables(&down, shape);
	if (down.model != NULL)
		choose_columns(&down, shape);
	done = down.column_count == 0 || propose(&down, shape);
	done = done && !down.wrong.failed;
	kl_text_release(&down.wrong);
	return done;
}
