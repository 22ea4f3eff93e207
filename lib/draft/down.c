/* Proposals for rows that are the total of the rows above or below them. */
#include "draft/shape.h"

#include <inttypes.h>

struct down {
	struct kl_drafting drafting;
	struct kl_total_rows *rows;     /* of each table; those of one kind */
	const struct kl_draft_table **tables;
	size_t table_count;
	const struct kl_total_rows *model;
	struct kl_span *columns;
	size_t column_count;
	struct kl_down_tally tally;
	struct kl_text_buffer wrong;    /* which columns do not add up */
};

static bool same_rows(const struct kl_total_rows *a, const struct kl_total_rows *b)
{
	size_t i = 0;

	while (i < a->level_count && i < b->level_count
			&& a->levels[i].column == b->levels[i].column
			&& kl_span_equal(a->levels[i].text, b->levels[i].text))
		i++;
	return i == a->level_count && i == b->level_count && a->above == b->above;
}

/* The tables whose total rows are labelled as those of the first. */
static void choose_tables(struct down *down, const struct kl_shape *shape)
{
	for (size_t t = 0; t < shape->table_count; t++) {
		down->rows[t] = kl_shape_total_rows(shape, t);
		if (down->rows[t].level_count == 0)
			continue;
		if (down->model == NULL)
			down->model = &down->rows[t];
		if (same_rows(&down->rows[t], down->model))
			down->tables[down->table_count++] = shape->tables[t];
		else
			down->rows[t].level_count = 0;
	}
}

static void note_wrong(struct down *down, const struct kl_shape *shape,
	size_t t, size_t column)
{
	kl_text_puts(&down->wrong, down->wrong.length > 0 ? ", " : "; not ");
	kl_scalar_add_remark(&down->wrong, kl_shape_column(shape, column)->name, 60);
	if (shape->table_count == 1)
		return;
	kl_text_puts(&down->wrong, " of ");
	kl_scalar_add_remark(&down->wrong,
		kl_span_of(shape->tables[t]->table->name), 60);
}

/* One that does not add up is in it all the same where the row says that it
 * should; a column of averages is not. */
static bool is_summed(const struct kl_shape *shape, size_t column,
	const struct kl_down_tally *tally)
{
	return tally->outcomes[KL_HOLDS] > tally->outcomes[KL_VIOLATED]
		|| shape->part[column] || shape->summed[column];
}

static void add_column(struct down *down, const struct kl_shape *shape,
	size_t column)
{
	struct kl_down_tally tally = { 0 };

	for (size_t t = 0; t < shape->table_count; t++) {
		if (down->rows[t].level_count > 0)
			kl_shape_add_down(shape, t, &down->rows[t], column, &tally);
	}
	if (!is_summed(shape, column, &tally))
		return;
	down->columns[down->column_count++] = kl_shape_column(shape, column)->name;
	for (size_t t = 0; t < shape->table_count; t++) {
		struct kl_down_tally here = { 0 };
		if (down->rows[t].level_count == 0)
			continue;
		kl_shape_add_down(shape, t, &down->rows[t], column, &here);
		if (here.outcomes[KL_VIOLATED] > 0)
			note_wrong(down, shape, t, column);
	}
	for (size_t i = 0; i < 3; i++)
		down->tally.outcomes[i] += tally.outcomes[i];
	down->tally.rich += tally.rich;
}

static void add_level(struct kl_text_buffer *out, const struct kl_shape *shape,
	const struct kl_total_level *level)
{
	kl_text_puts(out, "{");
	kl_scalar_add(out, shape->tables[0]->columns[level->column].name);
	kl_text_puts(out, ": ");
	kl_scalar_add(out, level->text);
	kl_text_puts(out, "}");
}

static void add_body(struct down *down, const struct kl_shape *shape)
{
	struct kl_text_buffer *body = &down->drafting.body;
	const struct kl_total_rows *rows = down->model;

	kl_text_puts(body, rows->level_count > 1 ? "down:\n  row: [" : "down:\n  row: ");
	for (size_t i = 0; i < rows->level_count; i++) {
		kl_text_puts(body, i > 0 ? ", " : "");
		add_level(body, shape, &rows->levels[i]);
	}
	kl_text_puts(body, rows->level_count > 1 ? "]\n" : "\n");
	kl_text_puts(body, rows->above ? "  position: above\n" : "");
	kl_text_puts(body, "  columns: ");
	kl_scalar_add_list(body, down->columns, down->column_count);
	kl_text_puts(body, "\n");
}

static void explain(struct down *down)
{
	struct kl_text_buffer *why = &down->drafting.why;
	const struct kl_total_rows *rows = down->model;

	if (!rows->named)
		kl_text_puts(why, "The last row is the sum of the others, though it is "
			"not called a total");
	else if (rows->level_count > 1)
		kl_text_puts(why, "Rows are called totals, some of them of others");
	else
		kl_text_printf(why, "%s row is called a total", rows->above
			? "The first" : "The last");
	kl_text_printf(why, "; %" PRIu64 " of these sums ha%s two parts or more that "
		"are not 0.\n", down->tally.rich, down->tally.rich == 1 ? "s" : "ve");
	if (!down->drafting.enabled)
		kl_text_puts(why, rows->named ? "It adds up too seldom: not enabled.\n"
			: "It can be chance: not enabled.\n");
}

static bool propose(struct down *down, const struct kl_shape *shape)
{
	struct kl_drafting *drafting = &down->drafting;
	const uint64_t *outcomes = down->tally.outcomes;
	struct kl_span label = down->model->levels[down->model->level_count - 1].text;

	/* A row that is called a total is one, if half of it is. */
	drafting->enabled = down->tally.rich > 0 && down->model->sure
		&& outcomes[KL_HOLDS] >= outcomes[KL_VIOLATED];
	add_body(down, shape);
	explain(down);
	kl_text_puts(&drafting->told, "the row ");
	kl_scalar_add_remark(&drafting->told, label, 60);
	kl_drafting_hold(drafting, outcomes[KL_HOLDS], outcomes[KL_VIOLATED],
		outcomes[KL_UNDECIDED], "column sum");
	kl_text_add(&drafting->held, kl_text_span(&down->wrong));
	kl_drafting_name(drafting, label);
	kl_text_puts(&drafting->id, drafting->id.length > 0 ? "-rij" : "totaalrij");
	return kl_drafting_add(drafting, KL_DRAFT_TOTALS, down->tables,
		down->table_count);
}

bool kl_shape_down(struct kl_draft *draft, struct kl_shape *shape)
{
	struct down down = { .drafting = { .draft = draft } };

	down.rows = kl_arena_alloc(&draft->arena,
		(shape->table_count + 1) * sizeof *down.rows);
	down.tables = kl_arena_alloc(&draft->arena,
		(shape->table_count + 1) * sizeof *down.tables);
	down.columns = kl_arena_alloc(&draft->arena,
		(shape->column_count + 1) * sizeof *down.columns);
	if (down.rows == NULL || down.tables == NULL || down.columns == NULL)
		return false;
	choose_tables(&down, shape);
	for (size_t i = 0; i < shape->column_count && down.model != NULL; i++)
		add_column(&down, shape, i);
	bool done = down.column_count == 0 || propose(&down, shape);
	done = done && !down.wrong.failed;
	kl_text_release(&down.wrong);
	return done;
}
