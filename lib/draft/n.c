/* Tables about the same respondents: one N, and equal sums of some columns. */
#include <inttypes.h>

#include "draft/shape.h"

/* Of ten tables so many must agree. */
enum { AGREE = 6 };

struct agreement {
	int64_t value;                  /* that most tables have */
	uint64_t agreed, decided;
};

struct same {
	struct kl_drafting drafting;
	struct kl_total_rows *rows;     /* of each table */
	int64_t *values;                /* of each column, and of each table; -1: not
	                                   known */
	int64_t *agreed;                /* of each column; -1: it is not the same */
	bool *multiple;                 /* of each table: several answers */
	const struct kl_draft_table **tables;   /* those that take part */
	size_t table_count;
	struct kl_span *columns;        /* of those the names */
	size_t column_count;
	uint64_t agreements, decided;
};

static struct agreement agree(const int64_t *values, size_t count)
{
	struct agreement most = { -1, 0, 0 };

	for (size_t i = 0; i < count; i++) {
		uint64_t same = 0;
		if (values[i] < 0)
			continue;
		most.decided++;
		for (size_t j = 0; j < count; j++)
			same += values[j] == values[i];
		if (same > most.agreed) {
			most.agreed = same;
			most.value = values[i];
		}
	}
	return most;
}

static bool is_agreed(struct agreement agreement)
{
	return agreement.agreed >= 2 && agreement.value > 0
		&& 10 * agreement.agreed >= AGREE * agreement.decided;
}

/* What a column adds up to in each table, in whole numbers; of N its total row
 * where it has one. */
static int64_t *add_up(struct same *same, const struct kl_shape *shape,
	size_t column, bool total)
{
	int64_t *values = same->values + column * shape->table_count;

	for (size_t t = 0; t < shape->table_count; t++) {
		const struct kl_draft_table *table = shape->tables[t];
		const struct kl_draft_figure *figures =
			table->columns[shape->columns[column]].figures;
		const struct kl_total_rows *rows = &same->rows[t];
		int64_t unit = (int64_t)kl_power_of_ten(table->decimals);
		struct kl_draft_figure sum = kl_shape_body_sum(shape, t, rows, column);
		if (total && figures != NULL && rows->level_count > 0
				&& kl_figure_known(figures[rows->last]))
			sum = figures[rows->last];
		/* The check of N knows one total row. */
		values[t] = figures != NULL && !table->cut
			&& table->row_count > 0 && rows->level_count <= 1 && kl_figure_exact(sum)
			&& sum.low % unit == 0 ? sum.low / unit : -1;
	}
	return values;
}

/* A table in which the parts are at most N and make more: several answers. */
static void find_multiple(struct same *same, const struct kl_shape *shape,
	size_t column, int64_t n)
{
	for (size_t t = 0; t < shape->table_count; t++) {
		const struct kl_draft_table *table = shape->tables[t];
		const struct kl_draft_figure *figures =
			table->columns[shape->columns[column]].figures;
		int64_t most = n * (int64_t)kl_power_of_ten(table->decimals);
		same->multiple[t] = same->values[column * shape->table_count + t] > n;
		for (size_t row = 0; same->multiple[t] && row < table->row_count; row++)
			same->multiple[t] = kl_total_level(&same->rows[t], table, row) > 0
				|| figures[row].high <= most;
	}
}

/* The total column whose totals agree; SIZE_MAX: there is none. */
static size_t find_n(struct same *same, const struct kl_shape *shape)
{
	for (size_t i = 0; i < shape->column_count; i++) {
		if (!kl_name_is_total(kl_shape_column(shape, i)->name))
			continue;
		const struct agreement found = agree(add_up(same, shape, i, true),
			shape->table_count);
		if (!is_agreed(found))
			continue;
		same->agreed[i] = found.value;
		find_multiple(same, shape, i, found.value);
		return i;
	}
	return SIZE_MAX;
}

static void find_columns(struct same *same, const struct kl_shape *shape, size_t n)
{
	for (size_t i = 0; i < shape->column_count; i++) {
		if (i == n)
			continue;
		int64_t *values = add_up(same, shape, i, false);
		for (size_t t = 0; t < shape->table_count; t++)
			values[t] = same->multiple[t] ? -1 : values[t];
		const struct agreement found = agree(values, shape->table_count);
		same->agreed[i] = is_agreed(found) ? found.value : -1;
		if (same->agreed[i] >= 0)
			same->columns[same->column_count++] =
				kl_shape_column(shape, i)->name;
	}
}

/* A table of which most differs is about others, and takes no part. */
static void choose_tables(struct same *same, const struct kl_shape *shape)
{
	for (size_t t = 0; t < shape->table_count; t++) {
		uint64_t agreed = 0, decided = 0;
		for (size_t i = 0; i < shape->column_count; i++) {
			int64_t value = same->values[i * shape->table_count + t];
			if (same->agreed[i] < 0 || value < 0)
				continue;
			decided++;
			agreed += value == same->agreed[i];
		}
		if (!same->multiple[t] && 2 * agreed < decided)
			continue;
		same->tables[same->table_count++] = shape->tables[t];
		if (same->multiple[t])
			continue;
		same->agreements += agreed;
		same->decided += decided;
	}
}

/* The total row of the first table that has one, of those from t on. */
static void add_row(struct kl_text_buffer *body, const struct same *same,
	const struct kl_shape *shape, size_t t)
{
	while (t < shape->table_count && same->rows[t].level_count != 1)
		t++;
	if (t == shape->table_count)
		return;
	const struct kl_total_level *level = &same->rows[t].levels[0];
	kl_text_puts(body, "row: {");
	kl_scalar_add(body, shape->tables[t]->columns[level->column].name);
	kl_text_puts(body, ": ");
	kl_scalar_add(body, level->text);
	kl_text_puts(body, "}\n");
}

static void add_multiple(struct same *same, const struct kl_shape *shape)
{
	struct kl_drafting *drafting = &same->drafting;
	size_t count = 0;

	for (size_t t = 0; t < shape->table_count; t++) {
		if (!same->multiple[t])
			continue;
		kl_text_puts(&drafting->body, count++ > 0 ? ", " : "multiple: [");
		kl_scalar_add(&drafting->body,
			kl_span_of(shape->tables[t]->table->name));
	}
	kl_text_puts(&drafting->body, count > 0 ? "]\n" : "");
	kl_text_puts(&drafting->why, count == 0 ? "" : "Where each part is at most N, "
		"and all make more, several answers were given.\n");
}

static bool propose(struct same *same, const struct kl_shape *shape, size_t n)
{
	struct kl_drafting *drafting = &same->drafting;
	struct kl_text_buffer *body = &drafting->body;
	struct kl_span name = kl_shape_column(shape, n)->name;

	/* Two tables can have one total by chance. */
	drafting->enabled = same->table_count > 2 || same->column_count > 1;
	kl_text_puts(body, "column: ");
	kl_scalar_add(body, name);
	kl_text_printf(body, "\nn: %" PRId64 "\n", same->agreed[n]);
	add_row(body, same, shape, 0);
	kl_text_puts(body, "same: ");
	kl_scalar_add_list(body, same->column_count > 0 ? same->columns : &name,
		same->column_count > 0 ? same->column_count : 1);
	kl_text_puts(body, "\n");
	kl_text_puts(&drafting->why, "Tables with the same columns whose totals "
		"agree may be about the same respondents.\n");
	add_multiple(same, shape);
	if (!drafting->enabled)
		kl_text_puts(&drafting->why, "It can be chance: not enabled.\n");
	kl_text_printf(&drafting->told, "N is %" PRId64 " in %zu tables",
		same->agreed[n], same->table_count);
	kl_drafting_hold(drafting, same->agreements,
		same->decided - same->agreements, 0, "sum");
	kl_text_puts(&drafting->id, "n");
	return kl_drafting_add(drafting, KL_DRAFT_N, same->tables,
		same->table_count);
}

/* A table whose name, title or note says N, against its total. */
static bool propose_named(struct kl_draft *draft, struct same *same,
	const struct kl_shape *shape, size_t t)
{
	struct kl_drafting drafting = { .draft = draft, .enabled = true };
	const int64_t n = shape->tables[t]->n;
	size_t column = 0;

	while (column < shape->column_count && !kl_name_is_total(
			kl_shape_column(shape, column)->name))
		column++;
	if (n < 0 || column == shape->column_count)
		return true;
	int64_t total = add_up(same, shape, column, true)[t];
	kl_text_puts(&drafting.body, "column: ");
	kl_scalar_add(&drafting.body, kl_shape_column(shape, column)->name);
	kl_text_printf(&drafting.body, "\nn: %" PRId64 "\n", n);
	add_row(&drafting.body, same, shape, t);
	kl_text_printf(&drafting.told, "N is %" PRId64, n);
	kl_drafting_hold(&drafting, total == n, total >= 0 && total != n,
		total < 0, "table");
	kl_text_puts(&drafting.why, "Its name, title or a note says so.\n");
	kl_text_puts(&drafting.id, "n");
	return kl_drafting_add(&drafting, KL_DRAFT_N, &shape->tables[t], 1);
}

bool kl_shape_n(struct kl_draft *draft, struct kl_shape *shape)
{
	struct same same = { .drafting = { .draft = draft } };
	size_t tables = shape->table_count, columns = shape->column_count + 1;
	struct kl_arena *arena = &draft->arena;

	same.rows = kl_arena_alloc(arena, tables * sizeof *same.rows);
	same.values = kl_arena_alloc(arena, tables * columns * sizeof *same.values);
	same.agreed = kl_arena_alloc(arena, columns * sizeof *same.agreed);
	same.multiple = kl_arena_alloc(arena, tables * sizeof *same.multiple);
	same.tables = kl_arena_alloc(arena, tables * sizeof *same.tables);
	same.columns = kl_arena_alloc(arena, columns * sizeof *same.columns);
	if (same.rows == NULL || same.values == NULL || same.agreed == NULL
			|| same.multiple == NULL || same.tables == NULL
			|| same.columns == NULL)
		return false;
	for (size_t t = 0; t < tables; t++)
		same.rows[t] = kl_shape_total_rows(shape, t);
	for (size_t t = 0; t < tables; t++) {
		if (!propose_named(draft, &same, shape, t))
			return false;
	}
	size_t n = tables < 2 ? SIZE_MAX : find_n(&same, shape);
	if (n == SIZE_MAX)
		return true;
	find_columns(&same, shape, n);
	choose_tables(&same, shape);
	return propose(&same, shape, n);
}
