#include <stdio.h>
#include <stdlib.h>

#include "mutation.h"

struct book {
	const struct kl_dataset *dataset;
	struct dataset_text *texts;
	size_t *first;                  /* variable of each table's first cell */
	size_t variables;               /* cells, then Ns, then what tables share */
	size_t next_shared;
	int64_t *values;
	bool *known;
	int64_t *factors;               /* equations, one row each: all sum to 0 */
	size_t count, capacity;
};

static int64_t *equation(const struct book *book, size_t at)
{
	return book->factors + at * book->variables;
}

static int64_t *new_equation(struct book *book)
{
	if (!kl_grow(book->factors, book->capacity,
			(book->count + 1) * book->variables))
		give_up("memory", "there is none left");
	int64_t *made = equation(book, book->count++);
	memset(made, 0, book->variables * sizeof *made);
	return made;
}

static size_t cell_variable(const struct book *book, size_t table, size_t row,
	size_t column)
{
	return book->first[table] + (row - 1) * book->texts->tables[table].columns
		+ column;
}

static size_t n_variable(const struct book *book, size_t table)
{
	return book->first[book->dataset->table_count] + table;
}

/* --- What is printed ------------------------------------------------------ */

static void read_values(struct book *book, size_t order)
{
	const struct kl_table *table = &book->dataset->tables[order];
	const struct table_text *text = &book->texts->tables[order];

	for (size_t i = 0; i < text->count; i++) {
		const struct table_cell *at = &text->cells[i];
		struct kl_cell cell;
		if (at->row == 0 || at->column >= text->columns)
			continue;
		kl_cell_read(at->text, kl_table_reading(table,
			figures_cell(text, 0, at->column)->text), &cell);
		size_t variable = cell_variable(book, order, at->row, at->column);
		book->known[variable] = cell.kind == KL_CELL_EXACT
			&& cell.value.decimals == 0;
		book->values[variable] = (int64_t)cell.value.coefficient;
	}
	if (table->n.text.at == NULL)
		return;
	book->known[n_variable(book, order)] = true;
	book->values[n_variable(book, order)] =
		(int64_t)table->n_value.coefficient;
}

static void count_variables(struct book *book)
{
	const struct kl_dataset *dataset = book->dataset;
	enum { SHARED_MOST = 64 };

	for (size_t i = 0; i < dataset->table_count; i++) {
		const struct table_text *text = &book->texts->tables[i];
		book->first[i + 1] = book->first[i] + text->rows * text->columns;
	}
	book->next_shared = book->first[dataset->table_count]
		+ dataset->table_count;
	book->variables = book->next_shared + SHARED_MOST;
}

/* --- What the rules say --------------------------------------------------- */

static bool is_total_row(const struct table_text *text, size_t row,
	const struct kl_argument *wanted)
{
	if (wanted->row_count != 1)
		give_up("rules", "the harness knows one total row in a table");
	const struct kl_row_match *match = &wanted->rows[0];
	for (size_t i = 0; i < match->count; i++) {
		size_t column = figures_column(text, match->matches[i].field.text);
		const struct table_cell *cell = column == SIZE_MAX ? NULL
			: figures_cell(text, row, column);
		if (cell == NULL || !kl_span_equal(cell->text,
				match->matches[i].value.text))
			return false;
	}
	return true;
}

static size_t find_total_row(const struct table_text *text,
	const struct kl_argument *wanted)
{
	size_t row = 1;

	while (row <= text->rows && !is_total_row(text, row, wanted))
		row++;
	return row <= text->rows ? row : 0;
}

/* variable = the body cells of the column. */
static void add_column(struct book *book, size_t table, size_t variable,
	struct kl_span name, size_t total_row)
{
	const struct table_text *text = &book->texts->tables[table];
	size_t column = figures_column(text, name);
	int64_t *made = new_equation(book);

	made[variable] += 1;
	for (size_t row = 1; row <= text->rows; row++) {
		if (row != total_row)
			made[cell_variable(book, table, row, column)] -= 1;
	}
}

static void add_across(struct book *book, size_t table,
	const struct kl_sum *sum)
{
	const struct table_text *text = &book->texts->tables[table];

	for (size_t row = 1; row <= text->rows; row++) {
		int64_t *made = new_equation(book);
		made[cell_variable(book, table, row,
			figures_column(text, sum->total.text))] += 1;
		for (size_t i = 0; i < sum->part_count; i++)
			made[cell_variable(book, table, row,
				figures_column(text, sum->parts[i].text))] -= 1;
	}
}

static void add_totals(struct book *book, const struct kl_rule *rule,
	size_t table)
{
	const struct kl_argument *across = kl_rule_argument(rule, "across");
	const struct kl_argument *columns = kl_rule_argument(rule, "down.columns");
	const struct table_text *text = &book->texts->tables[table];

	for (size_t i = 0; i < across->sum_count; i++)
		add_across(book, table, &across->sums[i]);
	if (!columns->given)
		return;
	size_t total = find_total_row(text, kl_rule_argument(rule, "down.row"));
	if (total == 0)
		give_up(book->dataset->tables[table].name, "has no total row");
	for (size_t i = 0; i < columns->word_count; i++) {
		struct kl_span name = columns->words[i].text;
		add_column(book, table, cell_variable(book, table, total,
			figures_column(text, name)), name, total);
	}
}

static void add_pair(struct book *book, size_t one, size_t other)
{
	int64_t *made = new_equation(book);

	made[one] += 1;
	made[other] -= 1;
}

/* Several answers to a question: its sums are bounds, its N is an N. */
static void add_n(struct book *book, const struct kl_rule *rule, size_t table,
	size_t shared)
{
	const struct kl_argument *column = kl_rule_argument(rule, "column");
	const struct kl_argument *same = kl_rule_argument(rule, "same");
	const struct kl_argument *many = kl_rule_argument(rule, "multiple");
	const char *name = book->dataset->tables[table].name;
	bool several = kl_word_matches(many->words, many->word_count, name);
	size_t n = n_variable(book, table);
	size_t total = find_total_row(&book->texts->tables[table],
		kl_rule_argument(rule, "row"));

	for (size_t i = 0; i < same->word_count && !several; i++)
		add_column(book, table, shared + 1 + i, same->words[i].text, total);
	if (!book->known[n])
		return;
	add_pair(book, n, shared);
	if (column->given && !several && total > 0)
		add_pair(book, n, cell_variable(book, table, total, figures_column(
			&book->texts->tables[table], column->words[0].text)));
}

static void add_rule(struct book *book, const struct kl_rule *rule)
{
	bool totals = strcmp(rule->words->name, "totals") == 0;
	size_t shared = book->next_shared;

	if (!totals && strcmp(rule->words->name, "n") != 0)
		return;
	if (!totals)
		book->next_shared += 1 + kl_rule_argument(rule, "same")->word_count;
	if (book->next_shared > book->variables)
		give_up("rules", "tables share too many figures");
	for (size_t i = 0; i < book->dataset->table_count; i++) {
		if (!kl_rule_applies(rule, book->dataset->tables[i].name))
			continue;
		if (totals)
			add_totals(book, rule, i);
		else
			add_n(book, rule, i, shared);
	}
}

/* --- What follows for what is printed ------------------------------------- */

static void drop(struct book *book, size_t at)
{
	book->count--;
	memmove(equation(book, at), equation(book, book->count),
		book->variables * sizeof *book->factors);
}

/* What is not printed is replaced by what the first equation makes it. */
static void eliminate(struct book *book, size_t variable)
{
	size_t pivot = 0;

	while (pivot < book->count && equation(book, pivot)[variable] != 1
			&& equation(book, pivot)[variable] != -1)
		pivot++;
	if (pivot == book->count)
		return;
	const int64_t *by = equation(book, pivot);
	for (size_t i = 0; i < book->count; i++) {
		int64_t *row = equation(book, i);
		int64_t times = row[variable] * by[variable];
		for (size_t j = 0; j < book->variables && i != pivot && times != 0; j++)
			row[j] -= times * by[j];
	}
	/* In the order that they were put up: the last takes no other's place. */
	memmove(equation(book, pivot), equation(book, pivot + 1),
		(book->count - pivot - 1) * book->variables * sizeof *book->factors);
	book->count--;
}

static bool same_equation(const struct book *book, size_t a, size_t b)
{
	const int64_t *one = equation(book, a), *other = equation(book, b);
	bool same = true, opposite = true;

	for (size_t i = 0; i < book->variables; i++) {
		same = same && one[i] == other[i];
		opposite = opposite && one[i] == -other[i];
	}
	return same || opposite;
}

static bool says_nothing(const struct book *book, size_t at)
{
	const int64_t *row = equation(book, at);

	for (size_t i = 0; i < book->variables; i++) {
		if (row[i] != 0)
			return false;
	}
	return true;
}

static void keep_once(struct book *book)
{
	for (size_t i = 0; i < book->count; ) {
		size_t earlier = 0;
		while (earlier < i && !same_equation(book, earlier, i))
			earlier++;
		if (earlier < i || says_nothing(book, i))
			drop(book, i);
		else
			i++;
	}
}

static int64_t residual(const struct book *book, size_t at)
{
	int64_t sum = 0;

	for (size_t i = 0; i < book->variables; i++)
		sum += equation(book, at)[i] * book->values[i];
	return sum;
}

static void find_variables(struct book *book)
{
	for (size_t i = 0; i < book->texts->figure_count; i++) {
		struct figure *figure = &book->texts->figures[i];
		figure->variable = figure->row == 0
			? n_variable(book, figure->table)
			: cell_variable(book, figure->table, figure->row,
				figures_column(&book->texts->tables[figure->table],
					figure->field));
		for (size_t j = 0; j < book->count; j++)
			figure->equations += equation(book, j)[figure->variable] != 0;
	}
}

struct book *book_new(const struct kl_dataset *dataset,
	const struct kl_rules *rules, struct dataset_text *texts)
{
	struct book *book = need(calloc(1, sizeof *book));

	book->dataset = dataset;
	book->texts = texts;
	book->first = need(calloc(dataset->table_count + 1, sizeof *book->first));
	count_variables(book);
	book->values = need(calloc(book->variables, sizeof *book->values));
	book->known = need(calloc(book->variables, sizeof *book->known));
	for (size_t i = 0; i < dataset->table_count; i++)
		read_values(book, i);
	for (size_t i = 0; i < rules->count; i++)
		add_rule(book, &rules->rules[i]);
	for (size_t i = 0; i < book->variables; i++) {
		if (!book->known[i])
			eliminate(book, i);
	}
	keep_once(book);
	for (size_t i = 0; i < book->count; i++) {
		if (residual(book, i) != 0)
			give_up("book", "an equation does not hold before any change");
	}
	find_variables(book);
	return book;
}

void book_free(struct book *book)
{
	free(book->first);
	free(book->values);
	free(book->known);
	free(book->factors);
	free(book);
}

size_t book_equations(const struct book *book)
{
	return book->count;
}

/* The equations hold as all is printed: only what changes can break them. */
bool book_holds(const struct book *book, const struct figure *const *figures,
	const int64_t *to, size_t count)
{
	for (size_t i = 0; i < book->count; i++) {
		int64_t change = 0;
		for (size_t j = 0; j < count; j++)
			change += equation(book, i)[figures[j]->variable]
				* (to[j] - figures[j]->value);
		if (change != 0)
			return false;
	}
	return true;
}
