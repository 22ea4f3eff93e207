/* What a block tells of rows is what evaluating them one by one tells. */
#include "expression/block.h"

#include "hostile.h"
#include "scratch.h"

TestSuite(block, .init = scratch_open, .fini = scratch_close);

static const char descriptor[] =
	"name: x\n"
	"resources:\n"
	"  - name: t\n"
	"    path: t.csv\n"
	"    klopt: {markers: {\"<5\": [1, 4], \"-1\": unknown, geen: unknown, \"7\": 70}}\n"
	"    schema:\n"
	"      fields:\n"
	"        - {name: n, type: number}\n"
	"        - {name: k, type: integer}\n"
	"        - {name: comma, type: number, decimalChar: \",\", groupChar: \".\"}\n"
	"        - {name: tens, type: number, klopt: {rounded: 10}}\n"
	"        - {name: t, type: string}\n"
	"        - {name: u, type: string}\n"
	"        - {name: d, type: date}\n"
	"        - {name: e, type: date}\n"
	"        - {name: dutch, type: date, format: \"%d-%m-%Y\"}\n"
	"        - {name: b, type: boolean}\n"
	"  - name: w\n"
	"    path: w.csv\n"
	"    klopt: {markers: {\"<5\": [1, 4]}}\n"
	"    schema:\n"
	"      fields:\n"
	"        - {name: code, type: string}\n"
	"        - {name: name, type: string}\n"
	"        - {name: size, type: number}\n"
	"        - {name: since, type: date}\n";
static const char *const names[] = { "n", "k", "comma", "tens", "t", "u", "d", "e",
	"dutch", "b" };
enum { COLUMNS = sizeof names / sizeof *names };

/* Cells to begin with, in any column. */
static const char *const texts[] = { "800", "799.5", "12", "12.50", "-3", "1.234,5",
	"0", "-0.1", "999999999999999999", "0.000000000000000001", "<5", "-1", "7",
	"12.", ".5", "-", "", " ", "geen", "BBL", "BOL", "2004-2005", "9999-10000",
	"bbl ", "BOL ", "2004-10-01", "2004-07-31", "2004-08-01", "9999-12-31", "2000-02-29",
	"01-08-2004", "true", "false", "2004", "B\303\211L", "\303\211" };

/* What is compiled, and what is not. */
static const char *const terms[] = {
	"n >= 800", "n = 12.5", "n != 12.5", "n < k", "k <= n", "12 > n", "k = k",
	"n between -3 and 12.5", "k not between 0 and 799", "comma > 1000.25",
	"comma = n", "n < 0.000000000000000001", "tens = 800", "n = -3", "n > 60%",
	"n < 1 / 3", "n + k > 12", "t = \"BBL\"", "t != u", "t < u", "u >= \"BBL\"",
	"t in (\"BBL\", \"BOL\", \"\")", "t not in (\"BBL\", \"geen\")", "n in (12, 7)",
	"t matches \"[A-Z]{3}\"", "u not matches \"[0-9]{4}-[0-9]{4}\"",
	"t matches \"B+L\"", "schoolyear(d) = u", "schoolyear(d) = \"9999-10000\"",
	"schoolyear(d) < schoolyear(e)",
	"schoolyear(dutch) = u", "schoolyear(e) in (\"2004-2005\", \"2003-2004\")",
	"schoolyear(d) matches \"2[0-9]{3}-.{4}\"", "d <= e", "d = 2004-10-01",
	"d > 2000-02-28", "e between 2004-08-01 and 2005-07-31", "dutch >= d",
	"year(d) = 2004", "month(e) >= 8", "day(d) < day(e)", "year(d) = k",
	"d - e > 30", "age(d, e) >= 16", "t is blank", "n is not blank",
	"d is blank", "dutch is blank", "t is unknown", "n is not unknown", "b",
	"b = true", "length(t) = 3", "upper(t) = \"BBL\"", "true", "false",
	"starts(t, \"B\")", "ends(u, \"5\")", "contains(t, \"O\")", "contains(t, u)",
	"starts(lower(t), lower(u))", "not b", "b != (n > k)", "b in (true, (n > 3))",
	"n * 0.6 <= k", "0.60 * n >= comma - k", "n / k >= 0.5", "n / (k - 12) < 1",
	"-n <= abs(k)", "round(n) = k", "round(n / 3, 1) >= 0.1", "n + k + comma = tens",
	"n * k * comma * n > 0", "least(n, k, comma) = n", "greatest(n, k) >= 12.5",
	"(if t = \"BBL\" then n else k) >= 12", "n in (12, 12.5, -3, 1 / 3)",
	"n in (k, 800)", "d in (2004-10-01, 2004-07-31)", "t in (u, \"BBL\")",
	"t in (\"a\", \"b\", \"c\", \"BBL\", \"e\", \"BOL\", \"g\", \"geen\", \"2004\", \"800\")",
	"lower(t) = \"bbl\"", "trim(u) = t", "lower(u) not in (\"bbl\", \"bol\")",
	"length(upper(t)) <= k", "number(t) = n", "number(u) > 7", "text(t) = u",
	"d + 31 > e", "e - 1 = d", "7 + d <= e", "days(d, e) between -31 and 365",
	"least(d, e) = d", "greatest(d, dutch) >= e", "d + n > e", "d + k != e",
	"lower(t) = \"b\303\251l\"", "lower(t) is blank", "n + k is unknown",
	"d + k is not unknown",
	"length(t) is unknown", "d between e and dutch", "t between \"A\" and u",
	"n not between k and comma",
	"(d is blank) = (e is blank)", "age(dutch, e) < 18", "text(k) = t", "b is unknown",
	"n > mean(n)", "k <= max(k)", "d <= max(d)", "any(n = 12)", "n = cell(n where k = 12)",
	"count(per t) = 1", "count(where n > 12 per t, u) <= k", "sum(n per d) >= n",
	"all(b per k)", "lookup(\"w\", code = t, name) = u", "lookup(\"w\", code = u, size) < n",
	"lookup(\"w\", code = t, since) <= d", "max(d per t) >= d", "min(n per k) <= n",
};
enum { TERMS = sizeof terms / sizeof *terms };

/* A term, or several joined. */
static void add_condition(struct kl_text_buffer *out, int depth, uint64_t *state)
{
	static const char *const joints[][4] = { { "(", ") and (", ")", NULL },
		{ "(", ") or (", ")", NULL }, { "not (", ")", NULL, NULL },
		{ "(if (", ") then (", "))", NULL },
		{ "(if (", ") then (", ") else (", "))" } };
	const char *const *joint = joints[random_below(state, 5)];

	if (depth == 0 || random_below(state, 3) == 0) {
		kl_text_puts(out, terms[random_below(state, TERMS)]);
		return;
	}
	kl_text_puts(out, joint[0]);
	for (int i = 1; i < 4 && joint[i] != NULL; i++) {
		add_condition(out, depth - 1, state);
		kl_text_puts(out, joint[i]);
	}
}

/* What functions over rows are about. */
static const char *const gathered[][COLUMNS] = {
	{ "12", "12", "3,5", "20", "BBL", "x", "2004-10-01", "2004-08-01", "01-08-2004",
		"true" },
	{ "12.50", "800", "0", "20", "BOL", "x", "2004-07-31", "2004-08-01",
		"01-08-2004", "false" },
	{ "-3", "799", "1", "800", "BBL", "2004", "2004-10-01", "2000-02-29",
		"01-08-2004", "true" },
	{ "800", "0", "1", "800", "geen", "BOL", "9999-12-31", "2000-02-29", "", "" },
};
static const char *const others[][4] = { { "BBL", "BOL", "12", "2004-08-01" },
	{ "BOL", "2004", "<5", "" }, { "2004", "BBL", "", "2000-02-29" } };

static void gather_table(struct kl_gather *gather, const struct kl_table *table,
	const char *const *columns, const char *const *cells, size_t rows, size_t count)
{
	static struct kl_span names_of[COLUMNS], spans[4][COLUMNS];
	struct kl_row made[4];
	struct kl_batch batch = { .rows = made, .count = rows };
	const struct kl_dialect dialect = { .delimiter = ',' };
	struct kl_error error = { 0 };

	if (!kl_gather_wants(gather, table))
		return;
	for (size_t i = 0; i < count; i++)
		names_of[i] = kl_span_of(columns[i]);
	for (size_t i = 0; i < rows; i++) {
		for (size_t j = 0; j < count; j++)
			spans[i][j] = kl_span_of(cells[i * count + j]);
		made[i] = (struct kl_row){ .number = i + 1, .line = i + 2,
			.cells = spans[i], .count = count };
	}
	const struct kl_columns known = { .names = names_of, .count = count };
	cr_assert_eq(kl_gather_begin(gather, table, &known, &error), KL_OK,
		"%s", error.text);
	cr_assert_eq(kl_gather_batch(gather, &batch, &dialect, &error), KL_OK);
	cr_assert_eq(kl_gather_end(gather, &error), KL_OK, "%s", error.text);
}

static const struct kl_table *table_of(const struct kl_dataset *dataset,
	const char *name)
{
	for (size_t i = 0; i < dataset->table_count; i++) {
		if (strcmp(dataset->tables[i].name, name) == 0)
			return &dataset->tables[i];
	}
	return NULL;
}

static struct kl_gather *gather_all(const struct kl_expression *e,
	const struct kl_dataset *dataset)
{
	static const char *const columns[] = { "code", "name", "size", "since" };
	struct kl_gather *gather = kl_gather_new();
	struct kl_error error = { 0 };

	cr_assert_not_null(gather);
	cr_assert_eq(kl_gather_add(gather, e, &error), KL_OK);
	gather_table(gather, table_of(dataset, "t"), names, gathered[0], 4, COLUMNS);
	gather_table(gather, table_of(dataset, "w"), columns, others[0], 3, 4);
	return gather;
}

struct rows {
	struct hostile cells[KL_BLOCK_ROWS][COLUMNS];
	struct kl_span spans[KL_BLOCK_ROWS][COLUMNS];
	struct kl_row rows[KL_BLOCK_ROWS];
};

/* Some rows lack their last cells. */
static void make_rows(struct rows *made, uint64_t *state)
{
	for (size_t i = 0; i < KL_BLOCK_ROWS; i++) {
		for (size_t j = 0; j < COLUMNS; j++) {
			hostile_make(&made->cells[i][j], texts,
				sizeof texts / sizeof *texts, state);
			made->spans[i][j] = hostile_span(&made->cells[i][j]);
		}
		made->rows[i] = (struct kl_row){ .number = i + 1,
			.cells = made->spans[i], .count = random_below(state, 8)
				== 0 ? (size_t)random_below(state, COLUMNS)
				: COLUMNS };
	}
}

/* How many rows the block tells of. */
static int compare(const char *condition, const struct kl_dataset *dataset,
	uint64_t *state)
{
	static struct rows made;
	struct kl_arena arena = { 0 };
	struct kl_error error = { 0 };
	struct kl_expression *e;
	struct kl_binding *binding;
	struct kl_span columns[COLUMNS];
	const struct kl_word word = { .text = kl_span_of(condition), .line = 1,
		.column = 1, .lead = 1 };
	struct kl_word tables[] = { { .text = kl_span_of("t") } };
	const struct kl_rule rule = { .id = "r", .tables = tables,
		.table_count = 1 };
	enum kl_outcome outcomes[KL_BLOCK_ROWS];
	int told = 0;

	for (size_t i = 0; i < COLUMNS; i++)
		columns[i] = kl_span_of(names[i]);
	make_rows(&made, state);
	cr_assert_eq(kl_expression_read(&word, NULL, &arena, &e, &error), KL_OK,
		"%s: %s", condition, error.text);
	cr_assert_eq(kl_expression_check(e, dataset, &rule, KL_OF_TRUTH, true,
		&error), KL_OK, "%s: %s", condition, error.text);
	const struct kl_columns known = { .names = columns, .count = COLUMNS };
	struct kl_gather *gather = kl_expression_gathers(e)
		? gather_all(e, dataset) : NULL;
	cr_assert_eq(kl_bind(e, gather, table_of(dataset, "t"), &known, &binding,
		&error), KL_OK, "%s: %s", condition, error.text);
	size_t count = (size_t)random_between(state, 1, KL_BLOCK_ROWS);
	kl_evaluate_truths(binding, made.rows, kl_block_all(count), outcomes);
	for (size_t i = 0; i < count; i++) {
		enum kl_outcome wanted = kl_evaluate_truth(binding, &made.rows[i]);
		cr_assert_eq(outcomes[i], wanted, "%s: row %zu is %d, not %d: "
			"n '%.*s' t '%.*s' d '%.*s'", condition, i, outcomes[i],
			wanted, (int)made.spans[i][0].length, made.spans[i][0].at,
			(int)made.spans[i][4].length, made.spans[i][4].at,
			(int)made.spans[i][6].length, made.spans[i][6].at);
	}
	if (binding->block != NULL) {
		struct kl_block block = kl_block_of(binding->block, made.rows,
			UINT64_MAX);
		cr_assert_eq(block.holds & block.fails, 0, "%s", condition);
		cr_assert_eq((block.holds | block.fails) & block.open, 0, "%s",
			condition);
		told = __builtin_popcountll(block.holds | block.fails
			| block.open);
	}
	kl_binding_free(binding);
	kl_gather_free(gather);
	kl_arena_release(&arena);
	return told;
}

static void read_dataset(struct kl_dataset *dataset)
{
	const struct kl_dataset_options options = { 0 };
	struct kl_error error = { 0 };

	scratch_bytes("datapackage.yaml", descriptor, sizeof descriptor - 1);
	kl_dataset_init(dataset);
	cr_assert_eq(kl_dataset_read(dataset, "datapackage.yaml", false, &options,
		&error), KL_OK, "%u: %s", (unsigned)error.line, error.text);
}

Test(block, terms)
{
	/* Left to be asked row by row. */
	static const char *const asked[] = { "text(k) = t", "b is unknown" };
	struct kl_dataset dataset;
	uint64_t state = 11;

	read_dataset(&dataset);
	for (size_t i = 0; i < TERMS; i++) {
		bool is_asked = false;
		int told = 0;
		for (int round = 0; round < 100; round++)
			told += compare(terms[i], &dataset, &state);
		for (size_t j = 0; j < sizeof asked / sizeof *asked; j++)
			is_asked = is_asked || strcmp(asked[j], terms[i]) == 0;
		cr_expect_eq(told == 0, is_asked, "%s: told of %d rows", terms[i],
			told);
	}
	kl_dataset_release(&dataset);
}

Test(block, joined)
{
	struct kl_dataset dataset;
	uint64_t state = 13;
	int told = 0;

	read_dataset(&dataset);
	for (int i = 0; i < 6000; i++) {
		struct kl_text_buffer condition = { 0 };
		add_condition(&condition, 3, &state);
		told += compare(condition.at, &dataset, &state) > 0;
		kl_text_release(&condition);
	}
	cr_expect_gt(told, 2000);
	kl_dataset_release(&dataset);
}
